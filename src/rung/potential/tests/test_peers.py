"""Are the peers those who are nearest, among those of the same kind, and never fewer than asked for?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.potential.compute import peers
from rung.potential.compute.peers import MOST_PEERS, REACHES, find


def reach(name):
    return REACHES.index(name)


def test_joiners_are_compared_with_joiners(purchases):
    known = purchases([[100 + n, 0] if n % 2 else [0, 100 + n] for n in range(60)])
    found = find(known, 20)
    assert (found.count == MOST_PEERS).all()
    for n, places in enumerate(found.places):
        assert n not in places
        assert len(set(places)) == MOST_PEERS
        assert sum(place % 2 == n % 2 for place in places) == 29  # all the others of its kind, and one more


def test_nearest_first_by_size(purchases):
    found = find(purchases([[2**n] for n in range(8)]), 3)
    assert found.places[0][:7].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found.places[4][:4].tolist() == [3, 5, 2, 6]  # as near below as above: the smaller comes first
    assert (found.places[:, 7:] == -1).all()


def test_the_same_kind_when_there_are_enough_of_it_else_wider(purchases):
    industry = [1] * 6 + [2] * 6 + [3] * 2 + [-1] * 2
    group = [1, 1, 1, 1, 2, 2] + [-1] * 6 + [1] * 2 + [-1] * 2
    found = find(purchases([[100]] * 16, industry=industry, customer_group=group), 3)
    said = [(REACHES[at], bool(wide)) for at, wide in zip(found.reach, found.widened, strict=True)]
    assert said[0] == ("industry_and_group", False)
    assert found.places[0][: found.count[0]].tolist() == [1, 2, 3]
    assert said[4] == ("industry", True)  # two of its group in its industry are too few
    assert found.count[4] == 5
    assert said[6] == ("industry", False)
    assert said[12] == ("customer_group", True)
    assert set(found.places[12][: found.count[12]]) == {0, 1, 2, 3, 13}
    assert said[14] == ("everyone", False)  # nothing is known of it, so nothing is nearer
    assert found.count[14] == 15


def test_customers_with_employees_are_measured_by_them_among_themselves(purchases):
    employees = [10] * 5 + [np.nan] * 3
    found = find(purchases([[100]] * 8, employees=employees), 3)
    assert found.per_employee.tolist() == [True] * 5 + [False] * 3
    assert set(found.places[0][: found.count[0]]) == {1, 2, 3, 4}
    assert found.count[5] == 7
    few = find(purchases([[100]] * 8, employees=[10] * 3 + [np.nan] * 5), 3)
    assert not few.per_employee.any()


def test_too_few_customers_is_a_mistake_of_the_caller(purchases):
    with pytest.raises(ValueError, match="3 customers have no 3 peers"):
        find(purchases([[1]] * 3), 3)


customers = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.sampled_from([0, 1, -1]), st.integers(1, 90)),
    min_size=6,
    max_size=25,
)


@settings(max_examples=100, deadline=None)
@given(customers, st.booleans())
def test_no_other_of_the_kind_is_nearer(purchases, rows, counted):
    known = purchases(
        [row[:2] for row in rows],
        rest=[row[2] for row in rows],
        industry=[row[3] for row in rows],
        employees=[row[4] for row in rows] if counted else None,
    )
    found = find(known, 4)
    near = distances(known, counted)
    for n in range(len(rows)):
        kin = [m for m in range(len(rows)) if m != n and (known.industry[m] == known.industry[n] >= 0)]
        pool = kin if len(kin) >= 4 else [m for m in range(len(rows)) if m != n]
        chosen = found.places[n][: found.count[n]].tolist()
        assert found.count[n] == min(len(pool), MOST_PEERS)
        assert found.widened[n] == (known.industry[n] >= 0 and pool is not kin)
        assert set(chosen) <= set(pool)
        np.testing.assert_allclose([near[n][m] for m in chosen], sorted(near[n][m] for m in pool)[: len(chosen)], atol=2e-6)


def distances(known, counted):
    """As on paper: one pair at a time."""
    sizes = [[float(np.log(total)) for total in known.total]]
    if counted:
        sizes.append([float(np.log(count)) for count in known.employees])
    spread = [np.std(one) or 1.0 for one in sizes]
    whole = np.column_stack([known.bought, known.rest])
    found = [[0.0] * len(known.ids) for _ in known.ids]
    for n in range(len(known.ids)):
        for m in range(len(known.ids)):
            for one, by in zip(sizes, spread, strict=True):
                found[n][m] += ((one[n] - one[m]) / by) ** 2
            mixes = zip(whole[n] / known.total[n], whole[m] / known.total[m], strict=True)
            found[n][m] += 25 * sum((a**0.5 - b**0.5) ** 2 for a, b in mixes)
    return found


def test_many_customers_are_compared_with_those_of_about_their_size(purchases, monkeypatch):
    monkeypatch.setattr(peers, "SIZE_BAND", 12)
    monkeypatch.setattr(peers, "_BLOCK", 4)
    found = find(purchases([[n + 1] for n in range(100)]), 5)
    for n, places in enumerate(found.places):
        chosen = places[: found.count[n]]
        assert found.count[n] == 11
        assert n not in chosen
        assert np.abs(chosen - n).max() <= 11
