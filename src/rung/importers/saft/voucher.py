"""What do vouchers say? One pass over their elements, for this is where a large file spends its time.

A voucher becomes plain lists with fixed places rather than objects with names: at a million lines the difference is a third of the
import. Only this module and the ledger know the places.
"""

from collections.abc import Sequence
from typing import Any

from lxml.etree import _Element as Element

from rung.importers.saft.amounts import units
from rung.importers.xml import leaves
from rung.importers.xml import namespace as namespace_of

# Places in the list of a line, and (by the same numbers) of the voucher itself: texts first, then elements.
ACCOUNT, CUSTOMER, DOCUMENT, QUANTITY, NUMBER, DATE, PERIOD, YEAR, DEBIT, CREDIT, ELEMENT, UNITS = range(12)
_VOUCHER = 12
_TEXTS = DEBIT  # places below hold texts

_PLACES = {
    "AccountID": ACCOUNT,
    "CustomerID": CUSTOMER,
    "SourceDocumentID": DOCUMENT,
    "Quantity": QUANTITY,
    "TransactionID": NUMBER,
    "TransactionDate": DATE,
    "Period": PERIOD,
    "PeriodYear": YEAR,
    "DebitAmount": DEBIT,
    "CreditAmount": CREDIT,
    "Line": ELEMENT,
    "Transaction": _VOUCHER,
}


class Names:
    """The tags of one namespace (or none), so that a whole voucher is compared by tags alone."""

    def __init__(self, namespace: str) -> None:
        prefix = f"{{{namespace}}}" if namespace else ""
        self.places = {prefix + name: place for name, place in _PLACES.items()}
        self.wanted = tuple(self.places)
        self.voucher = prefix + "Transaction"
        self.amount = prefix + "Amount"
        self.record = prefix + "RecordID"
        self.reference = prefix + "ReferenceNumber"

    @classmethod
    def of(cls, element: Element) -> "Names":
        """The names in the namespace of an element."""
        return cls(namespace_of(element))


# A voucher: the list of what it says itself, and one list for each line, at the places above.
Voucher = tuple[list[Any], list[list[Any]]]


def read_vouchers(finished: Sequence[Element], names: Names) -> list[Voucher]:
    """Vouchers that are siblings as lists of texts as written; of a line, DEBIT and CREDIT hold elements, UNITS waits to be measured.

    One walk over their parent: starting one for each voucher would cost as much as the walk. Siblings that are not in `finished` are
    passed over before, and end the walk after; those before must be empty.
    """
    parent = finished[0].getparent()
    if parent is None:  # a voucher that is the root would not be an AuditFile
        return []
    places = names.places
    expected = iter(finished)
    due: Element | None = next(expected)
    vouchers: list[Voucher] = []
    row: list[Any] = [None] * _VOUCHER
    lines: list[list[Any]] = []
    for element in parent.iter(*names.wanted):
        place = places[element.tag]
        if place < _TEXTS:
            row[place] = element.text
        elif place < ELEMENT:
            row[place] = element
        elif place == ELEMENT:
            row = [None, None, None, None, None, None, None, None, None, None, element, None]
            lines.append(row)
        elif element is due:
            row, lines = [None] * _VOUCHER, []
            vouchers.append((row, lines))
            due = next(expected, None)
        elif due is None:
            break
    return vouchers


def text_of(line: Element) -> str:
    """What the voucher of a line says it is for."""
    said = {}
    for outer in line.iterancestors("{*}Transaction"):
        said = leaves(outer)
    return " ".join(said.get(name, "") for name in ("Description", "VoucherDescription", "VoucherType", "TransactionType"))


def written_amount(side: Element, names: Names) -> str | None:
    """The amount in a DebitAmount or CreditAmount, as written: in an Amount inside it, or (as some systems do) directly."""
    if not len(side):
        return side.text
    first = side[0]
    return first.text if first.tag == names.amount else side.findtext(names.amount)


def one_sided(line: list[Any], names: Names) -> int | None:
    """The line's amount in units, debit positive, when it has just a debit or a credit that can be read as it is; else None."""
    debit, credit = line[DEBIT], line[CREDIT]
    if credit is None:
        return None if debit is None else units(written_amount(debit, names))
    amount = None if debit is not None else units(written_amount(credit, names))
    return None if amount is None else -amount
