"""Where are the facts kept? In a folder of imports that never change, and of versions that are whole."""

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow.parquet as pq

from rung.engine import disk, lock, manifest, record
from rung.engine.batch import Origin, take_in_lines, write_batch
from rung.engine.connection import Connection
from rung.engine.dimensions import rebuild
from rung.engine.draft import Draft
from rung.engine.manifest import Manifest, Part
from rung.engine.parts import Keys, Parts, Replaced, ranges
from rung.engine.record import BatchRecord, FileMark
from rung.engine.refusals import BatchNotFound, StoreBusy
from rung.engine.settings import EngineSettings
from rung.engine.snapshot import CORRECTED, Snapshot
from rung.engine.sql import parquet
from rung.engine.undoing import what_was_before
from rung.engine.vacuum import vacuum
from rung.facts import Event, FileEnd, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undoing an import did: lines it took away, of which so many are back as they were before, in which months."""

    batch: BatchRecord
    removed: int
    restored: int
    months: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What one change of the store works with. folder: new files. batch: where a new batch goes."""

    before: Manifest
    cursor: "DuckDBPyConnection"
    staging: Path
    folder: Path
    batch: Path


class FactStore:
    """The facts of one company in one folder of a local disk.

    Any number of processes may read while one writes. What is read is always one whole version; a change happens in one
    step, or not at all. Close the store, or use it in a with statement, to free what it holds.
    """

    def __init__(self, folder: Path, settings: EngineSettings | None = None) -> None:
        self.settings = settings or EngineSettings()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self._temp = (self.settings.temp_folder or self.folder / "temp").resolve()
        self._opening = threading.Lock()
        self._connection: Connection | None = None
        self._records: dict[str, BatchRecord] = {}

    def find(self, files: Sequence[FileMark], mapping: str) -> BatchRecord | None:
        """The import that was made from exactly these bytes with this mapping, if there is one: then there is nothing to do."""
        return next((found for found in self.batches() if files and found.is_of(files, mapping)), None)

    def add(self, events: Iterable[Event], *, files: Sequence[FileMark], mapping: str, at: datetime) -> BatchRecord:
        """Import what a reader gives, however much it is, as one batch.

        The same bytes with the same mapping again change nothing and give the batch that is there. Raises FileRefused for a
        refused file, StoreBusy when another import runs, ValueError for a reader that breaks its promises; after these,
        Ctrl-C or any other error the store is as it was before.
        """
        return self._bring_in(lambda _, draft: draft.take(events), Origin(files=tuple(files), mapping=mapping, at=at))

    def adopt(
        self, lines: Sequence[Path], *, files: Sequence[FileMark], mapping: str, at: datetime, events: Iterable[Event] | None = None
    ) -> BatchRecord:
        """Import Parquet files of invoice lines in the canonical schema (with or without batch) without reading them into Python.

        events: all else, as for `add` (what the files are, customers, products ...), FileEnd last. The files stay where they are
        and may be removed or changed afterwards. Everything else is as with `add`.
        """
        also = [FileEnd(sum(pq.read_metadata(path).num_rows for path in lines))] if events is None else events

        def fill(work: _Work, draft: Draft) -> None:
            draft.take(also)
            take_in_lines(work.cursor, draft, work.staging, lines)

        return self._bring_in(fill, Origin(files=tuple(files), mapping=mapping, at=at))

    def undo(self, batch: str) -> Undone:
        """Take an import out: the store is as if it had never been, also when others came later. Raises BatchNotFound, StoreBusy."""
        with self._writing() as work:
            records = self._active(work.before)
            place = next((place for place, one in enumerate(records) if one.id == batch), None)
            if place is None:
                raise BatchNotFound(batch)
            undone, left = records[place], [*records[:place], *records[place + 1 :]]
            taken_out, put_in = what_was_before(
                work.cursor, undone, records[:place], work.before.parts, work.staging, work.folder, self.folder
            )
            change = self._replace(work, taken_out, put_in, work.staging / CORRECTED)
            self._publish(work, left, change, work.before.next_batch)
        months = sorted({month for month, _ in change.places})
        return Undone(batch=undone, removed=change.found, restored=sum(part.rows for part in put_in), months=tuple(months))

    def batches(self) -> tuple[BatchRecord, ...]:
        """The imports that count, in order; later ones win."""
        return self._active(manifest.read(self.folder))

    def problems(self, batch: str) -> list[Problem]:
        """Everything that was wrong in the files of an import, in the order it was found. Raises BatchNotFound."""
        if batch not in manifest.read(self.folder).batches:
            raise BatchNotFound(batch)
        return list(record.read_problems(self.folder / "batches" / batch))

    def snapshot(self, same: Mapping[str, str] | None = None) -> Snapshot:
        """The store as it is now, for good: imports that happen later do not change what it shows.

        same: customer -> the customer it is one with; both are read as the latter in every table.
        """
        now = manifest.read(self.folder)
        return Snapshot(now, self._active(now), self.folder, self._connected(), same or {})

    @contextlib.contextmanager
    def trial(self) -> Iterator["FactStore"]:
        """The store as it is now, to try an import on: whatever is done to it is gone afterwards, and the store itself knows nothing.

        It is made of links to the same files where the disk allows it, so it costs next to nothing.
        """
        now = manifest.read(self.folder)
        folder = self.folder / "staging" / f"trial-{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            of_batches = {path for batch in now.batches for path in (self.folder / "batches" / batch).iterdir()}
            for path in of_batches | {self.folder / file for file in now.files if file}:
                _link(path, folder / path.relative_to(self.folder))
            manifest.publish(now, folder)
            with FactStore(folder, self.settings) as copy:
                yield copy
        finally:
            rmtree(folder, ignore_errors=True)

    def vacuum(self, *, grace: timedelta | None = None) -> list[str]:
        """Remove files that no readable version needs, and give their names. Every import and undo does it too.

        grace: how long a replaced version stays readable; the settings' own when None. Raises StoreBusy.
        """
        with lock.held(self.folder / "lock") as mine:
            if not mine:
                raise StoreBusy
            return self._vacuum(self.settings.grace if grace is None else grace)

    def close(self) -> None:
        """Free memory and spill files. Snapshots of this store cannot be used afterwards."""
        with self._opening:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _bring_in(self, fill: Callable[[_Work, Draft], None], origin: Origin) -> BatchRecord:
        with self._writing() as work:
            records = self._active(work.before)
            known = next((one for one in records if origin.files and one.is_of(origin.files, origin.mapping)), None)
            if known is not None:
                return known
            work.batch.mkdir(parents=True)
            draft = Draft(work.staging, work.batch)
            fill(work, draft)
            brought = write_batch(work.cursor, draft, origin, work.batch, self.folder)
            paths = [self.folder / part.path for part in brought.parts]
            keys = Keys(rows=parquet(paths), ranges=ranges(brought.parts))
            change = self._replace(work, keys, brought.parts, work.batch / CORRECTED)
            fresh = replace(
                brought,
                added=sum(part.rows for part in brought.parts) - change.found,
                replaced=change.differing,
                unchanged=change.found - change.differing,
            )
            record.write(fresh, work.batch)
            disk.settle(work.batch)
            self._publish(work, [*records, fresh], change, work.before.next_batch + 1)
            return fresh

    def _replace(self, work: _Work, keys: Keys, rows: Sequence[Part], corrected: Path) -> Replaced:
        return Parts(work.cursor, self.folder, work.folder).replace(work.before.parts, keys, rows, corrected)

    def _publish(self, work: _Work, records: Sequence[BatchRecord], change: Replaced, next_batch: int) -> None:
        """Write what is left to write, make sure it is on the disk, and only then make it count."""
        dimensions = rebuild(work.cursor, self.folder, records, work.folder)
        after = work.before.following(batches=[one.id for one in records], parts=change.parts, dimensions=dimensions, next_batch=next_batch)
        for path in work.folder.iterdir():
            if path.relative_to(self.folder).as_posix() not in after.files:
                path.unlink()
        disk.settle(work.folder)
        manifest.publish(after, self.folder)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[_Work]:
        """Change the store alone. Whatever goes wrong before a new version is published leaves nothing behind."""
        with lock.held(self.folder / "lock") as mine:
            if not mine:
                raise StoreBusy
            before = manifest.read(self.folder)
            name = uuid.uuid4().hex
            staging, folder = self.folder / "staging" / name, self.folder / "parts" / f"{before.version + 1:08d}-{name[:8]}"
            batch = self.folder / "batches" / f"{before.next_batch:06d}"
            rmtree(batch, ignore_errors=True)  # of an import that was killed
            connection = self._connected()
            cursor = connection.cursor()
            try:
                staging.mkdir(parents=True)
                folder.mkdir(parents=True)
                with connection.refusing():
                    yield _Work(before=before, cursor=cursor, staging=staging, folder=folder, batch=batch)
            except BaseException:
                if manifest.read(self.folder).version == before.version:
                    rmtree(folder, ignore_errors=True)
                    rmtree(batch, ignore_errors=True)
                raise
            finally:
                cursor.close()
                rmtree(staging, ignore_errors=True)
            with contextlib.suppress(OSError):  # what could not be removed now will be the next time
                self._vacuum(self.settings.grace)

    def _vacuum(self, grace: timedelta) -> list[str]:
        return vacuum(self.folder, keep=self.settings.keep_manifests, grace=grace, temp=self._temp)

    def _active(self, version: Manifest) -> tuple[BatchRecord, ...]:
        """The records of the batches of a version; read once, for they never change."""
        for batch in version.batches:
            if batch not in self._records:
                self._records[batch] = record.read(self.folder / "batches" / batch)
        return tuple(self._records[batch] for batch in version.batches)

    def _connected(self) -> Connection:
        with self._opening:
            if self._connection is None:
                self._connection = Connection(self.folder, self._temp, self.settings)
            return self._connection


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    disk.take_in(source, target)
