"""Is the whole answer right from lines to lists, and is there a reason where there is none?"""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.base import Period, Text
from rung.facts import CUSTOMERS
from rung.potential import PotentialResult, analyse, to_json
from rung.potential.compute.peers import REACHES

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 1, 10)


@pytest.fixture(scope="module")
def rows(company):
    return company()


@pytest.fixture(scope="module")
def found(rows, arrow_lines, run):
    return analyse(lines=ibis.memtable(arrow_lines(rows)), customers=customers(), run=run, period=YEAR, today=TODAY)


def customers():
    plain = {"batch": "b1", "file": "customers.csv"}
    rows = [{**plain, "customer_id": f"{n:03}", "row": n, "name": f"Firm {n}"} for n in range(60)]
    rows[7]["seller_id"] = "Kari"
    return ibis.memtable(pa.Table.from_pylist(rows, schema=CUSTOMERS.schema))


def test_the_year_before_the_end_of_the_period(found, rows, arrow_lines, run):
    assert isinstance(found, PotentialResult)
    assert found.period == YEAR
    assert found.grouping.kind == "groups"
    longer = Period(date(2023, 1, 1), date(2026, 1, 1))
    again = analyse(lines=ibis.memtable(arrow_lines(rows)), customers=customers(), run=run, period=longer, today=TODAY)
    assert to_json(again) == to_json(found)


def test_nothing_after_the_period_is_known(rows, arrow_lines, run):
    until = Period(date(2024, 1, 1), date(2025, 1, 1))
    known = [row for row in rows if row["date"] < until.end]
    ours, theirs = (
        analyse(lines=ibis.memtable(arrow_lines(these)), customers=None, run=run, period=until, today=TODAY) for these in (rows, known)
    )
    assert to_json(ours) == to_json(theirs)


def test_the_lists_agree_to_the_oere(found, rows):
    pairs, customers_, groups, sellers = (table.to_pylist() for table in (found.pairs, found.customers, found.groups, found.sellers))
    for level, total in zip(("conservative_minor", "expected_minor", "high_minor"), found.levels, strict=True):
        assert sum(row[level] for row in pairs) == sum(row[level] for row in groups) == sum(row[level] for row in sellers) == total
        assert sum(row[level] or 0 for row in customers_) == total
    assert found.levels[0] < found.levels[1] < found.levels[2]
    bought = defaultdict(Decimal)
    for row in rows:
        if YEAR.start <= row["date"] < YEAR.end:
            bought[row["customer_id"], row["product_group"]] += row["revenue"]
    for row in pairs:
        assert row["bought_minor"] == 100 * bought[row["customer_id"], row["product_group"]]
    assert sum(row["bought_minor"] for row in customers_) == 100 * sum(bought.values())
    assert [row["expected_minor"] for row in pairs] == sorted((row["expected_minor"] for row in pairs), reverse=True)


def test_joiners_lack_what_joiners_buy(found):
    lacking = [row for row in found.pairs.to_pylist() if not row["bought_minor"] and row["buyers"] > 10]
    assert lacking
    for row in lacking:
        joiner = int(row["customer_id"]) % 2
        assert row["product_group"] in (("Bolts", "Glue", "Gloves") if joiner else ("Paint", "Brushes", "Gloves"))


def test_the_seller_is_who_has_the_customer_else_who_sold(found):
    sellers = {row["customer_id"]: row["seller_id"] for row in found.customers.to_pylist()}
    assert sellers["007"] == "Kari"
    assert sellers["008"] == "S2"
    assert sum(row["customers"] for row in found.sellers.to_pylist()) == found.customers.num_rows


def test_the_peers_are_listed(found):
    row = found.customers.to_pylist()[0]
    peers = found.peers_of(row["customer_id"])
    assert len(peers) == row["peers"] >= 20
    assert row["customer_id"] not in {peer["customer_id"] for peer in peers}
    assert peers[0]["name"] == f"Firm {int(peers[0]['customer_id'])}"
    assert (REACHES[row["reach"]], row["widened"], row["per_employee"]) == ("everyone", False, False)
    with pytest.raises(KeyError, match="bought nothing in the year"):
        found.peers_of("unknown")


