"""Which bytes are the XML: the file itself, what a .gz unpacks to, or a file in a zip?"""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, cast

from rung.importers import archive
from rung.importers.xml import refusal

# What reading packed bytes may raise when they are broken. Other OSErrors (a disk, a permission) are not the file's fault.
_BROKEN: tuple[type[Exception], ...] = (*archive.DAMAGED, gzip.BadGzipFile)
_GZIP = b"\x1f\x8b"
_LIMITS = archive.Limits()


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
def open_source(piece: archive.Piece) -> Iterator[Flow]:
    """The XML of a file, unpacked as it is read. Raises NotUsable for a file that cannot be unpacked."""
    with ExitStack() as opened:
        if piece.member is not None:
            try:
                stream = opened.enter_context(piece.member.open())
            except _BROKEN as broken:
                raise refusal.packed_badly() from broken
            yield Flow(stream, piece.member.size)
            return
        raw = opened.enter_context(piece.path.open("rb"))
        size = piece.path.stat().st_size
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        if packed:
            yield Flow(opened.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=raw))), size, packed=raw)
        else:
            yield Flow(raw, size)
