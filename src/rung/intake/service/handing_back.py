"""Give the user everything back: rows that were left out, lines that were corrected, all facts. As sheets, none cut short."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from rung.engine import FactStore, Snapshot
from rung.facts import INVOICE_LINES, REJECTED, TABLES
from rung.kit.sheetfile import write_rows

_AT_ONCE = 50_000
# Where a row stands in a store says nothing in another one.
_PLACE = ("batch", "file", "row")


def write_rejected(*, store: FactStore, batch: str, path: Path) -> int:
    """Write every row of an import that became no fact, as its file has it, with the reason: CSV, or Excel by the name. How many.

    Columns: file, row, code, amount, then the cells of the row. Raises BatchNotFound.
    """
    with store.snapshot() as snapshot:
        rows = snapshot.batch(batch, REJECTED.name)
        ordered = snapshot.run(rows.order_by(["file", "row", "code"]))
    return write_rows(path, ["file", "row", "code", "amount"], _left_out(ordered))


def _left_out(rows: pa.Table) -> Iterator[Sequence[Any]]:
    for piece in rows.to_batches(_AT_ONCE):
        for row in piece.to_pylist():
            yield [row["file"], row["row"], row["code"], row["amount"], *row["content"].split("\t")]


def write_corrections(*, store: FactStore, batch: str, path: Path) -> int:
    """Write every line that an import corrected, as it was and as it is now, one below the other. How many lines. Raises BatchNotFound."""
    names = [name for name in INVOICE_LINES.schema.names if name not in _PLACE]
    with store.snapshot() as snapshot:
        before = snapshot.corrected(batch)
        now = snapshot.batch(batch).semi_join(before, ["source", "line_key"])
        said = [snapshot.run(rows.select(*names, "file", "row").order_by(["source", "line_key"])).to_pylist() for rows in (before, now)]
    pairs = ([which, *row.values()] for old, new in zip(*said, strict=True) for which, row in (("before", old), ("now", new)))
    return write_rows(path, ["what", *names, "file", "row"], pairs) // 2


def export(*, store: FactStore, folder: Path, suffix: str = ".csv") -> dict[Path, int]:
    """Write all facts as one sheet for each table that has any: the column names are those of the facts, so they can be read back whole.

    suffix: ".csv" or ".xlsx". Gives rows by file. The invoice lines are all of them, of both sources.
    """
    written = {}
    with store.snapshot() as snapshot:
        for name, table in TABLES.items():
            columns = [column for column in table.schema.names if column not in _PLACE]
            if name != REJECTED.name and (found := _all(snapshot, name, columns)).num_rows:
                path = folder / f"{name}{suffix}"
                written[path] = write_rows(
                    path, columns, (row.values() for piece in found.to_batches(_AT_ONCE) for row in piece.to_pylist())
                )
    return written


def _all(snapshot: Snapshot, name: str, columns: Sequence[str]) -> pa.Table:
    rows = snapshot.table(name)
    if name == INVOICE_LINES.name:
        rows = snapshot.source("lines").union(snapshot.source("ledger"))
    key = TABLES[name].key
    return snapshot.run(rows.select(*columns).order_by(["source", key] if name == INVOICE_LINES.name else [key]))
