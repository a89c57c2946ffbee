"""Does what was read agree with what the file says of itself? Asked once, when the last voucher has been read."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from rung.base import text, texts
from rung.facts import Control
from rung.importers.saft.accounts import Accounts
from rung.importers.saft.amounts import amount, units
from rung.importers.saft.ledger import Ledger
from rung.importers.saft.parties import Customers
from rung.importers.saft.remarks import Remarks

_MOST_WITHOUT = 10  # per cent of the revenue without a customer; with more, the accounts alone are not enough


def controls(ledger: Ledger, accounts: Accounts, stated: Mapping[str, str]) -> Iterator[Control]:
    """The file's own totals beside ours, revenue per month, and the movement of each revenue account.

    stated: NumberOfEntries, TotalDebit and TotalCredit as the file writes them. A month's revenue was added up line by line before any
    line was given a customer, and is held against the stored facts.
    """
    entries = stated.get("NumberOfEntries", "")
    if entries.isdecimal():
        yield Control(text("Vouchers"), Decimal(entries), measured=Decimal(ledger.vouchers), money=False)
    debit, credit = units(stated.get("TotalDebit")), units(stated.get("TotalCredit"))
    if debit is not None:
        yield Control(text("Total debit"), amount(debit), measured=amount(ledger.debit))
    if credit is not None:
        yield Control(text("Total credit"), amount(credit), measured=amount(ledger.credit))
    for month, revenue in sorted(ledger.by_month.items()):
        yield Control(text("Revenue"), amount(revenue), month=date(month // 12, month % 12 + 1, 1))
    for account, movement, measured in accounts.stated_revenue():
        if movement or measured:
            yield Control(text("Revenue account {account}", account=account), amount(movement), measured=amount(measured))


def last_remarks(ledger: Ledger, accounts: Accounts, customers: Customers, remarks: Remarks) -> None:
    """Note what only shows when everything has been read."""
    for unsettled in accounts.unsettled():
        remarks.unsettled(unsettled)
    for label, income in accounts.other_income():
        remarks.other_income(label, income)
    if customers.ids and (unknown := sorted(ledger.customers - customers.ids)):
        remarks.unknown_customers(unknown)
    if ledger.revenue > 0 and ledger.unattributed * 100 > ledger.revenue * _MOST_WITHOUT:
        remarks.unattributed(ledger.unattributed / ledger.revenue)
    _dates(ledger, remarks)
    _amounts(ledger, remarks)


def _dates(ledger: Ledger, remarks: Remarks) -> None:
    if not ledger.sales:
        remarks.note(
            "saft-no-revenue",
            text("No voucher in the file has revenue."),
            text("Check that the export covers the right period, and that the sales accounts are mapped in the accounting system."),
        )
    # When most sales are far from their period, the periods are not calendar months: the year starts in another month than January.
    elif 0 < ledger.far_dated <= ledger.sales / 2:
        found = texts(
            "{count} sales voucher is dated more than 31 days from its accounting period.",
            "{count} sales vouchers are dated more than 31 days from their accounting periods.",
            count=ledger.far_dated,
        )
        remarks.note(
            "saft-date-far-from-period", found, text("Revenue is counted on the date of the voucher. Check that the dates are right.")
        )


def _amounts(ledger: Ledger, remarks: Remarks) -> None:
    if ledger.inexact:
        found = texts(
            "{count} amount has more than four decimals and was rounded to four.",
            "{count} amounts have more than four decimals and were rounded to four.",
            count=ledger.inexact,
        )
        remarks.note("saft-amount-rounded", found, text("Nothing needs to be done: the difference is far less than one øre."))
    if ledger.foreign_lost:
        found = texts(
            "{count} amount in another currency could not be kept exactly and was left out.",
            "{count} amounts in another currency could not be kept exactly and were left out.",
            count=ledger.foreign_lost,
        )
        remarks.note("saft-foreign-amount", found, text("Nothing needs to be done: the amounts in the company's own currency are exact."))
