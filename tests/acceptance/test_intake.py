"""Real files together: overlapping exports count once in either order, undo is as if it had never been, every export comes back whole."""

from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from rung.engine import FactStore
from rung.facts import INVOICE_LINES
from rung.importers import recognise
from rung.intake.service import bring_in, export

pytestmark = pytest.mark.acceptance
AT = datetime(2026, 1, 1, tzinfo=UTC)
CONTENT = [name for name in INVOICE_LINES.schema.names if name not in ("batch", "file", "row", "line_key")]


def take_in(store, *paths):
    return [
        bring_in(store=store, entry=entry, mapping="", at=AT, progress=lambda *_: None, currency="GBP") for entry in recognise(list(paths))
    ]


@contextmanager
def new_store(folder):
    with FactStore(folder) as store:
        yield store


def content(store):
    """How many lines say what: the lines as they count, whatever file each came from."""
    with store.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        counted = lines.group_by(CONTENT).aggregate(times=lines.count())
        return snapshot.run(counted.order_by(counted.columns)), snapshot.run(
            lines.aggregate(rows=lines.count(), net=lines.revenue.sum())
        ).to_pylist()[0]


@pytest.fixture(scope="module")
def exports(data):
    return data / "online_retail" / "export_2009_2010.parquet", data / "online_retail" / "export_2010_2011.parquet"


def test_overlapping_exports_count_once_in_either_order(exports, tmp_path):
    first, second = exports
    with new_store(tmp_path / "a") as one, new_store(tmp_path / "b") as other:
        take_in(one, first)
        (later,) = take_in(one, second)
        take_in(other, second)
        (earlier,) = take_in(other, first)
        assert later.record.unchanged + later.record.replaced == 22_523
        assert earlier.record.unchanged + earlier.record.replaced == 22_523
        one_content, total = content(one)
        other_content, _ = content(other)
        assert one_content == other_content
        assert total["rows"] == 1_044_847
        assert round(total["net"], 2) == Decimal("18909744.12")


def test_undoing_the_first_leaves_the_second_as_if_alone(exports, tmp_path):
    first, second = exports
    with new_store(tmp_path / "a") as both, new_store(tmp_path / "b") as alone:
        (undone,) = take_in(both, first)
        take_in(both, second)
        both.undo(undone.record.id)
        take_in(alone, second)
        assert content(both)[0] == content(alone)[0]
        assert content(both)[1]["rows"] == 541_909


def test_what_is_unusual_is_told_with_count_and_sum(exports, tmp_path):
    with new_store(tmp_path / "a") as store:
        told = [{problem.code: str(problem.found) for problem in one.problems} for path in exports for one in take_in(store, path)]
    assert "107,927" in told[0]["sheet-no-customer"]
    assert "1,191,276.06" in told[0]["sheet-no-customer"]
    assert "135,080" in told[1]["sheet-no-customer"]
    assert "1,447,682.12" in told[1]["sheet-no-customer"]
    assert "10,206" in told[0]["sheet-credit-notes"]
    assert "629,855.37" in told[0]["sheet-credit-notes"]
    assert "9,288" in told[1]["sheet-credit-notes"]
    assert "896,812.49" in told[1]["sheet-credit-notes"]
    assert "168,469.60" in told[1]["sheet-large-line-cancelled"]
    assert all("postage" in one["sheet-non-product"] for one in told)


FILES = [
    *("saft-no/ExampleFile SAF-T Financial_888888888_20180228235959.xml", "sie4/SIE4_Exempelfil_official.SE", "sie4/MAMUT_SIE4_EXPORT.SE"),
    *("sie5/Sample.sie", "ubl-peppol"),
]


@pytest.mark.parametrize("name", FILES)
def test_facts_of_every_kind_come_out_as_sheets_and_in_again(data, tmp_path, name):
    with new_store(tmp_path / "a") as store, new_store(tmp_path / "b") as again:
        currency = {"s": "SEK", "u": "EUR"}.get(name[0], "NOK") if not name.startswith("saft") else "NOK"
        for entry in recognise([data / "nordic" / name]):
            bring_in(store=store, entry=entry, mapping="", at=AT, progress=lambda *_: None, currency=currency)
        written = export(store=store, folder=tmp_path)
        for entry in recognise(sorted(written)):
            bring_in(store=again, entry=entry, mapping="", at=AT, progress=lambda *_: None, currency=currency)
        (tmp_path / "c").mkdir()
        rewritten = export(store=again, folder=tmp_path / "c")
        assert {path.name: path.read_bytes() for path in map(Path, written)} == {
            path.name: path.read_bytes() for path in map(Path, rewritten)
        }
