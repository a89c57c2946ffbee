"""Whom do we know, what is known of them, and who answered us? Customers and the rest of the market, each party once.

A market party is the customer with the same organisation number; what the customer list does not know of it is taken from the market.
Ibis expressions: tables in, tables out. Source: docs/methods.md#customer-ladder.
"""

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from rung.facts import CUSTOMERS, MARKET, FactTable
from rung.facts.columns import tidy
from rung.ladder.compute.groups import TargetGroup, in_any, matches, title_matches

_PLACE = {"batch", "file", "row"}
FACTS = tuple(c.name for c in MARKET.columns if c.name in CUSTOMERS.schema.names and c.name not in _PLACE)
_NAME_AND_ADDRESS = ("name", "address")
WANTED = (*_NAME_AND_ADDRESS, "phone", "email")
RESULTS = ("request", "offer", "meeting")
MEETINGS = ("visit", "meeting")
_WHO = ("source", "party_id")


def nobody(table: FactTable) -> ir.Table:
    """An empty table of facts, for what nobody brought."""
    return ibis.memtable(table.schema.empty_table())


def parties(bought: ir.Table, customers: ir.Table, market: ir.Table) -> ir.Table:
    """One row per party: source ("customer" or "market") and party_id together say which, in_market whether the market has it.

    bought: a customer_id column of those who are on lines, for the customer list may lack some. With the facts that customers and market
    share, null where nobody knows.
    """
    types = ibis.Schema.from_pyarrow(CUSTOMERS.schema)
    listed = customers.select("customer_id", *FACTS)
    unlisted = bought.select("customer_id").distinct().anti_join(listed, "customer_id")
    ours = _both(listed, unlisted.select("customer_id", **{name: ibis.null(types[name]) for name in FACTS}))
    number = ibis.row_number().over(group_by=market.org_number, order_by=market.party_id.asc())
    register = market.filter(market.org_number.notnull()).mutate(_number=number).filter(lambda t: t["_number"] == 0)
    register = register.select(_org="org_number", **{f"_{name}": register[name] for name in FACTS})
    both = ours.left_join(register, ours.org_number == register["_org"])
    filled = {name: ibis.coalesce(both[name], both[f"_{name}"]) for name in FACTS}
    known = both.select(source=ibis.literal("customer"), party_id=both.customer_id, in_market=both["_org"].notnull(), **filled)
    others = market.anti_join(ours.filter(ours.org_number.notnull()), "org_number")
    return _both(known, others.select(*FACTS, source=ibis.literal("market"), party_id="party_id", in_market=ibis.literal(True)))


def _both(one: ir.Table, other: ir.Table) -> ir.Table:
    """The rows of both; a column that may be null in the one may be in the other."""
    loose = {name: kind.copy(nullable=True) for name, kind in one.schema().items()}
    return ibis.union(one.cast(loose), other.select(*loose).cast(loose))


def aliases(people: ir.Table, market: ir.Table) -> ir.Table:
    """alias, source and party_id: which party an id in activities and contacts means. people: of `parties`.

    A customer number means that customer; else the number of a market party means the customer it is, or itself.
    """
    ours = people.filter(people.source == "customer")
    own = ours.select("source", "party_id", alias=ours.party_id)
    firms = ours.filter(ours.org_number.notnull()).group_by("org_number").aggregate(party_id=lambda t: t.party_id.min())
    same = market.select("org_number", alias=market.party_id).join(firms, "org_number")
    rest = people.filter(people.source == "market")
    numbers = _both(same.select("party_id", "alias", source=ibis.literal("customer")), rest.select(*_WHO, alias=rest.party_id))
    return _both(own, numbers.anti_join(own, "alias"))


def responses(activities: ir.Table, known_as: ir.Table, until: date) -> ir.Table:
    """source, party_id and date: the days before `until` on which a party answered us, once each. known_as: of `aliases`.

    It came to us, asked for something (a request, an offer, a meeting), or met us: a visit or a meeting that it did not decline.
    """
    result, channel = activities.result.lower(), activities.channel.lower()
    met = channel.isin(MEETINGS) & (result.fill_null("") != "declined")
    answered = activities.incoming.fill_null(False) | result.isin(RESULTS).fill_null(False) | met.fill_null(False)
    chosen = activities.filter(activities.date < until, answered).select("date", alias="party_id")
    return chosen.join(known_as, "alias").select(*_WHO, "date").distinct()


def placed(people: ir.Table, groups: Sequence[TargetGroup], contacts: ir.Table, known_as: ir.Table, today: date) -> ir.Table:
    """What decides the lower steps, one row per party of `parties`.

    source, party_id, in_market, name, filled (int64, how many of name, address, phone and e-mail are known), group_0, group_1 ...
    (true, false, or null when nobody knows enough), and base: the step by facts alone, 0 total market, 1 target group, 2 lead.
    today: for ages, and for contacts who have left. Without groups everyone is in the total market.
    """
    titles = _titles(groups, contacts, known_as, today)
    told = people if titles is None else people.left_join(titles, [people.source == titles["_source"], people.party_id == titles["_party"]])
    found = [matches(group, told, today, told[f"_{n}"] if f"_{n}" in told.columns else None) for n, group in enumerate(groups)]
    known = {name: tidy(told[name]).notnull() for name in WANTED}
    addressable = known["name"] & known["address"]
    base = ibis.literal(0, type="int64")
    if found:
        base = ibis.cases((in_any(found) & addressable, 2), (in_any(found), 1), else_=0).cast("int64")
    filled = sum((known[name].cast("int64") for name in WANTED), start=ibis.literal(0, type="int64"))
    return told.select(*_WHO, "in_market", "name", filled=filled, base=base, **{f"group_{n}": one for n, one in enumerate(found)})


def _titles(groups: Sequence[TargetGroup], contacts: ir.Table, known_as: ir.Table, today: date) -> ir.Table | None:
    """_source, _party, and _0, _1 ...: whether anyone there has a title that group asks for; None when no group asks for one."""
    there = contacts.left.isnull() | (contacts.left > today)
    titled = contacts.filter(there, tidy(contacts.title).notnull()).select("title", alias="party_id").join(known_as, "alias")
    asked = {f"_{n}": title_matches(group, titled.title) for n, group in enumerate(groups)}
    wanted = {name: title.any() for name, title in asked.items() if title is not None}
    if not wanted:
        return None
    return titled.group_by(_source=titled.source, _party=titled.party_id).aggregate(**wanted)
