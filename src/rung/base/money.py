"""How much is it? Exact money, shares and other numbers that know what they are."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: minor units (oere, cent) of one currency ("NOK"; "" when the file does not say).

    exact: say the minor units too, however large the amount, because the user must find it again in a file.
    """

    minor: int
    currency: str = ""
    exact: bool = False

    @property
    def major(self) -> Decimal:
        """The amount in kroner (or euro ...), two decimals."""
        return Decimal(self.minor) / 100


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 0-1, shown as a per cent with the given number of decimals."""

    value: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number shown with a fixed number of decimals (a Gini coefficient, a weight)."""

    value: float
    decimals: int = 2


def to_minor(amount: Decimal) -> int:
    """Minor units of a major amount, half a unit rounded away from zero (as accounts do)."""
    return int((amount * 100).to_integral_value(rounding=ROUND_HALF_UP))
