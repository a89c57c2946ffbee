"""What have people written about customers? It outlives every import, so it is told when the customers themselves go."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rung.base import Text, text
from rung.identity import IdentityBook
from rung.intake.service import Party, WrittenAbout
from rung.permission import PermissionBook

# What may be said of contact.
WHAT = {
    "suppression": text("said no"),
    "lifting": text("took their no back"),
    "consent": text("said yes"),
    "withdrawal": text("took their yes back"),
    "erasure": text("was forgotten"),
}

# What may be decided of a customer and another one.
DECIDED = {
    "same": text("counts as"),
    "apart": text("is apart from"),
    "not_same": text("is not"),
    "group": text("belongs under"),
    "ungroup": text("does not belong under"),
}


def written_about(folder: Path) -> WrittenAbout:
    """Says, for some customers, what people wrote about each in the data folder."""
    asked: Sequence[Callable[[Party], Sequence[Text]]] = (_permission(folder), _identity(folder))

    def told(parties: Sequence[Party]) -> list[Text]:
        return [said for party in parties for ask in asked for said in ask(party)]

    return told


def _permission(folder: Path) -> Callable[[Party], Sequence[Text]]:
    book = PermissionBook(folder)

    def told(party: Party) -> list[Text]:
        name = str(party.get("name") or party["customer_id"])
        return [text("{name} {what}", name=name, what=WHAT[said.what]) for said in book.about(party)]

    return told


def _identity(folder: Path) -> Callable[[Party], Sequence[Text]]:
    book = IdentityBook(folder)

    def told(party: Party) -> list[Text]:
        return [
            text("{one}: {what} {other}", one=said.customer_id, what=DECIDED[said.kind], other=said.into_id)
            for said in book.about(str(party["customer_id"]))
        ]

    return told
