"""Who works there, and what was done with them? Rows of contact lists and of logs of visits, calls, meetings and offers."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import text
from rung.facts import ACTIVITIES
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, ids, words
from rung.importers.sheet.keys import joined
from rung.importers.sheet.numbers import MONEY, parse
from rung.importers.sheet.parties import attributes_of
from rung.importers.sheet.persons import contact_key, party, person
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.recipe import About, Listed, Recipe, Wrong, every, first_of, in_words, no_date, of_either
from rung.importers.sheet.tidying import coded, per_value, tidied
from rung.importers.sheet.vocabulary import direction, happened

_DAYS = ("date", "closed", "opened")
_SIXTY = pa.scalar(Decimal(60), pa.decimal128(3, 0))
# What says which activity it is where it has no number of its own.
_SAID = ("party_id", "contact_id", "seller_id", "channel", "result")


class Contacts(Recipe):
    """Persons, each by its number, else by where it works and its name; a second row of the same person is the same person."""

    def read(self, block: Block) -> Listed:
        """What the list says of each person."""
        own = {"name": person(block, self.plan), "party_id": party(block, self.plan)}
        about = attributes_of(block, "contacts", self.plan) | own
        if "role" in self.plan.taken and "title" not in self.plan.taken:  # "Rolle" is what they are called there, too
            about["title"] = words(block.cells(self.plan.taken["role"]))
        spare = first_of(*(about[n].texts for n in ("name", "email", "phone") if n in about))
        keys = contact_key(block, self.plan, about["party_id"], spare)
        nobody = Wrong(np.asarray(pc.is_null(keys)), "sheet-no-person", lambda _row: text("The name of the person is missing."))
        return Listed(about, keys, every(block), [nobody, *self._left_unread(block, about)])

    def _left_unread(self, block: Block, about: About) -> list[Wrong]:
        """People who have left on a day that cannot be read: they must not pass for people who are there."""
        if "left" not in self.plan.taken:
            return []
        cells = block.cells(self.plan.taken["left"])
        said = cells.where(np.array([happened(value) for value in cells.values.to_pylist()], dtype=bool))
        return no_date(block, self.plan, ("left",), said & about["left"].missing)


class Activities(Recipe):
    """Activities, each by its number, else by all that is said of it; then the same words twice are two activities."""

    def read(self, block: Block) -> Listed:
        """What the log says of each activity."""
        where = party(block, self.plan)
        who = coded(contact_key(block, self.plan, where, person(block, self.plan)))
        own = {"date": self._days(block), "party_id": where, "contact_id": who}
        about = attributes_of(block, "activities", self.plan) | own | _effort(block, self.plan)
        number = ids(block.cells(self.plan.taken.get("activity_id"))).texts
        said = joined([in_words(about["date"]), *(about[name] for name in _SAID if name in about)])
        wrong = no_date(block, self.plan, _DAYS, about["date"].missing)
        return Listed(about, pc.coalesce(number, said), np.asarray(pc.is_valid(number)), wrong)

    def _days(self, block: Block) -> Cells:
        """When it was; of what was opened and closed, when it was closed."""
        column = next(c for c in ACTIVITIES.columns if c.name == "date")
        found = [tidied(column, role, block, self.plan).texts for role in _DAYS if role in self.plan.taken]
        return first_of(*found) if found else coded(pa.nulls(len(block), pa.date32()))


def _effort(block: Block, plan: Plan) -> dict[str, Cells]:
    """Who did it, which way it went, how long it took and what it cost."""
    cost = block.cells(plan.taken.get("expense"))
    found = {
        "seller_id": ids(of_either(block, plan, "seller_id", "seller_name")),
        "cost": coded(cost.spread(parse(cost.values, plan.signs.get("expense", ".")))),
    }
    if "incoming" not in plan.taken and "channel" in plan.taken:
        found["incoming"] = per_value(block.cells(plan.taken["channel"]), _by_channel, pa.bool_())
    if "minutes" not in plan.taken and "hours" in plan.taken:
        hours = block.cells(plan.taken["hours"])
        minutes = pc.multiply(parse(hours.values, plan.signs.get("hours", ".")).cast(pa.decimal128(22, 4)), _SIXTY)
        fits = pc.less(pc.abs(minutes), pa.scalar(10**14).cast(minutes.type))
        found["minutes"] = coded(hours.spread(pc.if_else(fits, minutes, None).cast(MONEY)))
    return found


def _by_channel(channel: str) -> bool | None:
    """Only a channel that says so itself: "inngående samtale"."""
    return direction(channel) if " " in channel or len(channel) > len("innringt") else None
