"""Would the same have been right a year ago?"""

from rung.base import Period, Text, text
from rung.loyalty import split
from rung.potential.compute import backtest
from rung.potential.compute.backtest import Backtest
from rung.potential.service.finding import Asked, find


def look_back(asked: Asked, base: Period, after: Period, *, fewest: int, quantile: float) -> Backtest | Text:
    """The expected level made of nothing but the lines of one period, held against the one after it."""
    then = find(asked, base, fewest=fewest, quantiles=(quantile,))
    if isinstance(then, Text):
        return text("The same a year earlier cannot be tried: {reason}", reason=then)
    gained, everything = backtest.came(asked.run(split(then.lines, base, after)), then.known)
    tested = backtest.look_back(then.known, then.potential.amounts[0], gained, everything)
    return tested or text("There was no add-on purchase and no buying more to hold it against.")
