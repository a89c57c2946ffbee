"""What do we know about each customer, product and seller? The last thing any import said, column by column."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rung.engine.months import asserted
from rung.engine.record import BatchRecord
from rung.engine.sql import COMPRESSED, Sql, sql, table_rows
from rung.facts import DIMENSIONS, FactTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The batch's number and the row's place in its file make one order; no file has 2^40 rows.
_CURRENT = """
COPY (
    SELECT "{key}", {last} FROM (SELECT *, (batch::BIGINT << 40) + file_row_number AS said FROM {rows}) GROUP BY "{key}" ORDER BY "{key}"
) TO {path} ({compressed})
"""


def rebuild(cursor: "DuckDBPyConnection", root: Path, batches: Sequence[BatchRecord], folder: Path) -> dict[str, str]:
    """Write each table anew from the batches that count: for each id, the last value that is not null, column by column.

    So a customer list that is imported later adds what an invoice export did not know, and takes nothing away.
    Gives table name -> file inside the store at root.
    """
    written = {}
    for table in DIMENSIONS:
        files = [root / "batches" / batch.id / f"{table.name}.parquet" for batch in batches if batch.rows.get(table.name)]
        if files:
            path = folder / f"{table.name}.parquet"
            cursor.execute(_statement(table, files, path))
            asserted(path, table.schema)
            written[table.name] = path.relative_to(root).as_posix()
    return written


def _statement(table: FactTable, files: Sequence[Path], path: Path) -> Sql:
    last = Sql(", ".join(f'arg_max("{name}", said) AS "{name}"' for name in table.schema.names if name != table.key))
    return sql(_CURRENT, key=Sql(table.key), last=last, rows=table_rows(table, files, place=True), path=path, compressed=COMPRESSED)
