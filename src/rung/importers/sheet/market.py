"""Who could buy? Rows of company registers and lists of prospects; firms that are no more are left out and counted."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import text, texts
from rung.facts import Problem
from rung.importers.sheet.block import Block, at
from rung.importers.sheet.cells import Mask, ids
from rung.importers.sheet.firms import FirmNumbers
from rung.importers.sheet.keys import joined
from rung.importers.sheet.parties import attributes_of
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.recipe import About, Listed, Recipe, Wrong, every, no_number
from rung.importers.sheet.vocabulary import happened, has_ended

_GONE = ("bankrupt", "winding_up", "ended")


class Market(Recipe):
    """Parties, each by its organisation number, else its number in the list, else its name and place."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.gone = self.first_gone = 0
        self.numbers = FirmNumbers(plan)

    def read(self, block: Block) -> Listed:
        """What the list says of each party; a second row of the same party is the same party."""
        about = attributes_of(block, "market", self.plan)
        self.numbers.note(block)
        keys = self._keys(block, about)
        return Listed(about, keys, every(block), [Wrong(self._gone(block), "sheet-firm-closed", None), no_number(keys)])

    def _keys(self, block: Block, about: About) -> Any:
        place = [about[name] for name in ("name", "postal_code") if name in about]
        named = pc.if_else(pa.array(place[0].missing), None, joined(place)) if "name" in about else pa.nulls(len(block), pa.string())
        own = ids(block.cells(self.plan.taken.get("party_id"))).texts
        number = about["org_number"].texts if "org_number" in about else pa.nulls(len(block), pa.string())
        return pc.coalesce(number, own, named)

    def _gone(self, block: Block) -> Mask:
        """Firms that a register says are bankrupt, closed or being wound up."""
        found = np.zeros(len(block), dtype=bool)
        for role in (*_GONE, "status"):
            cells = block.cells(self.plan.taken.get(role))
            meaning = has_ended if role == "status" else happened
            found |= cells.where(np.array([meaning(value) for value in cells.values.to_pylist()], dtype=bool))
        if found.any():
            self.first_gone = self.first_gone or int(block.places[found].min())
            self.gone += int(found.sum())
        return found

    def remarks(self) -> Iterator[Problem]:
        """Organisation numbers that look wrong, and how many firms are no more."""
        yield from self.numbers.problems()
        if self.gone:
            found = texts(
                "{count} firm is bankrupt, closed down or being wound up (row {row}), and is left out.",
                "{count} firms are bankrupt, closed down or being wound up (the first is row {row}), and are left out.",
                count=self.gone,
                row=str(self.first_gone),
            )
            remedy = text("Nothing to do: they cannot become customers.")
            yield Problem(code="sheet-firm-closed", where=at(self.plan.sheet.label), found=found, remedy=remedy, rows=self.gone)
