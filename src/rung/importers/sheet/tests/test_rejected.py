"""Every row that is no fact comes back as it stood in the file, never capped."""

from collections import Counter
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def test_rejected_rows_say_what_the_file_says(read_text):
    said = read_text(
        "Dato;Kundenr;Tekst;Netto\n01.02.2025;1;ja;10\n;2; En  annen tekst;20,50\nfeil;3;;-\n01.02.2025;4;;mye\n\n01.02.2025;5;\n"
    )
    assert [(row["row"], row["code"], row["content"], row["rows"], row["amount"]) for row in said.rows("rejected")] == [
        (3, "sheet-no-date", "\t2\t En  annen tekst\t20,50", 1, Decimal("20.5")),
        (4, "sheet-date-not-read", "feil\t3\t\t-", 1, None),
        (5, "sheet-amount-not-read", "01.02.2025\t4\t\tmye", 1, None),
        (7, "sheet-no-amount", "01.02.2025\t5", 1, None),
    ]
    assert {row["file"] for row in said.rows("rejected")} == {"fil.csv"}


def test_a_torn_row_comes_whole(read_text):
    rows = "".join(f"{n:02}.02.2025;1;10\n" for n in range(1, 20))
    said = read_text(f"Dato;Kundenr;Netto\n{rows}20.02.2025;1;10;mer;enda mer\n21.02.2025;1;10\n")
    assert [(row["code"], row["content"], row["row"]) for row in said.rows("rejected")] == [
        ("sheet-torn-row", "20.02.2025\t1\t10\tmer\tenda mer", 21)
    ]
    good = "".join(f"{n % 28 + 1:02}.02.2025;Kunde {n};{n}0,00\n" for n in range(1, 300))
    said = read_text("Dato;Kundenr;Netto\n" + good + '20.02.2025;"Fjord;1,00\n' + good + '20.02.2025;"Fjord";1,00\n')
    torn = said.rows("rejected")[0]
    assert (torn["rows"], torn["row"]) == (301, 301)
    assert torn["content"].startswith("20.02.2025\tFjord;1,00\n02.02.2025;Kunde 1;10,00\n")


def test_none_is_left_out_however_many(read_text):
    rows = "".join(f";{n};{n},25\n" for n in range(1, 30_001))
    said = read_text(f"Dato;Kundenr;Netto\n01.02.2025;1;10\n{rows}")
    assert len(said.problems) == 51
    assert said.table("rejected").num_rows == 30_000
    assert said.column("content", "rejected")[-1] == "\t30000\t30000,25"
    assert sum(said.column("amount", "rejected")) == sum(Decimal(n) + Decimal("0.25") for n in range(1, 30_001))


def test_a_row_of_months_is_rejected_once(read_text):
    said = read_text("Kundenr;2024-01;2024-02;2024-03\n1;10;20;30\n2;x;y;z\n3;;;\n", check=False)
    assert said.column("content", "rejected") == ["2\tx\ty\tz", "3"]
    assert said.ends[0].rows == 3


def test_personal_numbers_are_masked(read_text):
    said = read_text("Dato;Kundenr;Tekst;Netto\n01.02.2025;1;ja;10\n;2;Solgt til 15076500565;20\n01.02.2025;3;;15076500565 kr x\n")
    assert said.column("content", "rejected") == ["\t2\tSolgt til 150765•••••\t20", "01.02.2025\t3\t\t150765••••• kr x"]
    assert "15076500565" not in str(said.problem("sheet-amount-not-read").found)


def test_lists_reject_too(read_text):
    said = read_text("Kundenr;Navn;Orgnr\n1;Fjord;\n;Vik;\n1;Nes;\n")
    assert said.column("content", "rejected") == ["\tVik", "1\tNes"]
    said = read_text("organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;konkurs\n1;Fjord;AS;1;nei\n2;Vik;AS;2;ja\n")
    assert [(row["code"], row["content"]) for row in said.rows("rejected")] == [("sheet-firm-closed", "2\tVik\tAS\t2\tja")]


def test_workbooks_and_parquet_reject_too(read, tmp_path):
    book = openpyxl.Workbook()
    for row in [["Dato", "Kundenr", "Netto"], ["01.02.2025", 1, 10.5], [None, 2, 12.25], ["01.02.2025", 3, None]]:
        book.active.append(row)
    book.save(tmp_path / "bok.xlsx")
    said = read(tmp_path / "bok.xlsx")
    assert said.column("content", "rejected") == ["\t2\t12.25", "01.02.2025\t3"]
    assert said.column("row", "rejected") == [3, 4]
    table = pa.table({"date": ["2025-01-01", None], "customer_id": ["1", "2"], "revenue": [1.5, 2.5]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").column("content", "rejected") == ["\t2\t2.5"]


CELLS = ["", "01.02.2025", "dato", "1", "12,50", "x", "Sum", "-", '"', 'a"b', '"a;b"', '"a\nb"', "a\tb", " ", "æ"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=5), max_size=60), st.sampled_from(["Dato;Kundenr;Netto", "Kundenr;Navn;Orgnr"]))
def test_rejected_rows_are_as_many_as_the_problems_say(read_text, rows, header):
    good = "01.02.2025;1;10" if header.startswith("Dato") else "x1;Fjord;"
    said = read_text("\n".join([header, good, good, *(";".join(row) for row in rows)]), check=False)
    told, rejected = Counter(), Counter()
    for problem in said.problems:
        told[problem.code] += problem.rows
    for row in said.rows("rejected"):
        rejected[row["code"]] += row["rows"]
    assert rejected == +told
    facts = sum(table.num_rows for name in said.tables if name != "rejected" for table in said.tables[name]) if said.ends else 0
    if header.startswith("Dato"):
        assert not said.ends or said.ends[0].rows == facts + told.total()
