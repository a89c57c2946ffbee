"""What did an import bring? Its record, which is kept beside its rows and never changes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rung.engine import sentence_json
from rung.engine.manifest import Part
from rung.facts import Control, FileHead, Problem

RECORD, PROBLEMS = "batch.json", "problems.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMark:
    """Which file it is: its name, the SHA-256 of its bytes in hexadecimal, and its size in bytes."""

    name: str
    sha256: str
    size: int


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
    (folder / RECORD).write_text(json.dumps(_to_json(record), ensure_ascii=False, indent=1), encoding="utf-8")


def read(folder: Path) -> BatchRecord:
    """The record of the batch in a folder."""
    said = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    said["at"] = datetime.fromisoformat(said["at"])
    said["files"] = tuple(FileMark(**mark) for mark in said["files"])
    said["heads"] = tuple(_head_from_json(head) for head in said["heads"])
    said["controls"] = tuple(_control_from_json(control) for control in said["controls"])
    said["parts"] = tuple(Part.from_json(part) for part in said["parts"])
    return BatchRecord(**said)


def problem_line(problem: Problem) -> str:
    """One problem as one line of the problems file."""
    said = {
        "code": problem.code,
        "where": sentence_json.to_json(problem.where),
        "found": sentence_json.to_json(problem.found),
        "remedy": sentence_json.to_json(problem.remedy),
        "rows": problem.rows,
        "amount": None if problem.amount is None else str(problem.amount),
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def read_problems(folder: Path) -> Iterator[Problem]:
    """The problems of the batch in a folder, all of them, in the order they were found."""
    with (folder / PROBLEMS).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            said = json.loads(line)
            yield Problem(
                code=said["code"],
                where=sentence_json.from_json(said["where"]),
                found=sentence_json.from_json(said["found"]),
                remedy=sentence_json.from_json(said["remedy"]),
                rows=said["rows"],
                amount=None if said["amount"] is None else Decimal(said["amount"]),
            )


def _to_json(record: BatchRecord) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in _PLAIN}
    return {
        **plain,
        "at": record.at.isoformat(),
        "files": [asdict(mark) for mark in record.files],
        "heads": [_head_to_json(head) for head in record.heads],
        "controls": [_control_to_json(control) for control in record.controls],
        "rows": dict(record.rows),
        "parts": [part.to_json() for part in record.parts],
    }


_PLAIN = [
    *("id", "mapping", "rows_read", "rows_of_other_tables", "problems", "added", "replaced", "unchanged"),
    *("repeated_rows", "repeated_minor", "overlapped_rows", "overlapped_minor", "overlap"),
]


def _head_to_json(head: FileHead) -> dict[str, Any]:
    said = {name: getattr(head, name) for name in ("kind", "company", "org_number", "currency")}
    how = [[sentence_json.to_json(label), sentence_json.to_json(value)] for label, value in head.how]
    return {**said, "first": _day(head.first), "last": _day(head.last), "how": how}


def _head_from_json(said: Mapping[str, Any]) -> FileHead:
    how = tuple((sentence_json.from_json(label), sentence_json.from_json(value)) for label, value in said["how"])
    return FileHead(**{**said, "first": _read_day(said["first"]), "last": _read_day(said["last"]), "how": how})


def _control_to_json(control: Control) -> dict[str, Any]:
    return {
        "name": sentence_json.to_json(control.name),
        "stated": str(control.stated),
        "month": _day(control.month),
        "measured": None if control.measured is None else str(control.measured),
        "money": control.money,
    }


def _control_from_json(said: Mapping[str, Any]) -> Control:
    measured = None if said["measured"] is None else Decimal(said["measured"])
    name = sentence_json.from_json(said["name"])
    return Control(name=name, stated=Decimal(said["stated"]), month=_read_day(said["month"]), measured=measured, money=said["money"])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)
