"""How is one amount shared between the lines of an invoice, so that not an øre is lost or made? By running sums, rounded once each."""

from collections.abc import Sequence
from fractions import Fraction

ORE = 100  # an øre is a hundred units of DECIMAL(18,4)


def shares(total: int, amounts: Sequence[int]) -> list[int]:
    """An amount cut in proportion to the sizes of others; the parts add up to it exactly. All in units (ten-thousandths).

    In whole øre when the amount is. By size, not by sign: on an invoice where goods come back as well, parts by sign could be larger than
    the amount itself. Equal parts when all the others are zero.
    """
    sizes = [abs(amount) for amount in amounts]
    whole = sum(sizes)
    if not whole:
        sizes, whole = [1] * len(sizes), len(sizes)
    return _steps(sizes, Fraction(total, whole), ORE if total % ORE == 0 else 1)


def converted(amounts: Sequence[int], rate: Fraction) -> list[int]:
    """Amounts in another currency, in whole øre; they add up to the converted sum of the amounts. All in units (ten-thousandths)."""
    return _steps(amounts, rate, ORE)


def _steps(amounts: Sequence[int], factor: Fraction, grain: int) -> list[int]:
    """The steps of the running sum times a factor, each time rounded to whole grains, half upwards."""
    top, bottom = 2 * factor.numerator, 2 * factor.denominator * grain
    half = bottom // 2
    steps, running, before = [], 0, 0
    for amount in amounts:
        running += amount
        now = (top * running + half) // bottom
        steps.append((now - before) * grain)
        before = now
    return steps
