"""What was sold, to whom, when, for how much? Rows of a sheet as invoice lines, each row once: a fact, or a problem."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import INVOICE_LINES, Chunk, Control, Event
from rung.importers.numbers import masked_in
from rung.importers.sheet.amounts import Rules, Typed, cost, quantity, revenue
from rung.importers.sheet.block import Block, Rows
from rung.importers.sheet.cells import Cells, Mask, ids, words
from rung.importers.sheet.dates import DateReader
from rung.importers.sheet.keys import Hashes, hashed, joined
from rung.importers.sheet.months import MonthSheet
from rung.importers.sheet.numbers import short
from rung.importers.sheet.parties import Register, attributes_of, key_cells
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.problems import RowProblems
from rung.importers.sheet.recognising import ABOUT_CUSTOMERS
from rung.importers.sheet.tally import Tally
from rung.importers.sheet.units import RawSums, as_written, major, together, units

# What says the amount of a line in its key: the first of these that the file has.
_KEY_AMOUNTS = ("revenue", "amount", "gross", "net_price", "unit_price", "gross_price")


class LineReader:
    """Turns the data rows of one sheet into invoice lines, and the parties beside them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rules = plan.rules or Rules("net")
        self.label = plan.sheet.label
        self.problems = RowProblems(plan.sheet)
        self.tally = Tally(self.label)
        self.raw = RawSums(valid=self.rules.revenue in ("net", "price") and self.rules.vat is None)
        # Where lines are in other currencies, the second sum is held against the lines that are not.
        self.own = RawSums()
        self.several = False
        self.written = 0
        self.registers = [Register(table, self.label) for table in _registers(plan.taken)]
        self.by_month = isinstance(plan.sheet, MonthSheet)
        self.facts = 0
        self.typed_sum = 0

    @property
    def rows(self) -> int:
        """Rows that became facts or problems."""
        return self.facts + self.problems.rows

    def read(self, block: Block) -> Iterator[Event]:
        """The facts and the problems of a block of data rows."""
        for place, lines in block.torn.items():
            yield from self.problems.add("sheet-torn-row", place, text("The fields do not fit under the header."), rows=lines)
        typed = Typed(block, self.plan.taken, self.plan.signs)
        dates = _Dates(typed.cells("date"), self.plan)
        net = revenue(typed, self.rules)
        unknown = self.plan.exchange.unknown(typed)
        good = dates.valid & np.asarray(pc.is_valid(net)) & ~unknown
        self._add_up(typed, net, dates)
        # A row of a table with months as columns gives several lines, and is still one row.
        told = set(block.places[good].tolist()) if self.by_month else set()
        yield from self._wrong(typed, dates, net, unknown, ~good, told)
        if good.any():
            lines, which = self._lines(typed, dates, net)
            lines = lines if good.all() else lines.filter(pa.array(good))
            self._count(lines, typed, good, which)
            yield Chunk("invoice_lines", lines)

    def _add_up(self, typed: Typed, net: Any, dates: "_Dates") -> None:
        """The amounts as they are written, by two roads; of lines in the file's own currency when there are others."""
        raw = as_written(typed, self.rules) if self.raw.valid else None
        if "currency" in typed.taken and raw is not None and not self.plan.exchange.beside:
            foreign = self.plan.exchange.foreign(typed) | self.plan.exchange.unknown(typed)
            self.several = self.several or bool(foreign.any())
            self.own.add(np.where(foreign, 0, units(net)), dates.day, dates.valid)
            raw = np.where(foreign, 0, raw)
        self.raw.add(raw, dates.day, dates.valid)

    def _lines(self, typed: Typed, dates: "_Dates", net: Any) -> tuple[pa.Table, Hashes]:
        block, rows = typed.block, len(typed.block)
        worth, paid, original, currency = self.plan.exchange.settled(typed, net, cost(typed, self.rules, net))
        columns = {
            "source": pa.repeat("lines", rows),
            "date": pa.array(dates.day, pa.int32()).cast(pa.date32()),
            "revenue": worth,
            "estimated": pa.repeat(pa.scalar(value=False), rows),
            "customer_id": key_cells(block, "customers", self.plan.taken).texts,
            "invoice_id": ids(typed.cells("invoice_id")).texts,
            "product_id": _product(typed).texts,
            "product_group": words(typed.cells("product_group")).texts,
            "seller_id": _seller(typed).texts,
            "quantity": quantity(typed, self.rules),
            "cost": paid,
            "original_amount": original,
            "currency": currency,
            "file": pa.repeat(self.label, rows),
            "row": pa.array(block.places, pa.int64()),
        }
        columns["line_key"], which = self._keys(typed, dates)
        schema = INVOICE_LINES.read_schema
        return pa.table([columns[name] for name in schema.names], schema=schema), which

    def _keys(self, typed: Typed, dates: "_Dates") -> tuple[Any, Hashes]:
        """Which line it is, in the same words whatever the columns of the export are called; and the same as numbers."""
        amount = next((role for role in _KEY_AMOUNTS if role in typed.taken), "revenue")
        who, what = key_cells(typed.block, "customers", self.plan.taken), _product(typed)
        if self.plan.summed:  # the sum is the line, whatever it says today
            where = [dates.cells, who, what, _seller(typed), words(typed.cells("product_group"))]
            return joined(where), hashed(where)
        parts = [dates.cells, ids(typed.cells("invoice_id")), what, who, _short(typed, "quantity"), _short(typed, amount)]
        if not self.plan.numbered:
            return joined(parts), hashed(parts)
        numbered = [parts[1], ids(typed.cells("line_number"))]
        either = pa.array(numbered[0].missing | numbered[1].missing)
        return pc.if_else(either, joined(parts), joined(numbered)), np.where(either, hashed(parts), hashed(numbered))

    def _wrong(self, typed: Typed, dates: "_Dates", net: Any, unknown: Mask, bad: Mask, told: set[int]) -> Iterator[Event]:
        """The rows that are no facts. told: rows that are facts or were told of, for of a table with months each row is told of once."""
        if not bad.any():
            return
        block = typed.block
        for code, which, say in self._reasons(typed, dates, unknown, bad):
            rows = which
            if self.by_month:
                rows = which & _first_of(block.places, which) & ~np.isin(block.places, list(told))
                for row in np.flatnonzero(which & ~rows).tolist():
                    yield from self.problems.add(code, int(block.places[row]), say(row), rows=0)
                told |= set(block.places[rows].tolist())
            yield from self.problems.add_all(code, block, rows, say, None if code == "sheet-currency-not-read" else net)

    def _reasons(self, typed: Typed, dates: "_Dates", unknown: Mask, bad: Mask) -> Iterator[tuple[str, Mask, Callable[[int], Text]]]:
        """Why rows are no facts: the code, the rows, and the sentence for one of them."""
        cells, undated = typed.cells("date"), bad & ~dates.valid
        lacking = "sheet-order-missing" if self.plan.taken["date"] < 0 else "sheet-no-date"
        yield lacking, undated & cells.missing, partial(about_date, cells, joined=lacking == "sheet-order-missing")
        yield "sheet-date-not-read", undated & ~cells.missing, partial(about_date, cells)
        yield "sheet-currency-not-read", dates.valid & unknown, partial(_about_currency, typed.cells("currency"))
        left = bad & dates.valid & ~unknown
        roles = _amount_roles(self.rules)
        for role in roles:
            cells = typed.cells(role)
            unread = left & (np.asarray(pc.is_null(typed.number(role))) | (role == roles[-1]))  # read, but their product is too large
            yield "sheet-no-amount", unread & cells.missing, partial(_about_amount, cells)
            yield "sheet-amount-not-read", unread & ~cells.missing, partial(_about_amount, cells)
            left &= ~unread

    def _count(self, lines: pa.Table, typed: Typed, good: Mask, which: Hashes) -> None:
        self.facts += len(np.unique(lines["row"])) if self.by_month else lines.num_rows
        self.written += int(units(pc.coalesce(lines["revenue"], lines["original_amount"])).sum())
        price = typed.number(self.rules.price) if self.rules.price in typed.taken else None
        self.tally.add(lines, price if price is None or good.all() else price.filter(pa.array(good)), which[good])
        block = typed.block.filter(good)
        for register in self.registers:
            keys = key_cells(block, register.table, self.plan.taken)
            about = attributes_of(block, register.table, self.plan)
            about.pop("seller_id", None)  # who sold a line need not be who has the customer
            register.add(keys, about, block.places)

    def end(self) -> Iterator[Event]:
        """Parties, what was wrong and what is unusual."""
        for register in self.registers:
            yield from register.chunks()
        yield from self.problems.end()
        yield from self.tally.end()


