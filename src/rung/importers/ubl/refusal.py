"""Why is this file no e-invoice that can be read, and what does the user do instead?"""

from rung.base import text
from rung.importers.xml import NotUsable


def no_invoice(root: str) -> NotUsable:
    """XML without a UBL invoice in it. root: the local name of its outermost element."""
    if root in {"Invoice", "CreditNote"}:
        found = text("It is an invoice, but in another format than UBL 2, such as Svefaktura 1.0 or OIOXML.")
        remedy = text("Export the invoices as Peppol BIS 3, EHF 3 or OIOUBL, or give a list of invoice lines as Excel or CSV.")
    else:
        found = text("There is no invoice in the file: it is a “{root}”.", root=root[:60])
        remedy = text("Let it be, if it belongs to something else. Only invoices and credit notes are read.")
    return NotUsable("ubl-no-invoice", found, remedy)


def unknown_encoding(encoding: str) -> NotUsable:
    """Characters that this machine's XML parser does not know."""
    return NotUsable(
        "xml-characters",
        text("The file is written in characters ({encoding}) that are not used for invoices.", encoding=encoding),
        text("Export it again as UTF-8."),
    )


def too_large(megabytes: int) -> NotUsable:
    """A file larger than an invoice can be."""
    return NotUsable(
        "xml-too-big",
        text("The file is larger than {megabytes} MB, which no invoice is.", megabytes=megabytes),
        text("Give the invoices one file each, as they were sent."),
    )


def nothing_read(files: int) -> NotUsable:
    """Several files and not one line of an invoice in them that can be used."""
    return NotUsable(
        "ubl-nothing-read",
        text("Not one of the {files} files has an invoice that can be used.", files=files),
        text("Check that you chose the right files, and export them again."),
    )


def only_purchases(customer: str, invoices: int, suppliers: int) -> NotUsable:
    """Invoices of several suppliers to one customer."""
    return NotUsable(
        "ubl-only-purchases",
        text(
            "All {invoices} invoices are made out to {customer}, by {suppliers} suppliers. These are invoices received, not invoices sent.",
            invoices=invoices,
            customer=customer,
            suppliers=suppliers,
        ),
        text("Give the invoices that your own company has sent."),
    )
