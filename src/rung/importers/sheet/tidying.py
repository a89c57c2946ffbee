"""What does a cell of a list say? Text of a column as the type the facts have: dates, counts, exact money, yes and no, known words."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.facts import Column
from rung.importers.numbers import mask_column
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, Mask, ids, words
from rung.importers.sheet.dates import DateFormat, days
from rung.importers.sheet.firms import numbers_of
from rung.importers.sheet.numbers import MONEY, Sign, parse
from rung.importers.sheet.vocabulary import BUYING_ROLES, KINDS, RESULTS, SEXES, channel, direction, flag, word_of

if TYPE_CHECKING:
    from rung.facts.tables import Kind
    from rung.importers.sheet.planning import Plan

_YEAR = r"^(?P<year>1[0-9]{3}|20[0-9]{2}|21[0-9]{2})$"
# A register gives the number of employees of small firms as a class: "10-19", "ANTAL_10_19", "500+", "20-49 anställda".
_RANGE = r"^(?:\pL+[ _]?)?(?P<least>\d{1,7})(?: ?(?:[-\x{2013}_+]|til|till|to)[ _]?\d{0,7})?(?: \pL+\.?)?$"
_SCALES = (
    (re.compile(r"\bt\.? ?kr|\btusen|\btusind|\bthousand|\b1[ .]?000\b|\b[tk](?:nok|sek|dkk)\b"), 1_000),
    (re.compile(r"\bmill|\bmio\b|\bm(?:kr|nok|sek|dkk)\b"), 1_000_000),
)
_ORG_NUMBER = r"^(?:\d{8}|\d{9}|(?:16)?\d{2}[2-9]\d{7})$"


def tidied(column: Column, role: str, block: Block, plan: "Plan") -> Cells:
    """The cells of a role as one column of facts: values typed, what cannot be read is nothing."""
    cells = block.cells(plan.taken[role])
    if column.name in _SPECIAL:
        return _SPECIAL[column.name](cells)
    sign = plan.signs.get(role, ".")
    by_kind: dict[Kind, Callable[[], Cells]] = {
        "date": lambda: _typed(cells, _dates(cells, plan.formats.get(role))),
        "count": lambda: _typed(cells, _counts(cells, sign)),
        "money": lambda: _typed(cells, _money(cells, sign, plan.headers.get(role, ""))),
        "quantity": lambda: _typed(cells, parse(cells.values, sign)),
        "flag": lambda: per_value(cells, flag, pa.bool_()),
        "id": lambda: ids(cells),
        "text": lambda: _masked(words(cells)),
    }
    if column.name == "birth_year":
        return _typed(cells, pc.year(_dates(cells, plan.formats.get(role))).cast(pa.int64()))
    return by_kind[column.kind]()


def _masked(cells: Cells) -> Cells:
    """Texts without the numbers of persons."""
    return Cells(mask_column(cells.values), cells.codes)


def per_value(cells: Cells, meaning: Callable[[str], Any], kind: pa.DataType) -> Cells:
    """What each distinct value means, worked out once for each; nothing where it means nothing."""
    return _typed(cells, pa.array([meaning(value) for value in cells.values.to_pylist()], kind))


def _typed(cells: Cells, values: Any) -> Cells:
    """The same rows with other values; codes of values that came to nothing become null."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    bad = cells.where(np.asarray(pc.is_null(whole)))
    return Cells(whole, pc.if_else(pa.array(bad), pa.scalar(None, pa.int32()), cells.codes)) if bad.any() else Cells(whole, cells.codes)


