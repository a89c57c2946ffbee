"""Is this XML that is safe to parse, and in which characters is it written? Asked before any parser sees a byte.

Accounting files never need a DOCTYPE. Every known XML attack by entities (reading local files, calling other machines, growing a few
bytes to gigabytes) needs one, so a file that has one is refused. The parser is then told which characters to use, so it reads the
very text that was looked at here.
"""

import re
from enum import Enum
from typing import Literal, NamedTuple

# The first bytes of UTF-32 (with and without its mark): nothing writes accounts in it, and it would need a scan of its own.
_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\x00\x00\x00<", b"<\x00\x00\x00")
_UTF_16 = {b"\xff\xfe": "UTF-16LE", b"<\x00": "UTF-16LE", b"\xfe\xff": "UTF-16BE", b"\x00<": "UTF-16BE"}
_UTF_8_MARK = b"\xef\xbb\xbf"

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([\w.:-]+)["']""")
# Ways of writing in which "<!DOCTYPE" is the same bytes as in ASCII. UTF-7, for one, could hide it, and is not among them.
_LIKE_ASCII = re.compile(
    r"(utf-?8|us-ascii|ascii|iso[-_]?8859-\d{1,2}|latin-?\d{1,2}|(windows-|cp-?)125\d|(ibm|cp)-?(437|850|865))", re.IGNORECASE
)
_WIDE = re.compile(r"(utf-?16|ucs-?2|unicode).*", re.IGNORECASE)
_NAME_START = re.compile(r"[^\W\d]")


class Flaw(Enum):
    """Why a file is not parsed."""

    EMPTY = "empty"
    NOT_XML = "not-xml"
    DOCTYPE = "doctype"
    WEB_PAGE = "web-page"
    CHARACTERS = "characters"


class _Written(NamedTuple):
    """How the bytes are written: the parser's name for it, and the text of the head."""

    encoding: str
    text: str


def looks_like_xml(head: bytes) -> bool:
    """Whether the first bytes of a file (a few hundred are enough) start an XML document, well made or not.

    True for a web page too: it is the SAF-T reader that says so to the user.
    """
    written = _decoded(head)
    text = written.text.lstrip("\ufeff \t\r\n")
    return text.startswith(("<?xml", "<!")) or (text.startswith("<") and _NAME_START.match(text, 1) is not None)


def inspect(head: bytes) -> str | Flaw | None:
    """The parser's name of the encoding when the first element starts within `head` and is safe to parse, or what is wrong.

    None: nothing is wrong so far, but the first element has not started; look again with more bytes.
    """
    if head.startswith(_UTF_32):
        return Flaw.CHARACTERS
    written = _decoded(head)
    text = written.text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    encoding = _encoding(written.encoding, declaration.group() if declaration else "")
    place = declaration.end() if declaration else 0
    found = _first_element(text, place)
    return encoding if found is True else found


def _decoded(head: bytes) -> _Written:
    wide = _UTF_16.get(head[:2])
    if wide is not None:
        return _Written(wide, head.decode(wide, errors="replace"))
    marked = head.startswith(_UTF_8_MARK)
    # Latin-1 never fails, and the prolog's own signs are ASCII in every encoding that is let through.
    return _Written("UTF-8" if marked else "", head.removeprefix(_UTF_8_MARK).decode("latin-1"))


def _encoding(known: str, declaration: str) -> str | Flaw:
    """What the parser must be told. Bytes and marks weigh more than the declaration, which exporters often get wrong."""
    declared = _ENCODING.search(declaration)
    if known or declared is None:
        return known or "UTF-8"
    if _WIDE.fullmatch(declared.group(1)):
        return "UTF-8"  # a well-known slip of .NET exporters: UTF-8 bytes that declare the text they were made from
    return declared.group(1) if _LIKE_ASCII.fullmatch(declared.group(1)) else Flaw.CHARACTERS


def _first_element(text: str, place: int) -> Flaw | Literal[True] | None:
    """True when the first element starts safely, a flaw, or None when the text ends before that is known."""
    while True:
        while place < len(text) and text[place] in " \t\r\n":
            place += 1
        if place == len(text):
            return None if text.strip() else Flaw.EMPTY
        skip = "-->" if text.startswith("<!--", place) else "?>" if text.startswith("<?", place) else None
        if skip is None:
            return _what_starts(text[place : place + 200])
        end = text.find(skip, place + 2)
        if end < 0:
            return None
        place = end + len(skip)


def _what_starts(text: str) -> Flaw | Literal[True] | None:
    """The same for a text that starts with neither blanks, comments nor instructions."""
    start = text[:9].upper()
    if "<!DOCTYPE".startswith(start) and len(start) < 9:
        return None
    if start == "<!DOCTYPE":
        return Flaw.WEB_PAGE if re.match(r"<!doctype\s+html", text, re.IGNORECASE) else Flaw.DOCTYPE
    if text.startswith("<") and _NAME_START.match(text, 1):
        return Flaw.WEB_PAGE if re.match(r"<html[\s>]", text, re.IGNORECASE) else True
    return Flaw.NOT_XML
