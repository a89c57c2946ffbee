"""Are planted groups found, is noise called noise, and is the answer the same tomorrow?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from rung.clusters import Trial, choose, group_all, keys, prepare, try_all
from rung.clusters.compute.grouping import adjusted_rand, layout


def ids(count):
    return [f"{n:04}" for n in range(count)]


def planted(count=240, gap=3.0, seed=2):
    """Three clouds, each far from the others in one number, and a word that mostly follows."""
    rng = np.random.default_rng(seed)
    kind = np.arange(count) % 3
    columns = {name: list(rng.normal(size=count) + gap * (kind == place)) for place, name in enumerate("abc")}
    columns["word"] = ["pqr"[one] if rng.random() < 0.9 else "p" for one in kind]
    return columns, kind


def noise(count, seed):
    rng = np.random.default_rng(seed)
    return {
        **{name: list(rng.normal(size=count)) for name in "abcd"},
        "x": list(rng.choice(list("pqr"), count)),
        "y": list(rng.choice(list("uv"), count)),
    }


class TestPlanted:
    @pytest.mark.parametrize(("method", "features"), [("k_means", ("a", "b", "c", "word")), ("mixture", ("a", "b", "c"))])
    def test_they_are_found(self, method, features):
        columns, kind = planted()
        matrix = prepare(ids(240), {name: columns[name] for name in features})
        chosen = choose(try_all(matrix, method=method))
        assert chosen.groups == 3
        assert chosen.stability > 0.9
        labels = group_all(matrix, 3, method=method)
        agree = sum(np.bincount(labels[kind == one]).max() for one in range(3))
        assert agree > 0.93 * 240

    def test_numbers_alone_are_enough(self):
        columns, _ = planted()
        assert choose(try_all(prepare(ids(240), {name: columns[name] for name in "abc"}))).groups == 3

    def test_the_same_seed_gives_the_same_answer_and_another_the_same_groups(self):
        matrix = prepare(ids(90), planted(90, gap=5)[0])
        trials = try_all(matrix, seed=4)
        assert trials == try_all(matrix, seed=4)
        assert choose(trials).groups == choose(try_all(matrix, seed=9)).groups == 3
        assert (group_all(matrix, 3, seed=1) == group_all(matrix, 3, seed=1)).all()
        one, other = (group_all(matrix, 3, seed=seed) for seed in (1, 2))
        assert adjusted_rand_score(one, other) > 0.97


class TestNoise:
    @pytest.mark.parametrize(("count", "seed"), [(60, 1), (400, 2)])
    def test_no_groups_in_numbers_and_words_that_know_nothing_of_each_other(self, count, seed):
        assert choose(try_all(prepare(ids(count), noise(count, seed)))) is None

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_large_and_small_is_no_group_when_there_is_no_gap(self, seed):
        """One long cloud is cut in two the same way every time, so stability alone would call it two groups."""
        rng = np.random.default_rng(seed)
        size = rng.normal(size=300)
        columns = {name: list(np.exp(10 + size + 0.3 * rng.normal(size=300))) for name in ("revenue", "orders", "spread")}
        trials = try_all(prepare(ids(300), columns))
        assert trials[0].stability > 0.75
        assert trials[0].clear is False
        assert choose(trials) is None


class TestChoice:
    def trial(self, groups, stability, silhouette=0.3, *, clear=True):
        return Trial(groups=groups, stability=stability, silhouette=silhouette, smallest=50, clear=clear)

    def test_stability_decides_and_not_the_silhouette(self):
        assert choose([self.trial(2, 0.80, 0.57), self.trial(3, 0.95, 0.30)]).groups == 3
        assert choose([self.trial(2, 0.95, 0.30), self.trial(3, 0.80, 0.57)]).groups == 2

    def test_among_the_equally_stable_more_groups_tell_more(self):
        assert choose([self.trial(2, 0.95, 0.57), self.trial(3, 0.94, 0.40)]).groups == 3

    def test_what_is_not_clear_is_not_chosen(self):
        assert choose([self.trial(2, 0.95, clear=False), self.trial(3, 0.60, clear=None)]) is None

    def test_a_handful_of_giants_is_no_segment(self):
        rng = np.random.default_rng(1)
        columns = {name: [*rng.normal(size=290), *(rng.normal(size=10) + 30)] for name in "ab"}
        first = try_all(prepare(ids(300), columns))[0]
        assert (first.smallest, first.clear) == (10, None)  # stable, and under 5 % of the customers


class TestMatrix:
    def test_what_too_many_lack_or_all_share_is_left_out(self):
        matrix = prepare(
            ids(10), {"a": [*range(10)], "lacks": [1, None, None, None, *range(6)], "same": ["x"] * 10, "word": [*"uuuvvvwwww"]}
        )
        assert matrix.left_out == {"lacks": "unknown", "same": "same"}
        assert (list(matrix.scaled), list(matrix.words)) == (["a"], ["word"])

    def test_numbers_are_kept_as_they_are_read_and_scaled_for_grouping(self):
        matrix = prepare(ids(100), {"a": [*range(99), None], "skewed": [1.0] * 95 + [1e6] * 5})
        assert matrix.numbers["a"][-1] == 49
        assert abs(matrix.scaled["a"].mean()) < 1e-9
        assert matrix.scaled["a"].std() == pytest.approx(1)
        assert matrix.scaled["skewed"].max() < 5

    def test_rare_words_are_others(self):
        matrix = prepare(ids(100), {"word": ["common"] * 90 + ["rare"] * 4 + [None] * 6})
        assert set(matrix.words["word"]) == {"common", ""}

    def test_a_customer_twice_is_a_mistake(self):
        with pytest.raises(ValueError, match="unique"):
            prepare(["1", "1"], {"a": [1, 2]})

    def test_mixed_data_are_laid_out_as_by_prince(self):
        """Reference: FAMD of prince 0.23.0 on the same table (which, unlike us, gives a customer alone another place)."""
        a, b = [2, 4, 4, 5, 7, 9, 1, 3, 8, 6, 5, 2], [1, 0, 3, 2, 5, 4, 1, 2, 6, 3, 3, 1]
        matrix = prepare(ids(12), {"a": a, "b": b, "w": [*"xxyyzzxyzzyx"], "v": [*"ppqqqqppqqpq"]})
        axes = layout(matrix)(matrix)
        assert np.allclose((axes**2).mean(axis=0), [3.2447151, 1.0112417])

    def test_a_new_customer_can_be_laid_out(self):
        matrix = prepare(ids(240), planted()[0])
        one = matrix.of(np.array([7]))
        assert np.allclose(layout(matrix)(one), layout(matrix)(matrix)[7])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_the_adjusted_rand_index_is_the_one_of_scikit_learn(pairs):
    one, other = np.array(pairs).T
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


class TestKeys:
    def test_the_first_time_by_worth(self):
        assert keys(["a", "b", "c"], np.array([0, 1, 1]), [10, 4, 3], {}) == {0: "1", 1: "2"}

    def test_a_key_stays_with_its_customers(self):
        last = {"a": "1", "b": "1", "c": "2", "d": "2", "gone": "3"}
        assert keys(["a", "b", "c", "d"], np.array([1, 1, 0, 0]), [1, 1, 9, 9], last) == {1: "1", 0: "2"}

    def test_a_new_group_has_a_new_key(self):
        last = {"a": "2", "b": "2", "c": "7"}
        assert keys(["a", "b", "c", "d"], np.array([0, 0, 1, 2]), [1, 1, 1, 1], last) == {0: "2", 1: "7", 2: "1"}

    def test_as_many_as_possible_keep_theirs(self):
        last = dict(zip("abcdef", "111222", strict=True))
        found = keys(list("abcdef"), np.array([0, 0, 1, 1, 1, 1]), [1] * 6, last)
        assert found == {0: "1", 1: "2"}
