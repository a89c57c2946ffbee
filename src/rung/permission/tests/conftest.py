"""A list of permissions in an empty folder, and an engine to ask."""

from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa
import pytest

from rung.permission import PermissionBook


@pytest.fixture
def book(tmp_path) -> PermissionBook:
    return PermissionBook(tmp_path / "data")


@pytest.fixture(scope="session")
def run() -> Callable[[Any], pa.Table]:
    connection = ibis.duckdb.connect(threads=2)
    return connection.to_pyarrow
