"""Who bought lately, often and for much? Recency, frequency and monetary value, each scored 1 to 5, equal customers always equally.

Source of the scoring: docs/methods.md#rfm.
"""

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor
from rung.loyalty.compute.purchases import days

QUINTILES = 5


def rfm(lines: ir.Table, period: Period) -> ir.Table:
    """One row per customer with a purchase occasion in the period.

    customer_id; recency_days (int64, from the last occasion to the first day after the period: at least 1), frequency (occasions),
    monetary_minor (net revenue of the period, int64, rounded each for itself); r, f and m: scores 1-5, 5 is best, as `fair_score`.
    """
    day = days(lines.filter(lines.date >= period.start), period.end)
    sums = day.group_by("customer_id").aggregate(
        last=day.date.max(where=day.bought), frequency=day.count(where=day.bought), monetary=day.revenue.sum().cast("decimal(18, 4)")
    )
    seen = sums.filter(sums.frequency > 0)
    return seen.select(
        "customer_id",
        "frequency",
        recency_days=ibis.literal(period.end).delta(seen["last"], unit="day").cast("int64"),
        monetary_minor=minor(seen.monetary),
        r=fair_score(seen["last"]),
        f=fair_score(seen.frequency),
        m=fair_score(seen.monetary),
    )


def fair_score(value: ir.Column) -> ir.Column:
    """The quintile (1-5, 5 for the largest values) in which the middle one of all rows with this value stands.

    With l rows below, e equal (itself too) and n in all: 1 + floor(5 (2 l + e) / (2 n)). So equal values have equal scores, whatever the
    order of rows or the ids, and without ties each score is given to a fifth of the rows. Peers split ties by row or by id.
    """
    below = ibis.rank().over(order_by=value.asc())
    equal, everyone = value.count().over(group_by=value), value.count().over(ibis.window())
    return 1 + (QUINTILES * (2 * below + equal)) // (2 * everyone)
