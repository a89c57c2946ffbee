"""Which files are one import? Those of one export, and files of vouchers only with the file that lists the accounts and customers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rung.facts import Event, FileEnd, Input, Progress
from rung.importers import archive
from rung.importers.saft import refusal
from rung.importers.saft.accounts import Accounts
from rung.importers.saft.closing import Book, controls, last_remarks
from rung.importers.saft.header import Header
from rung.importers.saft.listed import Shared
from rung.importers.saft.peeking import Peek, peek, peek_if_usable
from rung.importers.saft.reading import ROOT, Reading
from rung.importers.saft.remarks import Remarks
from rung.importers.saft.source import expanded
from rung.importers.xml import NotUsable, finished_elements, open_source


def saft_inputs(pieces: Sequence[archive.Piece]) -> list[Input]:
    """What there is to import in SAF-T files (.xml, .xml.gz, or in zips), those of one company that belong together as one.

    Together are: the numbered parts of one export, files in the same zip, and a file without lists of its own with those that have them.
    Any other file is an import of its own, and so is one that cannot be used: it gives its refused Problem.
    """
    found: list[Input] = []
    known: list[Peek] = []
    for piece in pieces:
        try:
            inside = expanded(piece)
        except NotUsable:
            inside = [piece]
        for one in inside:
            seen = peek_if_usable(one)
            if seen is None:
                found.append(SaftInput([one]))
            else:
                known.append(seen)
    return [*(SaftInput([one.piece for one in group]) for group in _groups(known)), *found]


def _groups(known: Sequence[Peek]) -> list[list[Peek]]:
    """The files that belong together, in the order given."""
    groups: list[list[Peek]] = []
    for one in known:
        joined = [group for group in groups if any(_together(one, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in joined)]
        groups.append([*(other for group in joined for other in group), one])
    return groups


def _together(one: Peek, other: Peek) -> bool:
    if one.owner != other.owner or one.header.country != other.header.country:
        return False
    same_zip = one.piece.member is not None and one.piece.path == other.piece.path
    return same_zip or (one.export != "" and one.export == other.export) or (one.owner != "" and one.accounts != other.accounts)


@dataclass(frozen=True, slots=True)
class SaftInput:
    """SAF-T Financial files of one company as an Input: Norwegian 1.20 to 1.40 and 2.0, Danish 1.0 to 2.1. A zip stands for its files."""

    pieces: Sequence[archive.Piece]

    @property
    def files(self) -> Sequence[Path]:
        """The files on disk, each once."""
        return tuple(dict.fromkeys(piece.path for piece in self.pieces))

    @property
    def part(self) -> str:
        """Which files in zips it is."""
        return archive.part_of(self.pieces)

    def read(self, progress: Progress) -> Iterator[Event]:
        """The files' events; see rung.facts.reading. Vouchers give `invoice_lines` of source "ledger", sales invoices of source "lines".

        A file that turns out damaged on the way gives its refused Problem when that is found, after earlier events. Memory does not
        grow with the files but for their customers and some 200 bytes for each voucher with revenue.
        """
        file = self.pieces[0].name
        try:
            pieces = [inside for piece in self.pieces for inside in expanded(piece)]
            names, known = _names(pieces), list[Peek]()
            for piece in pieces:
                file = names[piece]
                known.append(peek(piece) if len(pieces) > 1 else Peek(piece, Header()))
            shared, books, steps = Shared(), _Books(known), _Steps(pieces, progress)
            for piece in books.order:
                file, book = names[piece], books.of(piece)
                reading = Reading(file, book.accounts, shared)
                book.readings.append(reading)
                with open_source(piece) as flow:
                    yield from reading.events(finished_elements(flow, {ROOT}, Reading.WANTED, steps.of(piece), refusal.not_saft))
            yield from _end(books.all)
        except NotUsable as unusable:
            yield unusable.problem(file)


def _end(books: Sequence[Book]) -> Iterator[Event]:
    """What only shows when all files have been read. Raises NotUsable when there was nothing in them to read revenue from."""
    readings = [one for book in books for one in book.readings]
    if not any(one.has_sales for one in readings):
        raise refusal.without_vouchers(readings[0].header.country)
    for book in books:
        book.settle()
    alone = (
        readings[0].remarks if len(readings) == 1 else Remarks(f"{readings[0].file} + {len(readings) - 1}", readings[0].remarks.currency)
    )
    last_remarks(books, alone)
    for one in readings:
        yield from one.waiting()
        yield from one.remarks.rest()
    if len(readings) > 1:
        yield from alone.take()
        yield from alone.rest()
    yield from controls(books)
    yield FileEnd(rows=sum(one.rows for one in readings))


class _Books:
    """Which file is read when, and with whose accounts."""

    def __init__(self, known: Sequence[Peek]) -> None:
        known = sorted(known, key=lambda one: one.order)
        self.order = [one.piece for one in known]
        owners = [one for one in known if one.accounts]
        own = {one.piece: Book(Accounts()) for one in owners}
        rest = Book(Accounts())
        self._of = {one.piece: own.get(one.piece) or _nearest(one, owners, own) or rest for one in known}

    @property
    def all(self) -> list[Book]:
        """The books in the order in which they are begun."""
        return list({id(book): book for book in (self._of[piece] for piece in self.order)}.values())

    def of(self, piece: archive.Piece) -> Book:
        """The book a file belongs to."""
        return self._of[piece]


def _nearest(one: Peek, owners: Sequence[Peek], books: dict[archive.Piece, Book]) -> Book | None:
    """The book of the file that lists the accounts for this one: of the same export, the same period, or the last that starts no later."""

    def near(owner: Peek) -> tuple[bool, bool, bool, int]:
        first, start = one.header.first, owner.header.first
        same = (first, one.header.last) == (start, owner.header.last)
        before = first is not None and start is not None and start <= first
        return one.export == owner.export != "", same, before, start.toordinal() if before and start is not None else 0

    return books[max(owners, key=near).piece] if owners else None


def _names(pieces: Sequence[archive.Piece]) -> dict[archive.Piece, str]:
    """The files as users know them; those of the same name with their folder."""
    counts = Counter(piece.name for piece in pieces)
    return {piece: piece.name if counts[piece.name] == 1 else _longer(piece) for piece in pieces}


def _longer(piece: archive.Piece) -> str:
    folder = piece.path.parent.name
    return f"{folder}/{piece.path.name}" if piece.member is None else f"{folder}/{piece.path.name}#{piece.member.name}"


class _Steps:
    """One progress over several files."""

    def __init__(self, pieces: Sequence[archive.Piece], progress: Progress) -> None:
        self._sizes = {piece: piece.path.stat().st_size if piece.member is None else piece.member.size for piece in pieces}
        self._progress = progress
        self._before = 0

    def of(self, piece: archive.Piece) -> Progress:
        """The progress of the next file."""
        before, total = self._before, sum(self._sizes.values())
        self._before += self._sizes[piece]
        return lambda done, _size: self._progress(before + done, total)
