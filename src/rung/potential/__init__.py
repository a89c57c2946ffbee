"""Potential: what more could today's customers buy, of what, and from whom was that learned?"""

from rung.potential.compute.grouping import Grouping, with_groups
from rung.potential.service import PotentialResult, analyse, to_json

__all__ = ["Grouping", "PotentialResult", "analyse", "to_json", "with_groups"]
