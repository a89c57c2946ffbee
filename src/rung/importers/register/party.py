"""What is a firm in the words of the facts? What every register has to be turned into, and the small readings they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.register.raw import Mask

_DAY = r"^(?:1[0-9]|20|21)\d{2}-\d{2}-\d{2}$"
_NAMES = pa.struct([(name, pa.string()) for name in ("city", "postal_code", "address", "region", "country")])


@dataclass(frozen=True, slots=True)
class Parties:
    """Some firms. number: organisation numbers as written; about: columns of the market; gone: closed, bankrupt or being wound up.

    person: the number is the owner's own, whatever it looks like.
    """

    number: Any
    about: Mapping[str, Any]
    gone: Mask
    person: Mask


def days(texts: Any) -> Any:
    """Dates from YYYY-MM-DD; null for what is none, or lies outside 1900 to 2200."""
    shaped = pc.if_else(pc.match_substring_regex(texts, _DAY), texts, None)
    try:
        found = shaped.cast(pa.date32())
    except pa.ArrowInvalid:
        found = pa.array([_day(one) for one in shaped.to_pylist()], pa.date32())
    return pc.if_else(pc.greater_equal(found, pa.scalar(date(1900, 1, 1))), found, None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def counts(texts: Any) -> Any:
    """Whole numbers; null where nothing can be read, which is not zero."""
    return pc.if_else(pc.match_substring_regex(texts, r"^\d{1,9}$"), texts, None).cast(pa.int64())


def one_line(texts: Any) -> Any:
    """Texts of several lines as one."""
    if not pc.any(pc.match_substring(texts, "\n")).as_py():
        return texts
    return pc.replace_substring_regex(texts, r"\s*[\r\n]+\s*", ", ")
