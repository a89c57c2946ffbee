"""Who and what do the rows speak of? Customers, products and sellers, once each, from their own lists or beside the lines they bought."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.facts import TABLES, Chunk
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, Mask, ids, tidied_names, words
from rung.importers.sheet.firms import numbers_of
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.tidying import full_names, kinds, tidied

_CHUNK = 100_000
_NEVER = object()
_UNSEEN = (None,)
_KEYS = {"customers": "customer_id", "products": "product_id", "sellers": "seller_id"}
_NAMES = {"customers": "customer_name", "products": "product_name", "sellers": "seller_name"}


@dataclass(slots=True)
class Register:
    """The parties of one table, by id; the first value that is not empty wins."""

    table: str
    label: str
    found: dict[str, list[Any]] = field(default_factory=dict)
    _complete: set[str] = field(default_factory=set)

    def add(self, keys: Cells, attributes: Mapping[str, Cells], places: Any) -> None:
        """Take in the rows of a block. attributes: fact column -> cells, already tidied."""
        names = keys.values.to_pylist()
        lacking = np.array([key not in self._complete for key in names], dtype=bool)
        if not lacking.any():
            return
        passed, empty = ~keys.where(lacking), self._empty(attributes)
        for name, cells in {"row": None, **attributes}.items():
            first = first_rows(keys, passed if cells is None else passed | cells.missing)
            column = _column_number(self.table, name)
            values = places[first].tolist() if cells is None else cells.values.take(cells.codes.take(pa.array(first))).to_pylist()
            for key, value in zip(keys.values.take(keys.codes.take(pa.array(first))).to_pylist(), values, strict=True):
                row = self.found.get(key) or self._new(key, empty)
                row[column] = _or_else(row[column], value)
        self._complete |= {key for key, open_ in zip(names, lacking, strict=True) if open_ and None not in self.found.get(key, _UNSEEN)}

    def _empty(self, attributes: Mapping[str, Cells]) -> list[Any]:
        """A row that lacks what the file could say, and has nothing for what the file never says."""
        names = TABLES[self.table].read_schema.names
        row: list[Any] = [None if name in attributes or name == "row" else _NEVER for name in names]
        row[names.index("file")] = self.label
        return row

    def _new(self, key: str, empty: list[Any]) -> list[Any]:
        row = [*empty]
        row[self.column(TABLES[self.table].key)] = key
        self.found[key] = row
        return row

    def column(self, name: str) -> int:
        """Where a fact stands in a row."""
        return _column_number(self.table, name)

    def chunks(self) -> Iterator[Chunk]:
        """The parties as facts."""
        schema = TABLES[self.table].read_schema
        rows = list(self.found.values())
        for start in range(0, len(rows), _CHUNK):
            columns = zip(*([None if value is _NEVER else value for value in row] for row in rows[start : start + _CHUNK]), strict=True)
            yield Chunk(self.table, pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema))


def _or_else(value: Any, other: Any) -> Any:
    return other if value is None else value


def _column_number(table: str, name: str) -> int:
    return int(TABLES[table].read_schema.get_field_index(name))


def first_rows(keys: Cells, passed: Any) -> Any:
    """The first row of each key that is not passed over: writing backwards, the first one has the last word."""
    rows = np.flatnonzero(~passed)
    codes = np.asarray(pc.fill_null(keys.codes, 0))[rows]
    first = np.full(len(keys.values), -1, dtype=np.int64)
    first[codes[::-1]] = rows[::-1]
    return first[first >= 0]


def attributes_of(block: Block, table: str, plan: Plan) -> dict[str, Cells]:
    """The columns of a block that describe a table's parties, typed: fact column -> cells. Columns and roles have the same names."""
    described = {column: _NAMES.get(table, "customer_name") if column.name == "name" else column.name for column in TABLES[table].columns}
    key = TABLES[table].key
    found = {c.name: tidied(c, role, block, plan) for c, role in described.items() if role in plan.taken and c.name != key}
    if "name" not in found and {"first_name", "last_name"} & plan.taken.keys():
        found["name"] = full_names(block, plan.taken)
    if "kind" in TABLES[table].schema.names and (told := kinds(found, _people(block, plan))) is not None:
        found["kind"] = told
    return found


def _people(block: Block, plan: Plan) -> Mask | None:
    """Rows whose organisation number is the number of a person; None when there is no such column."""
    if "org_number" not in plan.taken:
        return None
    cells = block.cells(plan.taken["org_number"])
    return cells.where(np.asarray(pc.fill_null(numbers_of(cells).personal, fill_value=False)))


def key_cells(block: Block, table: str, taken: Mapping[str, int]) -> Cells:
    """The ids of a table's parties; the name where there is no number at all."""
    role = _KEYS[table]
    return tidied_names(ids(block.cells(taken[role])) if role in taken else words(block.cells(taken.get(_NAMES[table]))))
