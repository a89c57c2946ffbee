"""Who are the customers and the sellers? Those the file lists, those its vouchers use, and the names the user has confirmed."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from rung.facts import TABLES, Chunk


class Parties:
    """The rows of one table, customers or sellers, each number once. listed: how many the file lists, used or not."""

    def __init__(self, table: str) -> None:
        self._table = TABLES[table]
        self._rows: dict[str, dict[str, Any]] = {}
        self.listed = 0

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def add(self, number: str, row: int, **said: Any) -> None:
        """Take in a party that the file lists; the first entry of a number counts."""
        self.listed += number not in self._rows
        self.meet(number, row, **said)

    def meet(self, number: str, row: int, **said: Any) -> None:
        """Take in a party that a row uses, if it is not known."""
        self._rows.setdefault(number, {**said, "row": row})

    def rows(self) -> set[int]:
        """The rows of the file that they are on."""
        return {said["row"] for said in self._rows.values()}

    def only(self, numbers: Iterable[str]) -> None:
        """Keep these alone."""
        self._rows = {number: self._rows[number] for number in sorted(numbers) if number in self._rows}

    def chunk(self, file: str) -> Chunk | None:
        """The table, in the order of the file; None when it is empty."""
        if not self._rows:
            return None
        rows = sorted(({**said, self._table.key: number, "file": file} for number, said in self._rows.items()), key=lambda one: one["row"])
        return Chunk(self._table.name, pa.Table.from_pylist(rows, schema=self._table.read_schema))
