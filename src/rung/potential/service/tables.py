"""How are the results listed? Pairs of customer and group, customers, groups and sellers, the largest expected first."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.potential.compute.spend import Ints
from rung.potential.service.finding import Found

LEVEL_NAMES = ("conservative", "expected", "high")


def pairs(found: Found) -> pa.Table:
    """The pairs with something to gain at the high level, ties by customer and group."""
    _, expected, high = found.potential.amounts
    some = np.flatnonzero(high > 0)
    order = some[np.lexsort((-high.ravel()[some], -expected.ravel()[some]))]
    row, column = np.divmod(order, len(found.known.groups))
    return pa.table(
        {
            "customer_id": found.known.ids.take(pa.array(row)),
            "name": found.names.take(pa.array(row)),
            "seller_id": found.sellers.take(pa.array(row)),
            "product_group": pa.array(found.known.groups, pa.string()).take(pa.array(column)),
            "bought_minor": found.known.bought.ravel()[order],
            "typical_minor": found.potential.typical[1].ravel()[order],
            **{f"{name}_minor": amounts.ravel()[order] for name, amounts in zip(LEVEL_NAMES, found.potential.amounts, strict=True)},
            "peers": found.peers.count[row],
            "buyers": found.potential.buyers.ravel()[order],
        }
    )


def customers(found: Found) -> pa.Table:
    """Every customer; null amounts where no group has an answer."""
    unanswered = (found.potential.amounts[0] < 0).all(axis=1)
    levels = {name: pa.array(values, mask=unanswered) for name, values in _sums(found, axis=1).items()}
    return _sorted(
        {
            "customer_id": found.known.ids,
            "name": found.names,
            "seller_id": found.sellers,
            "bought_minor": pa.array(found.known.total),
            **levels,
            "peers": pa.array(found.peers.count),
            "reach": pa.array(found.peers.reach),
            "widened": pa.array(found.peers.widened),
            "per_employee": pa.array(found.peers.per_employee),
        },
        "customer_id",
    )


def groups(found: Found) -> pa.Table:
    """Every group, with how many customers buy it."""
    return _sorted(
        {
            "product_group": pa.array(found.known.groups, pa.string()),
            "bought_minor": pa.array(found.known.bought.sum(axis=0)),
            "customers": pa.array((found.known.bought > 0).sum(axis=0)),
            **{name: pa.array(values) for name, values in _sums(found, axis=0).items()},
        },
        "product_group",
    )


def sellers(found: Found) -> pa.Table:
    """Every seller, and one row for customers that nobody has."""
    coded = found.sellers.dictionary_encode()
    code = pc.fill_null(coded.indices, len(coded.dictionary)).to_numpy(zero_copy_only=False)
    names = [*coded.dictionary.to_pylist(), None]
    sums = {"bought_minor": found.known.total, **_sums(found, axis=1)}
    added = {name: [int(values[code == one].sum()) for one in range(len(names))] for name, values in sums.items()}
    counts = np.bincount(code, minlength=len(names))
    table = {
        "seller_id": pa.array(names, pa.string()),
        "customers": pa.array(counts),
        **{name: pa.array(one) for name, one in added.items()},
    }
    return _sorted(table, "seller_id").filter(pc.greater(pc.field("customers"), 0))


def peers_of(found: Found, customer_id: str) -> list[Mapping[str, Any]]:
    """The peers of one customer, nearest first."""
    row = found.known.ids.index(customer_id).as_py()
    if row < 0:
        raise KeyError(f"customer_id={customer_id!r} bought nothing in the year; ask for one of the customers in the result")
    places = found.peers.places[row][: found.peers.count[row]]
    return [
        {"customer_id": found.known.ids[place].as_py(), "name": found.names[place].as_py(), "bought_minor": int(found.known.total[place])}
        for place in map(int, places)
    ]


def _sums(found: Found, axis: int) -> dict[str, Ints]:
    """The levels summed, pairs without an answer counted as nothing."""
    amounts: Sequence[Ints] = found.potential.amounts
    return {f"{name}_minor": np.maximum(one, 0).sum(axis=axis) for name, one in zip(LEVEL_NAMES, amounts, strict=True)}


def _sorted(columns: Mapping[str, pa.Array], by: str) -> pa.Table:
    return pa.table(dict(columns)).sort_by([("expected_minor", "descending"), (by, "ascending")])
