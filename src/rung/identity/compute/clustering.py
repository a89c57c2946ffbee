"""Which customers are all one, when several pairs look like it? Pairs are joined unless that would join what cannot be one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from rung.base import Text, text
from rung.identity.compute.decisions import Pair
from rung.identity.compute.judging import Strength
from rung.identity.compute.profile import Profiles


@dataclass(frozen=True, slots=True)
class Edge:
    """Two customers that may be one, by their places; what speaks for it and against."""

    left: int
    right: int
    strength: Strength
    reasons: tuple[Text, ...]
    against: tuple[Text, ...]


def undecided(known: Profiles, edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those of a customer without an organisation number that is as much like two different firms made "possible"."""
    firms: dict[int, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.strength != "possible":
            firms[edge.left].add(known[edge.right].org)
            firms[edge.right].add(known[edge.left].org)
    torn = {place for place, numbers in firms.items() if not known[place].org and len(numbers - {""}) > 1}
    doubt = text("But it is as much like another firm, with another organisation number.")
    return [
        replace(edge, strength="possible", against=(*edge.against, doubt))
        if edge.strength != "possible" and not torn.isdisjoint({edge.left, edge.right})
        else edge
        for edge in edges
    ]


def between(edges: Iterable[Edge], level: Strength, one_of: Mapping[int, int]) -> list[Edge]:
    """The edges of a strength between customers that are not one yet, said of the numbers to keep; the first of each pair.

    one_of: place -> the place of the customer that it is by stronger edges.
    """
    found: dict[frozenset[int], Edge] = {}
    for edge in edges:
        left, right = one_of.get(edge.left, edge.left), one_of.get(edge.right, edge.right)
        if edge.strength == level and left != right:
            found.setdefault(frozenset({left, right}), replace(edge, left=left, right=right))
    return list(found.values())


def clusters(known: Profiles, edges: Sequence[Edge], apart: AbstractSet[Pair]) -> list[tuple[list[int], list[Edge]]]:
    """Customers that are one by the edges, with the edges between them; two or more in each.

    Never together: two different organisation numbers, and two that a person said are not one (apart).
    """
    members: dict[int, list[int]] = {place: [place] for edge in edges for place in (edge.left, edge.right)}
    root = {place: place for place in members}
    for edge in edges:
        one, other = root[edge.left], root[edge.right]
        if one != other and may_be_one(known, (*members[one], *members[other]), apart):
            for place in members[other]:
                root[place] = one
            members[one] += members.pop(other)
    used: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if root[edge.left] == root[edge.right]:
            used[root[edge.left]].append(edge)
    return [(found, used[place]) for place, found in members.items() if len(found) > 1]


def may_be_one(known: Profiles, places: Sequence[int], apart: AbstractSet[Pair]) -> bool:
    """Whether nothing forbids that they are all one: at most one organisation number, and no pair that a person said is two."""
    if len({known[place].org for place in places} - {""}) > 1:
        return False
    ids = {known[place].customer_id for place in places}
    return not any(pair <= ids for pair in apart)
