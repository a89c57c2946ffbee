"""Does the script of docs/when-one-machine-is-not-enough.md work on a cluster? On a real one: a master, two workers, all on loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rung import abc_analysis, loyalty
from rung.base import Period

pytestmark = pytest.mark.spark

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "when-one-machine-is-not-enough.md"
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
PATIENCE = 120  # seconds, for each thing to happen on a busy machine
SETTINGS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1g
spark.executor.memory 500m
spark.executor.cores 1
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Small processes that nobody outside this machine can reach."""
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(SETTINGS)
    here = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(tmp_path / "conf"), "SPARK_LOCAL_DIRS": str(tmp_path / "local")}
    small = {"SPARK_DAEMON_MEMORY": "300m", "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    paths = {"PYTHONPATH": str(ROOT / "src")}
    return {**os.environ, **here, **small, **paths}


@pytest.fixture
def master(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a standalone master that two workers of one core have joined. Each takes a free port of its own choice."""
    loopback = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    with ExitStack() as running:
        log = start(running, "master.Master", loopback, environment, tmp_path / "master.log")
        address = waited_for(r"Starting Spark master at (spark://\S+)", log)
        for name in ("one", "two"):
            words = [*loopback, "--cores", "1", "--memory", "600m", "--work-dir", str(tmp_path / name), address]
            waited_for("Successfully registered with master", start(running, "worker.Worker", words, environment, tmp_path / f"{name}.log"))
        yield address


def start(running: ExitStack, what: str, words: list[str], environment: dict[str, str], log: Path) -> Path:
    """Start a daemon that ends, whatever happens, with the stack; its log."""
    import pyspark  # noqa: PLC0415  it may not be there

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    with log.open("w") as output:
        process = subprocess.Popen([program, f"org.apache.spark.deploy.{what}", *words], env=environment, stdout=output, stderr=output)
    running.callback(process.wait, timeout=PATIENCE)
    running.callback(process.terminate)
    return log


def waited_for(said: str, log: Path) -> str:
    """The first group of what a log says sooner or later."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(said, log.read_text()):
            return found[found.lastindex or 0]
        time.sleep(0.1)
    pytest.fail(f"{log.name} does not say {said!r} within {PATIENCE} s:\n{log.read_text()[-2000:]}")


def test_the_script_of_the_page_says_on_a_cluster_what_one_machine_says(master, environment, tmp_path, stores, on_duckdb, in_order):
    script = tmp_path / "on_spark.py"
    script.write_text(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0], encoding="utf-8")
    command = [sys.executable, script, master, stores["demo"].folder]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=3 * PATIENCE)
    assert done.returncode == 0, done.stderr[-3000:]

    one_machine, lines = on_duckdb["demo"], on_duckdb["demo"].lines
    expected = {
        "classes": abc_analysis.classes(lines, period=YEAR, measure="revenue", rule="share"),
        "bridge": loyalty.bridge(loyalty.customer_sums(lines, YEAR.before(), YEAR)),
        "rfm": loyalty.rfm(lines, YEAR),
    }
    for name, expression in expected.items():
        here, there = in_order(one_machine.run(expression)), in_order(pq.read_table(tmp_path / f"{name}.parquet"))
        assert there.num_rows > 2, name
        assert there.equals(here), name
    assert all(list((tmp_path / worker).glob("app-*")) for worker in ("one", "two")), "only one worker was asked"
