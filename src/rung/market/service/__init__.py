"""How large is the market, and what is our share of it? One answer, ready for every face; what has no answer has a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import FileRefused, Period, Text, text
from rung.market.compute import firms, size
from rung.market.compute.assumptions import Assumption, parse
from rung.market.compute.size import Lack, Size

__all__ = ["MarketResult", "Segment", "analyse", "read_assumptions", "to_json"]

Run = Callable[[ir.Table], pa.Table]
Row = Mapping[str, Any]

_LACKS: Mapping[Lack, Text] = {
    "no_units": text("Nobody says how many firms there are: bring in a register, or write units in the market file."),
    "no_employees": text("Nobody says how many employees there are: bring in a register, or write employees in the market file."),
    "few_customers": text("Fewer than ten customers is too few to learn from: give a figure with its source in the market file."),
}


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part of the market in the twelve months. Amounts are int minor units.

    said: the assumption it is made by, else None, and industry and region say which it is (None: unknown). units: firms in it, of the
    register and customers that are in none; None when there is no register and none is stated. customers: those that bought;
    revenue_minor: for what; customer_ids: their numbers. employees: of the units, those that do not say at the mean of the others; None
    when nobody says. size: None with a reason.
    """

    said: Assumption | None
    industry: str | None
    region: str | None
    units: int | None
    customers: int
    employees: int | None
    revenue_minor: int
    size: Size | None
    no_size: Text | None
    customer_ids: Sequence[str]

    @property
    def share(self) -> float | None:
        """Our revenue as a part of what the segment buys; at most so much where the size is at least. None when there is no size."""
        return _part(self.revenue_minor, self.size.minor if self.size else None)

    @property
    def share_low(self) -> float | None:
        """The share if the market is as large as it may be; None when no range is known, and where share itself is only a ceiling."""
        return _part(self.revenue_minor, self.size.high_minor if self.size and not self.size.at_least else None)

    @property
    def share_high(self) -> float | None:
        """The share if the market is as small as it may be."""
        return _part(self.revenue_minor, self.size.low_minor if self.size and not self.size.at_least else None)

    @property
    def open_minor(self) -> int | None:
        """What the segment buys elsewhere; never less than nothing."""
        return max(0, self.size.minor - self.revenue_minor) if self.size else None


@dataclass(frozen=True, kw_only=True)
class MarketResult:
    """The market by segment in the twelve months of period, what most is bought of elsewhere first, then those without a size.

    revenue_minor: of all customers; unplaced_minor: the part of customers of whom neither industry nor region is known. has_register:
    whether anybody in a register was counted.
    """

    period: Period
    today: date
    segments: Sequence[Segment]
    revenue_minor: int
    unplaced_minor: int
    has_register: bool

    @property
    def sized(self) -> list[Segment]:
        """The segments whose size somebody states or that is corrected for what customers buy elsewhere."""
        return [one for one in self.segments if one.size and not one.size.at_least]

    @property
    def floors(self) -> list[Segment]:
        """The segments of which only a least size is known."""
        return [one for one in self.segments if one.size and one.size.at_least]


def analyse(
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    market: ir.Table | None,
    run: Run,
    period: Period,
    today: date,
    assumptions: Sequence[Assumption] = (),
) -> MarketResult | Text:
    """The market and our share of it in the twelve months that end with the period; or the reason why nobody can say.

    lines: invoice_lines. customers, market: who they are, by industry, region, employees and organisation number; or None. assumptions: of
    `read_assumptions`. run: asks the engine, an expression in, an Arrow table out.
    """
    first, last = run(lines.aggregate(first=lines.date.min(), last=lines.date.max())).to_pylist()[0].values()
    year = _year(first, last, period)
    if isinstance(year, Text):
        return year
    ruled = firms.placed(firms.firms(market, customers, lines, year), assumptions)
    rows: list[Row] = run(firms.segments(ruled)).to_pylist()
    listed = any(row["listed"] for row in rows)
    if not listed and not assumptions:
        return text("Bring in a register of the firms that could buy, or a market file with a figure and its source.")
    rows += [_nobody(rule) for rule in range(len(assumptions)) if rule not in {row["rule"] for row in rows}]
    bought = _by_segment(run(firms.buyers(ruled)).sort_by("firm").to_pylist())
    numbers: dict[str, list[str]] = {}
    for one in run(firms.customers_of(customers, lines, year)).sort_by("customer_id").to_pylist():
        numbers.setdefault(one["firm"], []).append(one["customer_id"])
    found = [_segment(row, bought.get(_key(row), []), numbers, assumptions, listed=listed) for row in rows]
    return MarketResult(
        period=year,
        today=today,
        segments=sorted(found, key=_largest_first),
        revenue_minor=sum(row["revenue_minor"] for row in rows),
        unplaced_minor=sum(row["revenue_minor"] for row in rows if row["rule"] < 0 and row["industry"] is None and row["region"] is None),
        has_register=listed,
    )


