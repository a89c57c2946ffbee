"""May we call now, and if not, when? Weekdays between two hours, never on a public holiday of the country."""

from datetime import date, datetime, timedelta
from functools import cache

from rung.permission.compute.rules.rule import Country, Hours

_LONGEST = 30  # no run of closed days is longer than this


def is_open(hours: Hours, country: Country, at: datetime) -> bool:
    """Whether `at`, in the local time of whoever is contacted, is inside the hours; the first minute is, the end is not."""
    return hours.start <= at.hour < hours.end and _is_open_day(country, at.date())


def next_open(hours: Hours, country: Country, at: datetime) -> datetime:
    """The first moment from `at` on that is inside the hours: `at` itself when it is."""
    if is_open(hours, country, at):
        return at
    start = at.replace(hour=hours.start, minute=0, second=0, microsecond=0)
    later = start if at < start else start + timedelta(days=1)
    for days in range(_LONGEST):
        if _is_open_day(country, (later + timedelta(days=days)).date()):
            return later + timedelta(days=days)
    raise ValueError(f"at={at} is followed by {_LONGEST} closed days; the calendar of {country} must be wrong")


def _is_open_day(country: Country, day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(country, day.year)


@cache
def _holidays(country: Country, year: int) -> frozenset[date]:
    """The public holidays of a country and year; Sundays are not among them."""
    import holidays  # noqa: PLC0415  a quarter of a second that only those who ask for hours should wait

    return frozenset(holidays.country_holidays(country, years=year))
