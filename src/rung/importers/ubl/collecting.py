"""What was said by all invoices together, kept small? Some 40 bytes for a line and a kilobyte for an invoice; what repeats is kept once.

Whose invoices these are, in which currency, and which of two with the same number counts is known only when the last has been read, so
nothing can be given back before that.
"""

from array import array
from collections import Counter
from functools import partial
from typing import NamedTuple

from lxml.etree import _Element as Element

from rung.importers.numbers import masked_in
from rung.importers.ubl.fields import AGGREGATE
from rung.importers.ubl.invoice import Invoice, Rate, read_invoice
from rung.importers.ubl.opening import Document
from rung.importers.ubl.parties import MARK, NOBODY, PARTY, Party, person_in, read_party
from rung.importers.ubl.products import LineSaid, Numbered, Product
from rung.importers.xml import NotUsable

NO_QUANTITY = -(1 << 63)
_SUPPLIER, _CUSTOMER = (f"{{{AGGREGATE}}}Accounting{role}Party" for role in ("Supplier", "Customer"))


class Unread(NamedTuple):
    """A line without an amount that can be read: its place in the file, what stands for the amount, and all of it."""

    place: int
    written: str
    content: str


class Entry(NamedTuple):
    """One invoice or credit note. Amounts in units, credits negative.

    first, lines: where its lines stand in the columns, and how many. place: of its first line in its file. rows: its lines in the file,
    those that cannot be read as well. supplier, customer: places in the list of parties. content: the same for invoices that say the same.
    """

    file: str
    first: int
    lines: int
    place: int
    rows: int
    supplier: int
    customer: int
    reference: str
    credit: bool
    prepayment: bool
    number: str
    issued: str
    days: int | None
    currency: str
    total: int
    stated: int | None
    rates: tuple[Rate, ...]
    content: int
    flaw: str
    unread: tuple[Unread, ...]
    unread_parts: int


class Collected:
    """All invoices of an import, their lines in columns, and what is wrong with the files that have none."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.unusable: list[tuple[str, NotUsable]] = []
        self.formats: Counter[str] = Counter()
        self.inexact = 0
        self.amounts, self.quantities = array("q"), array("q")
        self.places, self.line_ids, self.products_sold = array("i"), array("i"), array("i")
        self.parties: Numbered[Party] = Numbered()
        self.products: Numbered[Product] = Numbered()
        self.ids: Numbered[str] = Numbered()
        self.parties.number("", lambda: NOBODY)

    def add(self, file: str, found: list[Document] | NotUsable) -> None:
        """Take in what is in a file."""
        if isinstance(found, NotUsable):
            self.unusable.append((file, found))
            return
        before = 0
        for document in found:
            before += self._add(file, document, before)

    def _add(self, file: str, document: Document, before: int) -> int:
        """Take in an invoice; returns how many rows of the file it is."""
        invoice = read_invoice(document.root, self.products, credit=document.credit, before=before)
        said, first, rows = invoice.said, len(self.amounts), max(1, len(invoice.lines) + len(invoice.unread))
        supplier, customer = self._party(_SUPPLIER, document.root), self._party(_CUSTOMER, document.root)
        self._add_lines(invoice, before)
        self.formats[said.customization] += 1
        self.inexact += invoice.inexact
        columns = (self.amounts, self.quantities, self.line_ids, self.products_sold)
        content = (invoice.days, invoice.currency, self.parties.items[customer].customer_id, *(tuple(column[first:]) for column in columns))
        entry = Entry(
            file=file,
            first=first,
            lines=len(invoice.lines),
            place=invoice.lines[0].place if invoice.lines else before + 1,
            rows=rows,
            supplier=supplier,
            customer=customer,
            reference=person_in(said.reference),
            credit=invoice.credit,
            prepayment=invoice.prepayment,
            number=masked_in(said.number),
            issued=said.issued,
            days=invoice.days,
            currency=invoice.currency,
            total=invoice.total,
            stated=invoice.stated,
            rates=invoice.rates,
            content=hash(content),
            flaw=invoice.flaw,
            unread=tuple(Unread(place, line.amount, _content(line)) for place, line in invoice.unread),
            unread_parts=invoice.unread_parts,
        )
        self.entries.append(entry)
        return rows

    def _add_lines(self, invoice: Invoice, before: int) -> None:
        taken: set[str] = set()
        self.amounts.extend(invoice.amounts)
        for place, written, _, quantity, product in invoice.lines:
            line_id = written or str(place - before)
            while line_id in taken:
                line_id = f"{line_id}#{place - before}"
            taken.add(line_id)
            self.places.append(place)
            self.quantities.append(NO_QUANTITY if quantity is None else invoice.sign * quantity)
            self.line_ids.append(self.ids.number(line_id, partial(str, line_id)))
            self.products_sold.append(product)

    def _party(self, role: str, root: Element) -> int:
        party = next(root.iterchildren(role), None)
        return 0 if party is None else self.parties.number(MARK(party), lambda: read_party(PARTY.of(party)))


def _content(said: LineSaid) -> str:
    return masked_in("\t".join(" ".join(part.split()) for part in said))
