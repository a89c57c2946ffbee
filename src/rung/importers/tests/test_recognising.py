"""A file is told by its content, also packed, and a zip by what is in it."""

import gzip
import zipfile

import pytest

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
