"""Whom was an invoice sent to? SIE 5 lists invoices with their customers; the rows of vouchers only name the invoice."""

from typing import Any

from lxml.etree import _Element as Element

from rung.importers.numbers import masked_in, org_number
from rung.importers.sie.objects import Tags, identifier
from rung.importers.xml import local

_RECEIVABLE = "15"


class Invoices:
    """The customer invoices of a file, by account and number within it: supplier invoices and other things have numbers of their own."""

    def __init__(self) -> None:
        self._accounts: dict[str, set[str]] = {}
        self._said: dict[tuple[str, str], tuple[str | None, str | None]] = {}

    def add_account(self, element: Element) -> None:
        """Take in one more account that the invoices of its parent are on."""
        parent = element.getparent()
        account = element.get("accountId")
        if parent is not None and local(parent) == "CustomerInvoices" and account:
            self._accounts.setdefault(parent.get("primaryAccountId", ""), set()).add(account)

    def add(self, element: Element) -> None:
        """Take in an invoice."""
        parent = element.getparent()
        account, number = "" if parent is None else parent.get("primaryAccountId", ""), element.get("id", "")
        said = identifier(element.get("customerId", "")), identifier(element.get("invoiceNumber", number))
        for one in {account, *self._accounts.get(account, ())}:
            self._said[one, number] = said

    def of(self, account: str, number: str, tags: Tags) -> Tags:
        """What a reference to an object on an account adds to what is known of a row."""
        customer, invoice = self._said.get((account, number), (None, None))
        if invoice is None and account.startswith(_RECEIVABLE):
            invoice = number or None
        return tags._replace(customer=tags.customer or customer, invoice=tags.invoice or invoice)


def customer_said(element: Element) -> tuple[str | None, dict[str, Any]]:
    """The number of a customer, None when it has none, and what the file says of it."""
    said = {name: value for name, value in attributes(element) if value}
    country = said.get("country", "").upper()
    country = country if len(country) == 2 and country.isalpha() else ""
    found = org_number(said.get("organizationId") or said.get("vatNr") or "", country or "SE")
    return identifier(said.get("id", "")), {
        "name": masked_in(said["name"]) if "name" in said else None,
        "kind": "company" if found.digits and found.valid else None,
        "org_number": found.digits or None,
        "country": country or None,
        "city": said.get("city"),
        "postal_code": said.get("zipcode"),
        "address": ", ".join(said[name] for name in ("address1", "address2") if name in said) or None,
    }


def attributes(element: Any) -> list[tuple[str, str]]:
    """Names and values of the attributes of an element, without blanks around."""
    return [(str(name), str(value).strip()) for name, value in element.attrib.items()]


def written(element: Element) -> str:
    """An element as a row for the user, its attributes as the file has them."""
    return "\t".join(f"{name}={value}" for name, value in attributes(element))
