"""How loyal are the customers, and what may be expected of them? One answer, ready for every face; what has no answer has a reason."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, Text
from rung.loyalty.compute import cohorts, split
from rung.loyalty.compute.rfm import rfm
from rung.loyalty.service.asking import Run, with_names
from rung.loyalty.service.outlook import Outlook, look_ahead
from rung.loyalty.service.stay import Stay, compare

__all__ = ["LoyaltyResult", "Outlook", "Stay", "analyse"]


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
