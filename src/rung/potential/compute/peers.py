"""Whom can a customer be compared with? Those of the same kind that are nearest in size and in what they buy.

Arithmetic on one row per customer. The steps and their reasons: docs/methods.md#untapped-potential.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from rung.potential.compute.spend import Floats, Ints, Purchases

Reach = Literal["industry_and_group", "industry", "customer_group", "everyone"]
REACHES: tuple[Reach, ...] = get_args(Reach)

MOST_PEERS = 30
FEWEST_PEERS = 20
SIZE_BAND = 1000  # peers are looked for among so many of about the same size
_MIX_WEIGHT = 5.0  # two customers who buy nothing alike are as far apart as seven standard deviations of size
_BLOCK = 250
_FINE = 1e6  # distances are equal when they agree to a millionth; the one first in size and number then comes first


@dataclass(frozen=True, kw_only=True)
class Peers:
    """Who each customer was compared with, in the order of the customers.

    places: int32, the rows of its peers, nearest first, -1 after the last; count: how many; reach: place in REACHES of where they were
    found; widened: there were too few nearer by; per_employee: measured by employees, else by all it bought.
    """

    places: npt.NDArray[np.int32]
    count: Ints
    reach: Ints
    widened: npt.NDArray[np.bool_]
    per_employee: npt.NDArray[np.bool_]


def find(known: Purchases, fewest: int = FEWEST_PEERS) -> Peers:
    """At most MOST_PEERS peers of each customer, at least `fewest`, never itself.

    Nearest in size and mix among those of the same industry and customer group; where those are fewer than `fewest`: of the same
    industry, of the same customer group, all. Unknown industries and groups are nobody's. Customers with a known number of employees
    are compared among themselves, when there are enough of them. ValueError when there are `fewest` customers or fewer.
    """
    n = len(known.ids)
    if n <= fewest:
        raise ValueError(f"{n} customers have no {fewest} peers each; ask for fewer, or bring in more customers")
    counted = np.isfinite(known.employees)
    if counted.sum() <= fewest:
        counted[:] = False
    found = Peers(
        places=np.full((n, max(MOST_PEERS, fewest)), -1, dtype=np.int32),
        count=np.zeros(n, dtype=np.int64),
        reach=np.zeros(n, dtype=np.int64),
        widened=np.zeros(n, dtype=np.bool_),
        per_employee=counted,
    )
    if counted.any():
        _fill(found, known, np.flatnonzero(counted), counted, fewest)
    if not counted.all():
        _fill(found, known, np.arange(n), ~counted, fewest)
    return found


def _fill(found: Peers, known: Purchases, pool: Ints, asking: npt.NDArray[np.bool_], fewest: int) -> None:
    """Find the peers of those asking, in the pool, in the nearest reach that has enough."""
    features, size = _features(known, pool, employees=bool(found.per_employee[pool].all()))
    kinds = _kinds(known)
    nearest_reach = np.argmax(kinds >= 0, axis=0)
    for reach, kind in enumerate(kinds):
        for members in _together(kind[pool], fewest + 1):
            wanting = asking[pool[members]] & (found.count[pool[members]] == 0)
            for rows, nearest in _nearest(features[members], size[members], wanting, found.places.shape[1]):
                at = pool[members[rows]]
                found.places[at, : nearest.shape[1]] = pool[members[nearest]]
                found.count[at] = nearest.shape[1]
                found.reach[at] = reach
                found.widened[at] = reach > nearest_reach[at]


def _kinds(known: Purchases) -> Ints:
    """One row per reach: a number that those who belong together have in common, -1 for those who belong nowhere."""
    industry, group = known.industry, known.customer_group
    both = np.where((industry >= 0) & (group >= 0), industry * (group.max(initial=0) + 1) + group, -1)
    return np.stack([both, industry, group, np.zeros_like(industry)])


def _together(kind: Ints, fewest: int) -> Iterator[Ints]:
    """The rows of each kind that has enough of them."""
    order = np.argsort(kind, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        if len(members) >= fewest and kind[members[0]] >= 0:
            yield members


def _features(known: Purchases, pool: Ints, *, employees: bool) -> tuple[Floats, Floats]:
    """Where each customer stands, such that near is alike, and its size.

    ln of all it bought (and of employees) in standard deviations, and the roots of the groups' shares of what it bought, whose
    distance is that of Hellinger.
    """
    total = known.total[pool]
    sizes = [np.log(total)]
    if employees:
        sizes.append(np.log(known.employees[pool]))
    mix = _MIX_WEIGHT * np.sqrt(np.column_stack([known.bought[pool], known.rest[pool]]) / total[:, None])
    spread = [size / (size.std() or 1.0) for size in sizes]
    return np.column_stack([*spread, mix]), sizes[-1]


def _nearest(features: Floats, size: Floats, wanting: npt.NDArray[np.bool_], most: int) -> Iterator[tuple[Ints, Ints]]:
    """Rows that want peers, and the rows of their nearest, nearest first, from among SIZE_BAND of about the same size."""
    order = np.argsort(size, kind="stable")
    n, reach = len(order), min(len(order), SIZE_BAND)
    kept = min(most, reach - 1)
    for start in range(0, n, _BLOCK):
        asked = start + np.flatnonzero(wanting[order[start : start + _BLOCK]])
        if not len(asked):
            continue
        low = min(max(0, start + _BLOCK // 2 - reach // 2), n - reach)
        here, there = features[order[asked]], features[order[low : low + reach]]
        square = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1) - 2 * here @ there.T
        # One number per candidate, the distance before the place, so that equal distances have an order.
        keys = (np.maximum(square, 0.0) * _FINE).astype(np.int64) * SIZE_BAND + np.arange(reach)
        keys[np.arange(len(asked)), asked - low] = np.iinfo(np.int64).max
        first = np.sort(np.partition(keys, kept - 1, axis=1)[:, :kept], axis=1)
        yield order[asked], order[low + first % SIZE_BAND]
