"""Small tables of facts, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from rung.facts import TABLES

PLAIN = {
    "invoice_lines": {"source": "lines", "estimated": False, "date": date(2025, 6, 1), "revenue": Decimal(0)},
    "activities": {"date": date(2025, 6, 1)},
}


def _facts(table: str, rows: Sequence[dict[str, Any]]) -> ir.Table:
    """Rows as a canonical table; what a row does not say is null or plain."""
    known = TABLES[table]
    plain = {"batch": "b1", "file": "sales.csv", **PLAIN.get(table, {})}
    full = [{known.key: str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return ibis.memtable(pa.Table.from_pylist(full, schema=known.schema))


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests; two threads, for the order of rows must not matter."""
    connection = ibis.duckdb.connect(threads=2)
    return connection.to_pyarrow


@pytest.fixture(scope="session")
def facts() -> Callable[[str, Sequence[dict[str, Any]]], ir.Table]:
    """Makes a canonical table of rows."""
    return _facts
