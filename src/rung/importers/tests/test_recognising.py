"""A file is told by its content, also packed, and a zip by what is in it."""

import gzip
import zipfile

import pytest

from rung.importers import recognise
from rung.importers.recognising import sorted_out

SAFT = b'<?xml version="1.0"?><AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO"></AuditFile>'


def kinds(*paths):
    return [(kind, piece.name) for kind, piece in sorted_out(paths)]


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        if isinstance(content, dict):
            with zipfile.ZipFile(path, "w") as pack:
                for member, inside in content.items():
                    pack.writestr(member, inside)
        else:
            path.write_bytes(content)
        return path

    return written


def test_packed_xml_is_known_by_what_is_inside(write):
    assert kinds(write("a.txt", SAFT)) == [("saft", "a.txt")]
    assert kinds(write("a.gz", gzip.compress(SAFT))) == [("saft", "a.gz")]
    assert kinds(write("a.zip", {"inn/a.dat": SAFT})) == [("saft", "a.zip#a.dat")]


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b"dato;sum\n"), ("a.gz", b"\x1f\x8bxx"), ("a.zip", b"PK\x03\x04xx"), ("tom.csv", b"")]
)
def test_other_files_are_for_the_sheet_reader(write, name, content):
    assert kinds(write(name, content)) == [("sheet", name)]


def test_a_workbook_and_a_zip_of_lists_stay_whole(write):
    assert kinds(write("bok.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})) == [("sheet", "bok.xlsx")]
    assert kinds(write("lister.zip", {"kunder.csv": "a;b", "varer.csv": "a;b"})) == [("sheet", "lister.zip")]


def test_broken_packing_goes_by_the_name(write):
    assert kinds(write("regnskap.xml.gz", b"\x1f\x8bxx")) == [("saft", "regnskap.xml.gz")]
    assert kinds(write("regnskap.xml.zip", b"PK\x03\x04xx")) == [("saft", "regnskap.xml.zip")]


SIE = b'#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 4\r\n#FNAMN "Test AB"\r\n'
INVOICE = b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"></Invoice>'
FIRMS = b'[{"organisasjonsnummer":"974760673","navn":"Nord AS","organisasjonsform":{"kode":"AS"},"harRegistrertAntallAnsatte":false}]'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SIE, "sie"),
        (b'<?xml version="1.0"?><Sie xmlns="http://www.sie.se/sie5"></Sie>', "sie"),
        (INVOICE, "ubl"),
        (FIRMS, "register"),
        (b"<!DOCTYPE html><html></html>", "saft"),
        (b"<rss/>", "saft"),
        (b"#dato;sum\n1;2\n", "sheet"),
    ],
)
def test_each_kind_finds_its_reader(write, content, kind):
    assert kinds(write("fil.txt", content)) == [(kind, "fil.txt")]
    assert kinds(write("fil.gz", gzip.compress(content))) == [(kind, "fil.gz")]


def test_a_mixed_zip_is_sorted_out(write):
    path = write("alt.zip", {"a.se": SIE, "b/1.xml": INVOICE, "c.xml": SAFT, "kunder.csv": "Kundenr;Navn\n1;A\n"})
    assert kinds(path) == [("sie", "alt.zip#a.se"), ("ubl", "alt.zip#1.xml"), ("saft", "alt.zip#c.xml"), ("sheet", "alt.zip#kunder.csv")]


def test_a_folder_is_its_files_in_order(write, tmp_path):
    folder = tmp_path / "eksport"
    (folder / "inn").mkdir(parents=True)
    for name in ("b.csv", "inn/a.csv", ".skjult"):
        (folder / name).write_bytes(b"dato;sum\n")
    assert kinds(folder) == [("sheet", "b.csv"), ("sheet", "a.csv")]


def test_invoices_are_one_import_and_rates_come_first(write):
    first, second = write("1.xml", INVOICE), write("2.xml", INVOICE.replace(b"Invoice", b"CreditNote"))
    rates = write("kurser.csv", b"valuta;dato;kurs\nEUR;01.01.2025;11,5\nEUR;01.02.2025;11,6\n")
    found = recognise([first, write("r.se", SIE), second, rates])
    assert [[path.name for path in one.files] for one in found] == [["kurser.csv"], ["r.se"], ["1.xml", "2.xml"]]
