"""What does a sales leader see at a glance in a terminal? The sentence, the key figures, the best customers, and what to look at."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from textwrap import fill
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.containers import Lines as RichLines
from rich.control import Control
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.segment import ControlType
from rich.table import Table as Grid
from rich.text import Text as Unprotected

from rung.base import Money, Text, text, texts
from rung.facts import Progress
from rung.kit import phrases
from rung.kit.language import NBSP, Language, column_decimals
from rung.kit.report import Bars, Cell, CellKind, Column, Figure, Lines, Note, Report, Section, Table

_MAIN = 2  # sections that are shown with all their tables
_MOST_ROWS = 10  # of a table in those; half as many further down
_MOST_BARS = 14
_BAR = 24  # letters of the longest bar
_WIDEST = 34  # letters of a column of words
_NARROWEST = 24  # letters that a column of sentences can do with
_NUMBERS = frozenset({"money", "quantity", "count", "share", "number"})
_TELLING: tuple[CellKind, ...] = ("text", "class", "money", "share")  # the first column of each kind stays as long as it can
_ALWAYS = frozenset({"problems"})  # tables of what needs a human eye are never left out
_STYLES = {"good": "green", "bad": "red", "warn": "yellow", "": ""}
_SIGNS = {"good": "+ ", "bad": "! ", "warn": "! ", "": "> "}  # colour never alone
_HELD = "\ue000"  # stands for a no-break space while lines are broken: one letter wide, in no file, and no space to rich
_WAIT = 1.0  # seconds before a file is long enough for a bar
_OFTEN = 0.1  # seconds between two drawings of it


def print_report(report: Report, language: Language, console: Console) -> None:
    """Print what matters of a report: the lead, key figures, the first sections with their tables, of the others what they say.

    Fits the width of the console (80 columns when it is not a terminal) and says everything without colour. Where the whole report is, the
    caller prints.
    """
    paper = _Paper(language, report.currency, console.width)
    _print(console, Words(paper.say(report.title), style="bold"), Words(paper.say(report.subtitle), style="dim"), Words())
    _print(console, Words(paper.say(report.lead), style="bold"), Words())
    if report.figures:
        _print(console, paper.figures(report.figures), Words())
    chapter = None
    for nth, section in enumerate(report.sections):
        if section.chapter != chapter and section.chapter is not None:
            _print(console, Rule(Words(paper.say(section.chapter), style="bold"), align="left", characters="─", style="dim"))
        chapter = section.chapter
        _print(console, *(paper.section(section) if nth < _MAIN else paper.brief(section)))


def print_whole(report: Report, language: Language, console: Console) -> None:
    """Print a report on one thing: every section with its tables, cut short."""
    paper = _Paper(language, report.currency, console.width)
    _print(console, Words(paper.say(report.title), style="bold"), Words(paper.say(report.subtitle), style="dim"), Words())
    for section in report.sections:
        _print(console, *paper.section(section))


def print_section(section: Section, currency: str, language: Language, console: Console) -> None:
    """Print one section with its tables, cut short."""
    _print(console, *_Paper(language, currency, console.width).section(section))


def print_lines(lines: Lines, currency: str, language: Language, console: Console) -> None:
    """Print invoice lines one by one with their sum, and where the rest is when they are not all here.

    lines: as in a report, in their order. currency: ISO code, "" when it is not known.
    """
    paper = _Paper(language, currency, console.width)
    table = _as_table(lines)
    if lines.rows.num_rows:
        _print(console, paper.table(table, most=lines.rows.num_rows, exact=True))
    else:
        _print(console, Words(paper.say(phrases.IN_BROWSER["none"])))
    if not lines.complete:
        _print(console, Words(paper.say(lines.where_else)))


class Words(Unprotected):
    """Text that is never broken at a no-break space, as rich by itself does: an amount stays on one line with its unit."""

    def wrap(self, *args: Any, **settings: Any) -> RichLines:
        """The lines, as rich makes them."""
        held = self.copy()
        held.plain = self.plain.replace(NBSP, _HELD)
        lines = Unprotected.wrap(held, *args, **settings)
        for line in lines:
            line.plain = line.plain.replace(_HELD, NBSP)
        return lines


class _Paper:
    """A report in words for one width. Everything is made as `rich.text.Text`, so that nothing in a name can be markup."""

    def __init__(self, language: Language, currency: str, width: int) -> None:
        self.say = language.render
        self._language = language
        self._currency = currency
        self._width = width

    def section(self, section: Section) -> Iterator[RenderableType]:
        """A section with its notes, tables and bars, cut short."""
        yield Words(self.say(section.title), style="bold")
        yield Words(self.say(section.sentence))
        if section.figures:
            yield Padding(self.figures(section.figures), (1, 0, 0, 0))
        for part in section.parts:
            if isinstance(part, Note):
                yield self.note(part)
            elif isinstance(part, Table):
                yield self.table(part, most=_MOST_ROWS)
            elif isinstance(part, Bars):
                yield self.bars(part)
        yield Words()

    def brief(self, section: Section) -> Iterator[RenderableType]:
        """What a section says, and what of it needs a human eye."""
        yield Words(self.say(section.title), style="bold")
        yield Words(self.say(section.sentence))
        for part in section.parts:
            if isinstance(part, Note) and part.tone:
                yield self.note(part)
            elif isinstance(part, Table) and part.key in _ALWAYS:
                yield self.table(part, most=_MOST_ROWS // 2)
        yield Words()

    def note(self, note: Note) -> RenderableType:
        """A note with its sign; further lines stand under the first."""
        grid = Grid.grid()
        grid.add_row(Words(_SIGNS[note.tone]), Words(self.say(note.sentence), style=_STYLES[note.tone]))
        return grid

    def figures(self, figures: Sequence[Figure]) -> RenderableType:
        """Key figures, one a line: what, how much, and the note that goes with it."""
        grid = Grid.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(style="dim")
        for figure in figures:
            note = self.say(figure.note) if figure.note is not None else ""
            sign = _SIGNS[figure.tone] if figure.tone in {"bad", "warn"} else ""
            grid.add_row(
                Words(self.say(figure.label)), Words(self._figure(figure), style=_STYLES[figure.tone] or "bold"), Words(sign + note)
            )
        return grid

    def _figure(self, figure: Figure) -> str:
        if figure.value is None:
            return self._language.cell(None, "text")
        if isinstance(figure.value, Money):
            return self._language.short_money(figure.value)
        return self.say(Text("{value}", {"value": figure.value}))

    def table(self, table: Table, *, most: int, exact: bool = False) -> RenderableType:
        """The first rows of a table with the columns there is room for, its total, and how many are left. exact: money with øre."""
        rows = table.rows[: min(most, table.first_rows)]
        cells = [self._column(table, place, rows, exact=exact) for place in range(len(table.columns))]
        grid = Grid(box=SIMPLE_HEAD, show_footer=table.total is not None, footer_style="bold", header_style="bold")
        grid.show_edge, grid.pad_edge, grid.padding = False, False, (0, 1, 0, 0)  # two letters between columns, none outside
        breaking = {place for place in range(len(table.columns)) if self._breaks(rows, place)}
        kept = self._fitting(table.columns, cells, breaking)
        for place in kept:
            heading, *_, total = cells[place]
            kind = table.columns[place].kind
            side: Any = "right" if kind in _NUMBERS else "center" if kind == "class" else "left"
            sentences = place in breaking
            widest = None if sentences else max(_WIDEST, cell_len(heading))
            grid.add_column(Words(heading), Words(total), justify=side, no_wrap=not sentences, overflow="ellipsis", max_width=widest)
        for row in range(1, len(rows) + 1):
            grid.add_row(*(Words(cells[place][row]) for place in kept))
        parts: list[RenderableType] = [Words(), *([Words(self.say(table.title), style="italic")] if table.title is not None else [])]
        parts.append(grid if rows else Words(self.say(phrases.NOTHING_HERE), style="dim"))
        if (more := len(table.rows) - len(rows)) > 0:
            said = texts("{count} more row in the report.", "{count} more rows in the report.", count=more)
            parts.append(Words(self.say(said), style="dim"))
        return Group(*parts)

    def _column(self, table: Table, place: int, rows: Sequence[Sequence[Cell]], *, exact: bool) -> list[str]:
        """One column in words: the heading, a cell for each row, and the total ("" without one)."""
        column = table.columns[place]
        total = table.total[place] if table.total is not None else None
        values = [*(row[place] for row in rows), total]
        decimals = 2 if exact and column.kind == "money" else column_decimals(values, column.kind, exact=column.exact)
        unit = self._language.currency(self._currency) if column.kind == "money" else ""
        said = [self._language.cell(value, column.kind, decimals=decimals).replace("\n", " ") for value in values]
        heading = self.say(column.label) + (f", {unit}" if unit else "")
        wide = max(map(cell_len, [*said, *heading.split()]))
        return [fill(heading, wide, break_on_hyphens=False), *said[:-1], "" if total is None else said[-1]]

    def _fitting(self, columns: Sequence[Column], cells: Sequence[Sequence[str]], sentences: Collection[int]) -> list[int]:
        """Which columns there is room for: the first always stays, those from the right go first, then the telling, the leading last.

        sentences: the columns that can be broken into lines, and so take less room.
        """
        widths = [min(max(cell_len(line) for words in column for line in words.split("\n")), _WIDEST) + 2 for column in cells]
        widths = [min(width, _NARROWEST) if place in sentences else width for place, width in enumerate(widths)]
        kinds = [column.kind for column in columns]
        leading = [place for place, column in enumerate(columns) if column.leading]
        telling = [place for kind in _TELLING if kind in kinds and (place := kinds.index(kind)) not in leading]
        others = [place for place in range(len(columns)) if place not in telling and place not in leading]
        kept = list(range(len(columns)))
        for place in [*reversed(others), *reversed(telling), *reversed(leading)]:
            if sum(widths[one] for one in kept) - 2 <= self._width or len(kept) <= 2:
                break
            if place > 0:
                kept.remove(place)
        return kept

    def _breaks(self, rows: Sequence[Sequence[Cell]], place: int) -> bool:
        """Whether a column holds long sentences of ours, which are broken into lines; names are cut."""
        return any(isinstance(cell := row[place], Text) and cell_len(self.say(cell)) > _WIDEST for row in rows)

    def bars(self, bars: Bars) -> RenderableType:
        """Bars of letters from zero, the first series only; what is below zero is drawn lighter and has its minus."""
        series = bars.series[0] if bars.series else None
        pairs = list(zip(bars.labels, series.values, strict=True))[:_MOST_BARS] if series is not None else []
        largest = max((abs(value) for _, value in pairs if value is not None), default=0)
        grid = Grid.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, overflow="ellipsis", max_width=_WIDEST)
        grid.add_column(no_wrap=True, width=_BAR)
        grid.add_column(justify="right", no_wrap=True)
        for label, value in pairs:
            length = round(_BAR * abs(value) / largest) if value and largest else 0
            letter = "█" if value is not None and value >= 0 else "░"
            name = self._language.cell(label, "month" if isinstance(label, date) else "text")
            grid.add_row(Words(name), Words(letter * length, style="cyan"), Words(self._amount(value, bars.kind)))
        return Group(Words(), Words(self.say(bars.title), style="italic"), grid)

    def _amount(self, value: float | None, kind: CellKind) -> str:
        if value is not None and kind == "money":
            return self._language.short_money(Money(int(value), self._currency))
        return self._language.cell(value, kind)


def _as_table(lines: Lines) -> Table:
    """Invoice lines as a table of the report, with their sums."""
    words = phrases.IN_BROWSER
    columns = [
        Column(key="date", label=words["date"], kind="date"),
        Column(key="invoice_id", label=words["invoice"], kind="id"),
        Column(key="product_id", label=words["product"], kind="id"),
        Column(key="product_group", label=words["group"]),
        Column(key="quantity", label=words["quantity"], kind="quantity"),
        Column(key="revenue_minor", label=words["amount"], kind="money"),
        Column(key="cost_minor", label=words["cost"], kind="money"),
        Column(key="file", label=words["source"]),
        Column(key="row", label=text("Row in the file"), kind="id"),
    ]
    rows = [list(row.values()) for row in lines.rows.select([column.key for column in columns]).to_pylist()]
    sums = {key: sum(value for value in lines.rows[key].to_pylist() if value is not None) for key in ("revenue_minor", "cost_minor")}
    total: list[Cell] = [sums.get(column.key) for column in columns]
    return Table(key="lines", columns=columns, rows=rows, total=[words["sum"], *total[1:]], first_rows=len(rows))


def _print(console: Console, *parts: RenderableType) -> None:
    for part in parts:
        console.print(Group(part), highlight=False)  # text given by itself would be copied to text of rich's own kind


def progress(
    language: Language, console: Console | None = None, *, clock: Callable[[], float] = time.monotonic
) -> Callable[[str], Progress]:
    """For each file a bar on standard error while it is read: progress(language)("books.xml") is what a reader calls with (done, total).

    Silent when nobody watches (not a terminal), when the total is not known, and for what takes less than a second. The line below the bar
    is always free, so a message or Ctrl-C never writes into it; the bar goes away when the file is done.
    """
    screen = console or Console(stderr=True)
    return lambda name: _Bar(name, language, screen, clock)


class _Bar:
    """One file's bar: drawn at most ten times a second, taken away at the end."""

    def __init__(self, name: str, language: Language, screen: Console, clock: Callable[[], float]) -> None:
        self._said = language.render(text("Reading {name}", name=name))
        self._language = language
        self._screen = screen
        self._clock = clock
        self._started = clock()
        self._drawn_at: float | None = None

    def __call__(self, done: int, total: int) -> None:
        if not self._screen.is_terminal or total <= 0:
            return
        now = self._clock()
        if done >= total:
            self._take_away()
        elif now - self._started >= _WAIT and (self._drawn_at is None or now - self._drawn_at >= _OFTEN):
            self._take_away()
            self._draw(done, total, now - self._started)
            self._drawn_at = now

    def _draw(self, done: int, total: int, spent: float) -> None:
        left = int(spent * (total - done) / done) if done > 0 else 0
        grid = Grid.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, overflow="ellipsis", max_width=max(20, self._screen.width - 45))
        grid.add_column(width=24)
        grid.add_column(no_wrap=True)
        bar = ProgressBar(total=total, completed=done, width=24)
        grid.add_row(Words(self._said), bar, Words(f"{self._language.share(done / total)}  {left // 60}:{left % 60:02}"))
        self._screen.print(grid, highlight=False)

    def _take_away(self) -> None:
        if self._drawn_at is not None:
            up, start, erase = (ControlType.CURSOR_UP, 1), ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)
            self._screen.control(Control(up, start, erase))
            self._drawn_at = None
