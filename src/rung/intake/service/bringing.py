"""Bring a user's files into the store: once, whole, held against their own totals."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from rung.base import RungError, Text, text
from rung.engine import BatchNotFound, BatchRecord, FactStore, FileMark, Snapshot
from rung.facts import EXCHANGE_RATES, Input, Problem, Progress
from rung.intake.compute import CONVERTED, NO_RATE, Rates, Reconciliation, converted, month_sums, reconcile, row_count, sources_by_month

_PIECE = 1 << 20
_NAMED = 3  # files whose names are said


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One input in the store. new is False when exactly these bytes were there already, so nothing was done."""

    record: BatchRecord
    new: bool
    problems: tuple[Problem, ...]
    reconciliation: Reconciliation

    @property
    def name(self) -> str:
        """The names of its files, as a person says them: the first few of many."""
        return named([mark.name for mark in self.record.files])


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMonth:
    """One month told twice, by invoice lines and by the ledger; minor units."""

    month: date
    lines_minor: int
    ledger_minor: int


def named(files: Sequence[str]) -> str:
    """Names of files with a plus between them, the first three of more."""
    more = f" + … ({len(files)})" if len(files) > _NAMED else ""
    return " + ".join(files[:_NAMED]) + more


class OtherCurrency(RungError):
    """A company currency that is not the one the facts are kept in."""

    exit_code = 2

    def __init__(self, kept: str, asked: str) -> None:
        super().__init__(
            text("The figures here are kept in {kept}, not in {asked}.", kept=kept, asked=asked),
            remedy=text("Leave the currency out, or start a new folder for figures in {asked}.", asked=asked),
        )


def bring_in(*, store: FactStore, entry: Input, mapping: str, at: datetime, progress: Progress, currency: str = "") -> Imported:
    """Import one input, or find that it was imported before. mapping: the text of what the user said of how to read it, "" for nothing.

    currency: the company's (ISO 4217); "" for the one the store is kept in, else the first that a file says. Lines in another currency are
    converted by the rates that the store or the input holds. Raises FileRefused, and leaves the store as it was, when the file cannot be
    used; OtherCurrency.
    """
    marks = [mark_of(path) for path in entry.files]
    company = company_currency(store)
    if company and currency and company != currency:
        raise OtherCurrency(company, currency)
    company = company or currency
    rates = _rates(store, company)
    said = f"{mapping}{_PART}{entry.part}" if entry.part else mapping
    known = _known(store, marks, said, rates)
    if known is not None:
        return describe(store=store, record=known, new=False)
    how = f"{said}{_RATES}{rates.mark}" if rates.mark else said
    record = store.add(converted(entry.read(progress), rates, company), files=marks, mapping=how, at=at)
    return describe(store=store, record=record, new=True)


def company_currency(store: FactStore) -> str:
    """The currency in which the store is kept: the first that an import said; "" while none has."""
    return next((head.currency for record in store.batches() for head in record.heads if head.currency), "")


def _rates(store: FactStore, company: str) -> Rates:
    """What the store knows of exchange rates against the company's currency."""
    if not any(record.rows.get(EXCHANGE_RATES.name) for record in store.batches()):
        return Rates()
    with store.snapshot() as snapshot:
        return Rates.of(snapshot.run(snapshot.table(EXCHANGE_RATES.name)), company)


# Behind what the user said of how to read a file: which part of it, and the mark of the exchange rates that were known then.
_PART, _RATES = "\n# of these: ", "\n# exchange rates: "


def _known(store: FactStore, marks: Sequence[FileMark], mapping: str, rates: Rates) -> BatchRecord | None:
    """The import of these very bytes, unless other exchange rates would make other figures of it."""
    for record in reversed(store.batches()):
        said, _, mark = record.mapping.partition(_RATES)
        if marks and record.is_of(marks, record.mapping) and said == mapping:
            foreign = mark != rates.mark and any(problem.code in (NO_RATE, CONVERTED) for problem in store.problems(record.id))
            if not foreign:
                return record
    return None


def describe(*, store: FactStore, record: BatchRecord, new: bool = False) -> Imported:
    """What one import brought, with its problems and its reconciliation worked out from the stored rows."""
    problems = tuple(store.problems(record.id))
    with store.snapshot() as snapshot:
        lines = snapshot.batch(record.id)
        sums = snapshot.run(month_sums(lines)).to_pydict()
        rows = int(snapshot.run(row_count(lines).as_table()).column(0)[0].as_py())
    reconciliation = reconcile(
        controls=record.controls,
        revenue_by_month={month: Decimal(revenue) for month, revenue in zip(sums["month"], sums["revenue"], strict=True)},
        problems=problems,
        rows_read=record.rows_read,
        rows_facts=rows + record.rows_of_other_tables,
    )
    return Imported(record=record, new=new, problems=problems, reconciliation=reconciliation)


def describe_import(*, store: FactStore, batch: str) -> Imported:
    """The same for an import by its id. Raises BatchNotFound."""
    record = next((record for record in store.batches() if record.id == batch), None)
    if record is None:
        raise BatchNotFound(batch)
    return describe(store=store, record=record)


def compare_sources(snapshot: Snapshot) -> list[SourceMonth]:
    """The months told by both invoice lines and the ledger; empty when only one of them is there."""
    found = snapshot.run(sources_by_month(snapshot.source("lines"), snapshot.source("ledger"))).to_pylist()
    return [
        SourceMonth(month=row["month"], lines_minor=round(row["lines"] * 100), ledger_minor=round(row["ledger"] * 100)) for row in found
    ]


def mark_of(path: Path) -> FileMark:
    """Which file it is: its name, its size and the SHA-256 of its bytes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return FileMark(name=path.name, sha256=digest.hexdigest(), size=size)


def missing_files(paths: Sequence[Path]) -> list[tuple[Path, Text]]:
    """The paths that are neither files nor folders with files, each with the reason."""
    reasons = []
    for path in paths:
        if not path.exists():
            reasons.append((path, text("There is no such file.")))
        elif path.is_dir() and not any(one.is_file() for one in path.rglob("*")):
            reasons.append((path, text("The folder is empty.")))
    return reasons
