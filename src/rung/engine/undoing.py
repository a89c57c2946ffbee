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
    cursor.execute(sql(_LATEST, line=LINE, older=parquet(_paths(older, root)), keys=taken_out.rows, path=latest, compressed=COMPRESSED))
    return taken_out, batches_of(cursor, write_months(cursor, parquet([latest]), folder, root), root)


def _paths(parts: Sequence[Part], root: Path) -> list[Path]:
    return [root / part.path for part in parts]


# Not by a window: that would hold whole rows in memory, where the largest batch of each key is only a number.
_LATEST = """
COPY (
    WITH latest AS (
        SELECT o.source, o.line_key, max(o.batch::BIGINT) AS batch
        FROM {older} o SEMI JOIN {keys} k ON o.source = k.source AND o.line_key = k.line_key
        GROUP BY ALL
    )
    SELECT {line} FROM {older} o SEMI JOIN latest l ON o.source = l.source AND o.line_key = l.line_key AND o.batch::BIGINT = l.batch
) TO {path} ({compressed})
"""
