"""Who may write? One process at a time, by a lock that the operating system frees when its holder dies."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(path: Path) -> int | None:
    """The handle of the lock at path, or None when somebody else (another process, or another thread here) holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle)
    except OSError:
        os.close(handle)
        return None
    return handle


def free(handle: int) -> None:
    """Give the lock back."""
    os.close(handle)


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock for a while; gives False, and holds nothing, when somebody else has it."""
    handle = take(path)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            free(handle)
