"""How much does each characteristic speak for a party? The default scorer: weights of evidence, shrunk, and no fact counted twice.

Source: docs/methods.md#best-customer-template. Worked example: tests/test_evidence.py.
"""

from collections.abc import Sequence

import numpy as np

from rung.template.compute.layout import Codes, Floats, Layout

SHRINK = 4.0  # as many invented best customers, spread as the background is
MOST = 2.0
SAME_FACT = 0.5  # characteristics that go together more than this (Cramer's V) tell one fact


def weights(counted: Floats, shares: Floats, layout: Layout, parts: Floats | None = None) -> Floats:
    """log((k + m pi) / ((n + m) pi)) of every level, clipped to +-2; 0 where nobody in the background has it.

    counted: how many of the best have each level (k), one flat row or many rows of it; n is their sum within the characteristic, so best
    customers of whom it is not known count for neither. shares: pi, of `Layout.shares` of the background. parts: of `parts_of`, what
    each weight is multiplied by; None for 1. m is SHRINK.
    """
    known = layout.known(counted)
    there = shares > 0
    pi = np.where(there, shares, 1.0)
    raw = np.log((counted + SHRINK * pi) / ((known + SHRINK) * pi))
    clipped = np.where(there, np.clip(raw, -MOST, MOST), 0.0)
    return clipped if parts is None else clipped * parts


def associations(codes: Codes, layout: Layout) -> Floats:
    """How much each pair of characteristics goes together, 0-1: Cramer's V, corrected for chance (Bergsma 2013).

    Of the parties of whom both are known; 0 where a pair says nothing. codes: of at most some thousand parties.
    """
    hot = layout.hot(codes)
    together = hot.T @ hot
    count, starts = len(layout.sizes), layout.starts
    found = np.eye(count)
    for one in range(count):
        for other in range(one):
            rows = slice(starts[one], starts[one] + layout.sizes[one])
            columns = slice(starts[other], starts[other] + layout.sizes[other])
            found[one, other] = found[other, one] = _cramers_v(together[rows, columns])
    return found


def _cramers_v(table: Floats) -> float:
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, (rows, columns) = table.sum(), table.shape
    if n < 2 or min(rows, columns) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi = ((table - expected) ** 2 / expected).sum() / n - (rows - 1) * (columns - 1) / (n - 1)
    fewer = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(min(np.sqrt(max(phi, 0.0) / fewer), 1.0)) if fewer > 0 else 0.0


def groups_of(association: Floats) -> list[list[int]]:
    """Characteristics that tell one fact, in order: each is associated by more than SAME_FACT with some other of its group."""
    left, groups = set(range(len(association))), []
    while left:
        first = min(left)
        group, fresh = {first}, {first}
        while fresh:
            fresh = {other for one in fresh for other in left - group if association[one, other] > SAME_FACT}
            group |= fresh
        left -= group
        groups.append(sorted(group))
    return groups


def parts_of(groups: Sequence[Sequence[int]], layout: Layout) -> Floats:
    """One over the size of its group, at every level: a group's points are the mean of its members' (unknown counts as 0)."""
    size = {member: len(group) for group in groups for member in group}
    return np.array([1 / size[int(owner)] for owner in layout.owner])


def speaker_of(group: Sequence[int], association: Floats, layout: Layout, ordered: Sequence[bool]) -> int:
    """The member that stands for its group in words.

    Words before steps of a number, for they name a kind of customer where a size only goes with it; then the most associated with the
    others, then fewest levels, then first.
    """
    return min(group, key=lambda one: (ordered[one], -round(float(association[one, list(group)].sum()), 2), layout.sizes[one], one))
