"""Every file that cannot be used: one clear sentence with a remedy, and nothing else."""

import gzip
import zipfile

import pytest

BILLION_LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><AuditFile>&b;</AuditFile>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE AuditFile [<!ENTITY x SYSTEM "file:///etc/passwd">]><AuditFile>&x;</AuditFile>'
OUTSIDE = '<!DOCTYPE AuditFile SYSTEM "http://127.0.0.1:9/saft.dtd"><AuditFile/>'


@pytest.fixture
def whole(saft, parts):
    return saft([("1", "2025-01-05", parts.sale(1000, "1001"))])


@pytest.mark.parametrize("written", [BILLION_LAUGHS, EXTERNAL, OUTSIDE, "<!-- x --><?p ?>\n" + OUTSIDE, "<!doctype AuditFile><AuditFile/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_is_refused_in_every_encoding(refused, written, encoding):
    code, found, remedy = refused(written.encode(encoding))
    assert code == "xml-doctype"
    assert "DOCTYPE" in found
    assert "Export" in remedy


@pytest.mark.parametrize("name", ["a.xml.gz", "a.zip"])
def test_a_packed_doctype_is_refused(refused, name):
    assert refused(EXTERNAL, name)[0] == "xml-doctype"


def test_a_doctype_behind_a_long_comment_is_found(refused):
    assert refused("<!--" + "x" * 200_000 + "-->" + BILLION_LAUGHS)[0] == "xml-doctype"


def test_an_entity_nobody_declared_does_not_vanish(refused, whole):
    assert refused(whole.text().replace("Alfa AS", "Alfa &navn; AS"))[0] == "xml-damaged"


@pytest.mark.parametrize("encoding", ["UTF-7", "Shift_JIS", "EBCDIC-CP-US", "ISO-8859-99"])
def test_an_encoding_that_could_hide_something_is_refused(refused, whole, encoding):
    code, _, remedy = refused(whole.text().replace('encoding="UTF-8"', f'encoding="{encoding}"'))
    assert code == "xml-characters"
    assert "UTF-8" in remedy


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_refused(refused, whole, encoding):
    assert refused(whole.text().replace(' encoding="UTF-8"', "").encode(encoding))[0] == "xml-characters"


def test_bytes_of_another_encoding_than_the_file_says_are_refused_with_the_line(refused, whole):
    code, found, _ = refused(whole.text().encode("cp1252"))
    assert code == "xml-characters"
    assert "UTF-8" in found
    assert "line 8" in found


@pytest.mark.parametrize("content", [b"", b"  \n\n ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_an_empty_file(refused, content):
    assert refused(content)[:2] == ("xml-empty", "The file is empty.")


@pytest.mark.parametrize("content", [b"< AuditFile/>", b"<!ELEMENT a>", b"%PDF-1.7\n%\xe2\xe3", b"dato;kunde;sum\n", b"\x00\x01\x02"])
def test_what_is_not_xml(refused, content):
    assert refused(content)[0] == "xml-not-xml"


def test_a_prolog_without_end_is_not_xml(refused):
    assert refused("<!--" + "x" * 1_100_000)[0] == "xml-not-xml"


@pytest.mark.parametrize(
    "content", ["<!DOCTYPE html>\n<html><body>Logg inn</body></html>", "<html>\n<body/></html>", "<HTML >", "<!doctype HTML PUBLIC 'x'>"]
)
def test_a_web_page(refused, content):
    code, found, remedy = refused(content)
    assert code == "xml-web-page"
    assert "web page" in found
    assert "log-in" in remedy


@pytest.mark.parametrize("cut", [30, 100, 400, 1200, -300, -60, -13, -2])
def test_a_truncated_file_is_refused_whole(refused, whole, cut):
    code, found, remedy = refused(whole.text()[:cut])
    assert code == "xml-truncated"
    assert "ends in the middle" in found
    assert "again" in remedy


def test_a_long_file_that_is_cut_gives_its_refusal_at_the_end(read, saft, parts):
    vouchers = [(str(number), "2025-01-05", parts.sale(1000, "1001")) for number in range(200)]
    found = read(saft(vouchers).text()[:-100])
    assert found.heads  # told before the end was known to be missing; the engine drops it all
    assert not found.ends
    (problem,) = found.problems
    assert (problem.code, problem.refused) == ("xml-truncated", True)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("</Customers>", "</Kunder>"), ("</Name>", ""), ("Alfa", "\x01"), ("Alfa", "&#2;"), ("</AuditFile>", "</AuditFile><x/>")],
)
def test_a_damaged_file_says_the_line(refused, whole, wrong, right):
    code, found, _ = refused(whole.text().replace(wrong, right, 1))
    assert code == "xml-damaged"
    assert "from line" in found


def test_a_prefix_nobody_declared_is_damage(refused, whole):
    assert refused(whole.text().replace("<AuditFile ", "<n1:AuditFile ").replace("</AuditFile>", "</n1:AuditFile>"))[0] == "xml-damaged"


@pytest.mark.parametrize("bomb", ["<Customer>" * 5_000, "x" * 11_000_000])
def test_depth_and_texts_beyond_reason_are_refused(refused, whole, bomb):
    assert refused(whole.text().replace("Alfa", bomb, 1))[0] == "xml-damaged"


def test_a_voucher_beyond_reason_is_refused(refused, whole, monkeypatch):
    monkeypatch.setattr("rung.importers.xml.elements._LARGEST", 100_000)
    code, found, _ = refused(whole.text().replace("<Line>", "<Line>\n" + "<Analysis/>" * 20_000, 1))
    assert code == "xml-too-big"
    assert "single part" in found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "no invoice"),
        ("<ns:ApplicationResponse xmlns:ns='urn:x'/>", "no invoice"),
        ("<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "Excel"),
        ("<auditfile xmlns='urn:StandardAuditFile-Taxation-CashRegister:NO'/>", "Cash Register"),
        ("<rss version='2.0'/>", "“rss”"),
    ],
)
def test_xml_of_another_kind_is_named(refused, content, words):
    code, found, remedy = refused(content)
    assert code == "saft-not-saft"
    assert words in found
    assert remedy


