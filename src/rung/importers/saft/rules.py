"""By what does a file tell its sales accounts from the others? Norway and Denmark each have their ways, the strongest first."""

import re
from dataclasses import dataclass
from enum import Enum

from rung.base import Text, text

_SALES = "salgsinntekt"  # the official Norwegian grouping category from version 1.30
_OTHER_INCOME = "annendriftsinntekt"
# Some systems name the code list where the category should be; then the code decides.
_SALES_LIST = {"næringsspesifikasjon", "naeringsspesifikasjon", "income statement"}
_SALES_CODES = ("30", "31", "32", "33")

# The Danish schema knows Asset, Liability, Sale, Expense and Other; systems write the word in Danish too, and their own words.
_SALES_TYPES = {
    "sale", "sales", "salg", "salgskonto", "revenue", "income", "turnover", "omsætning", "nettoomsætning", "indtægt", "indtægter",
}  # fmt: skip
# Many systems put Other on every account, so it says nothing, no more than the Norwegian GL does.
_NO_TYPES = {"", "other", "andet", "andre", "øvrige", "gl"}
# Of the Danish public chart of accounts: net turnover, and the other income that follows it (stock, work in progress, gains, grants).
_CHART_SALES, _CHART_INCOME = range(1000, 1300), range(1300, 1600)
_CHART_EQUITY = range(6500, 7000)
_RESULT = re.compile(r"egenkapital|eget kapital|resultat|overf.rt|overf.ring|dispon|equity|retained|earnings|net income", re.IGNORECASE)


class Rule(Enum):
    """How sales accounts are told from the others."""

    CATEGORY = "category"
    STANDARD = "standard"
    CODE = "code"
    CHART = "chart"
    TYPE = "type"
    NUMBER = "number"


_RULES = {"DK": (Rule.CHART, Rule.TYPE, Rule.NUMBER)}
_NORWEGIAN = (Rule.CATEGORY, Rule.STANDARD, Rule.CODE, Rule.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. category and type in small letters. Balances in units, debit positive; None when the file has none."""

    id: str
    name: str = ""
    category: str = ""
    code: str = ""
    standard: str = ""
    type: str = ""
    opening: int | None = None
    closing: int | None = None


def rules(country: str) -> tuple[Rule, ...]:
    """The rules of a country, the strongest first."""
    return _RULES.get(country, _NORWEGIAN)


_IN_WORDS = {
    Rule.CATEGORY: text("those grouped as “salgsinntekt” in the file"),
    Rule.STANDARD: text("those mapped to standard accounts 30 to 39"),
    Rule.CODE: text("those with a grouping code that starts with 3"),
    Rule.CHART: text("those mapped to net turnover in the Danish standard chart of accounts"),
    Rule.TYPE: text("those that the file itself says are sales"),
}


def in_words(rule: Rule, country: str) -> Text:
    """Which accounts a rule takes: "those mapped to ..."."""
    if rule is Rule.NUMBER and country == "DK":
        return text("those with a number from 1000 to 1299")
    return _IN_WORDS.get(rule, text("those whose number starts with 3"))


def without_list(country: str) -> Text:
    """Which accounts count when the file lists none."""
    if country == "DK":
        return text("Accounts with a number from 1000 to 1299, for the file has no list of accounts")
    return text("Accounts whose number starts with 3, for the file has no list of accounts")


def said(account: Account, rule: Rule) -> bool | None:  # noqa: PLR0911  one answer for each rule
    """Whether an account holds sales, by what the file itself says of it; None when it does not say."""
    match rule:
        case Rule.CATEGORY if account.category in _SALES_LIST:
            return account.code.startswith(_SALES_CODES)
        case Rule.CATEGORY if account.category:
            return account.category == _SALES
        case Rule.STANDARD if account.standard:
            return account.standard.startswith("3")
        case Rule.CODE if account.category.startswith("rf-"):
            return account.code.startswith("3")
        case Rule.CHART if (number := _chart(account.standard)) is not None:
            return number in _CHART_SALES
        case Rule.TYPE if account.type not in _NO_TYPES:
            return account.type in _SALES_TYPES
    return None


def judged(account: Account, rule: Rule, country: str) -> bool:
    """Whether an account holds sales: by a rule, else by the weaker ones, and in the end by its number."""
    if rule is Rule.TYPE and account.type:
        return account.type in _SALES_TYPES
    weaker = rules(country)[rules(country).index(rule) :]
    found = next((answer for one in weaker if (answer := said(account, one)) is not None), None)
    return by_number(account.id, country) if found is None else found


def by_number(number: str, country: str) -> bool:
    """Whether an account holds sales when nothing but its number is known."""
    return _chart(number) in _CHART_SALES if country == "DK" else number.startswith("3")


def like_income(account: Account, country: str) -> bool:
    """Whether an account looks like income, be it sales or not."""
    if country == "DK":
        return account.type in _SALES_TYPES or _chart(account.standard or account.id) in _CHART_INCOME
    return account.id.startswith("3") or account.category == _OTHER_INCOME


def takes_result(account: Account, country: str) -> bool:
    """Whether the result of the year ends on an account: equity, or the accounts that carry the result there."""
    if _RESULT.search(account.name) or "egenkapital" in account.category:
        return True
    return _chart(account.standard) in _CHART_EQUITY if country == "DK" else account.id.startswith(("8", "20"))


def _chart(number: str) -> int | None:
    """The four digits of a number of the Danish chart; systems put more digits behind them."""
    return int(number[:4]) if len(number) >= 4 and number.isdecimal() and number.isascii() else None
