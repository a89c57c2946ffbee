"""How long does it take to score a market by the best-customer template, and to make and check a template?

python bench/template.py [--parties 1000000] [--customers 20000]

CPU seconds, one process. Rung promises at most 5 s to score a million prospects from their columns (ranks, verdicts, disagreement of the
two scorers); the program ends with 1 when that does not hold.
"""

import argparse
import resource
import sys
import time
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from rung.template import score
from rung.template.compute.characteristics import standard
from rung.template.compute.template import fit

PROMISE = 5.0
TODAY = date(2026, 1, 1)


def parties(count, seed):
    """A register: what it says of each firm, a tenth of it missing."""
    random = np.random.default_rng(seed)

    def some(values):
        return pa.array(values, mask=random.random(count) < 0.1)

    founded = np.array([TODAY - timedelta(days=n) for n in range(20_000)])
    return pa.table(
        {
            "party_id": [str(n) for n in range(count)],
            "industry": some(np.array([f"{n // 100:02}.{n % 100:02}0" for n in range(100, 9_900, 9)])[random.integers(0, 1_000, count)]),
            "legal_form": some(np.array(["AS", "ENK", "ASA", "SA", "NUF"])[random.integers(0, 5, count)]),
            "country": some(np.array(["NO", "SE", "DK"])[random.integers(0, 3, count)]),
            "region": some(np.array([f"Fylke {n}" for n in range(20)])[random.integers(0, 20, count)]),
            "employees": some(np.rint(np.exp(random.normal(2, 1.5, count))).astype(np.int64)),
            "turnover": some(np.exp(random.normal(15, 2, count))),
            "founded": some(founded[random.integers(0, len(founded), count)]),
        }
    )


def measured(question):
    started = time.process_time()
    answer = question()
    return answer, time.process_time() - started


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--parties", type=int, default=1_000_000)
    options.add_argument("--customers", type=int, default=20_000)
    chosen = options.parse_args()
    known = parties(chosen.customers, 1)

    def make():
        kept = standard(known)
        codes = np.asfortranarray(np.stack([one.encode(known, TODAY) for one in kept], axis=1))
        return fit(kept, codes, {str(n): n for n in range(15)}, np.arange(chosen.customers), today=TODAY)

    template, making = measured(make)
    print(
        f"template of 15 best among {chosen.customers:,}, with 200 repetitions: {making:.2f} s CPU; scorers {', '.join(template.weights)}"
    )
    market = parties(chosen.parties, 2)
    scores, scoring = measured(lambda: score(market, template))
    assert len(scores.rank) == chosen.parties
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"score of {chosen.parties:,} parties by {len(template.characteristics)} characteristics: {scoring:.2f} s CPU")
    print(f"peak memory {peak:,.0f} MB")
    print(f"promised: at most {PROMISE} s")
    return 0 if scoring <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
