"""What became of the invoices that are not facts? Each is told with what to do, and comes back as the row it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rung.base import Text, text, texts
from rung.facts import REJECTED, Chunk, Event, Problem
from rung.importers.numbers import masked_in
from rung.importers.saft.amounts import amount, as_date, money
from rung.importers.ubl.collecting import Collected, Entry, Unread
from rung.importers.ubl.settling import Settled, party_keys
from rung.importers.xml import NotUsable

_ONE_BY_ONE = 50  # of a kind; the rest are counted in one problem
_CHUNK = 10_000


class Problems:
    """The problems of one import as they are found, with the rejected rows they stand for."""

    def __init__(self) -> None:
        self.rows = 0
        self._seen: Counter[str] = Counter()
        self._rest: dict[str, Problem] = {}
        self._rejected: list[dict[str, Any]] = []

    def add(self, problem: Problem) -> Iterator[Event]:
        """A remark, or a problem whose rejected row is told already."""
        self._seen[problem.code] += 1
        self.rows += problem.rows
        if self._seen[problem.code] <= _ONE_BY_ONE:
            yield problem
            return
        held = self._rest.get(problem.code)
        if held is None:
            self._rest[problem.code] = problem
            return
        known = [one.amount for one in (held, problem) if one.amount is not None]
        together = sum(known, Decimal(0)) if known else None
        self._rest[problem.code] = replace(held, rows=held.rows + problem.rows, amount=together)

    def reject(self, problem: Problem, file: str, row: int, content: str, written: Decimal | None = None) -> Iterator[Event]:
        """Rows that did not become facts. content: as the file has them. written: the money on them, in any currency."""
        said = {"code": problem.code, "content": masked_in(content), "rows": problem.rows, "amount": written, "file": file, "row": row}
        self._rejected.append(said)
        if len(self._rejected) == _CHUNK:
            yield self._take()
        yield from self.add(problem)

    def end(self) -> Iterator[Event]:
        """What is left: the rejected rows not told yet, and one problem for the rest of each kind."""
        if self._rejected:
            yield self._take()
        for code, held in self._rest.items():
            more = self._seen[code] - _ONE_BY_ONE
            found = texts("There is {count} more like this.", "There are {count} more like this.", count=more)
            yield replace(held, found=found)

    def _take(self) -> Chunk:
        rows, self._rejected = self._rejected, []
        return Chunk(REJECTED.name, pa.Table.from_pylist(rows, schema=REJECTED.read_schema))


def rejections(found: Collected, settled: Settled, problems: Problems) -> Iterator[Event]:
    """All that did not become facts."""
    for file, unusable in found.unusable:
        yield from problems.reject(_unusable(file, unusable), file, 1, file)
    keys = party_keys(found.parties.items)
    for place in settled.flawed:
        entry = found.entries[place]
        ours = keys[entry.supplier] == settled.company_key and entry.currency in {"", settled.currency}
        yield from _reject(found, entry, _flawed(entry, ours=ours), problems)
    for place in settled.of_others:
        entry = found.entries[place]
        yield from _reject(found, entry, _of_other(found, settled, entry, to_us=keys[entry.customer] == settled.company_key), problems)
    for place, last in settled.replaced:
        entry = found.entries[place]
        yield from _reject(found, entry, _replaced(entry, found.entries[last]), problems)
    for place in settled.counted:
        for unread in found.entries[place].unread:
            file = found.entries[place].file
            yield from problems.reject(_unread(file, unread), file, unread.place, unread.content)


def _reject(found: Collected, entry: Entry, problem: Problem, problems: Problems) -> Iterator[Event]:
    names = [found.parties.items[party].name for party in (entry.supplier, entry.customer)]
    total = entry.total if entry.stated is None else entry.stated
    content = "\t".join((entry.number, entry.issued, *names, f"{amount(total).normalize():f}", entry.currency))
    return problems.reject(problem, entry.file, entry.place, content, amount(total))


def _unusable(file: str, unusable: NotUsable) -> Problem:
    return replace(unusable.problem(file), rows=1, refused=False)


def _flawed(entry: Entry, *, ours: bool) -> Problem:
    """ours: of the company and in its currency, so that its total explains what is missing."""
    left_out = text("It is left out. Correct it in the system that made it and export it again.")
    code = {"number": "ubl-no-number", "date": "ubl-date-not-read", "lines": "ubl-no-lines", "pro-forma": "ubl-pro-forma"}[entry.flaw]
    match entry.flaw:
        case "number":
            found = text("The invoice has no number.")
        case "date" if entry.issued:
            found = text("“{written}” cannot be read as a date.", written=entry.issued[:40])
        case "date":
            found = text("The invoice has no date of issue.")
        case "lines":
            found = text("The invoice has no lines.")
        case _:
            found, left_out = text("It is a pro forma invoice, which is no sale."), text("It is left out. Nothing needs to be done.")
    known = ours and entry.flaw != "pro-forma"
    total = amount(entry.total if entry.stated is None else entry.stated)
    return Problem(code=code, where=_in(entry.file), found=found, remedy=left_out, rows=entry.rows, amount=total if known else None)


def _of_other(found: Collected, settled: Settled, entry: Entry, *, to_us: bool) -> Problem:
    seller, company = found.parties.items[entry.supplier].name or "–", settled.company.name
    if to_us:
        code, said = "ubl-purchase", text("It is an invoice from {seller} to {company}.", seller=seller, company=company)
        remedy = text("A purchase is no sale, so it is left out. Nothing needs to be done.")
    else:
        code = "ubl-other-seller"
        said = text("It is an invoice from {seller}, while the other invoices are from {company}.", seller=seller, company=company)
        remedy = text("It is left out. Import the invoices of each company by themselves.")
    return Problem(code=code, where=_in(entry.file), found=said, remedy=remedy, rows=entry.rows)


def _replaced(entry: Entry, last: Entry) -> Problem:
    return Problem(
        code="ubl-replaced",
        where=_in(entry.file),
        found=text(
            "Invoice {number} of {day}, {amount}, is in {other} too, where it is of {other_day}, {other_amount}.",
            number=entry.number,
            day=as_date(entry.days or 0),
            amount=money(entry.total, entry.currency),
            other=last.file,
            other_day=as_date(last.days or 0),
            other_amount=money(last.total, last.currency),
        ),
        remedy=text("The one issued last counts; of the same day, the one read last. Check that it is right, and remove the other."),
        rows=entry.rows,
    )


def _unread(file: str, unread: Unread) -> Problem:
    written = masked_in(unread.written)[:40]
    found = text("“{written}” cannot be read as an amount.", written=written) if written else text("The line has no amount.")
    return Problem(
        code="ubl-amount-not-read",
        where=text("{file}, line {line}", file=file, line=str(unread.place)),
        found=found,
        remedy=text("The line is left out. Correct it in the accounts and export again."),
        rows=1,
    )


def _in(file: str) -> Text:
    return text("{file}", file=file)
