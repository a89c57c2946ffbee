"""The command as a user meets it: real files, a real process."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def rung_in() -> Callable[[Path], Callable[..., Done]]:
    """Run `rung` in a folder, with a Norwegian locale unless told otherwise."""
    return _in


@pytest.fixture
def rung(tmp_path: Path) -> Callable[..., Done]:
    """Run `rung` in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    return _in(folder)


def _in(folder: Path) -> Callable[..., Done]:
    def run(*words: object, locale: str = "nb_NO.UTF-8") -> Done:
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1", "COLUMNS": "100"}
        command: Sequence[str] = [sys.executable, "-m", "rung", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False, timeout=300)

    return run


@pytest.fixture
def invoice_lines(tmp_path: Path) -> Path:
    """A small Norwegian export: three customers, a credit note, a cash sale, a row without a date."""
    rows = [
        "Fakturanr;Linjenr;Fakturadato;Kundenr;Kundenavn;Varenr;Varegruppe;Antall;Netto;Kostpris",
        "1001;1;15.01.2025;0010;Bjørk Bygg AS;A1;Verktøy;10;80 000,00;50 000,00",
        "1002;1;16.01.2025;0020;Ås Rør AS;A1;Verktøy;2;15 000,00;9 000,00",
        "1003;1;03.02.2025;0030;Åsgård & Sønn;B7;Verneutstyr;1;5 000,50;6 000,00",
        "1004;1;04.02.2025;;;B7;Verneutstyr;1;1 000,00;600,00",
        "1005;1;05.02.2025;0020;Ås Rør AS;A1;Verktøy;-1;-500,25;-300,00",
        "1006;1;;0020;Ås Rør AS;A1;Verktøy;1;700,00;300,00",
    ]
    path = tmp_path / "fakturalinjer.csv"
    path.write_bytes("\r\n".join(rows).encode("cp1252") + b"\r\n")
    return path
