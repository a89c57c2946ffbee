"""A process that imports and undoes by a fixed plan, made to be killed: python -m rung.engine.tests.importing FOLDER."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from rung.engine import EngineSettings, FactStore
from rung.engine.tests.building import AT, Row, customer, line, mark, reading

STEPS = 60
SETTINGS = EngineSettings(threads=2, memory_limit="500MB", keep_manifests=2)


def lines_of(step: int) -> list[Row]:
    """600 lines, of which each later import says some again, some of them with another amount or another month."""
    days = (date(2024, 1, 1) + timedelta(days=(37 * n + step * (n % 5 == 0) * 40) % 240) for n in range(600))
    return [
        line(
            f"K{(step * 150 + n) % 2000:05d}",
            day,
            str(Decimal(100 * n + (step if n % 3 == 0 else 0)) / 100),
            customer_id=f"C{n % 40}",
            row=n + 2,
        )
        for n, day in enumerate(days)
    ]


def undoes(step: int) -> bool:
    """Every fourth step takes out the oldest import there is."""
    return step % 4 == 3


def active_after(steps: int) -> list[int]:
    """The steps whose imports count after so many steps, in order."""
    active: list[int] = []
    for step in range(steps):
        if undoes(step):
            del active[0]
        else:
            active.append(step)
    return active


def take_step(store: FactStore, step: int) -> None:
    if undoes(step):
        store.undo(store.batches()[0].id)
    else:
        events = reading(*lines_of(step), customers=[customer(f"C{step}", name=str(step)), customer("C0", name=str(step))])
        store.add(events, files=[mark(str(step))], mapping="", at=AT)


def run(folder: Path) -> Iterator[int]:
    """Go on where the store is; gives each step that was taken."""
    with FactStore(folder, SETTINGS) as store:
        with store.snapshot() as snapshot:
            done = snapshot.version
        for step in range(done, STEPS):
            take_step(store, step)
            yield step


if __name__ == "__main__":
    print("ready", flush=True)  # noqa: T201  the test waits for it
    for _ in run(Path(sys.argv[1])):
        pass
