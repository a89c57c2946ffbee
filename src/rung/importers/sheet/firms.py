"""Whose organisation numbers are these? Digits only, a person's never kept; and what there is to say of numbers that look wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text, texts
from rung.facts import Problem
from rung.importers.numbers import Numbers, org_number, org_numbers
from rung.importers.sheet.block import Block, Rows, at
from rung.importers.sheet.cells import Cells, ids

if TYPE_CHECKING:
    from rung.importers.sheet.planning import Plan

_LOOKED_AT = 300
_SHOWN = 10
_LENGTHS = {"NO": 9, "DK": 8, "SE": 10}


def numbers_of(cells: Cells) -> Numbers:
    """The organisation numbers behind the distinct values of a column."""
    values = ids(cells).values
    told = Counter(found for found in org_numbers(values.slice(0, _LOOKED_AT)).country.to_pylist() if found)
    country = told.most_common(1)[0][0] if told else None
    return _of_other_countries(values, org_numbers(values, country)) if country else org_numbers(values)


def _of_other_countries(values: pa.Array, found: Numbers) -> Numbers:
    """Numbers that are wrong in the country of most of them, and right in another or too long or short for it, are not wrong."""
    columns = [column.to_pylist() for column in found]
    for n in np.flatnonzero(~np.asarray(pc.fill_null(found.valid, fill_value=True))).tolist():
        other = org_number(values[n].as_py())
        if other.personal or other.valid or len(other.digits) != _LENGTHS[columns[1][n]]:
            for column, value in zip(columns, (other.digits or None, other.country or None, other.valid, other.personal), strict=True):
                column[n] = value
    return Numbers(*(pa.array(column, whole.type) for column, whole in zip(columns, found, strict=True)))


@dataclass(slots=True)
class _Rows:
    """Rows to tell of: how many, and the first ones."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, places: Rows) -> None:
        self.count += len(places)
        self.first += places[: _SHOWN - len(self.first)].tolist()

    @property
    def words(self) -> str:
        return ", ".join(map(str, self.first)) + (" …" if self.count > len(self.first) else "")


class FirmNumbers:
    """What is said at the end about the organisation numbers of one sheet. twice: whether two rows with one number are worth telling."""

    def __init__(self, plan: "Plan", *, twice: bool = False) -> None:
        self.plan, self.twice = plan, twice
        self.wrong, self.people, self.again = _Rows(), _Rows(), _Rows()
        self._owners: dict[str, str] = {}

    def note(self, block: Block, keys: Cells | None = None) -> None:
        """Look at the rows of a block. keys: who each row is about, where two must not share a number."""
        if "org_number" not in self.plan.taken:
            return
        cells = block.cells(self.plan.taken.get("org_number"))
        found = numbers_of(cells)
        people = np.asarray(pc.fill_null(found.personal, fill_value=False))
        self.wrong.add(block.places[cells.where(~np.asarray(pc.fill_null(found.valid, fill_value=True)) & ~people)])
        self.people.add(block.places[cells.where(people)])
        if self.twice and keys is not None:
            self._shared(block, keys, cells.spread(found.digits).to_pylist())

    def _shared(self, block: Block, keys: Cells, digits: list[str | None]) -> None:
        pairs = zip(keys.texts.to_pylist(), digits, block.places.tolist(), strict=True)
        shared = [place for key, number, place in pairs if key and number and self._owners.setdefault(number, key) != key]
        self.again.add(np.array(shared, dtype=np.int64))

    def problems(self) -> Iterator[Problem]:
        """Numbers that look wrong, numbers of people, numbers that two customers share."""
        if self.wrong.count:
            said = texts(
                "{count} organisation number has a check digit that does not fit (row {rows}).",
                "{count} organisation numbers have a check digit that does not fit (rows {rows}).",
                count=self.wrong.count,
                rows=self.wrong.words,
            )
            yield self._remark("sheet-org-number-wrong", said, text("Look for a slip of the pen; the number was kept as it is."))
        if self.people.count:
            said = texts(
                "{count} organisation number is the number of a person (row {rows}); it was not stored.",
                "{count} organisation numbers are the numbers of persons (rows {rows}); they were not stored.",
                count=self.people.count,
                rows=self.people.words,
            )
            yield self._remark("sheet-number-of-person", said, text("Leave personal numbers out of the export, if you can."))
        if self.again.count:
            said = texts(
                "{count} customer has the same organisation number as one above (row {rows}).",
                "{count} customers have the same organisation number as one above (rows {rows}).",
                count=self.again.count,
                rows=self.again.words,
            )
            yield self._remark("sheet-org-number-twice", said, text("If they are the same customer, you can read them as one in Rung."))

    def _remark(self, code: str, found: Text, remedy: Text) -> Problem:
        return Problem(code=code, where=at(self.plan.sheet.label), found=found, remedy=remedy)
