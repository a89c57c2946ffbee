"""What do we know of how each customer buys, and who it is? One row per customer, before anything is grouped."""

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor

# Number of employees up to which a firm is of each size; above the last it is the largest. Source: docs/methods.md#clusters.
SIZES: tuple[tuple[int, str], ...] = ((0, "0"), (4, "1–4"), (19, "5–19"), (99, "20–99"), (249, "100–249"))
LARGEST = "250+"
_MONEY = "decimal(18, 4)"


def habits(lines: ir.Table, period: Period) -> ir.Table:
    """How each customer bought in a period; one row per customer with net revenue above zero in it.

    lines: invoice_lines, with `margin` of `rung.profitability.with_margin` when the margin is to count. customer_id; revenue_minor and
    before_minor (int64, of the period and the one of equal length just before; 0 when it bought nothing then); margin_minor and
    margin_of_minor (int64; the margin and the revenue it is of, null without margin); orders (days with a line above zero), spread
    (different product groups, products where no line has a group), last (date of the last line above zero).
    """
    before = period.before()
    known = lines.filter(lines.date >= before.start, lines.date < period.end, lines.customer_id.notnull())
    now = known.date >= period.start
    bought = now & (known.revenue > 0)
    sums = {
        "revenue": ibis.coalesce(known.revenue.sum(where=now), _nothing()).cast(_MONEY),
        "before": ibis.coalesce(known.revenue.sum(where=~now), _nothing()).cast(_MONEY),
        "orders": known.date.nunique(where=bought),
        "groups": known.product_group.nunique(where=bought),
        "products": known.product_id.nunique(where=bought),
        "last": known.date.max(where=bought),
    }
    if "margin" in lines.columns:
        sums["margin"] = known.margin.sum(where=now).cast(_MONEY)
        sums["margin_of"] = known.revenue.sum(where=now & known.margin.notnull()).cast(_MONEY)
    found = known.group_by("customer_id").aggregate(**sums)
    there = found.filter(found.revenue > 0)
    whole = ibis.null("int64")
    return there.select(
        "customer_id",
        revenue_minor=minor(there.revenue),
        before_minor=minor(there.before),
        margin_minor=minor(there.margin) if "margin" in lines.columns else whole,
        margin_of_minor=minor(there.margin_of) if "margin" in lines.columns else whole,
        orders=there.orders.cast("int64"),
        spread=ibis.ifelse(there.groups > 0, there.groups, there.products).cast("int64"),
        last="last",
    )


def firms(customers: ir.Table) -> ir.Table:
    """Who each customer is: customer_id, name, industry (of a number the first two digits), size and place; null where nobody knows.

    place: the county or region, else the first digit of the postal code.
    """
    digits = customers.industry.re_extract(r"^\s*(\d\d)", 1)
    industry = ibis.ifelse(digits.length() == 2, digits, customers.industry.strip())
    steps = [(customers.employees <= limit, name) for limit, name in SIZES]
    size = ibis.cases((customers.employees.isnull(), ibis.null("string")), *steps, else_=LARGEST)
    return customers.select(
        "customer_id",
        "name",
        industry=industry.nullif(""),
        size=size,
        place=ibis.coalesce(customers.region.strip().nullif(""), customers.postal_code.strip().substr(0, 1).nullif("")),
    )


def _nothing() -> ir.Scalar:
    return ibis.literal(0, type="decimal(38, 4)")
