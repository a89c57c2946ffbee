"""Do real SIE files give the sums that they state themselves, and is what differs said?"""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from rung.facts import Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece
from rung.importers.sie import SieInput, looks_like_sie, suggestions

OFFICIAL = "sie4/SIE4_Exempelfil_official.SE"
MAMUT = "sie4/MAMUT_SIE4_EXPORT.SE"
UNBALANCED = "sie4/transaktioner_ovnbolag-bad-balance.se"


class Reading:
    """The events of one file, sorted into kinds; facts as dictionaries by table."""

    def __init__(self, path, **more):
        self.rows, self.problems, self.controls, self.ends, self.heads = defaultdict(list), [], [], [], []
        for event in SieInput(Piece(path), **more).read(lambda _done, _total: None):
            match event:
                case Chunk():
                    self.rows[event.table] += event.rows.to_pylist()
                case Problem():
                    self.problems.append(event)
                case Control():
                    self.controls.append(event)
                case FileEnd():
                    self.ends.append(event)
                case FileHead():
                    self.heads.append(event)

    @property
    def codes(self):
        return {problem.code for problem in self.problems}

    def sum(self, month=None):
        lines = self.rows["invoice_lines"]
        return sum((line["revenue"] for line in lines if month in {None, line["date"].replace(day=1)}), Decimal(0))

    def control(self, name):
        (found,) = [control for control in self.controls if str(control.name) == name and control.month is None]
        return found

    def found(self, code):
        return [str(problem.found) for problem in self.problems if problem.code == code]


@pytest.fixture
def sie(data):
    return lambda name, **more: Reading(data / "nordic" / name, **more)


def names(folder):
    root = Path(__file__).parents[3] / "shared" / "data" / "nordic" / folder
    return sorted(f"{folder}/{path.name}" for path in root.glob("*") if path.suffix.lower() in {".se", ".si", ".sie"})


def test_the_official_example(sie, data):
    """The answers are the sum of all of class 3. Rounding (3740) and exchange gains (3960) are in it and are no sales; both are told."""
    answers = json.loads((data / "answers" / "nordic_accounting.json").read_text())["sie4_exempelfil.SE"]
    read = sie(OFFICIAL)
    assert read.heads[0].company == "Övningsbolaget AB"
    assert read.control("Vouchers").measured == answers["vouchers"] == 295
    assert read.control("Voucher rows").measured == answers["trans_rows"] == 1330
    rounding, exchange = Decimal("5.06"), Decimal("-3944.95")
    assert read.found("sie-rounding")[0].startswith(f"{rounding} SEK on account “3740")
    assert read.found("sie-other-income")[0].startswith("-3,944.95 SEK on account “3960")
    assert read.sum() == read.control("Revenue").stated == Decimal("5782813.30")
    assert read.sum() + rounding + exchange == Decimal(str(answers["class3_revenue"]))
    assert len(read.problems) == 3  # and that nothing has a customer


def test_the_official_example_month_by_month(sie, data):
    """With rounding and exchange gains added by a second, plain reading, each month is that of the answers."""
    answers = json.loads((data / "answers" / "nordic_accounting.json").read_text())["sie4_exempelfil.SE"]["class3_by_month"]
    others, day = defaultdict(Decimal), ""
    for row in (data / "nordic" / OFFICIAL).read_text(encoding="cp437").splitlines():
        words = row.replace("{}", "").split()
        if words[:1] == ["#VER"]:
            day = words[3]
        elif words[:1] == ["#TRANS"] and words[1] in {"3740", "3960"}:
            others[day[:6]] -= Decimal(words[-1] if words[-1][-3] == "." else words[2])
    months = defaultdict(Decimal)
    for line in sie(OFFICIAL).rows["invoice_lines"]:
        months[f"{line['date']:%Y%m}"] += line["revenue"]
    assert {month: float(round(months[month] + others[month], 2)) for month in answers} == answers


