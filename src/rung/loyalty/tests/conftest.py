"""Small invoice lines, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from rung.facts import INVOICE_LINES


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
