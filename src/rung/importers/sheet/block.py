"""What does every kind of sheet give, CSV, Excel or Parquet? Blocks of rows of text, and where in the file each row stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import Problem, Progress
from rung.importers.sheet.cells import Cells, Mask, nothing

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet. columns: column number -> cells; places: the row in the file of each, counted from 1.

    torn: row in the file -> how many lines of the file it spans, for rows that do not fit under the header at all.
    damaged: how many values hold a letter that could not be read.
    """

    columns: Mapping[int, Cells]
    places: Rows
    torn: Mapping[int, int] = field(default_factory=dict)
    damaged: int = 0

    def __len__(self) -> int:
        return len(self.places)

    def cells(self, column: int | None) -> Cells:
        """One column; all empty when the sheet does not have it."""
        return nothing(len(self)) if column is None or column not in self.columns else self.columns[column]

    def filter(self, keep: Mask) -> "Block":
        """The rows where keep is true; nothing else changes."""
        if keep.all():
            return self
        return Block({n: cells.filter(keep) for n, cells in self.columns.items()}, self.places[keep], self.torn, self.damaged)


class Sheet(Protocol):
    """One table of rows in a file."""

    @property
    def label(self) -> str:
        """What to call it: the file's name, and #sheet in a workbook."""
        ...

    @property
    def path(self) -> Path:
        """The file it is in."""
        ...

    @property
    def kind(self) -> str:
        """What the user calls the format: CSV, Excel, Parquet."""
        ...

    @property
    def how(self) -> Sequence[tuple[Text, Text]]:
        """How its bytes are read: encoding, delimiter ..."""
        ...

    @property
    def head(self) -> Sequence[tuple[int, Sequence[str | None]]]:
        """The first rows, at most 200, each with its place in the file."""
        ...

    @property
    def has_header(self) -> bool:
        """Whether the first row of head is the header for certain (Parquet)."""
        ...

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The rows that stand after a place in the file, with the columns asked for. Raises Unreadable when the file breaks."""
        ...

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """Some rows as the file has them, a tab between the cells: their places and their texts (Arrow). places: in order, none twice."""
        ...


def lines_of(columns: Sequence[Any]) -> Any:
    """Columns of texts as one text per row, a tab between the cells; empty cells at the end go."""
    return pc.utf8_rtrim(pc.binary_join_element_wise(*(pc.fill_null(column, "") for column in columns), "\t"), "\t")


class Unreadable(Exception):
    """A file that breaks while it is read; problem is what the user is told."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.found))
        self.problem = problem


def at(label: str) -> Text:
    """Where: a whole file or sheet."""
    return text("{file}", file=label)


def at_row(label: str, row: int) -> Text:
    """Where: one row."""
    return text("{file}, row {row}", file=label, row=str(row))
