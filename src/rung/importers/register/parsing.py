"""What do the objects of a JSON file say? Many at once; one by one where one of them is broken or says things in another way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.json as pajson

from rung.importers.register.layouts import Layout
from rung.importers.register.letters import Letters
from rung.importers.register.objects import Objects
from rung.importers.register.raw import Batch, Raw
from rung.importers.xml import Flow

_PIECE = 1 << 18  # what fits near the processor
_AT_ONCE = 8 << 20
_ONE_LINE = bytes.maketrans(b"\r\n", b"  ")
_CELL = 32_000  # letters of what is shown of a firm; a cell of a spreadsheet holds 32,767


class BrokenOff(Exception):
    """The file ends in the middle."""


@dataclass(slots=True)
class Parsing:
    """The firms of a JSON file. Raises BrokenOff, objects.TooLarge, and NotUsable when packed badly."""

    flow: Flow
    layout: Layout
    depth: int
    stated: int = 0
    named: int = 0
    last: int = 0
    _tail: bytes = field(default=b"")

    def batches(self) -> Iterator[Batch]:
        """The firms, as they come."""
        cutting, letters = Objects(self.depth), Letters(self.layout.encoding)
        found, size = [], 0
        while piece := self.flow.read(_PIECE):
            self._count(piece)
            found += cutting.feed(_without_lines(letters.utf8(piece)))
            size += len(piece)
            if size >= _AT_ONCE and found:
                yield self._batch(found)
                found, size = [], 0
        if found:
            yield self._batch(found)
        if not cutting.ended:
            raise BrokenOff

    def _count(self, piece: bytes) -> None:
        """How often the key stands in the file, apart from what is read of it."""
        key = b'"%s"' % self.layout.key.encode()
        whole = self._tail + piece
        self.stated += whole.count(key)
        self._tail = whole[-(len(key) - 1) :]

    def _batch(self, found: Sequence[bytes]) -> Batch:
        key = b'"%s"' % self.layout.key.encode()
        self.named += sum(key in one for one in found)
        table, broken = parsed(found, self.layout.schema)
        numbers = self.last + 1 + np.arange(len(found))
        self.last += len(found)
        kept = np.delete(np.arange(len(found)), broken)
        torn = [(int(numbers[n]), _shown(found[n])) for n in broken]
        return Batch(Raw(table), numbers[kept], lambda which: pa.array([_shown(found[kept[n]]) for n in which.tolist()], pa.string()), torn)


def _without_lines(piece: bytes) -> bytes:
    """Line breaks mean nothing in JSON; the parser of many takes one for the end of an object."""
    return piece.translate(_ONE_LINE) if b"\n" in piece or b"\r" in piece else piece


def _shown(written: bytes) -> str:
    """An object on one line."""
    return " ".join(written[: _CELL * 2].decode(errors="ignore").split())[:_CELL]


def parsed(found: Sequence[bytes], schema: Any) -> tuple[Any, list[int]]:
    """The objects as a table, and the places of those that are no JSON. found: each on one line."""
    try:
        return _at_once(b"\n".join(found), schema, len(found)), []
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _one_by_one(found, schema)


def _at_once(lines: bytes, schema: Any, count: int) -> Any:
    table = pajson.read_json(
        pa.BufferReader(lines),
        read_options=pajson.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=pajson.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )
    if table.num_rows != count:
        raise pa.ArrowInvalid
    return table


def _one_by_one(found: Sequence[bytes], schema: Any) -> tuple[Any, list[int]]:
    rows, broken, whole = [], [], pa.struct(schema)
    for n, one in enumerate(found):
        try:
            rows.append(fitted(orjson.loads(one), whole))
        except orjson.JSONDecodeError:
            broken.append(n)
    return pa.Table.from_pylist(rows, schema=schema), broken


def fitted(value: Any, kind: Any) -> Any:
    """A value as the schema has it; nothing where it is something else altogether."""
    if pa.types.is_struct(kind):
        return {one.name: fitted(value.get(one.name), one.type) for one in kind} if isinstance(value, dict) else None
    if pa.types.is_list(kind):
        whole = value if isinstance(value, list) else [] if value is None else [value]
        return [fitted(one, kind.value_type) for one in whole]
    if value is None or isinstance(value, dict | list):
        return None
    text = str(value).strip()
    if pa.types.is_integer(kind):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if pa.types.is_boolean(kind):
        return {"true": True, "1": True, "ja": True, "false": False, "0": False, "nej": False, "nei": False}.get(text.lower())
    return text
