"""What does a SIE 5 file give? The same as SIE 4, and the customers and their invoices as well."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from lxml.etree import _Element as Element

from rung.base import text
from rung.facts import Event, Progress
from rung.importers.numbers import masked_in
from rung.importers.saft.amounts import units
from rung.importers.sie import refusal
from rung.importers.sie.book import Book, day_of
from rung.importers.sie.closing import Counts, controls, end, last_remarks, parties
from rung.importers.sie.heads import head_of
from rung.importers.sie.invoices import Invoices, customer_said, written
from rung.importers.sie.ledger import Ledger
from rung.importers.sie.objects import CUSTOMER, SELLER, identifier
from rung.importers.sie.trouble import Trouble
from rung.importers.sie.vouchers import Vouchers
from rung.importers.sie.whose import Names
from rung.importers.xml import Flow, children, finished_elements, local

ROOTS = {"Sie", "SieEntry"}
_ENTRY = "JournalEntry"


class SieFive:
    """The reading of one SIE 5 file. ledger: what its vouchers said so far."""

    def __init__(self, file: str, names: Mapping[str, str]) -> None:
        self._file = file
        self._book = Book()
        self._trouble = Trouble(file)
        self._trouble.currency = self._book.currency
        self._invoices = Invoices()
        self._counts = Counts()
        self.ledger = Ledger(file, self._book, Names(names, self._trouble), self._trouble)
        self._vouchers = Vouchers(self._book, self._invoices, self._counts, self._trouble, self.ledger.days)
        self._last_row = 0
        self._told = False
        self._meaning: dict[str, Callable[[Element, int], None]] = {
            "SoftwareProduct": self._program,
            "FileCreation": self._made,
            "Company": self._company,
            "FiscalYear": self._year,
            "AccountingCurrency": self._currency,
            "Account": self._account,
            "Dimension": self._dimension,
            "SecondaryAccountRef": lambda element, _: self._invoices.add_account(element),
            "CustomerInvoice": lambda element, _: self._invoices.add(element),
            "Customer": self._customer,
            _ENTRY: lambda element, row: self._vouchers.add(element, row, self._row),
        }

    def events(self, flow: Flow, progress: Progress) -> Iterator[Event]:
        """The events of the file. Raises NotUsable."""
        for piece in finished_elements(flow, ROOTS, tuple(self._meaning), progress, refusal.not_sie_5):
            for element in piece:
                self._meaning[local(element)](element, self._row(element))
            yield from self._waiting()
        if not self._counts.vouchers:
            raise refusal.without_vouchers("")
        last_remarks(self._book, self.ledger, self._counts, self._trouble)
        yield from self._waiting()
        yield from parties(self._book, self.ledger, self._file)
        yield from self._trouble.rest()
        yield from controls(self._book, self.ledger, self._counts)
        yield end(self._book, self.ledger, self._trouble)

    def _waiting(self) -> Iterator[Event]:
        """What has been read and not told: once, when the vouchers have begun, the head, then facts and problems."""
        if not self._counts.vouchers:
            return
        if not self._told:
            self._told = True
            yield head_of(self._book, "sie 5", text("SIE 5"))
        facts = list(self.ledger.add(self._vouchers.take()))
        yield from self._trouble.take()
        yield from facts

    def _row(self, element: Element) -> int:
        """The line of an element; where libxml2 has lost count, or a line holds several, the number after the last one."""
        self._last_row = max(self._line(element), self._last_row + 1)
        return self._last_row

    @staticmethod
    def _line(element: Any) -> int:
        return element.sourceline or 0

    def _program(self, element: Element, _row: int) -> None:
        self._book.program = " ".join(f"{element.get('name', '')} {element.get('version', '')}".split())

    def _made(self, element: Element, _row: int) -> None:
        self._book.until = day_of(element.get("time", "")[:10])

    def _company(self, element: Element, _row: int) -> None:
        self._book.company = masked_in(element.get("name", "").strip())
        self._book.organisation(element.get("organizationId", ""))

    def _year(self, element: Element, _row: int) -> None:
        """An accounting year; the primary one is the year of the vouchers."""
        first, last = _month(element.get("start")), _month(element.get("end"))
        if first is not None and last is not None and first <= last:
            number = 0 if element.get("primary") in {"true", "1"} else -1 - len(self._book.years)
            self._book.years[number] = (first, last.replace(day=monthrange(last.year, last.month)[1]))

    def _currency(self, element: Element, _row: int) -> None:
        self._book.currency = self._trouble.currency = element.get("currency", "").strip().upper() or self._book.currency

    def _account(self, element: Element, _row: int) -> None:
        """An account, and what it came to at the end of the year of the vouchers, all objects together."""
        number = element.get("id", "").strip()
        self._book.accounts.add(number, element.get("name", ""))
        for balance in children(element, "ClosingBalance"):
            month, closing = _month(balance.get("month")), units(balance.get("amount"))
            ends = 0 in self._book.years and month == self._book.years[0][1].replace(day=1)
            if ends and closing is not None and not children(balance, "ObjectReference"):
                self._book.year_sums[number] = closing

    def _dimension(self, element: Element, row: int) -> None:
        number = element.get("id", "")
        self._book.dimensions.name(number, element.get("name", ""))
        parties_of = {CUSTOMER: self._book.customers, SELLER: self._book.sellers}.get(self._book.dimensions.meaning(number) or "")
        for object_ in children(element, "Object"):
            said = identifier(object_.get("id", ""))
            if parties_of is not None and said:
                parties_of.add(said, row, name=masked_in(object_.get("name", "").strip()) or None)

    def _customer(self, element: Element, row: int) -> None:
        number, said = customer_said(element)
        content = written(element)
        if number is None:
            self._trouble.unnumbered(row, content)
        elif number in self._book.customers:
            self._trouble.listed_twice(row, content)
        else:
            self._book.customers.add(number, row, **said)


def _month(written: str | None) -> date | None:
    """The first day of a month written as 2025-12; days and time zones behind it say nothing more."""
    return day_of(f"{(written or '').strip()[:7]}-01")
