from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.base import Formats, Money, Number, Period, PeriodNotUnderstood, Share, render, text, texts, to_minor

FIRST, LAST = date(2009, 12, 1), date(2011, 12, 9)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def test_a_text_says_its_values_in_plain_english():
    said = text(
        "{share} of {customers} customers give {money} on {day}", share=Share(0.171), customers=1200, money=Money(123456, "NOK"), day=FIRST
    )
    assert str(said) == "17% of 1,200 customers give 1,234.56 NOK on 2009-12-01"
    assert str(text("Gini {gini}", gini=Number(0.6984))) == "Gini 0.70"


def test_a_text_may_hold_another_text_and_a_plural_follows_the_count():
    inner = texts("{count} line", "{count} lines", count=1)
    assert str(text("There is {inner}.", inner=inner)) == "There is 1 line."
    assert str(texts("{count} line", "{count} lines", count=2)) == "2 lines"


def test_a_text_is_said_in_another_language_by_its_template():
    norwegian = {"{count} line": "{count} linje", "{count} lines": "{count} linjer"}
    formats = Formats(
        translate=lambda template, plural, count: norwegian[template if count == 1 else plural or template],
        integer=lambda n: f"{n:,}".replace(",", " "),
        money=str,
        share=str,
        number=str,
        date=str,
    )
    assert render(texts("{count} line", "{count} lines", count=1500), formats) == "1 500 linjer"


@pytest.mark.parametrize(("amount", "minor"), [("0.005", 1), ("-0.005", -1), ("1.234", 123), ("2316338", 231633800), ("-0.0049", 0)])
def test_minor_units_round_half_away_from_zero(amount, minor):
    assert to_minor(Decimal(amount)) == minor


def test_the_last_full_months_leave_out_a_month_that_is_not_over():
    period = Period.parse("last-12-months", first=FIRST, last=LAST)
    assert str(period) == "2010-12-01..2011-11-30"


def test_a_month_that_ends_on_its_last_working_day_is_full():
    period = Period.parse("last-12-months", first=date(2010, 12, 29), last=date(2013, 11, 29))
    assert str(period) == "2012-12-01..2013-11-30"


def test_short_data_are_taken_whole():
    assert str(Period.parse("last-12-months", first=date(2017, 1, 4), last=date(2017, 4, 30))) == "2017-01-04..2017-04-30"


def test_a_written_period_includes_its_last_day():
    period = Period.parse("2025-01-01..2025-12-31", first=FIRST, last=LAST)
    assert (period.start, period.end, period.last) == (date(2025, 1, 1), date(2026, 1, 1), date(2025, 12, 31))
    assert Period.parse("all", first=FIRST, last=LAST) == Period(FIRST, LAST + timedelta(days=1))


@pytest.mark.parametrize(
    "written",
    ["", "20255", "2025-13", "0001-01-01..9999-12-31", "2025-13-01..2025-12-31", "2025-12-31..2025-01-01", "2025-01-01..", "last year"],
)
def test_what_is_not_a_period_is_said_with_a_remedy(written):
    with pytest.raises(PeriodNotUnderstood) as refused:
        Period.parse(written, first=FIRST, last=LAST)
    assert "2025-01-01..2025-12-31" in str(refused.value.remedy)
    assert refused.value.exit_code == 2


def test_the_period_before_a_year_is_the_year_before():
    assert str(Period(date(2024, 1, 1), date(2025, 1, 1)).before()) == "2023-01-01..2023-12-31"
    assert str(Period(date(2025, 3, 1), date(2025, 4, 1)).before()) == "2025-02-01..2025-02-28"


@given(days, st.integers(1, 900))
def test_the_period_before_ends_where_this_one_starts(start, length):
    period = Period(start, start + timedelta(days=length))
    assert period.before().end == period.start
    if period.start.day != 1 or period.end.day != 1:
        assert period.before().end - period.before().start == period.end - period.start


@given(days, st.integers(1, 900))
def test_months_cover_every_day_once(start, length):
    period = Period(start, start + timedelta(days=length))
    by_hand = sorted({(start + timedelta(days=n)).replace(day=1) for n in range(length)})
    assert list(period.months) == by_hand


def test_an_empty_period_is_a_mistake_that_names_its_values():
    with pytest.raises(ValueError, match=r"start=2025-01-01 must be before end=2025-01-01"):
        Period(date(2025, 1, 1), date(2025, 1, 1))
