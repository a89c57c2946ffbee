"""Months, quarters, halves, thirds and years as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.sheet.periods import names_part, span_of


@pytest.mark.parametrize(
    ("written", "first", "until"),
    [
        ("Q1 2025", date(2025, 1, 1), date(2025, 4, 1)),
        ("2025 Q4", date(2025, 10, 1), date(2026, 1, 1)),
        ("2025Q2", date(2025, 4, 1), date(2025, 7, 1)),
        ("2025-K3", date(2025, 7, 1), date(2025, 10, 1)),
        ("1. kvartal 2025", date(2025, 1, 1), date(2025, 4, 1)),
        ("kv. 4 2025", date(2025, 10, 1), date(2026, 1, 1)),
        ("Q1/25", date(2025, 1, 1), date(2025, 4, 1)),
        ("Q4'25", date(2025, 10, 1), date(2026, 1, 1)),
        ("jan 2025", date(2025, 1, 1), date(2025, 2, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2025M02", date(2025, 2, 1), date(2025, 3, 1)),
        ("H2 2025", date(2025, 7, 1), date(2026, 1, 1)),
        ("1. halvår 2025", date(2025, 1, 1), date(2025, 7, 1)),
        ("2. tertial 2025", date(2025, 5, 1), date(2025, 9, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("FY2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025-01-01/2025-04-01", date(2025, 1, 1), date(2025, 4, 1)),
    ],
)
def test_a_period_is_its_days(written, first, until):
    assert span_of(written) == (first, until)


@pytest.mark.parametrize(
    "written", ["Q5 2025", "Q1", "januar", "2025-13", "20250131", "12", "1", "Navn", "Sum", "", "31.01.2025", "T4 2025"]
)
def test_what_is_no_period_or_lacks_its_year(written):
    assert span_of(written) is None


def test_the_year_may_come_from_elsewhere():
    assert span_of("Q2", 2025) == (date(2025, 4, 1), date(2025, 7, 1))
    assert span_of("mars", 2025) == (date(2025, 3, 1), date(2025, 4, 1))
    assert span_of("Q2 2024", 2025) == (date(2024, 4, 1), date(2024, 7, 1))
    assert (names_part("Q2"), names_part("mars"), names_part("2025"), names_part("Kari")) == (True, True, False, False)


@given(st.text(max_size=20), st.one_of(st.none(), st.integers(0, 9999)))
def test_any_text_is_a_period_or_none(written, year):
    span = span_of(written, year)
    assert span is None or span.first < span.until
