"""Facts on disk and questions to them: whole versions, imports that can be undone, bounded memory. The only room that knows DuckDB."""

from rung.engine.record import BatchRecord, FileMark
from rung.engine.refusals import BatchNotFound, NoRoomOnDisk, NotEnoughMemory, StoreBusy, StoreDamaged, StoreTooNew
from rung.engine.settings import EngineSettings
from rung.engine.snapshot import Snapshot
from rung.engine.store import FactStore, Undone

__all__ = [
    "BatchNotFound",
    "BatchRecord",
    "EngineSettings",
    "FactStore",
    "FileMark",
    "NoRoomOnDisk",
    "NotEnoughMemory",
    "Snapshot",
    "StoreBusy",
    "StoreDamaged",
    "StoreTooNew",
    "Undone",
]
