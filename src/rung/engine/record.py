"""What did an import bring? Its record, which is kept beside its rows and never changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rung.engine import words
from rung.engine.manifest import Part
from rung.facts import Control, FileHead, Problem

RECORD, PROBLEMS = "batch.json", "problems.jsonl"


@words.register
@dataclass(frozen=True, slots=True, kw_only=True)
class FileMark:
    """Which file it is: its name, the SHA-256 of its bytes in hexadecimal, and its size in bytes."""

    name: str
    sha256: str
    size: int


@words.register
@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRecord:
    """One import.

    rows_read: rows of its files by the readers' own count. rows: facts in each table. rows_of_other_tables: rows of files
    that became customers, products or sellers and no invoice line. problems: how many (FactStore.problems gives them).
    added, replaced, unchanged: its invoice lines that nobody had, that said something else before, and that said the same.
    repeated: lines that one file says again under the same key; they are genuine, were kept and got "#2", "#3" ... in the
    key. overlapped: lines that a later file of the same import says too; they count once. Both with their revenue, minor
    units. parts, overlap: its lines on disk (months; what was overlapped, "" when nothing was), paths inside the store.
    """

    id: str
    at: datetime
    files: tuple[FileMark, ...]
    mapping: str
    heads: tuple[FileHead, ...] = ()
    controls: tuple[Control, ...] = ()
    rows_read: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    rows_of_other_tables: int = 0
    problems: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    repeated_rows: int = 0
    repeated_minor: int = 0
    overlapped_rows: int = 0
    overlapped_minor: int = 0
    parts: tuple[Part, ...] = ()
    overlap: str = ""

    def is_of(self, files: Sequence[FileMark], mapping: str) -> bool:
        """Whether it was made from exactly these bytes with this mapping; names and order do not count."""
        return mapping == self.mapping and sorted(mark.sha256 for mark in files) == sorted(mark.sha256 for mark in self.files)


def write(record: BatchRecord, folder: Path) -> None:
    """Put the record beside the rows."""
    (folder / RECORD).write_text(words.dumps(record), encoding="utf-8")


def read(folder: Path) -> BatchRecord:
    """The record of the batch in a folder."""
    found: BatchRecord = words.loads((folder / RECORD).read_text(encoding="utf-8"))
    return found


def problem_line(problem: Problem) -> str:
    """One problem as one line of the problems file."""
    return words.dumps(problem) + "\n"


def read_problems(folder: Path) -> Iterator[Problem]:
    """The problems of the batch in a folder, all of them, in the order they were found."""
    with (folder / PROBLEMS).open(encoding="utf-8", newline="\n") as lines:
        yield from map(words.loads, lines)
