"""The worked examples of docs/methods.md#abc, and agreement with the rules as done on paper."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.abc_analysis import compute
from rung.base import Period

DECIMAL = pa.decimal128(38, 4)
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def values_table(values):
    ids, amounts = list(values), [Decimal(str(v)) for v in values.values()]
    return ibis.memtable(pa.table({"customer_id": pa.array(ids, pa.string()), "value": pa.array(amounts, DECIMAL)}))


def classified(run, values, **how):
    table = run(compute.classify(values_table(values), **how).order_by("rank"))
    return {row["customer_id"]: row for row in table.to_pylist()}


def letters(rows):
    return "".join(row["abc"] for row in rows.values())


class TestClassifyByShare:
    def test_the_customer_that_crosses_a_cut_stays_above_it(self, run):
        # starts: 0, .50, .75, .90, .96; 75 % starts below 80 %, so c is A although it ends at 90 %
        rows = classified(run, {"a": 50, "b": 25, "c": 15, "d": 6, "e": 4})
        assert letters(rows) == "AAABC"
        assert [row["start_share"] for row in rows.values()] == [0, 0.5, 0.75, 0.9, 0.96]
        assert [row["cum_share"] for row in rows.values()] == [0.5, 0.75, 0.9, 0.96, 1]
        assert [row["rank"] for row in rows.values()] == [1, 2, 3, 4, 5]
        assert [row["value_minor"] for row in rows.values()] == [5000, 2500, 1500, 600, 400]

    def test_a_start_exactly_on_a_cut_belongs_below_it(self, run):
        # 80 and 95 of 100: no float is asked whether 0.8 < 0.8
        assert letters(classified(run, {"a": 80, "b": 15, "c": 5})) == "ABC"
        assert letters(classified(run, {"a": "0.7999", "b": "0.1501", "c": "0.05"})) == "AAC"

    def test_ties_are_ordered_by_customer(self, run):
        rows = classified(run, {"10": 10, "9": 10, "b": 10, "a": 10, "å": 10})
        assert list(rows) == ["10", "9", "a", "b", "å"]
        assert letters(rows) == "AAAAB"

    def test_value_of_zero_or_less_is_c_flagged_and_outside_the_total(self, run):
        rows = classified(run, {"a": 80, "b": 20, "zero": 0, "minus": -50})
        assert letters(rows) == "ABCC"
        assert [row["flag"] for row in rows.values()] == [None, None, "net_credit", "net_credit"]
        assert rows["minus"]["start_share"] is None
        assert rows["minus"]["cum_share"] is None
        assert rows["b"]["cum_share"] == 1

    def test_the_flag_says_which_measure(self, run):
        flags = {measure: classified(run, {"a": -1}, measure=measure)["a"]["flag"] for measure in compute.FLAGS}
        assert flags == {
            "revenue": "net_credit",
            "margin": "unprofitable",
            "profit": "unprofitable",
            "units": "net_credit",
            "growth": "no_growth",
        }

    def test_nobody_and_nobody_positive(self, run):
        assert classified(run, {}) == {}
        assert letters(classified(run, {"a": 0, "b": -1})) == "CC"

    def test_a_total_too_large_to_be_exact_is_refused(self, run):
        # 10^14 kroner; below it the last oere counts, from there on no figure is better than a wrong one
        largest = classified(run, {"a": "99999999999999.98", "b": "0.01"}, a_share=0.812345, b_share=0.954321)
        assert [row["value_minor"] for row in largest.values()] == [9999999999999998, 1]
        with pytest.raises(Exception, match=r"(?i)overflow|out of range"):  # each engine has its own name for it
            classified(run, {"a": "99999999999999.98", "b": "1"})

    def test_cuts_are_arguments(self, run):
        assert letters(classified(run, {"a": 50, "b": 30, "c": 20}, a_share=0.5, b_share=0.8)) == "ABC"

    def test_other_columns_stay(self, run):
        table = values_table({"a": 1}).mutate(score=ibis.literal(0.5))
        assert run(compute.classify(table))["score"].to_pylist() == [0.5]


class TestClassifyByCount:
    def test_the_first_fifth_and_the_last_fifth(self, run):
        rows = classified(run, {f"c{n:02}": 100 - n for n in range(10)}, rule="count")
        assert letters(rows) == "AABBBBBBCC"

    def test_parts_of_a_customer_round_up(self, run):
        assert letters(classified(run, {f"c{n}": 9 - n for n in range(6)}, rule="count")) == "AABBBC"  # ceil 1.2, ceil 4.8
        assert letters(classified(run, {"a": 1}, rule="count")) == "A"

    def test_the_number_is_of_customers_with_a_positive_value(self, run):
        rows = classified(run, {**{f"c{n}": 9 - n for n in range(5)}, "x": -1, "y": 0}, rule="count")
        assert letters(rows) == "ABBBCCC"


class TestCutsAreChecked:
    @pytest.mark.parametrize(
        ("how", "message"),
        [
            ({"a_share": 80}, "a_share=80 must be a share between 0 and 1; write 80 % as 0.80"),
            ({"b_share": 95}, "b_share=95 must be a share between 0 and 1; write 95 % as 0.95"),
            ({"a_share": 0}, "a_share=0 must be a share between 0 and 1; write 80 % as 0.80"),
            ({"a_share": -0.2}, "a_share=-0.2 must be a share between 0 and 1; write 80 % as 0.80"),
            ({"a_share": 0.96}, "a_share=0.96 must not be greater than b_share=0.95"),
            ({"rule": "pareto"}, "rule='pareto' is not a rule; choose one of share, count"),
        ],
    )
    def test_each_mistake_has_its_remedy(self, how, message):
        with pytest.raises(ValueError, match=message.replace("(", r"\(")):
            compute.classify(values_table({"a": 1}), **how)


MONEY = st.decimals(-100, 1000, places=4) | st.sampled_from(
    [Decimal(v) for v in ("0", "10", "10.0001", "0.005", "-0.005", "80", "15", "5")]
)
CUSTOMERS = st.text("abZ019å -", min_size=1, max_size=3)
VALUES = st.dictionaries(CUSTOMERS, MONEY, max_size=12)
ASKS_THE_ENGINE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def on_paper(values, rule, a, b):
    """The rule as a person would do it with a sorted list, a pencil and fractions."""
    order = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    total = sum(Fraction(v) for v in values.values() if v > 0)
    number = sum(v > 0 for v in values.values())
    rows, before, cents = {}, Fraction(0), 0
    for rank, (customer, value) in enumerate(order, start=1):
        if value <= 0:
            abc = "C"
        elif rule == "share":
            abc = "A" if before < a * total else "B" if before < b * total else "C"
        else:
            abc = "A" if rank <= -(-a * number // 1) else "B" if rank <= -(-b * number // 1) else "C"
        after = before + Fraction(value)
        until = int((Decimal(after.numerator) / Decimal(after.denominator) * 100).to_integral_value(ROUND_HALF_UP))
        shares = (round(float(before / total), 12), round(float(after / total), 12)) if value > 0 else (None, None)
        rows[customer] = {"rank": rank, "abc": abc, "value_minor": until - cents, "start_share": shares[0], "cum_share": shares[1]}
        before, cents = after, until
    return rows


class TestAgreesWithPaper:
    @ASKS_THE_ENGINE
    @given(
        values=VALUES,
        rule=st.sampled_from(["share", "count"]),
        cuts=st.tuples(st.integers(1, 100), st.integers(1, 100)).map(sorted) | st.none(),
    )
    def test_classes_shares_and_money(self, run, values, rule, cuts):
        standard = [int(cut * 100) for cut in compute.CUTS[rule]]
        a, b = (Fraction(cut, 100) for cut in cuts or standard)
        how = {} if cuts is None else {"a_share": cuts[0] / 100, "b_share": cuts[1] / 100}
        rows = classified(run, values, rule=rule, **how)
        expected = on_paper(values, rule, a, b)
        assert list(rows) == list(expected)
        for customer, row in expected.items():
            found = {name: rows[customer][name] for name in row}
            assert {name: round(v, 12) if isinstance(v, float) else v for name, v in found.items()} == row

    @ASKS_THE_ENGINE
    @given(values=VALUES)
    def test_every_prefix_adds_up_to_its_own_rounded_sum(self, run, values):
        rows = classified(run, values)
        running, cents = Decimal(0), 0
        for customer, row in rows.items():
            running, cents = running + values[customer], cents + row["value_minor"]
            assert cents == int((running * 100).to_integral_value(ROUND_HALF_UP))

    @settings(ASKS_THE_ENGINE, max_examples=8)  # twice the questions
    @given(values=VALUES, seed=st.randoms(use_true_random=False))
    def test_the_order_of_rows_does_not_matter(self, run, values, seed):
        items = list(values.items())
        seed.shuffle(items)
        assert classified(run, dict(items)) == classified(run, values)


LINE = st.fixed_dictionaries(
    {
        "customer_id": st.none() | st.sampled_from(["1", "2", "3"]),
        "date": st.dates(date(2023, 12, 30), date(2026, 1, 2)),
        "revenue": MONEY,
        "quantity": st.none() | MONEY,
    }
)


class TestValueByCustomer:
    def test_worked_example(self, run, arrow_lines):
        rows = [
            {"customer_id": "1", "revenue": Decimal("100.0050"), "quantity": Decimal(3)},
            {"customer_id": "1", "revenue": Decimal(-20), "quantity": Decimal(-1)},
            {"customer_id": "1", "revenue": Decimal(7), "date": date(2024, 12, 31), "quantity": Decimal(1)},
            {"customer_id": "2", "revenue": Decimal(5), "date": date(2024, 1, 1)},
            {"customer_id": "3", "revenue": Decimal(9), "date": date(2026, 1, 1)},
            {"customer_id": None, "revenue": Decimal(11)},
        ]
        lines = ibis.memtable(arrow_lines(rows))
        found = {
            m: run(compute.value_by_customer(lines, YEAR, m).order_by("customer_id")).to_pylist() for m in ("revenue", "units", "growth")
        }
        assert found["revenue"] == [{"customer_id": "1", "value": Decimal("80.0050")}]
        assert found["units"] == [{"customer_id": "1", "value": Decimal(2)}]
        assert found["growth"] == [{"customer_id": "1", "value": Decimal("73.0050")}, {"customer_id": "2", "value": Decimal(-5)}]
        total = run(compute.overview(lines, YEAR, "revenue")).to_pylist()[0]
        assert total == {
            "total_minor": 9101,
            "lines": 3,
            "unattributed_lines": 1,
            "unanswered_lines": 0,
            "unanswered_revenue_minor": 0,
        }

    def test_margin_needs_its_column_and_leaves_out_what_has_no_answer(self, run, arrow_lines):
        lines = ibis.memtable(arrow_lines([{"customer_id": "1", "revenue": Decimal(10)}, {"customer_id": "2", "revenue": Decimal(5)}]))
        with pytest.raises(ValueError, match="needs lines with a column margin"):
            compute.value_by_customer(lines, YEAR, "margin")
        known = lines.mutate(margin=ibis.ifelse(lines.customer_id == "1", lines.revenue, None))
        assert run(compute.value_by_customer(known, YEAR, "margin")).to_pylist() == [{"customer_id": "1", "value": Decimal(10)}]
        seen = run(compute.overview(known, YEAR, "margin")).to_pylist()[0]
        assert (seen["total_minor"], seen["unanswered_lines"], seen["unanswered_revenue_minor"]) == (1000, 1, 500)

    def test_a_measure_that_is_none(self, arrow_lines):
        with pytest.raises(ValueError, match="measure='profit' is not a measure of lines; choose one of revenue, margin, units, growth"):
            compute.measured_lines(ibis.memtable(arrow_lines([])), YEAR, "profit")

    def test_no_lines_at_all(self, run, arrow_lines):
        lines = ibis.memtable(arrow_lines([]))
        assert run(compute.value_by_customer(lines, YEAR, "revenue")).num_rows == 0
        assert run(compute.overview(lines, YEAR, "revenue")).to_pylist()[0]["total_minor"] == 0
        assert run(compute.revenue_by_month(lines, YEAR)).num_rows == 0

    @ASKS_THE_ENGINE
    @given(rows=st.lists(LINE, max_size=15), measure=st.sampled_from(["revenue", "units", "growth"]))
    def test_agrees_with_paper(self, run, arrow_lines, rows, measure):
        sums, total = defaultdict(Decimal), Decimal(0)
        for row in rows:
            this_year, last_year = row["date"].year == 2025, row["date"].year == 2024
            amount = row["quantity"] if measure == "units" else row["revenue"]
            sign = 1 if this_year else -1 if last_year and measure == "growth" else 0
            if sign and amount is not None:
                total += sign * amount
                if row["customer_id"]:
                    sums[row["customer_id"]] += sign * amount
        lines = ibis.memtable(arrow_lines(rows))
        found = run(compute.value_by_customer(lines, YEAR, measure)).to_pylist()
        assert {row["customer_id"]: row["value"] for row in found} == sums
        cents = int((total * 100).to_integral_value(ROUND_HALF_UP))
        assert run(compute.overview(lines, YEAR, measure)).to_pylist()[0]["total_minor"] == cents


class TestMonths:
    @ASKS_THE_ENGINE
    @given(rows=st.lists(LINE, max_size=15))
    def test_each_run_of_months_adds_up(self, run, arrow_lines, rows):
        lines = ibis.memtable(arrow_lines(rows))
        found = run(compute.revenue_by_month(lines, YEAR).order_by("month_index")).to_pylist()
        exact = defaultdict(Decimal)
        for row in rows:
            if row["date"].year == 2025:
                exact[2025 * 12 + row["date"].month - 1] += row["revenue"]
        assert [row["month_index"] for row in found] == sorted(exact)
        running, cents = Decimal(0), 0
        for row in found:
            running, cents = running + exact[row["month_index"]], cents + row["revenue_minor"]
            assert cents == int((running * 100).to_integral_value(ROUND_HALF_UP))


class TestGiniAndLorenz:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([1, 2, 3, 4], 0.25),
            ([0, 0, 0, 10], 0.75),
            ([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261], 0.4620911),
            ([5, 5, 5], 0),
            ([7], 0),
        ],
    )
    def test_worked_examples(self, values, expected):
        assert compute.gini(values) == pytest.approx(expected, abs=1e-7)
        assert compute.gini(values[::-1]) == compute.gini(values)

    def test_no_answer_is_no_answer(self):
        assert compute.gini([]) is None
        assert compute.gini([0, 0]) is None
        assert compute.lorenz([]) == []
        with pytest.raises(ValueError, match="leave customers with value <= 0 out"):
            compute.gini([3, -1])

    def test_numbers_beyond_64_bits_stay_exact(self):
        assert compute.gini([10**18] * 1000 + [3 * 10**18] * 1000) == 0.25

    @given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any))
    def test_gini_is_the_mean_difference_and_the_area(self, values):
        differences = sum(abs(x - y) for x in values for y in values)
        slow = Fraction(differences, 2 * len(values) * sum(values))
        assert compute.gini(values) == float(slow)
        points = compute.lorenz(values)
        area = sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(points))
        assert 1 - 2 * area == pytest.approx(float(slow), abs=1e-9)
        assert points[0] == (0, 0)
        assert points[-1] == (1, 1)


class TestConcentration:
    def test_worked_example(self):
        found = compute.concentration([50, 25, 15, 6, 4, 0, -10])
        assert found == compute.Concentration(
            customers=7,
            positive=5,
            fewest=3,
            fewest_value_share=0.9,
            top_fifth=1,
            top_fifth_value_share=0.5,
            top_ten=5,
            top_ten_value_share=1,
        )
        assert found.fewest_customer_share == 3 / 7
        assert compute.concentration([0, -1]) is None

    @given(st.lists(st.integers(-100, 1000), min_size=1, max_size=30).filter(lambda values: max(values) > 0))
    def test_one_customer_fewer_is_not_enough(self, values):
        found = compute.concentration(values)
        best, total = sorted(values, reverse=True), sum(v for v in values if v > 0)
        assert Fraction(sum(best[: found.fewest]), total) >= Fraction(4, 5) > Fraction(sum(best[: found.fewest - 1]), total)


class TestMovement:
    def test_worked_example(self, run):
        before = compute.classify(values_table({"a": 80, "b": 15, "c": 5, "left": -1}))
        now = compute.classify(values_table({"a": 5, "b": 80, "c": 0, "new": 15}))
        both = run(compute.compare(before, now).order_by("customer_id"))
        rows = {row["customer_id"]: row for row in both.to_pylist()}
        assert {c: (row["before_abc"], row["abc"]) for c, row in rows.items()} == {
            "a": ("A", "C"),
            "b": ("B", "A"),
            "c": ("C", "C"),
            "left": ("C", "none"),
            "new": ("none", "B"),
        }
        assert {c: row["before_minor"] for c, row in rows.items()} == {"a": 8000, "b": 1500, "c": 500, "left": -100, "new": 0}
        moved = compute.movement(both)
        assert {pair for pair, count in moved.items() if count} == {("A", "C"), ("B", "A"), ("C", "C"), ("C", "none"), ("none", "B")}
        assert len(moved) == 15

    @ASKS_THE_ENGINE
    @given(before=VALUES, now=VALUES)
    def test_everybody_is_counted_once(self, run, before, now):
        old, new = (on_paper(values, "share", Fraction(4, 5), Fraction(19, 20)) for values in (before, now))
        moved = compute.movement(run(compute.compare(compute.classify(values_table(before)), compute.classify(values_table(now)))))
        slow = defaultdict(int)
        for customer in {*old, *new}:
            slow[old.get(customer, {"abc": "none"})["abc"], new.get(customer, {"abc": "none"})["abc"]] += 1
        assert {pair: count for pair, count in moved.items() if count} == slow


class TestWeightedRank:
    def test_worked_example(self, run):
        # revenue: a 3, b 2, c 1 of 3; orders: a and b share places 2 and 3 (2.5), c has none, so 0: place 1
        revenue, orders = values_table({"a": 90, "b": 60, "c": 30}), values_table({"a": 4, "b": 4})
        rows = {row["customer_id"]: row for row in run(compute.weighted_rank([(revenue, 3), (orders, 1)])).to_pylist()}
        assert rows["a"]["score"] == pytest.approx((3 * 3 / 3 + 2.5 / 3) / 4)
        assert rows["b"]["score"] == pytest.approx((3 * 2 / 3 + 2.5 / 3) / 4)
        assert rows["c"]["score"] == pytest.approx((3 * 1 / 3 + 1 / 3) / 4)
        classes = run(compute.classify(compute.weighted_rank([(revenue, 3), (orders, 1)]), rule="count").order_by("rank"))
        assert classes["abc"].to_pylist() == ["A", "B", "B"]

    def test_mistakes(self):
        with pytest.raises(ValueError, match="at least one"):
            compute.weighted_rank([])
        with pytest.raises(ValueError, match="weight=0 must be greater than 0"):
            compute.weighted_rank([(values_table({}), 0)])

    @ASKS_THE_ENGINE
    @given(tables=st.lists(st.tuples(VALUES, st.sampled_from([1, 2, Decimal("0.5"), Decimal("0.3")])), min_size=1, max_size=3))
    def test_agrees_with_paper(self, run, tables):
        customers = {customer for values, _ in tables for customer in values}
        slow = {}
        for customer in customers:
            score = Fraction(0)
            for values, weight in tables:
                mine = values.get(customer, Decimal(0))
                others = [values.get(other, Decimal(0)) for other in customers]
                place = Fraction(sum(o < mine for o in others) * 2 + sum(o == mine for o in others) + 1, 2)
                score += Fraction(weight) * place / len(customers)
            slow[customer] = score / sum(Fraction(weight) for _, weight in tables)
        found = run(compute.weighted_rank([(values_table(values), weight) for values, weight in tables])).to_pylist()
        assert {row["customer_id"]: row["score"] for row in found} == {c: pytest.approx(float(s)) for c, s in slow.items()}
        order = sorted(found, key=lambda row: (row["value"], row["customer_id"]))
        assert [row["customer_id"] for row in order] == sorted(slow, key=lambda c: (slow[c], c))


def test_a_period_of_days_grows_against_as_many_days(run, arrow_lines):
    week = Period(date(2025, 6, 8), date(2025, 6, 15))
    rows = [{"customer_id": "1", "date": date(2025, 6, day), "revenue": Decimal(day)} for day in (1, 7, 8, 14, 15)]
    rows.append({"customer_id": "1", "date": date(2025, 5, 31), "revenue": Decimal(99)})
    found = run(compute.value_by_customer(ibis.memtable(arrow_lines(rows)), week, "growth")).to_pylist()
    assert found == [{"customer_id": "1", "value": Decimal(8 + 14 - 1 - 7)}]
