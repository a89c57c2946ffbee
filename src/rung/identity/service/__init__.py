"""Which customers may be one, which are merged, and which belong together? One answer, ready for every face."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period
from rung.identity.compute.decisions import NOTHING, Decided
from rung.identity.compute.groups import Groups, group_of
from rung.identity.compute.profile import COLUMNS
from rung.identity.compute.proposing import Proposal, proposals

if TYPE_CHECKING:
    from datetime import date

__all__ = ["IdentityResult", "Who", "find", "to_json"]

Run = Callable[[ir.Table], pa.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One customer as a person knows it. revenue_minor: in the period, merged ones counted in. org_number: as the file has it."""

    customer_id: str
    name: str = ""
    org_number: str = ""
    place: str = ""
    revenue_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class IdentityResult:
    """Who may be whom.

    customers: what is known of every customer by its number, merged ones included when the tables still have them. proposals: of
    `compute.proposals`. merged: the customer that is kept -> those that were merged into it, in the order of their ids. groups: of
    `compute.group_of`. decided: what people said. counted: how many customers were looked at, merged ones left out. period: of the revenue.
    """

    period: Period | None
    customers: Mapping[str, Who]
    proposals: Sequence[Proposal]
    merged: Mapping[str, Sequence[str]]
    groups: Groups
    decided: Decided
    counted: int

    @property
    def same(self) -> list[Proposal]:
        """The proposals that customers are one."""
        return [one for one in self.proposals if one.kind == "same"]

    @property
    def together(self) -> list[Proposal]:
        """The proposals that customers belong to one group."""
        return [one for one in self.proposals if one.kind == "group"]

    def who(self, customer_id: str) -> Who:
        """What is known of a customer; its number alone when nothing is."""
        return self.customers.get(customer_id) or Who(customer_id=customer_id)


def find(*, customers: ir.Table, lines: ir.Table, run: Run, period: Period | None = None, decided: Decided = NOTHING) -> IdentityResult:
    """Look for customers that are one, and for groups.

    customers, lines: the tables of facts, with the merges of decided put into them or not. Customers that only lines name are looked at
    too. run: asks the engine, an expression in, an Arrow table out. period: of the revenue; None for all of it. decided: of
    `IdentityBook.state`.
    """
    known = run(customers.select("customer_id", *COLUMNS))
    bought = run(_bought(lines, period)).to_pylist()
    revenue: dict[str, int] = defaultdict(int)
    last: dict[str, date] = {}
    for row in bought:
        final = decided.final(row["customer_id"])
        revenue[final] += row["revenue_minor"] or 0
        last[final] = max(row["last"], last.get(final, row["last"]))
    everyone = _everyone(known, [row["customer_id"] for row in bought])
    merged: dict[str, list[str]] = defaultdict(list)
    for one, final in sorted(decided.mapping.items()):
        merged[final].append(one)
    return IdentityResult(
        period=period,
        customers=_who(everyone, revenue),
        proposals=proposals(everyone, revenue, decided, last),
        merged=dict(merged),
        groups=group_of(everyone, decided),
        decided=decided,
        counted=sum(one not in decided.merged for one in everyone["customer_id"].to_pylist()),
    )


def _bought(lines: ir.Table, period: Period | None) -> ir.Table:
    """customer_id, revenue_minor of the period, and last: the day of the last purchase of all."""
    inside = ((lines.date >= period.start) & (lines.date < period.end)).ifelse(lines.revenue, 0) if period else lines.revenue
    named = lines.filter(lines.customer_id.notnull())
    revenue = (inside.sum() * 100).round().cast("int64")
    return named.group_by("customer_id").aggregate(revenue_minor=revenue, last=lines.date.max())


def _everyone(known: pa.Table, bought: Sequence[str]) -> pa.Table:
    """The customers of the list, and those that only lines name, of whom nothing else is known."""
    there = set(known["customer_id"].to_pylist())
    more = sorted(one for one in bought if one not in there)
    rows = pa.table({"customer_id": pa.array(more, pa.string())})
    return pa.concat_tables([known, rows], promote_options="default") if more else known


def _who(everyone: pa.Table, revenue: Mapping[str, int]) -> dict[str, Who]:
    rows = everyone.select(["customer_id", "name", "org_number", "postal_code", "city"]).to_pylist()
    return {
        row["customer_id"]: Who(
            customer_id=row["customer_id"],
            name=row["name"] or "",
            org_number=row["org_number"] or "",
            place=" ".join(part for part in (row["postal_code"], row["city"]) if part),
            revenue_minor=revenue.get(row["customer_id"], 0),
        )
        for row in rows
    }


def to_json(result: IdentityResult) -> dict[str, Any]:
    """The result as plain JSON values: every proposal with its reasons, what is merged, and the groups."""
    return {
        "customers": result.counted,
        "proposals": [
            {
                "kind": one.kind,
                "strength": one.strength,
                "keep": one.keep,
                "others": list(one.others),
                "name": one.name or None,
                "reasons": [str(reason) for reason in one.reasons],
                "against": [str(reason) for reason in one.against],
                "why_keep": str(one.why_keep),
                "revenue_minor": one.revenue_minor,
            }
            for one in result.proposals
        ],
        "merged": {keep: list(members) for keep, members in result.merged.items()},
        "groups": result.groups.members,
        "parents_in_a_circle": [list(cycle) for cycle in result.groups.cycles],
    }
