"""In which currency is a line? In the file's own, or in another: then worth what the file says beside it, else left unconverted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.importers.sheet.amounts import Typed
from rung.importers.sheet.cells import Cells, Mask
from rung.importers.sheet.currencies import CODES, currency_in, likely
from rung.importers.sheet.numbers import FACTOR, MONEY, rounded

Line = tuple[Text, Text]

_SIGNS = {"€": "EUR", "EURO": "EUR", "£": "GBP", "$": "USD", "US$": "USD"}
_OWN = frozenset(("KR", "KR.", "LCY", "-"))
_UNKNOWN = "?"
_NORDIC = ("NOK", "SEK", "DKK", "ISK")
_IN_HEADER = re.compile(r"(?<![A-Za-z])(?:[A-Z]{3}|LCY)(?![A-Za-z])")
_OWN_WORDS = re.compile(
    r"hjemmevaluta|husvaluta|egen valuta|firmavaluta|basisvaluta|redovisningsvaluta|local currency|base currency|\blcy\b", re.IGNORECASE
)
_WIDE = pa.decimal256(24, 10)
# How a rate may be written: what one unit is worth, a hundred units, or what one or a hundred of the company's units are worth in it.
_WAYS = ((1, False), (100, False), (1, True), (100, True))
_NEAR = 1.8


def currency_of_header(header: str) -> str:
    """The currency that a header says its amounts are in: "Beløp (EUR)"; "" when it says none."""
    return next((code for code in _IN_HEADER.findall(header) if code in CODES), "")


def is_own(header: str) -> bool:
    """Whether a header says that its amounts are in one stated currency, or in the company's own."""
    return bool(currency_of_header(header) or _OWN_WORDS.search(header))


