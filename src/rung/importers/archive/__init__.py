"""Is this zip safe to read, and what is in it? Declared sizes are checked before a single byte is unpacked.

Nothing is ever unpacked to disk, so the folders in member names cannot lead anywhere. A member stops at the size it declares, and
its checksum is verified while it is read.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from rung.base import Text, text
from rung.facts import Problem

__all__ = ["DAMAGED", "Limits", "Member", "Piece", "heads", "is_zip", "open_archive", "part_of"]

# What reading a member may raise when the bytes are not what the zip says they are.
# NotImplementedError: a flag of packing that Python does not know. UnicodeDecodeError: a name in other letters than its flag says.
DAMAGED: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)

# A broken list of contents shows itself in more ways: bad names, numbers that run out, versions from the future.
_UNLISTABLE: tuple[type[Exception], ...] = (*DAMAGED, ValueError, struct.error)

_MEBIBYTE = 1 << 20
_ENCRYPTED = 0x1  # first bit of a member's flags
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # Windows packs very large files in a third way, Deflate64, that Python cannot unpack
_LITTER = {"Thumbs.db", "desktop.ini"}  # what desktops leave behind, with everything whose name starts with a dot
_ARCHIVES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a zip may hold. size: bytes when unpacked; ratio: unpacked to packed, looked at when more than `floor` bytes.

    Accounting exports pack up to about 40:1. Sheets with many empty rows pack further, which is why small ones pass.
    """

    members: int = 100_000
    size: int = 8 * 1024 * _MEBIBYTE
    ratio: int = 100
    floor: int = 64 * _MEBIBYTE


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a zip. size: bytes when unpacked, as the zip declares and as reading will hold it to."""

    archive: Path
    name: str
    size: int
    place: int

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The unpacked bytes as a stream. Opening and reading raise one of `DAMAGED` when the zip is broken."""
        with zipfile.ZipFile(self.archive) as pack, pack.open(pack.infolist()[self.place]) as stream:
            yield stream


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to read: a file on disk, or a file in a zip."""

    path: Path
    member: Member | None = None

    @property
    def name(self) -> str:
        """The file as users know it, with the member of a zip behind #."""
        return self.path.name if self.member is None else f"{self.path.name}#{self.member.name.rpartition('/')[2]}"


def part_of(pieces: Sequence[Piece]) -> str:
    """Which files in zips these are, as one text that says nothing else; "" when they are whole files."""
    return "\n".join(f"{piece.member.place} {piece.member.name}" for piece in pieces if piece.member is not None)


def is_zip(head: bytes) -> bool:
    """Whether a file that starts like this is a zip (workbooks are zips too)."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def heads(path: Path, members: Sequence[Member], size: int) -> Iterator[tuple[Member, bytes]]:
    """Each member with its first bytes, the zip opened once; b"" for a member that is broken."""
    with zipfile.ZipFile(path) as pack:
        infos = pack.infolist()
        for member in members:
            try:
                with pack.open(infos[member.place]) as stream:
                    yield member, stream.read(size)
            except DAMAGED:
                yield member, b""


def open_archive(path: Path, limits: Limits | None = None) -> tuple[Member, ...] | Problem:
    """The files in a zip, in its own order, or the one refused Problem that says why it is not opened.

    Folders and what desktops leave behind (__MACOSX, .DS_Store, Thumbs.db) are passed over. An archive in the archive, a password, too
    many members, too many bytes or an unlikely ratio refuse the whole zip. A file that cannot be opened at all raises OSError.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            infos = pack.infolist()
            if any(info.header_offset < 0 for info in infos):
                raise zipfile.BadZipFile
    except _UNLISTABLE:
        return _refused(
            path,
            "archive-damaged",
            text("The zip file is damaged or was not copied to its end."),
            text("Fetch the file again, or unpack it and give the files inside."),
        )
    members = tuple(Member(path, info.filename, info.file_size, place) for place, info in enumerate(infos) if not _passed_over(info))
    return _danger(path, infos, limits or Limits()) or _nothing_there(path, members) or members


def _passed_over(info: zipfile.ZipInfo) -> bool:
    inside = PurePosixPath(info.filename)
    return (
        not inside.name
        or info.filename.endswith("/")
        or "__MACOSX" in inside.parts
        or inside.name.startswith(".")
        or inside.name in _LITTER
    )


def _danger(path: Path, infos: Sequence[zipfile.ZipInfo], limits: Limits) -> Problem | None:
    """Why a zip is not opened, by what it declares."""
    unpack = text("Unpack it yourself and give the files inside.")
    if len(infos) > limits.members:
        found = text("The zip holds {members} files; no more than {most} are opened.", members=len(infos), most=limits.members)
        return _refused(path, "archive-too-many", found, unpack)
    locked = next((info.filename for info in infos if info.flag_bits & _ENCRYPTED), None)
    if locked is not None:
        return _refused(path, "archive-locked", text("“{member}” in the zip is locked with a password.", member=locked), unpack)
    strange = next((info.filename for info in infos if info.compress_type not in _METHODS), None)
    if strange is not None:
        return _refused(path, "archive-method", text("“{member}” is packed in a way that cannot be opened here.", member=strange), unpack)
    nested = next((info.filename for info in infos if PurePosixPath(info.filename).suffix.lower() in _ARCHIVES), None)
    if nested is not None:
        return _refused(path, "archive-in-archive", text("The zip holds another archive, “{member}”.", member=nested), unpack)
    return _too_big(path, infos, limits)


def _too_big(path: Path, infos: Sequence[zipfile.ZipInfo], limits: Limits) -> Problem | None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    # Members that share their packed bytes add up to more than the whole zip: the trick of a zip bomb.
    shared = packed > path.stat().st_size
    unlikely = unpacked > limits.floor and unpacked > limits.ratio * max(packed, 1)
    if unpacked <= limits.size and not shared and not unlikely:
        return None
    found = text("Unpacked, the zip says it would be {megabytes} MB, which is far too much for its size.", megabytes=unpacked // 1_000_000)
    return _refused(path, "archive-too-big", found, text("If you trust the file, unpack it yourself and give the files inside."))


def _nothing_there(path: Path, members: Sequence[Member]) -> Problem | None:
    if members:
        return None
    return _refused(path, "archive-empty", text("The zip file holds no files."), text("Check that you chose the right file."))


def _refused(path: Path, code: str, found: Text, remedy: Text) -> Problem:
    return Problem(code=code, where=text("{file}", file=path.name), found=found, remedy=remedy, refused=True)
