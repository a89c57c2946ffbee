"""What does an amount or a date in the file say? Exactly that, or nothing.

Inside this room an amount is a whole number of ten-thousandths (`units`): four decimals, as in facts, and fast to add up.
"""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa

from rung.base import Money, to_minor

UNIT = Decimal("0.0001")
_SCALES = (10_000, 1_000, 100, 10, 1)  # by how many decimals are written
_DIGITS = 12
_LONGEST = 60  # signs; nothing real is written so long
LARGEST = 10**18  # DECIMAL(18,4) holds less than this many units
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
# An XML date may carry a time zone, and some systems write the time as well: the day is what counts.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2}|[T ].*)?", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()
_DAYS = range(date(1900, 1, 1).toordinal() - _EPOCH, date(2200, 1, 1).toordinal() - _EPOCH)


def units(written: str | None) -> int | None:
    """The amount in ten-thousandths; None when it is no amount, too large, or has decimals beyond the fourth that are not 0."""
    whole, _, decimals = (written or "").partition(".")
    digits = whole + decimals
    if digits.isdigit() and len(decimals) < 5 and len(whole) < 14 and digits.isascii():
        return int(digits) * _SCALES[len(decimals)]
    exact = rounded(written)
    return None if exact is None or Decimal((written or "").strip()) != amount(exact) else exact


def too_large(written: str | None) -> bool:
    """Whether it is an amount, and more than a fact can hold: fourteen digits before the point."""
    return total(written) is not None and rounded(written) is None


def rounded(written: str | None) -> int | None:
    """The amount in ten-thousandths, half a unit to the even neighbour; None when it is no amount or too large for facts.

    Only plain digits with a decimal point are an amount. "1,250" is one thousand to some and one and a quarter to others.
    """
    trimmed = (written or "").strip()
    if not _NUMBER.fullmatch(trimmed) or len(trimmed) > _LONGEST:
        return None
    found = int(Decimal(trimmed).scaleb(4).to_integral_value(rounding=ROUND_HALF_EVEN))
    return found if abs(found) < LARGEST else None


def total(written: str | None) -> Decimal | None:
    """A sum that the file states of itself, in major units; it may be larger than a fact can be. None when it is no amount."""
    trimmed = (written or "").strip()
    return Decimal(trimmed) if _NUMBER.fullmatch(trimmed) and len(trimmed) <= _LONGEST else None


def whole(written: str | None) -> int | None:
    """A count, a year or the number of a period; None when it is not plain digits, or so many that it is none of these."""
    trimmed = (written or "").strip()
    return int(trimmed) if trimmed.isdecimal() and len(trimmed) <= _DIGITS else None


def amount(of_units: int) -> Decimal:
    """Units as the amount they are, in major units with four decimals."""
    return of_units * UNIT


def money(of_units: int, currency: str) -> Money:
    """Units as money in a sentence."""
    return Money(to_minor(amount(of_units)), currency, exact=True)


def decimals(of_units: list[int | None]) -> pa.Array:
    """Units as an Arrow DECIMAL(18,4) column, bit by bit: no float and no text on the way."""
    known = np.array([value is not None for value in of_units], dtype=bool)
    low = np.array([value or 0 for value in of_units], dtype="<i8")
    words = np.column_stack((low, low >> 63))  # 128 bits, lowest word first; the upper word repeats the sign
    validity = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(of_units), [validity, pa.py_buffer(words.tobytes())])


def day(written: str | None) -> int | None:
    """Days since 1970-01-01, as Arrow counts dates; None when it is not a date between 1900 and 2199."""
    found = _DAY.fullmatch((written or "").strip())
    try:
        days = days_of(date.fromisoformat(found.group(1))) if found else None
    except ValueError:
        return None
    return days if days in _DAYS else None


def days_of(found: date) -> int:
    """Days since 1970-01-01."""
    return found.toordinal() - _EPOCH


def as_date(days: int) -> date:
    """The date that lies so many days after 1970-01-01."""
    return date.fromordinal(days + _EPOCH)
