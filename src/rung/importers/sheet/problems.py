"""What was wrong with single rows? The first of each kind one by one, the rest together; and every such row to download."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text, texts
from rung.facts import Chunk, Problem
from rung.importers.sheet.block import Block, Sheet, at, at_row
from rung.importers.sheet.cells import Mask
from rung.importers.sheet.rejected import Rejected

_ONE_BY_ONE = 50


@dataclass(slots=True)
class _Rest:
    rows: int = 0
    amount: Decimal = Decimal(0)
    known: bool = False
    first: int = 0


class RowProblems:
    """The rows of one sheet that did not become facts: told as problems, and kept as they stood for the table of rejected rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.label = sheet.label
        self.rejected = Rejected(sheet)
        self.rows = 0
        self._shown: dict[str, int] = {}
        self._rest: dict[str, _Rest] = {}

    def add(self, code: str, place: int, found: Text, *, rows: int = 1, amount: Decimal | None = None) -> Iterator[Problem]:
        """One row (or a torn one that spans several lines): its own problem, as long as there are few of its kind.

        rows=0 is a remark about a row that is a fact, or was told of already.
        """
        if rows:
            self.rejected.add(code, place, rows, amount)
        yield from self._tell(code, place, found, rows, amount)

    def add_all(self, code: str, block: Block, which: Mask, found: Callable[[int], Text], amounts: Any = None) -> Iterator[Problem]:
        """Many rows of a block for one reason. found: the sentence for a row of the block; amounts: DECIMAL(18,4), one per row, or None."""
        rows = np.flatnonzero(which)
        places, sums = block.places[rows], None if amounts is None else amounts.take(pa.array(rows))
        self.rejected.add_all(code, places, sums)
        alone = min(max(_ONE_BY_ONE - self._shown.get(code, 0), 0), len(rows))
        for n in range(alone):
            yield from self._tell(code, int(places[n]), found(int(rows[n])), 1, None if sums is None else sums[n].as_py())
        if alone < len(rows):
            left = None if sums is None else pc.sum(sums[alone:]).as_py()
            self._sum_up(code, int(places[alone]), len(rows) - alone, left)

    def _tell(self, code: str, place: int, found: Text, rows: int, amount: Decimal | None) -> Iterator[Problem]:
        self._shown[code] = self._shown.get(code, 0) + 1
        if self._shown[code] > _ONE_BY_ONE:
            self._sum_up(code, place, rows, amount)
            return
        self.rows += rows
        yield Problem(code=code, where=at_row(self.label, place), found=found, remedy=_REMEDIES[code], rows=rows, amount=amount)

    def _sum_up(self, code: str, place: int, rows: int, amount: Decimal | None) -> None:
        self.rows += rows
        rest = self._rest.setdefault(code, _Rest(first=place))
        rest.rows += rows
        rest.known = rest.known or amount is not None
        rest.amount += amount or 0

    def end(self) -> Iterator[Chunk | Problem]:
        """The rest of each kind in one problem, and every row that is no fact."""
        yield from self.rejected.chunks()
        for code, rest in self._rest.items():
            found = texts(
                "{count} more row of the same kind, from row {row} on: {what}",
                "{count} more rows of the same kind, from row {row} on: {what}",
                count=rest.rows,
                row=str(rest.first),
                what=_KINDS[code],
            )
            amount = rest.amount if rest.known else None
            yield Problem(code=code, where=at(self.label), found=found, remedy=_REMEDIES[code], rows=rest.rows, amount=amount)


_KINDS = {
    "sheet-no-date": text("the date is missing."),
    "sheet-date-not-read": text("the date cannot be read."),
    "sheet-no-amount": text("the amount is missing."),
    "sheet-amount-not-read": text("the amount cannot be read."),
    "sheet-order-missing": text("the order is not in the file with the orders."),
    "sheet-torn-row": text("the fields do not fit under the header."),
    "sheet-no-number": text("the number is missing."),
    "sheet-listed-twice": text("it is listed above already; what was new in it has been added there."),
    "sheet-row-twice": text("it is listed above already; the first one counts."),
    "sheet-no-person": text("the name of the person is missing."),
    "sheet-no-currency": text("the currency is missing or not known."),
    "sheet-currency-not-read": text("the currency is not known."),
    "sheet-rate-not-read": text("the rate is missing or cannot be used."),
    "sheet-fact-not-read": text("a value is missing or cannot be read."),
}
_REMEDIES = {
    "sheet-no-date": text("Fill in the date and import again, or let it be if you do not need the row."),
    "sheet-date-not-read": text("Correct the date and import again."),
    "sheet-no-amount": text("Fill in the amount and import again, or let it be if the row is no sale."),
    "sheet-amount-not-read": text("Correct the amount and import again."),
    "sheet-order-missing": text("Export orders and lines for the same period and import both again."),
    "sheet-torn-row": text("Look for a delimiter, a line break or a quotation mark inside a text on that row, and export again."),
    "sheet-no-number": text("Fill in the number and import again, or let it be."),
    "sheet-listed-twice": text("Let it be, or keep one of them in the list."),
    "sheet-row-twice": text("Let it be, or keep one of them in the list."),
    "sheet-no-person": text("Fill in the name and import again, or let it be."),
    "sheet-no-currency": text("Write the currency as three letters, such as EUR, and import again, or let it be."),
    "sheet-currency-not-read": text("Write the currency as three letters, such as EUR, and import again."),
    "sheet-rate-not-read": text("Correct the rate and import again, or let it be."),
    "sheet-fact-not-read": text("Export again from Rung, or correct the value as it was written there, and import again."),
}
