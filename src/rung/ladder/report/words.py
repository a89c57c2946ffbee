"""Which words, columns and cells do all parts of the ladder's report share?"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.kit.report import Cell, Column, Customers
from rung.ladder.compute.standing import Step

Row = Mapping[str, Any]
# A list of the whole market in one page would be too heavy to open; who is below this place is in the JSON, or in the files.
MOST_ROWS = 500

STEP: Mapping[Step, Text] = {
    "total_market": text("Total market"),
    "target_group": text("Target group"),
    "lead": text("Lead"),
    "warm_lead": text("Warm lead"),
    "buyer": text("Buyer"),
    "customer": text("Customer"),
}
MEANING: Mapping[Step, Text] = {
    "total_market": text("Could buy, but is in none of your target groups, or too little is known to say."),
    "target_group": text("Is in a target group, but name or address is missing."),
    "lead": text("Is in a target group, with name and address."),
    "warm_lead": text("Has answered you lately, and has not bought yet."),
    "buyer": text("Has bought once."),
    "customer": text("Has bought twice or more."),
}
NEXT: Mapping[Step, Text] = {
    "total_market": text("Decide which of them you want."),
    "target_group": text("Find the address."),
    "lead": text("Make contact."),
    "warm_lead": text("Follow up while they remember you."),
    "buyer": text("Win the second purchase."),
    "customer": text("Keep them, and sell them more."),
}


def chosen(parties: pa.Table, **values: str | bool) -> pa.Table:
    """The parties whose columns have these values, found by column, for there may be very many parties. A null is none of them."""
    for name, value in values.items():
        parties = parties.filter(pc.fill_null(pc.equal(parties[name], value), fill_value=False))
    return parties


def first_of(rows: Sequence[Row], title: Text) -> tuple[Sequence[Row], Text]:
    """The rows a table shows, and its title, which says when they are not all."""
    if len(rows) <= MOST_ROWS:
        return rows, title
    return rows[:MOST_ROWS], text("{title}: the first {shown} of {all}", title=title, shown=MOST_ROWS, all=len(rows))


def who() -> list[Column]:
    """The columns for `named`."""
    return [Column(key="party_id", label=text("Number"), kind="id"), Column(key="name", label=text("Name"))]


def named(row: Row) -> list[Cell]:
    """Who a row is about."""
    return [row["party_id"], row["name"]]


def opens(rows: Sequence[Row]) -> list[str]:
    """What each row opens to: a customer's invoice lines; who is not a customer of ours has none."""
    return [f"customer_id={row['party_id']}" if row["source"] == "customer" and row["net_minor"] else "" for row in rows]


def those(title: Text, parties: pa.Table) -> Customers:
    """The customers behind a count."""
    return Customers(title=title, ids=chosen(parties, source="customer")["party_id"].to_pylist())
