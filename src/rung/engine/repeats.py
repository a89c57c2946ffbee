"""When the same key comes twice in one import, is it one line or two?

In one file it is two: an order with two equal lines, kept as "key" and "key#2". In two files that were brought in together
(two sheets of a workbook, two overlapping exports) it is one, just as if they had been brought in one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rung.base import to_minor
from rung.engine.sql import Sql, columns, parquet, sql
from rung.facts import INVOICE_LINES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OTHERS = columns(name for name in INVOICE_LINES.schema.names if name not in {"line_key", "batch"})
_WITHOUT_BATCH = columns(INVOICE_LINES.read_schema.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The lines of a batch with keys of their own.

    rows: what counts; overlap: what a later file of the batch says too, None when there is nothing. Both are relations with
    the columns of invoice_lines. Revenue in minor units.
    """

    rows: Sql
    overlap: Sql | None = None
    repeated_rows: int = 0
    repeated_minor: int = 0
    overlapped_rows: int = 0
    overlapped_minor: int = 0


def settle(cursor: "DuckDBPyConnection", lines: Sequence[Path], batch: str) -> Settled:
    """Give every line of a batch a key of its own. lines: its files in order, rows in order, with the read_schema of invoice_lines.

    The second line of a file with a key gets "#2" behind it, the third "#3", in the order of the rows; should a file have a
    key that looks so already, the line behind it gets one more. Temporary tables `renamed` and `overlapped` stay on the cursor.
    """
    plain = sql("(SELECT {others}, {batch} AS batch FROM {files})", others=_WITHOUT_BATCH, batch=batch, files=parquet(lines))
    twice = "SELECT 1 FROM {rows} GROUP BY hash(source, line_key) HAVING count(*) > 1 LIMIT 1"
    if cursor.execute(sql(twice, rows=parquet(lines))).fetchone() is None:  # a hash can only be too careful: below, keys are compared
        return Settled(rows=plain)
    cursor.execute("CREATE OR REPLACE TEMP TABLE renamed (reading BIGINT, place BIGINT, line_key VARCHAR)")
    placed = _placed(lines)
    while _rename(cursor, placed):
        pass
    cursor.execute(sql(_OVERLAPPED, placed=placed))
    repeated_rows, repeated = _sum(cursor, placed, "renamed")
    overlapped_rows, overlapped = _sum(cursor, placed, "overlapped")
    return Settled(
        rows=sql(_APART, others=_OTHERS, batch=batch, placed=placed, kind=Sql("ANTI")),
        overlap=sql(_APART, others=_OTHERS, batch=batch, placed=placed, kind=Sql("SEMI")) if overlapped_rows else None,
        repeated_rows=repeated_rows,
        repeated_minor=to_minor(repeated),
        overlapped_rows=overlapped_rows,
        overlapped_minor=to_minor(overlapped),
    )


def _placed(lines: Sequence[Path]) -> Sql:
    """The lines with their place (reading: which file, place: which row of it) and the keys they have been given so far."""
    return sql(
        "(SELECT {others}, coalesce(n.line_key, s.line_key) AS line_key, reading, place FROM"
        " (SELECT *, list_position({names}, filename) AS reading, file_row_number AS place FROM {files}) s"
        " LEFT JOIN renamed n USING (reading, place))",
        others=_OTHERS,
        names=lines,
        files=parquet(lines, place=True),
    )


def _rename(cursor: "DuckDBPyConnection", placed: Sql) -> bool:
    """Put #2, #3 ... behind the keys that a file says again; False when no file does."""
    cursor.execute(sql(_AGAIN, placed=placed))
    again = cursor.execute("SELECT count(*) FROM again").fetchone()
    cursor.execute("DELETE FROM renamed USING again WHERE renamed.reading = again.reading AND renamed.place = again.place")
    cursor.execute("INSERT INTO renamed FROM again")
    return again != (0,)


_APART = "(SELECT {others}, line_key, {batch} AS batch FROM {placed} p {kind} JOIN overlapped USING (reading, place))"

_AGAIN = """
CREATE OR REPLACE TEMP TABLE again AS
WITH doubtful AS (SELECT hash(source, line_key) AS doubt FROM {placed} GROUP BY doubt HAVING count(*) > 1)
SELECT reading, place, line_key || '#' || nth AS line_key
FROM (
    SELECT reading, place, line_key,
        row_number() OVER (PARTITION BY reading, file, source, line_key ORDER BY "row", place) AS nth
    FROM {placed} SEMI JOIN doubtful ON doubt = hash(source, line_key)
)
WHERE nth > 1
"""

_OVERLAPPED = """
CREATE OR REPLACE TEMP TABLE overlapped AS
WITH doubtful AS (SELECT hash(source, line_key) AS doubt FROM {placed} GROUP BY doubt HAVING count(*) > 1)
SELECT reading, place
FROM (
    SELECT reading, place, row_number() OVER (PARTITION BY source, line_key ORDER BY reading DESC, place DESC) AS nth
    FROM {placed} SEMI JOIN doubtful ON doubt = hash(source, line_key)
)
WHERE nth > 1
"""


def _sum(cursor: "DuckDBPyConnection", placed: Sql, table: str) -> tuple[int, Decimal]:
    """How many of the lines are in a table of places, and their revenue."""
    asked = "SELECT count(*), coalesce(sum(revenue), 0)::DECIMAL(38, 4) FROM {placed} SEMI JOIN {table} USING (reading, place)"
    found = cursor.execute(sql(asked, placed=placed, table=Sql(table))).fetchone()
    rows, revenue = found or (0, Decimal(0))
    return int(rows), revenue
