"""What do we tell the user? A sentence that remembers its template and its values.

The pure layers say things in English as `Text`; a face (command, report, page) says the same in the user's language,
because the template is the key of the translation and the values are still typed (a `Money` is not yet a string).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Union

from rung.base.money import Money, Number, Share

Value = Union[str, int, Money, Share, Number, date, "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in English with named places: "voucher {voucher} sums to {sum}".

    template and plural are literals in the code (they are extracted for translation); with plural, values["count"] decides.
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None

    def __str__(self) -> str:
        """Plain English, for logs, JSON and tests."""
        return render(self)


def text(template: str, /, **values: Value) -> Text:
    """A sentence the user reads. Babel extracts the first argument of every call of this name."""
    return Text(template, values)


def texts(singular: str, plural: str, /, *, count: int, **values: Value) -> Text:
    """A sentence that depends on a number: texts("{count} customer", "{count} customers", count=3)."""
    return Text(singular, {"count": count, **values}, plural)


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language translates a template and writes each kind of value."""

    translate: Callable[[str, str | None, int], str]
    integer: Callable[[int], str]
    money: Callable[[Money], str]
    share: Callable[[Share], str]
    number: Callable[[Number], str]
    date: Callable[[date], str]


def render(sentence: Text, formats: Formats | None = None) -> str:
    """The sentence in one language; plain English when no formats are given."""
    chosen = formats or PLAIN
    count = sentence.values.get("count", 1)
    template = chosen.translate(sentence.template, sentence.plural, count if isinstance(count, int) else 1)
    return template.format(**{name: _value(value, chosen) for name, value in sentence.values.items()})


def _value(value: Value, formats: Formats) -> str:  # noqa: PLR0911  one case for each kind of value
    match value:
        case Text():
            return render(value, formats)
        case Money():
            return formats.money(value)
        case Share():
            return formats.share(value)
        case Number():
            return formats.number(value)
        case bool() | str():
            return str(value)
        case int():
            return formats.integer(value)
        case date():
            return formats.date(value)


def _english(template: str, plural: str | None, count: int) -> str:
    return plural if plural is not None and count != 1 else template


PLAIN = Formats(
    translate=_english,
    integer=lambda n: f"{n:,}",
    money=lambda m: f"{m.major:,.2f} {m.currency}".strip(),
    share=lambda s: f"{s.value:.{s.decimals}%}",
    number=lambda n: f"{n.value:,.{n.decimals}f}",
    date=lambda d: d.isoformat(),
)
