"""Which table is this, and which column has which role? Decided by the headers, confirmed by what stands under them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow.compute as pc

from rung.base import Text, text
from rung.importers.sheet.block import Block
from rung.importers.sheet.dates import Vote, lost, vote
from rung.importers.sheet.headers import is_other_matter, locate, match
from rung.importers.sheet.layout import Header
from rung.importers.sheet.mapping import columns_of
from rung.importers.sheet.numbers import Evidence, evidence
from rung.importers.sheet.roles import ROLES

# "heads" have dates and customers but no amounts, "bare_lines" amounts but no dates: together they are invoice lines.
# "groups" names the product groups that a product list only has numbers of.
Table = Literal["invoice_lines", "heads", "bare_lines", "customers", "products", "sellers", "groups", ""]

_AMOUNTS = ("revenue", "amount", "gross")
_WHO = ("customer_id", "customer_name", "invoice_id", "product_id")
_ABOUT_CUSTOMERS = ("org_number", "postal_code", "city", "country", "customer_group", "industry", "employees")
_ABOUT_PRODUCTS = ("product_group", "unit_price", "cost_price", "unit_cost")
_ABOUT_SELLERS = ("seller_name", "team", "first_name", "last_name")
_BY_NAME: tuple[tuple[Table, tuple[str, ...]], ...] = (
    ("customers", ("kund", "customer", "debitor", "client")),
    ("products", ("vare", "produ", "artik", "item")),
    ("sellers", ("selger", "saelger", "sælger", "säljar", "saljar", "seller", "ansatt", "employee", "medarb")),
)
# A name or number column that only says "Navn" or "Nr" is what the rest of the sheet is about.
_GENERIC: dict[Table, dict[str, str]] = {
    "customers": {"number": "customer_id", "name": "customer_name", "group": "customer_group"},
    "products": {"number": "product_id", "name": "product_name", "group": "product_group"},
    "sellers": {"number": "seller_id", "name": "seller_name", "group": "team"},
    "invoice_lines": {"name": "customer_name"},
    "bare_lines": {"name": "product_name"},
    "heads": {"name": "customer_name"},
}
# Which roles a table uses; any other column is left alone.
_LINE_ROLES = tuple(name for name in ROLES if name not in ("first_name", "last_name", "group_id", "group_name"))
USES: dict[Table, tuple[str, ...]] = {
    "invoice_lines": _LINE_ROLES,
    "bare_lines": _LINE_ROLES,
    "heads": _LINE_ROLES,
    "customers": ("customer_id", "customer_name", *_ABOUT_CUSTOMERS, "seller_id"),
    "products": ("product_id", "product_name", "product_group"),
    "sellers": ("seller_id", "seller_name", "team", "first_name", "last_name"),
    "groups": ("group_id", "group_name"),
    "": (),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns taken, and what their values say. has: the roles that some column can have, taken or not.

    lost: a date column whose dates a spreadsheet destroyed, "" when there is none.
    """

    table: Table
    taken: Mapping[str, int]
    dates: Vote | None
    numbers: Mapping[str, Evidence]
    has: frozenset[str]
    lost: str = ""


