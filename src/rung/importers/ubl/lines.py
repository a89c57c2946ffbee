"""How do the invoices that count become revenue lines? From columns to columns, foreign money converted where the invoice says the rate."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.facts import INVOICE_LINES, Chunk
from rung.importers.saft.amounts import as_date, decimals
from rung.importers.ubl.collecting import NO_QUANTITY, Collected, Entry
from rung.importers.ubl.parties import customer_ids, seller_id
from rung.importers.ubl.settling import Settled
from rung.importers.ubl.spreading import converted

CHUNK = 10_000
_LARGEST = 10**18  # DECIMAL(18,4) holds less than this many units
_UNKNOWN = -(1 << 63)
Numbers = npt.NDArray[np.int64]


class Lines:
    """The lines of all invoices that count, invoice by invoice.

    entries: the invoices. of: for each line the place of its invoice among them. at: its place in the columns of what was collected.
    customers: the customer number of each party in Collected.parties.
    """

    def __init__(self, found: Collected, settled: Settled) -> None:
        self.found, self.settled = found, settled
        self.entries = [found.entries[place] for place in settled.counted]
        self.customers = customer_ids(found.parties.items, {entry.customer for entry in self.entries})
        counts = np.array([entry.lines for entry in self.entries], dtype=np.int64)
        firsts = np.array([entry.first for entry in self.entries], dtype=np.int64)
        self.of = np.repeat(np.arange(len(counts)), counts)
        self.at: Numbers = np.arange(len(self.of)) + np.repeat(firsts - np.cumsum(counts) + counts, counts)

    @cached_property
    def revenue(self) -> Numbers:
        """The revenue of each line in units of the company's currency, _UNKNOWN where the invoice is foreign and says no rate."""
        amounts: Numbers = self._column(self.found.amounts, np.int64)
        ends = np.cumsum([entry.lines for entry in self.entries], dtype=np.int64)
        for number, place in enumerate(self.settled.counted):
            if place in self.settled.foreign:
                part = slice(int(ends[number]) - self.entries[number].lines, int(ends[number]))
                amounts[part] = self._converted(amounts[part].tolist(), place)
        return amounts

    def _converted(self, amounts: list[int], place: int) -> list[int]:
        rate = self.settled.foreign[place]
        if rate is None:
            return [_UNKNOWN] * len(amounts)
        in_ours = converted(amounts, rate)
        return in_ours if all(abs(amount) < _LARGEST for amount in in_ours) else [_UNKNOWN] * len(amounts)

    def chunks(self) -> Iterator[Chunk]:
        """The facts, some thousands at a time."""
        of_invoice = self._of_invoices()
        ids = pa.array(self.found.ids.items, pa.string())
        products = pa.array([product.id or None for product in self.found.products.items], pa.string())
        groups = pa.array([product.group or None for product in self.found.products.items], pa.string())
        for start in range(0, len(self.at), CHUNK):
            part = slice(start, start + CHUNK)
            said = {name: values.take(pa.array(self.of[part])) for name, values in of_invoice.items()}
            sold = pa.array(self._column(self.found.products_sold, np.int32)[part])
            keys = ids.take(pa.array(self._column(self.found.line_ids, np.int32)[part]))
            said |= {
                "line_key": pc.binary_join_element_wise(said["line_key"], keys, "|"),
                "product_id": products.take(sold),
                "product_group": groups.take(sold),
                "row": pa.array(self._column(self.found.places, np.int32)[part].astype(np.int64)),
                **self._money(part, said["currency"]),
            }
            yield _chunk(said, len(sold))

    def _money(self, part: slice, currencies: Any) -> dict[str, Any]:
        amounts, quantities = (self._column(column, np.int64)[part] for column in (self.found.amounts, self.found.quantities))
        foreign = np.asarray(pc.is_valid(currencies))
        return {
            "revenue": _decimals(self.revenue[part], self.revenue[part] != _UNKNOWN),
            "quantity": _decimals(quantities, quantities != NO_QUANTITY),
            "original_amount": _decimals(amounts, foreign),
        }

    def _column(self, column: Any, kind: Any) -> Any:
        return np.frombuffer(column, kind)[self.at]

    def _of_invoices(self) -> dict[str, Any]:
        """What each invoice says once, as columns of facts. line_key is its beginning."""
        parties = self.found.parties.items
        foreign = [place in self.settled.foreign for place in self.settled.counted]
        texts = {
            "line_key": [self._key(entry) for entry in self.entries],
            "customer_id": [self.customers[entry.customer] or None for entry in self.entries],
            "invoice_id": [entry.number for entry in self.entries],
            "seller_id": [seller_id(parties[entry.supplier]) or None for entry in self.entries],
            "currency": [entry.currency if other else None for entry, other in zip(self.entries, foreign, strict=True)],
            "file": [entry.file for entry in self.entries],
        }
        days = pa.array([entry.days for entry in self.entries], pa.int32()).cast(pa.date32())
        return {"date": days, **{name: pa.array(values, pa.string()) for name, values in texts.items()}}

    def _key(self, entry: Entry) -> str:
        """Numbers of invoices may start again with the year, and those of credit notes may be a series of their own."""
        year = as_date(entry.days or 0).year
        return f"{self.settled.company_key}|{entry.number}|{year}" + ("|credit" if entry.credit else "")


def _decimals(units: Numbers, known: npt.NDArray[np.bool_]) -> Any:
    return decimals([value if there else None for value, there in zip(units.tolist(), known.tolist(), strict=True)])


def _chunk(said: dict[str, Any], count: int) -> Chunk:
    arrays = []
    for field in INVOICE_LINES.read_schema:
        if field.name == "source":
            arrays.append(pa.repeat("lines", count))
        elif field.name == "estimated":
            arrays.append(pa.repeat(pa.scalar(False), count))
        elif field.name in said:
            arrays.append(said[field.name])
        else:
            arrays.append(pa.nulls(count, field.type))
    return Chunk("invoice_lines", pa.Table.from_arrays(arrays, schema=INVOICE_LINES.read_schema))
