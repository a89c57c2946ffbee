"""What is the engine asked, and what is missing to say more? From tables of facts to what decides everyone's steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Period, Text, text
from rung.facts import ACTIVITIES, CONTACTS, CUSTOMERS, MARKET, FactTable
from rung.ladder.compute import occasions, parties
from rung.ladder.compute.groups import TargetGroup
from rung.ladder.compute.standing import NEVER, Ints, Paths

Run = Callable[[ir.Table], pa.Table]
_LOOKS_NEW = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The tables of facts there are, and the target groups; None for what nobody brought."""

    lines: ir.Table
    customers: ir.Table | None
    market: ir.Table | None
    activities: ir.Table | None
    contacts: ir.Table | None
    groups: Sequence[TargetGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answers: one row per party with what is known of it, the paths they take (in the same order), and what is missing.

    period: the one asked for, cut off where the data end. months: the expression for the money per month and step.
    """

    period: Period
    parties: pa.Table
    paths: Paths
    answered: pa.Array
    months: ir.Table
    lacks: Sequence[Text]
    groups: Sequence[TargetGroup]
    unattributed_minor: int


def ask(known: Known, run: Run, period: Period, today: date, warm_days: int) -> Found:
    """Ask for everyone, once: facts, responses and purchases. warm_days: how long a party that answered us is warm."""
    lines = known.lines
    customers, market = known.customers, _or_nobody(known.market, MARKET)
    seen = run(lines.aggregate(first=lines.date.min(), last=lines.date.max())).to_pylist()[0]
    period = _until(period, seen["last"])
    bought = occasions.climbs(lines, period)
    named = lines.filter(lines.date < period.end, lines.customer_id.notnull()).select("customer_id").distinct()
    everyone = parties.parties(named, _or_nobody(customers, CUSTOMERS), market)
    known_as = parties.aliases(everyone, market)
    placed = parties.placed(everyone, known.groups, _or_nobody(known.contacts, CONTACTS), known_as, today)
    # A condition on one side alone makes an engine compare every row with every other, so the customers get a key of their own.
    placed = placed.mutate(_ours=ibis.ifelse(placed.source == "customer", placed.party_id, ibis.null("string")))
    both = placed.left_join(bought, placed["_ours"] == bought.customer_id).drop("customer_id", "_ours")
    rows = run(both).sort_by([("source", "ascending"), ("party_id", "ascending")])
    answers = run(parties.responses(_or_nobody(known.activities, ACTIVITIES), known_as, period.end))
    paths, answered = _paths(rows, answers, warm_days)
    unnamed = run(occasions.unattributed(lines, period)).to_pylist()[0]["unattributed_minor"]
    return Found(
        period=period,
        parties=rows,
        paths=paths,
        answered=answered,
        months=occasions.months(lines, period),
        lacks=_lacks(known, rows, answers, period, seen["first"]),
        groups=known.groups,
        unattributed_minor=unnamed,
    )


def _or_nobody(table: ir.Table | None, facts: FactTable) -> ir.Table:
    return parties.nobody(facts) if table is None else table


def _until(period: Period, last: date | None) -> Period:
    """The period, or as much of it as the data cover: what comes after them is not known to be silence."""
    if last is None:
        return period
    return Period(period.start, max(period.known_until(last), period.start + timedelta(days=1)))


def _paths(rows: pa.Table, answers: pa.Table, warm_days: int) -> tuple[Paths, pa.Array]:
    """What decides the steps, and the last day each party answered us (null: never)."""
    places = pc.index_in(_who(answers), value_set=_who(rows))
    by, on = np.asarray(places.combine_chunks() if isinstance(places, pa.ChunkedArray) else places), days(answers["date"])
    order = np.lexsort((on, by))
    by, on = by[order].astype(np.int64), on[order]
    latest = np.full(rows.num_rows, -1, dtype=np.int64)
    latest[by] = on
    answered = pa.array(latest.astype(np.int32), mask=latest < 0).cast(pa.date32())
    base = np.asarray(rows["base"], dtype=np.int64)
    market = np.asarray(rows["in_market"].combine_chunks().cast(pa.int8())).astype(bool)
    return Paths(base, days(rows["first"]), days(rows["second"]), market, by, on, warm_days), answered


def _who(rows: pa.Table) -> Any:
    return pc.binary_join_element_wise(rows["source"], rows["party_id"], " ")


def days(dates: Any) -> Ints:
    """Days since 1970; NEVER where there is no date."""
    found: Ints = np.asarray(pc.fill_null(dates.cast(pa.date32()).cast(pa.int32()).cast(pa.int64()), NEVER), dtype=np.int64)
    return found


def _lacks(known: Known, rows: pa.Table, answers: pa.Table, period: Period, first: date | None) -> list[Text]:
    """What would tell more, and how to bring it."""
    missing = []
    if not known.groups:
        missing.append(
            text(
                "You have not said whom you want to sell to, so target group and leads cannot be told from the total market. Write your "
                "target groups in a file: the guide shows how."
            )
        )
    if not pc.any(rows["in_market"]).as_py():
        missing.append(
            text(
                "Rung does not know your market: below buyer there are only those on your own customer list. Bring in a file from a "
                "company register, or your list of prospects."
            )
        )
    if not answers.num_rows:
        missing.append(
            text(
                "Nobody is known to have answered you, so there are no warm leads. Bring in your visits, calls, meetings and requests as a "
                "list of activities."
            )
        )
    if first and first > period.start - _LOOKS_NEW:
        missing.append(
            text(
                "The data begin on {first}: who bought only before that looks newer here than it is. Bring in an earlier year as well.",
                first=first,
            )
        )
    return missing
