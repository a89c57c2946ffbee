"""Will opening this workbook fill the machine? Its declared sizes, its real sizes and how far apart its cells lie, before it is opened."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from rung.facts import Problem
from rung.importers.sheet import refusals

# A real workbook unpacks to 10-40 times its size, and rarely to more than 1 GB: a million rows of 20 columns.
_MOST_RATIO = 150
_ALWAYS_ALLOWED = 64 << 20
_MOST_BYTES = 2 << 30
# The reader holds every cell of the rectangle around the cells that are filled, empty ones too: some 32 bytes each.
_MOST_CELLS = 40_000_000
_MOST_MEMBERS = 10_000

_PIECE = 1 << 20
_OWN_MARK = b"<cp:category>Rung report</cp:category>"
_TAIL = 64
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})(?=\d)')
_ROW = re.compile(rb'<row [^>]{0,200}?\br="(\d{1,7})"')
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d{1,9})"')
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)


@dataclass(slots=True)
class _Reach:
    """The last row and the last column that a sheet's cells reach."""

    row: int = 1
    column: int = 26


def is_workbook(stream: BinaryIO) -> bool:
    """Whether a zip is a workbook (xlsx, xlsb, ods) and no archive of other files. A zip that cannot be listed is not."""
    try:
        with zipfile.ZipFile(stream) as pack:
            names = {info.filename for info in pack.infolist()[:_MOST_MEMBERS]}
    except _BROKEN:
        return False
    return "[Content_Types].xml" in names or any(name.startswith("xl/") for name in names) or {"mimetype", "content.xml"} <= names


def is_own_report(stream: BinaryIO) -> bool:
    """Whether a workbook is a report that Rung made: its lines are in the files it was made from already."""
    try:
        with zipfile.ZipFile(stream) as pack, pack.open("docProps/core.xml") as said:
            return _OWN_MARK in said.read(_PIECE)
    except (*_BROKEN, KeyError):
        return False


def danger(stream: BinaryIO, label: str) -> Problem | None:
    """Why a workbook must not be opened; None when it is safe. Declared sizes first, which takes no time however large they are."""
    try:
        with zipfile.ZipFile(stream) as pack:
            infos = pack.infolist()
            packed, unpacked = sum(i.compress_size for i in infos), sum(i.file_size for i in infos)
            unlikely = unpacked > _ALWAYS_ALLOWED and unpacked > _MOST_RATIO * max(packed, 1)
            if unpacked > _MOST_BYTES or unlikely or len(infos) > _MOST_MEMBERS:
                return refusals.too_large(label, unpacked)
            for info in infos:
                # Every byte is unpacked once: a member that is larger than it says fails its checksum here, not inside the reader.
                with pack.open(info) as member:
                    reach = _reach(member, info.filename)
                if reach.row * reach.column > _MOST_CELLS:
                    return refusals.too_wide(label, reach.row, reach.column)
    except _BROKEN:
        return refusals.damaged_workbook(label)
    return None


def _reach(member: IO[bytes], name: str) -> _Reach:
    reach = _Reach()
    for piece in _pieces(member):
        if name.startswith("xl/worksheets/"):
            _widen(reach, piece)
        elif name == "content.xml":
            _repeat(reach, piece)
    return reach


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while piece := member.read(_PIECE):
        yield before + piece
        before = piece[-_TAIL:]


def _widen(reach: _Reach, piece: bytes) -> None:
    """Rows stand in order, so the last of a piece is its highest; columns up to Z are not worth looking for."""
    tail = _ROW.findall(piece[-(1 << 16) :]) or _ROW.findall(piece)
    reach.row = max([reach.row, *map(int, tail)])
    for letters in set(_FAR_COLUMN.findall(piece)):
        reach.column = max(reach.column, _column(letters))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeat(reach: _Reach, piece: bytes) -> None:
    """OpenDocument says "this cell, 16,384 times": fine at the end of a row, a bomb when both are large and the cell is filled."""
    for match in re.finditer(rb"<table:table-cell[^>]*number-columns-repeated=\"(\d{1,9})\"[^>]*office:value", piece):
        reach.column = max(reach.column, int(match[1]))
    rows = sum(int(count) for which, count in _REPEATED.findall(piece) if which == b"rows" and int(count) < 1_000_000)
    reach.row = max(reach.row, rows)