def test_the_same_a_year_ago(found):
    assert found.tested == YEAR
    assert found.no_backtest is None
    assert found.backtest.came_minor > 0
    assert found.backtest.pairs == 60 * 5
    assert 0 <= found.backtest.listed <= 1


def test_half_a_year_when_there_are_not_two(rows, arrow_lines, run):
    late = ibis.memtable(arrow_lines([row for row in rows if row["date"] >= date(2025, 1, 1)]))
    found = analyse(lines=late, customers=None, run=run, period=YEAR, today=TODAY)
    assert found.tested == Period(date(2025, 7, 1), date(2026, 1, 1))
    assert found.backtest.pairs == 60 * 5


def test_the_year_ends_with_the_data(rows, arrow_lines, run):
    early = ibis.memtable(arrow_lines([row for row in rows if row["date"] < date(2025, 10, 1)]))
    found = analyse(lines=early, customers=None, run=run, period=YEAR, today=TODAY)
    assert found.period.end == max(row["date"] for row in rows if row["date"] < date(2025, 10, 1)) + (date(2025, 1, 2) - date(2025, 1, 1))
    assert (found.period.end - found.period.start).days in (365, 366)


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (lambda row: row["date"] >= date(2025, 3, 1), "less than a year"),
        (lambda row: row["customer_id"] < "015", "15 customers bought in the year; comparing takes more than 20"),
        (lambda row: False, "no invoice lines"),
    ],
)
def test_a_reason_where_there_is_no_answer(rows, arrow_lines, run, kept, reason):
    few = ibis.memtable(arrow_lines([row for row in rows if kept(row)]))
    found = analyse(lines=few, customers=None, run=run, period=YEAR, today=TODAY)
    assert isinstance(found, Text)
    assert reason in str(found)
    assert to_json(found) == {"no_answer": str(found)}


def test_no_groups_and_no_products_is_a_reason(rows, arrow_lines, run):
    bare = [{**row, "product_group": None, "product_id": None} for row in rows]
    found = analyse(lines=ibis.memtable(arrow_lines(bare)), customers=None, run=run, period=YEAR, today=TODAY)
    assert "neither product groups nor products" in str(found)


def test_products_when_there_are_no_groups_and_groups_of_the_product_list(rows, arrow_lines, run):
    bare = ibis.memtable(arrow_lines([{**row, "product_group": None} for row in rows]))
    by_product = analyse(lines=bare, customers=None, run=run, period=YEAR, today=TODAY)
    assert by_product.grouping.kind == "products"
    assert "Bol-0" in by_product.groups["product_group"].to_pylist()
    numbers = sorted({row["product_id"] for row in rows})
    products = ibis.memtable(pa.table({"product_id": numbers, "product_group": [number[:3] for number in numbers]}))
    listed = analyse(lines=bare, customers=None, run=run, period=YEAR, today=TODAY, products=products)
    assert listed.grouping.kind == "groups"
    assert set(listed.groups["product_group"].to_pylist()) == {"Bol", "Glu", "Glo", "Pai", "Bru"}


def test_the_level_to_reach_can_be_chosen(found, rows, arrow_lines, run):
    bold = analyse(lines=ibis.memtable(arrow_lines(rows)), customers=customers(), run=run, period=YEAR, today=TODAY, quantile=0.95)
    assert bold.quantiles == (0.5, 0.95, 0.95)
    assert bold.levels[0] == found.levels[0]
    assert bold.levels[1] == bold.levels[2] > found.levels[2]


def test_plain_json(found):
    said = json.loads(json.dumps(to_json(found)))
    assert said["levels_minor"] == list(found.levels)
    assert len(said["customers"]) == 60
    assert said["pairs_in_all"] == found.pairs.num_rows
    assert len(said["peers"][said["pairs"][0]["customer_id"]]) >= 20
    assert said["backtest"]["pairs"] == 300
