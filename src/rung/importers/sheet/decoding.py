"""Which letters do these bytes mean? The encoding of a text file, decided on all of it, and a stream of it as UTF-8."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from rung.importers.sheet.sniff import look

Opener = Callable[[], BinaryIO]

PIECE = 1 << 20
_STREAM_PIECE = 2 << 20
# Real exports shrink to a tenth or a thirtieth; a file that grows more than this is made to fill the machine.
MOST_GROWTH = 400
_ALWAYS_ALLOWED = 64 << 20
_ENOUGH_LETTERS = 100_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The letters of northern Europe where they stand in Windows and in DOS: whichever set a file uses more is its encoding.
_WINDOWS = np.frombuffer("æøåäöÆØÅÄÖéèüÉÜóáíðþ\u00a0".encode("cp1252"), np.uint8)
_DOS = np.frombuffer("æøåäöÆØÅÄÖéèüÉÜóáí".encode("cp850"), np.uint8)
NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "cp850": "DOS (CP850)", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Survey:
    """What all bytes of a text say. mark: bytes of a byte order mark to skip; zeros: binary zeros that are no part of the encoding.

    size: bytes once unpacked; quotes: whether there is a quotation mark anywhere; invalid: whether some bytes mean no letter.
    """

    encoding: str
    mark: int = 0
    zeros: bool = False
    size: int = 0
    quotes: bool = False
    invalid: bool = False
    too_large: bool = False
    truncated: bool = False


def opener(path: Path) -> Opener:
    """How to open a text file from its start; gzip is unpacked on the way."""

    def plain() -> BinaryIO:
        return path.open("rb")

    def unpacked() -> BinaryIO:
        return gzip.open(path, "rb")  # type: ignore[return-value]  # a GzipFile is a binary stream in all but name

    return unpacked if look(path).nature == "gzip" else plain


class _Tally:
    """What has been seen so far of a text's bytes."""

    def __init__(self) -> None:
        self.utf8 = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8, self.zeros, self.quotes = True, False, False
        self.head, self.size = b"", 0
        self.letters = np.zeros(256, dtype=np.int64)

    def add(self, piece: bytes) -> None:
        self.head = self.head or piece[:8192]
        self.size += len(piece)
        self.zeros = self.zeros or b"\x00" in piece
        self.quotes = self.quotes or b'"' in piece
        self.check(piece)
        if not self.is_utf8 and self.letters.sum() < _ENOUGH_LETTERS:
            letters = np.frombuffer(piece, np.uint8)
            self.letters += np.bincount(letters[letters > 127], minlength=256)

    def check(self, piece: bytes, *, last: bool = False) -> None:
        if not self.is_utf8:
            return
        try:
            self.utf8.decode(piece, last)
        except UnicodeDecodeError:
            self.is_utf8 = False


def survey(start: Opener, packed: int = 0) -> Survey:
    """Read a text once and say how it is written. packed: its size on disk when it is compressed, 0 when it is not."""
    tally, truncated = _Tally(), False
    try:
        with start() as stream:
            while piece := stream.read(PIECE):
                tally.add(piece)
                if packed and tally.size > _ALWAYS_ALLOWED and tally.size > MOST_GROWTH * packed:
                    return Survey("utf-8", size=tally.size, too_large=True)
    except (EOFError, OSError, zlib.error):
        truncated = True
    tally.check(b"", last=True)
    return _decide(tally, truncated=truncated)


def _decide(seen: _Tally, *, truncated: bool) -> Survey:
    encoding, mark = _encoding(seen)
    zeros = seen.zeros and not encoding.startswith("utf-16") and not encoding.startswith("utf-32")
    invalid = encoding == "utf-8" and not seen.is_utf8
    return Survey(encoding, mark, zeros, seen.size, seen.quotes, invalid=invalid, truncated=truncated)


def _encoding(seen: _Tally) -> tuple[str, int]:
    """The name of the encoding, and how many bytes of mark stand before the text."""
    for mark, encoding in _MARKS:
        if seen.head.startswith(mark):
            return encoding, len(mark)
    if seen.zeros and (wide := _utf16(seen.head)):
        return wide, 0
    if seen.is_utf8 or _mostly_utf8(seen.head):
        return "utf-8", 0
    return ("cp850" if seen.letters[_DOS].sum() > seen.letters[_WINDOWS].sum() else "cp1252"), 0


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: plain letters have a zero in every second byte."""
    pairs = np.frombuffer(head[: len(head) // 2 * 2], np.uint8).reshape(-1, 2) == 0
    if not len(pairs):
        return None
    first, second = pairs.mean(axis=0)
    if second > 0.4 and first < 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > 0.4 and second < 0.05 else None


def _mostly_utf8(head: bytes) -> bool:
    """UTF-8 with a slip: far more letters that are right in UTF-8 than bytes that are not."""
    text = head.decode("utf-8", errors="replace")
    right = sum(1 for letter in text if ord(letter) > 127 and letter != "\ufffd")
    return right > 10 * max(text.count("\ufffd"), 1)


class Utf8Stream(io.RawIOBase):
    """A text file as UTF-8 bytes, whatever it was; what means no letter becomes U+FFFD. read counts: bytes of the file taken."""

    def __init__(self, start: Opener, how: Survey) -> None:
        super().__init__()
        self._file = start()
        self._file.read(how.mark)
        as_it_is = how.encoding == "utf-8" and not how.invalid
        self._decoder = None if as_it_is else codecs.getincrementaldecoder(how.encoding)(errors="replace")
        self._rest = b""
        self._done = False
        self.taken = 0

    def readable(self) -> bool:
        """Yes: it is a stream to read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # Buffer in the stubs, memoryview in practice
        """Fill a buffer; 0 at the end."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def read(self, size: int = -1) -> bytes:
        """At most size bytes of UTF-8, b"" at the end only."""
        wanted = _STREAM_PIECE if size < 0 else size
        while not self._rest and not self._done:
            self._fill(min(wanted, _STREAM_PIECE))
        piece, self._rest = self._rest[:wanted], self._rest[wanted:]
        return piece

    def _fill(self, size: int) -> None:
        raw = self._file.read(size)
        self.taken += len(raw)
        self._done = not raw
        self._rest = raw if self._decoder is None else self._decoder.decode(raw, not raw).encode("utf-8", errors="replace")

    def close(self) -> None:
        """Close the file behind."""
        self._file.close()
        super().close()
