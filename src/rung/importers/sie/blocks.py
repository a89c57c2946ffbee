"""How is a large SIE file read in small memory? In blocks of whole vouchers, as columns rather than row by row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.importers.sie import refusal
from rung.importers.sie.characters import as_utf_8
from rung.importers.xml import Flow

_SIZE = 1 << 21
_LARGEST = 1 << 27  # bytes of one voucher
_BEGINS = re.compile(rb"[ \t]*#VER(?![A-Za-z])")
_INDENTED = 200  # no row begins with more blanks
_END_OF_FILE = b"\x1a"  # what DOS programs wrote behind the last row

# Kinds of rows.
EMPTY: Final = 0
OTHER: Final = 1
OPEN: Final = 2
CLOSE: Final = 3
VOUCHER: Final = 4
POSTING: Final = 5
ADDED: Final = 6
REMOVED: Final = 7
_LABELS = {b"#VER": VOUCHER, b"#TRANS": POSTING, b"#RTRANS": ADDED, b"#BTRANS": REMOVED}
_BLANK = np.isin(np.arange(256), (9, 10, 13, 32))
_AFTER_LABEL = np.isin(np.arange(256), (9, 10, 13, 32, ord('"'), ord("{"), 0))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that follow each other in the file, whole vouchers only.

    rows: Arrow strings with their line ends; kinds: what each row is, numpy int8; before: rows of the file before these.
    """

    rows: Any
    kinds: npt.NDArray[np.int8]
    before: int


def blocks(flow: Flow, head: bytes, encoding: Callable[[bytes], str]) -> Iterator[Block]:
    """The blocks of a file. head: bytes of it that were read before; encoding: asked for each piece.

    Raises NotUsable for packed bytes that are broken, and for a voucher larger than any real one.
    """
    before, kept = 0, b""
    while True:
        piece, head = head or flow.read(_SIZE), b""
        if not piece:
            break
        kept += piece
        cut = _cut(kept)
        if cut == 0:
            if len(kept) > _LARGEST:
                raise refusal.swollen(_LARGEST // 1_000_000)
            continue
        block = block_of(as_utf_8(kept[:cut], encoding(kept[:cut])), before)
        kept, before = kept[cut:], before + len(block.rows)
        yield block
    if last := kept.rstrip(_END_OF_FILE):
        yield block_of(as_utf_8(last, encoding(last)), before)


def block_of(written: bytes, before: int = 0) -> Block:
    """A block from UTF-8 bytes. Rows end in a line feed, or in files of old machines in a carriage return."""
    if b"\n" not in written:
        written = written.replace(b"\r", b"\n")
    if not written.endswith(b"\n"):
        written += b"\n"
    signs = np.frombuffer(written, np.uint8)
    ends = np.flatnonzero(signs == ord("\n")).astype(np.int32) + 1
    offsets = np.concatenate((np.zeros(1, np.int32), ends))
    rows = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(written))
    return Block(rows, _kinds(signs, offsets[:-1]), before)


def _cut(kept: bytes) -> int:
    """Where the last voucher begins, which may go on in the next piece; before the first one, the end of the last whole row."""
    end = b"\n" if b"\n" in kept else b"\r"
    place = len(kept)
    while (place := kept.rfind(b"#VER", 0, place)) >= 0:
        start = kept.rfind(end, 0, place) + 1
        found = _BEGINS.match(kept, start)
        if found and found.end() == place + 4:
            return start
    return kept.rfind(end) + 1


def _kinds(signs: npt.NDArray[np.uint8], starts: npt.NDArray[np.int32]) -> npt.NDArray[np.int8]:
    """The kind of each row, by its first signs."""
    padded = np.concatenate((signs, np.zeros(9, np.uint8)))
    first = starts.copy()
    line_feed = ord("\n")
    blank = np.arange(len(first))
    for _ in range(_INDENTED):
        blank = blank[_BLANK[padded[first[blank]]] & (padded[first[blank]] != line_feed)]
        if not len(blank):
            break
        first[blank] += 1
    opening = padded[first]
    kinds = np.full(len(starts), OTHER, np.int8)
    kinds[opening == line_feed] = EMPTY
    kinds[opening == ord("{")] = OPEN
    kinds[opening == ord("}")] = CLOSE
    labelled = np.flatnonzero(opening == ord("#"))
    words = padded[first[labelled][:, None] + np.arange(8)]
    for label, kind in _LABELS.items():
        wanted = np.frombuffer(label, np.uint8)
        fits = (words[:, : len(label)] == wanted).all(axis=1) & _AFTER_LABEL[words[:, len(label)]]
        kinds[labelled[fits]] = kind
    return kinds
