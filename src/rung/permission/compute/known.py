"""What do we know of who said yes, who said no, and who is reserved? Keyed hashes only: nobody can be read from them.

A hash is 64 bits of BLAKE2b with the list's own key. Should two people ever share one by chance, one more is left in peace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from rung.permission.compute.identity import Sort, all_spellings
from rung.permission.compute.rules.rule import Channel, Country

Hashes = npt.NDArray[np.uint64]
NOBODY: Hashes = np.zeros(0, dtype=np.uint64)
# Consent holds for whoever has the address it was given for, not for everybody at the company.
CONSENT_SORTS: Mapping[Channel, tuple[Sort, ...]] = {
    "email": ("email",),
    "sms": ("phone",),
    "phone": ("phone",),
    "post": ("place",),
    "visit": ("place",),
    "social": ("email", "phone", "place"),
}
CHECK_SORTS: Mapping[Channel, tuple[Sort, ...]] = {"phone": ("phone", "place"), "post": ("place",)}


def hash_of(sort: Sort, spelling: str, key: bytes) -> int:
    """The hash of one spelling, an unsigned 64-bit integer."""
    return int.from_bytes(blake2b(f"{sort}:{spelling}".encode(), digest_size=8, key=key).digest(), "little")


def hashes_of(party: Mapping[str, Any], key: bytes) -> list[tuple[Sort, int]]:
    """Everything a party is known by, hashed. A named person at a company is not the company: its number is left out."""
    person = party.get("kind") == "employee"
    return [(sort, hash_of(sort, one, key)) for sort, one in all_spellings(dict(party)) if not (person and sort == "org")]


def sorted_hashes(found: Iterable[int]) -> Hashes:
    """Hashes as a sorted array without repeats."""
    return np.unique(np.fromiter(found, dtype=np.uint64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check against a reservation register. reserved: who is in it. checked: who was looked up; None when it was the whole register.

    sorts: what the file told people by ("phone", "place"): who has none of these was not checked.
    """

    country: Country
    channel: Channel
    day: date
    reserved: Hashes
    checked: Hashes | None
    sorts: frozenset[Sort]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The state of the list of permissions.

    suppressed: per channel, "" for every channel. consents: hash -> day it was given, per channel. home: the country of parties that have
    none, "" when that is not known. origin: whether the company's addresses are given at the sale, with a chance to say no then; only the
    user knows.
    """

    key: bytes = b"not kept anywhere"
    suppressed: Mapping[str, Hashes] = field(default_factory=dict)
    consents: Mapping[Channel, Mapping[int, date]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    home: str = ""
    origin: bool = False

    def said_no(self, channel: Channel) -> Hashes:
        """Who said no to a channel, or to every channel."""
        return np.union1d(self.suppressed.get("", NOBODY), self.suppressed.get(channel, NOBODY))

    def latest_check(self, country: Country, channel: Channel) -> Check | None:
        """The newest check of a register."""
        made = [one for one in self.checks if (one.country, one.channel) == (country, channel)]
        return max(made, key=lambda one: one.day, default=None)
