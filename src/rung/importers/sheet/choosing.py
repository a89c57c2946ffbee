"""Which table is this, and which column has which role? Decided by the headers, confirmed by what stands under them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from rung.importers.sheet.block import Block
from rung.importers.sheet.currencies import currency_in
from rung.importers.sheet.dates import DateFormat, Vote, lost, vote
from rung.importers.sheet.exchanging import beside
from rung.importers.sheet.headers import locate, match
from rung.importers.sheet.layout import Header
from rung.importers.sheet.mapping import columns_of
from rung.importers.sheet.numbers import Evidence, evidence
from rung.importers.sheet.recognising import GENERIC_ROLES, USES, Looks, Table, has_amount, table_of
from rung.importers.sheet.roles import ROLES
from rung.importers.sheet.tidying import day_values, is_range
from rung.importers.sheet.vocabulary import CHANNELS, RESULTS, channel, flag, is_salutation, word_of

# How a column shows that it is of a log of activities: so large a part of its different words are words we know.
_SPEAKS = 1 / 3
_CHANNELS = frozenset(CHANNELS.values())
_PARTY_KEYS = ("customer_id", "org_number", "customer_name", "party_id")


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns taken, and what their values say. has: the roles that some column can have, taken or not.

    dates: of the column "date"; formats: role -> how each column of days is written; lost: a date column whose dates a spreadsheet
    destroyed, "" when there is none.
    """

    table: Table
    taken: Mapping[str, int]
    dates: Vote | None
    numbers: Mapping[str, Evidence]
    formats: Mapping[str, DateFormat]
    has: frozenset[str]
    lost: str = ""


