"""Customers as rows, and what Rung proposes of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest

from rung.facts import CUSTOMERS
from rung.identity import IdentityBook

NOW = datetime(2026, 1, 31, 12, 30)  # noqa: DTZ001  local time, as the book keeps it


def _customers(*rows: dict[str, Any]) -> pa.Table:
    """Rows as the customers table; what a row does not say is null, and its number is its place."""
    plain = {"batch": "b1", "file": "customers.csv"}
    full = [{"customer_id": str(number), "row": number, **plain, **row} for number, row in enumerate(rows, start=1)]
    return pa.Table.from_pylist(full, schema=CUSTOMERS.schema)


@pytest.fixture(scope="session")
def customers() -> Callable[..., pa.Table]:
    return _customers


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    """One embedded engine for all tests."""
    return ibis.duckdb.connect(threads=2).to_pyarrow


@pytest.fixture
def book(tmp_path) -> IdentityBook:
    return IdentityBook(tmp_path / "data")


@pytest.fixture
def decide(book) -> Callable[..., None]:
    """Lets Anne decide: decide("merge", ["2"], "1")."""

    def made(verb: str, *what: Any, **more: Any) -> None:
        getattr(book, verb)(*what, by="Anne", at=NOW, **more)

    return made
