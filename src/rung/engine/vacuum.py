"""Which files does nobody need any more? Those that no readable version names, after a time of grace."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from shutil import rmtree

from rung.engine import lock, manifest
from rung.engine.connection import ALIVE


def vacuum(root: Path, *, keep: int, grace: timedelta, temp: Path) -> list[str]:
    """Remove what is left over, and tell what that was. The caller holds the writer's lock, so no import is under way.

    keep: how many of the newest versions stay. A version also stays until it has been replaced for longer than the grace.
    """
    oldest = time.time() - grace.total_seconds()
    removed = [*_forget_versions(root, keep, oldest), *_orphans(root, oldest), *_dead_temp(temp)]
    for path in removed:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for folder in (root / "parts").glob("*"):
        if not any(folder.iterdir()):
            folder.rmdir()
    return sorted(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path) for path in removed)


def _forget_versions(root: Path, keep: int, oldest: float) -> Iterator[Path]:
    """Versions beyond the newest ones, whose follower is older than the grace; their files are orphans by the next line."""
    versions = manifest.kept(root)
    for (path, _), (follower, _) in islice(pairwise(versions), max(0, len(versions) - keep)):
        if follower.stat().st_mtime < oldest:
            path.unlink()
            yield path


def _orphans(root: Path, oldest: float) -> Iterator[Path]:
    versions = [version for _, version in manifest.kept(root)] or [manifest.read(root)]
    named = {root / file for version in versions for file in version.files}
    named |= {root / "batches" / batch for version in versions for batch in version.batches}
    for path in (*root.glob("batches/*"), *root.glob("parts/*/*"), *root.glob("staging/*"), *root.glob("manifests/*.new")):
        if path not in named and path.stat().st_mtime <= oldest:
            yield path


def _dead_temp(temp: Path) -> Iterator[Path]:
    """What engines that are no more spilled: nobody holds the lock in their folder."""
    for folder in temp.glob("*"):
        if (folder / ALIVE).exists():
            with lock.held(folder / ALIVE) as dead:
                if dead:
                    yield folder
