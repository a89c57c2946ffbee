"""What do the vouchers say about revenue? Every voucher is added up; those with revenue become facts with a customer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lxml.etree import _Element as Element

from rung.importers.saft.accounts import Accounts
from rung.importers.saft.amounts import as_date, day, days_of, rounded, units
from rung.importers.saft.pairing import Posting, Share, pair
from rung.importers.saft.parties import Sellers
from rung.importers.saft.places import Places
from rung.importers.saft.remarks import Remarks
from rung.importers.saft.voucher import (
    ACCOUNT,
    CREDIT,
    CUSTOMER,
    DATE,
    DEBIT,
    DOCUMENT,
    ELEMENT,
    NUMBER,
    PERIOD,
    QUANTITY,
    UNITS,
    YEAR,
    Names,
    one_sided,
    read_vouchers,
    written_amount,
)
from rung.importers.xml import leaves

if TYPE_CHECKING:
    from rung.importers.saft.lines import Line

_HALF_MINOR = 50  # units


class Ledger:
    """The vouchers of one file, in order. Totals are public; facts wait in `lines` until they are taken.

    vouchers and postings are counts; debit, credit, revenue and unattributed are units; by_month is revenue in units by
    year * 12 + month - 1, added up line by line before anything is paired, so that facts can be held against it.
    """

    def __init__(self, *, org_number: str, accounts: Accounts, sellers: Sellers, remarks: Remarks, places: Places) -> None:
        self._org_number = org_number
        self._accounts = accounts
        self._sellers = sellers
        self._remarks = remarks
        self._places = places
        self.names = Names("")
        self._revenue: dict[str, bool] = {}
        self._dates: dict[str | None, tuple[int, int] | None] = {}
        self._periods: dict[tuple[str | None, str | None], int | None] = {}
        self._keys: dict[str, int] = {}
        self._posted: dict[int, str] = {}
        self.journal = ""
        self.lines: list[Line] = []
        self.vouchers = self.postings = self.debit = self.credit = 0
        self.sales = self.far_dated = self.revenue_rows = self.lost_rows = self.inexact = self.foreign_lost = 0
        self.revenue = self.unattributed = 0
        self.by_month: dict[int, int] = defaultdict(int)
        self.customers: set[str] = set()

    def add(self, finished: Sequence[Element]) -> None:
        """Read vouchers that are siblings, in the namespace of the first."""
        if finished[0].tag != self.names.voucher:
            self.names = Names.of(finished[0])
        for head, lines in read_vouchers(finished, self.names):
            self.vouchers += 1
            income = self._measure(head, lines)
            if income:
                self._sale(head, lines, income)
            self.postings += len(lines)
            self._places.pass_over(len(lines))
        # The last one may stay in the tree as the last child of its journal; empty, it is passed over next time.
        finished[-1].clear()

    def _measure(self, head: list[Any], lines: list[list[Any]]) -> list[list[Any]]:
        """Add up a voucher; its income lines. Every line gets its units, debit positive, but not one whose amount cannot be read."""
        movement, revenue, names = self._accounts.movement, self._revenue, self.names
        income = []
        balance = debit = 0
        complete = True
        for turn, line in enumerate(lines, 1):
            counts = revenue.get(line[ACCOUNT])
            if counts is None:
                counts = self._judge(line)
            amount = one_sided(line, names)
            if amount is None:
                amounts = self._read_carefully(head, line, turn, revenue=counts)
                if amounts is None:
                    complete = False
                    continue
                debit += amounts[0]
                amount = amounts[0] - amounts[1]
            elif line[CREDIT] is None:
                debit += amount
            line[UNITS] = amount
            movement[line[ACCOUNT]] += amount
            balance += amount
            if counts:
                income.append(line)
        self.debit += debit
        self.credit += debit - balance
        if complete and not -_HALF_MINOR < balance < _HALF_MINOR:
            self._remarks.out_of_balance(_trimmed(head[NUMBER]), balance)
        return income

    def _judge(self, line: list[Any]) -> bool:
        """Whether the line is on a revenue account, when its account is seen for the first time or written with blanks around it."""
        line[ACCOUNT] = account = _trimmed(line[ACCOUNT])
        return self._revenue.setdefault(account, self._accounts.is_revenue(account))

    def _read_carefully(self, head: list[Any], line: list[Any], turn: int, *, revenue: bool) -> tuple[int, int] | None:
        """Debit and credit of a line that has both, or has too many decimals; when it cannot be read, the problem is noted."""
        written = [None if line[side] is None else written_amount(line[side], self.names) for side in (DEBIT, CREDIT)]
        found = [0 if line[side] is None else rounded(amount) for side, amount in zip((DEBIT, CREDIT), written, strict=True)]
        if found[0] is not None and found[1] is not None and (line[DEBIT] is not None or line[CREDIT] is not None):
            self.inexact += any(units(amount) is None for amount in written if amount is not None)
            return found[0], found[1]
        wrong = next((amount for amount, read in zip(written, found, strict=True) if read is None), None)
        where = self._remarks.on_line(self._places.near(line[ELEMENT], turn), _trimmed(head[NUMBER]))
        self._remarks.unreadable_amount(where, wrong, revenue=revenue)
        self.lost_rows += revenue
        return None

    def _sale(self, head: list[Any], lines: list[list[Any]], income: list[list[Any]]) -> None:
        """A voucher with revenue: each income line becomes a fact, or one for each customer that shares it."""
        voucher = _trimmed(head[NUMBER])
        when = self._dates.get(head[DATE]) or self._when(head[DATE])
        if when is None:
            lost = -sum(line[UNITS] for line in income)
            self._remarks.unreadable_date(self._remarks.in_voucher(voucher), head[DATE], rows=len(income), units=lost)
            self.lost_rows += len(income)
            return
        days, month = when
        self.sales += 1
        self.revenue_rows += len(income)
        key = self._voucher_key(head[YEAR], voucher, month)
        records: set[str] = set()
        for line, parts in zip(income, self._parts(head, lines, income), strict=True):
            self.by_month[month] -= line[UNITS]
            self._facts(line, parts, (f"{key}|{self._record(line, records)}", days, voucher), lines)
        if month != self._period(head[PERIOD], head[YEAR]):
            self._check_period(head, days, month)
        self._check_duplicates(lines, days, voucher)

    def _facts(self, line: list[Any], parts: Sequence[Share], known: tuple[str, int, str], lines: list[list[Any]]) -> None:
        """The facts of one income line. known: its key, its date and its voucher."""
        key, days, voucher = known
        row = self._places.of(line[ELEMENT], 1 if self._places.by_line else _turn(line, lines))
        document = self._document(line) or voucher or None
        label = self._accounts.label(line[ACCOUNT])
        seller = self._seller(line, lines) if self._sellers.types else None
        if len(parts) == 1:
            customer, revenue, estimated = parts[0]
            quantity = self._quantity(line) if line[QUANTITY] else None
            original, currency = self._foreign(line)
            self.lines.append((key, days, revenue, estimated, customer, document, label, seller, quantity, original, currency, row))
        else:
            for customer, revenue, estimated in parts:
                part = (f"{key}|{customer}", days, revenue, estimated, customer, document, label, seller, None, None, None, row)
                self.lines.append(part)
        for customer, revenue, _ in parts:
            self.revenue += revenue
            if customer is None:
                self.unattributed += revenue
            else:
                self.customers.add(customer)

    def _parts(self, head: list[Any], lines: list[list[Any]], income: list[list[Any]]) -> Sequence[Sequence[Share]]:
        """Whose each income line is. One customer in the voucher has it all; several are paired; none: nobody can say."""
        named = {line[CUSTOMER] for line in lines}
        named.discard(None)
        if len(named) < 2:
            customer = _trimmed(named.pop() if named else head[CUSTOMER]) or None
            return [((customer, -line[UNITS], False),) for line in income]
        receivable = [
            Posting(line[UNITS], _trimmed(line[CUSTOMER]), self._document(line))
            for line in lines
            if line[CUSTOMER] and line[UNITS] is not None and not self._revenue[line[ACCOUNT]]
        ]
        return pair([Posting(-line[UNITS], _trimmed(line[CUSTOMER]) or None, self._document(line)) for line in income], receivable)

    def _voucher_key(self, year: str | None, voucher: str, month: int) -> str:
        """What every line key of the voucher starts with. Systems that start again at 1 get the voucher's turn behind it."""
        key = f"{self._org_number}|{_trimmed(year) or month // 12}|{self.journal}|{voucher}"
        turn = self._keys[key] = self._keys.get(key, 0) + 1
        return key if turn == 1 else f"{key}#{turn}"

    def _record(self, line: list[Any], taken: set[str]) -> str:
        """The number of a line within its voucher; its turn where the file gives none, or gives one twice."""
        element = line[ELEMENT]
        first = element[0] if len(element) else element
        record = _trimmed(first.text if first.tag == self.names.record else element.findtext(self.names.record))
        if not record or record in taken:
            record = f"{record}#{len(taken) + 1}"
        taken.add(record)
        return record

    def _document(self, line: list[Any]) -> str | None:
        """The document a line belongs to, in practice the invoice number."""
        return _trimmed(line[DOCUMENT]) or _trimmed(line[ELEMENT].findtext(self.names.reference)) or None

    def _quantity(self, line: list[Any]) -> int | None:
        """The quantity, rounded to four decimals; negative when the revenue is."""
        found = rounded(line[QUANTITY])
        return -abs(found) if found is not None and line[UNITS] > 0 else found

    def _foreign(self, line: list[Any]) -> tuple[int | None, str | None]:
        """The amount in the currency of the invoice, and the currency; nothing when the file does not give it in four decimals."""
        side = line[DEBIT] if line[CREDIT] is None else line[CREDIT]
        if len(side) < 2:
            return None, None
        said = leaves(side)
        if "CurrencyAmount" not in said or "CurrencyCode" not in said:
            return None, None
        found = units(said["CurrencyAmount"])
        if found is None:
            self.foreign_lost += 1
            return None, None
        return (found if side is line[CREDIT] else -found), said["CurrencyCode"].upper()

    def _seller(self, line: list[Any], lines: list[list[Any]]) -> str | None:
        """Who sold it: the seller on the line itself, else the only one in the voucher."""
        own = self._sellers.of(line[ELEMENT])
        if own is not None:
            return own
        named = {self._sellers.of(other[ELEMENT]) for other in lines} - {None}
        return named.pop() if len(named) == 1 else None

    def _when(self, written: str | None) -> tuple[int, int] | None:
        """Days since 1970-01-01, and year * 12 + month - 1; the same few hundred dates come again and again."""
        if written not in self._dates:
            days = day(written)
            self._dates[written] = None if days is None else (days, _month_of(as_date(days)))
        return self._dates[written]

    def _period(self, period: str | None, year: str | None) -> int | None:
        """The month of an accounting period, as year * 12 + month - 1; None for closing periods and what is no period."""
        known = self._periods.get((period, year), -1)
        if known == -1:
            number, of_year = _trimmed(period), _trimmed(year)
            is_month = number.isdecimal() and of_year.isdecimal() and 1 <= int(number) <= 12
            known = self._periods[period, year] = int(of_year) * 12 + int(number) - 1 if is_month else None
        return known

    def _check_period(self, head: list[Any], days: int, month: int) -> None:
        """Count a sale dated more than 31 days outside its accounting period."""
        period = self._period(head[PERIOD], head[YEAR])
        if period is not None and abs(month - period) >= 2:
            # Months alone do not say: from the end of January to 1 March it is 29 days.
            late = month > period
            edge = days_of(date((period + late) // 12, (period + late) % 12 + 1, 1))
            self.far_dated += abs(days - edge + late) > 31

    def _check_duplicates(self, lines: list[list[Any]], days: int, voucher: str) -> None:
        """Note a receivable that an earlier voucher has too: same document, customer, amount and date."""
        for line in lines:
            if line[CUSTOMER] and line[DOCUMENT] and line[UNITS] and not self._revenue[line[ACCOUNT]]:
                # 64 bits of a hash instead of the texts: memory matters more here than one false remark in 10^9 files.
                posted = hash((line[DOCUMENT], line[CUSTOMER], line[UNITS], days))
                first = self._posted.setdefault(posted, voucher)
                if first is not voucher:
                    self._remarks.duplicate((first, voucher), line[CUSTOMER], line[DOCUMENT], line[UNITS], as_date(days))


def _turn(line: list[Any], lines: list[list[Any]]) -> int:
    return 1 + next(place for place, other in enumerate(lines) if other is line)


def _trimmed(written: str | None) -> str:
    return (written or "").strip()


def _month_of(found: date) -> int:
    return found.year * 12 + found.month - 1
