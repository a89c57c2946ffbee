"""Does a market file say what it means, and is what it cannot mean refused with a way out?"""

import pytest

from rung.market.compute.assumptions import Assumption, AssumptionsNotUnderstood, parse

GOOD = """
[[segment]]
name = "Building firms in Oslo"
industry = "41"
region = "Oslo"
spend_per_employee = 4500.50
low = 3500
high = 6000
employees = 900
source = "Trade association"
year = 2024

[[segment]]
industry = 46
our_part = 0.4
source = "Asked 20 customers"
year = 2025
"""


def test_what_a_file_says():
    first, second = parse(GOOD)
    assert first == Assumption(
        name="Building firms in Oslo",
        industry="41",
        region="Oslo",
        basis="spend_per_employee",
        value=450_050,
        low=350_000,
        high=600_000,
        units=None,
        employees=900,
        source="Trade association",
        year=2024,
    )
    assert (second.name, second.industry, second.basis, second.value, second.low) == ("46", "46", "our_part", 0.4, None)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("name = ", "cannot be read"),
        ("[other]\nname = 'x'", "must hold segments and nothing else"),
        ("segment = 3", "must hold segments and nothing else"),
        ("[[segment]]\ntotal = 5\nsource = 'x'\nyear = 2024", "does not say which segment"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nyear = 2024", "where its figure is from"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nsource = 'x'", "where its figure is from"),
        ("[[segment]]\nname = 'A'\nsource = 'x'\nyear = 2024", "exactly one figure"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nspend_per_unit = 5\nsource = 'x'\nyear = 2024", "exactly one figure"),
        ("[[segment]]\nname = 'A'\ntotal = 0\nsource = 'x'\nyear = 2024", "total is not a number above zero"),
        ("[[segment]]\nname = 'A'\ntotal = nan\nsource = 'x'\nyear = 2024", "total is not a number above zero"),
        ("[[segment]]\nname = 'A'\ntotal = '5'\nsource = 'x'\nyear = 2024", "total is not a number above zero"),
        ("[[segment]]\nname = 'A'\nour_part = 40\nsource = 'x'\nyear = 2024", "more than all of it"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nlow = 4\nsource = 'x'\nyear = 2024", "one end of a range"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nlow = 6\nhigh = 7\nsource = 'x'\nyear = 2024", "outside its range"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nsource = 'x'\nyear = '2024'", "year is not a whole number"),
        ("[[segment]]\nname = 'A'\ntotal = 5\nunits = 0\nsource = 'x'\nyear = 2024", "units is not a whole number"),
        ("[[segment]]\nname = 'A'\nregion = 3\ntotal = 5\nsource = 'x'\nyear = 2024", "region is not words"),
        ("[[segment]]\nname = 'A'\nturnover = 5\nsource = 'x'\nyear = 2024", "“turnover” is not known"),
    ],
)
def test_what_cannot_be_meant(lines, reason):
    with pytest.raises(AssumptionsNotUnderstood, match=reason) as refused:
        parse(lines)
    assert str(refused.value.remedy)
