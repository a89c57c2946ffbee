"""Which table is this? Told by which columns there are, by what the words in them mean, and at last by the name of the file."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from rung.base import Text, text
from rung.importers.sheet.goal_roles import OPPORTUNITY, QUOTA, RATE
from rung.importers.sheet.headers import is_other_matter, normal
from rung.importers.sheet.roles import ROLES

# "heads" have dates and customers but no amounts, "bare_lines" amounts but no dates: together they are invoice lines.
# "groups" names the product groups that a product list only has numbers of.
Table = Literal[
    "invoice_lines", "heads", "bare_lines", "customers", "products", "sellers", "market", "contacts", "activities", "opportunities",
    "quotas", "exchange_rates", "groups", "",
]  # fmt: skip

_AMOUNTS = ("revenue", "amount", "gross")
_WHO = ("customer_id", "customer_name", "invoice_id", "product_id")
# What may be told of a customer, beside its number and name; the columns of the facts have the same names.
ABOUT_CUSTOMERS = (
    *("org_number", "postal_code", "city", "country", "region", "address", "phone", "email", "customer_group", "industry", "employees"),
    *("legal_form", "founded", "turnover", "kind", "sex", "birth_year", "income", "protected"),
)
_HUMAN = ("contact_id", "contact_name", "title", "role")
_ABOUT_PRODUCTS = ("product_group", "unit_price", "cost_price", "unit_cost")
_ABOUT_SELLERS = ("seller_name", "team", "first_name", "last_name")
# Two of these beside an organisation number make an extract of a company register.
_ABOUT_FIRMS = ("legal_form", "industry", "founded", "employees", "bankrupt", "winding_up", "ended", "protected")
_PARTY = ("customer_id", "customer_name", "org_number", "party_id")
_PERSON = ("contact_name", "first_name", "last_name")
_BY_NAME: tuple[tuple[Table, tuple[str, ...]], ...] = (
    ("customers", ("kund", "customer", "debitor", "client")),
    ("products", ("vare", "produ", "artik", "item")),
    ("sellers", ("selger", "saelger", "sælger", "säljar", "saljar", "seller", "ansatt", "employee", "medarb")),
)
_MARKET_FILE = re.compile(
    r"prospe[ck]t|kundeemne|emneliste|\bemner\b|\bleads?\b|potensiell|potentiel|enheter|\bmarket\b|\bmarked\b|\bmarknad\b|\bcvr\b|brreg"
    r"|(?:firma|foretaks|bedrifts|virksomheds|företags|enhets|company|business)[ _-]?(?:register|regist)|^register"
)
_CONTACTS_FILE = re.compile(r"kontakt|contact|\bpersoner\b|\bpersons\b")
_ACTIVITIES_FILE = re.compile(r"aktivitet|activit|besøk|besøg|besök|\bvisits?\b|\blogg?\b|ringeliste|\bcalls\b")
_OPPORTUNITIES_FILE = re.compile(r"pipeline|opportunit|salgsmulig|s[äa]ljm[öo]jlighet|aff[äa]rsm[öo]jlighet|\bdeals?\b|\bmuligheter\b")

# A name or number column that only says "Navn" or "Nr" is what the rest of the sheet is about.
GENERIC_ROLES: dict[Table, dict[str, str]] = {
    "customers": {"number": "customer_id", "name": "customer_name", "group": "customer_group"},
    "products": {"number": "product_id", "name": "product_name", "group": "product_group"},
    "sellers": {"number": "seller_id", "name": "seller_name", "group": "team", "boss": "team"},
    "market": {"number": "party_id", "customer_id": "party_id", "name": "customer_name", "group": "customer_group", "sales": "turnover"},
    "contacts": {"number": "contact_id", "name": "contact_name"},
    "activities": {"number": "activity_id", "name": "customer_name"},
    "opportunities": {"number": "opportunity_id", "name": "opportunity_name", "amount": "value", "revenue": "value"},
    "quotas": {"name": "seller_name", "group": "product_group", "amount": "quota"},
    "exchange_rates": {"amount": "rate"},
    "invoice_lines": {"name": "customer_name"},
    "bare_lines": {"name": "product_name"},
    "heads": {"name": "customer_name"},
}
_OF_LISTS = (
    *("first_name", "last_name", "group_id", "group_name", "turnover", "founded", "sex", "birth_year", "income", "protected", "kind"),
    *("party_id", "bankrupt", "winding_up", "ended", "status", "contact_id", "contact_name", "title", "role", "left", "parent_id", "boss"),
    *("activity_id", "channel", "incoming", "result", "closed", "opened", "minutes", "hours", "expense"),
    *(role.name for role in (*OPPORTUNITY, *QUOTA, *RATE)),
)
_LINE_ROLES = (*(name for name in ROLES if name not in _OF_LISTS), "rate")
_NAMES = ("first_name", "last_name")
# Which roles a table uses; any other column is left alone.
USES: dict[Table, tuple[str, ...]] = {
    "invoice_lines": _LINE_ROLES,
    "bare_lines": _LINE_ROLES,
    "heads": _LINE_ROLES,
    "customers": ("customer_id", "customer_name", *ABOUT_CUSTOMERS, "parent_id", "seller_id", *_NAMES, *_HUMAN),
    "products": ("product_id", "product_name", "product_group"),
    "sellers": ("seller_id", "seller_name", "team", *_NAMES),
    "market": (
        *("org_number", "customer_name", "party_id", *ABOUT_CUSTOMERS[1:], "seller_id", *_NAMES),
        *("bankrupt", "winding_up", "ended", "status"),
    ),
    "contacts": ("contact_id", "contact_name", *_PARTY, "role", "title", "phone", "email", "left", *_NAMES),
    "activities": (
        *("activity_id", "date", "closed", "opened", *_PARTY, "contact_id", "contact_name", "seller_id", "seller_name"),
        *("channel", "incoming", "result", "minutes", "hours", "expense"),
    ),
    "opportunities": (
        *("opportunity_id", "opened", "closed", "expected", "date", "stage", "outcome", "value", "probability", *_PARTY),
        *("opportunity_name", "seller_id", "seller_name", "product_id", "product_name"),
    ),
    "quotas": (
        *("quota", "date", "first", "last", "period", "year", "seller_id", "seller_name", "team", "customer_id", "customer_name"),
        *("org_number", "product_group"),
    ),
    "exchange_rates": ("foreign", "against", "rate", "rate_units", "rate_power", "date", "rate_date", "period"),
    "groups": ("group_id", "group_name"),
    "": (),
}


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sheet looks like. usable: role -> columns that can have it; label: the file's name; names: the headers.

    speaks: whether many words under a role ("channel", "result") are words we know; repeats: whether customers stand on many rows.
    """

    usable: Mapping[str, list[int]]
    names: tuple[str, ...]
    label: str
    speaks: Callable[[str], bool]
    repeats: Callable[[], bool]

    @property
    def has(self) -> Collection[str]:
        """The roles that some column can have."""
        return self.usable.keys()

    def any_of(self, roles: Collection[str]) -> bool:
        """Whether some column can have one of the roles."""
        return any(role in self.usable for role in roles)

    def named(self, pattern: re.Pattern[str]) -> bool:
        """Whether the name of the file or the sheet says so."""
        return any(pattern.search(part) for part in self.label.lower().replace("_", " ").split("#"))


