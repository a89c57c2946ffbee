"""What sheets are in this file? Bytes to sheets, or the one sentence that says why not."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Union, cast

from rung.facts import Problem
from rung.importers.archive import DAMAGED, Member, Piece, open_archive
from rung.importers.sheet import refusals
from rung.importers.sheet.block import Sheet
from rung.importers.sheet.decoding import Opener, Survey, opener, survey
from rung.importers.sheet.parquetfile import open_parquet
from rung.importers.sheet.sniff import HEAD, Seen, is_encrypted, look, look_at
from rung.importers.sheet.textfile import open_text
from rung.importers.sheet.workbook import open_workbook
from rung.importers.sheet.workbook_safety import is_own_report, is_workbook

Found = Union[Sheet, Problem]

_IN_MEMORY = 512 << 20


def open_sheets(piece: Piece, mapping: Mapping[str, str]) -> Sequence[Found]:
    """The sheets in a file, each ready to read or a refused Problem. mapping: may state encoding and delimiter."""
    path = piece.path
    if piece.member:
        return _member(path, piece.member, mapping)
    seen, label = look(path), path.name
    if seen.nature == "zip":
        with path.open("rb") as stream:
            workbook = is_workbook(stream)
        return _workbook(label, path, None) if workbook else _archive(path, mapping)
    if seen.nature == "workbook":
        return [refusals.locked(label)] if is_encrypted(path) else _workbook(label, path, None)
    if seen.nature == "parquet":
        return [open_parquet(label, path)]
    return [_text(label, path, seen, opener(path), mapping, packed=path.stat().st_size if seen.nature == "gzip" else 0)]


def _workbook(label: str, path: Path, content: bytes | None) -> Sequence[Found]:
    with path.open("rb") if content is None else io.BytesIO(content) as stream:
        if is_own_report(stream):
            return [refusals.own_report(label)]
    found = open_workbook(label, path, content)
    return [found] if isinstance(found, Problem) else list(found)


def _text(label: str, path: Path, seen: Seen, start: Opener, mapping: Mapping[str, str], *, packed: int) -> Found:
    """A text file; what is packed with gzip is looked at once more inside."""
    how = survey(start, packed)
    if how.too_large:
        return refusals.too_large(label, how.size)
    if how.truncated:
        return refusals.damaged(label)
    if seen.nature == "gzip":
        with start() as stream:
            seen = look_at(stream.read(HEAD))
    if seen.nature == "empty":
        return refusals.empty(label)
    if seen.nature != "text":
        return refusals.not_a_table(label, seen.name or refusals.packed_twice())
    if "encoding" in mapping:
        how = Survey(mapping["encoding"], how.mark, how.zeros, how.size, how.quotes, invalid=True)
    if how.zeros:
        return refusals.zeros(label)
    return open_text(label, path, start, how, mapping.get("delimiter", ""))


def _archive(path: Path, mapping: Mapping[str, str]) -> Sequence[Found]:
    members = open_archive(path)
    if isinstance(members, Problem):
        return [members]
    return [found for member in members for found in _member(path, member, mapping)]


def _member(path: Path, member: Member, mapping: Mapping[str, str]) -> Sequence[Found]:
    label = Piece(path, member).name
    try:
        return _in_zip(path, label, member, mapping)
    except DAMAGED:
        return [refusals.damaged(label)]


def _in_zip(path: Path, label: str, member: Member, mapping: Mapping[str, str]) -> Sequence[Found]:
    def start() -> BinaryIO:
        pack = zipfile.ZipFile(path)
        return cast("BinaryIO", pack.open(pack.infolist()[member.place]))

    with member.open() as stream:
        seen = look_at(stream.read(HEAD))
    if seen.nature in ("text", "empty", "other"):
        return [_text(label, path, seen, start, mapping, packed=0)]
    if member.size > _IN_MEMORY:
        return [refusals.too_large(label, member.size)]
    with member.open() as stream:
        content = stream.read()
    if seen.nature == "parquet":
        return [open_parquet(label, path, content)]
    return _workbook(label, path, content)
