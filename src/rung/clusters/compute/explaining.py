"""Do the groups tell more about what customers buy next than simpler classes do? Tried on customers left out of the learning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rung.clusters.compute.grouping import Ints
from rung.clusters.compute.matrix import Floats

_FOLDS = 10
_TWO_SIDED = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two divisions explain of an outcome, out of sample: R2, 0 for the mean of all, below 0 for worse than that.

    gain: R2 of the groups less that of the plain classes; low, high: its 95 % interval (normal, over customers).
    """

    groups: float
    plain: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """How much more of the outcome the groups explain."""
        return self.groups - self.plain


def compare(groups: Sequence[str], plain: Sequence[str], outcome: Floats, *, seed: int = 0) -> Comparison:
    """How well the mean of each group, and of each plain class, foretells the outcome of customers it was not learned from.

    outcome: one number per customer, on a scale where a mean is fair (the logarithm of 1 + revenue). Ten folds, seeded. Errors:
    ValueError when the lengths differ.
    """
    if not len(groups) == len(plain) == len(outcome):
        raise ValueError(f"groups={len(groups)}, plain={len(plain)} and outcome={len(outcome)} must be as long as each other")
    fold = np.random.default_rng(seed).permutation(len(outcome)) % _FOLDS
    whole = ((outcome - outcome.mean()) ** 2).sum()
    ours, theirs = _errors(groups, outcome, fold), _errors(plain, outcome, fold)
    if whole <= 0:
        return Comparison(groups=0.0, plain=0.0, low=0.0, high=0.0)
    better = theirs - ours
    gain, wide = better.sum() / whole, _TWO_SIDED * better.std() * np.sqrt(len(outcome)) / whole
    return Comparison(
        groups=float(1 - ours.sum() / whole), plain=float(1 - theirs.sum() / whole), low=float(gain - wide), high=float(gain + wide)
    )


def _errors(classes: Sequence[str], outcome: Floats, fold: Ints) -> Floats:
    """Squared errors by the mean of the class in the other folds; by the mean of all where the class is new."""
    _, which = np.unique(np.asarray(classes, dtype=object).astype(str), return_inverse=True)
    foretold = np.zeros_like(outcome)
    for one in range(_FOLDS):
        learn, test = fold != one, fold == one
        count = np.bincount(which[learn], minlength=which.max() + 1)
        total = np.bincount(which[learn], weights=outcome[learn], minlength=which.max() + 1)
        mean = np.where(count > 0, total / np.maximum(count, 1), outcome[learn].mean() if learn.any() else 0.0)
        foretold[test] = mean[which[test]]
    return np.asarray((outcome - foretold) ** 2)
