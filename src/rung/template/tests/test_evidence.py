"""Weights of evidence by hand, ranks with fair ties, and facts that are told twice but counted once."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.template.compute import evidence
from rung.template.compute.layout import Layout, ranks


def codes(*rows):
    return np.array(rows, dtype=np.int8)


class TestWorkedExample:
    """Four of nine best are wholesalers; 11 % of all are."""

    def test_a_weight_by_hand(self):
        layout = Layout((2,))
        found = evidence.weights(np.array([4.0, 5.0]), np.array([0.11, 0.89]), layout)
        assert found == pytest.approx([log((4 + 4 * 0.11) / (13 * 0.11)), log((5 + 4 * 0.89) / (13 * 0.89))])
        assert found[0] == pytest.approx(1.1329, abs=1e-4)

    def test_nobody_of_the_best(self):
        assert evidence.weights(np.array([0.0, 15.0]), np.array([0.3, 0.7]), Layout((2,)))[0] == pytest.approx(log(4 / 19))

    def test_clipped_at_two(self):
        high = evidence.weights(np.array([15.0, 0.0]), np.array([0.001, 0.999]), Layout((2,)))
        assert high[0] == 2.0
        assert evidence.weights(np.array([0.0, 60.0]), np.array([0.5, 0.5]), Layout((2,)))[0] == -2.0

    def test_what_nobody_in_the_background_has_says_nothing(self):
        assert evidence.weights(np.array([3.0, 2.0]), np.array([0.0, 1.0]), Layout((2,)))[0] == 0.0

    def test_best_of_whom_it_is_not_known_count_for_neither(self):
        layout = Layout((2,))
        best = codes([0], [0], [-1], [-1], [1])
        assert evidence.weights(layout.counts(best), np.array([0.5, 0.5]), layout)[0] == pytest.approx(log((2 + 2) / (7 * 0.5)))

    def test_unknown_adds_nothing(self):
        layout = Layout((2, 2))
        points = layout.points(codes([0, 1], [-1, 1], [-1, -1]), np.array([1.0, -1.0, 0.5, 0.25]))
        assert points.tolist() == [1.25, 0.25, 0.0]


@given(
    st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 3)), min_size=1, max_size=30),
    st.integers(1, 8),
)
def test_as_done_slowly_on_paper(rows, best):
    layout, every = Layout((3, 4)), codes(*rows)
    few = every[:best]
    found = evidence.weights(layout.counts(few), layout.shares(every), layout)
    for column, size in enumerate(layout.sizes):
        known = [row[column] for row in rows if row[column] >= 0]
        mine = [row[column] for row in rows[:best] if row[column] >= 0]
        for level in range(size):
            pi = known.count(level) / len(known) if known else 0
            slow = log((mine.count(level) + 4 * pi) / ((len(mine) + 4) * pi)) if pi else 0
            assert found[layout.starts[column] + level] == pytest.approx(max(-2, min(2, slow)))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_equal_parties_have_equal_ranks_whatever_their_order(points, random):
    shuffled = points[:]
    random.shuffle(shuffled)
    found = ranks(np.array(points, dtype=float), np.array(shuffled, dtype=float))
    for point, rank in zip(points, found, strict=True):
        below, equal = sum(other < point for other in points), points.count(point)
        assert rank == pytest.approx((below + equal / 2) / len(points))


def test_no_background_is_a_mistake():
    with pytest.raises(ValueError, match="background"):
        ranks(np.array([1.0]), np.array([]))


class TestOneFactToldTwice:
    def test_the_same_fact_in_other_words_is_one_group(self):
        random = np.random.default_rng(1)
        kind, other = random.integers(0, 3, 500), random.integers(0, 4, 500)
        every = np.stack([kind, other, (kind + 1) % 3], axis=1).astype(np.int8)
        layout = Layout((3, 4, 3))
        found = evidence.associations(every, layout)
        assert found[0, 2] == pytest.approx(1.0, abs=0.01)
        assert found[0, 1] < 0.15
        groups = evidence.groups_of(found)
        assert groups == [[0, 2], [1]]
        once = evidence.weights(layout.counts(every[:9]), layout.shares(every), layout, evidence.parts_of(groups, layout))
        alone = Layout((3,))
        single = evidence.weights(alone.counts(every[:9, :1]), alone.shares(every[:, :1]), alone)
        assert layout.points(every, once, [0, 2]) == pytest.approx(alone.points(every[:, :1], single))

    def test_the_one_most_like_the_others_speaks_for_them(self):
        association = np.array([[1, 0.6, 0.6], [0.6, 1, 0.9], [0.6, 0.9, 1]])
        assert evidence.speaker_of([0, 1, 2], association, Layout((3, 9, 3)), [False] * 3) == 2
        assert evidence.speaker_of([0, 1, 2], association, Layout((3, 9, 3)), [False, True, True]) == 0

    def test_cramers_v_is_nought_where_there_is_nothing_to_compare(self):
        found = evidence.associations(codes([0, -1], [-1, 1], [0, 1]), Layout((1, 2)))
        assert found[0, 1] == 0.0
