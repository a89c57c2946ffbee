"""What if a sheet is not written line by line? It is seen through another that is: the same file and rows, other columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rung.base import Text
from rung.facts import Problem
from rung.importers.sheet.block import Rows, Sheet
from rung.importers.sheet.layout import Head, Header


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A sheet seen as lines. said: how, in words; remarks: what the user must know of it. Its columns come after those of the base."""

    base: Sheet
    header: Header
    said: Sequence[tuple[Text, Text]] = ()
    remarks: Sequence[Problem] = ()
    has_header: bool = True

    @property
    def label(self) -> str:
        """The name of the sheet."""
        return self.base.label

    @property
    def path(self) -> Path:
        """The file it is in."""
        return self.base.path

    @property
    def kind(self) -> str:
        """The format of the file."""
        return self.base.kind

    @property
    def width(self) -> int:
        """How many columns the base has."""
        return len(self.header.names)

    @property
    def how(self) -> Sequence[tuple[Text, Text]]:
        """As the sheet itself, and how it is seen."""
        return (*self.base.how, *self.said)

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """The rows as the file has them."""
        return self.base.written(places)

    def headed(self, names: Sequence[str], more: Sequence[str]) -> Head:
        """The header as it would be, had the sheet been written line by line."""
        return [(self.header.place, [*names, *more])]
