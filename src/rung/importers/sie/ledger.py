"""What do sales vouchers bring? Every income row becomes a fact, or one for each customer that shares it."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rung.facts import Chunk
from rung.importers.numbers import masked_in
from rung.importers.saft.amounts import as_date
from rung.importers.sie.book import Book, Days
from rung.importers.sie.lines import Parts, chunk_of, parts_of
from rung.importers.sie.sales import NO_DAY, Heads, Ints, Sales
from rung.importers.sie.trouble import Lost, Trouble
from rung.importers.sie.whose import Names, owners


class Ledger:
    """Turns sales into facts. Totals are public, in units.

    by_month: revenue by year * 12 + month - 1, added up before any customer is found. rows: income rows that became facts. sellers: those
    of income rows, and the first row of each. shared: rows of the file that are a fact and bring a customer or a seller as well.
    """

    def __init__(self, file: str, book: Book, names: Names, trouble: Trouble) -> None:
        self.names = names
        self._file = file
        self._book = book
        self._trouble = trouble
        self._keys: dict[str, int] = {}
        self._years: dict[int, int] = {NO_DAY: 0}
        self.days = Days()
        self.by_month: dict[int, int] = defaultdict(int)
        self.sellers: dict[str, int] = {}
        self.shared: set[int] = set()
        self.revenue = self.unattributed = self.rows = 0

    def add(self, sales: Sales) -> Iterator[Chunk]:
        """The facts of some vouchers, when there are any."""
        of_voucher = np.array([NO_DAY if day is None else day for day in map(self.days.of, sales.heads.written)], dtype=np.int64)
        days = np.where(sales.days == NO_DAY, of_voucher[sales.voucher], sales.days) if len(sales.voucher) else sales.days
        dated = days != NO_DAY
        self._lose(sales, np.flatnonzero(sales.income & ~dated))
        income = np.flatnonzero(sales.income & dated)
        if not len(income):
            return
        self._add_up(days[income], sales.units[income])
        parts = parts_of(sales, income, owners(sales, income, self.names))
        self._meet(sales, income, parts)
        latest = np.full(len(of_voucher), NO_DAY)
        np.maximum.at(latest, sales.voucher[income], days[income])
        keys = self._keys_of(sales.heads, np.where(of_voucher == NO_DAY, latest, of_voucher))
        labels = [self._book.accounts.label(account) for account in sales.accounts]
        yield chunk_of(sales, parts, keys, days, labels, self._file)

    def _lose(self, sales: Sales, rows: Ints) -> None:
        """Income rows without a date, voucher by voucher."""
        for voucher in np.unique(sales.voucher[rows]).tolist():
            mine = rows[sales.voucher[rows] == voucher].tolist()
            lost = [Lost(int(sales.row[row]), sales.content(int(sales.row[row])), -int(sales.units[row])) for row in mine]
            heads = sales.heads
            self._trouble.unreadable_date(heads.name(voucher), heads.row[voucher], heads.written[voucher], lost)

    def _add_up(self, days: Ints, units: npt.NDArray[np.int64]) -> None:
        self.rows += len(days)
        different, which = np.unique(days, return_inverse=True)
        sums = np.zeros(len(different), dtype=units.dtype)
        np.add.at(sums, which, units)
        for day, sum_ in zip(map(as_date, different.tolist()), sums.tolist(), strict=True):
            self.by_month[day.year * 12 + day.month - 1] -= sum_

    def _meet(self, sales: Sales, income: Ints, parts: Parts) -> None:
        """Customers and sellers in use, the revenue, and how much of it is nobody's."""
        customers, tagged = self._book.customers, {tags.customer for tags in sales.tags}
        for row, customer, units in zip(parts.row.tolist(), parts.customer, parts.units, strict=True):
            self.revenue += units
            if customer is None:
                self.unattributed += units
            elif customer not in customers:
                name = None if customer in tagged else self.names.shown(customer)
                customers.meet(customer, int(sales.row[row]), name=name)
                self.shared.add(int(sales.row[row]))
        for row in income.tolist():
            if (seller := sales.tags[row].seller) is not None:
                self.sellers.setdefault(seller, int(sales.row[row]))

    def _keys_of(self, heads: Heads, days: Ints) -> list[str]:
        """What every line key of a voucher starts with.

        A voucher without a number is known by its date and text. A number that comes again gets its date behind it, then its turn.
        """
        keys, known, identity = [], self._keys, self._book.identity
        for n, day in enumerate(days.tolist()):
            number = heads.number[n] or masked_in(f"{heads.written[n]}:{heads.text[n]}")
            key = f"{identity}|{self._year(day)}|{heads.series[n]}|{number}"
            if key in known and heads.number[n]:
                key = f"{key}#{heads.written[n]}"
            turn = known[key] = known.get(key, 0) + 1
            keys.append(key if turn == 1 else f"{key}#{turn}")
        return keys

    def _year(self, days: int) -> int:
        known = self._years.get(days)
        if known is None:
            known = self._years[days] = self._book.year_of(as_date(days))
        return known
