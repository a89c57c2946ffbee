"""What a sales leader is told about loyalty: with all that is needed, with too little, with nothing."""

import json
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.base import Money, Period, Share
from rung.kit.report import Bars, Matrix, Note, Table
from rung.loyalty import analyse, to_json
from rung.loyalty.report import figures, lead, sections

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 1, 15)
NAMES = ibis.memtable(pa.table({"customer_id": ["anne", "bo", "0"], "name": ["Anne AS", "Bo ApS", "Null AB"]}))


def line(customer, day, revenue, group="bolts"):
    return {"customer_id": customer, "date": day, "revenue": Decimal(revenue), "product_group": group}


FEW = [
    line("anne", date(2024, 1, 3), 100),
    line("anne", date(2024, 1, 13), 100),
    line("anne", date(2024, 1, 23), 100),  # every ten days, and then silence
    line("bo", date(2024, 5, 1), 500),
    line("bo", date(2025, 5, 1), 400),
    line("bo", date(2025, 6, 1), 300, "tools"),
    line("carl", date(2025, 7, 1), 50),
    line("carl", date(2025, 8, 1), -10, "tools"),
    line("bo", date(2025, 12, 20), 0),
]


@pytest.fixture(scope="module")
def told(run, arrow_lines):
    def tell(rows, today=TODAY, period=YEAR, margin=None):
        lines = ibis.memtable(arrow_lines(rows))
        if margin:
            lines = lines.mutate(margin=(lines.revenue * margin).cast("decimal(18, 4)"))
        return analyse(lines=lines, customers=NAMES, run=run, period=period, today=today)

    return tell


@pytest.fixture(scope="module")
def large(told, company):
    return told(company(500), margin=Decimal("0.25"))


def by_key(result):
    return {section.key: section for section in sections(result, "NOK")}


def said(section):
    return [str(section.sentence), *(str(part.sentence) for part in section.parts if isinstance(part, Note))]


def tables(section):
    return {part.key: part for part in section.parts if isinstance(part, Table)}


class TestFewCustomers:
    def test_who_stayed(self, told):
        result = told(FEW)
        bridge = by_key(result)["loyalty"]
        assert said(bridge) == [
            (
                "62% of the revenue of the period before stayed with you. 1 customer left and took 300.00 NOK. "
                "1 came, new or back again, with 40.00 NOK."
            )
        ]
        assert lead(result, "NOK") == bridge.sentence
        steps = tables(bridge)["bridge_steps"]
        assert [row[1:5] for row in steps.rows] == [[1, 0, 4000, 4000], [1, 50000, 70000, 20000], [1, 30000, 0, -30000]]
        assert steps.total[1:5] == [3, 80000, 74000, -6000]
        [bars] = [part for part in bridge.parts if isinstance(part, Bars)]
        amounts = bars.series[0].values
        assert sum(amounts[:-1]) == amounts[-1] == 74000
        assert tables(bridge)["lost_customers"].rows == [["anne", "Anne AS", 30000, 0, -30000]]
        assert tables(bridge)["lost_customers"].opens == ["customer_id=anne"]
        assert "bought_less" not in tables(bridge)

    def test_what_the_revenue_is_made_of(self, told):
        kinds = by_key(told(FEW))["kinds"]
        assert said(kinds) == [
            (
                "53% of what you sold was bought again by those who bought it before; 40% came from selling them more, 7% from customers who "
                "were new or back again."
            )
        ]
        assert [row[1] for row in tables(kinds)["kinds"].rows] == [5000, 30000, 40000, 0, 0, -1000]
        groups = tables(kinds)["kinds_per_group"]
        assert groups.rows == [["bolts", 80000, 45000, 5000, 0, 40000, 0, 0, 0], ["tools", 0, 29000, 0, 30000, 0, 0, 0, -1000]]
        assert groups.total[1:] == [80000, 74000, 5000, 30000, 40000, 0, 0, -1000]
        customers = tables(kinds)["kinds_per_customer"]
        assert [sum(row[3:][1:]) for row in customers.rows] == [row[3] for row in customers.rows]

    def test_the_simple_rule_and_a_plain_refusal(self, told):
        found = by_key(told(FEW))
        assert said(found["slipping"]) == ["1 customer is likely gone; it has bought for 300.00 NOK. Call to hear why."]
        [row] = tables(found["slipping"])["slipping"].rows
        assert [str(cell) for cell in row] == [
            "anne", "Anne AS", "30000", "2024-01-23", "Silent for 698 days, usually buys every 10 days.",
        ]  # fmt: skip
        assert said(found["expected"])[0] == (
            "There is no estimate of what your customers will buy. Fewer than 300 customers is too few to learn from."
        )
        assert tables(found["expected"]) == {}
        expected = figures(told(FEW), "NOK")[-1]
        assert (expected.value, str(expected.note)) == (None, "Fewer than 300 customers is too few to learn from.")

    def test_old_figures_are_said_to_be_old(self, told):
        late = by_key(told(FEW[:-1]))["slipping"]
        assert said(late)[1].startswith("The data end on 2025-08-01. Bring in newer figures")

    def test_key_figures(self, told):
        stayed, grown, _ = figures(told(FEW), "NOK")
        assert (stayed.value, grown.value) == (Share(0.625), Share(0.875))

    def test_without_product_groups(self, told):
        kinds = by_key(told([row | {"product_group": None} for row in FEW]))["kinds"]
        assert said(kinds)[1].startswith("Bring in a file with product groups")


