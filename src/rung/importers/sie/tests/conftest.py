import gzip
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace

import pytest

from rung.facts import TABLES, Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece, open_archive
from rung.importers.sie import SieInput

HEAD = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Prövprogrammet" 1.0
#GEN 20260115
#ORGNR 556012-5790
#FNAMN "Prövbolaget i Åmål AB"
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#KONTO 1510 Kundfordringar
#KONTO 3041 "Försäljning tjänster"
#KONTO 3051 "Försäljning varor"
#KONTO 3740 Öresavrundning
#KONTO 3960 Kursvinster
"""


def trans(account, amount, *, objects="", day="", text="", quantity="", label="TRANS"):
    said = [f'"{day}"' if day or text or quantity else "", f'"{text}"' if text or quantity else "", f"{quantity}"]
    return f"   #{label} {account} {{{objects}}} {amount} {' '.join(said).strip()}".rstrip()


def ver(series, number, day, *rows, text=""):
    return f'#VER {series} {number} {day} "{text}"\n{{\n' + "\n".join(rows) + "\n}\n"


def sale(net, *, objects="", income="", text="", account=3041):
    """The rows of an ordinary invoice of `net` kronor."""
    return (
        trans(1510, f"{net * 5 / 4:.2f}", objects=objects, text=text),
        trans(2611, f"{-net / 4:.2f}"),
        trans(account, f"{-net:.2f}", objects=income, text=text),
    )


@dataclass
class Sie:
    """A small SIE 4 file."""

    vouchers: list = field(default_factory=list)
    head: str = HEAD
    more: str = ""

    def text(self):
        return self.head + self.more + "".join(self.vouchers)


@dataclass
class Read:
    """What came out of a file, sorted into kinds."""

    heads: list
    lines: list
    customers: list
    sellers: list
    rejected: list
    problems: list
    controls: list
    ends: list

    @property
    def head(self):
        (head,) = self.heads
        return head

    @property
    def codes(self):
        return [problem.code for problem in self.problems]

    @property
    def how(self):
        return {str(label): str(value) for label, value in self.head.how}

    @property
    def revenue(self):
        return sum((line["revenue"] for line in self.lines), Decimal(0))

    def problem(self, code):
        (found,) = [problem for problem in self.problems if problem.code == code]
        return found


def read_piece(piece, **more):
    found = {name: [] for name in ("invoice_lines", "customers", "sellers", "rejected")}
    heads, problems, controls, ends = [], [], [], []
    for event in SieInput(piece, **more).read(lambda _done, _total: None):
        match event:
            case Chunk():
                assert event.rows.schema.equals(TABLES[event.table].read_schema), event.table
                event.rows.validate(full=True)
                assert heads, "facts before the head"
                found[event.table] += event.rows.to_pylist()
            case Problem():
                assert all(str(part) for part in (event.where, event.found, event.remedy))
                problems.append(event)
            case FileHead():
                heads.append(event)
            case Control():
                controls.append(event)
            case FileEnd():
                ends.append(event)
    return Read(heads, *found.values(), problems, controls, ends)


def check(read):
    """What must hold of every reading, whatever was in the file."""
    refused = [problem for problem in read.problems if problem.refused]
    assert len(refused) + len(read.ends) == 1
    if refused:
        assert read.problems[-1].refused
        return
    tables = (read.lines, read.customers, read.sellers)
    facts = {row["row"] for table in tables for row in table}
    assert read.ends[0].rows == len(facts) + sum(problem.rows for problem in read.problems)
    assert sum(row["rows"] for row in read.rejected) == sum(problem.rows for problem in read.problems)
    for code in {row["code"] for row in read.rejected}:
        rows = sum(row["rows"] for row in read.rejected if row["code"] == code)
        assert rows == sum(problem.rows for problem in read.problems if problem.code == code)
    keys = [line["line_key"] for line in read.lines]
    assert len(keys) == len(set(keys))
    known = {customer["customer_id"] for customer in read.customers}
    assert {line["customer_id"] for line in read.lines} - {None} <= known
    for control in read.controls:
        if str(control.name) == "Revenue" and not control.own:
            month = (control.month.year, control.month.month)
            assert control.stated == sum(line["revenue"] for line in read.lines if (line["date"].year, line["date"].month) == month)


@pytest.fixture
def read(tmp_path):
    """Read a file given as text, bytes or a Sie, from disk."""

    def run(content, *, encoding="cp437", name="bok.se", **more):
        content = content.text() if isinstance(content, Sie) else content
        written = content.encode(encoding) if isinstance(content, str) else content
        path = tmp_path / name
        piece = Piece(path)
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
                pack.writestr("bok.se", written)
            piece = Piece(path, open_archive(path)[0])
        else:
            path.write_bytes(gzip.compress(written) if name.endswith(".gz") else written)
        found = read_piece(piece, **more)
        check(found)
        return found

    return run


@pytest.fixture
def checked():
    return read_piece, check


@pytest.fixture(scope="session")
def sie():
    """The builders of small files."""
    return SimpleNamespace(head=HEAD, trans=trans, ver=ver, sale=sale, file=Sie)
