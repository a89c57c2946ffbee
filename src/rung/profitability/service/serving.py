"""Who earns money when serving the customer is paid too, and what does each salary krone give? One answer, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import FileRefused, Period, Text, text
from rung.profitability.compute import rates as rate_file
from rung.profitability.compute import serving
from rung.profitability.compute.rates import CostRates
from rung.profitability.compute.serving import PARTS, Part, ServeKey
from rung.profitability.service import asked
from rung.profitability.service.asked import Asked, Run

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ServeResult:
    """What serving the customers cost in a period, and what is left. Amounts are int minor units.

    parts: those that are counted; what is not is said in left_out, and what is taken for granted in assumed. time_from: where the minutes
    come from, None when nobody knows them. customers: an Arrow table, most profit first, unknown last, with customer_id, name and the
    columns of `compute.serving.served`, break_even_minor (null: see `no_break_even`) and per_krone (profit per salary krone, float, null
    without a seller cost). idle: the same for those who took time and bought nothing, prospects too, most time first. sellers: the same
    per seller_id ("" where nobody says who), best per_krone first; their time is all their time. None with a reason in no_sellers.
    sold_to: seller_id -> the customers with lines of that seller. unattributed_minor: revenue on lines without a customer.
    """

    period: Period
    rates: CostRates
    parts: tuple[Part, ...]
    time_from: Literal["activities", "orders"] | None
    left_out: tuple[Text, ...]
    assumed: tuple[Text, ...]
    customers: pa.Table
    idle: pa.Table
    sellers: pa.Table | None
    no_sellers: Text | None
    sold_to: Mapping[str, Sequence[str]]
    unattributed_minor: int

    @cached_property
    def answered(self) -> list[Row]:
        """The customers whose profit is known, most first."""
        return [row for row in self.customers.to_pylist() if row["profit_minor"] is not None]

    @cached_property
    def below(self) -> list[Row]:
        """Customers that cost more than they bring, worst first; only those that no unknown cost of goods could lift to zero.

        Net credit is not among them: a margin given back says nothing of what the customer costs.
        """
        bought = [row for row in self.answered if row["known_minor"] + row["estimated_minor"] > 0]
        rows = [row for row in bought if row["profit_minor"] + max(unanswered(row), 0) < 0]
        return sorted(rows, key=lambda row: (row["profit_minor"], row["customer_id"]))

    @property
    def profit_minor(self) -> int | None:
        """Profit after cost to serve, of all customers that have an answer; None when none has."""
        return self.total("profit") if self.answered else None

    @property
    def per_krone(self) -> float | None:
        """Profit per salary krone, of all customers that have an answer; None without a seller cost."""
        return serving.per_krone(self.profit_minor, self.total("seller") if "seller" in self.parts else None)

    @property
    def profit(self) -> pa.Table:
        """customer_id and profit_minor (int64, null when not known) of every customer that bought in the period."""
        return self.customers.select(["customer_id", "profit_minor"])

    def total(self, name: str) -> int:
        """A sum over the customers that have an answer: "profit", "margin", "cost" or a part (null counts nothing)."""
        return sum(row[f"{name}_minor"] or 0 for row in self.answered)


def serve(
    *,
    lines: ir.Table,
    activities: ir.Table | None = None,
    customers: ir.Table | None = None,
    sellers: ir.Table | None = None,
    run: Run,
    period: Period,
    rates: CostRates | None = None,
) -> ServeResult | Text:
    """What is left of each customer when the serving is paid; or why nobody can say.

    lines: of `with_margin` (ValueError else). activities: whose minutes are the sellers' time, or None. customers, sellers: for names and
    who has whom, or None. run: asks the engine, expression in, Arrow table out. rates: of `read_rates`, or None.
    """
    if rates is None:
        return text("Nobody has said what it costs to serve a customer, so nobody knows what is left when it is paid.")
    found = asked.ask(lines=lines, activities=activities, customers=customers, run=run, period=period, rates=rates)
    if isinstance(found, Text):
        return found
    rows = _rows(serving.served(lines, period, rates, activities=found.activities), "customer_id", customers, run)
    bought = rows.filter(rows["bought"])
    no_sellers = asked.no_sellers(found)
    sellers_rows, sold_to = (None, {}) if no_sellers else _sellers(lines, found, customers, sellers, rates)
    return ServeResult(
        period=period,
        rates=rates,
        parts=found.parts,
        time_from=found.time_from,
        left_out=found.left_out,
        assumed=found.assumed,
        customers=bought.sort_by([("profit_minor", "descending"), ("customer_id", "ascending")]),
        idle=rows.filter(pc.invert(rows["bought"])).sort_by([("minutes", "descending"), ("customer_id", "ascending")]),
        sellers=sellers_rows,
        no_sellers=no_sellers,
        sold_to=sold_to,
        unattributed_minor=found.unattributed_minor,
    )


def _sellers(
    lines: ir.Table, found: Asked, customers: ir.Table | None, sellers: ir.Table | None, rates: CostRates
) -> tuple[pa.Table, dict[str, list[str]]]:
    """Per seller, and whom each sold to: the sales and the time that carry its name, else those of the customers it has."""
    named = asked.with_seller(lines.filter(lines.customer_id.notnull()), "customer_id", customers)
    timed = None if found.activities is None else asked.with_seller(found.activities, "party_id", customers)
    rows = _rows(serving.served(named, found.period, rates, key="seller_id", activities=timed), "seller_id", sellers, found.run)
    sold = named.filter(named.date >= found.period.start, named.date < found.period.end).select("seller_id", "customer_id").distinct()
    sold_to: dict[str, list[str]] = {}
    for row in found.run(sold.order_by("seller_id", "customer_id")).to_pylist():
        sold_to.setdefault(row["seller_id"], []).append(row["customer_id"])
    best_first = [("per_krone", "descending"), ("profit_minor", "descending"), ("seller_id", "ascending")]
    return rows.sort_by(best_first), sold_to


def _rows(expression: ir.Table, key: ServeKey, names: ir.Table | None, run: Run) -> pa.Table:
    """The expression's rows with the name, the break-even revenue and the profit per salary krone."""
    found = run(_with_names(expression, key, names))
    columns = [found[f"{name}_minor"].to_pylist() for name in ("cost", "margin", "known", "estimated", "profit", "seller")]
    even, krone = [], []
    for cost, margin, known, estimated, profit, seller in zip(*columns, strict=True):
        even.append(None if profit is None else serving.break_even(cost, margin, known + estimated))
        krone.append(serving.per_krone(profit, seller))
    more = found.append_column("break_even_minor", pa.array(even, pa.int64())).append_column("per_krone", pa.array(krone, pa.float64()))
    return more.select([key, "name", *(name for name in more.column_names if name not in {key, "name"})])


