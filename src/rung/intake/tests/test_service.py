"""Bringing in, trying first, taking out again, and handing back, on a real store."""

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from rung.base import text
from rung.intake.service import OtherCurrency, bring_in, company_currency, export, take_out, try_out, write_corrections, write_rejected


def quiet(*_):
    pass


@pytest.fixture
def bring(store, at):
    return lambda entry, **more: bring_in(store=store, entry=entry, mapping="", at=at, progress=quiet, **more)


def rate(value, day="2025-01-01"):
    said = {"rate_id": f"EUR|{day}", "currency": "EUR", "date": date.fromisoformat(day), "rate": Decimal(value), "file": "k.csv", "row": 1}
    return ("exchange_rates", [said])


def revenue(store):
    with store.snapshot() as snapshot:
        return {row["line_key"]: row["revenue"] for row in snapshot.run(snapshot.table("invoice_lines")).to_pylist()}


def test_a_trial_tells_what_would_happen_and_changes_nothing(store, bring, given, line, at):
    bring(given("a", ("invoice_lines", [line(1), line(2)])))
    entry = given("b", ("invoice_lines", [line(2, "7"), line(3, "50")]))
    (trial,) = try_out(store=store, entries=[entry], mapping="", at=at, progress_of=lambda _: quiet)
    record = trial.imported.record
    assert (record.added, record.replaced, record.unchanged) == (1, 1, 0)
    assert (trial.revenue_minor, trial.first, trial.last) == (57_00, date(2025, 3, 10), date(2025, 3, 10))
    assert trial.samples["invoice_lines"].column("line_key").to_pylist() == ["2", "3"]
    assert revenue(store) == {"1": 100, "2": 100}


def test_a_trial_of_what_is_there_already_says_so(store, bring, given, line, at):
    entry = given("a", ("invoice_lines", [line(1)]))
    bring(entry)
    (trial,) = try_out(store=store, entries=[entry], mapping="", at=at, progress_of=lambda _: quiet)
    assert not trial.imported.new


def test_the_company_currency_is_the_first_that_was_said_and_stays(store, bring, given, line):
    bring(given("a", ("invoice_lines", [line(1)]), currency="SEK"))
    assert company_currency(store) == "SEK"
    with pytest.raises(OtherCurrency) as refused:
        bring(given("b", ("invoice_lines", [line(2)])), currency="NOK")
    assert "SEK" in str(refused.value.sentence)


def test_a_file_is_read_again_when_its_rates_have_come(store, bring, given, line):
    entry = given("a", ("invoice_lines", [line(1, None, currency="EUR", original_amount="10"), line(2)]))
    first = bring(entry)
    assert first.reconciliation.complete
    assert revenue(store) == {"2": 100}
    assert not bring(entry).new
    bring(given("k", rate("11")))
    again = bring(entry)
    assert again.new
    assert revenue(store) == {"1": 110, "2": 100}
    assert not bring(entry).new
    bring(given("k2", rate("12", "2025-02-01")))
    assert bring(entry).new
    assert revenue(store)["1"] == 120


def test_rates_that_come_later_leave_other_files_alone(bring, given, line):
    entry = given("a", ("invoice_lines", [line(1)]))
    bring(entry)
    bring(given("k", rate("11")))
    assert not bring(entry).new


def test_what_people_wrote_about_customers_that_go_is_kept_and_told(store, bring, given, line):
    bring(given("a", ("invoice_lines", [line(1, customer_id="stays")])))
    out = bring(given("b", ("invoice_lines", [line(2, customer_id="goes"), line(3, customer_id="stays")])))
    listed = {"customer_id": "listed", "name": "Nord AS", "file": "c.csv", "row": 1}
    of_list = bring(given("c", ("customers", [listed])))
    asked = []

    def written(parties):
        asked.extend(party["customer_id"] for party in parties)
        return [text("{name} said no.", name=party.get("name") or party["customer_id"]) for party in parties]

    taken = take_out(store=store, batch=out.record.id, written_about=written)
    assert asked == ["goes"]
    assert [str(one) for one in taken.kept] == ["goes said no."]
    assert taken.undone.removed == 2
    taken = take_out(store=store, batch=of_list.record.id, written_about=written)
    assert [str(one) for one in taken.kept] == ["Nord AS said no."]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_rejected_row_can_be_downloaded(store, bring, given, line, tmp_path, suffix):
    missing = [line(row, None, currency="EUR", original_amount=str(row), invoice_id="=1+1") for row in range(1, 301)]
    record = bring(given("a", ("invoice_lines", missing))).record
    path = tmp_path / f"rest{suffix}"
    assert write_rejected(store=store, batch=record.id, path=path) == 300
    rows = read(path)
    assert rows[0][:4] == ["file", "row", "code", "amount"]
    assert [row[1] for row in rows[1:]] == [str(row) for row in range(1, 301)]
    assert rows[1][3:] == ["1", "2025-03-10", "'=1+1", "1.0000", "EUR"]


def read(path):
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [[str(cell) for cell in row if cell is not None] for row in book.active.iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_corrections_are_listed_as_they_were_and_as_they_are(store, bring, given, line, tmp_path):
    bring(given("a", ("invoice_lines", [line(1, "5"), line(2, "6")])))
    record = bring(given("b", ("invoice_lines", [line(1, "5"), line(2, "60", customer_id="x")]))).record
    assert write_corrections(store=store, batch=record.id, path=tmp_path / "c.csv") == 1
    header, before, now = read(tmp_path / "c.csv")
    places = [header.index(name) for name in ("what", "line_key", "revenue", "customer_id")]
    assert [[row[place] for place in places] for row in (before, now)] == [["before", "2", "6", ""], ["now", "2", "60", "x"]]


def test_all_facts_come_out_with_their_own_column_names(store, bring, given, line, tmp_path):
    bring(given("a", ("invoice_lines", [line(1, "5.25", customer_id="007"), line(2, source="ledger")]), ("customers", [CUSTOMER])))
    written = export(store=store, folder=tmp_path)
    assert {path.name: rows for path, rows in written.items()} == {"invoice_lines.csv": 2, "customers.csv": 1}
    header, _, line_of_invoice = read(tmp_path / "invoice_lines.csv")
    said = dict(zip(header, line_of_invoice, strict=True))
    assert [said[name] for name in ("source", "revenue", "customer_id", "estimated")] == ["lines", "5.25", "007", "false"]
    assert "'+47 22" in read(tmp_path / "customers.csv")[1]


CUSTOMER = {"customer_id": "007", "phone": "+47 22", "file": "c.csv", "row": 1}


def test_a_row_that_is_left_out_for_its_rate_is_no_fact_though_it_named_a_customer(bring, given, line):
    told = given("a", ("invoice_lines", [line(1, None, currency="EUR", original_amount="10", file="c.csv")]), ("customers", [CUSTOMER]))
    result = bring(told).reconciliation
    assert (result.rows_read, result.rows_facts, result.rows_problems) == (1, 0, 1)
