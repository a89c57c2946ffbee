"""What do the months of the customer ladder cost beside the same in hand-written DuckDB SQL? CPU seconds, one process, turn about.

python bench/ladder.py [--lines 10000000] [--customers 600000] [--rounds 3] [--folder DIR]

The lines are made here, always the same ones, as monthly Parquet parts: one in ten is a credit, half of those carry the number of an
invoice of the month before. A folder that has them is used again. Rung promises a ratio of at most 1.5 (the median of the rounds); the
program ends with 1 when that does not hold.
"""

import argparse
import importlib.util
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rung.base import Period
from rung.ladder.compute.occasions import months

PROMISE = 1.5
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))

# As an expert would write it: each customer-day once, money back to 64 bits after each sum, windows over days and not over lines.
BY_HAND = f"""
WITH known AS (
  SELECT customer_id, invoice_id, date, revenue FROM read_parquet('{{parts}}') WHERE date < DATE '{YEAR.end}' AND customer_id IS NOT NULL
), credited AS (
  SELECT DISTINCT customer_id, invoice_id FROM known WHERE revenue < 0 AND invoice_id IS NOT NULL
), invoices AS (
  SELECT customer_id, invoice_id, min(date) AS sold FROM known SEMI JOIN credited USING (customer_id, invoice_id)
  WHERE revenue > 0 GROUP BY customer_id, invoice_id
), days AS (
  SELECT customer_id, CASE WHEN revenue < 0 AND sold < date THEN sold ELSE date END AS day, sum(revenue)::DECIMAL(18, 4) AS revenue
  FROM known LEFT JOIN invoices USING (customer_id, invoice_id) GROUP BY ALL
), running AS (
  SELECT *, (sum(revenue) OVER (PARTITION BY customer_id ORDER BY day ROWS UNBOUNDED PRECEDING))::DECIMAL(18, 4) AS running FROM days
), ahead AS (
  SELECT *, min(running) OVER (PARTITION BY customer_id ORDER BY day ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS lowest
  FROM running
), occasions AS (
  SELECT customer_id, day, row_number() OVER (PARTITION BY customer_id ORDER BY day) AS n
  FROM ahead WHERE revenue > 0 AND (lowest IS NULL OR lowest > running - revenue)
), climb AS (
  SELECT customer_id, min(12 * year(day) + month(day) - 1) FILTER (n = 1) AS first,
         min(12 * year(day) + month(day) - 1) FILTER (n = 2) AS second
  FROM occasions WHERE n <= 2 GROUP BY customer_id
), money AS (
  SELECT customer_id, 12 * year(date) + month(date) - 1 AS month, sum(revenue)::DECIMAL(18, 4) AS revenue,
         sum(revenue - cost)::DECIMAL(18, 4) AS margin, count(cost) AS costed
  FROM read_parquet('{{parts}}') WHERE date >= DATE '{YEAR.start}' AND date < DATE '{YEAR.end}' AND customer_id IS NOT NULL GROUP BY ALL
), happened AS (
  SELECT first AS month, 'buyer' AS step, count(*) AS change, 0 AS revenue, 0 AS margin, 0 AS costed FROM climb GROUP BY first
  UNION ALL SELECT second, 'buyer', -count(*), 0, 0, 0 FROM climb WHERE second IS NOT NULL GROUP BY second
  UNION ALL SELECT second, 'customer', count(*), 0, 0, 0 FROM climb WHERE second IS NOT NULL GROUP BY second
  UNION ALL SELECT month, CASE WHEN second <= month THEN 'customer' WHEN first <= month THEN 'buyer' ELSE 'below' END, 0,
                   sum(revenue), coalesce(sum(margin), 0), sum(costed)
            FROM money LEFT JOIN climb USING (customer_id) GROUP BY 1, 2
), sums AS (
  SELECT month, step, sum(change) AS change, sum(revenue) AS revenue, sum(margin) AS margin, sum(costed) AS costed
  FROM happened GROUP BY ALL
), placed AS (
  SELECT *, sum(revenue) OVER in_order AS all_revenue, sum(margin) OVER in_order AS all_margin,
         sum(change) OVER (PARTITION BY step ORDER BY month ROWS UNBOUNDED PRECEDING) AS parties
  FROM sums WINDOW in_order AS (ORDER BY month, step ROWS UNBOUNDED PRECEDING)
)
SELECT month, step, costed::BIGINT AS costed, parties::BIGINT AS parties,
       (round(all_revenue, 2) * 100)::BIGINT - (round(all_revenue - revenue, 2) * 100)::BIGINT AS revenue_minor,
       (round(all_margin, 2) * 100)::BIGINT - (round(all_margin - margin, 2) * 100)::BIGINT AS margin_minor
FROM placed ORDER BY month, step
"""


