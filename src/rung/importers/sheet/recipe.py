"""What does a reader of lists ask of each kind of list? Its facts, which row is which, and which rows are no facts, and why."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import Problem
from rung.importers.numbers import masked_in
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, Mask, ids, words
from rung.importers.sheet.keys import joined
from rung.importers.sheet.lines import about_date
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.tidying import coded

About = dict[str, Cells]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Rows that are no facts. found: the sentence for a row of the block; None when the recipe sums them up in its remarks itself."""

    which: Mask
    code: str
    found: Callable[[int], Text] | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a block of a list says. about: fact column -> cells; keys: texts that say which row it is, null where nothing does.

    once: rows whose key must not stand twice, for it is their number. wrong: rows that are no facts; of several reasons for a row, the
    first counts.
    """

    about: About
    keys: Any
    once: Mask
    wrong: Sequence[Wrong]


class Recipe(ABC):
    """How the rows of one kind of list become facts. One for each sheet that is read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @abstractmethod
    def read(self, block: Block) -> Listed:
        """What the rows of a block say."""

    def remarks(self) -> Iterator[Problem]:
        """What there is to say when all rows are read."""
        return iter(())


def of_either(block: Block, plan: Plan, number: str, name: str) -> Cells:
    """The number of somebody or something; the name where no column has numbers."""
    return ids(block.cells(plan.taken[number])) if number in plan.taken else words(block.cells(plan.taken.get(name)))


def keyed(number: Any, parts: list[Cells]) -> Any:
    """The number where there is one; else what is said of the row, which may happen twice. Nothing where nothing is said."""
    silent = np.logical_and.reduce([part.missing for part in parts])
    said = pc.if_else(pa.array(silent), None, joined(parts))
    return pc.coalesce(number, said)


def every(block: Block) -> Mask:
    """All rows."""
    return np.ones(len(block), dtype=bool)


def in_words(days: Cells) -> Cells:
    """Dates as 2025-12-31, for keys."""
    return Cells(days.values.cast(pa.string()), days.codes)


def no_number(keys: Any) -> Wrong:
    """Rows that nothing names."""
    return Wrong(np.asarray(pc.is_null(keys)), "sheet-no-number", lambda _row: text("The number is missing."))


def no_date(block: Block, plan: Plan, roles: tuple[str, ...], bad: Mask) -> list[Wrong]:
    """Rows without a day that can be read. roles: the columns that could have said it."""
    columns = [block.cells(plan.taken[role]) for role in roles if role in plan.taken] or [block.cells(None)]
    said = np.logical_or.reduce([~cells.missing for cells in columns])

    def found(row: int) -> Text:
        return about_date(next((cells for cells in columns if not cells.missing[row]), columns[0]), row)

    return [Wrong(bad & said, "sheet-date-not-read", found), Wrong(bad & ~said, "sheet-no-date", found)]


def no_amount(cells: Cells, bad: Mask) -> list[Wrong]:
    """Rows without an amount that can be read."""

    def found(row: int) -> Text:
        return text("The amount {value} cannot be read.", value=quoted(cells, row))

    missing = Wrong(bad & cells.missing, "sheet-no-amount", lambda _row: text("The amount is missing."))
    return [missing, Wrong(bad, "sheet-amount-not-read", found)]


def quoted(cells: Cells, row: int) -> str:
    """What stands in a cell, in quotation marks."""
    return f"“{masked_in(words(cells).values[cells.codes[row].as_py()].as_py())[:40]}”"


def first_of(*columns: Any) -> Cells:
    """The first of some columns of texts or dates that says something, row by row."""
    return coded(pc.coalesce(*columns))
