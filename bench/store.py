"""How long does the store take to bring in lines, to answer, and to undo? Wall seconds, CPU seconds and peak memory.

python bench/store.py [--lines 10000000] [--upsert 100000] [--memory 1GB] [--threads 2] [--folder DIR]

The lines are always the same ones. The upsert is an overlapping export: two fifths of it are lines that are there already,
of which some have another amount and a few another date, many months earlier. Each step runs in this one process, so the
peak is that of the steps so far.
"""

import argparse
import resource
import shutil
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rung.demo_company.bulk import write_lines
from rung.engine import EngineSettings, FactStore, FileMark
from rung.facts import INVOICE_LINES, Chunk, FileEnd, FileHead

AT = datetime(2026, 1, 1, tzinfo=UTC)
RECENT = date(2025, 1, 1)
MOVED, CORRECTED = 1_000, 10_000
SCHEMA = INVOICE_LINES.read_schema


def overlapping(store, count):
    """An export of `count` lines: two fifths of them are lines of the last year, the rest are new ones like them."""
    with store.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        rows = snapshot.run(lines.filter(lines.date >= RECENT).order_by("line_key").limit(count).select(*SCHEMA.names)).cast(SCHEMA)
    again = count * 2 // 5
    place = np.arange(count)
    new_keys = pc.binary_join_element_wise("N", pa.array(place).cast(pa.string()), "-")
    keys = pc.if_else(pa.array(place < again), rows["line_key"], new_keys)
    dates = rows["date"].cast(pa.int32()).to_numpy() - np.where(place < MOVED, 600, 0)
    more = pa.array(np.where((place >= MOVED) & (place < MOVED + CORRECTED), 1, 0)).cast(pa.decimal128(19, 0))
    revenue = pc.add(rows["revenue"], more).cast(pa.decimal128(18, 4))
    changed = {"line_key": keys, "date": pa.array(dates.astype(np.int32)).cast(pa.date32()), "revenue": revenue, "row": pa.array(place + 2)}
    return pa.table([changed.get(name, rows[name]) for name in SCHEMA.names], schema=SCHEMA)


def events(rows):
    yield FileHead("bench")
    for start in range(0, rows.num_rows, 20_000):
        yield Chunk("invoice_lines", rows.slice(start, 20_000))
    yield FileEnd(rows.num_rows)


def measured(what, step):
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    answer = step()
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {what:44} {wall:7.2f} s wall {cpu:7.2f} s CPU {after.ru_maxrss // 1024:6,} MB peak")
    return answer


def ask(store, table):
    with store.snapshot() as snapshot:
        lines = snapshot.table(table)
        customers = lines.group_by("customer_id").aggregate(revenue=lines.revenue.sum(), cost=lines.cost.sum())
        return snapshot.run(
            customers.aggregate(n=customers.count(), revenue=customers.revenue.sum(), cost=customers.cost.sum())
        ).to_pylist()


def one_customer(store):
    with store.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        largest = lines.group_by("customer_id").aggregate(n=lines.count()).order_by(ibis.desc("n"), "customer_id").limit(1)
        return snapshot.run(lines.semi_join(largest, "customer_id")).num_rows


def steps(store, parts, count):
    first = measured(f"first import, {len(parts)} Parquet files", lambda: store.adopt(parts, files=[], mapping="", at=AT))
    rows = overlapping(store, count)
    before = ask(store, "invoice_lines")
    mark = [FileMark(name="upsert", sha256="1", size=rows.nbytes)]
    record = measured(f"upsert of {count:,} lines", lambda: store.add(events(rows), files=mark, mapping="", at=AT))
    print(f"    {record.added:,} added, {record.replaced:,} replaced, {record.unchanged:,} unchanged")
    assert (record.added, record.replaced, record.unchanged) == (
        count - count * 2 // 5,
        MOVED + CORRECTED,
        count * 2 // 5 - MOVED - CORRECTED,
    )
    measured("the same file again", lambda: store.add(events(rows), files=mark, mapping="", at=AT))
    from_lines = measured("revenue and cost of each customer, from lines", lambda: ask(store, "invoice_lines"))
    from_sums = measured("the same from the monthly sums", lambda: ask(store, "customer_months"))
    assert from_lines == from_sums != before
    measured("all lines of the customer with most of them", lambda: one_customer(store))
    measured("a snapshot opened and counted", lambda: ask_count(store))
    measured("undo of the upsert", lambda: store.undo(record.id))
    assert ask(store, "invoice_lines") == before
    return first


def ask_count(store):
    with store.snapshot() as snapshot:
        return snapshot.run(snapshot.table("invoice_lines").count().name("n"))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--upsert", type=int, default=100_000)
    options.add_argument("--memory", default="1GB")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    folder = chosen.folder or Path(tempfile.gettempdir()) / f"rung-bench-store-{chosen.lines}"
    parts = sorted(folder.glob("*.parquet"))
    if sum(pq.read_metadata(part).num_rows for part in parts) != chosen.lines:
        parts = measured(f"{chosen.lines:,} lines made", lambda: write_lines(folder, chosen.lines))
    home = Path(tempfile.mkdtemp(prefix="rung-bench-store-"))
    try:
        with FactStore(home / "store", EngineSettings(memory_limit=chosen.memory, threads=chosen.threads)) as store:
            print(f"{chosen.lines:,} lines, memory_limit {chosen.memory}, {chosen.threads} threads")
            record = steps(store, parts, chosen.upsert)
            assert record.added == chosen.lines
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
