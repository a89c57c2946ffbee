"""What does a reader give? Events, in the order they come: what the file is, facts, problems, the file's own control totals.

A reader never writes, prints, logs or raises for what is wrong in a user's file: each row comes back once, as a fact or in a
`Problem`. A file that cannot be used at all gives a single `Problem` with refused=True.

What became of each row: rows of a FileEnd = facts + the `rows` of all problems. Every row that a problem stands for (rows > 0) also comes
as it was in a Chunk of the table `rejected`, with the problem's code and the same number of rows in all, so that a user can download
and mend it.

Money in invoice lines: `revenue` and `cost` are in the company currency, or in the head's currency when that is another one. A line in
yet another currency has `currency` and `original_amount`, and its revenue is null when the file itself says no rate: `intake` converts it
(its cost, then, is in `currency` too).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol, Union

import pyarrow as pa

from rung.base import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing in a user's file that the user must see.

    code: stable key for guide and tests ("saft-account-does-not-reconcile"). where: "regnskap.xml, line 412".
    rows: how many rows of the file it stands for that did NOT become facts (0: a remark, the rows are facts).
    amount: the money on those rows in major units, when it could be read (explains the reconciliation).
    refused: the whole file cannot be used.
    """

    code: str
    where: Text
    found: Text
    remedy: Text
    rows: int = 0
    amount: Decimal | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class FileHead:
    """What the file is, as soon as the reader knows. how: lines of "label, value" for the user (encoding, columns taken ...)."""

    kind: str
    company: str = ""
    org_number: str = ""
    currency: str = ""
    first: date | None = None
    last: date | None = None
    how: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Facts of one table, in its read_schema (all columns there; null where the file says nothing)."""

    table: str
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class Control:
    """A total by the file's own account, to hold the facts against.

    stated: what the file says (major units). month: first day of the month it covers, None for the whole file.
    measured: what the reader itself summed from the rows when it is not revenue (a count of vouchers, total debit);
    None when it is revenue, which is then summed from the stored facts. money: False for a plain count. own: False when the file states
    no such total, and `stated` is the reader's own second sum of the column as it is written, made apart from the facts.
    """

    name: Text
    stated: Decimal
    month: date | None = None
    measured: Decimal | None = None
    money: bool = True
    own: bool = True


@dataclass(frozen=True, slots=True)
class FileEnd:
    """The last event of a file that was read to its end. rows = rows that became facts + rows of problems."""

    rows: int


Event = Union[FileHead, Chunk, Problem, Control, FileEnd]

# Progress(done, total) in bytes or rows of the input; total 0 when not known.
Progress = Callable[[int, int], None]


class Input(Protocol):
    """One thing to import: mostly one file, sometimes several that belong together (order heads and order lines)."""

    @property
    def files(self) -> Sequence[Path]:
        """The files on disk that it is made of; their bytes decide whether it was imported before."""
        ...

    @property
    def part(self) -> str:
        """Which part of these files it is, such as the names of some files in a zip; "" for all there is in them."""
        ...

    def read(self, progress: Progress) -> Iterator[Event]:
        """FileHead, then Chunk, Problem and Control in any order, then FileEnd; or one refused Problem."""
        ...
