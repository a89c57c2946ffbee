"""Is the customer still there, and how often will it buy? BG/NBD and MBG/NBD: a customer may leave after any purchase.

Each customer buys at a rate of its own (gamma: r, alpha) until it leaves; after each purchase it leaves with a probability of its own
(beta: a, b). In BG/NBD that holds from the second purchase on, so who bought once is never gone; in MBG/NBD from the first.
Sources: Fader, Hardie and Lee, "Counting your customers the easy way", Marketing Science 24 (2005); Batislam, Denizel and Filiztekin,
International Journal of Research in Marketing 24 (2007). Worked example: docs/methods.md#lifetimes.
"""

import math

import numpy as np

from rung.loyalty.compute.lifetime.fitting import Fit, Objective, maximise
from rung.loyalty.compute.lifetime.history import Floats, Histories

NAMES = ("r", "alpha", "a", "b")
_ROUGHLY = 5_000
_ALIKE = 100.0


class _Grouped:
    """The log-likelihood and its gradient, with what does not change between two sets of parameters computed once.

    Gamma functions are taken once per number of purchases, logarithms once per time; only what mixes the two is done per history.
    """

    def __init__(self, past: Histories, *, first_too: bool) -> None:
        self.shift = 1 if first_too else 0
        self.xs, self.by_x = np.unique(past.again, return_inverse=True)
        self.ages, self.by_age = np.unique(past.known, return_inverse=True)
        self.count_x = np.bincount(self.by_x, past.count)
        self.count_age = np.bincount(self.by_age, past.count)
        self.bought_age = np.bincount(self.by_age, past.count * past.again)
        mortal = past.again + self.shift >= 1  # the others cannot have left, so they have no second term
        self.times, self.by_time = np.unique(past.seen[mortal], return_inverse=True)
        self.mortal_x, self.mortal_age, self.mortal_count = self.by_x[mortal], self.by_age[mortal], past.count[mortal]
        self.may_leave = self.xs + self.shift >= 1

    def __call__(self, params: Floats) -> tuple[float, Floats]:
        from scipy.special import expit, gammaln, psi  # noqa: PLC0415  heavy: only loaded when something is fitted

        r, alpha, a, b = params
        xs, n, stays = self.xs, self.count_x, self.xs + self.shift
        odds_x = np.where(self.may_leave, np.log(a) - np.log(np.maximum(b + stays - 1, 1e-300)), -np.inf)
        log_age, log_seen = np.log(alpha + self.ages), np.log(alpha + self.times)
        spread = log_age[self.mortal_age] - log_seen[self.by_time]
        rate = (r + xs)[self.mortal_x]
        odds = odds_x[self.mortal_x] + rate * spread  # log of (left after the last purchase : still there)
        left = self.mortal_count * expit(odds)
        head = gammaln(r + xs) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) - gammaln(b) + gammaln(b + stays) - gammaln(a + b + stays)
        value = n @ head - r * (self.count_age @ log_age) - self.bought_age @ log_age + self.mortal_count @ np.logaddexp(0.0, odds)
        age_rate, seen_rate = 1 / (alpha + self.ages), 1 / (alpha + self.times)
        left_x = np.bincount(self.mortal_x, left, minlength=len(xs))
        d_r = n @ (psi(r + xs) - psi(r) + np.log(alpha)) - self.count_age @ log_age + left @ spread
        d_alpha = r / alpha * n.sum() - r * (self.count_age @ age_rate) - self.bought_age @ age_rate
        d_alpha += left @ (rate * (age_rate[self.mortal_age] - seen_rate[self.by_time]))
        d_a = n @ (psi(a + b) - psi(a + b + stays)) + left.sum() / a
        risk = np.where(self.may_leave, left_x / np.where(self.may_leave, b + stays - 1, 1.0), 0.0)
        d_b = n @ (psi(a + b) - psi(b) + psi(b + stays) - psi(a + b + stays)) - risk.sum()
        return float(value), np.array([d_r, d_alpha, d_a, d_b])


def fit(past: Histories, *, first_too: bool) -> Fit:
    """Fit BG/NBD, or with first_too MBG/NBD. Too few: nobody came back."""
    weight, bought = float(past.count.sum()), float(past.count @ past.again)
    if bought == 0:
        return Fit(params={}, log_likelihood=float("nan"), customers=past.customers, trouble="too_few")
    unit = float(past.count @ past.known) / weight
    per_age = bought / weight  # purchases per mean age: r / alpha when nobody leaves
    starts = [(r, r / (per_age * k), a, b) for r in (0.3, 1.0, 3.0) for k in (1.0, 2.0) for a, b in ((0.5, 2.0), (1.0, 1.0), (1.0, 8.0))]

    def objective(some: Histories) -> Objective:
        return Objective(_Grouped(some, first_too=first_too), some.count.sum())

    scaled = past.in_unit(unit)
    fewer = scaled.thinned(_ROUGHLY)
    params, value, trouble = maximise(objective(scaled), starts, rough=objective(fewer) if fewer else None)
    params[1] *= unit
    value -= bought * math.log(unit)  # a purchase is as likely in a week as it is on its seven days together
    return Fit(
        params=dict(zip(NAMES, map(float, params), strict=True)), log_likelihood=float(value), customers=past.customers, trouble=trouble
    )


def alive(found: Fit, past: Histories, *, first_too: bool) -> Floats:
    """The probability (0-1) that a customer with each history is still there."""
    from scipy.special import expit  # noqa: PLC0415  heavy: only loaded when something is fitted

    r, alpha, a, b = (found.params[name] for name in NAMES)
    stays = past.again + (1 if first_too else 0)
    safe = np.where(stays >= 1, b + stays - 1, 1.0)
    odds = np.log(a) - np.log(safe) + (r + past.again) * (np.log(alpha + past.known) - np.log(alpha + past.seen))
    chance: Floats = expit(np.where(stays >= 1, -odds, np.inf))
    return chance


def expected(found: Fit, past: Histories, horizon: float, *, first_too: bool) -> Floats:
    """The purchases to expect of a customer with each history within `horizon` from now, in the time unit of the histories.

    By Euler's transformation of the published formula: the parameters of the hypergeometric function then do not grow with the number of
    purchases, so that it neither overflows nor loses digits for customers who buy every day.
    """
    from scipy.special import hyp2f1  # noqa: PLC0415  heavy: only loaded when something is fitted

    r, alpha, a, b = (found.params[name] for name in NAMES)
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6  # the formula has a limit at 1, and no value
    shift = 1 if first_too else 0
    chance = alive(found, past, first_too=first_too)
    total = a + b + past.again + shift - 1
    if a > _ALIKE:
        # All leave with nearly the same probability: the formula overflows, and that of its mean is right to a hundredth.
        leaves = a / (total + 1)
        rate = -np.expm1(-(r + past.again) * np.log1p(leaves * horizon / (alpha + past.known)))
        return np.asarray(chance * rate / leaves)
    reach = (alpha + past.known) / (alpha + past.known + horizon)
    never = reach ** (a - 1) * hyp2f1(a - 1, a + b + shift - 1 - r, total, 1 - reach)
    purchases: Floats = total / (a - 1) * (1 - never) * chance
    return purchases
