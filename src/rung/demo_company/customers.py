"""Who buys from the demo company, and with what habits: the truth that the analyses are to find again."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.demo_company.firms import emails, founding_days, legal_forms, phones
from rung.demo_company.names import ABROAD, ABROAD_ENDINGS, INDUSTRIES, PLACES, SELLERS, STEMS, STREETS, Industry, Place

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# How customers develop, and how many of them do.
STORIES = {"steady": 0.42, "growing": 0.13, "shrinking": 0.12, "lost": 0.11, "won": 0.12, "rare": 0.10}
LOSS_MAKERS = 10
DUPLICATES = 4
FIRST_CUSTOMER_ID = 10001
# What the best customers have in common: these industries, and from 20 to 99 employees. Such a firm buys so many times what it would,
# but no more than the largest do anyway.
BEST_INDUSTRIES = ("25.620", "47.523")
BEST_EMPLOYEES = (20, 99)
BEST_BUYS = 6.0
BEST_MOST = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How each customer buys. activity: orders a month, (customers, months). taste: share of lines per product group, rows sum to 1.

    line_size: typical list value of an invoice line in øre. discount: share of the list price. abroad: sold to without VAT.
    cases: case -> indexes of the customers it was planted in.
    """

    activity: Floats
    taste: Floats
    line_size: Floats
    discount: Floats
    abroad: npt.NDArray[np.bool_]
    cases: dict[str, Ints]


def customers_and_habits(rng: np.random.Generator, count: int, months: int) -> tuple[pa.Table, Habits]:
    """`count` customers as the company has them on file, and how they buy in each of the `months`.

    The last DUPLICATES customers are firms that are already there under another number.
    """
    shares = np.array([industry.weight for industry in INDUSTRIES])
    industry = rng.choice(len(INDUSTRIES), size=count, p=shares / shares.sum())
    places = [_place(rng, INDUSTRIES[i]) for i in industry]
    size = np.exp(1.3 * np.clip(rng.normal(0.0, 1.0, count), -2.4, 2.4)) * np.array([INDUSTRIES[i].size for i in industry])
    employees = staff(rng, industry, size)
    best = is_best(industry, employees)
    size[best] = np.maximum(size[best], np.minimum(BEST_BUYS * size[best], BEST_MOST))
    habits = _habits(rng, industry, size, np.array([p.country != "NO" for p in places]), months)
    habits.cases["best_fit"] = np.flatnonzero(best[: count - DUPLICATES])
    return _table(rng, industry, places, employees, habits), habits


def staff(rng: np.random.Generator, industry: Ints, size: Floats) -> Ints:
    """Employees of firms of these industries (indexes) and sizes."""
    drawn = np.exp(rng.normal(1.9, 0.8, len(size))) * size**0.5
    drawn *= [15.0 if INDUSTRIES[i].group == "Offentlig" else 1.0 for i in industry]
    return np.clip(np.rint(drawn), 1, 900).astype(np.int64)


def published(rng: np.random.Generator, employees: Ints) -> list[int | None]:
    """What a register tells of the number of employees: it keeps back most of the smallest."""
    hidden = (employees < 5) & (rng.random(len(employees)) < 0.7)
    return [None if kept else int(n) for kept, n in zip(hidden, employees, strict=True)]


def is_best(industry: Ints, employees: Ints) -> npt.NDArray[np.bool_]:
    """Which firms are like those that buy most."""
    alike = np.array([INDUSTRIES[i].nace in BEST_INDUSTRIES for i in industry])
    return alike & (employees >= BEST_EMPLOYEES[0]) & (employees <= BEST_EMPLOYEES[1])


def _place(rng: np.random.Generator, industry: Industry) -> Place:
    if industry.group == "Havbruk":
        choice = [p for p in PLACES if p.team == 1 and p.city != "VOSS"]  # by the sea
    elif industry.group in {"Industri", "Bygg og anlegg"} and rng.random() < 0.05:
        choice = list(ABROAD)
    else:
        choice = list(PLACES)
    return choice[rng.integers(len(choice))]


def _habits(rng: np.random.Generator, industry: Ints, size: Floats, abroad: npt.NDArray[np.bool_], months: int) -> Habits:
    count = len(size)
    cases = _cases(rng, size)
    first, second = cases["duplicates"].T
    size[second], industry[second], abroad[second] = size[first] * 0.4, industry[first], abroad[first]
    # Who buys more also buys more often, and more at a time.
    orders_a_month = np.clip(0.46 * size**0.64, 0.05, 9.0) * rng.uniform(0.7, 1.3, count)
    orders_a_month[cases["rare"]] = 1.2 / 12
    discount = np.clip(0.03 + 0.025 * np.log1p(size) + rng.normal(0.0, 0.025, count), 0.0, 0.14)
    discount[cases["loss_making"]] = rng.uniform(0.42, 0.48, LOSS_MAKERS)
    return Habits(
        activity=orders_a_month[:, None] * _development(rng, count, months, cases),
        taste=_taste(rng, industry),
        line_size=330_000.0 * size**0.33 * rng.uniform(0.75, 1.25, count),
        discount=discount,
        abroad=abroad,
        cases=cases,
    )


def _cases(rng: np.random.Generator, size: Floats) -> dict[str, Ints]:
    """Who gets which story; loss-makers on top of it, the two worst among the largest, and pairs of numbers for one firm."""
    count = len(size)
    originals = count - DUPLICATES
    order = rng.permutation(originals)
    cuts = np.rint(np.cumsum([0.0, *STORIES.values()]) * originals).astype(np.int64)
    cases = {story: np.sort(order[cuts[i] : cuts[i + 1]]) for i, story in enumerate(STORIES)}
    steady = cases["steady"][np.argsort(-size[cases["steady"]], kind="stable")]
    cases["loss_making"] = np.sort(np.concatenate([steady[[1, 4]], rng.choice(steady[12:], LOSS_MAKERS - 2, replace=False)]))
    plain = np.setdiff1d(steady, cases["loss_making"], assume_unique=True)
    cases["duplicates"] = np.column_stack([plain[6 : 6 + DUPLICATES], np.arange(originals, count)])
    cases["net_credit"] = cases["lost"][np.argsort(-size[cases["lost"]], kind="stable")[2:3]]
    return cases


