"""The published figures of docs/methods.md#lifetimes, gradients against differences, and what must hold whatever the data.

The CDNOW sample is a data file in the distribution of `lifetimes` (MIT); it is read, and the package never imported.
"""

import csv
from collections import defaultdict
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.loyalty.compute.lifetime import MODELS, Fit, beta_geometric, gamma_gamma, histories, pareto
from rung.loyalty.compute.outlook import refuse

PUBLISHED = {
    "bg_nbd": ({"r": 0.24259, "alpha": 4.4135, "a": 0.7929, "b": 2.4258}, -9582.43),
    "mbg_nbd": ({"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}, -9582.1327),
    "pareto_nbd": ({"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}, -9594.97),
}


def datafile(name):
    return Path(str(distribution("lifetimes").locate_file(f"lifetimes/datasets/{name}")))


@pytest.fixture(scope="module")
def cdnow():
    with datafile("cdnow_customers_summary.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return histories(*([float(row[name]) for row in rows] for name in ("frequency", "recency", "T")))


@pytest.fixture(scope="module")
def spent():
    """times, mean value of a repeat purchase day until 1997-09-30, per customer of the sample, from its raw lines."""
    days = defaultdict(lambda: defaultdict(float))
    with datafile("CDNOW_sample.txt").open(encoding="utf-8") as stream:
        for line in stream:
            _, customer, day, _, dollars = line.split()
            if day <= "19970930":
                days[int(customer)][day] += float(dollars)
    later = [[day[1] for day in sorted(days[customer].items())[1:]] for customer in sorted(days)]
    return np.array([len(one) for one in later], dtype=float), np.array([np.mean(one) if one else 0.0 for one in later])


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_fit_is_the_published_one(cdnow, name):
    assert cdnow.customers == 2357
    found, (params, likelihood) = MODELS[name].fit(cdnow), PUBLISHED[name]
    assert found.trouble is None
    assert found.params == {key: pytest.approx(value, rel=1e-3) for key, value in params.items()}
    assert found.log_likelihood == pytest.approx(likelihood, abs=0.01)


def test_what_a_customer_is_expected_to_buy(cdnow):
    model = MODELS["bg_nbd"]
    found = model.fit(cdnow)
    assert model.expected(found, histories([2], [30.43], [38.86]), 39.0)[0] == pytest.approx(1.226, abs=5e-4)
    assert model.expected(found, cdnow, 39.0) @ cdnow.count == pytest.approx(1653.42, abs=0.01)


def test_published_points():
    bg = Fit(params={"r": 0.2426, "alpha": 4.414, "a": 0.793, "b": 2.426}, log_likelihood=0.0, customers=1)
    new = histories([0], [0], [0])
    for weeks, purchases in ((0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437), (78, 1.8576)):
        assert MODELS["bg_nbd"].expected(bg, new, weeks)[0] == pytest.approx(purchases, abs=3e-4)
    pnbd = Fit(params={"r": 0.5534, "alpha": 10.5802, "s": 0.6061, "beta": 11.6562}, log_likelihood=0.0, customers=1)
    one = histories([26], [30.86], [31])
    assert MODELS["pareto_nbd"].alive(pnbd, one)[0] == pytest.approx(0.9979, abs=5e-5)
    assert MODELS["pareto_nbd"].expected(pnbd, one, 52)[0] == pytest.approx(25.46, abs=0.01)


@pytest.mark.parametrize(("first_too", "bought_once", "bought_often"), [(False, -0.59947382, 100.7957), (True, -0.41792826, 100.7869)])
def test_the_likelihood_neither_overflows_nor_loses_digits(first_too, bought_once, bought_often):
    params = np.array([0.25, 4.0, 0.8, 2.5])
    for x, seen, expected in ((0, 0, bought_once), (200, 38, bought_often)):
        value, _ = beta_geometric._Grouped(histories([x], [seen], [40]), first_too=first_too)(params)
        assert value == pytest.approx(expected, abs=1e-4)


def test_pareto_is_finite_where_others_overflow():
    found = Fit(params={"r": 10.465, "alpha": 0.00798565, "s": 3.0516, "beta": 2.820}, log_likelihood=0.0, customers=1)
    past = histories([221, 254, 161, 204, 400, 500], [30] * 6, [31] * 6)
    alive = MODELS["pareto_nbd"].alive(found, past)
    assert ((alive >= 0) & (alive <= 1)).all()
    steady = histories([132, 133], [200, 200], [200, 200])
    value = [pareto._log_likelihood(np.array([2.0, 5.0, 0.6, 11.0]), histories([x], [200], [200]))[0] for x in (132, 133)]
    assert np.isfinite(value).all()
    assert MODELS["pareto_nbd"].alive(found, steady) == pytest.approx([1, 1])


class TestGammaGamma:
    def test_the_fit_is_the_published_one(self, spent):
        times, mean = spent
        again = (times > 0) & (mean > 0)
        found = gamma_gamma.fit(times[again], mean[again])
        assert found.customers == 946
        assert found.params == {"p": pytest.approx(6.25, rel=1e-3), "q": pytest.approx(3.74, rel=2e-3), "v": pytest.approx(15.44, rel=2e-3)}
        assert found.log_likelihood == pytest.approx(-4055.92, abs=0.01)
        averages = gamma_gamma.expected(found, times, mean)[:10]
        assert averages == pytest.approx([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], abs=0.01)

    def test_too_few_and_not_above_zero(self):
        assert gamma_gamma.fit(np.ones(9), np.ones(9)).trouble == "too_few"
        with pytest.raises(ValueError, match="must be above 0"):
            gamma_gamma.fit(np.ones(20), np.zeros(20))

    def test_correlation(self):
        assert gamma_gamma.correlation(np.arange(1.0, 21), np.arange(1.0, 21)) == pytest.approx(1)
        assert gamma_gamma.correlation(np.ones(20), np.arange(1.0, 21)) is None


def slope(function, params):
    steps = [np.eye(len(params))[n] * params[n] * 1e-5 for n in range(len(params))]
    return np.array([(function(params + step)[0] - function(params - step)[0]) / (2 * step.sum()) for step in steps])


@st.composite
def some_histories(draw):
    rows = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 300), st.integers(0, 300)), min_size=1, max_size=8))
    return histories([x for x, _, _ in rows], [t if x else 0 for x, t, _ in rows], [t + more for _, t, more in rows])


@settings(max_examples=60, deadline=None)
@given(past=some_histories(), shape=st.tuples(*[st.floats(0.2, 5)] * 4))
def test_the_gradients_are_the_slopes(past, shape):
    params = np.array(shape) * [1, 50, 1, 1]
    for first_too in (False, True):
        grouped = beta_geometric._Grouped(past, first_too=first_too)
        assert grouped(params)[1] == pytest.approx(slope(grouped, params), rel=1e-4, abs=1e-5)
    params = np.array(shape) * [1, 50, 1, 50]

    def likelihood(given):
        return pareto._log_likelihood(given, past)

    assert likelihood(params)[1] == pytest.approx(slope(likelihood, params), rel=1e-4, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(past=some_histories(), shape=st.tuples(*[st.floats(0.2, 5)] * 4), days=st.integers(0, 730))
def test_chances_are_chances_and_the_unit_of_time_does_not_matter(past, shape, days):
    for name, scaled in (("bg_nbd", [1]), ("mbg_nbd", [1]), ("pareto_nbd", [1, 3])):
        names = list(PUBLISHED[name][0])
        params = dict(zip(names, shape, strict=True))
        in_weeks = params | {names[n]: params[names[n]] / 7 for n in scaled}
        fits = [Fit(params=one, log_likelihood=0.0, customers=1) for one in (params, in_weeks)]
        model = MODELS[name]
        alive = model.alive(fits[0], past)
        assert ((alive >= 0) & (alive <= 1)).all()
        assert model.alive(fits[1], past.in_unit(7)) == pytest.approx(alive, rel=1e-7, abs=1e-12)
        bought = model.expected(fits[0], past, days)
        assert (bought >= -1e-9).all()
        assert model.expected(fits[1], past.in_unit(7), days / 7) == pytest.approx(bought, rel=1e-6, abs=1e-9)
        assert (bought <= (params["r"] + past.again) / (params["alpha"] + past.known) * days + 1e-9).all()  # nobody leaves
    once = past.again == 0
    assert (
        MODELS["bg_nbd"].alive(Fit(params=dict(zip(("r", "alpha", "a", "b"), shape, strict=True)), log_likelihood=0.0, customers=1), past)[
            once
        ]
        == 1
    ).all()


def test_the_formula_for_customers_who_are_all_alike_meets_the_exact_one():
    past = histories([0, 3, 40], [0, 100, 300], [50, 200, 310])
    for first_too in (False, True):
        near, beyond = (
            beta_geometric.expected(
                Fit(params={"r": 2.0, "alpha": 90.0, "a": a, "b": 30 * a}, log_likelihood=0.0, customers=1),
                past,
                100.0,
                first_too=first_too,
            )
            for a in (99.9, 100.1)
        )
        assert near == pytest.approx(beyond, rel=0.01)


def test_grouping_changes_nothing():
    x, seen, known = [2, 0, 2, 5], [10, 0, 10, 30], [50, 20, 50, 60]
    past = histories(x * 3, seen * 3, known * 3)
    assert (len(past.count), past.customers) == (3, 12)
    assert past.again[past.where].tolist() == [float(one) for one in x * 3]
    assert past.known[past.where].tolist() == [float(one) for one in known * 3]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((1.5, 1, 2), "again must be whole"),
        ((1, 3, 2), "seen <= known"),
        ((0, 1, 2), "seen 0 when"),
        ((-1, 0, 2), "customer 0 has again=-1"),
    ],
)
def test_histories_that_cannot_be(row, message):
    with pytest.raises(ValueError, match=message):
        histories(*([value] for value in row))
    with pytest.raises(ValueError, match="have 1, 2 and 1 values"):
        histories([1], [1, 1], [1])


