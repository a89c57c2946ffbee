"""What is known of every party, and what did each customer buy first? Ibis expressions: tables in, tables out.

Source: docs/methods.md#best-customer-template.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.loyalty import purchases

COLUMNS = (
    *("name", "kind", "org_number", "industry", "employees", "turnover", "legal_form", "founded", "country", "region", "postal_code"),
    *("birth_year", "income", "sex", "customer_group"),
)
FIRST_OCCASIONS = 4


def worth(lines: ir.Table, window: Period) -> ir.Table:
    """One row per customer with a purchase occasion in the window: the columns of `rung.loyalty.purchases`, margin among them.

    lines: invoice_lines; when they have no margin of `rung.profitability.with_margin`, it is revenue less cost, where the cost is known.
    """
    chosen = lines.filter(lines.date >= window.start)
    if "margin" not in lines.columns:
        chosen = chosen.mutate(margin=(chosen.revenue - chosen.cost).cast("decimal(18, 4)"))
    return purchases(chosen, window.end)


def biggest(lines: ir.Table, window: Period) -> ir.Table:
    """customer_id and biggest: the revenue of each customer's largest purchase occasion in the window, exact."""
    inside = lines.filter(lines.date >= window.start, lines.date < window.end, lines.customer_id.notnull())
    days = inside.group_by("customer_id", "date").aggregate(revenue=inside.revenue.sum())
    return days.group_by("customer_id").aggregate(biggest=days.revenue.max())


def entry(lines: ir.Table, until: date) -> ir.Table:
    """How each customer began, in the data there are: one row per customer with a purchase occasion before `until`.

    customer_id; entry_group: the product group it bought for most on its first occasion, ties by name, null where none is known;
    rhythm_days: the mean number of days between its first four occasions (float; fewer when it has fewer, null with one). Only the
    beginning is looked at, for to buy often for years is to be a good customer already.
    """
    known = lines.filter(lines.date < until, lines.customer_id.notnull())
    days = known.group_by("customer_id", "date").aggregate(revenue=known.revenue.sum())
    bought = days.filter(days.revenue > 0)
    numbered = bought.mutate(nth=ibis.row_number().over(ibis.window(group_by=bought.customer_id, order_by=bought.date.asc())))
    early = numbered.filter(numbered.nth < FIRST_OCCASIONS)
    began = early.group_by("customer_id").aggregate(first=early.date.min(), last=early.date.max(), times=early.count())
    started = began.select(
        "customer_id", "first", rhythm_days=began["last"].delta(began["first"], unit="day").cast("float64") / (began.times - 1).nullif(0)
    )
    groups = _first_groups(known, started)
    joined = started.left_join(groups, started.customer_id == groups["_group_id"])
    return joined.select("customer_id", "entry_group", "rhythm_days")


def _first_groups(known: ir.Table, started: ir.Table) -> ir.Table:
    firsts = started.select(_id="customer_id", _first="first")
    lines = known.join(firsts, (known.customer_id == firsts["_id"]) & (known.date == firsts["_first"]))
    named = lines.filter(lines.product_group.notnull())
    sums = named.group_by("customer_id", "product_group").aggregate(revenue=named.revenue.sum())
    order = [sums.revenue.desc(), sums.product_group.asc()]
    placed = sums.mutate(place=ibis.row_number().over(ibis.window(group_by=sums.customer_id, order_by=order)))
    return placed.filter(placed.place == 0).select(_group_id="customer_id", entry_group="product_group")


def parties(lines: ir.Table, customers: ir.Table | None, until: date) -> ir.Table:
    """Every known customer, who bought or not, ordered by customer_id: what the customer table says (those of COLUMNS it has) and `entry`.

    bought: exact revenue of all lines before `until`, null for those without any.
    """
    known = lines.filter(lines.date < until, lines.customer_id.notnull())
    sums = known.group_by("customer_id").aggregate(bought=known.revenue.sum().cast("decimal(18, 4)"))
    begun = entry(lines, until).rename(_entry_id="customer_id")
    sold = sums.left_join(begun, sums.customer_id == begun["_entry_id"]).drop("_entry_id")
    if customers is None:
        return sold.order_by("customer_id")
    there = customers.select(_known_id="customer_id", **{name: customers[name] for name in COLUMNS if name in customers.columns})
    joined = sold.outer_join(there, sold.customer_id == there["_known_id"])
    everyone = joined.mutate(customer_id=ibis.coalesce(joined.customer_id, joined["_known_id"])).drop("_known_id")
    return everyone.order_by("customer_id")


def not_customers(market: ir.Table, lines: ir.Table, customers: ir.Table | None) -> ir.Table:
    """The parties of the market that are no customers, by their number or their organisation number, ordered by party_id."""
    ids = lines.filter(lines.customer_id.notnull()).select(_id="customer_id").distinct()
    left = market.anti_join(ids, market.party_id == ids["_id"])
    if customers is not None:
        known = customers.select(_id="customer_id").distinct()
        left = left.anti_join(known, left.party_id == known["_id"])
        if "org_number" in customers.columns and "org_number" in market.columns:
            numbers = customers.filter(customers.org_number.notnull()).select(_number="org_number").distinct()
            left = left.anti_join(numbers, left.org_number == numbers["_number"])
    kept = ["party_id", *(name for name in COLUMNS if name in market.columns)]
    return left.select(*kept).order_by("party_id")
