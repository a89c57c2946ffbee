"""Is everything from the file here? The facts held against the file's own totals, and every difference explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from rung.base import Money, Text, text, texts, to_minor
from rung.facts import Control, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One total of the file against ours. minor units when money, else plain counts; month None covers the whole file.

    own: the file states it; False: it is a second sum of the same column, made apart. explanation is None when the two agree.
    """

    name: Text
    month: date | None
    stated: int
    ours: int
    money: bool
    own: bool
    explanation: Text | None

    @property
    def difference(self) -> int:
        """Ours minus the file's."""
        return self.ours - self.stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Rows and money of one import. rows_read = rows_facts + rows_problems, or the reader has lost a row."""

    rows_read: int
    rows_facts: int
    rows_problems: int
    checks: tuple[Check, ...]

    @property
    def complete(self) -> bool:
        """Whether every row came back once, as a fact or in a problem."""
        return self.rows_read == self.rows_facts + self.rows_problems

    @property
    def agrees(self) -> bool:
        """Whether every total agrees to the minor unit."""
        return self.complete and not any(check.difference for check in self.checks)


def month_sums(lines: ir.Table) -> ir.Table:
    """Revenue per month of invoice lines: month (first day, date) and revenue (exact), in order of month."""
    by_month = lines.group_by(month=lines.date.truncate("M").cast("date"))
    return by_month.aggregate(revenue=lines.revenue.sum()).order_by("month")


def row_count(lines: ir.Table) -> ir.Scalar:
    """How many rows of files the lines came from; a row that was split between customers counts once."""
    return lines.select("file", "row").distinct().count()


def reconcile(
    *,
    controls: Sequence[Control],
    revenue_by_month: Mapping[date, Decimal],
    problems: Sequence[Problem],
    rows_read: int,
    rows_facts: int,
) -> Reconciliation:
    """Hold the facts of one import against the file's own totals.

    revenue_by_month: exact sums of the stored facts, first day of month -> major units. rows_facts: rows of the file behind them.
    A difference in the whole file's revenue is explained by the money on the rows that were left out, when that is what it is.
    """
    left_out = [problem for problem in problems if problem.rows]
    unread = sum((problem.amount for problem in left_out if problem.amount is not None), Decimal(0))
    checks = tuple(_check(control, revenue_by_month, left_out, unread) for control in controls)
    return Reconciliation(
        rows_read=rows_read,
        rows_facts=rows_facts,
        rows_problems=sum(problem.rows for problem in left_out),
        checks=checks,
    )


def _check(control: Control, revenue_by_month: Mapping[date, Decimal], left_out: Sequence[Problem], unread: Decimal) -> Check:
    if control.measured is not None:
        return _compared(control, ours=control.measured, explanation=None)
    ours = sum(revenue_by_month.values(), Decimal(0)) if control.month is None else revenue_by_month.get(control.month, Decimal(0))
    return _compared(control, ours=ours, explanation=_explained(control, control.stated - ours, left_out, unread))


def _compared(control: Control, *, ours: Decimal, explanation: Text | None) -> Check:
    stated_units, our_units = (to_minor(control.stated), to_minor(ours)) if control.money else (int(control.stated), int(ours))
    differs = stated_units != our_units
    return Check(
        name=control.name,
        month=control.month,
        stated=stated_units,
        ours=our_units,
        money=control.money,
        own=control.own,
        explanation=(explanation or text("The file does not agree with itself. Ask whoever made it.")) if differs else None,
    )


def _explained(control: Control, missing: Decimal, left_out: Sequence[Problem], unread: Decimal) -> Text | None:
    rows = sum(problem.rows for problem in left_out)
    if not rows or not missing:
        return None
    if control.month is None and unread == missing:
        return texts(
            "{count} row was left out; it holds exactly this.",
            "{count} rows were left out; they hold exactly this.",
            count=rows,
        )
    return texts(
        "{count} row was left out; it holds {amount} as far as it could be read. See the problems.",
        "{count} rows were left out; they hold {amount} as far as they could be read. See the problems.",
        count=rows,
        amount=Money(to_minor(unread), exact=True),
    )


def sources_by_month(lines: ir.Table, ledger: ir.Table) -> ir.Table:
    """Where a month has both invoice lines and ledger revenue: month, lines, ledger (exact), in order of month."""
    ours = month_sums(lines).rename(lines="revenue")
    theirs = month_sums(ledger).rename(ledger="revenue")
    both = ours.join(theirs, "month")
    return both.select("month", "lines", "ledger").order_by(ibis.asc("month"))
