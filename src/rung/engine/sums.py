"""What did each customer buy each month? Summed once when a month changes, so that analyses need not read every line again."""

from pathlib import Path
from typing import TYPE_CHECKING

from rung.engine.months import asserted
from rung.engine.sql import COMPRESSED, Sql, columns, parquet, sql
from rung.facts import FactTable
from rung.facts.tables import Column

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CUSTOMER_MONTHS = FactTable(
    "customer_months",
    "customer_id",
    (
        Column("customer_id", "id", "the customer; null for lines that name none"),
        Column("month", "date", "first day of the month", required=True),
        Column("revenue", "money", "net of VAT and discounts, credit notes subtracted", "company currency", required=True),
        Column("cost", "money", "cost of the goods sold where it is known; null when it is known for no line", "company currency"),
        Column("revenue_with_cost", "money", "revenue of the lines whose cost is known", "company currency", required=True),
        Column("quantity", "quantity", "units sold; null when no line says it", "the products' units"),
        Column("lines", "count", "invoice lines", required=True),
        Column("days", "count", "days with net revenue above 0: purchase occasions", required=True),
        Column("first_day", "date", "the first of those days; null when there is none"),
        Column("last_day", "date", "the last of those days; null when there is none"),
    ),
)

_SUMS = """
SELECT customer_id, month,
    sum(revenue)::DECIMAL(18, 4) AS revenue, sum(cost)::DECIMAL(18, 4) AS cost,
    sum(revenue_with_cost)::DECIMAL(18, 4) AS revenue_with_cost, sum(quantity)::DECIMAL(18, 4) AS quantity,
    sum(lines)::BIGINT AS lines, count(*) FILTER (revenue > 0) AS days,
    min(date) FILTER (revenue > 0) AS first_day, max(date) FILTER (revenue > 0) AS last_day
FROM (
    SELECT customer_id, date, date_trunc('month', date)::DATE AS month, sum(revenue) AS revenue, sum(cost) AS cost,
        coalesce(sum(revenue) FILTER (cost IS NOT NULL), 0) AS revenue_with_cost, sum(quantity) AS quantity, count(*) AS lines
    FROM {rows} GROUP BY customer_id, date
)
GROUP BY customer_id, month
"""


def summed(rows: Sql) -> Sql:
    """Invoice lines summed per customer and month, as a query."""
    return sql(_SUMS, rows=rows)


def write_sums(cursor: "DuckDBPyConnection", lines: Path, path: Path) -> None:
    """Sum the lines of one month and source per customer into one file."""
    cursor.execute(sql("COPY ({sums}) TO {path} ({compressed})", sums=summed(parquet([lines])), path=path, compressed=COMPRESSED))
    asserted(path, CUSTOMER_MONTHS.schema)


SUMS = columns(CUSTOMER_MONTHS.schema.names)
