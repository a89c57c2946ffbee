"""What is left when the goods and the serving are paid? Seller time, orders, lines and credit, each exact, per customer and per seller.

profit = contribution margin - minutes x cost per minute - orders x cost per order - lines x cost per line - cost of credit. Each part is
rounded once to the minor unit, half away from zero, and the profit is their sum, so that what is shown adds up. A part without a rate is
null and in no cost; a margin that is not known gives no profit. Source: docs/methods.md#cost-to-serve.
"""

from decimal import Decimal
from typing import Literal

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor
from rung.profitability.compute.margin import margin_by
from rung.profitability.compute.rates import CostRates

ServeKey = Literal["customer_id", "seller_id"]
Part = Literal["seller", "orders", "lines", "credit"]
PARTS: tuple[Part, ...] = ("seller", "orders", "lines", "credit")
# Of the revenue of a customer, this part (19 of 20) must have a margin before anyone says what it earns.
ENOUGH = (19, 20)
_VISITS = ("visit", "meeting")
_MONEY = "decimal(18, 4)"
_PRODUCT = "decimal(38, 8)"
_SCALE = 10_000  # four decimals, of amounts and of the interest


def sells(lines: ir.Table) -> ir.BooleanColumn:
    """Whether a line is work: something sold, or handed out for nothing. Credit notes, discounts and lines of words are not."""
    return (lines.revenue > 0) | ((lines.revenue == 0) & (lines.quantity > 0)).fill_null(False)


def work_by(lines: ir.Table, period: Period, key: ServeKey) -> ir.Table:
    """key, orders and lines (int64) and invoiced (DECIMAL(18,4)), one row per key.

    lines: invoice_lines, all with a customer_id. An order is an invoice number of a customer with a line that sells (`sells`); lines
    without a number are one order per customer and day. invoiced: what was out on credit, the sum of invoices that net to more than zero.
    """
    chosen = lines.filter(lines.date >= period.start, lines.date < period.end)
    day = ibis.ifelse(chosen.invoice_id.isnull(), chosen.date, ibis.null("date"))
    which = list(dict.fromkeys([key, "customer_id", "invoice_id"]))
    marked = chosen.select(*which, "revenue", day=day, sells=sells(chosen).cast("int64"))
    invoices = marked.group_by(*which, "day").aggregate(net=marked.revenue.sum().cast(_MONEY), lines=marked.sells.sum().cast("int64"))
    return invoices.group_by(key).aggregate(
        orders=invoices.count(where=invoices.lines > 0),
        lines=invoices.lines.sum().cast("int64"),
        invoiced=_or_nothing(invoices.net.sum(where=invoices.net > 0)),
    )


def with_time(activities: ir.Table, period: Period, rates: CostRates) -> ir.Table:
    """The activities of the period with `taken` (minutes, DECIMAL(18,4), null when nobody knows), visit and judged (by visit_minutes)."""
    chosen = activities.filter(activities.date >= period.start, activities.date < period.end)
    visit = chosen.channel.lower().isin(_VISITS).fill_null(False)
    usual = ibis.null(_MONEY) if rates.visit_minutes is None else ibis.literal(rates.visit_minutes, type=_MONEY)
    judged = ibis.ifelse(visit & chosen.minutes.isnull(), usual, ibis.null(_MONEY))
    return chosen.mutate(taken=ibis.coalesce(chosen.minutes, judged), visit=visit, judged=judged.notnull())


def time_known(activities: ir.Table, period: Period, rates: CostRates) -> ir.Table:
    """One row: timed, untimed and judged (int64, activities of the period) and first, the day of the first that has a time."""
    seen = with_time(activities, period, rates)
    timed = seen.taken.notnull()
    return seen.aggregate(
        timed=seen.count(where=timed),
        untimed=seen.count(where=seen.taken.isnull()),
        judged=seen.count(where=seen.judged),
        first=seen.date.min(where=timed),
    )


def served(lines: ir.Table, period: Period, rates: CostRates, *, key: ServeKey = "customer_id", activities: ir.Table | None) -> ir.Table:
    """One row per key with a line or a minute of the period: what it brought, what it took, and what is left.

    lines: of `with_margin`; those without a customer, and without the key, are left out. activities: where the minutes come from, by
    party_id (by seller_id for sellers); None: order_minutes of the rates for each order, else nobody knows. bought: whether there is one.
    revenue_minor, known_minor, estimated_minor, margin_minor: as in `margin_by`, nothing for who did not buy. orders, lines, visits
    (int64; visits null without activities), minutes (DECIMAL(18,4), null when not known). seller_minor, orders_minor, lines_minor,
    credit_minor: the parts, null where the rate or the minutes are not known; cost_minor: their sum. profit_minor: margin less cost; null
    unless the margin is known or estimated for 95 % of the revenue. int64.
    """
    named = lines.filter(lines.customer_id.notnull(), lines[key].notnull())
    brought, work = margin_by(named, period, key).drop("rank"), work_by(named, period, key).rename(_key=key)
    both = brought.join(work, brought[key] == work["_key"]).drop("_key").mutate(bought=True)
    timed = both.mutate(visits=ibis.null("int64"), minutes=_minutes_of_orders(both, rates))
    if activities is not None:
        timed = _with_minutes(both, with_time(activities, period, rates), key)
    return _left(_costed(timed, rates))


