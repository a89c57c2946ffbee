"""What is left of the revenue when the goods are paid? Contribution margin per line, customer and product group.

Contribution margin is revenue less the cost of the goods sold. Where the cost is unknown, the margin of the product group is used when
it is given, and the line is marked as estimated. Else there is no answer: an unknown cost is never taken for no cost.
Source: docs/methods.md#contribution-margin.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import ibis
import ibis.expr.types as ir

from rung.base import Period
from rung.facts.columns import minor, minor_step

Key = Literal["customer_id", "product_group", "product_id", "seller_id"]

_MONEY = "decimal(18, 4)"
# _MONEY times _SHARE is 38 digits: one more, and Spark rounds the product before we do.
_SHARE = "decimal(19, 5)"
_PRODUCT = "decimal(38, 9)"


def with_margin(lines: ir.Table, group_margins: Mapping[str, Decimal]) -> ir.Table:
    """The lines with margin and margin_estimated.

    lines: invoice_lines. group_margins: the share of revenue (0-1, five decimals) that is left in a product group when the goods are
    paid, for lines of unknown cost; lines of known cost keep their own. margin: DECIMAL(18,4) major units, negative when sold below
    cost; null when there is no answer. margin_estimated: whether it comes from the product group. ValueError for what is not a share.
    """
    for group, share in group_margins.items():
        if not 0 <= share <= 1:
            raise ValueError(f"group_margins[{group!r}]={share} must be a share between 0 and 1; write 35 % as 0.35")
    estimate = ibis.null(_MONEY)
    if group_margins:
        known = [(group, ibis.literal(round(share, 5), type=_SHARE)) for group, share in sorted(group_margins.items())]
        share = lines.product_group.cases(*known, else_=ibis.null(_SHARE))
        estimate = (lines.revenue * share).cast(_PRODUCT).round(4).cast(_MONEY)
    margin = ibis.ifelse(lines.cost.notnull(), (lines.revenue - lines.cost).cast(_MONEY), estimate)
    marked = lines.mutate(margin=margin)
    return marked.mutate(margin_estimated=marked.cost.isnull() & marked.margin.notnull())


def margin_by(lines: ir.Table, period: Period, key: Key) -> ir.Table:
    """One row per key (null is a key of its own), best margin first by `rank`, ties by key, keys without an answer last.

    lines: of `with_margin`. revenue_minor: all revenue; known_minor and estimated_minor: the revenue whose cost is known, and whose
    margin is estimated. margin_minor: of those two parts only, null when both are missing. All int64; every prefix in rank order adds
    up to its own rounded sum.
    """
    chosen = _in(lines, period)
    sums = chosen.group_by(key).aggregate(
        revenue=chosen.revenue.sum().cast(_MONEY),
        known=_revenue_where(chosen, chosen.cost.notnull()),
        answered=_revenue_where(chosen, chosen.margin.notnull()),
        margin=chosen.margin.sum().cast(_MONEY),
    )
    best_first = [sums.margin.desc(nulls_first=False), sums[key].asc(nulls_first=False)]
    so_far = ibis.window(order_by=best_first, rows=(None, 0))
    columns = {name: sums[name] for name in ("revenue", "known", "answered", "margin")}
    running = {f"{name}_so_far": column.sum().over(so_far).cast(_MONEY) for name, column in columns.items()}
    placed = sums.mutate(rank=ibis.row_number().over(order_by=best_first) + 1, **running)
    steps = {f"{name}_minor": minor_step(placed[f"{name}_so_far"], placed[name]) for name in columns}
    summed = placed.select(key, "rank", **steps)
    return summed.mutate(estimated_minor=summed.answered_minor - summed.known_minor).drop("answered_minor")


def overview(lines: ir.Table, period: Period) -> ir.Table:
    """One row for the period: how much is known, and what is left.

    lines: of `with_margin`. revenue_minor; known_minor, estimated_minor: as in `margin_by`; margin_minor: null when nothing is known or
    estimated; free_minor: revenue on lines whose cost is given as exactly 0, which is mostly a cost nobody entered. int64.
    """
    chosen = _in(lines, period)
    known = _revenue_where(chosen, chosen.cost.notnull())
    return chosen.aggregate(
        revenue_minor=minor(ibis.coalesce(chosen.revenue.sum(), _nothing())),
        known_minor=minor(known),
        estimated_minor=minor(_revenue_where(chosen, chosen.margin.notnull())) - minor(known),
        margin_minor=minor(chosen.margin.sum()),
        free_minor=minor(_revenue_where(chosen, (chosen.cost == 0) & (chosen.revenue > 0))),
    )


def _in(lines: ir.Table, period: Period) -> ir.Table:
    if "margin" not in lines.columns:
        raise ValueError("lines must have a column margin; add it with rung.profitability.with_margin")
    return lines.filter(lines.date >= period.start, lines.date < period.end)


def _revenue_where(lines: ir.Table, condition: ir.BooleanColumn) -> ir.Scalar:
    return ibis.coalesce(lines.revenue.sum(where=condition), _nothing()).cast(_MONEY)


def _nothing() -> ir.Scalar:
    return ibis.literal(Decimal(0), type=_MONEY)
