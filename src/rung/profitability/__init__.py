"""Customer profitability: on whom do we earn money, on what, what does it cost to serve them, and how sure are we?"""

from rung.profitability.compute.margin import margin_by, overview, with_margin
from rung.profitability.compute.rates import CostRates, RatesNotUnderstood
from rung.profitability.compute.serving import PARTS, profit_values, served
from rung.profitability.service import MarginResult, ServeResult, analyse, read_rates, serve, to_json

__all__ = [
    "PARTS",
    "CostRates",
    "MarginResult",
    "RatesNotUnderstood",
    "ServeResult",
    "analyse",
    "margin_by",
    "overview",
    "profit_values",
    "read_rates",
    "serve",
    "served",
    "to_json",
    "with_margin",
]
