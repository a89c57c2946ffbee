"""Which system does this sheet come from? Known exports, one file for each system; the columns decide, not the name of the file.

To add a system, write a file like those here and list it below. What stands in a profile is tried by a test on a made-up file with its
columns, so that a change to the headers Rung knows cannot make a known export read otherwise.
"""

from collections.abc import Sequence

from rung.importers.sheet.headers import normal
from rung.importers.sheet.profiles import billy, dinero, economic, fiken, fortnox, office24, tripletex
from rung.importers.sheet.profiles.profile import Profile

__all__ = ["PROFILES", "Profile", "profile_of"]

PROFILES: tuple[Profile, ...] = (
    *tripletex.PROFILES,
    *fiken.PROFILES,
    *office24.PROFILES,
    *fortnox.PROFILES,
    *economic.PROFILES,
    *dinero.PROFILES,
    *billy.PROFILES,
)


def profile_of(headers: Sequence[str]) -> Profile | None:
    """The known export that has these columns; of several, the one that asks for most."""
    there = {normal(header) for header in headers if header}
    fitting = [one for one in PROFILES if {normal(name) for name in one.requires} <= there]
    return max(fitting, key=lambda one: len(one.requires), default=None)
