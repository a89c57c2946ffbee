"""What is left when the serving is paid: a company of three customers by hand, and any company against exact fractions."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import ibis
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.profitability import PARTS, CostRates, profit_values, served, with_margin
from rung.profitability.compute.serving import break_even, per_krone, time_known

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
RATES = CostRates(
    source="Accounts 2025",
    date=date(2026, 1, 1),
    seller_minute=Decimal("12.50"),
    order=Decimal(85),
    line=Decimal(6),
    interest=Decimal("0.07"),
    credit_days=30,
)
JUNE = date(2025, 6, 2)
LINES = [
    {"customer_id": "1", "invoice_id": "1001", "date": JUNE, "revenue": Decimal(10_000), "cost": Decimal(6_000), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1001", "date": JUNE, "revenue": Decimal(5_000), "cost": Decimal(3_000), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1002", "date": JUNE, "revenue": Decimal(5_000), "cost": Decimal(3_500), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1003", "date": JUNE, "revenue": Decimal(-2_000), "cost": Decimal(-1_200), "seller_id": "ann"},
    *(
        {"customer_id": "2", "invoice_id": number, "date": JUNE, "revenue": Decimal(400), "cost": Decimal(300), "seller_id": "bo"}
        for number in ("1004", "1005", "1006")
    ),
    {"customer_id": "3", "invoice_id": "1007", "date": JUNE, "revenue": Decimal(500), "seller_id": "bo"},
]
ACTIVITIES = [
    {"party_id": "1", "channel": "visit", "minutes": Decimal(90), "seller_id": "ann"},
    {"party_id": "1", "channel": "phone", "minutes": Decimal("12.5"), "seller_id": "ann"},
    {"party_id": "2", "channel": "Visit", "minutes": Decimal(60), "seller_id": "bo"},
    {"party_id": "9", "channel": "phone", "minutes": Decimal(20), "seller_id": "bo"},
    {"party_id": "2", "channel": "visit", "minutes": Decimal(500), "seller_id": "bo", "date": date(2024, 12, 31)},
]


@pytest.fixture
def by(run, arrow_lines, activities):
    def ask(rows=LINES, rates=RATES, spent=ACTIVITIES, key="customer_id", margins=None):
        lines = with_margin(ibis.memtable(arrow_lines(rows)), margins or {})
        timed = None if spent is None else activities(spent)
        return {row[key]: row for row in run(served(lines, YEAR, rates, key=key, activities=timed)).to_pylist()}

    return ask


def of(row, *names):
    return tuple(row[name] for name in names)


MONEY = ("margin_minor", "seller_minor", "orders_minor", "lines_minor", "credit_minor", "cost_minor", "profit_minor")


class TestByHand:
    def test_every_component(self, by):
        """Ann's customer: 6,700 - 102.5 x 12.50 - 2 x 85 - 3 x 6 - 20,000 x 30/365 x 7 % = 6,700 - 1,281.25 - 170 - 18 - 115.07."""
        row = by()["1"]
        assert of(row, "orders", "lines", "visits", "minutes") == (2, 3, 1, Decimal("102.5"))
        assert of(row, *MONEY) == (670_000, 128_125, 17_000, 1_800, 11_507, 158_432, 511_568)

    def test_small_orders_and_a_visit_cost_more_than_they_bring(self, by):
        """300 - 60 x 12.50 - 3 x 85 - 3 x 6 - 1,200 x 30/365 x 7 % = 300 - 750 - 255 - 18 - 6.90."""
        row = by()["2"]
        assert of(row, *MONEY) == (30_000, 75_000, 25_500, 1_800, 690, 102_990, -72_990)

    def test_a_margin_nobody_knows_gives_no_profit(self, by):
        row = by()["3"]
        assert of(row, *MONEY) == (None, 0, 8_500, 600, 288, 9_388, None)

    def test_who_took_time_and_bought_nothing(self, by):
        row = by()["9"]
        assert of(row, "bought", "revenue_minor", *MONEY) == (False, 0, 0, 25_000, 0, 0, 0, 25_000, -25_000)

    def test_per_seller(self, by):
        sellers = by(key="seller_id")
        assert of(sellers["ann"], *MONEY) == (670_000, 128_125, 17_000, 1_800, 11_507, 158_432, 511_568)
        assert of(sellers["bo"], "orders", "lines", "minutes", "seller_minor") == (4, 4, Decimal(80), 100_000)
        assert sellers["bo"]["profit_minor"] is None  # the cost of 500 of the 1,700 sold is not known

    def test_break_even(self):
        """1,584.32 / (6,700 / 18,000) = 4,256.382...: one oere less would not be enough. 1,029.90 / 25 % = 4,119.60 exactly."""
        assert break_even(158_432, 670_000, 1_800_000) == 425_639
        assert break_even(102_990, 30_000, 120_000) == 411_960
        assert break_even(0, 30_000, 120_000) == 0

    @pytest.mark.parametrize(("margin", "answered"), [(None, 0), (0, 100), (-1, 100), (5, 0), (-5, -100)])
    def test_no_ratio_no_break_even(self, margin, answered):
        assert break_even(100, margin, answered) is None

    def test_profit_per_salary_krone(self):
        """(5,115.68 + 1,281.25) / 1,281.25."""
        assert per_krone(511_568, 128_125) == pytest.approx(4.992726, abs=1e-6)
        assert [per_krone(None, 1), per_krone(1, None), per_krone(1, 0)] == [None, None, None]

    def test_for_classes(self, run, arrow_lines, activities):
        lines = with_margin(ibis.memtable(arrow_lines(LINES)), {})
        values = run(profit_values(served(lines, YEAR, RATES, activities=activities(ACTIVITIES))).order_by("customer_id"))
        assert values.to_pylist() == [
            {"customer_id": "1", "value": Decimal("5115.68")},
            {"customer_id": "2", "value": Decimal("-729.90")},
        ]


