"""What was wrong with single firms? The first of each kind one by one, the rest together; and every one of them to download."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from rung.base import Text, text, texts
from rung.facts import REJECTED, Chunk, Problem
from rung.importers.numbers import mask_column
from rung.importers.register.raw import Rows

GONE = "register-firm-closed"
TORN = "register-torn-row"
NO_NUMBER = "register-no-number"
WRONG = "register-wrong-number"
TWICE = "register-firm-twice"

_ONE_BY_ONE = 50
_KINDS = {
    TORN: text("the fields do not fit under the header."),
    NO_NUMBER: text("the number is missing."),
    WRONG: text("the check digit of the organisation number is wrong."),
    TWICE: text("it is listed above already; the first one counts."),
}
_REMEDIES = {
    GONE: text("Nothing to do: they cannot become customers."),
    TORN: text("Download the register again; if it says the same, let it be."),
    NO_NUMBER: text("Fill in the number and import again, or let it be."),
    WRONG: text("Correct the number and import again, or let it be."),
    TWICE: text("Let it be, or keep one of them in the list."),
}


@dataclass(slots=True)
class Problems:
    """The firms of one file that did not become facts."""

    file: str
    people: bool  # the register numbers people too
    rows: int = 0
    _told: dict[str, int] = field(default_factory=dict)
    _first: dict[str, int] = field(default_factory=dict)  # the first row that is not told of by itself

    def add(self, code: str, places: Rows, contents: Any, found: Callable[[int], Text]) -> Iterator[Problem | Chunk]:
        """Firms of one kind. contents: what they say, one each; found: the sentence for the one at an index."""
        if not len(places):
            return
        self.rows += len(places)
        before = self._told.get(code, 0)
        alone = 0 if code == GONE else max(_ONE_BY_ONE - before, 0)
        for n, place in enumerate(places[:alone].tolist()):
            where = text("{file}, row {row}", file=self.file, row=str(place))
            yield Problem(code=code, where=where, found=found(n), remedy=_REMEDIES[code], rows=1)
        if len(places) > alone:
            self._first.setdefault(code, int(places[alone]))
        self._told[code] = before + len(places)
        yield self._rejected(code, places, contents)

    def _rejected(self, code: str, places: Rows, contents: Any) -> Chunk:
        count, schema = len(places), REJECTED.read_schema
        columns = {
            "code": pa.repeat(code, count),
            "content": mask_column(contents, people=self.people),
            "rows": pa.array(np.ones(count, dtype=np.int64)),
            "amount": pa.nulls(count, schema.field("amount").type),
            "file": pa.repeat(self.file, count),
            "row": pa.array(places, pa.int64()),
        }
        return Chunk(REJECTED.name, pa.table([columns[name] for name in schema.names], schema=schema))

    def end(self) -> Iterator[Problem]:
        """The rest of each kind in one problem."""
        for code, first in self._first.items():
            rows = self._told[code] - (0 if code == GONE else _ONE_BY_ONE)
            where = text("{file}", file=self.file)
            yield Problem(code=code, where=where, found=_rest(code, rows, first), remedy=_REMEDIES[code], rows=rows)


def _rest(code: str, rows: int, first: int) -> Text:
    if code == GONE:
        return texts(
            "{count} firm is bankrupt, closed down or being wound up (row {row}), and is left out.",
            "{count} firms are bankrupt, closed down or being wound up (the first is row {row}), and are left out.",
            count=rows,
            row=str(first),
        )
    return texts(
        "{count} more row of the same kind, from row {row} on: {what}",
        "{count} more rows of the same kind, from row {row} on: {what}",
        count=rows,
        row=str(first),
        what=_KINDS[code],
    )
