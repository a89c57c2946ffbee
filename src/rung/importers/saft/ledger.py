"""What do the vouchers say about revenue? Every voucher is added up; those with revenue become facts with a customer."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from lxml.etree import _Element as Element

from rung.importers.saft.accounts import Accounts
from rung.importers.saft.amounts import LARGEST, as_date, day, days_of, rounded, units, whole
from rung.importers.saft.header import Header
from rung.importers.saft.lines import Line
from rung.importers.saft.pairing import Posting, Share, pair
from rung.importers.saft.parties import Sellers
from rung.importers.saft.places import Places
from rung.importers.saft.remarks import UNREADABLE_AMOUNT, UNREADABLE_DATE, Remarks
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
    text_of,
    written_amount,
)
from rung.importers.saft.yearend import Held
from rung.importers.xml import leaves

_HALF_MINOR = 50  # units
_YEARS = range(1900, 2200)
_MONTHS = 12  # later periods are those of the closing entries
_CLOSING = re.compile(
    r"årsavslut|årsafslut|årsoppgjør|årsslut|bokslut|resultatoverf|resultatdispo|resultatet? (overf|til)|overf.r\w* (av|af) \w*resultat"
    r"|nul?lstil|year[- ]?end|closing|close (of|income)",
    re.IGNORECASE,
)


class Ledger:
    """The vouchers of one file, in order. Totals are public; facts wait in `lines` until they are taken.

    vouchers and postings are counts; debit, credit, revenue and unattributed are units; posted is revenue in units by account and by
    year * 12 + month - 1, added up line by line before anything is paired, so that facts can be held against it. held: vouchers that may
    close the year; nothing of them counts until `release`.
    """

    def __init__(self, *, header: Header, accounts: Accounts, sellers: Sellers, remarks: Remarks, places: Places) -> None:
        self._header = header
        self._last = None if header.last is None else days_of(header.last)
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
        self.held: list[Held] = []
        self.vouchers = self.postings = self.debit = self.credit = 0
        self.sales = self.far_dated = self.revenue_rows = self.lost_rows = self.inexact = self.foreign_lost = 0
        self.revenue = self.unattributed = 0
        self.posted: dict[tuple[str, int], int] = defaultdict(int)
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
        debit, credit = found
        has_any = line[DEBIT] is not None or line[CREDIT] is not None
        if debit is not None and credit is not None and has_any and abs(debit - credit) < LARGEST:
            self.inexact += any(units(amount) is None for amount in written if amount is not None)
            return debit, credit
        wrong = next((amount for amount, read in zip(written, found, strict=True) if read is None), written[0])
        row, voucher = self._places.near(line[ELEMENT], turn), _trimmed(head[NUMBER])
        self._remarks.unreadable_amount(self._remarks.on_line(row, voucher), wrong, revenue=revenue)
        if revenue:
            self.lost_rows += 1
            self._remarks.rejected.add(UNREADABLE_AMOUNT, row, line[ELEMENT], voucher, head[DATE] or "")
        return None

    def release(self, held: Held) -> None:
        """Count a voucher that was held back, for it closes no year."""
        for account, amount in held.amounts.items():
            self.posted[account, held.month] += amount
        self._count(held.facts, held.rows)

    def _sale(self, head: list[Any], lines: list[list[Any]], income: list[list[Any]]) -> None:
        """A voucher with revenue: each income line becomes a fact, or one for each customer that shares it."""
        voucher = _trimmed(head[NUMBER])
        when = self._dates.get(head[DATE]) or self._when(head[DATE])
        if when is None:
            self._undated(head, lines, income)
            return
        days, month = when
        key = self._voucher_key(head[YEAR], voucher, month)
        records: set[str] = set()
        facts: list[Line] = []
        for line, parts in zip(income, self._parts(head, lines, income), strict=True):
            facts += self._facts(line, parts, (f"{key}|{self._record(line, records)}", days, voucher or None, head[DOCUMENT]), lines)
        if self._may_close(head, lines, income, days):
            self.held.append(self._hold(voucher, lines, income, when, facts))
            return
        posted = self.posted
        for line in income:
            posted[line[ACCOUNT], month] -= line[UNITS]
        self._count(facts, len(income))
        if month != self._period(head[PERIOD], head[YEAR]):
            self._check_period(head, days, month)
        self._check_duplicates(lines, days, voucher)

    def _undated(self, head: list[Any], lines: list[list[Any]], income: list[list[Any]]) -> None:
        """A voucher with revenue and without a date."""
        voucher, lost = _trimmed(head[NUMBER]), -sum(line[UNITS] for line in income)
        self._remarks.unreadable_date(self._remarks.in_voucher(voucher), head[DATE], rows=len(income), units=lost)
        self.lost_rows += len(income)
        for line in income:
            row = self._places.near(line[ELEMENT], _turn(line, lines))
            self._remarks.rejected.add(UNREADABLE_DATE, row, line[ELEMENT], voucher, head[DATE] or "", units=-line[UNITS])

    def _count(self, facts: Sequence[Line], rows: int) -> None:
        self.sales += 1
        self.revenue_rows += rows
        self.lines += facts
        for fact in facts:
            revenue, customer = fact[2], fact[4]
            self.revenue += revenue
            if customer is None:
                self.unattributed += revenue
            else:
                self.customers.add(customer)

    def _facts(
        self, line: list[Any], parts: Sequence[Share], known: tuple[str, int, str | None, str | None], lines: list[list[Any]]
    ) -> list[Line]:
        """The facts of one income line. known: its key, its date, its voucher and the document of the voucher."""
        key, days, voucher, of_voucher = known
        row = self._places.of(line[ELEMENT], 1 if self._places.by_line else _turn(line, lines))
        document = self._document(line) or _trimmed(of_voucher) or voucher
        label = self._accounts.label(line[ACCOUNT])
        seller = self._seller(line, lines) if self._sellers.types else None
        if len(parts) == 1:
            customer, revenue, estimated = parts[0]
            quantity = self._quantity(line) if line[QUANTITY] else None
            original, currency = self._foreign(line)
            return [(key, days, revenue, estimated, customer, document, label, seller, quantity, original, currency, row)]
        return [
            (f"{key}|{customer}", days, revenue, estimated, customer, document, label, seller, None, None, None, row)
            for customer, revenue, estimated in parts
        ]

    def _may_close(self, head: list[Any], lines: list[list[Any]], income: list[list[Any]], days: int) -> bool:
        """Whether a voucher may close the year: at its end it takes revenue to an account of the result, and no customer is in it."""
        if sum(line[UNITS] for line in income) <= 0 or head[CUSTOMER] or any(line[CUSTOMER] for line in lines):
            return False
        day = as_date(days)
        ends = days == self._last or (day.month, day.day) == (12, 31) or (whole(head[PERIOD]) or 0) > _MONTHS
        return ends and any(self._accounts.takes_result(line[ACCOUNT]) for line in lines if not self._revenue[line[ACCOUNT]])

    def _hold(self, voucher: str, lines: list[list[Any]], income: list[list[Any]], when: tuple[int, int], facts: Sequence[Line]) -> Held:
        amounts: dict[str, int] = defaultdict(int)
        for line in income:
            amounts[line[ACCOUNT]] -= line[UNITS]
        others = {line[ACCOUNT] for line in lines} - amounts.keys()
        return Held(
            days=when[0],
            month=when[1],
            voucher=voucher,
            amounts=amounts,
            others=sum(not self._accounts.takes_result(account) for account in others),
            named=_CLOSING.search(text_of(lines[0][ELEMENT])) is not None,
            facts=facts,
            rows=len(income),
        )

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
        key = f"{self._header.org_number}|{_trimmed(year) or month // 12}|{self.journal}|{voucher}"
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
        """The amount in the currency of the invoice, and the currency, when that is not the company's; nothing when it cannot be kept."""
        side = line[DEBIT] if line[CREDIT] is None else line[CREDIT]
        if len(side) < 2:
            return None, None
        said = leaves(side)
        if "CurrencyAmount" not in said or "CurrencyCode" not in said:
            return None, None
        currency = said["CurrencyCode"].upper()
        if currency == self._header.currency:
            return None, None
        found = units(said["CurrencyAmount"])
        if found is None:
            self.foreign_lost += 1
            return None, None
        return (found if side is line[CREDIT] else -found), currency

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
            self._dates[written] = None if days is None else (days, month_of(as_date(days)))
        return self._dates[written]

    def _period(self, period: str | None, year: str | None) -> int | None:
        """The month of an accounting period, as year * 12 + month - 1; None for closing periods and what is no period."""
        known = self._periods.get((period, year), -1)
        if known == -1:
            number, of_year = whole(period) or 0, whole(year) or 0
            is_month = 1 <= number <= _MONTHS and of_year in _YEARS
            known = self._periods[period, year] = of_year * 12 + number - 1 if is_month else None
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


def month_of(found: date) -> int:
    """The month of a date, as year * 12 + month - 1."""
    return found.year * 12 + found.month - 1
