"""What was sold on each invoice? Sales invoices with product lines, from SAF-T 2.0 on; every line becomes a fact."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from rung.importers.saft.amounts import amount as major
from rung.importers.saft.amounts import as_date, day, rounded, total, units
from rung.importers.saft.header import Header
from rung.importers.saft.ledger import month_of
from rung.importers.saft.parties import Sellers
from rung.importers.saft.parts import Inner, parts
from rung.importers.saft.places import Places
from rung.importers.saft.remarks import UNREADABLE_AMOUNT, UNREADABLE_DATE, Remarks
from rung.importers.xml import children

if TYPE_CHECKING:
    from rung.importers.saft.lines import Line

_HALF_MINOR = 50  # units
# "CreditNote", "Kreditnota", "Kreditfaktura", or a code: 381 and 396 of the United Nations' list, NC where that is used.
_CREDIT = re.compile(r"credit|kredit|^(381|396|NC|KN)$", re.IGNORECASE)
# Where a line has its net amount, the first that is there; and what the name of the element says of debit and credit.
_AMOUNTS = {"InvoiceLineAmount": "", "CreditAmount": "C", "DebitAmount": "D", "TaxBaseAmount": "", "LineAmount": ""}
_SELLER = ("SalesPersonID", "SalespersonID", "SalesPerson", "Salesperson", "SellerID")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of an invoice as it is written. money: what its amount says; units: the amount read, None when it cannot be.

    side: "C" or "D", "" when the line does not say; freight in units.
    """

    element: Element
    said: Mapping[str, str]
    money: Mapping[str, str]
    units: int | None
    side: str
    freight: int

    @property
    def written(self) -> str | None:
        """The amount as it is written."""
        return self.money.get("Amount")


class Invoices:
    """The sales invoices of one file. Totals are public; facts wait in `lines`, their products in `products`, until they are taken.

    count: how many invoices. debit, credit, gross, freight, revenue and unattributed are units; by_month is revenue by year * 12 +
    month - 1. stated, measured: net totals of the invoices by their own account, major units, and what their lines add up to, units.
    """

    def __init__(self, *, header: Header, sellers: Sellers, groups: Mapping[str, str | None], remarks: Remarks, places: Places) -> None:
        self._header = header
        self._sellers = sellers
        self._groups = groups
        self._remarks = remarks
        self._places = places
        self._keys: dict[str, int] = {}
        self.lines: list[Line] = []
        self.products: list[str | None] = []
        self.count = self.rows = self.lost_rows = self.inexact = self.foreign_lost = 0
        self.debit = self.credit = self.freight = self.revenue = self.unattributed = 0
        self.gross = self.stated = Decimal(0)
        self.measured = 0
        self.by_month: dict[int, int] = defaultdict(int)
        self.customers: set[str] = set()

    def add(self, element: Element) -> None:
        """Read one invoice."""
        said, inner = parts(element)
        for name, part in inner:
            if name == "CustomerInfo":
                said = {**parts(part)[0], **said}
        self.count += 1
        lines = [_line(one) for one in _line_elements(inner)]
        if _CREDIT.search(said.get("InvoiceType", "")) and _all_on_credit(lines):
            lines = [replace(one, units=None if one.units is None else -one.units) for one in lines]
        self.inexact += sum(one.units is not None and units(one.written) is None for one in lines)
        days = day(said.get("InvoiceDate"))
        if days is None:
            self._undated(said, lines)
        else:
            self._facts(element, said, lines, days)
        totals = next((parts(part)[0] for name, part in inner if name == "DocumentTotals"), {})
        self._check_totals(said.get("InvoiceNo", ""), totals, lines)
        self._places.pass_over(len(lines))

    def _undated(self, said: Mapping[str, str], lines: list[_Line]) -> None:
        """An invoice without a date: its lines are lost to the facts."""
        number, lost = said.get("InvoiceNo", ""), sum(one.units or 0 for one in lines)
        self.lost_rows += len(lines)
        where, written = self._remarks.on_invoice(number), said.get("InvoiceDate")
        self._remarks.unreadable_date(where, written, rows=len(lines), units=lost)
        for turn, one in enumerate(lines, 1):
            row = self._places.near(one.element, turn)
            self._remarks.rejected.add(UNREADABLE_DATE, row, one.element, number, written or "", units=one.units)

    def _facts(self, element: Element, said: Mapping[str, str], lines: list[_Line], days: int) -> None:
        number, date = said.get("InvoiceNo", ""), said.get("InvoiceDate", "")
        customer = said.get("CustomerID")
        key, taken = self._key(number), set[str]()
        of_invoice = self._sellers.of(element) or _named(said)
        for turn, one in enumerate(lines, 1):
            if one.units is None:
                row = self._places.near(one.element, turn)
                self._remarks.unreadable_amount(self._remarks.on_invoice_line(row, number), one.written, revenue=True)
                self._remarks.rejected.add(UNREADABLE_AMOUNT, row, one.element, number, date)
                self.lost_rows += 1
                continue
            record = one.said.get("LineNumber", "")
            if not record or record in taken:
                record = f"{record}#{len(taken) + 1}"
            taken.add(record)
            product = next((one.said[name] for name in ("ProductCode", "ProductDescription", "Description") if name in one.said), None)
            seller = self._sellers.of(one.element) or _named(one.said) or of_invoice
            group, row = self._groups.get(product or ""), self._places.of(one.element, turn)
            fact = (f"{key}|{record}", days, one.units, False, customer, number or None, group, seller)
            self.lines.append((*fact, self._quantity(one), *self._foreign(one), row))
            self.products.append(product)
            self._count(one, days, customer)

    def _count(self, line: _Line, days: int, customer: str | None) -> None:
        amount = line.units or 0
        self.rows += 1
        self.revenue += amount
        self.by_month[month_of(as_date(days))] += amount
        if customer is None:
            self.unattributed += amount
        else:
            self.customers.add(customer)

    def _key(self, number: str) -> str:
        """What every line key of an invoice starts with. Numbers that come twice in a file get their turn behind them."""
        key = f"{self._header.org_number}|invoice|{number}"
        turn = self._keys[key] = self._keys.get(key, 0) + 1
        return key if turn == 1 else f"{key}#{turn}"

    def _quantity(self, line: _Line) -> int | None:
        """The quantity, rounded to four decimals; negative when the revenue is."""
        found = rounded(line.said.get("Quantity"))
        return -abs(found) if found is not None and (line.units or 0) < 0 else found

    def _foreign(self, line: _Line) -> tuple[int | None, str | None]:
        """The amount in the currency of the invoice, and the currency, when that is not the company's; with the sign of the revenue."""
        currency = line.money.get("CurrencyCode", "").upper()
        if not currency or currency == self._header.currency or "CurrencyAmount" not in line.money:
            return None, None
        found = units(line.money["CurrencyAmount"])
        if found is None:
            self.foreign_lost += 1
            return None, None
        return (-abs(found) if (line.units or 0) < 0 else found), currency

    def _check_totals(self, number: str, totals: Mapping[str, str], lines: list[_Line]) -> None:
        """Hold the lines of an invoice against its own net total, with freight or without; credit notes may state it without a sign."""
        ours = sum(one.units or 0 for one in lines)
        for one in lines:
            amount = one.units or 0
            self.debit, self.credit = (self.debit - amount, self.credit) if amount < 0 else (self.debit, self.credit + amount)
        freight = sum(one.freight for one in lines)
        self.freight += freight
        net, gross = total(totals.get("NetTotal")), total(totals.get("GrossTotal"))
        self.gross += abs(gross or Decimal(0))
        if net is None:
            return
        if ours < 0:
            net = -abs(net)
        if freight and abs(net - major(ours + freight)) < major(_HALF_MINOR):
            net -= major(freight)
        self.stated += net
        self.measured += ours
        if abs(net - major(ours)) >= major(_HALF_MINOR) and all(one.units is not None for one in lines):
            self._remarks.invoice_differs(number, net, major(ours))


