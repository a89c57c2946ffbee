"""How is the engine asked, and how are tables put side by side? What the parts of this service share."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

Run = Callable[[ir.Table], pa.Table]
Row = Mapping[str, Any]


def beside(parties: pa.Table, key: str, more: pa.Table, more_key: str) -> pa.Table:
    """The parties with the other columns of `more`, null where it does not know the party; the first row of each party counts.

    Columns that the parties have already stay as they are.
    """
    added = [name for name in more.column_names if name != more_key and name not in parties.column_names]
    keys = more[more_key].cast(pa.string()).combine_chunks()
    places = pc.index_in(parties[key], value_set=keys).combine_chunks() if len(keys) else pa.nulls(parties.num_rows, pa.int32())
    for name in added:
        parties = parties.append_column(name, more[name].combine_chunks().take(places))
    return parties
