"""What is a foreign invoice worth in the company's own currency? By a rate that somebody stated, and never by a guess."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Number, Text, text, texts
from rung.facts import EXCHANGE_RATES, INVOICE_LINES, REJECTED, Chunk, Control, Event, FileEnd, FileHead, Problem

NO_RATE, CONVERTED = "currency-no-rate", "currency-converted"
# A rate holds until the next one, but not for ever: yearly rates are the rarest anybody uses.
OLDEST_DAYS = 366

_MONEY = INVOICE_LINES.schema.field("revenue").type
_MOST = Decimal(10) ** 14 - 1
_NEVER = np.datetime64(date(1, 1, 1))
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of each foreign currency was worth in the company's, from which day. by_currency: days in order, rates beside."""

    by_currency: Mapping[str, tuple[npt.NDArray[np.datetime64], Sequence[Decimal]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: pa.Table, company: str) -> "Rates":
        """From rows of exchange_rates; those against another currency than the company's say nothing here. The last of a day holds."""
        found: dict[str, dict[date, Decimal]] = {}
        columns = ("currency", "against", "date", "rate")
        for currency, against, day, rate in zip(*(rows.column(name).to_pylist() for name in columns), strict=True):
            if against in (None, company) and rate > 0:
                found.setdefault(currency, {})[day] = rate
        return cls(
            {
                currency: (np.array(sorted(days), dtype="datetime64[D]"), [days[day] for day in sorted(days)])
                for currency, days in found.items()
            }
        )

    def together(self, other: "Rates") -> "Rates":
        """Both; where both know a currency, the other's."""
        return Rates({**self.by_currency, **other.by_currency})

    @property
    def mark(self) -> str:
        """A short text that is another one when any rate is another one; "" for no rates."""
        if not self.by_currency:
            return ""
        said = [
            f"{one}{day}{rate.normalize()}" for one in sorted(self.by_currency) for day, rate in zip(*self.by_currency[one], strict=True)
        ]
        return hashlib.sha256("".join(said).encode()).hexdigest()[:16]

    def each(self, currency: str, days: npt.NDArray[np.datetime64]) -> tuple[Any, Mask]:
        """The rate on each day as DECIMAL(18,8), and where there is one: the last before or on the day, no older than OLDEST_DAYS."""
        known, rates = self.by_currency.get(currency, (np.array([], dtype="datetime64[D]"), []))
        place = np.searchsorted(known, days, side="right") - 1
        start = np.append(known, _NEVER)[place]  # place -1: before the first one, which is never
        there = (place >= 0) & (days - start <= np.timedelta64(OLDEST_DAYS, "D"))
        if not len(known):
            return pa.nulls(len(days), EXCHANGE_RATES.schema.field("rate").type), np.zeros(len(days), dtype=bool)
        column = pa.array(rates, EXCHANGE_RATES.schema.field("rate").type).take(pa.array(place, mask=~there))
        return column, there


def converted(events: Iterable[Event], rates: Rates, company: str) -> Iterator[Event]:
    """The events of a reader with all money of invoice lines in the company's currency; see rung.facts.reading for what a reader gives.

    company: ISO code; "" takes the first that a file says. Rates that come in the events are used too, for what comes after them. A line
    whose rate nobody states becomes a rejected row. What a file states in a foreign currency is held against its own, unconverted sums.
    """
    exchange = _Exchange(rates, company)
    for event in events:
        match event:
            case FileHead():
                yield exchange.head(event)
            case Chunk(table=INVOICE_LINES.name):
                yield from exchange.lines(event)
            case Chunk(table=EXCHANGE_RATES.name):
                exchange.learn(event.rows)
                yield event
            case Control():
                exchange.waiting.append((event, exchange.currency))
            case FileEnd():
                yield from exchange.end()
                yield event
            case _:
                yield event


class _Exchange:
    """What is known on the way through one import."""

    def __init__(self, rates: Rates, company: str) -> None:
        self.rates, self.company, self.currency = rates, company, ""
        self.waiting: list[tuple[Control, str]] = []
        self._before: dict[str, dict[date, Decimal]] = {}
        self._done: dict[str, _Span] = {}
        self._missing: dict[tuple[str, str], _Span] = {}

    def head(self, head: FileHead) -> FileHead:
        self.currency = head.currency
        self.company = self.company or head.currency
        if not self._foreign():
            return head
        told = text("{currency}, converted to {company}", currency=head.currency, company=self.company)
        return replace(head, currency=self.company, how=(*head.how, (text("Currency"), told)))

    def learn(self, rows: pa.Table) -> None:
        self.rates = self.rates.together(Rates.of(rows, self.company))

    def lines(self, chunk: Chunk) -> Iterator[Event]:
        rows = chunk.rows
        if self._foreign():
            self._sum_before(rows)
            rows = self._named(rows)
        open_ = np.asarray(rows.column("revenue").is_null())
        if not open_.any():
            yield Chunk(chunk.table, rows)
            return
        rows, left_out = self._valued(rows, open_)
        kept = rows.filter(pa.array(~left_out))
        yield from self._refused(rows.filter(pa.array(left_out)), kept)
        yield Chunk(chunk.table, kept)

    def end(self) -> Iterator[Event]:
        yield from (self._told(control, currency) for control, currency in self.waiting)
        for (file, currency), span in self._missing.items():
            yield span.missing(file, currency)
        for currency, span in self._done.items():
            yield span.done(currency, self.company)

    def _foreign(self) -> bool:
        return bool(self.currency) and self.currency != self.company

    def _named(self, rows: pa.Table) -> pa.Table:
        """Revenue that stands in the file's own, foreign currency is the original amount; what is in the company's stays."""
        ours = pc.fill_null(pc.equal(rows.column("currency"), self.company), fill_value=False)
        stated = pc.and_(pc.is_valid(rows.column("revenue")), pc.is_null(rows.column("currency")))
        original = pc.if_else(stated, rows.column("revenue"), rows.column("original_amount"))
        currency = pc.if_else(stated, self.currency, rows.column("currency"))
        revenue = pc.if_else(ours, original, pa.scalar(None, _MONEY))
        return _put(rows, original_amount=original, currency=currency, revenue=revenue)

    def _valued(self, rows: pa.Table, open_: Mask) -> tuple[pa.Table, Mask]:
        """Rows with the revenue and cost of open ones converted, and which of them have no rate."""
        days = np.asarray(rows.column("date").combine_chunks()).astype("datetime64[D]")
        currencies = pc.fill_null(rows.column("currency"), "")
        revenue, cost, left_out = rows.column("revenue"), rows.column("cost"), np.zeros(len(rows), dtype=bool)
        for currency in pc.unique(currencies.filter(pa.array(open_))).to_pylist():
            concerned = open_ & np.asarray(pc.equal(currencies, currency))
            rate, there = self.rates.each(currency, days)
            if currency == self.company:
                rate, there = pa.array([Decimal(1)] * len(rows), rate.type), np.ones(len(rows), dtype=bool)
            this, amount = pa.array(concerned), _times(rows.column("original_amount"), rate)
            revenue = pc.if_else(this, amount, revenue)
            cost = pc.if_else(this, _times(rows.column("cost"), rate), cost)
            done = concerned & there & np.asarray(pc.is_valid(amount))
            left_out |= concerned & ~done
            self._note(done, currency, days, rate)
        return _put(rows, revenue=revenue, cost=cost), left_out

    def _note(self, done: Mask, currency: str, days: npt.NDArray[np.datetime64], rate: Any) -> None:
        if currency != self.company and done.any():
            used = rate.filter(pa.array(done))
            span = self._done.setdefault(currency, _Span())
            span.add(int(done.sum()), days[done].min(), days[done].max())
            span.rates((pc.min(used).as_py(), pc.max(used).as_py()))

    def _refused(self, rows: pa.Table, kept: pa.Table) -> Iterator[Event]:
        """Lines without a rate, as rejected rows; a row of the file that also became another line is not lost and does not count."""
        if not len(rows):
            return
        there = set(zip(kept.column("file").to_pylist(), kept.column("row").to_pylist(), strict=True))
        seen: dict[tuple[str, int], dict[str, Any]] = {}
        for row in rows.to_pylist():
            seen.setdefault((row["file"], row["row"]), row)
        lost = [row for place, row in seen.items() if place not in there]
        for row in lost:
            day = np.datetime64(row["date"])
            self._missing.setdefault((row["file"], row["currency"] or ""), _Span()).add(1, day, day)
        if lost:
            yield Chunk(REJECTED.name, pa.Table.from_pylist([_rejected(row) for row in lost], REJECTED.read_schema))

    def _sum_before(self, rows: pa.Table) -> None:
        """What the rows sum to in the file's own currency, month by month, to be held against what the file states."""
        own = pc.fill_null(
            pc.or_kleene(pc.is_null(rows.column("currency")), pc.equal(rows.column("currency"), self.currency)), fill_value=True
        )
        amount = pc.fill_null(pc.coalesce(rows.column("revenue"), rows.column("original_amount")).filter(own), Decimal(0))
        month = pc.floor_temporal(rows.column("date").filter(own), unit="month").cast(pa.date32())
        sums = pa.table({"month": month, "amount": amount}).group_by("month").aggregate([("amount", "sum")])
        mine = self._before.setdefault(self.currency, {})
        for day, total in zip(sums.column("month").to_pylist(), sums.column("amount_sum").to_pylist(), strict=True):
            mine[day] = mine.get(day, Decimal(0)) + total

    def _told(self, control: Control, currency: str) -> Control:
        if control.measured is not None or not control.money or not currency or currency == self.company:
            return control
        before = self._before.get(currency, {})
        measured = sum(before.values(), Decimal(0)) if control.month is None else before.get(control.month, Decimal(0))
        return replace(control, name=text("{total}, in {currency}", total=control.name, currency=currency), measured=measured)


@dataclass(slots=True)
class _Span:
    """Lines in one currency: how many, from which day to which, at which rates."""

    rows: int = 0
    first: Any = None
    last: Any = None
    low: Decimal | None = None
    high: Decimal | None = None

    def add(self, rows: int, first: Any, last: Any) -> None:
        self.rows += rows
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)

    def rates(self, ends: tuple[Decimal, Decimal]) -> None:
        self.low = ends[0] if self.low is None else min(self.low, ends[0])
        self.high = ends[1] if self.high is None else max(self.high, ends[1])

    def missing(self, file: str, currency: str) -> Problem:
        named = currency or text("an unknown currency")
        found = texts(
            "{count} line is in {currency}, and there is no exchange rate for {first}.",
            "{count} lines are in {currency}, and there is no exchange rate for their days ({first} to {last}).",
            count=self.rows,
            currency=named,
            first=self.first.astype(date),
            last=self.last.astype(date),
        )
        remedy = text("Give a sheet with the columns currency, date and rate together with this file, and import it again.")
        return Problem(code=NO_RATE, where=text("{file}", file=file), found=found, remedy=remedy, rows=self.rows)

    def done(self, currency: str, company: str) -> Problem:
        found = texts(
            "{count} line in {currency} was converted to {company}.",
            "{count} lines in {currency} were converted to {company}.",
            count=self.rows,
            currency=currency,
            company=company,
        )
        low, high = (Number(float(rate or 0), decimals=4) for rate in (self.low, self.high))
        remedy = text("Rates from {low} to {high} were used; check that they are yours.", low=low, high=high)
        return Problem(code=CONVERTED, where=_days(self.first, self.last), found=found, remedy=remedy)


def _days(first: Any, last: Any) -> Text:
    return text("{first} to {last}", first=first.astype(date), last=last.astype(date))


def _times(amount: Any, rate: Any) -> Any:
    """Amount x rate, rounded half away from zero to four decimals; null where either is, and where no ledger has room for it."""
    exact = pc.multiply(amount.cast(pa.decimal256(18, 4)), rate.cast(pa.decimal256(18, 8)))
    fits = pc.if_else(pc.less(pc.abs(exact), pa.scalar(_MOST, exact.type)), exact, pa.scalar(None, exact.type))
    return pc.round(fits, 4, "half_towards_infinity").cast(_MONEY)


def _put(rows: pa.Table, **columns: Any) -> pa.Table:
    for name, column in columns.items():
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), column)
    return rows


def _rejected(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line as a row that was left out: what it says, in the order of the table."""
    said = [
        str(row[name])
        for name in ("date", "invoice_id", "customer_id", "product_id", "quantity", "original_amount", "currency")
        if row[name]
    ]
    place = {"file": row["file"], "row": row["row"]}
    return {"code": NO_RATE, "content": "\t".join(said), "rows": 1, "amount": row["original_amount"], **place}
