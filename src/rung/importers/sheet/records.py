"""Who could buy, who works there, and what was done? Rows of market lists, contact lists and activity logs, each a fact as it comes.

Nothing is gathered in memory but which rows were there already, for a company register has millions of rows.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text, texts
from rung.facts import TABLES, Chunk, Event, FactTable, Problem
from rung.importers.sheet.block import Block, at
from rung.importers.sheet.cells import Cells, Mask, ids, words
from rung.importers.sheet.keys import joined
from rung.importers.sheet.lines import about_date
from rung.importers.sheet.numbers import MONEY, parse
from rung.importers.sheet.parties import attributes_of
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.problems import RowProblems
from rung.importers.sheet.tidying import coded, full_names, org_numbers, per_value, tidied
from rung.importers.sheet.vocabulary import direction, happened, has_ended

_GONE = ("bankrupt", "winding_up", "ended")
_DAYS = ("date", "closed", "opened")
_SIXTY = pa.scalar(Decimal(60), pa.decimal128(3, 0))
# What says which activity it is where it has no number of its own.
_SAID = ("party_id", "contact_id", "seller_id", "channel", "result")


@dataclass(slots=True)
class _Bad:
    """Why rows are no facts: code -> the rows, in the order in which the reasons were found."""

    rows: int
    found: dict[str, Mask] = field(default_factory=dict)

    @property
    def any(self) -> Mask:
        """The rows that have a reason."""
        whole: Mask = np.logical_or.reduce([np.zeros(self.rows, dtype=bool), *self.found.values()])
        return whole

    def add(self, code: str, which: Mask) -> None:
        """Rows that are no facts for this reason, unless they have another already."""
        self.found[code] = which & ~self.any


class RecordReader:
    """Turns the data rows of one sheet into parties of the market, contacts or activities."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.table = plan, TABLES[plan.table]
        self.problems = RowProblems(plan.sheet)
        self.facts = self.gone = self.first_gone = 0
        self._seen: set[str] = set()
        self._alike: Counter[str] = Counter()

    @property
    def rows(self) -> int:
        """Rows that became facts or problems."""
        return self.facts + self.gone + self.problems.rows

    def read(self, block: Block) -> Iterator[Event]:
        """The facts and the problems of a block of data rows."""
        for place, lines in block.torn.items():
            yield from self.problems.add("sheet-torn-row", place, text("The fields do not fit under the header."), rows=lines)
        if not len(block):
            return
        about, bad = self._about(block), _Bad(len(block))
        keys, numbered = self._keys(block, about)
        self._set_aside(block, about, keys, bad)
        bad.add("sheet-row-twice", self._again(keys, numbered & ~bad.any))
        yield from self._wrong(block, keys, bad)
        good = ~bad.any
        self.facts += int(good.sum())
        if good.any():
            yield Chunk(self.table.name, self._facts(block, about, keys, good))

    def _about(self, block: Block) -> dict[str, Cells]:
        """Fact column -> cells; a contact or activity also gets the party and the person it is of."""
        about = attributes_of(block, self.table.name, self.plan)
        if self.table.name == "contacts":
            about |= {"name": _person(block, self.plan), "party_id": _party(block, self.plan)}
        if self.table.name == "activities":
            about["date"] = self._days(block)
            about["party_id"] = _party(block, self.plan)
            about["contact_id"] = coded(_contact_key(block, self.plan, about["party_id"], _person(block, self.plan)))
            about |= _effort(block, self.plan)
        return about

    def _days(self, block: Block) -> Cells:
        """When it was; of a sale that was opened and closed, when it was closed."""
        column = next(c for c in self.table.columns if c.name == "date")
        found = [tidied(column, role, block, self.plan).texts for role in _DAYS if role in self.plan.taken]
        return coded(pc.coalesce(*found) if found else pa.nulls(len(block), pa.date32()))

    def _keys(self, block: Block, about: dict[str, Cells]) -> tuple[Any, Mask]:
        """Which row it is, and whether a second row of that name is the same one: an activity without a number may happen twice."""
        plan = self.plan
        if self.table.name == "market":
            place = [about[name] for name in ("name", "postal_code") if name in about]
            named = pc.if_else(pa.array(place[0].missing), None, joined(place)) if "name" in about else pa.nulls(len(block), pa.string())
            own = ids(block.cells(plan.taken.get("party_id"))).texts
            number = about["org_number"].texts if "org_number" in about else pa.nulls(len(block), pa.string())
            return pc.coalesce(number, own, named), np.ones(len(block), dtype=bool)
        if self.table.name == "contacts":
            spare = coded(pc.coalesce(*(about[n].texts for n in ("name", "email", "phone") if n in about)))
            return _contact_key(block, plan, about["party_id"], spare), np.ones(len(block), dtype=bool)
        number = ids(block.cells(plan.taken.get("activity_id"))).texts
        days = Cells(about["date"].values.cast(pa.string()), about["date"].codes)
        said = joined([days, *(about[name] for name in _SAID if name in about)])
        return pc.coalesce(number, said), np.asarray(pc.is_valid(number))

    def _set_aside(self, block: Block, about: dict[str, Cells], keys: Any, bad: _Bad) -> None:
        if self.table.name == "market":
            bad.add("gone", _gone(block, self.plan))
            bad.add("sheet-no-number", np.asarray(pc.is_null(keys)))
        if self.table.name == "contacts":
            bad.add("sheet-no-person", np.asarray(pc.is_null(keys)))
            bad.add("left", _left_unread(block, self.plan, about))
        if self.table.name == "activities":
            bad.add("date", about["date"].missing)

    def _again(self, keys: Any, which: Mask) -> Mask:
        """Rows whose key has stood above."""
        again = np.zeros(len(which), dtype=bool)
        rows = np.flatnonzero(which)
        for row, key in zip(rows.tolist(), keys.take(pa.array(rows)).to_pylist(), strict=True):
            if key in self._seen:
                again[row] = True
            else:
                self._seen.add(key)
        return again

    def _wrong(self, block: Block, keys: Any, bad: _Bad) -> Iterator[Problem]:
        gone = bad.found.get("gone", np.zeros(0, dtype=bool))
        if gone.any():
            self.first_gone = self.first_gone or int(block.places[gone].min())
            self.gone += int(gone.sum())
            self.problems.rejected.add_all("sheet-firm-closed", block.places[gone])
        for code, which in bad.found.items():
            for row in np.flatnonzero(which).tolist() if code != "gone" else ():
                yield from self.problems.add(*self._said(code, block, keys, row))

    def _said(self, code: str, block: Block, keys: Any, row: int) -> tuple[str, int, Text]:
        place = int(block.places[row])
        if code in ("date", "left"):
            taken = [self.plan.taken[role] for role in ((*_DAYS,) if code == "date" else ("left",)) if role in self.plan.taken]
            filled = [n for n in taken if not block.cells(n).missing[row]]
            cells = block.cells((*filled, *taken, None)[0])
            return "sheet-date-not-read" if filled else "sheet-no-date", place, about_date(cells, row)
        if code == "sheet-row-twice":
            return code, place, text("{number} is listed above already.", number=keys[row].as_py())
        missing = text("The number is missing.") if code == "sheet-no-number" else text("The name of the person is missing.")
        return code, place, missing

    def _facts(self, block: Block, about: dict[str, Cells], keys: Any, good: Mask) -> pa.Table:
        keep = pa.array(good)
        columns = {name: cells.filter(keep).texts for name, cells in about.items()}
        columns |= {self.table.key: self._unlike(keys.filter(keep)), "row": pa.array(block.places[good], pa.int64())}
        columns["file"] = pa.repeat(self.plan.sheet.label, int(good.sum()))
        return _assembled(self.table, columns, int(good.sum()))

    def _unlike(self, keys: Any) -> Any:
        """The same words for two activities of one day are two activities: the second gets a #2."""
        if self.table.name != "activities":
            return keys
        found = []
        for key in keys.to_pylist():
            self._alike[key] += 1
            found.append(key if self._alike[key] == 1 else f"{key}#{self._alike[key]}")
        return pa.array(found, pa.string())

    def end(self) -> Iterator[Chunk | Problem]:
        """What was wrong with the rows, and how many firms are no more."""
        yield from self.problems.end()
        if self.gone:
            found = texts(
                "{count} firm is bankrupt, closed down or being wound up (row {row}), and is left out.",
                "{count} firms are bankrupt, closed down or being wound up (the first is row {row}), and are left out.",
                count=self.gone,
                row=str(self.first_gone),
            )
            remedy = text("Nothing to do: they cannot become customers.")
            yield Problem(code="sheet-firm-closed", where=at(self.plan.sheet.label), found=found, remedy=remedy, rows=self.gone)


