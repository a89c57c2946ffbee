"""Every way to write a file that Nordic systems and spreadsheets are known to have: the same two lines come out of all of them."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

HEADER = ["Fakturadato", "Fakturanr", "Kundenr", "Kundenavn", "Antall", "Netto"]
FIRST = ["31.12.2025", "0017", "0042", "Ærlig & Sønn AS", "2", "1234,56"]
SECOND = ["02.01.2026", "0018", "0007", "Blåbær Öl", "-1", "-12,5"]
EXPECTED = [
    (date(2025, 12, 31), "0017", "0042", Decimal(2), Decimal("1234.56")),
    (date(2026, 1, 2), "0018", "0007", Decimal(-1), Decimal("-12.5")),
]


def lines(said):
    return [tuple(row[name] for name in ("date", "invoice_id", "customer_id", "quantity", "revenue")) for row in said.rows()]


def written(*rows, delimiter=";", end="\r\n"):
    return "".join(delimiter.join(row) + end for row in (HEADER, FIRST, SECOND, *rows))


def with_(column, first, second):
    """The two lines with other texts in a column."""
    place = HEADER.index(column)
    rows = [[*row[:place], cell, *row[place + 1 :]] for row, cell in ((FIRST, first), (SECOND, second))]
    return "".join(";".join(row) + "\n" for row in (HEADER, *rows))


def quoted(text):
    return "\n".join(";".join(f'"{cell}"' for cell in row.split(";")) for row in text.splitlines()) + "\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1 234,56", "-12,50"),
        ("1\u00a0234,56", "-12,50"),
        ("1\u202f234,56", "\u221212,50"),
        ("1.234,56", "12,50-"),
        ("1.234,56", "(12,50)"),
        ("kr 1.234,56", "kr -12,50"),
        ("1234,56 kr", "-12,50 kr"),
        ("NOK 1 234,56", "(NOK 12,50)"),
        ("1,234.56", "-12.50"),
        ("1'234.56", "-12.5"),
        ("+1234,56", "-12,5"),
        ("1,23456E+03", "-1,25E+01"),
    ],
)
def test_numbers(read_text, first, second):
    assert lines(read_text(quoted(with_("Netto", first, second)))) == EXPECTED


def test_whole_amounts_with_a_dash(read_text):
    said = read_text(with_("Netto", "kr 10,-", "1 000,-"))
    assert said.column("revenue") == [Decimal(10), Decimal(1000)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("31.12.2025", "02.01.2026"),
        ("31.12.25", "02.01.26"),
        ("31-12-2025", "02-01-2026"),
        ("2025-12-31", "2026-01-02"),
        ("20251231", "20260102"),
        ("31/12-25", "02/01-26"),
        ("31/12/2025", "2/1/2026"),
        ("46022", "46024"),
        ("2025-W01-3", "2026-W01-5"),
        ("31.12.2025 kl. 14:30", "02.01.2026 kl. 07:00"),
        ("2025-12-31 14:30:00 UTC", "2026-01-02 00:00:00 UTC"),
        ("2025-12-31T14:30:00+01:00", "2026-01-02T00:00:00+01:00"),
        ("2025-12-31T23:30:00Z", "2026-01-02T00:00:00Z"),
        ("31. desember 2025", "2. januar 2026"),
    ],
)
def test_dates(read_text, first, second):
    found = lines(read_text(with_("Fakturadato", first, second)))
    expected = EXPECTED if "W01-3" not in first else [(date(2025, 1, 1), *EXPECTED[0][1:]), EXPECTED[1]]
    assert found == expected


@pytest.mark.parametrize(("first", "monday"), [("2025-W03", date(2025, 1, 13)), ("uke 3 2025", date(2025, 1, 13))])
def test_weeks(read_text, first, monday):
    assert read_text(with_("Fakturadato", first, first)).column("date") == [monday, monday]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(read_text, delimiter):
    text = written(delimiter=delimiter) if delimiter != "," else written(delimiter="\x00").replace(",", ".").replace("\x00", ",")
    assert lines(read_text(text)) == EXPECTED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "cp437", "cp850", "cp865"]
)
def test_encodings(read_text, encoding):
    text = written() if encoding != "cp437" else written().replace("Sønn", "Sönn")
    said = read_text(text, encoding=encoding)
    assert lines(said) == EXPECTED
    assert said.column("name", "customers") == ["Ærlig & Sönn AS" if encoding == "cp437" else "Ærlig & Sønn AS", "Blåbær Öl"]


def test_quoted_line_breaks_and_delimiters(read_text):
    said = read_text(with_("Kundenavn", '"Ærlig;\nSønn ""AS"""', '"Blåbær\r\nÖl"'))
    assert lines(said) == EXPECTED
    assert said.column("name", "customers") == ['Ærlig;\nSønn "AS"', "Blåbær\r\nÖl"]
    assert said.column("row") == [2, 4]


