"""Are there groups, and how many? Grouped many times on other samples of the same customers: only what comes out alike again counts.

Numbers and words are laid out together by factor analysis of mixed data, and grouped by k-means or a Gaussian mixture of scikit-learn,
which comes with rung[scoring] and is imported late.
Source: docs/methods.md#clusters.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from rung.clusters.compute.matrix import Floats, Matrix

Ints = npt.NDArray[np.int64]
Method = Literal["k_means", "mixture"]
Layout = Callable[[Matrix], Floats]

FEWEST, MOST = 2, 7
STABLE = 0.75
SMALLEST_SHARE, SMALLEST = 0.05, 10
_BOOTSTRAPS = 20
_CLOUDS = 60
# By how many standard deviations the silhouette must be above that of such clouds; six numbers of groups are tried, of two kinds.
_CLEARER = 3.0
_CLOUD_ROWS = 1000
_NEIGHBOURS = 10
_MOST_ROWS = 3000  # of customers, for what is repeated; all are grouped in the end
_MOST_AXES = 5
_CLOSE = 0.05


class PackagesMissing(Exception):
    """What rung[scoring] brings is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One number of groups, tried.

    stability: mean adjusted Rand index over all pairs of bootstraps (1: always the same groups). silhouette: -1 to 1. smallest: the
    customers in the smallest group. clear: so many groups lie clearly further apart than in clouds of the same shape without
    groups; None when it was not asked, because the groups were not stable or too small.
    """

    groups: int
    stability: float
    silhouette: float
    smallest: int
    clear: bool | None

    @property
    def holds(self) -> bool:
        """Whether the groups are stable, large enough and clear."""
        return self.clear is True


def try_all(matrix: Matrix, *, method: Method = "k_means", seed: int = 0) -> list[Trial]:
    """Every number of groups from 2 to 7, tried. Errors: PackagesMissing."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(matrix.ids))[:_MOST_ROWS])
    sample = matrix.of(rows)
    floor = max(SMALLEST, SMALLEST_SHARE * len(matrix.ids)) * len(rows) / len(matrix.ids)
    with _one_thread():
        again = _bootstraps(sample, method, rng)
        axes = layout(sample)(sample)
        trials = []
        for groups in range(FEWEST, MOST + 1):
            labels = group(axes, groups, method, seed)(axes)
            there = len(np.unique(labels)) == groups
            stability = _agreement([one[groups] for one in again])
            smallest = int(np.bincount(labels, minlength=groups).min())
            asked = there and stability >= STABLE and smallest >= floor
            trials.append(
                Trial(
                    groups=groups,
                    stability=stability,
                    silhouette=_silhouette(axes, labels),
                    smallest=round(smallest * len(matrix.ids) / len(rows)),
                    clear=_clearer_than_clouds(sample, groups, method, rng) if asked else None,
                )
            )
    return trials


def choose(trials: Sequence[Trial]) -> Trial | None:
    """The trial to go by: of those that hold and are within 0.05 of the most stable, the one with most groups. None: no clear groups."""
    holding = [one for one in trials if one.holds]
    best = max((one.stability for one in holding), default=0.0)
    close = [one for one in holding if one.stability >= best - _CLOSE]
    return max(close, key=lambda one: one.groups, default=None)


def group_all(matrix: Matrix, groups: int, *, method: Method = "k_means", seed: int = 0) -> Ints:
    """The group of every customer, 0 .. groups - 1, in no order that means anything. Errors: PackagesMissing."""
    with _one_thread():
        axes = layout(matrix)(matrix)
        return np.asarray(group(axes, groups, method, seed)(axes), dtype=np.int64)


def layout(matrix: Matrix) -> Layout:
    """How customers like these are laid out on a few axes: a function from a Matrix of the same features to coordinates.

    Factor analysis of mixed data: numbers at mean 0 and spread 1, each word a column of 0 and 1 less its share p, over the root of p; the
    principal axes of it all, those that say more than one feature alone would, two to five. A customer has the same place alone and
    among others. Source: Pagès 2004.
    """
    middles = {name: (values.mean(), max(values.std(), 1e-9)) for name, values in matrix.scaled.items()}
    shares = {(name, word): (values == word).mean() for name, values in matrix.words.items() for word in np.unique(values.astype(str))}

    def coded(other: Matrix) -> Floats:
        numbers = [(other.scaled[name] - middle) / spread for name, (middle, spread) in middles.items()]
        return np.column_stack(numbers + [((other.words[name] == word) - p) / np.sqrt(p) for (name, word), p in shares.items()])

    learned = coded(matrix)
    spreads, turned = np.linalg.eigh(learned.T @ learned / len(learned))
    most = min(_MOST_AXES, int((spreads > 1e-9).sum()))
    kept = turned[:, ::-1][:, : max(min(2, most), min(most, int((spreads > 1.0).sum())))]
    return lambda other: coded(other) @ kept