def _assembled(table: FactTable, columns: dict[str, Any], rows: int) -> pa.Table:
    schema = table.read_schema
    return pa.table({f.name: columns[f.name] if f.name in columns else pa.nulls(rows, f.type) for f in schema}, schema=schema)


def _party(block: Block, plan: Plan) -> Cells:
    """The customer number where there is one, else the organisation number, the number in a list, the name."""
    cells = {role: block.cells(plan.taken.get(role)) for role in ("customer_id", "org_number", "party_id", "customer_name")}
    number, name = org_numbers(cells["org_number"]), words(cells["customer_name"])
    return coded(pc.coalesce(ids(cells["customer_id"]).texts, number.texts, ids(cells["party_id"]).texts, name.texts))


def _person(block: Block, plan: Plan) -> Cells:
    return words(block.cells(plan.taken["contact_name"])) if "contact_name" in plan.taken else full_names(block, plan.taken)


def _contact_key(block: Block, plan: Plan, party: Cells, person: Cells) -> Any:
    """The number of a person; else the party and the name, the same in a contact list as in a log. Nothing where no person is named."""
    own = ids(block.cells(plan.taken.get("contact_id"))).texts
    return pc.coalesce(own, pc.if_else(pa.array(person.missing), None, joined([party, person])))


def _effort(block: Block, plan: Plan) -> dict[str, Cells]:
    """Who did it, which way it went, how long it took and what it cost."""
    by_number = plan.taken.get("seller_id")
    cost = block.cells(plan.taken.get("expense"))
    found = {
        "seller_id": ids(block.cells(plan.taken.get("seller_name") if by_number is None else by_number)),
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


def _gone(block: Block, plan: Plan) -> Mask:
    """Firms that a register says are bankrupt, closed or being wound up."""
    found = np.zeros(len(block), dtype=bool)
    for role in (*_GONE, "status"):
        cells = block.cells(plan.taken.get(role))
        meaning = has_ended if role == "status" else happened
        found |= cells.where(np.array([meaning(value) for value in cells.values.to_pylist()], dtype=bool))
    return found


def _left_unread(block: Block, plan: Plan, about: dict[str, Cells]) -> Mask:
    """People who have left on a day that cannot be read: they must not pass for people who are there."""
    if "left" not in plan.taken:
        return np.zeros(len(block), dtype=bool)
    cells = block.cells(plan.taken["left"])
    said = cells.where(np.array([happened(value) for value in cells.values.to_pylist()], dtype=bool))
    return said & about["left"].missing
