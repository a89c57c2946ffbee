"""Is the share of what came counted right, and held against fair alternatives?"""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.potential.compute.backtest import came, look_back


@pytest.fixture
def known(purchases):
    """Ten customers, the first the biggest, and two groups, most bought of B."""
    return purchases([[100 - n, 200 - n] for n in range(10)])


def test_what_came_finds_its_pair_and_the_rest_is_outside(known):
    splits = pa.table(
        {
            "customer_id": ["000", "001", "002", "nobody"],
            "product_group": ["A", "B", None, "A"],
            "add_on_minor": [5, 0, 7, 9],
            "buy_more_minor": [0, 6, 1, 0],
        }
    )
    gained, everything = came(splits, known)
    assert everything == 28
    assert (gained[0, 0], gained[1, 1], gained.sum()) == (5, 6, 11)


def test_the_first_tenth_of_each_list(known):
    gained = np.zeros((10, 2), dtype=np.int64)
    gained[0, 1], gained[3, 0], gained[5, 1] = 10, 50, 20  # and 20 that came elsewhere
    listed = np.zeros((10, 2), dtype=np.int64)
    listed[3, 0], listed[5, 0] = 9, 8
    found = look_back(known, listed, gained, 100)
    assert (found.pairs, found.first, found.outside_minor) == (20, 2, 20)
    assert found.listed == pytest.approx(0.5)
    assert found.biggest == pytest.approx(0.1)  # both groups of customer 000
    assert found.random == pytest.approx(0.08)
    assert found.random_low <= found.random <= found.random_high
    assert found.lead_low <= found.listed - found.biggest <= found.lead_high
    assert found.beats_biggest is None  # ten customers are too few to tell


def test_a_list_that_knows_is_better_than_the_biggest_and_one_that_does_not_is_not(purchases):
    random = np.random.default_rng(2)
    known = purchases([[1000 - n, 1000 - n] for n in range(500)])
    gained = random.integers(0, 2, (500, 2)) * 100
    knows = look_back(known, gained, gained, int(gained.sum()))
    assert knows.beats_biggest is True
    worst = look_back(known, -gained, gained, int(gained.sum()))
    assert worst.beats_biggest is False
    assert look_back(known, gained, gained, int(gained.sum())) == knows  # seeded


def test_nothing_came(known):
    assert look_back(known, known.bought, np.zeros((10, 2), dtype=np.int64), 0) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=8, max_size=8).filter(any))
def test_random_is_the_mean_of_all_draws(purchases, amounts):
    known = purchases([[1, 1]] * 4)
    gained = np.array(amounts, dtype=np.int64).reshape(4, 2)
    found = look_back(known, gained, gained, int(gained.sum()))
    draws = [sum(chosen) for chosen in combinations(amounts, found.first)]
    assert found.random == pytest.approx(np.mean(draws) / sum(amounts))
    assert found.listed == pytest.approx(max(draws) / sum(amounts))
    assert min(draws) / sum(amounts) <= found.random_low <= found.random_high <= max(draws) / sum(amounts)
