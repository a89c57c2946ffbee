"""What do the bridge and RFM cost beside the same in hand-written DuckDB SQL, and how long does a fit of 500,000 customers take?

python bench/loyalty.py [--lines 10000000] [--customers 600000] [--fit 500000] [--rounds 3] [--folder DIR] [--peer]

CPU seconds, all in one process, turn about. The lines are those of bench/abc.py, made here if they are not there. Rung promises at most
1.3 times the SQL by hand (the median of the rounds) and 1.5 s for the fit, grouping included; the program ends with 1 when that does not
hold. --peer fits the same with `lifetimes` as well, when it can be imported.
"""

import argparse
import importlib.util
import resource
import statistics
import sys
import tempfile
import warnings
from datetime import date
from pathlib import Path

import ibis
import numpy as np

from rung.base import Period
from rung.loyalty.compute.lifetime import MODELS, histories
from rung.loyalty.compute.rfm import rfm
from rung.loyalty.compute.split import bridge, customer_sums

PROMISE, PROMISED_FIT = 1.3, 1.5
CURRENT = Period(date(2025, 1, 1), date(2026, 1, 1))
BASE = CURRENT.before()

BRIDGE_BY_HAND = f"""
WITH sums AS (
  SELECT customer_id,
         coalesce(sum(revenue) FILTER (date >= DATE '{BASE.start}' AND date < DATE '{BASE.end}'), 0)::DECIMAL(18, 4) AS base,
         coalesce(sum(revenue) FILTER (date >= DATE '{CURRENT.start}'), 0)::DECIMAL(18, 4) AS current,
         min(date) FILTER (revenue > 0) AS first, count(*) FILTER (date >= DATE '{BASE.start}') AS seen
  FROM read_parquet('{{parts}}') WHERE date < DATE '{CURRENT.end}' AND customer_id IS NOT NULL GROUP BY customer_id
), placed AS (
  SELECT *, (sum(base) OVER so_far)::DECIMAL(18, 4) AS all_base, (sum(current) OVER so_far)::DECIMAL(18, 4) AS all_current
  FROM sums WHERE seen > 0 WINDOW so_far AS (ORDER BY customer_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
), steps AS (
  SELECT (round(all_base, 2) * 100)::BIGINT - (round(all_base - base, 2) * 100)::BIGINT AS base_minor,
         (round(all_current, 2) * 100)::BIGINT - (round(all_current - current, 2) * 100)::BIGINT AS current_minor,
         CASE WHEN base <= 0 AND current <= 0 THEN 'other' WHEN current <= 0 THEN 'lost'
              WHEN base <= 0 AND first < DATE '{BASE.start}' THEN 'won_back' WHEN base <= 0 THEN 'new'
              WHEN current > base THEN 'expanded' WHEN current < base THEN 'contracted' ELSE 'flat' END AS step
  FROM placed
)
SELECT step, count(*) AS customers, sum(base_minor)::BIGINT AS base_minor, sum(current_minor)::BIGINT AS current_minor
FROM steps GROUP BY step ORDER BY step
"""

RFM_BY_HAND = f"""
WITH days AS (
  SELECT customer_id, date, sum(revenue)::DECIMAL(18, 4) AS revenue
  FROM read_parquet('{{parts}}')
  WHERE date >= DATE '{CURRENT.start}' AND date < DATE '{CURRENT.end}' AND customer_id IS NOT NULL GROUP BY customer_id, date
), customers AS (
  SELECT customer_id, max(date) FILTER (revenue > 0) AS last, count(*) FILTER (revenue > 0) AS frequency,
         sum(revenue)::DECIMAL(18, 4) AS monetary
  FROM days GROUP BY customer_id HAVING count(*) FILTER (revenue > 0) > 0
)
SELECT customer_id, frequency, (DATE '{CURRENT.end}' - last)::BIGINT AS recency_days, (round(monetary, 2) * 100)::BIGINT AS monetary_minor,
       1 + (5 * (2 * (rank() OVER (ORDER BY last) - 1) + count(*) OVER (PARTITION BY last))) // (2 * count(*) OVER ()) AS r,
       1 + (5 * (2 * (rank() OVER (ORDER BY frequency) - 1) + count(*) OVER (PARTITION BY frequency))) // (2 * count(*) OVER ()) AS f,
       1 + (5 * (2 * (rank() OVER (ORDER BY monetary) - 1) + count(*) OVER (PARTITION BY monetary))) // (2 * count(*) OVER ()) AS m
FROM customers ORDER BY customer_id
"""


