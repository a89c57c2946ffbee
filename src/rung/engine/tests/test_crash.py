"""Killed at any moment, with readers looking on: everything as before or as after, never between."""

import random
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from rung.engine import FactStore, NoRoomOnDisk
from rung.engine.manifest import kept
from rung.engine.tests.building import AT, everything, keys, line, mark, reading
from rung.engine.tests.importing import SETTINGS, STEPS, active_after, lines_of, run

KILLS = 10


def expected(steps):
    """(line_key, day, revenue) of what counts after so many steps, and the customers' names."""
    lines, names = {}, {}
    for step in active_after(steps):
        lines |= {row["line_key"]: (row["date"], row["revenue"]) for row in lines_of(step)}
        names |= {f"C{step}": str(step), "C0": str(step)}
    return sorted((key, *said) for key, said in lines.items()), sorted(names.items())


def seen(snapshot):
    lines = snapshot.run(snapshot.table("invoice_lines").select("line_key", "date", "revenue").order_by("line_key"))
    customers = snapshot.run(snapshot.table("customers").select("customer_id", "name").order_by("customer_id"))
    sums = snapshot.table("customer_months")
    totals = snapshot.run(sums.aggregate(revenue=sums.revenue.sum(), lines=sums.lines.sum())).to_pylist()[0]
    told = [tuple(row.values()) for row in lines.to_pylist()]
    assert totals["lines"] in (len(told), None)
    assert (totals["revenue"] or 0) == sum(revenue for _, _, revenue in told)
    return told, [tuple(row.values()) for row in customers.to_pylist()]


class Reader(threading.Thread):
    """Takes snapshots all the while, and keeps the first thing that was wrong."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.stop, self.wrong, self.versions, self.looks = folder, threading.Event(), None, set(), 0
        self.start()

    def run(self):
        try:
            with FactStore(self.folder, SETTINGS) as store:
                while not self.stop.is_set():
                    with store.snapshot() as snapshot:
                        assert seen(snapshot) == expected(snapshot.version), f"version {snapshot.version}"
                        self.versions.add(snapshot.version)
                    self.looks += 1
        except BaseException as wrong:  # noqa: BLE001  the test raises it
            self.wrong = wrong

    def end(self):
        self.stop.set()
        self.join()
        if self.wrong:
            raise self.wrong


@pytest.mark.slow
def test_killed_at_ten_random_moments(tmp_path: Path):
    folder, chance = tmp_path / "store", random.Random()  # noqa: S311  nothing is secret here
    reader = Reader(folder)
    kills = 0
    while kills < KILLS:
        importer = subprocess.Popen([sys.executable, "-m", "rung.engine.tests.importing", str(folder)], stdout=subprocess.PIPE)
        with importer:
            assert importer.stdout.readline() == b"ready\n"
            try:
                importer.wait(timeout=chance.uniform(0.1, 2))
            except subprocess.TimeoutExpired:
                importer.kill()
                kills += 1
            else:
                break  # done before it could be killed often enough
        assert importer.returncode in (0, -9)
    for _ in run(folder):
        pass
    reader.end()
    assert kills >= KILLS / 2
    assert len(reader.versions) > kills
    with FactStore(folder, SETTINGS) as store, store.snapshot() as snapshot:
        assert snapshot.version == STEPS
        assert seen(snapshot) == expected(STEPS)
        store.vacuum(grace=timedelta(0))
        assert seen(snapshot) == expected(STEPS)
        assert not list((folder / "staging").iterdir())
        named = {file for _, version in kept(folder) for file in version.files}
        assert {path.relative_to(folder).as_posix() for path in folder.glob("parts/*/*")} <= named


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_leaves_a_whole_version(tmp_path: Path):
    chance = random.Random()  # noqa: S311  nothing is secret here
    for _ in range(4):
        importer = subprocess.Popen(
            [sys.executable, "-m", "rung.engine.tests.importing", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        with importer:
            assert importer.stdout.readline() == b"ready\n"
            wait = chance.uniform(0.1, 1)
            while importer.poll() is None:  # as one does who presses Ctrl-C until it stops
                try:
                    importer.wait(timeout=wait)
                except subprocess.TimeoutExpired:
                    importer.send_signal(signal.SIGINT)
            assert b"KeyboardInterrupt" in importer.stderr.read()
        with FactStore(tmp_path, SETTINGS) as store, store.snapshot() as snapshot:
            assert seen(snapshot) == expected(snapshot.version)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set otherwise there")
@pytest.mark.parametrize("limit", [4_000, 60_000])
def test_a_disk_that_takes_no_more_leaves_the_store_as_it_was(store, limit):
    store.add(reading(line("a")), files=[mark("a")], mapping="", at=AT)
    before = everything(store)
    program = f"""
import resource, sys
from pathlib import Path
from rung.engine import FactStore, NoRoomOnDisk
from rung.engine.tests.building import AT, line, mark, reading
lines = [line(f"{{n * 7919 % 10007}}", f"2024-{{n % 12 + 1:02d}}-01", str(n), product_group=str(n ** 5)) for n in range(4000)]
with FactStore(Path(sys.argv[1])) as store:
    store.snapshot().table("invoice_lines")
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
    try:
        store.add(reading(*lines), files=[mark("b")], mapping="", at=AT)
    except NoRoomOnDisk as full:
        print(full)
"""
    said = subprocess.run([sys.executable, "-c", program, str(store.folder)], capture_output=True, text=True, check=True)
    assert said.stdout == "The disk is full; nothing was changed.\n"
    assert everything(store) == before
    assert [path.name for path in store.folder.glob("batches/*")] == ["000001"]
    assert len(list(store.folder.glob("parts/*"))) == 1
    assert str(NoRoomOnDisk(store.folder).remedy).startswith("Make room")
    assert keys(store) == {"a": 100}
