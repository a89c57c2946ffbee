"""Which rows of a list are facts? Each row of a market list, a log, a pipeline, a budget or a table of rates, as a fact as it comes.

Nothing is gathered in memory but which rows were there already, for a company register has millions of rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from rung.base import Text, text, texts
from rung.facts import TABLES, Chunk, Event, FactTable, Problem
from rung.importers.sheet.block import Block, at
from rung.importers.sheet.cells import Mask
from rung.importers.sheet.market import Market
from rung.importers.sheet.opportunities import Opportunities
from rung.importers.sheet.people import Activities, Contacts
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.problems import RowProblems
from rung.importers.sheet.quotas import Quotas
from rung.importers.sheet.rates import Rates
from rung.importers.sheet.recipe import About, Listed, Recipe, Wrong, quoted

RECIPES: Mapping[str, Callable[[Plan], Recipe]] = {
    "market": Market,
    "contacts": Contacts,
    "activities": Activities,
    "opportunities": Opportunities,
    "quotas": Quotas,
    "exchange_rates": Rates,
}
# The column of the sheet that a fact column comes from, when it is not called the same.
_SOURCES = {"opportunities": {"amount": "value"}}
_TYPED = ("date", "money", "quantity", "count", "rate")


@dataclass(slots=True)
class _Unread:
    """Cells of facts that say something we cannot read."""

    count: int = 0
    row: int = 0
    value: str = ""


@dataclass(slots=True)
class RecordReader:
    """Turns the data rows of one sheet into facts, as the recipe of its table says."""

    plan: Plan
    facts: int = 0
    summed_up: int = 0
    _seen: set[str] = field(default_factory=set)
    _alike: Counter[str] = field(default_factory=Counter)
    _unread: dict[str, _Unread] = field(default_factory=dict)
    table: FactTable = field(init=False)
    recipe: Recipe = field(init=False)
    problems: RowProblems = field(init=False)

    def __post_init__(self) -> None:
        self.table = TABLES[self.plan.table]
        self.recipe = RECIPES[self.plan.table](self.plan)
        self.problems = RowProblems(self.plan.sheet)

    @property
    def rows(self) -> int:
        """Rows that became facts or problems."""
        return self.facts + self.summed_up + self.problems.rows

    def read(self, block: Block) -> Iterator[Event]:
        """The facts and the problems of a block of data rows."""
        for place, lines in block.torn.items():
            yield from self.problems.add("sheet-torn-row", place, text("The fields do not fit under the header."), rows=lines)
        if not len(block):
            return
        listed = self.recipe.read(block)
        good, wrong = self._judged(listed)
        # A row of a turned sheet gives several lines, and is still one row.
        told = set(block.places[good].tolist())
        self.facts += len(told)
        for one in wrong:
            yield from self._wrong(block, one, told)
        if good.any():
            self._note_unread(block, listed.about, good)
            yield Chunk(self.table.name, self._facts(block, listed, good))

    def _judged(self, listed: Listed) -> tuple[Mask, list[Wrong]]:
        """Which rows are facts, and why the others are none: each row has one reason."""
        good, wrong = np.ones(len(listed.once), dtype=bool), []
        for one in listed.wrong:
            wrong.append(Wrong(one.which & good, one.code, one.found))
            good &= ~one.which

        def again(row: int) -> Text:
            return text("{number} is listed above already.", number=listed.keys[row].as_py())

        wrong.append(Wrong(self._again(listed, good), "sheet-row-twice", again))
        return good & ~wrong[-1].which, wrong

    def _again(self, listed: Listed, good: Mask) -> Mask:
        """Rows whose key has stood above."""
        again = np.zeros(len(good), dtype=bool)
        rows = np.flatnonzero(listed.once & good)
        for row, key in zip(rows.tolist(), listed.keys.take(pa.array(rows)).to_pylist(), strict=True):
            if key in self._seen:
                again[row] = True
            else:
                self._seen.add(key)
        return again

    def _wrong(self, block: Block, wrong: Wrong, told: set[int]) -> Iterator[Problem]:
        if wrong.found is None:
            self.summed_up += int(wrong.which.sum())
            self.problems.rejected.add_all(wrong.code, block.places[wrong.which])
            return
        for row in np.flatnonzero(wrong.which).tolist():
            place = int(block.places[row])
            yield from self.problems.add(wrong.code, place, wrong.found(row), rows=0 if place in told else 1)
            told.add(place)

    def _note_unread(self, block: Block, about: About, good: Mask) -> None:
        sources = _SOURCES.get(self.table.name, {})
        for column in self.table.columns:
            role = sources.get(column.name, column.name)
            if column.kind not in _TYPED or role == "left" or role not in self.plan.taken or column.name not in about:
                continue
            cells = block.cells(self.plan.taken[role])
            lost = np.flatnonzero(good & ~cells.missing & about[column.name].missing)
            if len(lost):
                first = int(lost[0])
                seen = self._unread.setdefault(role, _Unread(0, int(block.places[first]), quoted(cells, first)))
                seen.count += len(lost)

    def _facts(self, block: Block, listed: Listed, good: Mask) -> pa.Table:
        keep, rows = pa.array(good), int(good.sum())
        columns = {name: cells.filter(keep).texts for name, cells in listed.about.items()}
        columns |= {self.table.key: self._unlike(listed, good), "row": pa.array(block.places[good], pa.int64())}
        columns["file"] = pa.repeat(self.plan.sheet.label, rows)
        schema = self.table.read_schema
        return pa.table({f.name: columns[f.name] if f.name in columns else pa.nulls(rows, f.type) for f in schema}, schema=schema)

    def _unlike(self, listed: Listed, good: Mask) -> Any:
        """The same words for two rows without a number are two facts: the second gets a #2."""
        values = listed.keys.filter(pa.array(good))
        if (listed.once & good).sum() == good.sum():
            return values
        found = []
        for key in values.to_pylist():
            self._alike[key] += 1
            found.append(key if self._alike[key] == 1 else f"{key}#{self._alike[key]}")
        return pa.array(found, pa.string())

    def end(self) -> Iterator[Chunk | Problem]:
        """What was wrong with the rows, and with single cells of them."""
        yield from self.problems.end()
        yield from self.recipe.remarks()
        for role, seen in self._unread.items():
            found = texts(
                "{count} value in {column} cannot be read and was left out: {value} in row {row}.",
                "{count} values in {column} cannot be read and were left out, the first is {value} in row {row}.",
                count=seen.count,
                column=self.plan.headers[role],
                value=seen.value,
                row=str(seen.row),
            )
            remedy = text("Correct it and import again, or let it be.")
            yield Problem(code="sheet-value-not-read", where=at(self.plan.sheet.label), found=found, remedy=remedy)
