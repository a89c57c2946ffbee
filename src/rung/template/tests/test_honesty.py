"""A planted signal separates, noise does not, and the quick way of leaving one out is the slow way."""

from datetime import date

import numpy as np
import pytest

from rung.template.compute import evidence, honesty
from rung.template.compute.characteristics import Characteristic
from rung.template.compute.layout import Layout
from rung.template.compute.template import fit

TODAY = date(2026, 1, 1)


def characteristics(sizes):
    return [
        Characteristic(key=f"c{n}", label=f"c{n}", column=f"c{n}", kind="words", levels=tuple(map(str, range(size))))
        for n, size in enumerate(sizes)
    ]


def parties(seed, *, signal, count=600, best=9):
    """Codes of 8 characteristics, and best customers who are good by the first two of them, or by nothing."""
    random = np.random.default_rng(seed)
    codes = random.integers(0, 4, (count, 8)).astype(np.int8)
    codes[random.random(codes.shape) < 0.1] = -1
    good = signal * (1.5 * (codes[:, 0] == 2) + 1.5 * (codes[:, 1] == 1)) + random.gumbel(size=count)
    return codes, np.sort(np.argsort(-good)[:best])


def test_left_out_as_done_slowly():
    codes, best = parties(1, signal=1, count=80, best=6)
    layout = Layout((4,) * 8)
    shares = layout.shares(codes)
    quick = honesty.left_out(layout.hot(codes), best, lambda counted, _: evidence.weights(counted, shares, layout))
    others = np.setdiff1d(np.arange(80), best)
    for place, one in enumerate(best):
        rest = [other for other in best if other != one]
        points = layout.points(codes, evidence.weights(layout.counts(codes[rest]), shares, layout))
        assert quick[place] == pytest.approx(np.mean((points[others] < points[one]) + 0.5 * (points[others] == points[one])))


@pytest.fixture
def default_only(monkeypatch):
    """As where scikit-learn is not installed."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


def made(seed, signal):
    codes, best = parties(seed, signal=signal)
    return fit(characteristics((4,) * 8), codes, {str(one): int(one) for one in best}, np.arange(len(codes)), today=TODAY, seed=seed)


def test_a_planted_signal_separates(default_only):
    templates = [made(seed, 2) for seed in range(5)]
    assert sum(one.separates for one in templates) >= 4
    assert np.mean([one.check.auc for one in templates]) > 0.7


def test_noise_does_not(default_only):
    p_values = [made(seed, 0).checks["evidence"].p_value for seed in range(20)]
    assert sum(p <= honesty.CHANCE for p in p_values) <= 5  # a tenth of them by chance
    assert np.mean(p_values) > 0.3


def test_the_second_scorer_has_the_same_interface():
    pytest.importorskip("sklearn")
    template = made(1, 2)
    assert set(template.weights) == set(template.checks) == {"evidence", "logistic"}
    assert template.weights["logistic"].shape == template.weights["evidence"].shape
    best = max(template.checks, key=lambda name: template.checks[name].auc)
    assert template.check.auc == template.checks[best].auc


def test_without_the_extra_the_default_is_used(default_only):
    assert set(made(1, 2).weights) == {"evidence"}


def test_too_few_is_a_mistake():
    codes, _ = parties(1, signal=0, count=30)
    with pytest.raises(ValueError, match="too few"):
        fit(characteristics((4,) * 8), codes, {"1": 1}, np.arange(30), today=TODAY)


def test_what_a_check_says():
    check = honesty.Check(ranks=(0.95, 0.92, 0.5, 0.81, 0.1), p_value=0.04)
    assert (check.median, check.within(0.1), check.within(0.2), check.lift) == (0.81, 0.4, 0.6, pytest.approx(4.0))
    assert check.separates
    assert not honesty.Check(ranks=(0.9,), p_value=0.11).separates
