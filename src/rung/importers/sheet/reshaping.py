"""Is this sheet lines in another shape? Customers as headings, periods as columns, a year beside a month, one sum for each customer."""

from collections.abc import Iterator, Mapping

import numpy as np

from rung.facts import Problem
from rung.importers.sheet.block import Block, Sheet
from rung.importers.sheet.choosing import Choice, candidates
from rung.importers.sheet.dated import DatedSheet, dated, dated_by_title
from rung.importers.sheet.dates import DateFormat, vote
from rung.importers.sheet.grouped import GroupedSheet, grouped
from rung.importers.sheet.layout import Header
from rung.importers.sheet.mapping import DATE_FORMATS, year_end_of
from rung.importers.sheet.months import MonthSheet, turned
from rung.importers.sheet.recognising import has_amount

_AMOUNTS = ("revenue", "amount", "gross", "quantity", "unit_price", "net_price", "cost", "margin")
_WHO = ("customer_id", "customer_name", "product_id")
# Tables that lines in another shape are mistaken for.
_LISTS = ("", "customers", "products", "sellers", "market", "groups", "bare_lines", "contacts", "activities")
# What a firm sells itself stands beside these: then it is no sum of what it bought.
_FIRMS = {"employees", "industry", "legal_form", "founded"}


def reshaped(sheet: Sheet, header: Header, choice: Choice, sample: Block, mapping: Mapping[str, str]) -> Iterator[Sheet | Problem]:
    """The ways to see a sheet as lines, the likeliest first; none when it is lines as it stands, or a list."""
    if isinstance(sheet, (MonthSheet, DatedSheet)) or mapping.get("table", "invoice_lines") != "invoice_lines":
        return
    if not isinstance(sheet, GroupedSheet) and (found := _under_headings(sheet, header, choice, sample, mapping)):
        yield found
    if choice.table not in _LISTS and not (choice.table == "invoice_lines" and "date" not in choice.has):
        return
    year_end = year_end_of(mapping)
    by_period = turned(sheet, header, year_end)
    if by_period and not (choice.table == "market" and isinstance(by_period, MonthSheet) and by_period.remarks):  # a firm's own turnover
        yield by_period
    sold = has_amount(choice.has) and any(role in choice.has for role in (*_WHO, "name"))
    if not sold or "date" in choice.has:
        return
    if by_year := dated(sheet, header, sample, year_end):
        yield by_year
    elif (
        choice.table in ("", "customers", "invoice_lines")
        and len(_FIRMS & choice.has) < 2
        and (by_title := dated_by_title(sheet, header, year_end))
    ):
        yield by_title


def _under_headings(sheet: Sheet, header: Header, choice: Choice, sample: Block, mapping: Mapping[str, str]) -> GroupedSheet | None:
    """The sheet with the customers of its headings, when its lines name none."""
    found = candidates(header, mapping)
    amounts = {found[role][0] for role in _AMOUNTS if role in found}
    if {"customer_id", "customer_name"} & found.keys() or not amounts or not has_amount(choice.has):
        return None
    lines = sample.filter(np.logical_or.reduce([~sample.cells(n).missing for n in amounts]))
    stated: DateFormat | None = DATE_FORMATS.get(mapping.get("date_format", ""))  # type: ignore[assignment]  # the table has formats only
    votes = ((column, vote(lines.cells(column).compact().values)) for column in found.get("date", []))
    day = next(((column, stated or seen.format) for column, seen in votes if seen.share >= 0.5), None)
    return grouped(sheet, header, day[0], amounts, day[1]) if day else None
