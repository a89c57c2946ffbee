"""One analysis from lines to result: totals that add up, what is compared with what, and what has no answer."""

import json
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.abc_analysis import MeasureNotKnown, NothingInPeriod, analyse, classes, to_json
from rung.base import Period

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
NAMES = ibis.memtable(pa.table({"customer_id": ["1", "2", "3", "9"], "name": ["Anne AS", "Bo ApS", None, "Nobody AB"]}))


def line(customer, revenue, day=date(2025, 6, 15), **more):
    return {"customer_id": customer, "revenue": Decimal(revenue), "date": day, **more}


# 2025: 1 has 80, 2 has 20 less 5 credited, 3 has -10, and 30 has no customer. 2024: 2 was the largest, 4 was A too, 5 had a credit note.
LINES = [
    line("1", "80.005"),
    line("2", "20"),
    line("2", "-5", date(2025, 3, 1)),
    line("3", "-10"),
    line(None, "30"),
    line("2", "60", date(2024, 1, 2)),
    line("4", "50", date(2024, 3, 1)),
    line("1", "10", date(2024, 12, 31)),
    line("5", "-1", date(2024, 12, 31)),
]


@pytest.fixture
def analysed(run, arrow_lines):
    def analyse_rows(rows, *, customers=NAMES, period=YEAR, margin=None, **how):
        lines = ibis.memtable(arrow_lines(rows))
        if margin is not None:
            lines = lines.mutate(margin=(lines.revenue * margin).round(4).cast("decimal(18,4)") if margin else ibis.null("decimal(18,4)"))
        return analyse(lines=lines, customers=customers, run=run, period=period, **how)

    return analyse_rows


class TestTotals:
    def test_everything_adds_up_to_the_oere(self, analysed):
        result = analysed(LINES)
        assert (result.total_minor, result.attributed_minor, result.unattributed_minor) == (11501, 8501, 3000)
        assert result.unattributed_lines == 1
        assert result.attributed_share == 8501 / 11501
        assert sum(one.value_minor for one in result.classes.values()) == result.attributed_minor == sum(result.values)
        assert result.positive_minor == 9501
        assert result.revenue_minor == result.total_minor == sum(month.revenue_minor for month in result.months)
        assert {abc: (one.customers, one.value_minor) for abc, one in result.classes.items()} == {
            "A": (1, 8001),
            "B": (1, 1500),
            "C": (1, -1000),
        }

    def test_gini_is_of_the_positive_customers(self, analysed):
        assert analysed([line("1", 1), line("2", 2), line("3", 3), line("4", 4), line("5", -90), line("6", 0)]).gini == 0.25

    def test_customers_in_rank_order_with_their_names(self, analysed):
        rows = analysed(LINES).customers.to_pylist()
        assert [(row["rank"], row["customer_id"], row["name"], row["abc"], row["flag"]) for row in rows] == [
            (1, "1", "Anne AS", "A", None),
            (2, "2", "Bo ApS", "B", None),
            (3, "3", None, "C", "net_credit"),
        ]

    def test_names_are_optional(self, analysed):
        assert analysed(LINES, customers=None).customers["name"].to_pylist() == [None, None, None]

    def test_without_any_customer_there_is_a_total_and_no_more(self, analysed):
        result = analysed([line(None, 5)])
        assert (result.total_minor, result.attributed_share, result.gini, result.concentration) == (500, 0.0, None, None)
        assert [str(sentence) for sentence in result.sentences] == [
            "No line names a customer, so nobody can say who brings in the revenue.",
            "100% of the revenue names no customer. This alone cannot tell who your customers are: bring in invoice lines as well.",
        ]

    def test_a_total_that_is_not_positive_has_no_parts(self, analysed):
        result = analysed([line("1", -5), line(None, 2)])
        assert (result.attributed_share, result.gini) == (None, None)
        assert str(result.sentences[0]) == "No customer has a positive sum, so there is nothing to share out."


