"""The whole ladder: a small company by hand, and any company against the ladder as walked on paper."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import FileRefused, Period
from rung.ladder import analyse, parse, read_groups, to_json
from rung.ladder.compute.standing import STEPS
from rung.ladder.service.climbing import months_before

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 1, 15)
GROUPS = parse('[[group]]\nname = "Builders"\nindustry = ["41", "43"]\nemployees = "5-"\n[[group]]\nname = "Bergen"\ncity = "Bergen"\n')


def line(customer, day, revenue, invoice=None, cost=None):
    return {"customer_id": customer, "date": day, "revenue": Decimal(revenue), "invoice_id": invoice, "cost": cost and Decimal(cost)}


LINES = [
    *(line("anne", date(2024, month, 10), 100, cost=60) for month in range(3, 13)),
    line("anne", date(2025, 12, 28), 200, cost=150),  # a customer all the year
    line("bo", date(2024, 5, 1), 500),
    line("bo", date(2025, 5, 1), 400, cost=450),  # buyer, then customer
    line("carl", date(2025, 7, 1), 50, "7"),
    line("carl", date(2025, 8, 1), 30, "8"),
    line("carl", date(2025, 9, 1), -30, "8"),  # the second purchase was credited: still a buyer
    line("dina", date(2023, 2, 1), 70),
    line("dina", date(2023, 3, 1), 70),  # lapsed, on the top step
    line("emil", date(2025, 3, 1), 90),
    line("emil", date(2025, 3, 9), -90),  # all of it credited: no buyer
    line("finn", date(2024, 8, 1), 10),
    line("finn", date(2024, 8, 11), 10),
    line("finn", date(2024, 8, 21), 10),  # every ten days, then silence
    line(None, date(2025, 6, 1), 1000),
]
CUSTOMERS = [
    {"customer_id": "anne", "name": "Anne AS", "industry": "43.2", "employees": 9, "city": "Oslo", "org_number": "1"},
    {"customer_id": "emil", "name": "Emil AS", "city": "Bergen", "address": "Kaien 1", "phone": "5"},
    {"customer_id": "gry", "name": "Gry AS"},
]
MARKET = [
    {"party_id": "1", "org_number": "1", "name": "ANNE AS", "address": "Gata 1"},
    {"party_id": "2", "industry": "41", "employees": 5, "name": "Hans AS", "address": "Gata 2", "phone": "5", "email": "h@h.no"},
    {"party_id": "3", "industry": "41", "employees": 6},
    {"party_id": "4", "industry": "41", "employees": 4, "city": "Oslo"},
    {"party_id": "5", "industry": "41", "city": "Oslo"},
    {"party_id": "6", "industry": "41", "employees": 8, "city": "Bergen", "name": "Ida AS", "address": "Gata 6"},
]
ACTIVITIES = [
    {"party_id": "6", "date": date(2025, 4, 1), "incoming": True},
    {"party_id": "6", "date": date(2025, 11, 1), "result": "offer"},
    {"party_id": "carl", "date": date(2025, 5, 2), "channel": "meeting"},
    {"party_id": "3", "date": date(2024, 2, 1), "incoming": True},  # warm until 31 January 2025
    {"party_id": "2", "date": date(2025, 4, 1), "channel": "phone"},  # we called
]


@pytest.fixture(scope="module")
def told(run, facts):
    def tell(lines=LINES, customers=CUSTOMERS, period=YEAR, *, margin=True, **more):
        sold = facts("invoice_lines", lines)
        if margin:
            sold = sold.mutate(margin=(sold.revenue - sold.cost).cast("decimal(18, 4)"))
        known = {name: facts(name, more.pop(name)) for name in ("market", "activities", "contacts") if name in more}
        listed = None if customers is None else facts("customers", customers)
        return analyse(lines=sold, customers=listed, run=run, period=period, today=TODAY, **known, **more)

    return tell


@pytest.fixture(scope="module")
def whole(told):
    return told(market=MARKET, activities=ACTIVITIES, groups=GROUPS)


def of(result, column, **chosen):
    return {row["party_id"]: row[column] for row in result.parties.to_pylist() if all(row[name] == value for name, value in chosen.items())}


class TestByHand:
    def test_everyone_has_a_step(self, whole):
        assert of(whole, "step") == {
            "anne": "customer", "bo": "customer", "carl": "buyer", "dina": "customer", "emil": "lead", "finn": "customer",
            "gry": "total_market", "2": "lead", "3": "target_group", "4": "total_market", "5": "total_market", "6": "warm_lead",
        }  # fmt: skip
        assert {step: one.parties for step, one in whole.steps.items()} == dict(zip(STEPS, [3, 1, 2, 1, 1, 4], strict=True))

    def test_what_each_step_brought(self, whole):
        found = {step: (one.revenue_minor, one.margin_minor) for step, one in whole.steps.items() if one.revenue_minor}
        assert found == {"customer": (60000, 0), "buyer": (5000, None)}
        assert whole.unattributed_minor == 100000

    def test_target_groups(self, whole):
        builders, bergen = whole.groups
        assert (builders.parties, builders.customers, builders.warm_leads, builders.leads) == (4, 1, 1, 1)
        assert (builders.unknown, builders.share) == (7, 0.25)
        assert (bergen.parties, bergen.leads, bergen.warm_leads, bergen.share) == (2, 1, 1, 0)

    def test_moves(self, whole):
        assert {pair: n for pair, n in whole.matrix.items() if pair[0] != pair[1]} == {
            (None, "buyer"): 1, ("buyer", "customer"): 1, ("lead", "warm_lead"): 1, ("warm_lead", "target_group"): 1,
        }  # fmt: skip
        moved = [(f"{row['month']:%m}", row["before"], row["after"], row["parties"]) for row in whole.moves.to_pylist()]
        assert sorted(moved) == [
            ("01", "warm_lead", "target_group", 1), ("04", "lead", "warm_lead", 1), ("05", "", "warm_lead", 1),
            ("05", "buyer", "customer", 1), ("07", "warm_lead", "buyer", 1),
        ]  # fmt: skip

    def test_conversion(self, whole):
        found = {one.step: (one.parties, one.climbed) for one in whole.conversions}
        assert found == {"total_market": (3, 0), "target_group": (0, 0), "lead": (3, 1), "warm_lead": (1, 0), "buyer": (1, 1)}
        assert [one.high for one in whole.conversions if one.step == "buyer"] == [1.0]
        assert [one.rate for one in whole.conversions if one.step == "target_group"] == [None]

    def test_time_on_a_step(self, whole):
        found = {one.step: (one.came, one.climbed, one.median_days) for one in whole.times}
        # warm: 3 went cold after 365 days, 6 is still warm, carl bought after 60; buyers: anne 31, bo 365, dina 28, finn 10, carl not yet
        assert found == {"warm_lead": (3, 1, None), "buyer": (5, 4, 31)}

    def test_flags(self, whole):
        assert of(whole, "silent_days", slipping=True) == {"finn": 498}
        assert of(whole, "last", lapsed=True) == {"dina": date(2023, 3, 1)}

    def test_flags_by_chance(self, told):
        alive = pa.table({"customer_id": ["bo", "finn", "dina", "nobody"], "alive": [0.4, 0.9, None, 0.1]})
        assert set(of(told(alive=alive), "step", slipping=True)) == {"bo"}
        assert set(of(told(lapsed_months=16), "step", lapsed=True)) == {"dina", "finn"}

    def test_profitable_at_the_top(self, whole, told):
        top = whole.top
        assert (top.customers, top.profitable, top.unprofitable, top.unknown, top.idle) == (4, 1, 1, 0, 2)
        profit = pa.table({"customer_id": ["bo", "anne", "dina"], "profit_minor": pa.array([1, -5, None], pa.int64())})
        assert of(told(profit=profit), "profitable", step="customer") == {"anne": False, "bo": True, "dina": None, "finn": None}

    def test_completeness(self, whole):
        assert whole.complete == pytest.approx((3 / 4 + 4 / 4) / 2)

    def test_months(self, whole):
        rows = {(row["month"].month, row["step"]): row for row in whole.months.to_pylist()}
        assert [rows[n, "buyer"]["parties"] for n in (1, 4, 5, 6, 7, 12)] == [1, 1, 0, 0, 1, 1]
        assert [rows[n, "warm_lead"]["parties"] for n in (1, 3, 4, 5, 7, 12)] == [0, 0, 1, 2, 1, 1]
        assert (rows[5, "customer"]["revenue_minor"], rows[5, "customer"]["margin_minor"]) == (40000, -5000)
        assert (rows[7, "buyer"]["revenue_minor"], rows[7, "buyer"]["margin_minor"]) == (5000, None)
        assert {step: rows[12, step]["parties"] for step in STEPS} == {step: one.parties for step, one in whole.steps.items()}

    def test_json_is_plain(self, whole):
        written = json.loads(json.dumps(to_json(whole)))
        assert written["steps"]["customer"]["parties"] == 4
        assert [row["party_id"] for row in written["parties"]] == ["bo", "anne", "dina", "finn", "carl", "6"]
        assert written["lacks"] == []


class TestTooLittle:
    def test_only_lines(self, told):
        found = told(customers=None, margin=False)
        assert {step: one.parties for step, one in found.steps.items()} == dict(zip(STEPS, [1, None, None, 0, 1, 4], strict=True))
        assert [str(one).split(",")[0] for one in found.lacks] == [
            "You have not said whom you want to sell to",
            "Rung does not know your market: below buyer there are only those on your own customer list. Bring in a file from a company register",
            "Nobody is known to have answered you",
        ]
        assert [one.step for one in found.conversions] == ["total_market", "warm_lead", "buyer"]
        assert (found.top.profitable, found.top.unknown, found.top.idle) == (0, 2, 2)
        assert {row["margin_minor"] for row in found.months.to_pylist()} == {None}

    def test_nothing_at_all(self, told):
        found = told(lines=[], customers=None)
        assert (found.parties.num_rows, found.times, found.as_of) == (0, [], YEAR.end)
        assert [one.low for one in found.conversions] == [None, None, None]
        json.dumps(to_json(found))

    def test_the_data_end_before_the_period(self, told):
        found = told(lines=[row for row in LINES if row["date"] < date(2025, 7, 1)])
        assert found.as_of == date(2025, 6, 2)
        assert of(found, "silent_days")["bo"] == 32

    def test_the_data_begin_late(self, told):
        found = told(lines=[row for row in LINES if row["date"] >= date(2024, 3, 1)])
        assert "The data begin on 2024-03-10" in str(found.lacks[-1])

    def test_months_before(self):
        assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
        assert months_before(date(2026, 1, 1), 24) == date(2024, 1, 1)


class TestFile:
    def test_read(self, tmp_path):
        (tmp_path / "groups.toml").write_text('[[group]]\nname = "Bergen"\ncity = "Bergen"\n', encoding="utf-8-sig")
        assert [group.name for group in read_groups(tmp_path / "groups.toml")] == ["Bergen"]

    def test_not_there(self, tmp_path):
        with pytest.raises(FileRefused, match="cannot be read"):
            read_groups(tmp_path / "groups.toml")

    def test_not_text(self, tmp_path):
        (tmp_path / "groups.toml").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(FileRefused, match="cannot be read"):
            read_groups(tmp_path / "groups.toml")


DAY = st.sampled_from([date(2024, 1, 1), date(2024, 6, 15), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 10), date(2025, 12, 31)])
WHO = st.sampled_from(["a", "b", "c"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sold=st.lists(st.tuples(WHO, DAY, st.sampled_from([5, 10])), max_size=8),
    answers=st.lists(st.tuples(st.sampled_from(["a", "m1", "m2", "?"]), DAY), max_size=5),
    listed=st.sets(WHO),
    warm_days=st.sampled_from([30, 365]),
)
def test_as_walked_on_paper(told, sold, answers, listed, warm_days):
    """Every party at the end of every month, straight from the rules."""
    people = [{"customer_id": one, "city": "Bergen" if one == "a" else None, "name": "x", "address": "y"} for one in sorted(listed)]
    market = [{"party_id": "m1", "city": "Bergen"}, {"party_id": "m2"}]
    found = told(
        lines=[line(who, day, revenue) for who, day, revenue in sold],
        customers=people,
        market=market,
        activities=[{"party_id": who, "date": day, "incoming": True} for who, day in answers],
        groups=GROUPS,
        warm_days=warm_days,
    )
    known = listed | {who for who, _, _ in sold} | {"m1", "m2"}
    until = found.as_of

    def step_at(who, end):
        bought = sorted({day for one, day, _ in sold if one == who and day < until})
        said = [day for one, day in answers if one == who and day < until]
        there = who.startswith("m") or not (bought or said) or any(day < end for day in [*bought, *said])
        days = sum(day < end for day in bought)
        warm = any(end - timedelta(days=warm_days) <= day < end for day in said)
        facts = (2 if who == "a" else 1) if who == "m1" or (who == "a" and "a" in listed) else 0
        return None if not there else 5 if days > 1 else 4 if days else 3 if warm else facts

    for row in found.months.to_pylist():
        following = months_before(row["month"], -1)
        here = sum(step_at(who, min(following, until)) == STEPS.index(row["step"]) for who in known)
        assert row["parties"] == here, row
    assert of(found, "step") == {who: STEPS[step_at(who, until)] for who in known}
    start = {who: step_at(who, found.period.start) for who in known}
    assert of(found, "before") == {who: "" if step is None else STEPS[step] for who, step in start.items()}
