"""Does the command do what the README says, and say plainly what it cannot do?"""

import gzip
import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest


def result_of(done, path):
    assert done.returncode == 0, done.stderr
    return json.loads(Path(path).read_text(encoding="utf-8"))


def test_a_norwegian_export_gives_a_true_analysis(rung, invoice_lines, tmp_path):
    out = tmp_path / "out"
    result = result_of(rung("analyse", invoice_lines, "--period", "all", "--out", out, "--json", tmp_path / "r.json"), tmp_path / "r.json")
    assert result["total_minor"] == 8_000_000 + 1_500_000 + 500_050 + 100_000 - 50_025
    assert result["attributed_share"] == pytest.approx(1 - 100_000 / result["total_minor"])
    assert [(one["customer_id"], one["name"], one["value_minor"], one["abc"]) for one in result["customers"]] == [
        ("0010", "Bjørk Bygg AS", 8_000_000, "A"),
        ("0020", "Ås Rør AS", 1_449_975, "B"),
        ("0030", "Åsgård & Sønn", 500_050, "B"),
    ]
    assert result["abc"]["A"] == {"customers": 1, "value_minor": 8_000_000}
    assert (result["abc"]["from"], result["abc"]["to"]) == ("2025-01-15", "2025-02-05")
    assert result["reconciliation"]["rows_read"] == 6
    assert result["reconciliation"]["rows_problems"] == 1
    assert any(problem["rows"] == 1 and "7" in problem["where"] for problem in result["problems"])
    assert (out / "report.html").exists()
    assert (out / "report.xlsx").exists()


def test_margin_finds_the_customer_that_costs_money(rung, invoice_lines, tmp_path):
    words = ["analyse", invoice_lines, "--period", "all", "--measure", "margin", "--out", tmp_path / "out", "--json", tmp_path / "r.json"]
    result = result_of(rung(*words), tmp_path / "r.json")
    assert {one["customer_id"]: one["value_minor"] for one in result["customers"]} == {"0010": 3_000_000, "0020": 579_975, "0030": -99_950}
    assert result["customers"][-1]["abc"] == "C"
    assert result["customers"][-1]["start_share"] is None