@pytest.mark.parametrize(
    ("namespace", "country"),
    [
        ("urn:StandardAuditFile-Taxation-Financial:SE", "(SE)"),
        ("urn:OECD:StandardAuditFile-Tax:PT_1.04_01", "(PT)"),
    ],
)
def test_another_country_by_its_namespace(refused, saft, parts, namespace, country):
    code, found, remedy = refused(saft([("1", "2025-01-05", parts.sale(1000, "1001"))], namespace=f' xmlns="{namespace}"'))
    assert code == "saft-country"
    assert country in found
    assert "Excel or CSV" in remedy


def test_another_country_by_its_header(refused, saft, parts):
    header = parts.tags(AuditFileVersion="1.0", AuditFileCountry="LT")
    assert "(LT)" in refused(saft([("1", "2025-01-05", parts.sale(1000, "1001"))], namespace="", header=header))[1]


def test_balances_without_vouchers(refused, saft, parts):
    code, found, remedy = refused(saft(totals=parts.tags(NumberOfEntries=0)))
    assert code == "saft-no-vouchers"
    assert "balances" in found
    assert "vouchers" in remedy
    assert refused(saft())[0] == "saft-no-vouchers"
    assert refused("<AuditFile/>")[0] == "saft-no-vouchers"


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_gz_that_is_cut_or_broken(refused, whole, tmp_path, parts, keep):
    packed = gzip.compress(whole.text().encode())
    path = tmp_path / "cut.xml.gz"
    path.write_bytes(packed[: int(len(packed) * keep)])
    (problem,) = parts.read_path(path).problems
    assert (problem.code, problem.refused) == ("xml-packed-damaged", True)


def test_a_gz_bomb_is_stopped_while_it_grows(tmp_path, parts, whole):
    path = tmp_path / "bomb.xml.gz"
    head, tail = whole.text().encode().split(b"Alfa")
    with gzip.open(path, "wb") as target:
        target.write(head)
        for _ in range(80):
            target.write(b"<Name>" + b" " * 1_000_000 + b"</Name>")
        target.write(tail)
    (problem,) = parts.read_path(path).problems
    assert (problem.code, problem.refused) == ("xml-too-big", True)


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members.items():
            pack.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"lesmeg.txt": b"hei"}, "saft-not-in-zip"),
        ({"a.xml": b"<Alfa></Alfa>", "b.XML": b"<Beta></Beta>"}, "saft-not-saft"),
        ({"a.xml": b"<A/>", "b.zip": b"PK"}, "archive-in-archive"),
        ({}, "archive-empty"),
    ],
)
def test_a_zip_without_accounts(tmp_path, parts, members, code):
    (problem,) = parts.read_path(zipped(tmp_path / "a.zip", members)).problems
    assert (problem.code, problem.refused) == (code, True)
    assert str(problem.where).startswith("a.zip")
    assert str(problem.remedy)


def test_a_zip_with_broken_bytes(tmp_path, parts, whole):
    path = zipped(tmp_path / "a.zip", {"a.xml": whole.text()})
    raw = bytearray(path.read_bytes())
    raw[200:210] = b"\xff" * 10
    path.write_bytes(raw)
    (problem,) = parts.read_path(path).problems
    assert problem.refused
    assert problem.code in {"xml-packed-damaged", "xml-damaged", "xml-characters"}


def test_lines_within_lines_do_not_stop_the_reading(read, whole):
    assert read(whole.text().replace("<AccountID>3000", "<Line/><AccountID>3000")).ends
