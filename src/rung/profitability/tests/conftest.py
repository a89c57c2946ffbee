"""Small invoice lines, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from rung.facts import ACTIVITIES, INVOICE_LINES


def _arrow_lines(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows as canonical invoice lines; what a row does not say is null or plain."""
    plain = {"source": "lines", "estimated": False, "batch": "b1", "file": "sales.csv", "date": date(2025, 6, 1), "revenue": Decimal(0)}
    full = [{"line_key": str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(full, schema=INVOICE_LINES.schema)


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests; two threads, for the order of rows must not matter."""
    connection = ibis.duckdb.connect(threads=2)
    return connection.to_pyarrow


@pytest.fixture(scope="session")
def arrow_lines() -> Callable[[Sequence[dict[str, Any]]], pa.Table]:
    """Makes canonical invoice lines of rows."""
    return _arrow_lines


def _activities(rows: Sequence[dict[str, Any]]) -> ir.Table:
    """Rows as canonical activities; what a row does not say is null or plain."""
    plain = {"batch": "b1", "file": "crm.csv", "date": date(2025, 6, 2)}
    full = [{"activity_id": str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return ibis.memtable(pa.Table.from_pylist(full, schema=ACTIVITIES.schema))


@pytest.fixture(scope="session")
def activities() -> Callable[[Sequence[dict[str, Any]]], ir.Table]:
    """Makes canonical activities of rows."""
    return _activities
