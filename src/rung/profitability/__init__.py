"""Customer profitability: on whom do we earn money, on what, and how sure are we?"""

from rung.profitability.compute import margin_by, overview, with_margin
from rung.profitability.service import MarginResult, analyse

__all__ = ["MarginResult", "analyse", "margin_by", "overview", "with_margin"]
