"""What do the e-invoices give? Their head, lines, customers, contacts, sellers and products, what is wrong, and their own totals."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rung.base import Text, text, texts
from rung.facts import Event, FileEnd, FileHead, Progress
from rung.importers import archive
from rung.importers.saft.amounts import as_date
from rung.importers.ubl import refusal
from rung.importers.ubl.collecting import Collected
from rung.importers.ubl.controls import controls
from rung.importers.ubl.dimensions import dimensions
from rung.importers.ubl.lines import Lines
from rung.importers.ubl.opening import opened
from rung.importers.ubl.problems import Problems, rejections
from rung.importers.ubl.remarks import remarks
from rung.importers.ubl.settling import Settled, settle
from rung.importers.xml import NotUsable

_REPORT = 100  # files between two reports of progress
_SHOWN = 5
_FORMATS = {"poacc:billing": "Peppol BIS Billing 3", "poacc:selfbilling": "Peppol BIS Self-Billing 3", "ehf": "EHF", "cenbii": "EHF 2"}


@dataclass(frozen=True, slots=True)
class UblInput:
    """E-invoices that are given together, as one Input: files on disk (.xml, .xml.gz) and files in zips."""

    pieces: Sequence[archive.Piece]

    @property
    def files(self) -> Sequence[Path]:
        """The files on disk."""
        return tuple(dict.fromkeys(piece.path for piece in self.pieces))

    @property
    def part(self) -> str:
        """Which files in zips it is."""
        return archive.part_of(self.pieces)

    def read(self, progress: Progress) -> Iterator[Event]:
        """The events of all the invoices; see rung.facts.reading. There is one FileHead, for they are one import.

        Nothing is given back before the last file has been read: until then it is not known whose invoices they are. Some 40 bytes for a
        line and a kilobyte for an invoice are held until then. A file that is no invoice, or is damaged, is a problem and stops no other;
        the input is refused when there is not one line in it that can be used. progress: in files.
        """
        found = Collected()
        for number, (file, documents) in enumerate(opened(self.pieces), 1):
            found.add(file, documents)
            if number % _REPORT == 0:
                progress(number, len(self.pieces))
        progress(len(self.pieces), len(self.pieces))
        try:
            settled = settle(found)
            lines = Lines(found, settled)
            if not len(lines.at):
                raise self._nothing(found)
        except NotUsable as unusable:
            yield unusable.problem(self._name())
            return
        yield from _events(found, settled, lines)

    def _name(self) -> str:
        names = [path.name for path in self.files]
        return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")

    def _nothing(self, found: Collected) -> NotUsable:
        """Why there is not one fact."""
        if len(self.pieces) == 1:
            for _, unusable in found.unusable:
                return unusable
        return refusal.nothing_read(len(self.pieces))


def _events(found: Collected, settled: Settled, lines: Lines) -> Iterator[Event]:
    yield _head(found, settled, lines)
    yield from lines.chunks()
    yield from dimensions(lines)
    problems = Problems()
    yield from rejections(found, settled, problems)
    yield from remarks(found, settled, problems)
    yield from problems.end()
    yield from controls(found, settled)
    yield FileEnd(rows=len(lines.at) + problems.rows)


def _head(found: Collected, settled: Settled, lines: Lines) -> FileHead:
    days = [entry.days for entry in lines.entries if entry.days is not None]
    return FileHead(
        kind="E-invoices (UBL)",
        company=settled.company.name,
        org_number=settled.company.org_number,
        currency=settled.currency,
        first=as_date(min(days)),
        last=as_date(max(days)),
        how=tuple(_how(found, settled, lines)),
    )


def _how(found: Collected, settled: Settled, lines: Lines) -> Iterator[tuple[Text, Text]]:
    credited = sum(entry.credit for entry in lines.entries)
    yield text("Format"), text("{formats}", formats=_formats(found.formats))
    yield text("Invoices"), texts("{count} invoice", "{count} invoices", count=len(lines.entries) - credited)
    yield text("Credit notes"), texts("{count} credit note", "{count} credit notes", count=credited)
    yield text("Customer of a sale"), text("The buyer, by your customer number where it is given, else by organisation number")
    yield text("Discounts and freight on the whole invoice"), text("Shared between its lines by their amounts")
    if rated := sum(rate is not None for rate in settled.foreign.values()):
        used = texts("{count} invoice, by the rate it says", "{count} invoices, by the rates they say", count=rated)
        yield text("Converted to {currency}", currency=settled.currency), used
    yield text("Row numbers"), text("The lines of each file, counted from 1")


def _formats(seen: Mapping[str, int]) -> str:
    """The formats as people know them, the most common first."""
    names: Counter[str] = Counter()
    for customization, count in seen.items():
        known = next((name for mark, name in _FORMATS.items() if mark in customization.lower()), "")
        names[known or customization.rpartition("#")[2].rpartition(":")[2][:40] or "UBL"] += count
    return ", ".join(name for name, _ in names.most_common(_SHOWN)) + (" …" if len(names) > _SHOWN else "")
