"""What kind of file is it? The content decides, not the name; a zip is looked into."""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from rung.facts import Problem
from rung.importers import register, sie, ubl
from rung.importers.archive import DAMAGED, Piece, heads, is_zip, open_archive
from rung.importers.xml import root_of

Kind = Literal["saft", "sie", "ubl", "register", "sheet"]

_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_BROKEN: tuple[type[Exception], ...] = (*DAMAGED, gzip.BadGzipFile)
# A workbook is a zip full of XML; these members give it away.
_OFFICE = {"[Content_Types].xml", "mimetype"}
_SIE_ROOTS = {"Sie", "SieEntry"}


def sorted_out(paths: Sequence[Path]) -> Iterator[tuple[Kind, Piece]]:
    """Every file, those in folders and those in zips, each with the reader it is for. A zip of nothing but sheets stays one."""
    for path in _files(paths):
        with path.open("rb") as raw:
            head = raw.read(_HEAD)
        if is_zip(head):
            yield from _in_zip(path)
        else:
            yield kind_of(_unpacked(path, head), path.name), Piece(path)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files, and those in the folders, in order of their names; what desktops hide is passed over."""
    for path in paths:
        if path.is_dir():
            yield from (one for one in sorted(path.rglob("*")) if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def kind_of(head: bytes, name: str) -> Kind:
    """Which reader a file is for, by its first bytes. name: decides only when the bytes are broken. XML nobody knows is refused by saft."""
    root = root_of(head)
    if root in ubl.ROOTS:
        return "ubl"
    if root in _SIE_ROOTS or (root is None and sie.looks_like_sie(head)):
        return "sie"
    if root is not None or (head == b"" and ".xml" in name.lower()):
        return "saft"
    return "register" if register.claims(head) else "sheet"


def _in_zip(path: Path) -> Iterator[tuple[Kind, Piece]]:
    members = open_archive(path)
    if isinstance(members, Problem):
        yield ("saft" if ".xml" in path.name.lower() else "sheet"), Piece(path)
        return
    if {member.name for member in members} & _OFFICE:
        yield "sheet", Piece(path)
        return
    found = [(kind_of(head, member.name), Piece(path, member)) for member, head in heads(path, members, _HEAD)]
    if all(kind == "sheet" for kind, _ in found):
        yield "sheet", Piece(path)
        return
    yield from found


def _unpacked(path: Path, head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(_HEAD)
    except _BROKEN:
        return b""
