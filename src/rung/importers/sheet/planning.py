"""How will this sheet be read? One plan per sheet, made from its first rows, before any row becomes a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc

from rung.base import Text, text
from rung.facts import Problem
from rung.importers.sheet import refusals
from rung.importers.sheet.amounts import Rules, Typed
from rung.importers.sheet.block import Block, Sheet, Unreadable, at
from rung.importers.sheet.cells import ids
from rung.importers.sheet.choosing import Choice, candidates, choose, is_complete
from rung.importers.sheet.dated import DatedSheet
from rung.importers.sheet.dates import DateFormat, DateReader, Vote, vote
from rung.importers.sheet.exchanging import Exchange, exchange_of
from rung.importers.sheet.headers import normal, roles_of
from rung.importers.sheet.layout import Header, find_header
from rung.importers.sheet.mapping import DATE_FORMATS, columns_of, currency_of
from rung.importers.sheet.months import MonthSheet
from rung.importers.sheet.numbers import Evidence, Sign, evidence
from rung.importers.sheet.profiles import Profile, profile_of
from rung.importers.sheet.recognising import Table, lacking, missing
from rung.importers.sheet.reshaping import reshaped
from rung.importers.sheet.roles import ROLES
from rung.importers.sheet.ruling import Line, loses_decimals, rule
from rung.importers.sheet.wrapped import Wrapped

_SAMPLE = 20_000
# What "revenue is" and "cost is" tell, and what may be there without being used.
_SAID_BY_RULES = (
    *("revenue", "amount", "gross", "vat_amount", "vat_rate", "net_price", "unit_price", "discount", "discount_amount"),
    *("gross_price", "cost", "unit_cost", "cost_price", "margin", "margin_share"),
)

# Sums of a line that systems name alike; to call one of them the other is no mistake.
_SUMS = frozenset({"revenue", "amount", "gross"})
# A sheet that is not lines in another shape either is what it seemed to be at first.
_IN_VAIN = ("sheet-not-understood", "sheet-no-rows", "sheet-no-header")
# What says which sum it is, where each row is a sum of a period.
_OF_SUMS = ("date", "customer_id", "customer_name", "product_id", "product_name", "seller_id", "seller_name", "product_group")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a sheet before it is read.

    taken: role -> column; signs: role -> decimal sign; dates: how the date column is read; formats: role -> how any column of days is
    written; numbered: whether invoice and line number say which line it is; summed: whether each line is the sum of a period, which it
    stays when its amount is corrected; currency: its own, when the file says one; exchange: what lines in others are worth; how: what
    the user is told; remarks: what the user must know.
    """

    sheet: Sheet
    header: Header
    table: Table
    taken: Mapping[str, int]
    signs: Mapping[str, Sign]
    dates: DateReader | None = None
    formats: Mapping[str, DateFormat] = field(default_factory=dict)
    rules: Rules | None = None
    numbered: bool = False
    summed: bool = False
    currency: str = ""
    exchange: Exchange = field(default_factory=Exchange)
    how: Sequence[Line] = ()
    remarks: Sequence[Problem] = field(default_factory=tuple)

    @property
    def headers(self) -> dict[str, str]:
        """Role -> the header of its column."""
        return {role: self.header.names[n] or f"#{n + 1}" for role, n in self.taken.items() if n >= 0}


def plan(sheet: Sheet, mapping: Mapping[str, str]) -> Plan | Problem:
    """The plan for a sheet, or why it cannot be used. Order heads and lines without dates get a plan too: they wait for each other."""
    header = find_header(sheet.head, columns_of(mapping), certain=sheet.has_header)
    if header is None:
        return refusals.no_header(sheet.label)
    known = profile_of(header.names)
    mapping = _with_known(mapping, known, header)
    try:
        sample = _sample(sheet, header, mapping)
        if not len(sample):
            return refusals.only_header(sheet.label, header.names)
        choice = choose(header, sample, mapping, sheet.label)
        for other in reshaped(sheet, header, choice, sample, mapping):
            found = other if isinstance(other, Problem) else plan(other, mapping)
            if isinstance(found, Plan) or found.code not in _IN_VAIN:
                return found
        return _refusal(sheet, header, choice, sample, mapping) or _planned(sheet, header, choice, sample, mapping, known)
    except Unreadable as broken:
        return broken.problem


def _with_known(mapping: Mapping[str, str], known: Profile | None, header: Header) -> Mapping[str, str]:
    """What the user says, and for the rest the columns of a system that is known."""
    if known is None or mapping.get("table", "invoice_lines") != "invoice_lines":
        return mapping
    said = {normal(name) for name in columns_of(mapping).values()}
    there = {normal(name) for name in header.names}
    return {role: name for role, name in known.columns.items() if normal(name) in there - said} | dict(mapping)


