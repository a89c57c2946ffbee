"""Which invoices are in these files? Each file read whole and safely, a zip opened once for all that is in it."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from lxml.etree import XMLParser, XMLSyntaxError, fromstring
from lxml.etree import _Element as Element

from rung.importers import archive
from rung.importers.ubl import refusal
from rung.importers.xml import NotUsable, inspect, local, open_source
from rung.importers.xml import refusal as unsafe

ROOTS = ("Invoice", "CreditNote", "StandardBusinessDocument")
"""The outermost elements of the files that this room reads; the last is the envelope that networks put an invoice in."""

_INVOICE, _CREDIT_NOTE = (f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}" for name in ROOTS[:2])
_LARGEST = 256_000_000  # bytes of one invoice, attachments and all
_LARGEST_WITHOUT = 32_000_000  # and without: as a tree it takes some ten times as much
_PROLOG = 1 << 12
_LONG_PROLOG = 1 << 20
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_WRONG_CHARACTERS = 81  # libxml2's XML_ERR_INVALID_ENCODING
# The parser holds no text of more than 10 MB, and attachments may be larger. Signs of base64 between two tags are nothing but a text.
_LONG_TEXT = 9_000_000
_ATTACHMENT = re.compile(rb">[A-Za-z0-9+/=\s]{65536,}<")
_LAST_TAG = re.compile(rb"</[^<>]+>\s*(<!--[^<>]*-->\s*)*\Z")


class Document(NamedTuple):
    """One invoice or credit note in a file."""

    root: Element
    credit: bool


def opened(pieces: Sequence[archive.Piece]) -> Iterator[tuple[str, list[Document] | NotUsable]]:
    """Each file under the name it has here, which no other has, with its invoices or why it has none that can be read."""
    for name, content in zip(_names(pieces), _contents(pieces), strict=True):
        try:
            yield name, documents(content) if isinstance(content, bytes) else content
        except NotUsable as unusable:
            yield name, unusable


def documents(content: bytes) -> list[Document]:
    """The invoices in the bytes of a file. Raises NotUsable when it is unsafe, damaged, or holds none."""
    encoding = inspect(content[:_PROLOG]) or inspect(content[:_LONG_PROLOG])
    if encoding is None:
        raise unsafe.truncated()
    if not isinstance(encoding, str):
        raise unsafe.flawed(encoding)
    if len(content) > _LONG_TEXT and b"\0" not in content[:4]:
        content = _ATTACHMENT.sub(b"><", content)
    if len(content) > _LARGEST_WITHOUT:
        raise refusal.too_large(_LARGEST_WITHOUT // 1_000_000)
    try:
        root = fromstring(content, _parser(encoding))
    except XMLSyntaxError as error:
        raise _spoken(error, encoding, content) from error
    found = [Document(element, element.tag == _CREDIT_NOTE) for element in _candidates(root)]
    if not found:
        raise refusal.no_invoice(local(root))
    return found


def _candidates(root: Element) -> Iterator[Element]:
    if root.tag in {_INVOICE, _CREDIT_NOTE}:
        yield root
    elif local(root) == ROOTS[-1]:
        yield from root.iter(_INVOICE, _CREDIT_NOTE)


@cache
def _parser(encoding: str) -> XMLParser:
    """A parser that reads nothing but the bytes it is given. The encodings that `inspect` lets through are few."""
    try:
        return XMLParser(
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=True,
            collect_ids=False,
        )
    except LookupError as unknown:
        raise refusal.unknown_encoding(encoding) from unknown


def _spoken(error: XMLSyntaxError, encoding: str, content: bytes) -> NotUsable:
    if getattr(error, "code", 0) == _WRONG_CHARACTERS:
        return unsafe.wrong_characters(error.lineno or 1, encoding)
    if not _LAST_TAG.search(content[-400:].replace(b"\0", b"")):
        return unsafe.truncated()
    return unsafe.damaged(error.lineno or 1)


def _contents(pieces: Sequence[archive.Piece]) -> Iterator[bytes | NotUsable]:
    """The bytes of each file, in order, or why they cannot be had."""
    for _, together in groupby(pieces, key=lambda piece: str(piece.path)):
        members: list[archive.Member] = []
        for piece in together:
            if piece.member is not None:
                members.append(piece.member)
                continue
            yield from _unzipped(members)
            members = []
            yield _of_file(piece)
        yield from _unzipped(members)


def _unzipped(members: Sequence[archive.Member]) -> Iterator[bytes | NotUsable]:
    """The bytes of files in a zip, which is opened once."""
    if not members:
        return
    small = archive.heads(members[0].archive, [member for member in members if member.size <= _LARGEST], _LARGEST)
    for member in members:
        if member.size > _LARGEST:
            yield refusal.too_large(_LARGEST // 1_000_000)
            continue
        try:
            _, content = next(small, (member, b""))
        except archive.DAMAGED:  # the whole zip; after this there is nothing more in it
            content = b""
        yield content if content or not member.size else unsafe.packed_badly()


def _of_file(piece: archive.Piece) -> bytes | NotUsable:
    """The bytes of a file on disk, unpacked when it is a .gz."""
    with piece.path.open("rb", buffering=0) as stream:
        if os.fstat(stream.fileno()).st_size > _LARGEST:
            return refusal.too_large(_LARGEST // 1_000_000)
        content = stream.read()
    if not content.startswith(_GZIP):
        return content
    unpacked = bytearray()
    try:
        with open_source(piece) as flow:
            while part := flow.read(_PIECE):
                unpacked += part
                if len(unpacked) > _LARGEST:
                    return refusal.too_large(_LARGEST // 1_000_000)
    except NotUsable as unusable:
        return unusable
    return bytes(unpacked)


def _names(pieces: Sequence[archive.Piece]) -> list[str]:
    """A name for each file that no other has: with the folder when that is what tells them apart, else with a number."""
    names = [piece.name for piece in pieces]
    often = Counter(names)
    taken: Counter[str] = Counter()
    for place, piece in enumerate(pieces):
        if often[names[place]] > 1:
            name = _with_folder(piece)
            taken[name] += 1
            names[place] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return names


def _with_folder(piece: archive.Piece) -> str:
    if piece.member is None:
        return f"{piece.path.parent.name}/{piece.path.name}"
    return f"{piece.path.name}#{piece.member.name}"
