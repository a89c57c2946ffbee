from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.sheet.dates import days, lost, vote

LAST = date(2025, 12, 31)


def understood(*values):
    texts = pa.array(list(values))
    found, valid, clock = days(texts, vote(texts).format)
    return [
        (date(1970, 1, 1) + timedelta(days=int(n)), time) if ok else None
        for n, ok, time in zip(found, valid, clock.to_pylist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("31.12.2025", ""),
        ("31.12.25", ""),
        ("31-12-2025", ""),
        ("31/12/2025", ""),
        ("31/12-25", ""),
        ("31 12 2025", ""),
        ("2025-12-31", ""),
        ("2025/12/31", ""),
        ("2025.12.31", ""),
        ("2025-12-31 07:45:00", "07:45:00"),
        ("2025-12-31 07:45", "07:45:00"),
        ("2025-12-31T07:45:00.123Z", "07:45:00"),
        ("2025-12-31T07:45:00+01:00", "07:45:00"),
        ("2025-12-31 00:00:00.000", ""),
        ("31.12.2025 7.45", "07:45:00"),
        ("31.12.2025 kl", None),
        ("20251231", ""),
        ("31122025", ""),
        ("251231", ""),
        ("12/31/2025", ""),
        ("12/31/2025 5:06 PM", "17:06:00"),
        ("46022", ""),
        ("46022⎖25", ""),
        ("2025-W52-3", None),
        ("31. des. 2025", ""),
        ("31 December 2025", ""),
        ("31. desember 2025", ""),
        ("Dec 31, 2025", ""),
        ("31.12.2025 kl. 14:30", "14:30:00"),
        ("31.12.2025 kl 14.30", "14:30:00"),
        ("31.12.2025, 14:30", "14:30:00"),
        ("2025-12-31 14:30:00 UTC", "14:30:00"),
        ("2025-12-31 14:30 CET", "14:30:00"),
        ("2025-12-31 14:30:00 +0100", "14:30:00"),
        ("ons 31.12.2025", ""),
        ("onsdag 31. desember 2025", ""),
        ("den 31 december 2025", ""),
    ],
)
def test_dates_as_people_write_them(written, time):
    expected = {"31.12.2025 kl": None, "2025-W52-3": (date(2025, 12, 24), "")}.get(written, (LAST, time))
    assert understood(written) == [expected]


@pytest.mark.parametrize(
    "written",
    [
        "2025-W03",
        "2025W3",
        "2025-V03",
        "2025-U3",
        "uke 3 2025",
        "Uke 3, 2025",
        "uge 3 2025",
        "vecka 3 2025",
        "v.3 2025",
        "week 3 2025",
        "2025 uke 3",
    ],
)
def test_a_week_is_its_monday(written):
    assert understood(written) == [(date(2025, 1, 13), "")]


@pytest.mark.parametrize("written", ["2025-12", "202512", "12.2025", "12/2025", "desember 2025", "Dec 2025", "des. 2025"])
def test_a_month_is_its_first_day(written):
    assert understood(written) == [(date(2025, 12, 1), "")]


@pytest.mark.parametrize(
    "written", ["31.02.2025", "2025-13-01", "00.01.2025", "32.01.2025", "1.1.1066", "1", "12345678901", "dato", "31.12", "2025"]
)
def test_what_is_no_day_is_none(written):
    texts = pa.array([written, "31.12.2025", "2025-12-31"])
    assert not days(texts, "dmy")[1][0]


def test_a_leap_day_is_a_day_only_in_a_leap_year():
    assert understood("29.02.2024", "01.03.2023", "29.02.2023")[0] == (date(2024, 2, 29), "")
    assert understood("29.02.2024", "01.03.2023", "29.02.2023")[2] is None


def test_the_month_comes_first_only_when_the_values_prove_it():
    assert vote(pa.array(["12/31/2025", "01/02/2025"])).format == "mdy"
    seen = vote(pa.array(["01/02/2025", "03/04/2025"]))
    assert (seen.format, seen.unclear) == ("dmy", True)
    seen = vote(pa.array(["01/02/2025", "13/04/2025"]))
    assert (seen.format, seen.unclear) == ("dmy", False)


def test_dots_are_never_unclear():
    assert not vote(pa.array(["01.02.2025", "03.04.2025"])).unclear


def test_days_first_and_months_first_in_one_column_is_a_contradiction():
    assert vote(pa.array(["12/31/2025", "31/12/2025"])).contradicts


def test_two_digits_of_a_year_are_where_the_years_are_fewest():
    assert vote(pa.array(["25-01-14", "25-02-21", "25-03-03"])).format == "yy-md"
    assert vote(pa.array(["14-01-25", "21-02-25", "03-03-25"])).format == "dmy"


def test_cells_that_excel_knows_as_dates_may_stand_among_text():
    texts = pa.array(["31.12.2025", "2025-12-30", "29.12.2025"])
    assert days(texts, "dmy")[1].all()


def test_dates_that_became_minutes_are_lost():
    assert lost(pa.array(["00:00.0", "12:30.0"]))
    assert lost(pa.array(["#######"]))
    assert not lost(pa.array(["2025-12-31", "00:00.0"]))
    assert not lost(pa.array([], pa.string()))


WAYS = {
    "ymd": "{0.year}-{0.month:02}-{0.day:02}",
    "dmy": "{0.day:02}.{0.month:02}.{0.year}",
    "mdy": "{0.month}/{0.day}/{0.year}",
    "yyyymmdd": "{0.year}{0.month:02}{0.day:02}",
    "ddmmyyyy": "{0.day:02}{0.month:02}{0.year}",
}


@given(st.lists(st.dates(date(1950, 1, 1), date(2099, 12, 31)), min_size=1, max_size=30), st.sampled_from(sorted(WAYS)))
def test_every_day_comes_back_in_its_format(dates, way):
    found, valid, _ = days(pa.array([WAYS[way].format(day) for day in dates]), way)
    assert valid.all()
    assert found.tolist() == [(day - date(1970, 1, 1)).days for day in dates]


@given(st.lists(st.dates(date(1995, 1, 1), date(2035, 1, 1)), min_size=40, max_size=60, unique=True), st.sampled_from(sorted(WAYS)))
def test_the_vote_finds_the_format(dates, way):
    written = pa.array([WAYS[way].format(day) for day in dates])
    seen = vote(written)
    assert seen.share == 1.0
    if not seen.unclear:
        assert days(written, seen.format)[0].tolist() == [(day - date(1970, 1, 1)).days for day in dates]


@given(st.lists(st.text(alphabet="0123456789./-: WTZapm", max_size=14), max_size=20))
def test_no_text_is_too_odd_to_be_looked_at(values):
    texts = pa.array(values, pa.string())
    seen = vote(texts)
    assert 0 <= seen.share <= 1
    assert days(texts, seen.format)[0].dtype == np.int32


@given(st.dates(date(1995, 1, 5), date(2035, 1, 1)))
def test_iso_weeks_are_the_calendar_s(day):
    year, week, weekday = day.isocalendar()
    found, valid, _ = days(pa.array([f"{year}-W{week:02}-{weekday}"]), "week")
    assert valid.all()
    assert found[0] == (day - date(1970, 1, 1)).days
