"""What was wrong with single rows? The first of each kind one by one, the rest together, so that a report stays readable."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rung.base import Text, text, texts
from rung.facts import Problem
from rung.importers.sheet.block import at, at_row

_ONE_BY_ONE = 50


@dataclass(slots=True)
class _Rest:
    rows: int = 0
    amount: Decimal = Decimal(0)
    known: bool = False
    first: int = 0


@dataclass(slots=True)
class RowProblems:
    """The rows of one sheet that did not become facts."""

    label: str
    rows: int = 0
    _shown: dict[str, int] = field(default_factory=dict)
    _rest: dict[str, _Rest] = field(default_factory=dict)

    def add(self, code: str, place: int, found: Text, *, rows: int = 1, amount: Decimal | None = None) -> Iterator[Problem]:
        """One row (or a torn one that spans several lines): its own problem, as long as there are few of its kind."""
        self.rows += rows
        self._shown[code] = self._shown.get(code, 0) + 1
        if self._shown[code] <= _ONE_BY_ONE:
            yield Problem(code=code, where=at_row(self.label, place), found=found, remedy=_REMEDIES[code], rows=rows, amount=amount)
            return
        rest = self._rest.setdefault(code, _Rest(first=place))
        rest.rows += rows
        rest.known = rest.known or amount is not None
        rest.amount += amount or 0

    def end(self) -> Iterator[Problem]:
        """The rest of each kind in one problem."""
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
}
