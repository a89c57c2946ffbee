"""Is everything from the file here, and in one currency?"""

from rung.intake.compute.exchange import CONVERTED, NO_RATE, Rates, converted
from rung.intake.compute.reconciling import Check, Reconciliation, month_sums, reconcile, row_count, sources_by_month

__all__ = [
    "CONVERTED",
    "NO_RATE",
    "Check",
    "Rates",
    "Reconciliation",
    "converted",
    "month_sums",
    "reconcile",
    "row_count",
    "sources_by_month",
]
