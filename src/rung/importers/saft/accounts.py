"""Which accounts hold revenue, and does each account add up?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from rung.base import Text, text
from rung.importers.saft.amounts import units

_SALES = "salgsinntekt"  # the official grouping category from version 1.30
_OTHER_INCOME = "annendriftsinntekt"
# Some systems name the code list where the category should be; then the code decides.
_SALES_LIST = {"næringsspesifikasjon", "naeringsspesifikasjon", "income statement"}
_SALES_CODES = ("30", "31", "32", "33")


class Rule(Enum):
    """How revenue accounts are told from the others, the strongest first."""

    CATEGORY = "category"
    STANDARD = "standard"
    CODE = "code"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. Balances in units, debit positive; None when the file has none."""

    id: str
    name: str
    category: str
    code: str
    standard: str
    opening: int | None
    closing: int | None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An account whose opening balance and movement do not give its closing balance. Units, debit positive."""

    account: str
    opening: int
    movement: int
    closing: int


class Accounts:
    """The accounts of a file, and what moves on them while vouchers are read.

    `movement` (units, debit positive) is public so that the loop over all lines can add to it directly.
    """

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._rule: Rule | None = None
        self._revenue: dict[str, bool] = {}
        self._labels: dict[str, str] = {}
        self.movement: dict[str, int] = defaultdict(int)

    def add(self, said: Mapping[str, str]) -> None:
        """Take in an account by what its element says; one without a number says nothing."""
        if number := said.get("AccountID"):
            self._accounts[number] = Account(
                id=number,
                name=said.get("AccountDescription", ""),
                category=said.get("GroupingCategory", "").lower(),
                code=said.get("GroupingCode", ""),
                standard=said.get("StandardAccountID", ""),
                opening=_balance(said, "Opening"),
                closing=_balance(said, "Closing"),
            )

    @property
    def rule(self) -> Rule:
        """The rule for this file, decided once: the strongest by which the file itself names any revenue account."""
        if self._rule is None:
            found = (rule for rule in Rule if any(_said(account, rule) for account in self._accounts.values()))
            self._rule = next(found, Rule.NUMBER)
        return self._rule

    def is_revenue(self, number: str) -> bool:
        """Whether an account holds revenue. One that the file does not list is judged by its number, as are all under Rule.NUMBER."""
        known = self._revenue.get(number)
        if known is None:
            account = self._accounts.get(number)
            known = number.startswith("3") if account is None else _is_revenue(account, self.rule)
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
        listed = len(self._accounts)
        if not listed:
            return text("Accounts whose number starts with 3, for the file has no list of accounts")
        chosen = sum(_is_revenue(account, self.rule) for account in self._accounts.values())
        match self.rule:
            case Rule.CATEGORY:
                return text("{chosen} of {listed} accounts, those grouped as “salgsinntekt” in the file", chosen=chosen, listed=listed)
            case Rule.STANDARD:
                return text("{chosen} of {listed} accounts, those mapped to standard accounts 30 to 39", chosen=chosen, listed=listed)
            case Rule.CODE:
                return text("{chosen} of {listed} accounts, those with a grouping code that starts with 3", chosen=chosen, listed=listed)
            case Rule.NUMBER:
                return text("{chosen} of {listed} accounts, those whose number starts with 3", chosen=chosen, listed=listed)

    def other_income(self) -> list[tuple[str, int]]:
        """Accounts that look like income, moved, and do not count as sales: (label, units, income positive), by account number."""
        moved = sorted((number, sum_) for number, sum_ in self.movement.items() if sum_ and not self.is_revenue(number))
        return [(self.label(number), -sum_) for number, sum_ in moved if self._looks_like_income(number)]

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

    def _looks_like_income(self, number: str) -> bool:
        account = self._accounts.get(number)
        return number.startswith("3") or (account is not None and account.category == _OTHER_INCOME)


def _balance(said: Mapping[str, str], when: str) -> int | None:
    debit, credit = said.get(f"{when}DebitBalance"), said.get(f"{when}CreditBalance")
    if debit is None and credit is None:
        return None
    on_debit, on_credit = units(debit or "0"), units(credit or "0")
    return None if on_debit is None or on_credit is None else on_debit - on_credit


def _is_revenue(account: Account, rule: Rule) -> bool:
    """What a rule says of an account; where the file leaves out what the rule looks at, the account number decides."""
    said = _said(account, rule)
    return account.id.startswith("3") if said is None else said


def _said(account: Account, rule: Rule) -> bool | None:
    """What the file itself says by a rule; None when it says nothing."""
    match rule:
        case Rule.CATEGORY:
            if account.category in _SALES_LIST:
                return account.code.startswith(_SALES_CODES)
            return account.category == _SALES if account.category else None
        case Rule.STANDARD:
            return account.standard.startswith("3") if account.standard else None
        case Rule.CODE:
            return account.code.startswith("3") if account.category.startswith("rf-") else None
        case Rule.NUMBER:
            return None
