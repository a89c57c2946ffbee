"""A customer list with planted duplicates, written as tired people write, and with what looks like duplicates and is none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

import pyarrow as pa

from rung.identity.compute.judging import STRENGTHS
from rung.identity.compute.proposing import Proposal

Row = dict[str, Any]

_FIRST = "Kari Ola Anne Per Ingrid Lars Marit Nils Solveig Knut Astrid Erik Sigrid Bjørn Åse Håkon Gunn Øyvind Jens Mette"
_LAST = (
    "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg Haugen Hagen Lund "
    "Sørensen Rønning Ødegård Bakke Strand Moen Dahl Solberg Aas Bråten Sæther Myhre Lindqvist Åkesson Bergström Nyström Møller Kjær"
)
_SYLLABLES = "kyst fjell verk sol nor vik ber dal lund strøm hav stein tor mar bre skog elv øy ås ty lin gran hei vår sæ rå fram bla"
_TRADES = (
    "Bygg|Rør|Elektro|Transport|Eiendom|Regnskap|Maskin|Bakeri|Frisør|Hotell|Bil|Data|Design|Sport|Fisk|Bygg og Anlegg|Mek. Verksted|"
    "Byggservice|Gartneri|Handel"
)
_BRANDS = "Kiwi Rema Spar Joker Bunnpris Jula Biltema Elkjøp Felleskjøpet Montér"
_STARTS = "Grüner Majors Sand Lade Fyllings Bryn Skøyen Torshov Moholt Ullern Sten"
_ENDS = "løkka stuen vika moen dalen haugen bakken torget"
_STREETS = "Storgata|Kirkeveien|Havnegata|Skolegata|Industriveien|Fjordgata|Sjøgata|Parkveien|Nedre vei|Torggata"
FIRST, LAST, SYLLABLES, BRANDS = _FIRST.split(), _LAST.split(), _SYLLABLES.split(), _BRANDS.split()
TRADES, STREETS = _TRADES.split("|"), _STREETS.split("|")
DISTRICTS = [start + end for start in _STARTS.split() for end in _ENDS.split()]
# Some hundred places with some postal codes each.
TOWNS = ["".join(syllables).upper() for syllables in combinations(SYLLABLES, 2)]
CITIES = [(f"{1000 + number:04}", TOWNS[number % len(TOWNS)]) for number in range(2_000)]
FORMS = ("AS", "AS", "AS", "ASA", "ANS", "ENK")


@dataclass(frozen=True)
class Planted:
    """customers: the list, shuffled. truth: the pairs of ids that are one."""

    customers: pa.Table
    truth: frozenset[frozenset[str]]


def planted(count: int, *, share: float = 0.03, seed: int = 1) -> Planted:
    """So many customers, a share of which is there under another number as well."""
    random = Random(seed)  # noqa: S311  the same list every time
    twice = int(count * share)
    rows = [_customer(random, number) for number in range(count - twice)]
    again = [_again(random, row) for row in random.sample(rows, twice)]
    ids = random.sample(range(10_000, 10_000 + 10 * count), count)
    for row, number in zip(rows + again, ids, strict=True):
        row["customer_id"] = str(number)
    truth = frozenset(frozenset({row["customer_id"], row.pop("of")["customer_id"]}) for row in again)
    everyone = rows + again
    random.shuffle(everyone)
    schema = pa.schema([(name, pa.string()) for name in (*_empty(), "customer_id")])
    return Planted(pa.Table.from_pylist(everyone, schema=schema), truth)


def _empty() -> Row:
    return dict.fromkeys(("name", "org_number", "phone", "email", "address", "postal_code", "city", "country", "kind", "legal_form"))


def _customer(random: Random, number: int) -> Row:
    postcode, city = random.choice(CITIES)
    row = _empty() | {"country": "NO"}
    person = random.random() < 0.12
    row["name"] = f"{random.choice(FIRST)} {random.choice(LAST)}" if person else _firm(random, number, city)
    row["kind"] = random.choice(("person" if person else "company", None))
    host = "".join(letter for letter in row["name"].casefold().split(" as")[0] if letter.isascii() and letter.isalnum())
    told = {
        "org_number": (0 if person else 0.6, lambda: _org(random)),
        "phone": (0.7, lambda: f"{random.choice('2345679')}{random.randrange(10**6, 10**7)}"),
        "email": (0.5, lambda: f"post@{host}{number}.no" if not person else f"{host}{number}@gmail.com"),
        "address": (0.8, lambda: f"{random.choice(STREETS)} {random.randint(1, 120)}"),
        "postal_code": (0.93, lambda: postcode),
        "city": (0.97, lambda: city),
    }
    return row | {name: make() for name, (chance, make) in told.items() if random.random() < chance}


def _firm(random: Random, number: int, city: str) -> str:
    form, kind = random.choice(FORMS), random.random()
    if kind < 0.04:
        return f"{random.choice(BRANDS)} {random.choice(DISTRICTS)} {form}"
    if kind < 0.34:
        return f"{random.choice(LAST)} {random.choice(TRADES)} {form}"
    if kind < 0.36:
        return f"{city.title()} {random.choice(TRADES)} {form}"
    stem = "".join(random.sample(SYLLABLES, random.choice((2, 3, 3)))).title()
    if kind < 0.5:
        return f"{stem} & {random.choice(LAST)} {form}"
    return f"{stem} {random.choice((*TRADES, *LAST))} {form}" if kind < 0.9 else f"{stem} {form}"


def _org(random: Random) -> str:
    """A Norwegian number with its check digit. So few of so many that two are hardly ever one."""
    while True:
        digits = [9, *(random.randrange(10) for _ in range(7))]
        check = -sum(w * d for w, d in zip((3, 2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def _again(random: Random, row: Row) -> Row:
    """The same customer, by somebody who did not look whether it was there."""
    kept = {"org_number": 0.4, "phone": 0.55, "email": 0.45, "address": 0.65, "postal_code": 0.9, "city": 0.95, "country": 1, "kind": 0.5}
    made = _empty() | {name: row[name] for name, chance in kept.items() if random.random() < chance}
    made["name"] = row["name"]
    for change in random.sample(CHANGES, random.choice((1, 1, 2, 2, 3))):
        made["name"] = change(random, made["name"]) or made["name"]
    if made["org_number"] and random.random() < 0.5:
        made["org_number"] = f"NO {made['org_number'][:3]} {made['org_number'][3:6]} {made['org_number'][6:]} MVA"
    if made["phone"] and random.random() < 0.5:
        made["phone"] = f"+47 {made['phone'][:3]} {made['phone'][3:5]} {made['phone'][5:]}"
    return made | {"of": row}


def _mistyped(random: Random, name: str) -> str:
    """One letter left out, doubled, swapped with the next, or another one."""
    place = random.randrange(1, max(2, len(name) - 3))
    head, letter, tail = name[:place], name[place : place + 1], name[place + 1 :]
    return random.choice(
        (head + tail, head + letter * 2 + tail, head + tail[:1] + letter + tail[1:], head + random.choice("aeinrst") + tail)
    )


CHANGES: tuple[Callable[[Random, str], str], ...] = (
    lambda _, name: name.upper(),
    lambda _, name: name.lower(),
    lambda random, name: name.rsplit(" ", 1)[0] if name.rsplit(" ", 1)[-1] in FORMS else name,
    lambda random, name: name.replace(" AS", random.choice((" A/S", " A.S.", ", AS", " as"))),
    lambda _, name: name.replace("&", "og").replace(" og ", " & ", 1) if " og " in name else name.replace("&", "og"),
    lambda _, name: name.replace("ø", "oe").replace("å", "aa").replace("æ", "ae").replace("Ø", "OE").replace("Å", "Aa"),
    lambda _, name: name.replace("ø", "o").replace("å", "a").replace("é", "e"),
    lambda random, name: " ".join([*(words := name.split())[1:2], words[0], *words[2:]]) if len(name.split()) > 1 else name,
    lambda random, name: (
        f"{name} avd {random.randint(1, 9)}" if random.random() < 0.2 else f"{name}, avd. {random.choice(CITIES)[1].title()}"
    ),
    lambda random, name: name.replace(" ", "", 1) if random.random() < 0.5 else name.replace(" ", "-", 1),
    _mistyped,
    _mistyped,
    _mistyped,
)


@dataclass(frozen=True)
class Measured:
    """recall: the part of the planted pairs that is proposed. precision: the part of the proposed that was planted. pairs: proposed."""

    recall: float
    precision: float
    pairs: int


def measured(found: Iterable[Proposal], truth: frozenset[frozenset[str]]) -> dict[str, Measured]:
    """How well it went, for each strength with all that are stronger."""
    result, so_far = {}, set()
    for level in STRENGTHS:
        for one in found:
            if one.kind == "same" and one.strength == level:
                so_far |= {frozenset(pair) for pair in combinations(one.customer_ids, 2)}
        right = len(so_far & truth)
        result[level] = Measured(right / max(1, len(truth)), right / max(1, len(so_far)), len(so_far))
    return result