def _year(first: date | None, last: date | None, period: Period) -> Period | Text:
    """The twelve months that end with the period, or with the data when those end before; or why there are none."""
    if first is None or last is None:
        return text("There are no invoice lines to learn from.")
    year = Period.ending(period.known_until(last), 12)
    if not year.told_from(first):
        return text("The lines cover less than a year, and a market is counted by the year: bring in twelve months or more.")
    return year


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in firms.SEGMENT)


def _by_segment(rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _nobody(rule: int) -> Row:
    """A stated segment in which nobody is known."""
    empty = dict.fromkeys(("units", "listed", "customers", "employees", "counted", "revenue_minor"), 0)
    return {"rule": rule, **dict.fromkeys(("industry", "region", "industry_name", "region_name")), **empty}


def _segment(
    row: Row, bought: Sequence[Row], numbers: Mapping[str, list[str]], assumptions: Sequence[Assumption], *, listed: bool
) -> Segment:
    said = assumptions[row["rule"]] if row["rule"] >= 0 else None
    units = said.units if said and said.units else (row["units"] if listed else None)
    heads = size.head_count(row["units"] if units is None else units, row["counted"], row["employees"]) if listed else None
    if said and said.employees:
        heads = float(said.employees)
    made = _size(said, units, heads, bought)
    return Segment(
        said=said,
        industry=row["industry_name"],
        region=row["region_name"],
        units=units,
        customers=row["customers"],
        employees=None if heads is None else round(heads),
        revenue_minor=row["revenue_minor"],
        size=made if isinstance(made, Size) else None,
        no_size=None if isinstance(made, Size) else _LACKS[made],
        customer_ids=tuple(number for firm in bought for number in numbers[firm["firm"]]),
    )


def _size(said: Assumption | None, units: int | None, heads: float | None, bought: Sequence[Row]) -> Size | Lack:
    if said and said.basis != "our_part":
        return size.stated(said, units, heads)
    if not units:
        return "no_units"
    return size.from_customers([row["revenue_minor"] for row in bought], [row["employees"] for row in bought], units, heads, said=said)


def _largest_first(one: Segment) -> tuple[Any, ...]:
    """By what is bought elsewhere, stated sizes before least sizes, ties by name."""
    rank = 2 if one.size is None else int(one.size.at_least)
    names = (one.said.name if one.said else "", one.industry or "", one.region or "")
    return (rank, -(one.open_minor or 0), -one.revenue_minor, names)


def _part(revenue: int, whole: int | None) -> float | None:
    return revenue / whole if whole else None


def read_assumptions(path: Path) -> tuple[Assumption, ...]:
    """The assumptions of a file. Raises FileRefused when it cannot be opened, AssumptionsNotUnderstood when it cannot be used."""
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as bad:
        raise FileRefused(
            text("{path} cannot be read.", path=str(path)), remedy=text("Check the name, and save it as plain text (UTF-8).")
        ) from bad
    return parse(written)


def to_json(result: MarketResult | Text) -> dict[str, Any]:
    """The result as plain JSON values: minor units, unrounded shares, a reason beside what has no answer."""
    if isinstance(result, Text):
        return {"no_answer": str(result)}
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "revenue_minor": result.revenue_minor,
        "unplaced_minor": result.unplaced_minor,
        "has_register": result.has_register,
        "segments": [
            {
                **asdict(one),
                "no_size": str(one.no_size) if one.no_size else None,
                "share": one.share,
                "share_low": one.share_low,
                "share_high": one.share_high,
                "open_minor": one.open_minor,
            }
            for one in result.segments
        ],
    }