class TestTooLittle:
    def test_one_period(self, told):
        result = told([row for row in FEW if row["date"].year == 2025])
        assert said(by_key(result)["loyalty"]) == [
            "The data do not go back over a whole period before this one, so nobody can say who stayed."
        ]
        assert result.stay is None
        assert str(lead(result, "NOK")) == "No customer has been silent for so long that it seems gone."

    def test_no_customers(self, told):
        result = told([row | {"customer_id": None} for row in FEW])
        assert said(by_key(result)["loyalty"]) == ["No line in the two periods names a customer, so nobody can say who stayed."]
        assert (result.outlook, lead(result, "NOK"), result.unattributed_minor) == (None, None, result.revenue_minor)
        assert list(by_key(result)) == ["loyalty"]

    def test_no_lines(self, told):
        assert list(by_key(told([]))) == ["loyalty"]

    def test_only_credit_notes_before(self, told):
        result = told([line("anne", date(2024, 1, 2), -5), line("anne", date(2025, 2, 1), 9)])
        assert said(by_key(result)["loyalty"]) == ["You had no revenue in the period before, so there was none to keep."]
        assert figures(result, "")[0].value is None


class TestManyCustomers:
    def test_what_to_expect_with_its_test_on_the_past(self, large):
        seen = large.outlook
        assert (seen.refused, seen.model, seen.tested_from, seen.reliable) == (None, "mbg_nbd", date(2025, 1, 1), True)
        test = seen.backtest
        assert test.purchases_predicted == pytest.approx(test.purchases, rel=0.25)
        assert test.gone / test.held_for_gone > 0.8
        expected = by_key(large)["expected"]
        assert said(expected)[0].startswith(
            "In the next twelve months, today's customers are expected to give a contribution margin of about"
        )
        assert said(expected)[1].startswith("Tried on the past: on 2025-01-01 it would have expected")
        table = tables(expected)["expected"]
        assert [column.key for column in table.columns] == ["customer_id", "name", "alive", "purchases", "revenue", "contribution"]
        assert table.total[-2:] == [seen.revenue_minor, seen.contribution_minor]
        assert sum(row[-1] for row in table.rows) == seen.contribution_minor
        assert [row[-1] for row in table.rows] == sorted((row[-1] for row in table.rows), reverse=True)
        assert figures(large, "NOK")[-1].value == Money(seen.contribution_minor, "NOK")
        # each customer's share of cost is exactly a quarter here, give or take the rounding of two amounts
        assert all(abs(row[-1] - row[-2] / 4) <= 1 for row in table.rows)

    def test_who_is_likely_gone(self, large):
        slipping = by_key(large)["slipping"]
        rows = tables(slipping)["slipping"].rows
        assert len(rows) == len(large.outlook.slipping) > 100
        assert all(row[-1] < 0.5 for row in rows)
        assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)

    def test_lately_often_and_much(self, large):
        section = by_key(large)["rfm"]
        [grid] = [part for part in section.parts if isinstance(part, Matrix)]
        assert sum(map(sum, grid.cells)) == large.rfm.num_rows == sum(row[1] for row in tables(section)["rfm_kinds"].rows)

    def test_cohorts(self, large):
        table = tables(by_key(large)["cohorts"])["cohorts"]
        assert len(table.rows) == 24
        assert table.rows[-1][0].year == 2025
        assert all(share is None or 0 <= share <= 1 for row in table.rows for share in row[2:6])
        assert (table.rows[-1][0], table.rows[-1][4] is None, table.rows[-1][5]) == (date(2025, 6, 1), False, None)  # too early to say

    def test_everything_is_plain_json_with_every_customer(self, large):
        written = json.loads(json.dumps(to_json(large)))
        assert sum(written["stay"]["kinds"].values()) == written["stay"]["closing_minor"] == large.stay.closing_minor
        assert len(written["outlook"]["customers"]) == 500
        assert written["outlook"]["backtest"]["gone"] == large.outlook.backtest.gone

    def test_a_long_list_says_that_it_is_cut(self, told, company):
        result = told(company(620))
        table = tables(by_key(result)["expected"])["expected"]
        assert str(table.title) == "Per customer: the first 500 of 620"
        assert (len(table.rows), len(table.opens)) == (500, 500)
        assert table.total[-1] == result.outlook.revenue_minor

    def test_without_costs_it_is_revenue(self, told, company):
        result = told(company(500))
        assert said(by_key(result)["expected"])[0].startswith("In the next twelve months, today's customers are expected to buy for about")
        assert "No line has a cost, so nobody can say what will be left of it." in said(by_key(result)["expected"])
        assert figures(result, "NOK")[-1].value == Money(result.outlook.revenue_minor, "NOK")

    def test_subscribers_do_not_leave_silently(self, told, company):
        result = told(company(320, even=True, leave=0.02))
        assert "buy by the calendar" in said(by_key(result)["expected"])[0]
        assert all(row["silent_days"] > 3 * 45 for row in result.outlook.slipping)

    def test_a_year_of_data_cannot_be_tried_on_the_past(self, told, company):
        result = told([row for row in company(700, every=20) if row["date"] >= date(2025, 1, 1)])
        assert (result.outlook.refused, result.outlook.backtest) == (None, None)
        assert "The data are too short to try the method on the past: take the amounts with care." in said(by_key(result)["expected"])