def controls(readers: Sequence[LineReader], totals: Sequence[Sequence[Decimal]]) -> Iterator[Control]:
    """What the files of one input say themselves, to hold its facts against. totals: the sums of each reader's own total rows."""
    raw = together([reader.raw for reader in readers])
    several = any(reader.several for reader in readers)
    if raw is not None and readers:
        column = _amount_in_words(readers[0].rules, readers[0].plan.headers)
        own = together([reader.own for reader in readers]) if several else None
        for month, amount in sorted(raw.months.items()):
            measured = major(own.months.get(month, 0)) if own else None
            yield Control(text("{column}, added up a second time, per month", column=column), major(amount), month, measured, own=False)
        measured = major(own.whole) if own else None
        yield Control(text("{column}, added up a second time, whole file", column=column), major(raw.whole), None, measured, own=False)
    for reader, stated in zip(readers, totals, strict=True):
        if stated:
            ours = major(reader.written)
            alone = len(readers) == 1 and not several
            yield Control(text("The file’s own total"), _total(stated, ours), measured=None if alone else ours)


def _total(stated: Sequence[Decimal], ours: Decimal) -> Decimal:
    """The total of the whole file by its total rows: the last is that of all, unless they are sums of parts."""
    whole = sum(stated, Decimal(0))
    return whole if whole == ours or stated[-1] < max(stated) else stated[-1]


