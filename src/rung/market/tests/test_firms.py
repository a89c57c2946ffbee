"""Is every firm counted once, in the right segment, with what it bought?"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.market.compute.assumptions import parse
from rung.market.compute.firms import buyers, customers_of, firms, placed, segments

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
OSLO = parse("[[segment]]\nindustry='46'\nregion='oslo'\ntotal=1\nsource='x'\nyear=2024")
FIRST_WINS = parse(
    "[[segment]]\nindustry='46.7'\ntotal=1\nsource='x'\nyear=2024\n[[segment]]\nname='The rest'\ntotal=1\nsource='x'\nyear=2024"
)


@pytest.fixture(scope="module")
def three(facts):
    market = facts(
        "market",
        [
            {"party_id": "m1", "org_number": "911", "industry": "46.731", "region": "Oslo", "employees": 10},
            {"party_id": "m2", "org_number": "912", "industry": "46.9", "region": "OSLO"},
            {"party_id": "m3", "org_number": "913", "industry": "41", "region": "Bergen", "employees": 4},
            {"party_id": "m4", "industry": "41.2", "region": "Bergen"},
        ],
    )
    customers = facts(
        "customers",
        [
            {"customer_id": "1", "org_number": "911", "industry": "99", "employees": 3},  # the register knows better
            {"customer_id": "2", "org_number": "911"},  # the same firm, another number
            {"customer_id": "3", "industry": "41", "region": "Bergen", "employees": 2},  # in no register
            {"customer_id": "4", "org_number": ""},
        ],
    )
    rows = [("1", 100), ("2", 50), ("3", "0.005"), ("4", 7), ("5", 9), (None, 1000)]
    lines = [{"customer_id": who, "revenue": Decimal(str(amount))} for who, amount in rows]
    lines.append({"customer_id": "1", "revenue": Decimal(5), "date": date(2024, 12, 31)})
    return market, customers, facts("invoice_lines", lines)


def by(run, table, key):
    return {tuple(row[one] for one in key): row for row in run(table).to_pylist()}


def test_a_firm_is_one_whatever_it_is_called(run, three):
    market, customers, lines = three
    found = by(run, firms(market, customers, lines, YEAR), ["firm"])
    assert len(found) == 4 + 3  # four parties; customers 3, 4 and 5 are in no register
    one = found["org_number 911",]
    assert (one["industry"], one["region"], one["employees"], one["listed"]) == ("46.731", "Oslo", 10, True)
    assert one["revenue"] == 150
    assert found["customer_id 5",]["revenue"] == 9
    assert by(run, customers_of(customers, lines, YEAR), ["customer_id"])["2",]["firm"] == "org_number 911"


def test_segments_by_industry_and_place(run, three):
    market, customers, lines = three
    ruled = placed(firms(market, customers, lines, YEAR), ())
    found = by(run, segments(ruled), ["industry", "region"])
    assert set(found) == {("46", "oslo"), ("41", "bergen"), (None, None)}
    oslo = found["46", "oslo"]
    assert (oslo["industry_name"], oslo["region_name"]) == ("46", "Oslo")
    assert (oslo["units"], oslo["listed"], oslo["customers"], oslo["employees"], oslo["counted"]) == (2, 2, 1, 10, 1)
    assert oslo["revenue_minor"] == 15_000
    bergen = found["41", "bergen"]
    assert (bergen["units"], bergen["listed"], bergen["customers"], bergen["employees"]) == (3, 2, 1, 6)
    assert sum(row["revenue_minor"] for row in found.values()) == 16_601  # 166.005, rounded as a whole
    assert {row["firm"]: row["revenue_minor"] for row in run(buyers(ruled)).to_pylist()}["org_number 911"] == 15_000


def test_a_stated_segment_holds_whom_it_says_and_the_first_wins(run, three):
    market, customers, lines = three
    every = firms(market, customers, lines, YEAR)
    found = by(run, segments(placed(every, OSLO)), ["rule", "industry", "region"])
    assert found[0, None, None]["units"] == 2  # Oslo and OSLO
    assert found[-1, "41", "bergen"]["units"] == 3
    found = by(run, segments(placed(every, FIRST_WINS)), ["rule"])
    assert {rule: row["units"] for (rule,), row in found.items()} == {0: 1, 1: 6}


def test_without_register_or_customer_list(run, three):
    _, customers, lines = three
    assert len(by(run, firms(None, customers, lines, YEAR), ["firm"])) == 4
    [only] = run(segments(placed(firms(None, None, lines, YEAR), ()))).to_pylist()
    assert (only["units"], only["listed"], only["revenue_minor"]) == (5, 0, 16_601)


parties = st.lists(
    st.tuples(st.sampled_from([None, "1", "2", "3"]), st.sampled_from([None, "46.1", "46.2", "Fish"]), st.integers(1, 9)), max_size=8
)
bought = st.lists(st.tuples(st.integers(0, 9), st.decimals(-99, 99, places=4)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(parties, parties, bought)
def test_as_on_paper(run, facts, register, own, sold):
    market = facts("market", [{"party_id": str(n), "org_number": o, "industry": i, "employees": e} for n, (o, i, e) in enumerate(register)])
    customers = facts("customers", [{"customer_id": str(n), "org_number": o, "industry": i} for n, (o, i, _) in enumerate(own)])
    lines = facts("invoice_lines", [{"customer_id": str(who), "revenue": amount} for who, amount in sold])
    industry, revenue, listed, employees = defaultdict(list), defaultdict(Decimal), set(), defaultdict(list)
    for n, (number, said, heads) in enumerate(register):
        firm = number or f"party {n}"
        listed.add(firm)
        industry[firm].append((0, said))
        employees[firm].append(heads)
    numbers = {str(n): number for n, (number, _, _) in enumerate(own)}
    for n, (number, said, _) in enumerate(own):
        industry[number or f"customer {n}"].append((1, said))
    for who, amount in sold:
        revenue[numbers.get(str(who)) or f"customer {who}"] += amount
    expected = defaultdict(lambda: [0, 0, 0, Decimal(0), 0])
    for firm in {*industry, *revenue}:
        said = [max((word for place, word in industry[firm] if place == where and word), default=None) for where in (0, 1)]
        word = said[0] or said[1]
        key = word[:2] if word and word[0].isdigit() else word and word.lower()
        counts = (1, firm in listed, revenue[firm] > 0, revenue[firm], max(employees[firm], default=0))
        expected[key] = [a + b for a, b in zip(expected[key], counts, strict=True)]
    found = by(run, segments(placed(firms(market, customers, lines, YEAR), ())), ["industry"])
    assert {key for (key,) in found} == set(expected)
    for (key,), row in found.items():
        units, in_register, customers_, amount, heads = expected[key]
        assert (row["units"], row["listed"], row["customers"], row["employees"]) == (units, in_register, customers_, heads)
        assert abs(row["revenue_minor"] - 100 * amount) <= 1
    total = sum(row["revenue_minor"] for row in found.values())
    assert abs(total - 100 * sum(revenue.values())) <= Decimal("0.5")
