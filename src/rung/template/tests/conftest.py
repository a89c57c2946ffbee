"""Small invoice lines, a company whose best customers have something in common (or nothing), and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rung.facts import INVOICE_LINES

INDUSTRIES = ("41.200", "46.739", "03.211", "62.010", "56.110", "10.200")
REGIONS = ("Oslo", "Vestland", "Rogaland", "Trøndelag")


def _arrow_lines(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows as canonical invoice lines; what a row does not say is null or plain."""
    plain = {"source": "lines", "estimated": False, "batch": "b1", "file": "sales.csv", "date": date(2025, 6, 1), "revenue": Decimal(0)}
    full = [{"line_key": str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(full, schema=INVOICE_LINES.schema)


def _company(customers: int = 240, *, signal: bool, seed: int = 3) -> tuple[pa.Table, pa.Table]:
    """Invoice lines of 2021-2025, and the customer table. signal: fish farmers (03) and small firms buy for more; else nobody knows why."""
    random = np.random.default_rng(seed)
    industry, region = random.integers(0, len(INDUSTRIES), customers), random.integers(0, len(REGIONS), customers)
    employees = np.rint(np.exp(random.normal(3, 1.2, customers))).astype(int)
    pull = 1.4 * (industry == 2) + 0.8 * (employees < 20) if signal else np.zeros(customers)
    size = np.exp(random.normal(7, 0.7, customers) + pull)
    rows = []
    for one in range(customers):
        for _ in range(int(random.integers(2, 9))):
            amount = Decimal(str(round(size[one] * random.gamma(4, 0.25) + 1, 2)))
            rows.append(
                {
                    "customer_id": str(1000 + one),
                    "date": date(2021, 1, 1) + timedelta(days=int(random.integers(0, 1825))),
                    "revenue": amount,
                    "cost": amount * Decimal("0.6"),
                    "product_group": "xyz"[int(random.integers(0, 3))],
                }
            )
    table = pa.table(
        {
            "customer_id": [str(1000 + one) for one in range(customers)],
            "name": [f"Kunde {one} AS" for one in range(customers)],
            "industry": [INDUSTRIES[one] for one in industry],
            "employees": pa.array(employees, pa.int64()),
            "region": [REGIONS[one] for one in region],
        }
    )
    return _arrow_lines(rows), table


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
def company() -> Callable[..., tuple[pa.Table, pa.Table]]:
    """Makes the lines and the customer table of a company."""
    return _company
