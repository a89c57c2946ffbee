"""Does the ladder of two real years agree with the same walked through line by line, without an engine?"""

from collections import defaultdict
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from rung import ladder
from rung.base import Period
from rung.engine import FactStore
from rung.importers import recognise
from rung.intake.service import bring_in

YEAR = Period(date(2010, 12, 1), date(2011, 12, 1))


@pytest.fixture(scope="module")
def known(data, tmp_path_factory):
    """The ladder of the second year, and the lines it was made of."""
    files = [data / "online_retail" / f"export_{years}.parquet" for years in ("2009_2010", "2010_2011")]
    with FactStore(tmp_path_factory.mktemp("ladder") / "store") as store:
        for entry in recognise(files):
            bring_in(store=store, entry=entry, mapping="", at=datetime(2026, 1, 1, tzinfo=UTC), progress=lambda done, total: None)
        with store.snapshot() as snapshot:
            lines = snapshot.table("invoice_lines")
            found = ladder.analyse(lines=lines, customers=None, run=snapshot.run, period=YEAR, today=date(2011, 12, 10))
            return found, snapshot.run(lines.select("customer_id", "invoice_id", "date", "revenue"))


def walked(lines: pa.Table) -> dict[str, list[date]]:
    """The days each customer bought, its credits taken one by one from its latest purchases."""
    days = defaultdict(lambda: defaultdict(int))
    rows = sorted(lines.to_pylist(), key=lambda row: row["date"])
    sold = {}
    for row in rows:
        if row["revenue"] > 0 and row["invoice_id"]:
            sold.setdefault((row["customer_id"], row["invoice_id"]), row["date"])
    for row in rows:
        if row["customer_id"] and row["date"] < YEAR.end:
            day = sold.get((row["customer_id"], row["invoice_id"]), row["date"]) if row["revenue"] < 0 else row["date"]
            days[row["customer_id"]][day] += row["revenue"]
    kept = {}
    for customer, amounts in days.items():
        standing = []
        for day, amount in sorted(amounts.items()):
            if amount > 0:
                standing.append((day, amount))
            owed = -amount
            while owed > 0 and standing:
                last, left = standing.pop()
                if left > owed:
                    standing.append((last, left - owed))
                owed -= left
        kept[customer] = [day for day, _ in standing]
    return kept


def test_every_customer_of_online_retail_stands_where_its_lines_say(known):
    found, lines = known
    kept = walked(lines)
    rows = {row["party_id"]: row for row in found.parties.to_pylist()}
    assert set(rows) == set(kept)
    assert {who: row["occasions"] for who, row in rows.items()} == {who: len(days) for who, days in kept.items()}
    assert {who: row["last"] for who, row in rows.items()} == {who: days[-1] if days else None for who, days in kept.items()}
    counted = {step: one.parties for step, one in found.steps.items()}
    assert counted["customer"] == sum(len(days) > 1 for days in kept.values())
    assert counted["buyer"] == sum(len(days) == 1 for days in kept.values())
    assert counted["total_market"] == sum(not days for days in kept.values())
    for row in found.months.to_pylist():
        end = min(date(row["month"].year + row["month"].month // 12, row["month"].month % 12 + 1, 1), found.as_of)
        before = [sum(day < end for day in days) for days in kept.values()]
        if row["step"] in ("buyer", "customer"):
            assert row["parties"] == sum(n == 1 if row["step"] == "buyer" else n > 1 for n in before)


def test_the_figures_of_online_retail(known):
    """Counted by the walk above, and held so that a change is seen."""
    found, _ = known
    assert {step: one.parties for step, one in found.steps.items() if one.parties} == {"total_market": 97, "buyer": 1708, "customer": 4109}
    [again] = [one for one in found.conversions if one.step == "buyer"]
    assert (again.parties, again.climbed) == (1503, 595)
    assert (round(again.low, 3), round(again.high, 3)) == (0.371, 0.421)
    [time] = found.times
    assert (time.came, time.climbed, time.median_days) == (5817, 4109, 112)
    assert found.top.unknown + found.top.idle == 4109  # no cost is known, so nobody is called profitable
