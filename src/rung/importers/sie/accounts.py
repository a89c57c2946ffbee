"""Which accounts hold sales? By the Swedish chart of accounts (BAS), which nearly every company there follows.

30 to 37 are sales and what is taken off them, but for 374, the rounding of amounts to whole kronor; 38 and 39 are other income.
"""

from collections import defaultdict
from collections.abc import Iterator

from rung.base import Text, text

_ROUNDING = "374"
_OTHER_INCOME = ("38", "39")


def is_revenue(account: str) -> bool:
    """Whether an account holds sales. Numbers that are not numbers ("FEL") hold none."""
    return (
        account.startswith("3")
        and account.isdecimal()
        and len(account) > 2
        and not account.startswith(_ROUNDING)
        and not account.startswith(_OTHER_INCOME)
    )


class Accounts:
    """The names of the accounts, what moves on each while vouchers are read (units, debit positive), and which hold sales."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._revenue: dict[str, bool] = {}
        self.movement: dict[str, int] = defaultdict(int)

    def add(self, account: str, name: str) -> None:
        """Take in an account."""
        self._names[account] = " ".join(name.split())

    def is_revenue(self, account: str) -> bool:
        """Whether an account holds sales."""
        known = self._revenue.get(account)
        if known is None:
            known = self._revenue[account] = is_revenue(account)
        return known

    def label(self, account: str) -> str:
        """The account as a product group: "3041 Försäljning tjänster"."""
        known = self._labels.get(account)
        if known is None:
            known = self._labels[account] = f"{account} {self._names.get(account, '')}".strip()
        return known

    def described(self) -> Text:
        """Which accounts count as revenue, for the head of the file."""
        chosen = sum(map(is_revenue, self._names))
        if not chosen:
            return text("Accounts from 3000 to 3799, but for rounding (374)")
        return text("{chosen} of {listed} accounts, those from 3000 to 3799 but for rounding (374)", chosen=chosen, listed=len(self._names))

    def not_sales(self) -> Iterator[tuple[str, int, bool]]:
        """Accounts of class 3 that moved and do not count as sales: label, units (income positive), whether it is rounding."""
        for account, moved in sorted(self.movement.items()):
            if moved and account.startswith("3") and not self.is_revenue(account):
                yield self.label(account), -moved, account.startswith(_ROUNDING)
