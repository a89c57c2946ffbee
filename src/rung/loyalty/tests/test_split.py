"""The worked examples of docs/methods.md#loyalty, and agreement with the rules as done on paper."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.loyalty.compute import split

CURRENT = Period(date(2025, 1, 1), date(2026, 1, 1))
BASE = CURRENT.before()
ASKS_THE_ENGINE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ASKS_MUCH = settings(ASKS_THE_ENGINE, max_examples=8)


def line(customer, group, year, revenue, month=6):
    return {"customer_id": customer, "product_group": group, "date": date(year, month, 1), "revenue": Decimal(str(revenue))}


LINES = [
    line("anne", "bolts", 2024, 100),
    line("anne", "bolts", 2025, 130),  # re-purchase 100, buying more 30
    line("anne", "tools", 2025, 40),  # add-on
    line("bo", "bolts", 2024, 50),
    line("bo", "bolts", 2025, 20),
    line("bo", "nails", 2025, -5),  # returns
    line("carl", "bolts", 2025, 70),  # new purchase
    line("carl", "tools", 2025, -10),  # returns, although carl is new
    line("dina", "bolts", 2022, 10),
    line("dina", "tools", 2025, 25),  # won back: not seen since 2022
    line("emil", "nails", 2024, 80),  # lost
    line("finn", "nails", 2024, -3),  # other
    line("gry", "bolts", 2023, 60),
    line("gry", "tools", 2024, 5),
    line("gry", "bolts", 2025, 45),  # re-purchase: bought the group before, though not in 2024
    line(None, "bolts", 2025, 1000),
]


def kinds_of(run, rows, arrow_lines, *keys):
    lines = ibis.memtable(arrow_lines(rows))
    found = run(split.split_by(split.split(lines, BASE, CURRENT), keys)).to_pylist()
    return {
        tuple(row.pop(key) for key in keys): {name.removesuffix("_minor"): v for name, v in row.items() if v or name == "revenue_minor"}
        for row in found
    }


class TestSplit:
    def test_worked_example(self, run, arrow_lines):
        assert kinds_of(run, LINES, arrow_lines, "customer_id") == {
            ("anne",): {"base": 10000, "revenue": 17000, "rebuy": 10000, "buy_more": 3000, "add_on": 4000},
            ("bo",): {"base": 5000, "revenue": 1500, "rebuy": 2000, "returns": -500},
            ("carl",): {"revenue": 6000, "new_buy": 7000, "returns": -1000},
            ("dina",): {"revenue": 2500, "won_back": 2500},
            ("emil",): {"base": 8000, "revenue": 0},
            ("finn",): {"base": -300, "revenue": 0},
            ("gry",): {"base": 500, "revenue": 4500, "rebuy": 4500},
        }

    def test_in_one_row_and_per_group(self, run, arrow_lines):
        whole = kinds_of(run, LINES, arrow_lines)[()]
        assert whole == {
            "base": 23200, "revenue": 31500, "new_buy": 7000, "add_on": 4000, "rebuy": 16500, "buy_more": 3000, "won_back": 2500,
            "returns": -1500,
        }  # fmt: skip
        groups = kinds_of(run, LINES, arrow_lines, "product_group")
        assert groups["nails",] == {"base": 7700, "revenue": -500, "returns": -500}

    def test_no_lines(self, run, arrow_lines):
        lines = ibis.memtable(arrow_lines([]))
        assert run(split.split(lines, BASE, CURRENT)).num_rows == 0
        assert run(split.bridge(split.customer_sums(lines, BASE, CURRENT))).num_rows == 0
        assert run(split.overview(lines, CURRENT)).to_pylist() == [
            {"revenue_minor": 0, "unattributed_minor": 0, "first": None, "last": None}
        ]

    def test_periods_in_the_wrong_order(self, arrow_lines):
        with pytest.raises(ValueError, match=r"base=2025-01-01\.\.2025-12-31 must end before current=2025"):
            split.split(ibis.memtable(arrow_lines([])), CURRENT, CURRENT)


class TestBridge:
    def test_worked_example(self, run, arrow_lines):
        found = run(split.bridge(split.customer_sums(ibis.memtable(arrow_lines(LINES)), BASE, CURRENT))).to_pylist()
        assert {row["step"]: (row["customers"], row["base_minor"], row["current_minor"]) for row in found} == {
            "new": (1, 0, 6000),
            "won_back": (1, 0, 2500),
            "expanded": (2, 10500, 21500),
            "contracted": (1, 5000, 1500),
            "lost": (1, 8000, 0),
            "other": (1, -300, 0),
        }

    def test_a_step_is_decided_on_exact_money(self, run, arrow_lines):
        rows = [line("a", None, 2024, "1.0000"), line("a", None, 2025, "1.0001"), line("b", None, 2024, "0.0001")]
        found = run(split.customer_sums(ibis.memtable(arrow_lines(rows)), BASE, CURRENT).order_by("customer_id")).to_pylist()
        assert [row["step"] for row in found] == ["expanded", "lost"]

    def test_who_bought_between_the_periods_is_not_new(self, run, arrow_lines):
        quarter, year_ago = Period(date(2025, 1, 1), date(2025, 4, 1)), Period(date(2024, 1, 1), date(2024, 4, 1))
        rows = [line("a", None, 2024, 10, month=7), line("a", None, 2025, 10, month=2), line("b", None, 2025, 10, month=2)]
        found = run(split.customer_sums(ibis.memtable(arrow_lines(rows)), year_ago, quarter).order_by("customer_id")).to_pylist()
        assert [row["step"] for row in found] == ["won_back", "new"]


LINE = st.fixed_dictionaries(
    {
        "customer_id": st.none() | st.sampled_from(["1", "2", "3", "å"]),
        "product_group": st.none() | st.sampled_from(["x", "y"]),
        "date": st.sampled_from([date(year, month, 1) for year in (2022, 2023, 2024, 2025, 2026) for month in (1, 12)]),
        "revenue": st.decimals(-50, 100, places=4)
        | st.sampled_from([Decimal(v) for v in ("0", "10", "-10", "0.005", "-0.005", "10.0001")]),
    }
)


def cents(amount):
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def on_paper(rows):
    """Every customer and group in turn, with a running exact sum that is rounded as it goes."""
    named = sorted({(row["customer_id"], row["product_group"] or "~") for row in rows if row["customer_id"]})
    found, sums = {}, {BASE: Decimal(0), CURRENT: Decimal(0)}
    for customer, group in named:
        theirs = [row for row in rows if row["customer_id"] == customer]
        mine = [row for row in theirs if (row["product_group"] or "~") == group]
        minor, exact = {}, {}
        for period in (BASE, CURRENT):
            exact[period] = sum((row["revenue"] for row in mine if period.start <= row["date"] < period.end), Decimal(0))
            minor[period] = cents(sums[period] + exact[period]) - cents(sums[period])
            sums[period] += exact[period]
        b, r = minor[BASE], minor[CURRENT]
        before = [row["date"] for row in theirs if row["revenue"] > 0 and row["date"] < CURRENT.start]
        group_before = [row["date"] for row in mine if row["revenue"] > 0 and row["date"] < CURRENT.start]
        kinds = dict.fromkeys(split.KINDS, 0)
        if exact[CURRENT] < 0:
            kinds["returns"] = r
        elif not before:
            kinds["new_buy"] = r
        elif max(before) < BASE.start:
            kinds["won_back"] = r
        elif not group_before:
            kinds["add_on"] = r
        elif exact[BASE] > 0:
            kinds["rebuy"], kinds["buy_more"] = min(r, b), max(r - b, 0)
        else:
            kinds["rebuy"] = r
        if any(BASE.start <= row["date"] < CURRENT.end for row in mine):
            found[customer, None if group == "~" else group] = {"base": b, "revenue": r, **kinds}
    return found


class TestAgreesWithPaper:
    @ASKS_THE_ENGINE
    @given(rows=st.lists(LINE, max_size=25))
    def test_every_customer_and_group(self, run, arrow_lines, rows):
        found = run(split.split(ibis.memtable(arrow_lines(rows)), BASE, CURRENT)).to_pylist()
        columns = ("base", "revenue", *split.KINDS)
        assert {(row["customer_id"], row["product_group"]): {name: row[f"{name}_minor"] for name in columns} for row in found} == on_paper(
            rows
        )

    @ASKS_MUCH
    @given(rows=st.lists(LINE, max_size=25))
    def test_the_six_are_the_revenue_to_the_oere_in_every_direction(self, run, arrow_lines, rows):
        lines = ibis.memtable(arrow_lines(rows))
        splits, seen = split.split(lines, BASE, CURRENT), run(split.overview(lines, CURRENT)).to_pylist()[0]
        exact = sum((row["revenue"] for row in rows if CURRENT.start <= row["date"] < CURRENT.end and row["customer_id"]), Decimal(0))
        everything = sum((row["revenue"] for row in rows if CURRENT.start <= row["date"] < CURRENT.end), Decimal(0))
        assert seen["revenue_minor"] == cents(everything)
        assert seen["revenue_minor"] - seen["unattributed_minor"] == cents(exact)
        for keys in ([], ["customer_id"], ["product_group"], ["customer_id", "product_group"]):
            found = run(split.split_by(splits, keys)).to_pylist()
            for row in found:
                assert sum(row[f"{kind}_minor"] for kind in split.KINDS) == row["revenue_minor"]
            assert sum(row["revenue_minor"] for row in found) == cents(exact)

    @ASKS_MUCH
    @given(rows=st.lists(LINE, max_size=25))
    def test_the_bridge_reconciles(self, run, arrow_lines, rows):
        lines = ibis.memtable(arrow_lines(rows))
        sums = split.customer_sums(lines, BASE, CURRENT)
        steps = run(split.bridge(sums)).to_pylist()
        for period, column in ((BASE, "base_minor"), (CURRENT, "current_minor")):
            exact = sum((row["revenue"] for row in rows if period.start <= row["date"] < period.end and row["customer_id"]), Decimal(0))
            assert sum(row[column] for row in steps) == cents(exact)
        by_customer = defaultdict(lambda: defaultdict(Decimal))
        for row in rows:
            if row["customer_id"] and BASE.start <= row["date"] < CURRENT.end:
                by_customer[row["customer_id"]][row["date"] < CURRENT.start] += row["revenue"]
        for row in run(sums).to_pylist():
            b, r = by_customer[row["customer_id"]][True], by_customer[row["customer_id"]][False]
            old = any(one["customer_id"] == row["customer_id"] and one["revenue"] > 0 and one["date"] < BASE.start for one in rows)
            slow = ("lost" if r <= 0 else "flat" if b == r else "expanded" if r > b else "contracted") if b > 0 else None
            assert row["step"] == (slow or ("other" if r <= 0 else "won_back" if old else "new"))
        customers = {row["customer_id"]: row["current_minor"] for row in run(sums).to_pylist()}
        splits = run(split.split_by(split.split(lines, BASE, CURRENT), ["customer_id"])).to_pylist()
        assert {row["customer_id"]: row["revenue_minor"] for row in splits} == customers
