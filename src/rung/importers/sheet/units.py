"""What do the amounts sum to by another road? Whole units in 64-bit integers, to hold the decimals against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.amounts import Rules, Typed, credited
from rung.importers.sheet.cells import NATIVE_POINT, filled
from rung.importers.sheet.numbers import Sign

Units = npt.NDArray[np.int64]

_DECIMALS = 4
_ROOM = 9e18


def units(money: Any) -> Units:
    """A DECIMAL(18,4) column as int64 ten-thousandths, straight from its bytes; 0 where it is null."""
    whole = pc.fill_null(money.combine_chunks() if isinstance(money, pa.ChunkedArray) else money, Decimal(0))
    start = whole.offset * 2
    return np.frombuffer(whole.buffers()[1], np.int64)[start : start + 2 * len(whole) : 2].copy()


def major(ten_thousandths: int) -> Decimal:
    """Ten-thousandths as an amount."""
    return Decimal(int(ten_thousandths)).scaleb(-_DECIMALS)


@dataclass(slots=True)
class RawSums:
    """Sums of the amounts as written: digits only, shifted by where the decimal sign stands. months: days of month 1 -> units.

    valid turns False for good when a value cannot be read on this road: no control is better than a wrong one.
    """

    valid: bool = True
    whole: int = 0
    months: dict[date, int] = field(default_factory=dict)

    def add(self, amounts: Units | None, day: npt.NDArray[np.int32], dated: npt.NDArray[np.bool_]) -> None:
        """Add the rows of a block. amounts: ten-thousandths, None when they cannot be told; dated: rows with a real date."""
        if amounts is None or not self.valid:
            self.valid = False
            return
        self.whole += (
            int(amounts.sum(dtype=object)) if len(amounts) and np.abs(amounts).max() > _ROOM / len(amounts) else int(amounts.sum())
        )
        month = day[dated].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        found, place = np.unique(month, return_inverse=True)
        sums = np.zeros(len(found), dtype=np.int64)
        np.add.at(sums, place, amounts[dated])
        for number, amount in zip(found.tolist(), sums.tolist(), strict=True):
            first = date(1970 + number // 12, number % 12 + 1, 1)
            self.months[first] = self.months.get(first, 0) + amount


def together(parts: Sequence[RawSums]) -> RawSums | None:
    """The sums of several sheets as one; None when one of them could not be summed on this road."""
    if not all(part.valid for part in parts):
        return None
    months = {month for part in parts for month in part.months}
    return RawSums(whole=sum(part.whole for part in parts), months={m: sum(part.months.get(m, 0) for part in parts) for m in months})


def as_written(typed: Typed, rules: Rules) -> Units | None:
    """Revenue per row in ten-thousandths, as the columns say it; None when it cannot be told on this road."""
    found = _before_credit(typed, rules)
    return found if found is None or not rules.flips else np.where(credited(typed), -np.abs(found), found)


def _before_credit(typed: Typed, rules: Rules) -> Units | None:
    if rules.revenue == "net":
        found = _column(typed, rules.net)
        return None if found is None else _scaled(*found)
    if rules.discount == "amount":
        return None
    factors = [_column(typed, "quantity"), _column(typed, rules.price)]
    if rules.discount != "none":
        off = _column(typed, "discount")
        factors.append(off and _kept(*off, percent=rules.discount == "percent"))
    product, decimals = np.ones(len(typed.block), dtype=np.int64), 0
    for factor in factors:
        if factor is None or np.abs(product).max(initial=0) * float(np.abs(factor[0]).max(initial=0)) > _ROOM:
            return None
        product, decimals = product * factor[0], decimals + factor[1]
    return _scaled(product, decimals)


def _kept(off: Units, decimals: int, *, percent: bool) -> tuple[Units, int]:
    decimals += 2 if percent else 0
    return 10**decimals - off, decimals


def _column(typed: Typed, role: str) -> tuple[Units, int] | None:
    """A number column per row as whole units, and how many decimals a unit has."""
    cells = typed.cells(role)
    found = as_units(cells.values, typed.signs.get(role, "."))
    if found is None:
        return None
    whole, readable, decimals = found
    # What parse cannot read is a problem of its own; what only parse can read makes the comparison void.
    valid = np.asarray(pc.is_valid(typed.per_value(role)))
    if (valid & ~readable).any():
        return None
    whole = np.where(valid, whole, 0)
    per_row = whole[filled(cells.codes)] if len(whole) else np.zeros(len(cells), dtype=np.int64)
    return np.where(cells.missing, 0, per_row), decimals


def as_units(values: Any, sign: Sign) -> tuple[Units, npt.NDArray[np.bool_], int] | None:
    """Texts as whole units of 10**-decimals: the digits alone, moved by where the sign stands; which could be read; the decimals.

    None when there are more than 18 digits somewhere.
    """
    shape = rf"^-?\d+(?:[{sign}]\d+)?$"
    plain, readable = values, _which(values, shape)
    if not readable.all():
        plain = pc.replace_substring(plain, NATIVE_POINT, sign)
        plain = pc.replace_substring_regex(plain, "[ '\u00a0\u202f.]" if sign == "," else "[ '\u00a0\u202f,]", "")
        plain = pc.replace_substring(plain, "\u2212", "-")
        readable = _which(plain, shape)
        plain = pc.if_else(pa.array(readable), plain, "0")
    length, place = np.asarray(pc.utf8_length(plain)), np.asarray(pc.find_substring(plain, sign))
    behind = np.where(place < 0, 0, length - 1 - place).astype(np.int64)
    decimals = int(behind.max(initial=0))
    if (length + decimals - behind).max(initial=0) > 18:
        return None
    digits = np.asarray(pc.replace_substring(plain, sign, "").cast(pa.int64()))
    return digits * 10 ** (decimals - behind), readable, decimals


def _which(values: Any, pattern: str) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.match_substring_regex(values, pattern)) if len(values) else np.zeros(0, dtype=bool)


def _scaled(amounts: Units, decimals: int) -> Units | None:
    """Units of any decimals as ten-thousandths, half away from zero."""
    if decimals <= _DECIMALS:
        most = float(np.abs(amounts).max(initial=0)) * 10 ** (_DECIMALS - decimals)
        return amounts * 10 ** (_DECIMALS - decimals) if most < _ROOM else None
    step = 10 ** (decimals - _DECIMALS)
    whole: Units = np.sign(amounts) * ((np.abs(amounts) + step // 2) // step)
    return whole
