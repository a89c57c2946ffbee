"""Purchase occasions, RFM and cohorts: the worked examples of docs/methods.md, and agreement with the rules as done on paper."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

import ibis
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.loyalty.compute.cohorts import cohorts
from rung.loyalty.compute.purchases import bought_in, purchases, rhythm
from rung.loyalty.compute.rfm import fair_score, rfm

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
ASKS_THE_ENGINE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def line(customer, day, revenue):
    return {"customer_id": customer, "date": day, "revenue": Decimal(str(revenue))}


LINES = [
    line("anne", date(2024, 12, 20), 10),
    line("anne", date(2025, 1, 10), 100),
    line("anne", date(2025, 1, 10), -40),  # one occasion of 60
    line("anne", date(2025, 1, 20), 30),
    line("anne", date(2025, 3, 1), 50),
    line("anne", date(2025, 3, 1), -50),  # credited away: no occasion
    line("anne", date(2025, 4, 1), -5),  # credited later: takes from net
    line("bo", date(2025, 12, 31), 7),
    line("carl", date(2025, 6, 1), -7),  # never bought
    line(None, date(2025, 6, 1), 99),
]


class TestPurchases:
    def test_worked_example(self, run, arrow_lines):
        found = run(purchases(ibis.memtable(arrow_lines(LINES)), YEAR.end).order_by("customer_id")).to_pylist()
        assert found == [
            {"customer_id": "anne", "first": date(2024, 12, 20), "last": date(2025, 1, 20), "occasions": 3, "spent": Decimal(100),
             "first_spent": Decimal(10), "net": Decimal(95)},
            {"customer_id": "bo", "first": date(2025, 12, 31), "last": date(2025, 12, 31), "occasions": 1, "spent": Decimal(7),
             "first_spent": Decimal(7), "net": Decimal(7)},
        ]  # fmt: skip

    def test_margin_where_the_cost_is_known(self, run, arrow_lines):
        lines = ibis.memtable(arrow_lines(LINES))
        known = lines.mutate(margin=ibis.ifelse(lines.date >= YEAR.start, lines.revenue / 2, None).cast("decimal(18, 4)"))
        rows = {row["customer_id"]: row for row in run(purchases(known, YEAR.end)).to_pylist()}
        assert (rows["anne"]["margin"], rows["anne"]["margin_of"]) == (Decimal("42.5"), Decimal(85))

    def test_rhythm(self, run, arrow_lines):
        found = run(rhythm(ibis.memtable(arrow_lines(LINES)), YEAR.end)).to_pylist()
        assert found == [{"customer_id": "anne", "gaps": 2, "median_gap_days": 15.5, "gap_days": 31, "gap_days_squared": 541}]

    def test_in_a_period(self, run, arrow_lines):
        found = run(bought_in(ibis.memtable(arrow_lines(LINES)), YEAR).order_by("customer_id")).to_pylist()
        assert [tuple(row.values()) for row in found] == [("anne", 2, Decimal(85)), ("bo", 1, Decimal(7)), ("carl", 0, Decimal(-7))]


LINE = st.builds(
    line,
    st.none() | st.sampled_from("abc"),
    st.integers(0, 500).map(lambda n: date(2024, 10, 1) + timedelta(days=n)) | st.sampled_from([date(2025, 1, 1), date(2025, 12, 31)]),
    st.integers(-20, 60),
)


def occasions(rows, until=YEAR.end, start=date.min):
    """customer -> {day: net revenue}, and the days that count."""
    net = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        if row["customer_id"] and start <= row["date"] < until:
            net[row["customer_id"]][row["date"]] += row["revenue"]
    return net, {customer: sorted(day for day, sum_ in days.items() if sum_ > 0) for customer, days in net.items()}


class TestAgreesWithPaper:
    @ASKS_THE_ENGINE
    @given(rows=st.lists(LINE, max_size=30))
    def test_purchases_and_rhythm(self, run, arrow_lines, rows):
        net, bought = occasions(rows)
        lines = ibis.memtable(arrow_lines(rows))
        found = {row["customer_id"]: row for row in run(purchases(lines, YEAR.end)).to_pylist()}
        assert set(found) == {customer for customer, days in bought.items() if days}
        for customer, row in found.items():
            days = bought[customer]
            assert (row["first"], row["last"], row["occasions"]) == (days[0], days[-1], len(days))
            assert (row["spent"], row["first_spent"]) == (sum(net[customer][day] for day in days), net[customer][days[0]])
            assert row["net"] == sum(net[customer].values())
        gaps = {c: [(b - a).days for a, b in pairwise(days)] for c, days in bought.items() if len(days) > 2}
        assert {
            row["customer_id"]: (row["gaps"], row["median_gap_days"], row["gap_days"]) for row in run(rhythm(lines, YEAR.end)).to_pylist()
        } == {customer: (len(one), median(one), sum(one)) for customer, one in gaps.items()}

    @ASKS_THE_ENGINE
    @given(rows=st.lists(LINE, max_size=30))
    def test_cohorts(self, run, arrow_lines, rows):
        net, bought = occasions(rows)
        slow = defaultdict(lambda: [0, Decimal(0)])
        for customer, days in bought.items():
            if not days:
                continue
            cohort = days[0].year * 12 + days[0].month - 1
            for day, revenue in net[customer].items():
                since = day.year * 12 + day.month - 1 - cohort
                if since >= 0:
                    slow[cohort, since][1] += revenue
            for since in {day.year * 12 + day.month - 1 - cohort for day in days}:
                slow[cohort, since][0] += 1
        found = run(cohorts(ibis.memtable(arrow_lines(rows)), YEAR.end)).to_pylist()
        assert {(row["cohort"], row["since"]): [row["customers"], Decimal(row["revenue_minor"]) / 100] for row in found} == slow


class TestRfm:
    def test_worked_example(self, run, arrow_lines):
        found = run(rfm(ibis.memtable(arrow_lines(LINES)), YEAR).order_by("customer_id")).to_pylist()
        # two customers: the lower stands at 1/4, the higher at 3/4 of the way, in the second and the fourth fifth
        assert found == [
            {"customer_id": "anne", "frequency": 2, "recency_days": 346, "monetary_minor": 8500, "r": 2, "f": 4, "m": 4},
            {"customer_id": "bo", "frequency": 1, "recency_days": 1, "monetary_minor": 700, "r": 4, "f": 2, "m": 2},
        ]

    def scores(self, run, values):
        table = ibis.memtable(
            pa.table({"customer_id": pa.array(list(values), pa.string()), "value": pa.array(list(values.values()), pa.int64())})
        )
        return {row["customer_id"]: row["score"] for row in run(table.mutate(score=fair_score(table.value))).to_pylist()}

    def test_without_ties_each_score_is_given_to_a_fifth(self, run):
        assert [score for _, score in sorted(self.scores(run, {f"{n:02}": n for n in range(10)}).items())] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]

    def test_who_are_all_equal_are_all_in_the_middle(self, run):
        assert set(self.scores(run, dict.fromkeys("abcdefg", 1)).values()) == {3}

    @ASKS_THE_ENGINE
    @given(values=st.dictionaries(st.text("abåz09", min_size=1, max_size=3), st.integers(0, 6), min_size=1, max_size=20), seed=st.randoms())
    def test_equal_values_have_equal_scores_whatever_the_rows_and_the_ids(self, run, values, seed):
        found = self.scores(run, values)
        for customer, value in values.items():
            below, equal = (sum(test(other) for other in values.values()) for test in (lambda v, x=value: v < x, lambda v, x=value: v == x))
            assert found[customer] == 1 + int(Decimal(5) * (below + Decimal(equal) / 2) / len(values))
        names = list(values)
        seed.shuffle(names)
        renamed = {f"new {n}": values[name] for n, name in enumerate(names)}
        again = self.scores(run, renamed)
        assert {name: again[f"new {n}"] for n, name in enumerate(names)} == found
