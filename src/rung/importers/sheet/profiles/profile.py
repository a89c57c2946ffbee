"""What does a known system call its columns?"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Profile:
    """An export of a known system, by the names of its columns.

    requires: columns that must all be there for the sheet to be recognised; columns: role -> column, for those that mean something here;
    source: where the names are from; verified: whether they are from the system's maker or a real file rather than from memory.
    """

    system: str
    requires: frozenset[str]
    source: str
    verified: bool
    columns: Mapping[str, str] = field(default_factory=dict)


def profile(system: str, requires: str, columns: Mapping[str, str], *, source: str, verified: bool) -> Profile:
    """A profile; required columns are written with a bar between them."""
    return Profile(system, frozenset(name.strip() for name in requires.split("|")), source, verified, columns)
