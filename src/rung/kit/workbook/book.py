"""Which sheets does the workbook have? A summary, one for each table and for each section's charts, the invoice lines, where it is from.

Text is always written as text, so that nothing from a file can become a formula or a link. The same report gives the same bytes.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import xlsxwriter

from rung.base import Text, text
from rung.kit import phrases
from rung.kit.language import Language, clean
from rung.kit.report import Bars, Curve, Figure, Lines, Matrix, Note, Report, Section, Table
from rung.kit.workbook.cells import MUTED, STRONG, TITLE, TONES, TOTAL, WRAPPED, Cells, lay_out
from rung.kit.workbook.charts import write_bars, write_curve, write_matrix
from rung.kit.workbook.lines import write_invoice_lines

# What tells a report from a user's own workbook, should it be brought in as one: importers/sheet knows it too.
OWN_MARK = "Rung report"
_NAME_LIMIT = 31  # letters of a sheet's name in Excel
_RESERVED = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet to be: what it wants to be called, what draws it, and the section it belongs to."""

    wanted: str
    draw: Callable[[Any], None]
    section: Section | None = None


def write_workbook(report: Report, path: Path, language: Language) -> None:
    """Write the report as one Excel workbook, in the language; an existing file is overwritten.

    Money becomes major units with two decimals, shares per cent, dates dates; ids and names stay text. Numbers are values, not formulas.
    At most 1,048,576 rows fit a sheet; the sheet of invoice lines says when there are more.
    """
    # Rows go to disk as they are written: memory stays small however many lines there are.
    with tempfile.TemporaryDirectory(prefix="rung-") as passing:
        options = {"constant_memory": True, "tmpdir": passing, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": language.render(report.title), "created": _newest(report.lines), "category": OWN_MARK})
            _Book(book, report, language).write()


def _newest(lines: Lines | None) -> datetime:
    """The day of the newest line, as the date of the document: the clock would make every copy another file."""
    newest = pc.max(lines.rows["date"]).as_py() if lines is not None and lines.rows.num_rows else None
    return datetime.combine(newest or date(2000, 1, 1), time())


class _Book:
    """The sheets of one report. Each is written from the top down: rows that are on disk cannot be gone back to."""

    def __init__(self, book: Any, report: Report, language: Language) -> None:
        self._book = book
        self._report = report
        self._cells = Cells(book, language, report.currency)
        self._say = language.render

    def write(self) -> None:
        plan = list(self._plan())
        names = sheet_names([self._say(text("Summary")), *(sheet.wanted for sheet in plan)])
        sheets = [self._book.add_worksheet(name) for name in names]
        leads: dict[str, str] = {}
        for name, sheet in zip(names[1:], plan, strict=True):
            if sheet.section is not None:
                leads.setdefault(sheet.section.key, name)
        self._summary(sheets[0], leads)
        for worksheet, sheet in zip(sheets[1:], plan, strict=True):
            sheet.draw(worksheet)

    def _plan(self) -> Iterator[_Sheet]:
        """Every sheet after the summary."""
        for section in self._report.sections:
            tables = [self._table_sheet(section, part) for part in section.parts if isinstance(part, Table)]
            drawn = [part for part in section.parts if isinstance(part, (Bars, Curve, Matrix))]
            if not (drawn or section.figures or not tables):
                yield from tables
                continue
            # beside a table that has the section's name, the charts are called after the first of them
            named = any(isinstance(part, Table) and part.title is None for part in section.parts)
            wanted = self._say(drawn[0].title if named and drawn else section.title)
            beside = _Sheet(wanted=wanted, draw=partial(self._section, section=section), section=section)
            leads = bool(tables) and isinstance(section.parts[0], Table)
            yield from [*tables, beside] if leads else [beside, *tables]
        if (lines := self._report.lines) is not None:
            draw = partial(write_invoice_lines, self._cells, lines=lines, names=self._report.names)
            yield _Sheet(wanted=self._say(text("Invoice lines")), draw=draw)
        yield _Sheet(wanted=self._say(text("About this report")), draw=self._about)

    def _table_sheet(self, section: Section, table: Table) -> _Sheet:
        first = next(part for part in section.parts if isinstance(part, Table))
        notes = [part for part in section.parts if isinstance(part, Note)] if table is first else []
        draw = partial(self._table, section=section, table=table, notes=notes)
        return _Sheet(wanted=self._say(table.title or section.title), draw=draw, section=section)

    def _summary(self, sheet: Any, leads: dict[str, str]) -> None:
        """The sentence to remember, the key figures, and where everything is."""
        report, cells = self._report, self._cells
        lay_out(sheet, [36, 24, 90])
        sheet.hide_gridlines(2)
        row = cells.words(sheet, 0, report.title, **TITLE)
        row = cells.words(sheet, row, report.subtitle, **MUTED) + 1
        row = cells.words(sheet, row, report.lead, **STRONG) + 1
        row = self._figures(sheet, row, report.figures)
        row = cells.heads(sheet, row, [phrases.CONTENTS, Text(""), Text("")])
        link = cells.format(font_color="#0F4C5C", underline=1)
        for place, section in enumerate(report.sections, row):
            inside = leads[section.key].replace("'", "''")
            sheet.write_url(place, 0, f"internal:'{inside}'!A1", link, self._say(section.title))
            sheet.write_string(place, 1, self._say(section.sentence))

    def _figures(self, sheet: Any, row: int, figures: Sequence[Figure], *, wrapped: bool = True) -> int:
        """Key figures, each with how it was computed; the row after a blank one."""
        cells = self._cells
        row = cells.heads(sheet, row, [phrases.KEY_FIGURES, Text(""), phrases.HOW])
        for place, figure in enumerate(figures, row):
            cells.put(sheet, (place, 0), figure.label, "text", **WRAPPED)
            if figure.value is None:
                cells.put(sheet, (place, 1), phrases.NO_FIGURE, "text", **WRAPPED)
            else:
                cells.figure(sheet, (place, 1), figure.value, **TONES[figure.tone])
            said = [self._say(sentence) for sentence in (figure.how, figure.note) if sentence is not None]
            sheet.write_string(place, 2, " ".join(said), cells.format(**(WRAPPED if wrapped else {})))
        return row + len(figures) + 1

    def _opening(self, sheet: Any, section: Section, title: Text) -> int:
        """The title, the sentence and how it was computed; the row below them."""
        row = self._cells.words(sheet, 0, title, **TITLE)
        row = self._cells.words(sheet, row, section.sentence)
        return self._cells.words(sheet, row, section.how, **MUTED)

    def _table(self, sheet: Any, section: Section, table: Table, notes: Sequence[Note]) -> None:
        """One table: headings that stay, a filter over the rows, and the total below what the filter and a sort can reach."""
        head = self._opening(sheet, section, table.title or section.title)
        for note in notes:
            head = self._cells.words(sheet, head, note.sentence, **TONES[note.tone])
        lay_out(sheet, self._cells.widths(table), frozen=head + 1, wide=len(table.columns) > 6)
        row = self._cells.columns(sheet, head, table.columns)
        for place, values in enumerate(table.rows, row):
            for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                self._cells.put(sheet, (place, at), value, column.kind, **({"align": "center"} if column.kind == "class" else {}))
        after = row + len(table.rows)
        if table.rows:
            sheet.autofilter(head, 0, after - 1, len(table.columns) - 1)
        if table.total is not None:
            for at, (column, value) in enumerate(zip(table.columns, table.total, strict=True)):
                self._cells.put(sheet, (after, at), value, column.kind, **TOTAL)

    def _section(self, sheet: Any, section: Section) -> None:
        """What a section has beside its tables, in its order: figures, notes, charts and grids."""
        row = self._opening(sheet, section, section.title) + 1
        lay_out(sheet, [36, 20, 20, 20], wide=True)
        if section.figures:
            row = self._figures(sheet, row, section.figures, wrapped=False)
        for part in section.parts:
            match part:
                case Note() if not any(isinstance(other, Table) for other in section.parts):
                    row = self._cells.words(sheet, row, part.sentence, **TONES[part.tone]) + 1
                case Bars():
                    row = write_bars(self._book, self._cells, sheet, row, part)
                case Curve():
                    row = write_curve(self._book, self._cells, sheet, row, part)
                case Matrix():
                    row = write_matrix(self._cells, sheet, row, part)
                case _:
                    pass  # a table has a sheet of its own, and the first of them has the notes

    def _about(self, sheet: Any) -> None:
        """Where the report comes from: files, their fingerprints, the period, the rule."""
        lay_out(sheet, [36, 110])
        row = self._cells.words(sheet, 0, text("About this report"), **TITLE) + 1
        for place, (label, value) in enumerate(self._report.about, row):
            sheet.write_string(place, 0, self._say(label), self._cells.format(bold=True, **WRAPPED))
            sheet.write_string(place, 1, self._say(value), self._cells.format(**WRAPPED))


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes: at most 31 letters, none of the signs it forbids, no apostrophe at an end, no two alike but for capitals."""
    names: list[str] = []
    taken = {_RESERVED}
    for one in wanted:
        plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in clean(one))
        name, number = _short(plain, ""), 2
        while name.casefold() in taken:
            name, number = _short(plain, f" {number}"), number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _short(name: str, ending: str) -> str:
    """The name with its ending, cut at the end of a word where that leaves enough of it."""
    plain, room = name.strip(" '"), _NAME_LIMIT - len(ending)
    if len(plain) > room:
        whole, _, rest = plain[:room].rpartition(" ")
        plain = f"{whole}…" if len(whole) > len(rest) else plain[:room]
    return (plain.strip(" '") or "–") + ending
