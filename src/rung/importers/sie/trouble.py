"""What must the user see about the file? Each thing with its place and what to do, never more than a screenful of one kind.

Rows that did not become facts come back as they were as well, and of those not one is left out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rung.base import Share, Text, text, texts
from rung.facts import REJECTED, Chunk, Event, Problem
from rung.importers.numbers import masked_in
from rung.importers.saft.amounts import amount, money
from rung.importers.sie.rows import fields

_SHOWN = 20  # of one kind; the rest are counted in one problem


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that did not become a fact. content: as the file has it; units: the revenue on it, None when it cannot be read."""

    row: int
    content: str
    units: int | None = None


class Trouble:
    """Problems of one file as they are found, with the rows that were lost. rows: how many so far."""

    def __init__(self, file: str) -> None:
        self.currency = ""
        self.rows = 0
        self._file = file
        self._seen: Counter[str] = Counter()
        self._held: dict[str, Problem] = {}
        self._found: list[Problem] = []
        self._lost: list[dict[str, Any]] = []

    def take(self) -> Iterator[Event]:
        """The problems and the lost rows since the last time."""
        found, self._found = self._found, []
        yield from found
        lost, self._lost = self._lost, []
        if lost:
            yield Chunk("rejected", pa.Table.from_pylist(lost, schema=REJECTED.read_schema))

    def rest(self) -> Iterator[Problem]:
        """One problem for each kind that was cut short, with the rows and the money of those not shown."""
        for code, held in self._held.items():
            more = self._seen[code] - _SHOWN
            found = texts("There is {count} more like this.", "There are {count} more like this.", count=more)
            yield replace(held, where=self.whole_file(), found=found)

    def whole_file(self) -> Text:
        """The place of what is true of the file as a whole."""
        return text("{file}", file=self._file)

    def on_row(self, row: int) -> Text:
        """The place of a row."""
        return text("{file}, line {line}", file=self._file, line=str(row))

    def in_voucher(self, voucher: str, row: int) -> Text:
        """The place of a voucher, or of a row in it."""
        return text("{file}, line {line} (voucher {voucher})", file=self._file, line=str(row), voucher=voucher)

    def add(self, code: str, where: Text, found: Text, remedy: Text, *lost: Lost) -> None:
        """Note a problem, and the rows that it costs."""
        known = [one.units for one in lost if one.units is not None]
        sum_ = amount(sum(known)) if known else None
        self._note(Problem(code=code, where=where, found=found, remedy=remedy, rows=len(lost), amount=sum_))
        self.rows += len(lost)
        for one in lost:
            value = None if one.units is None else amount(one.units)
            content = masked_in("\t".join(fields(one.content)) or one.content.strip())
            self._lost.append({"code": code, "content": content, "rows": 1, "amount": value, "file": self._file, "row": one.row})

    def note(self, code: str, found: Text, remedy: Text) -> None:
        """Something that is true of the file as a whole."""
        self.add(code, self.whole_file(), found, remedy)

    def _note(self, problem: Problem) -> None:
        self._seen[problem.code] += 1
        if self._seen[problem.code] <= _SHOWN:
            self._found.append(problem)
        elif problem.code not in self._held:
            self._held[problem.code] = problem
        else:
            held = self._held[problem.code]
            known = [one.amount for one in (held, problem) if one.amount is not None]
            together = sum(known, Decimal(0)) if known else None
            self._held[problem.code] = replace(held, rows=held.rows + problem.rows, amount=together)

    def unreadable_amount(self, voucher: str, written: str, lost: Lost, *, revenue: bool) -> None:
        """A row without an amount that can be read; when it is revenue, or may be, the row is lost to the facts."""
        found = (
            text("“{written}” cannot be read as an amount.", written=written.strip()[:40])
            if written.strip()
            else text("The line has no amount.")
        )
        where = self.in_voucher(voucher, lost.row)
        if revenue:
            remedy = text("The line is left out. Correct it in the accounts and export again.")
            self.add("sie-amount-not-understood", where, found, remedy, lost)
        else:
            remedy = text("The line is not on a revenue account, so no revenue is missing.")
            self.add("sie-amount-not-understood", where, found, remedy)

    def unreadable_date(self, voucher: str, row: int, written: str, lost: list[Lost]) -> None:
        """Income rows without a date, neither of their own nor of their voucher."""
        found = (
            text("“{written}” cannot be read as a date.", written=written.strip()[:40])
            if written.strip()
            else text("The voucher has no date.")
        )
        remedy = text("Its revenue is left out. Correct the date in the accounts and export again.")
        self.add("sie-date-not-understood", self.in_voucher(voucher, row), found, remedy, *lost)

    def out_of_balance(self, voucher: str, row: int, units: int) -> None:
        """A voucher whose debit and credit differ."""
        found = text("Debit and credit differ by {difference}.", difference=money(units, self.currency))
        remedy = text("Its revenue is counted as it stands. Check the voucher in the accounts.")
        self.add("sie-voucher-out-of-balance", self.in_voucher(voucher, row), found, remedy)

    def unknown_row(self, row: int, content: str) -> None:
        """A row with a label that the standard does not have."""
        found = text("“{content}” is a kind of row that SIE does not have.", content=masked_in(" ".join(content.split()))[:200])
        self.add("sie-row-unknown", self.on_row(row), found, text("It is passed over. No revenue is missing because of it."))

    def strange_row(self, row: int, content: str) -> None:
        """A row that is none of SIE's."""
        found = text("“{content}” is not a row of SIE.", content=masked_in(" ".join(content.split()))[:200])
        remedy = text("It is left out. Often a text in the accounts has a line break in it: remove it there and export again.")
        self.add("sie-row-not-understood", self.on_row(row), found, remedy, Lost(row, content))

    def outside_vouchers(self, row: int, content: str, units: int | None) -> None:
        """An income row before the first voucher."""
        found = text("This row of a voucher stands before the first voucher.")
        self.add(
            "sie-row-outside-voucher", self.on_row(row), found, text("It is left out. Export the file again."), Lost(row, content, units)
        )

    def listed_twice(self, row: int, content: str) -> None:
        """A customer that is listed once more."""
        found = text("The customer is listed above already.")
        self.add(
            "sie-customer-listed-twice", self.on_row(row), found, text("The first entry of each customer is used."), Lost(row, content)
        )

    def unnumbered(self, row: int, content: str) -> None:
        """A customer without a number."""
        found = text("The customer has no customer number.")
        remedy = text("It is left out, for no voucher can name it.")
        self.add("sie-customer-without-number", self.on_row(row), found, remedy, Lost(row, content))

    def account_differs(self, account: str, stated: int, measured: int) -> None:
        """A revenue account whose vouchers do not give its sum of the year. Units, income positive."""
        found = text(
            "Account {account} does not add up: the file says {stated} for the year, and its vouchers give {measured}.",
            account=account,
            stated=money(stated, self.currency),
            measured=money(measured, self.currency),
        )
        remedy = text("Every voucher in the file is read. Perhaps the export holds only a part of the year; export the whole year.")
        self.note("sie-account-does-not-reconcile", found, remedy)

    def not_sales(self, label: str, units: int, *, rounding: bool) -> None:
        """An account of class 3 that does not count as sales. Units, income positive."""
        found = text("{amount} on account “{account}” is not counted as sales.", amount=money(units, self.currency), account=label)
        if rounding:
            self.note("sie-rounding", found, text("Nothing needs to be done: it is the rounding of invoices to whole kronor."))
        else:
            self.note("sie-other-income", found, text("If it is sales, post it on an account from 3000 to 3799 and export again."))

    def unattributed(self, share: float) -> None:
        """Too much revenue without a customer."""
        found = text("{share} of the revenue has no customer in the accounts.", share=Share(share, 1))
        remedy = text("SIE files seldom name customers. Give the invoices as a list in Excel or CSV, or as e-invoices, as well.")
        self.note("sie-revenue-without-customer", found, remedy)

    def names_found(self, names: int, units: int) -> None:
        """Names of customers in texts that the user has not confirmed."""
        found = texts(
            "{count} customer name was found in the texts of vouchers, with {amount} of revenue.",
            "{count} customer names were found in the texts of vouchers, with {amount} of revenue.",
            count=names,
            amount=money(units, self.currency),
        )
        remedy = text("They are not used until you say so: list them, keep those that are right, and give the list with --names.")
        self.note("sie-names-found", found, remedy)
