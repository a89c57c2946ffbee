"""Memory is bounded by the settings, however long the file."""

import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
from pathlib import Path
import numpy as np, pyarrow as pa
from rung.engine import EngineSettings, FactStore
from rung.engine.tests.building import AT, mark
from rung.facts import INVOICE_LINES, Chunk, FileEnd, FileHead

SCHEMA, PIECE = INVOICE_LINES.read_schema, 50_000

def events(lines, seed):
    yield FileHead("many")
    random = np.random.default_rng(seed)
    for start in range(0, lines, PIECE):
        n = np.arange(start, start + PIECE)
        said = {
            "line_key": pa.array((n * 7919 % lines).astype(str)), "source": pa.repeat("lines", PIECE),
            "date": pa.array(random.integers(19_000, 20_095, PIECE).astype(np.int32)).cast(pa.date32()),
            "revenue": pa.array(n % 999).cast(pa.decimal128(19, 0)).cast(pa.decimal128(18, 4)),
            "estimated": pa.repeat(pa.scalar(False), PIECE), "customer_id": pa.array((n % 90_000).astype(str)),
            "product_group": pa.repeat("g" * 80, PIECE), "file": pa.repeat("many.csv", PIECE), "row": pa.array(n),
        }
        yield Chunk("invoice_lines", pa.table([said.get(f.name, pa.nulls(PIECE, f.type)) for f in SCHEMA], schema=SCHEMA))
    yield FileEnd(lines)

with FactStore(Path(sys.argv[1]), EngineSettings(memory_limit="300MB", threads=2)) as store:
    with store.snapshot() as snapshot:
        snapshot.table("invoice_lines")
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in (1, 2):  # the second time every line moves to another month
        record = store.add(events(2_000_000, seed), files=[mark(str(seed))], mapping="", at=AT)
        print(record.added, record.replaced + record.unchanged)
    store.undo("000002")
    print(start // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked for otherwise there")
def test_two_million_lines_twice_within_300_mb(tmp_path):
    said = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path / "store")], capture_output=True, text=True, check=True).stdout
    first, second, memory = said.splitlines()
    assert (first, second) == ("2000000 0", "0 2000000")
    before, peak = map(int, memory.split())
    assert peak - before < 300 * 1.5 + 200  # the 200 are the pieces on their way through Python
