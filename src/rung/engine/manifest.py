"""What is in the store right now? One small file names every file that counts, and is replaced in one step.

Whoever has read a manifest sees one whole snapshot, whatever is written afterwards: the files it names never change.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rung.engine import disk
from rung.engine.refusals import StoreDamaged, StoreTooNew

FORMAT = 1
NAME = "manifest.json"
KEPT = "manifests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The invoice lines of one month from one source: one immutable Parquet file.

    path: inside the store. low, high: smallest and largest line_key, None when not known. batches: rows from each batch.
    sums: the file with its sums per customer; "" for the rows of a batch, which are summed when they become current.
    """

    month: date
    source: str
    path: str
    rows: int
    low: str | None
    high: str | None
    batches: Mapping[str, int]
    sums: str = ""

    @property
    def place(self) -> tuple[date, str]:
        """Which month and source it is; a snapshot has one part for each."""
        return self.month, self.source

    def may_hold(self, low: str | None, high: str | None) -> bool:
        """Whether a key between low and high can be in it, by its own range."""
        if self.low is None or self.high is None or low is None or high is None:
            return True
        return self.low <= high and low <= self.high

    def to_json(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {
            "month": f"{self.month:%Y-%m}",
            "source": self.source,
            "path": self.path,
            "rows": self.rows,
            "low": self.low,
            "high": self.high,
            "batches": dict(self.batches),
            "sums": self.sums,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Part":
        """As it was written."""
        return cls(**{**said, "month": date.fromisoformat(said["month"] + "-01")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One version of the store. batches: the active ones in order. dimensions: table name -> its file, inside the store."""

    version: int = 0
    next_batch: int = 1
    batches: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """Every file it names, batches apart."""
        return {part.path for part in self.parts} | {part.sums for part in self.parts} | set(self.dimensions.values())

    def following(self, *, batches: Iterable[str], parts: Iterable[Part], dimensions: Mapping[str, str], next_batch: int) -> "Manifest":
        """The version after this one."""
        return replace(
            self,
            version=self.version + 1,
            next_batch=next_batch,
            batches=tuple(batches),
            parts=tuple(sorted(parts, key=lambda part: part.place)),
            dimensions=dict(dimensions),
        )


def read(folder: Path) -> Manifest:
    """The newest version; an empty one when nothing was ever imported."""
    try:
        content = (folder / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Manifest()
    return _from_json(content, folder)


def publish(manifest: Manifest, folder: Path) -> None:
    """Make a version the newest one. This is the moment an import or an undo happens: before it nothing, after it all of it."""
    content = _to_json(manifest)
    (folder / KEPT).mkdir(exist_ok=True)
    disk.replace(folder / KEPT / f"{manifest.version:08d}.json", content)
    disk.replace(folder / NAME, content)


def kept(folder: Path) -> list[tuple[Path, Manifest]]:
    """The versions that can still be read, oldest first, each with its file. A version that was never published is not there."""
    newest = read(folder)
    found = [(path, _from_json(path.read_text(encoding="utf-8"), folder)) for path in sorted((folder / KEPT).glob("*.json"))]
    return [(path, manifest) for path, manifest in found if manifest.version <= newest.version]


def _to_json(manifest: Manifest) -> str:
    said = {
        "format": FORMAT,
        "version": manifest.version,
        "next_batch": manifest.next_batch,
        "batches": manifest.batches,
        "parts": [part.to_json() for part in manifest.parts],
        "dimensions": dict(manifest.dimensions),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _from_json(content: str, folder: Path) -> Manifest:
    try:
        said = json.loads(content)
        if said["format"] > FORMAT:
            raise StoreTooNew
        return Manifest(
            version=said["version"],
            next_batch=said["next_batch"],
            batches=tuple(said["batches"]),
            parts=tuple(Part.from_json(part) for part in said["parts"]),
            dimensions=said["dimensions"],
        )
    except (ValueError, KeyError, TypeError) as damage:
        raise StoreDamaged(folder) from damage
