"""Which bytes are the XML: the file itself, what a .gz unpacks to, or the one XML file in a zip?"""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from rung.facts import Problem
from rung.importers import archive
from rung.importers.saft import refusal
from rung.importers.saft.prolog import looks_like_xml

# What reading packed bytes may raise when they are broken. Other OSErrors (a disk, a permission) are not the file's fault.
_BROKEN: tuple[type[Exception], ...] = (*archive.DAMAGED, gzip.BadGzipFile)
_GZIP = b"\x1f\x8b"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_LIMITS = archive.Limits()
# A workbook is a zip full of XML too; these members give it away.
_OFFICE = {"[Content_Types].xml", "mimetype"}


@dataclass(slots=True)
class Flow:
    """Bytes of XML, and how far they have come: `done` of `total` bytes of the input (packed bytes for .gz)."""

    stream: IO[bytes]
    total: int
    packed: IO[bytes] | None = None
    unpacked: int = 0

    def read(self, size: int) -> bytes:
        """The next bytes, b"" at the end. Raises NotUsable for broken packing, and for a .gz that grows out of proportion."""
        try:
            piece = self.stream.read(size)
        except _BROKEN as broken:
            raise refusal.packed_badly() from broken
        self.unpacked += len(piece)
        if self.packed is not None and self.unpacked > _LIMITS.floor:
            most = min(_LIMITS.size, _LIMITS.ratio * self.packed.tell())
            if self.unpacked > most:
                raise refusal.unpacks_to_too_much()
        return piece

    @property
    def done(self) -> int:
        """How much of the input has been read."""
        return self.unpacked if self.packed is None else self.packed.tell()


@contextmanager
def open_source(path: Path, member: str | None) -> Iterator[Flow]:
    """The XML of a file, unpacked as it is read. Raises NotUsable for a file that cannot be unpacked."""
    with ExitStack() as opened:
        raw = opened.enter_context(path.open("rb"))
        magic = raw.read(4)
        raw.seek(0)
        if magic.startswith(_GZIP):
            yield Flow(opened.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=raw))), path.stat().st_size, packed=raw)
        elif magic in _ZIPS:
            chosen = _chosen(path, member)
            try:
                stream = opened.enter_context(chosen.open())
            except _BROKEN as broken:
                raise refusal.packed_badly() from broken
            yield Flow(stream, chosen.size)
        else:
            yield Flow(raw, path.stat().st_size)


def name_of(path: Path, member: str | None) -> str:
    """The file as users know it, with the member of a zip behind #."""
    return path.name if member is None else f"{path.name}#{member}"


def holds_xml(path: Path) -> bool:
    """Whether a file is XML by its content: plain, packed as .gz, or a zip (not a workbook) with XML in it.

    False for a zip that is broken or refused, unless its name says .xml.zip or the like.
    """
    with path.open("rb") as raw:
        head = raw.read(1024)
    if head.startswith(_ZIPS):
        return _zip_holds_xml(path)
    if head.startswith(_GZIP):
        try:
            with gzip.open(path) as unpacked:
                head = unpacked.read(1024)
        except _BROKEN:
            return ".xml" in path.name.lower()
    return looks_like_xml(head)


def _zip_holds_xml(path: Path) -> bool:
    members = archive.open_archive(path)
    if isinstance(members, Problem):
        return ".xml" in path.name.lower()
    names = {member.name for member in members}
    return not names & _OFFICE and any(map(_is_xml, names))


def _is_xml(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".xml"


def _chosen(path: Path, member: str | None) -> archive.Member:
    members = archive.open_archive(path)
    if isinstance(members, Problem):
        raise refusal.NotUsable(members.code, members.found, members.remedy)
    wanted = [one for one in members if (_is_xml(one.name) if member is None else one.name == member)]
    if not wanted:
        raise refusal.no_xml_inside()
    if len(wanted) > 1:
        raise refusal.several_inside(len(wanted))
    return wanted[0]
