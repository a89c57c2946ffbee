"""How is SQL put together here? From templates whose values are always quoted, in this one place.

The store moves rows between Parquet files with SQL of its own; analyses never do (they are Ibis expressions).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Union

from rung.facts import INVOICE_LINES


class Sql(str):
    """A piece of SQL that is already safe to put into another."""

    __slots__ = ()


Value = Union[Sql, str, int, date, Path, "Sequence[Path]", "Sequence[str]"]


def sql(template: str, /, **values: Value) -> Sql:
    """SQL with its {names} filled in: Sql as it is; text, dates, paths and lists of them as literals."""
    return Sql(template.format(**{name: _literal(value) for name, value in values.items()}))


def columns(names: Iterable[str], *, of: str = "") -> Sql:
    """A list of columns: "a", "b", or with of="o": o."a", o."b"."""
    prefix = f"{of}." if of else ""
    return Sql(", ".join(f'{prefix}"{name}"' for name in names))


def parquet(files: Sequence[Path], *, place: bool = False) -> Sql:
    """The rows of Parquet files; place adds file_row_number (and filename), which say where a row stands."""
    options = ", filename = true, file_row_number = true" if place else ""
    return sql("read_parquet({files}, hive_partitioning = false{options})", files=files, options=Sql(options))


def differs(left: str, right: str) -> Sql:
    """Whether two rows of invoice lines say different things; where they came from does not count."""
    return Sql(f"hash({columns(CONTENT, of=left)}) <> hash({columns(CONTENT, of=right)})")


CONTENT = [name for name in INVOICE_LINES.schema.names if name not in {"line_key", "source", "batch", "file", "row"}]
LINE = columns(INVOICE_LINES.schema.names)
COMPRESSED = Sql("FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880")


def _literal(value: Value) -> str:
    if isinstance(value, Sql):
        return str(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str | Path):
        return "'" + str(value).replace("'", "''") + "'"
    if isinstance(value, int):
        return str(value)
    return "[" + ", ".join(_literal(item) for item in value) + "]"
