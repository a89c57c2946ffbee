"""May we contact all of them, in every channel? The same answer as for one party, for a hundred thousand of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.permission.compute import identity, known
from rung.permission.compute.deciding import RECENT_MONTHS, Case, Permission, decide
from rung.permission.compute.identity import SORTS, Sort
from rung.permission.compute.known import CHECK_SORTS, CONSENT_SORTS, Hashes, Known
from rung.permission.compute.rules import CHECK_MONTHS, REGISTERS
from rung.permission.compute.rules.rule import CHANNELS, COUNTRIES, KINDS, RELATIONS, Channel

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
COLUMNS = ("kind", "legal_form", "org_number", "name", "country", "email", "phone", "postal_code", "relation", "protected", "origin")
_CONSENTS = ("none", "older", "recent")
_REGISTER = ("unknown", "free", "reserved")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for many parties.

    rows: an Arrow table with party_id, channel, answer, reachable (it has what the channel needs) and case (place in cases), party by
    party in the order they came, channels in the order of CHANNELS. cases: the different answers that there are.
    """

    rows: pa.Table
    cases: Sequence[Permission]


@dataclass(frozen=True, slots=True)
class _Parties:
    """The parties by columns. hashes: per sort, whose (row numbers) and what."""

    count: int
    country: Codes
    kind: Codes
    relation: Codes
    protected: Flags
    origin: Flags
    general: Flags
    has: Mapping[Channel, Flags]
    hashes: Mapping[Sort, tuple[Codes, Hashes]]

    def among(self, wanted: Hashes, sorts: Sequence[Sort]) -> Flags:
        """Which parties have a hash that is among the wanted."""
        found = np.zeros(self.count, dtype=np.bool_)
        for sort in sorts:
            rows, hashes = self.hashes[sort]
            found[rows[_within(hashes, wanted)]] = True
        return found


def answer_all(parties: pa.Table, *, state: Known, today: date, at: datetime | None = None) -> Answers:
    """Permission for every party in every channel.

    parties: party_id and any of kind, legal_form, org_number, name, country, email, phone, postal_code, relation ("none", "existing",
    "former"; null: not known), protected and origin, as in `Case` (null origin: what `Known` says). at: the local time of the contact,
    None for in general. today: the day that a check of a register must be fresh on.
    Errors: ValueError when parties has no party_id.
    """
    if "party_id" not in parties.column_names:
        raise ValueError(f"parties={parties.column_names} must have a column party_id")
    found = _columns(parties, state)
    on = at.date() if at else today
    per_channel = [_cases(found, channel, state, on) for channel in CHANNELS]
    different, where = np.unique(np.stack(per_channel, axis=1).ravel(), return_inverse=True)
    cases = [decide(_case(int(code)), at) for code in different]
    answers = np.array([one.answer for one in cases], dtype=object)
    rows = {
        "party_id": pa.array(np.repeat(parties["party_id"].to_numpy(zero_copy_only=False), len(CHANNELS)), pa.string()),
        "channel": pa.array(np.tile(np.array(CHANNELS, dtype=object), found.count), pa.string()),
        "answer": pa.array(answers[where], pa.string()),
        "reachable": pa.array(np.stack([found.has[channel] for channel in CHANNELS], axis=1).ravel()),
        "case": pa.array(where.astype(np.int64)),
    }
    return Answers(pa.table(rows), cases)


# A case as one number: the place of each thing it is made of, in this order, the last changing fastest. The number after the last of
# country, kind and relation is "not known".
_SIZES = (len(CHANNELS), len(COUNTRIES) + 1, len(KINDS) + 1, len(RELATIONS) + 1, 3, 2, 3, 2, 2)


def _cases(found: _Parties, channel: Channel, state: Known, day: date) -> Codes:
    # An address of a company that is not a general one is somebody's.
    person = (channel == "email") & (found.kind == KINDS.index("company")) & found.has["email"] & ~found.general
    kind = np.where(person, KINDS.index("employee"), found.kind)
    suppressed = found.among(state.suppressed.get("", known.NOBODY), SORTS) | found.among(
        state.suppressed.get(channel, known.NOBODY), SORTS
    )
    parts = (
        np.full(found.count, CHANNELS.index(channel)),
        found.country,
        kind,
        found.relation,
        _consent(found, channel, state, day),
        suppressed,
        _register(found, channel, state, day),
        found.protected,
        found.origin,
    )
    return np.asarray(np.ravel_multi_index(tuple(np.asarray(part, dtype=np.int64) for part in parts), _SIZES), dtype=np.int64)


