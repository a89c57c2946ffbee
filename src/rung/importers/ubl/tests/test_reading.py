"""What comes out of invoices that are as they should be."""

import gzip
import re
from datetime import date
from decimal import Decimal

import pytest

from rung.importers.archive import Piece
from rung.importers.ubl import ROOTS, UblInput


def revenues(found):
    return [line["revenue"] for line in found.lines]


def stated(found):
    return {(str(control.name), control.month): (control.stated, control.measured) for control in found.controls}


@pytest.fixture
def whole(ubl):
    """An invoice with all that is read."""
    return ubl.Invoice(
        seller=ubl.Party("Selger AS", ubl.seller_org, contact=("7", "Siv Selger", None, None)),
        buyer=ubl.Party(account="10042", vat=f"NO{ubl.buyer_org}MVA", contact=(None, "Kari Nordmann", "22 00 00 00", "kari@kunde.no")),
        lines=(
            ubl.Line("300.00", "3", name="Laks  fersk", item="L-1", group="10101", group_name="Fisk"),
            ubl.Line("100.00", "2.5", name="Kasse", gtin="07012345678900", group="77"),
            ubl.Line("200.00", "1", name="Montering\n av HYLLE"),
        ),
        parts=("100.00",),
    )


def test_an_invoice_becomes_facts_with_everything_it_says(read, whole, ubl):
    found = read(whole, names=["inv.xml"])
    first, second, third = found.lines
    assert first == {
        "line_key": f"{ubl.seller_org}|1001|2025|1",
        "source": "lines",
        "date": date(2025, 3, 14),
        "revenue": Decimal(350),
        "estimated": False,
        "customer_id": "10042",
        "invoice_id": "1001",
        "product_id": "L-1",
        "product_group": "Fisk",
        "seller_id": "7",
        "quantity": Decimal(3),
        "cost": None,
        "original_amount": None,
        "currency": None,
        "file": "inv.xml",
        "row": 1,
    }
    assert (second["revenue"], second["product_id"], second["product_group"]) == (Decimal("116.67"), "07012345678900", "77")
    assert second["quantity"] == Decimal("2.5")
    assert (third["revenue"], third["product_id"], third["row"]) == (Decimal("233.33"), "montering av hylle", 3)
    assert found.rows["customers"] == [
        dict.fromkeys(found.rows["customers"][0])
        | {
            "customer_id": "10042",
            "name": "Kjøper AS",
            "kind": "company",
            "org_number": ubl.buyer_org,
            "country": "NO",
            "city": "Oslo",
            "postal_code": "0155",
            "address": "Storgata 1",
            "phone": "22 00 00 00",
            "email": "kari@kunde.no",
            "file": "inv.xml",
            "row": 1,
        }
    ]
    (contact,) = found.rows["contacts"]
    assert (contact["contact_id"], contact["party_id"]) == ("10042|Kari Nordmann", "10042")
    assert (contact["name"], contact["phone"], contact["email"]) == ("Kari Nordmann", "22 00 00 00", "kari@kunde.no")
    assert found.rows["sellers"] == [{"seller_id": "7", "name": "Siv Selger", "team": None, "file": "inv.xml", "row": 1}]
    products = found.of("products", "product_id")
    assert products["L-1"]["name"] == "Laks fersk"
    assert products["montering av hylle"]["name"] == "Montering av HYLLE"
    assert not found.problems


def test_the_head_says_what_it_is(read, whole, ubl):
    found = read(whole, whole.but(number="2", kind="CreditNote", code="381", issued="2025-04-01"), whole.but(number="3", oioubl=True))
    head = found.head
    assert (head.kind, head.company, head.org_number, head.currency) == ("E-invoices (UBL)", "Selger AS", ubl.seller_org, "NOK")
    assert (head.first, head.last) == (date(2025, 3, 14), date(2025, 4, 1))
    how = {str(label): str(value) for label, value in head.how}
    assert how["Format"] == "Peppol BIS Billing 3, OIOUBL-2.02"
    assert (how["Invoices"], how["Credit notes"]) == ("2 invoices", "1 credit note")


