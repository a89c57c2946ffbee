"""Whatever bytes come, every reader keeps its promises: a bounded run of a coverage-guided fuzzer, and damage by rule."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promise import broken
from seeds import SEEDS

FILES = [(kind, seed) for kind, seeds in SEEDS.items() for seed in seeds]
SECONDS = 12


@pytest.mark.parametrize("place", range(len(FILES)))
def test_whole_files_keep_the_promise(tmp_path, place):
    (tmp_path / "fil").write_bytes(FILES[place][1])
    assert broken(tmp_path / "fil") == ""


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damaged_files_keep_the_promise(tmp_path_factory, data):
    _, seed = data.draw(st.sampled_from(FILES))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(seed))] * 2)))
    path = tmp_path_factory.mktemp("fuzz") / "fil"
    path.write_bytes(seed[:start] + data.draw(st.binary(max_size=12)) + seed[data.draw(st.sampled_from([start, end])) :])
    assert broken(path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_a_fuzzer_finds_no_broken_promise(tmp_path, kind):
    program = [sys.executable, str(Path(__file__).parent / "fuzz.py"), kind, str(tmp_path), str(SECONDS)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=SECONDS * 10 + 60)
    found = [path.read_bytes()[:3000] for path in tmp_path.glob("crash-*")] + [
        path.read_bytes()[:3000] for path in tmp_path.glob("timeout-*")
    ]
    assert done.returncode == 0, f"{done.stderr[-3000:]}\n{found}"
    assert int(re.search(r"number_of_executed_units:\s*(\d+)", done.stderr).group(1)) > 100
