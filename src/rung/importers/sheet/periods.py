"""Which days do "Q1 2025", "jan 25", "1. halvår" or "2025" cover? A period as people write it, from its first day to the day after."""

import re
from datetime import date
from typing import NamedTuple

from rung.importers.sheet.headers import month_of

_QUARTER = r"(?:q|k|kv|kvt|kvartal|quarter|qtr)"
_HALF = r"(?:h|halvår|halvar|half|half-year|hy)"
_THIRD = r"(?:t|tertial)"
_YEAR = r"(?P<y>(?:19|20)\d\d|(?<!\d)\d\d)"
_MONTH = re.compile(r"((?:19|20)\d\d) ?m ?(\d\d)")
_STATED = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")  # as a turned sheet says it
_ALONE = re.compile(r"(?:fy ?|år ?|year ?)?(?P<y>(?:19|20)\d\d)")
# How many months each kind has, and how it is written: 1. kvartal, Q1, kvartal 1, with the year before, behind or nowhere.
_PARTS = tuple(
    (months, re.compile(rf"(?:{_YEAR}[ -/.:]*)?(?:{word}[ .-]*(?P<n>\d)|(?P<m>\d)\.? ?{word}\.?)(?:[ -/.:']*(?P<z>(?:19|20)\d\d|\d\d))?"))
    for months, word in ((3, _QUARTER), (6, _HALF), (4, _THIRD))
)


class Span(NamedTuple):
    """The first day, and the day after the last."""

    first: date
    until: date


def span_of(written: str, year: int | None = None) -> Span | None:
    """The days of a period: a month, a quarter, a half, a third, a year; None when it names none. year: for one without its own."""
    plain = " ".join(written.lower().replace("\u00a0", " ").split())
    if found := _STATED.fullmatch(plain):
        return Span(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    if found := _MONTH.fullmatch(plain):
        plain = f"{found[1]}-{found[2]}"
    if month := month_of(plain, year):
        return None if month.startswith("None") else _span(int(month[:-3]), int(month[-2:]), 1)
    if found := _ALONE.fullmatch(plain):
        return _span(int(found["y"]), 1, 12)
    for months, pattern in _PARTS:
        if found := pattern.fullmatch(plain):
            return _part(months, found, year)
    return None


def names_part(written: str) -> bool:
    """Whether a text names a month, a quarter, a half or a third, with or without its year."""
    return not _ALONE.fullmatch(written.lower().strip()) and span_of(written, 2000) is not None


def _part(months: int, found: re.Match[str], year: int | None) -> Span | None:
    number, said = int(found["n"] or found["m"]), found["y"] or found["z"]
    whole = year if said is None else int(said) if len(said) == 4 else 2000 + int(said)
    if whole is None or (found["y"] and found["z"]) or not 1 <= number <= 12 // months:
        return None
    return _span(whole, months * (number - 1) + 1, months)


def _span(year: int, month: int, months: int) -> Span | None:
    if not (1900 <= year < 2200 and 1 <= month <= 12):
        return None
    after = month - 1 + months
    return Span(date(year, month, 1), date(year + after // 12, after % 12 + 1, 1))
