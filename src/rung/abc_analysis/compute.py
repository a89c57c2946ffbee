"""What is each customer worth, and which few customers carry most of it? Classes A, B and C, and how uneven it is.

The first half are Ibis expressions (tables in, tables out), the second half is arithmetic on the result, one number per customer.
The rules and their sources: docs/methods.md#abc.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period
from rung.facts.columns import minor, minor_step

Measure = Literal["revenue", "margin", "profit", "units", "growth"]
Rule = Literal["share", "count"]
Cut = float | Decimal | Fraction
Flag = Literal["unprofitable", "net_credit", "no_growth"]

# The cuts after class A and after class B: shares of the value (rule "share"), shares of the number of customers (rule "count").
CUTS: Mapping[Rule, tuple[Decimal, Decimal]] = {
    "share": (Decimal("0.80"), Decimal("0.95")),
    "count": (Decimal("0.20"), Decimal("0.80")),
}
FLAGS: Mapping[Measure, Flag] = {
    "revenue": "net_credit",
    "margin": "unprofitable",
    "profit": "unprofitable",
    "units": "net_credit",
    "growth": "no_growth",
}
CLASSES = ("A", "B", "C")
NO_CLASS = "none"
_EXACT = "decimal(38, 4)"
# Sums of one company fit in 18 digits (below 10^14 kroner; the engine refuses more). Dividing and rounding 128-bit numbers costs
# 30 times as much, and made ABC over 10 M lines 1.4 times as dear as SQL by hand: bench/abc.py.
_NARROW = "decimal(18, 4)"


def measured_lines(lines: ir.Table, period: Period, measure: Measure) -> ir.Table:
    """The lines a measure is summed over, with `amount`: what each line adds to the value of its customer.

    lines: invoice_lines; for measure "margin" with a column `margin` as well (DECIMAL major units, null where the cost is unknown).
    amount is DECIMAL(18,4): major units, or units sold; null where the line has no answer (unknown cost, no quantity).
    Growth is the revenue of the period less that of the period of equal length just before, so those lines count negative.
    ValueError when `measure` is not a measure of lines (profit is of customers), or the column it needs is not there.
    """
    if measure not in FLAGS or measure == "profit":
        of_lines = ", ".join(one for one in FLAGS if one != "profit")
        raise ValueError(f"measure={measure!r} is not a measure of lines; choose one of {of_lines}")
    if measure == "margin" and "margin" not in lines.columns:
        raise ValueError("measure='margin' needs lines with a column margin; add it with rung.profitability.with_margin")
    start = period.before().start if measure == "growth" else period.start
    chosen = lines.filter(lines.date >= start, lines.date < period.end)
    if measure == "growth":
        return chosen.mutate(amount=ibis.ifelse(chosen.date >= period.start, chosen.revenue, -chosen.revenue))
    return chosen.mutate(amount=chosen[{"revenue": "revenue", "margin": "margin", "units": "quantity"}[measure]])


def value_by_customer(lines: ir.Table, period: Period, measure: Measure) -> ir.Table:
    """customer_id and value, one row per customer with at least one line that has an answer; exact DECIMAL(38,4), unrounded.

    Lines without a customer are left out: `overview` sums them apart. Errors: as `measured_lines`.
    """
    chosen = measured_lines(lines, period, measure)
    known = chosen.filter(chosen.customer_id.notnull(), chosen.amount.notnull())
    return known.group_by("customer_id").aggregate(value=known.amount.sum())


def overview(lines: ir.Table, period: Period, measure: Measure) -> ir.Table:
    """One row on what the customers are a part of: total_minor, the measure summed over all lines, also those without a customer.

    lines: how many lines there are in the period; unattributed_lines: how many of them name no customer. unanswered_lines and
    unanswered_revenue_minor: lines that have no answer (unknown cost, no quantity) and the revenue on them. All int64, never null.
    """
    chosen = measured_lines(lines, period, measure)
    unanswered = chosen.amount.isnull()
    inside = chosen.date >= period.start  # growth reads the period before as well
    return chosen.aggregate(
        total_minor=minor(ibis.coalesce(chosen.amount.sum(), _nothing())),
        lines=chosen.count(where=inside),
        unattributed_lines=chosen.count(where=inside & chosen.customer_id.isnull()),
        unanswered_lines=chosen.count(where=unanswered),
        unanswered_revenue_minor=minor(ibis.coalesce(chosen.revenue.sum(where=unanswered), _nothing())),
    )


def classify(
    values: ir.Table, *, measure: Measure = "revenue", rule: Rule = "share", a_share: Cut | None = None, b_share: Cut | None = None
) -> ir.Table:
    """Give each customer class A, B or C by its place in the order of value.

    values: one row per customer_id with `value`, an exact DECIMAL; other columns stay. Order: value descending, ties by customer_id, so
    every engine gives the same answer. Rule "share": A while the value before the customer is less than a_share (0.80) of the total of
    the positive values, B while it is less than b_share (0.95), else C: the customer that crosses a cut stays in the class above it.
    Rule "count": the first a_share (0.20) of the customers with a positive value are A, those up to b_share (0.80) B, the rest C; parts
    of a customer round up. Both are decided on exact numbers, never on float shares. Value <= 0: class C with the flag of the measure
    (net_credit, unprofitable, no_growth), outside the total and the number that shares are taken of.

    Adds rank (1 is best), value_minor (int64 hundredths, so that every prefix in rank order adds up to its own rounded sum),
    start_share [0-1) and cum_share (0-1] of the positive total (null where value <= 0), abc and flag (null for most); drops value.
    ValueError for cuts that are not shares in order. Source: docs/methods.md#abc. Worked example: tests/test_compute.py.
    """
    a, b = _cuts(rule, a_share, b_share)
    values = values.mutate(_value=values.value.cast(_NARROW)).drop("value")
    best_first = [values["_value"].desc(), values.customer_id.asc()]
    so_far, everyone = ibis.window(order_by=best_first, rows=(None, 0)), ibis.window()
    positive = values["_value"] > 0
    placed = values.mutate(
        rank=ibis.row_number().over(order_by=best_first) + 1,
        _running=values["_value"].sum().over(so_far).cast(_NARROW),
        _total=ibis.ifelse(positive, values["_value"], _nothing()).sum().over(everyone).cast(_NARROW),
        _positive=ibis.ifelse(positive, 1, 0).sum().over(everyone),
    )
    value, running, total = placed["_value"], placed["_running"], placed["_total"]
    before, whole = (placed["rank"] - 1, placed["_positive"]) if rule == "count" else (running - value, total)
    abc = ibis.cases((value <= 0, "C"), (_is_below(before, whole, a), "A"), (_is_below(before, whole, b), "B"), else_="C")
    return placed.mutate(
        value_minor=minor_step(running, value),
        start_share=(value > 0).ifelse(_share(running - value, total), None),
        cum_share=(value > 0).ifelse(_share(running, total), None),
        abc=abc,
        flag=(value <= 0).ifelse(FLAGS[measure], None),
    ).drop("_value", "_running", "_total", "_positive")


def _nothing() -> ir.Scalar:
    return ibis.literal(Decimal(0), type=_EXACT)


def _is_below(part: ir.Column, whole: ir.Column, cut: Fraction) -> ir.Column:
    """Whether part / whole < cut, by multiplication: exact where a division would not be."""
    return part.cast(_EXACT) * cut.denominator < whole.cast(_EXACT) * cut.numerator


def _share(part: ir.Column, whole: ir.Column) -> ir.Column:
    return part.cast("float64") / whole.cast("float64").nullif(0)


def _cuts(rule: Rule, a_share: Cut | None, b_share: Cut | None) -> tuple[Fraction, Fraction]:
    if rule not in CUTS:
        raise ValueError(f"rule={rule!r} is not a rule; choose one of {', '.join(CUTS)}")
    given = {"a_share": a_share, "b_share": b_share}
    cuts = {name: Fraction(str(standard if cut is None else cut)) for (name, cut), standard in zip(given.items(), CUTS[rule], strict=True)}
    for name, cut in cuts.items():
        if not 0 < cut <= 1:
            remedy = f"write {given[name]} % as {float(cut / 100):.2f}" if 1 < cut <= 100 else "write 80 % as 0.80"
            raise ValueError(f"{name}={given[name]} must be a share between 0 and 1; {remedy}")
    a, b = cuts["a_share"], cuts["b_share"]
    if a > b:
        raise ValueError(f"a_share={float(a)} must not be greater than b_share={float(b)}; b_share is where class B ends, class A included")
    return a, b


def weighted_rank(criteria: Sequence[tuple[ir.Table, int | Decimal]]) -> ir.Table:
    """One value from several criteria: each customer's place in each, 0-1, averaged with weights; `classify` then cuts as always.

    criteria: pairs of a table (customer_id, value) and its weight (> 0). A customer that a criterion does not know has value 0 there.
    In each criterion a customer's score is its place from the bottom divided by the number of customers n, equal values sharing the
    average of their places: the best of n has 1. Gives customer_id, score (float, 0-1) and value: the same score as exact points
    (2 x n x the weights made whole numbers), for `classify`. ValueError for no criteria or a weight <= 0. Source: docs/methods.md#abc.
    """
    if not criteria:
        raise ValueError("criteria=[] must have at least one pair of values and weight")
    if bad := [weight for _, weight in criteria if weight <= 0]:
        raise ValueError(f"weight={bad[0]} must be greater than 0; leave the criterion out instead")
    weights = [Fraction(str(weight)) for _, weight in criteria]
    scale = lcm(*(weight.denominator for weight in weights))
    parts = [
        values.select("customer_id", value=values.value.cast(_EXACT), criterion=ibis.literal(n)) for n, (values, _) in enumerate(criteria)
    ]
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    columns = {f"_{n}": every.value.sum(where=every.criterion == n).coalesce(_nothing()) for n in range(len(parts))}
    wide = every.group_by("customer_id").aggregate(**columns)
    ranked = wide.mutate(
        _customers=wide.count().over(ibis.window()), **{f"_twice{n}": _twice_average_place(wide[f"_{n}"]) for n in range(len(parts))}
    )
    points = sum((ranked[f"_twice{n}"] * int(weight * scale) for n, weight in enumerate(weights)), start=ibis.literal(0, type="int64"))
    return ranked.select(
        "customer_id",
        value=points.cast(_EXACT),
        score=points.cast("float64") / (ranked["_customers"] * int(2 * sum(weights) * scale)).cast("float64"),
    )


def _twice_average_place(value: ir.Column) -> ir.Column:
    """Two times the average place from the bottom (1 is lowest) of rows with equal value: always a whole number."""
    lowest_place = ibis.rank().over(order_by=value.asc()) + 1
    return 2 * lowest_place + value.count().over(group_by=value) - 1


def compare(before: ir.Table, now: ir.Table) -> ir.Table:
    """Two classified tables side by side, one row per customer that is in either of them.

    Keeps the columns of `now` (null for who is no longer there, but abc is then "none"), and adds before_abc ("none" for who was
    not there) and before_minor (0 for who was not there).
    """
    then = before.select(_before_id="customer_id", before_abc="abc", before_minor="value_minor")
    both = now.outer_join(then, now.customer_id == then["_before_id"])
    return both.mutate(
        customer_id=ibis.coalesce(both.customer_id, both["_before_id"]),
        abc=ibis.coalesce(both.abc, NO_CLASS),
        before_abc=ibis.coalesce(both.before_abc, NO_CLASS),
        before_minor=ibis.coalesce(both.before_minor, 0),
    ).drop("_before_id")


def movement(compared: pa.Table) -> dict[tuple[str, str], int]:
    """How many customers went from which class to which, {("A", "B"): 12, ...}: all pairs of A, B, C and none but none to none.

    compared: a fetched `compare` of two periods.
    """
    places = (*CLASSES, NO_CLASS)
    matrix = {(old, new): 0 for old in places for new in places if (old, new) != (NO_CLASS, NO_CLASS)}
    for old, new in zip(compared["before_abc"].to_pylist(), compared["abc"].to_pylist(), strict=True):
        matrix[old, new] += 1
    return matrix


def revenue_by_month(lines: ir.Table, period: Period) -> ir.Table:
    """month_index (year * 12 + month - 1) and revenue_minor (int64; every prefix of months adds up), only months that have lines."""
    chosen = lines.filter(lines.date >= period.start, lines.date < period.end)
    chosen = chosen.mutate(month_index=chosen.date.year().cast("int64") * 12 + chosen.date.month().cast("int64") - 1)
    months = chosen.group_by("month_index").aggregate(revenue=chosen.revenue.sum())
    running = months.revenue.sum().over(ibis.window(order_by=months.month_index.asc(), rows=(None, 0)))
    summed = months.mutate(running=running)
    return summed.select("month_index", revenue_minor=minor_step(summed.running, summed.revenue))


def lorenz(values: Sequence[int]) -> list[tuple[float, float]]:
    """The Lorenz curve from (0, 0) to (1, 1): the share of value (y) held by the smallest share of customers (x).

    values: value_minor of the customers in any order, none negative (ValueError). Empty when no value is positive.
    """
    ascending = _ascending(values)
    total = sum(ascending)
    sums = accumulate(ascending, initial=0)
    return [(place / len(ascending), part / total) for place, part in enumerate(sums)] if total else []


def gini(values: Sequence[int]) -> float | None:
    """How unevenly value is spread: 0 when all customers are equal, towards 1 when one customer has everything.

    values: value_minor of the customers in any order, none negative (ValueError). sum((2i - n - 1) x_i) / (n sum x), x ascending: twice
    the area between the Lorenz curve and the diagonal. Whole numbers until the one division. None when no value is positive: there is
    then nothing that could be spread. Source: docs/methods.md#abc.
    """
    ascending = _ascending(values)
    count, total = len(ascending), sum(ascending)
    weighed = sum((2 * place - count - 1) * value for place, value in enumerate(ascending, start=1))
    return weighed / (count * total) if total else None


def _ascending(values: Sequence[int]) -> list[int]:
    ascending = sorted(values)
    if ascending and ascending[0] < 0:
        raise ValueError(f"values has {ascending[0]}, and a share of a total cannot be negative; leave customers with value <= 0 out")
    return ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How few customers carry most of the value. Shares 0-1 of the positive total, customers as counts.

    customers: all of them, positive: those with value > 0. fewest: the fewest customers that together have at least 80 % of the
    value, fewest_value_share what they have. top_fifth: 20 % of the positive customers (rounded up) and what they have; top_ten:
    ten customers (or all, when there are fewer) and what they have.
    """

    customers: int
    positive: int
    fewest: int
    fewest_value_share: float
    top_fifth: int
    top_fifth_value_share: float
    top_ten: int
    top_ten_value_share: float

    @property
    def fewest_customer_share(self) -> float:
        """The fewest customers with 80 % of the value, as a share of all customers."""
        return self.fewest / self.customers


def concentration(values: Sequence[int]) -> Concentration | None:
    """The few customers with most of the value. values: value_minor in any order. None when no value is positive."""
    best_first = sorted((value for value in values if value > 0), reverse=True)
    if not best_first:
        return None
    sums = list(accumulate(best_first))
    total = sums[-1]
    fewest = next(place for place, running in enumerate(sums, start=1) if running * 5 >= total * 4)
    fifth = -(-len(best_first) // 5)
    ten = min(10, len(best_first))
    return Concentration(
        customers=len(values),
        positive=len(best_first),
        fewest=fewest,
        fewest_value_share=sums[fewest - 1] / total,
        top_fifth=fifth,
        top_fifth_value_share=sums[fifth - 1] / total,
        top_ten=ten,
        top_ten_value_share=sums[ten - 1] / total,
    )
