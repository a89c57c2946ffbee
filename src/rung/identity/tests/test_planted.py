"""How many planted duplicates are found in a list of thousands, and how many others are taken for one?

The list is of `planting`: tired spelling, fields left out, chains, families and common names. What it asks for is what was measured, a
little less.
"""

import pytest

from rung.identity import proposals
from rung.identity.tests.planting import measured, planted


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_duplicates_are_found(seed):
    made = planted(6_000, seed=seed)
    found = measured(proposals(made.customers, {}), made.truth)
    certain, likely, possible = found["certain"], found["likely"], found["possible"]
    assert certain.precision == 1
    assert certain.recall > 0.5
    assert likely.precision > 0.95
    assert likely.recall > 0.8
    assert possible.precision > 0.85
    assert possible.recall > 0.92


def test_a_list_without_duplicates_has_nothing_certain():
    made = planted(3_000, share=0.0, seed=3)
    found = [one for one in proposals(made.customers, {}) if one.kind == "same"]
    assert [one for one in found if one.strength == "certain"] == []
    assert len(found) < 15
