import gzip
import random
import time
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rung.facts import Problem

LINES = "Dato;Kundenr;Fakturanr;Netto\n01.02.2025;1;2;10,50\n"

NOISE = random.Random(1).randbytes(5000).replace(b"\x00", b"\x02")  # noqa: S311  bytes to refuse, not a secret


def refusal(said):
    assert len(said.problems) == 1, said.problems
    problem = said.problems[0]
    assert isinstance(problem, Problem)
    assert problem.refused
    assert str(problem.remedy)
    assert not said.tables
    assert not said.ends
    return problem


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "sheet-empty", "empty"),
        (b"\xef\xbb\xbf \n\n", "sheet-empty", "empty"),
        (b"%PDF-1.7\n" + bytes(range(256)), "sheet-not-a-table", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "sheet-not-a-table", "image"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "sheet-not-a-table", "image"),
        (b"MZ\x90\x00" + bytes(64), "sheet-not-a-table", "program"),
        (b"\x7fELF" + bytes(64), "sheet-not-a-table", "program"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(64), "sheet-not-a-table", "archive"),
        (b"SQLite format 3\x00" + bytes(64), "sheet-not-a-table", "database"),
        (b"<html><table><tr><td>Dato</td></tr></table></html>", "sheet-not-a-table", "web page"),
        (b"  <?xml version='1.0'?><a/>", "sheet-not-a-table", "XML"),
        (NOISE, "sheet-not-a-table", "binary"),
        (LINES.encode() + bytes(400), "sheet-binary", "zeros"),
        (b"01.02.2025;1;2;10,50\n02.02.2025;1;3;11,50\n", "sheet-no-header", "No row"),
        (b"Dato;Kundenr;Fakturanr;Netto\n", "sheet-no-rows", "Kundenr"),
        (b"Dato;Kundenr;Fakturanr;Netto\n;;;\n;;;\n", "sheet-no-rows", "Kundenr"),
        (b"farge;form\nblue;round\nred;square\n", "sheet-not-understood", "farge, form"),
        ("Dato;Beløp;Saldo\n01.02.2025;10,50;20,00\n".encode(), "sheet-not-understood", "customer"),
        (b"Kundenr;Fakturanr;Netto\n1;2;10,50\n", "sheet-not-understood", "needs a date"),
        (b"Fakturadato;Leverandor;Fakturanr;Netto\n01.02.2025;Acme;2;10,50\n", "sheet-not-understood", "Leverandor"),
        (b"OrderID;OrderDate;CustomerID\n1;2025-02-01;7\n", "sheet-heads-alone", "no amounts"),
        (b"OrderID;ProductID;Quantity;UnitPrice\n1;2;3;4.50\n", "sheet-lines-alone", "no dates"),
        (b"Dato;Kundenr;Fakturanr;Netto\n12/31/2025;1;2;10,50\n31/12/2025;1;2;10,50\n", "sheet-two-formats", "Dato"),
        (
            b"Dato;Kundenr;Fakturanr;Netto\n01.02.2025;1;2;10,50\n01.02.2025;1;2;10.50\n01.02.2025;1;2;11,50\n01.02.2025;1;2;11.50\n",
            "sheet-two-formats",
            "Netto",
        ),
        (b"Dato;Kundenr;Fakturanr;Netto\n00:00.0;1;2;10,50\n00:00.0;1;2;10,50\n", "sheet-dates-lost", "00:00.0"),
        ("Dato;Kundenr;Fakturanr;Beløp inkl. mva\n01.02.2025;1;2;12,50\n".encode(), "sheet-vat-unknown", "inkl. mva"),
        (gzip.compress(LINES.encode())[:-12], "sheet-damaged", "damaged"),
        (gzip.compress(gzip.compress(LINES.encode())), "sheet-not-a-table", "packed"),
        (b"PK\x03\x04 no zip at all", "archive-damaged", "damaged"),
        (b"PAR1 no parquet at all PAR1", "sheet-damaged", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet-damaged", "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
            "sheet-password",
            "password",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(read_text, content, code, word):
    problem = refusal(read_text(content))
    assert problem.code == code
    assert word in str(problem.found)


def test_decimals_lost_in_a_spreadsheet_are_refused_with_the_dates(read_text):
    text = (
        "OrderNumber,ResellerKey,OrderDate,OrderQuantity,UnitPrice,SalesAmount\n"
        'SO1,676,00:00.0,1,"2,024,994","2,024,994"\nSO2,676,00:00.0,3,"2,024,994","6,074,982"\nSO3,676,00:00.0,6,"5,70","34,20"\n'
        'SO4,676,00:00.0,2,"809,76","1619,52"\n' + ",,,,,\n" * 60_000
    )
    started = time.process_time()
    problem = refusal(read_text(text))
    assert problem.code == "sheet-decimals-lost"
    assert "SalesAmount" in str(problem.found)
    assert "2,024,994 beside 34,20" in str(problem.found)
    assert "dates" in str(problem.found)
    assert time.process_time() - started < 2


def bomb(path, name, megabytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        with pack.open(name, "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(bytes(1 << 20))


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_read(read, tmp_path):
    bomb(tmp_path / "bok.xlsx", "xl/worksheets/sheet1.xml", 300)
    assert (tmp_path / "bok.xlsx").stat().st_size < 600_000
    started = time.process_time()
    problem = refusal(read(tmp_path / "bok.xlsx"))
    assert problem.code == "sheet-unpacks-too-large"
    assert time.process_time() - started < 1


def test_a_gzip_that_unpacks_without_end_is_refused(read_text):
    problem = refusal(read_text(gzip.compress(b"\n" * (100 << 20))))
    assert problem.code == "sheet-unpacks-too-large"


def test_a_workbook_that_lies_about_its_size_is_refused(read, tmp_path):
    path = tmp_path / "bok.xlsx"
    book = openpyxl.Workbook()
    for _ in range(2000):
        book.active.append(["a" * 50])
    book.save(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as pack:
        info = pack.getinfo("xl/worksheets/sheet1.xml")
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(info.filename.encode()))
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(read(path)).code == "sheet-damaged"


def test_cells_far_apart_are_refused(read, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Dato"
    book.active["ZZ90000"] = 1
    book.save(tmp_path / "bok.xlsx")
    problem = refusal(read(tmp_path / "bok.xlsx"))
    assert problem.code == "sheet-too-wide"
    assert "90,000" in str(problem.found)


def test_a_damaged_workbook_is_refused(read, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Dato"])
    book.save(tmp_path / "bok.xlsx")
    content = (tmp_path / "bok.xlsx").read_bytes()
    (tmp_path / "kort.xlsx").write_bytes(content[: len(content) // 2])
    assert refusal(read(tmp_path / "kort.xlsx")).code in ("archive-damaged", "sheet-damaged")
    middle = bytearray(content)
    middle[len(content) // 3 : len(content) // 3 + 40] = bytes(40)
    (tmp_path / "hull.xlsx").write_bytes(middle)
    assert refusal(read(tmp_path / "hull.xlsx", check=False)).code in ("sheet-damaged", "sheet-empty", "sheet-no-header", "archive-damaged")


def test_a_file_that_breaks_off_in_the_middle_of_a_mark_is_refused(read_text):
    text = LINES + '02.02.2025;1;"' + "x" * (20 << 20)
    problem = read_text(text, check=False).refused[0]
    assert problem.code in ("sheet-breaks-off", "sheet-no-rows")


def test_parquet_with_bytes_that_are_no_letters_is_damaged(read, tmp_path):
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\x80\xff")])
    table = pa.table({"date": ["2025-01-01"], "customer_id": broken, "revenue": [1.5]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").refused[0].code == "sheet-damaged"
