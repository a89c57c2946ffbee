"""How is SQL put together here? From templates whose values are always quoted, in this one place.

The store moves rows between Parquet files with SQL of its own; analyses never do (they are Ibis expressions).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Union

import pyarrow.parquet as pq

from rung.facts import INVOICE_LINES, FactTable


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


def table_rows(table: FactTable, files: Sequence[Path], *, place: bool = False) -> Sql:
    """The rows of a table's Parquet files with exactly its columns; a column that none of the files had yet is null. No files: no rows.

    So a store that an older Rung wrote can be read by one whose tables have more columns.
    """
    if not files:
        empty = ", ".join(f'NULL::{TYPES[str(field.type)]} AS "{field.name}"' for field in table.schema)
        return Sql(f"(SELECT {empty} WHERE false)")
    each = [pq.read_schema(path).names for path in files]
    there = {name for names in each for name in names}
    if all(len(names) == len(there) for names in each) and there.issuperset(table.schema.names):
        return parquet(files, place=place)
    known = [f'"{field.name}"' if field.name in there else f'NULL::{TYPES[str(field.type)]} AS "{field.name}"' for field in table.schema]
    return sql(
        "(SELECT {known}{place} FROM read_parquet({files}, hive_partitioning = false, union_by_name = true{options}))",
        known=Sql(", ".join(known)),
        place=Sql(", file_row_number" if place else ""),
        files=files,
        options=Sql(", file_row_number = true" if place else ""),
    )


def differs(left: str, right: str) -> Sql:
    """Whether two rows of invoice lines say different things; where they came from does not count."""
    return Sql(f"hash({columns(CONTENT, of=left)}) <> hash({columns(CONTENT, of=right)})")


TYPES = {
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "decimal128(18, 4)": "DECIMAL(18, 4)",
    "decimal128(18, 8)": "DECIMAL(18, 8)",
    "int64": "BIGINT",
    "bool": "BOOLEAN",
}
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
