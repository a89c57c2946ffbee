import gzip
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from rung.importers.archive import Piece, open_archive
from rung.importers.sheet import sheet_inputs

HEADER = ["Fakturadato", "Fakturanr", "Kundenr", "Kundenavn", "Varenr", "Antall", "Beløp eks. mva"]
ROWS = [
    ["31.12.2024", "1001", "007", "Ærlig & Sønn Åsen AS", "0012", "2", "1 234,50"],
    ["02.01.2025", "1002", "010", "Björk Malmö AB", "0013", "-1", "-99,00"],
]


def written(delimiter=";", end="\r\n", quote=""):
    return end.join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in [HEADER, *ROWS]) + end


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "^", "\x1f"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_any_delimiter(read_text, delimiter, quote):
    said = read_text(written(delimiter, quote=quote))
    assert said.column("revenue") == [Decimal("1234.5"), Decimal(-99)]
    assert said.column("customer_id") == ["007", "010"]
    assert said.column("date") == [date(2024, 12, 31), date(2025, 1, 2)]


def test_commas_between_quoted_fields_with_decimal_commas(read_text):
    assert read_text(written(",", quote='"')).column("revenue") == [Decimal("1234.5"), Decimal(-99)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_encoding_and_line_end(read_text, encoding, end):
    said = read_text(written(end=end), encoding=encoding)
    assert said.column("name", "customers") == ["Ærlig & Sønn Åsen AS", "Björk Malmö AB"]
    assert said.column("row") == [2, 3]
    assert said.codes == {"sheet-credit-notes": 1}


def test_the_head_says_how_the_file_was_read(read_text):
    how = read_text(written(), encoding="cp1252").how
    assert how["Encoding"] == "Windows-1252"
    assert how["Delimiter"] == ";"
    assert how["Header row"] == "1"
    assert how["Date"] == "Fakturadato"
    assert how["Revenue is"] == "Beløp eks. mva"
    assert how["Decimal sign"] == ","
    assert how["Date format"] == "dd.mm.yyyy"


def test_a_line_that_names_the_delimiter(read_text):
    said = read_text("sep=;\n" + written())
    assert said.column("row") == [3, 4]


def test_gzip_and_zip_are_looked_into(read, read_text, tmp_path):
    assert len(read_text(gzip.compress(written().encode("cp1252")), name="linjer.csv.gz").rows()) == 2
    with zipfile.ZipFile(tmp_path / "eksport.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("mappe/linjer.csv", written().encode("utf-8"))
        pack.writestr("mappe/flere.csv", written().replace("1001", "2001").encode("utf-16"))
        pack.writestr("__MACOSX/._linjer.csv", b"\x00\x05\x16\x07")
    said = read(tmp_path / "eksport.zip")
    assert said.files == [["eksport.zip"]]
    assert {row["file"] for row in said.rows()} == {"eksport.zip#linjer.csv", "eksport.zip#flere.csv"}
    assert len(said.rows()) == 4
    assert len(said.ends) == 1


def test_the_name_does_not_matter(read_text):
    assert len(read_text(written(), name="regneark.xlsx").rows()) == 2


def test_quoted_delimiters_quotes_and_line_breaks(read_text):
    text = (
        'Fakturadato;Fakturanr;Kundenr;Kundenavn;Beløp\n31.12.2024;1;A;"Fjord; ""Bygg""\nog Anlegg";10,00\n'
        '31.12.2024;2;B;Vik;20,00\n31.12.2024;3;C;"Li\nÅs";30,00\n31.12.2024;4;D;Nes;40,00\n'
    )
    said = read_text(text)
    assert said.column("name", "customers") == ['Fjord; "Bygg"\nog Anlegg', "Vik", "Li\nÅs", "Nes"]
    assert said.column("row") == [2, 4, 5, 7]


def test_titles_above_totals_below_and_headers_repeated(read_text):
    text = (
        "Fakturajournal;;;\nPeriode: 2024;;;\n\nFakturadato;Kundenr;Fakturanr;Beløp eks. mva\n31.12.2024;1;10;100,00\n01.12.2024;2;11;50,50\n"
        ";;;\nFakturadato;Kundenr;Fakturanr;Beløp eks. mva\n02.12.2024;1;12;-20,50\nSum;;;130,00\n"
    )
    said = read_text(text)
    assert said.revenue == Decimal(130)
    assert said.column("row") == [5, 6, 9]
    assert said.how["Header row"] == "4"
    assert said.codes == {"sheet-empty-rows": 1, "sheet-header-again": 1, "sheet-credit-notes": 1}
    own = [control for control in said.controls if "own total" in str(control.name)]
    assert [control.stated for control in own] == [Decimal(130)]


@pytest.mark.parametrize("word", ["Sum", "Totalt", "I alt", "Summa", "Total", "TOTAL:", "Sum totalt", "Grand total"])
def test_total_rows_are_no_sales(read_text, word):
    said = read_text(f"Dato;Kundenr;Netto\n01.02.2025;1;10,50\n02.02.2025;2;20,00\n{word};;30,50\n")
    assert said.revenue == Decimal("30.5")
    assert not said.codes


def test_a_customer_may_be_called_total(read_text):
    said = read_text("Dato;Kundenr;Kundenavn;Netto\n01.02.2025;1;Total AS;10,50\n02.02.2025;2;Sum Bygg;20,00\n")
    assert said.column("name", "customers") == ["Total AS", "Sum Bygg"]


def test_a_total_that_differs_is_shown(read_text):
    said = read_text("Dato;Kundenr;Netto\n01.02.2025;1;10,50\n02.02.2025;2;20,00\nSum;;31,50\n")
    assert [control.stated for control in said.controls if "own total" in str(control.name)] == [Decimal("31.5")]


def test_empty_columns_and_doubled_names(read_text):
    said = read_text("Dato;;Kundenr;Navn;Navn;Netto;\n01.02.2025;;1;Fjord;Leif;10,50;\n02.02.2025;;2;Vik;Liv;20,00;\n")
    assert said.column("name", "customers") == ["Fjord", "Vik"]
    assert said.codes == {"sheet-header-twice": 1}


def test_rows_of_another_width(read_text):
    text = (
        "Dato;Kundenr;Netto;Merknad;Ref\n01.02.2025;1;10,00;a;b\n02.02.2025;2;20,00\n03.02.2025;3;30,00;;;;\n04.02.2025;Fjord;Bygg;4;40,00;x;y\n"
        "05.02.2025;5;50,00;c;d\n   \n06.02.2025;6;60,00;e;f\n"
    )
    said = read_text(text)
    assert said.column("customer_id") == ["1", "2", "3", "5", "6"]
    assert said.column("row") == [2, 3, 4, 6, 8]
    assert said.problem("sheet-torn-row").rows == 1
    assert str(said.problem("sheet-torn-row").where) == "fil.csv, row 5"
    assert said.codes["sheet-empty-rows"] == 1


def test_a_header_with_another_width_than_its_rows(read_text):
    lines = "".join(f"{day:02}.02.2025;{day};{day}0,00;\n" for day in range(1, 20))
    said = read_text("Dato;Kundenr;Netto\n" + lines)
    assert len(said.rows()) == 19


def test_a_quotation_mark_that_is_never_closed_loses_no_row_silently(read_text):
    lines = "".join(f"{day:02}.02.2025;{day};Kunde {day};{day}0,00\n" for day in range(1, 10))
    text = "Dato;Kundenr;Kundenavn;Netto\n" + lines + '10.02.2025;10;"Fjord;100,00\n' + lines
    said = read_text(text)
    assert len(said.rows()) + sum(problem.rows for problem in said.problems) == 19
    assert said.problems


@pytest.mark.parametrize("often", [1, 4, 5])
def test_quotation_marks_that_open_and_never_close_lose_no_row_silently(read_text, often):
    good = "".join(f"{day:02}.02.2025;Kunde {day};{day}0,00\n" for day in range(1, 20))
    said = read_text("Dato;Kundenr;Netto\n" + good + '20.02.2025;"Fjord;1,00\n' * often + good)
    assert len(said.rows()) + sum(problem.rows for problem in said.problems) == 38 + often


def test_a_text_may_have_line_breaks_and_delimiters(read_text):
    rows = "".join(f'{day:02}.02.2025;{day};"Li; Nes\nog; flere; andre";10,00\n' for day in range(1, 9))
    assert len(read_text("Dato;Kundenr;Merknad;Netto\n" + rows).rows()) == 8


def test_an_inch_mark_is_no_quotation_mark(read_text):
    said = read_text('Dato;Kundenr;Varenavn;Varenr;Netto\n01.02.2025;1;Skjerm 15" flat;9;10,00\n02.02.2025;2;15" skjerm;8;20,00\n')
    assert said.column("name", "products") == ['Skjerm 15" flat', '15" skjerm']


def test_a_few_bad_letters_are_told_and_the_rows_kept(read_text):
    text = "Dato;Kundenr;Kundenavn;Netto\n" + "01.02.2025;1;Blåbærgrød;10,00\n" * 40
    said = read_text(text.encode() + "02.02.2025;2;Ås".encode("cp1252") + b";20,00\n")
    assert len(said.rows()) == 41
    assert said.codes["sheet-letters-lost"] == 1


def test_sixty_thousand_empty_rows_are_said_once(read_text):
    said = read_text("Dato;Kundenr;Netto\n01.02.2025;1;10,50\n" + ";;\n" * 60_000 + "\n" * 10_000)
    assert len(said.rows()) == 1
    assert said.codes == {"sheet-empty-rows": 1}
    assert "70,000" in str(said.problem("sheet-empty-rows").found)
    assert said.ends[0].rows == 1


def test_words_for_nothing_are_no_value(read_text):
    rows = "".join(f"01.02.2025;{word};{n},50;{word}\n" for n, word in enumerate(["nan", "NULL", "N/A", "None", " ", "#N/A"]))
    said = read_text("Dato;Kundenr;Netto;Selger\n" + rows + "01.02.2025;7;1,00;Kari\n")
    assert said.column("customer_id") == [None] * 6 + ["7"]
    assert said.column("seller_id") == [None] * 6 + ["Kari"]
    assert said.codes == {"sheet-no-customer": 1}


def test_rows_without_date_or_amount_are_problems_with_their_money(read_text):
    text = "Dato;Kundenr;Netto\n01.02.2025;1;10,00\n;2;20,00\n03.02.2025;3;\nigår;4;40,00\n05.02.2025;5;mye\n31.02.2025;6;1,00\n06.02.2025;7;2,50\n07.02.2025;8;2,50\n"
    said = read_text(text)
    found = {(problem.code, problem.rows, problem.amount) for problem in said.problems}
    assert found == {
        ("sheet-no-date", 1, Decimal(20)),
        ("sheet-no-amount", 1, None),
        ("sheet-date-not-read", 1, Decimal(40)),
        ("sheet-amount-not-read", 1, None),
        ("sheet-date-not-read", 1, Decimal(1)),
    }
    whole = next(control for control in said.controls if control.month is None)
    assert whole.stated == said.revenue + 61


def test_many_problems_of_a_kind_are_put_together(read_text):
    bad = "".join(f";{n};1,00\n" for n in range(200))
    said = read_text("Dato;Kundenr;Netto\n" + "01.02.2025;1;10,00\n" * 300 + bad)
    of_date = [problem for problem in said.problems if problem.code == "sheet-no-date"]
    assert len(of_date) == 51
    assert of_date[-1].rows == 150
    assert of_date[-1].amount == 150


def test_ids_of_a_column_that_was_once_a_number(read_text):
    said = read_text("Dato;Kundenr;Fakturanr;Netto\n01.02.2025;13085.0;0012;10,00\n01.02.2025;13086.0;1.5;10,00\n")
    assert said.column("customer_id") == ["13085", "13086"]
    assert said.column("invoice_id") == ["0012", "1.5"]


def test_the_file_is_read_in_blocks_and_every_row_keeps_its_place(read_text):
    rows = "".join(f'{n % 28 + 1:02}.02.2025;{n};"Kunde\n{n}";{n},25\n' for n in range(60_000))
    said = read_text("Dato;Kundenr;Kundenavn;Netto\n" + rows)
    assert said.column("row") == list(range(2, 120_002, 2))
    assert said.column("customer_id") == [str(n) for n in range(60_000)]


def test_progress_ends_at_the_end(read_text, tmp_path):
    read_text(written())
    seen = []
    list(sheet_inputs([tmp_path / "fil.csv"])[0].read(lambda done, total: seen.append((done, total))))
    assert seen[-1][0] == seen[-1][1] == (tmp_path / "fil.csv").stat().st_size


def test_members_of_a_zip_may_be_given_one_by_one(read, tmp_path):
    path = tmp_path / "alt.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("noe/januar.csv", "Dato;Kundenr;Netto\n01.01.2025;1;10\n")
        pack.writestr("regnskap.xml", "<AuditFile/>")
        pack.writestr("februar.csv", "Dato;Kundenr;Netto\n01.02.2025;1;20\n;2;30\n")
    members = open_archive(path)
    said = read(*(Piece(path, member) for member in members if member.name.endswith(".csv")))
    assert said.files == [["alt.zip"]]
    assert said.column("file") == ["alt.zip#januar.csv", "alt.zip#februar.csv"]
    assert said.revenue == 30
    assert said.column("file", "rejected") == ["alt.zip#februar.csv"]
    assert said.problem("sheet-no-date").rows == 1
    one = read(Piece(path, members[2]))
    assert one.column("file") == ["alt.zip#februar.csv"]
