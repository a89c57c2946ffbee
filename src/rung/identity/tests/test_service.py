"""Does the service find the same in tables of an engine, with merges put into them or not?"""

import json
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.base import Period
from rung.facts import INVOICE_LINES
from rung.identity import Decided, find, to_json

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def lines(*rows):
    plain = {"source": "lines", "estimated": False, "batch": "b1", "file": "sales.csv"}
    full = [
        {"line_key": str(n), "row": n, **plain, "customer_id": customer, "date": date.fromisoformat(day), "revenue": Decimal(revenue)}
        for n, (customer, day, revenue) in enumerate(rows)
    ]
    return ibis.memtable(pa.Table.from_pylist(full, schema=INVOICE_LINES.schema))


LINES = lines(
    ("1", "2025-03-01", "10.50"),
    ("2", "2025-04-01", "99.99"),
    ("2", "2024-04-01", "7"),
    ("KYSTVERK", "2025-05-01", "3"),
    (None, "2025-05-01", "5"),
)


@pytest.fixture
def known(customers):
    return ibis.memtable(
        customers({"name": "Kystverk AS", "org_number": "974760673", "city": "Oslo"}, {"name": "Nordlys", "parent_id": "1"})
    )


def test_customers_of_the_list_and_of_the_lines_are_looked_at(known, run):
    found = find(customers=known, lines=LINES, run=run, period=YEAR)
    assert found.counted == 3
    [proposal] = found.same
    assert (proposal.strength, proposal.customer_ids, proposal.revenue_minor) == ("likely", ("1", "KYSTVERK"), 1350)
    assert {one.customer_id: one.revenue_minor for one in found.customers.values()} == {"1": 1050, "2": 9999, "KYSTVERK": 300}
    assert found.groups.members == {"1": ["2"]}
    assert (found.who("1").name, found.who("1").place, found.who("nobody").name) == ("Kystverk AS", "Oslo", "")


def test_without_a_period_all_is_counted(known, run):
    assert find(customers=known, lines=LINES, run=run).who("2").revenue_minor == 10699


def test_merged_or_not_in_the_tables_it_is_the_same(known, run):
    decided = Decided(merged={"KYSTVERK": "1"})
    before = find(customers=known, lines=LINES, run=run, period=YEAR, decided=decided)
    followed = LINES.mutate(customer_id=LINES.customer_id.replace("KYSTVERK", "1"))
    after = find(customers=known, lines=followed, run=run, period=YEAR, decided=decided)
    for found in (before, after):
        assert found.counted == 2
        assert found.same == []
        assert found.merged == {"1": ["KYSTVERK"]}
        assert found.who("1").revenue_minor == 1350


def test_json_is_plain(known, run):
    said = json.loads(json.dumps(to_json(find(customers=known, lines=LINES, run=run, period=YEAR))))
    assert said["customers"] == 3
    assert said["proposals"][0]["reasons"] == ["The same name, written in two ways."]
    assert said["groups"] == {"1": ["2"]}


def test_no_customers_no_lines(customers, run):
    found = find(customers=ibis.memtable(customers()), lines=lines(), run=run)
    assert (found.counted, found.proposals, found.merged) == (0, [], {})
