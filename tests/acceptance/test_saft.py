"""Do all SAF-T files that others made give what they say of themselves, or is it said exactly what differs?"""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from rung.facts import Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece
from rung.importers.saft import saft_inputs

FILES = {
    "888888888": "ExampleFile SAF-T Financial_888888888_20180228235959.xml",
    "999999999": "ExampleFile SAF-T Financial_999999999_20161125213512.xml",
    "xmlspy": "v130_xmlspy_NO_NAMESPACE.xml",
    "draft": "v200_draft_SourceDocuments.xml",
}


class Read:
    """What the reader gives for a file, sorted into kinds."""

    def __init__(self, path: Path) -> None:
        (given,) = saft_inputs([Piece(path)])
        self.events = list(given.read(lambda _done, _total: None))
        self.head = next(event for event in self.events if isinstance(event, FileHead))
        self.problems = [event for event in self.events if isinstance(event, Problem)]
        self.codes = Counter(problem.code for problem in self.problems)

    def rows(self, table):
        return [row for event in self.events if isinstance(event, Chunk) and event.table == table for row in event.rows.to_pylist()]

    def controls(self):
        return {str(one.name): (one.stated, one.measured) for one in self.events if isinstance(one, Control) and one.month is None}

    def say(self, code):
        return [str(problem.found) for problem in self.problems if problem.code == code]


@pytest.fixture
def read(data):
    return lambda name: Read(data / "nordic" / "saft-no" / FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_every_row_comes_back_once(read, name):
    found = read(name)
    facts = {(row["file"], row["row"]) for table in ("invoice_lines", "customers", "sellers", "products") for row in found.rows(table)}
    assert not any(problem.refused for problem in found.problems)
    assert found.events[-1] == FileEnd(rows=len(facts) + sum(problem.rows for problem in found.problems))
    assert sum(row["rows"] for row in found.rows("rejected")) == sum(problem.rows for problem in found.problems)


def test_the_official_example_allocates_everything(read, data):
    answers = json.loads((data / "answers" / "nordic_accounting.json").read_text())["saft_no_888888888.xml"]
    found = read("888888888")
    revenue: Counter[str] = Counter()
    for row in found.rows("invoice_lines"):
        assert row["source"] == "ledger"
        assert not row["estimated"]
        revenue[row["customer_id"]] += row["revenue"]
    assert dict(revenue) == answers["class3_by_customer"]
    assert sum(revenue.values()) == Decimal("2316338.00")
    told = found.controls()
    assert told["Total debit"] == told["Total credit"] == (Decimal(str(answers["debit"])), Decimal(str(answers["debit"])))
    assert found.head.kind == "saft-no 1.20"
    assert found.codes["saft-possible-duplicate"] == 1
    assert {text.split()[1] for text in found.say("saft-account-does-not-reconcile")} >= {"1920", "2711", "2740"}


def test_the_example_without_sales(read):
    found = read("999999999")
    assert found.head.kind == "saft-no 1.20"
    assert found.controls() == {"Vouchers": (2, 2), "Total debit": (25_000, 25_000), "Total credit": (25_000, 25_000)}
    assert set(found.codes) == {"saft-no-revenue", "saft-account-does-not-reconcile"}
    assert not found.rows("invoice_lines")


def test_the_example_without_a_namespace(read):
    found = read("xmlspy")
    assert found.head.kind == "saft-no 1.30"
    assert found.controls() == {"Vouchers": (0, 1), "Total debit": (0, 0), "Total credit": (0, 0)}  # it says 0 vouchers and has one
    assert set(found.codes) == {"saft-no-revenue"}


def test_the_draft_with_sales_invoices(read):
    """Its values are drawn at random, so nothing in it agrees, and its amounts have 16 digits, which no fact can hold."""
    found = read("draft")
    assert found.head.kind == "saft-no 2.0"
    assert len(found.rows("customers")) == len(found.rows("products")) == 1
    assert not found.rows("invoice_lines")
    (lost,) = found.rows("rejected")
    assert lost["code"] == "saft-amount-not-understood"
    assert "\t7614830491682505.0\t" in lost["content"]  # the one line of its one sales invoice
    assert any("7614830491682505.0” is too large" in text for text in found.say("saft-amount-not-understood"))
    assert found.controls() == {
        "Vouchers": (83, 1),
        "Total debit": (Decimal("6531847451773948.0"), 0),
        "Total credit": (Decimal("8431886345813578.0"), 0),
        "Sales invoices": (67, 1),
        "Sales invoices, debit": (Decimal("9548903501197610.0"), 0),
        "Sales invoices, credit": (Decimal("581946870699635.6"), 0),
        "Net total of the invoices": (Decimal("2177022280804525.8"), 0),
    }


def test_the_draft_with_amounts_that_fit(data, tmp_path):
    """The same file with its line and net total made a million million times smaller, by moving the point: then the invoice is read."""
    text = (data / "nordic" / "saft-no" / FILES["draft"]).read_text(encoding="utf-8")
    for written, smaller in (("7614830491682505.0", "7614.83"), ("2177022280804525.8", "7614.83"), ("9594869371871210.0", "9594.8694")):
        assert text.count(written) == 1
        text = text.replace(written, smaller)
    path = tmp_path / "mindre.xml"
    path.write_text(text, encoding="utf-8")
    found = Read(path)
    (line,) = found.rows("invoice_lines")
    assert (line["source"], line["revenue"], line["quantity"]) == ("lines", Decimal("7614.83"), Decimal("9594.8694"))
    assert line["customer_id"] is None  # the invoice names a supplier
    assert line["product_id"].startswith("hWieFgBcC9fGKqt7")
    assert found.controls()["Net total of the invoices"] == (Decimal("7614.83"), Decimal("7614.83"))


def test_all_four_given_together_are_four_imports(data):
    given = saft_inputs([Piece(data / "nordic" / "saft-no" / name) for name in FILES.values()])
    assert [len(one.files) for one in given] == [1, 1, 1, 1]
