from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rung.base import text
from rung.facts import Control, Problem
from rung.intake import month_sums, reconcile, row_count, sources_by_month

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


def problem(*, rows: int, amount: str | None) -> Problem:
    return Problem(
        code="test", where=text("row 1"), found=text("x"), remedy=text("y"), rows=rows, amount=Decimal(amount) if amount else None
    )


def lines(rows: list[tuple[str, int, date, str]]) -> ibis.Table:
    file, row, day, revenue = zip(*rows, strict=True) if rows else ((), (), (), ())
    return ibis.memtable(
        pa.table(
            {
                "file": pa.array(file, pa.string()),
                "row": pa.array(row, pa.int64()),
                "date": pa.array(day, pa.date32()),
                "revenue": pa.array([Decimal(r) for r in revenue], pa.decimal128(18, 4)),
            }
        )
    )


def test_totals_that_agree_need_no_explanation():
    result = reconcile(
        controls=[Control(text("Revenue"), Decimal("100.50"), JANUARY), Control(text("Revenue"), Decimal("150.50"))],
        revenue_by_month={JANUARY: Decimal("100.5000"), FEBRUARY: Decimal("50.0000")},
        problems=[],
        rows_read=3,
        rows_facts=3,
    )
    assert result.complete
    assert result.agrees
    assert [(check.stated, check.ours, check.difference) for check in result.checks] == [(10050, 10050, 0), (15050, 15050, 0)]
    assert all(check.explanation is None for check in result.checks)


def test_a_difference_that_the_left_out_rows_hold_is_explained_by_them():
    result = reconcile(
        controls=[Control(text("Revenue"), Decimal("150.50"))],
        revenue_by_month={JANUARY: Decimal("100.50")},
        problems=[problem(rows=2, amount="50.00"), problem(rows=0, amount=None)],
        rows_read=5,
        rows_facts=3,
    )
    assert result.complete
    assert not result.agrees
    assert str(result.checks[0].explanation) == "2 rows were left out; they hold exactly this."


def test_a_difference_that_nothing_explains_is_the_files_own():
    result = reconcile(
        controls=[Control(text("Debit"), Decimal(10), measured=Decimal(11))], revenue_by_month={}, problems=[], rows_read=0, rows_facts=0
    )
    assert "does not agree with itself" in str(result.checks[0].explanation)
    assert result.checks[0].difference == 100


def test_a_count_is_not_money():
    counted = Control(text("Vouchers"), Decimal(53), measured=Decimal(52), money=False)
    result = reconcile(controls=[counted], revenue_by_month={}, problems=[], rows_read=0, rows_facts=0)
    assert (result.checks[0].stated, result.checks[0].ours, result.checks[0].money) == (53, 52, False)


def test_a_lost_row_is_never_complete():
    result = reconcile(controls=[], revenue_by_month={}, problems=[problem(rows=1, amount=None)], rows_read=5, rows_facts=3)
    assert not result.complete
    assert not result.agrees


amounts = st.decimals(-(10**6), 10**6, places=4)
days = st.dates(date(2024, 1, 1), date(2025, 12, 31))


@given(st.lists(st.tuples(st.sampled_from(["a.csv", "b.csv"]), st.integers(1, 9), days, amounts.map(str)), max_size=25))
def test_months_and_rows_as_counted_by_hand(rows):
    table = lines(rows)
    by_hand: dict[date, Decimal] = {}
    for _, _, day, revenue in rows:
        by_hand[day.replace(day=1)] = by_hand.get(day.replace(day=1), Decimal(0)) + Decimal(revenue)
    got = month_sums(table).to_pyarrow().to_pydict()
    assert dict(zip(got["month"], got["revenue"], strict=True)) == by_hand
    assert row_count(table).to_pyarrow().as_py() == len({(file, row) for file, row, _, _ in rows})


def test_only_months_told_twice_are_compared():
    ours = lines([("a", 1, date(2025, 1, 5), "10"), ("a", 2, date(2025, 2, 5), "20")])
    theirs = lines([("b", 1, date(2025, 2, 7), "19.5"), ("b", 2, date(2025, 3, 7), "1")])
    assert sources_by_month(ours, theirs).to_pyarrow().to_pylist() == [
        {"month": FEBRUARY, "lines": Decimal("20.0000"), "ledger": Decimal("19.5000")}
    ]
