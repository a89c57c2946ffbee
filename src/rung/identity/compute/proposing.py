"""What should a person look at? Customers that are probably one, and customers that may belong to one group, the surest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text
from rung.identity.compute.chains import families
from rung.identity.compute.clustering import Edge, allowed, between, clusters, undecided
from rung.identity.compute.decisions import NOTHING, Decided
from rung.identity.compute.groups import group_of
from rung.identity.compute.judging import STRENGTHS, Strength, doubts, evidence, reasons, strength
from rung.identity.compute.keeping import Worth
from rung.identity.compute.pairs import candidates
from rung.identity.compute.profile import Profiles, profiles

_MOST_REASONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Customers that a person should look at together.

    kind: "same": others are the same customer as keep; "group": they may belong to one group with keep at its top. strength: how sure.
    name: what a group has in common, "" for "same". reasons: what speaks for it; against: what makes it less sure. why_keep: why keep is
    the number to go on with. revenue_minor: of all of them.
    """

    kind: Literal["same", "group"]
    strength: Strength
    keep: str
    others: tuple[str, ...]
    reasons: tuple[Text, ...]
    against: tuple[Text, ...]
    why_keep: Text
    revenue_minor: int
    name: str = ""

    @property
    def customer_ids(self) -> tuple[str, ...]:
        """All of them, the one to keep first."""
        return (self.keep, *self.others)


def proposals(
    customers: pa.Table,
    revenue_by_customer: Mapping[str, int],
    decided: Decided = NOTHING,
    last_bought: Mapping[str, date] | None = None,
) -> list[Proposal]:
    """Customers that are probably one, and groups they may belong to: certain before likely before possible, then by revenue.

    customers: customer_id, and what is known of name, org_number, phone, email, postal_code, city, address, country, kind, legal_form and
    parent_id, as in `rung.facts.CUSTOMERS`. revenue_by_customer: minor units; who bought nothing may be left out. decided: what people
    said; it is not asked again. last_bought: the day of the last purchase, where it is known.

    Customers that are certainly one come as one proposal; what is only likely or possible is said of the number that would be kept.
    """
    gone = pa.array(list(decided.merged), pa.string())
    known = profiles(customers.filter(pc.invert(pc.is_in(customers["customer_id"], gone))))
    worth = Worth(known, revenue_by_customer, last_bought or {})
    found, one_of = _same(known, worth, decided)
    found += _groups(known, worth, decided, one_of, customers)
    return sorted(found, key=lambda one: (one.kind == "group", STRENGTHS.index(one.strength), -one.revenue_minor, one.customer_ids))


def _same(known: Profiles, worth: Worth, decided: Decided) -> tuple[list[Proposal], dict[int, int]]:
    """Who is one, and for each number that would go, by its place, the one that would be kept by certain and likely proposals."""
    apart = decided.said_apart
    edges = undecided(known, list(_edges(known)))
    found: list[Proposal] = []
    one_of: dict[int, int] = {}
    for level in STRENGTHS:
        here = between(edges, level, one_of)
        if level == "possible":  # what is only possible adds up to nothing: pairs, each for itself
            joined = [([edge.left, edge.right], [edge]) for edge in here if allowed(known, edge, apart)]
        else:
            joined = clusters(known, here, apart)
        for cluster, used in joined:
            places = worth.ordered(cluster)
            found.append(_proposal(known, worth, places, level, used))
            if level != "possible":
                one_of |= dict.fromkeys(places[1:], places[0])
        one_of = {place: one_of.get(keep, keep) for place, keep in one_of.items()}
    return found, one_of


def _edges(known: Profiles) -> Iterator[Edge]:
    seen, few = known.seen, known.few
    for left, right in candidates(known).tolist():
        one, other = known[left], known[right]
        found = evidence(one, other, seen, few)
        level = strength(found)
        if level is not None:
            yield Edge(left, right, level, reasons(one, other, found), doubts(found))


def _proposal(known: Profiles, worth: Worth, places: Sequence[int], level: Strength, used: Sequence[Edge]) -> Proposal:
    keep, *others = (known[place].customer_id for place in places)
    return Proposal(
        kind="same",
        strength=level,
        keep=keep,
        others=tuple(others),
        reasons=_said(edge.reasons for edge in used),
        against=_said(edge.against for edge in used),
        why_keep=worth.why(places),
        revenue_minor=worth.revenue(places),
    )


def _said(sentences: Iterable[tuple[Text, ...]]) -> tuple[Text, ...]:
    """Each sentence once, the first few."""
    once = {str(sentence): sentence for some in sentences for sentence in some}
    return tuple(once.values())[:_MOST_REASONS]


def _groups(known: Profiles, worth: Worth, decided: Decided, one_of: Mapping[int, int], customers: pa.Table) -> Iterator[Proposal]:
    """Who may belong together, when they do not already, and nobody said that they stand alone."""
    top = group_of(customers, decided).top
    for family in families(known, one_of):
        places = [place for place in family.members if known[place].customer_id not in decided.alone]
        if len({top.get(known[place].customer_id, known[place].customer_id) for place in places}) < 2:
            continue
        places = worth.headed(places, family.name)
        keep, *others = (known[place].customer_id for place in places)
        yield Proposal(
            kind="group",
            strength=family.strength,
            keep=keep,
            others=tuple(others),
            reasons=family.reasons,
            against=(),
            why_keep=worth.why_top(places, family.name),
            revenue_minor=worth.revenue(places),
            name=family.name,
        )