def test_the_totals_of_the_invoices_are_the_control(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line("10.10"), ubl.Line("0.05"))), ubl.Invoice(number="2", issued="2025-05-01", parts=("-25",)))
    assert stated(found) == {
        ("Revenue", date(2025, 3, 1)): (Decimal("10.15"), None),
        ("Revenue", date(2025, 5, 1)): (Decimal(75), None),
        ("Revenue", None): (Decimal("85.15"), None),
    }
    assert found.revenue == Decimal("85.15")
    assert all(control.own and control.money for control in found.controls)


def test_an_invoice_that_states_no_total_is_held_against_its_lines(read, ubl):
    found = read(re.sub(rb"<cac:LegalMonetaryTotal>.*</cac:LegalMonetaryTotal>", b"", ubl.Invoice().xml))
    assert [(control.stated, control.own) for control in found.controls] == [(Decimal(100), False)] * 2
    assert found.head.currency == "NOK"


def test_a_credit_note_is_negative_and_so_is_what_comes_back(read, ubl):
    found = read(ubl.Invoice(kind="CreditNote", code="381", lines=(ubl.Line("80", "2"), ubl.Line("-30", "-1")), parts=("10",)))
    assert revenues(found) == [Decimal("-87.27"), Decimal("27.27")]
    assert [line["quantity"] for line in found.lines] == [Decimal(-2), Decimal(1)]
    assert found.lines[0]["line_key"].endswith("|1001|2025|credit|1")
    assert stated(found)["Revenue", None] == (Decimal(-60), None)


def test_an_invoice_and_a_credit_note_may_have_the_same_number(read, ubl):
    found = read(ubl.Invoice(), ubl.Invoice(kind="CreditNote", code="381"))
    assert found.revenue == 0
    assert len(found.lines) == 2
    assert not found.problems


def test_a_negative_invoice_stays_negative(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line("-1325", "-7"),)))
    assert revenues(found) == [Decimal(-1325)]
    assert found.lines[0]["quantity"] == -7


@pytest.mark.parametrize("amount", ["400", "-400"])
def test_an_invoice_whose_type_is_a_credit_note_is_negative_however_it_is_written(read, ubl, amount):
    found = read(ubl.Invoice(code="381", lines=(ubl.Line(amount),)))
    assert revenues(found) == [Decimal(-400)]
    assert found.lines[0]["line_key"].endswith("|credit|1")


@pytest.mark.parametrize("code", ["380", "383", "384", "389", "393", "82", None])
def test_other_types_are_sales(read, ubl, code):
    found = read(ubl.Invoice(code=code))
    assert revenues(found) == [Decimal(100)]
    assert not found.problems


def test_a_payment_in_advance_is_a_sale_with_a_remark(read, ubl):
    found = read(ubl.Invoice(code="386"))
    assert found.revenue == 100
    assert found.codes == ["ubl-prepayment"]


def test_rounding_of_what_is_to_be_paid_is_no_revenue(read, ubl):
    assert read(ubl.Invoice(rounding="0.22")).revenue == 100


def test_the_total_of_oioubl_is_not_its_tax_exclusive_amount(read, ubl):
    found = read(ubl.Invoice(oioubl=True, lines=(ubl.Line("98.80"),), parts=("-7.90",)))
    assert found.revenue == Decimal("90.90")
    assert stated(found)["Revenue", None] == (Decimal("90.90"), None)
    assert not found.problems


def test_lines_without_a_number_or_with_the_same_are_told_apart(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line(id=""), ubl.Line(id="7"), ubl.Line(id="7"), ubl.Line(id="7#3"))))
    assert [line["line_key"].rpartition("|")[2] for line in found.lines] == ["1", "7", "7#3", "7#3#4"]


def test_items_without_a_name_or_a_number_have_no_product(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line(name=None), ubl.Line(name="Time", item="n/a"))))
    assert [line["product_id"] for line in found.lines] == [None, "time"]


