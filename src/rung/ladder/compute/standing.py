"""Where does everyone stand on a day, who climbs, and how long does it take? Arithmetic on one row per party.

Days are whole numbers since 1970; a day d means "before d": what happened on d itself is not known yet.
Source: docs/methods.md#customer-ladder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Step = Literal["total_market", "target_group", "lead", "warm_lead", "buyer", "customer"]
STEPS: tuple[Step, ...] = get_args(Step)
WARM, BUYER, CUSTOMER = 3, 4, 5
UNKNOWN = -1
WARM_DAYS = 365
NEVER = np.iinfo(np.int64).max
ALWAYS = np.iinfo(np.int64).min

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paths:
    """What decides the steps, one value per party: base (0-2, by facts), first and second (days of the first two occasions, or NEVER).

    in_market: whether the market has the party, so that it was there all along. answered_by and answered_on: the responses, the party's
    place and the day of each, in that order. warm_days: so long after a response a party is warm.
    """

    base: Ints
    first: Ints
    second: Ints
    in_market: npt.NDArray[np.bool_]
    answered_by: Ints
    answered_on: Ints
    warm_days: int = WARM_DAYS

    @property
    def known(self) -> Ints:
        """The day from which each party is known: of its first response or purchase. ALWAYS for the market, and where neither is."""
        since = self.first.copy()
        np.minimum.at(since, self.answered_by, self.answered_on)
        return np.where(self.in_market | (since == NEVER), ALWAYS, since)


def steps_at(paths: Paths, day: int) -> Ints:
    """The step (0-5) of every party before a day; UNKNOWN for who was not known then."""
    recent = (paths.answered_on < day) & (paths.answered_on >= day - paths.warm_days)
    steps = paths.base.copy()
    steps[paths.answered_by[recent]] = WARM
    steps[paths.first < day] = BUYER
    steps[paths.second < day] = CUSTOMER
    steps[paths.known >= day] = UNKNOWN
    return steps


def moves(before: Ints, after: Ints) -> Mapping[tuple[int, int], int]:
    """How many went from each step to each step (UNKNOWN too), where any did; who stayed is (step, step)."""
    width = len(STEPS) + 1
    counted = np.bincount((before + 1) * width + after + 1, minlength=width * width)
    return {(n // width - 1, n % width - 1): int(counted[n]) for n in np.flatnonzero(counted).tolist()}


@dataclass(frozen=True, slots=True)
class Spells:
    """Times on a step: how many days each lasted, and whether it ended in a step up (else the party fell back or is still there)."""

    days: Ints
    climbed: npt.NDArray[np.bool_]


def buyer_spells(paths: Paths, as_of: int) -> Spells:
    """From the first purchase to the second, or until as_of."""
    came = paths.first < as_of
    until = np.minimum(paths.second[came], as_of)
    return Spells(until - paths.first[came], paths.second[came] < as_of)


def warm_spells(paths: Paths, as_of: int) -> Spells:
    """From the response that made a party warm to its first purchase, to the day it was warm no more, or until as_of."""
    first = paths.first[paths.answered_by]
    counted = (paths.answered_on < first) & (paths.answered_on < as_of)
    party, day = paths.answered_by[counted], paths.answered_on[counted]
    again = (party[1:] == party[:-1]) & (day[1:] - day[:-1] <= paths.warm_days)
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(day), 1), dtype=bool), ~again]))
    ends = np.append(starts[1:], len(day))[: len(starts)] - 1
    cold, bought = day[ends] + paths.warm_days, paths.first[party[starts]]
    climbed = (bought <= cold) & (bought < as_of)
    return Spells(np.where(climbed, bought, np.minimum(cold, as_of)) - day[starts], climbed)


def median_days(spells: Spells) -> int | None:
    """The first day on which half or more have climbed (Kaplan and Meier 1958); None when it is not that many.

    Who is still there, or fell back, counts for as long as it stood there. At the same number of days, those who climb go first.
    """
    days, event = np.unique(spells.days, return_inverse=True)
    climbed = np.bincount(event, weights=spells.climbed, minlength=len(days))
    leaving = np.bincount(event, minlength=len(days))
    there = len(spells.days) - np.concatenate([[0], np.cumsum(leaving)])[: len(days)]
    still = np.cumprod(1 - climbed / np.maximum(there, 1))
    reached = np.flatnonzero(still <= 0.5 + 1e-12)
    return int(days[reached[0]]) if len(reached) else None


def interval(climbed: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a rate by Jeffreys: Beta(k + 1/2, n - k + 1/2), from 0 when nobody climbed and to 1 when all did.

    Source: Brown, Cai, DasGupta 2001. ValueError when it is not a part of a whole.
    """
    if not 0 <= climbed <= of or of == 0:
        raise ValueError(f"climbed={climbed} must be between 0 and of={of}, which must be at least 1")
    from scipy.stats import beta  # noqa: PLC0415  takes long to import, and few who import Rung ask for it

    low, high = beta.ppf([0.025, 0.975], climbed + 0.5, of - climbed + 0.5).tolist()
    return (0.0 if climbed == 0 else low), (1.0 if climbed == of else high)


def slipping(alive: Floats, occasions: Ints, silent_days: Floats, usual_gap_days: Floats, *, times: float = 3.0) -> npt.NDArray[np.bool_]:
    """Whether each buyer or customer is likely gone: P(alive) < 0.5 where it is known (else NaN).

    Otherwise silent for more than `times` its own median gap, from three occasions on. Gaps are NaN below that.
    """
    simple = (occasions >= 3) & (silent_days > times * np.nan_to_num(usual_gap_days, nan=np.inf))
    return np.where(np.isnan(alive), simple & (occasions > 0), (alive < 0.5) & (occasions > 0))
