"""Do the lines agree with what the invoices say of themselves? Their totals without VAT, added up by month and in all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rung.base import text
from rung.facts import Control
from rung.importers.saft.amounts import amount, as_date
from rung.importers.ubl.collecting import Collected, Entry
from rung.importers.ubl.settling import Settled, party_keys
from rung.importers.ubl.spreading import converted


@dataclass(slots=True)
class _Sum:
    """By the invoices' own account and by their lines, in units. apart: some invoices are not in it, for they are in another currency."""

    stated: int = 0
    lines: int = 0
    own: bool = True
    apart: bool = False

    def add(self, entry: Entry, rate: Fraction) -> None:
        stated = entry.total if entry.stated is None else entry.stated
        self.own = self.own and entry.stated is not None
        self.stated += converted([stated], rate)[0] if rate != 1 else stated
        self.lines += converted([entry.total], rate)[0] if rate != 1 else entry.total


def controls(found: Collected, settled: Settled) -> Iterator[Control]:
    """Revenue by month and in all, and of each other currency in all.

    Where invoices in another currency do not say the rate, what is stored of the month holds more than is stated in the company's
    currency: there the invoices are held against the lines of the same invoices instead.
    """
    whole = _Sum()
    months: dict[date, _Sum] = defaultdict(_Sum)
    others: dict[str, _Sum] = defaultdict(_Sum)
    for place in settled.counted:
        entry = found.entries[place]
        month = months[as_date(entry.days or 0).replace(day=1)]
        rate = settled.foreign.get(place, Fraction(1))
        if rate is None:
            whole.apart = month.apart = True
            others[entry.currency].add(entry, Fraction(1))
        else:
            month.add(entry, rate)
            whole.add(entry, rate)
    _add_left_out(found, settled, whole)
    for first, month in sorted(months.items()):
        yield _control(month, settled.currency, first)
    yield _control(whole, settled.currency)
    for currency, other in sorted(others.items()):
        other.apart = True
        yield _control(other, currency)


def _add_left_out(found: Collected, settled: Settled, whole: _Sum) -> None:
    """The company's invoices that cannot be used are sales all the same; what they state is missing in the lines."""
    keys = party_keys(found.parties.items)
    for place in settled.flawed:
        entry = found.entries[place]
        ours = keys[entry.supplier] == settled.company_key and entry.currency in {"", settled.currency}
        if ours and entry.flaw != "pro-forma":
            whole.stated += entry.total if entry.stated is None else entry.stated


def _control(found: _Sum, currency: str, month: date | None = None) -> Control:
    name = text("Revenue in {currency}", currency=currency) if found.apart else text("Revenue")
    return Control(name, amount(found.stated), month, measured=amount(found.lines) if found.apart else None, own=found.own)
