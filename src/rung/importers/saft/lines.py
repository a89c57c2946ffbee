"""How do revenue lines become facts? Collected as rows, handed over as Arrow columns in chunks."""

import pyarrow as pa

from rung.facts import INVOICE_LINES, Chunk
from rung.importers.saft.amounts import decimals

CHUNK = 50_000  # rows handed over at a time: some 20 MB while it is built


# One fact, an income line or one customer's part of it, or an invoice line, at the places of FIELDS. A plain tuple: a million of them are
# made. Amounts are units, the date is days since 1970-01-01.
Line = tuple[str, int, int, bool, str | None, str | None, str | None, str | None, int | None, int | None, str | None, int]
FIELDS = (
    "line_key",
    "date",
    "revenue",
    "estimated",
    "customer_id",
    "invoice_id",
    "product_group",
    "seller_id",
    "quantity",
    "original_amount",
    "currency",
    "row",
)


def chunk_of(lines: list[Line], file: str, products: list[str | None] | None = None) -> Chunk:
    """The facts of invoice_lines, no costs, for SAF-T has none. products: of invoice lines, one each; None for lines of the ledger."""
    columns = dict(zip(FIELDS, map(list, zip(*lines, strict=True)), strict=True))
    count = len(lines)
    if products is not None:
        columns["product_id"] = products
    arrays = []
    for field in INVOICE_LINES.read_schema:
        if field.name == "source":
            arrays.append(pa.repeat("ledger" if products is None else "lines", count))
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
