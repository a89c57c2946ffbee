"""What does the file say of each firm, by the file's own names? The same for a CSV and for JSON, where "a.b" is the b inside a."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Raw:
    """Columns of a file. table: named as the file names them, texts (CSV) or values that may lie inside others (JSON)."""

    table: Any

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def value(self, path: str) -> Any:
        """What stands there, as the file has it; None where the file has no such column."""
        name, *inner = [path] if path in self.table.column_names else path.split(".")
        if name not in self.table.column_names:
            return None
        whole = self.table.column(name)
        found = whole.chunk(0) if whole.num_chunks == 1 else whole.combine_chunks()
        for one in inner:
            found = pc.struct_field(found, one)
        return found

    def said(self, path: str) -> Any:
        """Strings, trimmed; null where nothing stands."""
        found = self.value(path)
        if found is None:
            return pa.nulls(len(self), pa.string())
        if pa.types.is_list(found.type):
            found = pc.binary_join(found, ", ")
        trimmed = pc.utf8_trim_whitespace(found.cast(pa.string()))
        return pc.if_else(pc.equal(trimmed, ""), None, trimmed)

    def first(self, *paths: str) -> Any:
        """The first of several that has something."""
        return pc.coalesce(*(self.said(path) for path in paths))

    def says(self, path: str, words: Sequence[str]) -> Mask:
        """Where one of the words stands, in small letters."""
        return true_in(pc.is_in(pc.utf8_lower(self.said(path)), pa.array(words)))


@dataclass(frozen=True, slots=True)
class Batch:
    """Some firms of a file. places: their rows. content: the rows at some indices as they stand in the file.

    torn: rows that are no record, with what they say.
    """

    raw: Raw
    places: Rows
    content: Callable[[Rows], Any]
    torn: Sequence[tuple[int, str]] = ()


def true_in(mask: Any) -> Mask:
    """An Arrow mask as numpy; null is no."""
    return np.asarray(pc.fill_null(mask, fill_value=False), dtype=bool)
