"""Does the cost to serve of a real company's resellers agree with the file, added up line by line in fractions?"""

import csv
import gzip
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import ibis
import pyarrow.csv
import pytest

from rung.base import Period
from rung.profitability import PARTS, CostRates, serve, with_margin
from rung.profitability.report import serve_sections

YEAR = Period(date(2012, 12, 1), date(2013, 12, 1))
RATES = CostRates(
    source="invented for the test",
    date=date(2014, 1, 1),
    seller_minute=Decimal("1.25"),
    order=Decimal("8.5"),
    line=Decimal("0.6"),
    interest=Decimal("0.0725"),
    credit_days=37,
    order_minutes=Decimal(45),
)
MONEY = "decimal(18, 4)"


@pytest.fixture(scope="module")
def written(data):
    return gzip.decompress((data / "adventureworks" / "FactResellerSales.csv.gz").read_bytes())


@pytest.fixture(scope="module")
def result(written):
    sold = ibis.memtable(pyarrow.csv.read_csv(io.BytesIO(written)))
    lines = sold.select(
        source=ibis.literal("lines"),
        customer_id=sold.ResellerKey.cast("string"),
        seller_id=sold.EmployeeKey.cast("string"),
        invoice_id=sold.SalesOrderNumber,
        date=sold.OrderDate.cast("date"),
        revenue=sold.SalesAmount.cast(MONEY),
        cost=sold.TotalProductCost.cast(MONEY),
        quantity=sold.OrderQuantity.cast(MONEY),
        product_group=sold.ProductKey.cast("string"),
    )
    return serve(lines=with_margin(lines, {}), run=ibis.duckdb.connect(threads=2).to_pyarrow, period=YEAR, rates=RATES)


def half_up(exact):
    return floor(exact * 100 + Fraction(1, 2))


def on_paper(written, key):
    """margin (exact), and the parts of each reseller or seller, in minor units."""
    found = defaultdict(lambda: {"margin": Fraction(0), "orders": set(), "lines": 0, "sold": Fraction(0)})
    for row in csv.DictReader(io.StringIO(written.decode())):
        if str(YEAR.start) <= row["OrderDate"] < str(YEAR.end):
            mine = found[row[key]]
            mine["margin"] += Fraction(row["SalesAmount"]) - Fraction(row["TotalProductCost"])
            mine["sold"] += Fraction(row["SalesAmount"])
            mine["orders"].add(row["SalesOrderNumber"])
            mine["lines"] += 1
    rates = {name: Fraction(getattr(RATES, name)) for name in ("seller_minute", "order", "line", "interest", "order_minutes")}
    for one in found.values():
        orders = len(one["orders"])
        one["seller"] = half_up(orders * rates["order_minutes"] * rates["seller_minute"])
        one["parts"] = [
            one["seller"],
            half_up(orders * rates["order"]),
            half_up(one["lines"] * rates["line"]),
            half_up(one["sold"] * RATES.credit_days / 365 * rates["interest"]),
        ]
    return found


@pytest.mark.parametrize(("rows", "key"), [("customers", "ResellerKey"), ("sellers", "EmployeeKey")])
def test_every_part_of_every_reseller_and_seller(result, written, rows, key):
    paper = on_paper(written, key)
    found = {row[{"customers": "customer_id", "sellers": "seller_id"}[rows]]: row for row in getattr(result, rows).to_pylist()}
    assert set(found) == set(paper)
    for name, row in found.items():
        expected = paper[name]
        assert [row[f"{part}_minor"] for part in PARTS] == expected["parts"]
        assert abs(row["margin_minor"] - expected["margin"] * 100) <= 1
        assert row["profit_minor"] == row["margin_minor"] - sum(expected["parts"])
        if row["break_even_minor"] is not None:
            even = sum(expected["parts"]) * row["revenue_minor"] / Fraction(row["margin_minor"])
            assert 0 <= row["break_even_minor"] - even < 1
    margins = half_up(sum((one["margin"] for one in paper.values()), start=Fraction(0)))
    assert sum(row["margin_minor"] for row in found.values()) == margins
    assert sum(row["profit_minor"] for row in found.values()) == margins - sum(sum(one["parts"]) for one in paper.values())


def test_who_is_below_break_even_is_on_the_list_with_something_to_do(result):
    losing = [row for row in result.customers.to_pylist() if row["profit_minor"] < 0]
    assert len(result.below) == len(losing) > 100  # most resellers buy for less than the goods cost
    below = next(section for section in serve_sections(result, "USD") if section.key == "serve_below")
    assert all(row[-1] is not None for row in below.parts[0].rows)
    assert {str(row["break_even_minor"] is None) for row in losing if row["margin_minor"] <= 0} == {"True"}
