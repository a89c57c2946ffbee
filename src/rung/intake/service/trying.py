"""What would this file bring, and what would it change? Everything an import does, on a copy that is gone afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from rung.base import to_minor
from rung.engine import FactStore, Snapshot
from rung.facts import INVOICE_LINES, REJECTED, Input, Progress
from rung.intake.service.bringing import Imported, bring_in, named

SHOWN = 10  # rows of each table that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What an import would bring. Nothing of it is in the store.

    imported: as after the real import, with problems and reconciliation; its `record` says how many lines would be added, replaced and
    unchanged. revenue_minor, first, last: of its lines; None without any. samples: the first rows of each table, as facts.
    """

    imported: Imported
    revenue_minor: int | None
    first: date | None
    last: date | None
    samples: Mapping[str, pa.Table]


def try_out(
    *, store: FactStore, entries: Sequence[Input], mapping: str, at: datetime, progress_of: Callable[[str], Progress], currency: str = ""
) -> list[Trial]:
    """Read some inputs, one after the other, and say what importing them would do. Raises as `bring_in` does."""
    tried = []
    with store.trial() as copy:
        for entry in entries:
            progress = progress_of(named([path.name for path in entry.files]))
            imported = bring_in(store=copy, entry=entry, mapping=mapping, at=at, progress=progress, currency=currency)
            with copy.snapshot() as snapshot:
                tried.append(Trial(imported=imported, samples=_samples(snapshot, imported), **_money(snapshot, imported)))
    return tried


def _samples(snapshot: Snapshot, imported: Imported) -> dict[str, pa.Table]:
    tables = [name for name, rows in imported.record.rows.items() if rows and name != REJECTED.name]
    found = {}
    for name in tables:
        rows = snapshot.batch(imported.record.id, name)
        found[name] = snapshot.run(rows.order_by(["file", "row", *rows.columns[:1]]).limit(SHOWN))
    return found


def _money(snapshot: Snapshot, imported: Imported) -> dict[str, Any]:
    lines = snapshot.batch(imported.record.id, INVOICE_LINES.name)
    sums = lines.aggregate(revenue=lines.revenue.sum(), first=lines.date.min(), last=lines.date.max())
    revenue, first, last = snapshot.run(sums).to_pylist()[0].values()
    return {"revenue_minor": None if revenue is None else to_minor(revenue), "first": first, "last": last}
