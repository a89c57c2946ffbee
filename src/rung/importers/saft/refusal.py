"""Why can this file not be used at all, and what does the user do instead?"""

from rung.base import Text, text
from rung.facts import Problem
from rung.importers.saft.prolog import Flaw

# What other XML files are, by their outermost element (small letters).
_E_INVOICE = {"invoice", "creditnote", "standardbusinessdocument", "applicationresponse", "order", "despatchadvice"}
_SIE = {"sie", "sieentry"}
_WORKBOOK = {"workbook"}


class NotUsable(Exception):
    """Ends the reading of a file. It never leaves this room: the reader turns it into the file's one refused problem."""

    def __init__(self, code: str, found: Text, remedy: Text) -> None:
        super().__init__(str(found))
        self.code = code
        self.found = found
        self.remedy = remedy

    def problem(self, file: str) -> Problem:
        """The refused problem as the user gets it."""
        return Problem(code=self.code, where=text("{file}", file=file), found=self.found, remedy=self.remedy, refused=True)


def _export_again() -> Text:
    return text("Export the SAF-T Financial file from the accounting system again.")


def _give_lines_instead() -> Text:
    return text("Give a SAF-T Financial file, or a list of invoice lines as Excel or CSV.")


def flawed(flaw: Flaw) -> NotUsable:
    """A file that is not given to a parser."""
    match flaw:
        case Flaw.EMPTY:
            return NotUsable("saft-empty", text("The file is empty."), _export_again())
        case Flaw.DOCTYPE:
            return NotUsable(
                "saft-doctype",
                text(
                    "The file has a document type (DOCTYPE). Accounting files never do; it is a known way to attack the reader of a file."
                ),
                text("Do not use this file unless you know where it came from. Export a new one from the accounting system."),
            )
        case Flaw.WEB_PAGE:
            return NotUsable(
                "saft-web-page",
                text("This is a web page, not a file from the accounts."),
                text("Open it in a browser to see what it says; often it is a log-in page. Then download the export again."),
            )
        case Flaw.CHARACTERS:
            return NotUsable(
                "saft-characters",
                text("The file is written in characters that are not used for accounts."),
                text("Export it again as UTF-8."),
            )
        case Flaw.NOT_XML:
            return NotUsable("saft-not-xml", text("The file looks like XML, but is not."), _give_lines_instead())


def truncated() -> NotUsable:
    """A file that ends before its end."""
    return NotUsable(
        "saft-truncated",
        text("The file ends in the middle: its last part is missing."),
        text("Copy or download the whole file again. Nothing was read from this one."),
    )


def damaged(line: int) -> NotUsable:
    """A file that stops being XML somewhere."""
    return NotUsable("saft-damaged", text("The file is not valid XML from line {line} on.", line=line), _export_again())


def wrong_characters(line: int, encoding: str) -> NotUsable:
    """Bytes that do not fit the encoding."""
    return NotUsable(
        "saft-characters",
        text("The file says that it is written in {encoding}, but line {line} is not.", encoding=encoding, line=line),
        text("Export it again as UTF-8."),
    )


def swollen(megabytes: int) -> NotUsable:
    """One element, a voucher for instance, larger than any real one."""
    return NotUsable(
        "saft-too-big",
        text("A single part of the file is more than {megabytes} MB, which no real voucher is.", megabytes=megabytes),
        _export_again(),
    )


def unpacks_to_too_much() -> NotUsable:
    """A packed file that grows out of proportion."""
    return NotUsable(
        "saft-too-big",
        text("Unpacked, the file is far too big for its size."),
        text("If you trust the file, unpack it yourself and give the file inside."),
    )


def packed_badly() -> NotUsable:
    """A packed file with broken bytes."""
    return NotUsable(
        "saft-packed-damaged",
        text("The packed file is damaged or was not copied to its end."),
        text("Fetch the file again, or unpack it and give the file inside."),
    )


def no_xml_inside() -> NotUsable:
    """A zip without any XML, or without the member asked for."""
    return NotUsable("saft-not-in-zip", text("There is no XML file in the zip."), _give_lines_instead())


def several_inside(count: int) -> NotUsable:
    """A zip with more than one XML file."""
    return NotUsable(
        "saft-several-in-zip",
        text("The zip holds {files} XML files, and each is an import of its own.", files=count),
        text("Unpack the zip and give the files together."),
    )


def not_saft(root: str) -> NotUsable:
    """XML of another kind. root: the local name of its outermost element."""
    name = root.lower()
    if name in _E_INVOICE:
        found = text("This is a single e-invoice, not a file of the whole accounts.")
    elif name in _SIE:
        found = text("This is a Swedish SIE file. Rung does not read SIE yet.")
    elif name in _WORKBOOK:
        return NotUsable(
            "saft-not-saft",
            text("This is an Excel workbook saved as XML."),
            text("Open it in Excel and save it as an ordinary workbook (.xlsx)."),
        )
    elif name == "auditfile":
        found = text("This is a SAF-T Cash Register file, not SAF-T Financial.")
    else:
        found = text("This is XML, but not SAF-T: it is a “{root}”.", root=root)
    return NotUsable("saft-not-saft", found, _give_lines_instead())


def wrong_country(country: str) -> NotUsable:
    """SAF-T of another country. country: two letters."""
    if country == "DK":
        found = text("This is a Danish SAF-T file. Rung reads the Norwegian kind.")
    else:
        found = text("This is a SAF-T file from another country ({country}). Rung reads the Norwegian kind.", country=country)
    return NotUsable("saft-country", found, text("Export invoice lines as Excel or CSV from the accounting system, and use them instead."))


def without_vouchers(*, invoices: bool) -> NotUsable:
    """Header and balances only, or sales invoices without vouchers."""
    if invoices:
        found = text("The file has sales invoices but no vouchers, and Rung reads revenue from the vouchers.")
    else:
        found = text("The file has accounts and balances but no vouchers, so there is no revenue per customer in it.")
    return NotUsable(
        "saft-no-vouchers", found, text("Export SAF-T Financial again, and choose to include all vouchers (transactions) of the period.")
    )