def _line(element: Element) -> _Line:
    """One line; the sign of its units is that of revenue, so a line on the debit side takes revenue away."""
    said, inner = parts(element)
    held = dict(reversed(inner))
    name = next((name for name in _AMOUNTS if name in held or name in said), "")
    money = _money(name, said, held)
    amount = _read(money.get("Amount"))
    side = said.get("DebitCreditIndicator", "").upper()[:1] or _AMOUNTS.get(name, "")
    if amount is not None and side == "D":
        amount = -abs(amount)
    freight = _read(_money("ShippingCostsAmount", said, held).get("Amount")) or 0
    return _Line(element, said, money, amount, side, freight)


def _money(name: str, said: Mapping[str, str], held: Mapping[str, Element]) -> Mapping[str, str]:
    """What an amount says: in an Amount inside the element of that name, or directly in it."""
    if name in held:
        return parts(held[name])[0]
    return {"Amount": said[name]} if name in said else {}


def _read(written: str | None) -> int | None:
    """The amount in units, rounded when it has too many decimals."""
    if written is None:
        return None
    exact = units(written)
    return rounded(written) if exact is None else exact


def _line_elements(inner: Inner) -> list[Element]:
    """The lines of an invoice; some Danish systems put them in an element of their own."""
    lines = [part for name, part in inner if name == "Line"]
    return lines + [line for name, part in inner if name == "Lines" for line in children(part, "Line")]


def _all_on_credit(lines: list[_Line]) -> bool:
    """Whether the lines of a credit note are written as if they were sales."""
    return not any(one.side == "D" for one in lines) and sum(one.units or 0 for one in lines) > 0


def _named(said: Mapping[str, str]) -> str | None:
    """The seller that an invoice or a line names in an element of its own."""
    return next((said[name] for name in _SELLER if name in said), None)
