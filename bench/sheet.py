"""How fast does a CSV become facts, against DuckDB's own CSV reader on the same file?

    python bench/sheet.py [--lines 1000000]

Writes made-up invoice lines as Norwegian exports are (`;`, CP1252, decimal comma, dd.mm.yyyy, 11 columns; the same every time) into a
temporary folder, then measures both in processes of their own, in turns. CPU seconds, best of three; peak memory is that of the whole
process, libraries and all. Ours: from path to Arrow chunks of facts, with detection, problems, remarks and controls. DuckDB:
read_csv told everything (encoding, delimiter, decimal sign, date format), to one Arrow table.

The claim: a ratio of at least 0.3, with memory that does not grow with the file.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.compute as pc

from rung.facts import Chunk, FileEnd, Problem
from rung.importers.sheet import sheet_inputs

HEADER = "Fakturadato;Fakturanr;Kundenr;Kundenavn;Varenr;Beskrivelse;Varegruppe;Selger;Antall;Beløp eks. mva;Kostpris\r\n"
CUSTOMERS, PRODUCTS, ROUNDS = 5_000, 2_000, 3
WANTED_RATIO = 0.3


def write_file(path: Path, lines: int) -> int:
    """Write the lines; the sum of their amounts in oere comes back."""
    names = [f"Kunde Ærlig & Sønn {number} AS" for number in range(CUSTOMERS)]
    goods = [f"{100_000 + n};Skrue rustfri M{n % 30} x {n};Gruppe {n % 40}" for n in range(PRODUCTS)]
    total = 0
    with path.open("w", encoding="cp1252", newline="") as target:
        target.write(HEADER)
        for number in range(lines):
            invoice = 100_000 + number // 5
            day = number * 1_008 // lines
            customer = invoice * 7_919 % CUSTOMERS
            units = number * 31 % 39 + 1
            net = (number * 7_907 % 89_900 + 100) * units
            total += net
            cost = net * 7 // 10
            target.write(
                f"{day % 28 + 1:02}.{day // 28 % 12 + 1:02}.{2023 + day // 336};{invoice};{10_000 + customer};{names[customer]};"
                f"{goods[number * 13 % PRODUCTS]};S{customer % 6};{units};{net // 100},{net % 100:02};{cost // 100},{cost % 100:02}\r\n"
            )
    return total


def read_ours(path: Path) -> str:
    rows, revenue = 0, Decimal(0)
    for entry in sheet_inputs([path]):
        for event in entry.read(lambda _done, _total: None):
            if isinstance(event, Chunk) and event.table == "invoice_lines":
                revenue += pc.sum(event.rows["revenue"]).as_py()
            elif isinstance(event, FileEnd):
                rows = event.rows
            assert not (isinstance(event, Problem) and event.rows), event
    return f"{rows:,} rows, {revenue:.2f}"


def read_duckdb(path: Path) -> str:
    reader = duckdb.connect().sql(
        f"FROM read_csv('{path}', delim=';', encoding='latin-1', decimal_separator=',', dateformat='%d.%m.%Y', header=true)"
    )
    table = reader.to_arrow_table()
    return f"{table.num_rows:,} rows, {pc.sum(table['Beløp eks. mva']).as_py():.2f}"


def measure(way: str, path: Path) -> None:
    """In a process of its own: print CPU seconds, peak memory and what came out."""
    started = time.process_time()
    out = {"ours": read_ours, "duckdb": read_duckdb}[way](path)
    print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, out]))


def compare(lines: int) -> None:
    with tempfile.TemporaryDirectory(prefix="rung-bench-sheet-") as folder:
        path = Path(folder) / "linjer.csv"
        total = write_file(path, lines)
        size = path.stat().st_size / 1_000_000
        runs: dict[str, list[list[float]]] = {"ours": [], "duckdb": []}
        for _ in range(ROUNDS):
            for way, of_way in runs.items():
                command = [sys.executable, __file__, "--way", way, str(path)]
                of_way.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    for way, of_way in runs.items():
        cpu, memory = min(run[0] for run in of_way), max(run[1] for run in of_way)
        print(f"{way}: {cpu:5.2f} CPU seconds, {lines / cpu:9,.0f} lines a second, {memory:4.0f} MiB at most, {of_way[0][2]}")
    assert str(runs["ours"][0][2]).endswith(f"{total / 100:.2f}"), total
    ratio = min(run[0] for run in runs["duckdb"]) / min(run[0] for run in runs["ours"])
    print(f"CSV {size:.0f} MB, {lines:,} lines: import at {ratio:.2f} of DuckDB's CSV reader (wanted: {WANTED_RATIO})")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--way", choices=["ours", "duckdb"], help=argparse.SUPPRESS)
    arguments.add_argument("path", nargs="?", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.way:
        measure(chosen.way, chosen.path)
    else:
        compare(chosen.lines)


if __name__ == "__main__":
    main()
