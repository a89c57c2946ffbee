"""How does a reader see words and numbers? In Norwegian, Danish, Swedish or English, the way people there write them.

Words come from the rooms' catalogues (`locale/<code>.po`, the English sentence is the key); number signs, dates and months
come from Babel. A missing or broken translation falls back to English, so a report is never empty and never crashes on one.
"""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages import pofile

from rung.base import Formats, Money, Text, render
from rung.kit.report import Cell, CellKind

LANGUAGES = ("nb", "da", "sv", "en")
NO_ANSWER = "–"
NBSP = "\u00a0"
MINUS = "\u2212"

_MILLION = 1_000_000_00  # in minor units
_SHORT_FROM = 10 * _MILLION  # below this people read the whole number as easily
_ORE_BELOW = 1_000_00  # small amounts in a sentence keep their oere: a difference of 0.03 must not read as 0
# Two full stops after an abbreviation: "… 1.739.200 kr.." at the end of a Danish sentence.
_DOUBLE_STOP = re.compile(r"(?<=[^\W\d])\.\.(?=$|[\s)»”\"])")
# Characters that turn or hide the text around them; terminals and pages must not obey a customer's name.
_UNSAFE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """What Babel does not know: how the business press of a language writes money and dates. {} is the number."""

    name: str
    locale: str
    day: str
    share: str
    home: tuple[str, str]
    million: str
    billion: str
    home_million: str = ""
    home_billion: str = ""
    before: bool = False


