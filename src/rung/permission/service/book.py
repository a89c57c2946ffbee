"""Who said yes, who said no, and when? One file that outlives every import, every undo and every crash.

One line for each thing that was said, each with its checksum; a line is on the disk before the call comes back. The file keeps what
people are known by as keyed hashes, so that those who said no are found again in any later file; beside it, readable, who it was and
what was said, until they ask to be forgotten: then the readable part goes and the hashes of those who said no stay, for else nobody
could keep leaving them in peace. The key is in the file itself: whoever has the whole file and a list of all phone numbers can try them
all, so keep the file as you keep your customer list. Decided so in docs/methods.md#contact-permission.
"""

import contextlib
import json
import os
import secrets
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from rung.permission.compute.known import Check, Known, hashes_of
from rung.permission.compute.rules.rule import CHANNELS, Channel
from rung.permission.service.folding import fold
from rung.permission.service.refusals import ListBusy, ListDamaged, NothingToKnowBy, WordsMissing

What = Literal["suppression", "lifting", "consent", "withdrawal", "erasure"]
Party = Mapping[str, Any]
Record = dict[str, Any]
_READABLE = ("name", "org_number", "email", "phone", "postal_code", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that was said about one party. who: None when it was erased. channels: empty for all of them."""

    what: What
    at: datetime
    by: str
    words: str
    channels: tuple[Channel, ...]
    who: Mapping[str, str] | None


class PermissionBook:
    """The list of permissions in a folder. Cheap to make; the file comes with the first thing that is written.

    Every method that writes raises ListBusy when somebody else writes for longer than patience_seconds, ListDamaged when the file cannot
    be trusted.
    by: who wrote it down; at: when it was said, in local time.
    """

    def __init__(self, folder: Path, patience_seconds: float = 5.0) -> None:
        self._patience = patience_seconds
        self.path = folder / "permissions.log"
        self._seen: tuple[tuple[int, int], list[Record]] | None = None

    def suppress(self, parties: Sequence[Party], *, by: str, at: datetime, words: str = "", channels: Sequence[Channel] = ()) -> None:
        """They said no: to all marketing, or to some channels. Nothing but `lift` takes it back."""
        self._add("suppression", parties, by=by, at=at, words=words, channels=channels)

    def lift(self, party: Party, *, by: str, at: datetime, words: str) -> None:
        """They took their no back, or it was a mistake; words: what they said. Every no that shares anything with the party is lifted."""
        self._add("lifting", [party], by=by, at=at, words=words, channels=())

    def consent(self, parties: Sequence[Party], *, channels: Sequence[Channel], by: str, at: datetime, words: str) -> None:
        """They agreed to be contacted by these channels. words: what they agreed to, as it was put to them (WordsMissing without)."""
        if not words.strip() or not by.strip() or not channels:
            raise WordsMissing
        self._add("consent", parties, by=by, at=at, words=words, channels=channels)

    def withdraw(self, party: Party, *, channels: Sequence[Channel] = (), by: str, at: datetime, words: str = "") -> None:
        """They took their consent back, for some channels or ([]) for all."""
        self._add("withdrawal", [party], by=by, at=at, words=words, channels=channels)

    def about(self, party: Party) -> list[Said]:
        """Everything that was written down about a party, oldest first: what they may ask to see."""
        records = self._records()
        mine = {value for _, value in hashes_of(party, _key(records))} if records else set()
        return [
            Said(
                what=record["what"],
                at=datetime.fromisoformat(record["at"]),
                by=record["by"],
                words=record["words"],
                channels=tuple(record["channels"]),
                who=one["who"],
            )
            for record in records[1:]
            for one in record["parties"]
            if mine & {value for _, value in one["hashes"]}
        ]

    def erase(self, party: Party, *, by: str, at: datetime) -> int:
        """Forget a party: its consents go, and everything readable about it; that it said no stays, as hashes. Gives how many entries.

        The file is written anew beside itself and put in its place in one step.
        """
        from rung.engine import disk  # noqa: PLC0415  only who writes waits for it

        with self._writing():
            records = self._records()
            mine = {value for _, value in hashes_of(party, _key(records))} if records else set()
            kept, touched = _without(records, mine)
            if touched:
                kept.append(_record("erasure", [], by=by, at=at, words="", channels=()))
                disk.replace(self.path, "".join(map(_line, kept)))
            self._seen = None
        return touched

    def state(self, checks: Sequence[Check] = (), *, home: str = "", origin: bool = False) -> Known:
        """What follows from all that was said, with the checks of the registers: what `may_contact` asks. home, origin: as in `Known`."""
        records = self._records()
        said = fold(records[1:], _key(records)) if records else Known()
        return replace(said, checks=tuple(checks), home=home, origin=origin)

    def key(self) -> bytes:
        """The key of the hashes; the file is made when there is none, so that a check of a register can be kept with the same key."""
        with self._writing():
            if not self._records():
                self._append([])
            return _key(self._records())

    def _add(self, what: What, parties: Sequence[Party], *, by: str, at: datetime, words: str, channels: Sequence[Channel]) -> None:
        strange = [channel for channel in channels if channel not in CHANNELS]
        if strange:
            raise ValueError(f"channels={strange} must be among {CHANNELS}")
        with self._writing():
            records = self._records()
            head = [] if records else [_head()]
            key = _key(records or head)
            entries = [_entry(party, key) for party in parties]
            self._append([*head, _record(what, entries, by=by, at=at, words=words, channels=channels)])

    def _append(self, records: Sequence[Record]) -> None:
        """Write records at the end, on the disk when this returns; what a crash left unfinished at the end is cut off first."""
        from rung.engine import disk  # noqa: PLC0415  only who writes waits for it

        if not self.path.exists():
            made = records or [_head()]
            disk.replace(self.path, "".join(map(_line, made)))
            return
        with self.path.open("r+b") as stream:
            whole = stream.read()
            end = whole.rfind(b"\n") + 1
            stream.truncate(end)
            stream.seek(end)
            try:
                stream.write("".join(map(_line, records)).encode())
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    stream.truncate(end)
                raise

    def _records(self) -> list[Record]:
        """The head and all records; [] when there is no file. An unfinished last line was never promised to anybody, and is passed over."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return []
        mark = (now.st_size, now.st_mtime_ns)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, self._read())
        return self._seen[1]

    def _read(self) -> list[Record]:
        *lines, _unfinished = self.path.read_bytes().split(b"\n")
        records = []
        for number, line in enumerate(lines, start=1):
            record = _read_line(line)
            if record is None or (number == 1) != ("key" in record):
                raise ListDamaged(self.path, number)
            records.append(record)
        if not records:
            raise ListDamaged(self.path, 1)
        return records

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, on this machine."""
        from rung.engine import lock  # noqa: PLC0415  only who writes waits for it

        self.path.parent.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + self._patience
        while (handle := lock.take(self.path.with_suffix(".lock"))) is None:
            if time.monotonic() > until:
                raise ListBusy
            time.sleep(0.02)
        try:
            yield
        finally:
            lock.free(handle)


def _head() -> Record:
    return {"rung": "permissions", "version": 1, "key": secrets.token_hex(32)}


def _key(records: Sequence[Record]) -> bytes:
    return bytes.fromhex(records[0]["key"])


def _entry(party: Party, key: bytes) -> Record:
    hashes = hashes_of(party, key)
    if not hashes:
        raise NothingToKnowBy(str(party.get("name") or ""))
    return {"hashes": hashes, "who": {name: str(party[name]) for name in _READABLE if party.get(name)}}


def _record(what: What, entries: Sequence[Record], *, by: str, at: datetime, words: str, channels: Sequence[Channel]) -> Record:
    return {"what": what, "at": at.isoformat(), "by": by, "words": words, "channels": list(channels), "parties": list(entries)}


def _line(record: Record) -> str:
    said = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return f"{zlib.crc32(said.encode()):08x} {said}\n"


def _read_line(line: bytes) -> Record | None:
    """The record of a line, or None when the line is not what was written."""
    mark, _, said = line.partition(b" ")
    try:
        record: Record | None = json.loads(said) if int(mark, 16) == zlib.crc32(said) else None
    except ValueError:
        return None
    return record


def _without(records: Sequence[Record], mine: set[int]) -> tuple[list[Record], int]:
    """The records without what is readable about whoever has these hashes, and without its consents; and how many entries it was."""
    kept, touched = [], 0
    for record in records:
        entries = []
        for one in record.get("parties", []):
            if not mine & {value for _, value in one["hashes"]}:
                entries.append(one)
                continue
            touched += 1
            if record["what"] in {"suppression", "lifting"}:
                entries.append({"hashes": one["hashes"], "who": None})
        alone = record.get("parties") and all(one["who"] is None for one in entries)
        kept.append({**record, "parties": entries, "words": "" if alone else record["words"]} if "parties" in record else record)
    return [record for record in kept if record.get("parties") != [] or record["what"] == "erasure"], touched
