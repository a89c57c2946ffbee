"""What follows from all that people decided, in the order they decided it? Who is one, who is not, and who belongs together."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, get_args

Kind = Literal["same", "apart", "not_same", "group", "ungroup"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Refusal = Literal["itself", "cycle", "already", "not_there", "one_already"]
Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing a person decided.

    same: customer_id is into_id from now on. apart: it is its own again (into_id: what it was). not_same: the two are two customers.
    group: customer_id belongs under into_id. ungroup: it belongs under nobody (into_id: under whom it was, "" when only a file said so).
    """

    at: datetime
    by: str
    kind: Kind
    customer_id: str
    into_id: str
    why: str = ""


@dataclass(frozen=True)
class Decided:
    """What holds now. merged: customer -> what it was merged into, which may be merged on. grouped: customer -> under whom it was put.

    apart: pairs that a person said are two. alone: customers that a person said belong to no group, whatever a file says.
    """

    merged: Mapping[str, str] = field(default_factory=dict)
    apart: AbstractSet[Pair] = frozenset()
    grouped: Mapping[str, str] = field(default_factory=dict)
    alone: AbstractSet[str] = frozenset()

    def final(self, customer_id: str) -> str:
        """The customer that it is now: its own id when it was merged into nobody."""
        return _path(self.merged, customer_id)[-1]

    @cached_property
    def mapping(self) -> dict[str, str]:
        """Every merged customer -> the one it is now."""
        return {customer_id: self.final(customer_id) for customer_id in self.merged}

    def members(self, customer_id: str) -> list[str]:
        """The customers that were merged into this one, directly or not, in the order of their ids."""
        return sorted(one for one, final in self.mapping.items() if final == customer_id)

    @cached_property
    def said_apart(self) -> frozenset[Pair]:
        """The pairs of present customers that a person said are two."""
        return frozenset(frozenset(map(self.final, pair)) for pair in self.apart)


NOTHING = Decided()


def refusal(state: Decided, decision: Decision) -> Refusal | None:
    """Why a decision cannot follow on what holds; None when it can.

    itself: the two are one id. cycle: into_id is, or is under, customer_id. already: it was merged before; that must be taken back first.
    not_there: nothing to take back. one_already: they are one by an earlier decision.
    """
    one, other = decision.customer_id, decision.into_id
    if decision.kind == "apart":
        return None if one in state.merged else "not_there"
    if decision.kind == "ungroup":
        return "not_there" if one in state.alone else None
    if one == other:
        return "itself"
    if decision.kind == "same":
        return "already" if one in state.merged else "cycle" if one in _path(state.merged, other) else None
    if decision.kind == "not_same":
        return "one_already" if state.final(one) == state.final(other) else None
    return "cycle" if one in _path(state.grouped, other) else None


def resolve(decisions: Iterable[Decision]) -> Decided:
    """What holds after all decisions. One that could not follow on those before it changes nothing."""
    merged: dict[str, str] = {}
    grouped: dict[str, str] = {}
    apart: set[Pair] = set()
    alone: set[str] = set()
    for decision in decisions:
        one, other = decision.customer_id, decision.into_id
        if refusal(Decided(merged, apart, grouped, alone), decision):
            continue
        match decision.kind:
            case "same":
                merged[one] = other
                apart.discard(frozenset({one, other}))
            case "apart":
                apart.add(frozenset({one, merged.pop(one)}))
            case "not_same":
                apart.add(frozenset({one, other}))
            case "group":
                grouped[one] = other
                alone.discard(one)
            case "ungroup":
                grouped.pop(one, None)
                alone.add(one)
    return Decided(merged, apart, grouped, alone)


def _path(pointers: Mapping[str, str], customer_id: str) -> list[str]:
    """A customer and all it is under, the top last. No decision that would make it go round is followed, so it ends."""
    found = [customer_id]
    while found[-1] in pointers:
        found.append(pointers[found[-1]])
    return found
