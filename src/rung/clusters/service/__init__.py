"""Which groups are there among the customers, how do they differ, and what to do with each? Or: there are no clear segments."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, Text, text
from rung.clusters.compute import describing, grouping, matching
from rung.clusters.compute.describing import Difference, Leaf, Rules
from rung.clusters.compute.explaining import Comparison
from rung.clusters.compute.grouping import Ints, Method, PackagesMissing, Trial
from rung.clusters.compute.matrix import Matrix
from rung.clusters.service.asking import Run, covers, known, ready
from rung.clusters.service.backtest import How, Plain, look_back
from rung.clusters.service.strategy import name_of, strategy_of

__all__ = ["ClustersResult", "Plain", "Segment", "Wishes", "analyse", "to_json"]

FEWEST = 50
_SHOWN_DIFFERENCES = 3


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How to group. last: customer_id -> key of the segment it was in the last time. names: key -> what the user calls the segment."""

    method: Method = "k_means"
    seed: int = 0
    last: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment. Amounts are int minor units; shares are of all customers that were grouped, None when the whole is not positive.

    key: stays with the segment's customers from run to run. differences: the three largest. rules: who meets one of them belongs here,
    mostly; empty when no short rule finds the segment.
    """

    key: str
    name: Text | str
    customers: int
    revenue_minor: int
    revenue_share: float | None
    margin_minor: int | None
    margin_share: float | None
    differences: tuple[Difference, ...]
    rules: tuple[Leaf, ...]
    strategy: Text


@dataclass(frozen=True, kw_only=True)
class ClustersResult:
    """The segments of the customers who bought in a period; none when there are no clear ones, and trials says why.

    left_out: features that were not used, "unknown" for too many or the "same" for all. used: those that were. customers: an Arrow table,
    largest first, with customer_id, name, revenue_minor and segment (key, null without segments). comparison: the segments of a year
    before against plain classes, by what customers bought in this period, or why there is no such answer; None without segments.
    ladder: whether the plain classes are ABC and the customer ladder, not ABC alone.
    """

    period: Period
    method: Method
    trials: tuple[Trial, ...]
    chosen: Trial | None
    segments: tuple[Segment, ...]
    rules: Rules | None
    used: tuple[str, ...]
    left_out: Mapping[str, str]
    customers: pa.Table
    comparison: Comparison | Text | None
    ladder: bool


def analyse(
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    run: Run,
    period: Period,
    extra: pa.Table | None = None,
    plain: Plain | None = None,
    wishes: Wishes | None = None,
) -> ClustersResult | Text:
    """Look for segments among the customers who bought in a period; a reason instead when they cannot be looked for.

    lines: invoice_lines, of before the period too (with `margin` of `rung.profitability.with_margin` for the margin). customers: for
    industry, size, place and names, or None. extra: more to group by: an Arrow table with customer_id and columns of numbers or words.
    plain: what to hold the segments against. The answer is the same for the same data, whatever the order of the rows.
    """
    wish = wishes or Wishes()
    there = known(lines, customers, run, period)
    if there.num_rows < FEWEST:
        return text("Fewer than {few} customers bought in the period, which is too few to find segments among.", few=FEWEST)
    made = ready(there, period, grows=covers(lines, run, period.before()), extra=extra)
    if len(made.scaled) + len(made.words) < 2:
        return text("Too little is known of the customers to group them: bring in invoice lines with dates and product groups.")
    try:
        found = _look(made, wish)
    except PackagesMissing:
        return text("Segments take a package that is not installed. Install it with: {line}", line='pip install "rung[scoring]"')
    if found.chosen:
        how = How(groups=found.chosen.groups, method=wish.method, seed=wish.seed)
        comparison = look_back(lines=lines, customers=customers, run=run, period=period, plain=plain, how=how)
        found = replace(found, comparison=comparison, ladder=plain is not None and plain.ladder is not None)
    return _result(there, made, period, wish, found)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the looking gave; only trials when nothing was clear."""

    trials: tuple[Trial, ...]
    chosen: Trial | None = None
    labels: Ints | None = None
    rules: Rules | None = None
    comparison: Comparison | Text | None = None
    ladder: bool = False


