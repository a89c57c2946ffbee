"""Do customers who came together stay together? Those who first bought in the same month, followed month by month."""

from datetime import date

import ibis.expr.types as ir

from rung.facts.columns import minor
from rung.loyalty.compute.purchases import days


def cohorts(lines: ir.Table, until: date) -> ir.Table:
    """One row per month of first purchase and months since, where any of the customers has a line.

    cohort and since: int64, the month of the first occasion as year * 12 + month - 1, and whole calendar months after it (0: the same);
    customers: how many of the cohort had a purchase occasion in that month (int64); revenue_minor: their net revenue in it, credit notes
    included (int64, rounded each for itself). The first cohorts of the data hold everyone who was a customer already.
    """
    day = days(lines, until)
    month = day.mutate(month=day.date.year().cast("int64") * 12 + day.date.month().cast("int64") - 1)
    months = month.group_by("customer_id", "month").aggregate(revenue=month.revenue.sum().cast("decimal(18, 4)"), bought=month.bought.any())
    first = months.filter(months.bought).group_by("customer_id").aggregate(cohort=lambda t: t.month.min())
    first = first.rename(_first_id="customer_id")
    followed = months.join(first, months.customer_id == first["_first_id"])
    since = followed.filter(followed.month >= followed.cohort).mutate(since=followed.month - followed.cohort)
    sums = since.group_by("cohort", "since").aggregate(customers=since.count(where=since.bought), revenue=since.revenue.sum())
    return sums.select("cohort", "since", "customers", revenue_minor=minor(sums.revenue))
