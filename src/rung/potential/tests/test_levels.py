"""Is the potential what good ones among the peers buy, less what the customer buys, and is the chance counted once?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.potential.compute.levels import FEWEST_BUYERS, LEVELS, potential
from rung.potential.compute.peers import find


def test_the_worked_example(purchases):
    """Five customers of 1,000.00 each; the shares of A are 0, 10, 20, 30 and 40 per cent."""
    known = purchases([[0, 100_000], [10_000, 90_000], [20_000, 80_000], [30_000, 70_000], [40_000, 60_000]])
    found = potential(known, find(known, 3))
    # Customer 000 buys no A. All four peers do: half of them 25 % or more, so 250.00; three quarters 32.5 %; nine tenths 37 %.
    assert [level[0, 0] for level in found.amounts] == [25_000, 32_500, 37_000]
    # Customer 001 buys 100.00 of it; of its four peers three buy A: 20, 30 and 40 %. No chance is in it, for it buys A.
    assert [level[1, 0] for level in found.amounts] == [20_000, 25_000, 28_000]
    assert [level[1, 0] for level in found.typical] == [30_000, 35_000, 38_000]
    assert found.amounts[2][4, 0] == 0  # buys more of it than nine tenths of those who buy it
    assert found.buyers[:, 0].tolist() == [4, 3, 3, 3, 3]


def test_the_chance_that_a_peer_buys_at_all_counts_once(purchases):
    """Of the seven peers of customer 000 four buy A, a tenth of what they buy each: 100.00 times four in seven."""
    known = purchases([[0, 100_000]] * 4 + [[10_000, 90_000]] * 4)
    found = potential(known, find(known, 5))
    assert found.amounts[1][0, 0] == round(10_000 * 4 / 7)
    assert found.typical[1][0, 0] == 10_000


def test_too_few_buyers_is_no_answer(purchases):
    known = purchases([[0, 100]] * 6 + [[50, 50]] * (FEWEST_BUYERS - 1))
    found = potential(known, find(known, 5))
    assert (found.amounts[1][:, 0] == -1).all()
    assert (found.typical[0][:, 0] == -1).all()
    assert (found.amounts[1][:, 1] >= 0).all()


def test_by_employees_a_customer_may_buy_more_of_all(purchases):
    """Ten buy 100.00 per head, and one of the same size 10.00 per head."""
    known = purchases([[10_000]] + [[100_000]] * 10, employees=[10] * 11)
    found = potential(known, find(known, 5))
    assert found.amounts[1][0, 0] == 90_000
    assert potential(purchases([[10_000]] + [[100_000]] * 10), find(purchases([[10_000]] + [[100_000]] * 10), 5)).amounts[1][0, 0] == 0


def test_nobody_is_promised_more_than_the_largest_of_its_peers_buys(purchases):
    """A firm of 1,000 that buys little, among firms of 10 that buy 100.00 per head."""
    known = purchases([[1_000]] + [[100_000]] * 10, employees=[1000] + [10] * 10)
    found = potential(known, find(known, 5))
    assert found.typical[2][0, 0] == 100_000
    assert found.amounts[2][0, 0] == 99_000


@pytest.mark.parametrize("wrong", [0, 1, 75])
def test_a_quantile_is_a_share(purchases, wrong):
    known = purchases([[1]] * 5)
    with pytest.raises(ValueError, match=r"must be a share between 0 and 1"):
        potential(known, find(known, 3), (wrong,))


customers = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(0, 3)), min_size=6, max_size=20)


@settings(max_examples=100, deadline=None)
@given(customers)
def test_as_on_paper(purchases, rows):
    known = purchases(
        [[1000 * row[0], 1000 * row[1]] for row in rows],
        rest=[1000 * row[2] for row in rows],
        employees=[row[3] or np.nan for row in rows],
    )
    peers = find(known, 4)
    found = potential(known, peers)
    for n in range(len(rows)):
        size = known.employees if peers.per_employee[n] else known.total
        alike = peers.places[n][: peers.count[n]]
        for group in (0, 1):
            shares = [known.bought[m, group] / size[m] for m in alike if known.bought[m, group] > 0]
            actual = known.bought[n, group]
            assert found.buyers[n, group] == len(shares)
            for quantile, amounts in zip(LEVELS, found.amounts, strict=True):
                if len(shares) < FEWEST_BUYERS:
                    assert amounts[n, group] == -1
                    continue
                largest = max(known.bought[m, group] for m in alike)
                wanted = max(0.0, min(np.quantile(shares, quantile) * size[n], largest) - actual)
                wanted *= 1 if actual else len(shares) / len(alike)
                assert amounts[n, group] == pytest.approx(wanted, abs=0.51)
    assert (found.amounts[0] <= found.amounts[1]).all()
    assert (found.amounts[1] <= found.amounts[2]).all()
