"""Which words, columns and cells do all parts of a loyalty report share?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rung.base import Text, text
from rung.kit.report import Cell, Column, Customers

Row = Mapping[str, Any]
# Several lists of all customers in one page would be too heavy to open; who is below this place is in the JSON.
MOST_ROWS = 500


def first_of(rows: Sequence[Row], title: Text) -> tuple[Sequence[Row], Text]:
    """The rows a table shows, and its title, which says when they are not all."""
    if len(rows) <= MOST_ROWS:
        return rows, title
    return rows[:MOST_ROWS], text("{title}: the first {shown} of {all}", title=title, shown=MOST_ROWS, all=len(rows))


def who() -> list[Column]:
    """The columns for `named`."""
    return [Column(key="customer_id", label=text("Customer no."), kind="id"), Column(key="name", label=text("Name"))]


def named(row: Row) -> list[Cell]:
    """Who a row is about."""
    return [row["customer_id"], row["name"]]


def opens(rows: Sequence[Row]) -> list[str]:
    """What each row opens to: the customer's invoice lines."""
    return [f"customer_id={row['customer_id']}" for row in rows]


def those(title: Text, rows: Sequence[Row]) -> Customers:
    """The customers behind a count."""
    return Customers(title=title, ids=[row["customer_id"] for row in rows])


def group_of(row: Row) -> Text | str:
    """What a product group is called."""
    return row["product_group"] or text("Without a product group")


def opens_group(row: Row) -> str:
    """What a product group opens to."""
    return f"product_group={row['product_group'] or ''}"