@pytest.mark.parametrize(("code", "word"), [("nb", "kunder"), ("da", "kunder"), ("sv", "kunder"), ("en", "customers")])
def test_the_summary_speaks_the_users_language(rung, invoice_lines, tmp_path, code, word):
    done = rung("analyse", invoice_lines, "--period", "all", "--language", code, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert word in done.stdout
    assert f'lang="{code}' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_the_same_result_goes_to_standard_output(rung, invoice_lines, tmp_path):
    done = rung("analyse", invoice_lines, "--period", "all", "--out", tmp_path / "out", "--json", "-")
    assert json.loads(done.stdout)["abc"]["rule"] == "share"


REFUSED = {
    "empty.csv": b"",
    "blank.csv": b"\r\n" * 200,
    "only-headers.csv": b"Fakturanr;Fakturadato;Kundenr;Netto\r\n",
    "report.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 100,
    "zeros.csv": b"\x00" * 5000,
    "no-amount.csv": b"Name;Colour\r\nA;red\r\nB;blue\r\n",
    "truncated.xml": b'<?xml version="1.0"?><AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO"><Header><Audit',
    "other.xml": b'<?xml version="1.0"?><note><to>you</to></note>',
    "xxe.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><AuditFile>&x;</AuditFile>',
    "laughs.xml": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><AuditFile>&b;</AuditFile>',
    "broken.xlsx": b"PK\x03\x04" + b"not a workbook at all" * 20,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_one_clear_sentence_and_nothing_is_written(rung, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(REFUSED[name])
    done = rung("analyse", path, "--json", "result.json")
    assert done.returncode == 3, (done.stdout, done.stderr)
    sentence = done.stderr.strip()
    assert len(sentence.splitlines()) == 1
    assert name in sentence
    assert "Traceback" not in sentence
    assert "root:" not in sentence
    assert not list((tmp_path / "here").iterdir())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(rung, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.csv", "w", force_zip64=True) as member:
        for _ in range(300):
            member.write(b"0" * 1_000_000)
    started = time.monotonic()
    done = rung("analyse", path)
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert time.monotonic() - started < 30


def test_a_bad_file_beside_a_good_one_stops_all(rung, invoice_lines, tmp_path):
    (tmp_path / "bad.csv").write_bytes(REFUSED["report.csv"])
    done = rung("analyse", invoice_lines, tmp_path / "bad.csv")
    assert done.returncode == 3
    assert "bad.csv" in done.stderr
    assert not list((tmp_path / "here").iterdir())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["analyse", "missing.csv"], 3),
        (["analyse", "."], 3),
        (["analyse"], 2),
        (["analyse", "FILE", "--period", "year"], 2),
        (["analyse", "FILE", "--period", "1999-01-01..1999-12-31"], 2),
        (["analyse", "FILE", "--rule", "80/20"], 2),
        (["analyse", "FILE", "--margin", "Tools"], 2),
        (["analyse", "FILE", "--map", "missing.toml"], 3),
        (["undo", "000009", "--data", "store"], 2),
    ],
)
def test_a_mistake_on_the_command_line_has_a_sentence_and_a_code(rung, invoice_lines, words, code):
    done = rung(*[invoice_lines if word == "FILE" else word for word in words])
    assert done.returncode == code, (done.stdout, done.stderr)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_import_twice_changes_nothing_and_undo_takes_it_out(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    first = rung("import", invoice_lines, "--data", data)
    assert first.returncode == 0, first.stderr
    assert "000001" in first.stdout
    again = rung("import", invoice_lines, "--data", data)
    assert again.returncode == 0
    assert len(rung("imports", "--data", data).stdout.strip().splitlines()) == 1
    undone = rung("undo", "000001", "--data", data)
    assert undone.returncode == 0, undone.stderr
    assert rung("imports", "--data", data).stdout.strip() == ""


def test_a_kept_store_adds_new_files_to_old_ones(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    rung("import", invoice_lines, "--data", data)
    more = tmp_path / "mars.csv"
    more.write_text(
        "Fakturanr;Linjenr;Fakturadato;Kundenr;Netto\n1006;1;01.03.2025;0020;700,00\n1001;1;15.01.2025;0010;80000,00\n", encoding="utf-8"
    )
    done = rung("analyse", more, "--data", data, "--period", "all", "--out", tmp_path / "out", "--json", tmp_path / "r.json")
    result = result_of(done, tmp_path / "r.json")
    assert result["total_minor"] == 8_000_000 + 1_500_000 + 500_050 + 100_000 - 50_025 + 70_000


def test_lines_shows_what_is_behind_a_customer(rung, invoice_lines):
    done = rung("lines", invoice_lines, "--customer", "0020", "--period", "all")
    assert done.returncode == 0, done.stderr
    assert "1002" in done.stdout
    assert "1005" in done.stdout
    assert "1001" not in done.stdout


def test_compressed_files_are_read(rung, invoice_lines, tmp_path):
    squeezed = tmp_path / "fakturalinjer.csv.gz"
    squeezed.write_bytes(gzip.compress(invoice_lines.read_bytes()))
    done = rung("analyse", squeezed, "--period", "all", "--out", tmp_path / "out", "--json", tmp_path / "r.json")
    assert result_of(done, tmp_path / "r.json")["total_minor"] == 10_050_025


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_broken(tmp_path):
    big = tmp_path / "big.csv"
    with big.open("w", encoding="utf-8") as stream:
        stream.write("Fakturanr;Linjenr;Fakturadato;Kundenr;Netto\n")
        stream.writelines(f"{n};1;{n % 28 + 1:02}.01.2025;{n % 5000};{n % 977},50\n" for n in range(1_500_000))
    data = tmp_path / "store"
    command = [sys.executable, "-m", "rung", "import", str(big), "--data", str(data)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(data.rglob("*.parquet")):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert len(said.strip().splitlines()) == 1
    listed = subprocess.run([sys.executable, "-m", "rung", "imports", "--data", str(data)], capture_output=True, text=True, check=True)
    assert listed.stdout == ""


def test_nothing_is_looked_up_on_the_network(invoice_lines, tmp_path):
    program = (
        "import sys\n"
        "def heard(event, details):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        print('NETWORK', event, details, file=sys.stderr)\n"
        "sys.addaudithook(heard)\n"
        "from rung.app.command import main\n"
        "main(sys.argv[1:])\n"
    )
    words = ["analyse", invoice_lines, "--period", "all", "--out", tmp_path / "out"]
    done = subprocess.run([sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert 'src="http' not in page


def test_a_place_that_cannot_be_written_is_one_sentence(rung, invoice_lines, tmp_path):
    (tmp_path / "a-file").write_text("here already")
    for words in (["--out", tmp_path / "a-file"], ["--out", tmp_path / "a-file" / "sub"], ["--json", tmp_path]):
        done = rung("analyse", invoice_lines, "--period", "all", *words)
        assert done.returncode == 1, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert rung("imports", "--data", tmp_path / "nowhere").returncode == 2
    assert not (tmp_path / "nowhere").exists()


def test_a_kept_store_is_analysed_without_naming_files_again(rung, invoice_lines, tmp_path):
    data = tmp_path / "store"
    assert rung("import", invoice_lines, "--data", data).returncode == 0
    done = rung("analyse", "--data", data, "--period", "2025", "--out", tmp_path / "out", "--json", tmp_path / "r.json")
    result = result_of(done, tmp_path / "r.json")
    assert result["total_minor"] == 10_050_025
    assert (result["abc"]["from"], result["abc"]["to"]) == ("2025-01-01", "2025-12-31")
    assert rung("undo", "1", "--data", data).returncode == 0


def test_one_customer_is_shown_whole(rung, invoice_lines, tmp_path):
    done = rung("customer", "0020", invoice_lines, "--period", "2025", "--language", "en", "--out", tmp_path / "pages")
    assert done.returncode == 0, done.stderr
    assert "Ås Rør AS" in done.stdout
    assert "It is B: number 2 of 3 by the revenue." in done.stdout
    assert "Buyer: Win the second purchase." in done.stdout
    page = (tmp_path / "pages" / "customer-0020.html").read_text(encoding="utf-8")
    assert "14,499.75" in page
    assert "rung-lines" in page


def test_a_customer_nobody_knows_is_refused(rung, invoice_lines):
    done = rung("customer", "9999", invoice_lines, "--language", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nobody has the number 9999." in done.stderr


def test_what_cannot_be_used_of_the_new_options_is_one_line(rung, invoice_lines, tmp_path):
    groups = tmp_path / "groups.toml"
    groups.write_text("[[group]]\nname = 'Bygg'\nhatsize = 7\n", encoding="utf-8")
    for words in (["--groups", groups], ["--criterion", "revenue"], ["--criterion", "hats=2"], ["--best", "0010"]):
        done = rung("analyse", invoice_lines, *words, "--period", "2025", "--language", "en", "--out", tmp_path / "out")
        assert done.returncode == 2, words
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_who_said_no_is_left_in_peace_whatever_is_imported_or_undone(rung, invoice_lines, tmp_path):
    people = tmp_path / "kunder.csv"
    people.write_text(
        "Kundenr;Kundenavn;Land;Orgnr;E-post;Telefon\n0020;Ås Rør AS;NO;987654325;post@aas-ror.example;22 00 00 00\n", encoding="utf-8"
    )
    data = tmp_path / "data"
    assert rung("import", invoice_lines, people, "--data", data).returncode == 0
    before = rung("permission", "show", "0020", "--data", data, "--language", "en")
    assert "Allowed" in before.stdout, before.stderr
    said = rung("permission", "no", "0020", "--data", data, "--words", "never again", "--by", "Kari", "--language", "en")
    assert (said.returncode, said.stdout.strip()) == (0, "Ås Rør AS is left in peace from now on.")
    assert rung("undo", "2", "--data", data).returncode == 0
    assert rung("import", people, "--data", data).returncode == 0
    after = rung("permission", "show", "0020", "--data", data, "--language", "en")
    assert "Allowed" not in after.stdout
    assert "Forbidden" in after.stdout
    assert "said no never again (Kari)" in after.stdout


def test_a_consent_without_words_is_refused(rung, invoice_lines, tmp_path):
    data = tmp_path / "data"
    assert rung("import", invoice_lines, "--data", data).returncode == 0
    done = rung("permission", "yes", "0020", "--data", data, "--channel", "email", "--language", "en")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_report_of_our_own_is_not_counted_again(rung, invoice_lines, tmp_path):
    assert rung("analyse", invoice_lines, "--period", "2025", "--out", tmp_path / "out").returncode == 0
    done = rung(
        "analyse", invoice_lines, tmp_path / "out" / "report.xlsx", "--period", "2025", "--language", "en", "--out", tmp_path / "again"
    )
    assert done.returncode == 3
    assert "report.xlsx" in done.stderr
    assert "a report that Rung made" in done.stderr
    assert not (tmp_path / "again").exists()
