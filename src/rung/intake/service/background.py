"""Import while people go on working: in a process of its own, with a limit to its memory, and its progress for whoever asks.

A file that makes its reader go wild takes only that process with it; the store is as it was before, as after any import that stops.
"""

import multiprocessing
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from rung.base import FileRefused, RungError, Text, text
from rung.engine import EngineSettings, FactStore
from rung.importers import recognise
from rung.intake.service.bringing import bring_in, named

State = Literal["running", "done", "refused", "stopped"]
ADDRESSES = 16 << 30  # bytes a reader may map; a file that wants more is stopped


class ImportStopped(RungError):
    """The process of an import ended before it was done: killed, or out of memory."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(
            text("The import was stopped before its end; nothing was kept of the file it was at."),
            remedy=text("Start it again. If it stops again, split the file, or give Rung more memory."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """How far an import has come. done, total: bytes or rows of the input called name; total 0 when not known. batches: what is in."""

    state: State = "running"
    name: str = ""
    done: int = 0
    total: int = 0
    batches: tuple[str, ...] = ()
    refusal: tuple[Text, Text] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to import into the store in a folder, and how; see `bring_in`."""

    folder: Path
    paths: Sequence[Path]
    at: datetime
    mapping: Mapping[str, str] | None = None
    said: str = ""
    currency: str = ""
    memory_limit: str = "2GB"


class Job:
    """One import under way: ask its `progress`, `wait` for its end, or `stop` it, and the store is as before the input it is at."""

    def __init__(self, order: Order) -> None:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        self.progress = Progressed()
        self._process = spawn.Process(target=_work, args=(order, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._listening = threading.Thread(target=self._listen, args=(ours,), daemon=True)
        self._listening.start()

    @property
    def process_id(self) -> int | None:
        """The number of its process."""
        return self._process.pid

    def wait(self, timeout_seconds: float | None = None) -> Progressed:
        """How it stands when it has ended, or after a time. Raises FileRefused for a refused file, ImportStopped when it was stopped."""
        self._listening.join(timeout_seconds)
        said = self.progress
        if said.refusal is not None:
            raise FileRefused(said.refusal[0], remedy=said.refusal[1])
        if said.state == "stopped":
            raise ImportStopped
        return said

    def stop(self) -> None:
        """End it now."""
        self._process.terminate()
        self._listening.join()

    def _listen(self, pipe: Connection) -> None:
        try:
            while True:
                self.progress = pipe.recv()
        except EOFError:
            self._process.join()
            if self.progress.state == "running":
                self.progress = replace(self.progress, state="stopped")
        finally:
            pipe.close()


def start(order: Order) -> Job:
    """Begin an import in a process of its own."""
    return Job(order)


def _work(order: Order, pipe: Connection) -> None:
    """The import itself, in its own process."""
    _limit_memory()
    told = Progressed()

    def tell(**changed: Any) -> None:
        nonlocal told
        told = replace(told, **changed)
        pipe.send(told)

    try:
        with FactStore(order.folder, EngineSettings(memory_limit=order.memory_limit)) as store:
            for entry in recognise(order.paths, mapping=order.mapping):
                name = named([path.name for path in entry.files])
                tell(name=name, done=0, total=0)
                brought = bring_in(
                    store=store,
                    entry=entry,
                    mapping=order.said,
                    at=order.at,
                    progress=lambda done, total: tell(done=done, total=total),
                    currency=order.currency,
                )
                tell(batches=(*told.batches, brought.record.id))
        tell(state="done")
    except RungError as refused:
        tell(state="refused", refusal=(refused.sentence, refused.remedy))
    except MemoryError:
        return  # what is listened to ends, and the job counts as stopped


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = ADDRESSES if hard == resource.RLIM_INFINITY else min(ADDRESSES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
