"""Which best customer is a party most like? Gower's distance: told as a story, never used as the score."""

from collections.abc import Sequence

import numpy as np

from rung.template.compute.characteristics import Characteristic
from rung.template.compute.layout import Codes, Floats, Ints

_FEWEST = 2  # parties that have only one known characteristic in common are not like each other


def distances(codes: Codes, best: Codes, characteristics: Sequence[Characteristic]) -> Floats:
    """Parties x best: the mean difference 0-1 over the characteristics known of both; NaN when fewer than two are.

    Steps of a number differ by how far apart they are, as a part of the whole scale; words are equal (0) or not (1).
    Source: Gower 1971. codes, best: one column per characteristic.
    """
    total, counted = np.zeros((len(codes), len(best))), np.zeros((len(codes), len(best)))
    for column, one in enumerate(characteristics):
        mine, theirs = codes[:, [column]].astype(np.float64), best[:, column].astype(np.float64)
        both = (mine >= 0) & (theirs >= 0)
        apart = np.abs(mine - theirs) / max(len(one.levels) - 1, 1) if one.ordered else (mine != theirs).astype(np.float64)
        total += np.where(both, apart, 0.0)
        counted += both
    return np.where(counted >= _FEWEST, total / np.maximum(counted, 1), np.nan)


def nearest(codes: Codes, best: Codes, characteristics: Sequence[Characteristic]) -> Ints:
    """The place of the nearest best customer of each party, the first of equals; -1 when too little is known to say."""
    found = distances(codes, best, characteristics)
    unknown = np.isnan(found).all(axis=1)
    places: Ints = np.where(unknown, -1, np.argmin(np.where(np.isnan(found), np.inf, found), axis=1))
    return places
