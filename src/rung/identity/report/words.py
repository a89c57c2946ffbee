"""Which words, commands and lists do all parts of this report share?"""

from collections.abc import Mapping, Sequence

from rung.base import Text, text
from rung.identity.compute.judging import Strength
from rung.identity.service import Who
from rung.identity.service.refusals import quoted

# More would be too heavy to open; all of them are in the JSON.
MOST_ROWS = 500

STRENGTH: Mapping[Strength, Text] = {"certain": text("Certain"), "likely": text("Likely"), "possible": text("Possible")}


def sentences(said: Sequence[Text]) -> Text | None:
    """Sentences after each other; None when there are none."""
    joined = None
    for one in said:
        joined = one if joined is None else text("{this} {next}", this=joined, next=one)
    return joined


def command(verb: str, *customer_ids: str) -> str:
    """What to write to do it."""
    return " ".join(["rung identity", verb, *map(quoted, customer_ids)])


def called(one: Who) -> str:
    """A customer by its number and name, once when they are the same."""
    return f"{one.customer_id} {one.name}" if one.name and one.name != one.customer_id else one.customer_id


def placed(one: Who) -> str:
    """A customer by its number, name and place."""
    return f"{called(one)}, {one.place}" if one.place else called(one)


def listed(ones: Sequence[Who], most: int = 8) -> Text | str:
    """Customers with commas between them, the first few."""
    said = ", ".join(map(called, ones[:most]))
    return text("{these} and {count} more", these=said, count=len(ones) - most) if len(ones) > most else said
