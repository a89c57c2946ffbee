"""Which characteristics do we look at, and in which steps? Fixed before anyone knows who the best are.

Steps of numbers are declared here, or for columns we do not know the fifths of the background; they are never fitted to the best.
Words are taken as they are written, whatever their case; rare words are one level together. Source: docs/methods.md#best-customer-template.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Number, Text, text
from rung.template.compute.layout import UNKNOWN, Codes, Floats

Level = str | Text
Kind = Literal["words", "number", "age", "year"]

MOST_LEVELS = 40
_RAREST, _RAREST_SHARE = 3, 0.01  # a word that fewer parties have than this, or a smaller share of them, is one of the rare ones
_FEW_NUMBERS = 12  # a number with so few values is taken as words
_YEARS = (1800, 2100)


@dataclass(frozen=True, kw_only=True)
class Characteristic:
    """One thing that is known of a party, in levels.

    column: where it stands in a table of parties. words: the level of each word (small letters); rare: the level of all other words, or
    None. limits: a number is in the level of how many limits it has reached, after division by unit. ordered: the levels are steps.
    """

    key: str
    label: Level
    column: str
    kind: Kind
    levels: tuple[Level, ...]
    words: Mapping[str, int] = field(default_factory=dict)
    rare: int | None = None
    limits: tuple[float, ...] = ()
    unit: float = 1.0

    @property
    def ordered(self) -> bool:
        """Whether the levels are steps of a number."""
        return bool(self.limits)

    def encode(self, parties: pa.Table, today: date) -> Codes:
        """The level of every party; UNKNOWN where the column is not there, is null, or has a word nobody in the background has."""
        if self.column not in parties.column_names:
            return np.full(parties.num_rows, UNKNOWN, dtype=np.int8)
        column = parties[self.column]
        if self.kind == "words":
            return _word_codes(column, READ.get(self.key, str.strip), self.words, self.rare)
        values = numbers(column, self.kind, today) / self.unit
        reached = np.searchsorted(np.array(self.limits), np.nan_to_num(values), side="right")
        return np.where(np.isnan(values), UNKNOWN, reached).astype(np.int8)


def _word_codes(column: pa.ChunkedArray, read: Callable[[str], str], words: Mapping[str, int], rare: int | None) -> Codes:
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    other = UNKNOWN if rare is None else rare
    found = [words.get(word.casefold(), other) if (word := read(one)) else UNKNOWN for one in coded.dictionary.to_pylist()]
    places = np.array([*found, UNKNOWN], dtype=np.int8)
    indices = coded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
    found_codes: Codes = places[indices]
    return found_codes


def numbers(column: pa.ChunkedArray, kind: Kind, today: date) -> Floats:
    """A column as floats, NaN where it is null or no number; years that have passed for kinds "age" (of a date) and "year"."""
    if kind == "age":
        days = column.cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy()
        years: Floats = np.floor(((today - date(1970, 1, 1)).days - days) / 365.25)
        return years
    found: Floats = column.cast(pa.float64()).to_numpy()
    return today.year - found if kind == "year" else found


def _industry(written: str) -> str:
    """The first two digits of an industry code, however it is written ("46.739", "G46739"), or the name as it is."""
    code = re.fullmatch(r"[A-Za-z]?[ .]?(\d{2})[\d. ]*", written.strip())
    return code[1] if code else written.strip()


def _postal(written: str) -> str:
    """The first two characters of a postal code: a district."""
    return re.sub(r"^[A-Za-z]{1,2}-(?=\d)", "", written.strip())[:2]


READ: Mapping[str, Callable[[str], str]] = {"industry": _industry, "postal": _postal}


def of_words(key: str, label: Level, column: str, background: pa.Table) -> Characteristic | None:
    """A characteristic of words: the MOST_LEVELS most common, ties by word, each of 3 parties and 1 % or more; None below two."""
    counted = pc.value_counts(background[column].cast(pa.string()).combine_chunks()).to_pylist()
    read = READ.get(key, str.strip)
    counts: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = {}
    for one in counted:
        if one["values"] is None or not (word := read(one["values"])):
            continue
        counts[word.casefold()] += one["counts"]
        spelt.setdefault(word.casefold(), Counter())[word] += one["counts"]
    least = max(_RAREST, _RAREST_SHARE * counts.total())
    common = sorted((word for word, count in counts.items() if count >= least), key=lambda word: (-counts[word], word))[:MOST_LEVELS]
    levels: list[Level] = [min(spelt[word], key=lambda way: (-spelt[word][way], way)) for word in common]
    rare = None
    if len(counts) > len(common):
        rare = len(levels)
        levels.append(text("something else"))
    if len(levels) < 2:
        return None
    words = {word: place for place, word in enumerate(common)}
    return Characteristic(key=key, label=label, column=column, kind="words", levels=tuple(levels), words=words, rare=rare)


def of_steps(key: str, label: Level, column: str, limits: tuple[float, ...], **more: Any) -> Characteristic:
    """A characteristic of a number in steps: below the first limit, from each limit to the next, from the last on.

    more: kind ("number" when not given), unit, and whole=False for numbers that are not whole.
    """
    whole = more.pop("whole", True)
    return Characteristic(
        key=key,
        label=label,
        column=column,
        kind=more.pop("kind", "number"),
        limits=limits,
        levels=_step_labels(limits, whole=whole),
        **more,
    )


def _step_labels(limits: tuple[float, ...], *, whole: bool) -> tuple[Level, ...]:
    def say(value: float) -> Number:
        return Number(value, 0 if whole or abs(value) >= 100 else 2)

    between = [
        text("{low}", low=say(low))
        if whole and high - low == 1
        else text("{low} to {high}", low=say(low), high=say(high - 1 if whole else high))
        for low, high in pairwise(limits)
    ]
    return (text("below {high}", high=say(limits[0])), *between, text("{low} or more", low=say(limits[-1])))


def of_any(column: str, background: pa.Table, today: date) -> Characteristic | None:
    """A characteristic of a column we do not know: dates and years as age, few values as they are, other numbers by fifths."""
    values = as_typed(background[column])
    table = pa.table({column: values})
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        return of_steps(column, column, column, FIRM_AGES, kind="age")
    if not _is_number(values.type):
        return of_words(column, column, column, table)
    found = numbers(values, "number", today)
    known = found[~np.isnan(found)]
    distinct = np.unique(known)
    whole = bool((known == np.round(known)).all())
    if whole and len(distinct) > 2 and distinct[0] >= _YEARS[0] and distinct[-1] <= _YEARS[1] and re.search("year|år|aar", column.lower()):
        return of_steps(column, text("{column}, years ago", column=column), column, FIRM_AGES, kind="year")
    if len(distinct) < 2:
        return None
    if len(distinct) <= _FEW_NUMBERS:
        levels = tuple(text("{low}", low=Number(float(value), 0 if whole else 2)) for value in distinct)
        return Characteristic(key=column, label=column, column=column, kind="number", levels=levels, limits=tuple(map(float, distinct[1:])))
    fifths = np.unique(np.quantile(known, [0.2, 0.4, 0.6, 0.8], method="higher"))
    return of_steps(column, column, column, tuple(float(cut) for cut in fifths if cut > distinct[0]), whole=whole)


def as_typed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text that is numbers throughout as numbers; yes and no as words; anything else as it is."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        trimmed = pc.utf8_trim_whitespace(column)
        try:
            return pc.if_else(pc.equal(trimmed, ""), None, trimmed).cast(pa.float64())
        except pa.ArrowInvalid:
            return column.cast(pa.string())
    return column.cast(pa.string()) if pa.types.is_boolean(column.type) else column


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


FIRM_AGES = (2.0, 5.0, 10.0, 20.0, 50.0)
_EMPLOYEES = (1.0, 5.0, 10.0, 20.0, 50.0, 100.0, 250.0)
_MILLIONS = (1.0, 5.0, 10.0, 50.0, 250.0)
_PERSON_AGES = (25.0, 35.0, 45.0, 55.0, 65.0)
_THOUSANDS = (300.0, 450.0, 600.0, 800.0, 1_200.0)
_RHYTHM = (8.0, 15.0, 32.0, 93.0, 185.0)

# Key and column of what we know beforehand, in the order they are told.
_WORDS: tuple[tuple[str, str, Text], ...] = (
    ("industry", "industry", text("Industry")),
    ("customer_group", "customer_group", text("Customer group")),
    ("legal_form", "legal_form", text("Legal form")),
    ("country", "country", text("Country")),
    ("region", "region", text("Region")),
    ("postal", "postal_code", text("Postal code begins with")),
    ("sex", "sex", text("Sex")),
    ("entry_group", "entry_group", text("Began with")),
)
_STEPS: tuple[tuple[str, Text, tuple[float, ...], dict[str, Any]], ...] = (
    ("employees", text("Number of employees"), _EMPLOYEES, {}),
    ("turnover", text("Yearly turnover of its own, million"), _MILLIONS, {"unit": 1e6}),
    ("founded", text("Age of the firm, years"), FIRM_AGES, {"kind": "age"}),
    ("birth_year", text("Age, years"), _PERSON_AGES, {"kind": "year"}),
    ("income", text("Yearly income, thousand"), _THOUSANDS, {"unit": 1e3}),
    ("rhythm_days", text("Days between its first purchases"), _RHYTHM, {}),
)
STANDARD = frozenset([column for _, column, _ in _WORDS] + [key for key, *_ in _STEPS])


def standard(background: pa.Table) -> list[Characteristic]:
    """The characteristics we know beforehand that the background has a column for, words first; place by region, else by postal code."""
    there = set(background.column_names)
    skipped = "region" if _filled(background, "postal_code") > _filled(background, "region") else "postal_code"
    found = [of_words(key, label, column, background) for key, column, label in _WORDS if column in there and column != skipped]
    found += [of_steps(key, label, key, limits, **more) for key, label, limits, more in _STEPS if key in there]
    return [one for one in found if one is not None]


def _filled(table: pa.Table, column: str) -> int:
    return len(table) - table[column].null_count if column in table.column_names else 0
