"""Reading a file in a test: everything an input says, gathered."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from rung.facts import TABLES, Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece
from rung.importers.sheet import sheet_inputs


@dataclass
class Said:
    """What the inputs of some files said."""

    files: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    controls: list = field(default_factory=list)
    ends: list = field(default_factory=list)
    tables: dict = field(default_factory=dict)

    def add(self, event):
        if isinstance(event, Chunk):
            event.rows.validate(full=True)
            assert event.rows.schema == TABLES[event.table].read_schema
            assert event.rows.num_rows
            for column in TABLES[event.table].read_schema:
                assert column.nullable or not event.rows[column.name].null_count or self.is_unconverted(event, column), column.name
            self.tables.setdefault(event.table, []).append(event.rows)
        else:
            {FileHead: self.heads, Problem: self.problems, Control: self.controls, FileEnd: self.ends}[type(event)].append(event)

    def is_unconverted(self, event, column):
        """Revenue may be missing on lines in another currency."""
        open_ = event.rows.filter(pc.is_null(event.rows["revenue"])) if column.name == "revenue" else None
        return open_ is not None and open_["currency"].null_count == open_["original_amount"].null_count == 0

    def table(self, name):
        return pa.concat_tables(self.tables[name]).sort_by("row") if name in self.tables else TABLES[name].read_schema.empty_table()

    def rows(self, table="invoice_lines"):
        return self.table(table).to_pylist()

    def column(self, name, table="invoice_lines"):
        return self.table(table)[name].to_pylist()

    @property
    def codes(self):
        return Counter(problem.code for problem in self.problems)

    @property
    def refused(self):
        return [problem for problem in self.problems if problem.refused]

    def problem(self, code):
        return next(problem for problem in self.problems if problem.code == code)

    @property
    def how(self):
        return {str(label): str(value) for head in self.heads for label, value in head.how}

    @property
    def revenue(self):
        return sum((amount for amount in self.column("revenue") if amount is not None), Decimal(0))

    def check(self):
        """What holds for every file that is read: each row once, and sums that agree with the file's own."""
        left_out = sum(problem.rows for problem in self.problems)
        # A row of a list may give several facts: a customer and the person there, a quota for each quarter.
        rows = {(row["file"], row["row"]) for name in self.tables if name != "rejected" for row in self.rows(name)}
        assert sum(end.rows for end in self.ends) == len(rows) + left_out
        told, rejected = Counter(), Counter()
        for problem in self.problems:
            told[problem.code] += problem.rows
        for row in self.rows("rejected"):
            rejected[row["code"]] += row["rows"]
        assert rejected == +told
        amounts = sum((problem.amount for problem in self.problems if problem.rows and problem.amount is not None), Decimal(0))
        months = {}
        for day, revenue in zip(self.column("date"), self.column("revenue"), strict=True):
            months[day.replace(day=1)] = months.get(day.replace(day=1), Decimal(0)) + (revenue or 0)
        for control in self.controls:
            if control.measured is not None:
                assert control.stated == control.measured
            elif control.month is not None:
                assert control.stated == months.get(control.month, Decimal(0))
            elif "own" not in str(control.name):
                assert control.stated == self.revenue + amounts


@pytest.fixture
def read():
    def reading(*paths, mapping=None, check=True):
        said = Said()
        for entry in sheet_inputs([path if isinstance(path, Piece) else Path(path) for path in paths], mapping):
            said.files.append([path.name for path in entry.files])
            for event in entry.read(lambda _done, _total: None):
                said.add(event)
        if check and not said.refused:
            said.check()
        return said

    return reading


@pytest.fixture
def read_text(read, tmp_path):
    def reading(text, *, name="fil.csv", encoding="utf-8", mapping=None, check=True):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read(path, mapping=mapping, check=check)

    return reading
