"""Which words and cells do all parts of an ABC report share?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rung.abc_analysis.compute import NO_CLASS, Measure
from rung.abc_analysis.service import THE_MEASURE, AbcResult, changed
from rung.base import Money, Number, Period, Share, Text, Value, text
from rung.kit.report import Cell, CellKind, Column

Row = Mapping[str, Any]

MEASURE_NAMES: Mapping[Measure, Text] = {
    "revenue": text("Revenue"),
    "margin": text("Contribution margin"),
    "profit": text("Profit after cost to serve"),
    "units": text("Units sold"),
    "growth": text("Growth"),
}


def how_classed(result: AbcResult) -> Text:
    """The rule in words, with its cuts."""
    a, b = (Share(cut, 0 if round(cut * 100, 6) % 1 == 0 else 1) for cut in result.cuts)
    what = THE_MEASURE[result.measure]
    if result.rule == "count":
        return text(
            "Customers are ordered by {what}, largest first. The first {a} of those with a positive value are A, on to {b} they are B, "
            "the rest are C. Equal values stand in order of customer number.",
            what=what,
            a=a,
            b=b,
        )
    return text(
        "Customers are ordered by {what}, largest first. The A customers are the largest that together make {a}, the B customers the next, "
        "up to {b}; the rest are C. The one that crosses a limit is in the class above it. Equal values stand in order of customer number.",
        what=what,
        a=a,
        b=b,
    )


def how_measured(result: AbcResult, period: Period | None = None) -> Text:
    """What the value of a customer is summed from, in the period of the result or another."""
    period = period or result.period
    start, end = period.start, period.last
    if result.measure == "margin":
        return text(
            "Revenue less the cost of the goods sold, line by line, from {start} to {end}; unknown costs left out.", start=start, end=end
        )
    if result.measure == "profit":
        return text(
            "The contribution margin from {start} to {end}, less what it costs to serve the customer by your own rates.",
            start=start,
            end=end,
        )
    if result.measure == "units":
        return text("All units on invoice lines from {start} to {end}; returned units count negative.", start=start, end=end)
    if result.measure == "growth":
        return text("Revenue from {start} to {end} less revenue in the period of equal length just before.", start=start, end=end)
    return text("All invoice lines from {start} to {end}, net of VAT and discounts; credit notes count negative.", start=start, end=end)


def amount(result: AbcResult, minor: int, currency: str) -> Value:
    """A sum as it stands in a sentence: money, or a number of units."""
    return Number(minor / 100, 0) if result.measure == "units" else Money(minor, currency)


def cell(result: AbcResult, minor: int | None) -> Cell:
    """A sum as it stands in a table: minor units of money, or a number of units."""
    return Decimal(minor) / 100 if result.measure == "units" and minor is not None else minor


def _kind(result: AbcResult) -> CellKind:
    return "quantity" if result.measure == "units" else "money"


def value_column(result: AbcResult, key: str, label: Text, period: Period | None = None) -> Column:
    """A column of sums of the measure, over the period of the result or another."""
    return Column(key=key, label=label, kind=_kind(result), how=how_measured(result, period))


def change_column(result: AbcResult) -> Column:
    """The column for `change`."""
    return Column(
        key="change",
        label=text("Change"),
        kind=_kind(result),
        how=text("This period less the period of equal length just before."),
        leading=True,
    )


def who() -> list[Column]:
    """The columns for `named`."""
    return [Column(key="customer_id", label=text("Customer no."), kind="id"), Column(key="name", label=text("Name"))]


def named(row: Mapping[str, Any]) -> list[Cell]:
    """Who a row is about."""
    return [row["customer_id"], row["name"]]


def class_cell(abc: str) -> Cell:
    """A class; nothing for who has none."""
    return None if abc == NO_CLASS else abc


def opens(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each row opens to: the customer's invoice lines."""
    return [f"customer_id={row['customer_id']}" for row in rows]


def change(result: AbcResult, row: Mapping[str, Any]) -> Cell:
    """This period less the period before."""
    return cell(result, changed(row))
