"""What does the law say? Every rule as data: where, how, to whom, and the answer, with its paragraph, its source and the day of the check.

A rule says nothing of those who said no, nor of who consented: `rung.permission.compute.deciding` puts that on top. What no rule is
about has no answer but "ask". This is not legal advice. Source: docs/methods.md#contact-permission.
"""

from functools import cache

from rung.permission.compute.rules.denmark import DENMARK
from rung.permission.compute.rules.norway import NORWAY
from rung.permission.compute.rules.rule import Channel, Country, Kind, Relation, Rule
from rung.permission.compute.rules.sweden import SWEDEN

RULES: tuple[Rule, ...] = (*NORWAY, *DENMARK, *SWEDEN)
# Who keeps the list of those who are reserved, for each country and channel that has one.
REGISTERS: dict[tuple[Country, Channel], str] = {
    ("NO", "phone"): "Reservasjonsregisteret",
    ("NO", "post"): "Reservasjonsregisteret",
    ("DK", "post"): "Robinsonlisten",
    ("SE", "phone"): "NIX-Telefon",
    ("SE", "post"): "NIX Adresserat",
}
# A check of the register holds for the calendar month (NO, SE) or the quarter (DK: the list is made each quarter) it was made in.
CHECK_MONTHS: dict[Country, int] = {"NO": 1, "DK": 3, "SE": 1}


@cache
def find(country: Country, channel: Channel, kind: Kind, relation: Relation) -> Rule | None:
    """The rule for a case; None when no rule is about it. No two rules are about the same case (a test holds that)."""
    return next((rule for rule in RULES if rule.covers(country, channel, kind, relation)), None)
