"""Which firms are in a register? The market as the file is read, what was left out and why, and a count of its own to hold it against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import MARKET, Chunk, Control, Event, FileEnd, FileHead, Progress
from rung.importers.archive import Piece, part_of
from rung.importers.numbers import Numbers, mask_column, masked, org_numbers
from rung.importers.register import problems as kinds
from rung.importers.register import refusal
from rung.importers.register.editions import edition
from rung.importers.register.layouts import Layout, header_of, key_in, layout_of
from rung.importers.register.objects import TooLarge, depth_at
from rung.importers.register.parsing import BrokenOff, Parsing
from rung.importers.register.party import Parties
from rung.importers.register.problems import Problems
from rung.importers.register.raw import Batch, Mask, Rows, true_in
from rung.importers.register.records import Records
from rung.importers.register.seen import Seen
from rung.importers.xml import NotUsable, open_source

_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class RegisterInput:
    """One file that `claims` knows (.csv, .txt, .json, any of them as .gz, or in a zip), as an Input."""

    piece: Piece

    @property
    def files(self) -> Sequence[Path]:
        """The one file."""
        return (self.piece.path,)

    @property
    def part(self) -> str:
        """Which files in zips it is."""
        return part_of([self.piece])

    def read(self, progress: Progress) -> Iterator[Event]:
        """The file's events; see rung.facts.reading. Facts are in `market`, one for each firm, `party_id` its organisation number.

        A sole trader whose number is a personal one has no organisation number, and goes by name and postal code. Closed firms are left
        out and counted. A file that turns out damaged on the way gives its refused Problem when that is found, after earlier events.
        Memory does not grow with the file but for 8 bytes for each firm.
        """
        try:
            with open_source(self.piece) as flow:
                head = flow.read(_HEAD)
            layout = layout_of(head)
            if layout is None:
                raise refusal.not_known()
            yield from self._events(layout, head, progress)
        except NotUsable as unusable:
            yield unusable.problem(self.piece.name)

    def _events(self, layout: Layout, head: bytes, progress: Progress) -> Iterator[Event]:
        with open_source(self.piece) as flow:
            key = key_in(head, layout) if layout.key else None
            source: Parsing | Records = (
                Parsing(flow, layout, depth_at(head, key.start())) if key else Records(flow, layout, *header_of(head, layout.encoding))
            )
            reading = _Reading(self.piece.name, layout)
            for batch in _batches(source):
                yield from reading.batch(batch)
                progress(min(flow.done, flow.total), flow.total)
            yield from reading.end(source)


def _batches(source: Parsing | Records) -> Iterator[Batch]:
    try:
        yield from source.batches()
    except (pa.ArrowInvalid, TooLarge, BrokenOff) as damaged:
        raise refusal.broken(source.last) from damaged


class _Reading:
    """The reading of one file: firms to facts, as they come."""

    def __init__(self, file: str, layout: Layout) -> None:
        self._file, self._layout = file, layout
        self._problems = Problems(file, people=layout.country == "SE")
        self._seen = Seen()
        self._facts = 0
        self._headed = False

    def batch(self, batch: Batch) -> Iterator[Event]:
        """The facts and the problems of some firms."""
        parties = self._layout.parties(batch.raw)
        yield from self._head(parties)
        yield from self._torn(batch.torn)
        numbers = org_numbers(parties.number, self._layout.country)
        person = parties.person | true_in(numbers.personal)
        keys = _keys(parties, numbers, person)
        left = parties.gone.copy()
        yield from self._left_out(kinds.GONE, batch, parties, person, left)
        for code, which in self._flaws(numbers, keys, person, left):
            left |= which
            yield from self._left_out(code, batch, parties, person, which)
        if not left.all():
            yield self._chunk(batch.places[~left], parties, numbers, keys, ~left)

    def _head(self, parties: Parties) -> Iterator[FileHead]:
        if self._headed:
            return
        self._headed = True
        found = edition(parties.about["industry"].filter(pa.array(~parties.gone))) if "industry" in parties.about else None
        how = ((text("Industry codes"), found),) if found else ()
        yield FileHead(self._layout.kind, how=how)

    def _torn(self, torn: Sequence[tuple[int, str]]) -> Iterator[Event]:
        places, contents = np.array([place for place, _ in torn], dtype=np.int64), pa.array([said for _, said in torn], pa.string())
        found = text("It cannot be read.") if self._layout.key else text("The fields do not fit under the header.")
        yield from self._problems.add(kinds.TORN, places, contents, lambda _n: found)

    def _flaws(self, numbers: Numbers, keys: Any, person: Mask, left: Mask) -> Iterator[tuple[str, Mask]]:
        """Why firms are no facts, one reason after the other; left: what was left out before, as it grows."""
        yield kinds.NO_NUMBER, np.asarray(pc.is_null(keys)) & ~left
        yield kinds.WRONG, true_in(pc.invert(numbers.valid)) & ~person & ~left
        yield kinds.TWICE, self._seen.again(keys, ~left)

    def _left_out(self, code: str, batch: Batch, parties: Parties, person: Mask, which: Mask) -> Iterator[Event]:
        rows = np.flatnonzero(which)
        if not len(rows):
            return
        written = parties.number.take(pa.array(rows)).to_pylist()
        contents = batch.content(rows)
        if person[rows].any():
            said = zip(contents.to_pylist(), written, person[rows].tolist(), strict=True)
            contents = pa.array([_without(content, number) if own else content for content, number, own in said], pa.string())
        shown = [number if not own else "" for number, own in zip(written, person[rows].tolist(), strict=True)]
        yield from self._problems.add(code, batch.places[rows], contents, lambda n: _sentence(code, shown[n]))

    def _chunk(self, places: Rows, parties: Parties, numbers: Numbers, keys: Any, good: Mask) -> Chunk:
        keep, count = pa.array(good), len(places)
        self._facts += count
        columns = {name: values.filter(keep) for name, values in parties.about.items()}
        columns |= {name: mask_column(columns[name]) for name in ("name", "address")}
        columns |= {"party_id": keys.filter(keep), "org_number": numbers.digits.filter(keep), "row": pa.array(places, pa.int64())}
        columns |= {"kind": pa.repeat("company", count), "file": pa.repeat(self._file, count)}
        schema = MARKET.read_schema
        rows = [columns[one.name] if one.name in columns else pa.nulls(count, one.type) for one in schema]
        return Chunk(MARKET.name, pa.table(rows, schema=schema))

    def end(self, source: Parsing | Records) -> Iterator[Event]:
        """The rest of the problems, the count, the end."""
        if not self._headed:
            yield FileHead(self._layout.kind)
        yield from self._problems.end()
        rows = self._facts + self._problems.rows
        measured = source.named if isinstance(source, Parsing) else rows
        yield Control(text("Firms in the register"), Decimal(source.stated), measured=Decimal(measured), money=False, own=False)
        yield FileEnd(rows)


def _keys(parties: Parties, numbers: Numbers, person: Mask) -> Any:
    """The organisation number; of a sole trader without one, the name and the postal code."""
    name, code = (parties.about[part] for part in ("name", "postal_code"))
    named = pc.binary_join_element_wise(mask_column(name), code, "|", null_handling="replace", null_replacement="")
    owned = pc.if_else(pc.and_(pa.array(person), pc.is_valid(name)), named, None)
    return pc.if_else(pa.array(person), owned, numbers.digits)


def _without(content: str, number: str | None) -> str:
    return content.replace(number, masked(number)) if number else content


def _sentence(code: str, number: str | None) -> Text:
    match code:
        case kinds.TWICE if number:
            return text("{number} is listed above already.", number=number)
        case kinds.TWICE:
            return text("A firm of that name and postal code is listed above already.")
        case kinds.WRONG:
            return text("The check digit of {number} is wrong.", number=number or "")
    return text("The number is missing.")