def neighbour(name):
    """Another program in this folder: how it measures and compares is the same here."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


loyalty = neighbour("loyalty")
MONTHS, FIRST = loyalty.abc.MONTHS, loyalty.abc.FIRST


def sold(month, lines, customers):
    """Customer, invoice, day, amount and whether it is a credit, of each line of a month; three lines to an invoice, of one day."""
    random = np.random.default_rng([lines, customers, month])
    count = lines * (month + 1) // MONTHS - lines * month // MONTHS
    invoice = np.arange(count) // 3
    first_day = (FIRST + month).astype("datetime64[D]")
    days = ((FIRST + month + 1).astype("datetime64[D]") - first_day).astype(int)
    customer = (customers * random.random(count) ** 3).astype(np.int64)[invoice]
    day = (first_day + random.integers(0, days, count).astype("timedelta64[D]"))[invoice]
    amount = np.exp(random.normal(14, 1.2, count)).astype(np.int64)
    return customer, invoice + month * 10_000_000, day, amount, random.random(count) < 0.1


def money(amount):
    """128-bit decimals of whole numbers: the low half, the sign."""
    whole = np.stack([amount, amount >> 63], axis=1)
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(amount), [None, pa.py_buffer(whole.tobytes())])


def make(folder, lines, customers):
    folder.mkdir(parents=True, exist_ok=True)
    for month in range(MONTHS):
        part = folder / f"{FIRST + month}.parquet"
        if part.exists():
            continue
        customer, invoice, day, amount, credit = sold(month, lines, customers)
        invoice = np.where(credit, -invoice - 1, invoice)  # a credit has a number of its own,
        if month:  # but half of them say which invoice they credit
            before = sold(month - 1, lines, customers)
            at = np.flatnonzero(credit)[::2]
            at = at[at < len(before[0])]
            customer[at], invoice[at], amount[at] = before[0][at], before[1][at], before[3][at]
        signed = np.where(credit, -amount, amount)
        columns = {
            "customer_id": pa.array(customer).cast(pa.string()),
            "invoice_id": pa.array(invoice).cast(pa.string()),
            "date": pa.array(day),
            "revenue": money(signed),
            "cost": money(signed * 6 // 10),
        }
        pq.write_table(pa.table(columns), part, compression="zstd")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=600_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    folder = chosen.folder or Path(tempfile.gettempdir()) / f"rung-bench-ladder-{chosen.lines}-{chosen.customers}"
    make(folder, chosen.lines, chosen.customers)
    connection = ibis.duckdb.connect(threads=chosen.threads, preserve_insertion_order=False)
    parts = str(folder / "*.parquet")

    def ours():
        lines = connection.read_parquet(parts)
        margin = lines.mutate(margin=(lines.revenue - lines.cost).cast("decimal(18, 4)"))
        return connection.to_pyarrow(months(margin, YEAR).order_by("month", "step"))

    ratio = loyalty.compare(
        "ladder months", ours, lambda: connection.con.execute(BY_HAND.format(parts=parts)).to_arrow_table(), chosen.rounds
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"promised: at most {PROMISE} times; peak memory {peak:,.0f} MB for both")
    return 0 if ratio <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
