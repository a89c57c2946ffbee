"""What should a user know of rows that became facts? Counts and sums of what is unusual in a file, each said once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Money, Text, text, texts, to_minor
from rung.facts import Problem
from rung.importers.sheet.block import at, at_row
from rung.importers.sheet.units import Units, major, units

# Codes that stand where a product number should: postage, fees, rounding, samples. RE2.
NON_PRODUCT = (
    r"(?i)^(post|dot|m|d|s|b|c2|c3|cruk|pads|adjust2?|test\d*|bank charges|amazonfee|gift|gebyr|fakturagebyr|faktureringsavgift"
    r"|porto|frakt|fragt|freight|shipping|postage|expedisjonsgebyr|ekspeditionsgebyr|expeditionsavgift|avrunding|øreavrunding"
    r"|øreafrunding|afrunding|öresavrundning|avrundning|rounding|rabatt|rabat|discount|tekst|text|påmindelsesgebyr|purregebyr)$"
)
_MOST_LINES = 5_000_000
_LARGEST = 200
_GIANT_SHARE = 0.005


@dataclass(slots=True)
class _Count:
    """Some rows: how many, what they sum to in ten-thousandths, and where the first stands."""

    rows: int = 0
    sum: int = 0
    first: int = 0

    def add(self, mask: npt.NDArray[np.bool_], amounts: Units, places: npt.NDArray[np.int64]) -> None:
        if mask.any():
            self.rows += int(mask.sum())
            self.sum += int(amounts[mask].sum())
            self.first = self.first or int(places[mask][0])


@dataclass(slots=True)
class Tally:
    """Everything that is counted while the lines of a sheet go by."""

    label: str
    counts: dict[str, _Count] = field(default_factory=dict)
    lines: int = 0
    positive: int = 0
    credit_named: int = 0
    sale_named: int = 0
    sales: int = 0
    _lettered: dict[str, _Count] = field(default_factory=dict)
    _lettered_back: dict[str, int] = field(default_factory=dict)
    _keys: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    _amounts: list[Units] = field(default_factory=list)
    _giants: list[tuple[int, tuple[str, str, int], int]] = field(default_factory=list)

    def add(self, lines: Any, price: Any, which: npt.NDArray[np.uint64]) -> None:
        """Count a chunk of invoice lines. price: the unit price per row, None when the file has none; which: a hash of each line's key."""
        amounts, places = units(lines["revenue"]), np.asarray(lines["row"])
        pieces = units(lines["quantity"])
        self._note("no-customer", np.asarray(pc.is_null(lines["customer_id"])), amounts, places)
        self._note("non-product", _matching(lines["product_id"], NON_PRODUCT), amounts, places)
        if price is not None:
            self._note("no-price", np.asarray(pc.fill_null(pc.equal(price, 0), fill_value=False)), amounts, places)
        self._credit_numbers(lines["invoice_id"], pieces, amounts, places)
        self.lines += len(amounts)
        self.positive += int(amounts[amounts > 0].sum())
        if self.lines <= _MOST_LINES:
            self._keys.append(which)
            self._amounts.append(amounts)
        self._keep_giants(lines, amounts, pieces, places)

    def _note(self, code: str, mask: npt.NDArray[np.bool_], amounts: Units, places: npt.NDArray[np.int64]) -> None:
        self.counts.setdefault(code, _Count()).add(mask, amounts, places)

    def _credit_numbers(self, invoices: Any, pieces: Units, amounts: Units, places: npt.NDArray[np.int64]) -> None:
        """Where credit notes have letters before their numbers (C536379) and invoices do not, a return without one is unusual."""
        back, lettered = pieces < 0, np.zeros(len(pieces), dtype=bool)
        if back.any() or self._lettered:
            for letters, rows in _letters(invoices):
                lettered |= rows
                self._lettered.setdefault(letters, _Count()).add(rows, amounts, places)
                self._lettered_back[letters] = self._lettered_back.get(letters, 0) + int((rows & back).sum())
        self.credit_named += int((back & lettered).sum())
        self.sales += int((~back).sum())
        self.sale_named += int((~back & lettered).sum())
        self._note("uncredited", back & ~lettered, amounts, places)
        self._note("credit-notes", amounts < 0, amounts, places)

    def _keep_giants(self, lines: Any, amounts: Units, pieces: Units, places: npt.NDArray[np.int64]) -> None:
        size = np.abs(amounts)
        most = min(_LARGEST, len(size))
        if not most:
            return
        rows = np.argpartition(size, len(size) - most)[-most:]
        some = pa.array(np.sort(rows))
        who, what = (pc.fill_null(lines[name].take(some), "").to_pylist() for name in ("customer_id", "product_id"))
        for row, customer, product in zip(some.to_pylist(), who, what, strict=True):
            if pieces[row]:
                self._giants.append((int(amounts[row]), (customer, product, abs(int(pieces[row]))), int(places[row])))
        self._giants = sorted(self._giants, key=lambda giant: abs(giant[0]), reverse=True)[:_LARGEST]

    def end(self) -> Iterator[Problem]:
        """The remarks: all of them about rows that are facts."""
        self.counts["same-line-again"] = self._duplicates()
        if not self.credit_named or self.sale_named * 100 > self.sales:
            self.counts.pop("uncredited", None)  # credit notes have no numbers of their own here
        else:
            self.counts["credit-notes"] = self._credit_notes()
        for code, (said, remedy) in _COUNTED.items():
            seen = self.counts.get(code, _Count())
            if seen.rows:
                total = Money(to_minor(major(seen.sum)), exact=True)
                yield Problem(code=f"sheet-{code}", where=at(self.label), found=said(seen.rows, total), remedy=remedy)
        yield from self._cancelled()

    def _credit_notes(self) -> _Count:
        """The lines of credit notes, by the letters before their numbers: those that nearly all returns have and few sales."""
        whole = _Count()
        for letters, seen in self._lettered.items():
            if self._lettered_back[letters] * 10 >= seen.rows * 9:
                whole = _Count(whole.rows + seen.rows, whole.sum + seen.sum, min(whole.first or seen.first, seen.first))
        return whole

    def _duplicates(self) -> _Count:
        """The lines that have the key of a line before them."""
        if not self._keys:
            return _Count()
        keys, amounts = np.concatenate(self._keys), np.concatenate(self._amounts)
        alone = np.sort(keys)
        if not (alone[1:] == alone[:-1]).any():
            return _Count()
        order = np.argsort(keys, kind="stable")
        again = keys[order][1:] == keys[order][:-1]
        return _Count(int(again.sum()), int(amounts[order][1:][again].sum()))

    def _cancelled(self) -> Iterator[Problem]:
        """The largest line that was taken back exactly: same customer, same product, opposite quantity."""
        if self.lines < 100:
            return
        sold: dict[tuple[str, str, int], tuple[int, int]] = {}
        pairs = []
        for amount, what, place in sorted(self._giants, key=lambda giant: giant[2]):
            if amount > 0:
                sold[what] = (amount, place)
            elif what in sold and sold[what][0] == -amount and amount <= -_GIANT_SHARE * self.positive:
                pairs.append((*sold.pop(what), place))
        if pairs:
            amount, first, second = max(pairs)
            found = texts(
                "{count} very large line was cancelled later; the largest, {amount}, by row {row}. Both are counted on their own dates.",
                "{count} very large lines were cancelled later; the largest, {amount}, by row {row}. Both are counted on their own dates.",
                count=len(pairs),
                amount=Money(to_minor(major(amount)), exact=True),
                row=str(second),
            )
            remedy = text("Mind it when you compare months; a period that holds both is right.")
            yield Problem(code="sheet-large-line-cancelled", where=at_row(self.label, first), found=found, remedy=remedy)


