"""Who belongs to which group? Each customer's parent followed to the top, by what files say and what people decided."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from rung.identity.compute.decisions import NOTHING, Decided
from rung.identity.compute.numbers import loose_number

Cycle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups that there are.

    top: customer -> the customer, or the parent's number when it is no customer, at the top of its group; those in no group, and the
    tops themselves, are not there. cycles: customers that are each other's parents, round and round; the first id was taken for the top.
    outside: tops that are no customers.
    """

    top: Mapping[str, str]
    cycles: tuple[Cycle, ...] = ()
    outside: frozenset[str] = frozenset()

    @property
    def members(self) -> dict[str, list[str]]:
        """Each top -> the customers under it, in the order of their ids."""
        found: dict[str, list[str]] = {}
        for customer_id, top in sorted(self.top.items()):
            found.setdefault(top, []).append(customer_id)
        return found


def group_of(customers: pa.Table, decided: Decided = NOTHING) -> Groups:
    """The group of each customer.

    customers: customer_id, and parent_id and org_number where they are known, each an Arrow text column. A parent_id is a customer number
    when some customer has it, else the organisation number of one (the first by id when several have it), else it stands as it is. What
    a person decided outranks it. Chains are followed to the top. Merged customers are gone: the one they are now stands in their place.
    """
    parents = _parents(customers, decided)
    top: dict[str, str] = {}
    cycles: dict[Cycle, None] = {}
    for customer_id in sorted(parents):
        found = _climb(parents, customer_id)
        if isinstance(found, tuple):
            cycles[found] = None
            found = found[0]
        if found != customer_id:
            top[customer_id] = found
    return Groups(top, tuple(cycles), frozenset(top.values()) - frozenset(customers["customer_id"].to_pylist()))


def _climb(parents: Mapping[str, str], customer_id: str) -> str | Cycle:
    """The top above a customer, or the cycle it ends in, from its first id on."""
    path = [customer_id]
    while path[-1] in parents:
        parent = parents[path[-1]]
        if parent in path:
            ring = path[path.index(parent) :]
            first = ring.index(min(ring))
            return tuple(ring[first:] + ring[:first])
        path.append(parent)
    return path[-1]


def _parents(customers: pa.Table, decided: Decided) -> dict[str, str]:
    rows = customers.sort_by("customer_id").select([n for n in ("customer_id", "org_number", "parent_id") if n in customers.column_names])
    said = rows.to_pylist()
    known = {row["customer_id"] for row in said}
    by_number: dict[str, str] = {}
    for row in said:
        number = loose_number(row.get("org_number"))
        if number:
            by_number.setdefault(number, row["customer_id"])
    found = {
        row["customer_id"]: _parent(row["parent_id"].strip(), known, by_number) for row in said if (row.get("parent_id") or "").strip()
    }
    found = {one: parent for one, parent in found.items() if one not in decided.alone and one not in decided.grouped}
    found |= decided.grouped
    # Where two that are one now belong to two groups, what a person decided comes before a file, and its own before what came with it.
    order = sorted(found, key=lambda one: (one in decided.grouped, one not in decided.merged, one))
    now = {decided.final(one): decided.final(found[one]) for one in order}
    return {one: parent for one, parent in now.items() if one != parent}


def _parent(written: str, known: set[str], by_number: Mapping[str, str]) -> str:
    if written in known:
        return written
    number = loose_number(written)
    return by_number.get(number, number or written)


def rolled(decided: Decided, groups: Groups) -> dict[str, str]:
    """Customer -> the top of the group of the customer it is now; who counts as itself is not there.

    Somebody alone under a parent that is no customer counts as itself: another number would help nobody.
    """
    alone = {top for top, members in groups.members.items() if len(members) == 1} & groups.outside
    found = {one: top for one, top in groups.top.items() if top not in alone}
    merged = {one: found.get(final, final) for one, final in decided.mapping.items()}
    return {one: final for one, final in (found | merged).items() if one != final}
