"""Market: how large is the market, segment by segment, and what is our share of it in kroner?"""

from rung.market.compute.assumptions import Assumption, AssumptionsNotUnderstood, parse
from rung.market.service import MarketResult, Segment, analyse, read_assumptions, to_json

__all__ = [
    "Assumption",
    "AssumptionsNotUnderstood",
    "MarketResult",
    "Segment",
    "analyse",
    "parse",
    "read_assumptions",
    "to_json",
]