def day_values(values: Any, how: DateFormat | None) -> tuple[npt.NDArray[np.int32], Mask]:
    """Days since 1970 and whether each is one; a year alone is its 1 January."""
    plain = ids(Cells(values, pa.array(np.arange(len(values), dtype=np.int32)))).texts
    number, valid, _ = days(plain, how or "ymd")
    found = pc.struct_field(pc.extract_regex(plain, _YEAR), "year")
    years = np.asarray(pc.fill_null(found.cast(pa.int64()), 0))
    first = (np.where(years > 0, years, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int32)
    return np.where(years > 0, first, number), (years > 0) | valid


def _dates(cells: Cells, how: DateFormat | None) -> Any:
    number, valid = day_values(cells.values, how)
    return pa.array(number, pa.int32(), mask=~valid).cast(pa.date32())


def _counts(cells: Cells, sign: Sign) -> Any:
    """Whole numbers; of a range the lower end, for that stays in the class the range is of."""
    read = parse(cells.values, sign)
    least = parse(pc.struct_field(pc.extract_regex(cells.values, _RANGE), "least"), sign)
    whole = pc.round(pc.coalesce(read, least), 0)
    return whole.cast(pa.decimal128(14, 0), safe=False).cast(pa.int64())


def is_range(values: Any) -> Mask:
    """Which values are classes such as "10-19"."""
    return np.asarray(pc.fill_null(pc.match_substring_regex(values, _RANGE), fill_value=False))


def _money(cells: Cells, sign: Sign, header: str) -> Any:
    """Exact amounts; a header that says thousands or millions is taken at its word."""
    read, scale = parse(cells.values, sign), scale_of(header)
    if scale == 1:
        return read
    wide = pc.multiply(read.cast(pa.decimal128(28, 4)), pa.scalar(scale, pa.decimal128(8, 0)))
    fits = pc.less(pc.abs(wide), pa.scalar(10**14).cast(wide.type))
    return pc.if_else(fits, wide, None).cast(MONEY)


def scale_of(header: str) -> int:
    """1,000 or 1,000,000 when a header says that its amounts are in thousands or millions, else 1."""
    return next((scale for pattern, scale in _SCALES if pattern.search(header.lower())), 1)


def org_numbers(cells: Cells) -> Cells:
    """Digits only; nothing where it is the number of a person."""
    return _typed(cells, numbers_of(cells).digits)


def _countries(cells: Cells) -> Cells:
    plain = words(cells).values
    return Cells(pc.if_else(pc.equal(pc.utf8_length(plain), 2), pc.utf8_upper(plain), plain), cells.codes)


_SPECIAL: Mapping[str, Callable[[Cells], Cells]] = {
    "org_number": org_numbers,
    "country": _countries,
    "industry": ids,
    "phone": ids,
    "kind": lambda cells: per_value(cells, lambda value: word_of(value, KINDS), pa.string()),
    "sex": lambda cells: per_value(cells, lambda value: word_of(value, SEXES), pa.string()),
    "channel": lambda cells: per_value(words(cells), channel, pa.string()),
    "result": lambda cells: per_value(words(cells), lambda value: word_of(value, RESULTS) or value, pa.string()),
    "role": lambda cells: per_value(words(cells), lambda value: word_of(value, BUYING_ROLES) or value, pa.string()),
    "incoming": lambda cells: per_value(cells, direction, pa.bool_()),
}


def full_names(block: Block, taken: Mapping[str, int]) -> Cells:
    """First and last name of each row, joined."""
    both = [words(block.cells(taken.get(role))).texts for role in ("first_name", "last_name")]
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*both, " ", null_handling="replace", null_replacement=""))
    return coded(pc.if_else(pc.equal(joined, ""), None, joined))


def coded(texts: Any) -> Cells:
    """Texts, one per row, as cells."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    dictionary = whole.dictionary_encode()
    return Cells(dictionary.dictionary, dictionary.indices)


def kinds(about: Mapping[str, Cells], people: Mask | None = None) -> Cells | None:
    """Whether each party is a company or a person: as the file says, or by what only the one has; None when no column tells.

    people: rows whose organisation number is a person's.
    """
    told = [about["kind"].texts] if "kind" in about else []
    if "customer_group" in about:  # "Kundetype" is often just this
        told.append(per_value(about["customer_group"], lambda value: word_of(value, KINDS), pa.string()).texts)
    if "legal_form" in about:
        told.append(_where(~about["legal_form"].missing, "company"))
    if "org_number" in about:
        numbers = about["org_number"]
        official = pc.fill_null(pc.match_substring_regex(numbers.values, _ORG_NUMBER), fill_value=False)
        told.append(_where(numbers.where(np.asarray(official)), "company"))
    if people is not None:
        told.insert(0, _where(people, "person"))
    told += [_where(~about[name].missing, "person") for name in ("sex", "birth_year", "income") if name in about]
    return coded(pc.coalesce(*told)) if told else None


def _where(which: Mask, word: str) -> Any:
    return pc.if_else(pa.array(which), word, pa.scalar(None, pa.string()))
