"""Does the demo run the whole main job on files as a user's own, and does everything agree?"""

import json

import openpyxl


def test_the_demo_company_is_read_whole_and_every_total_agrees(rung, tmp_path):
    out = tmp_path / "demo"
    done = rung("demo", "--out", out, "--language", "nb")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} >= {"report.html", "report.xlsx", "kunder.xlsx"}
    files = [next(out.glob(pattern)) for pattern in ("saf-t*.xml", "fakturalinjer*.csv", "kunder.xlsx", "enheter*.csv", "aktiviteter.csv")]
    again = rung("analyse", *files, "--out", tmp_path / "again", "--json", tmp_path / "r.json", "--language", "nb")
    assert again.returncode == 0, again.stderr
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert result["reconciliation"]["agrees"]
    assert result["reconciliation"]["rows_problems"] == 0
    assert result["currency"] == "NOK"
    assert 300 <= len(result["customers"]) <= 400
    assert sum(one["value_minor"] for one in result["customers"]) == round(result["attributed_share"] * result["total_minor"])
    assert 'data-opens="class=A"' in (out / "report.html").read_text(encoding="utf-8"), "a class must open to its invoice lines"
    same = (tmp_path / "again" / "report.html").read_bytes() == (out / "report.html").read_bytes()
    assert same, "the same files must give the same report"


def test_accounts_and_invoice_lines_together_are_counted_once(rung, tmp_path):
    out = tmp_path / "demo"
    assert rung("demo", "--out", out).returncode == 0
    saft, lines = next(out.glob("saf-t*.xml")), next(out.glob("fakturalinjer*.csv"))
    totals = []
    for files in ([saft], [lines], [saft, lines], [lines, saft]):
        done = rung("analyse", *files, "--period", "2025-01-01..2025-12-31", "--out", tmp_path / "o", "--json", tmp_path / "r.json")
        assert done.returncode == 0, done.stderr
        totals.append(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["total_minor"])
    assert len(set(totals)) == 1
    book = openpyxl.load_workbook(tmp_path / "o" / "report.xlsx", read_only=True)
    assert len(book.sheetnames) >= 5
