"""Customers with groups planted in them, and customers without any."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rung.facts import CUSTOMERS, INVOICE_LINES


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    connection = ibis.duckdb.connect(threads=2)
    return connection.to_pyarrow


def _line(number: int, customer: str, day: date, amount: float, group: str) -> dict[str, Any]:
    revenue = Decimal(str(round(amount, 2)))
    return {"line_key": str(number), "row": number, "source": "lines", "estimated": False, "batch": "b", "file": "f.csv", "date": day,
            "customer_id": customer, "revenue": revenue, "cost": revenue / 2, "product_group": group}  # fmt: skip


# orders a year, size of an order, product groups, industry, growth: three kinds of customers that differ in everything
KINDS = ((40, 20_000, 6, "41", 1.3), (12, 2_000, 2, "47", 1.0), (3, 9_000, 1, "56", 0.5))


def _company(customers: int, *, planted: bool, seed: int = 5) -> tuple[pa.Table, pa.Table, list[int]]:
    """Lines of 2024 and 2025 and the customers: of three planted kinds, or all of one kind."""
    rng = np.random.default_rng(seed)
    rows, firms, kinds = [], [], []
    for number in range(customers):
        kind = number % 3 if planted else 1
        orders, size, groups, industry, growth = KINDS[kind]
        if not planted:
            industry = ("41", "47", "56")[rng.integers(3)]
        own = float(rng.lognormal(0, 0.25))
        for year, factor in ((2024, 1.0), (2025, growth)):
            for _ in range(max(1, rng.poisson(orders * factor))):
                day = date(year, 1, 1) + timedelta(days=int(rng.integers(365)))
                rows.append(_line(len(rows), f"{number:04}", day, size * own * rng.lognormal(0, 0.3), f"g{rng.integers(groups)}"))
        firms.append({"customer_id": f"{number:04}", "name": f"Firm {number}", "industry": f"{industry}.100", "employees": int(rng.integers(1, 30)),
                      "batch": "b", "file": "f.csv", "row": number})  # fmt: skip
        kinds.append(kind)
    return pa.Table.from_pylist(rows, schema=INVOICE_LINES.schema), pa.Table.from_pylist(firms, schema=CUSTOMERS.schema), kinds


@pytest.fixture(scope="session")
def planted() -> tuple[pa.Table, pa.Table, list[int]]:
    return _company(180, planted=True)


@pytest.fixture(scope="session")
def alike() -> tuple[pa.Table, pa.Table, list[int]]:
    return _company(150, planted=False)
