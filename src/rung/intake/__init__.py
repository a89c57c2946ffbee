"""How do the numbers get in, and can you trust that they all did?"""

from rung.intake.compute import Check, Reconciliation, month_sums, reconcile, row_count, sources_by_month

__all__ = ["Check", "Reconciliation", "month_sums", "reconcile", "row_count", "sources_by_month"]