def _letters(invoices: Any) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Which rows have a number that starts with letters, for each of these letters; each distinct number is looked at once."""
    coded = invoices.dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    found = pc.extract_regex(coded.dictionary, r"^(?P<letters>[A-Za-zÆØÅÄÖæøåäö]+)[ -]?\d")
    letters = pc.struct_field(found, "letters") if len(found) else pa.array([], pa.string())
    for one in pc.unique(letters.drop_null()).to_pylist():
        yield one, np.asarray(pc.fill_null(pc.equal(letters, one).take(coded.indices), fill_value=False))


def _matching(column: Any, pattern: str) -> npt.NDArray[np.bool_]:
    """Which rows match, each distinct text looked at once."""
    coded = column.dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    if not len(coded.dictionary):
        return np.zeros(len(column), dtype=bool)
    per_value = np.asarray(pc.match_substring_regex(coded.dictionary, pattern))
    found: npt.NDArray[np.bool_] = per_value[np.asarray(pc.fill_null(coded.indices, 0))] & ~np.asarray(pc.is_null(coded.indices))
    return found


def _without_customer(count: int, total: Money) -> Text:
    return texts(
        "{count} line names no customer ({sum}). It counts in the total, but for nobody.",
        "{count} lines name no customer ({sum}). They count in the total, but for nobody.",
        count=count,
        sum=total,
    )


def _no_products(count: int, total: Money) -> Text:
    return texts(
        "{count} line is no product, but postage, a fee, rounding or the like ({sum}).",
        "{count} lines are no products, but postage, fees, rounding or the like ({sum}).",
        count=count,
        sum=total,
    )


def _without_price(count: int, total: Money) -> Text:
    return texts("{count} line has the price 0 ({sum}).", "{count} lines have the price 0 ({sum}).", count=count, sum=total)


def _uncredited(count: int, total: Money) -> Text:
    return texts(
        "{count} line has a negative quantity, but no credit note number ({sum}).",
        "{count} lines have a negative quantity, but no credit note number ({sum}).",
        count=count,
        sum=total,
    )


def _again(count: int, total: Money) -> Text:
    return texts(
        "{count} line is exactly like one before it ({sum}).",
        "{count} lines are exactly like one before them ({sum}).",
        count=count,
        sum=total,
    )


def _credits(count: int, total: Money) -> Text:
    return texts(
        "{count} line is of a credit note or a return ({sum}).",
        "{count} lines are of credit notes or returns ({sum}).",
        count=count,
        sum=total,
    )


_Said = Callable[[int, Money], Text]
_COUNTED: Mapping[str, tuple[_Said, Text]] = {
    "no-customer": (_without_customer, text("Let it be if it is cash sales; else fill in the customer and import again.")),
    "non-product": (_no_products, text("They are counted as revenue. Leave them out of the export if you do not want that.")),
    "credit-notes": (_credits, text("They are subtracted from revenue. Nothing to do.")),
    "no-price": (_without_price, text("Let it be if these are samples or gifts.")),
    "uncredited": (_uncredited, text("They are taken as returns. Look at some of them: they may be stock corrections.")),
    "same-line-again": (_again, text("They are kept, for they may be genuine. Look at some of them.")),
}
