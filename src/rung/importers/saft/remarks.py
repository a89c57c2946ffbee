"""What must the user see about the vouchers? Each thing with its place and what to do, never more than a screenful of one kind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rung.base import Money, Text, text, texts, to_minor
from rung.facts import Problem
from rung.importers.saft.amounts import amount, money, too_large
from rung.importers.saft.rejected import Rejected

UNREADABLE_AMOUNT, UNREADABLE_DATE = "saft-amount-not-understood", "saft-date-not-understood"
_SHOWN = 20  # of one kind; the rest are counted in one problem


class Remarks:
    """Problems of one file as they are found: the first of each kind in full, the rest summed up at the end."""

    def __init__(self, file: str, currency: str = "") -> None:
        self.currency = currency
        self.rejected = Rejected(file)
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

    def on_invoice(self, invoice: str) -> Text:
        """The place of an invoice."""
        return text("{file}, invoice {invoice}", file=self._file, invoice=invoice)

    def on_invoice_line(self, row: int, invoice: str) -> Text:
        """The place of a line of an invoice."""
        return text("{file}, line {line} (invoice {invoice})", file=self._file, line=row, invoice=invoice)

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
        trimmed = (written or "").strip()[:40]
        if not trimmed:
            found = text("The line has no amount.")
        elif too_large(written):
            found = text("“{written}” is too large for an amount: Rung keeps up to 14 digits before the decimals.", written=trimmed)
        else:
            found = text("“{written}” cannot be read as an amount.", written=trimmed)
        if revenue:
            remedy = text("The line is left out. Correct it in the accounts and export again.")
        else:
            remedy = text("The line is not on a revenue account, so no revenue is missing.")
        self.add(Problem(code=UNREADABLE_AMOUNT, where=where, found=found, remedy=remedy, rows=int(revenue)))

    def unreadable_date(self, where: Text, written: str | None, *, rows: int, units: int) -> None:
        """A sales voucher without a date: its income lines are lost to the facts."""
        found = (
            text("“{written}” cannot be read as a date.", written=written.strip()[:40])
            if written and written.strip()
            else text("The voucher has no date.")
        )
        remedy = text("Its revenue is left out. Correct the date in the accounts and export again.")
        self.add(Problem(code=UNREADABLE_DATE, where=where, found=found, remedy=remedy, rows=rows, amount=amount(units)))

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

    def invoice_differs(self, invoice: str, net: Decimal, ours: Decimal) -> None:
        """An invoice whose lines do not add up to its own net total."""
        self.add(
            Problem(
                code="saft-invoice-does-not-add-up",
                where=self.on_invoice(invoice),
                found=text(
                    "The lines add up to {lines}, but the invoice says {net} without VAT.",
                    lines=Money(to_minor(ours), self.currency, exact=True),
                    net=Money(to_minor(net), self.currency, exact=True),
                ),
                remedy=text("The lines are counted. Look at the invoice in the accounting system."),
            )
        )

    def closing(self, voucher: str, units: int, day: date) -> None:
        """A voucher that closes the year."""
        self.add(
            Problem(
                code="saft-year-end-closing",
                where=self.in_voucher(voucher),
                found=text(
                    "The voucher of {day} closes the year: it takes {amount} of revenue to the result.",
                    day=day,
                    amount=money(-units, self.currency),
                ),
                remedy=text("It is not counted, for no customer bought or returned anything. You need do nothing."),
                amount=amount(units),
            )
        )
