"""How is the engine asked, and what comes of it that customers can be grouped by?"""

from collections.abc import Callable
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period
from rung.clusters.compute import features, matrix
from rung.clusters.compute.matrix import Matrix

Run = Callable[[ir.Table], pa.Table]
_FIRM = ("industry", "size", "place")


def known(lines: ir.Table, customers: ir.Table | None, run: Run, period: Period) -> pa.Table:
    """One row per customer who bought in the period, by customer_id: `features.habits`, name, and who it is."""
    habits = features.habits(lines, period)
    if customers is None:
        there = run(habits)
        for name in ("name", *_FIRM):
            there = there.append_column(name, pa.nulls(there.num_rows, pa.string()))
    else:
        firms = features.firms(customers).rename(_id="customer_id")
        there = run(habits.left_join(firms, habits.customer_id == firms["_id"]).drop("_id"))
    return there.sort_by("customer_id")


def ready(there: pa.Table, period: Period, *, grows: bool, extra: pa.Table | None = None) -> Matrix:
    """The matrix to group by. extra: customer_id and more columns; a customer it lacks is unknown in them.

    Errors: ValueError when extra has no customer_id or has a customer twice.
    """
    columns: dict[str, Any] = {**matrix.derived(there, end=period.end, grows=grows)}
    columns |= {name: there[name].to_pylist() for name in _FIRM}
    ids = there["customer_id"].to_pylist()
    if extra is not None:
        if "customer_id" not in extra.column_names:
            raise ValueError(f"extra={extra.column_names} must have a column customer_id")
        rows = {row["customer_id"]: row for row in extra.to_pylist()}
        if len(rows) != extra.num_rows:
            raise ValueError("extra must have each customer once")
        for name in extra.column_names:
            if name != "customer_id":
                columns[name] = [rows.get(one, {}).get(name) for one in ids]
    return matrix.prepare(ids, columns)


def covers(lines: ir.Table, run: Run, period: Period) -> bool:
    """Whether the lines tell about all of a period."""
    first = run(lines.aggregate(first=lines.date.min())).to_pylist()[0]["first"]
    return period.told_from(first)
