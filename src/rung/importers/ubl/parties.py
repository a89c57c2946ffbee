"""Who is the party on an invoice: which firm, under which number, where, and which person there?"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml.etree import XPath

from rung.importers.numbers import masked_in, org_number, personal
from rung.importers.ubl.fields import PREFIXES, Fields


class _Said(NamedTuple):
    """A party as the invoice writes it."""

    account: str
    endpoint: str
    endpoint_scheme: str
    plain_id: str
    id: str
    id_scheme: str
    trading_name: str
    first_name: str
    family_name: str
    street: str
    building: str
    box: str
    city: str
    postal_code: str
    region: str
    country: str
    legal_name: str
    legal_id: str
    legal_scheme: str
    vat: str
    contact_id: str
    contact_name: str
    phone: str
    email: str
    other_id: str
    other_name: str
    other_phone: str
    other_email: str


# From an AccountingSupplierParty or AccountingCustomerParty. The number the seller gives the buyer stands beside the Party, or among its
# numbers as one without a scheme: what buyer and seller have agreed on, as EN 16931 has it. CustomerAssignedAccountID says nothing here:
# the buyer has given it to itself.
PARTY = Fields(
    _Said,
    {
        "account": "b:SupplierAssignedAccountID",
        "endpoint": "a:Party/b:EndpointID",
        "endpoint_scheme": "a:Party/b:EndpointID/@schemeID",
        "plain_id": "a:Party/a:PartyIdentification/b:ID[not(@schemeID)]",
        "id": "a:Party/a:PartyIdentification/b:ID[@schemeID]",
        "id_scheme": "a:Party/a:PartyIdentification/b:ID/@schemeID",
        "trading_name": "a:Party/a:PartyName/b:Name",
        "first_name": "a:Party/a:Person/b:FirstName",
        "family_name": "a:Party/a:Person/b:FamilyName",
        "street": "a:Party/a:PostalAddress/b:StreetName",
        "building": "a:Party/a:PostalAddress/b:BuildingNumber",
        "box": "a:Party/a:PostalAddress/b:Postbox",
        "city": "a:Party/a:PostalAddress/b:CityName",
        "postal_code": "a:Party/a:PostalAddress/b:PostalZone",
        "region": "a:Party/a:PostalAddress/b:CountrySubentity",
        "country": "a:Party/a:PostalAddress/a:Country/b:IdentificationCode",
        "legal_name": "a:Party/a:PartyLegalEntity/b:RegistrationName",
        "legal_id": "a:Party/a:PartyLegalEntity/b:CompanyID",
        "legal_scheme": "a:Party/a:PartyLegalEntity/b:CompanyID/@schemeID",
        "vat": "a:Party/a:PartyTaxScheme/b:CompanyID",
        "contact_id": "a:Party/a:Contact/b:ID",
        "contact_name": "a:Party/a:Contact/b:Name",
        "phone": "a:Party/a:Contact/b:Telephone",
        "email": "a:Party/a:Contact/b:ElectronicMail",
        "other_id": "a:SellerContact/b:ID",
        "other_name": "(a:SellerContact | a:BuyerContact)/b:Name",
        "other_phone": "(a:SellerContact | a:BuyerContact)/b:Telephone",
        "other_email": "(a:SellerContact | a:BuyerContact)/b:ElectronicMail",
    },
)

# One text for parties that say the same: all that is in the element, and once more what would make it another party.
_TELLING = ("a:PartyLegalEntity/b:RegistrationName", "a:PartyLegalEntity/b:CompanyID", "a:PartyName/b:Name")
_SEPARATED = ", '|', ".join(f"a:Party/{path}" for path in _TELLING)
MARK = XPath(f"concat(., '|', {_SEPARATED})", namespaces=PREFIXES, smart_strings=False)

# Schemes of numbers that say which firm it is, with the country whose register it is: of Peppol (ISO 6523, VAT) and of OIOUBL.
_REGISTERS = {
    **dict.fromkeys(("0192", "9908", "NO:ORGNR", "NO:ORG", "NO:VAT"), "NO"),
    **dict.fromkeys(("0184", "0198", "9902", "9904", "DK:CVR", "DK:SE"), "DK"),
    **dict.fromkeys(("0007", "9955", "SE:ORGNR", "SE:VAT"), "SE"),
}
# And of numbers that do not: places (GLN, the Danish P-number), another register (DUNS), people, bank accounts.
_NOT_A_FIRM = {"0088", "GLN", "EAN", "0096", "DK:P", "0060", "DUNS", "9901", "DK:CPR", "0158", "IBAN", "9918", "ZZZ"}
_PEOPLE = {"9901", "DK:CPR", "NO:FNR", "SE:PNR"}
_GLN_DIGITS = 13
_NOTHING = {"", "-", ".", "na", "n/a", "none", "ukjent", "ingen", "0"}
_PERSON = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){1,4}\.?")


class Person(NamedTuple):
    """A person whom the invoice names. number: the person's number by the invoice, "" when it gives none."""

    number: str
    name: str
    phone: str
    email: str


