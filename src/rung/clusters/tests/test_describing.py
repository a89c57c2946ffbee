"""Is a group told by what really sets it apart, and does its rule place new customers?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.clusters import compare, differences, place, prepare
from rung.clusters.compute.describing import rules
from rung.clusters.service.strategy import name_of, strategy_of


def company():
    rng = np.random.default_rng(3)
    kind = np.arange(200) % 2
    columns = {
        "revenue": list(np.where(kind, 900_000, 100_000) * rng.lognormal(0, 0.2, 200)),
        "orders": list(rng.integers(5, 15, 200)),
        "industry": [("Construction" if one else "Retail") if rng.random() < 0.9 else "Fishing" for one in kind],
    }
    return prepare([f"{n:03}" for n in range(200)], columns), kind


def test_the_largest_difference_comes_first_with_figures_people_can_read():
    matrix, kind = company()
    first, second, third = differences(matrix, kind == 1)
    assert (first.feature, second.feature, second.word, third.feature) == ("revenue", "industry", "Construction", "orders")
    assert first.here == pytest.approx(900_000, rel=0.1)
    assert first.others == pytest.approx(100_000, rel=0.1)
    assert (second.here, second.others) == (pytest.approx(0.9, abs=0.05), 0.0)
    assert first.size > 3
    assert abs(third.size) < 0.5


def test_standardised_difference_by_hand():
    matrix = prepare([str(n) for n in range(8)], {"a": [0, 1, 2, 3, 10, 11, 12, 13]})
    inside = np.arange(8) >= 4
    scaled = matrix.scaled["a"]
    by_hand = (scaled[4:].mean() - scaled[:4].mean()) / np.sqrt((scaled[4:].var() + scaled[:4].var()) / 2)
    assert differences(matrix, inside)[0].size == pytest.approx(by_hand)


def test_the_rule_places_customers_and_says_how_often_it_is_right():
    matrix, kind = company()
    found = rules(matrix, kind)
    assert found.accuracy > 0.97
    assert found.blind == 0.5
    assert len(found.leaves) == 2
    assert all(len(leaf.conditions) <= 4 for leaf in found.leaves)
    assert sum(leaf.customers for leaf in found.leaves) == 200
    assert place(found, {"revenue": 2_000_000, "orders": 3, "industry": "Fishing"}) == 1
    assert place(found, {"revenue": 50_000, "orders": 3, "industry": "Fishing"}) == 0
    assert place(found, {"orders": 3}) is None


def test_rules_cannot_tell_what_is_not_there():
    rng = np.random.default_rng(1)
    matrix = prepare([str(n) for n in range(200)], {"a": list(rng.normal(size=200)), "b": list(rng.normal(size=200))})
    found = rules(matrix, np.arange(200) % 2)
    assert abs(found.accuracy - found.blind) < 0.12


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 50))
def test_every_customer_is_placed_by_one_rule_where_it_ends_in_the_tree(seed):
    rng = np.random.default_rng(seed)
    matrix = prepare([str(n) for n in range(60)], {"a": list(rng.normal(size=60)), "w": list(rng.choice(list("xyz"), 60))})
    found = rules(matrix, rng.integers(0, 2, 60) | (np.arange(60) == 0))
    for row in range(60):
        known = {"a": matrix.numbers["a"][row], "w": matrix.words["w"][row]}
        assert place(found, known) is not None


class TestComparison:
    def test_who_explains_all_beats_who_explains_nothing(self):
        rng = np.random.default_rng(1)
        groups = ["a", "b", "c"] * 60
        outcome = np.array([{"a": 1.0, "b": 5.0, "c": 9.0}[one] for one in groups]) + rng.normal(0, 0.1, 180)
        found = compare(groups, list(rng.choice(["x", "y"], 180)), outcome)
        assert found.groups > 0.99
        assert found.plain < 0.02
        assert found.low > 0.9
        assert found.low < found.gain < found.high

    def test_two_equal_divisions_are_equal(self):
        outcome = np.arange(100.0)
        found = compare(["a"] * 50 + ["b"] * 50, ["x"] * 50 + ["y"] * 50, outcome)
        assert (found.gain, found.low, found.high) == (0, 0, 0)
        assert found.groups == pytest.approx(0.74, abs=0.03)

    def test_every_customer_its_own_class_explains_nothing_of_others(self):
        assert compare([str(n) for n in range(50)], ["x"] * 50, np.arange(50.0)).groups < 0

    def test_an_outcome_that_is_the_same_for_all(self):
        assert compare(["a", "b"] * 20, ["x"] * 40, np.ones(40)).groups == 0.0

    def test_different_lengths_are_a_mistake(self):
        with pytest.raises(ValueError, match="as long"):
            compare(["a"], ["b", "c"], np.ones(1))


class TestWords:
    def test_a_name_of_the_two_largest_differences(self):
        matrix, kind = company()
        assert str(name_of(differences(matrix, kind == 1))) == "Large, Construction"
        assert str(name_of(differences(matrix, kind == 0))) == "Small, Retail"
        assert str(name_of([])) == "Like the others"

    def test_a_strategy_for_every_group(self):
        matrix, kind = company()
        assert str(strategy_of(differences(matrix, kind == 1))).startswith("Keep them")
        assert str(strategy_of(differences(matrix, kind == 0))).startswith("Serve them by web")
        assert str(strategy_of([])).startswith("Talk to three of them")
