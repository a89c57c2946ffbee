"""Does what was read agree with what the files say of themselves? Asked once, when the last of them has been read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rung.base import Money, Share, Text, text, texts, to_minor
from rung.facts import Control
from rung.importers.numbers import masked_in
from rung.importers.saft.accounts import Accounts
from rung.importers.saft.amounts import amount, as_date, money, total, whole
from rung.importers.saft.reading import Reading
from rung.importers.saft.remarks import Remarks
from rung.importers.saft.yearend import closings

_MOST_WITHOUT = 10  # per cent of the revenue without a customer; with more, the accounts alone are not enough


@dataclass(slots=True)
class Book:
    """Files that share one list of accounts, so that an account adds up over all of them."""

    accounts: Accounts
    readings: list[Reading] = field(default_factory=list)

    def settle(self) -> None:
        """Tell the closing of the year from ordinary vouchers among those held back, and count the ordinary ones."""
        posted: dict[tuple[str, int], int] = defaultdict(int)
        for one in self.readings:
            for key, moved in one.ledger.posted.items():
                posted[key] += moved
        found = closings([held for one in self.readings for held in one.ledger.held], posted, self.accounts.opening_revenue())
        for one in self.readings:
            for held in one.ledger.held:
                if any(held is closing for closing in found):
                    one.remarks.closing(held.voucher, held.revenue, as_date(held.days))
                else:
                    one.ledger.release(held)


def last_remarks(books: Sequence[Book], remarks: Remarks) -> None:
    """Note what only shows when everything has been read, on what stands for all files together."""
    readings = [one for book in books for one in book.readings]
    for book in books:
        for found in book.accounts.unsettled():
            opening, movement, closing = (money(units, remarks.currency) for units in (found.opening, found.movement, found.closing))
            remarks.note(
                "saft-account-does-not-reconcile",
                text(
                    "Account {account} does not add up: {opening} at the start and {movement} in vouchers, but {closing} at the end.",
                    account=found.account,
                    opening=opening,
                    movement=movement,
                    closing=closing,
                ),
                text("Every voucher in the file is read. Ask whoever keeps the accounts about this account."),
            )
        for label, income in book.accounts.other_income():
            told = text("{amount} on account “{account}” is not counted as sales.", amount=money(income, remarks.currency), account=label)
            remarks.note("saft-other-income", told, _map_to_sales(readings[0].header.country))
    _customers(readings, remarks)
    if not any(one.ledger.sales or one.invoices.rows for one in readings):
        remarks.note(
            "saft-no-revenue",
            text("No voucher in the file has revenue."),
            text("Check that the export covers the right period, and that the sales accounts are mapped in the accounting system."),
        )
    for one in readings:
        _dates(one)
        _amounts(one)
        _invoices(one)


def _map_to_sales(country: str) -> Text:
    if country == "DK":
        return text("If it is sales, map the account to net turnover in the accounting system and export again.")
    return text("If it is sales, map the account to “salgsinntekt” in the accounting system and export again.")


def _customers(readings: Sequence[Reading], remarks: Remarks) -> None:
    """Customers who are listed nowhere, and revenue without one: of the invoice lines where there are any, else of the vouchers."""
    listed = {number for one in readings for number in one.customers.ids}
    named = {number for one in readings for number in one.ledger.customers | one.invoices.customers}
    if listed and (unknown := sorted(named - listed)):
        found = texts(
            "{count} customer in the vouchers is not in the file's list of customers: {examples}.",
            "{count} customers in the vouchers are not in the file's list of customers: {examples}.",
            count=len(unknown),
            examples=masked_in(", ".join(unknown[:5])) + (" …" if len(unknown) > 5 else ""),
        )
        remedy = text("Their revenue is counted under the customer number. Give a customer list as well to see their names.")
        remarks.note("saft-unknown-customer", found, remedy)
    of_lines = any(one.invoices.rows for one in readings)
    kinds = [one.invoices if of_lines else one.ledger for one in readings]
    revenue, without = sum(one.revenue for one in kinds), sum(one.unattributed for one in kinds)
    if revenue > 0 and without * 100 > revenue * _MOST_WITHOUT:
        remarks.note(
            "saft-revenue-without-customer",
            text("{share} of the revenue has no customer in the accounts.", share=Share(without / revenue, 1)),
            text("The accounts alone are not enough here. Give the invoice lines from the order or till system as well."),
        )


def _dates(one: Reading) -> None:
    # When most sales are far from their period, the periods are not calendar months: the year starts in another month than January.
    if 0 < one.ledger.far_dated <= one.ledger.sales / 2:
        found = texts(
            "{count} sales voucher is dated more than 31 days from its accounting period.",
            "{count} sales vouchers are dated more than 31 days from their accounting periods.",
            count=one.ledger.far_dated,
        )
        remedy = text("Revenue is counted on the date of the voucher. Check that the dates are right.")
        one.remarks.note("saft-date-far-from-period", found, remedy)


def _amounts(one: Reading) -> None:
    if inexact := one.ledger.inexact + one.invoices.inexact:
        found = texts(
            "{count} amount has more than four decimals and was rounded to four.",
            "{count} amounts have more than four decimals and were rounded to four.",
            count=inexact,
        )
        one.remarks.note("saft-amount-rounded", found, text("Nothing needs to be done: the difference is far less than one øre."))
    if lost := one.ledger.foreign_lost + one.invoices.foreign_lost:
        found = texts(
            "{count} amount in another currency could not be kept exactly and was left out.",
            "{count} amounts in another currency could not be kept exactly and were left out.",
            count=lost,
        )
        one.remarks.note(
            "saft-foreign-amount", found, text("Nothing needs to be done: the amounts in the company's own currency are exact.")
        )


def _invoices(one: Reading) -> None:
    if one.invoices.freight:
        found = text("The invoices charge {amount} of freight beside their lines.", amount=money(one.invoices.freight, one.header.currency))
        one.remarks.note("saft-freight", found, text("Freight is not counted as sales of a product, so it is left out here."))
    if one.invoices.revenue < 0:
        found = text(
            "The invoice lines add up to {amount}, less than nothing.",
            amount=Money(to_minor(amount(one.invoices.revenue)), one.header.currency, exact=True),
        )
        remedy = text("Check in the accounting system whether debit and credit of the lines have been swapped in the export.")
        one.remarks.note("saft-invoices-negative", found, remedy)


def controls(books: Sequence[Book]) -> Iterator[Control]:
    """The files' own totals beside ours, revenue per month, and the movement of each revenue account.

    A month's revenue was added up line by line before any line was given a customer, and is held against the stored facts.
    """
    readings = [one for book in books for one in book.readings]
    for one in readings:
        file = one.file if len(readings) > 1 else ""
        yield from _of_vouchers(one, file)
        yield from _of_invoices(one, file)
    yield from _months(readings)
    for book in books:
        file = book.readings[0].file if len(books) > 1 else ""
        for account, movement, measured in book.accounts.stated_revenue():
            if movement or measured:
                yield Control(_of(file, text("Revenue account {account}", account=account)), amount(movement), measured=amount(measured))


def _of_vouchers(one: Reading, file: str) -> Iterator[Control]:
    ledger, stated = one.ledger, one.stated.get("GeneralLedgerEntries", {})
    entries = whole(stated.get("NumberOfEntries"))
    if entries is not None and entries == ledger.postings != ledger.vouchers:  # some systems count the lines
        yield Control(_of(file, text("Voucher lines")), Decimal(entries), measured=Decimal(ledger.postings), money=False)
    elif entries is not None:
        yield Control(_of(file, text("Vouchers")), Decimal(entries), measured=Decimal(ledger.vouchers), money=False)
    for name, written, ours in (
        (text("Total debit"), stated.get("TotalDebit"), ledger.debit),
        (text("Total credit"), stated.get("TotalCredit"), ledger.credit),
    ):
        if (sum_ := total(written)) is not None:
            yield Control(_of(file, name), sum_, measured=amount(ours))


def _of_invoices(one: Reading, file: str) -> Iterator[Control]:
    """Systems total their invoices with VAT or without it, so the total that agrees is the one meant."""
    invoices, stated = one.invoices, one.stated.get("SalesInvoices", {})
    entries = whole(stated.get("NumberOfEntries"))
    if entries is not None:
        yield Control(_of(file, text("Sales invoices")), Decimal(entries), measured=Decimal(invoices.count), money=False)
    for name, written, ours in (
        (text("Sales invoices, debit"), stated.get("TotalDebit"), invoices.debit),
        (text("Sales invoices, credit"), stated.get("TotalCredit"), invoices.credit),
    ):
        if (sum_ := total(written)) is not None:
            yield Control(_of(file, name), sum_, measured=invoices.gross if sum_ == invoices.gross else amount(ours))
    if invoices.stated or invoices.measured:
        yield Control(_of(file, text("Net total of the invoices")), invoices.stated, measured=amount(invoices.measured))


def _months(readings: Sequence[Reading]) -> Iterator[Control]:
    """Revenue per month of all files, vouchers and invoices together, as they are stored."""
    months: dict[int, int] = defaultdict(int)
    for one in readings:
        for (_, month), revenue in one.ledger.posted.items():
            months[month] += revenue
        for month, revenue in one.invoices.by_month.items():
            months[month] += revenue
    both = any(one.ledger.sales for one in readings) and any(one.invoices.rows for one in readings)
    name = text("Revenue of vouchers and invoices added together") if both else text("Revenue")
    for month, revenue in sorted(months.items()):
        yield Control(name, amount(revenue), month=date(month // 12, month % 12 + 1, 1))


def _of(file: str, name: Text) -> Text:
    """The name of a total, with the file when there are several."""
    return text("{total}, {file}", total=name, file=file) if file else name
