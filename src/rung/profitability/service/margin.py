"""On which customers and products do we earn, and for how much of the revenue do we know it? One answer, ready for every face."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Money, Period, Share, Text, text, texts
from rung.profitability.compute.margin import margin_by, overview

Run = Callable[[ir.Table], pa.Table]
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MarginResult:
    """Contribution margin of a period. Amounts are int minor units.

    revenue_minor: all of it; known_minor, estimated_minor: the parts whose cost is known, and whose margin comes from the product group.
    margin_minor: of those two parts, None when there is neither. free_minor: revenue with a cost of exactly 0. customers and groups:
    Arrow tables, best margin first, with customer_id and name (product_group), revenue_minor, known_minor, estimated_minor and
    margin_minor (null when nothing is known of it). Lines without a customer are in the totals, and in no row of customers.
    """

    period: Period
    revenue_minor: int
    known_minor: int
    estimated_minor: int
    margin_minor: int | None
    free_minor: int
    customers: pa.Table
    groups: pa.Table

    @property
    def answered_minor(self) -> int:
        """The revenue that the margin is of."""
        return self.known_minor + self.estimated_minor

    @property
    def margin_share(self) -> float | None:
        """What is left of each krone sold, where that is known; None when nothing was sold there."""
        return share_left(self.margin_minor, self.answered_minor)

    @property
    def known_share(self) -> float | None:
        """The part of the revenue whose cost is known; None when the revenue is not positive."""
        return part_of(self.known_minor, self.revenue_minor)

    @property
    def estimated_share(self) -> float | None:
        """The part of the revenue whose margin is estimated from the product group."""
        return part_of(self.estimated_minor, self.revenue_minor)

    @property
    def unknown_share(self) -> float | None:
        """The part of the revenue that nobody knows the margin of."""
        return part_of(self.revenue_minor - self.answered_minor, self.revenue_minor)

    @cached_property
    def loss_makers(self) -> list[Row]:
        """Customers who bought for less than the goods cost, what costs most first; net credit is not among them (see `credited`)."""
        return [row for row in self._negative if row["known_minor"] + row["estimated_minor"] > 0]

    @cached_property
    def credited(self) -> list[Row]:
        """Customers with a negative margin because they were credited as much as they bought, or more: margin given back, not a price."""
        return [row for row in self._negative if row["known_minor"] + row["estimated_minor"] <= 0]

    @cached_property
    def _negative(self) -> list[Row]:
        rows: list[Row] = self.customers.to_pylist()
        below = [row for row in rows if row["margin_minor"] is not None and row["margin_minor"] < 0]
        return sorted(below, key=lambda row: (row["margin_minor"], row["customer_id"]))

    @property
    def lost_minor(self) -> int:
        """What the loss makers cost together, as a positive amount."""
        margins: list[int] = [row["margin_minor"] for row in self.loss_makers]
        return -sum(margins)


def share_left(margin_minor: int | None, answered_minor: int) -> float | None:
    """Margin as a share of the revenue it is of; None when that revenue is not positive, for then it says nothing."""
    return None if margin_minor is None or answered_minor <= 0 else margin_minor / answered_minor


def part_of(part: int, whole: int) -> float | None:
    """A part of the revenue; None when the revenue is not positive, for then it has no parts."""
    return part / whole if whole > 0 else None


def analyse(*, lines: ir.Table, customers: ir.Table | None, run: Run, period: Period) -> MarginResult:
    """The contribution margin of a period.

    lines: of `with_margin` (ValueError else). customers: for the names, or None. run: asks the engine, expression in, Arrow table out.
    """
    whole = run(overview(lines, period)).to_pylist()[0]
    named = lines.filter(lines.customer_id.notnull())
    by_customer = _with_names(margin_by(named, period, "customer_id"), customers)
    by_group = margin_by(lines, period, "product_group")
    return MarginResult(
        period=period,
        customers=run(by_customer.order_by("rank")).drop_columns("rank"),
        groups=run(by_group.order_by("rank")).drop_columns("rank"),
        **whole,
    )


def _with_names(sums: ir.Table, customers: ir.Table | None) -> ir.Table:
    if customers is None:
        return sums.mutate(name=ibis.null("string"))
    names = customers.select(_named="customer_id", name="name")
    return sums.left_join(names, sums.customer_id == names["_named"]).drop("_named")


def sentence(result: MarginResult, currency: str) -> Text:
    """What is left of the revenue, and of how much of it that is known."""
    left, answered = result.margin_share, part_of(result.answered_minor, result.revenue_minor)
    if result.margin_minor is None:
        return text("Nobody can say what you earn: no line has a cost.")
    margin = Money(result.margin_minor, currency)
    if result.margin_minor < 0 and result.answered_minor > 0:
        return text("Your goods cost you {amount} more than you are paid for them.", amount=Money(-result.margin_minor, currency))
    if left is None or answered is None:
        return text("The contribution margin is {margin}.", margin=margin)
    if result.answered_minor == result.revenue_minor:
        return text("Of the revenue, {left} is left when the goods are paid: {margin}.", left=Share(left, 1), margin=margin)
    return text(
        "Of the revenue, {left} is left when the goods are paid: {margin}. That holds for {answered} of the revenue.",
        left=Share(left, 1),
        margin=margin,
        answered=_nearly(answered),
    )


def known_sentence(result: MarginResult) -> Text | None:
    """For how much of the revenue the cost is known, estimated and unknown; None when the revenue is not positive."""
    known, estimated, unknown = result.known_share, result.estimated_share, result.unknown_share
    if known is None or estimated is None or unknown is None:
        return None
    if result.known_minor == result.revenue_minor and not estimated:
        return text("The cost is known for all of the revenue.")
    if not estimated:
        return text("The cost is known for {known} of the revenue; the rest is in no margin.", known=_nearly(known))
    if not unknown:
        return text("The cost is known for {known} of the revenue, and estimated for the rest.", known=_nearly(known))
    return text(
        "The cost is known for {known} of the revenue and estimated for {estimated}; the rest, {unknown}, is in no margin.",
        known=_nearly(known),
        estimated=_nearly(estimated),
        unknown=_nearly(unknown),
    )


def _nearly(share: float) -> Share:
    """A share with as many decimals as it takes not to read as all or nothing."""
    return Share(share, 1 if 0 < share < 0.01 or 0.99 < share < 1 else 0)


def loss_sentence(result: MarginResult, currency: str) -> Text:
    """How many customers are sold to below cost, and what that costs."""
    if not result.loss_makers:
        return text("No customer costs you money.")
    return texts(
        "{count} customer costs you money: {amount}.",
        "{count} customers cost you money: {amount} together.",
        count=len(result.loss_makers),
        amount=Money(result.lost_minor, currency),
    )


def credited_sentence(result: MarginResult, currency: str) -> Text | None:
    """How many customers have a negative margin for their returns alone, and what was given back; None when there are none."""
    if not result.credited:
        return None
    margins: list[int] = [row["margin_minor"] for row in result.credited]
    return texts(
        "{count} customer was credited for as much as it bought, or more, and so took back a margin of {amount}. "
        "That says nothing of prices.",
        "{count} customers were credited for as much as they bought, or more, and so took back a margin of {amount}. "
        "That says nothing of prices.",
        count=len(result.credited),
        amount=Money(-sum(margins), currency),
    )
