"""Which rows became no facts? Each as the file has it, so that a user can find it and mend it."""

from typing import Any

import pyarrow as pa
from lxml.etree import _Element as Element

from rung.facts import REJECTED, Chunk
from rung.importers.numbers import masked, masked_in, personal
from rung.importers.saft.amounts import amount


class Rejected:
    """The rows of one file that are no facts, until they are taken; however many, none is left out."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: list[dict[str, Any]] = []

    def add(self, code: str, row: int, element: Element, *before: str, units: int | None = None, people: bool = False) -> None:
        """One element that stands for one row. before: what belongs to the row and stands outside it, such as the number of its voucher.

        people: it is about a person or a firm, so that ten digits that begin with a date are taken for a personal number.
        """
        cells = (trimmed for one in (*before, *map(str, element.itertext(with_tail=False))) if (trimmed := one.strip()))
        content = "\t".join(masked(cell) if people and personal(cell, people=True) else masked_in(cell) for cell in cells)
        money = None if units is None else amount(units)
        self._rows.append({"code": code, "content": content, "rows": 1, "amount": money, "file": self._file, "row": row})

    def take(self, most: int) -> Chunk | None:
        """The rows since the last time, when there are more than so many; else None."""
        if len(self._rows) <= most:
            return None
        rows, self._rows = self._rows, []
        return Chunk("rejected", pa.Table.from_pylist(rows, schema=REJECTED.read_schema))