class TestWhatIsNotKnown:
    def test_a_part_without_a_rate_is_in_no_cost(self, by):
        only = CostRates(source="s", date=JUNE, order=Decimal(85))
        row = by(rates=only)["2"]
        assert of(row, *MONEY) == (30_000, None, 25_500, None, None, 25_500, 4_500)

    def test_without_activities_time_is_not_known(self, by):
        row = by(spent=None)["2"]
        assert of(row, "minutes", "visits", "seller_minor", "cost_minor") == (None, None, None, 27_990)

    def test_minutes_of_an_order_where_no_activity_says_it(self, by):
        rates = CostRates(source="s", date=JUNE, seller_minute=Decimal("12.50"), order_minutes=Decimal("7.5"))
        row = by(rates=rates, spent=None)["2"]
        assert of(row, "minutes", "seller_minor") == (Decimal("22.5"), 28_125)

    def test_minutes_of_a_visit_that_does_not_say(self, by, run, activities):
        rates = CostRates(source="s", date=JUNE, seller_minute=Decimal(10), visit_minutes=Decimal(45))
        spent = [{"party_id": "2", "channel": channel} for channel in ("visit", "Meeting", "phone", None)]
        row = by(rates=rates, spent=spent)["2"]
        assert of(row, "minutes", "visits", "seller_minor") == (Decimal(90), 2, 90_000)
        known = run(time_known(activities(spent), YEAR, rates)).to_pylist()
        assert known == [{"timed": 2, "untimed": 2, "judged": 2, "first": JUNE}]

    def test_nearly_all_of_the_revenue_must_have_a_margin(self, by):
        known = {"customer_id": "1", "revenue": Decimal(95), "cost": Decimal(50)}
        enough = by(rows=[known, {"customer_id": "1", "revenue": Decimal(5)}])["1"]
        assert enough["profit_minor"] == enough["margin_minor"] - enough["cost_minor"]
        assert by(rows=[known, {"customer_id": "1", "revenue": Decimal("5.01")}])["1"]["profit_minor"] is None

    def test_an_estimated_margin_counts_and_is_marked(self, by):
        row = by(rows=[{"customer_id": "1", "product_group": "a", "revenue": Decimal(100)}], margins={"a": Decimal("0.3")})["1"]
        assert of(row, "margin_minor", "known_minor", "estimated_minor") == (3_000, 0, 10_000)
        assert row["profit_minor"] == 3_000 - row["cost_minor"]


