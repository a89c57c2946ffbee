"""A data set the whole field knows, through the command as a user would run it: CDNOW, 18 months, every tenth customer."""

import importlib.util
import json
from pathlib import Path

from rung.abc_analysis import gini

DATA = Path(importlib.util.find_spec("lifetimes").origin).parent / "datasets" / "CDNOW_sample.txt"


def test_the_classes_and_the_gini_of_cdnow(rung, tmp_path):
    rows = [line.split() for line in DATA.read_text(encoding="utf-8").splitlines() if line.strip()]
    sales = tmp_path / "cdnow.csv"
    written = [f"{sample};{day[:4]}-{day[4:6]}-{day[6:]};{cds};{value}" for _, sample, day, cds, value in rows]
    sales.write_text("\n".join(["Customer no;Date;Quantity;Net amount", *written]) + "\n", encoding="utf-8")
    done = rung(
        "analyse", sales, "--period", "1997-01-01..1998-06-30", "--language", "en", "--out", tmp_path, "--json", tmp_path / "r.json"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [found["abc"][abc]["customers"] for abc in "ABC"] == [777, 801, 779]
    # The published figure counts the 8 customers who only got free records; the report's is of those with a positive value.
    assert round(gini([one["value_minor"] for one in found["customers"]]), 4) == 0.6309
    assert round(found["gini"], 4) == 0.6297
    assert found["reconciliation"]["rows_facts"] == len(rows) == 6919
