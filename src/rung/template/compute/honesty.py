"""How well does a template do on best customers it has not seen, and would any random customers have done as well?

Each best customer is left out in turn: the template is made of the others, and the one left out is ranked among all parties that are not
best. Then the same with as many random customers, many times. Source: docs/methods.md#best-customer-template.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rung.template.compute.layout import Floats, Ints

REPEATS = 200
CHANCE = 0.1
SAMPLE = 2_000  # as many of the background tell a rank to a hundredth, and are quick

# From the counts of the best that are left (rows of levels, as many as there are left-outs) and their rows, the weights, one row for each.
Weigh = Callable[[Floats, Ints], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How the left-out best customers ranked. ranks: one 0-1 for each best customer, in their order.

    auc: the chance that a best customer the template has not seen stands before another party; a lower bound, for among the others there
    are good ones too. p_value: how often random customers were found as well again; of the default scorer, None when not tried.
    """

    ranks: tuple[float, ...]
    p_value: float | None

    @property
    def auc(self) -> float:
        """The mean rank."""
        return float(np.mean(self.ranks))

    @property
    def median(self) -> float:
        """The rank of the one in the middle."""
        return float(np.median(self.ranks))

    def within(self, share: float) -> float:
        """The share of the left-out best customers that ranked among the best `share` of the others; 0-1."""
        return float(np.mean([rank >= 1 - share for rank in self.ranks]))

    @property
    def lift(self) -> float:
        """How many times more best customers are in the first tenth than if they were spread evenly."""
        return self.within(0.1) / 0.1

    @property
    def separates(self) -> bool:
        """Whether chance is not a fair explanation."""
        return self.p_value is not None and self.p_value <= CHANCE


def left_out(hot: Floats, best: Ints, weigh: Weigh) -> Floats:
    """The rank 0-1 of each best customer among the rows of hot that are not best, by weights made without it."""
    mine = hot[best]
    made = weigh(mine.sum(axis=0) - mine, best)
    points = np.round(hot @ made.T, 9)
    own = points[best, np.arange(len(best))]
    others = np.delete(points, best, axis=0)
    found: Floats = ((others < own).sum(axis=0) + (others == own).sum(axis=0) / 2) / max(len(others), 1)
    return found


def chance(hot: Floats, size: int, pool: Ints, weigh: Weigh, *, reached: float, seed: int) -> float:
    """How often as many random customers of the pool are found again as well as the best were (reached, a mean rank): the p-value.

    The best themselves count as one of the draws, so it is never 0.
    """
    random = np.random.default_rng(seed)
    means = [float(left_out(hot, random.choice(pool, size, replace=False), weigh).mean()) for _ in range(REPEATS)]
    as_well = sum(round(mean, 9) >= round(reached, 9) for mean in means)
    return (1 + as_well) / (REPEATS + 1)


def sample(parties: int, best: Ints, *, seed: int) -> Ints:
    """The rows that stand for the background in the checks: all of them, or SAMPLE random ones, with the best among them; in order."""
    if parties <= SAMPLE:
        return np.arange(parties)
    drawn = np.random.default_rng(seed).choice(parties, SAMPLE, replace=False)
    found: Ints = np.union1d(drawn, best)
    return found
