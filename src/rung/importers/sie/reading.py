"""What does a SIE file give, of either kind? SIE 4 is rows of text, SIE 5 is XML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rung.facts import Event, Progress
from rung.importers.archive import Piece, part_of
from rung.importers.sie import refusal
from rung.importers.sie.five import SieFive
from rung.importers.sie.four import SieFour
from rung.importers.sie.rows import looks_like_sie
from rung.importers.xml import NotUsable, looks_like_xml, open_source

_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class SieInput:
    """One SIE file, 4 or 5, as it is, in a .gz or in a zip, as an Input.

    names: name of a customer as found in the texts of vouchers -> customer number, or the name itself; from the user, who confirmed
    them. "" for a name that the user says is none. See `suggestions`.
    """

    piece: Piece
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def files(self) -> Sequence[Path]:
        """The one file."""
        return (self.piece.path,)

    @property
    def part(self) -> str:
        """Which files in zips it is."""
        return part_of([self.piece])

    def read(self, progress: Progress) -> Iterator[Event]:
        """The file's events; see rung.facts.reading. Facts are in `invoice_lines` (source "ledger"), `customers` and `sellers`.

        A file that turns out damaged on the way gives its refused Problem when that is found, after earlier events. Memory does not
        grow with the file but for its customers and some 200 bytes for each voucher with revenue.
        """
        try:
            for _, event in readings(self.piece, self.names, progress):
                yield event
        except NotUsable as unusable:
            yield unusable.problem(self.piece.name)


def readings(piece: Piece, names: Mapping[str, str], progress: Progress) -> Iterator[tuple[SieFour | SieFive, Event]]:
    """The events of a file, each with the reading it comes from. Raises NotUsable."""
    with open_source(piece) as flow:
        head = flow.read(_HEAD)
        if looks_like_xml(head):
            five = SieFive(piece.name, names)
            with open_source(piece) as from_start:
                yield from ((five, event) for event in five.events(from_start, progress))
        elif looks_like_sie(head):
            four = SieFour(piece.name, names)
            yield from ((four, event) for event in four.events(flow, head, progress))
        else:
            raise refusal.not_sie() if head.strip() else refusal.empty()
