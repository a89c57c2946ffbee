"""How is DuckDB opened? In memory, within its limits, seeing only the store, and for good: nothing can be changed later.

The only module that imports DuckDB, and only when something is to be computed: importing Rung stays light.
"""

import contextlib
import threading
import uuid
import weakref
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from rung.engine import lock
from rung.engine.refusals import NoRoomOnDisk, NotEnoughMemory
from rung.engine.settings import EngineSettings
from rung.engine.sql import sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ALIVE = "alive"


class Connection:
    """One DuckDB in memory. Threads share its memory limit, each with a cursor of its own.

    It spills into a folder of its own, which holds a lock as long as this process lives: two engines that spill into
    one folder would overwrite each other, and what a dead one left can be told from what a living one needs.
    """

    def __init__(self, folder: Path, temp: Path, settings: EngineSettings) -> None:
        self.folder, self.settings = folder, settings
        own, alive = _own_folder(temp)
        self._root = _open(folder, own, settings)
        self._making = threading.Lock()
        self.close = weakref.finalize(self, _close, self._root, alive, own)

    def cursor(self) -> "DuckDBPyConnection":
        """A connection for one thread, with temporary tables and views of its own."""
        with self._making:
            return self._root.cursor()

    def backend(self) -> Any:
        """An Ibis backend on a cursor of its own."""
        return _backend_class().from_connection(self.cursor())

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Say in the user's words when the disk or the memory is not enough; Ctrl-C stays Ctrl-C."""
        import duckdb  # noqa: PLC0415  see the module's docstring

        try:
            yield
        except duckdb.OutOfMemoryException as full:
            if "max_temp_directory_size" in str(full):
                raise NoRoomOnDisk(self.folder) from full
            raise NotEnoughMemory(self.settings.memory_limit) from full
        except (OSError, duckdb.IOException) as failed:
            if "No space left" in str(failed) or "File too large" in str(failed) or "Disk quota" in str(failed):
                raise NoRoomOnDisk(self.folder) from failed
            raise
        except RuntimeError as failed:
            if isinstance(failed.__cause__, KeyboardInterrupt):  # DuckDB stops, and says so in its own way
                raise KeyboardInterrupt from failed
            raise


def _open(folder: Path, temp: Path, settings: EngineSettings) -> "DuckDBPyConnection":
    import duckdb  # noqa: PLC0415  see the module's docstring

    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": settings.thread_count,
            "memory_limit": settings.memory_limit,
            "temp_directory": str(temp),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    # given to connect() this limit is shown, but not kept (1.5.6)
    connection.execute(sql("SET max_temp_directory_size = {limit}", limit=settings.temp_limit))
    connection.execute("SET parquet_metadata_cache = true")  # files never change once they are named
    connection.execute(sql("SET allowed_directories = {folders}", folders=[folder, temp]))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _own_folder(temp: Path) -> tuple[Path, int]:
    """A new folder and the lock that says its engine is alive; another one if a vacuum was faster than us."""
    while True:
        own = temp / uuid.uuid4().hex
        own.mkdir(parents=True)
        alive = lock.take(own / ALIVE)
        if alive is not None:
            return own, alive


def _close(root: "DuckDBPyConnection", alive: int, temp: Path) -> None:
    root.close()
    lock.free(alive)
    rmtree(temp, ignore_errors=True)


def _backend_class() -> Any:
    from ibis.backends.duckdb import Backend  # noqa: PLC0415  see the module's docstring

    class Locked(Backend):  # type: ignore[misc]  # Ibis ships no types
        """Ibis on a connection whose settings are locked: they are already what Ibis would set them to."""

        def _post_connect(self, extensions: None = None) -> None:  # noqa: ARG002  Ibis calls it so
            self._record_batch_readers_consumed: dict[Any, Any] = {}

    return Locked