def table_of(looks: Looks) -> Table:
    """The table that a sheet is; "" when it is none that Rung reads."""
    has = looks.has
    supplier = is_other_matter(looks.names)
    other = supplier and not looks.any_of(("customer_id", "customer_name"))
    amount = has_amount(has)
    tests: tuple[tuple[Table, Callable[[], bool]], ...] = (
        ("exchange_rates", lambda: _is_rates(looks)),
        ("opportunities", lambda: not other and _is_opportunities(looks)),
        ("quotas", lambda: not other and _is_quotas(looks)),
        ("activities", lambda: not other and _is_activities(looks, amount=amount)),
        ("invoice_lines", lambda: amount and not other and looks.any_of(_WHO) and "date" in has),
        ("bare_lines", lambda: amount and not other and "invoice_id" in has and looks.any_of(("quantity", "product_id", "line_number"))),
        ("heads", lambda: {"invoice_id", "date"} <= set(has) and looks.any_of(("customer_id", "customer_name"))),
        ("market", lambda: not supplier and "product_id" not in has and _is_market(looks)),
        ("contacts", lambda: not supplier and "product_id" not in has and _is_contacts(looks)),
    )
    return next((table for table, fits in tests if fits()), None) or _list(looks)


def has_amount(has: Collection[str]) -> bool:
    """Whether these roles make an amount."""
    priced = any(role in has for role in ("unit_price", "net_price", "gross_price"))
    # A price without a quantity is an amount where something was sold: on an invoice, or to a customer. In a price list it is not.
    return any(role in has for role in _AMOUNTS) or (priced and any(role in has for role in ("quantity", "invoice_id", "customer_id")))


def _is_rates(looks: Looks) -> bool:
    """Currencies, days and what they are worth, and nothing that is sold."""
    if "foreign" not in looks.has or not looks.any_of(("date", "rate_date", "period")) or looks.any_of((*_WHO, "seller_id")):
        return False
    return "rate" in looks.has or {"serie", "varde"} <= {normal(name) for name in looks.names}


def _is_opportunities(looks: Looks) -> bool:
    """What may be sold, and how far it has come: a number or a name of opportunities, or a stage with a chance, a date or a value."""
    if looks.speaks("channel") or looks.any_of(("invoice_id", "activity_id")):
        return False
    how_far = ("stage", "outcome", "probability", "expected", "closed", "opened")
    if "opportunity_id" in looks.has or looks.named(_OPPORTUNITIES_FILE):
        return looks.any_of((*how_far, "value"))
    if not looks.any_of((*_PARTY, "name", "opportunity_name")) or not looks.any_of(("stage", "outcome", "value", *_AMOUNTS)):
        return False
    return looks.any_of(("probability", "expected")) or ("value" in looks.has and looks.speaks("result"))


