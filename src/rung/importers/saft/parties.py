"""Who are the customers, and who sells to them?"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from lxml.etree import _Element as Element

from rung.facts import CUSTOMERS, SELLERS, Chunk
from rung.importers.numbers import masked_in, org_number
from rung.importers.saft.parts import Inner, parts
from rung.importers.xml import children, leaves

# The dimension that says who sold it, as companies name it in four languages.
_SELLER = re.compile(
    r"\b(selgere?|selger|säljare|sælgere?|sælger|salesperson|sales ?person|sales ?rep\w*|salgskonsulent|seller)\b", re.IGNORECASE
)
# Where the number and the name of a customer are; what is not Norwegian is written by Danish systems.
_NUMBERS = ("CVR", "RegistrationNumber", "SE-nr", "CustomerTaxID", "TaxRegistrationNumber")
_NAMES = ("Name", "CompanyName")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ORG_DIGITS = 8  # the fewest that any of the countries has
_ADDRESSES = {"Address", "BillingAddress", "StreetAddress", "PostalAddress"}
_PREFERRED = ("StreetAddress", "PostalAddress", "BillingAddress", "")


class Sellers:
    """The sellers of one file. types: the analysis types that mean "seller", shared by the files of an import."""

    def __init__(self, types: set[str]) -> None:
        self.types = types
        self._names: dict[str, tuple[str, int]] = {}

    @property
    def count(self) -> int:
        """How many sellers the file names."""
        return len(self._names)

    def add(self, said: Mapping[str, str], row: int) -> bool:
        """Take in an entry of the table of analysis types; whether it is a seller. The first entry of a seller counts."""
        kind, number = said.get("AnalysisType"), said.get("AnalysisID")
        if kind is None or number is None or not _SELLER.search(said.get("AnalysisTypeDescription", "")):
            return False
        self.types.add(kind)
        self._names.setdefault(number, (said.get("AnalysisIDDescription", ""), row))
        return True

    def of(self, element: Element) -> str | None:
        """The one seller that a line or a customer names; None when it names none, or several."""
        if not self.types:
            return None
        named = {said.get("AnalysisID") for said in map(leaves, children(element, "Analysis")) if said.get("AnalysisType") in self.types}
        return named.pop() if len(named) == 1 else None

    def chunk(self, file: str) -> Chunk | None:
        """The table of sellers; None when there are none."""
        if not self._names:
            return None
        rows = [{"seller_id": number, "name": name or None, "file": file, "row": row} for number, (name, row) in self._names.items()]
        return Chunk("sellers", pa.Table.from_pylist(rows, schema=SELLERS.read_schema))


class Customers:
    """The customers of one file. Each is a fact once; the first entry of a number counts. country: where most of them are."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._rows: list[dict[str, Any]] = []
        self._analysis: dict[str, list[dict[str, str]]] = {}
        self.ids: set[str] = set()

    def add(self, element: Element, row: int) -> str | None:
        """Take in a customer. Returns what is wrong with it, "without-number" or "listed-twice", or None when it is a fact."""
        said, inner = parts(element)
        number = said.get("CustomerID")
        if number is None:
            return "without-number"
        if number in self.ids:
            return "listed-twice"
        self.ids.add(number)
        where = _where(said, inner)
        tax = [leaves(one) for name, one in inner if name == "TaxRegistration"]
        customer = _customer(number, [said, *tax], where["country"] or self._country)
        for name, party in inner:
            if name == "PartyInfo":
                customer["industry"] = leaves(party).get("NaceCode")
                if analyses := children(party, "Analysis"):
                    self._analysis[number] = [leaves(analysis) for analysis in analyses]
        self._rows.append({**customer, **where, "row": row})
        return None

    def chunk(self, file: str, sellers: Sellers) -> Chunk | None:
        """The table of customers, with their sellers; None when there are no customers. The rows are let go."""
        if not self._rows:
            return None
        for row in self._rows:
            row["file"] = file
            row["seller_id"] = self._seller(row["customer_id"], sellers)
        rows, self._rows = self._rows, []
        return Chunk("customers", pa.Table.from_pylist(rows, schema=CUSTOMERS.read_schema))

    def _seller(self, number: str, sellers: Sellers) -> str | None:
        named = {said.get("AnalysisID") for said in self._analysis.get(number, ()) if said.get("AnalysisType") in sellers.types}
        return named.pop() if len(named) == 1 else None


def _customer(number: str, said: Sequence[Mapping[str, str]], country: str) -> dict[str, Any]:
    """Who the customer is. The number of a person is not kept, but that it is one."""
    digits, person = "", False
    for written in (one[name] for name in _NUMBERS for one in said if name in one):
        digits, of_person = _number(written, country)
        person = person or of_person
        if digits:
            break
    name = next((said[0][one] for one in _NAMES if one in said[0]), None)
    firm = len(digits) >= _ORG_DIGITS
    return {
        "customer_id": number,
        "name": masked_in(name) if name else None,
        "kind": "company" if firm else "person" if person else None,
        "org_number": digits or None,
    }


def _number(written: str, country: str) -> tuple[str, bool]:
    """The digits of an organisation number, and whether it is a person's instead. Most are plain, and no person's is as short."""
    if len(written) <= _ORG_DIGITS + 1 and written.isdecimal():
        return written, False
    found = org_number(written, country or None)
    return found.digits, found.personal


def _where(own: Mapping[str, str], inner: Inner) -> dict[str, str | None]:
    """Where the customer is, and how it is reached: the first of several phone numbers and e-mail addresses. own: what it says itself."""
    address = _address(inner)
    country = address.get("Country", "").upper()
    street = " ".join(part for name in ("StreetName", "Number") if (part := address.get(name)))
    said = [own, *(leaves(contact) for name, contact in inner if name == "Contact")]
    phones = [one[name] for name in ("Telephone", "MobilePhone") for one in said if name in one]
    return {
        "country": country if _COUNTRY.fullmatch(country) else None,
        "region": address.get("Region"),
        "city": address.get("City"),
        "postal_code": address.get("PostalCode"),
        "address": street or address.get("AdditionalAddressDetail"),
        "phone": next(iter(phones), None),
        "email": next((one["Email"] for one in said if "Email" in one), None),
    }


def _address(inner: Inner) -> Mapping[str, str]:
    """Where the customer is: the street address before the post-office box, one with a place before one without."""
    found = [(name, leaves(child)) for name, child in inner if name in _ADDRESSES]
    found.sort(key=lambda one: (not one[1].get("City"), _preference(one[1].get("AddressType", one[0].removeprefix("Address")))))
    return found[0][1] if found else {}


def _preference(kind: str) -> int:
    return _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)
