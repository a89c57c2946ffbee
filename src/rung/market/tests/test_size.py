"""Is the size what the source says times what there is, and is the range honest?"""

import numpy as np
import pytest

from rung.market.compute.assumptions import parse
from rung.market.compute.size import FEWEST_CUSTOMERS, from_customers, head_count, stated


def said(figure):
    return parse(f"[[segment]]\nname = 'A'\n{figure}\nsource = 'x'\nyear = 2024")[0]


def test_the_worked_example():
    """1,200 firms that buy for 50,000 each (40,000 to 65,000): 60 million, 48 to 78."""
    found = stated(said("spend_per_unit = 50000\nlow = 40000\nhigh = 65000"), 1200, None)
    assert (found.minor, found.low_minor, found.high_minor) == (6_000_000_000, 4_800_000_000, 7_800_000_000)
    assert not found.at_least
    per_head = stated(said("spend_per_employee = 4000"), 1200, head_count(1200, 800, 8000))
    assert (per_head.minor, per_head.low_minor) == (12_000 * 400_000, None)  # the 400 that do not say have ten each, as the others
    assert stated(said("total = 45000000"), None, None).minor == 4_500_000_000
    assert stated(said("spend_per_unit = 50000\nunits = 10"), 1200, None).minor == 50_000_000


def test_what_is_not_known_is_no_answer():
    assert stated(said("spend_per_unit = 5"), None, None) == "no_units"
    assert stated(said("spend_per_unit = 5"), 0, None) == "no_units"
    assert stated(said("spend_per_employee = 5"), 10, None) == "no_employees"
    assert head_count(10, 0, 0) is None
    assert from_customers([5] * (FEWEST_CUSTOMERS - 1), [None] * 9, 50, None) == "few_customers"
    with pytest.raises(ValueError, match="use from_customers"):
        stated(said("our_part = 0.5"), 10, None)


def test_own_customers_say_at_least():
    found = from_customers([100, 300] * 10, [None] * 20, 50, None)
    assert (found.minor, found.at_least, found.per_employee, found.basis) == (200 * 50, True, False, "own_customers")
    assert found.low_minor < found.minor < found.high_minor
    assert from_customers([100, 300] * 10, [None] * 20, 50, None) == found  # seeded
    assert from_customers([100, 300] * 10, [None] * 20, 50, None, seed=2) != found


def test_per_employee_when_all_customers_say():
    found = from_customers([100, 300] * 10, [1, 3] * 10, 50, 400.0)
    assert (found.minor, found.low_minor, found.high_minor, found.per_employee) == (100 * 400, 40_000, 40_000, True)
    assert not from_customers([100, 300] * 10, [1, None] * 10, 50, 400.0).per_employee
    assert not from_customers([100, 300] * 10, [1, 3] * 10, 50, None).per_employee


def test_the_part_that_customers_buy_from_us_makes_it_whole():
    found = from_customers([200] * 20, [None] * 20, 50, None, said=said("our_part = 0.4\nlow = 0.25\nhigh = 0.5"))
    assert (found.minor, found.low_minor, found.high_minor, found.at_least) == (25_000, 20_000, 40_000, False)


def test_the_range_is_that_of_means_drawn_again():
    """Within a tenth of a per cent of the mean plus and minus 1.96 standard errors would be luck; within five is right."""
    spent = np.random.default_rng(4).gamma(4, 25_000, 400).astype(int).tolist()
    found = from_customers(spent, [None] * 400, 1, None)
    error = 1.96 * np.std(spent) / 20
    assert found.low_minor == pytest.approx(np.mean(spent) - error, rel=0.01)
    assert found.high_minor == pytest.approx(np.mean(spent) + error, rel=0.01)