def profit_values(rows: ir.Table) -> ir.Table:
    """customer_id and value (DECIMAL(18,4) major units): the profit of each customer of `served` that bought and has an answer."""
    known = rows.filter(rows.bought, rows.profit_minor.notnull())
    return known.select("customer_id", value=(known.profit_minor.cast("decimal(18, 0)") * Decimal("0.01")).cast(_MONEY))


def break_even(cost_minor: int, margin_minor: int | None, answered_minor: int) -> int | None:
    """The least revenue, in minor units, whose margin pays the cost to serve: cost / (margin / revenue the margin is of), rounded up.

    None when the ratio is not known or not above zero: then no revenue is enough.
    """
    if margin_minor is None or margin_minor <= 0 or answered_minor <= 0:
        return None
    return -(-cost_minor * answered_minor // margin_minor)


def per_krone(profit_minor: int | None, seller_minor: int | None) -> float | None:
    """Profit per salary krone: profit before seller cost / seller cost; None without a profit or without a seller cost."""
    return None if profit_minor is None or not seller_minor else (profit_minor + seller_minor) / seller_minor


def _minutes_of_orders(rows: ir.Table, rates: CostRates) -> ir.Column:
    if rates.order_minutes is None:
        return ibis.null(_MONEY)
    return (rows.orders.cast("decimal(18, 0)") * ibis.literal(rates.order_minutes, type=_MONEY)).cast(_MONEY)


def _with_minutes(rows: ir.Table, timed: ir.Table, key: ServeKey) -> ir.Table:
    """The rows with their minutes and visits, and those who took time and bought nothing."""
    who = timed[{"customer_id": "party_id", "seller_id": "seller_id"}[key]]
    named = timed.mutate(_key=who).filter(who.notnull())
    time = named.group_by("_key").aggregate(minutes=_or_nothing(named.taken.sum()), visits=named.visit.cast("int64").sum().cast("int64"))
    both = rows.outer_join(time, rows[key] == time["_key"])
    bought = both.bought.fill_null(False)
    nothing = {name: both[name].fill_null(0) for name in ("revenue_minor", "known_minor", "estimated_minor", "orders", "lines", "visits")}
    return both.mutate(
        **{key: ibis.coalesce(both[key], both["_key"])},
        **nothing,
        bought=bought,
        margin_minor=ibis.ifelse(bought, both.margin_minor, 0),
        invoiced=_or_nothing(both.invoiced),
        minutes=_or_nothing(both.minutes),
    ).drop("_key")


def _costed(rows: ir.Table, rates: CostRates) -> ir.Table:
    return rows.mutate(
        seller_minor=_price(rows.minutes, rates.seller_minute),
        orders_minor=_price(rows.orders, rates.order),
        lines_minor=_price(rows.lines, rates.line),
        credit_minor=_credit(rows.invoiced, rates),
    ).drop("invoiced")


def _left(rows: ir.Table) -> ir.Table:
    cost = sum((rows[f"{part}_minor"].fill_null(0) for part in PARTS[1:]), start=rows[f"{PARTS[0]}_minor"].fill_null(0))
    unknown = rows.revenue_minor - rows.known_minor - rows.estimated_minor
    part, whole = ENOUGH
    enough = whole * unknown.abs() <= (whole - part) * rows.revenue_minor.abs()
    costed = rows.mutate(cost_minor=cost)
    return costed.mutate(profit_minor=ibis.ifelse(enough, costed.margin_minor - costed.cost_minor, ibis.null("int64")))


def _price(amount: ir.Column, rate: Decimal | None) -> ir.Column:
    """So many at so much, as minor units."""
    if rate is None:
        return ibis.null("int64")
    return minor((amount.cast(_MONEY) * ibis.literal(rate, type=_MONEY)).cast(_PRODUCT).round(2).cast(_MONEY))


def _credit(amount: ir.Column, rates: CostRates) -> ir.Column:
    """Interest on an amount: amount x days / 365 x interest as minor units, half up. Whole numbers: engines divide decimals as floats."""
    if rates.interest is None or rates.credit_days is None:
        return ibis.null("int64")
    times, divisor = rates.credit_days * int(rates.interest * _SCALE), 365 * _SCALE * (_SCALE // 100)
    exact = (amount.cast("decimal(28, 4)") * _SCALE).cast("int64")
    rest = exact % divisor
    return _quotient(exact - rest, divisor) * times + _quotient(2 * times * rest + divisor, 2 * divisor)


def _quotient(number: ir.Column, divisor: int) -> ir.Column:
    """Whole times that divisor goes into a number that is not negative: `//` is a float division, so it is asked half way between."""
    return (number - number % divisor + divisor // 2) // divisor


def _or_nothing(amount: ir.Column) -> ir.Column:
    return ibis.coalesce(amount, ibis.literal(Decimal(0), type="decimal(38, 4)")).cast(_MONEY)