class TestOrdersAndLines:
    def test_without_invoice_numbers_a_day_is_an_order(self, by):
        day = {"customer_id": "1", "revenue": Decimal(10), "cost": Decimal(5)}
        row = by(rows=[{**day, "date": JUNE}, {**day, "date": JUNE}, {**day, "date": date(2025, 6, 3)}])["1"]
        assert of(row, "orders", "lines") == (2, 3)

    def test_the_same_number_at_two_customers_is_two_orders(self, by):
        found = by(rows=[{"customer_id": who, "invoice_id": "7", "revenue": Decimal(10), "cost": Decimal(5)} for who in ("1", "2")])
        assert [found[who]["orders"] for who in ("1", "2")] == [1, 1]

    def test_credit_notes_and_words_are_no_work_and_free_goods_are(self, by):
        line = {"customer_id": "1", "invoice_id": "7", "cost": Decimal(0)}
        rows = [
            {**line, "revenue": Decimal(-10), "quantity": Decimal(-1)},
            {**line, "revenue": Decimal(0)},
            {**line, "revenue": Decimal(0), "quantity": Decimal(2)},
            {**line, "invoice_id": "8", "revenue": Decimal(-5)},
        ]
        assert of(by(rows=rows)["1"], "orders", "lines") == (1, 1)

    def test_an_invoice_credited_under_its_own_number_ties_up_no_money(self, by):
        line = {"customer_id": "1", "invoice_id": "7", "cost": Decimal(0)}
        rows = [{**line, "revenue": Decimal(100_000)}, {**line, "revenue": Decimal(-100_000)}]
        assert by(rows=rows)["1"]["credit_minor"] == 0


EXACT = st.decimals(-100, 100_000, places=4) | st.sampled_from([Decimal(v) for v in ("0", "0.005", "-0.005", "182.5", "99999999999.9999")])
LINE = st.fixed_dictionaries(
    {
        "customer_id": st.none() | st.sampled_from(["1", "2", "3"]),
        "seller_id": st.none() | st.sampled_from(["ann", "bo"]),
        "invoice_id": st.none() | st.sampled_from(["a", "b", "c"]),
        "product_group": st.none() | st.just("g"),
        "quantity": st.none() | st.sampled_from([Decimal(-1), Decimal(0), Decimal(1)]),
        "date": st.dates(date(2024, 12, 30), date(2025, 1, 5)),
        "revenue": EXACT,
        "cost": st.none() | EXACT,
    }
)
ACTIVITY = st.fixed_dictionaries(
    {
        "party_id": st.none() | st.sampled_from(["1", "2", "9"]),
        "seller_id": st.none() | st.sampled_from(["ann", "carl"]),
        "channel": st.none() | st.sampled_from(["visit", "phone"]),
        "minutes": st.none() | st.decimals(0, 1000, places=4),
        "date": st.dates(date(2024, 12, 30), date(2025, 1, 5)),
    }
)
AMOUNT = st.none() | st.decimals(0, 1000, places=4)
ANY_RATES = st.builds(
    CostRates,
    source=st.just("s"),
    date=st.just(JUNE),
    seller_minute=AMOUNT,
    order=AMOUNT,
    line=AMOUNT,
    interest=st.none() | st.decimals(0, 1, places=4),
    credit_days=st.none() | st.integers(0, 3650),
    order_minutes=AMOUNT,
    visit_minutes=AMOUNT,
)
ASKS_THE_ENGINE = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TIE = {
    "customer_id": "1",
    "seller_id": "ann",
    "invoice_id": "a",
    "product_group": None,
    "quantity": None,
    "date": date(2025, 1, 1),
    "revenue": Decimal("182.5"),
    "cost": Decimal(0),
}


