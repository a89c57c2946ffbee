"""What is bought, by whom, who is compared with whom, and what more is there? The engine is asked here, and the arithmetic done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Period, Text, text, texts
from rung.potential.compute import grouping, levels, peers, spend
from rung.potential.compute.grouping import Grouping
from rung.potential.compute.levels import Potential
from rung.potential.compute.peers import Peers
from rung.potential.compute.spend import Purchases

Run = Callable[[ir.Table], pa.Table]
_KNOWN = ("customer_id", "name", "industry", "customer_group", "employees", "seller_id")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What there is to learn from, and the engine that is asked: invoice_lines, products and customers (or None)."""

    lines: ir.Table
    products: ir.Table | None
    customers: ir.Table | None
    run: Run


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything the tables are made of, in the order of known.ids: names and sellers too (null where unknown).

    lines: with product_group as the grouping decided.
    """

    lines: ir.Table
    grouping: Grouping
    known: Purchases
    names: pa.Array
    sellers: pa.Array
    peers: Peers
    quantiles: Sequence[float]
    potential: Potential


def find(asked: Asked, period: Period, *, fewest: int, quantiles: Sequence[float]) -> Found | Text:
    """The potential as of the end of a period, from nothing but its lines; or why there is none."""
    named = grouping.with_groups(asked.lines, asked.products)
    chosen = grouping.choose(asked.run(grouping.products_sold(named, period)))
    if chosen is None:
        return text("The lines name neither product groups nor products, so nobody can see what a customer does not buy.")
    grouped = grouping.regroup(named, chosen)
    facts = asked.run(asked.customers.select(_KNOWN)) if asked.customers is not None else None
    known = spend.purchases(asked.run(spend.spend(grouped, period)), facts)
    if len(known.ids) <= fewest:
        return texts(
            "{count} customer bought in the year; comparing takes more than {fewest}.",
            "{count} customers bought in the year; comparing takes more than {fewest}.",
            count=len(known.ids),
            fewest=fewest,
        )
    alike = peers.find(known, fewest)
    sold = asked.run(spend.sold_by(asked.lines, period))
    sellers = spend.in_order(sold, known.ids, "seller_id")
    if facts is not None:
        sellers = pc.coalesce(spend.in_order(facts, known.ids, "seller_id"), sellers)
    return Found(
        lines=grouped,
        grouping=chosen,
        known=known,
        names=pa.nulls(len(known.ids), pa.string()) if facts is None else spend.in_order(facts, known.ids, "name"),
        sellers=sellers,
        peers=alike,
        quantiles=quantiles,
        potential=levels.potential(known, alike, quantiles),
    )
