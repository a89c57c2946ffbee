"""Which customers' names stand in the texts of vouchers? Asked before an import, for the user to say which are right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rung.base import Text
from rung.importers.archive import Piece
from rung.importers.saft.amounts import amount
from rung.importers.sie.reading import readings
from rung.importers.xml import NotUsable


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A name found in texts, for the user to confirm. It is the key of `SieInput(names=...)`.

    example: the first text it was found in; place: where that is; vouchers: how many it was found in; revenue: of their income rows.
    """

    name: str
    example: str
    vouchers: int
    revenue: Decimal
    place: Text


def suggestions(pieces: Sequence[Piece]) -> list[Suggestion]:
    """The names in the texts of sales vouchers that name no customer otherwise, most revenue first, then by name.

    A file that cannot be used gives none; reading it as an Input says why.
    """
    found: dict[str, Suggestion] = {}
    for piece in pieces:
        for one in _of(piece):
            known = found.get(one.name)
            found[one.name] = (
                one if known is None else replace(known, vouchers=known.vouchers + one.vouchers, revenue=known.revenue + one.revenue)
            )
    return sorted(found.values(), key=lambda one: (-one.revenue, one.name))


def _of(piece: Piece) -> list[Suggestion]:
    reading = None
    try:
        for reading, _ in readings(piece, {}, lambda _done, _total: None):  # noqa: B007  the last one is looked at below
            pass
    except NotUsable:
        return []
    found = {} if reading is None else reading.ledger.names.found
    return [
        Suggestion(name=name, example=one.text, vouchers=one.vouchers, revenue=amount(one.units), place=one.place)
        for name, one in found.items()
    ]
