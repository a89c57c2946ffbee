"""What if the months, quarters or years are columns? A table of customers and periods, turned so that each cell is a line of its own."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import text
from rung.facts import Problem, Progress
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Block, Sheet, at
from rung.importers.sheet.cells import NATIVE_POINT, Cells, Mask
from rung.importers.sheet.headers import FEWEST_MONTHS, roles_of
from rung.importers.sheet.layout import TOTAL, Head, Header, is_total
from rung.importers.sheet.periods import names_part, span_of
from rung.importers.sheet.wrapped import Wrapped

_ZERO = rf"^[-\x{{2212}}]?0*[.,{NATIVE_POINT}]?0*$"
# What a column of a period may hold, when its header says more than the period: "Omsetning 2024", "DB jan 2025".
_SALES = ("revenue", "amount", "gross")
_MEASURES = (*_SALES, "quantity", "cost", "margin", "margin_share", "vat_amount")
_BROKEN_YEAR = re.compile(r"(?P<a>(?:19|20)\d\d) ?[/\u2013-] ?(?P<b>(?:19|20)?\d\d)")
MONTH, YEAR = 1, 12


class Period(NamedTuple):
    """Months it has (1, 3, 6, 12), and when it is: a month as 2024-01, anything longer by its last day."""

    months: int
    when: str


class Column(NamedTuple):
    """What a column of a period holds. measure: its header without the period, "" when it is only the period."""

    period: Period
    measure: str = ""


def period_of(name: str, year: int | None, year_end: tuple[int, int] = (12, 31)) -> Period | None:
    """The period that a header names; None when it names none, or no year is known. year_end: month and day a year ends on."""
    broken = _BROKEN_YEAR.fullmatch(name.strip())
    if broken and int(broken["b"]) % 100 == (int(broken["a"]) + 1) % 100 and not 1 <= int(broken["b"]) <= 12:
        end = year_end if year_end != (12, 31) else (6, 30)
        return Period(YEAR, _last(int(broken["a"]) + 1, *end).isoformat())
    span = span_of(name, year)
    if span is None:
        return None
    months = (span.until.year - span.first.year) * 12 + span.until.month - span.first.month
    if months == MONTH:
        return Period(MONTH, f"{span.first:%Y-%m}")
    if months == YEAR:
        return Period(YEAR, _last(span.first.year, *year_end).isoformat())
    return Period(months, (span.until - timedelta(days=1)).isoformat())


def _last(year: int, month: int, day: int) -> date:
    """A day of a year; 29 February is the 28th where there is none."""
    first = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), first - timedelta(days=1))


def told_year(above: str, label: str) -> int | None:
    """The year that stands in the rows above the header or in the name of the file or sheet, when it is only one."""
    years = {int(found) for found in re.findall(r"(?<!\d)20\d\d(?!\d)", f"{above} {label}")}
    return years.pop() if len(years) == 1 else None


def above_header(header: Header, head: Head) -> str:
    """What stands in the rows above the header."""
    return " ".join(cell for place, cells in head if place < header.place for cell in cells if cell)


def period_columns(header: Header, head: Head, label: str, year_end: tuple[int, int]) -> dict[int, Column] | None:
    """Column -> the period it is of, when there are at least three months or two longer ones, or one beside customers; else nothing.

    None when they are months or quarters of a year that is told nowhere.
    """
    year = told_year(above_header(header, head), label)
    named = {n: _column(name, year, year_end) for n, name in enumerate(header.names) if name}
    found = {n: column for n, column in named.items() if column}
    lengths = sorted({column.period.months for column in found.values()})
    for months in lengths:
        same = {n: column for n, column in found.items() if column.period.months == months}
        periods = {column.period for column in same.values()}
        few = 1 if _names_customers(header) else FEWEST_MONTHS if months == MONTH else 2
        if len(periods) >= few or (months == YEAR and any(column.measure for column in same.values())):
            return same
    bare = [name for name in header.names if name and names_part(name)]
    return None if year is None and len(bare) >= FEWEST_MONTHS else {}


def sales_of_periods(header: Header) -> bool:
    """Whether columns say what customers bought in a period: "Omsetning 2024" beside "Kundenr"."""
    columns = (_column(name, None, (12, 31)) for name in header.names if name)
    return _names_customers(header) and any(column and _measure(column.measure) in _SALES for column in columns)


def _names_customers(header: Header) -> bool:
    return any(role in ("customer_id", "customer_name") for name in header.names for role, _ in roles_of(name))


def _column(name: str, year: int | None, year_end: tuple[int, int]) -> Column | None:
    """A header as a period, or as a measure and a period in either order."""
    if period := period_of(name, year, year_end):
        return Column(period)
    words = re.sub(r"[()\[\],;:]", " ", name).split()
    for count in range(1, min(4, len(words))):
        for tail, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            measure = " ".join(rest).rstrip(" -\u2013")
            if _measure(measure) and (period := period_of(" ".join(tail), None, year_end)):
                return Column(period, measure)
    return None


def _measure(header: str) -> str:
    """The role of a measure; "" when it is none."""
    return next((role for role, _ in roles_of(header) if role in _MEASURES), "")


@dataclass(frozen=True, slots=True)
class MonthSheet(Wrapped):
    """A sheet whose periods are columns, seen as one line per row and period. Cells that are empty or 0 are no lines.

    Its last columns are the period and each measure; a row without any amount gives one line without one, so that none is lost.
    """

    columns: Mapping[int, Column] = field(default_factory=dict)

    @property
    def head(self) -> Head:
        """The header as it would be, had the sheet been written row by row."""
        names = ["" if n in self.columns or is_total([name]) else name for n, name in enumerate(self.header.names)]
        return self.headed(names, ["Month", *(measure or "Amount" for measure in self._measures())])

    def _measures(self) -> list[str]:
        return list(dict.fromkeys(column.measure for column in self.columns.values()))

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The lines of all rows, period by period within a block."""
        own = {n for n in columns if n < self.width}
        for block in self.base.blocks(own | set(self.columns), after, progress):
            rows = block.filter(~totals(block, own))
            yield self._turned(rows, own)

    def _turned(self, block: Block, own: set[int]) -> Block:
        measures = self._measures()
        main = next((n for n, measure in enumerate(measures) if not measure or _measure(measure) in _SALES), 0)
        periods: dict[str, dict[int, int]] = {}
        for n, column in sorted(self.columns.items()):
            periods.setdefault(column.period.when, {}).setdefault(measures.index(column.measure), n)
        sold = {when: _sold(block.cells(places.get(main))) for when, places in periods.items()}
        first = next(iter(periods))
        # A row that has something, but no amount in any period, is told of once, by its first period.
        filled = np.logical_or.reduce([~block.cells(n).missing for n in [*own, *self.columns]])
        sold[first] = sold[first] | (filled & ~np.logical_or.reduce(list(sold.values())))
        rows = {when: np.flatnonzero(which) for when, which in sold.items()}
        every = np.concatenate(list(rows.values()))
        columns = {n: Cells(block.cells(n).values, block.cells(n).codes.take(pa.array(every))) for n in own}
        counts = [len(which) for which in rows.values()]
        columns[self.width] = Cells(pa.array(list(periods)), pa.array(np.repeat(np.arange(len(periods)), counts), pa.int32()))
        for n in range(len(measures)):
            texts = [block.cells(places.get(n)).texts.take(pa.array(rows[when])) for when, places in periods.items()]
            coded = pa.concat_arrays(texts).dictionary_encode()
            columns[self.width + 1 + n] = Cells(coded.dictionary, coded.indices)
        return Block(columns, block.places[every], block.torn, block.damaged)


