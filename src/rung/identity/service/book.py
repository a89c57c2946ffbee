"""Who decided which customers are one, when, and what holds now? One file that outlives every import, every undo and every crash.

The file has customer numbers, who decided and when; names only where somebody wrote them in the words beside a decision. Customers that
are told apart by their names have those for numbers.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from rung.base import RungError
from rung.identity.compute.decisions import Decided, Decision, Kind, Refusal, refusal, resolve
from rung.identity.compute.groups import group_of, rolled
from rung.identity.service.journal import Journal, Record
from rung.identity.service.refusals import AlreadyAlone, AlreadyMerged, NotACustomer, NotMerged, RoundAndRound, WithItself


class IdentityBook:
    """The decisions in a folder, in identity.jsonl. Cheap to make.

    Every method that writes raises BookBusy when somebody else writes for longer than patience_seconds, BookDamaged when the file cannot be
    trusted, and the error named there when what is asked cannot be; then nothing is written. by: who decided; at: when, in local time;
    known: all customers there are (NotACustomer for others), None to take any.
    """

    def __init__(self, folder: Path, patience_seconds: float = 5.0) -> None:
        self._journal = Journal(folder / "identity.jsonl", patience_seconds)
        self.path = self._journal.path

    def merge(
        self, customer_ids: Sequence[str], into: str, *, by: str, at: datetime, why: str = "", known: Container[str] | None = None
    ) -> None:
        """These are `into` from now on, all of them or none. Raises WithItself, RoundAndRound, AlreadyMerged, NotACustomer."""
        self._decide("same", customer_ids, into, known, partial(Decision, by=by, at=at, why=why))

    def separate(self, customer_id: str, *, by: str, at: datetime, why: str = "") -> None:
        """It is its own customer again, with what was merged into it; nothing else changes. Raises NotMerged."""
        self._decide("apart", [customer_id], "", None, partial(Decision, by=by, at=at, why=why))

    def keep_apart(self, one: str, other: str, *, by: str, at: datetime, why: str = "", known: Container[str] | None = None) -> None:
        """These are two, and nobody is asked again. Raises WithItself, AlreadyMerged when they are one, NotACustomer."""
        self._decide("not_same", [one], other, known, partial(Decision, by=by, at=at, why=why))

    def put_in_group(
        self, customer_ids: Sequence[str], top: str, *, by: str, at: datetime, why: str = "", known: Container[str] | None = None
    ) -> None:
        """These belong under `top`, which may be in a group itself. Raises WithItself, RoundAndRound, NotACustomer."""
        self._decide("group", customer_ids, top, known, partial(Decision, by=by, at=at, why=why))

    def take_out_of_group(self, customer_id: str, *, by: str, at: datetime, why: str = "", known: Container[str] | None = None) -> None:
        """It belongs under nobody, whatever a file says, and nobody is asked again. Raises AlreadyAlone, NotACustomer."""
        self._decide("ungroup", [customer_id], "", known, partial(Decision, by=by, at=at, why=why))

    def decisions(self) -> list[Decision]:
        """Everything that was decided, oldest first."""
        return [one for record in self._journal.records() for one in _decisions(record)]

    def about(self, customer_id: str) -> list[Decision]:
        """Everything that was decided about a customer, oldest first."""
        return [one for one in self.decisions() if customer_id in {one.customer_id, one.into_id}]

    def state(self) -> Decided:
        """What holds now."""
        return resolve(self.decisions())

    def mapping(self, *, rolled_up: bool = False, customers: pa.Table | None = None) -> dict[str, str]:
        """Customer -> the customer it counts as; who counts as itself is not there.

        rolled_up: as the top of its group, by customers, a table as `compute.group_of` takes it; ValueError without one.
        """
        state = self.state()
        if not rolled_up:
            return dict(state.mapping)
        if customers is None:
            raise ValueError("customers=None must be a table of customers when rolled_up=True, for groups are in it")
        return rolled(state, group_of(customers, state))

    def forget_words(self, customer_id: str) -> int:
        """Take away the words beside every decision about a customer; what was decided stays. Gives how many it was."""
        touched = sum(bool(one.why) for one in self.about(customer_id))

        def without(records: Sequence[Record]) -> list[Record]:
            return [{**one, "why": ""} if customer_id in {*one["customers"], one["into"]} else one for one in records]

        if touched:
            self._journal.rewrite(without)
        return touched

    def _decide(
        self, kind: Kind, customer_ids: Sequence[str], into: str, known: Container[str] | None, make: Callable[..., Decision]
    ) -> None:
        unknown = next((one for one in (*customer_ids, *([into] if into else [])) if known is not None and one not in known), None)
        if unknown is not None:
            raise NotACustomer(unknown)

        def record(records: Sequence[Record]) -> Record:
            so_far = [one for before in records for one in _decisions(before)]
            for customer_id in customer_ids:
                state = resolve(so_far)
                before = _before(kind, state, customer_id) or into
                decision = make(kind=kind, customer_id=customer_id, into_id=before)
                why_not = refusal(state, decision)
                if why_not is not None:
                    raise _refused(why_not, state, decision)
                so_far.append(decision)
            last = so_far[-1]
            said = {"kind": kind, "customers": list(customer_ids), "into": last.into_id, "at": last.at.isoformat(), "by": last.by}
            return {**said, "why": last.why}

        if customer_ids:
            self._journal.add(record)


def _before(kind: Kind, state: Decided, customer_id: str) -> str:
    """What a customer is taken out of, so that the file tells it."""
    return {"apart": state.merged, "ungroup": state.grouped}.get(kind, {}).get(customer_id, "")


def _decisions(record: Record) -> list[Decision]:
    common: dict[str, Any] = {
        "into_id": record["into"],
        "by": record["by"],
        "at": datetime.fromisoformat(record["at"]),
        "why": record["why"],
    }
    return [Decision(kind=record["kind"], customer_id=one, **common) for one in record["customers"]]


def _refused(why: Refusal, state: Decided, decision: Decision) -> RungError:
    one, other = decision.customer_id, decision.into_id
    made: Mapping[Refusal, Callable[[], RungError]] = {
        "itself": lambda: WithItself(one),
        "cycle": lambda: RoundAndRound(one, other),
        "already": lambda: AlreadyMerged(one, state.merged[one]),
        "one_already": lambda: AlreadyMerged(*((one, state.final(one)) if one in state.merged else (other, state.final(other)))),
        "not_there": lambda: NotMerged(one, state.members(one)) if decision.kind == "apart" else AlreadyAlone(one),
    }
    return made[why]()