class Party(NamedTuple):
    """A party, personal numbers masked. own: its number in the seller's system. place: the number of a place or an electronic address."""

    own: str
    org_number: str
    place: str
    name: str
    country: str
    region: str
    city: str
    postal_code: str
    address: str
    person: Person

    @property
    def key(self) -> str:
        """What tells it from others whoever sends the invoice: organisation number, place, or name and postal code."""
        return self.org_number or self.place or named(self.name, self.postal_code)

    @property
    def customer_id(self) -> str:
        """Its number as a customer: the seller's own for it before all others. "" when there is nothing to tell it by."""
        return self.own or self.key


NOBODY = Party("", "", "", "", "", "", "", "", "", Person("", "", "", ""))


def read_party(said: _Said) -> Party:
    """The party of what an invoice writes about it."""
    org = _org_number(said)
    known = {name: "" if value.casefold() in _NOTHING else value for name, value in zip(_Said._fields, _hidden(said), strict=True)}
    own = known["account"] or known["plain_id"]
    country = known["country"].upper()
    name = known["legal_name"] or known["trading_name"] or _joined(known, ("first_name", "family_name"))
    return Party(
        own="" if org and org_number(own, country).digits == org else own,
        org_number=org,
        place=known["endpoint"] or known["id"],
        name=name,
        country=country if re.fullmatch(r"[A-Z]{2}", country) else "",
        region=known["region"],
        city=known["city"],
        postal_code=known["postal_code"],
        address=_joined(known, ("street", "building")) or known["box"],
        person=_person(known, {name.casefold(), known["trading_name"].casefold()}),
    )


def named(name: str, postal_code: str) -> str:
    """What a party without a number is told by: its name and postal code in small letters, blanks made one."""
    plain = " ".join(name.casefold().split())
    return f"{plain}, {postal_code.replace(' ', '')}" if plain and postal_code else plain


def person_in(reference: str) -> str:
    """The reference of the buyer when it is a person's name, as "your reference" often is; "" when it is not."""
    return " ".join(reference.split()) if _PERSON.fullmatch(reference) and reference != reference.upper() else ""


def customer_ids(parties: Sequence[Party], customers: Collection[int]) -> list[str]:
    """The customer number of each party. customers: places of those that are customers.

    Where every invoice to a firm that gives the seller's own number for it gives the same, that is its number on the others too: so the
    invoices on which it was left out are not those of another customer.
    """
    own: dict[str, set[str]] = {}
    for place in customers:
        party = parties[place]
        if party.own and party.org_number:
            own.setdefault(party.org_number, set()).add(party.own)
    only = {org: next(iter(numbers)) for org, numbers in own.items() if len(numbers) == 1}
    return [party.own or only.get(party.org_number, party.key) for party in parties]


def contact_id(customer: str, name: str, email: str) -> str:
    """The number of a person at a customer: the name has the say, for one e-mail address is often that of a whole office. "" for nobody."""
    who = name or email.lower()
    return f"{customer}|{who}" if who else ""


def seller_id(company: Party) -> str:
    """The seller on an invoice: the number of the seller's contact, else the name; "" when it names nobody."""
    return company.person.number or company.person.name


def _org_number(said: _Said) -> str:
    """The organisation number: the first that is right by its check digit, else the first there is."""
    country = said.country.upper()
    candidates = [
        (said.legal_id, _REGISTERS.get(said.legal_scheme, country), said.legal_scheme),
        (said.vat, country, ""),
        *((number, _REGISTERS[scheme], scheme) for number, scheme in _with_schemes(said) if scheme in _REGISTERS),
    ]
    kept = ""
    for written, of, scheme in candidates:
        if not written or scheme in _NOT_A_FIRM:
            continue
        found = org_number(written, of or None)
        if found.valid and not found.personal:
            return found.digits
        if len(found.digits) != _GLN_DIGITS:
            kept = kept or found.digits
    return kept


def _with_schemes(said: _Said) -> tuple[tuple[str, str], ...]:
    return (said.endpoint, said.endpoint_scheme), (said.id, said.id_scheme)


def _hidden(said: _Said) -> list[str]:
    """What is written without the numbers of people: gone where a number is what it is, masked where it stands in a text."""
    hidden = said
    for name, scheme in (("endpoint", said.endpoint_scheme), ("id", said.id_scheme), ("account", ""), ("plain_id", "")):
        number = getattr(said, name)
        if scheme in _PEOPLE or personal(number, people=scheme not in _NOT_A_FIRM):
            hidden = hidden._replace(**{name: ""})
    return masked_in("\n".join(part.replace("\n", " ") for part in hidden)).split("\n")


def _joined(known: Mapping[str, str], names: Iterable[str]) -> str:
    return " ".join(known[name] for name in names if known[name])


def _person(known: Mapping[str, str], firm: set[str]) -> Person:
    """The person to talk to; a contact with the name of the firm itself is nobody."""
    if known["other_name"] and known["other_name"].casefold() not in firm:
        return Person(*(known[f"other_{field}"] for field in ("id", "name", "phone", "email")))
    name = "" if known["contact_name"].casefold() in firm else known["contact_name"]
    return Person(known["contact_id"], name, known["phone"], known["email"])
