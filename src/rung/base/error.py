"""What may the user not do, and what does the user do instead? Named errors with a sentence, a remedy and a status."""

from typing import ClassVar

from rung.base.text import Text


class RungError(Exception):
    """Something the user asked for that cannot be done. Every subclass says what, and the way out.

    status: the HTTP status of the page that shows it. exit_code: what the command ends with.
    """

    status: ClassVar[int] = 400
    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: Text, *, remedy: Text) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.remedy = remedy


class FileRefused(RungError):
    """A file that cannot be used at all; nothing was written."""

    status = 422
    exit_code = 3
