"""How do rows become one file for each month and source? In few passes, with bounded memory, and checked before they count."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from rung.base.period import add_months
from rung.engine.manifest import Part
from rung.engine.sql import COMPRESSED, LINE, Sql, sql
from rung.facts import INVOICE_LINES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Each month being written holds a row group in memory, so a long file is written a few years at a time.
MONTHS_AT_A_TIME = 24


def write_months(cursor: "DuckDBPyConnection", rows: Sql, folder: Path, root: Path) -> list[Part]:
    """Write rows (a relation with the columns of invoice_lines) as `lines-2024-01.parquet` ... into a folder of the store at root."""
    found = cursor.execute(sql("SELECT DISTINCT date_trunc('month', date)::DATE FROM {rows} ORDER BY 1", rows=rows)).fetchall()
    months = [month for (month,) in found]
    parts = []
    for start in range(0, len(months), MONTHS_AT_A_TIME):
        parts += _write_some(cursor, rows, months[start : start + MONTHS_AT_A_TIME], folder, root)
    return parts


def _write_some(cursor: "DuckDBPyConnection", rows: Sql, months: list[date], folder: Path, root: Path) -> list[Part]:
    pieces = folder / "pieces"
    cursor.execute(
        sql(
            "COPY (SELECT {line}, source AS of_source, strftime(date, '%Y-%m') AS of_month FROM {rows}"
            " WHERE date >= {first} AND date < {after}) TO {pieces}"
            " ({compressed}, PARTITION_BY (of_source, of_month), WRITE_PARTITION_COLUMNS false)",
            line=LINE,
            rows=rows,
            first=months[0],
            after=add_months(months[-1], 1),
            pieces=pieces,
            compressed=COMPRESSED,
        )
    )
    parts = [_named(path, folder, root) for path in sorted(pieces.rglob("*.parquet"))]
    rmtree(pieces)
    return parts


def _named(piece: Path, folder: Path, root: Path) -> Part:
    source, month = (name.partition("=")[2] for name in piece.parts[-3:-1])
    path = folder / f"{source}-{month}.parquet"
    if path.exists():
        raise RuntimeError(f"{path.name} came in two pieces; fewer months must be written at a time")
    piece.rename(path)
    return described(path, date.fromisoformat(f"{month}-01"), source, root)


def described(path: Path, month: date, source: str, root: Path) -> Part:
    """The part that a file of invoice lines is, by its own statistics. Its batches are not known yet."""
    written = asserted(path, INVOICE_LINES.schema)
    lows, highs = zip(*_key_ranges(written), strict=True) if written.num_row_groups else ((None,), (None,))
    return Part(
        month=month,
        source=source,
        path=path.relative_to(root).as_posix(),
        rows=written.num_rows,
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
        batches={},
    )


def asserted(path: Path, schema: pa.Schema) -> pq.FileMetaData:
    """What a Parquet file holds. Raises RuntimeError unless its columns and types are exactly those of the schema.

    An engine may write other types than were asked for: DuckDB writes a HUGEINT as DOUBLE, and money would be rounded unseen.
    """
    with pq.ParquetFile(path) as written:
        found = written.schema_arrow
        if found.names != schema.names or found.types != schema.types:
            raise RuntimeError(f"{path.name} was written as {found.to_string()}; it must be {schema.to_string()}")
        return written.metadata


def _key_ranges(written: pq.FileMetaData) -> Iterator[tuple[str | None, str | None]]:
    key = INVOICE_LINES.schema.get_field_index(INVOICE_LINES.key)
    for group in range(written.num_row_groups):
        known = written.row_group(group).column(key).statistics
        yield (known.min, known.max) if known is not None and known.has_min_max else (None, None)
