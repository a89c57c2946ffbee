"""Which characteristics may not be looked at, and why? Consequences of being a good customer, and what tells nobody apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa

from rung.base import Text, text
from rung.template.compute.characteristics import Characteristic, as_typed, numbers, of_any
from rung.template.compute.layout import Codes, Flags, Floats, Ints
from rung.template.compute.naming import IDENTITY, bought_word, says

Why = Literal["bought", "follows", "grade", "own", "one", "unknown", "asked", "twice"]

_FOLLOWS = 0.8  # a number that ranks the customers almost as what they buy does is that, under another name
_OWN = 0.5
_LEAST_KNOWN = 20
_CUSTOMER = ("customer", "kunde", "kund")
_METALS = ("gold", "silver", "bronze", "gull", "sølv", "bronse", "guld", "brons", "vip", "top")
_LARGE = ("key account", "key customer", "storkunde", "nøkkelkunde", "nøglekunde", "nyckelkund")
_GRADES = frozenset([*"abc", *(f"{letter}-{one}" for letter in "abc" for one in _CUSTOMER), *_METALS, *_LARGE])

_REASONS: Mapping[Why, Text] = {
    "bought": text(
        "It tells what the customer has bought. That is a consequence of being a good customer, and nobody knows it of a prospect."
    ),
    "follows": text(
        "It puts your customers in nearly the same order as what they buy for, so it is a consequence of being a good customer."
    ),
    "grade": text("It looks like your own grading of the customers, which says who is good, not why."),
    "own": text("Nearly every customer has a value of its own, so it cannot be in common."),
    "one": text("It is the same for all, so it tells nobody apart."),
    "unknown": text("It is known of too few customers."),
    "asked": text(
        "Too few ordinary customers have been asked: ask twenty of them the same, so that you see what is special about the best."
    ),
    "twice": text("The customer list tells it already."),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A characteristic that was not looked at."""

    name: str | Text
    why: Why

    @property
    def reason(self) -> Text:
        """The reason in words."""
        return _REASONS[self.why]


def choose(background: pa.Table, bought: Floats, today: date, extra: Sequence[str]) -> tuple[list[Characteristic], list[Refused]]:
    """The characteristics to learn from among extra columns of the background, in order, and those refused, each with its reason.

    bought: what each party of the background bought for, NaN where it is not a customer.
    """
    found, refused = [], []
    for column in extra:
        why = _why_not(column, as_typed(background[column]), bought, today)
        one = of_any(column, background, today) if why is None else None
        if one is None:
            refused.append(Refused(column, why or "one"))
        else:
            found.append(one)
    return found, refused


def is_grading(one: Characteristic) -> bool:
    """Whether the words of a characteristic are grades of customers: A, B, C, gold, VIP ..."""
    return bool(one.words) and set(one.words) <= _GRADES


def _why_not(name: str, values: pa.ChunkedArray, bought: Floats, today: date) -> Why | None:
    if bought_word(name):
        return "bought"
    if values.null_count == len(values):
        return "unknown"
    if pa.types.is_string(values.type):
        return _why_not_words(values.drop_null())
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        return None
    found = numbers(values, "number", today)
    there = ~np.isnan(found)
    if is_number_of_a_row(name, found[there]):
        return "own"
    return "follows" if _follows(found, bought) else None


def _why_not_words(known: pa.ChunkedArray) -> Why | None:
    distinct = known.unique()
    if {word.strip().casefold() for word in distinct.to_pylist()} <= _GRADES:
        return "grade"
    return "own" if len(distinct) > max(_OWN * len(known), 2) else None


def is_number_of_a_row(name: str, values: Floats) -> bool:
    """Whether numbers only say which row it is: whole, and named so and mostly different, or all different with few holes."""
    if len(values) < _LEAST_KNOWN or (values != np.round(values)).any():
        return False
    distinct = len(np.unique(values))
    if distinct == len(values) and values.max() - values.min() < 2 * len(values):
        return True
    return says(name, IDENTITY) and distinct > _OWN * len(values)


def _follows(values: Floats, bought: Floats) -> bool:
    both = ~np.isnan(values) & ~np.isnan(bought)
    if both.sum() < _LEAST_KNOWN:
        return False
    one, other = _places(values[both]), _places(bought[both])
    if one.std() == 0 or other.std() == 0:
        return False
    return bool(abs(np.corrcoef(one, other)[0, 1]) >= _FOLLOWS)


def _places(values: Floats) -> Floats:
    """Ranks, equal values in the middle of their places."""
    ordered = np.sort(values)
    places: Floats = (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / 2
    return places


def known_enough(codes: Codes, best: Ints) -> Flags:
    """Which characteristics are known of enough: of 3 of the best, and of 20 others (of half the others, when they are fewer).

    codes: of the background, one column per characteristic; best: rows. One that has the same level for all is not enough either.
    """
    known = codes >= 0
    mine = known[best].sum(axis=0)
    others = known.sum(axis=0) - mine
    least = min(_LEAST_KNOWN, (len(codes) - len(best) + 1) // 2)
    apart = np.array([len(np.unique(column[column >= 0])) > 1 for column in codes.T], dtype=np.bool_)
    found: Flags = (mine >= 3) & (others >= least) & apart
    return found
