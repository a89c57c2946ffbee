"""What did the files bring? Their rows, sorted out, in a folder of their own that never changes afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from rung.engine import disk
from rung.engine.draft import SOURCES, Draft
from rung.engine.manifest import Part
from rung.engine.months import asserted, write_months
from rung.engine.record import BatchRecord, FileMark
from rung.engine.repeats import Settled, settle
from rung.engine.sql import COMPRESSED, LINE, Sql, parquet, sql
from rung.facts import INVOICE_LINES, REJECTED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an import comes from: the files, how their columns were mapped ("" by itself), and when it was."""

    files: tuple[FileMark, ...]
    mapping: str
    at: datetime


def write_batch(cursor: "DuckDBPyConnection", draft: Draft, origin: Origin, folder: Path, root: Path) -> BatchRecord:
    """Sort what a draft holds into the folder of the batch. What it changes in the store (added, replaced ...) is not known yet."""
    batch = folder.name
    settled = settle(cursor, draft.lines, batch) if draft.lines else Settled(rows=Sql(""))
    parts = (
        tuple(replace(part, batches={batch: part.rows}) for part in write_months(cursor, settled.rows, folder, root)) if draft.lines else ()
    )
    overlap = _write_overlap(cursor, settled, folder)
    rows = {table: pq.read_metadata(path).num_rows for table, path in draft.tables.items()}
    rows[INVOICE_LINES.name] = sum(part.rows for part in parts) + settled.overlapped_rows
    _same_count(rows[INVOICE_LINES.name], draft.lines)
    return BatchRecord(
        id=batch,
        at=origin.at,
        files=origin.files,
        mapping=origin.mapping,
        heads=tuple(draft.heads),
        controls=tuple(draft.controls),
        rows_read=draft.rows_read,
        rows=rows,
        rows_of_other_tables=_rows_of_other_tables(cursor, draft),
        problems=draft.problems,
        repeated_rows=settled.repeated_rows,
        repeated_minor=settled.repeated_minor,
        overlapped_rows=settled.overlapped_rows,
        overlapped_minor=settled.overlapped_minor,
        parts=parts,
        overlap=overlap.relative_to(root).as_posix() if overlap else "",
    )


def take_in_lines(cursor: "DuckDBPyConnection", draft: Draft, staging: Path, files: Sequence[Path]) -> None:
    """Take Parquet files of invoice lines into a draft without reading them into Python. A column batch in them does not count.

    Raises ValueError when a file breaks what a reader would have to keep: schema, required columns, known sources.
    """
    canonical = [(known.names, known.types) for known in (INVOICE_LINES.read_schema, INVOICE_LINES.schema)]
    for number, file in enumerate(files):
        path = staging / f"taken-{number:06d}.parquet"
        disk.take_in(file.resolve(), path)
        found = pq.read_schema(path)
        if (found.names, found.types) not in canonical:
            raise ValueError(f"file={file} must have the schema of invoice_lines, with or without batch; it has {found.names}")
        canonical = [(found.names, found.types)]  # all of them alike
        draft.lines.append(path)
    if not files:
        return
    required = [column.name for column in INVOICE_LINES.columns if column.required and column.name != "batch"]
    wrong = Sql(" OR ".join(f'"{name}" IS NULL' for name in required))
    asked = "SELECT count(*) FROM {rows} WHERE {wrong} OR NOT list_contains({sources}, source)"
    found = cursor.execute(sql(asked, rows=parquet(draft.lines), wrong=wrong, sources=SOURCES)).fetchone()
    if found != (0,):
        raise ValueError(
            f"files={len(files)} hold rows without a required column ({', '.join(required)}) or with a source not in {SOURCES}"
        )


def batches_of(cursor: "DuckDBPyConnection", parts: Sequence[Part], root: Path) -> list[Part]:
    """The same parts, each knowing how many rows it has from which batch."""
    if not parts:
        return []
    asked = "SELECT date_trunc('month', date)::DATE, source, batch, count(*) FROM {rows} GROUP BY ALL"
    rows = parquet([root / part.path for part in parts])
    found: dict[tuple[object, object], dict[str, int]] = {}
    for month, source, batch, count in cursor.execute(sql(asked, rows=rows)).fetchall():
        found.setdefault((month, source), {})[batch] = count
    return [replace(part, batches=found[part.place]) for part in parts]


def _write_overlap(cursor: "DuckDBPyConnection", settled: Settled, folder: Path) -> Path | None:
    if settled.overlap is None:
        return None
    path = folder / "overlap.parquet"
    cursor.execute(
        sql("COPY (SELECT {line} FROM {rows}) TO {path} ({compressed})", line=LINE, rows=settled.overlap, path=path, compressed=COMPRESSED)
    )
    asserted(path, INVOICE_LINES.schema)
    return path


def _rows_of_other_tables(cursor: "DuckDBPyConnection", draft: Draft) -> int:
    """Rows of files behind the other tables that are neither behind an invoice line nor rejected: those are counted there."""
    each = [sql('SELECT file, "row" FROM {rows}', rows=parquet([path])) for name, path in draft.tables.items() if name != REJECTED.name]
    if not each:
        return 0
    counted = [*draft.lines, *(path for name, path in draft.tables.items() if name == REJECTED.name)]
    there = [sql('SELECT file, "row" FROM {rows}', rows=parquet([path])) for path in counted]
    but = sql("ANTI JOIN ({there}) l ON o.file = l.file AND o.row = l.row", there=Sql(" UNION ALL ".join(there))) if there else Sql("")
    asked = sql("SELECT count(*) FROM ({others}) o {but}", others=Sql(" UNION ".join(each)), but=but)
    found = cursor.execute(asked).fetchone()
    return int(found[0]) if found else 0


def _same_count(rows: int, lines: Sequence[Path]) -> None:
    given = sum(pq.read_metadata(path).num_rows for path in lines)
    if rows != given:
        raise RuntimeError(f"{given} invoice lines were given and {rows} were written")
