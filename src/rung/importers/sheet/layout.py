"""Where do the rows begin, and which rows are not rows? Titles above, totals below, headers repeated on every page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rung.importers.sheet.headers import FEWEST_MONTHS, known_share, locate, month_of, normal

Head = Sequence[tuple[int, Sequence[str | None]]]

_SEARCHED = 60
# RE2 and re read it alike: Arrow looks for it in whole columns, Python in a row.
TOTAL = (
    r"(?i)^[^\w]*(?:grand |side)?(?:sum|summa|total|totalt|totalsum|totals|i alt|ialt|slutsumma|hovedsum|sub ?total|delsum|delsumma)"
    r"(?:[^\w]|$)"
)
_TOTAL = re.compile(TOTAL)
_YEAR = re.compile(r"^((?:19[89]|20[0-4])\d)(?:[/\u2013-](?:20)?\d\d)?$")
_DATA = re.compile(r"^[-+(\u2212\u2013]?[\d.,' \u00a0\u202f/:-]+[%)\u2212]?$")


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: its place in the file, and its cells ("" for a column without a name)."""

    place: int
    names: tuple[str, ...]

    @property
    def doubled(self) -> tuple[str, ...]:
        """Names that stand over more than one column."""
        named = [name for name in self.names if name]
        return tuple(dict.fromkeys(name for name in named if named.count(name) > 1))


def find_header(head: Head, wanted: Mapping[str, str], *, certain: bool = False) -> Header | None:
    """The header among the first rows: the one that names most columns Rung or the mapping knows; else the one that looks like it.

    certain: the first row is the header whatever it says (Parquet). None when there is none: the data begin at once.
    """
    rows = list(head[:_SEARCHED])
    if certain and rows:
        return _header(rows[0])
    width = max((sum(map(bool, cells)) for _, cells in rows), default=0)
    best, most = None, (0, 0)
    for place, cells in rows:
        periods = _periods(cells)
        score = (len(locate([cell or "" for cell in cells], wanted)), known_share(cells) + periods)
        # The first row that is as full as the table is the header, unless a later one is so by far: data, too, speak of products.
        full = best is None and sum(map(bool, cells)) >= max(2, 0.6 * width)
        better = score[0] > most[0] or (score[0] == most[0] and score[1] >= most[1] + 2)
        if (periods or not _is_data(cells)) and (full or better):
            best, most = (place, cells), score
    if best is None or most < (0, 2):
        best = _shaped(rows) or (best if most > (0, 0) else None)
    return _header(best) if best else None


def _header(row: tuple[int, Sequence[str | None]]) -> Header:
    place, cells = row
    return Header(place, tuple((cell or "").strip() for cell in cells))


def _periods(cells: Sequence[str | None]) -> int:
    """How many cells are months, or years one after the other; 0 when they are too few to be columns."""
    months = sum(1 for cell in cells if cell and month_of(cell, 2000))
    years = [int(found[1]) for cell in cells if cell and (found := _YEAR.match(cell))]
    in_order = len(years) > 1 and all(abs(b - a) == 1 for a, b in pairwise(years)) and len(set(years)) == len(years)
    return months if months >= FEWEST_MONTHS else len(years) if in_order else 0


def _is_data(cells: Sequence[str | None]) -> bool:
    """Whether most of the cells are figures or dates, as in a row under the header."""
    filled = [cell for cell in cells if cell]
    return sum(1 for cell in filled if _DATA.match(cell)) > len(filled) / 2


def _shaped(rows: Head) -> tuple[int, Sequence[str | None]] | None:
    """A full row of different words, above any row of figures."""
    width = max((len(cells) for _, cells in rows), default=0)
    for place, cells in rows[:-1]:
        filled = [cell for cell in cells if cell]
        alone = len(filled) > 1 and len(filled) >= 0.6 * width and len(set(filled)) == len(filled)
        if alone and all(re.match(r"[^\W\d]", cell) for cell in filled):
            return place, cells
        if filled and _is_data(cells):
            return None
    return None


def is_total(cells: Sequence[str | None]) -> bool:
    """Whether a row says that it sums others: its first cell that is no figure is "Sum", "Totalt", "I alt", "Summa" ..."""
    first = next((cell for cell in cells if cell and not _DATA.match(cell)), "")
    return bool(_TOTAL.match(first))


def repeats(header: Header, columns: Sequence[int], cells: Sequence[str | None]) -> bool:
    """Whether a row is the header once more, as at the top of every printed page."""
    named = [(column, cell) for column, cell in zip(columns, cells, strict=True) if column < len(header.names)]
    pairs = [(header.names[column], cell) for column, cell in named if header.names[column]]
    same = sum(1 for name, cell in pairs if cell and normal(cell) == normal(name))
    return bool(pairs) and same >= max(2, len(pairs) // 2)
