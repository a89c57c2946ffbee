"""Quotas and budgets: as rows, and with the periods as columns."""

from datetime import date
from decimal import Decimal

import pytest

QUARTERS = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)]


def goals(said):
    return [(row["seller_id"], row["first"], row["until"], row["amount"]) for row in said.rows("quotas")]


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Selger;Periode;Kvote", "1. kvartal 2025"),
        ("Sælger;Kvartal;Budget", "2025K1"),
        ("Säljare;Kvartal;Säljbudget", "Q1 2025"),
        ("Salesperson;Quarter;Quota", "2025 Q1"),
    ],
    ids=["nb", "da", "sv", "en"],
)
def test_four_languages(read_text, header, period):
    said = read_text(f"{header}\nEva;{period};100 000,50\n")
    assert goals(said) == [("Eva", date(2025, 1, 1), date(2025, 4, 1), Decimal("100000.5"))]
    assert said.column("quota_id", "quotas") == ["Eva||||2025-01-01"]


@pytest.mark.parametrize(
    ("header", "cells", "until"),
    [
        ("Selger;År;Kvartal;Kvote", "Eva;2025;1;10", date(2025, 4, 1)),
        ("Selger;År;Måned;Kvote", "Eva;2025;1;10", date(2025, 2, 1)),
        ("Selger;År;Måned;Kvote", "Eva;2025;januar;10", date(2025, 2, 1)),
        ("Selger;År;Halvår;Kvote", "Eva;2025;1;10", date(2025, 7, 1)),
        ("Selger;År;Tertial;Kvote", "Eva;2025;1;10", date(2025, 5, 1)),
        ("Selger;År;Kvote", "Eva;2025;10", date(2026, 1, 1)),
        ("Selger;Måned;Kvote", "Eva;2025-01;10", date(2025, 2, 1)),
        ("Selger;Fra dato;Til dato;Kvote", "Eva;01.01.2025;31.01.2025;10", date(2025, 2, 1)),
        ("Selger;Dato;Kvote", "Eva;01.01.2025;10", None),
    ],
)
def test_how_a_row_says_when(read_text, header, cells, until):
    assert goals(read_text(f"{header}\n{cells}\n")) == [("Eva", date(2025, 1, 1), until, Decimal(10))]


def test_dates_that_drift_count_more_than_the_quarter_beside_them(read_text):
    text = (
        "SalesQuotaKey,EmployeeKey,DateKey,CalendarYear,CalendarQuarter,SalesAmountQuota,Date\n"
        "1,272,20101229,2010,4,28000.0000,2010-12-29\n2,272,20110331,2011,1,7000.0000,2011-03-31\n"
    )
    said = read_text(text)
    assert goals(said) == [("272", date(2010, 12, 29), None, Decimal(28000)), ("272", date(2011, 3, 31), None, Decimal(7000))]


def test_goals_of_teams_groups_and_customers(read_text):
    said = read_text("Team;Varegruppe;Kundenr;Periode;Budsjett\nNord;Dører;;2025;10\n;;7;2025;20\n;;;2025;30\n")
    rows = [(row["team"], row["product_group"], row["customer_id"], row["amount"]) for row in said.rows("quotas")]
    assert rows == [("Nord", "Dører", None, Decimal(10)), (None, None, "7", Decimal(20)), (None, None, None, Decimal(30))]
    assert said.column("quota_id", "quotas") == ["|Nord|Dører||2025-01-01", "|||7|2025-01-01", "||||2025-01-01"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Budsjett 2025.csv", "Selger;Q1;Q2;Q3;Q4;Sum\nEva;1;2;3;4;10\nSum;1;2;3;4;10\n"),
        ("fil.csv", "Kvoter 2025;;;;\nSelger;1. kvartal;2. kvartal;3. kvartal;4. kvartal\nEva;1;2;3;4\n"),
        ("fil.csv", "Sælger;Budget Q1 2025;Budget Q2 2025;Budget Q3 2025;Budget Q4 2025\nEva;1;2;3;4\n"),
        ("budget.csv", "Säljare;2025 Q1;2025 Q2;2025 Q3;2025 Q4\nEva;1;2;3;4\n"),
    ],
)
def test_quarters_as_columns(read_text, name, text):
    said = read_text(text, name=name)
    assert [(first, amount) for _, first, _, amount in goals(said)] == [(day, Decimal(n)) for n, day in enumerate(QUARTERS, 1)]
    assert set(said.column("seller_id", "quotas")) == {"Eva"}
    assert said.ends[0].rows == 1


def test_months_and_years_as_columns(read_text):
    said = read_text("Team;jan;feb;mar\nNord;10;;30\n", name="budsjett_2025.csv")
    assert [(row["team"], row["first"], row["until"], row["amount"]) for row in said.rows("quotas")] == [
        ("Nord", date(2025, 1, 1), date(2025, 2, 1), Decimal(10)),
        ("Nord", date(2025, 3, 1), date(2025, 4, 1), Decimal(30)),
    ]
    said = read_text("Selger;2024;2025\nEva;100;200\n", name="kvoter.csv")
    assert [row[1] for row in goals(said)] == [date(2024, 1, 1), date(2025, 1, 1)]
    said = read_text("Kundenr;Kunde;Budsjett 2025\n1;Fjord;100\n")
    assert said.column("customer_id", "quotas") == ["1"]


def test_a_row_of_a_turned_budget_is_one_row(read_text):
    said = read_text("Selger;Q1;Q2\nEva;x;2\nPer;y;z\nOla;;\n;5;6\nKari;7;8\n", name="Budsjett 2025.csv")
    assert len(goals(said)) == 5
    assert sorted((problem.code, problem.rows) for problem in said.problems) == [
        ("sheet-amount-not-read", 0),
        ("sheet-amount-not-read", 0),
        ("sheet-amount-not-read", 1),
        ("sheet-no-amount", 1),
    ]
    assert said.ends[0].rows == 5


def test_without_a_year_it_is_refused(read_text):
    said = read_text("Selger;Q1;Q2\nEva;1;2\n", name="budsjett.csv")
    assert [problem.code for problem in said.refused] == ["sheet-no-year"]


def test_what_is_wrong_with_a_row(read_text):
    said = read_text(
        "Selger;Kvartal;År;Kvote\nEva;1;2025;10\nEva;1;2025;20\nEva;5;2025;30\nEva;;;40\nEva;2;2025;\nEva;3;2025;x\nEva;4;2025;7\n"
    )
    assert len(goals(said)) == 2
    assert said.codes == {
        "sheet-row-twice": 1,
        "sheet-date-not-read": 1,
        "sheet-no-date": 1,
        "sheet-no-amount": 1,
        "sheet-amount-not-read": 1,
    }


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("Kundenr;jan 2025;feb 2025;mars 2025\n1;10;20;30\n", "invoice_lines"),
        ("Dato;Kundenr;Fakturanr;Beløp;Budsjett\n13.01.2025;1;7;10;20\n", "invoice_lines"),
    ],
)
def test_sales_are_not_taken_for_goals(read_text, text, table):
    assert set(read_text(text).tables) == {table}
