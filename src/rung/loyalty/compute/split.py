"""Is the revenue new, bought again, or won back, and which customers did it come from and leave with? Exactly, to the oere.

Ibis expressions: tables in, tables out. A base period is held against a current period of equal length; what was bought before the base
period counts only in who is new. The rules and their source: docs/methods.md#loyalty.
"""

from collections.abc import Sequence
from typing import Literal, get_args

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor, minor_step

Kind = Literal["new_buy", "add_on", "rebuy", "buy_more", "won_back", "returns"]
Step = Literal["new", "won_back", "expanded", "contracted", "flat", "lost", "other"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STEPS: tuple[Step, ...] = get_args(Step)
_MONEY = "decimal(18, 4)"


def customer_sums(lines: ir.Table, base: Period, current: Period) -> ir.Table:
    """One row per customer with a line in either period: what it bought in each, and its step in the bridge between them.

    lines: invoice_lines, also those of before the base period; lines without a customer are left out. customer_id; base_minor and
    current_minor (int64; summed over all customers they are the rounded revenue of the period); step, by revenue that is exact: new
    (nothing or less in base, more than that now), won_back (the same, but bought outside base before: a line above zero), lost (bought
    in base, nothing or less now), expanded, contracted and flat (positive in both), other (positive in neither).
    ValueError when the periods overlap or stand in the wrong order. Source: docs/methods.md#loyalty.
    """
    sums = _sums(lines, base, current, ["customer_id"])
    by_id = ibis.window(order_by=sums.customer_id.asc(), rows=(None, 0))
    placed = sums.mutate(_base=sums.base.sum().over(by_id).cast(_MONEY), _current=sums.current.sum().over(by_id).cast(_MONEY))
    known_before = (placed.first < base.start) | (placed.last_before >= base.end)
    return placed.select(
        "customer_id",
        base_minor=minor_step(placed["_base"], placed.base),
        current_minor=minor_step(placed["_current"], placed.current),
        step=ibis.cases(
            ((placed.base <= 0) & (placed.current <= 0), "other"),
            (placed.current <= 0, "lost"),
            ((placed.base <= 0) & known_before.fill_null(False), "won_back"),
            (placed.base <= 0, "new"),
            (placed.current > placed.base, "expanded"),
            (placed.current < placed.base, "contracted"),
            else_="flat",
        ),
    )


def bridge(sums: ir.Table) -> ir.Table:
    """One row per step that any customer took: step, customers, base_minor and current_minor (int64). sums: of `customer_sums`."""
    return sums.group_by("step").aggregate(
        customers=sums.count(), base_minor=_whole(sums.base_minor), current_minor=_whole(sums.current_minor)
    )


def split(lines: ir.Table, base: Period, current: Period) -> ir.Table:
    """The revenue of the current period as six kinds, one row per customer x product group with a line in either period.

    Adds up to the oere in every direction: revenue_minor is the sum of new_buy_minor ... returns_minor, and summed over groups it is
    current_minor of `customer_sums`. With revenue r now and b in base, of customer c and product group g (null is a group of its own;
    "bought" is a line above zero): r < 0 is returns, whoever it is. Else c never bought before: new_buy. c bought before base but not
    since: won_back. c bought before, but never g: add_on. c bought g before: rebuy is min(r, b) and buy_more the rest, but with b <= 0
    all of r is rebuy. lines, errors and source: as `customer_sums`. Also base_minor.
    """
    groups = _sums(lines, base, current, ["customer_id", "product_group"])
    customers = _sums(lines, base, current, ["customer_id"])
    by_id = ibis.window(order_by=customers.customer_id.asc(), rows=(None, 0))
    earlier = customers.select(
        _id="customer_id",
        _last="last_before",
        _base=(customers.base.sum().over(by_id) - customers.base).cast(_MONEY),
        _current=(customers.current.sum().over(by_id) - customers.current).cast(_MONEY),
    )
    both = groups.join(earlier, groups.customer_id == earlier["_id"])
    within = ibis.window(group_by=both.customer_id, order_by=both.product_group.asc(nulls_first=False), rows=(None, 0))
    placed = both.mutate(
        _base=(both["_base"] + both.base.sum().over(within)).cast(_MONEY),
        _current=(both["_current"] + both.current.sum().over(within)).cast(_MONEY),
    )
    whole = placed.mutate(base_minor=minor_step(placed["_base"], placed.base), revenue_minor=minor_step(placed["_current"], placed.current))
    return _as_kinds(whole, base)


def split_by(splits: ir.Table, keys: Sequence[str] = ()) -> ir.Table:
    """`split` summed by customer_id, by product_group, by both, or ([]) to one row; null product groups are a group of their own."""
    columns = ("base_minor", "revenue_minor", *(f"{kind}_minor" for kind in KINDS))
    sums = {name: _whole(splits[name]) for name in columns}
    return splits.group_by(list(keys)).aggregate(**sums) if keys else splits.aggregate(**sums)


def _sums(lines: ir.Table, base: Period, current: Period, keys: list[str]) -> ir.Table:
    """Per key: base and current (exact revenue), first (its first purchase ever) and last_before (its last before the current period)."""
    if base.end > current.start:
        raise ValueError(f"base={base} must end before current={current} starts; current.before() is the period just before")
    known = lines.filter(lines.date < current.end, lines.customer_id.notnull())
    in_base, now = (known.date >= base.start) & (known.date < base.end), known.date >= current.start
    bought = known.revenue > 0
    sums = known.group_by(keys).aggregate(
        base=ibis.coalesce(known.revenue.sum(where=in_base), _nothing()).cast(_MONEY),
        current=ibis.coalesce(known.revenue.sum(where=now), _nothing()).cast(_MONEY),
        first=known.date.min(where=bought),
        last_before=known.date.max(where=bought & (known.date < current.start)),
        _seen=known.count(where=in_base | now),
    )
    return sums.filter(sums["_seen"] > 0).drop("_seen")


def _as_kinds(whole: ir.Table, base: Period) -> ir.Table:
    revenue, nothing = whole.revenue_minor, ibis.literal(0, type="int64")
    kind = ibis.cases(
        (whole.current < 0, "returns"),
        (whole["_last"].isnull(), "new_buy"),
        (whole["_last"] < base.start, "won_back"),
        (whole.last_before.isnull(), "add_on"),
        else_="rebuy",
    )
    again = ibis.ifelse(whole.base > 0, ibis.least(revenue, whole.base_minor), revenue)
    marked = whole.mutate(_kind=kind, _again=again)
    columns = {f"{one}_minor": ibis.ifelse(marked["_kind"] == one, marked.revenue_minor, nothing) for one in KINDS}
    bought_again = marked["_kind"] == "rebuy"
    columns["rebuy_minor"] = ibis.ifelse(bought_again, marked["_again"], nothing)
    columns["buy_more_minor"] = ibis.ifelse(bought_again, marked.revenue_minor - marked["_again"], nothing)
    return marked.select("customer_id", "product_group", "base_minor", "revenue_minor", **columns)


def overview(lines: ir.Table, current: Period) -> ir.Table:
    """One row: revenue_minor of the period, unattributed_minor of it on lines without a customer (the six kinds know nothing of those).

    first and last: the dates of the first and last line there is in the data. int64, never null; dates null when there is no line.
    """
    inside = (lines.date >= current.start) & (lines.date < current.end)
    revenue = ibis.coalesce(lines.revenue.sum(where=inside), _nothing())
    named = ibis.coalesce(lines.revenue.sum(where=inside & lines.customer_id.notnull()), _nothing())
    return lines.aggregate(
        revenue_minor=minor(revenue), unattributed_minor=minor(revenue) - minor(named), first=lines.date.min(), last=lines.date.max()
    )


def _whole(amount: ir.Column) -> ir.Column:
    """A sum of int64 that stays int64: an engine may make a wider number of it, and forget it when it writes a file. 0 of no rows."""
    return ibis.coalesce(amount.cast("decimal(18, 0)").sum(), _nothing()).cast("int64")


def _nothing() -> ir.Scalar:
    return ibis.literal(0, type="decimal(38, 4)")
