"""Is the customer still there, and how often will it buy? Pareto/NBD: a customer may leave at any time, whether it buys or not.

Each customer buys at a rate of its own (gamma: r, alpha) and leaves at a rate of its own (gamma: s, beta). The likelihood is an integral
over the day it left; it is taken as one (Gauss-Legendre), not by the published hypergeometric functions: every term is then positive,
nothing overflows, and the gradient is the same integral. Source: Schmittlein, Morrison and Colombo, Management Science 33 (1987); Fader
and Hardie, "A note on deriving the Pareto/NBD model" (2005). Worked example: docs/methods.md#lifetimes.
"""

import math
from collections.abc import Iterator

import numpy as np

from rung.loyalty.compute.lifetime.fitting import Fit, Objective, maximise
from rung.loyalty.compute.lifetime.history import Floats, Histories

NAMES = ("r", "alpha", "s", "beta")
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_AWAY = 40.0  # beyond e^-40 of its height the integrand adds nothing
_AT_ONCE = 20_000
_ROUGHLY = 2_000


def _parts(past: Histories) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
    for start in range(0, len(past.again), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        yield past.again[here], past.seen[here], past.known[here], past.count[here]


def _left(params: Floats, x: Floats, seen: Floats, known: Floats) -> tuple[Floats, Floats]:
    """The log of the integrand times its weight at each node (histories x nodes), and the time each node stands at.

    The variable is the logarithm of time plus the smaller scale, in which both factors are smooth.
    """
    r, alpha, s, beta = params
    low = min(alpha, beta)
    with np.errstate(over="ignore"):
        until = np.minimum(known, (alpha + seen) * np.exp(np.minimum(_AWAY / (r + x), 700.0)) - alpha)
    width = np.log((low + until) / (low + seen))[:, None]
    time = (low + seen)[:, None] * np.exp(width * (_NODES + 1) / 2) - low
    with np.errstate(divide="ignore"):
        step = np.log(width * _WEIGHTS / 2) + np.log(low + time)
    logs = np.log(s) - (r + x)[:, None] * np.log(alpha + time) - (s + 1) * np.log(beta + time) + step
    return logs, time


def _log_likelihood(params: Floats, past: Histories) -> tuple[float, Floats]:
    from scipy.special import gammaln, logsumexp, psi  # noqa: PLC0415  heavy: only loaded when something is fitted

    r, alpha, s, beta = params
    value, gradient = 0.0, np.zeros(4)
    for x, seen, known, n in _parts(past):
        logs, time = _left(params, x, seen, known)
        stays = -(r + x) * np.log(alpha + known) - s * np.log(beta + known)
        both = np.logaddexp(stays, logsumexp(logs, axis=1))
        there, gone = n * np.exp(stays - both), n[:, None] * np.exp(logs - both[:, None])
        value += n @ (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + both)
        gradient += [
            n @ (psi(r + x) - psi(r) + np.log(alpha)) - there @ np.log(alpha + known) - (gone * np.log(alpha + time)).sum(),
            r / alpha * n.sum() - there @ ((r + x) / (alpha + known)) - (gone * (r + x)[:, None] / (alpha + time)).sum(),
            np.log(beta) * n.sum() - there @ np.log(beta + known) + (gone * (1 / s - np.log(beta + time))).sum(),
            s / beta * n.sum() - there @ (s / (beta + known)) - (gone * (s + 1) / (beta + time)).sum(),
        ]
    return float(value), gradient


def fit(past: Histories) -> Fit:
    """Fit Pareto/NBD. Too few: nobody came back."""
    weight, bought = float(past.count.sum()), float(past.count @ past.again)
    if bought == 0:
        return Fit(params={}, log_likelihood=float("nan"), customers=past.customers, trouble="too_few")
    unit = float(past.count @ past.known) / weight
    per_age = bought / weight
    starts = [(r, r / (per_age * 1.5), s, k * s) for r in (0.5, 2.0) for s in (0.5, 2.0) for k in (0.5, 3.0)]

    def objective(some: Histories) -> Objective:
        return Objective(lambda params: _log_likelihood(params, some), some.count.sum())

    scaled = past.in_unit(unit)
    fewer = scaled.thinned(_ROUGHLY)
    params, value, trouble = maximise(objective(scaled), starts, rough=objective(fewer) if fewer else None)
    params[[1, 3]] *= unit
    value -= bought * math.log(unit)  # a purchase is as likely in a week as it is on its seven days together
    return Fit(
        params=dict(zip(NAMES, map(float, params), strict=True)), log_likelihood=float(value), customers=past.customers, trouble=trouble
    )


def alive(found: Fit, past: Histories) -> Floats:
    """The probability (0-1) that a customer with each history is still there."""
    from scipy.special import expit, logsumexp  # noqa: PLC0415  heavy: only loaded when something is fitted

    params = np.array([found.params[name] for name in NAMES])
    r, alpha, s, beta = params
    chances = []
    for x, seen, known, _ in _parts(past):
        logs, _time = _left(params, x, seen, known)
        stays = -(r + x) * np.log(alpha + known) - s * np.log(beta + known)
        chances.append(expit(stays - logsumexp(logs, axis=1)))
    return np.concatenate(chances) if chances else np.zeros(0)


def expected(found: Fit, past: Histories, horizon: float) -> Floats:
    """The purchases to expect of a customer with each history within `horizon` from now, in the time unit of the histories."""
    r, alpha, s, beta = (found.params[name] for name in NAMES)
    s = s if abs(s - 1) > 1e-6 else 1 + 1e-6  # the formula has a limit at 1, and no value
    age = beta + past.known
    lasting = -np.expm1((s - 1) * (np.log(age) - np.log(age + horizon))) / (s - 1)
    purchases: Floats = (r + past.again) / (alpha + past.known) * age * lasting * alive(found, past)
    return purchases
