"""Does the report say what the result is, claim no more than it shows, and give a reason where there is no answer?"""

from dataclasses import replace
from datetime import date

import ibis
import pytest

from rung.base import Money, Period, text
from rung.kit.report import Note, Table
from rung.potential import analyse, report

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture(scope="module")
def result(company, arrow_lines, run):
    lines = ibis.memtable(arrow_lines(company()))
    return analyse(lines=lines, customers=None, run=run, period=YEAR, today=date(2026, 1, 10))


def section(result, key):
    return next(one for one in report.sections(result, "NOK") if one.key == key)


def table(result, key):
    return next(part for one in report.sections(result, "NOK") for part in one.parts if isinstance(part, Table) and part.key == key)


def notes(one):
    return [str(part.sentence) for part in one.parts if isinstance(part, Note)]


def test_the_sentence_first_then_the_three_levels(result):
    said = section(result, "potential")
    assert str(said.sentence).startswith("If your customers bought as good ones among those like them, you would sell for ")
    assert [figure.value for figure in report.figures(result, "NOK")] == [Money(amount, "NOK") for amount in result.levels]
    assert report.lead(result, "NOK") == said.sentence


def test_each_pair_has_its_argument_with_counts_and_opens_to_its_lines(result):
    found = table(result, "potential_pairs")
    pairs = result.pairs.to_pylist()
    assert len(found.rows) == len(found.opens) == min(len(pairs), 300)
    for row, cells, opens in zip(pairs, found.rows, found.opens, strict=False):
        assert opens == f"customer_id={row['customer_id']}"
        said = str(cells[-1])
        assert said.startswith(f"{row['buyers']} of {row['peers']} customers like it buy {row['product_group']};")
        assert said.endswith("You sell it none.") == (row["bought_minor"] == 0)


def test_tables_add_up(result):
    careful, expected, bold = result.levels
    for key in ("potential_per_customer", "potential_per_seller"):
        found = table(result, key)
        assert list(found.total[-3:]) == [expected, careful, bold]
        assert [sum(row[-3:][n] or 0 for row in found.rows) for n in range(3)] == [expected, careful, bold]
        assert len(found.opens) == len(found.rows)
    assert sum(row[-3] for row in table(result, "potential_per_group").rows) == expected


def test_the_peers_are_told(result):
    said = section(result, "potential_peers")
    assert str(said.sentence) == "Each customer was compared with 30 others like it."
    found = table(result, "potential_peer_lists")
    assert all(len(row[-1].split(", ")) == row[2] for row in found.rows)
    assert all(
        len(said.customers[opens.removeprefix("customers=")].ids) == row[2] for opens, row in zip(found.opens, found.rows, strict=True)
    )


def test_what_came_is_told_whatever_it_says(result):
    said = section(result, "potential_test")
    assert "Made on 2025-01-01" in str(said.sentence)
    rows = table(result, "potential_test").rows
    assert [row[1] for row in rows] == [result.backtest.listed, result.backtest.biggest, result.backtest.random]


@pytest.mark.parametrize(
    ("listed", "low", "high", "verdict"),
    [
        (0.12, 0.01, 0.02, "no more than chance"),
        (0.40, -0.1, 0.1, "not surely better than going to the biggest"),
        (0.40, 0.1, 0.2, "better than chance, and better than going to the biggest"),
        (0.40, -0.2, -0.1, "start with them"),
    ],
)
def test_the_verdict_claims_no_more_than_the_figures(result, listed, low, high, verdict):
    changed = replace(result, backtest=replace(result.backtest, listed=listed, random_high=0.15, lead_low=low, lead_high=high))
    assert verdict in notes(section(changed, "potential_test"))[0]


def test_what_no_list_could_hold_is_said(result):
    tried = replace(result.backtest, came_minor=1000, outside_minor=480)
    said = notes(section(replace(result, backtest=tried), "potential_test"))
    assert said[-1].startswith("48% of it came in product groups or from customers that no list")


def test_no_backtest_has_its_reason(result):
    untried = replace(result, backtest=None, tested=None, no_backtest=text("Too short."))
    assert str(section(untried, "potential_test").sentence) == "Too short."


def test_no_answer_is_one_section_with_the_reason():
    [only] = report.sections(text("Too few."), "NOK")
    assert str(only.sentence) == "Too few."
    assert report.figures(text("Too few."), "NOK") == []
    assert report.lead(text("Too few."), "NOK") is None


def test_what_stands_for_groups_is_said(company, arrow_lines, run):
    bare = [{**row, "product_group": None, "product_id": f"{row['product_id'][:2]}{n % 30:02}"} for n, row in enumerate(company())]
    found = analyse(lines=ibis.memtable(arrow_lines(bare)), customers=None, run=run, period=YEAR, today=date(2026, 1, 10))
    assert (found.grouping.kind, found.grouping.length) == ("prefix", 3)
    assert "begin with the same 3 characters" in notes(section(found, "potential"))[0]
    assert table(found, "potential_per_group").rows[0][0].endswith("…")
    assert set(table(found, "potential_per_group").opens) == {""}
