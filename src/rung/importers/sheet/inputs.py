"""Which of these files belong together? Each path looked at once, and given as inputs that can be imported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Union

from rung.base import text, texts
from rung.facts import Event, FileEnd, FileHead, Problem, Progress
from rung.importers.archive import Piece
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Sheet, Unreadable, at
from rung.importers.sheet.canonical import CanonicalPlan, CanonicalReader, canonical_plan
from rung.importers.sheet.heads import Heads, group_names, partner
from rung.importers.sheet.lines import LineReader, controls
from rung.importers.sheet.lists import ListReader
from rung.importers.sheet.mapping import check_headers, check_keys
from rung.importers.sheet.opening import Found, open_sheets
from rung.importers.sheet.planning import Plan, plan
from rung.importers.sheet.records import RECIPES, RecordReader
from rung.importers.sheet.rows import SetApart, data_rows
from rung.importers.sheet.turned import turned

_SAYS_LITTLE = ("sheet-no-header", "sheet-no-rows", "sheet-empty")


@dataclass(frozen=True)
class SheetInput:
    """One thing to import: a file with its sheets, or files whose sheets belong together.

    parts: the plan of each sheet, with the plan of the sheet that says what it lacks (the orders of lines, the names of product groups);
    left_out: what could not be used.
    """

    files: Sequence[Path]
    parts: Sequence[tuple[Plan, Plan | None]]
    left_out: Sequence[Problem] = ()

    @property
    def part(self) -> str:
        """All sheets of a file are one input, so there is nothing to tell apart."""
        return ""

    @property
    def gives_rates(self) -> bool:
        """Whether there are exchange rates in it, which others need to be read before them."""
        return any(plan.table == "exchange_rates" for plan, _ in self.parts)

    def read(self, progress: Progress) -> Iterator[Event]:
        """FileHead for each sheet with its facts, problems and controls, then FileEnd; or one refused Problem, at the latest at the end."""
        if not self.parts:
            # Of several reasons, the one that says most: a cover page without column names is seldom what matters.
            yield next((problem for problem in self.left_out if problem.code not in _SAYS_LITTLE), self.left_out[0])
            return
        readings = []
        try:
            for number, (sheet, other) in enumerate(self.parts):
                readings.append(_Reading(sheet, other))
                yield from readings[-1].events(_part(progress, number, len(self.parts)))
        except Unreadable as broken:
            yield broken.problem
            return
        # In a workbook, a sheet that is no table is no reason to refuse the others.
        yield from (replace(problem, refused=False) for problem in self.left_out)
        of_lines = [(one.reader, one.apart.totals) for one in readings if isinstance(one.reader, LineReader)]
        yield from controls([reader for reader, _ in of_lines], [totals for _, totals in of_lines])
        yield FileEnd(sum(one.reader.rows for one in readings))


def _part(progress: Progress, number: int, of: int) -> Progress:
    return lambda done, total: progress(number * total + done, of * total)


class _Reading:
    """One pass over one sheet."""

    def __init__(self, sheet: Plan, other: Plan | None) -> None:
        self.orders = Heads.read(other) if other and sheet.table == "bare_lines" else None
        self.plan = self.orders.joined(sheet) if self.orders else sheet
        groups = group_names(other) if other and sheet.table == "products" else None
        self.reader = _reader(self.plan, groups)
        self.apart = SetApart()

    def events(self, progress: Progress) -> Iterator[Event]:
        plan, damaged = self.plan, 0
        yield FileHead(plan.sheet.kind, currency=plan.currency, how=tuple(plan.how))
        yield from plan.remarks
        columns = {n for n in plan.taken.values() if n >= 0}
        for block in plan.sheet.blocks(columns, plan.header.place, progress):
            damaged += block.damaged
            rows = data_rows(block, plan, self.apart)
            yield from self.reader.read(self.orders.lend(rows, plan) if self.orders else rows)
        yield from self.reader.end()
        yield from self.orders.end() if self.orders else ()
        yield from _passed_over(plan, self.apart, damaged)


def _reader(plan: Plan, groups: Mapping[str, str] | None) -> LineReader | RecordReader | ListReader | CanonicalReader:
    if isinstance(plan, CanonicalPlan):
        return CanonicalReader(plan)
    if plan.table == "invoice_lines":
        return LineReader(plan)
    return RecordReader(plan) if plan.table in RECIPES else ListReader(plan, groups)


def _passed_over(plan: Plan, apart: SetApart, damaged: int) -> Iterator[Problem]:
    """What stood between the rows, and letters that were lost before the file came here."""
    where = at(plan.sheet.label)
    if apart.empty:
        found = texts(
            "{count} empty row was passed over (row {row}).",
            "{count} empty rows were passed over, the first is row {row}.",
            count=apart.empty,
            row=str(apart.first_empty),
        )
        yield Problem(code="sheet-empty-rows", where=where, found=found, remedy=text("Nothing to do; nothing is missing."))
    if apart.headers:
        found = texts(
            "The column names are repeated on {count} row, which was passed over.",
            "The column names are repeated on {count} rows, which were passed over.",
            count=apart.headers,
        )
        yield Problem(code="sheet-header-again", where=where, found=found, remedy=text("Nothing to do; nothing is missing."))
    if damaged:
        found = texts(
            "{count} text has letters that cannot be read; they are shown as \ufffd.",
            "{count} texts have letters that cannot be read; they are shown as \ufffd.",
            count=damaged,
        )
        remedy = text("If names look wrong, export again as UTF-8, or write encoding in a --map file.")
        yield Problem(code="sheet-letters-lost", where=where, found=found, remedy=remedy)
    doubled = [name for name in plan.header.doubled if name in plan.headers.values()]
    if doubled:
        found = text("More than one column is called {names}; the first one was used.", names=", ".join(doubled))
        remedy = text("If that is the wrong one, give the columns different names and import again.")
        yield Problem(code="sheet-header-twice", where=where, found=found, remedy=remedy)


def sheet_inputs(pieces: Sequence[Path | Piece], mapping: Mapping[str, str] | None = None) -> list[SheetInput]:
    """The inputs in some files: CSV (also gzip), Excel and OpenDocument workbooks, Parquet, and zips of these. Content decides.

    pieces: files that exist, or members of zips; those of one zip are one input. mapping: canonical role -> header text, and options
    (see read_mapping); overrides detection.
    A file that cannot be used becomes an input that gives one refused Problem. Orders and their lines in two files become one input.
    Raises MappingNotUnderstood when the mapping names a role that does not exist or a column that no file has.
    """
    stated = dict(mapping or {})
    check_keys(stated, "--map")
    opened = _opened(pieces, stated)
    plans = [(path, [found if isinstance(found, Problem) else _planned(found, stated) for found in sheets]) for path, sheets in opened]
    known = [one.header.names for _, found in plans for one in found if isinstance(one, Plan)]
    check_headers(stated, known or _all_headers(opened))
    return _grouped(plans)


def _opened(pieces: Sequence[Path | Piece], stated: Mapping[str, str]) -> list[tuple[Path, list[Found]]]:
    """The sheets of each file on disk."""
    found: dict[Path, list[Found]] = {}
    for piece in dict.fromkeys(Piece(one) if isinstance(one, Path) else one for one in pieces):
        found.setdefault(piece.path, []).extend(open_sheets(piece, stated))
    return list(found.items())


def _planned(sheet: Sheet, stated: Mapping[str, str]) -> "Planned":
    """The plan for a sheet as it is to be read: it may be one that Rung wrote, and its periods or currencies may be columns."""
    if own := canonical_plan(sheet, stated):
        return own
    found = turned(sheet, stated)
    return found if isinstance(found, Problem) else plan(found, stated)


def _all_headers(opened: Sequence[tuple[Path, Sequence["Sheet | Problem"]]]) -> list[list[str]]:
    rows = [cells for _, sheets in opened for sheet in sheets if not isinstance(sheet, Problem) for _, cells in sheet.head[:60]]
    return [[cell or "" for cell in cells] for cells in rows]


Planned = Union[Plan, Problem]

# Why a sheet that says what another lacks, or that lacks it itself, cannot be used alone.
_ALONE = {"heads": refusals.heads_without_lines, "bare_lines": refusals.lines_without_heads, "groups": refusals.groups_alone}


def _grouped(plans: Sequence[tuple[Path, Sequence[Planned]]]) -> list[SheetInput]:
    """One input per file, and one for files that lines and their orders tie together."""
    placed = [(path, one) for path, found in plans for one in found if isinstance(one, Plan)]
    everyone = [one for _, one in placed]
    found_ties = {id(one): tie for one in everyone if (tie := partner(one, everyone))}
    ties = {one: tied for one, (_, tied) in found_ties.items()}
    used = {id(other) for other, _ in found_ties.values()}
    home = {id(one): path for path, one in placed}
    groups = {path: [path] for path, _ in plans}
    for path, one in placed:
        if id(one) in ties and (joined := groups[home[id(found_ties[id(one)][0])]]) is not groups[path]:
            groups[path] += joined
            groups |= dict.fromkeys(joined, groups[path])
    found = dict(plans)
    unique = {id(paths): paths for paths in groups.values()}
    return [_input([one for path in paths for one in found[path]], paths, ties, used) for paths in unique.values()]


def _input(found: Sequence[Planned], paths: Sequence[Path], ties: Mapping[int, Plan], used: set[int]) -> SheetInput:
    parts: list[tuple[Plan, Plan | None]] = []
    left: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            left.append(one)
        elif id(one) in ties:
            parts.append((one, ties[id(one)]))
        elif one.table in _ALONE and id(one) not in used:
            left.append(_ALONE[one.table](one.sheet.label, one.header.names))
        elif id(one) not in used:
            parts.append((one, None))
    parts.sort(key=lambda part: part[0].table != "exchange_rates")
    return SheetInput(tuple(paths), parts, left)
