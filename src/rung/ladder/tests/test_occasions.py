"""Which purchases count: by hand, and against credit notes followed one by one on paper."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.ladder.compute.occasions import climbs, months, occasions

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
ASKS_THE_ENGINE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def line(day, revenue, customer="anne", invoice=None, **more):
    found = date(2025, 1, 1) + timedelta(days=day) if isinstance(day, int) else day
    return {"customer_id": customer, "date": found, "revenue": Decimal(str(revenue)), "invoice_id": invoice, **more}


def days_of(run, facts, rows, until=YEAR.end):
    found = run(occasions(facts("invoice_lines", rows), until)).to_pylist()
    return [(row["date"] - date(2025, 1, 1)).days for row in sorted(found, key=lambda row: (row["customer_id"], row["date"]))]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([], []),
        ([line(0, 100), line(0, 50), line(3, 10)], [0, 3]),  # two invoices of one day are one occasion
        ([line(0, 100), line(0, -100)], []),  # credited the same day
        ([line(0, 100), line(0, -99)], [0]),
        ([line(0, 100), line(5, 80), line(9, -80)], [0]),  # another day: the latest occasion is gone
        ([line(0, 100), line(5, 80), line(9, -79)], [0, 5]),  # a part of it is not all of it
        ([line(0, 100), line(5, 80), line(9, -81)], [0]),
        ([line(0, 100), line(5, 80), line(9, -180)], []),  # until it is used up
        ([line(0, 100), line(5, 80), line(9, -900), line(12, 5)], [12]),  # what is left over takes nothing of what comes
        ([line(0, -50), line(5, 40)], [5]),  # nothing was there to credit
        ([line(0, 100), line(9, -60), line(10, -60), line(11, 1)], [11]),  # credits add up
        ([line(0, 100, invoice="1"), line(5, 80, invoice="2"), line(9, -100, invoice="1")], [5]),  # the number says which
        ([line(0, 100, invoice="1"), line(5, 80, invoice="2"), line(9, -100, invoice="3")], [0]),  # 3 is the credit's own number
        ([line(0, 100, invoice="1"), line(5, 80, "bo", "2"), line(9, -80, "anne", "2")], [0, 5]),  # bo's invoice is not anne's
        ([line(0, 100, customer=None)], []),
        ([line(0, 100), line(400, -100)], [0]),  # not credited yet
    ],
)
def test_by_hand(run, facts, rows, left):
    assert days_of(run, facts, rows) == left


def test_before_is_the_occasion_before(run, facts):
    rows = [line(0, 1), line(4, 1), line(4, 1, "bo"), line(9, 1)]
    found = {
        (row["customer_id"], row["date"].day): row["before"] for row in run(occasions(facts("invoice_lines", rows), YEAR.end)).to_pylist()
    }
    assert found == {("anne", 1): None, ("anne", 5): date(2025, 1, 1), ("anne", 10): date(2025, 1, 5), ("bo", 5): None}


def on_paper(rows, until):
    """{customer: [days of occasions that count]}, each credit followed by itself."""
    rows = [row for row in rows if row["date"] < until and row["customer_id"]]
    sold = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        if row["revenue"] > 0 and row["invoice_id"]:
            sold.setdefault((row["customer_id"], row["invoice_id"]), row["date"])
    days = defaultdict(Decimal)
    for row in rows:
        known = sold.get((row["customer_id"], row["invoice_id"]), row["date"])
        days[row["customer_id"], min(known, row["date"]) if row["revenue"] < 0 else row["date"]] += row["revenue"]
    left = defaultdict(list)
    for (customer, day), amount in sorted(days.items()):
        standing = left[customer]
        if amount > 0:
            standing.append([day, amount])
        owed = -amount
        while owed > 0 and standing:
            taken = min(owed, standing[-1][1])
            standing[-1][1] -= taken
            owed -= taken
            if standing[-1][1] == 0:
                standing.pop()
    return {customer: [day for day, _ in standing] for customer, standing in left.items() if standing}


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from([-400, -40, -2, -1, 0, 1, 2, 3, 30, 31, 60, 100, 200, 300, 364, 365]),
        st.sampled_from(["10", "20", "0.0001", "-10", "-20", "-0.0001", "-35", "0"]),
        st.sampled_from(["anne", "bo", None]),
        st.sampled_from([None, "1", "2"]),
        cost=st.none() | st.sampled_from([Decimal(4), Decimal("0.5")]),
    ),
    max_size=14,
)


@ASKS_THE_ENGINE
@given(rows=LINES)
def test_as_on_paper(run, facts, rows):
    kept = on_paper(rows, YEAR.end)
    found = run(climbs(facts("invoice_lines", rows), YEAR)).to_pylist()
    assert {row["customer_id"] for row in found} == {row["customer_id"] for row in rows if row["date"] < YEAR.end} - {None}
    for row in found:
        days = kept.get(row["customer_id"], [])
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        assert row["occasions"] == len(days)
        assert [row["first"], row["second"]] == [*days, None, None][:2]
        assert row["last"] == (days[-1] if days else None)
        assert row["usual_gap_days"] == (median(gaps) if len(days) > 2 else None)


@ASKS_THE_ENGINE
@given(rows=LINES, start=st.sampled_from([date(2025, 1, 1), date(2025, 1, 15), date(2023, 1, 1)]))
def test_months_as_on_paper(run, facts, rows, start):
    period = Period(start, YEAR.end)
    lines = facts("invoice_lines", rows)
    lines = lines.mutate(margin=(lines.revenue - lines.cost).cast("decimal(18, 4)"))
    kept = on_paper(rows, period.end)
    table = run(months(lines, period).order_by("month", "step")).to_pylist()
    found = {(row["month"], row["step"]): row for row in table}

    def step_of(customer, month):
        count = sum(day.year * 12 + day.month - 1 <= month for day in kept.get(customer, []))
        return ("below", "buyer", "customer")[min(count, 2)]

    for (month, step), row in found.items():
        if step != "below":
            assert row["parties"] == sum(step_of(customer, month) == step for customer in kept)
        mine = [
            one
            for one in rows
            if one["customer_id"] and period.start <= one["date"] < period.end and one["date"].year * 12 + one["date"].month - 1 == month
            and step_of(one["customer_id"], month) == step
        ]  # fmt: skip
        margins = [one["revenue"] - one["cost"] for one in mine if one["cost"] is not None]
        assert row["costed"] == len(margins)
        assert abs(row["revenue_minor"] - 100 * sum(one["revenue"] for one in mine)) <= 1
        assert abs(row["margin_minor"] - 100 * sum(margins)) <= 1
    named = sum(row["revenue"] for row in rows if row["customer_id"] and period.start <= row["date"] < period.end)
    assert abs(sum(row["revenue_minor"] for row in table) - 100 * named) <= Decimal("0.5")
