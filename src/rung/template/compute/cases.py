"""Which leads were won, which lost, and what was known of them? One row per activity with an outcome."""

import ibis
import ibis.expr.types as ir

# What is known of a party before anyone calls; sums of money are left to the party's own table.
FACTS = ("kind", "country", "region", "city", "industry", "employees", "legal_form")


def cases(activities: ir.Table, customers: ir.Table, market: ir.Table) -> ir.Table:
    """party_id, result ("won" or "lost"), channel, incoming, seller_id and FACTS of the party: one row per activity that was won or lost.

    The party is looked up among the customers first, then in the market; facts nobody knows are null. Ties: none, each activity is a row.
    """
    decided = activities.filter(activities.result.isin(["won", "lost"]), activities.party_id.notnull())
    ours = customers.select(_ours="customer_id", **{f"_our_{name}": name for name in FACTS})
    theirs = market.select(_theirs="party_id", **{f"_their_{name}": name for name in FACTS})
    known = decided.left_join(ours, decided.party_id == ours["_ours"]).left_join(theirs, decided.party_id == theirs["_theirs"])
    facts = {name: ibis.coalesce(known[f"_our_{name}"], known[f"_their_{name}"]) for name in FACTS}
    return known.select("activity_id", "party_id", "result", "channel", "incoming", "seller_id", **facts)
