"""Is this voucher the closing of the year? It takes all revenue back to zero, and must not be counted as if customers had done so.

Such a voucher is only known when the year is known, so what may be one is held back while the file is read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rung.importers.saft.lines import Line

_LEFT = 20  # at most a twentieth of the revenue may be left on the accounts
_MANY = 2
_NOTHING: Mapping[str, int] = {}

# What was posted on a revenue account in a month: (account, year * 12 + month - 1) -> units, income positive.
Movement = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A voucher that may close the year.

    days: its date, days since 1970-01-01; month: year * 12 + month - 1. amounts: revenue account -> units, income positive (so mostly
    negative here). others: how many other accounts it has. named: whether its text says what it is. facts and rows: what it becomes if it
    is an ordinary voucher after all, and from how many lines. voucher: its number.
    """

    days: int
    month: int
    voucher: str
    amounts: Mapping[str, int]
    others: int
    named: bool
    facts: Sequence[Line]
    rows: int

    @property
    def revenue(self) -> int:
        """What it takes from revenue, in units; negative."""
        return sum(self.amounts.values())


def closings(held: Sequence[Held], posted: Movement, opening: Mapping[str, int]) -> list[Held]:
    """Those of the vouchers held back that close a year. posted: all other vouchers. opening: account -> units, income positive.

    The vouchers of a day close it together or one by one: some systems write one for each account. Accounts may be carried into the file
    from before, or start at zero whatever the file says they held; both are tried.
    """
    found: list[Held] = []
    moved: dict[tuple[str, int], int] = defaultdict(int, posted)
    for _, of_day in groupby(sorted(held, key=lambda one: one.days), key=lambda one: one.days):
        together = list(of_day)
        for some in (together, *([one] for one in together)):
            known = any(some[0] is one for one in found)
            if not known and any(_clear(some, _balance(moved, start, some[0].month)) for start in (opening, _NOTHING)):
                found += some
        for one in together:
            for account, amount in one.amounts.items():
                moved[account, one.month] += amount
    return found


def _balance(moved: Movement, opening: Mapping[str, int], month: int) -> dict[str, int]:
    """What the accounts hold at the end of a month, those with nothing left out."""
    balance: dict[str, int] = defaultdict(int, opening)
    for (account, when), amount in moved.items():
        if when <= month:
            balance[account] += amount
    return {account: amount for account, amount in balance.items() if amount}


def _clear(some: Sequence[Held], balance: Mapping[str, int]) -> bool:
    """Whether vouchers take nearly all there is on nearly all revenue accounts, and are not just the correction of one account."""
    taken: dict[str, int] = defaultdict(int)
    for one in some:
        for account, amount in one.amounts.items():
            taken[account] += amount
    whole = sum(map(abs, balance.values()))
    left = sum(abs(balance.get(account, 0) + taken.get(account, 0)) for account in balance.keys() | taken.keys())
    if not whole or left * _LEFT > whole:
        return False
    return left == 0 or len(balance) >= _MANY or max(one.others for one in some) > _MANY or any(one.named for one in some)
