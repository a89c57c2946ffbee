"""Who is still there, what will each buy, and would the same method have been right a year ago?

Arithmetic on one row per customer. The method and when it does not apply: docs/methods.md#lifetimes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.loyalty.compute.lifetime import MODELS, Fit, Histories, Name, gamma_gamma, histories
from rung.loyalty.compute.lifetime.history import Floats

Refusal = Literal["few_customers", "short_history", "contractual", "no_repeats", "no_fit"]

FEWEST_CUSTOMERS = 300
SHORTEST_DAYS = 360  # twelve months, but for data that begin on the first working day
_REGULAR = 0.2  # a customer whose gaps differ by less than a fifth of their mean buys by the calendar
_FEWEST_GAPS = 5
# MBG/NBD first: in it a customer who bought once may be gone (in BG/NBD never), and it costs a twentieth of Pareto/NBD.
ORDER: tuple[Name, ...] = ("mbg_nbd", "pareto_nbd", "bg_nbd")
_OWN_MARGIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What to expect of each customer within the horizon, in the order of the table it was made of.

    alive: the chance 0-1 that the customer is still there. purchases: to expect; value: of each (major units); revenue: the two
    multiplied, less what is credited later as often as until now; value and revenue are None when Gamma-Gamma found no answer.
    model: the first of ORDER that could be fitted. frequency_value: the correlation that Gamma-Gamma takes for none, None if unknown.
    """

    model: Name
    fit: Fit
    alive: Floats
    purchases: Floats
    value: Floats | None
    revenue: Floats | None
    frequency_value: float | None


def refuse(known: pa.Table, as_of: date) -> Refusal | None:
    """Why no model of customers who leave silently applies; None when one may. known: `purchases` with `rhythm`; as_of: as in `predict`."""
    if known.num_rows < FEWEST_CUSTOMERS:
        return "few_customers"
    first = pc.min(known["first"]).as_py()
    if as_of - first < timedelta(days=SHORTEST_DAYS):
        return "short_history"
    if pc.max(known["occasions"]).as_py() < 2:
        return "no_repeats"
    return "contractual" if buys_by_the_calendar(known) else None


def buys_by_the_calendar(known: pa.Table) -> bool:
    """Whether most customers who bought six times or more do so at even gaps, as subscribers do: silence then tells at once.

    known: with gaps, gap_days and gap_days_squared of `rhythm` (null for customers with fewer than three occasions).
    """
    gaps, total, squared = (_floats(known, name) for name in ("gaps", "gap_days", "gap_days_squared"))
    often = np.nan_to_num(gaps) >= _FEWEST_GAPS
    if not often.any():
        return False
    mean = total[often] / gaps[often]
    spread = np.sqrt(np.maximum(squared[often] / gaps[often] - mean**2, 0.0))
    return bool(np.mean(spread <= _REGULAR * mean) > 0.5)


def predict(known: pa.Table, as_of: date, horizon_days: int) -> Prediction | None:
    """Fit and predict; None when no model could be fitted.

    known: rows of `purchases` (other columns are not looked at), all of before as_of, the first day that is not known yet.
    """
    past = _histories(known, as_of)
    best = _first_usable(past)
    if best is None:
        return None
    name, fit = best
    model = MODELS[name]
    bought = model.expected(fit, past, float(horizon_days))[past.where]
    value, related = _value(known)
    spent, net = _floats(known, "spent"), _floats(known, "net")
    kept = float(net.sum() / spent.sum()) if spent.sum() > 0 else 1.0
    return Prediction(
        model=name,
        fit=fit,
        alive=model.alive(fit, past)[past.where],
        purchases=bought,
        value=value,
        revenue=None if value is None else bought * value * kept,
        frequency_value=related,
    )


def _first_usable(past: Histories) -> tuple[Name, Fit] | None:
    for name in ORDER:
        fit = MODELS[name].fit(past)
        if fit.usable:
            return name, fit
    return None


def margin_shares(known: pa.Table) -> Floats | None:
    """What is left of each krone of a customer: its own with three purchases or more, else that of all; None when no cost is known."""
    if "margin_of" not in known.column_names:
        return None
    margin, of = _floats(known, "margin"), _floats(known, "margin_of")
    if of.sum() <= 0:
        return None
    own = (_floats(known, "occasions") >= _OWN_MARGIN) & (of > 0)
    shares: Floats = np.where(own, margin / np.where(own, of, 1.0), margin.sum() / of.sum())
    return np.clip(shares, -1.0, 1.0)


def _histories(known: pa.Table, as_of: date) -> Histories:
    first, last = (_days(known, name) for name in ("first", "last"))
    now = (as_of - date(1970, 1, 1)).days - 1  # the last day that is known
    return histories(_floats(known, "occasions") - 1, last - first, now - first)


def _value(known: pa.Table) -> tuple[Floats | None, float | None]:
    """The mean value of a purchase to come; the first purchase of each customer is left out, for it is often not like the others."""
    times = _floats(known, "occasions") - 1
    later = _floats(known, "spent") - _floats(known, "first_spent")
    mean = np.where(times > 0, later / np.maximum(times, 1), 0.0)
    again = (times > 0) & (mean > 0)
    fit = gamma_gamma.fit(times[again], mean[again])
    related = gamma_gamma.correlation(times[again], mean[again])
    return (gamma_gamma.expected(fit, times, mean) if fit.usable else None), related


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the method said at an earlier date, and what came: of the customers known then, until as_of of the prediction beside.

    revenue in major units; revenue_predicted is None when the value of a purchase had no answer. error and same_again_error: the mean
    error per customer (major units), and that of the rule "the same as in the period before". held_for_gone: customers with a chance
    below one half; gone: those of them who did not buy.
    """

    customers: int
    purchases_predicted: float
    purchases: int
    revenue_predicted: float | None
    revenue: float
    error: float | None
    same_again_error: float
    held_for_gone: int
    gone: int


def look_back(known: pa.Table, then: Prediction, came: pa.Table, before: pa.Table) -> Backtest:
    """Hold a prediction against what came. came, before: `bought_in` of the time after and of as long a time before."""
    ids = known["customer_id"].to_pylist()
    bought, revenue = _by_customer(came, "occasions", ids), _by_customer(came, "net", ids)
    same_again = _by_customer(before, "net", ids)
    silent = then.alive < 0.5
    predicted = then.revenue
    return Backtest(
        customers=len(ids),
        purchases_predicted=float(then.purchases.sum()),
        purchases=int(bought.sum()),
        revenue_predicted=None if predicted is None else float(predicted.sum()),
        revenue=float(revenue.sum()),
        error=None if predicted is None else float(np.abs(predicted - revenue).mean()),
        same_again_error=float(np.abs(same_again - revenue).mean()),
        held_for_gone=int(silent.sum()),
        gone=int((silent & (bought == 0)).sum()),
    )


def _by_customer(table: pa.Table, column: str, ids: list[str]) -> Floats:
    values: dict[str, Any] = dict(zip(table["customer_id"].to_pylist(), _floats(table, column), strict=True))
    return np.array([values.get(one, 0.0) for one in ids], dtype=np.float64)


def _floats(table: pa.Table, column: str) -> Floats:
    """A column as floats, NaN where it is null."""
    found: Floats = table[column].cast(pa.float64()).to_numpy()
    return found


def _days(table: pa.Table, column: str) -> Floats:
    found: Floats = table[column].cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy()
    return found