def _sample(sheet: Sheet, header: Header, mapping: Mapping[str, str]) -> Block:
    """Up to 20,000 rows spread over the first block that has some, of every column that may have a role."""
    columns = {n for places in candidates(header, mapping).values() for n in places} or set(range(min(len(header.names), 40)))
    block = Block({}, np.zeros(0, dtype=np.int64))
    for block in sheet.blocks(columns, header.place, lambda _done, _total: None):
        filled = np.zeros(len(block), dtype=bool)
        for cells in block.columns.values():
            filled |= ~cells.missing
        if filled.any():
            rows = np.flatnonzero(filled)
            chosen = np.zeros(len(block), dtype=bool)
            chosen[rows[:: max(1, len(rows) // _SAMPLE)]] = True
            some = block.filter(chosen)
            return Block({n: cells.compact() for n, cells in some.columns.items()}, some.places)
    return block.filter(np.zeros(len(block), dtype=bool))


def _refusal(sheet: Sheet, header: Header, choice: Choice, sample: Block, mapping: Mapping[str, str]) -> Problem | None:
    """Why a sheet with rows cannot be used, in the order in which a user would want to know."""
    if "decimal" not in mapping and (problem := _numbers_contradict(sheet, header, choice, sample)):
        return problem
    if choice.table not in ("invoice_lines", "heads") and choice.lost:
        value = sample.cells(header.names.index(choice.lost)).values[0].as_py()
        return refusals.dates_lost(sheet.label, choice.lost, value)
    if choice.dates and choice.dates.contradicts and "date_format" not in mapping:
        return refusals.two_ways(sheet.label, header.names[choice.taken["date"]], "31/12", "12/31")
    if not choice.table or (choice.table == "invoice_lines" and not is_complete(choice)):
        return refusals.not_understood(sheet.label, header.names, missing(choice.has))
    if (needed := lacking(choice.table, choice.taken.keys())) is not None:
        return refusals.lacking(sheet.label, header.names, needed)
    return _no_value_fits(sheet, header, choice, sample)


def _no_value_fits(sheet: Sheet, header: Header, choice: Choice, sample: Block) -> Problem | None:
    """A mapping may name a column of quite another kind."""
    for role, column in choice.taken.items():
        values = sample.cells(column).values
        dates_fit = role != "date" or choice.dates is None or choice.dates.share > 0
        numbers_fit = role not in choice.numbers or choice.numbers[role].numbers > 0
        if len(values) and not (dates_fit and numbers_fit):
            return refusals.of_another_kind(sheet.label, header.names[column], values[0].as_py(), date=role == "date")
    return None


def _numbers_contradict(sheet: Sheet, header: Header, choice: Choice, sample: Block) -> Problem | None:
    for role, seen in choice.numbers.items():
        if seen.contradicts:
            column = choice.taken[role]
            values = sample.cells(column).values
            if seen.mangled:
                examples = _examples(values, r"[.,]\d{3}[.,]\d{3}$", r"^[^.,]*[.,]\d{2}$")
                return refusals.decimals_lost(sheet.label, header.names[column], examples, dates=bool(choice.lost))
            examples = _examples(values, r",\d{1,2}$", r"\.\d{1,2}$")
            return refusals.two_ways(sheet.label, header.names[column], *examples)
    return None


def _examples(values: Any, *patterns: str) -> list[str]:
    found = [values.filter(pc.match_substring_regex(values, pattern)) for pattern in patterns]
    return [some[0].as_py() if len(some) else "1,234" for some in found]


def _planned(
    sheet: Sheet, header: Header, choice: Choice, sample: Block, mapping: Mapping[str, str], known: Profile | None
) -> Plan | Problem:
    signs, guessed = _signs(sheet, header, choice, mapping)
    date_format, date_unclear = _date_format(sheet, header, choice, mapping)
    typed = Typed(sample, choice.taken, signs)
    names = {role: header.names[n] for role, n in choice.taken.items()}
    how = [*sheet.how, *_recognised(known), *_how(header, choice, signs, date_format)]
    remarks = [*sheet.remarks] if isinstance(sheet, Wrapped) else []
    if guessed:
        remarks.append(_number_guess(sheet, names[guessed[0]], guessed[1]))
    if date_unclear:
        remarks.append(_date_guess(sheet, names["date"]))
    remarks += _unlikely(
        sheet, choice, names, {role: name for role, name in mapping.items() if not known or known.columns.get(role) != name}
    )
    amounts = _amounts(sheet, choice, typed, names, mapping)
    if isinstance(amounts, Problem):
        return amounts
    dates = DateReader(date_format) if date_format else None
    stated = {"date": date_format} if date_format else {}
    formats = dict.fromkeys(choice.formats, date_format) if date_format and "date_format" in mapping else {**choice.formats, **stated}
    return Plan(
        *(sheet, header, choice.table, choice.taken, signs, dates, formats, amounts.rules),
        numbered=_is_numbered(typed),
        summed=_is_summed(sheet, typed),
        currency=amounts.exchange.base,
        exchange=amounts.exchange,
        how=[*how, *amounts.how],
        remarks=[*remarks, *amounts.remarks],
    )


@dataclass(frozen=True, slots=True)
class _Amounts:
    """How the amounts of a sheet are worked out, and what the user is told of it."""

    rules: Rules | None = None
    exchange: Exchange = field(default_factory=Exchange)
    how: Sequence[Line] = ()
    remarks: Sequence[Problem] = ()


def _amounts(sheet: Sheet, choice: Choice, typed: Typed, names: Mapping[str, str], mapping: Mapping[str, str]) -> _Amounts | Problem:
    if choice.table not in ("invoice_lines", "bare_lines"):
        return _Amounts()
    ruling = rule(typed, names, mapping)
    rules = ruling.rules
    if rules.revenue == "gross_unknown" and rules.vat is None:
        return refusals.vat_unknown(sheet.label, names.get(rules.gross, names.get("unit_price", "")))
    if loses_decimals(typed, rules):
        return refusals.decimals_lost_by_product(sheet.label, names[rules.net])
    net_role = {"net": rules.net, "price": rules.price, "price_by_rate": rules.price}.get(rules.revenue, rules.gross)
    exchange = exchange_of(typed, net_role, names, currency_of(mapping))
    doubts = [_vat_doubt(sheet, ruling.doubt)] if ruling.doubt else []
    doubts += [_repeated(sheet, ruling.repeated)] if ruling.repeated else []
    return _Amounts(rules, exchange, [*ruling.how, *exchange.how], doubts)


def _recognised(known: Profile | None) -> list[Line]:
    if known is None:
        return []
    checked = text("an export from {system}", system=known.system)
    doubtful = text("an export from {system} (not checked against a real one; look at the columns)", system=known.system)
    return [(text("Recognised as"), checked if known.verified else doubtful)]


def _unlikely(sheet: Sheet, choice: Choice, names: Mapping[str, str], mapping: Mapping[str, str]) -> list[Problem]:
    """Number columns that the mapping takes for one thing, though their own header says another: a quantity as revenue adds up too."""
    found = []
    for role in sorted(columns_of(mapping).keys() & choice.numbers.keys()):
        own = [other for other, _ in roles_of(names[role]) if other in ROLES]
        if own and role not in own and not (role in _SUMS and own[0] in _SUMS):
            found.append(_unlikely_column(sheet, ROLES[role].label, names[role], ROLES[own[0]].label))
    return found


def _unlikely_column(sheet: Sheet, role: Text, header: str, own: Text) -> Problem:
    said = text("The map file takes “{role}” from the column {header}, which looks like “{own}”.", role=role, header=header, own=own)
    remedy = text("Check the map file: if it names the wrong column, every figure of it is wrong.")
    return Problem(code="sheet-map-unlikely", where=at(sheet.label), found=said, remedy=remedy)


def _signs(sheet: Sheet, header: Header, choice: Choice, mapping: Mapping[str, str]) -> tuple[dict[str, Sign], tuple[str, Sign] | None]:
    """The decimal sign of each number column: stated, proven by it, proven by its neighbours, or, when nothing in the file does, guessed.

    The second answer is (role, sign) of a column where a guess mattered.
    """
    stated = mapping.get("decimal")
    if stated in (",", "."):
        return dict.fromkeys(choice.numbers, stated), None  # type: ignore[arg-type]  # one of the two, as just seen
    seen = dict(choice.numbers)
    total = sum(seen.values(), Evidence())
    if seen and total.sign is None and not total.contradicts and total.unclear:
        seen = _searched(sheet, header, choice)
        total = sum(seen.values(), Evidence())
    fallback: Sign = "." if sheet.kind == "Parquet" or _delimiter(sheet) == "," else ","
    common: Sign = total.sign or fallback
    guess = next(((role, common) for role, one in seen.items() if one.unclear and one.sign is None and total.sign is None), None)
    return {role: one.sign or common for role, one in seen.items()}, guess


def _delimiter(sheet: Sheet) -> str:
    return str(getattr(getattr(sheet, "dialect", None), "delimiter", ""))


def _searched(sheet: Sheet, header: Header, choice: Choice) -> dict[str, Evidence]:
    """What all rows of the number columns say, read until one of them decides."""
    seen = dict(choice.numbers)
    columns = {role: choice.taken[role] for role in seen}
    for block in sheet.blocks(set(columns.values()), header.place, lambda _done, _total: None):
        for role, column in columns.items():
            seen[role] += evidence(block.cells(column).values)
        if sum(seen.values(), Evidence()).sign:
            break
    return seen


def _date_format(sheet: Sheet, header: Header, choice: Choice, mapping: Mapping[str, str]) -> tuple[DateFormat | None, bool]:
    """The format of the date column, and whether it remains a guess after all rows were looked at."""
    if choice.dates is None:
        return None, False
    if "date_format" in mapping:
        return DATE_FORMATS[mapping["date_format"]], False  # type: ignore[return-value]  # the table has formats only
    if not choice.dates.unclear:
        return choice.dates.format, False
    best: Vote = choice.dates
    for block in sheet.blocks({choice.taken["date"]}, header.place, lambda _done, _total: None):
        best = vote(block.cells(choice.taken["date"]).compact().values)
        if best.share and not best.unclear:
            return best.format, False
    return choice.dates.format, True


def _is_numbered(typed: Typed) -> bool:
    """Whether invoice and line number together say which line it is: hardly any pair stands twice in the sample."""
    if not {"invoice_id", "line_number"} <= typed.taken.keys():
        return False
    pairs = pc.binary_join_element_wise(ids(typed.cells("invoice_id")).texts, ids(typed.cells("line_number")).texts, "|")
    return _are_unlike(pairs)


def _are_unlike(texts: Any) -> bool:
    """Whether hardly any text is missing or stands twice."""
    there = pc.drop_null(texts)
    return len(there) >= 0.99 * len(texts) and pc.count_distinct(there).as_py() >= 0.99 * len(there)


def _is_summed(sheet: Sheet, typed: Typed) -> bool:
    """Whether each line is the sum of a period for somebody or something: then a new amount is a correction."""
    if isinstance(sheet, DatedSheet):
        parts = [typed.cells(role).texts for role in _OF_SUMS]
        return _are_unlike(pc.binary_join_element_wise(*parts, "|", null_handling="replace", null_replacement=""))
    return isinstance(sheet, MonthSheet)


def _how(header: Header, choice: Choice, signs: Mapping[str, Sign], date_format: DateFormat | None) -> list[Line]:
    lines: list[Line] = [(text("Header row"), text("{row}", row=str(header.place)))] if header.place else []
    shown = {role: n for role, n in choice.taken.items() if role not in _SAID_BY_RULES}
    lines += [(ROLES[role].label, text("{column}", column=header.names[n] or f"#{n + 1}")) for role, n in shown.items()]
    seen = {signs[role] for role, one in choice.numbers.items() if one.sign}
    if seen:
        lines.append((text("Decimal sign"), text("{sign}", sign=" ".join(sorted(seen)))))
    if date_format:
        lines.append((text("Date format"), text("{format}", format=_FORMATS.get(date_format, date_format))))
    return lines


_FORMATS = {form: written for written, form in DATE_FORMATS.items()} | {
    "serial": "Excel",
    "week": "yyyy-Www",
    "month": "yyyy-mm",
    "named": "d. mmm yyyy",
}


def _number_guess(sheet: Sheet, header: str, sign: Sign) -> Problem:
    grouped = "1.234" if sign == "," else "1,234"
    found = text(
        "Nothing in {header} shows whether {number} is one thousand or one; it was read as one thousand.", header=header, number=grouped
    )
    remedy = text('If that is wrong, write decimal = "{sign}" in a --map file.', sign="." if sign == "," else ",")
    return Problem(code="sheet-decimal-guessed", where=at(sheet.label), found=found, remedy=remedy)


def _date_guess(sheet: Sheet, header: str) -> Problem:
    found = text("No date in {header} shows whether the day or the month comes first; the day was taken first.", header=header)
    remedy = text('If that is wrong, write date_format = "mm/dd/yyyy" in a --map file.')
    return Problem(code="sheet-date-guessed", where=at(sheet.label), found=found, remedy=remedy)


def _vat_doubt(sheet: Sheet, header: str) -> Problem:
    found: Text = text("{header} does not say whether VAT is included; it was taken as excluding VAT.", header=header)
    remedy = text('If VAT is included, write the rate in a --map file, such as vat = "25".')
    return Problem(code="sheet-vat-not-stated", where=at(sheet.label), found=found, remedy=remedy)


def _repeated(sheet: Sheet, header: str) -> Problem:
    found = text(
        "{header} is the same on all lines of an invoice; if it is the sum of the invoice, it is counted too often.", header=header
    )
    remedy = text("Check it; if so, export again with the amount of each line, or with one row for each invoice.")
    return Problem(code="sheet-amount-repeated", where=at(sheet.label), found=found, remedy=remedy)