def _is_quotas(looks: Looks) -> bool:
    """Goals for some days, and nothing that was sold."""
    if "quota" not in looks.has or looks.any_of(("invoice_id", "product_id", "quantity", "unit_price")):
        return False
    return looks.any_of(("date", "first", "period", "year"))


def _is_activities(looks: Looks, *, amount: bool) -> bool:
    """A day, somebody, and words such as visit or won under channel or result; amounts of goods make it sales all the same."""
    if not looks.any_of(("date", "closed", "opened")) or not looks.any_of((*_PARTY, "contact_id", "contact_name")):
        return False
    outcome, named = looks.speaks("result"), looks.named(_ACTIVITIES_FILE)
    if amount and (looks.any_of(("invoice_id", "product_id", "quantity")) or not (outcome or named)):
        return False
    told = outcome or looks.speaks("channel")
    return told or (named and "invoice_id" not in looks.has)


def _is_market(looks: Looks) -> bool:
    """A list of those who could buy: the file's name says so, or an organisation number has a register's columns beside it."""
    has = looks.has
    if not looks.any_of(("org_number", "name", "customer_name")) and not {"first_name", "last_name"} <= set(has):
        return False
    if (looks.named(_MARKET_FILE) or ("party_id" in has and "customer_id" not in has)) and not looks.any_of(("contact_id", "title")):
        return True
    if "customer_id" in has or "org_number" not in has or _says_customers(looks):
        return False
    return sum(role in has for role in _ABOUT_FIRMS) >= 2


def _says_customers(looks: Looks) -> bool:
    words = _BY_NAME[0][1]
    headers = [normal(looks.names[column]) for column in looks.usable.get("customer_name", [])]
    return any(word in name for word in words for name in (looks.label.lower(), *headers))


def _is_contacts(looks: Looks) -> bool:
    """A list of persons: the file's name says so, or persons with numbers or job titles, or several at the same customer."""
    has = looks.has
    person = looks.any_of(_PERSON)
    if looks.named(_CONTACTS_FILE) and (person or "name" in has):
        return True
    if not looks.any_of(_PARTY):
        return False
    if "contact_id" in has and (person or "name" in has):
        return True
    if "title" in has and "contact_name" not in has and (person or "name" in has):
        return True
    return person and ("left" in has or looks.repeats())


def _list(looks: Looks) -> Table:
    """A list of customers, products or sellers, or nothing Rung knows."""
    has = looks.has
    about: dict[Table, bool] = {
        "customers": looks.any_of(ABOUT_CUSTOMERS),
        "products": looks.any_of(_ABOUT_PRODUCTS),
        "sellers": looks.any_of(_ABOUT_SELLERS),
    }
    named: Table = next((table for table, words in _BY_NAME if any(word in looks.label.lower() for word in words)), "")
    supplier = is_other_matter(looks.names)
    person = "first_name" in has and "last_name" in has
    if "customer_id" in has and "product_id" not in has and (about["customers"] or "customer_name" in has or "name" in has or person):
        return "customers"
    if "product_id" in has and "customer_id" not in has and (about["products"] or "product_name" in has or "name" in has):
        return "products"
    if "seller_id" in has and "product_id" not in has and (about["sellers"] or "name" in has):
        return "sellers"
    if ("name" in has or "customer_name" in has) and about["customers"] and not supplier:
        return "customers"
    if "number" in has and "name" in has and not supplier:
        return "products" if about["products"] else named
    return "groups" if "group_id" in has and "group_name" in has else ""


def missing(has: frozenset[str]) -> Text:
    """What a table with these roles lacks to be invoice lines."""
    if "date" not in has and not has_amount(has):
        return text("it needs a date and an amount (or quantity and price)")
    if "date" not in has:
        return text("it needs a date")
    if not has_amount(has):
        return text("it needs an amount (or quantity and price)")
    return text("it needs a customer, an invoice number or a product number")


# What a row of these must have; without any such column there is no row to read.
_NEEDED: dict[Table, tuple[tuple[str, ...], Text]] = {
    "market": (
        ("org_number", "party_id", "customer_name", *_NAMES),
        text("To be a list of the market, it needs organisation numbers, numbers or names."),
    ),
    "contacts": (
        ("contact_id", "contact_name", *_NAMES, "email", "phone"),
        text("To be a list of contact persons, it needs their names or numbers."),
    ),
    "activities": (("date", "closed", "opened"), text("To be a log of activities, it needs dates.")),
    "opportunities": (
        ("opportunity_id", "opportunity_name", *_PARTY),
        text("To be a list of opportunities, it needs their numbers or names, or the customers they are with."),
    ),
    "quotas": (("quota",), text("To be quotas or a budget, it needs amounts to reach.")),
    "exchange_rates": (("rate",), text("To be exchange rates, it needs currencies, dates and rates.")),
}


def lacking(table: Table, taken: Collection[str]) -> Text | None:
    """What the columns of a market list, a contact list or a log lack to be one; None when they do, and for other tables."""
    roles, sentence = _NEEDED.get(table, ((), None))
    return sentence if not any(role in taken for role in roles) else None
