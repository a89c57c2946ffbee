"""Is 1.234 a thousand or just over one? How a column writes its numbers, by vote of its values, and the exact numbers behind them."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.cells import NATIVE_POINT

Sign = Literal[",", "."]

MONEY = pa.decimal128(18, 4)
# Prices and factors keep ten decimals until the product is rounded, so 0.123456 x 10,000 is 1,234.56.
FACTOR = pa.decimal128(24, 10)
_WIDE = pa.decimal128(38, 18)
_LARGEST = Decimal(10) ** 14 - 1

_SPACES = "[ \\t\u00a0\u202f\u2009\u2007\u2008]+"
_UNIT = r"(?:kr\.?|nok|sek|dkk|eur|usd|gbp|isk|chf|\x{20ac}|\$|\x{a3})"
_STEPS = (
    (_SPACES, " "),
    ("[\u2212\u2013\u2010\u2011\ufe63\uff0d]", "-"),
    ("[\u2019\u00b4`]", "'"),
    (rf"(?i)^([-+(]?) ?{_UNIT} ?", r"\1"),
    (rf"(?i) ?(?:{_UNIT}|%)(\)?)$", r"\1"),
    (r"[,.:]-$", ""),
    (r"^\( ?([^()+-]*[^()+ -]) ?\)$", r"-\1"),
    (r"^([^-+]*\d[,.]?) ?-$", r"-\1"),
    (r"^([-+]) ", r"\1"),
    (r"^\+", ""),
)
_EXPONENT = rf"^-?\d+(?:[,.{NATIVE_POINT}]\d+)?[eE][+-]?\d{{1,3}}$"
_WHOLE = r"^-?\d{1,14}$"


def _shape(sign: Sign) -> str:
    """A tidy number with this decimal sign; groups of three by space, apostrophe or the other sign, one kind in a number."""
    other = r"\." if sign == "," else ","
    groups = "|".join(rf"\d{{1,3}}(?:{mark}\d{{3}})+" for mark in (" ", "'", other))
    point = "," if sign == "," else r"\."
    return rf"^-?(?:(?:{groups}|\d+)(?:{point}\d*)?|{point}\d+)$"


def tidy(values: Any) -> Any:
    """Numbers as people write them, down to digits, signs and separators: "kr (1 234,50)" is "-1 234,50"."""
    for pattern, instead in _STEPS:
        values = pc.replace_substring_regex(values, pattern, instead)
    return values


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of a column say about its signs. Counts of distinct values.

    comma, point: it is the decimal sign; comma_groups, point_groups: it groups thousands; unclear: "1.234" and "1,234" alone.
    """

    comma: int = 0
    point: int = 0
    comma_groups: int = 0
    point_groups: int = 0
    unclear: int = 0
    numbers: int = 0
    values: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def sign(self) -> Sign | None:
        """The decimal sign that the votes prove, None when nothing does."""
        comma, point = self.comma + self.point_groups, self.point + self.comma_groups
        if comma == point == 0 or self.contradicts:
            return None
        return "," if comma >= point else "."

    @property
    def contradicts(self) -> bool:
        """Whether values prove one sign and others prove the other, more than a slip now and then."""
        comma, point = self.comma + self.point_groups, self.point + self.comma_groups
        return min(comma, point) >= 2 and min(comma, point) > 0.02 * max(comma, point)

    @property
    def mangled(self) -> bool:
        """Whether one sign both groups thousands and marks decimals: the decimals are lost beyond repair."""
        return self.contradicts and (min(self.comma, self.comma_groups) >= 2 or min(self.point, self.point_groups) >= 2)

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers at all."""
        return self.numbers > 0 and self.numbers >= 0.5 * self.values


def _proofs(mark: str, other: str) -> tuple[str, str, str]:
    """Patterns that prove a mark is decimal, groups thousands, or could be either."""
    m, o = (rf"\{c}" if c == "." else c for c in (mark, other))
    decimal = rf"^-?(?:\d*{m}\d{{1,2}}|\d*{m}\d{{4,}}|{m}\d+|0\d*{m}\d+|\d{{4,}}{m}\d+|\d{{1,3}}(?:[ '{o}]\d{{3}})+{m}\d+|\d+{m})$"
    groups = rf"^-?\d{{1,3}}(?:(?:{m}\d{{3}}){{2,}}(?:{o}\d*)?|(?:{m}\d{{3}})+{o}\d*)$"
    either = rf"^-?[1-9]\d{{0,2}}{m}\d{{3}}$"
    return decimal, groups, either


def evidence(values: Any) -> Evidence:
    """Count what distinct values say. values: Arrow strings, as the file writes them."""
    clean = tidy(values)
    comma, comma_groups, comma_either = (_count(clean, pattern) for pattern in _proofs(",", "."))
    point, point_groups, point_either = (_count(clean, pattern) for pattern in _proofs(".", ","))
    plain = _count(clean, rf"^-?\d{{1,3}}(?:[ ']\d{{3}})+$|{_WHOLE}|{_EXPONENT}|{NATIVE_POINT}\d")
    numbers = _count(clean, f"{_shape(',')}|{_shape('.')}|{_EXPONENT}|{NATIVE_POINT}")
    return Evidence(
        comma=comma,
        point=point,
        comma_groups=comma_groups,
        point_groups=point_groups,
        unclear=comma_either + point_either,
        numbers=max(numbers, plain),
        values=len(values),
    )


def _count(values: Any, pattern: str) -> int:
    return int(pc.sum(pc.match_substring_regex(values, pattern)).as_py() or 0) if len(values) else 0


def parse(values: Any, sign: Sign, kind: pa.DataType = MONEY) -> Any:
    """The exact numbers behind texts, half away from zero at the last decimal; null where a text is not a number in this format.

    values: Arrow strings; kind: MONEY (18,4) or FACTOR (24,10). At most 14 digits before the decimal sign.
    """
    if not len(values):
        return pa.array([], kind)
    point = "," if sign == "," else r"\."
    plain = pc.match_substring_regex(values, rf"^-?\d{{1,14}}(?:{point}\d{{1,4}})?$")
    if pc.all(plain).as_py():
        return pc.replace_substring(values, ",", ".").cast(kind)
    easy = pc.if_else(plain, pc.replace_substring(values, ",", "."), None).cast(kind)
    hard = pc.if_else(plain, None, values).dictionary_encode()
    return pc.coalesce(easy, _parse_hard(hard.dictionary, sign, kind).take(hard.indices))


def _parse_hard(values: Any, sign: Sign, kind: pa.DataType) -> Any:
    clean = tidy(values)
    native = pc.match_substring(clean, NATIVE_POINT)
    shaped = pc.and_not(pc.match_substring_regex(clean, _shape(sign)), native)
    other = "." if sign == "," else ","
    digits = pc.replace_substring_regex(clean, f"[ '{other}]" if other == "," else r"[ '.]", "")
    bare = pc.if_else(native, pc.replace_substring(clean, NATIVE_POINT, "."), pc.replace_substring(digits, sign, "."))
    bare = pc.if_else(pc.or_(shaped, native), bare, None)
    powers = pc.match_substring_regex(clean, _EXPONENT)
    if pc.any(powers).as_py():
        bare = pa.array([_power(text) if power else b for text, power, b in _rows(clean, powers, bare)], pa.string())
    return exact(bare, kind)


def _rows(*columns: Any) -> Any:
    return zip(*(column.to_pylist() for column in columns), strict=True)


def exact(bare: Any, kind: pa.DataType = MONEY) -> Any:
    """Decimals from texts like "-12.5", any number of decimals; null for what is not one or is too large."""
    bare = pc.replace_substring_regex(bare, r"^(-?)0+(\d)", r"\1\2")
    bare = pc.replace_substring_regex(bare, r"^(-?)\.", r"\10.")
    bare = pc.replace_substring_regex(bare, r"\.$", "")
    bare = pc.replace_substring_regex(bare, r"(\.\d{18})\d+$", r"\1")
    fits = pc.match_substring_regex(bare, r"^-?\d{1,14}(?:\.\d+)?$")
    wide = pc.if_else(fits, bare, None).cast(_WIDE)
    return rounded(wide, kind)


def rounded(wide: Any, kind: pa.DataType = MONEY) -> Any:
    """A decimal column rounded half away from zero to the decimals of kind; null where it has more than 14 digits before the sign."""
    inside = pc.less_equal(pc.abs(wide), pa.scalar(_LARGEST).cast(wide.type))
    return pc.round(pc.if_else(inside, wide, None), kind.scale, "half_towards_infinity").cast(kind)


def _power(text: str) -> str | None:
    """1,5E+03 as 1500; None when it is beyond what an amount can be."""
    try:
        number = Decimal(text.replace(",", ".").replace(NATIVE_POINT, "."))
    except InvalidOperation:
        return None
    if abs(number) >= Decimal(10) ** 14:
        return None
    return format(number, "f")


def short(numbers: Any) -> Any:
    """Decimals as the shortest text: 12.5000 is "12.5", for keys that must be the same from every export."""
    return pc.utf8_rtrim(pc.utf8_rtrim(numbers.cast(pa.string()), "0"), ".")
