"""What may we sell, and what became of it? Rows of a pipeline: open, won and lost opportunities."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.facts import OPPORTUNITIES
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, ids, words
from rung.importers.sheet.numbers import FACTOR, parse
from rung.importers.sheet.persons import party
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.recipe import About, Listed, Recipe, in_words, keyed, no_number, of_either
from rung.importers.sheet.tidying import coded, per_value, tidied
from rung.importers.sheet.vocabulary import outcome

RATE = pa.decimal128(18, 8)
_PERCENT = re.compile(r"%|pct|percent|pro[sc]ent")
_ROLES = {"opened": ("opened", "date"), "closed": ("closed",), "expected": ("expected",), "amount": ("value",)}
# What says which opportunity it is where it has no number of its own.
_SAID = ("party_id", "name", "product_id", "seller_id", "opened")


class Opportunities(Recipe):
    """Opportunities, each by its number, else by whom it is with, what it is about and when it was opened."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        # Whether 60 is six tenths: told by the header, else by the first values above 1.
        self.percent = bool(_PERCENT.search(plan.headers.get("probability", "").lower()))

    def read(self, block: Block) -> Listed:
        """What the list says of each opportunity."""
        about = self._about(block)
        number = ids(block.cells(self.plan.taken.get("opportunity_id"))).texts
        keys = keyed(number, [in_words(about[name]) if name == "opened" else about[name] for name in _SAID if name in about])
        return Listed(about, keys, np.asarray(pc.is_valid(number)), [no_number(keys)])

    def _about(self, block: Block) -> About:
        """Fact column -> cells. An open one with a closing date is one that is expected to close then."""
        columns = {c.name: c for c in OPPORTUNITIES.columns}
        found = {
            name: coded(pc.coalesce(*(tidied(columns[name], role, block, self.plan).texts for role in taken)))
            for name, roles in _ROLES.items()
            if (taken := [role for role in roles if role in self.plan.taken])
        }
        found |= {
            "party_id": party(block, self.plan),
            "name": words(block.cells(self.plan.taken.get("opportunity_name"))),
            "seller_id": ids(of_either(block, self.plan, "seller_id", "seller_name")),
            "product_id": of_either(block, self.plan, "product_id", "product_name"),
            "stage": words(block.cells(self.plan.taken.get("stage"))),
            "outcome": self._outcome(block),
            "probability": coded(self._probability(block)),
        }
        if "closed" in found:
            open_ = pa.array(found["outcome"].missing)
            then = [found["expected"].texts] if "expected" in found else []
            found["expected"] = coded(pc.coalesce(*then, pc.if_else(open_, found["closed"].texts, None)))
            found["closed"] = coded(pc.if_else(open_, None, found["closed"].texts))
        return found

    def _outcome(self, block: Block) -> Cells:
        """As the column for it says, else as the stage implies."""
        columns = [block.cells(self.plan.taken.get(role)) for role in ("outcome", "stage")]
        return coded(pc.coalesce(*(per_value(cells, outcome, pa.string()).texts for cells in columns)))

    def _probability(self, block: Block) -> Any:
        """Shares from 0 to 1."""
        cells = block.cells(self.plan.taken.get("probability"))
        read = parse(cells.values, self.plan.signs.get("probability", "."), FACTOR)
        stated = np.asarray(pc.match_substring(cells.values, "%"), dtype=bool)
        self.percent = self.percent or bool(pc.any(pc.greater(read.filter(pa.array(~stated)), 1)).as_py())
        share = pc.divide(read.cast(pa.decimal128(28, 14)), pa.scalar(100, pa.decimal128(3, 0)))
        found = pc.if_else(pa.array(stated | self.percent), share.cast(pa.decimal128(28, 14), safe=False), read.cast(pa.decimal128(28, 14)))
        fits = pc.and_(pc.greater_equal(found, 0), pc.less_equal(found, 1))
        return cells.spread(pc.round(pc.if_else(fits, found, None), 8, "half_towards_infinity").cast(RATE))