class TestThePeriodBefore:
    def test_who_moved(self, analysed):
        result = analysed(LINES)
        assert result.before == Period(date(2024, 1, 1), date(2025, 1, 1))
        assert {pair: count for pair, count in result.moved.items() if count} == {
            ("B", "A"): 1,  # 1: 60 and 50 of 120 lie before it
            ("A", "B"): 1,
            ("none", "C"): 1,
            ("A", "none"): 1,
            ("C", "none"): 1,
        }
        before = {row["customer_id"]: (row["before_abc"], row["before_minor"]) for row in result.customers.to_pylist()}
        assert before == {"1": ("B", 1000), "2": ("A", 6000), "3": ("none", 0)}
        assert [(row["customer_id"], row["before_abc"], row["before_minor"]) for row in result.gone.to_pylist()] == [
            ("4", "A", 5000),
            ("5", "C", -100),
        ]

    def test_months_stand_beside_those_of_the_year_before(self, analysed):
        months = {month.month.month: (month.revenue_minor, month.before_minor) for month in analysed(LINES).months}
        assert months == {**dict.fromkeys(range(1, 13), (0, 0)), 1: (0, 6000), 3: (-500, 5000), 6: (12001, 0), 12: (0, 900)}

    @pytest.mark.parametrize(("begins", "compared"), [(date(2024, 1, 15), True), (date(2024, 1, 16), False), (date(2025, 1, 1), False)])
    def test_only_a_period_the_data_cover_is_compared_with(self, analysed, begins, compared):
        result = analysed([line("1", 5), line("1", 5, begins)])
        assert (result.before is not None, result.moved is not None) == (compared, compared)
        assert (result.months[0].before_minor is not None) == compared
        assert result.customers["before_abc"].to_pylist() == (["A"] if compared else [None])

    def test_growth_needs_one_period_more(self, analysed):
        result = analysed(LINES, measure="growth")
        assert [(row["customer_id"], row["value_minor"], row["flag"]) for row in result.customers.to_pylist()] == [
            ("1", 7001, None),
            ("5", 100, None),
            ("3", -1000, "no_growth"),
            ("2", -4500, "no_growth"),
            ("4", -5001, "no_growth"),  # all five come to -33.995: the last one carries the rounding
        ]
        assert (sum(result.values), result.total_minor) == (-3400, -400)
        assert result.before is None
        assert analysed([*LINES, line("1", 1, date(2023, 1, 1))], measure="growth").before is not None


class TestNoAnswer:
    def test_nothing_in_the_period(self, analysed):
        with pytest.raises(NothingInPeriod) as refused:
            analysed(LINES, period=Period(date(2023, 1, 1), date(2024, 1, 1)))
        assert str(refused.value) == "There are no invoice lines from 2023-01-01 to 2023-12-31."
        assert str(refused.value.remedy) == "The data run from 2024-01-02 to 2025-06-15; choose a period in there."
        with pytest.raises(NothingInPeriod) as refused:
            analysed([])
        assert str(refused.value.remedy) == "Bring in a file with invoice lines first."

    def test_growth_of_a_period_after_the_last_line(self, analysed):
        with pytest.raises(NothingInPeriod):
            analysed(LINES, measure="growth", period=Period(date(2026, 1, 1), date(2027, 1, 1)))

    @pytest.mark.parametrize(
        ("how", "sentence"),
        [
            ({"measure": "margin", "margin": 0}, "No line has a cost, so nobody knows the contribution margin."),
            ({"measure": "units"}, "No line says how many units were sold."),
        ],
    )
    def test_what_the_file_does_not_hold(self, analysed, how, sentence):
        with pytest.raises(MeasureNotKnown) as refused:
            analysed(LINES, **how)
        assert str(refused.value) == sentence

    def test_growth_without_a_period_before(self, analysed):
        with pytest.raises(MeasureNotKnown, match="Growth needs the period before too"):
            analysed(LINES[:5], measure="growth")


class TestMeasures:
    def test_margin_is_that_of_the_lines(self, analysed):
        result = analysed(LINES, measure="margin", margin=Decimal("0.5"))
        assert result.values == [4000, 750, -500]
        assert result.customers["flag"].to_pylist() == [None, None, "unprofitable"]

    def test_units_are_hundredths_and_the_unknown_is_told(self, analysed):
        result = analysed([line("1", 30, quantity=Decimal("2.5")), line("2", 10)], measure="units")
        assert (result.total_minor, result.values, result.unanswered_revenue_minor) == (250, [250], 1000)
        assert str(result.sentences[-1]) == "The number of units is unknown for 25.0% of the revenue; that part is left out."

    def test_rule_and_cuts_are_kept_with_the_result(self, analysed):
        rows = [line(str(n), 10 - n) for n in range(5)]
        by_count = analysed(rows, rule="count")
        assert (by_count.rule, by_count.cuts) == ("count", (0.2, 0.8))
        assert by_count.customers["abc"].to_pylist() == ["A", "B", "B", "B", "C"]
        own = analysed(rows, cuts=(0.5, 0.9))
        assert own.cuts == (0.5, 0.9)
        assert own.customers["abc"].to_pylist() == ["A", "A", "A", "B", "B"]

    def test_the_expression_alone_gives_the_same_classes(self, analysed, run, arrow_lines):
        table = run(classes(ibis.memtable(arrow_lines(LINES)), period=YEAR, measure="revenue", rule="share").order_by("rank"))
        assert table["abc"].to_pylist() == analysed(LINES).customers["abc"].to_pylist()


