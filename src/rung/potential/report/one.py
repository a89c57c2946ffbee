"""What more could one customer buy?"""

from rung.base import Money, Text, text
from rung.kit.report import Cell, Column, Section, Table
from rung.potential.report import start, words
from rung.potential.service import PotentialResult


def customer(result: PotentialResult | Text, customer_id: str, currency: str) -> Section | None:
    """The product groups it could buy more of, each with its argument; None for who bought nothing in the twelve months."""
    if isinstance(result, Text):
        return None
    row = next((row for row in result.customers.to_pylist() if row["customer_id"] == customer_id), None)
    if row is None:
        return None
    pairs = [pair for pair in result.pairs.to_pylist() if pair["customer_id"] == customer_id]
    cells: list[list[Cell]] = [
        [words.group(result, pair["product_group"]), *words.amount_cells(pair), start.argument(result, pair, currency)] for pair in pairs
    ]
    table = Table(
        key="more",
        columns=[
            Column(key="product_group", label=text("Product group")),
            *words.amounts(result),
            Column(key="why", label=text("Why")),
        ],
        rows=cells,
    )
    return Section(
        key="more",
        title=text("What more could it buy?"),
        sentence=_sentence(row, currency),
        how=start.how(result),
        parts=[table] if pairs else [],
    )


def _sentence(row: words.Row, currency: str) -> Text:
    if row["expected_minor"] is None:
        return text("Nobody can say: too few customers like it buy any product group.")
    return text(
        "As much as the good ones among {peers} customers like it, and you would sell it {amount} more a year.",
        peers=row["peers"],
        amount=Money(row["expected_minor"], currency),
    )
