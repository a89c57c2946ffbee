"""Is this a sheet that Rung wrote itself? Column names that are those of the facts are read back as these facts, all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import INVOICE_LINES, REJECTED, TABLES, Chunk, Column, Control, Event, FactTable
from rung.importers.sheet.block import Block, Sheet
from rung.importers.sheet.cells import Cells, Mask, words
from rung.importers.sheet.dates import days
from rung.importers.sheet.layout import Header
from rung.importers.sheet.mapping import columns_of
from rung.importers.sheet.numbers import FACTOR, MONEY, parse
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.problems import RowProblems
from rung.importers.sheet.recipe import quoted
from rung.importers.sheet.vocabulary import flag

# Where a row once stood says nothing of where it stands now.
_PLACE = ("batch", "file", "row")
# Put before a text by whoever writes a sheet, where a spreadsheet would take it for a formula.
_ESCAPED = r"^'('*[=+@\t\r-])"
_RATE = pa.decimal128(18, 8)
_LARGEST_RATE = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class CanonicalPlan(Plan):
    """How a sheet of facts is read: every column is what it is called."""


def canonical_plan(sheet: Sheet, mapping: Mapping[str, str]) -> CanonicalPlan | None:
    """The plan for a sheet of facts; None when it is none, or when the user says what its columns are."""
    if not sheet.head or columns_of(mapping):
        return None
    place, cells = sheet.head[0]
    names = tuple((cell or "").strip() for cell in cells)
    named = [name for name in names if name]
    table = next((one for one in TABLES.values() if one is not REJECTED and _has_columns(one, named)), None)
    if table is None or mapping.get("table", table.name) != table.name:
        return None
    taken = {name: n for n, name in enumerate(names) if name and name not in _PLACE}
    how = [*sheet.how, (text("What it is"), text("facts that Rung wrote: {table}", table=table.name))]
    # The names of the columns, not the roles of columns in general, say what each is; so the sheet has no other plan.
    return CanonicalPlan(sheet, Header(place, names), table.name, taken, {}, how=how)  # type: ignore[arg-type]  # all facts are tables


def _has_columns(table: FactTable, named: Sequence[str]) -> bool:
    """Whether these are the names of all its columns; those of its place may be there."""
    return len(set(named)) == len(named) and {*named} - {*_PLACE} == {column.name for column in table.columns} - {*_PLACE}


class CanonicalReader:
    """Turns the rows of a sheet of facts into these facts again."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.table = plan, TABLES[plan.table]
        self.problems = RowProblems(plan.sheet)
        self.facts = 0
        self.revenue = Decimal(0)
        self._seen: set[tuple[str, ...]] = set()

    @property
    def rows(self) -> int:
        """Rows that became facts or problems."""
        return self.facts + self.problems.rows

    def read(self, block: Block) -> Iterator[Event]:
        """The facts and the problems of a block of rows."""
        for place, lines in block.torn.items():
            yield from self.problems.add("sheet-torn-row", place, text("The fields do not fit under the header."), rows=lines)
        cells = {c.name: block.cells(self.plan.taken.get(c.name)) for c in self.table.columns if c.name not in _PLACE}
        facts = {c.name: _typed(c, cells[c.name]) for c in self.table.columns if c.name in cells}
        good = np.ones(len(block), dtype=bool)
        amounts = facts.get("revenue")
        for column, bad in self._unread(cells, facts):
            yield from self.problems.add_all("sheet-fact-not-read", block, bad & good, self._why(column, cells[column]), amounts)
            good &= ~bad
        again = self._again(facts, good)
        yield from self.problems.add_all("sheet-row-twice", block, again, self._twice(facts), amounts)
        good &= ~again
        self._add_up(cells)
        self.facts += int(good.sum())
        if good.any():
            yield Chunk(self.table.name, self._rows(facts, block, good))

    def _unread(self, cells: Mapping[str, Cells], facts: Mapping[str, Any]) -> Iterator[tuple[str, Mask]]:
        """Column, and the rows where it cannot be read or is missing though it must be there."""
        for column in self.table.columns:
            if column.name in facts:
                empty = np.asarray(pc.is_null(facts[column.name]))
                yield column.name, empty & ~cells[column.name].missing
                if column.required:
                    yield column.name, empty & ~self._may_lack(column, facts)

    def _may_lack(self, column: Column, facts: Mapping[str, Any]) -> Mask:
        """A line in foreign money waits for its rate."""
        if self.table is not INVOICE_LINES or column.name != "revenue":
            return np.zeros(len(facts[column.name]), dtype=bool)
        return np.asarray(pc.and_(pc.is_valid(facts["original_amount"]), pc.is_valid(facts["currency"])))

    def _why(self, column: str, cells: Cells) -> Any:
        def found(row: int) -> Text:
            if cells.missing[row]:
                return text("{column} is missing.", column=column)
            return text("{value} cannot be read as {column}.", value=quoted(cells, row), column=column)

        return found

    def _twice(self, facts: Mapping[str, Any]) -> Any:
        return lambda row: text("{number} is listed above already.", number=facts[self.table.key][row].as_py())

    def _again(self, facts: Mapping[str, Any], good: Mask) -> Mask:
        names = ["source", "line_key"] if self.table is INVOICE_LINES else [self.table.key]
        again = np.zeros(len(good), dtype=bool)
        rows = np.flatnonzero(good)
        keys = zip(*(facts[name].take(pa.array(rows)).to_pylist() for name in names), strict=True)
        for row, key in zip(rows.tolist(), keys, strict=True):
            again[row] = key in self._seen
            self._seen.add(key)
        return again

    def _add_up(self, cells: Mapping[str, Cells]) -> None:
        """A second sum of revenue, from the texts themselves."""
        if "revenue" in cells and len(cells["revenue"].values):
            counts = np.bincount(np.asarray(pc.drop_null(cells["revenue"].codes)), minlength=len(cells["revenue"].values))
            read = parse(cells["revenue"].values, ".").to_pylist()
            self.revenue += sum((value * int(count) for value, count in zip(read, counts, strict=True) if value is not None), Decimal(0))

    def _rows(self, facts: Mapping[str, Any], block: Block, good: Mask) -> pa.Table:
        keep, schema = pa.array(good), self.table.read_schema
        columns = {name: values.filter(keep) for name, values in facts.items()}
        columns |= {"file": pa.repeat(self.plan.sheet.label, int(good.sum())), "row": pa.array(block.places[good], pa.int64())}
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def end(self) -> Iterator[Event]:
        """What was wrong, and the sum of revenue once more."""
        yield from self.problems.end()
        if self.table is INVOICE_LINES:
            yield Control(
                text("{column}, added up a second time, whole file", column=text("{column}", column="revenue")), self.revenue, own=False
            )


def _typed(column: Column, cells: Cells) -> Any:
    """The values of a column, one per row; null where there is none or it cannot be read."""
    values = words(cells).values if column.kind in ("id", "text") else cells.values
    if column.kind in ("id", "text"):
        read = pc.replace_substring_regex(values, _ESCAPED, r"\1")
    elif column.kind == "date":
        number, valid, _ = days(values, "ymd")
        read = pa.array(number, pa.int32(), mask=~valid).cast(pa.date32())
    elif column.kind == "flag":
        read = pa.array([flag(value) for value in values.to_pylist()], pa.bool_())
    elif column.kind == "rate":
        wide = parse(values, ".", FACTOR)
        read = pc.round(pc.if_else(pc.less(pc.abs(wide), pa.scalar(_LARGEST_RATE)), wide, None), 8).cast(_RATE)
    elif column.kind == "count":
        whole = parse(values, ".")
        read = pc.if_else(pc.equal(pc.round(whole, 0), whole), pc.round(whole, 0).cast(pa.decimal128(18, 0), safe=False), None).cast(
            pa.int64()
        )
    else:
        read = parse(values, ".", MONEY)
    return cells.spread(read)
