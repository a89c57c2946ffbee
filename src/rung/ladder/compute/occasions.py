"""Which purchases count on the ladder, and what did they bring? Purchase occasions with their credit notes, customers and months.

A purchase occasion is a customer-day with net revenue above zero that was not credited away later. A credit note belongs to the day of its
invoice when both carry the same invoice number. Any other is taken from the customer's latest earlier occasions, last first, until it is
used up; what is left after the first of them is taken from nothing. Ibis expressions: tables in, tables out.
Source: docs/methods.md#customer-ladder.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor, minor_step

_MONEY = "decimal(18, 4)"
_KEY = ("customer_id", "invoice_id")


def occasions(lines: ir.Table, until: date) -> ir.Table:
    """customer_id, date and before (the occasion before it, null for the first): one row per purchase occasion that still counts.

    lines: invoice_lines; those without a customer, and of `until` or later, are left out. A credit of `until` or later credits nothing yet.
    """
    # An occasion lifts the running sum from `running - revenue` to `running`; it is gone when the sum ever comes back to where it was.
    day = _days(lines, until)
    so_far = ibis.window(group_by=day.customer_id, order_by=day.date.asc(), rows=(None, 0))
    placed = day.mutate(running=day.revenue.sum().over(so_far).cast(_MONEY))
    ahead = ibis.window(group_by=placed.customer_id, order_by=placed.date.asc(), rows=(1, None))
    lowest = placed.mutate(lowest=placed.running.min().over(ahead))
    lasts = lowest.lowest.isnull() | (lowest.lowest > lowest.running - lowest.revenue)
    bought = lowest.filter(lowest.revenue > 0, lasts).select("customer_id", "date")
    return bought.mutate(before=bought.date.lag().over(ibis.window(group_by=bought.customer_id, order_by=bought.date.asc())))


def _days(lines: ir.Table, until: date) -> ir.Table:
    """customer_id, date and net revenue per customer and day; a credit stands on the day of the invoice whose number it carries."""
    known = lines.filter(lines.date < until, lines.customer_id.notnull()).select(*_KEY, "date", "revenue")
    credited = known.filter(known.revenue < 0, known.invoice_id.notnull()).select(*_KEY).distinct()
    invoices = known.filter(known.revenue > 0).semi_join(credited, _KEY).group_by(_KEY).aggregate(sold=lambda t: t.date.min())
    invoices = invoices.rename(_customer="customer_id", _invoice="invoice_id")
    same = [known.customer_id == invoices["_customer"], known.invoice_id == invoices["_invoice"]]
    both = known.left_join(invoices, same)
    sold = ibis.ifelse((both.revenue < 0) & (both.sold < both.date), both.sold, both.date)
    placed = both.select("customer_id", date=sold, revenue=both.revenue)
    return placed.group_by("customer_id", "date").aggregate(revenue=placed.revenue.sum().cast(_MONEY))


def climbs(lines: ir.Table, period: Period) -> ir.Table:
    """One row per customer with a line before the end of the period.

    customer_id; occasions (int64, 0 when all was credited away), first, second and last (dates of occasions, null where there is none),
    usual_gap_days (the median, float; null below three occasions), net_minor (all revenue until then); of the period: revenue_minor,
    margin_minor (null when no cost is known) and lines (int64; 0 when it bought nothing). margin is of `rung.profitability.with_margin`;
    without it there is no margin.
    """
    bought = occasions(lines, period.end)
    gap = bought.date.delta(bought.before, unit="day").cast("int64")
    counted = bought.group_by("customer_id").aggregate(
        occasions=bought.count(),
        first=bought.date.min(),
        second=bought.date.min(where=bought.before.notnull()),
        last=bought.date.max(),
        _gap=gap.median().cast("float64"),
    )
    known = _with_margin(lines).filter(lines.date < period.end, lines.customer_id.notnull())
    inside = known.date >= period.start
    sums = known.group_by("customer_id").aggregate(
        net_minor=minor(known.revenue.sum()),
        revenue_minor=minor(_or_nothing(known.revenue.sum(where=inside))),
        margin_minor=minor(known.margin.sum(where=inside)),
        lines=known.count(where=inside),
    )
    counted = counted.rename(_id="customer_id")
    both = sums.left_join(counted, sums.customer_id == counted["_id"]).drop("_id")
    return both.mutate(
        occasions=both.occasions.fill_null(0), usual_gap_days=ibis.ifelse(both.occasions >= 3, both["_gap"], ibis.null("float64"))
    ).drop("_gap")


def months(lines: ir.Table, period: Period) -> ir.Table:
    """One row per month and step on which anything happened: how many stand on it at the end, and what the month brought.

    month: int64, year * 12 + month - 1; months before the period are there for their arrivals, with no money. step: "customer", "buyer",
    or "below" for customers whose purchases do not count (yet), of whom only the money is told. parties: int64, on the step at the end of
    the month (below: 0). revenue_minor and margin_minor (int64; every prefix by month and step adds up to its rounded sum; margin is of the
    lines whose cost is known), costed: how many those are. The step is that of the end of the month, with what was credited later credited.
    """
    bought = occasions(lines, period.end)
    climb = bought.group_by("customer_id").aggregate(
        first=_month(bought.date.min()), second=_month(bought.date.min(where=bought.before.notnull()))
    )
    happened = ibis.union(_arrivals(climb), _money(lines, period, climb))
    sums = happened.group_by("month", "step").aggregate(
        change=happened.change.sum().cast("int64"),
        revenue=happened.revenue.sum().cast(_MONEY),
        margin=happened.margin.sum().cast(_MONEY),
        costed=happened.costed.sum().cast("int64"),
    )
    in_order = ibis.window(order_by=[sums.month.asc(), sums.step.asc()], rows=(None, 0))
    on_step = ibis.window(group_by=sums.step, order_by=sums.month.asc(), rows=(None, 0))
    placed = sums.mutate(_revenue=sums.revenue.sum().over(in_order).cast(_MONEY), _margin=sums.margin.sum().over(in_order).cast(_MONEY))
    return placed.select(
        "month",
        "step",
        "costed",
        parties=placed.change.sum().over(on_step).cast("int64"),
        revenue_minor=minor_step(placed["_revenue"], placed.revenue),
        margin_minor=minor_step(placed["_margin"], placed.margin),
    )


def unattributed(lines: ir.Table, period: Period) -> ir.Table:
    """unattributed_minor, one row: the revenue of the period on lines without a customer, who stand on no step. int64, never null."""
    unnamed = lines.customer_id.isnull() & (lines.date >= period.start) & (lines.date < period.end)
    return lines.aggregate(unattributed_minor=minor(_or_nothing(lines.revenue.sum(where=unnamed))))


def _arrivals(climb: ir.Table) -> ir.Table:
    """Who comes onto a step (+1) and leaves it (-1) in a month."""
    nothing = {"revenue": ibis.literal(0, type=_MONEY), "margin": ibis.literal(0, type=_MONEY), "costed": ibis.literal(0, type="int64")}

    def moved(month: str, step: str, change: int) -> ir.Table:
        counted = climb.filter(climb[month].notnull()).group_by(month).aggregate(n=lambda t: t.count())
        return counted.select(month=counted[month], step=ibis.literal(step), change=(counted.n * change).cast("int64"), **nothing)

    return ibis.union(moved("first", "buyer", 1), moved("second", "buyer", -1), moved("second", "customer", 1))


def _money(lines: ir.Table, period: Period, climb: ir.Table) -> ir.Table:
    """What each month of the period brought from those on each step at its end."""
    known = _with_margin(lines).filter(lines.date >= period.start, lines.date < period.end, lines.customer_id.notnull())
    marked = known.select("customer_id", "revenue", "margin", month=_month(known.date))
    sums = marked.group_by("customer_id", "month").aggregate(
        revenue=marked.revenue.sum().cast(_MONEY), margin=_or_nothing(marked.margin.sum()), costed=marked.margin.count()
    )
    climb = climb.rename(_id="customer_id")
    both = sums.left_join(climb, sums.customer_id == climb["_id"])
    step = ibis.cases((both.second <= both.month, "customer"), (both["first"] <= both.month, "buyer"), else_="below")
    return both.select("month", step=step, change=ibis.literal(0, type="int64"), revenue="revenue", margin="margin", costed="costed")


def _with_margin(lines: ir.Table) -> ir.Table:
    return lines if "margin" in lines.columns else lines.mutate(margin=ibis.null(_MONEY))


def _month(day: ir.Column) -> ir.Column:
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1


def _or_nothing(amount: ir.Scalar) -> ir.Scalar:
    return ibis.coalesce(amount, ibis.literal(0, type="decimal(38, 4)")).cast(_MONEY)
