"""Who could buy from the demo company? A register of the firms of its industries and places, its own customers among them."""

from typing import Any

import numpy as np
import pyarrow as pa

from rung.demo_company.customers import Ints, checked, published, staff
from rung.demo_company.firms import emails, founding_days, legal_forms, phones
from rung.demo_company.names import INDUSTRIES, PLACES, STEMS, STREETS

FIRMS = 1_500
_SHARED = (
    *("org_number", "name", "legal_form", "industry", "employees", "founded", "street", "street_number"),
    *("postal_code", "city", "country", "phone", "email"),
)


def market(rng: np.random.Generator, customers: pa.Table) -> pa.Table:
    """FIRMS firms by organisation number: the Norwegian customers, once each, and others of the same industries and places.

    Columns as of the customers: org_number, name, legal_form, industry, employees, founded, street, street_number, postal_code, city,
    country, phone, email; and customer, whether the firm is one already.
    """
    ours: dict[str, dict[str, Any]] = {}
    for row in customers.to_pylist():
        if row["country"] == "NO":
            ours.setdefault(row["org_number"], {name: row[name] for name in _SHARED} | {"customer": True})
    others = _others(rng, FIRMS - len(ours), {row["org_number"] for row in customers.to_pylist()})
    return pa.Table.from_pylist(sorted([*ours.values(), *others], key=lambda row: row["org_number"]))


def _others(rng: np.random.Generator, count: int, taken: set[str]) -> list[dict[str, Any]]:
    shares = np.array([industry.weight for industry in INDUSTRIES])
    industry = rng.choice(len(INDUSTRIES), size=count, p=shares / shares.sum())
    size = np.exp(1.3 * np.clip(rng.normal(0.0, 1.0, count), -2.4, 2.4)) * np.array([INDUSTRIES[i].size for i in industry])
    places = [PLACES[i] for i in rng.integers(len(PLACES), size=count)]
    employees = staff(rng, industry, size)
    names = _names(rng, industry, [place.city for place in places])
    columns: dict[str, list[Any]] = {
        "org_number": _org_numbers(rng, count, taken),
        "name": names,
        "legal_form": legal_forms(names),
        "industry": [INDUSTRIES[i].nace for i in industry],
        "employees": published(rng, employees),
        "founded": founding_days(rng, count),
        "street": [STREETS[i] for i in rng.integers(len(STREETS), size=count)],
        "street_number": [str(i) for i in rng.integers(1, 120, count)],
        "postal_code": [place.postal_code for place in places],
        "city": [place.city for place in places],
        "country": ["NO"] * count,
        "phone": phones(rng, ["NO"] * count),
        "email": emails(names),
        "customer": [False] * count,
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _names(rng: np.random.Generator, industry: Ints, cities: list[str]) -> list[str]:
    """A name each, none twice: an invented family, what they do and where, such as "Brattli Elektro Bergen AS"."""
    names: dict[str, None] = {}
    for kind, city in zip(industry, cities, strict=True):
        trades = [ending.removesuffix(" AS").removesuffix(" IKS") for ending in INDUSTRIES[kind].endings]
        form = "AS" if INDUSTRIES[kind].endings[0].endswith(" AS") else "IKS"
        name = ""
        while not name or name in names:
            stem, trade = STEMS[rng.integers(len(STEMS))], trades[rng.integers(len(trades))]
            name = f"{stem} {trade} {city.title()} {form}"
        names[name] = None
    return list(names)


def _org_numbers(rng: np.random.Generator, count: int, taken: set[str]) -> list[str]:
    """A number each from the series that is not handed out, none of those taken."""
    serials = (f"{serial:04}" for serial in rng.permutation(10_000))
    found = (number for serial in serials if (number := checked("9000", serial, "NO")) and number not in taken)
    return [next(found) for _ in range(count)]
