"""Which customers carry the company, and what changed since the period before? One analysis, ready for every face."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung.abc_analysis import compute
from rung.abc_analysis.compute import CLASSES, CUTS, NO_CLASS, Concentration, Cut, Measure, Rule
from rung.base import Period, RungError, Share, Text, text, texts

Run = Callable[[ir.Table], pa.Table]
# The profit of each customer in a period after what it costs to serve: customer_id and value, DECIMAL major units.
Profit = Callable[[Period], ir.Table]

THE_MEASURE: Mapping[Measure, Text] = {
    "revenue": text("the revenue"),
    "margin": text("the contribution margin"),
    "profit": text("the profit after serving"),
    "units": text("the units sold"),
    "growth": text("the growth"),
}
_COLUMNS = ("customer_id", "name", "value_minor", "rank", "start_share", "cum_share", "abc", "flag", "before_abc", "before_minor")
# Where more than this part of the value names no customer, the file alone cannot say who the customers are.
WARN_UNATTRIBUTED = 0.10


class NothingInPeriod(RungError):
    """There is not one line in the period to analyse."""

    exit_code = 2

    def __init__(self, period: Period, first: date | None, last: date | None) -> None:
        remedy = text("The data run from {first} to {last}; choose a period in there.", first=first, last=last) if first and last else None
        super().__init__(
            text("There are no invoice lines from {start} to {end}.", start=period.start, end=period.last),
            remedy=remedy or text("Bring in a file with invoice lines first."),
        )


class MeasureNotKnown(RungError):
    """The file does not hold what the measure is made of: no cost, no quantity, no period before."""

    exit_code = 2

    def __init__(self, measure: Measure) -> None:
        sentence, remedy = {
            "margin": (
                text("No line has a cost, so nobody knows the contribution margin."),
                text("Bring in a file with a cost column, or give the margin of each product group (--margin GROUP=PERCENT)."),
            ),
            "profit": (
                text("Nobody has said what it costs to serve a customer, so nobody knows what is left when it is paid."),
                text("Write what an order, a line and an hour cost in a file, and name it with --rates."),
            ),
            "units": (
                text("No line says how many units were sold."),
                text("Bring in a file with a quantity column, or choose another measure."),
            ),
            "growth": (
                text("Growth needs the period before too, and the data do not go that far back."),
                text("Choose a later or shorter period, or another measure."),
            ),
        }[measure]
        super().__init__(sentence, remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSum:
    """How many customers a class has, and what they sum to (class C includes those at zero or below)."""

    customers: int
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The revenue of one month, and of the same month in the period before (None when the data do not go back)."""

    month: date
    revenue_minor: int
    before_minor: int | None


