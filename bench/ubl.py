"""How many e-invoices are read in a second, from a zip and from a folder, against lxml parsing the same zip and doing nothing with it?

    python bench/ubl.py [--invoices 20000]

Writes made-up Peppol invoices and credit notes of 5-20 kB into a temporary folder, then reads them in processes of their own: CPU
seconds, best of three in turns, with opening and unpacking. Peak memory is that of the whole process, libraries and all.

Bare: `zipfile` and `lxml.etree.fromstring`. The claim: 5,000 invoices a second.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from lxml import etree

from rung.facts import Chunk, FileEnd
from rung.importers.archive import Piece, open_archive
from rung.importers.ubl import UblInput

ROUNDS = 3
WANTED = 5_000
CUSTOMERS, PRODUCTS = 1_500, 800
URN = "urn:oasis:names:specification:ubl:schema:xsd:"
VAT = "<cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def party(role: str, org: int, name: str, person: str) -> str:
    return f"""  <cac:Accounting{role}Party>
    <cac:Party>
      <cbc:EndpointID schemeID="0192">{org}</cbc:EndpointID>
      <cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
      <cac:PostalAddress>
        <cbc:StreetName>Storgata {org % 90 + 1}</cbc:StreetName>
        <cbc:CityName>Oslo</cbc:CityName>
        <cbc:PostalZone>{org % 9000 + 1000:04}</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyTaxScheme><cbc:CompanyID>NO{org}MVA</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
      <cac:PartyLegalEntity>
        <cbc:RegistrationName>{name}</cbc:RegistrationName>
        <cbc:CompanyID schemeID="0192">{org}</cbc:CompanyID>
      </cac:PartyLegalEntity>
      <cac:Contact><cbc:Name>{person}</cbc:Name><cbc:Telephone>22000000</cbc:Telephone></cac:Contact>
    </cac:Party>
  </cac:Accounting{role}Party>
"""


def line(kind: str, number: int, product: int, net: int) -> str:
    quantity = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    group = f'<cbc:ItemClassificationCode listID="STI">{product % 20 + 65000000}</cbc:ItemClassificationCode>'
    return f"""  <cac:{kind}Line>
    <cbc:ID>{number}</cbc:ID>
    <cbc:{quantity} unitCode="NAR">{product % 9 + 1}</cbc:{quantity}>
    <cbc:LineExtensionAmount currencyID="NOK">{net / 100:.2f}</cbc:LineExtensionAmount>
    <cac:OrderLineReference><cbc:LineID>{number}</cbc:LineID></cac:OrderLineReference>
    <cac:Item>
      <cbc:Description>Vare nummer {product} i beste kvalitet, levert på pall</cbc:Description>
      <cbc:Name>Vare {product}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>V{product}</cbc:ID></cac:SellersItemIdentification>
      <cac:CommodityClassification>{group}</cac:CommodityClassification>
      <cac:ClassifiedTaxCategory>{VAT}</cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="NOK">{net / 100:.2f}</cbc:PriceAmount></cac:Price>
  </cac:{kind}Line>