def _case(code: int) -> Case:
    channel, country, kind, relation, consent, suppressed, register, protected, origin = (int(n) for n in np.unravel_index(code, _SIZES))
    return Case(
        channel=CHANNELS[channel],
        country=COUNTRIES[country] if country < len(COUNTRIES) else None,
        kind=KINDS[kind] if kind < len(KINDS) else None,
        relation=RELATIONS[relation] if relation < len(RELATIONS) else None,
        consent=_CONSENTS[consent],  # type: ignore[arg-type]  # the words of the literal, in order
        suppressed=bool(suppressed),
        register=_REGISTER[register],  # type: ignore[arg-type]  # likewise
        protected=bool(protected),
        origin=bool(origin),
    )


def _consent(found: _Parties, channel: Channel, state: Known, day: date) -> Codes:
    given = {one: when for one, when in state.consents.get(channel, {}).items() if when <= day}
    recent = known.sorted_hashes(one for one, when in given.items() if when > _months_before(day, RECENT_MONTHS))
    any_time = found.among(known.sorted_hashes(given), CONSENT_SORTS[channel])
    return any_time.astype(np.int64) + found.among(recent, CONSENT_SORTS[channel])


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _register(found: _Parties, channel: Channel, state: Known, day: date) -> Codes:
    """0 unknown, 1 free, 2 reserved. Reserved stays until a newer check says otherwise; free is only as fresh as the law wants it."""
    codes = np.zeros(found.count, dtype=np.int64)
    for index, country in enumerate(COUNTRIES):
        check = state.latest_check(country, channel) if (country, channel) in REGISTERS else None
        if check is None or check.day > day:
            continue
        here, block = found.country == index, CHECK_MONTHS[country]
        fresh = (check.day.year * 12 + check.day.month - 1) // block == (day.year * 12 + day.month - 1) // block
        if fresh:
            codes[here & _looked_up(found, check, channel)] = 1
        codes[here & found.among(check.reserved, CHECK_SORTS[channel])] = 2
    return codes


def _looked_up(found: _Parties, check: known.Check, channel: Channel) -> Flags:
    sorts = [sort for sort in CHECK_SORTS[channel] if sort in check.sorts]
    if check.checked is not None:
        return found.among(check.checked, sorts)
    looked = np.zeros(found.count, dtype=np.bool_)
    for sort in sorts:
        looked[found.hashes[sort][0]] = True
    return looked


def _within(hashes: Hashes, wanted: Hashes) -> Flags:
    if not wanted.size or not hashes.size:
        return np.zeros(hashes.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(wanted, hashes), wanted.size - 1)
    return np.asarray(wanted[place] == hashes, dtype=np.bool_)


def _columns(parties: pa.Table, state: Known) -> _Parties:
    """What decides, taken from the table column by column."""
    rows = _rows(parties, state)
    count = len(rows)
    flags = {name: np.fromiter((row[name] is True for row in rows), np.bool_, count) for name in ("protected", "origin")}
    kinds = [identity.kind_of(**{name: row[name] for name in ("kind", "legal_form", "org_number", "name", "country")}) for row in rows]
    hashes = {sort: _hashed(rows, sort, state.key) for sort in SORTS}
    has = {sort: np.isin(np.arange(count), whose) for sort, (whose, _) in hashes.items()}
    return _Parties(
        count=count,
        country=_coded([row["country"] for row in rows], COUNTRIES),
        kind=_coded(kinds, KINDS),
        relation=_coded([row["relation"] for row in rows], RELATIONS),
        protected=flags["protected"],
        origin=flags["origin"],
        general=np.fromiter((identity.is_general(row["email"]) for row in rows), np.bool_, count),
        has={
            "email": has["email"],
            "sms": has["phone"],
            "phone": has["phone"],
            "post": has["place"],
            "visit": has["place"],
            "social": np.zeros(count, dtype=np.bool_),  # no file says who is where in social media
        },
        hashes=hashes,
    )


def _rows(parties: pa.Table, state: Known) -> list[dict[str, Any]]:
    there = parties.select([name for name in COLUMNS if name in parties.column_names]).to_pylist()
    nothing = dict.fromkeys(COLUMNS)
    rows = [{**nothing, **row, "country": (row.get("country") or state.home).upper()} for row in there]
    return [{**row, "origin": state.origin} if row["origin"] is None else row for row in rows]


def _coded(values: Sequence[str | None], names: Sequence[str]) -> Codes:
    places = {name: place for place, name in enumerate(names)}
    return np.fromiter((places.get(value or "", len(names)) for value in values), np.int64, len(values))


def _hashed(rows: Sequence[dict[str, Any]], sort: Sort, key: bytes) -> tuple[Codes, Hashes]:
    pairs = [(number, known.hash_of(sort, one, key)) for number, row in enumerate(rows) for one in identity.spellings(row, sort)]
    whose = np.fromiter((number for number, _ in pairs), np.int64, len(pairs))
    return whose, np.fromiter((value for _, value in pairs), np.uint64, len(pairs))
