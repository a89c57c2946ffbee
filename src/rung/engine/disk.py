"""Is it really on the disk? Files and folders that must survive a crash."""

import os
import shutil
import sys
from pathlib import Path


def settle(folder: Path) -> None:
    """Make sure that every file in a folder (not in folders inside it), and the folder itself, is on the disk."""
    for path in sorted(folder.iterdir()):
        if path.is_file():
            _settle_one(path)
    _settle_folder(folder)
    _settle_folder(folder.parent)


def replace(path: Path, content: str) -> None:
    """Put new content in place of a file in one step: a reader sees the old or the new, and so does a machine after a crash."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    _settle_folder(path.parent)


def take_in(source: Path, target: Path) -> None:
    """The same file under another name: a link where the disk allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _settle_one(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle_folder(folder: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be opened there; the file system writes its own journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
