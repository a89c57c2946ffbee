"""How is a register of any size read from a text file? In blocks of a few megabytes; records that do not fit under the header are told."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from rung.importers.register.layouts import MARK, Layout
from rung.importers.register.letters import Letters
from rung.importers.register.raw import Batch, Mask, Raw, Rows
from rung.importers.xml import Flow

_BLOCK = 4 << 20


@dataclass(slots=True)
class _Counted(io.RawIOBase):
    """The bytes on their way to the parser; counts the records apart from it, by line ends that no quotation marks surround."""

    flow: Flow
    letters: Letters
    quotes: bool
    records: int = 0
    _inside: int = 0
    _line: int = 0  # bytes of the last line, which is not ended yet
    _started: bool = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.flow.read(_BLOCK if size < 0 else size)
        if not self._started:
            self._started, piece = True, piece.removeprefix(MARK)
        self._count(piece)
        return self.letters.utf8(piece)

    def _count(self, piece: bytes) -> None:
        *ended, rest = piece.split(b"\n")
        for line in ended:
            if self.quotes:
                self._inside ^= line.count(b'"') & 1
            if self._inside:
                self._line += len(line)
            else:
                self.records += self._line > 0 or line not in {b"", b"\r"}
                self._line = 0
        if self.quotes:
            self._inside ^= rest.count(b'"') & 1
        self._line += len(rest)

    @property
    def counted(self) -> int:
        """Records without the header, the last one too when no line end follows it."""
        return self.records + (self._line > 0) - 1


@dataclass(slots=True)
class Records:
    """The records of a text file under its header. Raises pa.ArrowInvalid where it is broken, NotUsable when packed badly."""

    flow: Flow
    layout: Layout
    header: tuple[str, ...]
    delimiter: str
    stated: int = 0
    last: int = 0
    _odd: dict[int, str] = field(default_factory=dict)

    def batches(self) -> Iterator[Batch]:
        """The records, as they come."""
        counted = _Counted(self.flow, Letters(self.layout.encoding), self.layout.quotes)
        skipped = False
        for batch in self._parsed(counted):
            skip, skipped = 0 if skipped else 1, True
            yield self._batch(batch.slice(skip), skip)
        if self._odd:
            yield self._batch(pa.RecordBatch.from_pylist([], schema=pa.schema([(name, pa.string()) for name in self.header])), 0)
        self.stated = counted.counted

    def _parsed(self, counted: _Counted) -> Iterator[Any]:
        return iter(
            pacsv.open_csv(
                counted,
                # One thread: the numbers of odd records are only told then.
                read_options=pacsv.ReadOptions(column_names=self.header, block_size=_BLOCK, use_threads=False),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char='"' if self.layout.quotes else False,
                    newlines_in_values=self.layout.quotes,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._set_aside,
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(self.header, pa.string()),
                    check_utf8=False,  # it is: Letters made it
                    strings_can_be_null=True,
                    null_values=[""],
                    quoted_strings_can_be_null=True,
                ),
            )
        )

    def _set_aside(self, row: Any) -> str:
        self._odd[row.number] = row.text
        return "skip"

    def _batch(self, batch: Any, skipped: int) -> Batch:
        """Records with their numbers, which leave out those of the odd ones among them."""
        self.last += skipped
        odd = np.array(sorted(self._odd), dtype=np.int64)
        before = odd - self.last - 1 - np.arange(len(odd))  # how many records of the batch stand above each odd one
        rows = batch.num_rows
        here = odd[before < rows] if rows else odd
        places = self.last + 1 + np.arange(rows) + np.searchsorted(before, np.arange(rows), side="right")
        self.last += rows + len(here)
        torn = [(int(number), self._odd.pop(int(number))) for number in here]
        told = [(number, text.replace(self.delimiter, "\t")) for number, text in torn if text.strip()]
        table, empty = pa.Table.from_batches([batch]), _empty(batch)
        if empty.any():
            table, places = table.filter(pa.array(~empty)), places[~empty]
        return Batch(Raw(table), places, lambda which: _as_written(table, which), told)


def _empty(batch: Any) -> Mask:
    """Which records are lines without anything."""
    found = np.asarray(pc.is_null(batch.column(0)))
    for column in batch.columns[1:] if found.any() else ():
        found &= np.asarray(pc.is_null(column))
    return found


def _as_written(table: Any, which: Rows) -> Any:
    """Records as they stand, tabs between the cells."""
    some = [column.combine_chunks() for column in table.take(pa.array(which)).columns]
    tidy = [pc.replace_substring(column, "\t", " ") for column in some]
    return pc.binary_join_element_wise(*tidy, "\t", null_handling="replace", null_replacement="")