def test_the_latest_invoice_has_the_last_word_on_names(read, ubl):
    new = ubl.Invoice(number="2", issued="2025-06-01", buyer=ubl.Party(name="Nytt navn AS"), lines=(ubl.Line(item="V", name="Ny vare"),))
    old = ubl.Invoice(issued="2025-01-01", lines=(ubl.Line(item="V", name="Gammel vare"),))
    found = read(new, old)
    (customer,) = found.rows["customers"]
    (product,) = found.rows["products"]
    assert (customer["name"], customer["file"]) == ("Nytt navn AS", "1.xml")
    assert (product["name"], product["file"]) == ("Ny vare", "1.xml")


def test_an_envelope_is_opened_and_its_invoices_share_the_rows_of_the_file(read, ubl):
    header = '<h:StandardBusinessDocumentHeader xmlns:h="urn:sbd"/>'
    inside = ubl.Invoice(lines=(ubl.Line("10"), ubl.Line("20"))).element + ubl.Invoice(number="2", lines=(ubl.Line("30"),)).element
    found = read(f'<StandardBusinessDocument xmlns="urn:sbd">{header}{inside}</StandardBusinessDocument>'.encode())
    assert [(line["invoice_id"], line["row"], line["line_key"][-2:]) for line in found.lines] == [
        ("1001", 1, "|1"),
        ("1001", 2, "|2"),
        ("2", 3, "|1"),
    ]
    assert ROOTS == ("Invoice", "CreditNote", "StandardBusinessDocument")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_characters_of_all_kinds(read, ubl, encoding):
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>' + ubl.Invoice(buyer=ubl.Party(name="Blåbær & Ære AS")).element
    assert read(text.encode(encoding)).rows["customers"][0]["name"] == "Blåbær & Ære AS"


def test_gz_and_zip_and_folder_are_the_same(read, read_zip, ubl):
    contents = {f"2025/{n}.xml": ubl.Invoice(number=str(n)) for n in range(1, 4)}
    unpacked = read(*contents.values())
    packed = read_zip(contents)
    gzipped = read(*(gzip.compress(one.xml) for one in contents.values()), names=["a.xml.gz", "b.xml.gz", "c.xml.gz"])
    keys = [line["line_key"] for line in unpacked.lines]
    assert keys == [line["line_key"] for line in packed.lines] == [line["line_key"] for line in gzipped.lines]
    assert [line["file"] for line in packed.lines] == ["faktura.zip#1.xml", "faktura.zip#2.xml", "faktura.zip#3.xml"]


def test_files_of_one_name_are_told_apart(read, read_zip, ubl):
    contents = [ubl.Invoice(number=str(n)) for n in range(3)]
    packed = read_zip({"jan/inv.xml": contents[0], "feb/inv.xml": contents[1], "x.xml": contents[2]})
    assert {line["file"] for line in packed.lines} == {"faktura.zip#jan/inv.xml", "faktura.zip#feb/inv.xml", "faktura.zip#x.xml"}
    lying = read(*contents, names=["jan/inv.xml", "feb/inv.xml", "x/feb/inv.xml"])
    assert {line["file"] for line in lying.lines} == {"jan/inv.xml", "feb/inv.xml", "feb/inv.xml (2)"}


def test_the_files_on_disk_are_named_once(tmp_path):
    one, two = tmp_path / "a.xml", tmp_path / "b.xml"
    assert UblInput([Piece(one), Piece(two), Piece(one)]).files == (one, two)


def test_many_lines_come_in_several_chunks(read, ubl, monkeypatch):
    monkeypatch.setattr("rung.importers.ubl.lines.CHUNK", 2)
    found = read(ubl.Invoice(lines=tuple(ubl.Line(str(n)) for n in range(1, 8))), ubl.Invoice(number="2"))
    assert revenues(found) == [*map(Decimal, range(1, 8)), Decimal(100)]


def test_an_attachment_larger_than_the_parser_takes_is_no_hindrance(read, ubl):
    inside = ubl.leaf("EmbeddedDocumentBinaryObject", "QUJD" * 2_700_000)
    extra = ubl.tag("cac:AdditionalDocumentReference", ubl.leaf("ID", "1"), ubl.tag("cac:Attachment", inside))
    assert read(ubl.Invoice(extra=extra)).revenue == 100
