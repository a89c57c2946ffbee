"""How do plain rows leave Rung? As a sheet that opens in Excel, in which nothing from a file can become a formula."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter

from rung.base import FileRefused, text

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MOST = 1_048_576  # rows of a sheet in Excel
_DIGITS = 15


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
    """Write rows under a header: Excel when the name ends in .xlsx, else CSV (comma, UTF-8 with its mark). Gives the number of rows.

    Numbers with a decimal point, dates as 2025-01-31, true and false, nothing for None. A text that a spreadsheet would take for a formula
    gets an apostrophe in front; `importers.sheet` takes it off again when it reads such a file. Raises FileRefused for more rows than a
    sheet of Excel has.
    """
    return _workbook(path, header, rows) if path.suffix.lower() == ".xlsx" else _csv(path, header, rows)


def _csv(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for row in rows:
            writer.writerow([_plain(value) for value in row])
            count += 1
    return count


def _workbook(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
    count = -1
    with tempfile.TemporaryDirectory(prefix="rung-") as passing:
        options = {"constant_memory": True, "tmpdir": passing, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet()
            for count, row in enumerate(chain([header], rows)):
                if count >= _MOST:
                    raise FileRefused(
                        text("There are more rows than a sheet of Excel has."), remedy=text("Choose a name that ends in .csv instead.")
                    )
                for place, value in enumerate(row):
                    _write(sheet, count, place, value)
    return count


def _write(sheet: Any, row: int, place: int, value: Any) -> None:
    """One cell; numbers as numbers as long as Excel, which has 15 digits, keeps them whole."""
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if number and len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS:
        sheet.write_number(row, place, float(value))
    elif value is not None:
        sheet.write_string(row, place, _plain(value))


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case int():
            return str(value)
    written = str(value)
    return "'" + written if written.lstrip("'").startswith(_DANGEROUS) else written