def _development(rng: np.random.Generator, count: int, months: int, cases: dict[str, Ints]) -> Floats:
    """How much of its habit each customer follows in each month: 1 is all of it."""
    course = np.linspace(0.0, 1.0, months)
    activity = np.tile(0.94 + 0.12 * course, (count, 1))
    activity[cases["growing"]] = 0.5 + rng.uniform(0.9, 1.9, (len(cases["growing"]), 1)) * course
    activity[cases["shrinking"]] = 1.4 - rng.uniform(0.7, 1.15, (len(cases["shrinking"]), 1)) * course
    month = np.arange(months)
    # At least a year of history before the loss and after the win, where there is one.
    left = rng.integers(months // 3, months - 2, (len(cases["lost"]), 1))
    left[cases["lost"] == cases["net_credit"]] = max(1, months - 12)  # buys last just before the final year
    activity[cases["lost"]] = np.clip((left - month) / 4, 0.0, 1.0)
    came = rng.integers(2, max(3, months * 5 // 6), (len(cases["won"]), 1))
    activity[cases["won"]] = np.clip((month - came + 1) / 5, 0.0, 1.0)
    return activity


def _taste(rng: np.random.Generator, industry: Ints) -> Floats:
    """Share of each group: the industry's taste, each customer's own accent, and groups it buys elsewhere (untapped potential)."""
    base = np.array([INDUSTRIES[i].taste for i in industry])
    taste = base * rng.gamma(2.0, 0.5, base.shape)
    elsewhere = rng.random(base.shape) < 0.30
    elsewhere[np.arange(len(base)), np.argmax(taste, axis=1)] = False
    taste[elsewhere] = 0.0
    shares: Floats = taste / taste.sum(axis=1, keepdims=True)
    return shares


def _table(rng: np.random.Generator, industry: Ints, places: list[Place], employees: Ints, habits: Habits) -> pa.Table:
    count = len(industry)
    by_team = [[s for s, (_, _, team) in enumerate(SELLERS) if team == t] for t in (0, 1)]
    sellers = [by_team[p.team][rng.choice(3, p=(0.45, 0.35, 0.20))] for p in places]
    names = _names(rng, industry, places)
    columns: dict[str, list[Any]] = {
        "customer_id": [str(FIRST_CUSTOMER_ID + i) for i in range(count)],
        "name": names,
        "org_number": _org_numbers(rng, industry, places),
        "legal_form": legal_forms(names),
        "founded": founding_days(rng, count),
        "street": [STREETS[i] for i in rng.integers(len(STREETS), size=count)],
        "street_number": [str(i) for i in rng.integers(1, 120, count)],
        "postal_code": [p.postal_code for p in places],
        "city": [p.city for p in places],
        "country": [p.country for p in places],
        "phone": phones(rng, [p.country for p in places]),
        "email": emails(names),
        "industry": [INDUSTRIES[i].nace for i in industry],
        "employees": published(rng, employees),
        "customer_group": [INDUSTRIES[i].group for i in industry],
        "seller_id": [SELLERS[s][0] for s in sellers],
        "payment_days": [(14, 20, 30)[i] for i in rng.choice(3, size=count, p=(0.5, 0.2, 0.3))],
    }
    for first, second in habits.cases["duplicates"]:
        for key in columns.keys() - {"customer_id"}:
            columns[key][second] = columns[key][first]
        columns["name"][second] = columns["name"][first].upper()
    return pa.table(columns)


def _names(rng: np.random.Generator, industry: Ints, places: list[Place]) -> list[str]:
    """A name each, none twice: an invented place or family and what they do."""
    taken: set[str] = set()
    names = []
    for kind, place in zip(industry, places, strict=True):
        endings = ABROAD_ENDINGS.get(place.country, INDUSTRIES[kind].endings)
        free = [name for stem in STEMS for ending in endings if (name := f"{stem} {ending}") not in taken]
        name = free[rng.integers(len(free))]
        taken.add(name)
        names.append(name)
    return names


def _org_numbers(rng: np.random.Generator, industry: Ints, places: list[Place]) -> list[str]:
    """A number each with the right check digit, from series that are not handed out."""
    serials = rng.permutation(9000) + 1000
    starts = {"NO": "9000", "SE": "59990", "DK": "999"}
    numbers = []
    used = 0
    for kind, place in zip(industry, places, strict=True):
        public = INDUSTRIES[kind].group == "Offentlig"
        number = ""
        while not number:  # one in eleven has no check digit of one figure
            number = checked("8000" if public else starts[place.country], str(serials[used]), place.country)
            used += 1
        numbers.append(number)
    return numbers


def checked(start: str, serial: str, country: str) -> str:
    """The number with its check digit; "" when it has none. NO and DK: modulus 11; SE: modulus 10 (Luhn)."""
    digits = [int(d) for d in start + serial]
    if country == "SE":
        doubled = [2 * d if i % 2 == 0 else d for i, d in enumerate(digits)]
        return f"{start}{serial}{-sum(d // 10 + d % 10 for d in doubled) % 10}"
    weights = (3, 2, 7, 6, 5, 4, 3, 2) if country == "NO" else (2, 7, 6, 5, 4, 3, 2)
    check = -sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
    return "" if check == 10 else f"{start}{serial}{check}"
