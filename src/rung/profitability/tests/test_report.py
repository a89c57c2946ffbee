"""What a sales leader is told about profitability: with costs, with some, with none."""

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.base import Money, Period, Share
from rung.kit.report import Note, Table
from rung.profitability import analyse, with_margin
from rung.profitability.report import figures, sections

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
LINES = [
    {"customer_id": "1", "product_group": "tools", "revenue": Decimal(600), "cost": Decimal(300)},
    {"customer_id": "2", "product_group": "bolts", "revenue": Decimal(200), "cost": Decimal(250)},
    {"customer_id": "3", "product_group": "nails", "revenue": Decimal(200)},
]
NAMES = ibis.memtable(pa.table({"customer_id": ["1", "2", "9"], "name": ["Anne AS", "Bo ApS", "Nobody"]}))


@pytest.fixture
def told(run, arrow_lines):
    def tell(rows, margins=None, names=NAMES):
        return analyse(lines=with_margin(ibis.memtable(arrow_lines(rows)), margins or {}), customers=names, run=run, period=YEAR)

    return tell


def said(section):
    return [str(section.sentence), *(str(part.sentence) for part in section.parts if isinstance(part, Note))]


def table(section):
    return next(part for part in section.parts if isinstance(part, Table))


def test_some_costs_are_known(told):
    result = told(LINES)
    assert (result.margin_minor, result.margin_share, result.known_share) == (25000, 250 / 800, 0.8)
    margin, losses, groups = sections(result, "NOK")
    assert said(margin) == [
        "Of the revenue, 31.2% is left when the goods are paid: 250.00 NOK. That holds for 80% of the revenue.",
        "The cost is known for 80% of the revenue; the rest is in no margin.",
    ]
    assert table(margin).rows == [
        ["1", "Anne AS", 60000, 30000, 0.5, 1.0],
        ["2", "Bo ApS", 20000, -5000, -0.25, 1.0],
        ["3", None, 20000, None, None, 0.0],
    ]
    assert table(margin).opens == ["customer_id=1", "customer_id=2", "customer_id=3"]
    assert said(losses)[0] == "1 customer costs you money: 50.00 NOK."
    assert [row[0] for row in table(losses).rows] == ["2"]
    assert said(groups) == ["You earn most on tools: 50% of its revenue is left when the goods are paid."]
    assert [row[0] for row in table(groups).rows] == ["tools", "bolts", "nails"]
    assert table(groups).total[1:] == [100000, 25000, 250 / 800, 0.8]


def test_the_rest_is_estimated_and_says_so(told):
    result = told(LINES, {"nails": Decimal("0.1")})
    assert result.margin_minor == 27000
    margin = sections(result, "NOK")[0]
    assert said(margin) == [
        "Of the revenue, 27.0% is left when the goods are paid: 270.00 NOK.",
        "The cost is known for 80% of the revenue, and estimated for the rest.",
    ]
    assert table(margin).columns[-1].key == "estimated"
    assert [row[-1] for row in table(margin).rows] == [0.0, 1.0, 0.0]


def test_part_is_estimated_and_part_unknown(told):
    result = told([*LINES, {"customer_id": "4", "revenue": Decimal(1000)}], {"nails": Decimal("0.1")})
    assert (
        said(sections(result, "")[0])[1]
        == "The cost is known for 40% of the revenue and estimated for 10%; the rest, 50%, is in no margin."
    )


def test_all_costs_known_and_nobody_loses(told):
    sentences = said(sections(told(LINES[:1]), "NOK")[0])
    assert sentences == [
        "Of the revenue, 50.0% is left when the goods are paid: 300.00 NOK.",
        "The cost is known for all of the revenue.",
        "No customer costs you money.",
    ]


def test_no_costs_at_all_is_no_answer_and_the_way_to_one(told):
    result = told([{"customer_id": "1", "product_group": "nails", "revenue": Decimal(10)}], names=None)
    money, left = figures(result, "NOK")
    assert (money.value, left.value) == (None, None)
    assert str(money.note) == "No line has a cost."
    [section] = sections(result, "NOK")
    assert said(section)[0] == "Nobody can say what you earn: no line has a cost."
    assert "--margin GROUP=PERCENT" in said(section)[1]
    assert table(section).rows == [["nails", 1000, 1.0]]


def test_a_cost_of_exactly_nothing_is_asked_about(told):
    free = {"customer_id": "5", "revenue": Decimal(100), "cost": Decimal(0)}
    assert "On 9% of the revenue the cost is given as exactly 0. Check that it is not simply missing." in said(
        sections(told([*LINES, free]), "")[0]
    )


def test_the_figures(told):
    money, left = figures(told(LINES), "NOK")
    assert money.value == Money(25000, "NOK")
    assert left.value == Share(0.3125, 1)
    assert str(money.note) == "The cost is known for 80% of the revenue; the rest is in no margin."
    losing, _ = figures(told(LINES[1:2]), "NOK")
    assert (losing.tone, str(losing.note)) == ("bad", "1 customer costs you money: 50.00 NOK.")


def test_nearly_all_is_not_all(told):
    little = {"customer_id": "7", "revenue": Decimal("0.50")}
    assert said(sections(told([*LINES[:2], little]), "")[0])[1] == "The cost is known for 99.9% of the revenue; the rest is in no margin."


def test_sold_below_cost_all_in_all(told):
    assert said(sections(told(LINES[1:2]), "NOK")[0])[0] == "Your goods cost you 50.00 NOK more than you are paid for them."


def test_only_credit_notes(told):
    result = told([{"customer_id": "1", "revenue": Decimal(-10), "cost": Decimal(-4)}])
    assert (result.margin_minor, result.margin_share, result.known_share) == (-600, None, None)
    margin, *others = sections(result, "NOK")
    assert others == []
    assert said(margin) == [
        "The contribution margin is -6.00 NOK.",
        "No customer costs you money.",
        "1 customer was credited for as much as it bought, or more, and so took back a margin of 6.00 NOK. That says nothing of prices.",
    ]


def test_net_credit_is_told_apart_from_losses(told):
    returned = {"customer_id": "9", "revenue": Decimal(-100), "cost": Decimal(-70)}
    result = told([*LINES, returned])
    losses = sections(result, "NOK")[1]
    assert said(losses)[0] == "1 customer costs you money: 50.00 NOK."
    assert said(losses)[-1].startswith("1 customer was credited for as much as it bought, or more, and so took back a margin of 30.00 NOK.")
    assert [row[0] for row in table(losses).rows] == ["2"]
