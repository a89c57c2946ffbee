"""Which invoice lines are behind the figures? All that fit a sheet, with the file and the row each one came from."""

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any

import pyarrow as pa

from rung.base import text
from rung.kit import phrases
from rung.kit.language import clean
from rung.kit.report import CellKind, Column, Lines
from rung.kit.workbook.cells import MUTED, NUMBERS, TITLE, Cells, lay_out

EXCEL_ROWS = 1_048_576
_AT_ONCE = 20_000

_WORDS = phrases.IN_BROWSER
# column of `Lines` ("" for the name of the customer) -> heading, kind, width
_COLUMNS: dict[str, tuple[Any, CellKind, float]] = {
    "customer_id": (_WORDS["customer"], "id", 14),
    "": (text("Name"), "text", 34),
    "date": (_WORDS["date"], "date", 12),
    "invoice_id": (_WORDS["invoice"], "id", 14),
    "product_id": (_WORDS["product"], "id", 14),
    "product_group": (_WORDS["group"], "text", 22),
    "quantity": (_WORDS["quantity"], "quantity", 11),
    "revenue_minor": (_WORDS["amount"], "money", 16),
    "cost_minor": (_WORDS["cost"], "money", 16),
    "estimated": (text("Estimated"), "text", 11),
    "file": (text("File"), "text", 34),
    "row": (text("Row in the file"), "count", 10),
}


def write_invoice_lines(cells: Cells, sheet: Any, lines: Lines, names: Mapping[str, str]) -> None:
    """The lines as typed rows under headings that stay, with a filter; a note when not all the lines are here.

    names: customer id -> name, as in `Report.names`.
    """
    rows = lines.rows
    head = cells.words(sheet, 0, text("Invoice lines"), **TITLE)
    room = EXCEL_ROWS - head - 3
    shown = min(rows.num_rows, room)
    if shown < lines.total:
        said = text("{shown} of {total} lines are here, the largest customers' first.", shown=shown, total=lines.total)
        head = cells.words(sheet, cells.words(sheet, head, said, **MUTED), lines.where_else, **MUTED)
    lay_out(sheet, [width for _, _, width in _COLUMNS.values()], frozen=head + 1, wide=True)
    row = cells.columns(sheet, head, [Column(key=key, label=label, kind=kind) for key, (label, kind, _) in _COLUMNS.items()])
    writers = [_writer(cells, sheet, place, kind) for place, (_, kind, _) in enumerate(_COLUMNS.values())]
    for start in range(0, shown, _AT_ONCE):
        piece = rows.slice(start, min(_AT_ONCE, shown - start))
        columns = [_values(cells, piece, key, names) for key in _COLUMNS]
        for place, values in enumerate(zip(*columns, strict=True), row + start):
            for write, value in zip(writers, values, strict=True):
                if value is not None and value != "":
                    write(place, value)
    if shown:
        sheet.autofilter(head, 0, head + shown, len(_COLUMNS) - 1)


def _values(cells: Cells, rows: pa.Table, key: str, names: Mapping[str, str]) -> list[Any]:
    """One column of the sheet; empty where the lines do not have it."""
    if key == "":
        ids = rows["customer_id"].to_pylist()
        return [names.get(f"customer_id={one}", names.get(one, "")) if one else "" for one in ids]
    if key not in rows.column_names:
        return list(repeat(None, rows.num_rows))
    values: list[Any] = rows[key].to_pylist()
    if key == "estimated":
        yes = cells.say(text("yes"))
        return [yes if value else None for value in values]
    return values


def _writer(cells: Cells, sheet: Any, column: int, kind: CellKind) -> Callable[[int, Any], None]:
    """What writes one column: for many rows at a time, so nothing is decided twice."""
    match kind:
        case "money":
            return _numbers(sheet, column, cells.format(num_format=NUMBERS["money"]), lambda minor: minor / 100)
        case "count":
            return _numbers(sheet, column, cells.format(num_format="0"), float)
        case "date":
            shown = cells.format(num_format=cells.day, align="left")
            return lambda row, value: sheet.write_datetime(row, column, value, shown)
        case "quantity":
            return _numbers(sheet, column, None, float)
        case _:
            return lambda row, value: sheet.write_string(row, column, clean(value))


def _numbers(sheet: Any, column: int, shown: Any, reckon: Callable[[Any], float]) -> Callable[[int, Any], None]:
    return lambda row, value: sheet.write_number(row, column, reckon(value), shown)
