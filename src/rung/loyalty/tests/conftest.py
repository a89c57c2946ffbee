"""Small invoice lines, a company whose customers leave, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rung.facts import INVOICE_LINES


def _arrow_lines(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows as canonical invoice lines; what a row does not say is null or plain."""
    plain = {"source": "lines", "estimated": False, "batch": "b1", "file": "sales.csv", "date": date(2025, 6, 1), "revenue": Decimal(0)}
    full = [{"line_key": str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(full, schema=INVOICE_LINES.schema)


def _company(customers: int, *, leave: float = 0.08, every: int = 45, even: bool = False) -> list[dict[str, Any]]:
    """Lines of 2023, 2024 and 2025: customers come at any time, buy about every so many days (or exactly), and leave after a purchase."""
    random = np.random.default_rng(7)
    rows = []
    for number in range(customers):
        day, size = float(random.integers(0, 900)), float(random.lognormal(6, 1))
        gap = every * float(random.gamma(3, 1 / 3))
        while day < 1096:
            bought = date(2023, 1, 1) + timedelta(days=int(day))
            amount = Decimal(str(round(size * float(random.gamma(5, 1 / 5)) + 1, 2)))
            rows.append(
                {"customer_id": str(number), "product_group": "xyz"[number % 3], "date": bought, "revenue": amount, "cost": amount / 2}
            )
            if random.random() < leave:
                break
            day += every if even else 1 + float(random.exponential(gap))
    return rows


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests; two threads, for the order of rows must not matter."""
    connection = ibis.duckdb.connect(threads=2)
    return connection.to_pyarrow


@pytest.fixture(scope="session")
def arrow_lines() -> Callable[[Sequence[dict[str, Any]]], pa.Table]:
    """Makes canonical invoice lines of rows."""
    return _arrow_lines


@pytest.fixture(scope="session")
def company() -> Callable[..., list[dict[str, Any]]]:
    """Makes the rows of a company."""
    return _company
