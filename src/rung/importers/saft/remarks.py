"""What must the user see about the vouchers? Each thing with its place and what to do, never more than a screenful of one kind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rung.base import Share, Text, text, texts
from rung.facts import Problem
from rung.importers.saft.accounts import Unsettled
from rung.importers.saft.amounts import amount, money

_SHOWN = 20  # of one kind; the rest are counted in one problem


class Remarks:
    """Problems of one file as they are found: the first of each kind in full, the rest summed up at the end."""

    def __init__(self, file: str) -> None:
        self.currency = ""
        self._file = file
        self._seen: Counter[str] = Counter()
        self._held: dict[str, Problem] = {}
        self._found: list[Problem] = []

    def take(self) -> list[Problem]:
        """The problems since the last time."""
        found, self._found = self._found, []
        return found

    def rest(self) -> Iterator[Problem]:
        """One problem for each kind that was cut short, with the rows and the money of those not shown."""
        for code, held in self._held.items():
            more = self._seen[code] - _SHOWN
            found = texts("There is {count} more like this.", "There are {count} more like this.", count=more)
            yield replace(held, where=self.whole_file(), found=found)

    def whole_file(self) -> Text:
        """The place of what is true of the file as a whole."""
        return text("{file}", file=self._file)

    def in_voucher(self, voucher: str) -> Text:
        """The place of a voucher."""
        return text("{file}, voucher {voucher}", file=self._file, voucher=voucher)

    def on_line(self, row: int, voucher: str) -> Text:
        """The place of a line of a voucher."""
        return text("{file}, line {line} (voucher {voucher})", file=self._file, line=row, voucher=voucher)

    def add(self, problem: Problem) -> None:
        """Note a problem."""
        self._seen[problem.code] += 1
        if self._seen[problem.code] <= _SHOWN:
            self._found.append(problem)
        elif problem.code not in self._held:
            self._held[problem.code] = problem
        else:
            held = self._held[problem.code]
            together = (
                None if held.amount is None and problem.amount is None else (held.amount or Decimal(0)) + (problem.amount or Decimal(0))
            )
            self._held[problem.code] = replace(held, rows=held.rows + problem.rows, amount=together)

    def note(self, code: str, found: Text, remedy: Text, *, rows: int = 0) -> None:
        """Something that is true of the file as a whole."""
        self.add(Problem(code=code, where=self.whole_file(), found=found, remedy=remedy, rows=rows))

    def unreadable_amount(self, where: Text, written: str | None, *, revenue: bool) -> None:
        """A line without an amount that can be read; when it is revenue, the row is lost to the facts."""
        found = (
            text("“{written}” cannot be read as an amount.", written=written.strip()[:40])
            if written and written.strip()
            else text("The line has no amount.")
        )
        if revenue:
            remedy = text("The line is left out. Correct it in the accounts and export again.")
        else:
            remedy = text("The line is not on a revenue account, so no revenue is missing.")
        self.add(Problem(code="saft-amount-not-understood", where=where, found=found, remedy=remedy, rows=int(revenue)))

    def unreadable_date(self, where: Text, written: str | None, *, rows: int, units: int) -> None:
        """A sales voucher without a date: its income lines are lost to the facts."""
        found = (
            text("“{written}” cannot be read as a date.", written=written.strip()[:40])
            if written and written.strip()
            else text("The voucher has no date.")
        )
        remedy = text("Its revenue is left out. Correct the date in the accounts and export again.")
        self.add(Problem(code="saft-date-not-understood", where=where, found=found, remedy=remedy, rows=rows, amount=amount(units)))

    def out_of_balance(self, voucher: str, units: int) -> None:
        """A voucher whose debit and credit differ."""
        self.add(
            Problem(
                code="saft-voucher-out-of-balance",
                where=self.in_voucher(voucher),
                found=text("Debit and credit differ by {difference}.", difference=money(units, self.currency)),
                remedy=text("Its revenue is counted as it stands. Check the voucher in the accounts."),
            )
        )

    def duplicate(self, vouchers: tuple[str, str], customer: str, document: str, units: int, day: date) -> None:
        """The same document, customer, amount and date in two vouchers."""
        first, second = vouchers
        self.add(
            Problem(
                code="saft-possible-duplicate",
                where=self.in_voucher(second),
                found=text(
                    "Document {document}, {amount} to customer {customer} on {day}, is also in voucher {first}.",
                    document=document,
                    amount=money(units, self.currency),
                    customer=customer,
                    day=day,
                    first=first,
                ),
                remedy=text("Both are counted. If one is a mistake, reverse it in the accounts and export again."),
            )
        )

    def unsettled(self, account: Unsettled) -> None:
        """An account that does not add up."""
        opening, movement, closing = (money(units, self.currency) for units in (account.opening, account.movement, account.closing))
        self.add(
            Problem(
                code="saft-account-does-not-reconcile",
                where=self.whole_file(),
                found=text(
                    "Account {account} does not add up: {opening} at the start and {movement} in vouchers, but {closing} at the end.",
                    account=account.account,
                    opening=opening,
                    movement=movement,
                    closing=closing,
                ),
                remedy=text("Every voucher in the file is read. Ask whoever keeps the accounts about this account."),
            )
        )

    def other_income(self, label: str, units: int) -> None:
        """An account of income that does not count as sales."""
        self.add(
            Problem(
                code="saft-other-income",
                where=self.whole_file(),
                found=text("{amount} on account “{account}” is not counted as sales.", amount=money(units, self.currency), account=label),
                remedy=text("If it is sales, map the account to “salgsinntekt” in the accounting system and export again."),
            )
        )

    def unknown_customers(self, customers: list[str]) -> None:
        """Customers in vouchers who are not in the list of customers."""
        found = texts(
            "{count} customer in the vouchers is not in the file's list of customers: {examples}.",
            "{count} customers in the vouchers are not in the file's list of customers: {examples}.",
            count=len(customers),
            examples=", ".join(customers[:5]) + (" …" if len(customers) > 5 else ""),
        )
        remedy = text("Their revenue is counted under the customer number. Give a customer list as well to see their names.")
        self.add(Problem(code="saft-unknown-customer", where=self.whole_file(), found=found, remedy=remedy))

    def unattributed(self, share: float) -> None:
        """Too much revenue without a customer."""
        self.add(
            Problem(
                code="saft-revenue-without-customer",
                where=self.whole_file(),
                found=text("{share} of the revenue has no customer in the accounts.", share=Share(share, 1)),
                remedy=text("The accounts alone are not enough here. Give the invoice lines from the order or till system as well."),
            )
        )
