"""What do the vouchers of a SIE 5 file say? Every one is added up; those with revenue are collected as columns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from lxml.etree import _Element as Element

from rung.importers.saft.amounts import rounded, units
from rung.importers.sie.book import Book, Days
from rung.importers.sie.closing import Counts
from rung.importers.sie.invoices import Invoices, written
from rung.importers.sie.objects import Tags
from rung.importers.sie.postings import summable
from rung.importers.sie.sales import NO_DAY, Heads, Sales
from rung.importers.sie.trouble import Lost, Trouble
from rung.importers.xml import children

_HALF_MINOR = 50  # units


class Vouchers:
    """Collects sales vouchers until they are taken. The counts are of all vouchers."""

    def __init__(self, book: Book, invoices: Invoices, counts: Counts, trouble: Trouble, days: Days) -> None:
        self._book = book
        self._invoices = invoices
        self._counts = counts
        self._trouble = trouble
        self._days = days
        self._accounts: dict[str, int] = {}
        self._begin()

    def take(self) -> Sales:
        """The sales vouchers since the last time."""
        columns = [list(column) for column in zip(*self._rows, strict=True)] or [[] for _ in range(10)]
        voucher, income, amounts, row, place, account, days, text, quantity, tags = columns
        sales = Sales(
            heads=Heads(
                series=[one[0] for one in self._heads],
                number=[one[1] for one in self._heads],
                written=[one[2] for one in self._heads],
                text=[one[3] for one in self._heads],
                row=[one[4] for one in self._heads],
            ),
            voucher=np.array(voucher, dtype=np.int64),
            income=np.array(income, dtype=bool),
            units=summable(np.array(amounts, dtype=np.int64)),
            row=np.array(row, dtype=np.int64),
            place=np.array(place, dtype=np.int64),
            account=np.array(account, dtype=np.int64),
            accounts=list(self._accounts),
            days=np.array(days, dtype=np.int64),
            text=text,
            quantity=quantity,
            tags=tags,
            original=self._original,
            content=self._content.get,
        )
        self._begin()
        return sales

    def add(self, element: Element, row: int, row_of: Callable[[Element], int]) -> None:
        """Take in a voucher. row: where it stands; row_of: the same for its rows."""
        journal = element.getparent()
        series = "" if journal is None else journal.get("id", "").strip()
        number, day = element.get("id", "").strip(), element.get("journalDate", "").strip()
        name = f"{series} {number}".strip() or day
        self._counts.vouchers += 1
        found, balance, whole = [], 0, True
        for place, entry in enumerate(children(element, "LedgerEntry"), 1):
            at = row_of(entry)
            if children(entry, "Overstrike"):
                self._counts.removed += 1
                continue
            self._counts.rows += 1
            amount = self._amount(entry, name, at)
            whole = whole and amount is not None
            if amount is not None:
                self._counts.rows_read += 1
                balance += amount
                found.append((entry, amount, at, place))
        self._counts.vouchers_read += whole
        if whole and abs(balance) >= _HALF_MINOR:
            self._trouble.out_of_balance(name, row, balance)
        if any(self._is_revenue(entry) for entry, *_ in found):
            self._collect(found)
            self._heads.append((series, number, day, element.get("text", "").strip(), row))

    def _begin(self) -> None:
        self._heads: list[tuple[str, str, str, str, int]] = []
        self._rows: list[tuple[Any, ...]] = []
        self._original: dict[int, tuple[int, str]] = {}
        self._content: dict[int, str] = {}

    def _amount(self, entry: Element, voucher: str, row: int) -> int | None:
        """The amount of a row in units, which then has moved its account; a problem is noted for one that cannot be read."""
        amount = units(entry.get("amount"))
        if amount is None:
            lost = Lost(row, written(entry))
            self._trouble.unreadable_amount(voucher, entry.get("amount", ""), lost, revenue=self._is_revenue(entry))
        else:
            self._book.accounts.movement[_account(entry)] += amount
        return amount

    def _is_revenue(self, entry: Element) -> bool:
        return self._book.accounts.is_revenue(_account(entry))

    def _collect(self, found: list[tuple[Element, int, int, int]]) -> None:
        for entry, amount, row, place in found:
            account = _account(entry)
            code = self._accounts.setdefault(account, len(self._accounts))
            day = self._days.of(entry.get("ledgerDate", "").strip())
            quantity = rounded(entry.get("quantity")) or None
            for foreign in children(entry, "ForeignCurrencyAmount")[:1]:
                original, currency = units(foreign.get("amount")), foreign.get("currency", "").strip().upper()
                if original is not None and currency not in {"", self._book.currency}:
                    self._original[len(self._rows)] = original, currency
            if day is None:
                self._content[row] = written(entry)
            said = (entry.get("text", "").strip(), quantity, self._tags(entry, account))
            place_ = (row, place, code, NO_DAY if day is None else day)
            self._rows.append((len(self._heads), self._book.accounts.is_revenue(account), amount, *place_, *said))

    def _tags(self, entry: Element, account: str) -> Tags:
        pairs = [(one.get("dimId", ""), one.get("objectId", "")) for one in children(entry, "ObjectReference")]
        tags = self._book.dimensions.of_pairs(pairs)
        for reference in children(entry, "SubdividedAccountObjectReference")[:1]:
            tags = self._invoices.of(account, reference.get("objectId", ""), tags)
        return tags


def _account(entry: Element) -> str:
    return entry.get("accountId", "").strip()
