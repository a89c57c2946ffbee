"""Made-up e-invoices, and what a reader must always keep to."""

import zipfile
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest

from rung.facts import TABLES, Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece, open_archive
from rung.importers.ubl import UblInput

URN = "urn:oasis:names:specification:ubl:schema:xsd:"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SELLER_ORG, BUYER_ORG = "923609016", "974760673"


def tag(name, /, *inner, **attributes):
    """An element in cac: (capital with children) or cbc:; nothing when there is nothing in it."""
    content = "".join(str(part) for part in inner if part is not None)
    if not content:
        return ""
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{content}</{name}>"


def leaf(name, value, /, **attributes):
    return "" if value is None else tag(f"cbc:{name}", escape(str(value)), **attributes)


def scheme(value):
    return {} if value is None else {"schemeID": value}


@dataclass(frozen=True)
class Party:
    """A party of an invoice; org with the scheme of its register."""

    name: str | None = "Kjøper AS"
    org: str | None = BUYER_ORG
    org_scheme: str | None = "0192"
    vat: str | None = None
    endpoint: tuple = (None, None)
    identification: tuple = (None, None)
    account: str | None = None
    customers_account: str | None = None
    trading_name: str | None = None
    street: str | None = "Storgata 1"
    city: str | None = "Oslo"
    postal_code: str | None = "0155"
    country: str | None = "NO"
    contact: tuple = (None, None, None, None)  # ID, Name, Telephone, ElectronicMail
    other_contact: str = ""

    def xml(self, role):
        contact = zip(("ID", "Name", "Telephone", "ElectronicMail"), self.contact, strict=True)
        country = tag("cac:Country", leaf("IdentificationCode", self.country))
        places = (("StreetName", self.street), ("CityName", self.city), ("PostalZone", self.postal_code))
        inner = [
            leaf("EndpointID", self.endpoint[0], **scheme(self.endpoint[1])),
            tag("cac:PartyIdentification", leaf("ID", self.identification[0], **scheme(self.identification[1]))),
            tag("cac:PartyName", leaf("Name", self.trading_name)),
            tag("cac:PostalAddress", *(leaf(*place) for place in places), country),
            tag("cac:PartyTaxScheme", leaf("CompanyID", self.vat)),
            tag("cac:PartyLegalEntity", leaf("RegistrationName", self.name), leaf("CompanyID", self.org, **scheme(self.org_scheme))),
            tag("cac:Contact", *(leaf(name, value) for name, value in contact)),
        ]
        accounts = leaf("CustomerAssignedAccountID", self.customers_account) + leaf("SupplierAssignedAccountID", self.account)
        return tag(f"cac:Accounting{role}Party", accounts, tag("cac:Party", *inner), self.other_contact)


SELLER = Party(name="Selger AS", org=SELLER_ORG, street="Havnegata 2", postal_code="5003", city="Bergen")
BUYER = Party()


@dataclass(frozen=True)
class Line:
    amount: object = "100.00"
    quantity: object = "1"
    id: object = None
    name: str | None = "Vare"
    item: str | None = None
    gtin: str | None = None
    group: str | None = None
    group_name: str | None = None


@dataclass(frozen=True)
class Invoice:
    """A small invoice. parts: allowances (negative) and charges of the whole. net: what it states; None: what is right."""

    number: str | None = "1001"
    issued: str | None = "2025-03-14"
    lines: tuple = (Line(),)
    parts: tuple = ()
    kind: str = "Invoice"
    code: str | None = "380"
    currency: str | None = "NOK"
    seller: Party = SELLER
    buyer: Party = BUYER
    reference: str | None = None
    net: object = None
    customization: str = PEPPOL
    oioubl: bool = False
    extra: str = ""
    after_total: str = ""
    rounding: str | None = None
    namespace: str = URN

    def but(self, **changes):
        return replace(self, **changes)

    @property
    def total(self):
        """The right total without VAT, as it is written (credit notes positive)."""
        return sum((Decimal(str(line.amount)) for line in self.lines), Decimal(0)) + sum(map(Decimal, self.parts), Decimal(0))

    def _line(self, line, place):
        quantity = "InvoicedQuantity" if self.kind == "Invoice" else "CreditedQuantity"
        code = leaf("ItemClassificationCode", line.group, listID="STI", **({"name": line.group_name} if line.group_name else {}))
        item = [
            leaf("Name", line.name),
            tag("cac:SellersItemIdentification", leaf("ID", line.item)),
            tag("cac:StandardItemIdentification", leaf("ID", line.gtin, schemeID="0160")),
            tag("cac:CommodityClassification", code),
        ]
        said = leaf("ID", place if line.id is None else line.id) + leaf(quantity, line.quantity, unitCode="NAR")
        amount = leaf("LineExtensionAmount", line.amount, currencyID=self.currency or "")
        return tag(f"cac:{self.kind}Line", said, amount, tag("cac:Item", *item))

    def _totals(self):
        sums = sum((Decimal(str(line.amount)) for line in self.lines if line.amount is not None and self._plain(line)), Decimal(0))
        off = -sum((Decimal(part) for part in self.parts if Decimal(part) < 0), Decimal(0))
        on = sum((Decimal(part) for part in self.parts if Decimal(part) > 0), Decimal(0))
        net = sums - off + on if self.net is None else self.net
        said = [
            leaf("LineExtensionAmount", sums),
            leaf("TaxExclusiveAmount", "12.34" if self.oioubl else net),
            leaf("AllowanceTotalAmount", off or None),
            leaf("ChargeTotalAmount", on or None),
            leaf("PayableRoundingAmount", self.rounding),
            leaf("PayableAmount", net, currencyID=self.currency or "NOK"),
        ]
        return tag("cac:LegalMonetaryTotal", *said)

    @staticmethod
    def _plain(line):
        return str(line.amount).replace(".", "", 1).removeprefix("-").isdigit()

    @property
    def element(self):
        """The invoice without the declaration before it."""
        parts = "".join(
            tag("cac:AllowanceCharge", leaf("ChargeIndicator", str(Decimal(part) > 0).lower()), leaf("Amount", abs(Decimal(part))))
            for part in self.parts
        )
        inner = [
            leaf("CustomizationID", "OIOUBL-2.02" if self.oioubl else self.customization),
            leaf("ID", self.number),
            leaf("IssueDate", self.issued),
            leaf(f"{self.kind}TypeCode", self.code),
            leaf("DocumentCurrencyCode", self.currency),
            leaf("BuyerReference", self.reference),
            self.seller.xml("Supplier"),
            self.buyer.xml("Customer"),
            self.extra,
            parts,
            self._totals(),
            self.after_total,
            *(self._line(line, place) for place, line in enumerate(self.lines, 1)),
        ]
        spaces = (
            f'xmlns="{self.namespace}{self.kind}-2" xmlns:cac="{URN}CommonAggregateComponents-2" xmlns:cbc="{URN}CommonBasicComponents-2"'
        )
        return f"<{self.kind} {spaces}>{''.join(inner)}</{self.kind}>"

    @property
    def xml(self):
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self.element}'.encode()


