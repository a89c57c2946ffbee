"""Who are the customers, and who sells to them?"""

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from lxml.etree import _Element as Element

from rung.facts import CUSTOMERS, SELLERS, Chunk
from rung.importers.saft.header import digits
from rung.importers.xml import children, leaves

# The dimension that says who sold it, as companies name it in four languages.
_SELLER = re.compile(
    r"\b(selgere?|selger|säljare|sælgere?|sælger|salesperson|sales ?person|sales ?rep\w*|salgskonsulent|seller)\b", re.IGNORECASE
)
_ORG_DIGITS = 9
_PREFERRED = ("StreetAddress", "PostalAddress", "BillingAddress", "")


class Sellers:
    """The analysis types that mean "seller", and the sellers in them."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self._names: dict[str, tuple[str, int]] = {}

    @property
    def count(self) -> int:
        """How many sellers there are."""
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
    """The customers of the master file. Each is a fact once; the first entry of a number counts."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._analysis: dict[str, list[dict[str, str]]] = {}
        self.ids: set[str] = set()

    def add(self, element: Element, row: int) -> str | None:
        """Take in a customer. Returns what is wrong with it, "unnumbered" or "repeated", or None when it is a fact."""
        said = leaves(element)
        number = said.get("CustomerID")
        if number is None:
            return "unnumbered"
        if number in self.ids:
            return "repeated"
        self.ids.add(number)
        party = next(iter(children(element, "PartyInfo")), None)
        self._rows.append({**_customer(number, said, {} if party is None else leaves(party)), **_where(element), "row": row})
        if party is not None and (analyses := children(party, "Analysis")):
            self._analysis[number] = [leaves(analysis) for analysis in analyses]
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


def _customer(number: str, said: Mapping[str, str], party: Mapping[str, str]) -> dict[str, Any]:
    org_number = digits(said.get("RegistrationNumber", "")) or None
    return {
        "customer_id": number,
        "name": said.get("Name"),
        "kind": "company" if org_number and len(org_number) == _ORG_DIGITS else None,
        "org_number": org_number,
        "industry": party.get("NaceCode"),
    }


def _where(element: Element) -> dict[str, str | None]:
    """Where the customer is, and how it is reached: the first of several phone numbers and e-mail addresses."""
    address = _address(element)
    country = address.get("Country", "").upper()
    street = " ".join(part for name in ("StreetName", "Number") if (part := address.get(name)))
    said = [leaves(contact) for contact in children(element, "Contact")]
    phones = [one[name] for name in ("Telephone", "MobilePhone") for one in said if name in one]
    return {
        "country": country if re.fullmatch(r"[A-Z]{2}", country) else None,
        "region": address.get("Region"),
        "city": address.get("City"),
        "postal_code": address.get("PostalCode"),
        "address": street or address.get("AdditionalAddressDetail"),
        "phone": next(iter(phones), None),
        "email": next((one["Email"] for one in said if "Email" in one), None),
    }


def _address(element: Element) -> Mapping[str, str]:
    """Where the customer is: the street address before the post-office box, one with a place before one without."""
    found = [leaves(address) for address in children(element, "Address")]
    found.sort(key=lambda said: (not said.get("City"), _preference(said.get("AddressType", ""))))
    return found[0] if found else {}


def _preference(kind: str) -> int:
    return _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)
