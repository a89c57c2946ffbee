"""Whose is each income row? The customer its voucher names, the one the user recognised in the texts, or nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rung.base import Text
from rung.importers.numbers import masked_in
from rung.importers.saft import pairing
from rung.importers.sie.names import name_in
from rung.importers.sie.sales import Ints, Sales
from rung.importers.sie.trouble import Trouble

_REMEMBERED = 20_000
_MOST_PAIRS = 2_000_000  # of income rows and receivables in one voucher; beyond, only what rows say themselves counts


@dataclass(slots=True)
class Found:
    """A name found in texts: the first text with it and where that is, the vouchers it is in and their revenue in units."""

    text: str
    place: Text
    vouchers: int = 0
    units: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Owners:
    """The customer of each income row asked about, and whether it is inferred. split: for rows that several share, or are in doubt."""

    customer: list[str | None]
    estimated: list[bool]
    split: dict[int, list[pairing.Share]]


class Names:
    """Names of customers in the texts of vouchers. found: those that the user has not decided about.

    decided: name as found -> customer number, "" for a name that the user says is none.
    """

    def __init__(self, decided: Mapping[str, str], trouble: Trouble) -> None:
        self._decided = decided
        self._trouble = trouble
        self._read: dict[str, str | None] = {"": None}
        self.found: dict[str, Found] = {}

    def of(self, written: str) -> str | None:
        """The name in a text."""
        if written not in self._read:
            if len(self._read) > _REMEMBERED:
                self._read = {"": None}
            self._read[written] = name_in(written)
        return self._read[written]

    def shown(self, customer: str) -> str | None:
        """The name that the user gave a customer number for."""
        return next((name for name, number in self._decided.items() if number == customer), None)

    def customer(self, name: str, sales: Sales, row: int) -> str | None:
        """The customer of a row by a name; None, and noted, when the user has not decided."""
        customer = self._decided.get(name)
        if customer is None:
            voucher = int(sales.voucher[row])
            found = self.found.get(name)
            if found is None:
                written = sales.text[row] if self.of(sales.text[row]) else sales.heads.text[voucher] or sales.text[row]
                place = self._trouble.in_voucher(sales.heads.name(voucher), int(sales.row[row]))
                found = self.found[name] = Found(masked_in(written), place)
            at = sales.heads.row[voucher]
            found.vouchers += found.last != at
            found.last = at
            found.units -= int(sales.units[row])
        return customer or None


def owners(sales: Sales, income: Ints, names: Names) -> Owners:
    """Give each income row its customer. income: places of the rows in question, in order; so is `split`, by place among these.

    One customer named anywhere in the voucher has it all. Several: see pairing.pair; the document is the invoice. None: the name in the
    row's own text, else in the voucher's, else the only one in the texts of its other rows; such a customer is estimated.
    """
    vouchers = len(sales.heads.row)
    customers, codes = _coded([tags.customer for tags in sales.tags])
    named = codes >= 0
    lowest, highest = np.full(vouchers, len(customers)), np.full(vouchers, -1)
    np.minimum.at(lowest, sales.voucher[named], codes[named])
    np.maximum.at(highest, sales.voucher[named], codes[named])
    of_voucher = highest[sales.voucher[income]]
    found = Owners([customers[code] for code in of_voucher.tolist()], [False] * len(income), {})
    without = np.flatnonzero(of_voucher < 0)
    for n, name in zip(without.tolist(), _named(sales, income[without], names), strict=True):
        customer = names.customer(name, sales, int(income[n])) if name else None
        found.customer[n], found.estimated[n] = customer, customer is not None
    for voucher in np.flatnonzero(lowest < highest).tolist():
        _pair(found, sales, voucher, np.flatnonzero(sales.voucher[income] == voucher), income)
    return found


def _coded(written: list[str | None]) -> tuple[list[str | None], Ints]:
    """The different values, None the last one, and each as its place among them; None is -1."""
    index: dict[str | None, int] = {None: -1}
    codes = [index[one] if one in index else index.setdefault(one, len(index) - 1) for one in written]
    return [*list(index)[1:], None], np.array(codes, dtype=np.int64)


def _named(sales: Sales, rows: Ints, names: Names) -> list[str | None]:
    """The name in the text of each row, in that of its voucher, or the only one in the texts of the voucher's receivables."""
    vouchers = sales.voucher[rows].tolist()
    found = [names.of(sales.text[row]) or names.of(sales.heads.text[voucher]) for row, voucher in zip(rows.tolist(), vouchers, strict=True)]
    open_ = {voucher for voucher, name in zip(vouchers, found, strict=True) if name is None}
    others: dict[int, set[str]] = {}
    for row in np.flatnonzero(~sales.income).tolist() if open_ else ():
        if int(sales.voucher[row]) in open_ and (name := names.of(sales.text[row])):
            others.setdefault(int(sales.voucher[row]), set()).add(name)
    only = {voucher: next(iter(one)) for voucher, one in others.items() if len(one) == 1}
    return [name or only.get(voucher) for name, voucher in zip(found, vouchers, strict=True)]


def _pair(found: Owners, sales: Sales, voucher: int, mine: Ints, income: Ints) -> None:
    """Share out the income rows of a voucher with several customers. mine: their places among `income`."""

    def posting(row: int, sign: int) -> pairing.Posting:
        return pairing.Posting(sign * int(sales.units[row]), sales.tags[row].customer, sales.tags[row].invoice)

    others = np.flatnonzero((sales.voucher == voucher) & ~sales.income).tolist()
    receivable = [posting(row, 1) for row in others if sales.tags[row].customer]
    sold = [posting(int(income[n]), -1) for n in mine.tolist()]
    if len(sold) * len(receivable) > _MOST_PAIRS:
        parts = [[(one.customer, one.units, False)] for one in sold]
    else:
        parts = pairing.pair(sold, receivable)
    found.split.update(zip(mine.tolist(), parts, strict=True))
