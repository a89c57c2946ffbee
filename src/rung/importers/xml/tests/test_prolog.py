import pytest

from rung.importers.xml import Flaw, inspect, looks_like_xml

DECLARED = '<?xml version="1.0" encoding="{}"?>\n<AuditFile>'


@pytest.mark.parametrize("text", ["<?xml version='1.0'?>", "<AuditFile>", "\n  <n1:AuditFile", "<!-- x -->", "<!DOCTYPE html>", "<Ørsted>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_xml_is_known_by_its_first_bytes(text, encoding):
    expected = not text.startswith("\n") or encoding not in {"utf-16-le", "utf-16-be"}  # without a mark, only "<" gives UTF-16 away
    assert looks_like_xml(text.encode(encoding)) is expected


@pytest.mark.parametrize(
    "head", [b"", b"PK\x03\x04", b"%PDF-1.7", b"dato;kunde\n", b"<1", b"< a", b"\xd0\xcf\x11\xe0", b"\xff\xfed\x00", b"Kunde <a>"]
)
def test_what_is_not_xml_is_not_taken_for_it(head):
    assert not looks_like_xml(head)


@pytest.mark.parametrize(
    ("written", "bytes_in", "expected"),
    [
        (DECLARED.format("UTF-8"), "utf-8", "UTF-8"),
        (DECLARED.format("UTF-8"), "utf-8-sig", "UTF-8"),
        ("<AuditFile>", "utf-8", "UTF-8"),
        (DECLARED.format("iso-8859-1"), "latin-1", "iso-8859-1"),
        (DECLARED.format("windows-1252"), "cp1252", "windows-1252"),
        (DECLARED.format("windows-1252"), "utf-8-sig", "UTF-8"),
        (DECLARED.format("utf-16"), "utf-8", "UTF-8"),
        (DECLARED.format("utf-16"), "utf-16-le", "UTF-16LE"),
        (DECLARED.format("utf-8"), "utf-16-be", "UTF-16BE"),
        (DECLARED.format("utf-7"), "utf-8", Flaw.CHARACTERS),
        ("<?xml version='1.0'?><!-- <!DOCTYPE x> --><?p <!DOCTYPE x> ?>\n<AuditFile>", "utf-8", "UTF-8"),
        ("<!-- a --> <!DOCTYPE x>", "utf-8", Flaw.DOCTYPE),
        ("<!DOCTYPE html>", "utf-8", Flaw.WEB_PAGE),
        ("  ", "utf-8", Flaw.EMPTY),
        ("tekst", "utf-8", Flaw.NOT_XML),
        ("<!-- a", "utf-8", None),
        ("<!DOC", "utf-8", None),
        ("<?xml version='1.0'?>\n", "utf-8", None),
    ],
)
def test_the_prolog_says_how_to_read_the_file_or_why_not_to(written, bytes_in, expected):
    assert inspect(written.encode(bytes_in)) == expected


@pytest.mark.parametrize("stop", range(1, 60))
def test_a_doctype_is_never_taken_for_safe_when_the_bytes_come_bit_by_bit(stop):
    hidden = b"<?xml version='1.0'?><!-- a --><?p ?><!DOCTYPE x><AuditFile>"
    assert inspect(hidden[:stop]) in {None, Flaw.DOCTYPE, Flaw.EMPTY, Flaw.NOT_XML}
