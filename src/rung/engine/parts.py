"""Which lines are current? The one operation behind import and undo: take some keys out, put some rows in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rung.engine.manifest import Part
from rung.engine.months import asserted, described
from rung.engine.sql import COMPRESSED, LINE, Sql, columns, differs, parquet, sql
from rung.engine.sums import write_sums
from rung.facts import INVOICE_LINES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Place = tuple[date, str]
KeyRange = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Which lines to take out: a relation with source and line_key, and for each source the range its keys lie in."""

    rows: Sql
    ranges: Mapping[str, KeyRange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The parts afterwards. found: how many of the keys were there. differing: how many of those say something else now."""

    parts: tuple[Part, ...]
    found: int
    differing: int
    places: tuple[Place, ...]


class Parts:
    """The current lines of the store at root, being changed into a folder for new files."""

    def __init__(self, cursor: "DuckDBPyConnection", root: Path, folder: Path) -> None:
        self._cursor, self._root, self._folder = cursor, root, folder

    def replace(self, current: Sequence[Part], keys: Keys, rows: Sequence[Part], corrected: Path) -> Replaced:
        """Take the lines with these keys out of the current parts, and put rows in, month by month.

        corrected: the file for the lines as they were that say something else now; written when there are any.

        Only months are written that hold one of the keys or get rows. A month that keeps none of its old lines takes the
        new rows' own file as it is. A line is a source and a line_key: an invoice line never replaces a ledger posting.
        """
        candidates = [part for part in current if part.source in keys.ranges and part.may_hold(*keys.ranges[part.source])]
        hits = self._find(candidates, keys)
        old, new = {part.place: part for part in current}, {part.place: part for part in rows}
        places = sorted(hits.keys() | new.keys())
        changed = {place: self._changed(old.get(place), hits.get(place, {}), new.get(place)) for place in places}
        after = [part for place, part in old.items() if place not in changed]
        after += [self._summed(part) for part in changed.values() if part is not None]
        return Replaced(
            parts=tuple(after),
            found=sum(sum(hit.values()) for hit in hits.values()),
            differing=self._differing([old[place] for place in hits], rows, corrected),
            places=tuple(places),
        )

    def _find(self, candidates: Sequence[Part], keys: Keys) -> dict[Place, dict[str, int]]:
        """Where the keys are: rows of each batch by place. Their rows' own places stay in the temporary table `hit`."""
        self._cursor.execute("CREATE OR REPLACE TEMP TABLE hit (month DATE, source VARCHAR, batch VARCHAR, place BIGINT)")
        if not candidates:
            return {}
        self._cursor.execute(sql(_FIND, parts=parquet(self._paths(candidates), place=True), keys=keys.rows))
        found: dict[Place, dict[str, int]] = {}
        for month, source, batch, rows in self._cursor.execute("SELECT month, source, batch, count(*) FROM hit GROUP BY ALL").fetchall():
            found.setdefault((month, source), {})[batch] = rows
        return found

    def _changed(self, old: Part | None, hit: Mapping[str, int], new: Part | None) -> Part | None:
        """One month of one source afterwards, None when nothing is left of it."""
        if old is None or sum(hit.values()) == old.rows:
            return new
        left = {batch: rows - hit.get(batch, 0) for batch, rows in old.batches.items()}
        batches = _added(left, {} if new is None else new.batches)
        path = self._folder / f"merged-{old.source}-{old.month:%Y-%m}.parquet"
        new_rows = Sql("") if new is None else sql("UNION ALL SELECT {line} FROM {rows}", line=LINE, rows=parquet(self._paths([new])))
        stay = parquet(self._paths([old]), place=True)
        written = sql(_MERGE, line=LINE, stay=stay, month=old.month, source=old.source, new=new_rows, path=path, compressed=COMPRESSED)
        self._cursor.execute(written)
        part = replace(described(path, old.month, old.source, self._root), batches=batches)
        if part.rows != sum(batches.values()):
            raise RuntimeError(f"{path.name} has {part.rows} rows; {sum(batches.values())} were expected: {batches}")
        return part

    def _differing(self, old: Sequence[Part], new: Sequence[Part], corrected: Path) -> int:
        """How many lines are in both under the same key, but say different things; the old ones are written down."""
        if not old or not new:
            return 0
        both = sql(
            _DIFFERING,
            line=columns(INVOICE_LINES.schema.names, of="o"),
            old=parquet(self._paths(old)),
            new=parquet(self._paths(new)),
            differs=differs("o", "n"),
            path=corrected,
            compressed=COMPRESSED,
        )
        self._cursor.execute(both)
        rows = int(asserted(corrected, INVOICE_LINES.schema).num_rows)
        if not rows:
            corrected.unlink()
        return rows

    def _summed(self, part: Part) -> Part:
        path = self._folder / f"sums-{part.source}-{part.month:%Y-%m}.parquet"
        write_sums(self._cursor, self._root / part.path, path)
        return replace(part, sums=path.relative_to(self._root).as_posix())

    def _paths(self, parts: Iterable[Part]) -> list[Path]:
        return [self._root / part.path for part in parts]


def ranges(parts: Iterable[Part]) -> dict[str, KeyRange]:
    """For each source the range in which its keys lie."""
    lows: dict[str, list[str | None]] = {}
    highs: dict[str, list[str | None]] = {}
    for part in parts:
        lows.setdefault(part.source, []).append(part.low)
        highs.setdefault(part.source, []).append(part.high)
    return {source: (_known(min, lows[source]), _known(max, highs[source])) for source in lows}


def _known(pick: Callable[[Iterable[str]], str], ends: Sequence[str | None]) -> str | None:
    known = [end for end in ends if end is not None]
    return pick(known) if len(known) == len(ends) else None


def _added(left: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    return {batch: rows for batch in sorted({*left, *new}) if (rows := left.get(batch, 0) + new.get(batch, 0))}


_FIND = """
INSERT INTO hit
SELECT date_trunc('month', p.date)::DATE, p.source, p.batch, p.file_row_number
FROM {parts} p SEMI JOIN {keys} k ON p.source = k.source AND p.line_key = k.line_key
"""

_MERGE = """
COPY (
    SELECT {line} FROM {stay} o
    ANTI JOIN (SELECT place FROM hit WHERE month = {month} AND source = {source}) h ON o.file_row_number = h.place
    {new}
) TO {path} ({compressed})
"""

_DIFFERING = """
COPY (
    SELECT {line} FROM {old} o JOIN {new} n ON o.source = n.source AND o.line_key = n.line_key WHERE {differs}
) TO {path} ({compressed})
"""
