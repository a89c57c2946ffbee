"""What if the periods of a budget, or the currencies of a table of rates, are columns? Each cell becomes a line of its own."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from rung.base import text
from rung.facts import Problem, Progress
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Block, Sheet
from rung.importers.sheet.cells import Cells
from rung.importers.sheet.currencies import currency_in
from rung.importers.sheet.headers import roles_of
from rung.importers.sheet.layout import TOTAL, Head, Header, find_header, is_total
from rung.importers.sheet.mapping import columns_of
from rung.importers.sheet.months import sales_of_periods
from rung.importers.sheet.periods import names_part, span_of
from rung.importers.sheet.wrapped import Wrapped

_GOAL = re.compile(
    r"kvote|quota|bud[sg]jett?|budget|target|\bm[åa]l(?:tall|tal)?\b|salgsm[åa]l|s[äa]ljm[åa]l|f[öo]rs[äa]ljningsm[åa]l|\bgoals?\b"
)
_RATES = re.compile(r"valuta|\bkurs|v[äa]xelkurs|currenc|exchange|\bfx\b|\brates?\b")
_WORDS = re.compile(r"kvote|quota|salgsbudsjett|salgsbudget|budsjett|budget|target|salgsmål|mål|goal|sales", re.IGNORECASE)
_TOTAL = re.compile(TOTAL)
_OF_SALES = {"customer_id", "customer_name", "product_id", "product_name", "invoice_id", "seller_id", "quantity", "rate"}


@dataclass(frozen=True, slots=True)
class TurnedSheet(Wrapped):
    """A sheet with one line per row and turned column. Cells that are empty are no lines.

    columns: column -> what it stands for; names: what to call that, and the value. Its last two columns are these. A row without any
    value gives one line without one, so that none is lost.
    """

    columns: Mapping[int, str] = field(default_factory=dict)
    names: tuple[str, str] = ("", "")

    @property
    def head(self) -> Head:
        """The header as it would be, had the sheet been written line by line."""
        return self.headed(["" if n in self.columns or is_total([name]) else name for n, name in enumerate(self.header.names)], self.names)

    def blocks(self, columns: Collection[int], after: int, progress: Progress) -> Iterator[Block]:
        """The lines of all rows, column by column within a block."""
        own = {n for n in columns if n < self.width}
        for block in self.base.blocks(own | set(self.columns), after, progress):
            totals = np.zeros(len(block), dtype=bool)
            for n in own:
                cells = block.cells(n)
                totals |= cells.where(np.array([bool(_TOTAL.match(value)) for value in cells.values.to_pylist()], dtype=bool))
            yield self._turned(block.filter(~totals), own)

    def _turned(self, block: Block, own: set[int]) -> Block:
        width, order = self.width, sorted(self.columns)
        there = {n: ~block.cells(n).missing for n in order}
        filled = np.logical_or.reduce([np.zeros(len(block), dtype=bool), *(~block.cells(n).missing for n in own)])
        # A row that has something, but no value in any column, is told of once, by its first column.
        there[order[0]] = there[order[0]] | (filled & ~np.logical_or.reduce(list(there.values())))
        rows = {n: np.flatnonzero(there[n]) for n in order}
        every = np.concatenate([rows[n] for n in order])
        columns = {n: Cells(block.cells(n).values, block.cells(n).codes.take(pa.array(every))) for n in own}
        stands_for = np.repeat(np.arange(len(order)), [len(rows[n]) for n in order])
        columns[width] = Cells(pa.array([self.columns[n] for n in order], pa.string()), pa.array(stands_for, pa.int32()))
        texts = pa.concat_arrays([block.cells(n).texts.take(pa.array(rows[n])) for n in order]).dictionary_encode()
        columns[width + 1] = Cells(texts.dictionary, texts.indices)
        return Block(columns, block.places[every], block.torn, block.damaged)


def turned(sheet: Sheet, mapping: Mapping[str, str]) -> Sheet | Problem:
    """The sheet as it is to be read: turned when it is a budget by period or a table of rates by currency, else as it is."""
    header = find_header(sheet.head, columns_of(mapping), certain=sheet.has_header)
    goals = _goals(sheet, header or _years(sheet.head), mapping)
    return goals or (_rates(sheet, header, mapping) if header else None) or sheet


def _years(head: Head) -> Header | None:
    """A header whose columns are years, which looks like data."""
    for place, cells in head:
        if sum(1 for cell in cells if cell and span_of(cell)) >= 2 and any(cell and not span_of(cell) for cell in cells):
            return Header(place, tuple((cell or "").strip() for cell in cells))
    return None


def _goals(sheet: Sheet, header: Header | None, mapping: Mapping[str, str]) -> TurnedSheet | Problem | None:
    """A budget whose periods are columns: something above the columns, in them or in the name must say that it is one."""
    if header is None:
        return None
    above = " ".join(cell for place, cells in sheet.head if place < header.place for cell in cells if cell)
    named = " ".join((above, sheet.label.replace("_", " "), *header.names)).lower()
    if mapping.get("table", "quotas") != "quotas" or not (_GOAL.search(named) or "table" in mapping):
        return None
    years = {int(found) for found in re.findall(r"(?<!\d)20\d\d(?!\d)", f"{above} {sheet.label}")}
    bare = {n: " ".join(_WORDS.sub(" ", name).split()) for n, name in enumerate(header.names) if name}
    found = {n: name for n, name in bare.items() if names_part(name) or span_of(name)}
    if len(found) < 2 and not any(_GOAL.search(header.names[n].lower()) for n in found):
        return None
    if "table" not in mapping and not _GOAL.search(f"{above} {sheet.label}".lower()) and sales_of_periods(header):
        return None  # what was sold says more than the budget in a column beside it
    year = years.pop() if len(years) == 1 else None
    spans = {n: span_of(name, year) for n, name in found.items()}
    if None in spans.values():
        return refusals.periods_without_year(sheet.label, [header.names[n] for n in found])
    told = {n: f"{span.first}/{span.until}" for n, span in spans.items() if span}
    first, last = (header.names[n] for n in (min(told, key=told.__getitem__), max(told, key=told.__getitem__)))
    said = (text("Periods as columns"), text("{first} to {last}", first=first, last=last))
    return TurnedSheet(sheet, header, [said], columns=told, names=("Budget period", "Quota"))


def _rates(sheet: Sheet, header: Header, mapping: Mapping[str, str]) -> TurnedSheet | None:
    """A table of rates whose currencies are columns: days, currencies and hardly anything else."""
    if mapping.get("table", "exchange_rates") != "exchange_rates":
        return None
    found = {n: pair for n, name in enumerate(header.names) if name and (pair := currency_in(name))}
    others = [name for n, name in enumerate(header.names) if name and n not in found]
    roles = {role for name in others for role, _ in roles_of(name)}
    certain = len(found) >= 2 or any(pair.against for pair in found.values()) or bool(_RATES.search(sheet.label.lower()))
    if not (found and certain and len(others) <= 3 and roles & {"date", "rate_date"}) or roles & _OF_SALES:
        return None
    said = (text("Currencies as columns"), text("{names}", names=", ".join(header.names[n] for n in found)))
    return TurnedSheet(sheet, header, [said], columns={n: header.names[n] for n in found}, names=("Currency pair", "Exchange rate"))
