"""Is 03/04 in March or in April? How a column writes its dates, by vote of its values, and the days behind them."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.cells import NATIVE_POINT, Mask

DateFormat = Literal["ymd", "dmy", "mdy", "yy-md", "yyyymmdd", "ddmmyyyy", "yymmdd", "ddmmyy", "serial", "week", "month", "named"]

Read = tuple[npt.NDArray[np.int32], Mask, Any]

_TIME = (
    r"(?:,?[T ]+(?:[Kk][Ll]\.? ?)?(?P<t>\d{1,2}[:.]\d{2}(?::\d{2})?)(?:[.,]\d+)?(?: ?(?P<p>[AaPp])[Mm])?"
    r"(?:Z| ?(?:UTC|GMT|CES?T)| ?[+-]\d{2}:?\d{2})?)?$"
)
_SEP = "[-./ ]"
_WEEK = r"(?:[WwUuVv]\.?|(?i:uke|uge|vecka|week))"
_PATTERNS: dict[DateFormat, str] = {
    "ymd": rf"^(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}}){_TIME}",
    "dmy": rf"^(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    "mdy": rf"^(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    "yy-md": rf"^(?P<y>\d{{2}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_TIME}",
    "yyyymmdd": rf"^(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_TIME}",
    "ddmmyyyy": rf"^(?P<d>\d{{2}})(?P<m>\d{{2}})(?P<y>(?:19|20)\d{{2}}){_TIME}",
    "yymmdd": r"^(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2})$",
    "ddmmyy": r"^(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{2})$",
    "serial": rf"^(?P<d>\d{{5}})(?:[.,{NATIVE_POINT}](?P<f>\d+))?$",
    "week": rf"^(?P<y>\d{{4}})[- ]?{_WEEK} ?(?P<m>\d{{1,2}})(?:-?(?P<d>[1-7]))?$",
    "month": r"^(?P<y>\d{4})[-./ ]?(?P<m>\d{2})$",
    "named": rf"^(?:[A-Za-z]{{3}},? )?(?P<d>\d{{1,2}})[. -]+(?P<m>\pL{{3,}})[. -]+,? ?(?P<y>\d{{4}}|\d{{2}}){_TIME}",
}
_WEEK_FIRST = rf"^{_WEEK} ?(?P<m>\d{{1,2}})[, /-]+(?P<y>\d{{4}})$"
_MONTH_FIRST = r"^(?P<m>\d{1,2})[-./ ](?P<y>\d{4})$"
_MONTH_NAMED = r"^(?P<m>\pL{3,})\.?[ '-]+(?P<y>\d{4})$"
_WEEKDAY = r"^[^\d]{2,9} "  # apart, for to look for it in every date takes ten times as long
_NAMED_FIRST = rf"^(?P<m>\pL{{3,}})[. ]+(?P<d>\d{{1,2}}),? +(?P<y>\d{{4}}){_TIME}"
_NAMES = (
    *(("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("mai", 5), ("maj", 5), ("may", 5), ("jun", 6), ("jul", 7), ("aug", 8)),
    *(("sep", 9), ("okt", 10), ("oct", 10), ("nov", 11), ("des", 12), ("dec", 12)),
)
_LOST_PATTERN = r"^\d{1,2}:\d{2}(?::\d{2})?[.,]\d$|^#+$"
_EXCEL_EPOCH = np.datetime64("1899-12-30", "D")


@dataclass(frozen=True, slots=True)
class Vote:
    """The format a column of dates is written in. share: how many of its values are dates in it; unclear: another reads as many.

    contradicts: some values are days first and others months first.
    """

    format: DateFormat
    share: float
    unclear: bool = False
    contradicts: bool = False


def lost(values: Any) -> bool:
    """Whether a spreadsheet has turned the column's dates into "00:00.0" (or ######): nothing is left of them."""
    return bool(len(values)) and bool(pc.all(pc.match_substring_regex(values, _LOST_PATTERN)).as_py())


def vote(values: Any) -> Vote:
    """Which format most of the distinct values are valid dates in. Day before month unless the values prove the opposite.

    values: Arrow strings. Separators may differ within a format (31/12-25). Formats that cannot be told apart are marked unclear.
    """
    if not len(values):
        return Vote("ymd", 0.0)
    valid = {name: days(values, name)[1] for name in _PATTERNS}
    shares = {name: float(mask.mean()) for name, mask in valid.items()}
    # The first of equals: the order of _PATTERNS is the order of belief.
    best = max(shares, key=lambda name: shares[name])
    rivals = [name for name in _RIVALS.get(best, ()) if shares[name] == shares[best]]
    if rivals:
        best = min((best, *rivals), key=lambda name: _year_spread(values, name))
    fewer, more = sorted(((valid["dmy"] & ~valid["mdy"]).mean(), (valid["mdy"] & ~valid["dmy"]).mean()))
    return Vote(best, shares[best], unclear=_unclear(values, best, rivals), contradicts=bool(fewer > 0 and fewer > 0.02 * more))


_RIVALS: dict[DateFormat, tuple[DateFormat, ...]] = {"dmy": ("yy-md", "mdy"), "mdy": ("yy-md",), "yymmdd": ("ddmmyy",)}


def _year_spread(values: Any, how: DateFormat) -> int:
    """A wrong reading takes days for years, and so finds thirty of them."""
    number, valid, _ = days(values, how)
    years = number[valid] // 365
    return int(years.max() - years.min()) // 2


