"""What is each customer known by? Every column made alike once, so that comparing two is cheap."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from rung.identity.compute import names, numbers
from rung.identity.compute.names import Words

# A phone, an address or a domain of more customers than this is an accountant's, a mall's or a mistake, and says nothing of one customer.
MOST_SHARING = 10
_ONE_IN = 5_000  # a word that at most one customer in so many has is telling
COLUMNS = ("name", "org_number", "phone", "email", "postal_code", "city", "address", "country", "kind", "legal_form", "parent_id")
_SOLE = frozenset({"enk", "enkeltpersonforetak", "enkeltmannsforetak", "enkeltmandsvirksomhed", "enskildfirma"})


@dataclass(frozen=True, slots=True)
class Profile:
    """One customer, made alike. name: as it is written. key: its words in the order of the alphabet; run: in their own, without spaces.

    form, branch: of `names.Name`. org: a valid organisation number, loose: any number in that place; "" for none. where: street and place
    in one. person: True, False or None for not known. "" or () where the file says nothing, or what too many share.
    """

    customer_id: str
    name: str
    words: Words
    form: str
    branch: str
    key: str
    run: str
    org: str
    loose: str
    phones: tuple[str, ...]
    email: str
    domain: str
    postcode: str
    city: str
    where: str
    country: str
    person: bool | None

    @property
    def place_words(self) -> frozenset[str]:
        """The words of its own place."""
        return names.place_words(self.city)


class Profiles(Sequence[Profile]):
    """All customers, in the order of their ids. seen: how many customers have a word in their name."""

    def __init__(self, found: Sequence[Profile]) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, place: int) -> Profile:  # type: ignore[override]  # nobody slices it
        return self._found[place]

    @cached_property
    def seen(self) -> Mapping[str, int]:
        """How many customers have each word in their name."""
        return Counter(word for one in self._found for word in set(one.words))

    @property
    def few(self) -> int:
        """A word that so many customers have, at most, tells who it is."""
        return max(3, len(self) // _ONE_IN)


def profiles(customers: pa.Table) -> Profiles:
    """The profiles of customers, a table with customer_id and any of the columns of `rung.facts.CUSTOMERS`."""
    there = [name for name in COLUMNS if name in customers.column_names]
    rows = customers.select(["customer_id", *there]).sort_by("customer_id").to_pylist()
    found = [_profile(row) for row in rows]
    towns = _towns(found)
    phones = Counter(number for one in found for number in one.phones)
    emails, places = (Counter(getattr(one, name) for one in found) for name in ("email", "where"))
    return Profiles([_telling(one, phones, emails, places, towns) for one in found])


def _towns(found: Iterable[Profile]) -> dict[str, str]:
    """The town of each postal code, as most customers that have both say."""
    said = Counter((one.postcode, one.city) for one in found if one.postcode and one.city)
    return {code: town for (code, town), _ in reversed(said.most_common())}


def _profile(row: Mapping[str, str | None]) -> Profile:
    customer_id = row["customer_id"] or ""
    # Where there is no name, a number that is words ("Kiwi Majorstuen") is one.
    name = row.get("name") or (customer_id if sum(map(str.isalpha, customer_id)) > len(customer_id) / 2 else "")
    parsed = names.parsed(name)
    mail = numbers.email(row.get("email"))
    code, town = numbers.postcode(row.get("postal_code")), numbers.city(row.get("city") or "")
    street = numbers.street(row.get("address"))
    org = numbers.org_number(row.get("org_number"))
    return Profile(
        customer_id=customer_id,
        name=name,
        words=parsed.words,
        form=parsed.form,
        branch=parsed.branch,
        key=" ".join(sorted(parsed.words)),
        run="".join(parsed.words),
        org=org,
        loose=numbers.loose_number(row.get("org_number")),
        phones=numbers.phones(row.get("phone")),
        email=mail,
        domain=numbers.domain(mail),
        postcode=code,
        city=town,
        where=f"{street} {code or town}" if street and (code or town) else "",
        country=(row.get("country") or "").casefold(),
        person=_person(row, org),
    )


def _person(row: Mapping[str, str | None], org: str) -> bool | None:
    """Whether it is a person. A sole trader is both, and so neither speaks against the other."""
    form = names.folded(row.get("legal_form") or "").replace(" ", "")
    if form in _SOLE:
        return None
    kind = row.get("kind")
    if kind in {"person", "company"}:
        return kind == "person"
    return False if org or form else None


def _telling(
    one: Profile, phones: Mapping[str, int], emails: Mapping[str, int], places: Mapping[str, int], towns: Mapping[str, str]
) -> Profile:
    """Without what too many others have as well, and with the town of its postal code."""
    few = tuple(number for number in one.phones if phones[number] <= MOST_SHARING)
    email = one.email if emails[one.email] <= MOST_SHARING else ""
    where = one.where if places[one.where] <= MOST_SHARING else ""
    town = one.city or towns.get(one.postcode, "")
    if (few, email, where, town) == (one.phones, one.email, one.where, one.city):
        return one
    return replace(one, phones=few, email=email, where=where, city=town)