class TestSentences:
    def test_the_figures_are_the_real_ones(self, analysed):
        rows = [line(f"{n:02}", 100 if n < 3 else 1) for n in range(20)]
        # three customers have 300 of 317
        assert str(analysed(rows).sentences[0]) == "15% of your customers (3 of 20) bring in 95% of the revenue."

    def test_eighty_twenty_is_never_said_because_it_is_expected(self, analysed):
        even = [line(f"{n:02}", 10) for n in range(20)]
        said = " ".join(str(sentence) for sentence in analysed(even).sentences)
        assert said == "80% of your customers (16 of 20) bring in 80% of the revenue."

    def test_few_customers_are_not_made_into_per_cents(self, analysed):
        assert str(analysed([line("1", 9)]).sentences[0]) == "You have 1 customer in the period, who brings in 100% of the revenue."
        assert str(analysed(LINES).sentences[0]) == "You have 3 customers in the period; the largest brings in 84% of the revenue."

    def test_a_very_small_share_is_not_nothing(self, analysed):
        rows = [line("big", 10_000), *(line(f"{n:03}", 1) for n in range(400))]
        assert str(analysed(rows).sentences[0]).startswith("0.2% of your customers (1 of 401) bring in 96%")

    def test_losses_are_not_hidden_in_the_share(self, analysed):
        rows = [line(str(n), 10) for n in range(5)] + [line("loss", -30)]
        said = str(analysed(rows, measure="margin", margin=Decimal("0.5")).sentences[0])
        assert said == "67% of your customers (4 of 6) bring in 80% of the contribution margin before losses."

    def test_what_happened_to_the_best_of_last_year(self, analysed):
        assert [str(sentence) for sentence in analysed(LINES).sentences[1:]] == [
            "1 customer was A in the period before and has bought nothing since: call them first.",
            "1 customer has slipped from A to B or C: find out why.",
            "26% of the revenue names no customer. This alone cannot tell who your customers are: bring in invoice lines as well.",
        ]

    def test_a_little_without_customer_is_no_warning(self, analysed):
        assert len(analysed([line("1", 90), line(None, 10)]).sentences) == 1


class TestJson:
    def test_the_documented_keys(self, analysed):
        found = json.loads(json.dumps(to_json(analysed(LINES)), allow_nan=False))
        assert found == {
            "total_minor": 11501,
            "attributed_share": 8501 / 11501,
            "gini": pytest.approx((8001 - 1500) / (2 * 9501)),
            "abc": {
                "rule": "share",
                "measure": "revenue",
                "from": "2025-01-01",
                "to": "2025-12-31",
                "A": {"customers": 1, "value_minor": 8001},
                "B": {"customers": 1, "value_minor": 1500},
                "C": {"customers": 1, "value_minor": -1000},
            },
            "customers": [
                {"customer_id": "1", "name": "Anne AS", "value_minor": 8001, "abc": "A", "start_share": 0.0},
                {"customer_id": "2", "name": "Bo ApS", "value_minor": 1500, "abc": "B", "start_share": pytest.approx(80.005 / 95.005)},
                {"customer_id": "3", "name": None, "value_minor": -1000, "abc": "C", "start_share": None},
            ],
        }


class TestProfit:
    """Profit after cost to serve is a measure of customers, made elsewhere and classed here."""

    def profit(self, period):
        values = {"customer_id": ["1", "2", "3"], "value": [Decimal(70), Decimal(5), Decimal(-12)] if period == YEAR else [Decimal(1)] * 3}
        return ibis.memtable(pa.table(values, schema=pa.schema([("customer_id", pa.string()), ("value", pa.decimal128(18, 4))])))

    def test_customers_are_classed_by_what_they_leave(self, analysed):
        result = analysed(LINES, margin=Decimal("0.5"), measure="profit", profit=self.profit)
        found = [(row["customer_id"], row["value_minor"], row["abc"], row["flag"]) for row in result.customers.to_pylist()]
        assert found == [("1", 7000, "A", None), ("2", 500, "B", None), ("3", -1200, "C", "unprofitable")]
        assert result.total_minor == 7000 + 500 - 1200 + 1500  # and half of the 30 on lines that name nobody

    def test_without_rates_nobody_knows(self, analysed):
        with pytest.raises(MeasureNotKnown):
            analysed(LINES, margin=Decimal("0.5"), measure="profit")
