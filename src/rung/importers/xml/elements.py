"""How is a file of gigabytes walked without holding it? Element by element, and what has been walked is let go at once."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from lxml.etree import XMLPullParser, XMLSyntaxError
from lxml.etree import _Element as Element

from rung.facts import Progress
from rung.importers.xml import refusal
from rung.importers.xml.prolog import Flaw, inspect
from rung.importers.xml.source import Flow

_PIECE = 1 << 15  # larger pieces are slower: the tree between two prunings leaves the processor's cache
_PROLOG = 1 << 20  # a prolog longer than this is not one
_LARGEST = 256_000_000  # bytes one wanted element may take; a voucher of 100,000 lines is some 60 MB
_END = 400  # last bytes, in which the end tag of the root is looked for
_REPORT = 1 << 20  # bytes between two reports of progress
_WRONG_CHARACTERS = 81  # libxml2's XML_ERR_INVALID_ENCODING
_LINES_KNOWN = 65_535  # libxml2 keeps the lines of elements in 16 bits, and those of texts in full


def finished_elements(
    flow: Flow, roots: Collection[str], wanted: Sequence[str], progress: Progress, other: Callable[[str], refusal.NotUsable]
) -> Iterator[list[Element]]:
    """Piece by piece of the file, the elements with a wanted local name that ended in the piece, in any namespace or none.

    roots: the local names the root may have; other: says why a file with another root cannot be used. When the next list is asked for,
    the last one is emptied, and its elements and all before them in their parents are let go; only the very last child of each open
    element stays in the tree. progress is called about once for every megabyte. Raises NotUsable for a file that is unsafe, damaged,
    cut short, or of another kind.
    """
    head, encoding, root = _head(flow, roots, other)
    parser = _parser(encoding, ("end",), wanted)
    kept = frozenset(wanted)
    top: Element | None = None
    last_event = given = 0
    end = b""
    try:
        for piece in _pieces(flow, head, progress):
            parser.feed(piece)
            given += len(piece)
            end = (end + piece)[-_END:]
            if finished := [element for _, element in parser.read_events()]:
                last_event = given
                top = finished[0].getroottree().getroot() if top is None else top
                yield finished
                finished.clear()  # to let go of an element that is still referred to is far slower
            if top is None or _let_go(top, kept):
                _check_size(given - last_event)
    except XMLSyntaxError as error:
        raise _spoken(error, encoding) from error
    last_tag = re.compile(rb"</([^<>/\s]+:)?" + root.encode() + rb"\s*>")
    _close(parser, encoding, whole=last_tag.search(end.replace(b"\0", b"")) is not None)
    progress(flow.total, flow.total)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element, "" for none."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def leaves(element: Element) -> dict[str, str]:
    """What the direct children of an element say, by local name; the first of several, those without text left out."""
    said: dict[str, str] = {}
    for child in element:
        written = (child.text or "").strip()
        if written:
            said.setdefault(local(child), written)
    return said


def children(element: Element, name: str) -> list[Element]:
    """The direct children with a local name."""
    return [child for child in element if local(child) == name]


class LineNumbers:
    """On which lines of the file elements start, counted from 1.

    libxml2 knows the lines of elements up to 65,534 only, but those of texts in full. Beyond that it is the line of the first text in
    an element, less the lines between the two, as they were for the last element before the limit: a file is laid out in one way.
    """

    def __init__(self) -> None:
        self._between = 0

    def of(self, element: Element) -> int:
        """The line on which an element starts."""
        line = _known_line(element)
        if not len(element):
            return line
        first = _known_line(element[0])
        if line < _LINES_KNOWN:
            if first < _LINES_KNOWN:
                self._between = first - line
            return line
        return first - self._between


def _known_line(element: Any) -> int:
    return element.sourceline or 0


def _head(flow: Flow, roots: Collection[str], other: Callable[[str], refusal.NotUsable]) -> tuple[bytes, str, str]:
    """As many bytes as it takes to see the root element begin, the encoding to read them in, and the root's local name."""
    head = b""
    while len(head) < _PROLOG:
        piece = flow.read(_PIECE)
        head += piece
        found = inspect(head)
        if isinstance(found, str):
            name = root_name(head, found)
            if name is not None and name in roots:
                return head, found, name
            if name:
                raise other(name)
        elif found is not None and not (found is Flaw.EMPTY and piece):
            raise refusal.flawed(found)
        if not piece:
            raise refusal.truncated()
    raise refusal.flawed(Flaw.NOT_XML)


def root_name(head: bytes, encoding: str) -> str | None:
    """The local name of the outermost element; None when its tag has not ended yet. Raises NotUsable for what is no XML."""
    parser = _parser(encoding, ("start",), None)
    try:
        parser.feed(head)
    except XMLSyntaxError as error:
        raise _spoken(error, encoding) from error
    root = next((element for _, element in parser.read_events()), None)
    if root is not None and ":" in local(root):  # a prefix that no namespace is declared for
        raise refusal.damaged(_known_line(root))
    return None if root is None else local(root)


def _parser(encoding: str, events: Any, names: Sequence[str] | None) -> Any:
    try:
        return XMLPullParser(
            events,
            tag=None if names is None else [f"{{*}}{name}" for name in names],
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=True,  # blanks between elements are a third of what there is to hold and let go
            collect_ids=False,
        )
    except LookupError as unknown:
        raise refusal.flawed(Flaw.CHARACTERS) from unknown


def _pieces(flow: Flow, head: bytes, progress: Progress) -> Iterator[bytes]:
    """All bytes: those that were read to look at the head, then the rest."""
    unreported = 0
    for start in range(0, len(head), _PIECE):
        yield head[start : start + _PIECE]
    while piece := flow.read(_PIECE):
        yield piece
        unreported += len(piece)
        if unreported >= _REPORT:
            unreported = 0
            progress(flow.done, flow.total)


def _let_go(top: Element, kept: frozenset[str]) -> bool:
    """Drop what has been read, all along the path to where the parser stands. True when it stands in an element that is kept.

    Whole runs of finished siblings go at once. An element that is wanted, and may not be finished, keeps what is in it; anything else
    does not, so parts of the file nobody asks for take no memory, however large.
    """
    place = top
    while len(place):
        last = place[-1]
        if len(place) > 1:
            del place[:-1]
        if local(last) in kept:
            return True
        place = last
    return False


def _check_size(unfinished: int) -> None:
    """Refuse a part of the file so large that holding it until it ends is a danger. unfinished: bytes since anything ended."""
    if unfinished > _LARGEST:
        raise refusal.swollen(_LARGEST // 1_000_000)


def _close(parser: Any, encoding: str, *, whole: bool) -> None:
    """End the parsing. whole: the file has its last tag, so what is wrong is not that the rest is missing."""
    try:
        parser.close()
    except XMLSyntaxError as error:
        raise (_spoken(error, encoding) if whole else refusal.truncated()) from error


def _spoken(error: XMLSyntaxError, encoding: str) -> refusal.NotUsable:
    line = error.lineno or 1
    return refusal.wrong_characters(line, encoding) if getattr(error, "code", 0) == _WRONG_CHARACTERS else refusal.damaged(line)
