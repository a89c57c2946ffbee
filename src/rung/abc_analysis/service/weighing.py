"""Who is worth most when several things count at once? Each customer's place by each criterion, weighted into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import ibis.expr.types as ir
import pyarrow as pa

from rung.abc_analysis import compute
from rung.abc_analysis.compute import Measure, Rule
from rung.abc_analysis.service import Profit, Run, ground, value_of, with_names
from rung.base import Period
from rung.facts.columns import minor


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """Customers ranked by several criteria. weights: criterion -> its weight.

    customers: an Arrow table, best first, with customer_id, name, score (0-1, the weighted mean of the customer's places), abc (by the
    rule, cut on the score) and for each criterion a column `<criterion>_minor` (null where the customer has no such value).
    """

    weights: Mapping[Measure, Decimal]
    rule: Rule
    customers: pa.Table


def weigh(
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    run: Run,
    period: Period,
    weights: Mapping[Measure, Decimal],
    rule: Rule = "share",
    profit: Profit | None = None,
) -> Weighing:
    """Rank and class the customers of a period by several criteria at once (`compute.weighted_rank`).

    Arguments as `analyse`; weights > 0. Raises NothingInPeriod, and MeasureNotKnown for a criterion the data know nothing of.
    """
    for measure in weights:
        ground(lines, run, period, measure)
    values = {measure: value_of(lines, period, measure, profit) for measure in weights}
    ranked = compute.weighted_rank([(values[measure], weight) for measure, weight in weights.items()])
    placed = compute.classify(ranked, measure="revenue", rule=rule)
    for measure, of in values.items():
        own = of.select(_of="customer_id", **{f"{measure}_minor": minor(of.value)})
        placed = placed.left_join(own, placed.customer_id == own["_of"]).drop("_of")
    found = run(with_names(placed, customers).order_by("rank"))
    return Weighing(weights=dict(weights), rule=rule, customers=found.select(_columns(list(weights))))


def _columns(criteria: Sequence[Measure]) -> list[str]:
    return ["customer_id", "name", "score", "abc", *(f"{measure}_minor" for measure in criteria)]
