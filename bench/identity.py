"""How long does it take to look for one customer under several numbers among 100,000, and how many of them are found?

    python bench/identity.py [--customers 100000] [--seed 1] [--wrong]

CPU seconds, one process. The list is made up, with 3 % of its customers planted under a second number as tired people write them, and
with shops of chains, families of one name and firms of one trade that are no duplicates. Recall: the part of the planted pairs that is
proposed; precision: the part of the proposed that was planted; each with all that is surer counted in. The claim: at most 30 CPU seconds
for 100,000 customers. --wrong prints the wrong ones.
"""

import argparse
import resource
import sys
import time

from rung.identity.compute.proposing import proposals
from rung.identity.tests.planting import measured, planted

PROMISE = 30.0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--wrong", action="store_true")
    chosen = options.parse_args()
    made = planted(chosen.customers, seed=chosen.seed)
    revenue = {one: 100 * place for place, one in enumerate(made.customers["customer_id"].to_pylist())}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    found = proposals(made.customers, revenue)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{chosen.customers:,} customers, {len(made.truth):,} planted under a second number: {spent:.1f} CPU seconds")
    print(f"peak memory {peak:,.0f} MB, of it {before:,.0f} MB before the search")
    for level, one in measured(found, made.truth).items():
        print(f"{level:>8} and surer: recall {one.recall:.1%}, precision {one.precision:.1%}, {one.pairs:,} pairs proposed")
    print(f"groups proposed: {sum(one.kind == 'group' for one in found):,}")
    if chosen.wrong:
        show(made, found)
    return 0 if spent <= PROMISE * max(1, chosen.customers / 100_000) else 1


def show(made, found):
    rows = {row["customer_id"]: row for row in made.customers.to_pylist()}
    for one in found:
        right = any({one.keep, other} in made.truth for other in one.others)
        if one.kind == "same" and not right:
            print(one.strength, *(str(reason) for reason in (*one.reasons, *one.against)))
            for customer_id in one.customer_ids:
                print("    ", *(value for value in rows[customer_id].values() if value), sep="; ")
    proposed = {frozenset({one.keep, other}) for one in found for other in one.others}
    for pair in [pair for pair in made.truth if pair not in proposed]:
        print("missed")
        for customer_id in pair:
            print("    ", *(value for value in rows[customer_id].values() if value), sep="; ")


if __name__ == "__main__":
    sys.exit(main())
