"""How fast is a company register of 1.1 million firms read into the market, and how much memory does it take?

    python bench/register.py [--firms 1100000]

Writes made-up registers as Brønnøysund hands them out (CSV of 90 columns, and JSON packed with gzip) into a temporary folder, then reads
each in a process of its own after a small one has loaded every library. CPU seconds; peak memory is that of the whole process, libraries
and all. The claim: at most 15 CPU seconds each.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rung.facts import Chunk, FileEnd
from rung.importers.archive import Piece
from rung.importers.register import RegisterInput

WANTED = 15
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
FORMS = (
    ("AS", "Aksjeselskap"),
    ("ENK", "Enkeltpersonforetak"),
    ("FLI", "Forening/lag/innretning"),
    ("NUF", "Norskregistrert utenlandsk foretak"),
)
INDUSTRIES = (("43.210", "Elektrisk installasjonsarbeid"), ("68.200", "Utleie av egen eller leid fast eiendom"), ("96.210", "Frisering"))
PURPOSE = "Drive handel, installasjons- og servicevirksomhet, eller annen virksomhet forbundet med dette, samt delta i annen virksomhet."
EMPTY = 62  # columns of the register's CSV that most firms have nothing in


def numbers(count: int) -> Iterator[str]:
    """Organisation numbers with the right check digit."""
    made, eight = 0, 80_000_000
    while made < count:
        eight += 1
        check = -sum(weight * int(digit) for weight, digit in zip(WEIGHTS, str(eight), strict=True)) % 11
        if check < 10:
            made += 1
            yield f"{eight}{check}"


def firm(n: int, number: str) -> dict[str, object]:
    form, industry = FORMS[n % 4], INDUSTRIES[n % 3]
    return {
        "organisasjonsnummer": number,
        "navn": f"NORDRE BRUK OG HANDEL NR {n} {form[0]}",
        "organisasjonsform": {"kode": form[0], "beskrivelse": form[1], "_links": {}},
        "hjemmeside": "www.nordrebruk.example" if n % 6 == 0 else None,
        "postadresse": {
            "land": "Norge", "landkode": "NO", "postnummer": "4301", "poststed": "SANDNES", "adresse": [f"Postboks {n % 900}"],
            "kommune": "SANDNES", "kommunenummer": "1108",
        },
        "registreringsdatoEnhetsregisteret": "1995-02-19",
        "registrertIMvaregisteret": n % 2 == 0,
        "naeringskode1": {"kode": industry[0], "beskrivelse": industry[1]},
        **({"antallAnsatte": n % 300} if n % 5 == 0 else {}),
        "harRegistrertAntallAnsatte": n % 5 == 0,
        "epostadresse": f"post@firma{n}.example",
        "telefon": "51 60 00 00",
        "forretningsadresse": {
            "land": "Norge", "landkode": "NO", "postnummer": f"{n % 9000 + 1000}", "poststed": "BØ I TELEMARK",
            "adresse": [f"Langgata {n % 200}"], "kommune": "MIDT-TELEMARK", "kommunenummer": "4020",
        },
        "stiftelsesdato": f"{1950 + n % 75}-06-15",
        "institusjonellSektorkode": {"kode": "2100", "beskrivelse": "Private aksjeselskaper mv."},
        "registrertIForetaksregisteret": True,
        "registrertIStiftelsesregisteret": False,
        "registrertIFrivillighetsregisteret": False,
        "konkurs": n % 200 == 0,
        "underAvvikling": n % 100 == 1,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "maalform": "Bokmål",
        "vedtektsfestetFormaal": [PURPOSE],
        "aktivitet": [PURPOSE[:60]],
        "links": [],
    }  # fmt: skip


def flat(unit: dict[str, object]) -> dict[str, str]:
    """The firm as the CSV has it."""
    found = {}
    for name, value in unit.items():
        inner = {f"{name}.{part}": one for part, one in value.items() if part != "_links"} if isinstance(value, dict) else {name: value}
        for path, one in inner.items():
            text = (
                "/n".join(one) if isinstance(one, list) else "" if one is None else str(one).lower() if isinstance(one, bool) else str(one)
            )
            found[path] = text
    return found


def write(folder: Path, count: int) -> dict[str, Path]:
    paths = {"csv": folder / f"enheter-{count}.csv", "json.gz": folder / f"enheter-{count}.json.gz"}
    columns = [*flat(firm(0, "")), *(f"tom{n}" for n in range(EMPTY))]
    columns.insert(3, "antallAnsatte")
    names = list(dict.fromkeys(columns))
    with (
        paths["csv"].open("w", encoding="utf-8", newline="") as table,
        gzip.open(paths["json.gz"], "wt", compresslevel=1, encoding="utf-8") as objects,
    ):
        table.write(",".join(f'"{name}"' for name in names) + "\n")
        for n, number in enumerate(numbers(count)):
            unit = firm(n, number)
            cells = flat(unit)
            table.write(",".join([f'"{cells.get(name, "")}"' for name in names]) + "\n")
            objects.write(("," if n else "[") + json.dumps(unit, ensure_ascii=False, separators=(",", ":")))
        objects.write("]")
    return paths


def read(path: Path) -> int:
    facts = rows = 0
    for event in RegisterInput(Piece(path)).read(lambda _done, _total: None):
        if isinstance(event, Chunk) and event.table == "market":
            facts += event.rows.num_rows
        elif isinstance(event, FileEnd):
            rows = event.rows
    assert rows > facts > 0
    return facts


def measure(small: Path, path: Path) -> None:
    """In a process of its own: print CPU seconds, peak memory and the number of facts."""
    read(small)
    started = time.process_time()
    facts = read(path)
    print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, facts]))


def compare(firms: int) -> None:
    with tempfile.TemporaryDirectory(prefix="rung-bench-register-") as folder:
        small, large = write(Path(folder), 200), write(Path(folder), firms)
        for kind, path in large.items():
            command = [sys.executable, __file__, "--measure", str(small[kind]), str(path)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, peak, facts = json.loads(out)
            size = path.stat().st_size / 1_000_000
            print(
                f"{kind:8} {firms:,} firms ({size:.0f} MB): {seconds:5.1f} CPU seconds (wanted: {WANTED}), {peak:4.0f} MiB, {facts:,} facts"
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--firms", type=int, default=1_100_000)
    arguments.add_argument("--measure", nargs=2, type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.measure:
        measure(*chosen.measure)
    else:
        compare(chosen.firms)


if __name__ == "__main__":
    main()