@dataclass(frozen=True, kw_only=True)
class AbcResult:
    """One ABC analysis. Amounts are int minor units (for measure "units": hundredths of a unit), shares 0-1.

    total_minor: the measure over all lines, also those without a customer. unanswered_revenue_minor: revenue on lines with no answer to
    the measure (unknown cost, no quantity); they are in no other sum. before: the period compared with, None when the data do not go
    back. customers: an Arrow table in rank order with customer_id, name, value_minor, rank, start_share, cum_share, abc, flag, and
    before_abc and before_minor (null when before is None); gone: the same columns for customers of the period before without value now.
    """

    measure: Measure
    rule: Rule
    cuts: tuple[float, float]
    period: Period
    before: Period | None
    total_minor: int
    unattributed_lines: int
    unanswered_revenue_minor: int
    customers: pa.Table
    gone: pa.Table
    months: tuple[Month, ...]

    @cached_property
    def values(self) -> list[int]:
        """What each customer is worth, in rank order."""
        return list(self.customers["value_minor"].to_pylist())

    @cached_property
    def classes(self) -> Mapping[str, ClassSum]:
        """A, B and C with their customers and sums; C includes the customers at zero or below, so the three add up to attributed_minor."""
        grouped = self.customers.group_by("abc").aggregate([("value_minor", "sum"), ("value_minor", "count")]).to_pylist()
        sums = {row["abc"]: ClassSum(customers=row["value_minor_count"], value_minor=row["value_minor_sum"]) for row in grouped}
        return {abc: sums.get(abc, ClassSum(customers=0, value_minor=0)) for abc in CLASSES}

    @cached_property
    def moved(self) -> Mapping[tuple[str, str], int] | None:
        """How many customers went from which class to which (see `compute.movement`); None when there is no period to compare with."""
        return compute.movement(pa.concat_tables([self.customers, self.gone])) if self.before else None

    @cached_property
    def lost(self) -> list[dict[str, Any]]:
        """Rows of customers and gone that were A and have fallen, in the order to call them: the gone, then the others, largest loss first.

        Who is worth as much as before, or more, but was overtaken by others, has not fallen. Empty when there is nothing to compare with.
        """
        rows = [*self.customers.to_pylist(), *self.gone.to_pylist()] if self.before else []
        fallen = [row for row in rows if row["before_abc"] == "A" and row["abc"] != "A" and changed(row) < 0]
        return sorted(fallen, key=lambda row: (row["abc"] != NO_CLASS, changed(row), row["customer_id"]))

    @cached_property
    def gini(self) -> float | None:
        """How unevenly the positive values are spread, 0-1; None when no customer has one."""
        return compute.gini([value for value in self.values if value > 0])

    @cached_property
    def concentration(self) -> Concentration | None:
        """The few customers with most of the value; None when no customer has a positive value."""
        return compute.concentration(self.values)

    @property
    def attributed_minor(self) -> int:
        """The value of all customers together."""
        return sum(self.values)

    @property
    def unattributed_minor(self) -> int:
        """What could not be given to any customer."""
        return self.total_minor - self.attributed_minor

    @property
    def attributed_share(self) -> float | None:
        """The part of the total that has a customer; None when the total is not positive, for then it has no parts."""
        return self.attributed_minor / self.total_minor if self.total_minor > 0 else None

    @property
    def positive_minor(self) -> int:
        """The total that shares are taken of: of the customers with a positive value."""
        return sum(value for value in self.values if value > 0)

    @property
    def revenue_minor(self) -> int:
        """All revenue of the period, whatever the measure."""
        return sum(month.revenue_minor for month in self.months)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """What there is to say, most important first; the first is the one to remember."""
        warnings = (unattributed_sentence(self), unanswered_sentence(self))
        return (concentration_sentence(self), *_movement_sentences(self), *(warning for warning in warnings if warning))


def value_of(lines: ir.Table, period: Period, measure: Measure, profit: Profit | None) -> ir.Table:
    """customer_id and value of any measure. Raises MeasureNotKnown for profit when nobody knows it."""
    if measure != "profit":
        return compute.value_by_customer(lines, period, measure)
    if profit is None:
        raise MeasureNotKnown(measure)
    return profit(period)


def classes(
    lines: ir.Table,
    *,
    period: Period,
    measure: Measure,
    rule: Rule,
    cuts: tuple[Cut, Cut] | None = None,
    profit: Profit | None = None,
) -> ir.Table:
    """The class of each customer as one expression (columns as `compute.classify`): what `--show-sql` shows."""
    a_share, b_share = cuts or (None, None)
    values = value_of(lines, period, measure, profit)
    return compute.classify(values, measure=measure, rule=rule, a_share=a_share, b_share=b_share)


