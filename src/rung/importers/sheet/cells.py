"""How does a column of text stay cheap? As its distinct values and a code per row, so that each value is understood once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# What Excel and Parquet know as a number is written with this decimal sign on its way to text, so that 1.234 that came as a
# number is never mistaken for one thousand two hundred and thirty-four.
NATIVE_POINT = "\u2396"

NO_VALUE = ("nan", "null", "n/a", "none", "#n/a", "#n/d", "nat", "<na>", "nil", "-", "\u2013", "#ref!", "#verdi!", "#value!")
_NO_VALUE = pa.array(["", *NO_VALUE])
_LONGEST_NOTHING = max(len(word.encode()) for word in NO_VALUE)

_ODD_SPACES = (b"  ", b"\t", b"\r", b"\n", "\u00a0".encode(), "\u202f".encode())

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of a block. values: distinct texts, without outer spaces; codes: int32 per row, null where there is no value."""

    values: Any
    codes: Any

    def __len__(self) -> int:
        return len(self.codes)

    def spread(self, per_value: Any) -> Any:
        """What was worked out per distinct value, per row; null where there is no value."""
        return per_value.take(self.codes)

    @property
    def texts(self) -> Any:
        """The texts, one per row."""
        return self.values.take(self.codes)

    @property
    def missing(self) -> Mask:
        """Where there is no value."""
        return np.asarray(pc.is_null(self.codes))

    def filter(self, mask: Any) -> "Cells":
        """The rows where mask is true."""
        return Cells(self.values, self.codes.filter(mask))

    def compact(self) -> "Cells":
        """The same column with only the values that its rows have."""
        used = pc.unique(pc.drop_null(self.codes))
        return Cells(self.values.take(used), pc.index_in(self.codes, value_set=used).cast(pa.int32()))

    def where(self, per_value: Mask) -> Mask:
        """A yes or no per distinct value, per row; no where there is no value."""
        if not len(self.values):
            return np.zeros(len(self.codes), dtype=bool)
        return per_value[filled(self.codes)] & ~self.missing


def filled(codes: Any) -> npt.NDArray[np.int32]:
    """The codes with 0 where there is no value."""
    return np.asarray(pc.fill_null(codes, 0))


def cells_of(column: Any) -> Cells:
    """Tidy a text column: outer spaces away, the words that mean "nothing" to null.

    column: an Arrow array or chunked array of strings, or of dictionary-encoded strings.
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    raw = coded.dictionary.cast(pa.string())
    values, codes = _distinct(raw, pc.utf8_trim_whitespace(raw), coded.indices.cast(pa.int32()))
    nothing = _means_nothing(values)
    if nothing.any():
        empty = pa.array(nothing[filled(codes)] & ~np.asarray(pc.is_null(codes)))
        codes = pc.if_else(empty, pa.scalar(None, pa.int32()), codes)
    return Cells(values, codes)


def _means_nothing(values: Any) -> Mask:
    """Which texts say that there is no value; only short ones can."""
    found = np.zeros(len(values), dtype=bool)
    short = np.flatnonzero(np.asarray(pc.less_equal(pc.binary_length(values), _LONGEST_NOTHING))) if len(values) else found
    if len(short):
        found[short] = np.asarray(pc.is_in(pc.utf8_lower(values.take(pa.array(short))), value_set=_NO_VALUE))
    return found


def _distinct(before: Any, after: Any, codes: Any) -> tuple[Any, Any]:
    """Values and codes again, when tidying has made different values the same."""
    if before.equals(after):
        return after, codes
    coded = after.dictionary_encode()
    return coded.dictionary, coded.indices.take(codes)


def nothing(rows: int) -> Cells:
    """A column that the file does not have."""
    return Cells(pa.array([], pa.string()), pa.nulls(rows, pa.int32()))


def ids(cells: Cells) -> Cells:
    """Ids as text: "13085.0" of a column that once was a number is "13085"; leading zeros stay."""
    if not _has_point(cells.values):
        return cells
    plain = pc.replace_substring_regex(cells.values, rf"^(\d+)[.{NATIVE_POINT}]0+$", r"\1")
    return Cells(*_distinct(cells.values, pc.replace_substring(plain, NATIVE_POINT, "."), cells.codes))


def words(cells: Cells) -> Cells:
    """Words as text; a number among them is written with a point."""
    if not _has_point(cells.values):
        return cells
    return Cells(*_distinct(cells.values, pc.replace_substring(cells.values, NATIVE_POINT, "."), cells.codes))


def tidied_names(cells: Cells) -> Cells:
    """Ids and names with one space where there are several, or one that does not break: what looks the same is the same."""
    held = _bytes(cells.values)
    if not any(odd in held for odd in _ODD_SPACES):
        return cells
    return Cells(*_distinct(cells.values, pc.replace_substring_regex(cells.values, r"[\s\x{00a0}\x{202f}]+", " "), cells.codes))


def _has_point(values: Any) -> bool:
    """Whether any of the texts may have a decimal sign in it: a look at the bytes that costs next to nothing."""
    held = _bytes(values)
    return b"." in held or NATIVE_POINT.encode() in held


def _bytes(values: Any) -> bytes:
    """All that the texts hold, and perhaps more: what is not here is in none of them."""
    data = values.buffers()[2]
    return data.to_pybytes() if data is not None else b""
