"""Which parts of the cost to serve can be counted, with what taken for granted, and what is left out?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Number, Period, Text, text, texts
from rung.facts.columns import minor
from rung.profitability.compute import serving
from rung.profitability.compute.rates import CostRates
from rung.profitability.compute.serving import Part

Run = Callable[[ir.Table], pa.Table]
_Seen = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What facts and rates allow, as in `ServeResult`. activities: None when they say nothing of time; sellers: whether there are any."""

    run: Run
    period: Period
    parts: tuple[Part, ...]
    time_from: Literal["activities", "orders"] | None
    left_out: tuple[Text, ...]
    assumed: tuple[Text, ...]
    activities: ir.Table | None
    sellers: bool
    unattributed_minor: int


def part_words() -> Mapping[Part, Text]:
    """What the parts of the cost to serve are called."""
    return {"seller": text("Seller time"), "orders": text("Orders"), "lines": text("Order lines"), "credit": text("Credit")}


def ask(
    *, lines: ir.Table, activities: ir.Table | None, customers: ir.Table | None, run: Run, period: Period, rates: CostRates
) -> Asked | Text:
    """Which parts can be counted; or why none of them, or no profit."""
    seen = run(_overview(lines, period)).to_pylist()[0]
    if not seen["named"]:
        return text("No line in the period names a customer, so nobody can say what serving them costs.")
    if not seen["costed"]:
        return text("Nobody can say what you earn: no line has a cost.")
    time = run(serving.time_known(activities, period, rates)).to_pylist()[0] if activities is not None else None
    timed = time is not None and time["timed"] > 0
    time_from: Literal["activities", "orders"] | None = "activities" if timed else "orders" if rates.order_minutes is not None else None
    left_out = dict(_missing(rates, time_from))
    parts = tuple(part for part in serving.PARTS if part not in left_out)
    if not parts:
        return text("None of the cost rates can be counted with. {why}", why=next(iter(left_out.values())))
    known = time if timed and time else None
    return Asked(
        run=run,
        period=period,
        parts=parts,
        time_from=time_from,
        left_out=(*left_out.values(), *(_untimed(known) if "seller" in parts and known else ())),
        assumed=tuple(_assumed(seen, known, rates, parts, period)),
        activities=activities if timed else None,
        sellers=seen["sellers"] > 0 or _names_sellers(customers, run) or (timed and _names_sellers(activities, run)),
        unattributed_minor=seen["unattributed_minor"],
    )


def no_sellers(found: Asked) -> Text | None:
    """Why nobody can say what each seller gives; None when it can be said."""
    if "seller" not in found.parts:
        return text("What a seller's time costs is not known, so nobody can say what each salary krone gives.")
    if not found.sellers:
        return text("No line, customer or activity says who the seller is, so nobody can say what each seller gives.")
    return None


def with_seller(rows: ir.Table, party: str, customers: ir.Table | None) -> ir.Table:
    """The rows with the seller they name, else the one who has the customer, else ""."""
    if customers is None:
        return rows.mutate(seller_id=rows.seller_id.fill_null(""))
    has = customers.select(_party="customer_id", _seller="seller_id")
    both = rows.left_join(has, rows[party] == has["_party"])
    return both.mutate(seller_id=ibis.coalesce(both.seller_id, both["_seller"], "")).drop("_party", "_seller")


def _overview(lines: ir.Table, period: Period) -> ir.Table:
    if "margin" not in lines.columns:
        raise ValueError("lines must have a column margin; add it with rung.profitability.with_margin")
    chosen = lines.filter(lines.date >= period.start, lines.date < period.end)
    named = chosen.customer_id.notnull()
    nothing = ibis.literal(0, type="decimal(38, 4)")
    return chosen.aggregate(
        named=chosen.count(where=named),
        costed=chosen.count(where=named & chosen.margin.notnull()),
        sellers=chosen.count(where=named & chosen.seller_id.notnull()),
        postings=chosen.count(where=named & (chosen.source == "ledger")),
        unnumbered=chosen.count(where=named & chosen.invoice_id.isnull()),
        unattributed_minor=minor(ibis.coalesce(chosen.revenue.sum(where=~named), nothing)),
    )


def _names_sellers(rows: ir.Table | None, run: Run) -> bool:
    return rows is not None and bool(run(rows.aggregate(n=rows.seller_id.count()))["n"][0].as_py())


def _missing(rates: CostRates, time_from: str | None) -> Iterator[tuple[Part, Text]]:
    """The parts that cannot be counted, each with why and what to write."""
    if rates.seller_minute is None:
        yield "seller", text("Seller time is not counted: the rates do not say what a minute costs (seller_minute).")
    elif time_from is None:
        said = text(
            "Seller time is not counted: no activity says how long it took. Bring in a list of activities with minutes, or write "
            "order_minutes in the rates."
        )
        yield "seller", said
    if rates.order is None:
        yield "orders", text("Orders are not counted: the rates do not say what one costs (order).")
    if rates.line is None:
        yield "lines", text("Order lines are not counted: the rates do not say what one costs (line).")
    if rates.interest is None or rates.credit_days is None:
        lacking = " + ".join(name for name in ("interest", "credit_days") if getattr(rates, name) is None)
        yield "credit", text("Credit is not counted: the rates do not say {rates}.", rates=lacking)


def _untimed(time: _Seen) -> Iterator[Text]:
    if time["untimed"]:
        yield texts(
            "{count} activity does not say how long it took, and counts for nothing.",
            "{count} activities do not say how long they took, and count for nothing.",
            count=time["untimed"],
        )


def _assumed(seen: _Seen, time: _Seen | None, rates: CostRates, parts: tuple[Part, ...], period: Period) -> Iterator[Text]:
    """What is taken for granted, for no fact says it."""
    if "credit" in parts and rates.credit_days is not None:
        yield texts(
            "No file says when an invoice was paid: each is taken to be paid after {count} day, as the rates say.",
            "No file says when an invoice was paid: each is taken to be paid after {count} days, as the rates say.",
            count=rates.credit_days,
        )
    if "seller" in parts:
        yield from _assumed_time(time, rates, period)
    if {"orders", "lines"} & {*parts} and seen["postings"]:
        yield text("Accounts hold postings, not order lines: each voucher counts as one order, each posting as one line.")
    if {"orders", "seller"} & {*parts} and seen["unnumbered"]:
        yield text("Where lines have no invoice number, all that a customer bought in a day counts as one order.")


def _assumed_time(time: _Seen | None, rates: CostRates, period: Period) -> Iterator[Text]:
    if time is None and rates.order_minutes is not None:
        yield text(
            "No activity says how long it took: each order is taken to cost {minutes} minutes of a seller's time, as the rates say.",
            minutes=minutes(rates.order_minutes),
        )
    if time is not None and time["judged"] and rates.visit_minutes is not None:
        yield texts(
            "{count} visit or meeting without a time is taken to last {minutes} minutes, as the rates say.",
            "{count} visits and meetings without a time are taken to last {minutes} minutes each, as the rates say.",
            count=time["judged"],
            minutes=minutes(rates.visit_minutes),
        )
    if time is not None and _late(time["first"], period):
        yield text("The activities begin on {day}: seller time before that is in no cost.", day=time["first"])


def _late(first: date, period: Period) -> bool:
    """Whether so much of the period went by before the first activity that a list of them seems to begin there."""
    return first > period.start + min((period.end - period.start) / 10, timedelta(days=14))


def minutes(amount: Any) -> Number:
    """Minutes with the decimals they need."""
    return Number(float(amount), 0 if amount == int(amount) else 1)
