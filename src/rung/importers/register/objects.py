"""Where does one firm end and the next begin in a JSON file too large to load? Brackets are counted, a block at a time.

Works for an array, for pages with the firms inside (HAL, Elasticsearch), for one object a line and for several files in one: a firm is
whatever opens as deep as the first one does. What is kept between blocks is the firm that is not ended, and no firm is that large.
"""

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

MOST = 16 << 20  # bytes of one firm; the largest in the Danish register, with all their history, are below one megabyte
_QUOTE, _OPEN, _CLOSE = 1, 2, 3
_SIGNS = bytes(_QUOTE if sign in b'"' else _OPEN if sign in b"{[" else _CLOSE if sign in b"}]" else 0 for sign in range(256))
_STEP = np.array([0, 0, 1, -1], dtype=np.int64)
_BRACE = ord("{")


class TooLarge(Exception):
    """A firm that never ends: the file is damaged, or no register at all."""


def _brackets(block: bytes, *, quoted: bool) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], bool]:
    """Places of the brackets outside of texts, +1 or -1 for each, and whether the block ends inside a text."""
    # What is escaped is no quotation mark. From the left, so pairs of backslashes go first.
    plain = block if b"\\" not in block else re.sub(rb"\\.", b"  ", block, flags=re.DOTALL)
    signs = np.frombuffer(plain.translate(_SIGNS), np.uint8)
    places = np.flatnonzero(signs.astype(np.bool_))
    kinds = signs[places]
    inside = (np.cumsum(kinds == _QUOTE) + quoted) & 1
    outer = (kinds != _QUOTE) & (inside == 0)
    return places[outer], _STEP[kinds[outer]], bool(inside[-1]) if len(inside) else quoted


def depth_at(head: bytes, place: int) -> int:
    """How many brackets are open at a place of the file's beginning."""
    return int(_brackets(head[:place], quoted=False)[1].sum())


@dataclass(slots=True)
class Objects:
    """Cuts the objects that open at a depth out of a stream of bytes."""

    depth: int
    _deep: int = 0
    _quoted: bool = False
    _left: bytes = b""  # a backslash whose sign is in the next block
    _begun: list[bytes] = field(default_factory=list)  # of an object that is not ended
    _size: int = 0

    @property
    def ended(self) -> bool:
        """Whether all that was opened is closed again."""
        return not (self._deep or self._quoted or self._begun or self._left)

    def feed(self, piece: bytes) -> list[bytes]:
        """The objects that end in this block. Raises TooLarge for one that does not end."""
        block = self._left + piece
        keep = len(block) - len(block.rstrip(b"\\"))
        block, self._left = (block[:-1], b"\\") if keep % 2 else (block, b"")
        places, steps, self._quoted = _brackets(block, quoted=self._quoted)
        deep = self._deep + np.cumsum(steps)
        self._deep = int(deep[-1]) if len(deep) else self._deep
        opens, closes = places[(steps > 0) & (deep == self.depth)], places[(steps < 0) & (deep == self.depth - 1)] + 1
        found = []
        if self._begun and len(closes):
            found.append(b"".join(self._begun) + block[: closes[0]])
            self._begun, self._size, closes = [], 0, closes[1:]
        found += [block[start:end] for start, end in zip(opens.tolist(), closes.tolist(), strict=False)]
        self._keep(block, opens, closes)
        return [one for one in found if one[0] == _BRACE]

    def _keep(self, block: bytes, opens: npt.NDArray[np.int64], closes: npt.NDArray[np.int64]) -> None:
        rest = block if self._begun else block[opens[len(closes)] :] if len(opens) > len(closes) else b""
        if rest:
            self._begun.append(rest)
            self._size += len(rest)
        if self._size > MOST:
            raise TooLarge
