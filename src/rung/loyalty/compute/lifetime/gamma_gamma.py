"""What will a purchase be worth? Gamma-Gamma: each customer has its own mean, known the better the more often it bought.

Values around a customer's mean are gamma (p), the means of the customers are spread by q and v. It holds only where those who buy often
do not buy for more or less each time: see `correlation`. Source: Fader and Hardie, "The Gamma-Gamma model of monetary value" (2013).
Worked example: docs/methods.md#lifetimes.
"""

import math

import numpy as np

from rung.loyalty.compute.lifetime.fitting import Fit, Objective, maximise
from rung.loyalty.compute.lifetime.history import Floats

NAMES = ("p", "q", "v")
_FEWEST = 10
_ROUGHLY = 5_000


class _Customers:
    """The log-likelihood and its gradient; what depends on the number of purchases alone is computed once for each number."""

    def __init__(self, times: Floats, mean: Floats) -> None:
        self.times, self.spent = times, times * mean
        self.xs, self.count = np.unique(times, return_counts=True)
        self.logs, self.weighted_logs = float(np.log(mean).sum()), float(times @ np.log(self.spent))

    def __call__(self, params: Floats) -> tuple[float, Floats]:
        from scipy.special import gammaln, psi  # noqa: PLC0415  heavy: only loaded when something is fitted

        p, q, v = params
        px, n, everyone = p * self.xs, self.count, len(self.times)
        total = self.spent + v
        log_total = np.log(total)
        total_logs, total_weighted = log_total.sum(), self.times @ log_total
        head = n @ (gammaln(px + q) - gammaln(px)) + everyone * (q * np.log(v) - gammaln(q))
        value = head + p * self.weighted_logs - self.logs - p * total_weighted - q * total_logs
        d_p = n @ (self.xs * (psi(px + q) - psi(px))) + self.weighted_logs - total_weighted
        d_q = n @ psi(px + q) + everyone * (np.log(v) - psi(q)) - total_logs
        d_v = everyone * q / v - ((p * self.times + q) / total).sum()
        return float(value), np.array([d_p, d_q, d_v])


def fit(times: Floats, mean: Floats) -> Fit:
    """Fit to customers with a known mean value: times is how many values it is of, mean the mean, both above 0 (ValueError else).

    Too few: fewer than 10 customers. A q of 1 or less says that the mean over all customers has no end: then not_converged.
    """
    if (times <= 0).any() or (mean <= 0).any():
        raise ValueError("times and mean must be above 0; leave out customers without a repeat purchase")
    if len(times) < _FEWEST:
        return Fit(params={}, log_likelihood=float("nan"), customers=len(times), trouble="too_few")
    unit = float(mean.mean())
    starts = [(p, q, v) for p in (1.0, 5.0) for q in (2.0, 4.0) for v in (0.3, 1.0, 3.0)]
    few = slice(None, None, max(len(times) // _ROUGHLY, 1))
    rough = Objective(_Customers(times[few], mean[few] / unit), len(times[few])) if len(times) >= 2 * _ROUGHLY else None
    params, value, trouble = maximise(Objective(_Customers(times, mean / unit), len(times)), starts, rough=rough)
    params[2] *= unit
    value -= len(times) * math.log(unit)
    if params[1] <= 1:
        trouble = "not_converged"
    return Fit(params=dict(zip(NAMES, map(float, params), strict=True)), log_likelihood=float(value), customers=len(times), trouble=trouble)


def expected(found: Fit, times: Floats, mean: Floats) -> Floats:
    """The mean value of a purchase to come, for each customer; with times 0 (mean is then not looked at) that of all customers."""
    p, q, v = (found.params[name] for name in NAMES)
    values: Floats = p * (v + np.where(times > 0, times * mean, 0.0)) / (p * times + q - 1)
    return values


def correlation(times: Floats, mean: Floats) -> float | None:
    """How much more those who buy often buy for each time, -1 to 1; None for too few customers or no difference between them."""
    if len(times) < _FEWEST or times.std() == 0 or mean.std() == 0:
        return None
    return float(np.corrcoef(times, mean)[0, 1])
