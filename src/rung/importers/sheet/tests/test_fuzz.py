"""Whatever bytes a file holds: an answer, never an error, never a wait."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rung.facts import FileEnd
from rung.importers.sheet import sheet_inputs

LINES = "Fakturadato;Fakturanr;Kundenr;Kundenavn;Antall;Beløp eks. mva\r\n31.12.2024;1001;007;Ærlig AS;2;1 234,50\r\n02.01.2025;1002;010;Björk AB;-1;-99,00\r\n"
quick = settings(max_examples=100, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_answered(path):
    for entry in sheet_inputs([path]):
        events = list(entry.read(lambda _done, _total: None))
        refused = [event for event in events if getattr(event, "refused", False)]
        assert len(refused) == 1 or isinstance(events[-1], FileEnd)
        assert all(str(problem.found) and str(problem.remedy) and str(problem.where) for problem in refused)


@quick
@given(st.binary(max_size=400))
def test_random_bytes(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    is_answered(path)


@quick
@given(
    st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]),
    st.binary(max_size=300),
)
def test_random_bytes_behind_a_magic_number(tmp_path, start, content):
    path = tmp_path / "x"
    path.write_bytes(start + content)
    is_answered(path)


@quick
@given(st.text(alphabet=st.sampled_from("Dato;,\t|\"'\n\r01289.-/ KkrundeNtoSm()%æ\u00a0\u2212\x00"), max_size=300))
def test_random_text(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content.encode())
    is_answered(path)


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("genuine")
    book = openpyxl.Workbook()
    for line in LINES.splitlines():
        book.active.append(line.split(";"))
    book.save(folder / "a.xlsx")
    pq.write_table(pa.table({"date": ["2025-01-01"], "customer_id": ["1"], "revenue": [1.5]}), folder / "a.parquet")
    (folder / "a.csv.gz").write_bytes(gzip.compress(LINES.encode()))
    with zipfile.ZipFile(folder / "a.zip", "w") as pack:
        pack.writestr("a.csv", LINES)
        pack.write(folder / "a.xlsx", "b.xlsx")
    for encoding in ("utf-8", "cp1252", "utf-16"):
        (folder / f"a-{encoding}.csv").write_bytes(LINES.encode(encoding))
    return sorted(folder.iterdir())


# Places are drawn as parts of the file, for a workbook is not of the same length every time it is made.
places = st.integers(0, 2**20)


@settings(max_examples=100, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(4, [(7214, 128)], None)  # a name of a column that is no letters
@given(st.integers(0, 6), st.lists(st.tuples(places, st.integers(0, 255)), max_size=4), st.one_of(st.none(), places))
def test_a_genuine_file_with_a_few_bytes_changed(tmp_path: Path, genuine, which, changes, cut):
    content = bytearray(genuine[which].read_bytes())
    for place, byte in changes:
        content[place % len(content)] = byte
    path = tmp_path / "x"
    path.write_bytes(content if cut is None else content[: cut % len(content)])
    is_answered(path)
