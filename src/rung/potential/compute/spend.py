"""What does each customer buy of each product group, and who sells to it? Exact, to the oere.

Ibis expressions: tables in, tables out; then one matrix for the arithmetic. Source: docs/methods.md#untapped-potential.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Period
from rung.facts.columns import minor_step
from rung.potential.compute.grouping import largest

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_MONEY = "decimal(18, 4)"


def spend(lines: ir.Table, period: Period) -> ir.Table:
    """customer_id, product_group (null is a group of its own) and amount_minor (int64): net, one row per pair with a line in the period.

    The amounts add up to the rounded revenue of the period on lines that name a customer.
    """
    inside = lines.filter(lines.date >= period.start, lines.date < period.end, lines.customer_id.notnull())
    sums = inside.group_by("customer_id", "product_group").aggregate(revenue=inside.revenue.sum().cast(_MONEY))
    so_far = ibis.window(order_by=[sums.customer_id.asc(), sums.product_group.asc(nulls_first=False)], rows=(None, 0))
    return sums.select("customer_id", "product_group", amount_minor=minor_step(sums.revenue.sum().over(so_far).cast(_MONEY), sums.revenue))


def sold_by(lines: ir.Table, period: Period) -> ir.Table:
    """customer_id and seller_id: who sold the customer most in the period, ties by seller; customers without a seller are not there."""
    inside = lines.filter(lines.date >= period.start, lines.date < period.end, lines.customer_id.notnull(), lines.seller_id.notnull())
    sums = inside.group_by("customer_id", "seller_id").aggregate(revenue=inside.revenue.sum().cast(_MONEY))
    most_first = ibis.window(group_by=sums.customer_id, order_by=[sums.revenue.desc(), sums.seller_id.asc()])
    placed = sums.mutate(_place=ibis.row_number().over(most_first))
    return placed.filter(placed["_place"] == 0).select("customer_id", "seller_id")


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """Customers with purchases above zero, in the order of their ids, and what each buys.

    bought: int64 minor units, one row per customer and one column per group, below zero counted as zero; rest: what it buys of anything
    else. employees: NaN where unknown. industry and customer_group: int64, equal for customers of the same, -1 where unknown.
    """

    ids: pa.Array
    groups: Sequence[str]
    bought: Ints
    rest: Ints
    employees: Floats
    industry: Ints
    customer_group: Ints

    @cached_property
    def total(self) -> Ints:
        """All that each customer bought, above zero for every one."""
        found: Ints = self.bought.sum(axis=1) + self.rest
        return found


def purchases(spent: pa.Table, known: pa.Table | None) -> Purchases:
    """The matrix of `spend`. known: customer_id, industry, customer_group and employees of customers, or None."""
    groups = largest(zip(spent["product_group"].to_pylist(), spent["amount_minor"].to_pylist(), strict=True))
    above = spent.filter(pc.greater(spent["amount_minor"], 0))
    ids = pc.unique(above["customer_id"]).sort()
    row = pc.index_in(above["customer_id"], ids).to_numpy()
    column = pc.fill_null(pc.index_in(above["product_group"], pa.array(groups, pa.string())), len(groups)).to_numpy()
    bought = np.zeros((len(ids), len(groups) + 1), dtype=np.int64)
    np.add.at(bought, (row, column), above["amount_minor"].to_numpy())
    return Purchases(
        ids=ids,
        groups=groups,
        bought=np.ascontiguousarray(bought[:, :-1]),
        rest=bought[:, -1],
        employees=np.full(len(ids), np.nan) if known is None else _employees(known, ids),
        industry=_codes(known, ids, "industry"),
        customer_group=_codes(known, ids, "customer_group"),
    )


def _employees(known: pa.Table, ids: pa.Array) -> Floats:
    found: Floats = in_order(known, ids, "employees").cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(found >= 1, found, np.nan)


def _codes(known: pa.Table | None, ids: pa.Array, column: str) -> Ints:
    """A number for each name; industry codes by their first two digits."""
    if known is None:
        return np.full(len(ids), -1, dtype=np.int64)
    names = in_order(known, ids, column).cast(pa.string())
    if column == "industry":
        names = pc.if_else(pc.match_substring_regex(names, r"^\d\d"), pc.utf8_slice_codeunits(names, 0, 2), names)
    coded = pc.fill_null(names.dictionary_encode().indices, -1)
    codes: Ints = coded.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return codes


def in_order(known: pa.Table, ids: pa.Array, column: str) -> pa.Array:
    """A column of a table with one row per customer_id, in the order of ids; null for customers it does not have."""
    return known[column].combine_chunks().take(pc.index_in(ids, known["customer_id"].combine_chunks()))
