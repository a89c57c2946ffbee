"""Why can this file not be used at all, and what does the user do instead?"""

from rung.base import Text, text
from rung.importers.xml import NotUsable

# What other XML files are, by their outermost element (small letters): what networks of e-invoices carry beside the invoices themselves ...
_NO_INVOICE = {"applicationresponse", "order", "orderresponse", "despatchadvice", "catalogue", "reminder", "statement"}
# ... and what Excel can save.
_WORKBOOK = {"workbook"}


def _give_lines_instead() -> Text:
    return text("Give a SAF-T Financial file, or a list of invoice lines as Excel or CSV.")


def no_xml_inside() -> NotUsable:
    """A zip without any XML, or without the member asked for."""
    return NotUsable("saft-not-in-zip", text("There is no XML file in the zip."), _give_lines_instead())


def not_saft(root: str) -> NotUsable:
    """XML of another kind. root: the local name of its outermost element."""
    name = root.lower()
    if name in _NO_INVOICE:
        found = text("This is an electronic order, receipt or the like, and no invoice.")
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
    """SAF-T of another country than those read here. country: two letters."""
    found = text("This is a SAF-T file from another country ({country}). Rung reads the Norwegian and the Danish kind.", country=country)
    return NotUsable("saft-country", found, text("Export invoice lines as Excel or CSV from the accounting system, and use them instead."))


def without_vouchers(country: str) -> NotUsable:
    """Header and balances only. country: two letters, "" when not known. In Denmark that is all the law asks for."""
    found = text("The file has accounts and balances but no vouchers, so there is no revenue per customer in it.")
    if country == "DK":
        remedy = text(
            "Export SAF-T again with all postings, if the accounting system can. Else give its invoice lines, or its sales per customer,"
            " as Excel or CSV."
        )
    else:
        remedy = text("Export SAF-T Financial again, and choose to include all vouchers (transactions) of the period.")
    return NotUsable("saft-no-vouchers", found, remedy)
