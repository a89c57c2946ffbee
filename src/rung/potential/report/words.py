"""Which words, columns and cells do all parts of a report on potential share?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rung.base import Text, text
from rung.kit.report import Cell, Column
from rung.potential.service import PotentialResult

Row = Mapping[str, Any]
MOST_ROWS = 300  # each row of the first list carries a sentence; what is below is in the JSON


def first_of(rows: Sequence[Row], whole: int, title: Text) -> tuple[Sequence[Row], Text]:
    """The rows a table shows, and its title, which says when they are not all."""
    if whole <= MOST_ROWS:
        return rows, title
    return rows[:MOST_ROWS], text("{title}: the first {shown} of {all}", title=title, shown=MOST_ROWS, all=whole)


def who() -> list[Column]:
    """The columns for `named`."""
    return [Column(key="customer_id", label=text("Customer no."), kind="id"), Column(key="name", label=text("Name"))]


def named(row: Row) -> list[Cell]:
    """Who a row is about."""
    return [row["customer_id"], row["name"]]


def amounts(result: PotentialResult) -> list[Column]:
    """The columns for `amount_cells`."""
    careful, good, bold = (reached(quantile) for quantile in result.quantiles)
    return [
        Column(key="bought", label=text("Buys now"), kind="money", how=text("Net purchases in the twelve months.")),
        Column(key="expected", label=text("Could buy more for"), kind="money", how=good, leading=True),
        Column(key="conservative", label=text("Careful figure"), kind="money", how=careful),
        Column(key="high", label=text("Bold figure"), kind="money", how=bold),
    ]


def reached(quantile: float) -> Text:
    """What a level means."""
    return text(
        "What more it would buy in a year if it overtook {below} in 100 of those like it who buy the group.",
        below=round(100 * quantile),
    )


def amount_cells(row: Row) -> list[Cell]:
    """What is bought, and the three levels."""
    return [row["bought_minor"], row["expected_minor"], row["conservative_minor"], row["high_minor"]]


def group(result: PotentialResult, name: str) -> str:
    """What a product group is called; dots after how product numbers begin."""
    return f"{name}…" if result.grouping.kind == "prefix" else name


def opens_group(result: PotentialResult, name: str) -> str:
    """What a product group opens to: its lines, or nothing where it is only how product numbers begin."""
    column = {"groups": "product_group", "products": "product_id", "prefix": ""}[result.grouping.kind]
    return f"{column}={name}" if column else ""
