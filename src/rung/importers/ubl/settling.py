"""Whose invoices are these, in which currency, and which of them count? Settled when all have been read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rung.importers.saft.amounts import as_date
from rung.importers.ubl import refusal
from rung.importers.ubl.collecting import Collected, Entry
from rung.importers.ubl.invoice import rate_to
from rung.importers.ubl.parties import Party


@dataclass(slots=True)
class Settled:
    """What becomes of each invoice, by its place in Collected.entries.

    company: the party whose sales these are. counted: invoices that become facts. foreign: those in another currency, with the rate when
    the invoice says it. flawed: those that cannot be used. of_others: those of other sellers. copies: the same as one that counts.
    replaced: others under a number that counts, with the one that does.
    """

    company: Party
    company_key: str
    currency: str
    counted: list[int] = field(default_factory=list)
    foreign: dict[int, Fraction | None] = field(default_factory=dict)
    flawed: list[int] = field(default_factory=list)
    of_others: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)
    replaced: list[tuple[int, int]] = field(default_factory=list)


def settle(found: Collected) -> Settled:
    """Which invoices count. Raises NotUsable when they are the purchases of a company."""
    keys = party_keys(found.parties.items)
    company = _company(found, keys)
    named = next((entry.supplier for entry in reversed(found.entries) if keys[entry.supplier] == company), 0)
    settled = Settled(company=found.parties.items[named], company_key=company, currency="")
    ours = []
    for place, entry in enumerate(found.entries):
        if entry.flaw:
            settled.flawed.append(place)
        elif keys[entry.supplier] != company:
            settled.of_others.append(place)
        else:
            ours.append(place)
    _one_of_each(found.entries, ours, settled)
    currencies = Counter(found.entries[place].currency for place in settled.counted if found.entries[place].currency)
    settled.currency = currencies.most_common(1)[0][0] if currencies else ""
    for place in settled.counted:
        entry = found.entries[place]
        if entry.currency not in {"", settled.currency}:
            settled.foreign[place] = rate_to(settled.currency, entry.currency, entry.rates)
    return settled


def party_keys(parties: Sequence[Party]) -> list[str]:
    """What tells each party from the others; one that is named without a number is the one of that name with a number."""
    by_name: dict[str, str] = {}
    for party in parties:
        if party.org_number and party.name:
            by_name.setdefault(party.name.casefold(), party.org_number)
    return [party.org_number or by_name.get(party.name.casefold(), party.key) for party in parties]


def _company(found: Collected, keys: Sequence[str]) -> str:
    """The seller that is on most of the invoices, as seller or as buyer; the first of several.

    So a company with more invoices received than sent is still the company. Raises NotUsable when all are made out to one party by
    several sellers, of which it is none.
    """
    sides = [(keys[entry.supplier], keys[entry.customer]) for entry in found.entries]
    sold, on = Counter(seller for seller, _ in sides), Counter(key for side in sides for key in set(side))
    buyers = {buyer for _, buyer in sides}
    if len(sold) > 1 and len(buyers) == 1 and not buyers & (set(sold) | {""}):
        buyer = found.parties.items[found.entries[0].customer]
        raise refusal.only_purchases(buyer.name or buyer.key, len(sides), len(sold))
    return max(sold, key=lambda seller: (bool(seller), on[seller], sold[seller]), default="")


def _one_of_each(entries: Sequence[Entry], ours: Sequence[int], settled: Settled) -> None:
    """Of invoices with the same number in the same year, the one that was issued last counts; of the same day, the one read last.

    For an invoice that is sent again under its number is sent because something in it was wrong.
    """
    together: dict[tuple[bool, str, int], list[int]] = defaultdict(list)
    for place in ours:
        entry = entries[place]
        together[entry.credit, entry.number, as_date(entry.days or 0).year].append(place)
    for places in together.values():
        last = max(places, key=lambda place: (entries[place].days, place))
        settled.counted.append(last)
        for place in places:
            if place != last and entries[place].content == entries[last].content:
                settled.copies.append(place)
            elif place != last:
                settled.replaced.append((place, last))
    settled.counted.sort()
