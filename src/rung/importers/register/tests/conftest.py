"""Reading a register in a test: everything said of it, with what holds for every file checked."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from rung.facts import TABLES, Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece
from rung.importers.register import RegisterInput, claims


@dataclass
class Said:
    """What an input said."""

    heads: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    controls: list = field(default_factory=list)
    ends: list = field(default_factory=list)
    tables: dict = field(default_factory=dict)
    progress: list = field(default_factory=list)

    def add(self, event):
        if isinstance(event, Chunk):
            event.rows.validate(full=True)
            assert event.rows.schema == TABLES[event.table].read_schema
            assert event.rows.num_rows
            for column in event.rows.schema:
                assert column.nullable or not event.rows[column.name].null_count, column.name
            self.tables.setdefault(event.table, []).append(event.rows)
        else:
            {FileHead: self.heads, Problem: self.problems, Control: self.controls, FileEnd: self.ends}[type(event)].append(event)

    def rows(self, table="market"):
        return [row for part in self.tables.get(table, ()) for row in part.to_pylist()]

    def column(self, name, table="market"):
        return [row[name] for row in self.rows(table)]

    @property
    def codes(self):
        return +Counter({code: sum(one.rows for one in self.problems if one.code == code) for code in {one.code for one in self.problems}})

    @property
    def refused(self):
        return [problem.code for problem in self.problems if problem.refused]

    def found(self, code):
        return [str(problem.found) for problem in self.problems if problem.code == code]

    @property
    def how(self):
        return {str(label): str(value) for head in self.heads for label, value in head.how}

    @property
    def counted(self):
        """The count of the file by itself, and by what was read."""
        (control,) = self.controls
        return int(control.stated), int(control.measured)

    def check(self):
        """Each firm once, as a fact or in a problem; every row left out can be downloaded; nobody's keys are shared."""
        if self.refused:
            assert len(self.refused) == 1
            assert not self.ends
            return
        assert len(self.heads) == len(self.ends) == 1
        facts = self.rows()
        assert self.ends[0].rows == len(facts) + sum(problem.rows for problem in self.problems)
        assert Counter(self.column("code", "rejected")) == self.codes
        assert len({row["party_id"] for row in facts}) == len(facts)
        places = self.column("row") + self.column("row", "rejected")
        assert len(set(places)) == len(places)


def said_of(piece):
    said = Said()
    for event in RegisterInput(piece).read(lambda done, total: said.progress.append((done, total))):
        said.add(event)
    said.check()
    return said


@pytest.fixture(scope="session")
def read_piece():
    return said_of


@pytest.fixture
def read(tmp_path):
    def reader(content, name="register.csv", *, claimed=True):
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(data)
        if claimed and not name.endswith((".gz", ".zip")):
            assert claims(data[: 1 << 16])
        return said_of(Piece(path))

    return reader