def _unclear(values: Any, best: DateFormat, rivals: list[DateFormat]) -> bool:
    """Whether a rival reads the values just as well. Dots mean day before month wherever people write them."""
    real = values.filter(pa.array(days(values, best)[1]))
    dots = best == "dmy" and bool(pc.all(pc.match_substring_regex(real, r"^\d{1,2}\.")).as_py())
    return not dots and any(_year_spread(values, name) == _year_spread(values, best) for name in rivals)


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one column; the same values asked for twice are read once."""

    format: DateFormat
    _values: Any = None
    _read: Read | None = None

    def read(self, values: Any) -> Read:
        """As days, for the reader's format."""
        if self._read is None or values is not self._values:
            self._values, self._read = values, days(values, self.format)
        return self._read


def days(values: Any, how: DateFormat) -> Read:
    """Days since 1970 (int32), whether each is a real day of 1900-2199, and the time of day as "07:45:00" ("" at midnight).

    A column that mixes formats may also hold ISO dates (cells that Excel knows as dates): they are taken too.
    """
    number, valid, times = _read(values, _PATTERNS[how], how)
    for pattern, name in _also(how):
        if not valid.all():
            more, found, clock = _read(values, pattern, name)
            number, valid, times = np.where(valid, number, more), valid | found, pc.if_else(pa.array(valid), times, clock)
    return number.astype(np.int32), valid, times


_OTHER_ORDER: dict[DateFormat, tuple[tuple[str, DateFormat], ...]] = {
    "dmy": ((_WEEKDAY + _PATTERNS["dmy"][1:], "dmy"),),
    "named": ((_NAMED_FIRST, "named"), (_WEEKDAY + _PATTERNS["named"][1:], "named")),
    "week": ((_WEEK_FIRST, "week"),),
    "month": ((_MONTH_FIRST, "month"), (_MONTH_NAMED, "named")),
}


def _also(how: DateFormat) -> tuple[tuple[str, DateFormat], ...]:
    other = _OTHER_ORDER.get(how, ())
    return other if how == "ymd" else (*other, (_PATTERNS["ymd"], "ymd"))


def _read(values: Any, pattern: str, how: DateFormat) -> tuple[npt.NDArray[np.int64], Mask, Any]:
    parts = pc.extract_regex(values, pattern)
    field = {part.name: parts.field(i) for i, part in enumerate(parts.type)}
    rows = len(values)
    day = _whole(field["d"], rows) if "d" in field else np.ones(rows, dtype=np.int64)
    if how == "serial":
        number = (_EXCEL_EPOCH + day.astype("timedelta64[D]")).astype(np.int64)
        return number, (day >= 20000) & (day < 80000), pa.array([""] * rows, pa.string())
    year, month = _year(field["y"], rows), _months(field["m"]) if how == "named" else _whole(field["m"], rows)
    if how == "week":
        return *_week(year, month, np.where(day == 0, 1, day)), pa.array([""] * rows, pa.string())
    valid = (year >= 1900) & (year < 2200) & (month >= 1) & (month <= 12) & (day >= 1)
    first = (np.where(valid, year, 1970) - 1970) * 12 + np.where(valid, month, 1) - 1
    start = first.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (first + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    valid &= start + day - 1 < following
    return start + day - 1, valid, _clock(field, rows)


def _whole(digits: Any, rows: int) -> npt.NDArray[np.int64]:
    """Digits as numbers, 0 where there are none."""
    known = pc.if_else(pc.equal(digits, ""), None, digits)
    return np.asarray(pc.fill_null(known.cast(pa.int64()), 0)) if rows else np.zeros(0, dtype=np.int64)


def _year(digits: Any, rows: int) -> npt.NDArray[np.int64]:
    """Two digits mean 1970-2069; 0 where there are none."""
    year = _whole(digits, rows)
    short = np.asarray(pc.fill_null(pc.equal(pc.utf8_length(digits), 2), fill_value=False))
    return np.where(short, year + np.where(year < 70, 2000, 1900), year)


def _months(names: Any) -> npt.NDArray[np.int64]:
    heads = pc.utf8_slice_codeunits(pc.utf8_lower(names), 0, 3)
    place = pc.index_in(heads, value_set=pa.array([name for name, _ in _NAMES]))
    table = pa.array([number for _, number in _NAMES], pa.int64())
    return np.asarray(pc.fill_null(table.take(place), 0))


def _week(year: Any, week: Any, day: Any) -> tuple[npt.NDArray[np.int64], Mask]:
    """The day (Monday = 1) of an ISO week: week 1 is the one with 4 January."""
    valid = (year >= 1900) & (year < 2200) & (week >= 1) & (week <= 53)
    fourth = (np.where(valid, year, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 3
    monday = fourth - (fourth + 3) % 7
    return monday + (week - 1) * 7 + day - 1, valid


def _clock(field: dict[str, Any], rows: int) -> Any:
    """The time of day as hh:mm:ss; "" at midnight and where there is none."""
    if "t" not in field or not len(pc.drop_null(field["t"]).filter(pc.not_equal(pc.drop_null(field["t"]), ""))):
        return pa.array([""] * rows, pa.string())
    whole = pc.fill_null(pc.replace_substring(field["t"], ".", ":"), "")
    whole = pc.replace_substring_regex(whole, r"^(\d):", r"0\1:")
    whole = pc.replace_substring_regex(whole, r"^(\d\d:\d\d)$", r"\1:00")
    evening = pc.equal(pc.utf8_lower(pc.fill_null(field["p"], "")), "p")
    if pc.any(evening).as_py():
        whole = pa.array(
            [_afternoon(text) if late else text for text, late in zip(whole.to_pylist(), evening.to_pylist(), strict=True)], pa.string()
        )
    return pc.if_else(pc.equal(whole, "00:00:00"), "", whole)


def _afternoon(clock: str) -> str:
    return f"{int(clock[:2]) % 12 + 12:02}{clock[2:]}" if clock else clock
