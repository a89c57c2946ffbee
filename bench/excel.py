"""How fast does an Excel workbook become facts, against python-calamine alone on the same file?

    python bench/excel.py [--rows 200000]

Writes invoice lines of 12 columns (text, numbers, dates; the same every time) with xlsxwriter, then measures both in processes of their
own, in turns. CPU seconds, best of three, imports of libraries left out; peak memory is that of the whole process. Ours: from path to
Arrow chunks of facts, with detection, problems, remarks and controls. Calamine: every row of the sheet as Python values.

The claim: 200,000 rows in at most 3 CPU seconds.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    *("Fakturadato", "Fakturanr", "Linjenr", "Kundenr", "Kundenavn", "Varenr", "Beskrivelse", "Varegruppe", "Selger", "Antall"),
    *("Beløp eks. mva", "Kostpris"),
)
ROUNDS, WANTED_SECONDS = 3, 3.0


def write_file(path: Path, rows: int) -> None:
    import xlsxwriter  # noqa: PLC0415  only the writer needs it

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Linjer"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADER)
        for n in range(rows):
            sheet.write_datetime(n + 1, 0, date(2023, 1, 1) + timedelta(days=n % 1000), day)
            row = [f"{100_000 + n // 4}", n % 4 + 1, f"{n % 5000:05}", f"Kunde {n % 5000} AS", f"V{n % 2000}", f"Skrue M{n % 30}"]
            sheet.write_row(n + 1, 1, [*row, f"Gruppe {n % 40}", f"S{n % 12}", n % 9 + 1, (n % 9973) + 0.25, (n % 9973) * 0.625])


def ours(path: Path) -> float:
    from rung.facts import Chunk, FileEnd  # noqa: PLC0415  each side in a process of its own
    from rung.importers.sheet import sheet_inputs  # noqa: PLC0415

    started, facts, read = time.process_time(), 0, 0
    for entry in sheet_inputs([path]):
        for event in entry.read(lambda *_: None):
            facts += event.rows.num_rows if isinstance(event, Chunk) and event.table == "invoice_lines" else 0
            read = event.rows if isinstance(event, FileEnd) else read
    spent = time.process_time() - started
    assert facts == read
    return spent


def calamine(path: Path) -> float:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  each side in a process of its own

    started = time.process_time()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert len(rows) > 1
    return time.process_time() - started


def measured(side: str, path: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--side", side, "--path", str(path)], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--side", choices=["ours", "calamine"])
    options.add_argument("--path", type=Path)
    given = options.parse_args()
    if given.side:
        spent = {"ours": ours, "calamine": calamine}[given.side](given.path)
        print(json.dumps({"seconds": spent, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return 0
    with tempfile.TemporaryDirectory(prefix="rung-bench-") as folder:
        path = Path(folder) / "linjer.xlsx"
        write_file(path, given.rows)
        rounds = [(measured("ours", path), measured("calamine", path)) for _ in range(ROUNDS)]
        size = path.stat().st_size / 1e6
    mine, theirs = (min((pair[n] for pair in rounds), key=lambda one: one["seconds"]) for n in (0, 1))
    print(f"{given.rows:,} rows x {len(HEADER)} columns, {size:.1f} MB")
    print(f"facts    {mine['seconds']:.2f} CPU-s, {mine['megabytes']:.0f} MiB")
    print(f"calamine {theirs['seconds']:.2f} CPU-s, {theirs['megabytes']:.0f} MiB; ratio {mine['seconds'] / theirs['seconds']:.2f}")
    wanted = WANTED_SECONDS * given.rows / 200_000
    print(f"wanted: at most {wanted:.1f} CPU-s")
    return 0 if mine["seconds"] <= wanted else 1


if __name__ == "__main__":
    sys.exit(main())