def candidates(header: Header, mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """Role -> columns that can have it, best first; a column the mapping names is the only one for its role."""
    named = columns_of(mapping)
    located = locate(header.names, named)
    found = {role: [n for n in columns if n not in located.values()] for role, columns in match(header.names).items()}
    found |= {role: [] for role, name in named.items() if not name.strip()}
    return {role: columns for role, columns in (found | {role: [n] for role, n in located.items()}).items() if columns}


def choose(header: Header, sample: Block, mapping: Mapping[str, str], label: str) -> Choice:
    """The table and its columns. sample: rows of all candidate columns."""
    found = candidates(header, mapping)
    fit = _Fit(sample, set(columns_of(mapping)))
    usable = {role: good for role, columns in found.items() if (good := fit.suitable(role, columns))}
    for role in usable.keys() & {"channel", "result"}:
        usable[role] = sorted(usable[role], key=lambda n: not fit.speaks(role, n))
    looks = Looks(usable, header.names, label, lambda role: fit.any_speaks(role, usable), lambda: fit.repeats(usable))
    table: Table = mapping["table"] if "table" in mapping else table_of(looks)  # type: ignore[assignment]  # read_mapping has checked it
    for generic, role in GENERIC_ROLES.get(table, {}).items():
        if generic in usable and role not in usable and (good := fit.suitable(role, usable[generic])):
            usable[role] = good
    usable |= beside(header.names, usable)
    taken = _assign(usable, USES[table])
    lost_dates = [header.names[n] for n in found.get("date", []) if fit.is_lost(n)]
    return Choice(
        table,
        taken,
        fit.votes.get(taken["date"]) if "date" in taken else None,
        {role: fit.evidence(n) for role, n in taken.items() if fit.counts(role, n)},
        {role: fit.votes[n].format for role, n in taken.items() if ROLES[role].kind in ("date", "day") and n in fit.votes},
        frozenset(usable),
        (*lost_dates, "")[0],
    )


def _assign(usable: Mapping[str, list[int]], roles: tuple[str, ...]) -> dict[str, int]:
    """Each role its best column, no column twice: "Kunde" is the number where there is no better number, else the name."""
    taken: dict[str, int] = {}
    for role in roles:
        free = [n for n in usable.get(role, []) if n not in taken.values()]
        if free:
            taken[role] = free[0]
    return taken


def is_complete(choice: Choice) -> bool:
    """Whether what was taken makes invoice lines: a date and an amount."""
    return "date" in choice.taken and has_amount(choice.taken.keys())


def _kind(role: str) -> str:
    return ROLES[role].kind if role in ROLES else "text"


class _Fit:
    """What stands under each header, looked at once."""

    def __init__(self, sample: Block, mapped: set[str]) -> None:
        self.sample, self.mapped = sample, mapped
        self.votes: dict[int, Vote] = {}
        self._evidence: dict[int, Evidence] = {}

    def suitable(self, role: str, columns: list[int]) -> list[int]:
        """The columns that can be what the role says; most may also be empty here, where no column has more to say."""
        good = [n for n in columns if self.suits(role, n)]
        kind = _kind(role)
        if good or (kind in ("id", "text") and role in ROLES and role not in ("currency", "foreign", "title")):
            return good or columns
        return [n for n in columns if not len(self.sample.cells(n).values)] if kind in ("flag", "day") else []

    def suits(self, role: str, column: int) -> bool:
        """Whether the values can be what the role says. A column that the mapping names is always taken."""
        values = self.sample.cells(column).values
        kind = _kind(role)
        if kind in ("date", "day"):
            self.votes.setdefault(column, vote(values))
        if kind == "date":
            good = self.votes[column].share >= 0.5 or self.votes[column].contradicts
        elif kind == "day" and role != "left":  # who has left, if only "ja", must not pass for one who is there
            good = len(values) > 0 and day_values(values, self.votes[column].format)[1].mean() >= 0.5
        elif kind in ("number", "count"):
            good = self.evidence(column).is_numeric or (kind == "count" and len(values) > 0 and is_range(values).mean() >= 0.5)
        else:
            good = len(values) > 0 and self._means(role, values)
        return bool(good) or role in self.mapped

    def _means(self, role: str, values: Any) -> bool:
        """Whether words under a header are of the kind that belongs there."""
        if role == "currency":
            return bool(pc.any(pc.match_substring_regex(values, r"^[A-Za-z]{3}$")).as_py())
        if role == "foreign":
            return sum(currency_in(value) is not None for value in values.to_pylist()) >= 0.5 * len(values)
        if role == "protected":
            return any(flag(value) is not None for value in values.to_pylist())
        if role == "title":  # "Mr." and "fru" are no jobs
            return sum(map(is_salutation, values.to_pylist())) < 0.5 * len(values)
        return True

    def speaks(self, role: str, column: int) -> bool:
        """Whether many of a column's words are channels or results as we know them."""
        said = self.sample.cells(column).values.to_pylist()
        known = sum(1 for one in said if (word_of(one, RESULTS) if role == "result" else channel(one) in _CHANNELS))
        return known > 0 and known >= _SPEAKS * len(said)

    def any_speaks(self, role: str, usable: Mapping[str, list[int]]) -> bool:
        """Whether any of the role's columns does."""
        return any(self.speaks(role, column) for column in usable.get(role, []))

    def repeats(self, usable: Mapping[str, list[int]]) -> bool:
        """Whether the same customer stands on several rows."""
        cells = [self.sample.cells(usable[role][0]) for role in _PARTY_KEYS if role in usable][:1]
        return any(len(one) - one.missing.sum() > 1.02 * len(one.values) for one in cells)

    def counts(self, role: str, column: int) -> bool:
        """Whether a column is read as numbers with a decimal sign."""
        return _kind(role) == "number" or (_kind(role) == "count" and self.evidence(column).is_numeric)

    def evidence(self, column: int) -> Evidence:
        if column not in self._evidence:
            self._evidence[column] = evidence(self.sample.cells(column).values)
        return self._evidence[column]

    def is_lost(self, column: int) -> bool:
        return lost(self.sample.cells(column).values)
