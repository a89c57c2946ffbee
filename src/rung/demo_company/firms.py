"""What does a register know of a firm that does not exist? Legal form, founding day, phone and e-mail, none of which can reach anybody."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

# The last word of a name tells the form; a firm without one is a sole trader.
_FORMS = {"AS": "AS", "IKS": "IKS", "kommune": "KOMM", "fylkesveikontor": "ORGL", "AB": "AB", "A/S": "A/S", "ApS": "ApS"}
# No subscriber's number begins like this: Norwegian and Danish ones begin with 2 to 9, Swedish area codes are never 00.
_NOBODY = {"NO": "+47 10", "DK": "+45 10", "SE": "+46 00"}
_FIRST_FOUNDED, _LAST_FOUNDED = date(1951, 1, 1), date(2019, 12, 31)
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "&": "og"})


def legal_forms(names: Sequence[str]) -> list[str]:
    """The legal form of each firm, by its name."""
    return [_FORMS.get(name.rsplit(" ", 1)[-1], "ENK") for name in names]


def founding_days(rng: np.random.Generator, count: int) -> list[date]:
    """A day each, the more recent the more often."""
    span = (_LAST_FOUNDED - _FIRST_FOUNDED).days
    return [_FIRST_FOUNDED + timedelta(days=int(day)) for day in np.rint(rng.beta(3.0, 1.6, count) * span)]


def phones(rng: np.random.Generator, countries: Sequence[str]) -> list[str]:
    """A number each that no network hands out."""
    drawn = rng.integers(0, 1_000_000, len(countries))
    return [f"{_NOBODY[country]} {n // 10_000:02} {n // 100 % 100:02} {n % 100:02}" for country, n in zip(countries, drawn, strict=True)]


def emails(names: Sequence[str]) -> list[str]:
    """The general address of each firm, under .example, which no mail reaches."""
    return [f"post@{_slug(name)}.example" for name in names]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
