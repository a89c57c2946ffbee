"""What if the day is not in one column? A year and a month in two, or one sum per customer and the period in the title."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import text
from rung.facts import Progress
from rung.importers.sheet.block import Block, Sheet
from rung.importers.sheet.cells import Cells, ids
from rung.importers.sheet.dates import days
from rung.importers.sheet.headers import normal
from rung.importers.sheet.layout import Head, Header
from rung.importers.sheet.months import YEAR, Period, above_header, coarse, period_of, told_year, totals
from rung.importers.sheet.wrapped import Wrapped

_YEARS = frozenset(
    normal(name)
    for name in (
        *("År", "Year", "Regnskapsår", "Regnskabsår", "Räkenskapsår", "Bokföringsår", "Kalenderår", "Fakturaår", "Salgsår", "Fiscal year"),
        *("Invoice year", "Sales year", "Order year", "Year id"),
    )
)
_PARTS = frozenset(
    normal(name)
    for name in (
        *("Måned", "Månad", "Month", "Mnd", "Måned nr", "Månedsnr", "Fakturamåned", "Month no", "Month number", "Month id", "Periode"),
        *("Period", "Periodenr", "Kvartal", "Kvartal nr", "Quarter", "Qtr", "Qtr id"),
    )
)
_QUARTER = re.compile(r"^(kvartal|quarter|qtr)")
_DAY = r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|20\d\d-\d\d-\d\d"
_TO = r"(?:-|\u2013|til og med|til|till|t\.?o\.?m\.?|to|and|og|och)"
_BETWEEN = re.compile(rf"(?<!\d)(?:{_DAY}) ?{_TO} ?(?P<last>{_DAY})(?!\d)", re.IGNORECASE)
_OFTEN = 0.9


@dataclass(frozen=True, slots=True)
class DatedSheet(Wrapped):
    """A sheet with a period as one column more. year, month: columns, -1 for none; fixed: the period of every row."""

    year: int = -1
    month: int = -1
    fixed: str = ""
    year_end: tuple[int, int] = (12, 31)

    @property
    def head(self) -> Head:
        """The header with the period."""
        return self.headed(self.header.names, ["Period"])

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The rows of the sheet, each with its period."""
        own = {n for n in columns if n < self.width}
        for block in self.base.blocks(own | {n for n in (self.year, self.month) if n >= 0}, after, progress):
            yield Block({**block.columns, self.width: self._periods(block, own)}, block.places, block.torn, block.damaged)

    def _periods(self, block: Block, own: set[int]) -> Cells:
        if self.fixed:
            filled = np.logical_or.reduce([np.zeros(len(block), dtype=bool), *(~block.cells(n).missing for n in own)]) & ~totals(block, own)
            return Cells(pa.array([self.fixed]), pc.if_else(pa.array(filled), pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32())))
        year, month = ids(block.cells(self.year)), ids(block.cells(None if self.month < 0 else self.month))
        wide = len(month.values) + 1
        pair = pc.add(pc.multiply(year.codes.cast(pa.int64()), wide), pc.fill_null(pc.add(month.codes.cast(pa.int64()), 1), 0))
        coded = pair.dictionary_encode()
        years, months = year.values.to_pylist(), ["", *month.values.to_pylist()]
        told = [self._when(years[both // wide], months[both % wide]) for both in coded.dictionary.to_pylist()]
        return Cells(pa.array(told, pa.string()), coded.indices.cast(pa.int32()))

    def _when(self, year: str, month: str) -> str:
        """The period in words that dates.py reads; as the cells stand when it is none."""
        quarters = self.month >= 0 and bool(_QUARTER.match(normal(self.header.names[self.month])))
        found = period_in(year, month, self.year_end, quarters=quarters)
        return found.when if found else f"{year} {month}".strip()


def period_in(year: str, month: str, year_end: tuple[int, int], *, quarters: bool = False) -> Period | None:
    """The period of a year and a part of it: 2025 and 3, mars, Q1 or nothing."""
    whole = period_of(year, None, year_end)
    if whole is None or not month or whole.months != YEAR or not year.isdecimal():
        return whole if whole and not month else None
    if month.isdecimal():
        number = int(month[-2:] if len(month) == 6 and month.startswith(year) else month)  # 202503 says the year once more
        return period_of(f"Q{number} {year}" if quarters else f"{year}-{number:02}", None)
    return period_of(month, int(year), year_end)


def dated(sheet: Sheet, header: Header, sample: Block, year_end: tuple[int, int]) -> DatedSheet | None:
    """The sheet with its period, when a year stands in a column of its own."""
    columns = {n: normal(name) for n, name in enumerate(header.names) if name}
    year = next((n for n, name in columns.items() if name in _YEARS and _are_years(sample.cells(n))), -1)
    if year < 0:
        return None
    parts = (n for n, name in columns.items() if name in _PARTS)
    month = next((n for n in parts if _are_parts(sample.cells(n), quarters=bool(_QUARTER.match(columns[n])))), -1)
    named = " ".join(header.names[n] for n in (year, month) if n >= 0)
    said = ((text("Period from"), text("{column}", column=named)),)
    remarks = () if month >= 0 else (coarse(sheet.label, YEAR),)
    return DatedSheet(sheet, header, said, remarks, year=year, month=month, year_end=year_end)


def _are_years(cells: Cells) -> bool:
    return _mostly(cells, lambda value: period_of(value, None) is not None)


def _are_parts(cells: Cells, *, quarters: bool) -> bool:
    def is_part(value: str) -> bool:
        return period_in("2024", value[-2:] if len(value) == 6 else value, (12, 31), quarters=quarters) is not None

    return _mostly(cells, is_part)


def _mostly(cells: Cells, meaning: Callable[[str], bool]) -> bool:
    """Whether most of the rows that have a value have one that means something."""
    plain = ids(cells)
    good = plain.where(np.array([meaning(value) for value in plain.values.to_pylist()], dtype=bool)).sum()
    return bool(good >= _OFTEN * (~plain.missing).sum() and good > 0)


def dated_by_title(sheet: Sheet, header: Header, year_end: tuple[int, int]) -> DatedSheet | None:
    """One sum per customer, when the period stands above the header or in the name: "01.01.2024 - 31.12.2024", 2024."""
    above = above_header(header, sheet.head)
    when = _last_day(f"{above} {sheet.label}")
    year = told_year(above, sheet.label)
    if not when and year is not None and (whole := period_of(str(year), None, year_end)):
        when = whole.when
    if not when:
        return None
    said = ((text("Period from"), text("{column}", column=when)),)
    return DatedSheet(sheet, header, said, (coarse(sheet.label, 0),), fixed=when)


def _last_day(words: str) -> str:
    """The last day of a period such as 01.01.2024 - 31.12.2024 in a text; "" when there is none, or more than one."""
    found = {match["last"] for match in _BETWEEN.finditer(words)}
    if len(found) != 1:
        return ""
    number, valid, _ = days(pa.array([found.pop()]), "dmy")
    return str(number.astype("datetime64[D]")[0]) if valid[0] else ""
