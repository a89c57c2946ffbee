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
    others = _others(apart)
    members = {place: _Cluster(known, place) for edge in edges for place in (edge.left, edge.right)}
    for edge in edges:
        small, large = sorted((members[edge.left], members[edge.right]), key=lambda cluster: len(cluster.places))
        if small is not large and large.may_take(small, others):
            large.take(small)
            members |= dict.fromkeys(small.places, large)
    used: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if members[edge.left] is members[edge.right]:
            used[id(members[edge.left])].append(edge)
    distinct = {id(cluster): cluster for cluster in members.values()}
    return [(cluster.places, used[key]) for key, cluster in distinct.items() if len(cluster.places) > 1]


class _Cluster:
    """Customers that are one: their places, their ids, and their organisation number, "" for none."""

    def __init__(self, known: Profiles, place: int) -> None:
        self.places, self.ids, self.org = [place], {known[place].customer_id}, known[place].org

    def may_take(self, small: "_Cluster", others: Mapping[str, AbstractSet[str]]) -> bool:
        """Whether nothing forbids that the two are one."""
        if self.org and small.org and self.org != small.org:
            return False
        return not others or all(self.ids.isdisjoint(others.get(one, ())) for one in small.ids)

    def take(self, small: "_Cluster") -> None:
        """The two are one."""
        self.places += small.places
        self.ids |= small.ids
        self.org = self.org or small.org


def _others(apart: Iterable[Pair]) -> dict[str, set[str]]:
    """Each customer -> those that a person said it is not."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in apart:
        for one in pair:
            found[one] |= pair - {one}
    return found


def allowed(known: Profiles, edge: Edge, apart: AbstractSet[Pair]) -> bool:
    """Whether nothing forbids that the two of an edge are one."""
    one, other = known[edge.left], known[edge.right]
    return not (one.org and other.org and one.org != other.org) and frozenset({one.customer_id, other.customer_id}) not in apart
