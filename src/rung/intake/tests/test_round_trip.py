"""Facts that go out as sheets and come in again are the same facts, whatever is in them; and undo is as if it had never been."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.engine import FactStore
from rung.facts import INVOICE_LINES
from rung.importers import recognise
from rung.intake.service import bring_in, export

# What a reader of sheets gives: words with no space around them that do not mean "nothing".
words = st.text(st.sampled_from("aåÆ09 ;,=+-@'\"\n.%|"), min_size=1, max_size=8).map(str.strip)
words = words.filter(lambda word: word.strip("-–—. ") and word.strip("'") and word == " ".join(word.split(" ")))
ids = st.sampled_from(["007", "10", "A-1", "Ås & Sønn", "=1+1", "'=x", "1e5", "-5"]) | st.none()
money = st.decimals(-(10**6), 10**6, places=4)
line = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["lines", "ledger"]),
        "date": st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        "revenue": money,
        "estimated": st.booleans(),
        "customer_id": ids,
        "invoice_id": ids,
        "product_group": words | st.none(),
        "quantity": money | st.none(),
        "cost": money | st.none(),
    }
)


def facts(store):
    names = [name for name in INVOICE_LINES.schema.names if name not in ("batch", "file", "row")]
    with store.snapshot() as snapshot:
        found = [row for source in ("lines", "ledger") for row in snapshot.run(snapshot.source(source).select(*names)).to_pylist()]
    return sorted((tuple(row.items()) for row in found), key=repr)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(lines=st.lists(line, min_size=1, max_size=6), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_out_and_in_again(tmp_path_factory, make, at, lines, suffix):
    folder = tmp_path_factory.mktemp("trip")
    rows = [{**row, "line_key": f"k{n}", "file": "f", "row": n + 1} for n, row in enumerate(lines)]
    with FactStore(folder / "a") as store, FactStore(folder / "b") as again:
        bring_in(store=store, entry=make(folder / "x", ("invoice_lines", rows)), mapping="", at=at, progress=lambda *_: None)
        for entry in recognise(sorted(export(store=store, folder=folder, suffix=suffix))):
            came = bring_in(store=again, entry=entry, mapping="", at=at, progress=lambda *_: None)
            assert came.reconciliation.complete
        assert facts(again) == facts(store)


@pytest.fixture
def make(given_input):
    return given_input


def test_decimals_are_exact_in_a_workbook(tmp_path, make, at):
    rows = [{"line_key": "1", "source": "lines", "date": date(2025, 1, 1), "estimated": False, "file": "f", "row": 1}]
    rows[0]["revenue"] = Decimal("12345678901234.5678")
    with FactStore(tmp_path / "a") as store, FactStore(tmp_path / "b") as again:
        bring_in(store=store, entry=make(tmp_path / "x", ("invoice_lines", rows)), mapping="", at=at, progress=lambda *_: None)
        for entry in recognise(sorted(export(store=store, folder=tmp_path, suffix=".xlsx"))):
            bring_in(store=again, entry=entry, mapping="", at=at, progress=lambda *_: None)
        assert facts(again) == facts(store)