@dataclass
class Read:
    """All that a reader gave."""

    heads: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    controls: list = field(default_factory=list)
    end: FileEnd | None = None

    @property
    def lines(self):
        return self.rows.get("invoice_lines", [])

    @property
    def head(self):
        (head,) = self.heads
        return head

    @property
    def revenue(self):
        return sum((line["revenue"] for line in self.lines if line["revenue"] is not None), Decimal(0))

    @property
    def codes(self):
        return [problem.code for problem in self.problems]

    def problem(self, code):
        (found,) = [problem for problem in self.problems if problem.code == code]
        return found

    def of(self, table, key):
        return {row[key]: row for row in self.rows.get(table, [])}


def read_pieces(pieces):
    """Read, and hold what comes against what every reader promises."""
    found = Read()
    reported = []
    for event in UblInput(pieces).read(lambda done, total: reported.append((done, total))):
        assert found.end is None, "an event after the end"
        match event:
            case FileHead():
                found.heads.append(event)
            case Chunk():
                assert event.rows.schema.equals(TABLES[event.table].read_schema)
                event.rows.validate(full=True) if event.table != "invoice_lines" else None
                found.rows.setdefault(event.table, []).extend(event.rows.to_pylist())
            case Problem():
                found.problems.append(event)
            case Control():
                found.controls.append(event)
            case FileEnd():
                found.end = event
    assert reported[-1] == (len(pieces), len(pieces))
    keep_promises(found)
    return found


def keep_promises(found):
    if any(problem.refused for problem in found.problems):
        assert len(found.problems) == 1
        assert not found.heads
        assert not found.rows
        assert found.end is None
        return
    assert len(found.heads) == 1
    assert found.end is not None
    facts = {(row["file"], row["row"]) for table, rows in found.rows.items() if table != "rejected" for row in rows}
    assert {(line["file"], line["row"]) for line in found.lines} == facts
    assert found.end.rows == len(found.lines) + sum(problem.rows for problem in found.problems)
    assert len({line["line_key"] for line in found.lines}) == len(found.lines) == len(facts)
    told, given = Counter(), Counter()
    for problem in found.problems:
        assert str(problem.where)
        assert str(problem.found)
        assert str(problem.remedy)
        told[problem.code] += problem.rows
    for row in found.rows.get("rejected", []):
        given[row["code"]] += row["rows"]
    assert +told == +given
    for table in ("customers", "contacts", "sellers", "products"):
        ids = [row[TABLES[table].key] for row in found.rows.get(table, [])]
        assert len(set(ids)) == len(ids)


@pytest.fixture
def read(tmp_path):
    """Read invoices (or bytes) as files in a folder, given in that order."""

    def run(*contents, names=None):
        pieces = []
        for place, content in enumerate(contents):
            path = tmp_path / (names[place] if names else f"{place + 1}.xml")
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(content if isinstance(content, bytes) else content.xml)
            pieces.append(Piece(path))
        return read_pieces(pieces)

    return run


@pytest.fixture
def read_zip(tmp_path):
    """Read invoices (or bytes) as files in a zip."""

    def run(contents):
        path = tmp_path / "faktura.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in contents.items():
                packed.writestr(name, content if isinstance(content, bytes) else content.xml)
        return read_pieces([Piece(path, member) for member in open_archive(path)])

    return run


class UBL:
    """What the tests build with."""

    Invoice, Line, Party = Invoice, Line, Party
    seller, buyer, seller_org, buyer_org = SELLER, BUYER, SELLER_ORG, BUYER_ORG
    urn, peppol = URN, PEPPOL
    tag, leaf, read_pieces = staticmethod(tag), staticmethod(leaf), staticmethod(read_pieces)


@pytest.fixture(scope="session")
def ubl():
    """The builders of small invoices."""
    return UBL


@pytest.fixture
def refused(read):
    """Read what must give one refused problem; its code and sentence."""

    def run(*contents):
        (problem,) = read(*contents).problems
        assert problem.refused
        assert problem.rows == 0
        return problem.code, str(problem.found)

    return run
