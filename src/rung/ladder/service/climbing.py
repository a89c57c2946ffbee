"""Who stands where, who climbed, how long did it take, and who slips? From what the engine found to what is told."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.ladder.compute import standing
from rung.ladder.compute.standing import BUYER, CUSTOMER, STEPS, UNKNOWN, WARM, Floats, Ints, Step
from rung.ladder.service.asking import Found, days

LAPSED_MONTHS = 24
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSum:
    """A step: how many stand on it (None: cannot be told), what they brought in the period, and how many of them slip or have lapsed."""

    parties: int | None
    revenue_minor: int
    margin_minor: int | None
    slipping: int
    lapsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Of those on a step when the period began, how many stand higher at its end.

    low and high: the 95 % interval of the rate; None when nobody stood there.
    """

    step: Step
    parties: int
    climbed: int
    low: float | None
    high: float | None

    @property
    def rate(self) -> float | None:
        """The part that climbed."""
        return self.climbed / self.parties if self.parties else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """How long it takes to climb from a step: how many ever came onto it and climbed. median_days None: more than half are still below."""

    step: Step
    came: int
    climbed: int
    median_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The customers on the top step: profitable, not profitable, with no cost known, and with nothing bought in the period."""

    customers: int
    profitable: int
    unprofitable: int
    unknown: int
    idle: int


def steps_now(found: Found) -> Ints:
    """Everyone's step when the period ends."""
    return standing.steps_at(found.paths, _day(found.period.end))


def steps_before(found: Found) -> Ints:
    """Everyone's step when the period began; UNKNOWN for who was not known then."""
    return standing.steps_at(found.paths, _day(found.period.start))


def table(found: Found, alive: pa.Table | None, profit: pa.Table | None, lapsed_months: int) -> pa.Table:
    """The columns of LadderResult.parties, in the order of `found`."""
    rows, as_of = found.parties, found.period.end
    steps = steps_now(found)
    times = np.asarray(pc.fill_null(rows["occasions"], 0), dtype=np.int64)
    last = days(rows["last"])
    silent = np.where(times > 0, _day(as_of) - np.where(times > 0, last, 0), 0)
    gaps = _floats(rows["usual_gap_days"])
    chance = _of(rows, alive, "alive")
    slips = standing.slipping(chance, times, silent.astype(np.float64), gaps)
    columns = {
        "source": rows["source"],
        "party_id": rows["party_id"],
        "name": rows["name"],
        "step": pa.array(np.array(STEPS)[steps]),
        "before": pa.array(np.array(["", *STEPS])[steps_before(found) + 1]),
        "filled": rows["filled"],
        "answered": found.answered,
        "occasions": pa.array(times),
        "first": rows["first"],
        "last": rows["last"],
        "silent_days": pa.array(silent, mask=times == 0),
        "usual_gap_days": rows["usual_gap_days"],
        "net_minor": pc.fill_null(rows["net_minor"], 0),
        "revenue_minor": pc.fill_null(rows["revenue_minor"], 0),
        "margin_minor": rows["margin_minor"],
        "slipping": pa.array(slips),
        "lapsed": pa.array((times > 0) & (last < _day(months_before(as_of, lapsed_months)))),
        "idle": pc.equal(pc.fill_null(rows["lines"], 0), 0),
        "profitable": _profitable(rows, profit),
    }
    groups = {name: rows[name] for name in rows.column_names if name.startswith("group_")}
    return pa.table({**columns, **groups})


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _profitable(rows: pa.Table, profit: pa.Table | None) -> Any:
    """Whether each party was profitable in the period; null where nobody knows."""
    if profit is None:
        return pc.greater(rows["margin_minor"], 0)
    amount = _of(rows, profit, "profit_minor")
    return pa.array(amount > 0, mask=np.isnan(amount))


def _of(rows: pa.Table, values: pa.Table | None, column: str) -> Floats:
    """A value of each customer, from a table with customer_id; NaN for others and where it is null."""
    if values is None:
        return np.full(rows.num_rows, np.nan)
    ours = pc.if_else(pc.equal(rows["source"], "customer"), rows["party_id"], None)
    place = pc.index_in(ours, value_set=values["customer_id"].combine_chunks(), skip_nulls=True)
    return _floats(values[column].take(place.combine_chunks()))


def _floats(values: Any) -> Floats:
    found: Floats = values.cast(pa.float64()).to_numpy()
    return found


def in_order(everyone: pa.Table) -> pa.Table:
    """Highest step first, then most revenue, ties by number."""
    rank = pc.index_in(everyone["step"], value_set=pa.array(STEPS))
    order = [("_step", "descending"), ("revenue_minor", "descending"), ("source", "ascending"), ("party_id", "ascending")]
    return everyone.append_column("_step", rank).sort_by(order).drop_columns(["_step"])


