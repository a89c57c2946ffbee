import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from rung.engine import EngineSettings, FactStore
from rung.facts import TABLES, Chunk, FileEnd, FileHead

AT = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with FactStore(tmp_path / "store", EngineSettings(threads=2, memory_limit="500MB")) as opened:
        yield opened


class Given:
    """An input whose facts are given: (table, rows). What is not said of a row is null."""

    def __init__(self, path, *tables, currency="NOK", problems=(), controls=()):
        self.path, self.tables, self.currency, self.rest = path, tables, currency, [*problems, *controls]
        path.write_bytes(hashlib.sha256(repr((tables, currency)).encode()).digest())

    @property
    def files(self):
        return (self.path,)

    @property
    def part(self):
        return ""

    def read(self, progress):
        progress(1, 1)
        yield FileHead("test", currency=self.currency)
        for name, rows in self.tables:
            schema = pa.schema([field.with_nullable(True) for field in TABLES[name].read_schema])
            yield Chunk(name, pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema))
        yield from self.rest
        yield FileEnd(len({(row["file"], row["row"]) for _, rows in self.tables for row in rows}))


@pytest.fixture
def given(tmp_path):
    return lambda name, *tables, **more: Given(Path(tmp_path / name), *tables, **more)


@pytest.fixture
def line():
    def made(row, revenue="100", day="2025-03-10", **more):
        plain = {"line_key": str(row), "source": "lines", "date": date.fromisoformat(day), "estimated": False, "file": "f.csv", "row": row}
        money = {"revenue": None if revenue is None else Decimal(revenue)}
        return plain | money | {k: Decimal(v) if k in ("cost", "quantity", "original_amount") and v else v for k, v in more.items()}

    return made


@pytest.fixture
def at():
    return AT


@pytest.fixture
def given_input():
    return Given