def group(axes: Floats, groups: int, method: Method, seed: int, starts: int = 5) -> Any:
    """A function from coordinates to groups, learned from some; the best of so many starts."""
    _package("sklearn")
    if method == "mixture":
        maker = import_module("sklearn.mixture").GaussianMixture
        model = maker(groups, covariance_type="diag", n_init=min(starts, 3), reg_covar=1e-3, random_state=seed)
    else:
        model = import_module("sklearn.cluster").KMeans(groups, n_init=starts, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different customers than groups: the size of the groups tells
        model.fit(axes)
    return model.predict


def _bootstraps(sample: Matrix, method: Method, rng: np.random.Generator) -> list[dict[int, Ints]]:
    """For each bootstrap and number of groups, the group of every customer, by a model that was learned from the bootstrap alone."""
    found = []
    for turn in range(_BOOTSTRAPS):
        drawn = sample.of(np.sort(rng.integers(0, len(sample.ids), len(sample.ids))))
        place = layout(drawn)
        learned, everyone = place(drawn), place(sample)
        found.append({groups: group(learned, groups, method, turn, 3)(everyone) for groups in range(FEWEST, MOST + 1)})
    return found


def _agreement(labels: list[Ints]) -> float:
    return float(np.mean([adjusted_rand(one, other) for place, one in enumerate(labels) for other in labels[:place]]))


def adjusted_rand(one: Ints, other: Ints) -> float:
    """How alike two groupings are: 1 the same, 0 as alike as chance makes them. Source: Hubert, Arabie 1985.

    By counting pairs; what scikit-learn has is the same number, at forty times the price for a thousand small groupings.
    """
    wide = int(other.max()) + 1
    shared = np.bincount(one * wide + other, minlength=(int(one.max()) + 1) * wide).reshape(-1, wide).astype(np.float64)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows, columns = pairs(shared), pairs(shared.sum(axis=1)), pairs(shared.sum(axis=0))
    chance = rows * columns / max(pairs(np.array([float(len(one))])), 1.0)
    most = (rows + columns) / 2
    return (together - chance) / (most - chance) if most > chance else 1.0


def _clearer_than_clouds(sample: Matrix, groups: int, method: Method, rng: np.random.Generator) -> bool:
    """Whether so many groups lie clearly further apart than in clouds of the same shape in which there are no groups.

    Asked of the numbers alone, whose gaps words can hide, and of all that is known. By the silhouette, which sees an empty space between
    groups that the spread between them does not.
    """
    some = sample.of(np.sort(rng.permutation(len(sample.ids))[:_CLOUD_ROWS]))
    clouds = np.array([_apart(_cloud(some, rng), groups, method) for _ in range(_CLOUDS)])
    beyond = (_apart(some, groups, method) - clouds.mean(axis=0)) / np.maximum(clouds.std(axis=0), 1e-9)
    return bool((beyond > _CLEARER).any())


def _apart(sample: Matrix, groups: int, method: Method) -> Floats:
    """The silhouette of so many groups: of the numbers alone, and of all that is known."""
    numbers = _regrouped(replace(sample, words={}), groups, method) if sample.scaled else 0.0
    return np.array([numbers, _regrouped(sample, groups, method) if sample.words else numbers])


def _regrouped(sample: Matrix, groups: int, method: Method) -> float:
    axes = layout(sample)(sample)
    return _silhouette(axes, group(axes, groups, method, 0, 2)(axes))


def _silhouette(axes: Floats, labels: Ints) -> float:
    """How much closer customers are to their own group than to the next, -1 to 1; 0 when there is one group only."""
    return float(import_module("sklearn.metrics").silhouette_score(axes, labels)) if len(np.unique(labels)) > 1 else 0.0


def _cloud(sample: Matrix, rng: np.random.Generator) -> Matrix:
    """Customers that never were: numbers from one normal cloud with the same mean and covariance.

    Each word is drawn by itself from one of the ten nearest real customers, so that words follow numbers but not each other.
    """
    names, count = list(sample.scaled), len(sample.ids)
    if not names:
        words = {name: rng.permutation(values) for name, values in sample.words.items()}
        return Matrix(ids=sample.ids, numbers={}, scaled={}, words=words, left_out={})
    real = np.column_stack(list(sample.scaled.values()))
    made = rng.multivariate_normal(real.mean(axis=0), np.atleast_2d(np.cov(real.T)), count, method="eigh")
    made = made.clip(real.min(axis=0), real.max(axis=0))  # as the ends of the real ones were cut
    nearest = import_module("scipy.spatial").cKDTree(real).query(made, min(_NEIGHBOURS, count))[1].reshape(count, -1)
    words = {}
    for name, values in sample.words.items():
        chosen = nearest[np.arange(count), rng.integers(0, nearest.shape[1], count)]
        words[name] = values[chosen]
    scaled = {name: made[:, place] for place, name in enumerate(names)}
    return Matrix(ids=sample.ids, numbers=scaled, scaled=scaled, words=words, left_out={})


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise PackagesMissing from missing


@contextmanager
def _one_thread() -> Iterator[None]:
    """On one thread: small sums are quicker so, and come out the same on every machine."""
    for name in ("sklearn.cluster", "sklearn.mixture"):
        _package(name)  # only what is loaded can be told to keep to one thread
    with _package("threadpoolctl").threadpool_limits(1):
        yield