def sums(found: Found, everyone: pa.Table) -> dict[Step, StepSum]:
    """Each step with its sums; target group and lead have no number when no target group is defined."""
    made: dict[Step, StepSum] = {}
    steps = steps_now(found)
    for number, step in enumerate(STEPS):
        mine = everyone.filter(pa.array(steps == number))
        margins = mine["margin_minor"]
        made[step] = StepSum(
            parties=mine.num_rows if found.groups or number not in (1, 2) else None,
            revenue_minor=pc.sum(mine["revenue_minor"]).as_py() or 0,
            margin_minor=pc.sum(margins).as_py(),
            slipping=pc.sum(mine["slipping"]).as_py() or 0,
            lapsed=pc.sum(mine["lapsed"]).as_py() or 0,
        )
    return made


def by_month(found: Found, money: pa.Table) -> tuple[pa.Table, pa.Table]:
    """LadderResult.months and LadderResult.moves. money: of `compute.occasions.months`."""
    brought = {(row["month"], row["step"]): row for row in money.to_pylist()}
    before = steps_before(found)
    months: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for month in found.period.months:
        after = standing.steps_at(found.paths, min(_day(months_before(month, -1)), _day(found.period.end)))
        counts = np.bincount(after + 1, minlength=len(STEPS) + 1)[1:].tolist()
        for number, step in enumerate(STEPS):
            row = brought.get((month.year * 12 + month.month - 1, step), {})
            months.append(
                {
                    "month": month,
                    "step": step,
                    "parties": counts[number] if found.groups or number not in (1, 2) else None,
                    "revenue_minor": row.get("revenue_minor", 0) if number >= BUYER else None,
                    "margin_minor": row["margin_minor"] if row.get("costed") else None,
                }
            )
        for (start, end), parties in standing.moves(before, after).items():
            if start != end:
                moved.append({"month": month, "before": _name(start) or "", "after": _name(end) or "", "parties": parties})
        before = after
    return pa.Table.from_pylist(months, _MONTHS), pa.Table.from_pylist(moved, _MOVES)


_MONTHS = pa.schema(
    [
        ("month", pa.date32()),
        ("step", pa.string()),
        ("parties", pa.int64()),
        ("revenue_minor", pa.int64()),
        ("margin_minor", pa.int64()),
    ]
)
_MOVES = pa.schema([("month", pa.date32()), ("before", pa.string()), ("after", pa.string()), ("parties", pa.int64())])


def matrix(found: Found) -> dict[tuple[Step | None, Step], int]:
    """How many went from each step (None: not known then) to each step, from the start of the period to its end."""
    moved = standing.moves(steps_before(found), steps_now(found))
    return {(_name(start), STEPS[end]): n for (start, end), n in moved.items()}


def conversions(found: Found) -> list[Conversion]:
    """Of those on each step below the top when the period began, how many climbed."""
    before, after = steps_before(found), steps_now(found)
    made = []
    for number, step in enumerate(STEPS[:CUSTOMER]):
        there = before == number
        parties, climbed = int(there.sum()), int((after[there] > number).sum())
        if found.groups or number not in (1, 2):
            low, high = standing.interval(climbed, parties) if parties else (None, None)
            made.append(Conversion(step=step, parties=parties, climbed=climbed, low=low, high=high))
    return made


def times(found: Found) -> list[StepTime]:
    """How long it took to climb from warm lead and from buyer, of all there ever were. When a party became a lead, no file says."""
    as_of = _day(found.period.end)
    spells = {WARM: standing.warm_spells(found.paths, as_of), BUYER: standing.buyer_spells(found.paths, as_of)}
    return [
        StepTime(step=STEPS[number], came=len(one.days), climbed=int(one.climbed.sum()), median_days=standing.median_days(one))
        for number, one in spells.items()
        if len(one.days)
    ]


def top(everyone: pa.Table) -> Top:
    """How many on the top step are profitable."""
    mine = everyone.filter(pc.equal(everyone["step"], "customer"))
    known = [(row["profitable"], row["idle"]) for row in mine.select(["profitable", "idle"]).to_pylist()]
    return Top(
        customers=len(known),
        profitable=sum(good is True for good, _ in known),
        unprofitable=sum(good is False for good, _ in known),
        unknown=sum(good is None and not idle for good, idle in known),
        idle=sum(good is None and idle for good, idle in known),
    )


def completeness(everyone: pa.Table) -> float | None:
    """The mean part of name, address, phone and e-mail that is known of leads; None when there are none."""
    filled = everyone.filter(pc.equal(everyone["step"], "lead"))["filled"]
    return pc.mean(filled).as_py() / 4 if len(filled) else None


def _name(number: int) -> Step | None:
    return None if number == UNKNOWN else STEPS[number]


def _day(day: date) -> int:
    return (day - _EPOCH).days
