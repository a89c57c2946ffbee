"""What does one row say? Its label and its fields, by the rules of the standard, one row at a time.

Fields stand between spaces or tabs, in quotation marks or not; a quotation mark in a field has a backslash before it, which means nothing
elsewhere. An object list stands in braces.
"""

import re

# fmt: off
LABELS = frozenset({
    "FLAGGA", "PROGRAM", "FORMAT", "GEN", "SIETYP", "PROSA", "FTYP", "FNR", "ORGNR", "BKOD", "ADRESS", "FNAMN", "RAR", "TAXAR",
    "OMFATTN", "KPTYP", "VALUTA", "KONTO", "KTYP", "ENHET", "SRU", "DIM", "UNDERDIM", "OBJEKT", "IB", "UB", "OIB", "OUB", "RES",
    "PSALDO", "PBUDGET", "VER", "TRANS", "RTRANS", "BTRANS", "KSUMMA",
})
# fmt: on
_LONGEST = 20_000  # characters; no real row comes near
_QUOTED = r'"((?:[^"\\]|\\.)*)(?:"|$)'
_LIST = r'\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\}'
_FIELD = re.compile(rf'{_QUOTED}|{_LIST}|([^ \t\r\n"{{}}]+)|[^ \t\r\n]')
_LABEL = re.compile(r"[ \t\ufeff]*#([A-Za-z]+)(?![A-Za-z])")
_HEAD = re.compile(rb"[\s\x1a]*#([A-Z]+)(?![A-Za-z])")
_MARK = b"\xef\xbb\xbf"


def label_of(row: str) -> str | None:
    """The label without #, in capitals; None for a row that has none."""
    found = _LABEL.match(row)
    return found[1].upper() if found else None


def fields(row: str) -> list[str]:
    """The fields of a row or a part of one, the label among them; an object list is one field, without its braces.

    A row too long to be one has none.
    """
    if len(row) > _LONGEST:
        return []
    return [_plain(*found.groups()) for found in _FIELD.finditer(row)]


def without_label(row: str) -> list[str]:
    """The fields behind the label."""
    found = _LABEL.match(row)
    return fields(row[found.end() :]) if found else []


def looks_like_sie(head: bytes) -> bool:
    """Whether the first bytes of a file are SIE 4: its first row that is not empty has one of the format's labels."""
    found = _HEAD.match(head.removeprefix(_MARK))
    return found is not None and found[1].decode() in LABELS


def _plain(quoted: str | None, listed: str | None, bare: str | None) -> str:
    if quoted is not None:
        return quoted.replace('\\"', '"')
    return listed if listed is not None else bare or ""
