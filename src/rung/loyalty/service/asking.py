"""How is the engine asked, and when do the data say nothing? What the parts of this service share."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

Run = Callable[[ir.Table], pa.Table]
Row = Mapping[str, Any]


def with_names(rows: ir.Table, customers: ir.Table | None) -> ir.Table:
    """The rows with the customer's name, null where it is not known."""
    if customers is None:
        return rows.mutate(name=ibis.null("string"))
    names = customers.select(_named="customer_id", name="name")
    return rows.left_join(names, rows.customer_id == names["_named"]).drop("_named")


def part_of(part: int, whole: int) -> float | None:
    """A part of a whole; None when the whole is not positive, for then it has no parts."""
    return part / whole if whole > 0 else None
