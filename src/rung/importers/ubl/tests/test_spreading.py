from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from rung.importers.ubl.spreading import converted, shares

UNITS = st.integers(-(10**14), 10**14)


def kroner(*amounts):
    return [int(Decimal(amount) * 10_000) for amount in amounts]


def test_freight_by_hand():
    """100 kroner of freight on lines of 300, 100 and 200: 50, 16.67 and 33.33, and not an øre is lost."""
    assert shares(kroner("100")[0], kroner("300", "100", "200")) == kroner("50", "16.67", "33.33")


def test_a_discount_by_hand():
    assert shares(kroner("-10")[0], kroner("1", "1", "1")) == kroner("-3.33", "-3.34", "-3.33")


def test_goods_that_come_back_carry_a_part_by_their_size():
    assert shares(kroner("50")[0], kroner("100", "-99")) == kroner("25.13", "24.87")


def test_lines_of_nothing_carry_equal_parts():
    assert shares(kroner("9")[0], [0, 0, 0]) == kroner("3", "3", "3")


def test_a_price_in_another_currency_by_hand():
    """EUR 10.01, 0.01 and 20 at 11.4325."""
    turned = converted(kroner("10.01", "0.01", "20"), Fraction("11.4325"))
    assert turned == kroner("114.44", "0.11", "228.65")
    assert sum(turned) == kroner("343.20")[0]  # 30.02 x 11.4325 = 343.20365


@given(UNITS, st.lists(UNITS, min_size=1, max_size=30))
def test_the_parts_add_up_and_are_as_near_as_can_be(total, amounts):
    parts = shares(total, amounts)
    assert sum(parts) == total
    sizes = [Fraction(abs(amount)) for amount in amounts]
    whole = sum(sizes)
    grain = 100 if total % 100 == 0 else 1
    for part, size in zip(parts, sizes, strict=True):
        exact = total * (size / whole if whole else Fraction(1, len(amounts)))
        assert abs(part - exact) <= grain
        assert part % grain == 0


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30), st.fractions(Fraction(1, 1000), 1000))
def test_conversion_agrees_with_the_sum_converted_on_paper(amounts, rate):
    def ore(units):
        return floor(Fraction(units) * rate / 100 + Fraction(1, 2))

    turned = converted(amounts, rate)
    assert sum(turned) == ore(sum(amounts)) * 100
    running = 0
    for amount, part in zip(amounts, turned, strict=True):
        assert part == (ore(running + amount) - ore(running)) * 100
        running += amount
