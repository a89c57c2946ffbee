"""Does the list of untapped potential, made a year ago, hold more of what came than chance and than the biggest customers?"""

import gzip
import io
from datetime import UTC, date, datetime

import ibis
import pyarrow as pa
import pytest
from pyarrow import csv

from rung import potential
from rung.base import Period
from rung.engine import FactStore
from rung.importers import recognise
from rung.intake.service import bring_in
from rung.potential import report


@pytest.fixture
def analyse_files(tmp_path):
    def analyse(files, period, products=None):
        with FactStore(tmp_path / "store") as store:
            for entry in recognise(files):
                bring_in(store=store, entry=entry, mapping="", at=datetime(2026, 1, 1, tzinfo=UTC), progress=lambda done, total: None)
            with store.snapshot() as snapshot:
                return potential.analyse(
                    lines=snapshot.table("invoice_lines"),
                    customers=snapshot.table("customers"),
                    products=products,
                    run=snapshot.run,
                    period=period,
                    today=period.end,
                )

    return analyse


def holds(tested):
    """More than chance, and surely more than the biggest customers first."""
    return tested.listed > tested.random_high and tested.listed > tested.biggest and tested.beats_biggest


def test_online_retail_by_how_product_numbers_begin(data, analyse_files):
    files = [data / "online_retail" / f"export_{years}.parquet" for years in ("2009_2010", "2010_2011")]
    found = analyse_files(files, Period(date(2010, 12, 1), date(2011, 12, 1)))
    assert (found.grouping.kind, found.grouping.length) == ("prefix", 2)
    assert found.tested == Period(date(2010, 12, 1), date(2011, 12, 1))
    assert holds(found.backtest)
    assert found.backtest.listed == pytest.approx(0.374, abs=0.005)
    assert found.backtest.biggest == pytest.approx(0.235, abs=0.002)
    # Nearly half of it came in products that were not sold a year before, and no list made then could have held that.
    assert found.backtest.outside_minor / found.backtest.came_minor == pytest.approx(0.486, abs=0.002)
    said = {section.key: str(section.sentence) for section in report.sections(found, "GBP")}
    assert "held 37% of what your customers then bought more of. The biggest customers held 24%" in said["potential_test"]


def product_groups(folder, column):
    """product_id and the name of its group, which the files keep in three tables."""
    tables = {}
    for name in ("DimProduct", "DimProductSubcategory", "DimProductCategory"):
        with gzip.open(folder / f"{name}.csv.gz") as stream:
            table = csv.read_csv(io.BytesIO(stream.read()))
        keys = [n for n, field in enumerate(table.schema) if field.name.endswith("Key") and pa.types.is_floating(field.type)]
        for n in keys:  # a key with holes is read as a fraction
            table = table.set_column(n, table.column_names[n], table.column(n).cast(pa.int64()))
        tables[name] = table
    joined = tables["DimProduct"].join(tables["DimProductSubcategory"], "ProductSubcategoryKey", join_type="inner")
    joined = joined.join(tables["DimProductCategory"], "ProductCategoryKey", join_type="inner")
    return ibis.memtable(pa.table({"product_id": joined["ProductKey"].cast(pa.string()), "product_group": joined[column]}))


@pytest.mark.parametrize(
    ("column", "listed", "biggest"),
    [("EnglishProductSubcategoryName", 0.659, 0.118), ("EnglishProductCategoryName", 0.442, 0.129)],
    ids=["subcategories", "categories"],
)
def test_adventureworks_by_product_group(data, analyse_files, column, listed, biggest):
    folder = data / "adventureworks"
    files = [folder / f"{name}.csv.gz" for name in ("FactResellerSales", "DimReseller")]
    found = analyse_files(files, Period(date(2012, 12, 1), date(2013, 12, 1)), product_groups(folder, column))
    assert found.grouping.kind == "groups"
    assert all(row["per_employee"] for row in found.customers.to_pylist())
    assert holds(found.backtest)
    assert found.backtest.listed == pytest.approx(listed, abs=0.005)
    assert found.backtest.biggest == pytest.approx(biggest, abs=0.002)