def turned(sheet: Sheet, header: Header, year_end: tuple[int, int]) -> MonthSheet | Problem | None:
    """The sheet as lines, when its periods are columns; why it cannot be read when they are of no year."""
    columns = period_columns(header, sheet.head, sheet.label, year_end)
    if columns is None:
        return refusals.months_without_year(sheet.label, [name for name in header.names if name and names_part(name)])
    if not columns:
        return None
    periods = sorted({column.period for column in columns.values()}, key=lambda period: period.when)
    first, last = (period.when for period in (periods[0], periods[-1]))
    label = text("Months as columns") if periods[0].months == MONTH else text("Periods as columns")
    said = ((label, text("{first} to {last}", first=first, last=last)),)
    remarks = () if periods[0].months == MONTH else (coarse(sheet.label, periods[0].months),)
    return MonthSheet(sheet, header, said, remarks, columns=columns)


def coarse(label: str, months: int) -> Problem:
    """What sums of longer periods cannot tell. months: 12 for years, 0 for one sum of the whole file."""
    if months == YEAR:
        found = text("The figures are sums per year, each dated the last day of its year.")
    elif months:
        found = text("The figures are sums of {months} months, each dated the last day of them.", months=months)
    else:
        found = text("The figures are one sum for each customer, dated the last day of the period.")
    remedy = text("Months, and how recently and how often customers buy, cannot be told from them; give invoice lines if you want these.")
    return Problem(code="sheet-sums-of-periods", where=at(label), found=found, remedy=remedy)


def _sold(cells: Cells) -> Mask:
    zeros = np.asarray(pc.match_substring_regex(cells.values, _ZERO)) if len(cells.values) else np.zeros(0, dtype=bool)
    found: Mask = ~cells.missing & ~cells.where(zeros)
    return found


def totals(block: Block, own: set[int]) -> Mask:
    """Rows that sum the others: a column that describes says so."""
    found = np.zeros(len(block), dtype=bool)
    for column in own:
        cells = block.cells(column)
        if len(cells.values):
            found |= cells.where(np.asarray(pc.match_substring_regex(cells.values, TOTAL)))
    return found
