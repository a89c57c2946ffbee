"""What cannot be written on the list, or read from it, and what to do then?"""

from datetime import date
from pathlib import Path

from rung.base import FileRefused, RungError, text


class ListDamaged(RungError):
    """The list of who said yes and no cannot be read whole. Nobody may be contacted on half a list."""

    exit_code = 3

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(
            text("The list of who said yes and who said no, {path}, is damaged in line {line}.", path=str(path), line=line),
            remedy=text("Put back your last good copy of the file. Until then nobody may be contacted: those who said no are on it."),
        )


class ListBusy(RungError):
    """Somebody else writes on the list."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(text("Somebody else is writing on the list of permissions."), remedy=text("Wait a moment and try again."))


class NothingToKnowBy(RungError):
    """A party without anything that would be the same in the next import."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            text("There is nothing to know {name} by the next time.", name=name or "–"),
            remedy=text("Give an organisation number, an e-mail address, a phone number, or a name with its postal code."),
        )


class WordsMissing(RungError):
    """A consent nobody could show afterwards."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            text("A consent must be shown later, so it needs the words they agreed to, and who took it."),
            remedy=text("Write the words they said yes to, and your name."),
        )


class NoSuchRegister(RungError):
    """A country and channel without a reservation register."""

    exit_code = 2

    def __init__(self, country: str, channel: str) -> None:
        super().__init__(
            text("There is no reservation register for “{channel}” in “{country}”.", channel=channel, country=country),
            remedy=text("Choose NO phone, NO post, DK post, SE phone or SE post."),
        )


class NewerCheck(RungError):
    """A check of a register older than the one there is."""

    exit_code = 2

    def __init__(self, there: date) -> None:
        super().__init__(
            text("There is a newer check of this register, of {day}.", day=there), remedy=text("Use the newest file you can get.")
        )


class NobodyInFile(FileRefused):
    """A register file in which nobody can be found."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            text("{name}: there is no column with phone numbers, and none with names and postal codes.", name=path.name),
            remedy=text("Name the columns Phone, or Name and Postal code, in the first line."),
        )
