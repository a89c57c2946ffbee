"""Clusters: which groups are there among the customers, if any, and what to do with each?"""

from rung.clusters.compute.describing import Condition, Difference, Leaf, Rules, differences, place
from rung.clusters.compute.explaining import Comparison, compare
from rung.clusters.compute.features import firms, habits
from rung.clusters.compute.grouping import Trial, choose, group_all, try_all
from rung.clusters.compute.matching import keys
from rung.clusters.compute.matrix import Matrix, prepare
from rung.clusters.service import ClustersResult, Plain, Segment, Wishes, analyse, to_json

__all__ = [
    "ClustersResult",
    "Comparison",
    "Condition",
    "Difference",
    "Leaf",
    "Matrix",
    "Plain",
    "Rules",
    "Segment",
    "Trial",
    "Wishes",
    "analyse",
    "choose",
    "compare",
    "differences",
    "firms",
    "group_all",
    "habits",
    "keys",
    "place",
    "prepare",
    "to_json",
    "try_all",
]
