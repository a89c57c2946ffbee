"""The second scorer: logistic regression with a Gaussian prior, the mean of many, each against another sample of the background.

Needs scikit-learn (the extra rung[scoring]), loaded only when it is asked for. Same answer as the default scorer: one weight per level.
Source: docs/methods.md#best-customer-template (Mordelet & Vert 2014 for the bagging).
"""

import importlib.util
from contextlib import AbstractContextManager

import numpy as np

from rung.template.compute.layout import Floats, Ints, Layout

BAGS = 10
_PER_BEST, _LEAST = 10, 100
_STRENGTH = 0.1  # the variance of the prior


def available() -> bool:
    """Whether scikit-learn is installed."""
    return importlib.util.find_spec("sklearn") is not None


def one_thread() -> AbstractContextManager[object]:
    """While inside, scikit-learn computes in one thread: on small tables the threads wait for each other longer than they work."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  comes with scikit-learn

    limited: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limited


def weights(hot: Floats, best: Ints, others: Ints, layout: Layout, *, seed: int) -> Floats:
    """One weight per level, with a mean of 0 in the background within each characteristic, so that unknown says neither good nor bad.

    hot: of `Layout.hot`; best and others: its rows that are best customers, and those that samples are drawn from. ImportError without
    scikit-learn: ask `available` first.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  an extra, and slow to load

    random, size = np.random.default_rng(seed), min(len(others), max(_LEAST, _PER_BEST * len(best)))
    wanted = np.repeat([1, 0], [len(best), size])
    total = np.zeros(hot.shape[1])
    with one_thread():
        for _ in range(BAGS):
            rows = np.concatenate([best, random.choice(others, size, replace=False)])
            model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=300)
            total += model.fit(hot[rows], wanted).coef_[0]
    return _centred(total / BAGS, hot.sum(axis=0), layout)


def _centred(raw: Floats, counted: Floats, layout: Layout) -> Floats:
    known = layout.known(counted)
    means = layout.known(np.divide(raw * counted, known, out=np.zeros_like(raw), where=known > 0))
    return np.where(counted > 0, raw - means, 0.0)
