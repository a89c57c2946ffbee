"""How do income rows become facts? Columns in, columns out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.facts import INVOICE_LINES, Chunk
from rung.importers.saft.amounts import decimals
from rung.importers.sie.sales import Ints, Sales
from rung.importers.sie.whose import Owners


@dataclass(frozen=True, slots=True)
class Parts:
    """Facts to be: each income row, or each customer's part of it. row: place in the sales; shared: it is one part of several."""

    row: Ints
    customer: list[str | None]
    units: list[int]
    estimated: list[bool]
    shared: list[bool]


def parts_of(sales: Sales, income: Ints, found: Owners) -> Parts:
    """Income rows and their customers, those that several share one by one. Units are revenue: income positive."""
    units = (-sales.units[income]).tolist()
    if not found.split:
        return Parts(income, found.customer, units, found.estimated, [False] * len(units))
    parts: list[tuple[int, str | None, int, bool, bool]] = []
    for n, row in enumerate(income.tolist()):
        shares = found.split.get(n) or [(found.customer[n], units[n], found.estimated[n])]
        parts += [(row, customer, part, estimated, len(shares) > 1) for customer, part, estimated in shares]
    rows, customers, of_units, estimates, shared = map(list, zip(*parts, strict=True))
    return Parts(np.array(rows), customers, of_units, estimates, shared)


def chunk_of(sales: Sales, parts: Parts, keys: Sequence[str], days: Ints, labels: Sequence[str], file: str) -> Chunk:
    """The facts of invoice_lines. keys: of the vouchers; days: of the rows of the sales; labels: of the accounts."""
    rows, count = parts.row, len(parts.row)
    vouchers = pa.array(sales.voucher[rows])
    columns: dict[str, Any] = {
        "line_key": _keys(pa.array(keys).take(vouchers), sales.place[rows], parts),
        "source": pa.repeat("ledger", count),
        "date": pa.array(days[rows].astype(np.int32)).cast(pa.date32()),
        "revenue": decimals(list(parts.units)),
        "estimated": pa.array(parts.estimated, pa.bool_()),
        "customer_id": pa.array(parts.customer, pa.string()),
        "invoice_id": _invoices(sales, rows),
        "product_group": pa.array(labels, pa.string()).take(pa.array(sales.account[rows])),
        "seller_id": pa.array([sales.tags[row].seller for row in rows.tolist()], pa.string()),
        "quantity": decimals(_quantities(sales, parts)),
        "file": pa.repeat(file, count),
        "row": pa.array(sales.row[rows]),
        **_originals(sales, parts),
    }
    arrays = [columns[field.name] if field.name in columns else pa.nulls(count, field.type) for field in INVOICE_LINES.read_schema]
    return Chunk("invoice_lines", pa.Table.from_arrays(arrays, schema=INVOICE_LINES.read_schema))


def _keys(vouchers: Any, place: Ints, parts: Parts) -> Any:
    """Key of the voucher, row of the voucher and, when several share it, the customer."""
    keys = pc.binary_join_element_wise(vouchers, pa.array(place).cast(pa.string()), "|")
    if not any(parts.shared):
        return keys
    customers = pc.fill_null(pa.array(parts.customer, pa.string()), "")
    return pc.if_else(pa.array(parts.shared), pc.binary_join_element_wise(keys, customers, "|"), keys)


def _invoices(sales: Sales, rows: Ints) -> Any:
    """The invoice of the row, else the only one its voucher names, else the number of the voucher."""
    of_voucher: dict[int, set[str]] = {}
    named = [tags.invoice for tags in sales.tags]
    if any(named):
        for voucher, invoice in zip(sales.voucher.tolist(), named, strict=True):
            if invoice:
                of_voucher.setdefault(voucher, set()).add(invoice)
    only = [number or None for number in sales.heads.number]
    for voucher, invoices in of_voucher.items():
        if len(invoices) == 1:
            only[voucher] = next(iter(invoices))
    if not of_voucher:
        return pa.array(only, pa.string()).take(pa.array(sales.voucher[rows]))
    return pa.array(
        [named[row] or only[voucher] for row, voucher in zip(rows.tolist(), sales.voucher[rows].tolist(), strict=True)], pa.string()
    )


def _quantities(sales: Sales, parts: Parts) -> list[int | None]:
    """Units sold, negative where the revenue is; a part of a row has none."""
    found: list[int | None] = []
    for row, units, shared in zip(parts.row.tolist(), parts.units, parts.shared, strict=True):
        quantity = sales.quantity[row]
        found.append(None if quantity is None or shared else -abs(quantity) if units < 0 else abs(quantity))
    return found


def _originals(sales: Sales, parts: Parts) -> dict[str, Any]:
    """Amounts in another currency, income positive; a part of a row has none."""
    if not sales.original:
        return {}
    said = [None if shared else sales.original.get(row) for row, shared in zip(parts.row.tolist(), parts.shared, strict=True)]
    return {
        "original_amount": decimals([None if one is None else -one[0] for one in said]),
        "currency": pa.array([None if one is None else one[1] for one in said], pa.string()),
    }
