"""The real data nobody here made. It lies beside the project where there is any; users do not have it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.acceptance)
            if not DATA.is_dir():
                item.add_marker(pytest.mark.skip(reason=f"the real data are not here ({DATA})"))


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture
def rung(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command as a user does, in an empty folder."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "rung", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=600)

    return run


@pytest.fixture
def analyse(rung: Callable[..., Any], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`rung analyse FILES --json`, as a dictionary; the report must be there too."""

    def run(*words: object) -> dict[str, Any]:
        done = rung("analyse", *words, "--language", "en", "--out", tmp_path / "out", "--json", tmp_path / "result.json")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
        assert (tmp_path / "out" / "report.xlsx").stat().st_size > 5_000
        return json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))

    return run
