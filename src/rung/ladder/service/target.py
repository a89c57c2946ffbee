"""How large is each target group, and how much of it do we have?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rung.ladder.compute.groups import TargetGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSize:
    """A target group: how many parties are in it, how many of them stand on which step, and for how many nobody knows enough to tell."""

    name: str
    parties: int
    customers: int
    buyers: int
    warm_leads: int
    leads: int
    unknown: int

    @property
    def share(self) -> float | None:
        """The part of the group that has bought from us, once or more; None when the group is empty."""
        return (self.customers + self.buyers) / self.parties if self.parties else None


def sizes(everyone: pa.Table, groups: Sequence[TargetGroup]) -> list[GroupSize]:
    """The size of each group, in its order. everyone: `LadderResult.parties`."""
    return [_size(everyone, group.name, f"group_{n}") for n, group in enumerate(groups)]


def _size(everyone: pa.Table, name: str, column: str) -> GroupSize:
    steps = everyone.filter(pc.fill_null(everyone[column], fill_value=False))["step"]
    counted = {row["values"]: row["counts"] for row in pc.value_counts(steps).to_pylist()}
    return GroupSize(
        name=name,
        parties=len(steps),
        customers=counted.get("customer", 0),
        buyers=counted.get("buyer", 0),
        warm_leads=counted.get("warm_lead", 0),
        leads=counted.get("lead", 0),
        unknown=everyone[column].null_count,
    )
