"""Who are the best customers? Proposed by what they have left over several years; the user has the last word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, RungError, Text, text, to_minor
from rung.base.period import add_months
from rung.template.compute import known
from rung.template.service.asking import Row, Run

Measure = Literal["margin", "revenue"]

FEWEST, MOST = 5, 15
YEARS = 5
_SHORT_YEARS = 3
_BEGINS_LATE = timedelta(days=14)  # a year may begin with days on which nobody was at work
_COST_KNOWN = Decimal("0.9")


class BestNotUsable(RungError):
    """A list of best customers that no template can be made of."""

    status = 422
    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """A best customer: what it has left (or bought for) in the window, in minor units, and what is odd about it, if anything."""

    customer_id: str
    name: str | None
    value_minor: int
    occasions: int
    first: date | None
    last: date | None
    odd: Text | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The best customers, best first. measure: what they are best by; why: why not by margin, or that the data are short."""

    window: Period
    measure: Measure
    remarks: tuple[Text, ...]
    best: tuple[Best, ...]
    chosen: bool


def window_of(first: date, end: date) -> Period:
    """The last five years before `end`, or as long as there are data."""
    start = add_months(end, -12 * YEARS)
    return Period(max(start, first), end)


def choose(
    *, lines: ir.Table, run: Run, window: Period, parties: pa.Table, chosen: Sequence[str] | None, excluded: Collection[str]
) -> Choice | Text:
    """The best customers of the window, or why there are none to propose. Raises BestNotUsable for a list that cannot be used.

    parties: customer_id and, where known, name. chosen: the user's own list instead of the proposal; excluded: never among the best.
    """
    rows = run(known.worth(lines, window)).to_pylist()
    measure, remarks = _measure(rows, window)
    names = dict(zip(parties["customer_id"].to_pylist(), _names(parties), strict=True))
    by_id = {row["customer_id"]: row for row in rows}
    if chosen is not None:
        ids = _own_list(chosen, excluded, names)
    else:
        ids = _proposed(rows, measure, excluded)
        if len(ids) < FEWEST:
            return text(
                "It takes at least {least} good customers to see what they have in common; there are {found}.", least=FEWEST, found=len(ids)
            )
    largest = {row["customer_id"]: row["biggest"] for row in _asked(run, known.biggest(lines, window), ids)}
    best = [_best(one, names.get(one), by_id.get(one), measure, largest.get(one), window) for one in ids]
    best.sort(key=lambda one: (-one.value_minor, one.customer_id))
    return Choice(window=window, measure=measure, remarks=remarks, best=tuple(best), chosen=chosen is not None)


def _asked(run: Run, table: ir.Table, ids: Sequence[str]) -> list[Row]:
    return list(run(table.filter(table.customer_id.isin(list(ids)))).to_pylist())


def _names(parties: pa.Table) -> list[str | None]:
    return parties["name"].to_pylist() if "name" in parties.column_names else [None] * parties.num_rows


def _measure(rows: Sequence[Row], window: Period) -> tuple[Measure, tuple[Text, ...]]:
    """Contribution margin when the cost is known for nine tenths of the revenue, else revenue; and what to tell of it."""
    remarks = []
    if window.start > add_months(window.end, -12 * _SHORT_YEARS) + _BEGINS_LATE:
        remarks.append(text("The data go back less than three years, so the list tells who is best just now. Look it through."))
    revenue, answered = sum(row["net"] for row in rows), sum(row["margin_of"] for row in rows)
    if rows and answered >= _COST_KNOWN * revenue:
        return "margin", tuple(remarks)
    remarks.append(
        text("The cost of what you sold is not known, so the best are those who bought for most. Take out those you earn little on.")
    )
    return "revenue", tuple(remarks)


def _value(row: Row, measure: Measure) -> Decimal:
    value: Decimal = row["margin" if measure == "margin" else "net"]
    return value


def _proposed(rows: Sequence[Row], measure: Measure, excluded: Collection[str]) -> list[str]:
    """A tenth of those with something left, at least 5 and at most 15; ties by customer number."""
    good = [row for row in rows if _value(row, measure) > 0]
    wanted = min(MOST, max(FEWEST, -(-len(good) // 10)))
    left = [row for row in good if row["customer_id"] not in excluded]
    ordered = sorted(left, key=lambda row: (-_value(row, measure), row["customer_id"]))
    return [row["customer_id"] for row in ordered[:wanted]]


def _own_list(chosen: Sequence[str], excluded: Collection[str], names: Collection[str]) -> list[str]:
    ids = [one for one in dict.fromkeys(chosen) if one not in excluded]
    unknown = [one for one in ids if one not in names]
    if unknown:
        raise BestNotUsable(
            text("There is no customer {customers}.", customers=", ".join(unknown)), remedy=text("Check the customer numbers.")
        )
    if not FEWEST <= len(ids) <= MOST:
        raise BestNotUsable(
            text("The list has {found} best customers.", found=len(ids)),
            remedy=text("Choose from {least} to {most}: fewer show no pattern, more are no longer the best.", least=FEWEST, most=MOST),
        )
    return ids


def _best(one: str, name: str | None, row: Row | None, measure: Measure, largest: Decimal | None, window: Period) -> Best:
    if row is None:
        nothing = text("It has not bought anything in these years.")
        return Best(customer_id=one, name=name, value_minor=0, occasions=0, first=None, last=None, odd=nothing)
    odd: Text | None = None
    if row["last"] < add_months(window.end, -12):
        odd = text("It has not bought for a year or more.")
    elif largest is not None and largest * 2 > row["spent"]:
        odd = text("One day gave more than half of all it bought.")
    return Best(
        customer_id=one,
        name=name,
        value_minor=to_minor(_value(row, measure)),
        occasions=row["occasions"],
        first=row["first"],
        last=row["last"],
        odd=odd,
    )
