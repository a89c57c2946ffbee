"""Which register is it? By the names that only its own files have, so that extracts and lists of other kinds stay with the sheets."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rung.importers.register import denmark, norway, sweden
from rung.importers.register.letters import decoded
from rung.importers.register.party import Parties
from rung.importers.register.raw import Raw

MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one register. names: columns that tell a text file of it; key: what tells a firm in JSON, schema: what is read there."""

    kind: str
    country: str
    parties: Callable[[Raw], Parties]
    names: frozenset[str] = frozenset()
    encoding: str = "utf-8"
    quotes: bool = True
    key: str = ""
    schema: Any = None


_TEXTS = (
    Layout("Enhetsregisteret", "NO", norway.parties, norway.NAMES),
    Layout("Bolagsverket", "SE", sweden.of_bolagsverket, sweden.BOLAGSVERKET),
    Layout("SCB", "SE", sweden.of_scb, sweden.SCB, encoding="latin-1", quotes=False),
)
_OBJECTS = (
    Layout("CVR", "DK", denmark.parties, key=denmark.KEY, schema=denmark.SCHEMA),
    Layout("Enhetsregisteret", "NO", norway.parties, key=norway.KEY, schema=norway.SCHEMA),
)
# A firm of the Norwegian register has some of these next to its number; other files with organisation numbers do not.
_BESIDE = re.compile(rb'"(?:organisasjonsform|naeringskode1|registreringsdatoEnhetsregisteret|overordnetEnhet)"\s*:')


def claims(head: bytes) -> bool:
    """Whether a file that begins like this, unpacked, is a register's own. head: its first 64 KiB."""
    return layout_of(head) is not None


def layout_of(head: bytes) -> Layout | None:
    """The register, None for any other file."""
    begins = head.removeprefix(MARK).lstrip()
    if begins[:1] in {b"{", b"["}:
        return next((one for one in _OBJECTS if key_in(begins, one) and (one.key != norway.KEY or _BESIDE.search(begins))), None)
    for layout in _TEXTS:
        names, _ = header_of(head, layout.encoding)
        if layout.names <= set(names):
            return layout
    return None


def key_in(head: bytes, layout: Layout) -> "re.Match[bytes] | None":
    """The first place where a firm says what it is."""
    return re.search(rb'"%s"\s*:' % layout.key.encode(), head)


def header_of(head: bytes, encoding: str) -> tuple[tuple[str, ...], str]:
    """The names in the first line and what stands between them; one that is empty or there already is called by its place."""
    written = decoded(head.removeprefix(MARK).split(b"\n", 1)[0].rstrip(b"\r"), encoding)
    delimiter = max(",;\t", key=written.count)
    names = [name.strip().strip('"') for name in written.split(delimiter)]
    return tuple(name if name and name not in names[:n] else f"{name}#{n}" for n, name in enumerate(names)), delimiter
