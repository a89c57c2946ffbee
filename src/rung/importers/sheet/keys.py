"""Which line is it? The same words for the same line whatever export it came in, and a number that stands for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.cells import Cells, filled

Hashes = npt.NDArray[np.uint64]

_AT_ONCE = 1 << 14
_WEIGHTS = np.random.default_rng(18).integers(1, 2**63, 256, dtype=np.uint64) | np.uint64(1)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_SCATTER = np.uint64(0xD6E8FEB86659FD93)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))


def joined(parts: Sequence[Cells]) -> Any:
    """The parts of each row with a bar between them; nothing where a part has no value."""
    texts = [part.texts for part in parts]
    return pc.binary_join_element_wise(*texts, "|", null_handling="replace", null_replacement="")


def hashed(parts: Sequence[Cells]) -> Hashes:
    """A 64-bit hash of each row's parts, the same in every block. Each distinct text is looked at once."""
    whole = np.zeros(len(parts[0]) if parts else 0, dtype=np.uint64)
    for part in parts:
        whole = whole * _ODD + np.uint64(1)
        if len(part.values):
            whole += np.where(part.missing, np.uint64(0), _mixed(hashes(part.values))[filled(part.codes)])
    return whole


def _mixed(numbers: Hashes) -> Hashes:
    """Each number scattered, so that a letter of one part cannot stand in for the same letter of the next."""
    folded: Hashes = (numbers ^ (numbers >> np.uint64(32))) * _SCATTER
    return folded ^ (folded >> np.uint64(29))


def hashes(column: Any) -> npt.NDArray[np.uint64]:
    """A 64-bit hash per text, the same in every chunk: its bytes as weights of a polynomial, all rows at once by running sums."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    found = np.zeros(len(whole), dtype=np.uint64)
    for start in range(0, len(whole), _AT_ONCE):
        part = whole.slice(start, _AT_ONCE)
        found[start : start + len(part)] = _hashes(part)
    return found


def _hashes(part: Any) -> npt.NDArray[np.uint64]:
    offsets = np.frombuffer(part.buffers()[1], np.int32)[part.offset : part.offset + len(part) + 1].astype(np.int64)
    data = np.frombuffer(part.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    offsets -= offsets[0]
    powers, back = _powers(_ODD, len(data) + 1), _powers(_INVERSE, len(data) + 1)
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_WEIGHTS[data] * powers[:-1], dtype=np.uint64)])
    found: npt.NDArray[np.uint64] = (running[offsets[1:]] - running[offsets[:-1]]) * back[offsets[:-1]]
    return found


def _powers(base: np.uint64, count: int) -> npt.NDArray[np.uint64]:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers, out=powers)
