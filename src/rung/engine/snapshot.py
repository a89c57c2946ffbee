"""What did we know at one moment? Every table of one version of the store, whole, whatever is imported meanwhile."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis.expr.types as ir
import pyarrow as pa

from rung.engine.connection import Connection
from rung.engine.manifest import Manifest, Part
from rung.engine.record import BatchRecord
from rung.engine.refusals import BatchNotFound
from rung.engine.same import as_one, write_same
from rung.engine.sql import Sql, columns, sql, table_rows
from rung.engine.sums import CUSTOMER_MONTHS
from rung.facts import INVOICE_LINES, TABLES, FactTable

_SUMMED = {INVOICE_LINES.name: INVOICE_LINES, CUSTOMER_MONTHS.name: CUSTOMER_MONTHS}
KNOWN = {**TABLES, **_SUMMED}
CORRECTED = "corrected.parquet"


class Snapshot:
    """One version of the store. Take one for each request or report, use it in one thread, and close it."""

    def __init__(
        self, manifest: Manifest, batches: tuple[BatchRecord, ...], root: Path, connection: Connection, same: Mapping[str, str]
    ) -> None:
        self.version = manifest.version
        self.batches = batches
        self.same = {one: into for one, into in same.items() if one != into}
        self._manifest, self._root, self._connection = manifest, root, connection
        self._one_at_a_time = threading.RLock()
        self._known: dict[str, ir.Table] = {}
        self._written = False

    def table(self, name: str) -> ir.Table:
        """A canonical table as it stands: invoice_lines, customers, products, sellers, or customer_months.

        invoice_lines and customer_months count each month from one source: from invoice lines when there are any in that
        month, else from the ledger, so a company that brings in both is never counted twice. A customer_id that only
        lines mention has no row in customers.
        """
        if name not in KNOWN:
            raise ValueError(f"name={name!r} must be one of {', '.join(KNOWN)}")
        if not self.same:
            return self._table(name, KNOWN[name], self.files().get(name, []))
        return self._view(name, KNOWN[name], self._as_one(name))

    def files(self) -> dict[str, list[Path]]:
        """The Parquet files behind each table that has any, each month from one source as in `table`: for another engine to read.

        Customers that are one are still two there. The files never change, and stay at least for the grace time after the store goes on
        to another version.
        """
        files = {name: self._files(_chosen(self._manifest.parts), name) for name in _SUMMED}
        files |= {name: [self._root / file] for name, file in self._manifest.dimensions.items()}
        return {name: paths for name, paths in files.items() if paths}

    def source(self, source: str, table: str = INVOICE_LINES.name) -> ir.Table:
        """All current lines (or customer_months) of one source, "lines" or "ledger", also where the other one is counted."""
        if source not in {"lines", "ledger"} or table not in _SUMMED:
            raise ValueError(f"source={source!r} must be lines or ledger, and table={table!r} one of {', '.join(_SUMMED)}")
        parts = [part for part in self._manifest.parts if part.source == source]
        return self._table(f"{table}_{source}", _SUMMED[table], self._files(parts, table))

    def batch(self, batch: str, table: str = INVOICE_LINES.name) -> ir.Table:
        """What one import brought, all its rows, also those that later imports replaced. Raises BatchNotFound."""
        record = next((record for record in self.batches if record.id == batch), None)
        if record is None:
            raise BatchNotFound(batch)
        if table not in TABLES:
            raise ValueError(f"table={table!r} must be one of {', '.join(TABLES)}")
        if table == INVOICE_LINES.name:
            paths = [part.path for part in record.parts] + ([record.overlap] if record.overlap else [])
        else:
            paths = [f"batches/{batch}/{table}.parquet"] if record.rows.get(table) else []
        return self._table(f"{table}_of_{batch}", TABLES[table], [self._root / path for path in paths])

    def corrected(self, batch: str) -> ir.Table:
        """The lines that an import corrected, as they were before it: the import says something else under the same keys."""
        self.batch(batch)
        path = self._root / "batches" / batch / CORRECTED
        return self._table(f"corrected_by_{batch}", INVOICE_LINES, [path] if path.exists() else [])

    def run(self, expression: ir.Expr) -> pa.Table:
        """The rows of an expression made of this snapshot's tables. Raises NotEnoughMemory or NoRoomOnDisk when it must."""
        with self._one_at_a_time, self._connection.refusing():
            return self._backend.to_pyarrow(expression.as_table())

    def sql(self, expression: ir.Expr) -> str:
        """The SQL that `run` runs, for those who want to check it."""
        return str(self._backend.compile(expression.as_table(), pretty=True))

    def close(self) -> None:
        """Let go of the connection; the snapshot cannot be used afterwards."""
        if "_backend" in self.__dict__:
            self._backend.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @cached_property
    def _backend(self) -> Any:
        return self._connection.backend()

    def _table(self, view: str, table: FactTable, files: Sequence[Path]) -> ir.Table:
        """A view on the files, made once; without files an empty one of the same columns."""
        return self._view(view, table, table_rows(table, files))

    def _as_one(self, name: str) -> Sql:
        """The rows of a table in which customers that are one are read as one."""
        with self._one_at_a_time:
            if not self._written:
                write_same(self._backend.con, self.same)
                self._written = True
        files = self.files()
        rows, lines = (table_rows(KNOWN[one], files.get(one, [])) for one in (name, INVOICE_LINES.name))
        return as_one(KNOWN[name], rows, lines)

    def _view(self, view: str, table: FactTable, rows: Sql) -> ir.Table:
        with self._one_at_a_time:
            if view not in self._known:
                names = columns(table.schema.names)
                self._backend.con.execute(
                    sql('CREATE TEMP VIEW "{view}" AS SELECT {names} FROM {rows}', view=Sql(view), names=names, rows=rows)
                )
                self._known[view] = self._backend.table(view)
            return self._known[view]

    def _files(self, parts: Iterable[Part], table: str) -> list[Path]:
        return [self._root / (part.path if table == INVOICE_LINES.name else part.sums) for part in parts]


def _chosen(parts: Sequence[Part]) -> list[Part]:
    """One part for each month: the invoice lines where there are any, else the ledger."""
    told_by_lines = {part.month for part in parts if part.source == "lines"}
    return [part for part in parts if part.source == "lines" or part.month not in told_by_lines]