_HABITS: Mapping[str, _Habits] = {
    "nb": _Habits(
        name="Norsk", locale="nb_NO", day="dd.MM.yyyy", share="{}\u00a0%", home=("NOK", "kr"), million="{} mill.", billion="{} mrd."
    ),
    "da": _Habits(
        name="Dansk", locale="da_DK", day="dd.MM.yyyy", share="{}\u00a0%", home=("DKK", "kr."), million="{} mio.", billion="{} mia."
    ),
    "sv": _Habits(
        name="Svenska",
        locale="sv_SE",
        day="yyyy-MM-dd",
        share="{}\u00a0%",
        home=("SEK", "kr"),
        million="{} mn",
        billion="{} md",
        home_million="{} Mkr",
        home_billion="{} Mdkr",
    ),
    "en": _Habits(
        name="English", locale="en_GB", day="d MMM yyyy", share="{}%", home=("GBP", "£"), million="{}m", billion="{}bn", before=True
    ),
}
_SIGNS_BEFORE = {"GBP": "£", "EUR": "€"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbols:
    """The signs of a number, for scripts that must write numbers exactly as the page does. day is a pattern of yyyy, MM, MMM, dd, d."""

    group: str
    decimal: str
    minus: str
    day: str
    months: Sequence[str]


class Language:
    """One language a report can be in. Get it from `language(code)`; it is immutable and safe to share."""

    def __init__(self, code: str) -> None:
        habits = _HABITS[code]
        self.code = code
        self.name = habits.name
        self._habits = habits
        self._locale = Locale.parse(habits.locale)
        signs = self._locale.number_symbols["latn"]
        abbreviated = self._locale.months["format"]["abbreviated"]
        self.symbols = Symbols(
            group=NBSP if signs["group"].isspace() else signs["group"],
            decimal=signs["decimal"],
            minus=MINUS,
            day=habits.day,
            months=tuple(abbreviated[month] for month in range(1, 13)),
        )
        self._catalogue = _catalogue(code)
        self.formats = Formats(
            translate=self._translate,
            integer=self.decimal,
            money=lambda amount: self.money(amount, 2 if amount.exact and amount.minor % 100 else None),
            share=lambda share: self.share(share.value, share.decimals),
            number=lambda number: self.decimal(number.value, number.decimals),
            date=self.day,
        )

    def __repr__(self) -> str:
        return f"language({self.code!r})"

    def render(self, sentence: Text) -> str:
        """The sentence in this language, without characters that could turn or hide the text around them."""
        return _DOUBLE_STOP.sub(".", clean(render(sentence, self.formats)))

    def decimal(self, value: Decimal | float, decimals: int = 0) -> str:
        """A number with a fixed number of decimals, half rounded away from zero as people and Excel do; never "−0"."""
        exact = value if isinstance(value, (Decimal, int)) else Decimal(repr(value))
        rounded = exact if isinstance(exact, int) and decimals == 0 else _rounded(Decimal(exact), decimals)
        plain = f"{abs(rounded):,}"
        signed = plain.replace(",", "\0").replace(".", self.symbols.decimal).replace("\0", self.symbols.group)
        return MINUS + signed if rounded < 0 else signed

    def share(self, value: float, decimals: int = 0) -> str:
        """A part of a whole (0-1) as a per cent: "17 %", in English "17%"."""
        return self._habits.share.format(self.decimal(Decimal(repr(value)) * 100, decimals))

    def money(self, amount: Money, decimals: int | None = None) -> str:
        """An amount with its currency: "1 739 200 kr", "NOK 1,739,200". decimals None: oere only for small uneven amounts."""
        if decimals is None:
            decimals = 2 if abs(amount.minor) < _ORE_BELOW and amount.minor % 100 else 0
        return self._with_currency(self.decimal(amount.major, decimals), amount.currency)

    def short_money(self, amount: Money) -> str:
        """An amount as the business press writes it: "31,7 mill. kr", "31,7 mio. kr.", "31,7 Mkr", "NOK 31.7m"; whole below 10 million."""
        habits, million = self._habits, _rounded(amount.major / 1_000_000, 1)
        if abs(amount.minor) < _SHORT_FROM:
            return self.money(amount, 0)
        large = abs(million) >= 1000
        number = self.decimal(million / 1000 if large else million, 1)
        at_home = habits.home_billion if large else habits.home_million
        if at_home and amount.currency == habits.home[0]:
            return at_home.format(number).replace(" ", NBSP)
        word = habits.billion if large else habits.million
        return self._with_currency(word.format(number).replace(" ", NBSP), amount.currency)

    def scale(self, largest_minor: int, currency: str) -> tuple[int, str]:
        """What to divide the minor units of an axis by, and the unit to write at it: (100, "kr"), (100_000_000, "mill. kr")."""
        if largest_minor < 2 * _MILLION:
            return 100, self.currency(currency)
        habits, large = self._habits, largest_minor >= 2000 * _MILLION
        divisor = 1000 * _MILLION if large else _MILLION
        at_home = habits.home_billion if large else habits.home_million
        if at_home and currency == habits.home[0]:
            return divisor, at_home.format("").strip()
        word = (habits.billion if large else habits.million).format("").strip()
        order = (self.currency(currency), word) if habits.before else (word, self.currency(currency))
        return divisor, NBSP.join(part for part in order if part)

    def currency(self, code: str) -> str:
        """The currency as it is named beside a column: "kr", "kr.", "£" at home, else the code."""
        return self._habits.home[1] if code == self._habits.home[0] else _SIGNS_BEFORE.get(code, code) if self._habits.before else code

    def day(self, day: date) -> str:
        """A day: 31.12.2025, in Swedish 2025-12-31, in English 31 Dec 2025."""
        return str(format_date(day, self._habits.day, locale=self._locale)).replace(" ", NBSP)

    def month(self, month: date | str, *, axis: bool = False) -> str:
        """A month: "jan. 2025"; axis: without the year and full stop, "jan". A month may be written "2025-01"."""
        first = date.fromisoformat(f"{month[:7]}-01") if isinstance(month, str) else month
        if axis:
            return self.symbols.months[first.month - 1].rstrip(".")
        return f"{self.symbols.months[first.month - 1]}{NBSP}{first.year}"

    def cell(self, value: Cell, kind: CellKind, currency: str = "", *, decimals: int | None = None) -> str:
        """One cell of a table as people read it; "–" when there is no answer.

        money: int minor units, written with `currency` unless it is "" (the heading says it then), whole kroner unless decimals is given.
        share: 0-1, one decimal. quantity: at most three decimals, none that say nothing. number: two decimals. month: date or "2025-01".
        """
        if value is None:
            return NO_ANSWER
        if isinstance(value, Text):
            return self.render(value)
        if isinstance(value, str):
            return self.month(value) if kind == "month" else clean(value)
        if isinstance(value, date):
            return self.month(value) if kind == "month" else self.day(value)
        return self._number_cell(value, kind, currency, decimals)

    def _number_cell(self, value: float | Decimal, kind: CellKind, currency: str, decimals: int | None) -> str:
        match kind:
            case "money":
                return self.money(Money(int(value), currency), decimals or 0)
            case "share":
                return self.share(float(value), 1 if decimals is None else decimals)
            case "quantity":
                return self.decimal(value, _decimals_needed(value) if decimals is None else decimals)
            case "number":
                return self.decimal(value, 2 if decimals is None else decimals)
            case "id" | "class":
                return str(value)
            case _:
                return self.decimal(value, 0 if isinstance(value, int) else _decimals_needed(value))

    def _with_currency(self, number: str, currency: str) -> str:
        if not currency:
            return number
        if not self._habits.before:
            return f"{number}{NBSP}{self.currency(currency)}"
        sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        unit = _SIGNS_BEFORE.get(currency, currency + NBSP)
        return f"{sign}{unit}{digits}"

    def _translate(self, template: str, plural: str | None, count: int) -> str:
        one, many = self._catalogue.get(template, (template, plural or template))
        return many if plural is not None and count != 1 else one


@cache
def language(code: str) -> Language:
    """The language with this code, one of LANGUAGES; anything else is a programmer's mistake."""
    if code not in LANGUAGES:
        raise ValueError(f"code={code!r} must be one of {', '.join(LANGUAGES)}")
    return Language(code)


def from_locale(environ: Mapping[str, str]) -> str:
    """The language a machine is set to: LC_ALL, else LC_MESSAGES, else LANG; English when it is none of ours."""
    setting = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    spoken = re.split(r"[_.@-]", setting.lower())[0]
    return {"nb": "nb", "nn": "nb", "no": "nb", "da": "da", "sv": "sv"}.get(spoken, "en")


def column_decimals(values: Iterable[Cell], kind: CellKind, *, exact: bool = False) -> int | None:
    """How many decimals a column needs so that its figures stand under each other; None: what `cell` does by itself.

    money: two when some are uneven and all are small or the column is exact, else none. quantity: as many as the most precise of them,
    at most three.
    """
    if kind == "money":
        amounts = [value for value in values if isinstance(value, int)]
        small = exact or all(abs(amount) < _ORE_BELOW for amount in amounts)
        return 2 if small and any(amount % 100 for amount in amounts) else 0
    if kind == "quantity":
        return max((_decimals_needed(value) for value in values if isinstance(value, (int, float, Decimal))), default=0)
    return None


def clean(written: str) -> str:
    """Text from a file without control characters and without marks that turn the direction of the text around it."""
    return unicodedata.normalize("NFC", _UNSAFE.sub("\ufffd", written)) if not written.isascii() or _UNSAFE.search(written) else written


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _decimals_needed(value: float | Decimal) -> int:
    if isinstance(value, int):
        return 0
    exact = _rounded(value if isinstance(value, Decimal) else Decimal(repr(value)), 3).normalize()
    return max(0, -int(exact.as_tuple().exponent))


@cache
def _catalogue(code: str) -> Mapping[str, tuple[str, str]]:
    """What each English template is in this language: (one, many). Read once per process from every room that has a catalogue."""
    words: dict[str, tuple[str, str]] = {}
    for place in _catalogues(files("rung"), f"{code}.po"):
        with place.open("rb") as opened:
            for message in pofile.read_po(opened, locale=code):
                if message.id and not message.fuzzy:
                    _take(words, message)
    return words


def _catalogues(folder: Traversable, name: str) -> Iterator[Traversable]:
    for inner in sorted(folder.iterdir(), key=lambda place: place.name):
        if not inner.is_dir() or inner.name in {"__pycache__", "tests"}:
            continue
        if inner.name == "locale":
            if (place := inner / name).is_file():
                yield place
        else:
            yield from _catalogues(inner, name)


def _take(words: dict[str, tuple[str, str]], message: Any) -> None:
    """Adds one translation; left out when it is empty or names a value the English template does not have."""
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    known = _names("".join(english))
    if all(said) and all(_names(one) <= known for one in said):
        words.setdefault(english[0], (said[0], said[-1]))


def _names(template: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:  # a lone brace: never a subset of anything
        return {template}