def analyse(  # noqa: PLR0913  what every capability is asked with, and how to class
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    run: Run,
    period: Period,
    measure: Measure = "revenue",
    rule: Rule = "share",
    cuts: tuple[Cut, Cut] | None = None,
    profit: Profit | None = None,
) -> AbcResult:
    """Analyse the customers of a period.

    lines: invoice_lines (with `margin` for measure "margin": `rung.profitability.with_margin`). customers: for the names, or None.
    run: asks the engine, an expression in, an Arrow table out. cuts: after A and after B, None for those of the rule. profit: for measure
    "profit" (lines then need `margin` too): what each customer leaves in a period (`rung.profitability.profit_values`). The period before
    is compared with when the data reach back to it. Raises NothingInPeriod and MeasureNotKnown; ValueError as in compute.
    """
    whole, compared = ground(lines, run, period, measure)
    now = classes(lines, period=period, measure=measure, rule=rule, cuts=cuts, profit=profit)
    if compared:
        placed = compute.compare(classes(lines, period=compared, measure=measure, rule=rule, cuts=cuts, profit=profit), now)
    else:
        placed = now.mutate(before_abc=ibis.null("string"), before_minor=ibis.null("int64"))
    found = run(with_names(placed, customers).select(*_COLUMNS).order_by("rank", "customer_id"))
    gone = found.filter(pc.equal(found["abc"], NO_CLASS))
    a_share, b_share = cuts or CUTS[rule]
    return AbcResult(
        measure=measure,
        rule=rule,
        cuts=(float(a_share), float(b_share)),
        period=period,
        before=compared,
        total_minor=whole["total_minor"] if measure != "profit" else _profit_in_all(lines, run, period, found),
        unattributed_lines=whole["unattributed_lines"],
        unanswered_revenue_minor=whole["unanswered_revenue_minor"],
        customers=found.filter(pc.not_equal(found["abc"], NO_CLASS)),
        gone=gone.sort_by([("before_minor", "descending"), ("customer_id", "ascending")]),
        months=_months(lines, run, period, compared),
    )


def ground(lines: ir.Table, run: Run, period: Period, measure: Measure) -> tuple[dict[str, int], Period | None]:
    """What the period holds, and the period to compare it with when the data go back that far; or the error that says what is missing."""
    whole = run(compute.overview(lines, period, "margin" if measure == "profit" else measure)).to_pylist()[0]
    first, last = run(lines.aggregate(first=lines.date.min(), last=lines.date.max())).to_pylist()[0].values()
    before = period.before()
    if whole["lines"] == 0:
        raise NothingInPeriod(period, first, last)
    if whole["unanswered_lines"] == whole["lines"] or (measure == "growth" and not before.told_from(first)):
        raise MeasureNotKnown(measure)
    earliest = before.before() if measure == "growth" else before
    return whole, before if earliest.told_from(first) else None


def _profit_in_all(lines: ir.Table, run: Run, period: Period, found: pa.Table) -> int:
    """What the customers leave, and the margin on lines that name nobody: what nobody is served costs nothing to serve."""
    nameless = run(compute.overview(lines.filter(lines.customer_id.isnull()), period, "margin")).to_pylist()[0]
    return int(nameless["total_minor"]) + sum(value or 0 for value in found["value_minor"].to_pylist())


def with_names(placed: ir.Table, customers: ir.Table | None) -> ir.Table:
    """The rows with the customer's name; null where there is no list of customers, or it does not have the customer."""
    if customers is None:
        return placed.mutate(name=ibis.null("string"))
    names = customers.select(_named="customer_id", name="name")
    return placed.left_join(names, placed.customer_id == names["_named"]).drop("_named")


def _months(lines: ir.Table, run: Run, period: Period, before: Period | None) -> tuple[Month, ...]:
    now, then = _by_month(lines, run, period), _by_month(lines, run, before) if before else []
    same_months = len(now) == len(then)
    return tuple(Month(month=m, revenue_minor=v, before_minor=then[n][1] if same_months else None) for n, (m, v) in enumerate(now))


def _by_month(lines: ir.Table, run: Run, period: Period) -> list[tuple[date, int]]:
    rows = run(compute.revenue_by_month(lines, period)).to_pylist()
    sums = {row["month_index"]: row["revenue_minor"] for row in rows}
    return [(month, sums.get(month.year * 12 + month.month - 1, 0)) for month in period.months]


