"""ABC customer analysis: whom should we spend our time on?"""

from rung.abc_analysis.compute import classify, value_by_customer

__all__ = ["classify", "value_by_customer"]
