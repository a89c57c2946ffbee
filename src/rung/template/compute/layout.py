"""How are parties and their characteristics laid out as numbers? Codes, one column per characteristic, and one long row of levels.

A code says which level of a characteristic a party has; -1 is unknown. The levels of all characteristics, one after the other, make the
flat row that counts, shares and weights are kept in. What is unknown adds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN = -1


@dataclass(frozen=True)
class Layout:
    """Where each characteristic's levels lie in a flat row. sizes: how many levels each has, in order."""

    sizes: tuple[int, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """The place of each characteristic's first level."""
        return tuple(int(start) for start in np.concatenate([[0], np.cumsum(self.sizes)])[:-1])

    @property
    def owner(self) -> Ints:
        """The characteristic that each place of the flat row belongs to."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def hot(self, codes: Codes) -> Floats:
        """Parties x levels: 1 where a party has the level, else 0; a row of noughts within a characteristic is unknown."""
        made = np.zeros((len(codes), sum(self.sizes)))
        for column, start in enumerate(self.starts):
            known = np.flatnonzero(codes[:, column] >= 0)
            made[known, start + codes[known, column]] = 1.0
        return made

    def counts(self, codes: Codes) -> Floats:
        """How many parties have each level, as one flat row."""
        pairs = zip(codes.T, self.sizes, strict=True)
        counted = [np.bincount(column[column >= 0], minlength=size) for column, size in pairs]
        return np.concatenate([np.zeros(0), *counted]).astype(np.float64)

    def shares(self, codes: Codes) -> Floats:
        """The share of each level among the parties of which the characteristic is known, 0-1; 0 where it is known of none."""
        counted = self.counts(codes)
        known = self.known(counted)
        return np.divide(counted, known, out=np.zeros_like(counted), where=known > 0)

    def known(self, counted: Floats) -> Floats:
        """The sum of a row (or rows) of counts within each characteristic, at every level of it."""
        if not self.sizes:
            return np.zeros_like(counted)
        return np.repeat(np.add.reduceat(counted, self.starts, axis=-1), self.sizes, axis=-1)

    def points(self, codes: Codes, weights: Floats, columns: Sequence[int] | None = None) -> Floats:
        """The sum of the weights of each party's levels, of the given characteristics only (all when None); unknown adds 0."""
        total = np.zeros(len(codes))
        for column in range(len(self.sizes)) if columns is None else columns:
            start = self.starts[column]
            mine = np.append(weights[start : start + self.sizes[column]], 0.0)  # code -1 takes the last: nothing
            total += mine[codes[:, column]]
        return np.round(total, 9)  # equal parties have equal points, in whatever order they were added


def ranks(points: Floats, background: Floats) -> Floats:
    """Each party's percentile rank 0-1 in the background: the share that has fewer points, and half of those that have as many.

    ValueError when the background is empty: there is nothing to rank in.
    """
    if not len(background):
        raise ValueError("background has no parties; give the points of all known parties")
    ordered = np.sort(background)
    below, upto = np.searchsorted(ordered, points, side="left"), np.searchsorted(ordered, points, side="right")
    found: Floats = (below + upto) / (2 * len(ordered))
    return found
