"""What does one invoice say? Who sold to whom, when, and its lines with their parts of the discounts and freight of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from lxml.etree import _Element as Element

from rung.importers.saft.amounts import as_date, day, rounded, units
from rung.importers.ubl.fields import AGGREGATE, Fields
from rung.importers.ubl.products import LINE, LineSaid, Numbered, Product, product_on
from rung.importers.ubl.spreading import shares

_LARGEST = 10**18  # DECIMAL(18,4) holds less than this many units
_YEARS = range(1900, 2200)
_LINES = (f"{{{AGGREGATE}}}InvoiceLine", f"{{{AGGREGATE}}}CreditNoteLine")
_ALLOWANCE = f"{{{AGGREGATE}}}AllowanceCharge"
_RATES = tuple(f"{{{AGGREGATE}}}{name}ExchangeRate" for name in ("Tax", "Pricing", "Payment"))

# UNTDID 1001: credit notes, of which some systems make an Invoice all the same; what is no sale; and what is paid before it is one.
_CREDITS = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
_PRO_FORMA = {"325"}
_PREPAYMENTS = {"386", "500"}


class _Head(NamedTuple):
    customization: str
    number: str
    issued: str
    code: str
    currency: str
    reference: str
    net: str


_HEAD = Fields(
    _Head,
    {
        "customization": "b:CustomizationID",
        "number": "b:ID",
        "issued": "b:IssueDate",
        "code": "(b:InvoiceTypeCode | b:CreditNoteTypeCode)",
        "currency": "b:DocumentCurrencyCode",
        "reference": "b:BuyerReference",
        "net": "a:LegalMonetaryTotal/b:TaxExclusiveAmount",
    },
)


class _Totals(NamedTuple):
    currency: str
    lines: str
    allowances: str
    charges: str


# What only some invoices must be asked for.
_TOTALS = Fields(
    _Totals,
    {
        "currency": "a:LegalMonetaryTotal/b:PayableAmount/@currencyID",
        "lines": "a:LegalMonetaryTotal/b:LineExtensionAmount",
        "allowances": "a:LegalMonetaryTotal/b:AllowanceTotalAmount",
        "charges": "a:LegalMonetaryTotal/b:ChargeTotalAmount",
    },
)


class _Part(NamedTuple):
    charge: str
    amount: str


_PART = Fields(_Part, {"charge": "b:ChargeIndicator", "amount": "b:Amount"})


class Rate(NamedTuple):
    """An exchange rate as the invoice writes it."""

    source: str
    target: str
    rate: str
    operator: str
    source_base: str
    target_base: str


_RATE = Fields(
    Rate,
    {
        "source": "b:SourceCurrencyCode",
        "target": "b:TargetCurrencyCode",
        "rate": "b:CalculationRate",
        "operator": "b:MathematicOperatorCode",
        "source_base": "b:SourceCurrencyBaseRate",
        "target_base": "b:TargetCurrencyBaseRate",
    },
)


class Line(NamedTuple):
    """A line whose amount can be read, in units as it is written. place: counted from 1. product: its number."""

    place: int
    id: str
    amount: int
    quantity: int | None
    product: int


@dataclass(slots=True)
class Invoice:
    """One invoice or credit note in its own currency. Amounts in units.

    sign: -1 when what is written must be turned. days: since 1970-01-01. amounts: of each line, with its part of what is taken off or put
    on the whole, negative when it is a credit. unread: the lines without an amount that can be read, with their places. stated: its total
    without VAT by its own account, turned as the amounts are. unread_parts: allowances and charges that cannot be read, and so are in no
    line. flaw: "number", "date", "lines" or "pro-forma" when it cannot be used, else "".
    """

    said: _Head
    credit: bool
    currency: str
    sign: int = 1
    days: int | None = None
    lines: list[Line] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    unread: list[tuple[int, LineSaid]] = field(default_factory=list)
    stated: int | None = None
    inexact: int = 0
    unread_parts: int = 0
    rates: tuple[Rate, ...] = ()
    flaw: str = ""

    @property
    def total(self) -> int:
        """What its lines add up to."""
        return sum(self.amounts)

    @property
    def prepayment(self) -> bool:
        """Whether it asks for payment before the sale is made."""
        return self.said.code in _PREPAYMENTS


def read_invoice(root: Element, products: Numbered[Product], *, credit: bool, before: int = 0) -> Invoice:
    """The invoice or credit note that the element is.

    products: those on its lines are found there or put there. credit: it is a CreditNote. before: lines of the same file before it.
    """
    said = _HEAD.of(root)
    invoice = Invoice(said, credit, _currency(said.currency or _TOTALS.of(root).currency))
    days = day(said.issued)
    if days is not None and as_date(days).year in _YEARS:
        invoice.days = days
    _read_lines(invoice, root, before, products)
    amounts = [line.amount for line in invoice.lines]
    _read_rest(invoice, root, amounts)
    stated = _stated(said, root)
    invoice.sign = _sign(invoice, sum(amounts) if stated is None else stated)
    invoice.credit = credit or said.code in _CREDITS
    invoice.amounts = amounts if invoice.sign > 0 else [-amount for amount in amounts]
    invoice.stated = None if stated is None else invoice.sign * stated
    invoice.flaw = _flaw(invoice)
    return invoice


def _currency(written: str) -> str:
    found = written.upper()
    return found if len(found) == 3 and found.isalpha() and found.isascii() else ""


def _read_lines(invoice: Invoice, root: Element, before: int, products: Numbered[Product]) -> None:
    for place, element in enumerate(root.iterchildren(*_LINES), before + 1):
        said = LINE.of(element)
        amount = units(said.amount)
        if amount is None:
            amount = rounded(said.amount)
            invoice.inexact += amount is not None
        if amount is None:
            invoice.unread.append((place, said))
        else:
            invoice.lines.append(Line(place, said.id, amount, _read(said.quantity), product_on(element, said, products)))


def _read_rest(invoice: Invoice, root: Element, amounts: list[int]) -> None:
    """Note the exchange rates, and give each line its part of the allowances and charges of the whole."""
    total = 0
    for element in root.iterchildren(_ALLOWANCE, *_RATES):
        if element.tag != _ALLOWANCE:
            invoice.rates = (*invoice.rates, _RATE.of(element))
            continue
        part = _PART.of(element)
        amount, sign = rounded(part.amount), {"true": 1, "1": 1, "false": -1, "0": -1}.get(part.charge)
        if amount is None or sign is None:
            invoice.unread_parts += 1
        else:
            total += sign * amount
    if total and amounts:
        together = [amount + part for amount, part in zip(amounts, shares(total, amounts), strict=True)]
        if max(map(abs, together)) < _LARGEST:
            amounts[:] = together
        else:
            invoice.unread_parts += 1


def _stated(said: _Head, root: Element) -> int | None:
    """The total without VAT by the invoice's own account, as it is written.

    In OIOUBL, TaxExclusiveAmount is the tax itself, so there the total is the sum of the lines less allowances and with charges.
    """
    if said.net and not said.customization.upper().startswith("OIOUBL"):
        return _read(said.net)
    totals = _TOTALS.of(root)
    lines, allowances, charges = (_read(part) if part else 0 for part in (totals.lines or "?", totals.allowances, totals.charges))
    return None if lines is None or allowances is None or charges is None else lines - allowances + charges


def _read(written: str) -> int | None:
    exact = units(written)
    return rounded(written) if exact is None else exact


def _sign(invoice: Invoice, total: int) -> int:
    """Credits are turned. An Invoice whose type is a credit note may have signs of its own: it is turned when it is positive."""
    return -1 if invoice.credit or (invoice.said.code in _CREDITS and total > 0) else 1


def _flaw(invoice: Invoice) -> str:
    if invoice.said.code in _PRO_FORMA:
        return "pro-forma"
    if not invoice.said.number:
        return "number"
    if invoice.days is None:
        return "date"
    return "" if invoice.lines or invoice.unread else "lines"


def rate_to(currency: str, invoice_currency: str, rates: Iterable[Rate]) -> Fraction | None:
    """What one unit of the invoice's currency is worth in another, by the invoice's own account; None when it does not say so plainly.

    A rate of exactly 1 between two currencies, and rates for other amounts than one unit, are not plain.
    """
    for rate in rates:
        found = _plain(rate)
        if found is None:
            continue
        if (rate.source.upper(), rate.target.upper()) == (invoice_currency, currency):
            return found
        if (rate.source.upper(), rate.target.upper()) == (currency, invoice_currency):
            return 1 / found
    return None


def _plain(rate: Rate) -> Fraction | None:
    """How many of the target one of the source is."""
    value, bases = _number(rate.rate), [_number(base) if base else Fraction(1) for base in (rate.source_base, rate.target_base)]
    if value is None or value in {0, 1} or value < 0 or bases[0] != 1 or bases[1] not in {1, value}:
        return None
    operator = rate.operator.casefold() or "multiply"
    return {"multiply": value, "divide": 1 / value}.get(operator)


def _number(written: str) -> Fraction | None:
    plain = written.replace(".", "", 1)
    return Fraction(written) if plain.isdecimal() and plain.isascii() and len(plain) <= 30 and written[:1].isdigit() else None
