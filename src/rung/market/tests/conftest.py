"""A small register, customers and invoice lines, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from rung.facts import TABLES


def _facts(table: str, rows: Sequence[dict[str, Any]]) -> Any:
    """Rows as a canonical table; what a row does not say is null or plain."""
    plain: dict[str, Any] = {"batch": "b1", "file": "file.csv"}
    if table == "invoice_lines":
        plain |= {"source": "lines", "estimated": False, "date": date(2025, 6, 1), "revenue": Decimal(0)}
    full = [{**plain, "row": n, "line_key": str(n), **row} for n, row in enumerate(rows, start=2)]
    schema = TABLES[table].schema
    return ibis.memtable(pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in full], schema=schema))


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests; two threads, for the order of rows must not matter."""
    return ibis.duckdb.connect(threads=2).to_pyarrow


@pytest.fixture(scope="session")
def facts() -> Callable[..., Any]:
    """Makes a canonical table of rows."""
    return _facts
