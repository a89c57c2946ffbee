"""What is in a Parquet file? Its columns, already typed, as text that says exactly the same."""

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rung.base import Text
from rung.facts import Problem, Progress
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Block, Rows, Unreadable, lines_of
from rung.importers.sheet.cells import NATIVE_POINT, Cells, cells_of, words
from rung.importers.sheet.layout import Head

_ROWS = 1 << 16
# Names and texts in a damaged file may be no letters at all.
_BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)
_NESTED = (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)


@dataclass(frozen=True, slots=True)
class ParquetSheet:
    """A Parquet file. Its names of columns stand at place 0, so that its first row is row 1."""

    label: str
    path: Path
    source: Any
    kind: str = "Parquet"
    has_header: bool = True
    how: Sequence[tuple[Text, Text]] = field(default_factory=tuple)

    @property
    def head(self) -> Head:
        """The names of the columns, and one empty row to say that there are rows."""
        names: list[str | None] = list(self.source.schema_arrow.names)
        return [(0, names), *([(1, [None])] if self.source.metadata.num_rows else [])]

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """All rows, 65,536 at a time; after does not matter, for the header is no row."""
        schema, total, place = self.source.schema_arrow, self.source.metadata.num_rows, after
        wanted = [n for n in sorted(columns) if n < len(schema.names) and not any(is_kind(schema.field(n).type) for is_kind in _NESTED)]
        try:
            for batch in self.source.iter_batches(_ROWS, columns=[schema.names[n] for n in wanted]):
                read = {n: _cells(batch.column(batch.schema.get_field_index(schema.names[n]))) for n in wanted}
                yield Block(read, np.arange(place + 1, place + 1 + batch.num_rows, dtype=np.int64))
                place += batch.num_rows
                progress(place, total)
        except _BROKEN as broken:
            raise Unreadable(refusals.damaged(self.label)) from broken

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """Some rows, each value as its text."""
        for block in self.blocks(range(len(self.source.schema_arrow.names)), 0, lambda _done, _total: None):
            some = block.filter(np.isin(block.places, places))
            if len(some):
                yield some.places, lines_of([words(some.cells(n)).texts for n in sorted(some.columns)])


def open_parquet(label: str, path: Path, content: bytes | None = None) -> ParquetSheet | Problem:
    """A Parquet file, or why it cannot be opened. content: its bytes when it is inside a zip."""
    try:
        return ParquetSheet(label, path, pq.ParquetFile(io.BytesIO(content) if content is not None else path))
    except _BROKEN:
        return refusals.damaged(label)


def _cells(column: Any) -> Cells:
    """A typed column as text; each distinct value is written once."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_finite(column), column, None)
    coded = column.dictionary_encode()
    coded.dictionary.validate(full=True)
    return cells_of(pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int32()), _texts(coded.dictionary)))


def _texts(values: Any) -> Any:
    kind = values.type
    if pa.types.is_floating(kind):
        return pc.replace_substring(_plain_whole(values), ".", NATIVE_POINT)
    if pa.types.is_decimal(kind):
        return pc.replace_substring(values.cast(pa.string()), ".", NATIVE_POINT)
    if pa.types.is_timestamp(kind):
        local = values if kind.tz is None else pc.local_timestamp(values)
        return pc.strftime(local.cast(pa.timestamp("s"), safe=False), "%Y-%m-%d %H:%M:%S")
    return values.cast(pa.string())


def _plain_whole(values: Any) -> Any:
    """Floats as their shortest text, whole ones without decimals: 1001.0 is customer 1001."""
    whole = np.asarray(values.cast(pa.float64()))
    small = pa.array((np.abs(whole) < 1e15) & (np.floor(whole) == whole))
    digits = pc.if_else(small, whole, 0).cast(pa.int64(), safe=False).cast(pa.string())
    return pc.if_else(small, digits, values.cast(pa.string()))
