"""How do a reader's events become rows on disk, whatever their number? Piece by piece, checked, before anything counts."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rung.base import FileRefused, text
from rung.engine.record import PROBLEMS, problem_line
from rung.facts import INVOICE_LINES, TABLES, Chunk, Control, Event, FactTable, FileEnd, FileHead, Problem

SOURCES = ("lines", "ledger")
PIECE_ROWS, PIECE_BYTES = 122_880, 64 << 20


class Draft:
    """What a reader has given so far.

    Invoice lines go into one Parquet file for each file that was read, in its order, so that `lines` is the order of the
    files and the place in one is the order of its rows. Other tables go, with the batch, into one file each.
    """

    def __init__(self, staging: Path, batch: Path) -> None:
        self._staging, self._batch = staging, batch
        self.heads: list[FileHead] = []
        self.controls: list[Control] = []
        self.problems = 0
        self.rows_read = 0
        self.lines: list[Path] = []
        self.tables: dict[str, Path] = {}
        self._reading = 0

    def take(self, events: Iterable[Event]) -> None:
        """Take every event. Raises FileRefused for a refused file, ValueError for a reader that breaks its promises."""
        last: Event | None = None
        with ExitStack() as opened:
            self._open: dict[Path, _Appender] = {}
            self._stack = opened
            self._problems: TextIO = opened.enter_context((self._batch / PROBLEMS).open("w", encoding="utf-8", newline="\n"))
            for event in events:
                self._take(event)
                last = event
        ended = isinstance(last, FileEnd)
        if not ended:
            raise ValueError(f"the last event is {type(last).__name__}; a reader that came to the end of its file says FileEnd last")

    def _take(self, event: Event) -> None:
        match event:
            case Chunk():
                self._take_rows(event)
            case Problem():
                self._take_problem(event)
            case FileHead():
                self.heads.append(event)
                self._reading += 1
            case Control():
                self.controls.append(event)
            case FileEnd():
                self.rows_read += event.rows

    def _take_rows(self, chunk: Chunk) -> None:
        rows = checked(chunk)
        if chunk.table == INVOICE_LINES.name:
            path, known = self._staging / f"lines-{self._reading:06d}.parquet", self.lines
            if path not in known:
                known.append(path)
        else:
            path = self.tables.setdefault(chunk.table, self._batch / f"{chunk.table}.parquet")
            rows = _of_batch(rows, TABLES[chunk.table], self._batch.name)
        if path not in self._open:
            self._open[path] = self._stack.enter_context(_Appender(path, rows.schema))
        self._open[path].add(rows)

    def _take_problem(self, problem: Problem) -> None:
        if problem.refused:
            raise FileRefused(text("{where}: {found}", where=problem.where, found=problem.found), remedy=problem.remedy)
        self._problems.write(problem_line(problem))
        self.problems += 1


def checked(chunk: Chunk) -> pa.Table:
    """The rows of a chunk, sure to be what the table says.

    Raises ValueError, which names the column, when the reader gives other columns or types, leaves out what is required,
    or says a source nobody knows. Decimals cannot be NaN, so neither can what is stored.
    """
    if chunk.table not in TABLES:
        raise ValueError(f"table={chunk.table!r} must be one of {', '.join(TABLES)}")
    table = TABLES[chunk.table]
    wanted, given = table.read_schema, chunk.rows.schema
    if given.names != wanted.names or given.types != wanted.types:
        differing = set(zip(given.names, given.types, strict=True)) ^ set(zip(wanted.names, wanted.types, strict=True))
        raise ValueError(
            f"rows of {chunk.table} must have its read_schema; look at {sorted({name for name, _ in differing}) or 'the order'}"
        )
    for column in table.columns:
        if column.required and column.name in given.names and chunk.rows.column(column.name).null_count:
            raise ValueError(f"{chunk.table}.{column.name} is required; a row without it is a Problem, not a fact")
    if table is INVOICE_LINES:
        unknown = set(pc.unique(chunk.rows.column("source")).to_pylist()) - set(SOURCES)
        if unknown:
            raise ValueError(f"source={sorted(unknown)} must be one of {', '.join(SOURCES)}")
    return pa.Table.from_arrays(chunk.rows.columns, schema=wanted)


def _of_batch(rows: pa.Table, table: FactTable, batch: str) -> pa.Table:
    at = table.schema.get_field_index("batch")
    return rows.add_column(at, table.schema.field("batch"), pa.repeat(pa.scalar(batch), rows.num_rows))


class _Appender:
    """A Parquet file that grows by row groups of bounded size, however small or large the pieces that come."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, store_decimal_as_integer=True, compression="snappy")
        self._waiting: list[pa.Table] = []
        self._rows = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()

    def add(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        self._rows += rows.num_rows
        self._bytes += rows.nbytes
        if self._rows >= PIECE_ROWS or self._bytes >= PIECE_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            rows: Any = pa.concat_tables(self._waiting)
            self._waiting, self._rows, self._bytes = [], 0, 0
            self._writer.write_table(rows, row_group_size=PIECE_ROWS)
