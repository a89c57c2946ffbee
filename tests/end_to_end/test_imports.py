"""Getting data in as a user does it: look first, take in, see what was left out and corrected, take out again, and get it all back."""

import csv
import zipfile

import openpyxl
import pytest

RATES = "valuta;dato;kurs\nEUR;01.01.2025;11,50\nEUR;01.02.2025;11,75\n"
FOREIGN = (
    "Fakturanr;Linjenr;Fakturadato;Kundenr;Valuta;Netto\n"
    "1;1;15.01.2025;10;NOK;1000,00\n2;1;20.01.2025;20;EUR;100,00\n3;1;10.02.2025;20;NOK;500,00\n4;1;11.02.2025;30;NOK;50,00\n"
)


def sheet(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_preview_says_what_the_files_hold_and_takes_nothing_in(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    shown = rung("import", invoice_lines, "--preview", "--data", data, locale="en_GB.UTF-8")
    assert shown.returncode == 0, shown.stderr
    assert "5 new invoice lines." in shown.stdout
    assert "100,500.25" in shown.stdout
    assert "Bjørk Bygg AS" in shown.stdout
    assert not rung("imports", "--data", data).stdout
    assert rung("import", invoice_lines, "--data", data).returncode == 0
    assert "already" in rung("import", invoice_lines, "--preview", "--data", data, locale="en_GB.UTF-8").stdout
    assert rung("import", invoice_lines).returncode == 2


def test_every_row_that_was_left_out_comes_back_as_it_was(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    told = rung("import", invoice_lines, "--data", data)
    assert "rung rejected 000001" in told.stdout
    done = rung("rejected", "1", "--data", data, "--out", tmp_path / "rest.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "rest.csv").open(encoding="utf-8-sig", newline="") as stream:
        _, row = list(csv.reader(stream))
    assert row[:4] == ["fakturalinjer.csv", "7", "sheet-no-date", "700"]
    assert "Ås Rør AS" in row
    assert rung("rejected", "1", "--data", data, "--out", tmp_path / "rest.xlsx").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "rest.xlsx").active.max_row == 2
    assert rung("rejected", "9", "--data", data).returncode == 2


def test_a_corrected_line_replaces_and_is_listed(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    rung("import", invoice_lines, "--data", data)
    later = tmp_path / "fakturalinjer-ny.csv"
    later.write_bytes(invoice_lines.read_bytes().replace(b"80 000,00", b"90 000,00"))
    told = rung("import", later, "--data", data)
    assert "rung corrections 000002" in told.stdout
    assert rung("corrections", "2", "--data", data, "--out", tmp_path / "c.csv").returncode == 0
    assert [(row["what"], row["invoice_id"], row["revenue"]) for row in sheet(tmp_path / "c.csv")] == [
        ("before", "1001", "80000"),
        ("now", "1001", "90000"),
    ]


@pytest.mark.parametrize("form", [(), ("--excel",)])
def test_all_facts_come_out_and_go_in_again_as_they_were(rung, invoice_lines, tmp_path, form):
    data, other = tmp_path / "store", tmp_path / "other"
    people = tmp_path / "kunder.csv"
    people.write_text(
        "Kundenr;Navn;Organisasjonsnr;Bransje;Ansatte\n0010;Bjørk Bygg AS;974 760 673;41.200;25\n0030;=1+1;;;\n", encoding="utf-8"
    )
    assert rung("import", invoice_lines, people, "--data", data).returncode == 0
    assert rung("export", "--data", data, "--out", tmp_path / "a", *form).returncode == 0
    back = rung("import", tmp_path / "a", "--data", other)
    assert back.returncode == 0, back.stderr
    assert rung("export", "--data", other, "--out", tmp_path / "b").returncode == 0
    assert rung("export", "--data", data, "--out", tmp_path / "c").returncode == 0
    for name in ("invoice_lines.csv", "customers.csv"):
        assert sheet(tmp_path / "b" / name) == sheet(tmp_path / "c" / name)


def test_foreign_lines_wait_for_their_rate_and_are_never_taken_one_to_one(rung, tmp_path):
    data, lines, rates = tmp_path / "store", tmp_path / "linjer.csv", tmp_path / "kurser.csv"
    lines.write_text(FOREIGN, encoding="utf-8")
    rates.write_text(RATES, encoding="utf-8")
    first = rung("import", lines, "--data", data, "--currency", "NOK", locale="en_GB.UTF-8")
    assert first.returncode == 0, first.stderr
    assert "rung rejected 000001" in first.stdout
    second = rung("import", rates, lines, "--data", data, locale="en_GB.UTF-8")
    assert second.returncode == 0, second.stderr
    rung("export", "--data", data, "--out", tmp_path / "a")
    assert {row["invoice_id"]: (row["revenue"], row["currency"]) for row in sheet(tmp_path / "a" / "invoice_lines.csv")}["2"] == (
        "1150",
        "EUR",
    )
    one_go = rung("import", lines, rates, "--data", tmp_path / "other", "--currency", "NOK")
    assert one_go.returncode == 0, one_go.stderr
    rung("export", "--data", tmp_path / "other", "--out", tmp_path / "b")
    assert sum(float(row["revenue"]) for row in sheet(tmp_path / "b" / "invoice_lines.csv")) == 2700


def test_a_folder_is_all_its_files(rung, invoice_lines, tmp_path):
    folder = tmp_path / "eksport"
    folder.mkdir()
    invoice_lines.rename(folder / invoice_lines.name)
    (folder / ".skjult").write_bytes(b"x")
    done = rung("import", folder, "--data", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    (tmp_path / "tom").mkdir()
    assert rung("import", tmp_path / "tom", "--data", tmp_path / "store").returncode == 3


def test_undo_keeps_what_a_person_wrote_and_says_so(rung, invoice_lines, tmp_path):
    data, people = tmp_path / "store", tmp_path / "kunder.csv"
    people.write_text("Kundenr;Navn;Organisasjonsnr\n0099;Nordlys AS;974760673\n", encoding="utf-8")
    assert rung("import", invoice_lines, "--data", data).returncode == 0
    assert rung("import", people, "--data", data).returncode == 0
    assert rung("permission", "no", "0099", "--data", data).returncode == 0
    done = rung("undo", "2", "--data", data, locale="en_GB.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "Kept, because a person wrote it:\n  Nordlys AS said no" in done.stdout


def test_a_zip_of_several_kinds_is_several_imports_and_comes_once(rung, invoice_lines, tmp_path):
    sie = '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN "Test AB"\n#RAR 0 20250101 20251231\n#KONTO 3051 "Salg"\n'
    voucher = '#VER A 1 20250115 "Faktura"\n{\n#TRANS 1510 {} 125.00\n#TRANS 3051 {} -125.00\n}\n'
    with zipfile.ZipFile(tmp_path / "alt.zip", "w") as pack:
        pack.writestr("a.se", sie + voucher)
        pack.writestr("b.se", sie.replace("Test", "Annen") + voucher.replace("125", "250"))
        pack.write(invoice_lines, "linjer.csv")
    data = tmp_path / "store"
    first = rung("import", tmp_path / "alt.zip", "--data", data, locale="en_GB.UTF-8")
    assert first.returncode == 0, first.stderr
    assert len(rung("imports", "--data", data).stdout.splitlines()) == 3
    again = rung("import", tmp_path / "alt.zip", "--data", data, locale="en_GB.UTF-8")
    assert again.stdout.count("already here") == 3