def test_customers_by_invoice(sie):
    read = sie(MAMUT)
    lines = read.rows["invoice_lines"]
    assert read.sum() == read.control("Revenue").stated == Decimal("10480593.11")
    assert all(line["customer_id"] for line in lines)
    assert not any(line["estimated"] for line in lines)
    (credit,) = [line for line in lines if line["invoice_id"] == "90000"]
    assert (credit["customer_id"], credit["revenue"]) == ("30027", Decimal(-16125))
    customers = {one["customer_id"]: one["name"] for one in read.rows["customers"]}
    assert customers["30083"] == "Svenska Mässan i Göteborg"
    assert customers["30076"] is None  # used, and nowhere listed
    assert len({line["customer_id"] for line in lines}) == 24


def test_the_unbalanced_voucher_is_told(sie):
    read = sie(UNBALANCED)
    assert read.found("sie-voucher-out-of-balance") == ["Debit and credit differ by -12,771.00 SEK."]
    months = {control.month: control for control in read.controls if control.month}
    assert len(months) == 3
    assert all(control.own and control.stated == read.sum(month) for month, control in months.items())


def test_rows_that_the_standard_does_not_have_are_told(sie):
    assert sie("sie4/sie_file_with_unknown_entries.se").found("sie-row-unknown") == [
        "“#MOMSKOD 2610 10” is a kind of row that SIE does not have."
    ]


def test_balances_only_are_refused(sie):
    (problem,) = sie("sie4/BL0001_typ1.SE").problems
    assert problem.refused
    assert "type 1" in str(problem.found)


def test_corrected_rows(sie):
    read = sie("sie4/BL0001_typ4.SE")
    assert read.found("sie-rows-corrected") == ["9 rows of vouchers were removed or repeated, as corrections are."]
    assert read.sum() == read.control("Revenue").stated


@pytest.mark.parametrize("name", [name for folder in ("sie4", "sie5") for name in names(folder)])
def test_every_file_gives_its_own_sums_or_says_what_differs(sie, data, name):
    read = sie(name)
    assert name.startswith("sie5/") or looks_like_sie((data / "nordic" / name).read_bytes()[:65_536])
    refused = [problem for problem in read.problems if problem.refused]
    if refused:
        assert name in {"sie4/BL0001_typ1.SE", "sie5/SampleEntry.sie"}
        assert len(read.problems) == 1
        return
    for control in read.controls:
        measured = read.sum(control.month) if control.measured is None else control.measured
        assert control.stated == measured, control
    facts = {row["row"] for table in ("invoice_lines", "customers", "sellers") for row in read.rows[table]}
    assert read.ends[0].rows == len(facts)
    differs = {"sie4/XE_SIE_4_20151125095119.SE": "3740"}  # the rounding account of an unbalanced voucher
    for found in read.found("sie-account-does-not-reconcile"):
        assert differs[name] in found


def test_customers_and_invoices_of_sie_5(sie):
    read = sie("sie5/Sample.sie")
    lines = read.rows["invoice_lines"]
    assert read.sum() == read.control("Revenue").stated == Decimal(499_313)
    assert all(line["customer_id"] for line in lines)
    assert {line["invoice_id"] for line in lines if line["customer_id"] == "1004"} == {"100"}


def test_names_that_users_can_confirm(data, sie):
    folder = data / "nordic" / "sie4"

    def found(*files):
        return {one.name: one.revenue for one in suggestions([Piece(folder / file) for file in files])}

    assert found("FAKT.SI") == {"Karl Svensson": Decimal(6400)}
    softone = found("XE_SIE_4_20151125095119.SE")
    assert softone["ICA Supermarket Solna"] == Decimal("20838.29")
    assert "Grossisten HB" in found("transaktioner_ovnbolag-bad-balance.se")
    assert found("SIE4_Exempelfil_official.SE", "MAMUT_SIE4_EXPORT.SE") == {}  # batches only, and customers as objects
    read = sie("sie4/XE_SIE_4_20151125095119.SE", names={name: name for name in softone})
    named = sum((line["revenue"] for line in read.rows["invoice_lines"] if line["estimated"]), Decimal(0))
    assert named == sum(softone.values())
    assert {one["name"] for one in read.rows["customers"]} == set(softone)