def half_up(exact):
    """Minor units of an exact amount that is not negative."""
    return floor(Fraction(exact) * 100 + Fraction(1, 2))


def on_paper(rows, spent, rates, key):
    """orders, lines and the parts of each key, one line and one activity at a time, in fractions."""
    found = defaultdict(lambda: {"orders": set(), "lines": 0, "net": defaultdict(Fraction), "minutes": Fraction(0)})
    for row in rows:
        if row["date"].year != 2025 or row["customer_id"] is None or row[key] is None:
            continue
        mine = found[row[key]]
        order = (row["customer_id"], row["invoice_id"] or row["date"])
        mine["net"][order] += Fraction(row["revenue"])
        if row["revenue"] > 0 or (row["revenue"] == 0 and (row["quantity"] or 0) > 0):
            mine["orders"].add(order)
            mine["lines"] += 1
    for one in spent or []:
        who = one[{"customer_id": "party_id", "seller_id": "seller_id"}[key]]
        if one["date"].year == 2025 and who is not None:
            usual = rates.visit_minutes if one["channel"] == "visit" else None
            found[who]["minutes"] += Fraction(one["minutes"] if one["minutes"] is not None else usual or 0)
    return {name: parts_of(one, rates, timed=spent is not None) for name, one in found.items()}


def parts_of(one, rates, *, timed):
    minutes = one["minutes"] if timed else None if rates.order_minutes is None else len(one["orders"]) * Fraction(rates.order_minutes)
    credit = None
    if rates.interest is not None and rates.credit_days is not None:
        invoiced = sum((net for net in one["net"].values() if net > 0), start=Fraction(0))
        credit = half_up(invoiced * rates.credit_days / 365 * Fraction(rates.interest))
    return {
        "orders": len(one["orders"]),
        "lines": one["lines"],
        "seller_minor": None if minutes is None or rates.seller_minute is None else half_up(minutes * Fraction(rates.seller_minute)),
        "orders_minor": None if rates.order is None else half_up(len(one["orders"]) * Fraction(rates.order)),
        "lines_minor": None if rates.line is None else half_up(one["lines"] * Fraction(rates.line)),
        "credit_minor": credit,
    }


@ASKS_THE_ENGINE
@given(rows=st.lists(LINE, max_size=15), spent=st.none() | st.lists(ACTIVITY, max_size=8), rates=ANY_RATES)
@example(rows=[TIE], spent=None, rates=CostRates(source="s", date=JUNE, interest=Decimal("0.01"), credit_days=1))  # 0.005 exactly
@example(  # as much as a company can be owed
    rows=[{**TIE, "revenue": Decimal("9999999999999.9999")}],
    spent=None,
    rates=CostRates(source="s", date=JUNE, interest=Decimal("0.9999"), credit_days=3649),
)
@pytest.mark.parametrize("key", ["customer_id", "seller_id"])
def test_agrees_with_paper(by, rows, spent, rates, key):
    found = by(rows=rows, rates=rates, spent=spent, key=key, margins={"g": Decimal("0.3")})
    expected = on_paper(rows, spent, rates, key)
    assert {name: {column: row[column] for column in expected[name]} for name, row in found.items()} == expected
    for row in found.values():
        parts = [row[f"{part}_minor"] for part in PARTS]
        assert row["cost_minor"] == sum(part or 0 for part in parts)
        if row["profit_minor"] is not None:
            assert row["profit_minor"] + sum(part or 0 for part in parts) == row["margin_minor"]
        unknown = row["revenue_minor"] - row["known_minor"] - row["estimated_minor"]
        enough = row["margin_minor"] is not None and 20 * abs(unknown) <= abs(row["revenue_minor"])
        assert (row["profit_minor"] is not None) == enough
