"""What was written, in the order it was written, and is it all there? A file of JSON lines that outlives every crash.

Each line has its own checksum and is on the disk before the call comes back. Nothing but `rewrite` changes what is there.
"""

import contextlib
import json
import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rung.identity.service.refusals import BookBusy, BookDamaged

Record = dict[str, Any]


class Journal:
    """The lines of one file. The file comes with the first thing that is written.

    Raises BookDamaged when it cannot be trusted, and BookBusy when somebody else writes for longer than patience_seconds.
    """

    def __init__(self, path: Path, patience_seconds: float = 5.0) -> None:
        self.path = path
        self._patience = patience_seconds
        self._seen: tuple[tuple[int, int], list[Record]] | None = None

    def records(self) -> list[Record]:
        """All records, oldest first. An unfinished last line was never promised to anybody, and is passed over."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return []
        mark = (now.st_size, now.st_mtime_ns)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, self._read())
        return self._seen[1]

    def add(self, make: Callable[[Sequence[Record]], Record]) -> None:
        """Write one more record, made of those that are there; on the disk when this returns. What `make` raises leaves all as it was."""
        with self._writing():
            self._append(_line(make(self.records())))

    def rewrite(self, change: Callable[[Sequence[Record]], Sequence[Record]]) -> None:
        """Put other records in the place of all, in one step."""
        from rung.engine import disk  # noqa: PLC0415  only who writes waits for it

        with self._writing():
            records = self.records()
            changed = change(records)
            if changed != records:
                disk.replace(self.path, "".join(map(_line, changed)))
            self._seen = None

    def _append(self, line: str) -> None:
        from rung.engine import disk  # noqa: PLC0415  only who writes waits for it

        if not self.path.exists():
            disk.replace(self.path, line)
            return
        with self.path.open("r+b") as stream:
            end = stream.read().rfind(b"\n") + 1
            stream.truncate(end)  # what a crash left unfinished
            stream.seek(end)
            try:
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    stream.truncate(end)
                raise

    def _read(self) -> list[Record]:
        *lines, _unfinished = self.path.read_bytes().split(b"\n")
        records = []
        for number, line in enumerate(lines, start=1):
            record = _record(line)
            if record is None:
                raise BookDamaged(self.path, number)
            records.append(record)
        return records

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, on this machine."""
        from rung.engine import lock  # noqa: PLC0415  only who writes waits for it

        self.path.parent.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + self._patience
        while (handle := lock.take(self.path.with_suffix(".lock"))) is None:
            if time.monotonic() > until:
                raise BookBusy
            time.sleep(0.02)
        try:
            yield
        finally:
            lock.free(handle)


def _line(record: Record) -> str:
    said = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**record, "check": f"{zlib.crc32(said.encode()):08x}"}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _record(line: bytes) -> Record | None:
    """The record of a line, or None when the line is not what was written."""
    try:
        record = json.loads(line)
        mark = record.pop("check")
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    return record if line == _line(record).removesuffix("\n").encode() and mark else None
