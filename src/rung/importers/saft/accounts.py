"""Which accounts hold revenue, and does each account add up?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rung.base import Text, text
from rung.importers.saft.amounts import units
from rung.importers.saft.rules import Account, Rule, by_number, in_words, judged, like_income, rules, said, takes_result, without_list


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An account whose opening balance and movement do not give its closing balance. Units, debit positive."""

    account: str
    opening: int
    movement: int
    closing: int


class Accounts:
    """The accounts of a file, or of several that share them, and what moves on them while vouchers are read.

    country: whose rules say which accounts are sales, "NO" or "DK"; known when the header has been read. `movement` (units, debit
    positive) is public so that the loop over all lines can add to it directly.
    """

    def __init__(self, country: str = "NO") -> None:
        self.country = country
        self._accounts: dict[str, Account] = {}
        self._rule: Rule | None = None
        self._revenue: dict[str, bool] = {}
        self._labels: dict[str, str] = {}
        self.movement: dict[str, int] = defaultdict(int)

    def add(self, written: Mapping[str, str]) -> None:
        """Take in an account by what its element says; one without a number says nothing."""
        if number := written.get("AccountID"):
            self._accounts[number] = Account(
                id=number,
                name=written.get("AccountDescription", ""),
                category=written.get("GroupingCategory", "").lower(),
                code=written.get("GroupingCode", ""),
                standard=written.get("StandardAccountID", ""),
                type=written.get("AccountType", "").lower(),
                opening=_balance(written, "Opening"),
                closing=_balance(written, "Closing"),
            )

    @property
    def rule(self) -> Rule:
        """The rule for this file, decided once: the strongest by which the file itself names any revenue account."""
        if self._rule is None:
            found = (rule for rule in rules(self.country) if any(said(account, rule) for account in self._accounts.values()))
            self._rule = next(found, Rule.NUMBER)
        return self._rule

    def is_revenue(self, number: str) -> bool:
        """Whether an account holds revenue. One that the file does not list is judged by its number, as are all under Rule.NUMBER."""
        known = self._revenue.get(number)
        if known is None:
            account = self._accounts.get(number)
            known = by_number(number, self.country) if account is None else judged(account, self.rule, self.country)
            self._revenue[number] = known
        return known

    def label(self, number: str) -> str:
        """The account as a product group: "3000 Salgsinntekt, avgiftspliktig"."""
        known = self._labels.get(number)
        if known is None:
            account = self._accounts.get(number)
            known = self._labels[number] = f"{number} {account.name}".strip() if account else number
        return known

    def described(self) -> Text:
        """Which accounts count as revenue, and why, for the head of the file."""
        if not self._accounts:
            return without_list(self.country)
        chosen = sum(judged(account, self.rule, self.country) for account in self._accounts.values())
        which = in_words(self.rule, self.country)
        return text("{chosen} of {listed} accounts, {which}", chosen=chosen, listed=len(self._accounts), which=which)

    def takes_result(self, number: str) -> bool:
        """Whether the result of the year ends on an account: equity, or what carries the result there."""
        return takes_result(self._known(number), self.country)

    def opening_revenue(self) -> dict[str, int]:
        """What revenue accounts held at the start: account -> units, income positive."""
        return {number: -one.opening for number, one in self._accounts.items() if one.opening and self.is_revenue(number)}

    def other_income(self) -> list[tuple[str, int]]:
        """Accounts that look like income, moved, and do not count as sales: (label, units, income positive), by account number."""
        moved = sorted((number, sum_) for number, sum_ in self.movement.items() if sum_ and not self.is_revenue(number))
        return [(self.label(number), -sum_) for number, sum_ in moved if like_income(self._known(number), self.country)]

    def unsettled(self) -> Iterator[Unsettled]:
        """The accounts that do not add up to the minor unit, by number."""
        for account in sorted(self._accounts.values(), key=lambda account: account.id):
            if account.opening is not None and account.closing is not None:
                movement = self.movement.get(account.id, 0)
                if abs(account.opening + movement - account.closing) >= 50:  # half a minor unit
                    yield Unsettled(account.id, account.opening, movement, account.closing)

    def stated_revenue(self) -> Iterator[tuple[str, int, int]]:
        """For each revenue account with balances: number, closing less opening, movement; units, income positive."""
        for account in sorted(self._accounts.values(), key=lambda account: account.id):
            if account.opening is not None and account.closing is not None and self.is_revenue(account.id):
                yield account.id, account.opening - account.closing, -self.movement.get(account.id, 0)

    def _known(self, number: str) -> Account:
        return self._accounts.get(number) or Account(id=number)


def _balance(written: Mapping[str, str], when: str) -> int | None:
    debit, credit = written.get(f"{when}DebitBalance"), written.get(f"{when}CreditBalance")
    if debit is None and credit is None:
        return None
    on_debit, on_credit = units(debit or "0"), units(credit or "0")
    return None if on_debit is None or on_credit is None else on_debit - on_credit
