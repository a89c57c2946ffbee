"""Which invoice lines are behind the figures? The largest customers' lines first, whole customers, as many as a report can carry."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, text
from rung.engine import Snapshot
from rung.facts.columns import minor
from rung.kit.report import Lines

MOST_LINES = 100_000

# The class of customers at zero or below, whose sum stands on a row of its own.
BELOW = "≤ 0"


def behind(snapshot: Snapshot, lines: ir.Table, period: Period, before: Period | None, classes: ir.Table) -> Lines:
    """The lines of a period for a report, each with the class of its customer: at most MOST_LINES, always all or none of a customer's.

    before: the period it is compared with, whose lines come along in the same way. classes: of `abc_analysis.classes`.
    """
    rows, total = _largest(snapshot, _in_period(lines, period), classes)
    earlier, earlier_total = _largest(snapshot, _in_period(lines, before), classes) if before else (None, 0)
    return Lines(
        rows=rows,
        total=total,
        where_else=text("The other lines are shown by: rung lines --customer ID FILE"),
        earlier=earlier,
        earlier_total=earlier_total,
    )


def _largest(snapshot: Snapshot, chosen: ir.Table, classes: ir.Table) -> tuple[pa.Table, int]:
    total = int(snapshot.run(chosen.aggregate(n=chosen.count())).column("n")[0].as_py())
    return snapshot.run(_largest_customers_first(chosen, classes, MOST_LINES)), total


def of_customer(snapshot: Snapshot, lines: ir.Table, period: Period, customer_id: str) -> Lines:
    """All the lines of one customer in a period; "" for lines without a customer."""
    chosen = _in_period(lines, period)
    chosen = chosen.filter(chosen.customer_id == customer_id)
    found = snapshot.run(_columns(chosen).order_by("date", "invoice_id", "file", "row"))
    return Lines(rows=found, total=found.num_rows, where_else=text("All of them are here."))


def names_of(snapshot: Snapshot) -> dict[str, str]:
    """What the customers and products on the lines are called: {"customer_id=1001": "Kystverk Bygg AS"}."""
    names = {}
    for table, key in (("customers", "customer_id"), ("products", "product_id")):
        known = snapshot.table(table)
        for row in snapshot.run(known.filter(known.name.notnull()).select(key, "name")).to_pylist():
            names[f"{key}={row[key]}"] = row["name"]
    return names


def _in_period(lines: ir.Table, period: Period) -> ir.Table:
    chosen = lines.filter(lines.date >= period.start, lines.date < period.end)
    return chosen.mutate(customer_id=ibis.coalesce(chosen.customer_id, ""))


def _largest_customers_first(chosen: ir.Table, classes: ir.Table, most: int) -> ir.Table:
    customers = chosen.group_by("customer_id").aggregate(lines=chosen.count(), value=chosen.revenue.sum())
    best_first = [customers.value.desc(), customers.customer_id.asc()]
    upto = customers.lines.sum().over(ibis.window(order_by=best_first, rows=(None, 0)))
    carried = customers.mutate(upto=upto).filter(lambda t: t.upto <= most)
    of = classes.select(of="customer_id", **{"class": ibis.ifelse(classes.flag.isnull(), classes.abc, BELOW)})
    carried = carried.left_join(of, carried.customer_id == of["of"]).select("customer_id", "value", "class")
    rows = chosen.join(carried, "customer_id")
    return _columns(rows.order_by(ibis.desc("value"), "customer_id", "date", "invoice_id", "file", "row"), "class")


def _columns(lines: ir.Table, *more: str) -> ir.Table:
    return lines.select(
        *more,
        "customer_id",
        "date",
        "invoice_id",
        "product_id",
        "product_group",
        "quantity",
        "estimated",
        "file",
        "row",
        month=lines.date.strftime("%Y-%m"),
        revenue_minor=minor(lines.revenue),
        cost_minor=minor(lines.cost),
    )
