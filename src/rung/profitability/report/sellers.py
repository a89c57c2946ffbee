"""What does each seller give for each krone of pay?"""

from collections.abc import Sequence

from rung.base import Number, Text, text
from rung.kit.report import Column, Customers, Note, Section, Table
from rung.profitability.report import words
from rung.profitability.report.words import Row
from rung.profitability.service.serving import ServeResult


def sellers(result: ServeResult) -> Section | None:
    """What each salary krone gives, per seller; None when nobody can say, which the section on serving does."""
    if result.sellers is None:
        return None
    rows = result.sellers.to_pylist()
    columns = [
        Column(key="seller_id", label=text("Seller no."), kind="id"),
        Column(key="name", label=text("Name")),
        Column(key="minutes", label=text("Minutes"), kind="quantity"),
        *words.money_columns(result),
        *words.krone_column(result),
    ]
    cells = [
        [row["seller_id"] or text("Without a seller"), row["name"], row["minutes"], *words.money(result, row), *words.krone(result, row)]
        for row in rows
    ]
    note = text("A seller's time is all its time here, also with those who bought nothing, so these do not add up to the customers above.")
    return Section(
        key="serve_sellers",
        title=text("What does each salary krone give?"),
        sentence=_sentence(rows),
        how=words.how_krone(),
        parts=[
            Table(key="serve_sellers", columns=columns, rows=cells, opens=[_opens_seller(result, row) for row in rows]),
            *([Note(sentence=note)] if result.time_from == "activities" else []),
        ],
        customers={
            f"serve-seller-{row['seller_id']}": Customers(title=_seller(row), ids=result.sold_to[row["seller_id"]])
            for row in rows
            if row["seller_id"] in result.sold_to
        },
    )


def _opens_seller(result: ServeResult, row: Row) -> str:
    return f"customers=serve-seller-{row['seller_id']}" if row["seller_id"] in result.sold_to else ""


def _seller(row: Row) -> Text:
    if not row["seller_id"]:
        return text("Without a seller")
    return text("Customers of {seller}", seller=row["name"] or row["seller_id"])


def _sentence(rows: Sequence[Row]) -> Text:
    known = [row for row in rows if row["per_krone"] is not None]
    if not known:
        return text("No seller has both a known profit and a known time.")
    cost = sum(row["seller_minor"] for row in known)
    together = Number((sum(row["profit_minor"] for row in known) + cost) / cost, 1)
    named = [row for row in known if row["seller_id"]]
    if len(named) < 2:
        return text("Each salary krone brings in {together} before it is paid.", together=together)
    best, least = named[0], named[-1]
    return text(
        "Each salary krone brings in {together} before it is paid: from {low} ({least}) to {high} ({best}).",
        together=together,
        low=Number(least["per_krone"], 1),
        least=least["name"] or least["seller_id"],
        high=Number(best["per_krone"], 1),
        best=best["name"] or best["seller_id"],
    )
