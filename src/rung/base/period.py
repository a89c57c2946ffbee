"""Which time are we talking about? Half-open periods of whole days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rung.base.error import RungError
from rung.base.text import text

_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class PeriodNotUnderstood(RungError):
    """The period a user wrote is not a period."""

    exit_code = 2

    def __init__(self, written: str) -> None:
        super().__init__(
            text("“{written}” is not a period.", written=written),
            remedy=text("Write 2025-01-01..2025-12-31, all, or last-12-months."),
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from start up to, but not including, end. An empty period is a programmer's mistake (ValueError)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"start={self.start} must be before end={self.end}; end is the first day after the period")

    @property
    def last(self) -> date:
        """The last day in the period, as people write it."""
        return self.end - timedelta(days=1)

    @property
    def months(self) -> Iterator[date]:
        """The first day of each month the period touches."""
        month = self.start.replace(day=1)
        while month < self.end:
            yield month
            month = add_months(month, 1)

    def before(self) -> "Period":
        """The period of equal length just before: whole months when this one is, else the same number of days."""
        if self.start.day == 1 and self.end.day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - (self.end - self.start), self.start)

    def told_from(self, first: date | None) -> bool:
        """Whether data from `first` on tell about all of it: they begin in its first tenth, or first two weeks when that is less."""
        return first is not None and first <= self.start + min((self.end - self.start) / 10, timedelta(days=14))

    def known_until(self, last: date) -> date:
        """The first day that data until `last` do not know: its end, unless they stop more than a week before, then the day after them.

        So few days without a line say that nobody was at work; more, that the rest is not there yet.
        """
        return self.end if self.end - last <= timedelta(days=7) else last + timedelta(days=1)

    @classmethod
    def ending(cls, end: date, months: int) -> "Period":
        """So many months up to, but not including, end; counted in days when end is inside a month."""
        return cls(add_months(end, -months) if end.day == 1 else end - timedelta(days=round(months * 365 / 12)), end)

    def __str__(self) -> str:
        return f"{self.start}..{self.last}"

    @classmethod
    def parse(cls, written: str, *, first: date, last: date) -> "Period":
        """The period a user wrote, within data that run from first to last (both included).

        "all" is all of it, "last-12-months" the last 12 full months, "2025-01-01..2025-12-31" both days included; "2025" and "2025-03"
        are that year and that month.
        """
        if written == "all":
            return cls(first, last + timedelta(days=1))
        if written == "last-12-months":
            return cls.last_months(12, first=first, last=last)
        try:
            return cls._written(written.strip())
        except (ValueError, OverflowError) as bad:
            raise PeriodNotUnderstood(written) from bad

    @classmethod
    def _written(cls, written: str) -> "Period":
        """A range of days, a year or a month; ValueError or OverflowError when it is none of them."""
        if re.fullmatch(r"\d{4}(-\d{2})?", written):
            start = date.fromisoformat(f"{written}-01-01"[:10])
            return cls(start, add_months(start, 12 if len(written) == 4 else 1))
        found = _RANGE.fullmatch(written)
        if not found:
            raise ValueError(f"written={written!r} must be two days with .. between them")
        start, end = (date.fromisoformat(day) for day in found.groups())
        return cls(start, end + timedelta(days=1))

    @classmethod
    def last_months(cls, count: int, *, first: date, last: date) -> "Period":
        """The last `count` full months of data that run from first to last; all of it when there are fewer.

        A month is full when the data reach its last three days: Friday 29 November closes November, 9 December does not close December.
        """
        following = add_months(last.replace(day=1), 1)
        end = following if following - last <= timedelta(days=3) else last.replace(day=1)
        start = add_months(end, -count)
        if start < first.replace(day=1) or end <= first:
            return cls(first, last + timedelta(days=1))
        return cls(start, end)


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
