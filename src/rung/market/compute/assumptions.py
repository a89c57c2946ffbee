"""What does the user know of a market? A small TOML file: a segment, one figure, where it is from and of which year.

    [[segment]]
    name = "Building firms in Oslo"
    industry = "41"
    region = "Oslo"
    spend_per_employee = 4500
    low = 3500
    high = 6000
    source = "Trade association, yearly survey"
    year = 2024

Text in, assumptions out: the service opens files. Source: docs/methods.md#market-share.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from rung.base import RungError, Text, text, to_minor

Basis = Literal["total", "spend_per_unit", "spend_per_employee", "our_part"]
BASES: tuple[Basis, ...] = ("total", "spend_per_unit", "spend_per_employee", "our_part")
_TEXTS = ("name", "industry", "region", "source")
_COUNTS = ("year", "units", "employees")
_KEYS = (*_TEXTS, *BASES, "low", "high", *_COUNTS)
_MOST = Decimal(10) ** 13  # larger amounts cannot be meant, and do not fit in the engine's money


class AssumptionsNotUnderstood(RungError):
    """A file of assumptions that says what cannot be counted with."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """One segment and what it buys a year.

    industry: the beginning of an industry code, or an industry's name; region: its name; None for any: without both the segment is every
    firm that no segment before it holds. value, low and high: for
    our_part a share 0-1 of what your customers there buy in all, else amounts in int minor units (low and high None: no range is known).
    units and employees: how many there are in the segment; None: counted in the register.
    """

    name: str
    industry: str | None
    region: str | None
    basis: Basis
    value: int | float
    low: int | float | None
    high: int | float | None
    units: int | None
    employees: int | None
    source: str
    year: int


def parse(written: str) -> tuple[Assumption, ...]:
    """The assumptions of a file's text, in its order. Raises AssumptionsNotUnderstood, with the first thing that is wrong."""
    try:
        said = tomllib.loads(written, parse_float=Decimal)
    except tomllib.TOMLDecodeError as bad:
        raise AssumptionsNotUnderstood(
            text("The market file cannot be read: {why}", why=str(bad)),
            remedy=text("Write each segment as [[segment]], with one line for each thing you know, words in quotation marks."),
        ) from bad
    rows = said.get("segment")
    if set(said) != {"segment"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AssumptionsNotUnderstood(
            text("The market file must hold segments and nothing else."),
            remedy=text("Begin each segment with a line that says [[segment]]."),
        )
    return tuple(_segment(row, number) for number, row in enumerate(rows, start=1))


def _segment(row: Mapping[str, Any], number: int) -> Assumption:
    where = str(row.get("name") or number)
    for key in row:
        if key not in _KEYS:
            raise _wrong(where, text("“{key}” is not known", key=key), text("Use any of {keys}.", keys=", ".join(_KEYS)))
    words = {key: _word(where, key, row[key]) for key in _TEXTS if key in row}
    counts = {key: _count(where, key, row[key]) for key in _COUNTS if key in row}
    if not words.keys() & {"name", "industry", "region"}:
        raise _wrong(where, text("it does not say which segment it is"), text("Add an industry, a region, or at least a name."))
    if "source" not in words or "year" not in counts:
        raise _wrong(where, text("it does not say where its figure is from"), text("Add source and year, so that others can check it."))
    basis, value = _figure(where, row)
    low, high = _range(where, row, basis, value)
    return Assumption(
        name=words.get("name") or ", ".join(words[key] for key in ("industry", "region") if key in words),
        industry=words.get("industry"),
        region=words.get("region"),
        basis=basis,
        value=value,
        low=low,
        high=high,
        units=counts.get("units"),
        employees=counts.get("employees"),
        source=words["source"],
        year=counts["year"],
    )


def _wrong(where: str, what: Text, remedy: Text) -> AssumptionsNotUnderstood:
    return AssumptionsNotUnderstood(text("Segment “{segment}” of the market file: {what}.", segment=where, what=what), remedy=remedy)


def _word(where: str, key: str, said: object) -> str:
    if isinstance(said, int) and not isinstance(said, bool) and key == "industry":
        said = str(said)
    if not isinstance(said, str) or not said.strip():
        raise _wrong(where, text("{key} is not words", key=key), text("Write it in quotation marks."))
    return said.strip()


def _count(where: str, key: str, said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or said < 1:
        raise _wrong(where, text("{key} is not a whole number above zero", key=key), text("Write it with digits alone."))
    return said


def _figure(where: str, row: Mapping[str, Any]) -> tuple[Basis, int | float]:
    given: list[Basis] = [basis for basis in BASES if basis in row]
    if len(given) != 1:
        raise _wrong(where, text("it takes exactly one figure"), text("Write one of {figures}.", figures=", ".join(BASES)))
    return given[0], _value(where, given[0], given[0], row[given[0]])


def _range(where: str, row: Mapping[str, Any], basis: Basis, value: float) -> tuple[int | float | None, int | float | None]:
    if "low" not in row and "high" not in row:
        return None, None
    if "low" not in row or "high" not in row:
        raise _wrong(where, text("it has one end of a range"), text("Write both low and high, or neither."))
    low, high = (_value(where, basis, end, row[end]) for end in ("low", "high"))
    if not low <= value <= high:
        raise _wrong(where, text("its figure is outside its range"), text("Write low at most, and high at least, as large as the figure."))
    return low, high


def _value(where: str, basis: Basis, key: str, said: object) -> int | float:
    if isinstance(said, bool) or not isinstance(said, int | Decimal) or not Decimal(said).is_finite() or not 0 < said < _MOST:
        raise _wrong(where, text("{key} is not a number above zero", key=key), text("Write it with digits, and a point for decimals."))
    if basis == "our_part":
        if said > 1:
            raise _wrong(where, text("{key} is more than all of it", key=key), text("Write 40 % as 0.40."))
        return float(said)
    return to_minor(Decimal(said))
