"""Who is in the reservation register? A file from the register, read once, kept as hashes with the day it was made."""

import base64
import csv
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from rung.permission.compute import identity
from rung.permission.compute.identity import Sort
from rung.permission.compute.known import CHECK_SORTS, Check, Hashes, hash_of, sorted_hashes
from rung.permission.compute.rules import REGISTERS
from rung.permission.compute.rules.rule import Channel, Country
from rung.permission.service.book import PermissionBook
from rung.permission.service.refusals import ListDamaged, NewerCheck, NobodyInFile, NoSuchRegister

_SAMPLE = 65_536
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "phone": (
        "phone",
        "telefon",
        "telefonnr",
        "telefonnummer",
        "tlf",
        "tlfnr",
        "mobil",
        "mobiltelefon",
        "mobile",
        "nummer",
        "number",
        "msisdn",
    ),
    "name": ("name", "navn", "namn", "fulltnavn", "fuldtnavn", "fullstandigtnamn"),
    "first": ("firstname", "fornavn", "fornamn"),
    "last": ("lastname", "surname", "etternavn", "efternavn", "efternamn"),
    "postal_code": ("postalcode", "postcode", "zip", "zipcode", "postnr", "postnummer"),
    "reserved": (
        "reserved",
        "reservert",
        "reservasjon",
        "reserveret",
        "reserverad",
        "sparrad",
        "robinson",
        "nix",
        "treff",
        "traff",
        "hit",
        "status",
    ),
}
_NO = frozenset({"", "0", "n", "no", "nei", "nej", "false", "usann", "falsk", "falskt", "fri", "free", "ikkereservert"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Washed:
    """What a register file held.

    rows: of people; reserved: how many of them are; whole: the file is the register itself, not an answer about some people.
    """

    register: str
    day: date
    rows: int
    reserved: int
    whole: bool


def wash(book: PermissionBook, path: Path, *, country: Country, channel: Channel, day: date) -> Washed:
    """Take in a file from a reservation register, in place of the one before.

    A file with a column that says who is reserved (reserved, reservert, nix, status ...) tells of the people in it only; one without
    such a column is the whole register, and everyone in it is reserved. day: when the register made it. Errors: NoSuchRegister,
    NobodyInFile, NewerCheck.
    """
    if (country, channel) not in REGISTERS:
        raise NoSuchRegister(country, channel)
    there = next((one for one in checks(book) if (one.country, one.channel) == (country, channel)), None)
    if there and there.day > day:
        raise NewerCheck(there.day)
    key = book.key()
    people = list(_people(path, country, channel))
    hashed = [([hash_of(sort, one, key) for sort, one in known], reserved) for known, reserved in people]
    whole = all(reserved is None for _, reserved in people)
    check = Check(
        country=country,
        channel=channel,
        day=day,
        reserved=sorted_hashes(one for hashes, reserved in hashed if reserved is not False for one in hashes),
        checked=None if whole else sorted_hashes(one for hashes, _ in hashed for one in hashes),
        sorts=frozenset(sort for known, _ in people for sort, _ in known),
    )
    _keep(book, check)
    count = sum(reserved is not False for _, reserved in people)
    return Washed(register=REGISTERS[country, channel], day=day, rows=len(people), reserved=count, whole=whole)


def checks(book: PermissionBook) -> list[Check]:
    """The newest check of each register; ListDamaged when one cannot be read whole."""
    found = []
    for country, channel in REGISTERS:
        path = _path(book, country, channel)
        if path.exists():
            mark, _, said = path.read_bytes().partition(b"\n")
            if mark != b"%08x" % zlib.crc32(said):
                raise ListDamaged(path, 1)
            plain = json.loads(said)
            found.append(
                Check(
                    country=country,
                    channel=channel,
                    day=date.fromisoformat(plain["day"]),
                    reserved=_unpacked(plain["reserved"]),
                    checked=None if plain["checked"] is None else _unpacked(plain["checked"]),
                    sorts=frozenset(plain["sorts"]),
                )
            )
    return found


def _keep(book: PermissionBook, check: Check) -> None:
    from rung.engine import disk  # noqa: PLC0415  only who writes waits for it

    said = json.dumps(
        {
            "day": check.day.isoformat(),
            "sorts": sorted(check.sorts),
            "reserved": _packed(check.reserved),
            "checked": None if check.checked is None else _packed(check.checked),
        }
    )
    disk.replace(_path(book, check.country, check.channel), f"{zlib.crc32(said.encode()):08x}\n{said}")


def _path(book: PermissionBook, country: Country, channel: Channel) -> Path:
    return book.path.with_name(f"register-{country}-{channel}.json")


def _packed(hashes: Hashes) -> str:
    return base64.b64encode(hashes.astype("<u8").tobytes()).decode()


def _unpacked(packed: str) -> Hashes:
    return np.frombuffer(base64.b64decode(packed), "<u8").astype(np.uint64)


def _people(path: Path, country: Country, channel: Channel) -> Iterator[tuple[list[tuple[Sort, str]], bool | None]]:
    """What each row's person is known by, and whether it is reserved; None when the file has no column for it."""
    rows = _rows(path)
    first = next(rows, [])
    columns = _columns(first)
    if not columns and first and identity.phones(first[0], country):
        columns, rows = {"phone": 0}, _with_first(first, rows)
    if "phone" not in columns and not ({"name", "last"} & set(columns) and "postal_code" in columns):
        raise NobodyInFile(path)

    def cell(row: Sequence[str], role: str) -> str:
        return row[columns[role]].strip() if role in columns and columns[role] < len(row) else ""

    for row in rows:
        name = cell(row, "name") or f"{cell(row, 'first')} {cell(row, 'last')}"
        known: list[tuple[Sort, str]] = [("phone", one) for one in identity.phones(cell(row, "phone"), country)]
        known += [("place", one) for one in identity.places(name, cell(row, "postal_code"))]
        known = [one for one in known if one[0] in CHECK_SORTS[channel]]
        if known:
            yield known, _plain(cell(row, "reserved")) not in _NO if "reserved" in columns else None


def _with_first(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _columns(headers: Sequence[str]) -> dict[str, int]:
    places = {_plain(header): place for place, header in reversed(list(enumerate(headers)))}
    return {role: places[one] for role, names in _HEADERS.items() for one in reversed(names) if one in places}


def _plain(word: str) -> str:
    from rung.importers.sheet.headers import normal  # noqa: PLC0415  the sheet reader is not light

    return normal(word)


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV in whatever encoding and with whatever delimiter it has."""
    from rung.importers.sheet.decoding import Utf8Stream, opener, survey  # noqa: PLC0415  the sheet reader is not light
    from rung.importers.sheet.dialect import detect  # noqa: PLC0415  likewise

    start = opener(path)
    how = survey(start)
    with Utf8Stream(start, how) as stream:
        written = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8", newline="")
        sample = written.read(_SAMPLE)
        delimiter = detect(sample[: sample.rfind("\n") + 1] or sample, quotes=how.quotes).delimiter
        written.detach()
    with Utf8Stream(start, how) as stream:
        written = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8", newline="")
        yield from (row for row in csv.reader(written, delimiter=delimiter) if any(cell.strip() for cell in row))
