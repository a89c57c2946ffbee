"""How do revenue lines become facts? Collected as rows, handed over as Arrow columns in chunks."""

from typing import NamedTuple

import pyarrow as pa

from rung.facts import INVOICE_LINES, Chunk
from rung.importers.saft.amounts import decimals

CHUNK = 50_000  # rows handed over at a time: some 20 MB while it is built


class Line(NamedTuple):
    """One fact: an income line, or one customer's part of it. Amounts in units; date in days since 1970-01-01."""

    line_key: str
    date: int
    revenue: int
    estimated: bool
    customer_id: str | None
    invoice_id: str | None
    product_group: str
    seller_id: str | None
    quantity: int | None
    original_amount: int | None
    currency: str | None
    row: int


def chunk_of(lines: list[Line], file: str) -> Chunk:
    """The facts of invoice_lines, source "ledger": no product and no cost, for a ledger knows neither."""
    columns = dict(zip(Line._fields, map(list, zip(*lines, strict=True)), strict=True))
    count = len(lines)
    arrays = []
    for field in INVOICE_LINES.read_schema:
        if field.name == "source":
            arrays.append(pa.repeat("ledger", count))
        elif field.name == "file":
            arrays.append(pa.repeat(file, count))
        elif field.name not in columns:
            arrays.append(pa.nulls(count, field.type))
        elif pa.types.is_decimal(field.type):
            arrays.append(decimals(columns[field.name]))
        elif pa.types.is_date(field.type):
            arrays.append(pa.array(columns[field.name], pa.int32()).cast(field.type))
        else:
            arrays.append(pa.array(columns[field.name], field.type))
    return Chunk("invoice_lines", pa.Table.from_arrays(arrays, schema=INVOICE_LINES.read_schema))
