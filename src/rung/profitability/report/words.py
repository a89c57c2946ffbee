"""Which words, columns and cells do all parts of a report on the cost to serve share?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rung.base import Text, text
from rung.kit.report import Cell, Column
from rung.profitability.service.asked import part_words
from rung.profitability.service.serving import ServeResult

Row = Mapping[str, Any]
# Several lists of all customers in one page would be too heavy to open; who is below this place is in the JSON.
MOST_ROWS = 500


def how(result: ServeResult) -> Text:
    """How the profit is computed."""
    return text(
        "From {start} to {end}: contribution margin less seller time, orders, order lines and credit, at your own rates, each rounded "
        "once so that all adds up. A part without a rate is in no cost. Credit notes cost no order and no line. A customer has a profit "
        "when the margin is known or estimated for 95 % of what it bought.",
        start=result.period.start,
        end=result.period.last,
    )


def how_krone() -> Text:
    """How profit per salary krone is computed."""
    return text("Profit before seller time is paid, divided by what the seller time costs. Above 1, the time pays for itself.")


def first_of(rows: Sequence[Row], title: Text) -> tuple[Sequence[Row], Text]:
    """The rows a table shows, and its title, which says when they are not all."""
    if len(rows) <= MOST_ROWS:
        return rows, title
    return rows[:MOST_ROWS], text("{title}: the first {shown} of {all}", title=title, shown=MOST_ROWS, all=len(rows))


def who() -> list[Column]:
    """The columns of who a row is about."""
    return [Column(key="customer_id", label=text("Customer no."), kind="id"), Column(key="name", label=text("Name"))]


def money_columns(result: ServeResult) -> list[Column]:
    """The columns for `money`."""
    words = part_words()
    return [
        Column(key="revenue", label=text("Revenue"), kind="money"),
        Column(key="margin", label=text("Contribution margin"), kind="money"),
        *(Column(key=part, label=words[part], kind="money") for part in result.parts),
        Column(key="profit", label=text("Profit after cost to serve"), kind="money", how=how(result), leading=True),
    ]


def money(result: ServeResult, row: Row) -> list[Cell]:
    """Revenue, margin, each part that is counted, and the profit."""
    names = ("revenue", "margin", *result.parts, "profit")
    return [row[f"{name}_minor"] for name in names]


def krone_column(result: ServeResult) -> list[Column]:
    """The column for `krone`, where seller time is counted."""
    shown = Column(key="krone", label=text("Profit per salary krone"), kind="number", how=how_krone())
    return [shown] if "seller" in result.parts else []


def krone(result: ServeResult, row: Row) -> list[Cell]:
    """Profit per salary krone, where seller time is counted."""
    return [row["per_krone"]] if "seller" in result.parts else []


def opens(rows: Sequence[Row]) -> list[str]:
    """What each row opens to: the customer's invoice lines."""
    return [f"customer_id={row['customer_id']}" for row in rows]
