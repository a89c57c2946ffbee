"""What is in a workbook? Every visible sheet that has data, its numbers and dates as text that says exactly the same."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from rung.base import Text, text
from rung.facts import Problem, Progress
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Block, Rows, lines_of
from rung.importers.sheet.cells import NATIVE_POINT, cells_of
from rung.importers.sheet.layout import Head
from rung.importers.sheet.workbook_safety import danger

_ROWS = 20_000
_HEAD = 200
_PLAIN = str.maketrans({NATIVE_POINT: ".", "\t": " "})


def _number(value: float) -> str:
    """The shortest text of a number; whole ones without decimals, so that customer 1001.0 is 1001."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value).replace(".", NATIVE_POINT)


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    str: lambda value: value,
    float: _number,
    int: str,
    bool: lambda value: "1" if value else "0",
    datetime: _moment,
    date: lambda value: value.isoformat(),
    time: lambda value: value.isoformat("seconds"),
    timedelta: str,
}


def as_text(value: object) -> str:
    """A cell as text."""
    return _AS_TEXT.get(type(value), str)(value)


def _texts(values: list[object]) -> Any:
    """The cells of a column as text, each distinct one written once. Kinds are told apart, for 1 and True are equal."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return pa.array(values, pa.string())
    if len(kinds) == 1:
        known = {value: as_text(value) for value in set(values)}
        return pa.array(list(map(known.__getitem__, values)), pa.string())
    told = list(zip(map(type, values), values, strict=True))
    apart = {kind_and_value: as_text(kind_and_value[1]) for kind_and_value in set(told)}
    return pa.array(list(map(apart.__getitem__, told)), pa.string())


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet of a workbook that is open in memory."""

    label: str
    path: Path
    source: Any
    kind: str = "Excel"
    has_header: bool = False
    how: Sequence[tuple[Text, Text]] = field(default_factory=tuple)

    @cached_property
    def head(self) -> Head:
        """The first rows."""
        rows = islice(self.source.iter_rows(), _HEAD)
        return [(place, [as_text(value).strip() or None for value in cells]) for place, cells in enumerate(rows, 1)]

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The rows below a place, 20,000 at a time."""
        total = self.source.height + (self.source.start or (0, 0))[0]
        rows = islice(self.source.iter_rows(), after, None)
        place = after + 1
        while piece := list(islice(rows, _ROWS)):
            wanted = [n for n in sorted(columns) if n < len(piece[0])]
            read = {n: cells_of(_texts([row[n] for row in piece])) for n in wanted}
            yield Block(read, np.arange(place, place + len(piece), dtype=np.int64))
            place += len(piece)
            progress(min(place - 1, total), total)

    def written(self, places: Rows) -> Iterator[tuple[Rows, Any]]:
        """Some rows as they are shown, 20,000 at a time."""
        rows, above = self.source.iter_rows(), 0
        for start in range(0, len(places), _ROWS):
            some = places[start : start + _ROWS]
            cells = []
            for place in some.tolist():
                cells.append([as_text(value).translate(_PLAIN) for value in next(islice(rows, place - above - 1, None))])
                above = place
            yield some, lines_of([pa.array(column, pa.string()) for column in zip(*cells, strict=True)])


def open_workbook(label: str, path: Path, content: bytes | None = None) -> list[WorkbookSheet] | Problem:
    """The sheets of a workbook (xlsx, xls, xlsb, ods), or why it cannot be opened. content: its bytes when it is inside a zip."""
    stream = io.BytesIO(content) if content is not None else path.open("rb")
    with stream:
        packed = stream.read(2) == b"PK"
        if packed and (problem := danger(stream, label)):
            return problem
        stream.seek(0)
        try:
            book = calamine.CalamineWorkbook.from_filelike(stream)
            return _sheets(book, label, path) or refusals.empty(label)
        except calamine.PasswordError:
            return refusals.locked(label)
        except (calamine.CalamineError, OSError, ValueError):
            return refusals.damaged_workbook(label)


def _sheets(book: Any, label: str, path: Path) -> list[WorkbookSheet]:
    found = []
    for about in book.sheets_metadata:
        table = about.typ == calamine.SheetTypeEnum.WorkSheet and about.visible == calamine.SheetVisibleEnum.Visible
        sheet = book.get_sheet_by_name(about.name) if table else None
        if sheet is not None and sheet.height:
            found.append((about.name, sheet))
    hidden = [about.name for about in book.sheets_metadata if about.visible != calamine.SheetVisibleEnum.Visible]
    how = ((text("Hidden sheets, passed over"), text("{names}", names=", ".join(hidden))),) if hidden else ()
    return [WorkbookSheet(f"{label}#{name}", path, sheet, how=how) for name, sheet in found]
