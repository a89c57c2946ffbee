"""Do 100 million invoice lines fit on a laptop? Makes them, takes them in, and analyses the customers, within a memory limit.

python bench/large.py [--lines 100000000] [--memory 2GB] [--folder DIR]

Prints seconds and the largest memory of each step, every step in a process of its own. Rung promises at most 4 GB; the
program ends with 1 when that does not hold. Needs about 40 bytes of disk a line (the lines, the import, its parts, room to sort).
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rung.abc_analysis import analyse
from rung.base import Period
from rung.demo_company import write_lines
from rung.engine import EngineSettings, FactStore, FileMark

PROMISE_MB = 4096


def make(folder: Path, lines: int, memory: str) -> str:
    parts = write_lines(folder / "lines", lines)
    return f"{lines:,} lines in {len(parts)} files, {sum(part.stat().st_size for part in parts) / 1e6:,.0f} MB"


def take_in(folder: Path, lines: int, memory: str) -> str:
    parts = sorted((folder / "lines").glob("*.parquet"))
    with FactStore(folder / "store", EngineSettings(memory_limit=memory)) as store:
        mark = FileMark(name="demo", sha256="0" * 64, size=sum(part.stat().st_size for part in parts))
        record = store.adopt(parts, files=[mark], mapping="", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert record.added == lines, f"{record.added:,} of {lines:,} lines came in"
    return f"{record.added:,} lines taken in"


def classes(folder: Path, lines: int, memory: str) -> str:
    with FactStore(folder / "store", EngineSettings(memory_limit=memory)) as store, store.snapshot() as snapshot:
        table = snapshot.table("invoice_lines")
        first, last = snapshot.run(table.aggregate(first=table.date.min(), last=table.date.max())).to_pylist()[0].values()
        period = Period.parse("last-12-months", first=first, last=last)
        result = analyse(lines=table, customers=snapshot.table("customers"), run=snapshot.run, period=period)
    counts = ", ".join(f"{letter} {one.customers:,}" for letter, one in result.classes.items())
    return f"{counts}; Gini {result.gini:.4f}"


def measured(step: Callable[[Path, int, str], str], folder: Path, lines: int, memory: str) -> float:
    """Run a step in a fresh process and print what it took; the largest memory in MB."""
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    worker = context.Process(target=_run, args=(step, folder, lines, memory, answers))
    started = time.monotonic()
    worker.start()
    worker.join()
    if worker.exitcode:
        sys.exit(f"{step.__name__} failed")
    said, cpu, peak = answers.get()
    print(f"{step.__name__:8} {time.monotonic() - started:8.1f} s  {cpu:8.1f} CPU-s  {peak:8,.0f} MB   {said}", flush=True)
    return peak


def _run(step, folder, lines, memory, answers) -> None:
    said = step(folder, lines, memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    answers.put((said, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000_000)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rung-bench-", dir=options.folder) as folder:
        peaks = [measured(step, Path(folder), options.lines, options.memory) for step in (make, take_in, classes)]
    print(f"largest memory {max(peaks):,.0f} MB, promised {PROMISE_MB:,} MB")
    return int(max(peaks) > PROMISE_MB)


if __name__ == "__main__":
    sys.exit(main())
