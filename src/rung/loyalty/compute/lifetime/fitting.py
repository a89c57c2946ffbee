"""Which parameters make what happened most likely? Maximum likelihood by analytic gradients, from several starts, with a diagnosis."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rung.loyalty.compute.lifetime.history import Floats

Trouble = Literal["too_few", "not_converged", "at_limit"]
# Gives the log-likelihood of all customers and its gradient with respect to each parameter.
LogLikelihood = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be made as likely as can be, and for how many customers it is summed."""

    log_likelihood: LogLikelihood
    customers: float


_BOUND = 14.0  # parameters are sought between e^-14 and e^14 of their scale
_STARTS = 3
_FLAT = 1e-4
_NOWHERE = 1e10
_PATIENCE = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The parameters of a model, in the time unit it was given.

    trouble: too_few (nothing to learn from), not_converged (no start came to an end), at_limit (a parameter ran to the end of its range:
    the customers are all alike in what it describes, and its value means nothing); None when all is well.
    """

    params: Mapping[str, float]
    log_likelihood: float
    customers: int
    trouble: Trouble | None = None

    @property
    def usable(self) -> bool:
        """Whether anything may be predicted from it."""
        return self.trouble in {None, "at_limit"}


def maximise(
    objective: Objective, starts: Sequence[Sequence[float]], *, rough: Objective | None = None
) -> tuple[Floats, float, Trouble | None]:
    """The parameters (all positive) with the highest log-likelihood, that log-likelihood, and what went wrong.

    Sought as logarithms, and per customer, so that neither the size of the company nor the time unit changes when to stop. All starts are
    tried and the best three climbed from, on `rough` when it is given (the same on fewer customers); the best end is then climbed from once
    more on all of them.
    """
    loss, limits = _loss(objective), [(-_BOUND, _BOUND)] * len(starts[0])
    try_out = _loss(rough) if rough else loss
    begin = sorted((np.log(np.array(start, dtype=np.float64)) for start in starts), key=lambda logs: try_out(logs)[0])
    climbed = [_climb(try_out, logs, limits) for logs in begin[:_STARTS]]
    best = min(climbed, key=lambda logs: try_out(logs)[0])
    if rough:
        best = _climb(loss, best, limits)
    value, slope = loss(best)
    at_limit = np.abs(best) > _BOUND - 1e-6
    flat = float(np.abs(np.where(at_limit, 0.0, slope)).max()) < _FLAT
    trouble: Trouble | None = "at_limit" if at_limit.any() else None
    if not flat or value >= _NOWHERE:
        trouble = "not_converged"
    return np.exp(best), -value * objective.customers, trouble


def _loss(objective: Objective) -> LogLikelihood:
    def loss(logs: Floats) -> tuple[float, Floats]:
        params = np.exp(logs)
        value, gradient = objective.log_likelihood(params)
        if not np.isfinite(value) or not np.isfinite(gradient).all():
            return _NOWHERE, np.zeros_like(logs)
        return -value / objective.customers, -gradient * params / objective.customers

    return loss


def _climb(loss: LogLikelihood, start: Floats, limits: Sequence[tuple[float, float]]) -> Floats:
    from scipy.optimize import minimize  # noqa: PLC0415  heavy: only loaded when something is fitted

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options=_PATIENCE).x
    return found
