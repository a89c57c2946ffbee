"""What stands where on the page? Turns a report into words and places that the templates only have to write down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from rung.base import Money, Share, Text
from rung.kit import phrases
from rung.kit.charts import Drawing, draw_bars, draw_curve
from rung.kit.charts.bars import Chart
from rung.kit.charts.curve import height_at
from rung.kit.language import NO_ANSWER, Language, column_decimals
from rung.kit.report import Bars, Cell, CellKind, Column, Curve, Figure, Matrix, Note, Part, Report, Section, Table

MOST_ROWS = 10_000  # a browser draws more only slowly; the workbook has them all
FILTER_FROM = 12
_NUMBERS = {"money", "quantity", "count", "share", "number"}
_ROOM = 940  # px that a table has in its card on a wide screen
_HALF = 480
_SNUG = 500  # narrower than this a table is not drawn out over the whole card: the eye loses the row
_HEAT_STEPS = 6
NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell: words, css classes, raw (what to sort by when the words lose something), and what it opens or the section it leads to."""

    words: str
    css: str = ""
    raw: str = ""
    opens: Markup = NOTHING
    leads: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table ready to write. named: the column that names its rows. unit: of its money columns. beyond: rows not on the page at all."""

    key: str
    title: str
    columns: Sequence[Column]
    css: Sequence[str]
    rows: Sequence[Sequence[CellView]]
    total: Sequence[CellView] | None
    first_rows: int
    beyond: int
    named: int
    unit: str
    wide: bool
    snug: bool
    fits_half: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A chart with its words, its drawings and the table behind it."""

    title: str
    note: str
    legend: Sequence[tuple[int, str]]
    drawings: Sequence[Drawing]
    behind: TableView
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Parts that stand under each other in one place, and how wide the place is: "full" or "half stack"."""

    parts: Sequence[Part]
    span: str


class Page:
    """The report in one language. Raises ValueError when something opens to a column that the lines do not have."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language
        self.say = language.render
        self.customers = {key: those for section in report.sections for key, those in section.customers.items()}

    @property
    def chapters(self) -> list[tuple[str, list[Section]]]:
        """The sections under the names of their chapters, "" for those of none."""
        named = groupby(self.report.sections, key=lambda section: self.say(section.chapter) if section.chapter else "")
        return [(name, list(sections)) for name, sections in named]

    def opens(self, what: str) -> Markup:
        """The attribute of a thing that opens its invoice lines; nothing when there is nothing to open, or it is another section."""
        if not what or what.startswith("#") or self.report.lines is None:
            return Markup()
        column, _, value = what.partition("=")
        if column == "customers" and value not in self.customers:
            raise ValueError(f"opens={what!r} must name a key of its section's customers: {', '.join(self.customers)}")
        if column not in ("all", "customers", *self.report.lines.rows.column_names):
            known = ", ".join(self.report.lines.rows.column_names)
            raise ValueError(f'opens={what!r} must be "all", "#section" or "column=value" with a column of the lines: {known}')
        return Markup('data-opens="{}"').format(what)

    def anchor(self, what: str) -> str:
        """The section a thing leads to, "#abc", or ""."""
        return what if what.startswith("#") and what[1:] in {section.key for section in self.report.sections} else ""

    def value(self, figure: Figure) -> tuple[str, str, str]:
        """A key figure in three: what stands small before the number, the number, and its small unit after it."""
        value = figure.value
        if value is None:
            return "", NO_ANSWER, ""
        if isinstance(value, Money):
            whole = self.language.short_money(value)
        elif isinstance(value, Share):
            whole = self.language.formats.share(value)
        else:
            return "", self.say(Text("{value}", {"value": value})), ""
        digits = [index for index, letter in enumerate(whole) if letter.isdigit()]
        first, last = digits[0], digits[-1] + 1
        sign = "−" if whole[:first].endswith("−") or whole.startswith("−") else ""
        return whole[:first].replace("−", ""), sign + whole[first:last], whole[last:]

    def exactly(self, figure: Figure) -> str:
        """The whole amount of a figure that is shown shortened."""
        if not isinstance(figure.value, Money):
            return ""
        exact = self.language.money(figure.value, 2 if figure.value.minor % 100 else 0)
        return "" if exact == self.language.short_money(figure.value) else self.say(phrases.exactly(exact))

    def table(self, table: Table) -> TableView:
        """A table with its cells in words."""
        unit = self.language.currency(self.report.currency) if any(column.kind == "money" for column in table.columns) else ""
        decimals = self._decimals(table)
        rows = [
            self._row(table.columns, row, decimals, table.opens[index] if table.opens else "")
            for index, row in enumerate(table.rows[:MOST_ROWS])
        ]
        width = _width(table.columns, rows, self.language)
        return TableView(
            key=table.key,
            title=self.say(table.title) if table.title else "",
            columns=table.columns,
            css=[_css(column.kind) for column in table.columns],
            rows=rows,
            total=self._row(table.columns, table.total, decimals, "", last=True) if table.total is not None else None,
            first_rows=table.first_rows,
            beyond=max(0, len(table.rows) - MOST_ROWS),
            named=_named(table.columns),
            unit=unit,
            wide=width > _ROOM,
            snug=width < _SNUG,
            fits_half=width < _HALF,
        )

    def bars(self, bars: Bars) -> ChartView:
        """A bar chart, its alternative in words and the table behind it."""
        chart = Chart(
            bars=bars, language=self.language, currency=self.report.currency, opener=self.opens, alternative=self._bars_in_words(bars)
        )
        return ChartView(
            title=self.say(bars.title),
            note=self.say(bars.note) if bars.note else "",
            legend=_legend(bars, self.language),
            drawings=draw_bars(chart),
            behind=self.table(_behind_bars(bars)),
            kind="bars",
        )

    def curve(self, curve: Curve) -> ChartView:
        """A curve, its alternative in words and the table behind it."""
        half = (
            phrases.passes_through(Share(0.5), curve.x_label, Share(height_at(curve.points, 0.5)), curve.y_label) if curve.points else None
        )
        said = [curve.title, *(mark.label for mark in curve.marks), *([half] if half else [])]
        alternative = ". ".join(self.say(one).rstrip(".") for one in said) + "."
        return ChartView(
            title=self.say(curve.title),
            note=self.say(curve.note) if curve.note else "",
            legend=[],
            drawings=draw_curve(curve, self.language, self.say(phrases.EQUAL_SHARES), alternative),
            behind=self.table(_behind_curve(curve)),
            kind="curve",
        )

    def heat(self, matrix: Matrix) -> Iterator[tuple[str, list[CellView]]]:
        """The rows of a matrix, each cell shaded by its count."""
        most = max((count for row in matrix.cells for count in row), default=0)
        opens = matrix.opens or [[""] * len(row) for row in matrix.cells]
        for name, row, leads in zip(matrix.row_labels, matrix.cells, opens, strict=True):
            cells = [
                CellView(words=self.language.decimal(count), css=f"h{_shade(count, most)}", opens=self.opens(to if count else ""))
                for count, to in zip(row, leads, strict=True)
            ]
            yield self.language.cell(name, "text"), cells

    def placed(self, section: Section) -> list[Placed]:
        """The parts of a section: small ones in pairs, and beside a curve, which is tall, all the small ones that follow."""
        places: list[Placed] = []
        waiting = list(section.parts)
        while waiting:
            left, right = [waiting.pop(0)], list[Part]()
            if waiting and self._small(left[0]) and self._small(waiting[0]):
                right.append(waiting.pop(0))
                if isinstance(left[0], Curve) or isinstance(right[0], Curve):
                    (right if isinstance(left[0], Curve) else left).extend(self._beside_a_curve(waiting))
            span = "half stack" if right else "full"
            places += [Placed(parts=parts, span=span) for parts in (left, right) if parts]
        return places

    def _beside_a_curve(self, waiting: list[Part]) -> Iterator[Part]:
        while waiting and not isinstance(waiting[0], Curve) and (isinstance(waiting[0], Note) or self._small(waiting[0])):
            yield waiting.pop(0)

    def _small(self, part: Part) -> bool:
        match part:
            case Curve():
                return True
            case Bars():
                return len(part.labels) <= 8
            case Matrix():
                return len(part.column_labels) <= 5
            case Table():
                return len(part.rows) <= FILTER_FROM and self.table(part).fits_half
            case Note():
                return False

    def _row(
        self, columns: Sequence[Column], row: Sequence[Cell], decimals: Sequence[int | None], opens: str, *, last: bool = False
    ) -> list[CellView]:
        named = _named(columns)
        cells = []
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            words = "" if value is None and last else self.language.cell(value, column.kind, decimals=decimals[index])
            css = _css(column.kind)
            if column.kind in _NUMBERS and words.startswith("−"):
                css += " minus"
            cells.append(
                CellView(
                    words=words,
                    css=css + (" none" if value is None else ""),
                    raw=_raw(value, column.kind, decimals[index]),
                    opens=self.opens(opens) if index == named else Markup(),
                    leads=self.anchor(opens) if index == named else "",
                )
            )
        return cells

    def _decimals(self, table: Table) -> list[int | None]:
        rows = [*table.rows, *([table.total] if table.total is not None else [])]
        for number, row in enumerate(rows, 1):
            if len(row) != len(table.columns):
                raise ValueError(
                    f"table {table.key!r} has {len(table.columns)} columns, but row {number} has {len(row)} cells; give each its own"
                )
        return [
            column_decimals([row[index] for row in rows], column.kind, exact=column.exact) for index, column in enumerate(table.columns)
        ]

    def _bars_in_words(self, bars: Bars) -> str:
        values = [(value, index) for series in bars.series[:1] for index, value in enumerate(series.values) if value is not None]
        if not values:
            return self.say(bars.title)
        (high, at_high), (low, at_low) = max(values), min(values)
        kind = bars.kind

        def name(index: int) -> str:
            return self.language.cell(bars.labels[index], "month" if isinstance(bars.labels[index], date) else "text")

        def amount(value: float) -> str:
            return (
                self.language.short_money(Money(int(value), self.report.currency)) if kind == "money" else self.language.cell(value, kind)
            )

        return f"{self.say(bars.title)}. {self.say(phrases.from_to(amount(high), name(at_high), amount(low), name(at_low)))}"


