"""What does a lifetime model need to know of a customer? How often it came back, when it was last seen, and since when it is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Histories:
    """Purchase histories, equal ones once: the cost of a fit grows with the number of different histories, not of customers.

    again: repeat purchases of each history (0 for who bought once); seen: time from the first to the last purchase (0 when again is 0);
    known: time from the first purchase until now; count: how many customers have it. Times in any unit, the same for all. where: the
    place of each customer's history, so that values[where] gives every customer its value.
    """

    again: Floats
    seen: Floats
    known: Floats
    count: Floats
    where: Ints

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.count.sum())

    def in_unit(self, unit: float) -> "Histories":
        """The same histories with times counted in another unit."""
        return Histories(self.again, self.seen / unit, self.known / unit, self.count, self.where)

    def thinned(self, most: int) -> "Histories | None":
        """About `most` of the histories, of all kinds (every so manieth in order of purchases and times); None when there are no more."""
        step = len(self.again) // most
        if step < 2:
            return None
        return Histories(self.again[::step], self.seen[::step], self.known[::step], self.count[::step], np.zeros(0, dtype=np.int64))


def histories(again: npt.ArrayLike, seen: npt.ArrayLike, known: npt.ArrayLike) -> Histories:
    """Group customers with equal histories; three values per customer as in `Histories`, in the order of the customers.

    ValueError when a history cannot be: negative numbers, again that is not whole, seen after known, seen without coming again.
    """
    x, t, age = (np.asarray(values, dtype=np.float64) for values in (again, seen, known))
    _check(x, t, age)
    codes = np.zeros(len(x), dtype=np.int64)
    for values in (x, t, age):
        numbers, several = _numbered(values)
        codes = codes * several + numbers
    _, first, where, count = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    return Histories(x[first], t[first], age[first], count.astype(np.float64), where)


def _check(x: Floats, t: Floats, age: Floats) -> None:
    if not len(x) == len(t) == len(age):
        raise ValueError(f"again, seen and known have {len(x)}, {len(t)} and {len(age)} values; give one of each per customer")
    wrong = (x < 0) | (x != np.floor(x)) | (t < 0) | (t > age) | ((x == 0) & (t > 0)) | ~np.isfinite(age)
    if wrong.any():
        n = int(np.argmax(wrong))
        raise ValueError(
            f"customer {n} has again={x[n]:g}, seen={t[n]:g}, known={age[n]:g}; again must be whole, 0 <= seen <= known, and seen 0 when "
            "again is 0"
        )


def _numbered(values: Floats) -> tuple[Ints, int]:
    """A whole number for each value, equal for equal values, and how many numbers there may be. Days are whole numbers already."""
    if len(values) == 0:
        return values.astype(np.int64), 1
    whole = values.astype(np.int64)
    if np.array_equal(whole, values):
        return whole, int(whole.max()) + 1
    different: Any = np.unique(values, return_inverse=True)
    return different[1].astype(np.int64), len(different[0])
