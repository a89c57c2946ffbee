"""Which columns were filled in after the answer was known? A model that may read them looks clever, and knows nothing of a new lead.

A column is a leak when its name says that it belongs to the end of the case; when it is filled only where the outcome is known; when it
alone nearly tells the outcome; or when it grows out of the case itself: at its lowest (or highest) end next to nobody was won, and it
tells far more than any other column (the minutes of the call that closed the sale). Source: docs/methods.md#learning-from-outcomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.template.compute.characteristics import as_typed
from rung.template.compute.layout import Flags, Floats, Ints
from rung.template.compute.naming import known_afterwards

Leak = Literal["name", "filled", "alone", "grows"]

TOO_GOOD = 0.95
_FOLDS = 5
_STEPS = 20
_SHRINK = 20.0  # a level is believed as far as it has been seen: as many cases at the common rate are added
_STRONG, _FAR = 0.70, 1.5
_END = 0.05  # the lowest or highest twentieth
_EXPECTED = 8.0  # so many won were to be expected where there is none at all: chance does that once in 3,000
_TELLING = 5.0  # with fewer to be expected, half as many is nothing to go by
_MOSTLY, _SELDOM = 0.9, 0.1


@dataclass(frozen=True, slots=True)
class Column:
    """What one column tells alone. auc: how well, of folds it has not seen; leak: why it cannot be used, None when it can."""

    name: str
    auc: float
    leak: Leak | None


def area(score: Floats, won: Flags) -> float:
    """The chance that one that was won has a higher score than one that was lost, ties half (AUC); 0.5 when there is only one kind."""
    yes, no = int(won.sum()), int((~won).sum())
    if not yes or not no:
        return 0.5
    ordered = np.sort(score)
    places = (np.searchsorted(ordered, score, "left") + np.searchsorted(ordered, score, "right") + 1) / 2
    return float((places[won].sum() - yes * (yes + 1) / 2) / (yes * no))


def alone(column: pa.ChunkedArray, won: Flags, folds: Ints) -> float:
    """How well a column alone tells the outcome (AUC), each fold by the rates of the others; words by level, numbers in twentieths.

    Missing is a level of its own. folds: which fold each row is in.
    """
    levels = _levels(column)
    score = np.empty(len(won))
    for fold in np.unique(folds):
        rest, size = folds != fold, int(levels.max()) + 1
        rate = won[rest].mean()
        seen = np.bincount(levels[rest], minlength=size)
        yes = np.bincount(levels[rest], weights=won[rest], minlength=size)
        score[~rest] = ((yes + _SHRINK * rate) / (seen + _SHRINK) - rate)[levels[~rest]]
    return area(score, won)


def _levels(column: pa.ChunkedArray) -> Ints:
    values = as_number(column)
    if values is None:
        coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
        words: Ints = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        return words
    known = values[~np.isnan(values)]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, _STEPS + 1)[1:-1])) if len(known) else np.zeros(0)
    found: Ints = np.where(np.isnan(values), len(cuts) + 1, np.searchsorted(cuts, np.nan_to_num(values), "right"))
    return found


def as_number(column: pa.ChunkedArray) -> Floats | None:
    """A column as floats (dates as days), NaN where unknown; None when it is words."""
    typed = as_typed(column)
    if pa.types.is_timestamp(typed.type):
        typed = typed.cast(pa.date32())
    if pa.types.is_date(typed.type):
        typed = typed.cast(pa.date32()).cast(pa.int32())
    if pa.types.is_string(typed.type):
        return None
    found: Floats = typed.cast(pa.float64()).to_numpy()
    return found


def inspect(features: pa.Table, won: Flags, decided: Flags, *, seed: int = 0) -> list[Column]:
    """Each column with what it tells alone and whether it is a leak.

    features: all cases, decided or not. decided: which have an outcome; won: the outcome of those that have (one for each of them).
    """
    folds = np.random.default_rng(seed).permutation(len(won)) % _FOLDS
    known = features.filter(pa.array(decided))
    aucs = {name: alone(known[name], won, folds) for name in features.column_names}
    plain = {name: _plain_leak(name, features[name], auc, decided) for name, auc in aucs.items()}
    honest = {name: auc for name, auc in aucs.items() if plain[name] is None}
    return [Column(name, auc, plain[name] or _grows(name, known[name], honest, won)) for name, auc in aucs.items()]


def _plain_leak(name: str, column: pa.ChunkedArray, auc: float, decided: Flags) -> Leak | None:
    if known_afterwards(name):
        return "name"
    filled = pc.is_valid(column).to_numpy()
    if (~decided).sum() >= _FOLDS and filled[decided].mean() >= _MOSTLY and filled[~decided].mean() <= _SELDOM:
        return "filled"
    return "alone" if auc > TOO_GOOD else None


def _grows(name: str, column: pa.ChunkedArray, aucs: Mapping[str, float], won: Flags) -> Leak | None:
    """Whether a number that is far stronger than the next column rules out winning at one end, beyond what its strength explains."""
    strength = aucs.get(name, 0.5)
    following = max([0.5, *(auc for other, auc in aucs.items() if other != name)])
    values = as_number(column)
    if values is None or strength < _STRONG or strength - 0.5 < _FAR * (following - 0.5):
        return None
    known, outcome = values[~np.isnan(values)], won[~np.isnan(values)]
    return "grows" if any(_ruled_out(one, outcome, strength) for one in (known, -known)) else None


def _ruled_out(values: Floats, won: Flags, strength: float) -> bool:
    """Whether next to nobody was won where the values are lowest.

    Either the lowest value itself is common, and nobody who has it was won; or the lowest twentieth won less than half of what an honest
    column of the same strength would leave there (two normal curves with that area), and less than a twentieth of the mean.
    """
    rate = float(won.mean())
    lowest = values == values.min()
    if lowest.sum() * rate >= _EXPECTED and not won[lowest].any():
        return True
    end = values <= np.quantile(values, _END)
    there, expected = int(won[end].sum()), float(end.sum()) * rate
    explained = expected * _left_at_the_end(strength, rate)
    return explained >= _TELLING and there <= explained / 2 and there <= _END * expected


def _left_at_the_end(strength: float, rate: float) -> float:
    """How often cases are won in the lowest twentieth against the mean, when won and lost are two normal curves with area `strength`."""
    normal = NormalDist()
    apart, low, high = 2**0.5 * normal.inv_cdf(min(strength, 0.9999)), -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        below = (1 - rate) * normal.cdf(middle) + rate * normal.cdf(middle - apart)
        low, high = (middle, high) if below < _END else (low, middle)
    return normal.cdf(low - apart) / _END
