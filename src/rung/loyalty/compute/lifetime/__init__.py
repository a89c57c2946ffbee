"""Who is still a customer, how often will each buy, and for how much? Models of customers who leave without saying so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from rung.loyalty.compute.lifetime import beta_geometric, gamma_gamma, pareto
from rung.loyalty.compute.lifetime.fitting import Fit, Trouble
from rung.loyalty.compute.lifetime.history import Floats, Histories, histories

Name = Literal["bg_nbd", "mbg_nbd", "pareto_nbd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of when customers buy and leave. fit: to histories; alive: 0-1 per history; expected: purchases within a horizon."""

    fit: Callable[[Histories], Fit]
    alive: Callable[[Fit, Histories], Floats]
    expected: Callable[[Fit, Histories, float], Floats]


def _beta_geometric(*, first_too: bool) -> Model:
    return Model(
        fit=partial(beta_geometric.fit, first_too=first_too),
        alive=partial(beta_geometric.alive, first_too=first_too),
        expected=partial(beta_geometric.expected, first_too=first_too),
    )


MODELS: Mapping[Name, Model] = {
    "bg_nbd": _beta_geometric(first_too=False),
    "mbg_nbd": _beta_geometric(first_too=True),
    "pareto_nbd": Model(fit=pareto.fit, alive=pareto.alive, expected=pareto.expected),
}

__all__ = ["MODELS", "Fit", "Histories", "Model", "Name", "Trouble", "gamma_gamma", "histories"]
