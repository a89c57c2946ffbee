"""What if the months are columns? A table of customers and months, turned so that each cell is a line of its own."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import Progress
from rung.importers.sheet.block import Block, Rows, Sheet
from rung.importers.sheet.cells import NATIVE_POINT, Cells, Mask
from rung.importers.sheet.headers import FEWEST_MONTHS, month_of
from rung.importers.sheet.layout import TOTAL, Head, Header, is_total

_ZERO = rf"^[-\x{{2212}}]?0*[.,{NATIVE_POINT}]?0*$"


def month_columns(header: Header, head: Head, label: str) -> dict[int, str]:
    """Column -> month, when at least three columns are months; months without a year are "None-01" when no year is told anywhere.

    The year may stand in the rows above the header or in the name of the file or sheet, when it is only one.
    """
    above = " ".join(cell for place, cells in head if place < header.place for cell in cells if cell)
    years = {int(found) for found in re.findall(r"(?<!\d)20\d\d(?!\d)", f"{above} {label}")}
    year = years.pop() if len(years) == 1 else None
    found = {column: month for column, name in enumerate(header.names) if (month := month_of(name, year))}
    return found if len(found) >= FEWEST_MONTHS else {}


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A sheet whose months are columns, seen as one line per row and month. Cells that are empty or 0 are no lines.

    Its last two columns are the month and the amount; a row without any amount gives one line without one, so that none is lost.
    """

    base: Sheet
    header: Header
    months: Mapping[int, str]
    has_header: bool = True

    @property
    def label(self) -> str:
        """The name of the sheet."""
        return self.base.label

    @property
    def path(self) -> Path:
        """The file it is in."""
        return self.base.path

    @property
    def kind(self) -> str:
        """The format of the file."""
        return self.base.kind

    @property
    def how(self) -> Sequence[tuple[Text, Text]]:
        """As the sheet itself, and which months were found."""
        months = sorted(self.months.values())
        return (*self.base.how, (text("Months as columns"), text("{first} to {last}", first=months[0], last=months[-1])))

    @property
    def head(self) -> Head:
        """The header as it would be, had the sheet been written row by row."""
        names: list[str | None] = ["" if n in self.months or is_total([name]) else name for n, name in enumerate(self.header.names)]
        return [(self.header.place, [*names, "Month", "Amount"])]

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The lines of all rows, month by month within a block."""
        width = len(self.header.names)
        own = {n for n in columns if n < width}
        for block in self.base.blocks(own | set(self.months), after, progress):
            rows = block.filter(~_totals(block, own))
            yield self._turned(rows, own)

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """The rows as the file has them."""
        return self.base.written(places)

    def _turned(self, block: Block, own: set[int]) -> Block:
        width, order = len(self.header.names), sorted(self.months)
        amounts = {n: block.cells(n) for n in order}
        sold = {n: ~cells.missing & ~cells.where(_zeros(cells)) for n, cells in amounts.items()}
        filled = np.zeros(len(block), dtype=bool)
        for column in [*own, *order]:
            filled |= ~block.cells(column).missing
        # A row that has something, but no amount in any month, is told of once, by its first month.
        sold[order[0]] = sold[order[0]] | (filled & ~np.logical_or.reduce(list(sold.values())))
        rows = {n: pa.array(np.flatnonzero(sold[n])) for n in order}
        every = pa.concat_arrays([rows[n].cast(pa.int64()) for n in order])
        columns = {n: Cells(block.cells(n).values, block.cells(n).codes.take(every)) for n in own}
        months = pa.array([self.months[n] for n in order])
        counts = [len(rows[n]) for n in order]
        columns[width] = Cells(months, pa.array(np.repeat(np.arange(len(order)), counts), pa.int32()))
        texts = pa.concat_arrays([amounts[n].texts.take(rows[n]) for n in order]).dictionary_encode()
        columns[width + 1] = Cells(texts.dictionary, texts.indices)
        return Block(columns, block.places[np.asarray(every)], block.torn, block.damaged)


def _zeros(cells: Cells) -> Mask:
    return np.asarray(pc.match_substring_regex(cells.values, _ZERO)) if len(cells.values) else np.zeros(0, dtype=bool)


def _totals(block: Block, own: set[int]) -> Mask:
    """Rows that sum the others: a column that describes says so."""
    found = np.zeros(len(block), dtype=bool)
    for column in own:
        cells = block.cells(column)
        if len(cells.values):
            found |= cells.where(np.asarray(pc.match_substring_regex(cells.values, TOTAL)))
    return found
