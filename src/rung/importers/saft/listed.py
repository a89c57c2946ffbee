"""Whom and what does the file list? Its customers, products and sellers, each a fact once, and what is wrong with the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from lxml.etree import _Element as Element

from rung.base import Text, text, texts
from rung.facts import Chunk
from rung.importers.saft.parties import Customers, Sellers
from rung.importers.saft.places import Places
from rung.importers.saft.products import Products
from rung.importers.saft.remarks import Remarks
from rung.importers.xml import leaves


@dataclass(slots=True)
class Shared:
    """What the files of one import know together. seller_types: analysis types that mean "seller"; groups: product -> its group."""

    seller_types: set[str] = field(default_factory=set)
    groups: dict[str, str | None] = field(default_factory=dict)


class _Table(Protocol):
    def add(self, element: Element, row: int) -> str | None: ...


class Listed:
    """The lists of one file. rows: how many entries they have, facts or not."""

    def __init__(self, country: str, shared: Shared, remarks: Remarks, places: Places) -> None:
        self.customers = Customers(country)
        self.products = Products(shared.groups)
        self.sellers = Sellers(shared.seller_types)
        self._remarks = remarks
        self._places = places
        self._entries = 0
        self._faults: dict[str, int] = {}

    @property
    def rows(self) -> int:
        """Entries of all lists; of analysis types the sellers only."""
        return self._entries + self.sellers.count

    def customer(self, element: Element) -> None:
        """Take in a customer."""
        self._add(self.customers, element, "customer")

    def product(self, element: Element) -> None:
        """Take in a product."""
        self._add(self.products, element, "product")

    def seller(self, element: Element) -> None:
        """Take in an entry of the table of analysis types, if it is a seller."""
        if self.sellers.add(leaves(element), self._places.of(element)):
            self._places.pass_over()

    def chunks(self, file: str) -> Iterator[Chunk]:
        """The tables, those that hold anything; and the remarks on what they leave out."""
        tables = (self.customers.chunk(file, self.sellers), self.products.chunk(file), self.sellers.chunk(file))
        yield from (chunk for chunk in tables if chunk is not None)

    def remark(self) -> None:
        """Say what was left out, when the last list has been read."""
        for fault, count in self._faults.items():
            found, remedy = _SAID[fault](count)
            self._remarks.note(f"saft-{fault}", found, remedy, rows=count)

    def _add(self, table: _Table, element: Element, kind: str) -> None:
        row = self._places.of(element)
        self._places.pass_over()
        self._entries += 1
        fault = table.add(element, row)
        if fault is not None:
            fault = f"{kind}-{fault}"
            self._faults[fault] = self._faults.get(fault, 0) + 1
            self._remarks.rejected.add(f"saft-{fault}", row, element, people=True)


def _customer_without_number(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} customer in the customer list has no customer number.",
        "{count} customers in the customer list have no customer number.",
        count=count,
    )
    return found, text("They are left out, for no voucher can name them.")


def _customer_twice(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} entry in the customer list repeats a customer number.",
        "{count} entries in the customer list repeat a customer number.",
        count=count,
    )
    return found, text("The first entry of each customer is used.")


def _product_without_number(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} product in the product list has neither number nor name.",
        "{count} products in the product list have neither number nor name.",
        count=count,
    )
    return found, text("They are left out, for no invoice can name them.")


def _product_twice(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} entry in the product list repeats a product number.",
        "{count} entries in the product list repeat a product number.",
        count=count,
    )
    return found, text("The first entry of each product is used.")


_SAID = {
    "customer-without-number": _customer_without_number,
    "customer-listed-twice": _customer_twice,
    "product-without-number": _product_without_number,
    "product-listed-twice": _product_twice,
}
