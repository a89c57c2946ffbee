"""Small invoice lines, small matrices of purchases, a company whose customers are of two kinds, and an engine to ask."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rung.base.period import add_months
from rung.facts import INVOICE_LINES
from rung.potential.compute.spend import Purchases


def _arrow_lines(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows as canonical invoice lines; what a row does not say is null or plain."""
    plain = {"source": "lines", "estimated": False, "batch": "b1", "file": "sales.csv", "date": date(2025, 6, 1), "revenue": Decimal(0)}
    full = [{"line_key": str(n), "row": n, **plain, **row} for n, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(full, schema=INVOICE_LINES.schema)


def _purchases(bought: Sequence[Sequence[int]], *, rest=None, employees=None, industry=None, customer_group=None) -> Purchases:
    """Customers "000", "001" ... and groups "A", "B" ..."""
    n = len(bought)
    unknown = [-1] * n
    return Purchases(
        ids=pa.array([f"{number:03}" for number in range(n)]),
        groups=[chr(65 + column) for column in range(len(bought[0]))],
        bought=np.array(bought, dtype=np.int64),
        rest=np.array([0] * n if rest is None else rest, dtype=np.int64),
        employees=np.array([np.nan] * n if employees is None else employees, dtype=np.float64),
        industry=np.array(unknown if industry is None else industry, dtype=np.int64),
        customer_group=np.array(unknown if customer_group is None else customer_group, dtype=np.int64),
    )


def _company(customers: int = 60, *, months: int = 36, start: date = date(2023, 1, 1)) -> list[dict[str, Any]]:
    """Joiners buy bolts, glue and now and then gloves; painters buy paint, brushes and gloves. Each a tenth more every year."""
    random = np.random.default_rng(3)
    rows = []
    for number in range(customers):
        wanted = ("Bolts", "Glue", "Gloves") if number % 2 else ("Paint", "Brushes", "Gloves")
        size, has = float(random.lognormal(7, 0.8)), random.random(3) < (1.0, 0.7, 0.5)
        for month in range(months):
            day = add_months(start, month) + timedelta(days=int(random.integers(0, 28)))
            for group, weight in zip(wanted, (0.6, 0.3, 0.1), strict=True):
                if has[wanted.index(group)] or (month > 24 and random.random() < 0.1):
                    amount = Decimal(str(round(size * weight * 1.1 ** (month // 12) * float(random.gamma(9, 1 / 9)), 2)))
                    rows.append(
                        {
                            "customer_id": f"{number:03}",
                            "product_group": group,
                            "product_id": f"{group[:3]}-{month % 4}",
                            "seller_id": f"S{number % 3}",
                            "date": day,
                            "revenue": amount,
                        }
                    )
    return rows


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests; two threads, for the order of rows must not matter."""
    return ibis.duckdb.connect(threads=2).to_pyarrow


@pytest.fixture(scope="session")
def arrow_lines() -> Callable[[Sequence[dict[str, Any]]], pa.Table]:
    """Makes canonical invoice lines of rows."""
    return _arrow_lines


@pytest.fixture(scope="session")
def purchases() -> Callable[..., Purchases]:
    """Makes a matrix of purchases."""
    return _purchases


@pytest.fixture(scope="session")
def company() -> Callable[..., list[dict[str, Any]]]:
    """Makes the rows of a company."""
    return _company
