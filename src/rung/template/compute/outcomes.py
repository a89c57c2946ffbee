"""What do won and lost leads teach? Two models, tried on leads they have not seen, calibrated; needs scikit-learn (rung[scoring]).

Source: docs/methods.md#learning-from-outcomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from rung.template.compute import logistic
from rung.template.compute.characteristics import Characteristic, of_words
from rung.template.compute.layout import Flags, Floats, Ints
from rung.template.compute.leaks import area, as_number

Model = Literal["logistic", "boosting"]

_FOLDS = 5
_ISOTONIC = 1_000  # with fewer outcomes a curve of two numbers (sigmoid) is safer
_BOOTSTRAPS = 200


@dataclass(frozen=True)
class Features:
    """The columns as a model reads them: numbers (NaN unknown) first, then codes of words (NaN unknown), one row per case."""

    names: tuple[str, ...]
    words: tuple[bool, ...]
    values: Floats

    @classmethod
    def of(cls, table: pa.Table, columns: Sequence[str]) -> "Features":
        """The columns of a table; words by how common they are, never by the outcome. Columns that say the same of all are left out."""
        made: list[tuple[str, bool, Floats]] = []
        for name in columns:
            values = as_number(table[name])
            if values is not None:
                made.append((name, False, values))
            elif (one := of_words(name, name, name, table)) is not None:
                made.append((name, True, _codes(one, table)))
        made.sort(key=lambda one: one[1])
        values = np.column_stack([one[2] for one in made]) if made else np.empty((table.num_rows, 0))
        return cls(tuple(one[0] for one in made), tuple(one[1] for one in made), values)

    def rows(self, chosen: Flags) -> "Features":
        """Some of the cases."""
        return Features(self.names, self.words, self.values[chosen])

    @property
    def numbers(self) -> list[int]:
        """The places of the numbers."""
        return [place for place, words in enumerate(self.words) if not words]

    @property
    def categories(self) -> list[int]:
        """The places of the words."""
        return [place for place, words in enumerate(self.words) if words]


def _codes(one: Characteristic, table: pa.Table) -> Floats:
    found = one.encode(table, date.min).astype(np.float64)  # words have no age
    return np.where(found < 0, np.nan, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """How a model did on cases it had not seen. chance: of each case, calibrated, by models that had not seen it.

    auc with a 95 % interval (low, high) from drawing groups again; lift: won in the first tenth against the mean; brier: the mean squared
    error of the chance, and of saying the mean to all (plain_brier). raw: the chance before it was calibrated.
    """

    model: Model
    auc: float
    low: float
    high: float
    lift: float
    brier: float
    plain_brier: float
    chance: Floats
    raw: Floats

    @property
    def ranks(self) -> bool:
        """Whether it can put leads in order at all: better than drawing lots, beyond what chance explains."""
        return self.low > 0.5 and self.auc >= 0.55


def learn(features: Features, won: Flags, groups: Ints, *, seed: int = 0) -> dict[Model, Learned]:
    """Both models by grouped cross-validation: cases of one group (a customer) are never in what is learned and in what is tried.

    groups: one number per case, all different when there are no groups. ValueError when there are fewer than two groups of each outcome.
    """
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415  an extra, and slow to load

    apart = min(len(np.unique(groups[won])), len(np.unique(groups[~won])))
    if apart < 2:
        raise ValueError(f"won and lost in {apart} group: two of each are needed to try a model on what it has not seen")
    splitter = StratifiedGroupKFold(min(_FOLDS, apart), shuffle=True, random_state=seed)
    splits = [(seen, tried) for seen, tried in splitter.split(features.values, won, groups) if len(tried) and won[seen].any()]
    with logistic.one_thread():
        return {name: _tried(name, features, won, groups, splits, seed) for name in ("logistic", "boosting")}


def _tried(name: Model, features: Features, won: Flags, groups: Ints, splits: list[Any], seed: int) -> Learned:
    raw = np.zeros(len(won))
    fold = np.zeros(len(won), dtype=np.int64)
    for place, (seen, tried) in enumerate(splits):
        learned, unseen = _told(features.values[seen], features.values[tried])
        raw[tried] = _model(name, features, seed).fit(learned, won[seen]).predict_proba(unseen)[:, 1]
        fold[tried] = place
    chance = _calibrated(raw, won, fold)
    low, high = _interval(raw, won, groups, fold, seed)
    tenth = np.argsort(-raw, kind="stable")[: max(len(won) // 10, 1)]
    return Learned(
        model=name,
        auc=_by_fold(raw, won, fold),
        low=low,
        high=high,
        lift=float(won[tenth].mean() / won.mean()),
        brier=float(((chance - won) ** 2).mean()),
        plain_brier=float(won.mean() * (1 - won.mean())),
        chance=chance,
        raw=raw,
    )


def _by_fold(raw: Floats, won: Flags, fold: Ints) -> float:
    """The area within each fold, weighed by its pairs: scores of two models are not compared with each other."""
    areas, pairs = [], []
    for one in np.unique(fold):
        mine = won[fold == one]
        areas.append(area(raw[fold == one], mine))
        pairs.append(float(mine.sum()) * float((~mine).sum()))
    return float(np.average(areas, weights=pairs)) if sum(pairs) else 0.5


def _interval(raw: Floats, won: Flags, groups: Ints, fold: Ints, seed: int) -> tuple[float, float]:
    """The middle 95 % of the area when whole groups are drawn again, with replacement."""
    random = np.random.default_rng(seed)
    numbered = np.unique(groups, return_inverse=True)[1]
    order = np.argsort(numbered, kind="stable")
    sizes = np.bincount(numbered)
    starts = np.cumsum(sizes) - sizes
    found = []
    for _ in range(_BOOTSTRAPS):
        drawn = random.integers(0, len(sizes), len(sizes))
        lengths = sizes[drawn]
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = order[np.repeat(starts[drawn], lengths) + offsets]
        found.append(_by_fold(raw[rows], won[rows], fold[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def expect(learned: Learned, known: Features, won: Flags, fresh: Features, *, seed: int = 0) -> Floats:
    """The chance 0-1 that each fresh case is won: the model made of all known cases, calibrated by what it said of cases it had not seen.

    known and fresh: rows of one `Features.of`, so that codes mean the same.
    """
    with logistic.one_thread():
        seen, unseen = _told(known.values, fresh.values)
        model = _model(learned.model, known, seed).fit(seen, won)
        return _through(learned.raw, won, model.predict_proba(unseen)[:, 1])


def _told(seen: Floats, unseen: Floats) -> tuple[Floats, Floats]:
    """A column that says nothing in what is learned from is nothing in what is tried either: no model takes a column without a value."""
    silent = np.isnan(seen).all(axis=0)
    return np.where(silent, 0.0, seen), np.where(silent, 0.0, unseen)


def _calibrated(raw: Floats, won: Flags, fold: Ints) -> Floats:
    """Chances that are right on average: the scores of a fold through a curve fitted on the other folds."""
    made = np.empty(len(raw))
    for one in np.unique(fold):
        rest = fold != one
        made[~rest] = _through(raw[rest], won[rest], raw[~rest])
    return made


def _through(raw: Floats, won: Flags, fresh: Floats) -> Floats:
    """Scores through the curve from raw scores to what came: steps (isotonic), or with few cases a sigmoid."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415  an extra, and slow to load
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    if len(raw) >= _ISOTONIC:
        stepped: Floats = IsotonicRegression(out_of_bounds="clip").fit(raw, won).predict(fresh)
        return stepped
    bent: Floats = LogisticRegression().fit(_logit(raw)[:, None], won).predict_proba(_logit(fresh)[:, None])[:, 1]
    return bent


def _logit(chance: Floats) -> Floats:
    inside = np.clip(chance, 1e-6, 1 - 1e-6)
    found: Floats = np.log(inside / (1 - inside))
    return found


def _model(name: Model, features: Features, seed: int) -> Any:
    if name == "boosting":
        from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

        return HistGradientBoostingClassifier(
            learning_rate=0.08,
            max_iter=100,
            max_leaf_nodes=15,
            l2_regularization=1.0,
            early_stopping=False,
            categorical_features=features.categories or None,
            random_state=seed,
        )
    from sklearn.compose import ColumnTransformer  # noqa: PLC0415
    from sklearn.impute import SimpleImputer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import OneHotEncoder, QuantileTransformer  # noqa: PLC0415

    steps = QuantileTransformer(output_distribution="normal", n_quantiles=100, random_state=seed)
    numbers = make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), steps)
    words = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("numbers", numbers, features.numbers), ("words", words, features.categories)])
    return make_pipeline(columns, LogisticRegression(C=0.3, max_iter=1000))
