"""What does a voucher say? One pass over its elements, for this is where a large file spends its time.

A voucher becomes plain lists with fixed places rather than objects with names: at a million lines the difference is a third of the
import. Only this module and the ledger know the places.
"""

from typing import Any, NamedTuple

from lxml.etree import QName
from lxml.etree import _Element as Element

from rung.importers.saft.amounts import units

# Places in the list of a line (and the first four in the list of the voucher itself).
ELEMENT, ACCOUNT, CUSTOMER, DOCUMENT, DEBIT, CREDIT, UNITS = range(7)
# Places in the list of the voucher itself.
NUMBER, DATE, PERIOD, YEAR = range(7, 11)
_WIDTH = 11

_PLACES = {
    "Line": ELEMENT,
    "AccountID": ACCOUNT,
    "CustomerID": CUSTOMER,
    "SourceDocumentID": DOCUMENT,
    "DebitAmount": DEBIT,
    "CreditAmount": CREDIT,
    "TransactionID": NUMBER,
    "TransactionDate": DATE,
    "Period": PERIOD,
    "PeriodYear": YEAR,
}


class Names:
    """The tags of one namespace (or none), so that a whole voucher is compared by tags alone."""

    def __init__(self, namespace: str) -> None:
        self._prefix = f"{{{namespace}}}" if namespace else ""
        self.places = {self._prefix + name: place for name, place in _PLACES.items()}
        self.wanted = tuple(self.places)
        self.amount = self.tag("Amount")

    def tag(self, name: str) -> str:
        """The tag of a local name."""
        return self._prefix + name

    @classmethod
    def of(cls, element: Element) -> "Names":
        """The names in the namespace of an element."""
        return cls(QName(element).namespace or "")


class Voucher(NamedTuple):
    """A voucher: the list of what it says itself, and one list for each line, at the places above."""

    head: list[Any]
    lines: list[list[Any]]


def read_voucher(transaction: Element, names: Names) -> Voucher:
    """A voucher as lists of texts as written; a line's DEBIT and CREDIT hold elements, its UNITS is None until it is measured."""
    places = names.places
    row: list[Any] = [None] * _WIDTH
    head = row
    lines: list[list[Any]] = []
    for element in transaction.iter(*names.wanted):
        place = places[element.tag]
        if place == ELEMENT:
            row = [element, None, None, None, None, None, None]
            lines.append(row)
        elif place == DEBIT or place == CREDIT:  # noqa: PLR1714, SIM109  faster than a tuple, on every element
            row[place] = element
        else:
            row[place] = element.text
    return Voucher(head, lines)


def written_amount(side: Element, names: Names) -> str | None:
    """The amount in a DebitAmount or CreditAmount, as written: in an Amount inside it, or (as some systems do) directly."""
    if not len(side):
        return side.text
    first = side[0]
    return first.text if first.tag == names.amount else side.findtext(names.amount)


def sides(line: list[Any], names: Names) -> tuple[int, int] | None:
    """The line's debit and credit in units, 0 for a side that is not there; None when an amount cannot be read, or there is none."""
    debit, credit = line[DEBIT], line[CREDIT]
    if debit is None and credit is None:
        return None
    on_debit = 0 if debit is None else units(written_amount(debit, names))
    on_credit = 0 if credit is None else units(written_amount(credit, names))
    return None if on_debit is None or on_credit is None else (on_debit, on_credit)
