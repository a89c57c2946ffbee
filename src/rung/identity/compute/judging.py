"""Are two customers one? What speaks for it, what against, and how sure anybody can be. Rules a person can follow, not a score.

Certain: the same valid organisation number, or the same name with an address or number of its own in one place. Likely: the same name in
one place, or nearly the same with an address or number in common. Possible: worth a look. Two valid organisation numbers are two firms,
whatever else is alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rung.base import Share, Text, text
from rung.identity.compute.likeness import NameLikeness, compare
from rung.identity.compute.profile import Profile

Strength = Literal["certain", "likely", "possible"]
STRENGTHS: tuple[Strength, ...] = ("certain", "likely", "possible")
Number = Literal["same", "unchecked", "different", "unknown"]
Conflict = Literal["phone", "email", "address", "form", "branch"]
Place = Literal["address", "postcode", "city", "different", "unknown"]

_NEAR_ENOUGH = 0.9  # so alike are "Kystverk Bygg" and "Kystverk Byg", with a letter or two typed wrong
_MISSPELT = 0.85  # so alike at least are names that are no words' mistake of each other, and still may be one

_DIFFER: Mapping[Conflict, Text] = {
    "phone": text("But the phone numbers differ."),
    "email": text("But the e-mail addresses differ."),
    "address": text("But the addresses differ."),
    "form": text("But the company forms differ."),
    "branch": text("But they are named as different branches."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that two customers have in common or not.

    conflicts: what both say and say differently.
    """

    number: Number
    name: NameLikeness
    place: Place
    phone: bool
    email: bool
    domain: bool
    conflicts: tuple[Conflict, ...]
    kinds_differ: bool
    person: bool

    @property
    def ties(self) -> int:
        """How many addresses and numbers of their own they share, besides name, place and organisation number."""
        return self.phone + (self.email or self.domain) + (self.place == "address") + (self.number == "unchecked")

    @property
    def here(self) -> bool:
        """Whether they are in one place, to the postal code."""
        return self.place in {"address", "postcode"}


def evidence(one: Profile, other: Profile, seen: Mapping[str, int], few: int) -> Evidence:
    """What two customers have in common. seen, few: as in `likeness.compare`."""
    phone = not set(one.phones).isdisjoint(other.phones)
    email = bool(one.email) and one.email == other.email
    domain = bool(one.domain) and one.domain == other.domain
    place = _place(one, other)
    differ: tuple[tuple[Conflict, object, object, bool], ...] = (
        ("phone", one.phones, other.phones, phone),
        ("email", one.email, other.email, email or domain),
        ("address", one.where, other.where, place == "address"),
        ("form", one.form, other.form, one.form == other.form),
        ("branch", one.branch, other.branch, one.branch == other.branch),
    )
    return Evidence(
        number=_number(one, other),
        name=compare(one, other, seen, few),
        place=place,
        phone=phone,
        email=email,
        domain=domain,
        conflicts=tuple(what for what, mine, yours, alike in differ if mine and yours and not alike),
        kinds_differ=one.person is not None and other.person is not None and one.person != other.person,
        person=bool(one.person or other.person),
    )


def _number(one: Profile, other: Profile) -> Number:
    if one.org and other.org:
        return "same" if one.org == other.org else "different"
    return "unchecked" if one.loose and one.loose == other.loose else "unknown"


def _place(one: Profile, other: Profile) -> Place:
    if one.country and other.country and one.country != other.country:
        return "different"
    if one.where and one.where == other.where:
        return "address"
    if one.postcode and one.postcode == other.postcode:
        return "postcode"
    if not one.city or not other.city:
        return "unknown"
    return "city" if one.city == other.city else "different"


def strength(found: Evidence) -> Strength | None:
    """How sure anybody can be that the two are one; None when they are not taken for one."""
    if found.number == "different":
        return None
    said = _by_number(found) if found.number == "same" else _by_name(found)
    return "possible" if said and found.kinds_differ and found.number != "same" else said


