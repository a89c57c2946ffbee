"""Who costs more than they bring when serving is paid too, how much would they have to buy, and what do you do?"""

from collections.abc import Sequence

from rung.base import Money, Share, Text, text, texts
from rung.kit.report import Cell, Column, Section, Table
from rung.profitability.compute.serving import Part
from rung.profitability.report import words
from rung.profitability.report.words import Row
from rung.profitability.service.asked import part_words
from rung.profitability.service.serving import ServeResult, largest_part

# A rise in price that few customers leave for.
_SMALL_RISE = 0.03


def below(result: ServeResult, currency: str) -> Section | None:
    """Who costs more than they bring, and what to do; None when nobody does."""
    rows, title = words.first_of(result.below, text("Below break-even"))
    if not rows:
        return None
    columns = [
        *words.who(),
        Column(key="revenue", label=text("Revenue"), kind="money"),
        Column(key="break_even", label=text("Break-even revenue"), kind="money", how=_how_even()),
        Column(key="profit", label=text("Profit after cost to serve"), kind="money", leading=True),
        Column(key="largest", label=text("Largest cost")),
        Column(key="rise", label=text("Price rise that covers it"), kind="share", how=_how_rise()),
        Column(key="step", label=text("Next step"), leading=True),
    ]
    parts = part_words()
    cells: list[list[Cell]] = [
        [
            *(row[name] for name in ("customer_id", "name", "revenue_minor")),
            row["break_even_minor"] if row["break_even_minor"] is not None else text("never"),
            row["profit_minor"],
            parts[largest_part(row, result.parts)] if row["cost_minor"] else None,
            price_rise(row),
            step(row, result.parts, result.time_from),
        ]
        for row in rows
    ]
    table = Table(key="serve_below", title=title, columns=columns, rows=cells, opens=words.opens(rows), first_rows=10)
    return Section(
        key="serve_below",
        title=text("Who costs more than they bring?"),
        sentence=sentence(result, currency),
        how=text("{even} Customers credited for as much as they bought, or more, are not among them.", even=_how_even()),
        parts=[table],
    )


def _how_even() -> Text:
    return text(
        "Break-even revenue is the cost to serve divided by the margin ratio: what a customer must buy for before you earn on it. "
        "Never, when nothing is left of the revenue once the goods are paid."
    )


def _how_rise() -> Text:
    return text("The loss divided by the revenue: with prices so much higher, and all else the same, the customer would pay for itself.")


def sentence(result: ServeResult, currency: str) -> Text:
    """How many customers are below break-even, and what that costs."""
    if not result.below:
        return text("No customer costs more than it brings.")
    return texts(
        "{count} customer costs {amount} more than it brings.",
        "{count} customers cost {amount} more than they bring.",
        count=len(result.below),
        amount=Money(-sum(row["profit_minor"] for row in result.below), currency),
    )


def price_rise(row: Row) -> float:
    """How much higher prices would have to be, all else the same, as a share of the revenue."""
    return float(-row["profit_minor"] / row["revenue_minor"])


def step(row: Row, parts: Sequence[Part], time_from: str | None) -> Text:
    """The next step: about prices where they alone are the matter or a small rise is enough, else about the largest cost."""
    rise = price_rise(row)
    if row["margin_minor"] <= 0:
        return text("Raise the price or take back the discount: nothing is left when the goods are paid.")
    if rise <= _SMALL_RISE:
        return text("Raise prices by {share}, and it pays for itself.", share=Share(rise, 1))
    largest = largest_part(row, parts)
    if largest == "credit":
        return text("Agree on shorter credit.")
    if largest == "seller" and time_from == "activities":
        return text("Call instead of visiting.") if row["visits"] else text("Keep contacts short, and sell more each time.")
    return text("Agree on fewer and larger orders.")