def beside(names: tuple[str, ...], usable: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Role -> columns, where the same amount stands twice, in the company's currency ("Beløp NOK") and in the invoice's ("Beløp")."""
    if "currency" not in usable:
        return {}
    for role in ("revenue", "amount"):
        own = [n for n in usable.get(role, []) if is_own(names[n])]
        other = [n for n in usable.get(role, []) if n not in own]
        if own and other:
            return {role: own, "original_amount": [*usable.get("original_amount", []), *other]}
    return {}


@dataclass(frozen=True, slots=True)
class Rate:
    """How the rates of a currency are written: for so many units, of the foreign currency or (turned) of the company's own."""

    units: int
    turned: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """The currencies of a sheet. base: the code of its own, "" when nothing says; beside: amounts of foreign lines stand in it already.

    rates: currency -> how its rates are written, None when it cannot be told; how: what the user is told of it.
    """

    base: str = ""
    beside: bool = False
    rates: Mapping[str, Rate | None] = field(default_factory=dict)
    how: tuple[Line, ...] = ()

    def foreign(self, typed: Typed) -> Mask:
        """The rows in another currency than the file's own."""
        codes = _codes(typed.cells("currency"))
        return codes.where(np.array([code not in (self.base, _UNKNOWN) for code in codes.values.to_pylist()], dtype=bool))

    def unknown(self, typed: Typed) -> Mask:
        """The rows whose currency is none we know."""
        codes = _codes(typed.cells("currency"))
        return codes.where(np.array([code == _UNKNOWN for code in codes.values.to_pylist()], dtype=bool))

    def settled(self, typed: Typed, net: Any, cost: Any) -> tuple[Any, Any, Any, Any]:
        """Revenue, cost, original amount and currency per row. Foreign lines of no stated rate have no revenue and a foreign cost."""
        foreign = self.foreign(typed)
        if not foreign.any():
            return net, cost, pa.nulls(len(foreign), MONEY), pa.nulls(len(foreign), pa.string())
        there = pa.array(foreign)
        currency = pc.if_else(there, _codes(typed.cells("currency")).texts, pa.scalar(None, pa.string()))
        if self.beside:
            original = pc.if_else(there, typed.number("original_amount"), pa.scalar(None, MONEY))
            return net, cost, original, pc.if_else(pc.is_valid(original), currency, pa.scalar(None, pa.string()))
        rate = self._rate(typed, foreign)
        worth, known = _times(net, rate), pc.and_(there, pc.is_valid(rate))
        paid = pc.if_else(known, _times(cost, rate), cost)
        return pc.if_else(there, worth, net), paid, pc.if_else(there, net, pa.scalar(None, MONEY)), currency

    def _rate(self, typed: Typed, foreign: Mask) -> Any:
        """What one unit is worth, per row; null where the file does not say, or says nothing that can be used."""
        empty = pa.nulls(len(foreign), FACTOR)
        if "rate" not in typed.taken:
            return empty
        codes = _codes(typed.cells("currency"))
        written = typed.number("rate", FACTOR)
        usable = pc.and_(pa.array(foreign), pc.fill_null(pc.greater(written, Decimal(0)), fill_value=False))
        rate = pc.if_else(usable, written, pa.scalar(None, FACTOR))
        found = empty
        for code in set(codes.values.to_pylist()) - {self.base, _UNKNOWN}:
            which = codes.where(np.array([value == code for value in codes.values.to_pylist()], dtype=bool))
            way = self.rates[code] if code in self.rates else _way(code, self.base, _some(rate, which))
            if way:
                found = pc.if_else(pa.array(which), _worth(rate, way), found)
        return found


def _worth(rate: Any, way: Rate) -> Any:
    units, one = pa.scalar(Decimal(way.units), pa.decimal256(4, 0)), pa.scalar(Decimal(1), pa.decimal256(2, 0))
    wide = rate.cast(_WIDE)
    whole = (
        pc.divide(pc.multiply(one, units).cast(pa.decimal256(30, 20)), wide)
        if way.turned
        else pc.divide(wide.cast(pa.decimal256(40, 20)), units)
    )
    return rounded(pc.round(whole, 10, "half_towards_infinity").cast(pa.decimal256(40, 10)), FACTOR)


def _times(amount: Any, rate: Any) -> Any:
    return rounded(pc.multiply(amount.cast(pa.decimal256(18, 4)), rate.cast(_WIDE)))


def _codes(cells: Cells) -> Cells:
    """The currency of each row: its code, "?" for what is none; nothing where it is empty or says "kr"."""
    said = [_code(value) for value in cells.values.to_pylist()]
    blank = cells.where(np.array([not code for code in said], dtype=bool))
    codes = pc.if_else(pa.array(blank), pa.scalar(None, pa.int32()), cells.codes) if blank.any() else cells.codes
    return Cells(pa.array(said, pa.string()), codes)


def _code(written: str) -> str:
    plain = written.strip().upper()
    if plain in _OWN:
        return ""
    found = currency_in(plain)
    return _SIGNS.get(plain) or (found.currency if found and not found.against else _UNKNOWN)


def _some(rates: Any, which: Mask) -> list[float]:
    return [float(one) for one in rates.filter(pa.array(which)).drop_null().to_pylist()[:1000] if one > 0]


def _way(code: str, base: str, rates: list[float]) -> Rate | None:
    """How the rates of a currency are written: the way that comes near what it is worth; None when none does."""
    about = likely(code, base) if base else None
    if about is None or not rates:
        return None
    middle = median(rates)
    worths = {way: (way[0] / middle if way[1] else middle / way[0]) for way in _WAYS}
    near = [way for way, worth in worths.items() if about / _NEAR < worth < about * _NEAR]
    return Rate(*near[0]) if near else None


def exchange_of(typed: Typed, net_role: str, headers: Mapping[str, str], stated: str) -> Exchange:
    """The currencies of a sheet by a sample of it. net_role: the role of the amount; stated: the code that the mapping says, or ""."""
    said = currency_of_header(headers.get(net_role, ""))
    codes = _codes(typed.cells("currency"))
    present = codes.texts.drop_null()
    if not len(present):
        return Exchange(base=stated or said)
    if said and not stated:
        return Exchange(said, beside=True)
    if "original_amount" in typed.taken and net_role in ("revenue", "amount"):
        same = pc.fill_null(pc.equal(typed.number(net_role), typed.number("original_amount")), fill_value=False)
        own = codes.texts.filter(same).drop_null()
        return Exchange(stated or _most_common(own), beside=True)
    return _by_rates(typed, codes, stated or _most_common(present), headers)


def _most_common(codes: Any) -> str:
    counts = {one["values"]: one["counts"] for one in pc.value_counts(codes).to_pylist() if one["values"] != _UNKNOWN}
    return min(counts, key=lambda code: (-counts[code], code not in _NORDIC, code), default="")


def _by_rates(typed: Typed, codes: Cells, base: str, headers: Mapping[str, str]) -> Exchange:
    others = sorted({code for code in codes.values.to_pylist() if code not in (base, _UNKNOWN, "")})
    if not others:
        return Exchange(base)
    if "rate" not in typed.taken:
        how = (text("Other currencies"), text("{names}, without a rate in the file", names=", ".join(others)))
        return Exchange(base, how=(how,))
    rate = typed.number("rate", FACTOR)
    of_base = codes.where(np.array([code == base for code in codes.values.to_pylist()], dtype=bool))
    unit = _unit_of_base(_some(rate, of_base))
    rates: dict[str, Rate | None] = {}
    for code in others:
        which = codes.where(np.array([value == code for value in codes.values.to_pylist()], dtype=bool))
        known = likely(code, base) is not None
        rates[code] = _way(code, base, _some(rate, which)) if known else unit
    return Exchange(base, rates=rates, how=tuple(_in_words(rates, base, headers["rate"])))


def _unit_of_base(rates: list[float]) -> Rate | None:
    """The rate that stands beside the file's own currency tells the unit of all."""
    return next((Rate(units, turned=False) for units in (1, 100) if rates and all(one == units for one in rates)), None)


def _in_words(rates: Mapping[str, Rate | None], base: str, header: str) -> Iterator[Line]:
    for code, way in rates.items():
        if way is None:
            said = text("{currency}: the rates in {column} cannot be used", currency=code, column=header)
        elif way.turned:
            said = text(
                "{currency}: {column} is how much {currency} {units} {base} are worth",
                currency=code,
                column=header,
                units=way.units,
                base=base,
            )
        else:
            said = text(
                "{currency}: {column} is what {units} {currency} are worth in {base}",
                currency=code,
                column=header,
                units=way.units,
                base=base,
            )
        yield (text("Exchange rate"), said)