class _Dates:
    """The dates of a block: day (int32 since 1970) and valid, one per row; cells say "2025-12-31|07:45:00" for keys."""

    def __init__(self, cells: Cells, plan: Plan) -> None:
        number, valid, clock = (plan.dates or DateReader("ymd")).read(cells.values)
        self.valid = cells.where(valid)
        codes = np.asarray(pc.fill_null(cells.codes, 0))
        self.day = number[codes] if len(number) else np.zeros(len(cells), dtype=np.int32)
        iso = pa.array(np.datetime_as_string(number.astype("datetime64[D]")).tolist(), pa.string())
        self.cells = Cells(pc.binary_join_element_wise(iso, clock, "|"), cells.codes)


def _registers(taken: Mapping[str, int]) -> list[str]:
    """Which parties the lines describe beyond their number."""
    found = []
    if any(role in taken for role in ("customer_name", *ABOUT_CUSTOMERS)) and {"customer_id", "customer_name"} & taken.keys():
        found.append("customers")
    if {"product_name", "product_group"} & taken.keys() and "product_id" in taken:
        found.append("products")
    if "seller_name" in taken and "seller_id" in taken:
        found.append("sellers")
    return found


def _product(typed: Typed) -> Cells:
    """The product's number; its text where there is none."""
    number, name = ids(typed.cells("product_id")), typed.cells("product_name")
    if not number.missing.any() or name.missing.all():
        return number
    either = pc.coalesce(number.texts, words(name).texts).dictionary_encode()
    return Cells(either.dictionary, either.indices)


def _seller(typed: Typed) -> Cells:
    return ids(typed.cells("seller_id" if "seller_id" in typed.taken else "seller_name"))


def _short(typed: Typed, role: str) -> Cells:
    """A number as its shortest text, so that 12,50 and 12.5 are the same in a key; as written where it is no number."""
    cells = typed.cells(role)
    return Cells(pc.coalesce(short(typed.per_value(role)), cells.values), cells.codes)


def _amount_roles(rules: Rules) -> tuple[str, ...]:
    if rules.revenue == "net":
        return (rules.net,)
    return ("quantity", rules.price) if rules.revenue in ("price", "price_by_rate") else (rules.gross,)


def _amount_in_words(rules: Rules, headers: Mapping[str, str]) -> Text:
    if rules.revenue == "price":
        return text("{quantity} x {price}", quantity=headers.get("quantity", ""), price=headers.get(rules.price, ""))
    return text("{column}", column=headers.get(rules.net, ""))


def about_date(cells: Cells, row: int, *, joined: bool = False) -> Text:
    """The sentence for a date that is missing or cannot be read. joined: dates come from another file."""
    if cells.codes[row].as_py() is not None:
        return text("The date {value} cannot be read.", value=_quoted(cells, row))
    return text("The order of this line is not in the file with the orders.") if joined else text("The date is missing.")


def _about_amount(cells: Cells, row: int) -> Text:
    if cells.codes[row].as_py() is None:
        return text("The amount is missing.")
    return text("The amount {value} cannot be read.", value=_quoted(cells, row))


def _about_currency(cells: Cells, row: int) -> Text:
    return text("The currency {value} is not known.", value=_quoted(cells, row))


def _quoted(cells: Cells, row: int) -> str:
    return f"“{masked_in(cells.values[cells.codes[row].as_py()].as_py())[:40]}”"


def _first_of(places: Rows, which: Mask) -> Mask:
    """Of the rows chosen, the first of each place."""
    rows = np.flatnonzero(which)
    found = np.zeros(len(which), dtype=bool)
    found[rows[np.unique(places[rows], return_index=True)[1]]] = True
    return found
