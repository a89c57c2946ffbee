"""Does what was read agree with what the file says of itself? Asked once, when the last voucher has been read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rung.base import text, texts
from rung.facts import Control, Event, FileEnd
from rung.importers.saft.amounts import amount
from rung.importers.sie.book import Book
from rung.importers.sie.ledger import Ledger
from rung.importers.sie.trouble import Trouble

_MOST_WITHOUT = 10  # per cent of the revenue without a customer; with more, the accounts alone are not enough


@dataclass(slots=True)
class Counts:
    """What was counted: vouchers and their rows by their labels alone, those that could be read, rows left out as repeated or removed."""

    vouchers: int = 0
    vouchers_read: int = 0
    rows: int = 0
    rows_read: int = 0
    repeated: int = 0
    removed: int = 0


def controls(book: Book, ledger: Ledger, counts: Counts) -> Iterator[Control]:
    """The file's own sums beside ours: vouchers, rows, revenue of the year and of each month.

    A file that gives sums per month leaves out those of 0, up to the day it knows of. Other months are held against the sum that was
    made before any customer was found.
    """
    yield Control(text("Vouchers"), Decimal(counts.vouchers), measured=Decimal(counts.vouchers_read), money=False, own=False)
    yield Control(text("Voucher rows"), Decimal(counts.rows), measured=Decimal(counts.rows_read), money=False, own=False)
    if book.year_sums:
        yield Control(text("Revenue"), amount(-_sales(book, book.year_sums)))
    stated = {month: -_sales(book, sums) for month, sums in book.month_sums.items()}
    said = any(stated.values())
    for month in sorted(set(ledger.by_month) | set(stated)):
        first = date(month // 12, month % 12 + 1, 1)
        if said and (book.last is None or first <= book.last):
            yield Control(text("Revenue"), amount(stated.get(month, 0)), month=first)
        else:
            yield Control(text("Revenue"), amount(ledger.by_month[month]), month=first, own=False)


def last_remarks(book: Book, ledger: Ledger, counts: Counts, trouble: Trouble) -> None:
    """Note what only shows when everything has been read."""
    _accounts(book, trouble)
    if counts.removed or counts.repeated:
        found = texts(
            "{count} row of vouchers was removed or repeated, as corrections are.",
            "{count} rows of vouchers were removed or repeated, as corrections are.",
            count=counts.removed + counts.repeated,
        )
        trouble.note("sie-rows-corrected", found, text("Nothing needs to be done: what holds after the corrections is counted."))
    if not ledger.rows:
        trouble.note(
            "sie-no-revenue",
            text("No voucher in the file has revenue."),
            text("Check that the export covers the right period, and that sales are posted on accounts from 3000 to 3799."),
        )
    if ledger.names.found:
        trouble.names_found(len(ledger.names.found), sum(one.units for one in ledger.names.found.values()))
    if ledger.revenue > 0 and ledger.unattributed * 100 > ledger.revenue * _MOST_WITHOUT:
        trouble.unattributed(ledger.unattributed / ledger.revenue)


def parties(book: Book, ledger: Ledger, file: str) -> Iterator[Event]:
    """Customers and sellers: those listed or used in sales."""
    for seller, row in ledger.sellers.items():
        if seller not in book.sellers:
            book.sellers.meet(seller, row)
            ledger.shared.add(row)
    book.sellers.only(ledger.sellers)
    for table in (book.customers, book.sellers):
        chunk = table.chunk(file)
        if chunk is not None:
            yield chunk


def end(book: Book, ledger: Ledger, trouble: Trouble) -> FileEnd:
    """The last event: the rows of the file that became facts, each once, and those that did not."""
    others = (book.customers.rows() | book.sellers.rows()) - ledger.shared
    return FileEnd(rows=ledger.rows + len(others) + trouble.rows)


def _accounts(book: Book, trouble: Trouble) -> None:
    accounts = book.accounts
    for label, units, rounding in accounts.not_sales():
        trouble.not_sales(label, units, rounding=rounding)
    if book.year_sums:
        moved = {account for account, sum_ in accounts.movement.items() if sum_}
        for account in sorted(moved | set(book.year_sums)):
            stated, measured = book.year_sums.get(account, 0), accounts.movement.get(account, 0)
            if stated != measured and account.startswith("3"):
                trouble.account_differs(account, -stated, -measured)


def _sales(book: Book, sums: dict[str, int]) -> int:
    return sum(units for account, units in sums.items() if book.accounts.is_revenue(account))
