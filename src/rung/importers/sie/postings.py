"""What do the rows of vouchers say? Accounts and amounts of a whole block at a time; only what holds revenue is looked at closer.

Nearly all rows are written in the same plain way, and one expression reads them by the million. Those that are not (quotation marks
with spaces or braces in them, a comma in the amount) go through `rows.fields` one by one, with the same outcome.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.saft.amounts import units
from rung.importers.sie.blocks import ADDED, POSTING, REMOVED, VOUCHER, Block
from rung.importers.sie.rows import without_label

_ACCOUNT, _AMOUNT = "[0-9A-Za-z]{1,20}", r"-?[0-9]{1,13}(?:\.[0-9]{1,4})?"
_PLAIN = (
    rf'^\s*#R?TRANS\s+(?P<account>{_ACCOUNT}|"{_ACCOUNT}")\s*\{{(?P<objects>[^{{}}]*)\}}\s*(?P<amount>{_AMOUNT}|"{_AMOUNT}")'
    r"(?P<rest>\s.*)?\s*$"
)
_UNIT = pa.decimal128(18, 4)
_COMMA = re.compile(r"[+-]?\d+,\d{1,2}", re.ASCII)
_SAFE = 1 << 62


@dataclass(frozen=True, slots=True)
class Postings:
    """The voucher rows of a block that count, in order; one place in each column for each row.

    voucher: which voucher of the block, -1 before the first one. row: place in the block. place: which row of its voucher, counted
    from 1. units: debit positive, 0 where it cannot be read. read: whether it can. account: place in `accounts`. repeated and removed:
    how many rows were left out, as #RTRANS that are followed by their #TRANS, and #BTRANS.
    """

    voucher: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]
    units: npt.NDArray[Any]
    read: npt.NDArray[np.bool_]
    account: npt.NDArray[np.int64]
    accounts: list[str]
    objects: Any
    rest: Any
    repeated: int
    removed: int


def postings_of(block: Block) -> Postings:
    """Read the voucher rows of a block."""
    wanted = np.flatnonzero((block.kinds == POSTING) | (block.kinds == ADDED))
    account, objects, rest, exact, read = _columns(block.rows.take(pa.array(wanted)))
    voucher = np.cumsum(block.kinds == VOUCHER)[wanted] - 1
    coded = account.dictionary_encode()
    codes = np.asarray(coded.indices).astype(np.int64)
    doubled = _doubled(block.kinds[wanted] == ADDED, voucher, codes, exact, objects)
    stays = ~doubled
    return Postings(
        voucher=voucher[stays],
        row=wanted[stays],
        place=_places(block, wanted, doubled)[stays],
        units=exact[stays],
        read=read[stays],
        account=codes[stays],
        accounts=coded.dictionary.to_pylist(),
        objects=objects.filter(pa.array(stays)),
        rest=rest.filter(pa.array(stays)),
        repeated=int(doubled.sum()),
        removed=int((block.kinds == REMOVED).sum()),
    )


def summable(amounts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same amounts, as Python's whole numbers if 64 bits might not hold the sum of them all."""
    largest = max(int(amounts.max()), -int(amounts.min())) if len(amounts) else 0
    return amounts.astype(np.int64 if largest * len(amounts) < _SAFE else object)


def amount_of(written: str) -> int | None:
    """An amount in units; None when it is none. A comma with one or two digits behind it can only be a decimal sign here."""
    return units(written.replace(",", ".") if _COMMA.fullmatch(written) else written)


def _columns(written: Any) -> tuple[Any, Any, Any, npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Account, objects, what stands behind the amount, units, and whether the amount can be read, for each row."""
    found = pc.extract_regex(written, _PLAIN)
    plain = np.asarray(found.is_valid())
    account, objects, amount, rest = (pc.if_else(found.is_valid(), pc.struct_field(found, [n]), None) for n in range(4))
    account, amount = (pc.ascii_trim(column, characters='"') for column in (account, amount))
    exact, odd = _exact(pc.fill_null(amount, "0")), np.flatnonzero(~plain)
    if not len(odd):
        return account, objects, rest, summable(exact), plain
    slow = [_by_hand(row) for row in written.take(pa.array(odd)).to_pylist()]
    account, objects, rest = (
        pc.replace_with_mask(column, pa.array(~plain), pa.array([one[n] for one in slow], pa.string()))
        for n, column in enumerate((account, objects, rest))
    )
    exact, read = exact.copy(), plain.copy()
    exact[odd] = [one[3] or 0 for one in slow]
    read[odd] = [one[3] is not None for one in slow]
    return account, objects, rest, summable(exact), read


def _exact(amounts: Any) -> npt.NDArray[Any]:
    """Plain amounts as units in 64 bits."""
    decimals = pc.cast(amounts, _UNIT)
    words = np.frombuffer(decimals.buffers()[1], np.int64)[2 * decimals.offset :]
    return words[: 2 * len(decimals) : 2]


def _by_hand(row: str) -> tuple[str, str, str, int | None]:
    """Account, objects, what stands behind the amount, and the amount in units of a row that is not written plainly."""
    found = without_label(row)
    if len(found) < 3:
        return (found[0] if found else ""), "", "", None
    rest = " ".join('"' + field.replace('"', '\\"') + ' "' for field in found[3:])  # the blank, for a field may end in a backslash
    return found[0], found[1], rest, amount_of(found[2])


def _doubled(
    added: npt.NDArray[np.bool_], voucher: npt.NDArray[np.int64], account: npt.NDArray[np.int64], exact: npt.NDArray[Any], objects: Any
) -> npt.NDArray[np.bool_]:
    """Which #RTRANS are followed by the #TRANS that says the same. That one counts: it has the date of the voucher.

    The #RTRANS has the day when it was added, often in another year, and who did it, so the two are not the same to the letter.
    """
    doubled = np.zeros(len(added), dtype=bool)
    maybe = np.flatnonzero(added[:-1] & ~added[1:]) if len(added) else np.zeros(0, np.int64)
    if len(maybe):
        same = (voucher[maybe] == voucher[maybe + 1]) & (account[maybe] == account[maybe + 1]) & (exact[maybe] == exact[maybe + 1])
        listed = [objects.take(pa.array(at)).to_pylist() for at in (maybe, maybe + 1)]
        alike = [(a or "").split() == (b or "").split() for a, b in zip(*listed, strict=True)]
        doubled[maybe] = same & np.array(alike, dtype=bool)
    return doubled


def _places(block: Block, wanted: npt.NDArray[np.int64], doubled: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Which row of its voucher each one is. Removed rows keep their place, so that the others keep theirs when one is removed."""
    counts = np.isin(block.kinds, (POSTING, ADDED, REMOVED))
    counts[wanted[doubled]] = False
    running = np.cumsum(counts)
    starts = np.maximum.accumulate(np.where(block.kinds == VOUCHER, running, 0))
    return (running - starts)[wanted]
