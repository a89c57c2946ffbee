"""What can a column mean, and how are its cells read?"""

from dataclasses import dataclass
from typing import Literal

from rung.base import Text

# A day is a date, or a year alone; a count may be written as a range ("10-19"), a flag as ja, nej, yes, 1 ...
Kind = Literal["date", "day", "number", "count", "flag", "id", "text"]


@dataclass(frozen=True)
class Role:
    """What a column means. label: what the user calls it; kind: how its cells are read."""

    name: str
    kind: Kind
    label: Text
    headers: tuple[str, ...]


def role(name: str, kind: Kind, label: Text, headers: str) -> Role:
    """A role with its headers, best first, a bar between them."""
    return Role(name, kind, label, tuple(part.strip() for part in headers.split("|")))
