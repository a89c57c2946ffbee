"""Small imports for the tests of this room."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import ibis
import pyarrow as pa

from rung.engine import FactStore, FileMark, Snapshot
from rung.facts import INVOICE_LINES, TABLES, Chunk, Event, FileEnd, FileHead

AT = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)
Row = dict[str, Any]


def line(key: str, day: date | str = date(2024, 1, 15), revenue: str = "100", **more: Any) -> Row:
    """An invoice line; what is not said is null."""
    empty = dict.fromkeys(INVOICE_LINES.read_schema.names)
    when = date.fromisoformat(day) if isinstance(day, str) else day
    said = {"line_key": key, "source": "lines", "date": when, "revenue": Decimal(revenue), "estimated": False, "file": "f.csv", "row": 1}
    return (
        empty
        | said
        | {name: Decimal(value) if name in {"cost", "quantity"} and value is not None else value for name, value in more.items()}
    )


def customer(customer_id: str, **more: Any) -> Row:
    """A customer; what is not said is null."""
    return dict.fromkeys(TABLES["customers"].read_schema.names) | {"customer_id": customer_id, "file": "c.csv", "row": 1} | more


def chunk(table: str, rows: Sequence[Row]) -> Chunk:
    return Chunk(table, pa.Table.from_pylist(list(rows), TABLES[table].read_schema))


def reading(*lines: Row, customers: Sequence[Row] = ()) -> Iterator[Event]:
    """What a reader of one file gives."""
    yield FileHead("test")
    if lines:
        yield chunk("invoice_lines", lines)
    if customers:
        yield chunk("customers", customers)
    yield FileEnd(len(lines) + len(customers))


def mark(name: str) -> FileMark:
    return FileMark(name=name, sha256=sha256(name.encode()).hexdigest(), size=len(name))


def rows_of(snapshot: Snapshot, table: ibis.Table, *without: str) -> list[tuple[Any, ...]]:
    """All rows of a table, in an order that does not depend on how they lie on disk."""
    found = snapshot.run(table.drop(*without) if without else table).to_pylist()
    return sorted((tuple(row.values()) for row in found), key=repr)


def everything(store: FactStore, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that the store says now, without the columns that tell where a row came from when they are named."""
    with store.snapshot() as snapshot:
        said = {name: rows_of(snapshot, snapshot.table(name), *without) for name in TABLES}
        for source in ("lines", "ledger"):
            said[source] = rows_of(snapshot, snapshot.source(source), *without)
            said[f"{source}_sums"] = rows_of(snapshot, snapshot.source(source, "customer_months"))
        said["sums"] = rows_of(snapshot, snapshot.table("customer_months"))
    return said


def keys(store: FactStore) -> Mapping[str, Decimal]:
    """line_key -> revenue of the current lines."""
    with store.snapshot() as snapshot:
        return {row["line_key"]: row["revenue"] for row in snapshot.run(snapshot.table("invoice_lines")).to_pylist()}
