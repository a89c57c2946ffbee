"""How much of the machine may the engine use?"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Limits of one engine. Every process that opens a store has its own, so divide the machine between them.

    memory_limit: what queries hold in memory before they spill to disk; budget 1.5 times this for the whole process, and give
    it 300MB at least: what is being written cannot spill.
    threads: 0 for one per processor. temp_limit: how much disk spilling may take.
    temp_folder: where it spills; None for a folder inside the store, which is on a real disk when /tmp may be memory.
    keep_manifests: how many versions of the store stay readable. grace: how long after it was replaced a version stays
    readable whatever their number, so that no reader loses a file under its hands.
    """

    memory_limit: str = "2GB"
    threads: int = field(default=0)
    temp_limit: str = "64GB"
    temp_folder: Path | None = None
    keep_manifests: int = 3
    grace: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if self.keep_manifests < 1:
            raise ValueError(f"keep_manifests={self.keep_manifests} must be at least 1; the newest version is always kept")
        if self.threads < 0:
            raise ValueError(f"threads={self.threads} must be 0 or more; 0 is one per processor")

    @property
    def thread_count(self) -> int:
        """The number of threads, never 0."""
        return self.threads or os.cpu_count() or 1
