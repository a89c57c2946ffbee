"""How does a value become a cell? Numbers as numbers, dates as dates, and all text as text, whatever it looks like."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rung.base import Money, Number, Share, Text, Value
from rung.kit.language import Language, clean
from rung.kit.report import Cell, CellKind, Column, Table

TITLE = {"bold": True, "font_size": 15, "font_color": "#0F4C5C"}
STRONG = {"bold": True, "font_size": 12}
WRAPPED = {"text_wrap": True, "valign": "top"}
MUTED = {"font_color": "#68707A", "italic": True}
HEAD = {"bold": True, "bottom": 1, "bg_color": "#F3F1EA", "text_wrap": True, "valign": "top"}
TOTAL = {"bold": True, "top": 1}
TONES: dict[str, dict[str, Any]] = {
    "": {},
    "good": {"font_color": "#2B7A57"},
    "bad": {"font_color": "#B23F2C"},
    "warn": {"font_color": "#B7791F"},
}
NUMBERS: dict[str, str] = {"money": "#,##0.00", "share": "0.0%", "number": "#,##0.00", "count": "#,##0"}
# Excel names the month in the language of the report, whatever language Excel itself is in.
_MONTHS = {"nb": "[$-414]mmm yyyy", "da": "[$-406]mmm yyyy", "sv": "[$-41D]mmm yyyy", "en": "[$-809]mmm yyyy"}
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_REFERENCE = re.compile(r"!(?=\$?[A-Z])")
_NARROWEST, _WIDEST = 9, 48
_LOOKED_AT = 300  # rows that decide how wide a column is


class Cells:
    """Writes cells in one language and one currency; every format is made once for the book."""

    def __init__(self, book: Any, language: Language, currency: str) -> None:
        self.language = language
        self.say = language.render
        self._book = book
        self._formats: dict[str, Any] = {}
        unit = language.currency(currency)
        self._unit = f" ({unit})" if unit else ""
        self.day = language.symbols.day.lower()

    def format(self, **look: Any) -> Any:
        """The format that looks so."""
        key = repr(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def words(self, sheet: Any, row: int, sentence: Text | None, **look: Any) -> int:
        """A sentence in the first cell of a row; the next row, the same one when there is no sentence."""
        if sentence is None:
            return row
        sheet.write_string(row, 0, self.say(sentence), self.format(**look))
        return row + 1

    def heads(self, sheet: Any, row: int, labels: Sequence[Text]) -> int:
        """A row of headings; the next row."""
        for column, label in enumerate(labels):
            sheet.write_string(row, column, self.say(label), self.format(**HEAD))
        return row + 1

    def columns(self, sheet: Any, row: int, columns: Sequence[Column]) -> int:
        """The headings of a table, each with its unit and, as a comment, how it was computed; the next row."""
        for place, column in enumerate(columns):
            side = "left" if column.kind in {"text", "id", "date", "month"} else "center" if column.kind == "class" else "right"
            sheet.write_string(row, place, self.label(column), self.format(align=side, **HEAD))
            if column.how is not None:
                sheet.write_comment(row, place, self.say(column.how), {"author": "", "x_scale": 2})
        return row + 1

    def label(self, column: Column) -> str:
        """The heading of a column; money says its currency."""
        return self.say(column.label) + (self._unit if column.kind == "money" else "")

    def put(self, sheet: Any, place: tuple[int, int], value: Cell, kind: CellKind, **look: Any) -> None:
        """One cell with its type: money as kroner, ids and names as text; empty where there is no answer."""
        if isinstance(value, str) and kind == "month":
            value = date.fromisoformat(f"{value[:7]}-01")
        match value:
            case None:
                sheet.write_blank(*place, None, self.format(**look))
            case Text() | str():
                sheet.write_string(*place, self.say(value) if isinstance(value, Text) else clean(value), self.format(**look))
            case date() if value >= _FIRST_DAY:
                shown = _MONTHS[self.language.code] if kind == "month" else self.day
                sheet.write_datetime(*place, datetime.combine(value, time()), self.format(align="left", num_format=shown, **look))
            case date():
                sheet.write_string(*place, value.isoformat(), self.format(**look))
            case _:
                self._number(sheet, place, value, kind, look)

    def _number(self, sheet: Any, place: tuple[int, int], value: float | Decimal, kind: CellKind, look: dict[str, Any]) -> None:
        if kind in {"id", "class"}:
            sheet.write_string(*place, str(value), self.format(**look))
        else:
            shown = NUMBERS.get(kind) or ("#,##0" if value == int(value) else "#,##0.00")
            sheet.write_number(*place, as_number(value, kind), self.format(num_format=shown, **look))

    def figure(self, sheet: Any, place: tuple[int, int], value: Value, **look: Any) -> None:
        """A key figure as a typed number with its unit, a date, or words."""
        look = {"bold": True, "align": "left", "valign": "top", **look}
        match value:
            case Money():
                unit = self.language.currency(value.currency).replace('"', "")
                shown = f'#,##0.00 "{unit}"' if unit else "#,##0.00"
                sheet.write_number(*place, value.minor / 100, self.format(num_format=shown, **look))
            case Share():
                shown = f"0.{'0' * value.decimals}%" if value.decimals else "0%"
                sheet.write_number(*place, value.value, self.format(num_format=shown, **look))
            case Number():
                shown = f"#,##0.{'0' * value.decimals}" if value.decimals else "#,##0"
                sheet.write_number(*place, value.value, self.format(num_format=shown, **look))
            case date():
                sheet.write_datetime(*place, datetime.combine(value, time()), self.format(num_format=self.day, **look))
            case _:
                self.put(sheet, place, value, "count", **look)

    def widths(self, table: Table) -> list[float]:
        """How many letters wide each column of a table should be; long headings are broken at their spaces."""
        widths: list[float] = []
        for place, column in enumerate(table.columns):
            rows = [*table.rows[:_LOOKED_AT], *([table.total] if table.total is not None else [])]
            decimals = 2 if column.kind in {"money", "number"} else None
            letters = max((len(self.language.cell(row[place], column.kind, decimals=decimals)) for row in rows), default=0)
            heading = max((len(word) + 4 for word in self.label(column).split()), default=0)
            widths.append(min(max(letters + 2, heading, _NARROWEST), _WIDEST))
        return widths


def as_number(value: float | Decimal, kind: CellKind) -> float:
    """What Excel is to reckon with: kroner for money. Øre divided by 100 keep their two decimals up to 90 000 billion kroner."""
    return int(value) / 100 if kind == "money" else float(value)


def plain(words: str) -> str:
    """Words for a name in a chart, where the library takes all that looks like "Sheet!A1" for a reference to cells."""
    return _REFERENCE.sub("! ", words)


def lay_out(sheet: Any, widths: Sequence[float], *, frozen: int = 0, wide: bool = False) -> None:
    """Widths of the columns, rows that stay when scrolling (and on every printed page), and how the sheet prints."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    if frozen:
        sheet.freeze_panes(frozen, 0)
        sheet.repeat_rows(frozen - 1)
    if wide:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
