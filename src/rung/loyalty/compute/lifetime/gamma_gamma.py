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


def _log_likelihood(params: Floats, times: Floats, mean: Floats) -> tuple[float, Floats]:
    from scipy.special import gammaln, psi  # noqa: PLC0415  heavy: only loaded when something is fitted

    p, q, v = params
    px, total = p * times, times * mean + v
    log_total = np.log(total)
    value = (
        gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(v) + (px - 1) * np.log(mean) + px * np.log(times) - (px + q) * log_total
    ).sum()
    d_p = (times * (psi(px + q) - psi(px) + np.log(times * mean) - log_total)).sum()
    d_q = (psi(px + q) - psi(q) + np.log(v) - log_total).sum()
    d_v = (q / v - (px + q) / total).sum()
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
    params, value, trouble = maximise(Objective(lambda given: _log_likelihood(given, times, mean / unit), len(times)), starts)
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
