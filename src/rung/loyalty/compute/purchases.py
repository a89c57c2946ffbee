"""When did each customer buy, how regularly, and for how much? Purchase occasions, and what is known of a customer from them.

A purchase occasion is a customer-day with net revenue above zero: lines and credit notes of one day are one occasion, and a day that was
credited away is none. Ibis expressions: tables in, tables out. Source: docs/methods.md#loyalty.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from rung.base import Period

_MONEY = "decimal(18, 4)"


def days(lines: ir.Table, until: date) -> ir.Table:
    """customer_id, date, revenue and bought, one row per customer and day with a line before `until`.

    revenue: net, exact DECIMAL(18,4); bought: whether the day is a purchase occasion. When the lines have `margin` (of
    `rung.profitability.with_margin`), also margin and margin_of, the revenue it is of; both 0 where no cost is known.
    """
    known = lines.filter(lines.date < until, lines.customer_id.notnull())
    sums = {"revenue": known.revenue.sum().cast(_MONEY)}
    if "margin" in lines.columns:
        sums["margin"] = _or_nothing(known.margin.sum())
        sums["margin_of"] = _or_nothing(known.revenue.sum(where=known.margin.notnull()))
    found = known.group_by("customer_id", "date").aggregate(**sums)
    return found.mutate(bought=found.revenue > 0)


def purchases(lines: ir.Table, until: date) -> ir.Table:
    """One row per customer with a purchase occasion before `until`.

    customer_id; first and last (dates of occasions), occasions (int64), spent (revenue of all occasions), first_spent (of the first),
    net (all revenue, also of days that were credited away; at most spent); and when the lines have `margin`: margin and margin_of, as in
    `days`. Money is exact DECIMAL(18,4).
    """
    day = days(lines, until)
    sums = {
        "first": day.date.min(where=day.bought),
        "last": day.date.max(where=day.bought),
        "occasions": day.count(where=day.bought),
        "spent": day.revenue.sum(where=day.bought).cast(_MONEY),
        "first_spent": day.revenue.argmin(day.date, where=day.bought),
        "net": day.revenue.sum().cast(_MONEY),
    }
    if "margin" in day.columns:
        sums |= {"margin": day.margin.sum().cast(_MONEY), "margin_of": day.margin_of.sum().cast(_MONEY)}
    found = day.group_by("customer_id").aggregate(**sums)
    return found.filter(found.occasions > 0)


def rhythm(lines: ir.Table, until: date) -> ir.Table:
    """How regularly a customer buys, one row per customer with at least three occasions before `until`.

    customer_id; gaps (int64, one less than occasions), median_gap_days (float; the mean of the two in the middle), gap_days and
    gap_days_squared (int64, sums over the gaps).
    """
    day = days(lines, until)
    bought = day.filter(day.bought).select("customer_id", "date")
    before = bought.mutate(before=bought.date.lag().over(ibis.window(group_by=bought.customer_id, order_by=bought.date.asc())))
    later = before.filter(before.before.notnull())
    gaps = later.select("customer_id", gap=later.date.delta(later.before, unit="day").cast("int64"))
    found = gaps.group_by("customer_id").aggregate(
        gaps=gaps.count(),
        median_gap_days=gaps.gap.median().cast("float64"),
        gap_days=gaps.gap.cast("decimal(18, 0)").sum().cast("int64"),
        gap_days_squared=(gaps.gap * gaps.gap).cast("decimal(18, 0)").sum().cast("int64"),
    )
    return found.filter(found.gaps >= 2)


def _or_nothing(amount: ir.Scalar) -> ir.Scalar:
    return ibis.coalesce(amount, ibis.literal(0, type="decimal(38, 4)")).cast(_MONEY)


def bought_in(lines: ir.Table, period: Period) -> ir.Table:
    """customer_id, occasions (int64) and net (exact revenue): one row per customer with a line in the period."""
    day = days(lines.filter(lines.date >= period.start), period.end)
    return day.group_by("customer_id").aggregate(occasions=day.count(where=day.bought), net=day.revenue.sum().cast(_MONEY))
