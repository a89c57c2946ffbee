"""Who is in each segment, and what do they buy from us? The register, our customers and our lines, one row per firm.

Ibis expressions: tables in, tables out. Source: docs/methods.md#market-share.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor, minor_step, tidy
from rung.market.compute.assumptions import Assumption

_MONEY = "decimal(18, 4)"
SEGMENT = ("rule", "industry", "region")


def firms(market: ir.Table | None, customers: ir.Table | None, lines: ir.Table, period: Period) -> ir.Table:
    """firm, industry, region, employees, listed (in the register) and revenue (exact, of the period): one row per firm.

    Parties and customers with the same organisation number are one firm; without a number each stands alone. What the register says of a
    firm goes before what the customer list says. Customers that are in no register are firms too, and so are customers that only lines
    name.
    """
    rows = [_bought(customers, lines, period)]
    if customers is not None:
        rows.append(_said(customers, "customer_id", listed=False))
    if market is not None:
        rows.append(_said(market, "party_id", listed=True))
    every = ibis.union(*rows) if len(rows) > 1 else rows[0]
    own = ~every.listed
    return every.group_by("firm").aggregate(
        **{
            name: ibis.coalesce(every[name].max(where=every.listed), every[name].max(where=own))
            for name in ("industry", "region", "employees")
        },
        listed=every.listed.any(),
        revenue=every.revenue.sum().cast(_MONEY),
    )


def _said(parties: ir.Table, key: str, *, listed: bool) -> ir.Table:
    return parties.select(
        firm=_firm(parties.org_number, key, parties[key]),
        industry=tidy(parties.industry),
        region=tidy(parties.region),
        employees=parties.employees.cast("int64"),
        listed=ibis.literal(listed),
        revenue=ibis.literal(0, type=_MONEY),
    )


def customers_of(customers: ir.Table | None, lines: ir.Table, period: Period) -> ir.Table:
    """firm, customer_id and revenue (exact): one row per customer with a line in the period."""
    inside = lines.filter(lines.date >= period.start, lines.date < period.end, lines.customer_id.notnull())
    sums = inside.group_by("customer_id").aggregate(revenue=inside.revenue.sum().cast(_MONEY))
    number = ibis.null("string")
    if customers is not None:
        known = customers.select(_id="customer_id", _number="org_number")
        sums = sums.left_join(known, sums.customer_id == known["_id"])
        number = sums["_number"]
    return sums.select(firm=_firm(number, "customer_id", sums.customer_id), customer_id="customer_id", revenue="revenue")


def _bought(customers: ir.Table | None, lines: ir.Table, period: Period) -> ir.Table:
    return customers_of(customers, lines, period).select(
        "firm",
        industry=ibis.null("string"),
        region=ibis.null("string"),
        employees=ibis.null("int64"),
        listed=ibis.literal(False),
        revenue="revenue",
    )


def _firm(number: ir.Value, key: str, own: ir.Value) -> ir.Value:
    """One name for a firm wherever it is met."""
    return ibis.coalesce("org_number " + tidy(number), key + " " + own)


def placed(every: ir.Table, assumptions: Sequence[Assumption]) -> ir.Table:
    """The firms with rule (int64: place of the first assumption that fits, -1 for none), industry and region of their segment.

    Without an assumption a segment is the first two digits of the industry code (a name as it is) and the region, small letters; null
    where unknown. industry_name and region_name: the same as the files say them.
    """
    said = [(_fits(every, one), number) for number, one in enumerate(assumptions)]
    rule = ibis.cases(*said, else_=-1).cast("int64") if said else ibis.literal(-1, type="int64")
    ruled = every.mutate(rule=rule)
    short = ibis.ifelse(ruled.industry.re_search(r"^[0-9][0-9]"), ruled.industry.substr(0, 2), ruled.industry)
    named = {"industry_name": short, "region_name": ruled.region}
    found = ruled.mutate(**{name: ibis.ifelse(ruled.rule >= 0, ibis.null("string"), value) for name, value in named.items()})
    return found.mutate(industry=found.industry_name.lower(), region=found.region_name.lower())


def _fits(every: ir.Table, one: Assumption) -> ir.BooleanValue:
    """Codes fit by how they begin, names as a whole; a segment with neither industry nor region fits every firm."""
    told = [ibis.literal(True)]
    if one.industry is not None:
        wanted = one.industry.lower()
        told.append(every.industry.lower().startswith(wanted) if wanted[:1].isdigit() else every.industry.lower() == wanted)
    if one.region is not None:
        told.append(every.region.lower() == one.region.lower())
    return ibis.and_(*told).fill_null(False)


def segments(ruled: ir.Table) -> ir.Table:
    """One row per segment of `placed`, in no order.

    rule, industry, region and their names; units (firms), listed (those in the register), customers (with revenue above zero), employees
    (of those that say) and counted (how many say); revenue_minor (int64; adds up to the rounded revenue of all).
    """
    sums = ruled.group_by(*SEGMENT).aggregate(
        industry_name=ruled.industry_name.max(),
        region_name=ruled.region_name.max(),
        units=ruled.count(),
        listed=ruled.count(where=ruled.listed),
        customers=ruled.count(where=ruled.revenue > 0),
        employees=ibis.coalesce(ruled.employees.cast("decimal(18, 0)").sum(), 0).cast("int64"),
        counted=ruled.employees.count(),
        revenue=ruled.revenue.sum().cast(_MONEY),
    )
    order = [sums.rule.asc(), sums.industry.asc(nulls_first=False), sums.region.asc(nulls_first=False)]
    so_far = sums.revenue.sum().over(ibis.window(order_by=order, rows=(None, 0))).cast(_MONEY)
    return sums.mutate(revenue_minor=minor_step(so_far, sums.revenue)).drop("revenue")


def buyers(ruled: ir.Table) -> ir.Table:
    """The firms with revenue above zero: rule, industry, region, firm, employees and revenue_minor (int64, rounded each for itself)."""
    bought = ruled.filter(ruled.revenue > 0)
    return bought.select(*SEGMENT, "firm", "employees", revenue_minor=minor(bought.revenue))