def _look(made: Matrix, wish: Wishes) -> _Found:
    """The trials, and when one holds, the groups and their rules."""
    trials = tuple(grouping.try_all(made, method=wish.method, seed=wish.seed))
    chosen = grouping.choose(trials)
    if chosen is None:
        return _Found(trials)
    labels = grouping.group_all(made, chosen.groups, method=wish.method, seed=wish.seed)
    return _Found(trials, chosen, labels, describing.rules(made, labels, seed=wish.seed))


def _result(there: pa.Table, made: Matrix, period: Period, wish: Wishes, found: _Found) -> ClustersResult:
    segments: tuple[Segment, ...] = ()
    keys: list[str | None] = [None] * there.num_rows
    if found.labels is not None and found.rules is not None:
        names = matching.keys(made.ids, found.labels, there["revenue_minor"].to_pylist(), wish.last)
        segments = _segments(there, made, found.labels, found.rules, names, wish)
        keys = [names[label] for label in found.labels.tolist()]
    table = there.select(["customer_id", "name", "revenue_minor"]).append_column("segment", pa.array(keys, pa.string()))
    return ClustersResult(
        period=period,
        method=wish.method,
        trials=found.trials,
        chosen=found.chosen,
        segments=segments,
        rules=found.rules,
        used=(*made.scaled, *made.words),
        left_out=made.left_out,
        customers=table.sort_by([("revenue_minor", "descending"), ("customer_id", "ascending")]),
        comparison=found.comparison,
        ladder=found.ladder,
    )


def _segments(there: pa.Table, made: Matrix, labels: Ints, rules: Rules, keys: Mapping[int, str], wish: Wishes) -> tuple[Segment, ...]:
    """The segments, the one with most revenue first."""
    revenue, margin = there["revenue_minor"].to_pylist(), there["margin_minor"].to_pylist()
    whole, margins = sum(revenue), [one for one in margin if one is not None]
    found = []
    for label, key in keys.items():
        inside = (labels == label).tolist()
        bought = sum(amount for amount, here in zip(revenue, inside, strict=True) if here)
        left = [amount for amount, here in zip(margin, inside, strict=True) if here and amount is not None]
        different = describing.differences(made, labels == label)
        found.append(
            Segment(
                key=key,
                name=wish.names.get(key) or name_of(different),
                customers=sum(inside),
                revenue_minor=bought,
                revenue_share=_part(bought, whole),
                margin_minor=sum(left) if left else None,
                margin_share=_part(sum(left), sum(margins)) if left else None,
                differences=tuple(different[:_SHOWN_DIFFERENCES]),
                rules=tuple(leaf for leaf in rules.leaves if leaf.group == label and leaf.customers),
                strategy=strategy_of(different),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.revenue_minor, one.key)))


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def to_json(result: ClustersResult | Text) -> dict[str, Any]:
    """The result as plain JSON values; {"no_segments": reason} when segments could not be looked for."""
    if isinstance(result, Text):
        return {"no_segments": str(result)}
    compared = result.comparison
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "method": result.method,
        "trials": [asdict(one) for one in result.trials],
        "chosen": result.chosen.groups if result.chosen else None,
        "segments": [
            {
                **{name: getattr(one, name) for name in _PLAIN},
                "name": str(one.name),
                "strategy": str(one.strategy),
                "differences": [asdict(difference) for difference in one.differences],
                "rules": [{**asdict(rule), "group": one.key} for rule in one.rules],
            }
            for one in result.segments
        ],
        "accuracy": result.rules.accuracy if result.rules else None,
        "accuracy_blind": result.rules.blind if result.rules else None,
        "used": list(result.used),
        "left_out": dict(result.left_out),
        "comparison": asdict(compared) if isinstance(compared, Comparison) else None,
        "against": ["abc", "ladder"] if result.ladder else ["abc"],
        "no_comparison": str(compared) if isinstance(compared, Text) else None,
        "customers": result.customers.drop_columns("name").to_pylist(),
    }


_PLAIN = ("key", "customers", "revenue_minor", "revenue_share", "margin_minor", "margin_share")
