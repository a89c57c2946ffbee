"""Which firms stood there before? Eight bytes for each, however many there are."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.importers.register.raw import Mask


@dataclass(slots=True)
class Seen:
    """The keys that have come, as sorted numbers."""

    _keys: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def again(self, keys: Any, which: Mask) -> Mask:
        """Rows, among some of them, whose key has come before; the keys are kept. keys: strings, never null where `which` is."""
        rows = np.flatnonzero(which)
        found = np.zeros(len(which), dtype=bool)
        wanted = _numbers(keys.take(pa.array(rows)))
        each, first = np.unique(wanted, return_index=True)
        at = np.minimum(np.searchsorted(self._keys, each), max(len(self._keys) - 1, 0))
        known = self._keys[at] == each if len(self._keys) else np.zeros(len(each), dtype=bool)
        found[rows] = True
        found[rows[first[~known]]] = False
        self._keys = np.sort(np.concatenate([self._keys, each[~known]]), kind="stable")
        return found


def _numbers(keys: Any) -> npt.NDArray[np.int64]:
    """Organisation numbers as they are; other keys as 64 bits of a hash, which no two of them share in practice."""
    try:
        return np.asarray(keys.cast(pa.int64()))
    except pa.ArrowInvalid:
        return np.array(
            [int(key) if key.isdecimal() and len(key) < 16 else hash(key) | -(1 << 62) for key in keys.to_pylist()], dtype=np.int64
        )
