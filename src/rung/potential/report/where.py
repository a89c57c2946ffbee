"""Who and what holds the potential: customers, product groups, sellers."""

from itertools import accumulate

from rung.base import Text, text, texts
from rung.kit.report import Cell, Column, Customers, Part, Section, Table
from rung.potential.report import words
from rung.potential.report.start import how
from rung.potential.service import PotentialResult


def section(result: PotentialResult) -> Section:
    """The potential per customer, per product group and, where sellers are known, per seller."""
    parts: list[Part] = [_customers(result), _groups(result)]
    known = any(name is not None for name in result.sellers["seller_id"].to_pylist())
    return Section(
        key="potential_where",
        title=text("Who and what holds the potential?"),
        sentence=_sentence(result),
        how=how(result),
        parts=[*parts, _sellers(result)] if known else parts,
        customers=_of_sellers(result) if known else {},
    )


def _sentence(result: PotentialResult) -> Text:
    amounts = [amount or 0 for amount in result.customers["expected_minor"].to_pylist()]
    whole = sum(amounts)
    if not whole:
        return text("No customer holds more than it buys.")
    half = next(place for place, so_far in enumerate(accumulate(amounts), start=1) if 2 * so_far >= whole)
    return texts(
        "{count} of your {all} customers holds half of it.",
        "{count} of your {all} customers hold half of it.",
        count=half,
        all=len(amounts),
    )


def _total(result: PotentialResult) -> list[Cell]:
    careful, expected, bold = result.levels
    bought: list[int] = result.customers["bought_minor"].to_pylist()
    return [sum(bought), expected, careful, bold]


def _customers(result: PotentialResult) -> Table:
    listed = result.customers.slice(0, words.MOST_ROWS).to_pylist()
    rows, title = words.first_of(listed, result.customers.num_rows, text("Per customer"))
    return Table(
        key="potential_per_customer",
        title=title,
        columns=[*words.who(), *words.amounts(result)],
        rows=[[*words.named(row), *words.amount_cells(row)] for row in rows],
        total=[text("In all"), None, *_total(result)],
        opens=[f"customer_id={row['customer_id']}" for row in rows],
        first_rows=10,
    )


def _groups(result: PotentialResult) -> Table:
    rows = result.groups.to_pylist()
    return Table(
        key="potential_per_group",
        title=text("Per product group"),
        columns=[
            Column(key="product_group", label=text("Product group")),
            Column(key="customers", label=text("Customers that buy it"), kind="count"),
            *words.amounts(result),
        ],
        rows=[[words.group(result, row["product_group"]), row["customers"], *words.amount_cells(row)] for row in rows],
        opens=[words.opens_group(result, row["product_group"]) for row in rows],
        first_rows=12,
    )


def _of_sellers(result: PotentialResult) -> dict[str, Customers]:
    """Each seller's customers, for the lines behind the seller's row."""
    had: dict[str, list[str]] = {}
    for row in result.customers.select(["customer_id", "seller_id"]).to_pylist():
        had.setdefault(row["seller_id"] or "", []).append(row["customer_id"])
    return {_key(seller): Customers(title=_name(seller), ids=ids) for seller, ids in had.items()}


def _key(seller: str | None) -> str:
    return f"potential_seller_{seller or ''}"


def _name(seller: str | None) -> Text:
    return text("Seller {seller}", seller=seller) if seller else text("Without a seller")


def _sellers(result: PotentialResult) -> Table:
    return Table(
        key="potential_per_seller",
        title=text("Per seller"),
        columns=[
            Column(key="seller_id", label=text("Seller"), how=text("The seller who has the customer, else the one who sold it most.")),
            Column(key="customers", label=text("Customers"), kind="count"),
            *words.amounts(result),
        ],
        rows=[
            [row["seller_id"] or text("Without a seller"), row["customers"], *words.amount_cells(row)] for row in result.sellers.to_pylist()
        ],
        opens=[f"customers={_key(seller)}" for seller in result.sellers["seller_id"].to_pylist()],
        total=[text("In all"), result.customers.num_rows, *_total(result)],
    )
