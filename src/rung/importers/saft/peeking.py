"""What is in this file, by its first part? Whose it is and whether it has lists of accounts and customers, without reading it through."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from rung.importers import archive
from rung.importers.saft import refusal
from rung.importers.saft.header import Header, read_header
from rung.importers.saft.reading import ROOT
from rung.importers.xml import NotUsable, finished_elements, local, open_source

_LISTS = ("Customer", "Product")
_WANTED = ("Header", "Account", *_LISTS, "JournalID", "Transaction", "Invoice")
# Financial_999999999_20160401235911_1_12.xml: number 1 of 12 of one export.
_NUMBERED = re.compile(r"(.+)_(\d+)_(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Peek:
    """One file as far as its first entries tell. accounts, lists: whether it lists accounts, and customers or products."""

    piece: archive.Piece
    header: Header
    accounts: bool = False
    lists: bool = False

    @property
    def owner(self) -> str:
        """Whose file it is: the company's number, or its name."""
        return self.header.org_number or self.header.company

    @property
    def export(self) -> str:
        """Which export it is a numbered part of, "" when its name does not say."""
        found = _NUMBERED.fullmatch(self._stem)
        return f"{found.group(1)} of {found.group(3)}" if found else ""

    @property
    def order(self) -> tuple[bool, bool, date, int, str]:
        """Files that list accounts come first, then other lists; by period, and by number within one export."""
        found = _NUMBERED.fullmatch(self._stem)
        part = int(found.group(2)) if found else 0
        return not self.accounts, not self.lists, self.header.first or date.min, part, self._stem

    @property
    def _stem(self) -> str:
        return PurePosixPath(self.piece.name).name.partition("#")[2].partition(".")[0] or self.piece.path.name.partition(".")[0]


def peek(piece: archive.Piece) -> Peek:
    """Look into a file until it is known what it lists. Raises NotUsable."""
    header, seen = Header(), set[str]()
    with open_source(piece) as flow:
        for elements in finished_elements(flow, {ROOT}, _WANTED, _in_silence, refusal.not_saft):
            for element in elements:
                seen.add(local(element))
                if local(element) == "Header":
                    header = read_header(element)
            if seen - {"Header", "Account"}:
                break
    return Peek(piece, header, "Account" in seen, any(name in seen for name in _LISTS))


def _in_silence(_done: int, _total: int) -> None:
    """Peeking is no progress."""


def peek_if_usable(piece: archive.Piece) -> Peek | None:
    """The same; None for a file that cannot be used, which says why when it is read."""
    try:
        return peek(piece)
    except NotUsable:
        return None