def simulated(customers, *, leave, seed):
    """Customers of a company where each leaves with probability `leave` after each purchase: again, seen, known in days."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        rate, known, day, again = random.gamma(2, 1 / 60), int(random.integers(200, 700)), 0.0, 0
        while random.random() >= leave and (following := day + random.exponential(1 / rate)) <= known:
            day, again = following, again + 1
        rows.append((again, min(int(np.ceil(day)), known), known))
    return histories(*zip(*rows, strict=True))


def test_parameters_are_found_again():
    past = simulated(3000, leave=0.2, seed=1)
    found = MODELS["mbg_nbd"].fit(past)
    leaves = found.params["a"] / (found.params["a"] + found.params["b"])
    assert found.usable
    assert leaves == pytest.approx(0.2, abs=0.03)
    assert found.params["r"] / found.params["alpha"] == pytest.approx(2 / 60, rel=0.1)


@pytest.mark.parametrize("name", MODELS)
def test_nobody_ever_leaves(name):
    past = simulated(500, leave=0.0, seed=2)
    model = MODELS[name]
    found = model.fit(past)
    assert found.usable
    assert (model.alive(found, past) > 0.8).mean() > 0.95
    assert np.isfinite(model.expected(found, past, 365)).all()


@pytest.mark.parametrize("name", MODELS)
def test_nobody_came_back_is_nothing_to_learn_from(name):
    found = MODELS[name].fit(histories([0] * 400, [0] * 400, range(400)))
    assert (found.trouble, found.usable) == ("too_few", False)


def test_many_different_histories_are_fitted_roughly_first_and_then_on_all():
    random = np.random.default_rng(3)
    known = random.integers(100, 700, 30_000)
    again = random.poisson(random.gamma(1, 2, 30_000))
    seen = np.where(again > 0, np.ceil(known * random.random(30_000) ** 1.2), 0)
    past = histories(again, seen, known)
    assert past.thinned(5_000) is not None
    found = MODELS["mbg_nbd"].fit(past)
    again_from_there = beta_geometric._Grouped(past, first_too=True)(np.array(list(found.params.values())))
    assert found.trouble is None
    assert again_from_there[0] == pytest.approx(found.log_likelihood, rel=1e-9)
    assert np.abs(again_from_there[1] * list(found.params.values())).max() / 30_000 < 1e-4


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(1, 20), st.floats(0.5, 500)), min_size=1, max_size=8), shape=st.tuples(*[st.floats(0.5, 5)] * 3))
def test_the_gradient_of_gamma_gamma_is_the_slope(rows, shape):
    likelihood = gamma_gamma._Customers(*(np.array(column, dtype=float) for column in zip(*rows, strict=True)))
    params = np.array(shape)
    assert likelihood(params)[1] == pytest.approx(slope(likelihood, params), rel=1e-4, abs=1e-5)


def known(customers, first, occasions, **gaps):
    even = {"gaps": None, "gap_days": None, "gap_days_squared": None} | gaps
    types = {"gaps": pa.int64(), "gap_days": pa.int64(), "gap_days_squared": pa.int64()}
    columns = {name: pa.array([value] * customers, types[name]) for name, value in even.items()}
    return pa.table({"first": pa.array([first] * customers, pa.date32()), "occasions": pa.array([occasions] * customers), **columns})


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (known(299, date(2024, 1, 1), 3), "few_customers"),
        (known(300, date(2025, 2, 1), 3), "short_history"),
        (known(300, date(2025, 1, 1), 1), "no_repeats"),
        (known(300, date(2025, 1, 1), 12, gaps=11, gap_days=334, gap_days_squared=334 * 334 // 11 + 1), "contractual"),
        (known(300, date(2025, 1, 1), 12, gaps=11, gap_days=334, gap_days_squared=334 * 334 // 4), None),
    ],
)
def test_when_no_model_applies(rows, reason):
    assert refuse(rows, date(2026, 1, 1)) == reason
