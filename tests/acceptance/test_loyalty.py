"""Does the customer bridge give the reference answer on two real years?"""

from datetime import UTC, date, datetime

from rung import loyalty
from rung.base import Period
from rung.engine import FactStore
from rung.importers import recognise
from rung.intake.service import bring_in


def test_the_bridge_of_online_retail_to_the_penny(data, tmp_path):
    files = [data / "online_retail" / f"export_{years}.parquet" for years in ("2009_2010", "2010_2011")]
    with FactStore(tmp_path / "store") as store:
        for entry in recognise(files):
            bring_in(store=store, entry=entry, mapping="", at=datetime(2026, 1, 1, tzinfo=UTC), progress=lambda done, total: None)
        with store.snapshot() as snapshot:
            period = Period(date(2010, 12, 1), date(2011, 12, 1))
            lines = snapshot.table("invoice_lines")
            found = loyalty.analyse(lines=lines, customers=None, run=snapshot.run, period=period, today=date(2011, 12, 10)).stay
    changes = {step: (one.customers, one.change_minor) for step, one in found.steps.items()}
    assert found.opening_minor == 804_358_522
    assert changes["new"] == (1585, 140_611_365)
    assert changes["lost"] == (1540, -104_126_958)
    assert changes["expanded"][1] == 150_896_946
    assert changes["contracted"][1] == -205_144_734
    assert changes["other"][1] == 9_160_803
    assert found.closing_minor == 795_755_943
    assert sum(found.kinds.values()) == found.closing_minor
