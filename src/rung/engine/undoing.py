"""What was true before an import? For each line it decides, what the latest import before it says."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rung.engine.batch import batches_of
from rung.engine.manifest import Part
from rung.engine.months import write_months
from rung.engine.parts import Keys, ranges
from rung.engine.record import BatchRecord
from rung.engine.sql import COMPRESSED, LINE, parquet, sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def what_was_before(
    cursor: "DuckDBPyConnection",
    undone: BatchRecord,
    before: Sequence[BatchRecord],
    current: Sequence[Part],
    staging: Path,
    folder: Path,
    root: Path,
) -> tuple[Keys, list[Part]]:
    """The keys a batch decides, and the lines that take their place: for each key the latest of the batches before it.

    A line that a later batch says too is decided by that one, and stays as it is.
    """
    deciding = [part for part in current if undone.id in part.batches]
    between = ranges(part for part in undone.parts if any(part.source == one.source for one in deciding))
    if not deciding:
        return Keys(rows=sql("(SELECT NULL AS source, NULL AS line_key WHERE false)"), ranges={}), []
    keys = staging / "keys.parquet"
    asked = "COPY (SELECT source, line_key FROM {rows} WHERE batch = {batch}) TO {keys} (FORMAT parquet)"
    cursor.execute(sql(asked, rows=parquet(_paths(deciding, root)), batch=undone.id, keys=keys))
    taken_out = Keys(rows=parquet([keys]), ranges=between)
    older = [part for batch in before for part in batch.parts if part.source in between and part.may_hold(*between[part.source])]
    if not older:
        return taken_out, []
    latest = staging / "latest.parquet"
    rows = parquet(_paths(older, root), place=True)
    for step in _LATEST:
        cursor.execute(sql(step, line=LINE, older=rows, keys=taken_out.rows, path=latest, compressed=COMPRESSED))
    return taken_out, batches_of(cursor, write_months(cursor, parquet([latest]), folder, root), root)


def _paths(parts: Sequence[Part], root: Path) -> list[Path]:
    return [root / part.path for part in parts]


# Step by step, so that only one large thing at a time is in memory, and rows are fetched by their place, for keys can be long.
_LATEST = (
    """
CREATE OR REPLACE TEMP TABLE older AS
SELECT o.source, o.line_key, o.batch::BIGINT AS batch, date_trunc('month', o.date)::DATE AS month, o.file_row_number AS place
FROM {older} o SEMI JOIN {keys} k ON o.source = k.source AND o.line_key = k.line_key
""",
    """
CREATE OR REPLACE TEMP TABLE latest AS
SELECT source, max(batch) AS batch, arg_max(month, batch) AS month, arg_max(place, batch) AS place FROM older GROUP BY source, line_key
""",
    "DROP TABLE older",
    """
COPY (
    SELECT {line} FROM {older} o SEMI JOIN latest l
    ON o.file_row_number = l.place AND date_trunc('month', o.date)::DATE = l.month AND o.source = l.source AND o.batch::BIGINT = l.batch
) TO {path} ({compressed})
""",
    "DROP TABLE latest",
)