def candidates(header: Header, mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """Role -> columns that can have it, best first; a column the mapping names is the only one for its role."""
    named = columns_of(mapping)
    located = locate(header.names, named)
    found = {role: [n for n in columns if n not in located.values()] for role, columns in match(header.names).items()}
    found |= {role: [] for role, name in named.items() if not name.strip()}
    return {role: columns for role, columns in (found | {role: [n] for role, n in located.items()}).items() if columns}


def choose(header: Header, sample: Block, mapping: Mapping[str, str], label: str) -> Choice:
    """The table and its columns. sample: rows of all candidate columns."""
    found = candidates(header, mapping)
    fit = _Fit(sample, set(columns_of(mapping)))
    usable = {role: good for role, columns in found.items() if (good := fit.suitable(role, columns))}
    table: Table = mapping["table"] if "table" in mapping else _table(usable, header, label)  # type: ignore[assignment]  # read_mapping has checked it
    for generic, role in _GENERIC.get(table, {}).items():
        if generic in usable and role not in usable:
            usable[role] = usable[generic]
    taken = _assign(usable, USES[table])
    lost_dates = [header.names[n] for n in found.get("date", []) if fit.is_lost(n)]
    dates = fit.votes.get(taken["date"]) if "date" in taken else None
    numbers = {role: fit.evidence(taken[role]) for role in taken if ROLES[role].kind == "number"}
    return Choice(table, taken, dates, numbers, frozenset(usable), (*lost_dates, "")[0])


def _assign(usable: Mapping[str, list[int]], roles: tuple[str, ...]) -> dict[str, int]:
    """Each role its best column, no column twice: "Kunde" is the number where there is no better number, else the name."""
    taken: dict[str, int] = {}
    for role in roles:
        free = [n for n in usable.get(role, []) if n not in taken.values()]
        if free:
            taken[role] = free[0]
    return taken


def _table(usable: Mapping[str, list[int]], header: Header, label: str) -> Table:
    has = usable.keys()
    amount = _has_amount(has)
    other = is_other_matter(header.names) and not {"customer_id", "customer_name"} & has
    if amount and not other and any(role in has for role in _WHO):
        if "date" in has:
            return "invoice_lines"
        if "invoice_id" in has and any(role in has for role in ("quantity", "product_id", "line_number")):
            return "bare_lines"
    if {"invoice_id", "date"} <= has and ("customer_id" in has or "customer_name" in has):
        return "heads"
    return _register(usable, header, label)


def _has_amount(has: Collection[str]) -> bool:
    priced = "unit_price" in has or "net_price" in has
    # A price without a quantity is an amount where something was sold: on an invoice, or to a customer. In a price list it is not.
    return any(role in has for role in _AMOUNTS) or (priced and any(role in has for role in ("quantity", "invoice_id", "customer_id")))


def _register(usable: Mapping[str, list[int]], header: Header, label: str) -> Table:
    """A list of customers, products or sellers, or nothing Rung knows."""
    has = usable.keys()
    about: dict[Table, bool] = {
        "customers": any(role in has for role in _ABOUT_CUSTOMERS),
        "products": any(role in has for role in _ABOUT_PRODUCTS),
        "sellers": any(role in has for role in _ABOUT_SELLERS),
    }
    named: Table = next((table for table, words in _BY_NAME if any(word in label.lower() for word in words)), "")
    supplier = is_other_matter(header.names)
    if "customer_id" in has and "product_id" not in has and (about["customers"] or "customer_name" in has or "name" in has):
        return "customers"
    if "product_id" in has and "customer_id" not in has and (about["products"] or "product_name" in has or "name" in has):
        return "products"
    if "seller_id" in has and "product_id" not in has and (about["sellers"] or "name" in has):
        return "sellers"
    if ("name" in has or "customer_name" in has) and about["customers"] and not supplier:
        return "customers"
    if {"number", "name"} <= has and not supplier:
        return "products" if about["products"] else named
    return "groups" if {"group_id", "group_name"} <= has else ""


def is_complete(choice: Choice) -> bool:
    """Whether what was taken makes invoice lines: a date and an amount."""
    return "date" in choice.taken and _has_amount(choice.taken.keys())


def missing(has: frozenset[str]) -> Text:
    """What a table with these roles lacks to be invoice lines."""
    if "date" not in has and not _has_amount(has):
        return text("it needs a date and an amount (or quantity and price)")
    if "date" not in has:
        return text("it needs a date")
    if not _has_amount(has):
        return text("it needs an amount (or quantity and price)")
    return text("it needs a customer, an invoice number or a product number")


class _Fit:
    """What stands under each header, looked at once."""

    def __init__(self, sample: Block, mapped: set[str]) -> None:
        self.sample, self.mapped = sample, mapped
        self.votes: dict[int, Vote] = {}
        self._evidence: dict[int, Evidence] = {}

    def suitable(self, role: str, columns: list[int]) -> list[int]:
        """The columns that can be what the role says; an id or a name may also be empty, where no column has more to say."""
        good = [n for n in columns if self.suits(role, n)]
        return good or (columns if role in ROLES and ROLES[role].kind in ("id", "text") and role != "currency" else [])

    def suits(self, role: str, column: int) -> bool:
        """Whether the values can be what the role says. A column that the mapping names is always taken."""
        values = self.sample.cells(column).values
        kind = ROLES[role].kind if role in ROLES else "text"
        if kind == "date":
            self.votes.setdefault(column, vote(values))
            good = self.votes[column].share >= 0.5 or self.votes[column].contradicts
        elif kind == "number":
            good = self.evidence(column).is_numeric
        elif role == "currency":
            good = bool(pc.any(pc.match_substring_regex(values, r"^[A-Za-z]{3}$")).as_py())
        else:
            good = len(values) > 0
        return good or role in self.mapped

    def evidence(self, column: int) -> Evidence:
        if column not in self._evidence:
            self._evidence[column] = evidence(self.sample.cells(column).values)
        return self._evidence[column]

    def is_lost(self, column: int) -> bool:
        return lost(self.sample.cells(column).values)