def _named(columns: Sequence[Column]) -> int:
    return next((index for index, column in enumerate(columns) if column.kind == "text"), 0)


def _css(kind: CellKind) -> str:
    return "num" if kind in _NUMBERS or kind == "date" else kind


def _raw(value: Cell, kind: CellKind, decimals: int | None) -> str:
    """What to sort by, only where the words on the page do not say it exactly."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, Text)) or kind in {"count", "id", "class"}:
        return ""
    if kind == "money":
        return "" if decimals == 2 or int(value) % 100 == 0 else str(value / 100)
    return str(value) if kind in {"share", "number"} else ""


def _width(columns: Sequence[Column], rows: Sequence[Sequence[CellView]], language: Language) -> float:
    """About how wide a table will be, to know when it must scroll."""
    total = 0.0
    for index, column in enumerate(columns):
        letters = [len(row[index].words) for row in rows[:200]]
        heading = max((len(word) for word in language.render(column.label).split()), default=0)
        total += max([heading, *letters]) * 7.6 + 18
    return total


def _shade(count: int, most: int) -> int:
    return 0 if count <= 0 or most <= 0 else max(1, round(_HEAT_STEPS * (count / most) ** 0.5))


def _legend(bars: Bars, language: Language) -> list[tuple[int, str]]:
    """The series by number and name as they stand on the page, earlier ones first; nothing when there is but one."""
    named = sorted(enumerate(bars.series), key=lambda numbered: not numbered[1].earlier)
    return [(nth, language.render(series.name)) for nth, series in named] if len(named) > 1 else []


def _behind_bars(bars: Bars) -> Table:
    months = all(isinstance(one, date) for one in bars.labels)
    first = Column(key="label", label=phrases.IN_BROWSER["month"] if months else Text(""), kind="month" if months else "text")
    columns = [first, *(Column(key=f"s{n}", label=series.name, kind=bars.kind) for n, series in enumerate(bars.series))]
    rows = [[name, *(series.values[index] for series in bars.series)] for index, name in enumerate(bars.labels)]
    return Table(key=f"{bars.key}-table", columns=columns, rows=rows, opens=bars.opens, first_rows=len(rows))


def _behind_curve(curve: Curve) -> Table:
    columns = [Column(key="x", label=curve.x_label, kind="share"), Column(key="y", label=curve.y_label, kind="share")]
    rows = [[tenth / 10, height_at(curve.points, tenth / 10)] for tenth in range(11)] if curve.points else []
    return Table(key=f"{curve.key}-table", columns=columns, rows=rows, first_rows=len(rows))
