"""Which vouchers are sales, and what do their rows say? Everything else has been counted and is passed over.

Heads of vouchers and what stands behind amounts are written alike by nearly all programs, and are read a block at a time; the others go
through `rows.fields` one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.saft.amounts import rounded
from rung.importers.sie.blocks import VOUCHER, Block
from rung.importers.sie.book import Days, day_of
from rung.importers.sie.objects import NOTHING, Dimensions, Tags
from rung.importers.sie.postings import Postings
from rung.importers.sie.rows import fields, without_label

Ints = npt.NDArray[np.int64]
NO_DAY = -(1 << 40)  # where a row has no date of its own


def _field(name: str) -> str:
    return rf'(?P<{name}>"[^"\\]*"|[^\s"{{}}]+)'


_HEAD = rf'^[ \t]*#VER[ \t]+{_field("series")}[ \t]+{_field("number")}[ \t]+"?(?P<day>[0-9]{{8}})"?(?:[ \t]+{_field("text")})?(?:\s.*)?\s*$'
_BEHIND = rf'^(?:[ \t]+(?:"?(?P<day>[0-9]{{8}})"?|"")(?:[ \t]+{_field("text")}(?:[ \t]+{_field("quantity")})?)?(?:\s.*)?)?\s*$'
_RECEIVABLE = "15"


@dataclass(frozen=True, slots=True)
class Heads:
    """Vouchers, one place in each list for each. written: the date as it stands; row: in the file."""

    series: list[str]
    number: list[str]
    written: list[str]
    text: list[str]
    row: list[int]

    def name(self, n: int) -> str:
        """The voucher as people call it: "A 12"."""
        return f"{self.series[n]} {self.number[n]}".strip() or self.written[n]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """Sales vouchers, and their rows that hold revenue or can tell whose it is; one place in each column for each row, in order.

    voucher: place in `heads`. income: whether it is on a revenue account. units: debit positive. row: in the file. place: which row of
    its voucher. account: place in `accounts`. days: its own date, since 1970-01-01, or NO_DAY. quantity: units, None when there is none.
    original: units and currency of amounts in another one. content: of a row as the file has it, asked for when it is lost.
    """

    heads: Heads
    voucher: Ints
    income: npt.NDArray[np.bool_]
    units: npt.NDArray[Any]
    row: Ints
    place: Ints
    account: Ints
    accounts: list[str]
    days: Ints
    text: list[str]
    quantity: list[int | None]
    tags: list[Tags]
    original: dict[int, tuple[int, str]] = field(default_factory=dict)
    content: Any = None


def sales_of(block: Block, postings: Postings, revenue: npt.NDArray[np.bool_], dimensions: Dimensions, days: Days) -> Sales:
    """The sales of a block. revenue: whether each of the postings' accounts holds revenue."""
    inside = postings.read & (postings.voucher >= 0)
    income = revenue[postings.account] & inside
    ver = np.flatnonzero(block.kinds == VOUCHER)
    sells = np.zeros(len(ver) + 1, dtype=bool)
    sells[postings.voucher[income]] = True
    receivable = np.array([account.startswith(_RECEIVABLE) for account in postings.accounts], dtype=bool)
    listed = np.asarray(pc.not_equal(postings.objects, ""))
    chosen = np.flatnonzero(income | (sells[postings.voucher] & inside & (listed | receivable[postings.account])))
    numbers = np.flatnonzero(sells)
    own, text, quantity = _behind(postings.rest.take(pa.array(chosen)), days)
    return Sales(
        heads=heads_of(block, ver[numbers]),
        voucher=np.searchsorted(numbers, postings.voucher[chosen]),
        income=income[chosen],
        units=postings.units[chosen],
        row=postings.row[chosen] + (block.before + 1),
        place=postings.place[chosen],
        account=postings.account[chosen],
        accounts=postings.accounts,
        days=own,
        text=text,
        quantity=quantity,
        tags=_tags(postings, chosen, listed, dimensions),
        content=lambda row: block.rows[row - block.before - 1].as_py(),
    )


def heads_of(block: Block, at: Ints) -> Heads:
    """The heads of vouchers. at: their places in the block."""
    written = block.rows.take(pa.array(at))
    series, number, day, text = _columns(written, _HEAD, 4, _head_by_hand)
    return Heads(series, number, day, text, (at + (block.before + 1)).tolist())


def _head_by_hand(written: str) -> Sequence[str]:
    series, number, day, said, *_ = [*without_label(written), "", "", "", ""]
    if day_of(day) is None and day_of(number) is not None:
        return "", series, number, day  # some programs have no series
    return series, number, day, said


def _behind(rest: Any, days: Days) -> tuple[Ints, list[str], list[int | None]]:
    """Date, text and quantity behind the amounts; each may be missing or empty."""
    day, text, quantity = _columns(pc.fill_null(rest, ""), _BEHIND, 3, lambda written: [*fields(written), "", "", ""][:3])
    known = [days.of(one) for one in day]
    own = np.array([NO_DAY if one is None else one for one in known], dtype=np.int64)
    return own, text, [(rounded(one) or None) if one else None for one in quantity]


def _columns(written: Any, shape: str, count: int, by_hand: Any) -> list[list[str]]:
    """The groups of an expression, without quotation marks and blanks around, as lists; rows that do not fit it are read by hand."""
    found = pc.extract_regex(written, shape)
    columns = [pc.ascii_trim(pc.struct_field(found, [n]), characters='" \t').to_pylist() for n in range(count)]
    for n in np.flatnonzero(~np.asarray(found.is_valid())).tolist():
        for column, said in zip(columns, by_hand(written[n].as_py()), strict=True):
            column[n] = said.strip()
    return columns


def _tags(postings: Postings, chosen: Ints, listed: npt.NDArray[np.bool_], dimensions: Dimensions) -> list[Tags]:
    if not listed[chosen].any():
        return [NOTHING] * len(chosen)
    return list(map(dimensions.of, postings.objects.take(pa.array(chosen)).to_pylist()))
