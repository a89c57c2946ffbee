"""Where does everyone stand on the customer ladder? One answer, ready for every face; what has no answer has a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import FileRefused, Period, Text, text
from rung.ladder.compute import rulebook
from rung.ladder.compute.groups import TargetGroup
from rung.ladder.compute.standing import STEPS, WARM_DAYS, Step
from rung.ladder.service import climbing
from rung.ladder.service.asking import Found, Known, Run, ask
from rung.ladder.service.climbing import LAPSED_MONTHS, Conversion, StepSum, StepTime, Top
from rung.ladder.service.target import GroupSize, sizes

__all__ = ["Conversion", "GroupSize", "LadderResult", "StepSum", "StepTime", "Top", "analyse", "read_groups", "to_json"]


@dataclass(frozen=True, kw_only=True)
class LadderResult:
    """The ladder on as_of, the first day that is not known, and what moved since the period began. Amounts are int minor units.

    steps: how many stand on each step, and what they brought in the period (parties None: cannot be told). parties: an Arrow table,
    highest step and most revenue first, with source ("customer", "market"), party_id, name, step, before (the step when the period
    began, "" when not known then), filled (of name, address, phone and e-mail, int64), answered (the last response), occasions, first,
    last, silent_days, usual_gap_days, net_minor (all it ever bought), of the period revenue_minor, margin_minor (null when no cost is
    known) and idle (no line in it), slipping, lapsed, profitable (null when not known) and group_0, group_1 ... (null: nobody knows
    enough).
    months: month, step, parties, revenue_minor, margin_minor: the step at the end of each month. moves: month, before, after, parties
    ("" before: not known then); matrix: the same from the start of the period to as_of. complete: mean part of the wanted facts that is
    known of leads. lacks: what would tell more, and how to bring it. unattributed_minor: revenue on lines without a customer.
    """

    period: Period
    today: date
    as_of: date
    warm_days: int
    lapsed_months: int
    steps: Mapping[Step, StepSum]
    parties: pa.Table
    months: pa.Table
    moves: pa.Table
    matrix: Mapping[tuple[Step | None, Step], int]
    conversions: Sequence[Conversion]
    times: Sequence[StepTime]
    top: Top
    groups: Sequence[GroupSize]
    complete: float | None
    lacks: Sequence[Text]
    unattributed_minor: int


def analyse(  # noqa: PLR0913  each argument is a fact, a rule or a limit of its own
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    market: ir.Table | None = None,
    activities: ir.Table | None = None,
    contacts: ir.Table | None = None,
    groups: Sequence[TargetGroup] = (),
    run: Run,
    period: Period,
    today: date,
    alive: pa.Table | None = None,
    profit: pa.Table | None = None,
    warm_days: int = WARM_DAYS,
    lapsed_months: int = LAPSED_MONTHS,
) -> LadderResult:
    """Put every party on its step at the end of the period (or of the data, when they end before), and say what moved.

    lines: invoice_lines, of before the period too (with `margin` of `rung.profitability.with_margin` for the contribution margin).
    groups: the target groups (`read_groups`). run: asks the engine, an expression in, an Arrow table out. today: whoever asks knows what
    day it is. alive: customer_id and alive, the chance 0-1 that the customer is still there (null: not known); without it slipping goes by
    the simple rule. profit: customer_id and profit_minor of the period; without it a customer is profitable when its margin is above zero.
    """
    given = Known(lines=lines, customers=customers, market=market, activities=activities, contacts=contacts, groups=groups)
    found = ask(given, run, period, today, warm_days)
    everyone = climbing.table(found, alive, profit, lapsed_months)
    return _told(found, everyone, run(found.months), today, lapsed_months)


def _told(found: Found, everyone: pa.Table, money: pa.Table, today: date, lapsed_months: int) -> LadderResult:
    months, moves = climbing.by_month(found, money)
    return LadderResult(
        period=found.period,
        today=today,
        as_of=found.period.end,
        warm_days=found.paths.warm_days,
        lapsed_months=lapsed_months,
        steps=climbing.sums(found, everyone),
        parties=climbing.in_order(everyone),
        months=months,
        moves=moves,
        matrix=climbing.matrix(found),
        conversions=climbing.conversions(found),
        times=climbing.times(found),
        top=climbing.top(everyone),
        groups=sizes(everyone, found.groups),
        complete=climbing.completeness(everyone),
        lacks=found.lacks,
        unattributed_minor=found.unattributed_minor,
    )


def read_groups(path: Path) -> tuple[TargetGroup, ...]:
    """The target groups of a file. Raises FileRefused when it cannot be opened, GroupNotUnderstood when it says what cannot be used."""
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as bad:
        raise FileRefused(
            text("{path} cannot be read.", path=str(path)), remedy=text("Check the name, and save it as plain text (UTF-8).")
        ) from bad
    return rulebook.parse(written)


def to_json(result: LadderResult) -> dict[str, Any]:
    """The result as plain JSON values: minor units, unrounded shares; parties from warm lead up, for the market may be very large."""
    listed = result.parties.filter(pc.is_in(result.parties["step"], value_set=pa.array(STEPS[3:]))).to_pylist()
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "unattributed_minor": result.unattributed_minor,
        "steps": {step: asdict(one) for step, one in result.steps.items()},
        "months": [_plain(row) for row in result.months.to_pylist()],
        "moves": [_plain(row) for row in result.moves.to_pylist()],
        "matrix": [{"before": before or "", "after": after, "parties": n} for (before, after), n in result.matrix.items()],
        "conversions": [asdict(one) for one in result.conversions],
        "times": [asdict(one) for one in result.times],
        "top": asdict(result.top),
        "groups": [asdict(one) for one in result.groups],
        "lead_completeness": result.complete,
        "lacks": [str(one) for one in result.lacks],
        "parties": [_plain(row) for row in listed],
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items() if name != "name"}
