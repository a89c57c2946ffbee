"""How is a CSV of any size read? In blocks of a few megabytes, every row in its place, the odd ones set aside and mended."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from rung.base import Text, text
from rung.facts import Progress
from rung.importers.sheet.block import Block, Rows, Unreadable, lines_of
from rung.importers.sheet.cells import Cells, cells_of, filled
from rung.importers.sheet.decoding import NAMES, Opener, Survey, Utf8Stream
from rung.importers.sheet.dialect import Dialect, detect, rowlike
from rung.importers.sheet.layout import Head
from rung.importers.sheet.refusals import broken_off

_BLOCK = 8 << 20
_SAMPLE = 256 << 10
_LETTER_LOST = "\ufffd"
_MOST_ODD = 500_000
_MOST_COLUMNS = 1_000
_CODED = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A delimited text file. size: its bytes on disk, for progress."""

    label: str
    path: Path
    start: Opener
    survey: Survey
    dialect: Dialect
    size: int
    kind: str = "CSV"
    has_header: bool = False

    @property
    def how(self) -> Sequence[tuple[Text, Text]]:
        """Its encoding and its delimiter."""
        name = NAMES.get(self.survey.encoding, self.survey.encoding)
        return ((text("Encoding"), text("{name}", name=name)), (text("Delimiter"), self.dialect.name))

    @property
    def head(self) -> Head:
        """The first rows."""
        return self.dialect.records

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The rows below a place, in blocks of about 8 MB of text."""
        reading = _Reading(self, sorted(columns), after)
        try:
            yield from reading.blocks(progress)
        except (pa.ArrowInvalid, OSError, EOFError) as broken:
            raise Unreadable(broken_off(self.label, reading.last)) from broken

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """Some rows as they stand; a torn one with tabs for its delimiters."""
        reading, left = _Reading(self, [], 0, written=True), len(places)
        try:
            for block in reading.blocks(lambda _done, _total: None):
                some = block.filter(np.isin(block.places, places))
                if len(some):
                    yield some.places, lines_of([cells.texts for cells in some.columns.values()])
                left -= len(some)
                if not left:
                    return
        except (pa.ArrowInvalid, OSError, EOFError):  # it could be read a moment ago
            return


def open_text(label: str, path: Path, start: Opener, how: Survey, delimiter: str = "") -> TextSheet:
    """A text file, ready to read: the dialect is detected on its first quarter of a megabyte."""
    stream = Utf8Stream(start, how)
    pieces, size = [], 0
    while size < _SAMPLE and (piece := stream.read(_SAMPLE)):
        pieces.append(piece)
        size += len(piece)
    stream.close()
    sample = b"".join(pieces)
    cut = sample.rfind(b"\n") + 1 if size >= _SAMPLE else 0
    dialect = detect(sample[: cut or size].decode("utf-8", errors="ignore"), quotes=how.quotes, delimiter=delimiter)
    return TextSheet(label, path, start, how, dialect, path.stat().st_size)


class _Reading:
    """One pass over a text file. written: every row just as it stands, the torn ones too."""

    def __init__(self, sheet: TextSheet, columns: list[int], after: int, *, written: bool = False) -> None:
        self.sheet, self.after, self.written = sheet, after, written
        self.width = _width(sheet, after)
        # Where values can hold line breaks, every column is read, for the breaks tell on which line of the file a row stands.
        every = written or (sheet.dialect.quotes and self.width <= _MOST_COLUMNS)
        self.columns = list(range(self.width)) if every else [n for n in columns if n < self.width]
        below = [record for record in sheet.head if record[0] > after]
        self.like = rowlike(below, sheet.dialect.delimiter, self.width)
        self.odd: dict[int, str] = {}  # record number -> its text, for rows of another width
        self.record = 1  # the number of the next record
        self.extra = 0  # lines of the file beyond one per record so far
        self.last = 0  # the place of the last row that was read

    def blocks(self, progress: Progress) -> Iterator[Block]:
        stream = Utf8Stream(self.sheet.start, self.sheet.survey)
        try:
            for batch in self._batches(stream):
                yield self._block(batch)
                progress(min(stream.taken, self.sheet.size), self.sheet.size)
            if self.odd:
                yield self._block(self._none())
        finally:
            stream.close()

    def _batches(self, stream: Utf8Stream) -> Iterator[Any]:
        names = [f"c{n}" for n in range(self.width)]
        yield from pacsv.open_csv(
            stream,
            # One thread: the numbers of odd rows are only told then.
            read_options=pacsv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            parse_options=pacsv.ParseOptions(
                delimiter=self.sheet.dialect.delimiter,
                quote_char='"' if self.sheet.dialect.quotes else False,
                newlines_in_values=self.sheet.dialect.quotes,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, _CODED),
                include_columns=[f"c{n}" for n in self.columns],
                strings_can_be_null=True,
                null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )

    def _set_aside(self, row: Any) -> str:
        self.odd[row.number] = row.text
        return "skip" if len(self.odd) < _MOST_ODD else "error"

    def _none(self) -> Any:
        return pa.record_batch([pa.array([], _CODED) for _ in self.columns], names=[f"c{n}" for n in self.columns])

    def _block(self, batch: Any) -> Block:
        """A batch, and after it the odd rows that stood among its rows, mended where they can be."""
        rows = batch.num_rows
        odd_numbers = np.array(sorted(self.odd), dtype=np.int64)
        before = odd_numbers - self.record - np.arange(len(odd_numbers))  # how many rows of the batch stand above each odd one
        here = odd_numbers[before < rows] if rows else odd_numbers
        numbers = self.record + np.arange(rows) + np.searchsorted(before, np.arange(rows), side="right")
        texts = [self.odd.pop(int(number)) for number in here]
        self.record += rows + len(here)
        breaks, torn_rows = self._breaks(batch)
        places = self._places(np.concatenate([numbers, here]), np.concatenate([breaks, [text.count("\n") for text in texts]]))
        self.last = int(places.max(initial=self.last))
        return self._assemble(batch, places, texts, torn_rows)

    def _places(self, numbers: Rows, breaks: npt.NDArray[Any]) -> Rows:
        """The line of the file each record begins on, as an editor counts."""
        if not breaks.any():
            return numbers + self.extra
        order = np.argsort(numbers, kind="stable")
        above = np.zeros(len(numbers), dtype=np.int64)
        above[order] = np.concatenate([[0], np.cumsum(breaks[order])[:-1]])
        places = numbers + self.extra + above
        self.extra += int(breaks.sum())
        return places.astype(np.int64)

    def _breaks(self, batch: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Line breaks inside the values of each row; and whether a quotation mark that is never closed has eaten rows there."""
        breaks, torn = np.zeros(batch.num_rows, dtype=np.int64), np.zeros(batch.num_rows, dtype=bool)
        if not self.sheet.dialect.quotes:
            return breaks, torn
        for number, column in zip(self.columns, batch.columns, strict=True):
            many = np.asarray(pc.count_substring(column.dictionary, "\n"))
            if many.any():
                eaten = np.array([self._is_eaten(value, number) for value in column.dictionary.to_pylist()])
                codes, there = filled(column.indices), ~np.asarray(pc.is_null(column.indices))
                breaks += many[codes] * there
                torn |= eaten[codes] & there
        return breaks, torn

    def _is_eaten(self, value: str, column: int) -> bool:
        return "\n" in value and self.like.has_eaten(value, column)

    def _assemble(self, batch: Any, places: Rows, texts: list[str], torn_rows: npt.NDArray[np.bool_]) -> Block:
        if self.written:
            return self._as_written(batch, places, texts)
        rows = batch.num_rows
        mended = [self._mend(text) for text in texts]
        torn = {
            int(places[rows + n]): text.count("\n") + 1 for n, (text, cells) in enumerate(zip(texts, mended, strict=True)) if cells is None
        }
        lines = np.diff(np.append(places[:rows], self.record + self.extra))
        torn |= {int(places[row]): int(lines[row]) for row in np.flatnonzero(torn_rows)}
        good = [cells for cells in mended if cells is not None]
        keep = np.concatenate([~torn_rows, [cells is not None for cells in mended]]).astype(bool)
        columns = {n: _with(batch.column(f"c{n}"), torn_rows, [cells[n] for cells in good]) for n in self.columns}
        torn = {place: count for place, count in torn.items() if place > self.after}
        block = Block({n: cells_of(column) for n, column in columns.items()}, places[keep], torn, self._damaged(columns))
        return block.filter(block.places > self.after)

    def _as_written(self, batch: Any, places: Rows, texts: list[str]) -> Block:
        """All rows as they stand; of a row that does not fit, the whole text is its first cell."""
        torn: Iterator[list[str | None]] = (
            [text.replace(self.sheet.dialect.delimiter, "\t"), *[None] * (self.width - 1)] for text in texts
        )
        odd = [self._mend(text) or cells for text, cells in zip(texts, torn, strict=True)]
        columns = {}
        for n in self.columns:
            column = batch.column(f"c{n}")
            tidy = pa.DictionaryArray.from_arrays(column.indices, pc.replace_substring(column.dictionary, "\t", " "))
            whole = _with(tidy, np.zeros(batch.num_rows, dtype=bool), [cells[n] for cells in odd])
            columns[n] = Cells(whole.dictionary, whole.indices)
        return Block(columns, places)

    def _mend(self, text: str) -> list[str | None] | None:
        """The fields of an odd row: padded when too few, cut when only empty ones are too many; None when it cannot be told."""
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.sheet.dialect.quotes else csv.QUOTE_NONE
        try:
            records = list(csv.reader(io.StringIO(text, newline=None), delimiter=self.sheet.dialect.delimiter, quoting=quoting))
        except csv.Error:
            return None
        cells = records[0] if records else []
        if len(records) > 1 or any(cells[self.width :]) or any(self._is_eaten(cell, n) for n, cell in enumerate(cells)):
            return None
        return [cell or None for cell in cells[: self.width]] + [None] * (self.width - len(cells))

    def _damaged(self, columns: dict[int, Any]) -> int:
        if not self.sheet.survey.invalid:
            return 0
        found = [pc.match_substring(column.cast(pa.string()), _LETTER_LOST) for column in columns.values()]
        return sum(int(pc.sum(one).as_py() or 0) for one in found)


def _width(sheet: TextSheet, after: int) -> int:
    """How many fields most rows below the header have; rows of that width are read without a detour."""
    widths = Counter(len(cells) for place, cells in sheet.head if place > after and any(cells[1:]))
    header = next((len(cells) for place, cells in sheet.head if place == after), 1)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else header


def _with(column: Any, torn: npt.NDArray[np.bool_], more: list[str | None]) -> Any:
    """A column without its torn rows and with the mended ones after it."""
    kept = column.filter(pa.array(~torn)) if torn.any() else column
    if not more:
        return kept
    return pa.chunked_array([kept, pa.array(more, pa.string()).dictionary_encode()]).unify_dictionaries().combine_chunks()