def _with_names(rows: ir.Table, key: ServeKey, names: ir.Table | None) -> ir.Table:
    if names is None:
        return rows.mutate(name=ibis.null("string"))
    known = names.select(_named=key, name="name")
    return rows.left_join(known, rows[key] == known["_named"]).drop("_named")


def read_rates(path: Path) -> CostRates:
    """The cost rates of a file. Raises FileRefused when it cannot be opened, RatesNotUnderstood when it cannot be counted with."""
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as bad:
        raise FileRefused(
            text("{path} cannot be read.", path=str(path)), remedy=text("Check the name, and save it as plain text (UTF-8).")
        ) from bad
    return rate_file.parse(written)


def unanswered(row: Row) -> int:
    """The revenue of a row that nobody knows the margin of."""
    return int(row["revenue_minor"] - row["known_minor"] - row["estimated_minor"])


def no_break_even(row: Row) -> Text | None:
    """Why a customer has no break-even revenue; None when it has."""
    if row["break_even_minor"] is not None:
        return None
    if row["profit_minor"] is None:
        return text("The cost of the goods is not known for enough of what it bought.")
    return text("Nothing is left of what it pays for the goods, so no revenue is enough.")


def largest_part(row: Row, parts: Sequence[Part]) -> Part:
    """The part of the cost to serve that is largest, ties in the order of PARTS."""
    return max(parts, key=lambda part: (row[f"{part}_minor"] or 0, -PARTS.index(part)))


def to_json(result: ServeResult) -> dict[str, Any]:
    """The result as plain JSON values: minor units, rates as exact text, a reason beside what has no answer, every customer."""
    rates = {name: getattr(result.rates, name) for name in rate_file.RATES}
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "rates": {
            **{name: None if rate is None else str(rate) for name, rate in rates.items()},
            "source": result.rates.source,
            "date": result.rates.date.isoformat(),
        },
        "counted": list(result.parts),
        "time_from": result.time_from,
        "left_out": [str(said) for said in result.left_out],
        "assumed": [str(said) for said in result.assumed],
        "profit_minor": result.profit_minor,
        "per_krone": result.per_krone,
        "unattributed_minor": result.unattributed_minor,
        "customers": [_customer(row) for row in result.customers.to_pylist()],
        "idle": [_plain(row) for row in result.idle.to_pylist()],
        "sellers": None if result.sellers is None else [_plain(row) for row in result.sellers.to_pylist()],
        "no_sellers": None if result.no_sellers is None else str(result.no_sellers),
    }


def _customer(row: Row) -> dict[str, Any]:
    why = no_break_even(row)
    return {**_plain(row), "estimated": row["estimated_minor"] != 0, "no_break_even": None if why is None else str(why)}


def _plain(row: Row) -> dict[str, Any]:
    """A row without its name; minutes are no money, so a float will do."""
    kept = {name: value for name, value in row.items() if name not in {"name", "bought"}}
    return {**kept, "minutes": None if row["minutes"] is None else float(row["minutes"])}