def _by_number(found: Evidence) -> Strength:
    alike = found.name.names in {"same", "near", "holds", "unknown"} or found.here
    return "certain" if alike and not found.kinds_differ else "likely"


def _by_name(found: Evidence) -> Strength | None:
    match found.name.names:
        case "same":
            return _same_name(found)
        case "near":
            return _near_name(found)
        case "holds":
            return (
                "likely" if found.here and found.ties else "possible" if found.ties or (found.here and len(found.conflicts) < 2) else None
            )
    if found.ties and found.here and found.name.share >= _MISSPELT:
        return "possible"
    # Whatever they are called now, they are reached in the same ways: one may have changed its name.
    return "possible" if found.ties - (found.domain and not found.email) >= 2 else None


def _same_name(found: Evidence) -> Strength | None:
    """A name alone is much when few customers have its words, and little when both are known to be reached in other ways."""
    own = found.ties - (found.place == "address") if found.person else found.ties  # father and son have a name and an address in common
    if own and (found.here or (found.email and found.place != "different")):
        return "certain"
    if own or (found.here and (found.name.telling or len(found.conflicts) < 2)):
        return "likely"
    if found.here:
        return "possible"
    return _name_alone(found)


def _name_alone(found: Evidence) -> Strength | None:
    most = {"city": (1, 3), "unknown": (0, 2), "different": (-1, 0)}[found.place]
    if not found.name.telling or found.person:
        return "possible" if not found.conflicts and found.place != "different" else None
    return "likely" if len(found.conflicts) <= most[0] else "possible" if len(found.conflicts) <= most[1] else None


def _near_name(found: Evidence) -> Strength | None:
    telling, conflicts = found.name.telling, len(found.conflicts)
    if found.ties >= 2 and found.here and not found.person:
        return "certain"
    if found.ties:
        return "possible" if found.place == "different" else "likely"
    if found.here and telling and conflicts < 2 and found.name.share >= _NEAR_ENOUGH:
        return "likely"
    most = {"postcode": 2 if telling else 0, "city": 1 if telling else -1, "unknown": 0 if telling else -1}.get(found.place, -1)
    return "possible" if conflicts <= most else None


def reasons(one: Profile, other: Profile, found: Evidence) -> tuple[Text, ...]:
    """What speaks for it, the strongest first."""
    said = [
        (found.number == "same", text("Same organisation number, {number}.", number=one.org)),
        (found.number == "unchecked", text("Same organisation number, though it is not a valid one.")),
        (found.name.names == "same" and one.name == other.name, text("The same name.")),
        (found.name.names == "same" and one.name != other.name, text("The same name, written in two ways.")),
        (found.name.names == "near", text("Almost the same name ({share} of the letters).", share=Share(found.name.share))),
        (found.name.names == "holds", text("One name is part of the other.")),
        (found.email, text("Same e-mail address.")),
        (found.domain and not found.email, text("E-mail addresses at the same firm, {domain}.", domain=one.domain)),
        (found.phone, text("Same phone number.")),
        (found.place == "address", text("Same address.")),
        (found.place == "postcode", text("Same postal code, {code}.", code=one.postcode.upper())),
        (found.place == "city", text("Same place.")),
    ]
    return tuple(sentence for true, sentence in said if true)


def doubts(found: Evidence) -> tuple[Text, ...]:
    """What speaks against it."""
    differs = found.name.names in {"begins", "other"}
    said = [
        (found.place == "different", text("But they are in different places.")),
        (found.kinds_differ, text("But one is a company and the other a person.")),
        (found.number == "same" and differs, text("But the names differ: perhaps two branches of one firm.")),
        (found.number != "same" and differs, text("But the names differ: perhaps one has taken a new name.")),
        (found.number == "unknown" and found.place == "unknown" and not found.ties, text("But only the names are alike.")),
        *((what in found.conflicts, sentence) for what, sentence in _DIFFER.items()),
    ]
    return tuple(sentence for true, sentence in said if true)
