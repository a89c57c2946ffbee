"""Loyalty: who stays, who is lost, what is bought again, and what to expect of each customer?"""

from rung.loyalty.compute.cohorts import cohorts
from rung.loyalty.compute.purchases import purchases, rhythm
from rung.loyalty.compute.rfm import fair_score, rfm
from rung.loyalty.compute.split import KINDS, STEPS, bridge, customer_sums, split, split_by
from rung.loyalty.service import LoyaltyResult, Outlook, Stay, analyse, to_json

__all__ = [
    "KINDS",
    "STEPS",
    "LoyaltyResult",
    "Outlook",
    "Stay",
    "analyse",
    "bridge",
    "cohorts",
    "customer_sums",
    "fair_score",
    "purchases",
    "rfm",
    "rhythm",
    "split",
    "split_by",
    "to_json",
]
