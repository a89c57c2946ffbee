"""What if the customer stands as a heading above its lines? Each line gets the customer of the heading it is under."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rung.base import text
from rung.facts import Progress
from rung.importers.sheet.block import Block, Sheet
from rung.importers.sheet.cells import Cells, Mask
from rung.importers.sheet.dates import DateFormat, days
from rung.importers.sheet.layout import Head, Header, is_total, repeats
from rung.importers.sheet.wrapped import Wrapped

_MOST_CELLS = 4
_LABEL = re.compile(
    r"^(?:kunde|kund|debitor|customer|client|account)(?: ?(?:nr|nummer|no|number|navn|namn|name))?\b[ .:#\u2013-]*", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(?P<number>[A-ZÆØÅÄÖ]{0,3}-?\d[\w./-]*)(?:[ ,:;\u2013-]+(?P<name>.*\w.*))?$")


class Heading(NamedTuple):
    """The customer that a heading names; labelled: it says itself that it is one ("Kunde: 10001 Fjord AS")."""

    number: str
    name: str
    labelled: bool


def heading_of(cells: Sequence[str | None]) -> Heading | None:
    """The customer that a row names, when it is a heading; None when it is anything else."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled or len(filled) > _MOST_CELLS or is_total(filled):
        return None
    whole = " ".join(filled)
    label = _LABEL.match(whole)
    rest = _LABEL.sub("", whole[label.end() :].strip()) if label else whole
    found = _NUMBERED.match(rest)
    if found and (label or found["name"]):
        return Heading(found["number"], (found["name"] or "").strip(), labelled=bool(label))
    return Heading("", rest, labelled=True) if label and rest and ":" in label[0] else None


@dataclass(frozen=True, slots=True)
class GroupedSheet(Wrapped):
    """A sheet with the customer of the heading above as columns more.

    when: the column of dates; amounts: columns that a heading leaves empty; bare: whether a number and a name
    alone are a heading; numbered: whether headings have numbers; start: the heading above the header.
    """

    when: int = 0
    how_dated: DateFormat = "dmy"
    amounts: frozenset[int] = frozenset()
    bare: bool = False
    numbered: bool = True
    start: Heading | None = None

    @property
    def head(self) -> Head:
        """The header with the customer."""
        return self.headed(self.header.names, ["Customer no", "Customer name"] if self.numbered else ["Customer name"])

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The rows that are no headings, each with its customer."""
        current = self.start
        every = set(range(self.width))
        for block in self.base.blocks(every, after, progress):
            order = np.argsort(block.places, kind="stable")
            sorted_ = Block({n: _taken(cells, order) for n, cells in block.columns.items()}, block.places[order], block.torn, block.damaged)
            found = dict(self.headings(sorted_))
            rows = np.array(sorted(found), dtype=np.int64)
            known = [current, *(found[row] for row in rows.tolist())]
            above = np.searchsorted(rows, np.arange(len(sorted_)), side="right")
            current = known[-1]
            keep = np.ones(len(sorted_), dtype=bool)
            keep[rows] = False
            blank = np.logical_and.reduce([cells.missing for cells in sorted_.columns.values()])
            named = {**{n: cells for n, cells in sorted_.columns.items() if n in columns}, **self._named(known, np.where(blank, -1, above))}
            yield Block(named, sorted_.places, sorted_.torn, sorted_.damaged).filter(keep)

    def _named(self, known: Sequence[Heading | None], above: "np.ndarray") -> dict[int, Cells]:
        """The customer as cells. above: which of the known headings each row is under."""
        parts = [[one.number if one else "" for one in known]] if self.numbered else []
        parts.append([one.name if one else "" for one in known])
        return {self.width + n: _cells(texts, above) for n, texts in enumerate(parts)}

    def headings(self, block: Block) -> Iterator[tuple[int, Heading]]:
        """Row of the block -> the heading it is."""
        blank = ~_dated(block.cells(self.when), self.how_dated)
        for n in self.amounts:
            blank &= block.cells(n).missing
        some = np.flatnonzero(blank)
        texts = [block.cells(n).texts.take(pa.array(some)).to_pylist() for n in range(self.width)]
        for row, *cells in zip(some.tolist(), *texts, strict=True):
            found = heading_of(cells)
            if found and (found.labelled or self.bare) and not repeats(self.header, range(self.width), cells):
                yield row, found


def _taken(cells: Cells, order: "np.ndarray") -> Cells:
    return Cells(cells.values, cells.codes.take(pa.array(order)))


def _cells(texts: Sequence[str], codes: "np.ndarray") -> Cells:
    """Cells of a few texts; "" and a code below 0 are nothing."""
    empty = np.array([not one for one in texts], dtype=bool)
    return Cells(pa.array(list(texts), pa.string()), pa.array(codes.astype(np.int32), mask=empty[codes] | (codes < 0)))


def _dated(cells: Cells, how: DateFormat) -> Mask:
    return cells.where(days(cells.values, how)[1]) if len(cells.values) else np.zeros(len(cells), dtype=bool)


def grouped(sheet: Sheet, header: Header, day: int, amounts: Collection[int], how: DateFormat) -> GroupedSheet | None:
    """The sheet with its customers, when its first rows have headings that name them. day: the column of dates, written as how says."""
    whole = GroupedSheet(sheet, header, when=day, how_dated=how, amounts=frozenset(amounts), bare=True)
    below = [(place, list(cells)[: whole.width]) for place, cells in sheet.head if place > header.place]
    block = _block([(place, [*cells, *[None] * (whole.width - len(cells))]) for place, cells in below])
    found = dict(whole.headings(block))
    above = [heading_of(cells) for place, cells in sheet.head if place < header.place]
    start = next((one for one in reversed(above) if one and one.labelled), None)
    first = np.flatnonzero(_dated(block.cells(day), how))
    headed = start is not None or (len(found) and len(first) and min(found) < first[0])
    everyone = [*found.values(), *([start] if start else [])]
    if not headed or not everyone:
        return None
    bare = not any(one.labelled for one in everyone)
    if bare and len(found) < 2:
        return None
    said = ((text("Customers from"), text("headings above the lines, such as {name}", name=" ".join(filter(None, everyone[0][:2])))),)
    return GroupedSheet(
        sheet,
        header,
        said,
        when=day,
        how_dated=how,
        amounts=frozenset(amounts),
        bare=bare,
        numbered=any(one.number for one in everyone),
        start=start,
    )


def _block(rows: Sequence[tuple[int, Sequence[str | None]]]) -> Block:
    columns = {}
    for n, column in enumerate(zip(*(cells for _, cells in rows), strict=True)):
        coded = pa.array(column, pa.string()).dictionary_encode()
        columns[n] = Cells(coded.dictionary, coded.indices)
    return Block(columns, np.array([place for place, _ in rows], dtype=np.int64))
