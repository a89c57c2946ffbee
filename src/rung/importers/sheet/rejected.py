"""What did the rows say that became no facts? Each of them as it stood in the file, however many, for a user to download and mend."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.facts import REJECTED, Chunk
from rung.importers.numbers import mask_column
from rung.importers.sheet.block import Rows, Sheet
from rung.importers.sheet.numbers import MONEY
from rung.importers.sheet.units import units

_MOST = 50_000


def _numbers() -> "array[int]":
    return array("q")


@dataclass(slots=True)
class Rejected:
    """The rows of a sheet that became no facts, a few numbers each; what they say is read once more from the sheet at the end."""

    sheet: Sheet
    _codes: list[str] = field(default_factory=list)
    _code: "array[int]" = field(default_factory=_numbers)
    _places: "array[int]" = field(default_factory=_numbers)
    _rows: "array[int]" = field(default_factory=_numbers)
    _amounts: "array[int]" = field(default_factory=_numbers)  # ten-thousandths
    _known: "array[int]" = field(default_factory=_numbers)

    def add(self, code: str, place: int, rows: int, amount: Decimal | None) -> None:
        """One row, or a torn one that spans several lines of the file."""
        self._many(code, np.array([place]), np.array([rows]), pa.array([amount], MONEY))

    def add_all(self, code: str, places: Rows, amounts: Any = None) -> None:
        """Rows of one kind. amounts: DECIMAL(18,4), one per row, null where it could not be read; None when there are none."""
        whole = pa.nulls(len(places), MONEY) if amounts is None else amounts
        self._many(code, places, np.ones(len(places), dtype=np.int64), whole)

    def _many(self, code: str, places: Rows, rows: Rows, amounts: Any) -> None:
        if code not in self._codes:
            self._codes.append(code)
        known = np.asarray(amounts.is_valid())
        for kept, more in (
            (self._code, np.full(len(places), self._codes.index(code))),
            (self._places, places),
            (self._rows, rows),
            (self._amounts, units(amounts)),
            (self._known, known),
        ):
            kept.frombytes(np.ascontiguousarray(more, dtype=np.int64).tobytes())

    def chunks(self) -> Iterator[Chunk]:
        """All of them, in the order of the file, personal numbers masked."""
        places = _whole(self._places)
        order = np.argsort(places, kind="stable")
        wanted = places[order]
        told = np.zeros(len(wanted), dtype=bool)
        for found, contents in self.sheet.written(wanted) if len(wanted) else ():
            which = np.searchsorted(wanted, found)
            told[which] = True
            yield from self._chunks(order[which], contents)
        left = order[~told]  # none: only a sheet that changed while it was read could come here
        yield from self._chunks(left, pa.array([""] * len(left), pa.string()))

    def _chunks(self, which: Rows, contents: Any) -> Iterator[Chunk]:
        for start in range(0, len(which), _MOST):
            some = which[start : start + _MOST]
            columns = {
                "code": pa.array(self._codes).take(pa.array(_whole(self._code)[some])),
                "content": mask_column(contents.slice(start, _MOST)),
                "rows": pa.array(_whole(self._rows)[some]),
                "amount": _money(_whole(self._amounts)[some], _whole(self._known)[some] == 1),
                "file": pa.repeat(self.sheet.label, len(some)),
                "row": pa.array(_whole(self._places)[some]),
            }
            schema = REJECTED.read_schema
            yield Chunk(REJECTED.name, pa.table([columns[name] for name in schema.names], schema=schema))


def _whole(numbers: "array[int]") -> Rows:
    return np.frombuffer(numbers, np.int64) if len(numbers) else np.zeros(0, dtype=np.int64)


def _money(ten_thousandths: Rows, known: npt.NDArray[np.bool_]) -> Any:
    """DECIMAL(18,4) from whole ten-thousandths, null where not known."""
    both = np.stack([ten_thousandths, ten_thousandths >> 63], axis=1)
    valid = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    return pa.Array.from_buffers(MONEY, len(known), [valid, pa.py_buffer(both.tobytes())])
