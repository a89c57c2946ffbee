"""What stands between the fields of a text file? Its delimiter and quotation, by how regular the first lines become."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rung.base import Text, text
from rung.importers.sheet.headers import known_share

Record = tuple[int, Sequence[str | None]]

_COMMON = (";", ",", "\t", "|")
_RARE = ("^", "~", "\x1f", "\x01", ":", "*", "#", "!")
_ROWS = 200


@dataclass(frozen=True, slots=True)
class Dialect:
    """How lines are cut into fields. records: the first 200, each with its place; score: how well it fits."""

    delimiter: str
    quotes: bool
    records: tuple[Record, ...]
    score: float

    @property
    def name(self) -> Text:
        """The delimiter in words."""
        named = {"\t": text("tab"), " ": text("space")}
        return named.get(self.delimiter) or text("{mark}", mark=self.delimiter if self.delimiter.isprintable() else repr(self.delimiter))


def detect(sample: str, *, quotes: bool, delimiter: str = "") -> Dialect:
    """The dialect of a text, from its first lines. quotes: whether it holds quotation marks; delimiter: when the user says it."""
    stated = delimiter or _stated(sample)
    best = max((_fit(sample, mark, quotes=quotes) for mark in ((stated,) if stated else _COMMON)), key=lambda fit: fit.score)
    if not stated and best.score < 1:
        best = max(best, *(_fit(sample, mark, quotes=quotes) for mark in _RARE), key=lambda fit: fit.score)
    if quotes and _swallows(best):
        best = max(_fit(sample, best.delimiter, quotes=False), best, key=lambda fit: fit.score)
    return best


@dataclass(frozen=True, slots=True)
class Rowlike:
    """Tells a piece of a row from a piece of a text. beginnings: what the first fields of rows look like."""

    delimiter: str
    width: int
    beginnings: frozenset[str]

    def has_eaten(self, value: str, column: int) -> bool:
        """Whether a value in this column holds the rest of its row, whole rows and the beginning of another.

        Then its quotation mark was never closed. Line breaks that belong to a text leave other numbers of delimiters, or lines that
        begin unlike any row.
        """
        first, *lines = value.splitlines() or [""]
        begun = [line for line in lines if shape(line.split(self.delimiter)[0]) in self.beginnings]
        if not lines or len(begun) < len(lines) or self.width < 2:
            return False
        counts = [line.count(self.delimiter) for line in lines]
        rest = first.count(self.delimiter) == self.width - 1 - column and counts[-1] == column
        return any(count >= max(self.width - 1, 2) for count in counts) or (rest and all(n == self.width - 1 for n in counts[:-1]))


def rowlike(records: Sequence[Record], delimiter: str, width: int) -> Rowlike:
    """What rows look like, by the first ones; what only one in five looks like is a title, a header or a total."""
    shapes = Counter(shape(cells[0] or "") for _, cells in records if cells)
    return Rowlike(delimiter, width, frozenset(one for one, often in shapes.items() if 5 * often >= shapes.total()))


def shape(cell: str) -> str:
    """A cell without what it says: 31.12.2025 is 9.9.9, "Kunde 12" is a 9."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip().strip('"')))


def _stated(sample: str) -> str:
    """Excel lets the first line say it, as sep=; does."""
    first = sample[:20].split("\n", 1)[0].strip().strip('"').lower()
    return first[4] if first.startswith("sep=") and len(first) == 5 else ""


def _swallows(fit: Dialect) -> bool:
    """Whether a quotation mark that is never closed has eaten lines."""
    like = {width: rowlike(fit.records, fit.delimiter, width) for width in {len(cells) for _, cells in fit.records}}
    eaten = (cell and like[len(cells)].has_eaten(cell, column) for _, cells in fit.records for column, cell in enumerate(cells))
    return fit.score < 1 or any(eaten)


def _fit(sample: str, delimiter: str, *, quotes: bool) -> Dialect:
    records = tuple(_records(sample, delimiter, quotes=quotes))
    widths = Counter(len(cells) for _, cells in records if any(cells))
    if not widths:
        return Dialect(delimiter, quotes, records, 0.0)
    width, often = max(widths.items(), key=lambda item: (item[1], item[0]))
    known = max(known_share(cells) for _, cells in records[:60])
    regular = often / widths.total() * math.log2(width)
    return Dialect(delimiter, quotes, records, regular + 2.0 * known if width > 1 else 0.0)


def _records(sample: str, delimiter: str, *, quotes: bool) -> Iterator[Record]:
    lines = io.StringIO(sample, newline=None)
    reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE)
    place = 1
    try:
        for count, cells in enumerate(reader):
            if count == _ROWS:
                return
            yield place, [cell.strip() or None for cell in cells]
            place = reader.line_num + 1
    except csv.Error:  # a field without end: what was read so far decides
        return
