"""What cannot be decided about who is who, and what to do then?"""

from pathlib import Path

from rung.base import RungError, text


class BookDamaged(RungError):
    """The file of decisions cannot be read whole. Half of them would put sums on the wrong customers."""

    exit_code = 3

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(
            text("The file of merged customers, {path}, is damaged in line {line}.", path=str(path), line=line),
            remedy=text(
                "Put back your last good copy of the file. Or take the file away: then no customer is merged, and you can start over."
            ),
        )


class BookBusy(RungError):
    """Somebody else writes decisions."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(text("Somebody else is merging customers right now."), remedy=text("Wait a moment and try again."))


class NotACustomer(RungError):
    """A number that no file has."""

    exit_code = 2

    def __init__(self, customer_id: str) -> None:
        super().__init__(
            text("There is no customer {customer}.", customer=customer_id),
            remedy=text("Check the number. A name with spaces goes between quotation marks."),
        )


class WithItself(RungError):
    """A customer and itself."""

    exit_code = 2

    def __init__(self, customer_id: str) -> None:
        super().__init__(text("{customer} is one customer already.", customer=customer_id), remedy=text("Name two different customers."))


class RoundAndRound(RungError):
    """A merge or a group that would come back to where it began."""

    exit_code = 2

    def __init__(self, customer_id: str, into_id: str) -> None:
        super().__init__(
            text("{into} is already under {customer}, so {customer} cannot go under {into}.", customer=customer_id, into=into_id),
            remedy=text("Turn the two around, or take {into} out first.", into=into_id),
        )


class AlreadyMerged(RungError):
    """A customer that is part of another one already."""

    exit_code = 2

    def __init__(self, customer_id: str, into_id: str) -> None:
        super().__init__(
            text("{customer} is merged into {into} already.", customer=customer_id, into=into_id),
            remedy=text("Take it out first: rung identity separate {customer}", customer=quoted(customer_id)),
        )


class NotMerged(RungError):
    """A customer that is merged into nobody. members: those merged into it."""

    exit_code = 2

    def __init__(self, customer_id: str, members: list[str]) -> None:
        first = members[0] if members else ""
        remedy = text("See which customers are merged with: rung identity show")
        if members:
            remedy = text("{first} is merged into it: rung identity separate {quoted}", first=first, quoted=quoted(first))
        super().__init__(text("{customer} is not merged into another customer.", customer=customer_id), remedy=remedy)


class AlreadyAlone(RungError):
    """A customer that was taken out of every group before."""

    exit_code = 2

    def __init__(self, customer_id: str) -> None:
        super().__init__(text("{customer} is in no group.", customer=customer_id), remedy=text("See the groups with: rung identity show"))


def quoted(customer_id: str) -> str:
    """A number as it is written in a command: between quotation marks when it has spaces or signs."""
    plain = customer_id.replace("-", "").replace(".", "").replace("_", "").isalnum() and not customer_id.startswith("-")
    return customer_id if plain else '"' + customer_id.replace('"', '\\"') + '"'
