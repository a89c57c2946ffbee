"""How does a chart of the report stand in Excel? As a native chart beside the cells it is drawn from, so that it can be changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rung.base import Text
from rung.kit import phrases
from rung.kit.report import Bars, Cell, Column, Curve, Matrix
from rung.kit.workbook.cells import HEAD, MUTED, NUMBERS, STRONG, Cells, as_number, plain

_COLOURS = ("#0F4C5C", "#8FBCC4", "#B7791F", "#2D7A8C", "#D9CFB8", "#68707A")
_ROWS = 18  # rows of a sheet that a chart covers
_EPOCH = date(1899, 12, 30)  # Excel's day 0
_GRID = {"visible": True, "line": {"color": "#E7E4DC"}}


def write_bars(book: Any, cells: Cells, sheet: Any, row: int, bars: Bars) -> int:
    """The figures of a bar chart from `row` on, and the chart; the first free row below both. Months stand, words lie."""
    months = bool(bars.labels) and all(isinstance(label, date) for label in bars.labels)
    head = cells.words(sheet, row, bars.title, **STRONG)
    named = [Column(key=f"s{n}", label=series.name, kind=bars.kind) for n, series in enumerate(bars.series)]
    first = cells.columns(sheet, head, [Column(key="label", label=Text("")), *named])
    for place, label in enumerate(bars.labels):
        cells.put(sheet, (first + place, 0), label, "month" if months else "text")
        for column, series in enumerate(bars.series, 1):
            cells.put(sheet, (first + place, column), series.values[place], bars.kind)
    after = first + len(bars.labels)
    if bars.labels and bars.series:
        chart = book.add_chart({"type": "column" if months else "bar"})
        for column, series in enumerate(bars.series, 1):
            chart.add_series(
                {
                    "name": plain(cells.say(series.name)),
                    **_range(sheet, (first, after - 1), 0, column),
                    "categories_data": [_category(cells, label) for label in bars.labels],
                    "values_data": [None if value is None else as_number(value, bars.kind) for value in series.values],
                    "fill": {"color": _COLOURS[(column - 1) % len(_COLOURS)]},
                    "gap": 60,
                }
            )
        chart.set_x_axis({"num_format": "mmm yy", "text_axis": True, "label_position": "low"} if months else {"reverse": True})
        chart.set_y_axis({"num_format": NUMBERS.get(bars.kind, "#,##0").replace(".00", ""), "major_gridlines": _GRID})
        _place(cells, sheet, (row, len(bars.series) + 2), chart, bars.title, legend=len(bars.series) > 1)
    return max(cells.words(sheet, after, bars.note, **MUTED), row + _ROWS) + 1


def write_curve(book: Any, cells: Cells, sheet: Any, row: int, curve: Curve) -> int:
    """The points of a curve from `row` on with the diagonal, its marks below, and the chart; the first free row below all."""
    head = cells.words(sheet, row, curve.title, **STRONG)
    first = cells.heads(sheet, head, [curve.x_label, curve.y_label, phrases.EQUAL_SHARES])
    for place, (x, y) in enumerate(curve.points, first):
        for column, value in enumerate((x, y, x)):
            cells.put(sheet, (place, column), value, "share")
    marks = first + len(curve.points) + bool(curve.marks)
    for place, mark in enumerate(curve.marks, marks):
        cells.put(sheet, (place, 0), mark.x, "share")
        cells.put(sheet, (place, 1), mark.y, "share")
        cells.put(sheet, (place, 2), mark.label, "text")
    after = marks + len(curve.marks)
    if curve.points:
        chart = book.add_chart({"type": "scatter", "subtype": "straight"})
        span = (first, first + len(curve.points) - 1)
        for series in (_line(cells, sheet, curve, span), _diagonal(cells, sheet, curve, span)):
            chart.add_series(series)
        if curve.marks:
            chart.add_series(_marks(cells, sheet, curve, marks))
        for axis, label in ((chart.set_x_axis, curve.x_label), (chart.set_y_axis, curve.y_label)):
            axis({"name": plain(cells.say(label)), "min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": False}})
        _place(cells, sheet, (row, 4), chart, curve.title, legend=False)
    return max(cells.words(sheet, after, curve.note, **MUTED), row + _ROWS) + 1


def write_matrix(cells: Cells, sheet: Any, row: int, matrix: Matrix) -> int:
    """A grid of counts, darker where there are more; the first free row below it."""
    row = cells.words(sheet, row, matrix.title, **STRONG)
    corner = f"{cells.say(matrix.row_title)} \\ {cells.say(matrix.column_title)}"
    sheet.write_string(row, 0, corner, cells.format(**HEAD))
    for column, label in enumerate(matrix.column_labels, 1):
        cells.put(sheet, (row, column), label, "text", align="center", **HEAD)
    for place, (name, counts) in enumerate(zip(matrix.row_labels, matrix.cells, strict=True), row + 1):
        cells.put(sheet, (place, 0), name, "text", bold=True)
        for column, count in enumerate(counts, 1):
            cells.put(sheet, (place, column), count, "count", align="center")
    last = row + len(matrix.row_labels)
    if matrix.row_labels and matrix.column_labels:
        shade = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8FBCC4"}
        sheet.conditional_format(row + 1, 1, last, len(matrix.column_labels), shade)
    return cells.words(sheet, last + 1, matrix.note, **MUTED) + 1


def _range(sheet: Any, rows: tuple[int, int], labels: int, values: int) -> dict[str, Any]:
    first, last = rows
    return {"categories": [sheet.name, first, labels, last, labels], "values": [sheet.name, first, values, last, values]}


def _category(cells: Cells, label: Cell) -> str | int:
    """What a viewer that does not read the cells shows at the axis."""
    return (label - _EPOCH).days if isinstance(label, date) else cells.language.cell(label, "text")


def _line(cells: Cells, sheet: Any, curve: Curve, span: tuple[int, int]) -> dict[str, Any]:
    return {
        "name": plain(cells.say(curve.y_label)),
        **_range(sheet, span, 0, 1),
        **_cached(curve.points),
        "line": {"color": _COLOURS[0], "width": 2},
    }


def _diagonal(cells: Cells, sheet: Any, curve: Curve, span: tuple[int, int]) -> dict[str, Any]:
    return {
        "name": plain(cells.say(phrases.EQUAL_SHARES)),
        **_range(sheet, span, 0, 2),
        **_cached([(x, x) for x, _ in curve.points]),
        "line": {"color": "#68707A", "dash_type": "dash", "width": 1},
    }


def _marks(cells: Cells, sheet: Any, curve: Curve, first: int) -> dict[str, Any]:
    colour = {"color": _COLOURS[2]}
    return {
        "name": " ",
        **_range(sheet, (first, first + len(curve.marks) - 1), 0, 1),
        **_cached([(mark.x, mark.y) for mark in curve.marks]),
        "line": {"none": True},
        "marker": {"type": "circle", "size": 6, "fill": colour, "border": colour},
        "data_labels": {
            "value": True,
            "position": "right",
            "custom": [{"value": plain(cells.say(mark.label))} for mark in curve.marks],
        },
    }


def _cached(points: Sequence[tuple[float, float]]) -> dict[str, list[float]]:
    return {"categories_data": [x for x, _ in points], "values_data": [y for _, y in points]}


def _place(cells: Cells, sheet: Any, place: tuple[int, int], chart: Any, title: Text, *, legend: bool) -> None:
    chart.set_title({"name": plain(cells.say(title)), "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    chart.set_size({"width": 620, "height": (_ROWS - 1) * 20})
    sheet.insert_chart(*place, chart, {"description": cells.say(title)})
