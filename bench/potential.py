"""How long does untapped potential take for 100,000 customers and 30 product groups, and how much memory?

python bench/potential.py [--customers 100000] [--groups 30] [--lines 3000000] [--threads 2]

CPU seconds, all in one process: first the arithmetic alone (peers and levels, without and with industries and employees), then the whole
service from invoice lines made here, with its back-test a year earlier. Rung promises at most 10 s for the potential of 100,000 customers
in 30 groups, from lines to levels; the program ends with 1 when that does not hold.
"""

import argparse
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa

from rung import potential
from rung.base import Period
from rung.potential.compute import levels, peers, spend

PROMISE = 10.0
END = date(2026, 1, 1)
YEAR = Period(date(2025, 1, 1), END)


def make(connection, customers, groups, lines):
    """Lines of two years: customers of every size, each with some of the groups, some bought often."""
    connection.con.execute("SELECT setseed(0.5)")
    connection.con.execute(f"""
        CREATE TABLE made AS
        WITH drawn AS (
          SELECT floor(random() * {customers})::BIGINT AS c, floor(random() ^ 2 * {groups})::BIGINT AS g,
                 DATE '2024-01-01' + floor(random() * 730)::INT AS date, exp(5 + 2 * (random() + random() - 1)) AS amount
          FROM range({lines})
        )
        SELECT c::VARCHAR AS customer_id, 'G' || lpad(((g * (1 + c % 7)) % {groups})::VARCHAR, 3, '0') AS product_group,
               NULL::VARCHAR AS product_id, 'S' || (c % 40) AS seller_id, date, (amount * (1 + c % 11))::DECIMAL(18, 4) AS revenue
        FROM drawn
    """)  # the customer decides the mix, so that there are kinds of customers to find
    return connection.table("made")


def firms(customers):
    random = np.random.default_rng(1)
    nothing = pa.nulls(customers, pa.string())
    return pa.table(
        {
            "customer_id": pa.array(np.arange(customers).astype(str)),
            "name": nothing,
            "industry": pa.array(random.integers(10, 90, customers).astype(str)),
            "customer_group": pa.array(random.choice(["Shop", "Works", "Public"], customers)),
            "employees": pa.array(np.rint(random.lognormal(2.5, 1.2, customers)).astype(np.int64) + 1),
            "seller_id": nothing,
        }
    )


def measured(question):
    start = time.process_time()
    found = question()
    return found, time.process_time() - start


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--groups", type=int, default=30)
    options.add_argument("--lines", type=int, default=3_000_000)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    folder = tempfile.TemporaryDirectory(prefix="rung-bench-potential-")
    connection = ibis.duckdb.connect(Path(folder.name) / "lines.db", threads=chosen.threads)
    lines, known = make(connection, chosen.customers, chosen.groups, chosen.lines), firms(chosen.customers)
    spent = []
    for name, facts in (("by revenue", None), ("by industry and employees", known)):
        (bought, asked) = measured(lambda facts=facts: spend.purchases(connection.to_pyarrow(spend.spend(lines, YEAR)), facts))
        found, near = measured(lambda bought=bought: peers.find(bought))
        _, far = measured(lambda bought=bought, found=found: levels.potential(bought, found))
        customers, groups = bought.bought.shape
        print(f"{customers:,} customers x {groups} groups, {name}: {asked:.1f} s lines to a matrix, {near:.1f} s peers, {far:.1f} s levels")
        spent.append(asked + near + far)
    arguments = {"lines": lines, "customers": ibis.memtable(known), "run": connection.to_pyarrow, "period": YEAR, "today": END}
    result, seconds = measured(lambda: potential.analyse(**arguments))
    print(f"the whole service, {result.pairs.num_rows:,} pairs listed, with the back-test of a year before: {seconds:.1f} s CPU")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"promised: at most {PROMISE:.0f} s from lines to levels; slowest {max(spent):.1f} s CPU; peak memory {peak:,.0f} MB for all of it"
    )
    return 0 if max(spent) <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
