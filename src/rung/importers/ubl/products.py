"""What was sold on a line? Each product kept once, however often it is sold."""

from collections.abc import Callable
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from lxml.etree import XPath
from lxml.etree import _Element as Element

from rung.importers.numbers import masked_in
from rung.importers.ubl.fields import PREFIXES, Fields

_NOTHING = {"-", "n/a", "na", "none"}
Item = TypeVar("Item")


class Numbered(Generic[Item]):
    """Things that repeat, each kept once under a number."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._numbers: dict[object, int] = {}

    def number(self, key: object, made: Callable[[], Item]) -> int:
        """The number of what has this key. made: gives the thing when the key is new."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.items)
            self.items.append(made())
        return number


class LineSaid(NamedTuple):
    """A line as the invoice writes it."""

    id: str
    quantity: str
    amount: str
    name: str
    sellers_id: str
    class_code: str


LINE = Fields(
    LineSaid,
    {
        "id": "b:ID",
        "quantity": "(b:InvoicedQuantity | b:CreditedQuantity)",
        "amount": "b:LineExtensionAmount",
        "name": "a:Item/b:Name",
        "sellers_id": "a:Item/a:SellersItemIdentification/b:ID",
        "class_code": "a:Item/a:CommodityClassification/b:ItemClassificationCode",
    },
)
# Asked only where it is needed: a number of all sellers, such as a GTIN, and the name of the class.
_STANDARD_ID, _CLASS_NAME = (
    XPath(f"string(a:Item/{path})", namespaces=PREFIXES, smart_strings=False)
    for path in ("a:StandardItemIdentification/b:ID", "a:CommodityClassification/b:ItemClassificationCode/@name")
)


class Product(NamedTuple):
    """What was sold, as a line says it. id: of the seller, else the GTIN, else the name in small letters; "" when it has no name either."""

    id: str
    name: str
    group: str


def product_on(line: Element, said: LineSaid, products: Numbered[Product]) -> int:
    """The number of the product on a line."""
    own = "" if said.sellers_id.casefold() in _NOTHING else said.sellers_id
    number = own or str(_STANDARD_ID(line)).strip()
    return products.number((number, said.name, said.class_code), partial(_product, line, said, number))


def _product(line: Element, said: LineSaid, number: str) -> Product:
    name = masked_in(" ".join(said.name.split()))
    known = "" if number.casefold() in _NOTHING else masked_in(number)
    return Product(known or name.casefold(), name, str(_CLASS_NAME(line)).strip() or said.class_code)
