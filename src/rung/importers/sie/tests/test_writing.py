"""The same file in every way that programs write it."""

import pytest

from rung.importers.sie import blocks, looks_like_sie
from rung.importers.sie.characters import encoding_of
from rung.importers.sie.rows import fields


@pytest.fixture
def plain(sie):
    rows = (sie.trans(1510, "1250.00", objects='8 "å 1"', text="Räksmörgås"), sie.trans(2611, -250), sie.trans(3041, -1000))
    return sie.file(
        [sie.ver("A", n, "20250114", *rows, text="Räksmörgås") for n in range(1, 4)], more='#OBJEKT 8 "å 1" "Åkesson & Öman"\n'
    ).text()


def facts(read):
    return [(line["line_key"], line["date"], line["revenue"], line["customer_id"], line["row"]) for line in read.lines]


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "utf-8", "utf-8-sig"])
def test_characters_are_told_by_what_is_written(read, plain, encoding):
    assert "#FORMAT PC8" in plain
    found = read(plain, encoding=encoding)
    assert found.head.company == "Prövbolaget i Åmål AB"
    assert [one["name"] for one in found.customers] == ["Åkesson & Öman"]
    assert facts(found) == facts(read(plain))
    shown = {"cp437": "CP437", "cp850": "CP437", "cp1252": "Windows-1252"}.get(encoding, "UTF-8")
    assert found.how["Encoding"].startswith(shown)


@pytest.mark.parametrize("letters", ["å", "Ö", "é", "Åäö ÅÄÖ"])
def test_a_single_letter_is_enough(letters):
    assert [encoding_of(f"#FNAMN {letters}".encode(encoding)) for encoding in ("cp437", "cp1252", "utf-8")] == ["cp437", "cp1252", "utf-8"]


def test_one_wrong_letter_does_not_turn_the_rest():
    """A real file has a path in Windows-1252 among hundreds of names in CP437."""
    assert encoding_of("#FNR Företag\n".encode("cp1252") + "#KONTO 1 Försäljning\n#KONTO 2 Inköp\n".encode("cp437")) == "cp437"


def test_plain_letters_say_nothing(read, sie):
    head = sie.head.encode("ascii", "ignore").decode()
    assert read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100))], head=head)).how["Encoding"] == "ASCII"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(" ", "\t").replace("Räksmörgås", "Räk smörgås"),
        lambda text: text.replace("   #TRANS", "#TRANS  ").replace(" {", "   { ").replace("}", "  }"),
        lambda text: text.replace("#TRANS 3041 {} -1000", '#TRANS "3041" {} "-1000.00" "" ""'),
        lambda text: text.replace("#VER A 1 20250114", '#VER "A" "1" "20250114"'),
        lambda text: text.replace(" -1000", " -1000,00"),
        lambda text: text.replace("-1000", r'-1000 20250114 "med \"citat\" och {klamrar}"'),
        lambda text: text.replace("-1000", r'-1000 20250114 "C:\mapp\fil" 0 "Anna A" nytt'),
        lambda text: text + "\x1a",
        lambda text: text.removesuffix("\n"),
    ],
    ids=["crlf", "cr", "tabs", "blanks", "quotes", "quoted head", "comma", "escapes", "backslash", "ctrl-z", "no last line feed"],
)
def test_ways_of_writing_are_one(read, plain, change):
    changed = change(plain)
    assert changed != plain
    found = read(changed)
    assert [fact[:3] for fact in facts(found)] == [fact[:3] for fact in facts(read(plain))]
    assert {fact[3] for fact in facts(found)} <= {"å 1", "å\t1"}
    assert "sie-voucher-out-of-balance" not in found.codes


@pytest.mark.parametrize("name", ["bok.se", "bok.se.gz", "bok.zip"])
def test_packed_or_not(read, plain, name):
    assert facts(read(plain, name=name)) == facts(read(plain))


def test_a_series_may_be_missing(read, sie):
    text = sie.file([sie.ver("A", 1, "20250114", *sie.sale(100))]).text().replace("#VER A 1", "#VER 1")
    assert [line["line_key"] for line in read(text).lines] == ["5560125790|2025||1|3"]


@pytest.mark.parametrize("size", [1, 7, 60, 100, 333, 1000])
def test_a_file_is_the_same_in_pieces_of_any_size(read, sie, monkeypatch, size):
    vouchers = [sie.ver("A", n, "20250114", *sie.sale(100 + n, objects=f"8 k{n % 3}")) for n in range(1, 20)]
    whole = read(sie.file(vouchers))
    monkeypatch.setattr(blocks, "_SIZE", size)
    monkeypatch.setattr("rung.importers.sie.reading._HEAD", max(size, 20))
    pieces = read(sie.file(vouchers))
    assert facts(pieces) == facts(whole)
    assert (pieces.controls, pieces.problems, pieces.head) == (whole.controls, whole.problems, whole.head)


def test_amounts_too_large_for_64_bits_add_up(read, sie):
    large = "99999999999999.99"
    rows = [sie.trans(1510, large), sie.trans(3041, f"-{large}")] * 200
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert "sie-voucher-out-of-balance" not in found.codes
    assert len(found.lines) == 200


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ('#KONTO 1510 "Kassa \\"special\\""', ["#KONTO", "1510", 'Kassa "special"']),
        ('#TRANS 3041 {8 "a}b" 10 2} -1', ["#TRANS", "3041", '8 "a}b" 10 2', "-1"]),
        ('"" a"b c"d', ["", "a", "b c", "d"]),
        ('"ej slut', ["ej slut"]),
        ("{1 2", ["", "1", "2"]),
        ("", []),
        ("x" * 30_000, []),
    ],
)
def test_fields(row, wanted):
    assert fields(row) == wanted


@pytest.mark.parametrize(
    ("head", "is_sie"),
    [
        (b"#FLAGGA 0\r\n", True),
        (b"\xef\xbb\xbf#FLAGGA 0\r\n", True),
        (b"\r\n \t#FORMAT PC8", True),
        (b"#VER A 1 20250101", True),
        (b"", False),
        (b"Kund;Datum;Belopp\n", False),
        (b"#Kund;Datum;Belopp\n", False),
        (b"#;1\n", False),
        (b"<!DOCTYPE html><html>#FLAGGA", False),
        (b"PK\x03\x04", False),
        (b"\xff\xfe#\x00F\x00", False),
    ],
)
def test_what_looks_like_sie(head, is_sie):
    assert looks_like_sie(head) is is_sie
