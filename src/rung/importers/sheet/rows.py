"""Which rows of a block are data? Empty rows, repeated headers and the file's own totals are set apart, each counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.amounts import Typed
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Mask
from rung.importers.sheet.layout import TOTAL, is_total, repeats
from rung.importers.sheet.planning import Plan


@dataclass(slots=True)
class SetApart:
    """What was no data. totals: the sums the file states, in order; first_empty: where the first empty row stands."""

    empty: int = 0
    first_empty: int = 0
    headers: int = 0
    totals: list[Decimal] = field(default_factory=list)


def data_rows(block: Block, plan: Plan, apart: SetApart) -> Block:
    """The rows of a block that are data; what else there is goes to apart."""
    filled = np.zeros(len(block), dtype=bool)
    for cells in block.columns.values():
        filled |= ~cells.missing
    if not filled.all():
        apart.first_empty = apart.first_empty or int(block.places[~filled].min())
        apart.empty += int((~filled).sum())
        block = block.filter(filled)
    undated = _undated(block, plan)
    if not undated.any():
        return block
    suspects = np.flatnonzero(undated & (_like_header(block, plan) | _like_total(block)))
    keep = np.ones(len(block), dtype=bool)
    for row, texts in _texts(block, suspects):
        if repeats(plan.header, sorted(block.columns), texts):
            keep[row], apart.headers = False, apart.headers + 1
        elif is_total(texts):
            keep[row] = False
            apart.totals += _stated(block, plan, row)
    return block.filter(keep)


# What every row of a table has, and no total: a row without any of it may be a total or a header.
_KEYS: dict[str, tuple[str, ...]] = {
    "invoice_lines": ("date",),
    "heads": ("date",),
    "bare_lines": ("invoice_id",),
    "customers": ("customer_id",),
    "products": ("product_id",),
    "sellers": ("seller_id",),
    "market": ("org_number", "party_id", "postal_code", "city", "address", "phone"),
    "contacts": ("contact_id", "customer_id", "org_number", "customer_name", "email", "phone"),
    "activities": ("date", "closed", "opened"),
    "opportunities": ("stage", "outcome", "opened", "closed", "expected", "customer_id", "customer_name"),
    "quotas": ("date", "first", "period", "year"),
    "exchange_rates": ("date", "rate_date", "period"),
}


def _undated(block: Block, plan: Plan) -> Mask:
    """Rows without a real date; in a list, rows without the list's own number."""
    roles = [role for role in _KEYS.get(plan.table, ("seller_id",)) if role in plan.taken]
    if not roles:
        return np.ones(len(block), dtype=bool)
    found = _like_header(block, plan) if roles[0] != "date" else np.zeros(len(block), dtype=bool)
    lacking: Mask = found | np.logical_and.reduce([_lacks(role, block, plan) for role in roles])
    return lacking


def _lacks(role: str, block: Block, plan: Plan) -> Mask:
    cells = block.cells(plan.taken[role])
    if role == "date" and plan.dates and len(cells.values):
        return ~cells.where(plan.dates.read(cells.values)[1])
    return cells.missing


def _like_header(block: Block, plan: Plan) -> Mask:
    """Rows that repeat the header over a column that has a role."""
    found = np.zeros(len(block), dtype=bool)
    for column in plan.taken.values():
        if column in block.columns and column < len(plan.header.names):
            cells, name = block.cells(column), plan.header.names[column]
            if len(same := np.flatnonzero(np.asarray(pc.equal(pc.utf8_lower(cells.values), name.lower())))):
                found |= cells.where(np.isin(np.arange(len(cells.values)), same))
    return found


def _like_total(block: Block) -> Mask:
    """Rows with a cell that begins with a word for a sum."""
    found = np.zeros(len(block), dtype=bool)
    for cells in block.columns.values():
        per_value = np.asarray(pc.match_substring_regex(cells.values, TOTAL)) if len(cells.values) else np.zeros(0, dtype=bool)
        if per_value.any():
            found |= cells.where(per_value)
    return found


def _texts(block: Block, rows: "np.ndarray") -> Iterator[tuple[int, list[str | None]]]:
    """Some rows as lists of texts, in the order of the columns."""
    some = pa.array(rows)
    columns = [block.cells(n).values.take(block.cells(n).codes.take(some)).to_pylist() for n in sorted(block.columns)]
    for row, *cells in zip(rows.tolist(), *columns, strict=True):
        yield row, cells


def _stated(block: Block, plan: Plan, row: int) -> list[Decimal]:
    """The revenue that a total row states; nothing when it has none."""
    role = plan.rules.net if plan.rules and plan.rules.revenue == "net" else ""
    if role not in plan.taken:
        return []
    one = np.arange(len(block)) == row
    amount = Typed(block.filter(one), plan.taken, plan.signs).number(role)[0].as_py()
    return [] if amount is None else [amount]
