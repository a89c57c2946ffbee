"""Which column is which? A header as a person wrote it, matched to the roles Rung knows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from rung.importers.sheet.roles import GENERIC, OTHER_MATTERS, ROLES

# "Beløp (NOK)" and "Beløp kr" are "Beløp"; a column in another currency than the company's is named differently. English is a
# language that names are given in.
_CURRENCIES = ("nok", "sek", "dkk", "eur", "usd", "gbp", "kr", "isk", "lcy", "hjemmevaluta", "husvaluta", "firmavaluta", "basisvaluta")
_SILENT = frozenset({*_CURRENCIES, "redovisningsvaluta", "english"})
_IN = re.compile(rf"\b(?:i|in) (?=(?:{'|'.join(_CURRENCIES)})\b)")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "ss"})

_EXCLUDING = re.compile(r"(eks|exk?l?|eksl|ekskl|exkl|excl?|excluding|uten|uden|utan|without)(mva|moms|vat|tax)")
_INCLUDING = re.compile(r"(inkl?|incl?|including|med|with)(mva|moms|vat|tax)")
_AMOUNT = re.compile(r"belop|belob|sum|total|amount|salg|sales|omset|omsaet|omsatt|netto|ialt|forsaljning|pris.?ialt")
_PRICE = re.compile(r"pris|price")

_MONTHS = (
    *("jan(uar|uary|uari)?", "feb(ruar|ruary|ruari)?", "mar(s|ts|ch)?", "apr(il)?", "ma[ijy]", "jun[ie]?", "jul[iy]?", "aug(ust|usti)?"),
    *("sept?(ember)?", "o[ck]t(ober)?", "nov(ember)?", "de[cs](ember)?"),
)
_NAMED_MONTHS = [re.compile(rf"(?:(?P<y>20\d\d)[ ./-]*)?(?:{name})\.?[ .'/-]*(?P<z>\d{{4}}|\d{{2}})?", re.IGNORECASE) for name in _MONTHS]
_MONTH_WORD = r"(?:m|p|per|mnd|month|m[åa]ned|m[åa]nad|period|periode)[ .]*"
_NUMBERED_MONTHS = (
    re.compile(rf"(?:(?P<y>20\d\d) ?)?{_MONTH_WORD}(?P<m>0?[1-9]|1[0-2])(?:[ ./-]+(?P<z>20\d\d))?", re.IGNORECASE),
    re.compile(r"(?P<y>20\d\d|19\d\d)[-./ ]?(?P<m>0[1-9]|1[0-2])(?:-01)?"),
    re.compile(r"(?P<m>0?[1-9]|1[0-2])[-./](?P<y>20\d\d|19\d\d)"),
)
# A table has months as columns when at least so many of them are.
FEWEST_MONTHS = 3


@lru_cache(maxsize=20_000)
def normal(header: str) -> str:
    """A header without case, spaces, dots, brackets, currency and accents: "Beløp eks. mva (NOK)" is "belopeksmva"; % is "pct"."""
    folded = re.sub(r"(?<=[a-zæøåäö])(?=[A-ZÆØÅÄÖ])", " ", header.strip()).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    bare = _IN.sub("", bare.replace("%", " pct ").replace("#", " no "))
    words = re.findall(r"[a-z0-9]+", bare)
    kept = [word for word in words if word not in _SILENT] or words
    return re.sub(r"(percent|prosent|procent)$", "pct", "".join(kept))


@cache
def _known() -> dict[str, list[tuple[str, int]]]:
    """Normal header -> (role, place in the role's list); several roles when the header alone does not decide."""
    table: dict[str, list[tuple[str, int]]] = {}
    named = {**{name: role.headers for name, role in ROLES.items()}, **GENERIC}
    for name, headers in named.items():
        for place, header in enumerate((*headers, name)):
            places = table.setdefault(normal(header), [])
            if all(role != name for role, _ in places):
                places.append((name, place))
    return table


def roles_of(header: str) -> list[tuple[str, int]]:
    """The roles a header can have, each with its place of preference (0 is best); empty when it is not known."""
    plain = normal(header)
    found = _known().get(plain)
    if found is None and plain.endswith("key"):
        found = _known().get(plain.removesuffix("key") + "id")
    if found is None and " - " in header:  # "ORDER LINE - UNIT PRICE", "Postadresse - postnummer"
        found = roles_of(header.rsplit(" - ", 1)[1])
    return found or _by_words(plain)


def _by_words(plain: str) -> list[tuple[str, int]]:
    """An amount or a price that says in its own words whether VAT is in it."""
    if _EXCLUDING.search(plain):
        return [("unit_price", 99)] if _PRICE.search(plain) else [("revenue", 99)] if _AMOUNT.search(plain) else []
    if _INCLUDING.search(plain) and (_PRICE.search(plain) or _AMOUNT.search(plain)):
        return [("gross_price" if _PRICE.search(plain) else "gross", 99)]
    return []


def is_other_matter(headers: Sequence[str]) -> bool:
    """Whether the sheet is about suppliers, whose names and numbers must not be taken for customers'."""
    other = {normal(header) for header in OTHER_MATTERS}
    return any(normal(header) in other for header in headers)


def known_share(cells: Sequence[str | None]) -> int:
    """How many different roles the cells of a row name: the row with most is the header row."""
    return len({roles[0][0] for cell in cells if cell and len(cell) <= 60 and (roles := roles_of(cell))})


def match(headers: Sequence[str]) -> dict[str, list[int]]:
    """Role -> the columns that can have it, best first. A column may stand under several roles; the caller takes it once."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column, header in enumerate(headers):
        if header:
            for role, place in roles_of(header):
                found.setdefault(role, []).append((place, column))
    return {role: [column for _, column in sorted(places)] for role, places in found.items()}


def locate(headers: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Role -> column, for the headers a mapping names and this sheet has. Exact text first, then spelled alike."""
    exact = {header.strip(): column for column, header in reversed(list(enumerate(headers))) if header}
    alike = {normal(header): column for column, header in reversed(list(enumerate(headers))) if header}
    found = {}
    for role, header in wanted.items():
        column = exact.get(header.strip(), alike.get(normal(header)))
        if header.strip() and column is not None:
            found[role] = column
    return found


def month_of(name: str, year: int | None) -> str:
    """The month that a header names, as "2024-01"; "" when it names none. year: the one to use when the header has none."""
    for pattern in _NUMBERED_MONTHS:
        if found := pattern.fullmatch(name.strip()):
            return f"{found['y'] or found.groupdict().get('z') or year}-{int(found['m']):02}"
    for number, pattern in enumerate(_NAMED_MONTHS, 1):
        if found := pattern.fullmatch(name.strip()):
            written = int(found["y"] or found["z"] or 0) or year
            return f"{written if written is None or written > 99 else 2000 + written}-{number:02}"
    return ""
