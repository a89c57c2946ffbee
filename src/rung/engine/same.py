"""Which customers are one? Read as one wherever they stand: in their lines, in what is known of them, in their contacts and visits.

Nothing that was imported changes: taking a merge back gives exactly what was there before.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rung.engine.sql import Sql, columns, sql
from rung.engine.sums import CUSTOMER_MONTHS, summed
from rung.facts import ACTIVITIES, CONTACTS, CUSTOMERS, INVOICE_LINES, OPPORTUNITIES, QUOTAS, FactTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The column in which each table names a customer.
_NAMED_IN = {table.name: column for table, column in (
    (INVOICE_LINES, "customer_id"), (CONTACTS, "party_id"), (ACTIVITIES, "party_id"), (OPPORTUNITIES, "party_id"), (QUOTAS, "customer_id"),
)}  # fmt: skip


def write_same(cursor: "DuckDBPyConnection", same: Mapping[str, str]) -> None:
    """Put customer -> the customer it is read as into the temporary table `same`."""
    cursor.execute("CREATE OR REPLACE TEMP TABLE same (customer_id VARCHAR, into_id VARCHAR)")
    cursor.execute("INSERT INTO same SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", [list(same), list(same.values())])


def as_one(table: FactTable, rows: Sql, lines: Sql) -> Sql:
    """The rows of a table with customers that are one read as one. lines: all invoice lines, for sums that must be made anew."""
    if table.name in _NAMED_IN:
        return _renamed(table, rows, _NAMED_IN[table.name])
    if table is CUSTOMERS:
        return _gathered(rows)
    if table is CUSTOMER_MONTHS:
        return _summed_anew(rows, lines)
    return rows


def _renamed(table: FactTable, rows: Sql, column: str) -> Sql:
    others = columns((name for name in table.schema.names if name != column), of="t")
    template = (
        '(SELECT coalesce(s.into_id, t."{column}") AS "{column}", {others} FROM {rows} t LEFT JOIN same s ON t."{column}" = s.customer_id)'
    )
    return sql(template, column=Sql(column), others=others, rows=rows)


def _gathered(rows: Sql) -> Sql:
    """One row for each customer: what its own list row says, and what that does not say from the others, in the order of their ids.

    The name is its own alone: a group that is no customer itself has none, rather than that of a member.
    """
    names = [name for name in CUSTOMERS.schema.names if name not in {"customer_id", "name"}]
    gathered = Sql(", ".join(f'arg_min(t."{name}", (s.into_id IS NOT NULL, t.customer_id)) AS "{name}"' for name in names))
    template = (
        "(SELECT coalesce(s.into_id, t.customer_id) AS customer_id, max(t.name) FILTER (s.into_id IS NULL) AS name, {gathered}"
        " FROM {rows} t LEFT JOIN same s ON t.customer_id = s.customer_id GROUP BY 1)"
    )
    return sql(template, gathered=gathered, rows=rows)


def _summed_anew(rows: Sql, lines: Sql) -> Sql:
    """Two customers may buy on one day, which is then one day: the months of those concerned are summed from their lines again."""
    concerned = Sql("(SELECT customer_id FROM same UNION SELECT into_id FROM same)")
    of_lines = sql(
        "(SELECT * FROM {lines} SEMI JOIN {concerned} c USING (customer_id))",
        lines=_renamed(INVOICE_LINES, lines, "customer_id"),
        concerned=concerned,
    )
    names = columns(CUSTOMER_MONTHS.schema.names)
    template = "(SELECT {names} FROM {rows} ANTI JOIN {concerned} c USING (customer_id) UNION ALL SELECT {names} FROM ({again}))"
    return sql(template, names=names, rows=rows, concerned=concerned, again=summed(of_lines))
