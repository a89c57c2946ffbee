"""What a sales leader is told about the ladder: with all that is needed, with too little, with nothing."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from rung.base import Period, Share
from rung.kit.report import Bars, Matrix, Note, Table
from rung.ladder import analyse, parse
from rung.ladder.report import figures, lead, sections

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def line(customer, day, revenue, cost=None):
    return {"customer_id": customer, "date": day, "revenue": Decimal(revenue), "cost": cost and Decimal(cost)}


LINES = [
    line("anne", date(2023, 5, 1), 100, 60),
    line("anne", date(2025, 12, 30), 200, 150),
    line("bo", date(2024, 5, 1), 500),
    line("bo", date(2025, 5, 1), 400, 450),
    line("carl", date(2024, 7, 1), 50),
    line("dina", date(2023, 2, 1), 70),
    *(line("finn", date(2024, 8, day), 10) for day in (1, 11, 21)),
]
MARKET = [{"party_id": "m1", "city": "Bergen", "name": "Ida AS"}, {"party_id": "m2", "city": "Oslo"}, {"party_id": "m3"}]
ACTIVITIES = [{"party_id": "m1", "date": date(2025, 11, 3), "incoming": True}]


@pytest.fixture(scope="module")
def told(run, facts):
    def tell(rows=LINES, **more):
        lines = facts("invoice_lines", rows)
        lines = lines.mutate(margin=(lines.revenue - lines.cost).cast("decimal(18, 4)"))
        known = {name: facts(name, more.pop(name)) for name in ("customers", "market", "activities") if name in more}
        return analyse(lines=lines, run=run, period=YEAR, today=date(2026, 1, 15), **{"customers": None} | known, **more)

    return tell


@pytest.fixture(scope="module")
def whole(told):
    customers = [{"customer_id": "anne", "name": "Anne AS", "city": "Bergen"}]
    groups = parse('[[group]]\nname = "Bergen"\ncity = "Bergen"\n')
    return told(customers=customers, market=MARKET, activities=ACTIVITIES, groups=groups)


def by_key(result):
    return {section.key: section for section in sections(result, "NOK")}


def said(section):
    return [str(section.sentence), *(str(part.sentence) for part in section.parts if isinstance(part, Note))]


def tables(section):
    return {part.key: part for part in section.parts if isinstance(part, Table)}


def plain(rows):
    return [[str(cell) if hasattr(cell, "template") else cell for cell in row] for row in rows]


class TestAllThereIs:
    def test_the_steps(self, whole):
        ladder = by_key(whole)["ladder"]
        assert said(ladder) == ["3 customers have bought twice or more. 2 buyers have bought once: win the second."]
        assert lead(whole, "NOK") == ladder.sentence
        table = tables(ladder)["ladder_table"]
        assert [row[:5] for row in plain(table.rows)] == [
            ["Customer", 3, 0.375, 60000, 0],
            ["Buyer", 2, 0.25, 0, None],
            ["Warm lead", 1, 0.125, 0, None],
            ["Lead", 0, 0.0, 0, None],
            ["Target group", 0, 0.0, 0, None],
            ["Total market", 2, 0.25, 0, None],
        ]
        assert table.total[1:5] == [8, None, 60000, 0]
        assert table.opens[:3] == ["customers=ladder-customer", "customers=ladder-buyer", ""]
        assert set(ladder.customers["ladder-customer"].ids) == {"anne", "bo", "finn"}
        [bars] = [part for part in ladder.parts if isinstance(part, Bars)]
        assert bars.series[0].values == [2, 0, 0, 1, 2, 3]
        assert plain(tables(ladder)["warm_leads"].rows) == [["m1", "Ida AS", date(2025, 11, 3), 1]]

    def test_who_climbs(self, whole):
        moves = by_key(whole)["ladder_moves"]
        assert said(moves) == ["Of 4 who had bought once when the period began, 50% have bought again (likely between 12% and 88%)."]
        [matrix] = [part for part in moves.parts if isinstance(part, Matrix)]
        assert sum(map(sum, matrix.cells)) == 8
        assert matrix.cells[4] == [0, 0, 0, 0, 2, 2]  # buyers then: carl and dina stay, anne and bo climb
        assert matrix.opens[4][5] == "customers=ladder-buyer-customer"
        assert set(moves.customers["ladder-buyer-customer"].ids) == {"anne", "bo"}
        assert plain(tables(moves)["ladder_times"].rows) == [
            ["Warm lead", 1, 0, None, "More than half have not climbed."],
            ["Buyer", 5, 3, 974, "Half climb within about 32 months."],  # 4/5, 3/5, carl (549 days) has not climbed yet, 3/10
        ]
        months = tables(moves)["ladder_months"]
        assert (len(months.rows), months.opens[4]) == (12, "month=2025-05")
        assert months.rows[-1] == [date(2025, 12, 1), 2, 0, 0, 1, 2, 3, None, 5000]

    def test_who_slips(self, whole):
        slipping = by_key(whole)["ladder_slipping"]
        assert said(slipping) == ["1 is slipping and has bought for 30.00 NOK. 1 has lapsed."]
        [row] = plain(tables(slipping)["ladder_slipping"].rows)
        assert row[2:] == ["Customer", 3000, date(2024, 8, 21), "Silent for 498 days, usually buys every 10 days."]
        assert tables(slipping)["ladder_lapsed"].opens == ["customer_id=dina"]

    def test_the_top(self, whole):
        top = by_key(whole)["ladder_top"]
        assert said(top) == ["1 of the 3 customers on the top step are profitable."]
        assert [row[:2] for row in plain(tables(top)["ladder_top"].rows)] == [
            ["Profitable", 1], ["Not profitable", 1], ["Bought nothing in the period", 1],
        ]  # fmt: skip
        assert tables(top)["ladder_losing"].rows == [["bo", None, 40000, -5000]]
        profitable, again = figures(whole, "NOK")
        assert (profitable.value, str(profitable.note)) == (1, "of 3 on the top step")
        assert (again.value, str(again.note)) == (Share(0.5), "likely between 12% and 88%")

    def test_target_groups(self, whole):
        groups = by_key(whole)["target_groups"]
        assert said(groups) == [
            "50% of “Bergen” buy from you; 1 is still to be won.",
            "Fill in what is missing of those who cannot be told: a company register has much of it.",
        ]
        assert tables(groups)["target_groups"].rows == [["Bergen", 2, 1, 0, 1, 0, 0.5, 5]]


class TestTooLittle:
    def test_only_lines_without_costs(self, told):
        found = told([row | {"cost": None} for row in LINES])
        assert [one[:40] for one in said(by_key(found)["ladder"])[1:]] == [
            "You have not said whom you want to sell ",
            "Rung does not know your market: below bu",
            "Nobody is known to have answered you, so",
        ]
        columns = {column.key: str(column.label) for column in tables(by_key(found)["ladder_moves"])["ladder_months"].columns}
        assert columns["from_buyers"] == "Revenue from buyers"
        assert "lead" not in columns
        assert said(by_key(found)["ladder_top"]) == [
            "Nobody can say which customers are profitable while no cost of what they bought is known."
        ]
        profitable = figures(found, "NOK")[0]
        assert (profitable.value, str(profitable.note)) == (None, "No cost is known for them.")
        assert said(by_key(found)["target_groups"])[0].startswith("You have no target groups yet.")

    def test_nobody_bought(self, told):
        found = told([], market=MARKET)
        assert list(by_key(found)) == ["ladder", "ladder_moves", "target_groups"]
        assert said(by_key(found)["ladder"])[0] == "Nobody has bought from you yet, so all stand below buyer on the ladder."
        assert said(by_key(found)["ladder_moves"])[1].startswith("Nobody has been a warm lead or a buyer yet")
        assert (lead(found, "NOK"), [one.value for one in figures(found, "NOK")]) == (None, [None, None])

    def test_nothing(self, told):
        assert list(by_key(told([]))) == ["ladder", "target_groups"]

    def test_nobody_slips(self, told):
        found = told([line("anne", date(2025, 12, 30), 5)])
        assert said(by_key(found)["ladder_slipping"]) == ["Nobody slips: no customer is silent for much longer than usual."]

    def test_an_empty_group(self, told):
        found = told(groups=parse('[[group]]\nname = "Oslo"\ncity = "Oslo"\n'))
        assert said(by_key(found)["target_groups"])[0].startswith("Nobody you know of is in your target groups.")

    def test_a_long_list_says_that_it_is_cut(self, told):
        found = told([line(f"{n:03}", date(2020, 1, 1), 5) for n in range(510)] + [line("x", date(2025, 12, 30), 5)])
        table = tables(by_key(found)["ladder_slipping"])["ladder_lapsed"]
        assert str(table.title).endswith("the first 500 of 510")
        assert len(table.rows) == len(table.opens) == 500


def test_every_sentence_can_be_said(whole):
    """Values for every named place, in all sections."""
    for section in sections(whole, "NOK"):
        assert all(str(one) for one in (section.title, section.sentence, section.how))
    assert isinstance(whole.parties, pa.Table)
