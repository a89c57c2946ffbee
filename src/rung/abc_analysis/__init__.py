"""ABC customer analysis: whom should we spend our time on?"""

from rung.abc_analysis.compute import (
    CUTS,
    Concentration,
    Measure,
    Rule,
    classify,
    compare,
    concentration,
    gini,
    lorenz,
    movement,
    overview,
    revenue_by_month,
    value_by_customer,
    weighted_rank,
)
from rung.abc_analysis.service import AbcResult, ClassSum, MeasureNotKnown, Month, NothingInPeriod, analyse, classes
from rung.abc_analysis.service.output import to_json
from rung.abc_analysis.service.weighing import Weighing, weigh

__all__ = [
    "CUTS",
    "AbcResult",
    "ClassSum",
    "Concentration",
    "Measure",
    "MeasureNotKnown",
    "Month",
    "NothingInPeriod",
    "Rule",
    "Weighing",
    "analyse",
    "classes",
    "classify",
    "compare",
    "concentration",
    "gini",
    "lorenz",
    "movement",
    "overview",
    "revenue_by_month",
    "to_json",
    "value_by_customer",
    "weigh",
    "weighted_rank",
]
