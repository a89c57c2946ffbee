"""What does the ABC expression cost beside the same in hand-written DuckDB SQL? CPU seconds, both in one process, turn about.

python bench/abc.py [--lines 10000000] [--customers 600000] [--rounds 5] [--folder DIR]

The lines are made here, always the same ones, as monthly Parquet parts; a folder that has them is used again.
Rung promises a ratio of at most 1.2 (the median of the rounds); the program ends with 1 when that does not hold.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rung.abc_analysis import classify, value_by_customer
from rung.base import Period

PROMISE = 1.2
MONTHS = 36
FIRST = np.datetime64("2023-01", "M")
PERIOD = Period(date(2023, 1, 1), date(2026, 1, 1))  # all the lines

# As an expert would write it: money back to 64 bits after each sum, for 128-bit division is slow.
BY_HAND = """
WITH value AS (
  SELECT customer_id, sum(revenue)::DECIMAL(18, 4) AS value
  FROM read_parquet('{parts}')
  WHERE date >= DATE '{period.start}' AND date < DATE '{period.end}' AND customer_id IS NOT NULL
  GROUP BY customer_id
), placed AS (
  SELECT customer_id, value,
         row_number() OVER best AS rank,
         (sum(value) OVER (best ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))::DECIMAL(18, 4) AS running,
         (sum(CASE WHEN value > 0 THEN value ELSE 0 END) OVER ())::DECIMAL(18, 4) AS total
  FROM value WINDOW best AS (ORDER BY value DESC, customer_id)
)
SELECT customer_id, rank,
       (round(running, 2) * 100)::BIGINT - (round(running - value, 2) * 100)::BIGINT AS value_minor,
       CASE WHEN value > 0 THEN (running - value)::DOUBLE / total::DOUBLE END AS start_share,
       CASE WHEN value > 0 THEN running::DOUBLE / total::DOUBLE END AS cum_share,
       CASE WHEN value <= 0 THEN 'C' WHEN (running - value) * 5 < total * 4 THEN 'A'
            WHEN (running - value) * 20 < total * 19 THEN 'B' ELSE 'C' END AS abc,
       CASE WHEN value <= 0 THEN 'net_credit' END AS flag
FROM placed ORDER BY rank
"""


def make(folder, lines, customers):
    """Monthly parts: a tenth of the lines are credits, one in a hundred names no customer, a few customers buy most."""
    folder.mkdir(parents=True, exist_ok=True)
    for month in range(MONTHS):
        part = folder / f"{FIRST + month}.parquet"
        if part.exists():
            continue
        random = np.random.default_rng([lines, customers, month])
        count = lines * (month + 1) // MONTHS - lines * month // MONTHS
        number = (customers * random.random(count) ** 3).astype(np.int64)
        nameless = random.random(count) < 0.01
        ids = pa.array(number, mask=nameless).cast(pa.string())
        first_day = (FIRST + month).astype("datetime64[D]")
        days = ((FIRST + month + 1).astype("datetime64[D]") - first_day).astype(int)
        dates = first_day + random.integers(0, days, count).astype("timedelta64[D]")
        amount = np.exp(random.normal(14, 1.2, count)).astype(np.int64) * np.where(random.random(count) < 0.1, -1, 1)
        whole = np.stack([amount, amount >> 63], axis=1)  # 128-bit whole numbers: the low half, the sign
        revenue = pa.Array.from_buffers(pa.decimal128(18, 4), count, [None, pa.py_buffer(whole.tobytes())])
        pq.write_table(pa.table({"customer_id": ids, "date": pa.array(dates), "revenue": revenue}), part, compression="zstd")


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(question):
    cpu_before, wall_before = cpu(), time.perf_counter()
    answer = question()
    return answer, cpu() - cpu_before, time.perf_counter() - wall_before


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=600_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    folder = chosen.folder or Path(tempfile.gettempdir()) / f"rung-bench-abc-{chosen.lines}-{chosen.customers}"
    _, seconds, _ = measured(lambda: make(folder, chosen.lines, chosen.customers))
    print(f"{chosen.lines:,} lines in {folder} ({seconds:.1f} s CPU to make)")

    connection = ibis.duckdb.connect(threads=chosen.threads, preserve_insertion_order=False)
    parts = str(folder / "*.parquet")
    by_hand = BY_HAND.format(parts=parts, period=PERIOD)

    def expression():
        lines = connection.read_parquet(parts)
        return connection.to_pyarrow(classify(value_by_customer(lines, PERIOD, "revenue")).order_by("rank"))

    def hand_written():
        return connection.con.execute(by_hand).to_arrow_table()

    spent = {"Rung": [], "by hand": []}
    answers = {}
    for turn in range(chosen.rounds + 1):  # the first turn warms the page cache and is not counted
        for name, question in (("Rung", expression), ("by hand", hand_written))[:: 1 if turn % 2 else -1]:
            answers[name], seconds, wall = measured(question)
            if turn:
                spent[name].append(seconds)
                print(f"  {name:8} {seconds:6.2f} s CPU {wall:6.2f} s wall")
    ours, theirs = answers["Rung"], answers["by hand"].select(answers["Rung"].column_names)
    exact = ["customer_id", "rank", "value_minor", "abc", "flag"]
    assert ours.select(exact).equals(theirs.select(exact).cast(ours.select(exact).schema)), "the two answers differ"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    medians = {name: statistics.median(seconds) for name, seconds in spent.items()}
    print(f"{ours.num_rows:,} customers; median CPU {medians['Rung']:.2f} s against {medians['by hand']:.2f} s by hand")
    ratio = medians["Rung"] / medians["by hand"]
    print(f"ratio {ratio:.2f} (promised: at most {PROMISE}); peak memory {peak:,.0f} MB for both")
    return 0 if ratio <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
