"""Would the list have been right? Made as of an earlier day, and held against what was bought after it.

Arithmetic on one row per customer and one column per group. Source: docs/methods.md#untapped-potential.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.potential.compute.spend import Floats, Ints, Purchases

TOP = 10  # the first of so many parts of the list
_DRAWS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How much of what came was in the first tenth of the list, and of two other lists of the same pairs of customer and group.

    came_minor: all add-on purchases and buying more of the time after; outside_minor: the part in no pair (groups that were not there,
    customers that had not bought lately). listed, biggest and random: the shares of came_minor (0-1) in the first tenth of the list, of
    the biggest customers' pairs, and of pairs drawn at random (the mean, and the 95 % of draws in random_low to random_high).
    lead_low and lead_high: the 95 % interval of listed less biggest, had other such customers been there.
    """

    pairs: int
    first: int
    came_minor: int
    outside_minor: int
    listed: float
    biggest: float
    random: float
    random_low: float
    random_high: float
    lead_low: float
    lead_high: float

    @property
    def beats_biggest(self) -> bool | None:
        """Whether the list was better than the biggest customers first; None when the difference may be chance."""
        return None if self.lead_low <= 0 <= self.lead_high else self.lead_low > 0


def came(splits: pa.Table, known: Purchases) -> tuple[Ints, int]:
    """Add-on purchases and buying more per pair, in the order of `known`, and all of them (int minor units).

    splits: of `rung.loyalty.split` on lines grouped as in known, base the time that known is of, current the time after.
    """
    gained = pc.add(splits["add_on_minor"], splits["buy_more_minor"])
    row, column = (
        pc.fill_null(pc.index_in(splits[name], pa.array(values)), -1).to_numpy()
        for name, values in (("customer_id", known.ids), ("product_group", pa.array(known.groups, pa.string())))
    )
    amounts = gained.to_numpy()
    inside = (row >= 0) & (column >= 0)
    found = np.zeros(known.bought.shape, dtype=np.int64)
    found[row[inside], column[inside]] = amounts[inside]
    return found, int(amounts.sum())


def look_back(known: Purchases, listed: Ints, gained: Ints, all_minor: int, seed: int = 1) -> Backtest | None:
    """Hold the list against what came; None when nothing came.

    listed: the amounts of the level, as `Potential.amounts`; gained and all_minor: of `came`. The first tenth is the pairs with the
    largest amounts, ties by customer and group; the biggest customers are those who bought most in all, with the groups that most is
    bought of first. seed: of the draws and of the interval (customers drawn again, with replacement).
    """
    if all_minor <= 0:
        return None
    first = max(1, round(known.bought.size / TOP))
    ours = _first(np.argsort(-listed, axis=None, kind="stable"), first, listed.shape)
    by_size = np.argsort(-known.total, kind="stable")
    by_group = np.argsort(-known.bought.sum(axis=0), kind="stable")
    biggest = _first((by_size[:, None] * listed.shape[1] + by_group).ravel(), first, listed.shape)
    random = np.random.default_rng(seed)
    draws = _at_random(gained, first, random) / float(all_minor)
    held = [(gained * chosen).sum(axis=1) for chosen in (ours, biggest)]
    outside = all_minor - int(gained.sum())
    leads = _again([*held, gained.sum(axis=1)], outside, random)
    return Backtest(
        pairs=listed.size,
        first=first,
        came_minor=all_minor,
        outside_minor=outside,
        listed=float(held[0].sum() / all_minor),
        biggest=float(held[1].sum() / all_minor),
        random=float(first / listed.size * gained.sum() / all_minor),
        random_low=float(np.quantile(draws, 0.025)),
        random_high=float(np.quantile(draws, 0.975)),
        lead_low=float(np.quantile(leads, 0.025)),
        lead_high=float(np.quantile(leads, 0.975)),
    )


def _first(order: Ints, count: int, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    chosen = np.zeros(shape, dtype=np.bool_)
    chosen.ravel()[order[:count]] = True
    return chosen


def _at_random(gained: Ints, first: int, random: np.random.Generator) -> Floats:
    """What so many pairs drawn at random hold; only the pairs with something in them are drawn, as many as fall among the first."""
    something = gained[gained > 0]
    hits = random.hypergeometric(len(something), gained.size - len(something), first, _DRAWS)
    return np.array([random.choice(something, hit, replace=False).sum() for hit in hits], dtype=np.float64)


def _again(sums: Sequence[Ints], outside: int, random: np.random.Generator) -> Floats:
    """Listed less biggest, of customers drawn again as many times as they are."""
    ours, biggest, gained = (one.astype(np.float64) for one in sums)
    leads = []
    for _ in range(_DRAWS):
        times = np.bincount(random.integers(0, len(gained), len(gained)), minlength=len(gained))
        leads.append(float(times @ (ours - biggest)) / max(float(times @ gained) + outside, 1.0))
    return np.array(leads)
