"""How much more could a customer buy of a group? What good ones among its peers buy, made as large as it is, less what it buys.

Arithmetic on the matrix of purchases. Source: docs/methods.md#untapped-potential.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rung.potential.compute.peers import Peers
from rung.potential.compute.spend import Floats, Ints, Purchases

FEWEST_BUYERS = 3
LEVELS = (0.5, 0.75, 0.9)
_BLOCK = 2000


@dataclass(frozen=True, kw_only=True)
class Potential:
    """One row per customer, one column per group (int64; amounts in minor units).

    amounts: per level, what more the customer could buy, -1 where too few peers buy the group to say. typical: per level, what the peer
    at that level would buy, were it as large as the customer; -1 likewise. buyers: how many of the peers buy the group.
    """

    amounts: Sequence[Ints]
    typical: Sequence[Ints]
    buyers: Ints


def potential(known: Purchases, peers: Peers, quantiles: Sequence[float] = LEVELS) -> Potential:
    """The untapped potential of each customer in each group, at several levels.

    The benchmark is the quantile (linear between neighbours) of the spend on the group per krone bought (per employee where
    peers.per_employee), over those peers that buy the group: a group that few buy is not made to look like one that all buy a little of.
    amount = max(0, benchmark x size - actual); when the customer buys nothing of the group, times the share of its peers that do, which
    so is counted once. The benchmark made as large as the customer is never more than the largest of its peers really buys of the group:
    a firm with many employees and small purchases would be promised the moon. Fewer than FEWEST_BUYERS peers that buy: no answer.
    ValueError unless 0 < quantile < 1.
    """
    for quantile in quantiles:
        if not 0 < quantile < 1:
            raise ValueError(f"quantile={quantile} must be a share between 0 and 1; write the upper quarter as 0.75")
    shape = known.bought.shape
    found = Potential(
        amounts=[np.zeros(shape, dtype=np.int64) for _ in quantiles],
        typical=[np.zeros(shape, dtype=np.int64) for _ in quantiles],
        buyers=np.zeros(shape, dtype=np.int64),
    )
    for counted in (False, True):
        asking = np.flatnonzero(peers.per_employee == counted)
        size = known.employees if counted else known.total.astype(np.float64)
        # A last row of nothing, which the place -1 of a peer that is not there means.
        rates = np.vstack([np.nan_to_num(known.bought / size[:, None]), np.zeros(shape[1])])
        for start in range(0, len(asking), _BLOCK):
            _fill(found, known, peers, (asking[start : start + _BLOCK], size, rates), quantiles)
    return found


def _fill(found: Potential, known: Purchases, peers: Peers, sized: tuple[Ints, Floats, Floats], quantiles: Sequence[float]) -> None:
    rows, size, rates = sized
    of_peers = np.sort(rates[peers.places[rows]].transpose(0, 2, 1), axis=2)  # customer x group x peer, those that buy last
    most = of_peers.shape[2]
    buyers = (of_peers > 0).sum(axis=2)
    found.buyers[rows] = buyers
    bought = known.bought[rows]
    largest = np.vstack([known.bought, np.zeros((1, known.bought.shape[1]), dtype=np.int64)])[peers.places[rows]].max(axis=1)
    chance = np.where(bought > 0, 1.0, buyers / peers.count[rows][:, None])
    for quantile, amounts, typical in zip(quantiles, found.amounts, found.typical, strict=True):
        place = most - buyers + quantile * np.maximum(buyers - 1, 0)
        low = np.minimum(place.astype(np.int64), most - 1)
        high = np.minimum(low + 1, most - 1)
        below, above = (np.take_along_axis(of_peers, at[:, :, None], axis=2)[:, :, 0] for at in (low, high))
        benchmark = np.minimum((below + (above - below) * (place - low)) * size[rows][:, None], largest)
        told = buyers >= FEWEST_BUYERS
        amounts[rows] = np.where(told, np.rint(np.maximum(0.0, benchmark - bought) * chance), -1)
        typical[rows] = np.where(told, np.rint(benchmark), -1)
