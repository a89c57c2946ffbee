"""Take an import out again: the figures are as if it had never been, and what people wrote stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from rung.base import Text
from rung.engine import FactStore, Snapshot, Undone

Party = Mapping[str, Any]
# What people wrote about some parties, each as a sentence.
WrittenAbout = Callable[[Sequence[Party]], Sequence[Text]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """What undoing did. gone: the customers nobody knows of any more. kept: what people wrote about them, which stays."""

    undone: Undone
    gone: tuple[Party, ...]
    kept: tuple[Text, ...]


def take_out(*, store: FactStore, batch: str, written_about: WrittenAbout) -> TakenOut:
    """Undo one import. written_about: says what people wrote about the customers that go with it. Raises BatchNotFound, StoreBusy."""
    before = _customers(store)
    undone = store.undo(batch)
    left = _customers(store).keys()
    gone = tuple(party for customer_id, party in sorted(before.items()) if customer_id not in left)
    return TakenOut(undone=undone, gone=gone, kept=tuple(written_about(gone)) if gone else ())


def _customers(store: FactStore) -> dict[str, Party]:
    """Every customer by number: of the list, and of the lines."""
    with store.snapshot() as snapshot:
        listed = {row["customer_id"]: row for row in snapshot.run(snapshot.table("customers")).to_pylist()}
        named = snapshot.run(_named(snapshot)).column("customer_id").to_pylist()
    return {one: {"customer_id": one} for one in named} | listed


def _named(snapshot: Snapshot) -> ir.Table:
    lines = snapshot.source("lines").select("customer_id").union(snapshot.source("ledger").select("customer_id"))
    return lines.filter(lines.customer_id.notnull()).distinct()
