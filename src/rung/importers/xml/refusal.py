"""Why can this XML not be read at all, and what does the user do instead? What is the same for accounts and e-invoices."""

from rung.base import Text, text
from rung.facts import Problem
from rung.importers.xml.prolog import Flaw


class NotUsable(Exception):
    """Ends the reading of a file. It never leaves the readers: each turns it into the file's one refused problem."""

    def __init__(self, code: str, found: Text, remedy: Text) -> None:
        super().__init__(str(found))
        self.code = code
        self.found = found
        self.remedy = remedy

    def problem(self, file: str) -> Problem:
        """The refused problem as the user gets it."""
        return Problem(code=self.code, where=text("{file}", file=file), found=self.found, remedy=self.remedy, refused=True)


def _export_again() -> Text:
    return text("Export the file from the accounting system again.")


def _another_file() -> Text:
    return text("Give a SAF-T Financial file, a SIE file, e-invoices, or a list of invoice lines as Excel or CSV.")


def flawed(flaw: Flaw) -> NotUsable:
    """A file that is not given to a parser."""
    match flaw:
        case Flaw.EMPTY:
            return NotUsable("xml-empty", text("The file is empty."), _export_again())
        case Flaw.DOCTYPE:
            return NotUsable(
                "xml-doctype",
                text(
                    "The file has a document type (DOCTYPE). Accounting files never do; it is a known way to attack the reader of a file."
                ),
                text("Do not use this file unless you know where it came from. Export a new one from the accounting system."),
            )
        case Flaw.WEB_PAGE:
            return NotUsable(
                "xml-web-page",
                text("This is a web page, not a file from the accounts."),
                text("Open it in a browser to see what it says; often it is a log-in page. Then download the export again."),
            )
        case Flaw.CHARACTERS:
            return NotUsable(
                "xml-characters",
                text("The file is written in characters that are not used for accounts."),
                text("Export it again as UTF-8."),
            )
        case Flaw.NOT_XML:
            return NotUsable("xml-not-xml", text("The file looks like XML, but is not."), _another_file())


def truncated() -> NotUsable:
    """A file that ends before its end."""
    return NotUsable(
        "xml-truncated",
        text("The file ends in the middle: its last part is missing."),
        text("Copy or download the whole file again. Nothing was read from this one."),
    )


def damaged(line: int) -> NotUsable:
    """A file that stops being XML somewhere."""
    return NotUsable("xml-damaged", text("The file is not valid XML from line {line} on.", line=line), _export_again())


def wrong_characters(line: int, encoding: str) -> NotUsable:
    """Bytes that do not fit the encoding."""
    return NotUsable(
        "xml-characters",
        text("The file says that it is written in {encoding}, but line {line} is not.", encoding=encoding, line=line),
        text("Export it again as UTF-8."),
    )


def swollen(megabytes: int) -> NotUsable:
    """One element, a voucher for instance, larger than any real one."""
    return NotUsable(
        "xml-too-big",
        text("A single part of the file is more than {megabytes} MB, which no real voucher is.", megabytes=megabytes),
        _export_again(),
    )


def unpacks_to_too_much() -> NotUsable:
    """A packed file that grows out of proportion."""
    return NotUsable(
        "xml-too-big",
        text("Unpacked, the file is far too big for its size."),
        text("If you trust the file, unpack it yourself and give the file inside."),
    )


def packed_badly() -> NotUsable:
    """A packed file with broken bytes."""
    return NotUsable(
        "xml-packed-damaged",
        text("The packed file is damaged or was not copied to its end."),
        text("Fetch the file again, or unpack it and give the file inside."),
    )