def neighbour(name):
    """Another program in this folder: how it makes lines and measures is the same here."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


abc = neighbour("abc")


def compare(name, ours, theirs, rounds):
    """The ratio of the medians; the first turn warms the page cache and is not counted."""
    spent, answers = {"Rung": [], "by hand": []}, {}
    for turn in range(rounds + 1):
        for who, question in (("Rung", ours), ("by hand", theirs))[:: 1 if turn % 2 else -1]:
            answers[who], seconds, _ = abc.measured(question)
            if turn:
                spent[who].append(seconds)
    found, by_hand = answers["Rung"], answers["by hand"].select(answers["Rung"].column_names)
    assert found.equals(by_hand.cast(found.schema)), f"{name}: the two answers differ"
    medians = {who: statistics.median(seconds) for who, seconds in spent.items()}
    ratio = medians["Rung"] / medians["by hand"]
    print(f"{name}: {found.num_rows:,} rows; median CPU {medians['Rung']:.2f} s, by hand {medians['by hand']:.2f} s: {ratio:.2f} times")
    return ratio


def leaving(customers):
    """again, seen and known in days of customers who buy at rates of their own and leave after a purchase with chances of their own."""
    random = np.random.default_rng(1)
    rate, leave = random.gamma(0.5, 1 / 30, customers), random.beta(0.8, 2.5, customers)
    known, again, day = random.integers(30, 730, customers), np.zeros(customers, dtype=np.int64), np.zeros(customers)
    here = np.arange(customers)
    while len(here):
        following = day[here] + random.exponential(1 / rate[here])
        here, following = here[following <= known[here]], following[following <= known[here]]
        again[here], day[here] = again[here] + 1, following
        here = here[random.random(len(here)) >= leave[here]]
    return again, np.minimum(np.ceil(day), known), known


def fit_all(customers, *, peer):
    again, seen, known = leaving(customers)
    MODELS["bg_nbd"].fit(histories(again[:500], seen[:500], known[:500]))  # loads what is loaded once
    found, seconds, wall = abc.measured(lambda: MODELS["bg_nbd"].fit(histories(again, seen, known)))
    assert found.trouble is None
    print(f"BG/NBD, {customers:,} customers: {seconds:.2f} s CPU, {wall:.2f} s wall, grouping included: {dict(found.params)}")
    if peer:
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter  # noqa: PLC0415  only when asked for

        triples, weights = np.unique(np.stack([again, seen, known]), axis=1, return_counts=True)
        other, theirs, _ = abc.measured(lambda: BetaGeoFitter().fit(*triples, weights=weights))
        print(f"  lifetimes, grouped beforehand: {theirs:.2f} s CPU, {theirs / seconds:.1f} times ours: {dict(other.params_)}")
    return seconds


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=600_000)
    options.add_argument("--fit", type=int, default=500_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folder", type=Path)
    options.add_argument("--peer", action="store_true")
    chosen = options.parse_args()
    seconds = fit_all(chosen.fit, peer=chosen.peer)
    folder = chosen.folder or Path(tempfile.gettempdir()) / f"rung-bench-abc-{chosen.lines}-{chosen.customers}"
    abc.make(folder, chosen.lines, chosen.customers)
    connection = ibis.duckdb.connect(threads=chosen.threads, preserve_insertion_order=False)
    parts = str(folder / "*.parquet")

    def lines():
        return connection.read_parquet(parts)

    def by_hand(sql):
        return lambda: connection.con.execute(sql.format(parts=parts)).to_arrow_table()

    ratios = [
        compare(
            "bridge",
            lambda: connection.to_pyarrow(bridge(customer_sums(lines(), BASE, CURRENT)).order_by("step")),
            by_hand(BRIDGE_BY_HAND),
            chosen.rounds,
        ),
        compare("RFM", lambda: connection.to_pyarrow(rfm(lines(), CURRENT).order_by("customer_id")), by_hand(RFM_BY_HAND), chosen.rounds),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"promised: at most {PROMISE} times, and {PROMISED_FIT} s; peak memory {peak:,.0f} MB for all of it")
    return 0 if max(ratios) <= PROMISE and seconds <= PROMISED_FIT else 1


if __name__ == "__main__":
    sys.exit(main())