def the_whole(result: AbcResult) -> Text:
    """What customers have shares of: the positive values alone, and said so where the others take much away again."""
    if result.measure in ("margin", "profit") and result.values and result.values[-1] < 0:
        return text("the contribution margin before losses") if result.measure == "margin" else text("the profit before losses")
    if result.measure == "growth" and result.values and result.values[-1] < 0:
        return text("the growth before declines")
    return THE_MEASURE[result.measure]


def largest_few(result: AbcResult) -> tuple[int, Share]:
    """How many of the largest customers it says something to speak of, ten where they are less than half, else one; and what they have."""
    above_zero = [value for value in result.values if value > 0]
    few = 10 if len(above_zero) > 20 else 1
    share = sum(above_zero[:few]) / result.positive_minor if above_zero else 0.0
    return few, Share(share, 1 if share < 0.02 else 0)


def concentration_sentence(result: AbcResult) -> Text:
    """How few customers give most of the value, with the figures as they are."""
    found, what = result.concentration, the_whole(result)
    if result.customers.num_rows == 0:
        return text("No line names a customer, so nobody can say who brings in {what}.", what=what)
    if found is None:
        return text("No customer has a positive sum, so there is nothing to share out.")
    if found.customers < 5:
        largest = Share(result.values[0] / result.positive_minor)
        return texts(
            "You have {count} customer in the period, who brings in {share} of {what}.",
            "You have {count} customers in the period; the largest brings in {share} of {what}.",
            count=found.customers,
            share=largest,
            what=what,
        )
    return text(
        "{share} of your customers ({customers} of {all}) bring in {value} of {what}.",
        share=Share(found.fewest_customer_share, 1 if found.fewest_customer_share < 0.02 else 0),
        customers=found.fewest,
        all=found.customers,
        value=Share(found.fewest_value_share),
        what=what,
    )


def changed(row: Mapping[str, Any]) -> int:
    """What a customer is worth now less what it was worth in the period before; a row of `AbcResult.customers` or `gone`."""
    value: int | None = row["value_minor"]
    before: int = row["before_minor"]
    return (value or 0) - before


def _movement_sentences(result: AbcResult) -> list[Text]:
    gone = sum(row["abc"] == NO_CLASS for row in result.lost)
    slipped = len(result.lost) - gone
    said = []
    if gone:
        said.append(
            texts(
                "{count} customer was A in the period before and has bought nothing since: call them first.",
                "{count} customers were A in the period before and have bought nothing since: call them first.",
                count=gone,
            )
        )
    if slipped:
        said.append(
            texts(
                "{count} customer has slipped from A to B or C: find out why.",
                "{count} customers have slipped from A to B or C: find out why.",
                count=slipped,
            )
        )
    return said


def unattributed_sentence(result: AbcResult) -> Text | None:
    """A warning when too much names no customer for the rest to be the whole truth; None when it does not."""
    attributed = result.attributed_share
    if attributed is None or 1 - attributed <= WARN_UNATTRIBUTED:
        return None
    return text(
        "{share} of {what} names no customer. This alone cannot tell who your customers are: bring in invoice lines as well.",
        share=Share(1 - attributed),
        what=THE_MEASURE[result.measure],
    )


def unanswered_sentence(result: AbcResult) -> Text | None:
    """How much of the revenue has no answer to the measure; None when all of it has."""
    if result.unanswered_revenue_minor == 0 or result.revenue_minor <= 0:
        return None
    share = Share(result.unanswered_revenue_minor / result.revenue_minor, 1)
    if result.measure in ("margin", "profit"):
        return text("The cost is unknown for {share} of the revenue; that part is left out.", share=share)
    return text("The number of units is unknown for {share} of the revenue; that part is left out.", share=share)
