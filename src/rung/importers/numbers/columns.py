"""Whose numbers are in a column? The same as for one number, for each distinct value once; plain digits all at a time."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.numbers.organisation import CHECKED, org_number
from rung.importers.numbers.persons import masked_in

_MAYBE = r"\d{6}.?\d{4}"
_SHAPES = {"NO": r"^[0-9]{9}$", "DK": r"^[1-9][0-9]{7}$", "SE": r"^[0-9]{2}[2-9][0-9]{7}$"}
_WEIGHTS = {"NO": (3, 2, 7, 6, 5, 4, 3, 2, 1), "DK": (2, 7, 6, 5, 4, 3, 2, 1), "SE": (2, 1) * 5}


class Numbers(NamedTuple):
    """Organisation numbers of a column, as Arrow arrays with one value a row; all null where the cell is empty.

    digits: null where there are none or they are a person's. country: null where nothing tells. valid: null where there is no rule.
    """

    digits: Any
    country: Any
    valid: Any
    personal: Any


def org_numbers(column: Any, country: str | None = None) -> Numbers:
    """`org_number` of each row. column: Arrow strings. country: of all of them, when known."""
    coded = _whole(column).dictionary_encode()
    written, rows = coded.dictionary, coded.indices
    bare = pc.replace_substring_regex(written, "[ -]", "")
    plain = _plain(bare, country)
    digits, countries = pc.if_else(pa.array(plain), bare, written).to_pylist(), [country] * len(written)
    valid, persons = plain.tolist(), [False] * len(written)
    for n in np.flatnonzero(~plain).tolist():
        found = org_number(digits[n], country)
        digits[n], countries[n], valid[n], persons[n] = found.digits or None, found.country or None, found.valid, found.personal
    lists = ((digits, pa.string()), (countries, pa.string()), (valid, pa.bool_()), (persons, pa.bool_()))
    return Numbers(*(pa.array(values, kind).take(rows) for values, kind in lists))


def mask_column(column: Any, *, people: bool = False) -> Any:
    """The column with every personal number masked. people: as in `personal`, for a column that numbers people or firms."""
    whole = _whole(column)
    maybe = pc.fill_null(pc.match_substring_regex(whole, _MAYBE), fill_value=False)
    if not pc.any(maybe).as_py():
        return whole
    hidden = [masked_in(value, people=people) for value in whole.filter(maybe).to_pylist()]
    return pc.replace_with_mask(whole, maybe, pa.array(hidden, whole.type))


def _plain(written: Any, country: str | None) -> npt.NDArray[np.bool_]:
    """Which are right as they stand: nothing but digits, as many as the country has, and the check digit fits."""
    found = np.zeros(len(written), dtype=bool)
    if country not in _WEIGHTS:
        return found
    shaped = np.asarray(pc.match_substring_regex(written, _SHAPES[country]))
    joined = "".join(written.filter(pa.array(shaped)).to_pylist()).encode()
    digits = np.frombuffer(joined, np.uint8).reshape(-1, CHECKED[country][0]).astype(np.int64) - ord("0")
    products = digits * np.array(_WEIGHTS[country])
    if country == "SE":  # Luhn adds the two digits of a product
        found[shaped] = np.where(products > 9, products - 9, products).sum(axis=1) % 10 == 0
    else:
        found[shaped] = products.sum(axis=1) % 11 == 0
    return found


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