"""


def invoice(number: int) -> str:
    kind = "CreditNote" if number % 20 == 0 else "Invoice"
    nets = [(number * 7919 + n * 104_729) % 900_000 + 1_000 for n in range(number % 8 + 1)]
    total, freight = sum(nets), 9_900 if number % 4 == 0 else 0
    customer = number * 31 % CUSTOMERS
    lines = "".join(line(kind, n, (number * 13 + n) % PRODUCTS, net) for n, net in enumerate(nets, 1))
    charge = f'<cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="NOK">{freight / 100:.2f}</cbc:Amount>'
    tax = f'<cbc:TaxAmount currencyID="NOK">{(total + freight) / 400:.2f}</cbc:TaxAmount>'
    seller, buyer = party("Supplier", 999888777, "Prøve AS", f"Selger {number % 7}"), f"Kunde {customer} AS"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="{URN}{kind}-2" xmlns:cac="{URN}CommonAggregateComponents-2" xmlns:cbc="{URN}CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>2025-{number % 12 + 1:02}-{number % 28 + 1:02}</cbc:IssueDate>
  <cbc:{kind}TypeCode>{380 + (kind == "CreditNote")}</cbc:{kind}TypeCode>
  <cbc:DocumentCurrencyCode>NOK</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>Ordre {number}</cbc:BuyerReference>
{seller}{party("Customer", 910000000 + customer, buyer, f"Kari {customer}")}
  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>{number:012}</cbc:PaymentID></cac:PaymentMeans>
  {f"<cac:AllowanceCharge>{charge}</cac:AllowanceCharge>" if freight else ""}
  <cac:TaxTotal>{tax}<cac:TaxSubtotal>
    <cbc:TaxableAmount currencyID="NOK">{(total + freight) / 100:.2f}</cbc:TaxableAmount>{tax}<cac:TaxCategory>{VAT}</cac:TaxCategory>
  </cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="NOK">{total / 100:.2f}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="NOK">{(total + freight) / 100:.2f}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="NOK">{(total + freight) / 80:.2f}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="NOK">{(total + freight) / 80:.2f}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
{lines}</{kind}>
"""


def write(folder: Path, count: int) -> int:
    """The same invoices as files and in a zip; returns their bytes."""
    (folder / "faktura").mkdir()
    written = 0
    with zipfile.ZipFile(folder / "faktura.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(1, count + 1):
            content = invoice(number).encode()
            written += len(content)
            packed.writestr(f"faktura/{number}.xml", content)
            (folder / "faktura" / f"{number}.xml").write_bytes(content)
    return written


def read_bare(folder: Path) -> int:
    with zipfile.ZipFile(folder / "faktura.zip") as packed:
        return sum(etree.fromstring(packed.read(info)) is not None for info in packed.infolist())


def read_full(pieces: list[Piece]) -> int:
    facts = rows = 0
    for event in UblInput(pieces).read(lambda _done, _total: None):
        facts += event.rows.num_rows if isinstance(event, Chunk) and event.table == "invoice_lines" else 0
        rows = event.rows if isinstance(event, FileEnd) else rows
    assert facts == rows > 0, (facts, rows)
    return facts


def read_zip(folder: Path) -> int:
    members = open_archive(folder / "faktura.zip")
    assert isinstance(members, tuple), members
    return read_full([Piece(member.archive, member) for member in members])


def read_folder(folder: Path) -> int:
    return read_full([Piece(path) for path in sorted((folder / "faktura").iterdir())])


WAYS = {"bare": read_bare, "zip": read_zip, "folder": read_folder}


def measure(way: str, folder: Path) -> None:
    """In a process of its own: print CPU seconds, peak memory and what came out."""
    read_full([Piece(next((folder / "faktura").iterdir()))])
    started = time.process_time()
    out = WAYS[way](folder)
    print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, out]))


def compare(count: int) -> None:
    runs: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="rung-bench-ubl-") as folder:
        size = write(Path(folder), count)
        print(f"{count:,} invoices of {size / count / 1000:.1f} kB on average; wanted: {WANTED:,} per CPU second")
        for _ in range(ROUNDS):
            for way, of_way in runs.items():
                command = [sys.executable, __file__, "--way", way, folder]
                of_way.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    for way, of_way in runs.items():
        seconds, _, out = min(of_way)
        what = "invoices" if way == "bare" else "lines"
        print(f"{way}: {count / seconds:6,.0f} per CPU second, {max(run[1] for run in of_way):4.0f} MiB at most, {out:,} {what}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--invoices", type=int, default=20_000)
    arguments.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    arguments.add_argument("folder", nargs="?", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.way:
        measure(chosen.way, chosen.folder)
    else:
        compare(chosen.invoices)


if __name__ == "__main__":
    main()
