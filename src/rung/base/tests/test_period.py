"""Which days are told about by the data, and which days make a year?"""

from datetime import date

from rung.base import Period


def test_data_tell_about_a_period_that_they_begin_early_in():
    year, month = Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2025, 3, 1), date(2025, 4, 1))
    assert [year.told_from(first) for first in (None, date(2024, 1, 1), date(2025, 1, 15), date(2025, 1, 16))] == [False, True, True, False]
    assert [month.told_from(first) for first in (date(2025, 3, 4), date(2025, 3, 5))] == [True, False]


def test_a_quiet_week_at_the_end_is_known_and_more_is_not():
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    assert year.known_until(date(2025, 12, 25)) == year.end
    assert year.known_until(date(2025, 12, 24)) == date(2025, 12, 25)
    assert year.known_until(date(2027, 1, 1)) == year.end


def test_so_many_months_up_to_a_day():
    assert Period.ending(date(2026, 1, 1), 12) == Period(date(2025, 1, 1), date(2026, 1, 1))
    assert Period.ending(date(2025, 12, 10), 12) == Period(date(2024, 12, 10), date(2025, 12, 10))
    assert Period.ending(date(2025, 12, 10), 6).start == date(2025, 6, 11)  # 182 days
