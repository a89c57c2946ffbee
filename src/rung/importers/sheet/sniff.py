"""What is this file really? Its first bytes decide, not its name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rung.base import Text, text

Nature = Literal["text", "gzip", "zip", "workbook", "parquet", "empty", "other"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is. name: what to call it in a refusal; None for the kinds that can be read."""

    nature: Nature
    name: Text | None = None


_PROGRAM, _IMAGE, _PACKED = text("a program"), text("an image"), text("a compressed archive")
_OTHER: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", text("a PDF document")),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"BZh", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"SQLite format 3", text("a database file")),
    (b"ARROW1", text("an Arrow file")),
    (b"{\\rtf", text("a text document")),
)
_MARKUP: tuple[tuple[tuple[bytes, ...], Text], ...] = (
    ((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta"), text("a web page")),
    ((b"<?xml", b"<"), text("an XML file")),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY = bytes(b for b in range(32) if b not in (0, 1, 9, 10, 12, 13, 26, 28, 29, 30, 31))

HEAD = 1 << 16


def look(path: Path) -> Seen:
    """What the file at path is, by its first 64 KiB."""
    with path.open("rb") as stream:
        return look_at(stream.read(HEAD))


def look_at(head: bytes) -> Seen:
    """What a file that starts with these bytes is. head: at most the first 64 KiB."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe") and not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Seen("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Seen("zip")
    if head.startswith(b"\x1f\x8b"):
        return Seen("gzip")
    if head.startswith(b"PAR1"):
        return Seen("parquet")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Seen("workbook")
    return _other(head)


def _other(head: bytes) -> Seen:
    for magic, name in _OTHER:
        # Two letters alone also begin words: "BM;..." is text, a bitmap has binary zeros right after.
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head[:64]):
            return Seen("other", name)
    if head[257:262] == b"ustar":
        return Seen("other", _PACKED)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginnings, name in _MARKUP:
        if start.startswith(beginnings):
            return Seen("other", name)
    if not head.startswith(_BOMS) and len(head) - len(head.translate(None, _BINARY)) > len(head) // 50:
        return Seen("other", text("a binary file"))
    return Seen("text")


def is_encrypted(path: Path) -> bool:
    """Whether an old-style container holds a workbook locked with a password."""
    with path.open("rb") as stream:
        before = b""
        while piece := stream.read(1 << 20):
            if _ENCRYPTED in before + piece:
                return True
            before = piece[-64:]
    return False
