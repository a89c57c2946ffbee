"""How large is a market, and how sure is that? Arithmetic on a few numbers per segment. Source: docs/methods.md#market-share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rung.market.compute.assumptions import Assumption, Basis

FEWEST_CUSTOMERS = 10
_DRAWS = 1000
Lack = Literal["no_units", "no_employees", "few_customers"]


@dataclass(frozen=True, kw_only=True)
class Size:
    """What a segment buys a year, in int minor units.

    basis: what it was made of; "own_customers": what your customers there buy from you, so at_least. low and high: the range of the
    source, or the 95 % of draws where it is learned from your customers; None where no range is known. per_employee: made of employees.
    """

    basis: Basis | Literal["own_customers"]
    minor: int
    low_minor: int | None
    high_minor: int | None
    at_least: bool = False
    per_employee: bool = False


def head_count(units: int, counted: int, employees: int) -> float | None:
    """Employees of all units, those that do not say taken as the mean of those that do; None when nobody says."""
    return None if not counted else employees / counted * units


def stated(said: Assumption, units: int | None, heads: float | None) -> Size | Lack:
    """The size by a figure of a source. units and heads: of the segment, None where unknown; what the assumption says goes before."""
    times: float | None = 1.0
    if said.basis == "spend_per_unit":
        times = units if said.units is None else said.units
    elif said.basis == "spend_per_employee":
        times = heads if said.employees is None else said.employees
    elif said.basis == "our_part":
        raise ValueError("basis='our_part' is learned from customers; use from_customers")
    if not times:
        return "no_units" if said.basis == "spend_per_unit" else "no_employees"
    amounts = [None if one is None else round(one * times) for one in (said.value, said.low, said.high)]
    return Size(
        basis=said.basis,
        minor=amounts[0] or 0,
        low_minor=amounts[1],
        high_minor=amounts[2],
        per_employee=said.basis == "spend_per_employee",
    )


def from_customers(
    spent: Sequence[int], employees: Sequence[int | None], units: int, heads: float | None, *, said: Assumption | None = None, seed: int = 1
) -> Size | Lack:
    """The size if the others of the segment need as much as your customers there.

    spent: what each customer of the segment buys from you a year, int minor units; employees: of each. Per employee when every customer
    says and heads (of the whole segment) is not None, else per unit. Without `said` it is what they buy *from you*, so the market is at
    least that; with its our_part it is divided by the part of their purchases that they make with you. low and high: the 2.5 and 97.5 per
    cent of means of customers drawn again (seeded), and of the range of our_part. Fewer than FEWEST_CUSTOMERS customers: no answer.
    """
    if len(spent) < FEWEST_CUSTOMERS:
        return "few_customers"
    counted = heads is not None and all(one is not None and one > 0 for one in employees)
    weights = np.array(employees if counted else np.ones(len(spent)), dtype=np.float64)
    times = float(heads) if counted and heads is not None else float(units)
    amounts = np.array(spent, dtype=np.float64)
    random = np.random.default_rng(seed)
    means = []
    for _ in range(_DRAWS):
        drawn = random.integers(0, len(amounts), len(amounts))
        means.append(amounts[drawn].sum() / weights[drawn].sum())
    low, high = np.quantile(means, (0.025, 0.975))
    part, least, most = (1.0, 1.0, 1.0) if said is None else (said.value, said.low or said.value, said.high or said.value)
    return Size(
        basis="own_customers" if said is None else "our_part",
        minor=round(amounts.sum() / weights.sum() * times / part),
        low_minor=round(float(low) * times / most),
        high_minor=round(float(high) * times / least),
        at_least=said is None,
        per_employee=counted,
    )
