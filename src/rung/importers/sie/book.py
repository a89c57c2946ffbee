"""What does the file say of itself before its vouchers? Whose accounts, which years, accounts, objects, and its own sums."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from rung.importers.numbers import org_number
from rung.importers.saft.amounts import days_of
from rung.importers.sie.accounts import Accounts
from rung.importers.sie.objects import Dimensions
from rung.importers.sie.parties import Parties

_NO_ORGANISATION = "0000000000"


@dataclass(slots=True)
class Book:
    """What both kinds of SIE file say. Sums are units, debit positive.

    years: number -> first and last day; 0 is the year of the vouchers. until: balances are up to this day, or the file was made then.
    year_sums: account -> its #RES of year 0. month_sums: (year * 12 + month - 1) -> account -> its #PSALDO.
    """

    company: str = ""
    org_number: str = ""
    currency: str = "SEK"
    program: str = ""
    kind: str = ""
    years: dict[int, tuple[date, date]] = field(default_factory=dict)
    until: date | None = None
    accounts: Accounts = field(default_factory=Accounts)
    dimensions: Dimensions = field(default_factory=Dimensions)
    customers: Parties = field(default_factory=lambda: Parties("customers"))
    sellers: Parties = field(default_factory=lambda: Parties("sellers"))
    year_sums: dict[str, int] = field(default_factory=dict)
    month_sums: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def identity(self) -> str:
        """Whose accounts it is, for keys: the organisation number, or the name of a company that has none to show."""
        return self.org_number or self.company

    @property
    def first(self) -> date | None:
        """The first day of the year of the vouchers."""
        return self.years[0][0] if 0 in self.years else None

    @property
    def last(self) -> date | None:
        """The last day that the file can know of."""
        if 0 not in self.years:
            return None
        first, last = self.years[0]
        return self.until if self.until is not None and first <= self.until < last else last

    def organisation(self, written: str) -> None:
        """Take in the organisation number. That of a sole trader is a personal number, and is not kept."""
        digits = org_number(written, "SE").digits
        self.org_number = "" if digits == _NO_ORGANISATION else digits

    def year_of(self, day: date) -> int:
        """In which year the accounting year began that a day lies in; the calendar year where the file does not say."""
        return next((first.year for first, last in self.years.values() if first <= day <= last), day.year)


class Days:
    """Dates as the file writes them, as days since 1970-01-01. The same few hundred come again and again."""

    def __init__(self) -> None:
        self._known: dict[str, int | None] = {"": None}

    def of(self, written: str) -> int | None:
        """The day of "20251231" or "2025-12-31"; None for what is no date, or one before 1900 or after 2199."""
        if written not in self._known:
            if len(self._known) > 100_000:
                self._known = {"": None}
            found = day_of(written)
            self._known[written] = None if found is None else days_of(found)
        return self._known[written]


def day_of(written: str) -> date | None:
    """The date, None for what is none."""
    digits = written.strip().replace("-", "")
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 and digits.isdecimal() else None
    except ValueError:
        return None
    return found if found is not None and 1900 <= found.year < 2200 else None
