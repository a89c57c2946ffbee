"""Which product groups can be offered? The file's own; else the products, or how their numbers begin.

Source: docs/methods.md#untapped-potential.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period
from rung.facts.columns import minor

Kind = Literal["groups", "products", "prefix"]

MOST_GROUPS = 60  # the largest; what is bought of the others counts in a customer's size, but is not offered
FEW_PRODUCTS = 40  # so many products are groups by themselves
LONGEST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Grouping:
    """What stands for product groups: the file's own, the products, or the first `length` characters of the product numbers."""

    kind: Kind
    length: int = 0


def with_groups(lines: ir.Table, products: ir.Table | None) -> ir.Table:
    """The lines, with the group of the product list where a line has none. products: at most one row per product_id, or None."""
    if products is None:
        return lines
    known = products.select(_product="product_id", _group="product_group")
    both = lines.left_join(known, lines.product_id == known["_product"])
    return both.mutate(product_group=ibis.coalesce(both.product_group, both["_group"])).drop("_product", "_group")


def products_sold(lines: ir.Table, period: Period) -> ir.Table:
    """product_group, product_id and revenue_minor (int64): one row per pair on lines that name a customer in the period."""
    inside = lines.filter(lines.date >= period.start, lines.date < period.end, lines.customer_id.notnull())
    sums = inside.group_by("product_group", "product_id").aggregate(revenue=inside.revenue.sum().cast("decimal(18, 4)"))
    return sums.select("product_group", "product_id", revenue_minor=minor(sums.revenue))


def choose(sold: pa.Table) -> Grouping | None:
    """What can stand for product groups; None when the lines name neither groups nor products.

    sold: of `products_sold`. Their own groups when at least two are named on half of the revenue or more. Else the products, named on as
    much, when there are at most FEW_PRODUCTS; else the longest beginning of their numbers that makes at most MOST_GROUPS, and two at least.
    A product without a digit in its number is none to sell more of then: postage, fees and the like.
    """
    rows = [row for row in sold.to_pylist() if row["revenue_minor"] > 0]
    if _enough(rows, "product_group"):
        return Grouping("groups")
    if not _enough(rows, "product_id"):
        return None
    names = {row["product_id"] for row in rows if row["product_id"] is not None}
    if len(names) <= FEW_PRODUCTS:
        return Grouping("products")
    numbers = {name for name in names if any(character in "0123456789" for character in name)}
    lengths = [n for n in range(1, LONGEST_PREFIX + 1) if 2 <= len({number[:n] for number in numbers}) <= MOST_GROUPS]
    return Grouping("prefix", max(lengths)) if lengths else None


def _enough(rows: list[dict[str, int | str | None]], column: str) -> bool:
    names = {row[column] for row in rows} - {None}
    named = sum(int(row["revenue_minor"] or 0) for row in rows if row[column] is not None)
    return len(names) >= 2 and 2 * named >= sum(int(row["revenue_minor"] or 0) for row in rows)


def regroup(lines: ir.Table, grouping: Grouping) -> ir.Table:
    """The lines with product_group as `choose` decided, null where there is none."""
    match grouping.kind:
        case "groups":
            return lines
        case "products":
            return lines.mutate(product_group=lines.product_id)
        case "prefix":
            begins = lines.product_id.substr(0, grouping.length)
            return lines.mutate(product_group=ibis.ifelse(lines.product_id.re_search("[0-9]"), begins, ibis.null("string")))


def largest(sums: Iterable[tuple[str | None, int]]) -> list[str]:
    """The names of the MOST_GROUPS groups that most was bought of, in the order of their names; ties by name."""
    totals: Counter[str] = Counter()
    for name, amount in sums:
        if name is not None:
            totals[name] += amount
    first = sorted((name for name, amount in totals.items() if amount > 0), key=lambda name: (-totals[name], name))
    return sorted(first[:MOST_GROUPS])
