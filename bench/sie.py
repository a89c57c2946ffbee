"""How fast is a SIE 4 file read in full, and in how much memory?

    python bench/sie.py [--mb 40]

Writes two made-up SIE 4 files of that size into a temporary folder: one as most programs write it, without customers and with names in the
texts, and one with customers and invoices as objects on the rows. Each is read in full in a process of its own, after a first small file
has loaded every library; CPU seconds, best of three, and the peak memory of the whole process, libraries and all.

The claim: at least 20 MB per CPU second.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rung.facts import Chunk, FileEnd, Problem
from rung.importers.archive import Piece
from rung.importers.sie import SieInput

ROUNDS = 3
WANTED = 20  # MB per CPU second
ACCOUNTS = {1510: "Kundfordringar", 1930: "Checkkonto", 2440: "Leverantörsskulder", 2611: "Utgående moms", 2641: "Ingående moms"} | {
    3041: "Försäljning tjänster", 3051: "Försäljning varor", 3740: "Öresavrundning", 4010: "Inköp av varor"
}  # fmt: skip
CUSTOMERS = 5_000
# Of ten vouchers: four sales on one account, one on two, four payments, one purchase.
MIX = "SPSUSPTPSP"


def rows_of(kind: str, net: int, number: int) -> list[tuple[int, int]]:
    vat = net // 4
    match kind:
        case "S":
            return [(1510, net + vat), (2611, -vat), (3041, -net)]
        case "T":
            return [(1510, net + vat + 37), (2611, -vat), (3041, -(net // 2)), (3051, -(net - net // 2)), (3740, -37)]
        case "P":
            return [(1930, net), (1510, -net)]
        case _:
            return [(4010, net), (2641, vat), (2440, -net - vat)]


def voucher(number: int, *, objects: bool) -> str:
    kind = MIX[number % 10]
    net = number * 7919 % 5_000_000 + 10_000
    day, customer = f"2025{number // 40 % 12 + 1:02}{number % 28 + 1:02}", 10_000 + number * 31 % CUSTOMERS
    said = f"Kundfakt. {100_000 + number}, Kund {customer} AB" if kind in "ST" else f"Verifikation {number}"
    head = f'#VER {kind} {number} {day} "{said}" {day}\r\n{{\r\n'
    rows = []
    for account, units in rows_of(kind, net, number):
        listed = f'8 "{customer}" 10 "{100_000 + number}"' if objects and kind in "STP" and account in {1510, 3041, 3051} else ""
        rows.append(f'   #TRANS {account} {{{listed}}} {units / 100:.2f} {day} "{said}"\r\n')
    return head + "".join(rows) + "}\r\n"


def vouchers(megabytes: int, *, objects: bool) -> Iterator[str]:
    written = number = 0
    while written < megabytes * 1_000_000:
        text = "".join(voucher(number + n, objects=objects) for n in range(500))
        number += 500
        written += len(text)
        yield text


def write_file(path: Path, megabytes: int, *, objects: bool) -> None:
    with path.open("w", encoding="cp437", newline="") as target:
        target.write(
            '#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 4\r\n#ORGNR 556012-5790\r\n#FNAMN "Provbolaget AB"\r\n#RAR 0 20250101 20251231\r\n'
        )
        target.writelines(f'#KONTO {number} "{name}"\r\n' for number, name in ACCOUNTS.items())
        if objects:
            target.writelines(f'#OBJEKT 8 "{10_000 + n}" "Kund {n} AB"\r\n' for n in range(CUSTOMERS))
        for text in vouchers(megabytes, objects=objects):
            target.write(text)


def read_full(path: Path) -> str:
    facts = rows = 0
    for event in SieInput(Piece(path)).read(lambda _done, _total: None):
        if isinstance(event, Chunk) and event.table == "invoice_lines":
            facts += event.rows.num_rows
        elif isinstance(event, FileEnd):
            rows = event.rows
        assert not (isinstance(event, Problem) and (event.rows or event.refused)), event
    assert 0 < facts <= rows
    return f"{facts:,} facts"


def measure(small: Path, path: Path) -> None:
    """In a process of its own: print CPU seconds, peak memory and what came out."""
    read_full(small)
    started = time.process_time()
    out = read_full(path)
    print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, out]))


def compare(megabytes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="rung-bench-sie-") as folder:
        for objects in (False, True):
            small, path = Path(folder) / "small.se", Path(folder) / "large.se"
            write_file(small, 1, objects=objects)
            write_file(path, megabytes, objects=objects)
            size = path.stat().st_size / 1_000_000
            command = [sys.executable, __file__, "--measure", str(small), str(path)]
            runs = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(ROUNDS)]
            best, memory = min(run[0] for run in runs), max(run[1] for run in runs)
            kind = "customers as objects" if objects else "no customers"
            print(f"SIE 4 {size:.0f} MB, {kind}: {size / best:.1f} MB per CPU second (wanted: {WANTED}), {memory:.0f} MiB, {runs[0][2]}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mb", type=int, default=40)
    arguments.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.measure:
        measure(*chosen.paths)
    else:
        compare(chosen.mb)


if __name__ == "__main__":
    main()
