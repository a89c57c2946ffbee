"""Which group is which from the last time? By the customers they share, so that a name stays with its customers."""

from collections.abc import Mapping, Sequence
from importlib import import_module

import numpy as np

from rung.clusters.compute.grouping import Ints


def keys(ids: Sequence[str], labels: Ints, worth: Sequence[float], last: Mapping[str, str]) -> dict[int, str]:
    """The key of each group: that of the group of last time it shares most customers with, else the next free number.

    worth: what orders the customers' groups that are new (largest sum first). last: customer -> key, empty the first time. Each old key
    goes to one group at most, so that as many customers as possible keep theirs (an assignment, Kuhn-Munkres).
    """
    groups = sorted(set(labels.tolist()))
    old = sorted(set(last.values()))
    shared = np.zeros((len(groups), len(old)), dtype=np.int64)
    for customer, label in zip(ids, labels.tolist(), strict=True):
        if customer in last:
            shared[groups.index(label), old.index(last[customer])] += 1
    rows, columns = import_module("scipy.optimize").linear_sum_assignment(shared, maximize=True)
    found = {groups[row]: old[column] for row, column in zip(rows, columns, strict=True) if shared[row, column] > 0}
    sums = np.bincount(labels, weights=np.asarray(worth, dtype=np.float64))
    free = (str(number) for number in range(1, len(groups) + len(old) + 1) if str(number) not in old)
    for label in sorted((one for one in groups if one not in found), key=lambda one: (-sums[one], one)):
        found[label] = next(free)
    return found