@pytest.mark.parametrize("word", ["Sum", "Totalt", "I alt", "Summa", "Total", "SUM:", "Sum total"])
def test_titles_above_and_totals_below(read_text, word):
    titles = "Fakturajournal;;;;;\nFirma AS, 01.12.2025 - 31.01.2026;;;;;\n;;;;;\n"
    said = read_text(titles + written([word, "", "", "", "1", "1222,06"]))
    assert lines(said) == EXPECTED
    assert [control.stated for control in said.controls if control.own] == [Decimal("1222.06")]


def test_the_header_on_every_page(read_text):
    said = read_text(written(["Side 2", *[""] * 5], HEADER, FIRST, HEADER, SECOND), check=True)
    assert lines(said) == EXPECTED * 2
    assert "2 rows" in str(said.problem("sheet-header-again").found)


def test_empty_columns_and_rows(read_text):
    text = "".join(";".join(["", *row[:2], "", *row[2:], "", ""]) + "\n" for row in (HEADER, FIRST, [""] * 6, SECOND))
    said = read_text(text + ";;;;;;;;;\n")
    assert lines(said) == EXPECTED
    assert "2 empty rows" in str(said.problem("sheet-empty-rows").found)


def test_headers_that_stand_twice(read_text):
    said = read_text("Fakturadato;Kundenr;Netto;Netto;Kundenr\n31.12.2025;0042;10;99;x\n")
    assert said.column("revenue") == [Decimal(10)]
    assert said.column("customer_id") == ["0042"]
    assert "Kundenr" in str(said.problem("sheet-header-twice").found)


def test_a_credit_note_by_its_sign_or_by_its_type(read_text):
    assert read_text("Dato;Kundenr;Netto\n31.12.2025;1;-50\n").column("revenue") == [Decimal(-50)]
    said = read_text("Dato;Kundenr;Type;Netto\n31.12.2025;1;Faktura;100\n31.12.2025;1;Kreditnota;50\n")
    assert said.column("revenue") == [Decimal(100), Decimal(-50)]


def test_text_numbers_and_real_ones_in_excel(read, tmp_path):
    book = openpyxl.Workbook()
    for row in [
        HEADER,
        ["31.12.2025", "0017", "0042", "Ærlig & Sønn AS", "2", "1 234,56"],
        [datetime(2026, 1, 2), "0018", "0007", "Blåbær Öl", -1, -12.5],  # noqa: DTZ001  Excel knows no time zones
        ["Sum", None, None, None, None, "1 222,06"],
    ]:
        book.active.append(row)
    book.save(tmp_path / "bok.xlsx")
    assert lines(read(tmp_path / "bok.xlsx")) == EXPECTED


def test_names_that_look_the_same_are_the_same(read_text):
    said = read_text("Dato;Kundenavn;Netto\n31.12.2025;Fjord  AS;1\n31.12.2025; Fjord AS ;2\n31.12.2025;Fjord\u00a0AS;3\n")
    assert set(said.column("customer_id")) == {"Fjord AS"}
