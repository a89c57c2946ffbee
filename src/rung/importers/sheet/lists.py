"""Whom do we sell to, what, and who sells it? Lists of customers, products and sellers, with the contact persons that customers name."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import CONTACTS, Chunk, Event, Problem
from rung.importers.sheet.block import Block, Rows
from rung.importers.sheet.cells import Cells, Mask, ids
from rung.importers.sheet.firms import FirmNumbers
from rung.importers.sheet.parties import Register, attributes_of, first_rows, key_cells
from rung.importers.sheet.persons import contact_key, person
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.problems import RowProblems
from rung.importers.sheet.settling import settle
from rung.importers.sheet.tidying import tidied

# A telephone number or an e-mail address under "Kontakt" is nobody's name.
_NO_NAME = r"@|^[^\pL]*$"


class ListReader:
    """A list of customers, products or sellers: each row one fact, rows of the same number together. groups: names of product groups."""

    def __init__(self, plan: Plan, groups: Mapping[str, str] | None = None) -> None:
        self.plan, self.groups = plan, groups or {}
        self.problems = RowProblems(plan.sheet)
        self.register = Register(plan.table, plan.sheet.label)
        self.numbers = FirmNumbers(plan, twice=plan.table == "customers")
        self.people: set[str] = set()
        self.only_people = 0  # rows that say nothing new but who works there

    @property
    def rows(self) -> int:
        """Rows that became facts or problems."""
        return len(self.register.found) + self.only_people + self.problems.rows

    def read(self, block: Block) -> Iterator[Event]:
        """Take in a block of data rows; the persons that customers name are given at once."""
        for place, lines in block.torn.items():
            yield from self.problems.add("sheet-torn-row", place, text("The fields do not fit under the header."), rows=lines)
        keys = key_cells(block, self.plan.table, self.plan.taken)
        known = pa.array(list(self.register.found), pa.string())
        again = ~keys.missing
        again[first_rows(keys, keys.missing | keys.where(np.asarray(pc.is_in(keys.values, value_set=known))))] = False
        if self.plan.table == "customers" and "contact_name" in self.plan.taken:
            rows, people = self._contacts(block, keys)
            self.only_people += int(again[rows].sum())
            again[rows] = False
            yield from [Chunk("contacts", people)] if people.num_rows else []
        yield from self._wrong(block, keys, again)
        self.numbers.note(block, keys)
        self.register.add(keys, self._about(block), block.places)

    def _wrong(self, block: Block, keys: Cells, again: Mask) -> Iterator[Problem]:
        def listed(row: int) -> Text:
            return text("{number} is listed above already.", number=keys.values[keys.codes[row].as_py()].as_py())

        yield from self.problems.add_all("sheet-no-number", block, keys.missing, lambda _row: text("The number is missing."))
        yield from self.problems.add_all("sheet-listed-twice", block, again, listed)

    def _about(self, block: Block) -> dict[str, Cells]:
        about = attributes_of(block, self.plan.table, self.plan)
        if self.groups and "product_group" in about:
            numbers = ids(about["product_group"])
            named = [self.groups.get(number, number) for number in numbers.values.to_pylist()]
            about["product_group"] = Cells(pa.array(named, pa.string()), numbers.codes)
        if self.plan.table == "sellers" and "team" in about:
            about["team"] = ids(about["team"])
        return about

    def _contacts(self, block: Block, keys: Cells) -> tuple[Rows, pa.Table]:
        """The rows that name a person at a customer for the first time, and these persons."""
        who = person(block, self.plan)
        nameless = who.where(np.asarray(pc.match_substring_regex(who.values, _NO_NAME), dtype=bool))
        numbers = contact_key(block, self.plan, keys, who)
        new = []
        for row in np.flatnonzero(~(keys.missing | who.missing | nameless)).tolist():
            if (number := numbers[row].as_py()) not in self.people:
                self.people.add(number)
                new.append(row)
        rows = np.array(new, dtype=np.int64)
        taken = {c.name: c for c in CONTACTS.columns if c.name in ("title", "role") and c.name in self.plan.taken}
        columns: dict[str, Any] = {name: tidied(column, name, block, self.plan).texts for name, column in taken.items()}
        columns |= {"contact_id": numbers, "party_id": keys.texts, "name": who.texts, "row": pa.array(block.places, pa.int64())}
        columns["file"] = pa.repeat(self.plan.sheet.label, len(block))
        schema = CONTACTS.read_schema
        whole = {field.name: columns[field.name] if field.name in columns else pa.nulls(len(block), field.type) for field in schema}
        return rows, pa.table(whole, schema=schema).take(pa.array(rows))

    def end(self) -> Iterator[Chunk | Problem]:
        """The list, and what was wrong with it."""
        settle(self.register, self.plan)
        yield from self.register.chunks()
        yield from self.problems.end()
        yield from self.numbers.problems()
