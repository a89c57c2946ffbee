"""How loyal are the customers, and what may be expected of them? One answer, ready for every face; what has no answer has a reason."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, Text
from rung.loyalty.compute import cohorts, split
from rung.loyalty.compute.rfm import rfm
from rung.loyalty.service.asking import Run, with_names
from rung.loyalty.service.outlook import Outlook, look_ahead
from rung.loyalty.service.stay import Stay, compare

__all__ = ["LoyaltyResult", "Outlook", "Stay", "analyse", "to_json"]


@dataclass(frozen=True, kw_only=True)
class LoyaltyResult:
    """How loyal the customers are. Amounts are int minor units.

    revenue_minor: of the period; unattributed_minor: the part on lines without a customer, which nothing here knows. stay: the period
    against the one before; None with a reason in no_stay. rfm: an Arrow table, best scores first, with customer_id, name, recency_days,
    frequency, monetary_minor, r, f and m. cohorts: of `compute.cohorts`, ordered, all data until the end of the period. outlook: who is
    likely gone and what to expect; None when nobody bought. today: the day of the analysis.
    """

    period: Period
    today: date
    revenue_minor: int
    unattributed_minor: int
    stay: Stay | None
    no_stay: Text | None
    rfm: pa.Table
    cohorts: pa.Table
    outlook: Outlook | None


def analyse(*, lines: ir.Table, customers: ir.Table | None, run: Run, period: Period, today: date) -> LoyaltyResult:
    """Analyse the loyalty of the customers of a period.

    lines: invoice_lines, of before the period too (with `margin` of `rung.profitability.with_margin` for the expected contribution).
    customers: for the names, or None. run: asks the engine, an expression in, an Arrow table out. today: whoever asks knows what day it is.
    """
    seen = run(split.overview(lines, period)).to_pylist()[0]
    scores = run(with_names(rfm(lines, period), customers))
    stay = compare(lines=lines, customers=customers, run=run, period=period, first=seen["first"])
    return LoyaltyResult(
        period=period,
        today=today,
        revenue_minor=seen["revenue_minor"],
        unattributed_minor=seen["unattributed_minor"],
        stay=stay if isinstance(stay, Stay) else None,
        no_stay=stay if isinstance(stay, Text) else None,
        rfm=scores.sort_by([(key, "descending") for key in ("r", "f", "m", "monetary_minor")] + [("customer_id", "ascending")]),
        cohorts=run(cohorts.cohorts(lines, period.end)).sort_by([("cohort", "ascending"), ("since", "ascending")]),
        outlook=look_ahead(lines=lines, customers=customers, run=run, period=period, last=seen["last"]) if seen["last"] else None,
    )


def to_json(result: LoyaltyResult) -> dict[str, Any]:
    """The result as plain JSON values: minor units, unrounded shares, a reason beside what has no answer, every customer."""
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "unattributed_minor": result.unattributed_minor,
        "stay": _stay_json(result.stay) if result.stay else None,
        "no_stay": str(result.no_stay) if result.no_stay else None,
        "outlook": _outlook_json(result.outlook) if result.outlook else None,
        "rfm": result.rfm.select(["customer_id", "recency_days", "frequency", "monetary_minor", "r", "f", "m"]).to_pylist(),
        "cohorts": result.cohorts.to_pylist(),
    }


def _stay_json(stay: Stay) -> dict[str, Any]:
    return {
        "before_from": stay.base.start.isoformat(),
        "before_to": stay.base.last.isoformat(),
        "opening_minor": stay.opening_minor,
        "closing_minor": stay.closing_minor,
        "gross_retention": stay.gross_retention,
        "net_retention": stay.net_retention,
        "customer_retention": stay.customer_retention,
        "steps": {step: {"customers": one.customers, "change_minor": one.change_minor} for step, one in stay.steps.items()},
        "kinds": {f"{kind}_minor": amount for kind, amount in stay.kinds.items()},
        "customers": stay.customers.drop_columns("name").to_pylist(),
        "groups": stay.groups.to_pylist(),
    }


def _outlook_json(seen: Outlook) -> dict[str, Any]:
    return {
        "as_of": seen.as_of.isoformat(),
        "refused": str(seen.refused) if seen.refused else None,
        "model": seen.model,
        "reliable": seen.reliable,
        "tested_from": seen.tested_from.isoformat() if seen.tested_from else None,
        "backtest": asdict(seen.backtest) if seen.backtest else None,
        "customers": [{**row, "last": row["last"].isoformat()} for row in seen.customers.drop_columns("name").to_pylist()],
    }
