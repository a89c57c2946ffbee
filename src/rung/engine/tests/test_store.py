import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.base import FileRefused, Money, Number, Share, text, texts
from rung.engine import BatchNotFound, EngineSettings, FactStore, StoreBusy, StoreDamaged, StoreTooNew
from rung.engine.tests.building import AT, chunk, customer, everything, keys, line, mark, reading, rows_of
from rung.facts import INVOICE_LINES, TABLES, Chunk, Control, FileEnd, FileHead, Problem

PROVENANCE = ("batch", "file", "row")
JANUARY, MARCH = date(2024, 1, 15), date(2024, 3, 1)


def files_in(store):
    return sorted(str(path.relative_to(store.folder)) for path in store.folder.rglob("*") if path.is_file() and "temp" not in path.parts)


def add(store, *lines, customers=(), name="f.csv"):
    return store.add(reading(*lines, customers=customers), files=[mark(name)], mapping="", at=AT)


def test_an_import_comes_back_as_it_was_with_its_batch(store):
    record = add(store, line("a", revenue="-12.3456", cost="0", quantity="0.5", customer_id="007", row=4))
    with store.snapshot() as snapshot:
        found = snapshot.run(snapshot.table("invoice_lines"))
    assert found.schema.types == INVOICE_LINES.schema.types
    assert found.to_pylist() == [line("a", revenue="-12.3456", cost="0", quantity="0.5", customer_id="007", row=4) | {"batch": "000001"}]
    assert (record.id, record.at, record.added, record.rows, record.rows_read) == ("000001", AT, 1, {"invoice_lines": 1}, 1)


def test_an_empty_store_has_every_table_with_its_columns(store):
    with store.snapshot() as snapshot:
        for name, table in TABLES.items():
            found = snapshot.run(snapshot.table(name))
            assert (found.num_rows, found.schema.names, found.schema.types) == (0, table.schema.names, table.schema.types)
        assert snapshot.run(snapshot.table("customer_months")).num_rows == 0
        assert snapshot.run(snapshot.source("ledger")).num_rows == 0
        assert (snapshot.version, snapshot.batches) == (0, ())


def test_the_same_bytes_with_the_same_mapping_are_there_already(store):
    assert store.find([mark("f.csv")], "") is None
    first = add(store, line("a"))
    assert store.find([mark("f.csv")], "") == first
    assert store.find([mark("f.csv")], "other") is None
    assert store.find([mark("g.csv")], "") is None
    assert store.find([], "") is None

    def never():
        raise AssertionError("the file is not read again")
        yield

    assert store.add(never(), files=[mark("f.csv")], mapping="", at=AT) == first
    assert len(store.batches()) == 1


def test_overlapping_exports_count_once_and_the_later_one_wins(store):
    add(store, line("a"), line("b"), line("c"))
    record = add(store, line("b", revenue="50"), line("c", row=9), line("d"), name="g.csv")
    assert keys(store) == {"a": 100, "b": 50, "c": 100, "d": 100}
    assert (record.added, record.replaced, record.unchanged) == (1, 1, 1)


def test_a_corrected_date_moves_a_line_to_another_month(store):
    add(store, line("a", JANUARY), line("b", JANUARY))
    add(store, line("a", MARCH), name="g.csv")
    with store.snapshot() as snapshot:
        months = rows_of(snapshot, snapshot.table("customer_months").select("month", "lines"))
    assert months == [(date(2024, 1, 1), 1), (date(2024, 3, 1), 1)]
    store.undo("000002")
    with store.snapshot() as snapshot:
        assert rows_of(snapshot, snapshot.table("customer_months").select("month", "lines")) == [(date(2024, 1, 1), 2)]


def test_only_touched_months_are_written(store):
    add(store, *(line(f"{month:02d}-{n}", date(2024, month, 3)) for month in range(1, 13) for n in range(2)))
    with store.snapshot() as before:
        add(store, line("03-0", date(2024, 5, 3)), name="g.csv")
        with store.snapshot() as after:
            kept = {part.path for part in before._manifest.parts} & {part.path for part in after._manifest.parts}
            changed = {part.month.month for part in after._manifest.parts if part.path not in kept}
    assert changed == {3, 5}


def test_equal_lines_of_one_file_are_genuine_and_kept(store):
    record = add(store, line("a", row=3, revenue="2"), line("a", row=2, revenue="1"), line("a", row=4, revenue="4.005"), line("b"))
    assert keys(store) == {"a": 1, "a#2": 2, "a#3": Decimal("4.005"), "b": 100}
    assert (record.added, record.repeated_rows, record.repeated_minor) == (4, 2, 601)
    again = add(store, line("a", row=7, revenue="1"), line("a", row=8, revenue="2"), name="g.csv")
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 2)
    assert len(keys(store)) == 4


def test_a_key_that_looks_like_a_repetition_is_not_lost(store):
    add(store, line("a", row=1), line("a", row=2), line("a#2", row=3), line("a#2#2", row=4))
    assert set(keys(store)) == {"a", "a#2", "a#2#2", "a#2#2#2"}


def test_equal_lines_in_two_sheets_of_one_import_are_one_line(store):
    first = [line("a", row=1, file="w#1"), line("b", row=2, file="w#1"), line("b", row=3, file="w#1")]
    second = [line("b", row=1, file="w#2", revenue="7"), line("c", row=2, file="w#2")]
    record = add(store, *first, *second)
    assert keys(store) == {"a": 100, "b": 7, "b#2": 100, "c": 100}
    assert (record.repeated_rows, record.overlapped_rows, record.overlapped_minor) == (1, 1, 10000)
    with store.snapshot() as snapshot:
        assert len(rows_of(snapshot, snapshot.batch(record.id))) == record.rows["invoice_lines"] == 5


def test_a_month_is_counted_from_invoice_lines_or_from_the_ledger(store):
    ledger = [line(f"L{month}", date(2024, month, 9), revenue="1000", source="ledger") for month in (1, 2)]
    add(store, *ledger)
    add(store, line("a", date(2024, 2, 1), revenue="900"), line("L1", date(2024, 3, 1), revenue="5"), name="g.csv")
    with store.snapshot() as snapshot:
        counted = rows_of(snapshot, snapshot.table("invoice_lines").select("source", "line_key", "revenue"))
        assert counted == [("ledger", "L1", 1000), ("lines", "L1", 5), ("lines", "a", 900)]
        assert [row[0] for row in rows_of(snapshot, snapshot.source("ledger").select("line_key"))] == ["L1", "L2"]
        assert snapshot.run(snapshot.table("customer_months").revenue.sum()).to_pylist() == [{"Sum(revenue)": Decimal("1905.0000")}]
        assert snapshot.run(snapshot.source("ledger", "customer_months").revenue.sum()).to_pylist() == [
            {"Sum(revenue)": Decimal("2000.0000")}
        ]


def test_a_later_customer_list_adds_and_takes_nothing_away(store):
    add(store, customers=[customer("1", name="Ann", city="Oslo", row=2), customer("2", name="Bo", row=3)])
    add(store, customers=[customer("1", name="Ann AS", country="NO", row=9, file="d.csv")], name="g.csv")
    with store.snapshot() as snapshot:
        found = {row["customer_id"]: row for row in snapshot.run(snapshot.table("customers")).to_pylist()}
    assert {name: value for name, value in found["1"].items() if value is not None} == {
        "customer_id": "1",
        "name": "Ann AS",
        "city": "Oslo",
        "country": "NO",
        "batch": "000002",
        "file": "d.csv",
        "row": 9,
    }
    assert found["2"]["name"] == "Bo"
    store.undo("000002")
    with store.snapshot() as snapshot:
        assert [row["name"] for row in snapshot.run(snapshot.table("customers").order_by("customer_id")).to_pylist()] == ["Ann", "Bo"]


def test_rows_of_other_tables_are_those_behind_no_line(store):
    record = add(
        store, line("a", row=2), line("b", row=3), customers=[customer("1", file="f.csv", row=2), customer("2", file="f.csv", row=4)]
    )
    assert record.rows == {"invoice_lines": 2, "customers": 2}
    assert record.rows_of_other_tables == 1


def test_everything_a_reader_said_is_kept(store):
    said = text("{file}, line {line}", file="f.csv", line=12)
    values = text(
        "{money} {share} {number} {day} {inner}",
        money=Money(-5, "NOK"),
        share=Share(0.5, 1),
        number=Number(1.5),
        day=MARCH,
        inner=texts("{count} row", "{count} rows", count=2),
    )
    problems = [
        Problem(code=f"c{n}", where=said, found=values, remedy=text("Fix"), rows=n, amount=Decimal("1.50") if n else None)
        for n in range(300)
    ]
    controls = [Control(text("Revenue"), Decimal("100.5"), JANUARY), Control(text("Vouchers"), Decimal(7), None, Decimal(8), money=False)]
    head = FileHead("saft", "Ås AS", "888888888", "NOK", JANUARY, MARCH, ((text("Encoding"), text("CP1252")),))
    record = store.add(
        [head, *problems, chunk("invoice_lines", [line("a")]), *controls, FileEnd(301)], files=[mark("f")], mapping="m", at=AT
    )
    with FactStore(store.folder) as reopened:
        assert reopened.problems(record.id) == problems
        assert reopened.batches() == (record,)
        kept = reopened.batches()[0]
    assert (kept.heads, kept.controls, kept.files, kept.mapping, kept.rows_read, kept.problems) == (
        (head,),
        tuple(controls),
        (mark("f"),),
        "m",
        301,
        300,
    )


def refused():
    yield FileHead("x")
    yield chunk("invoice_lines", [line("z")])
    yield Problem(code="pdf", where=text("f.pdf"), found=text("It is a PDF."), remedy=text("Export it."), refused=True)


def breaks_off():
    yield FileHead("x")
    yield chunk("invoice_lines", [line("z")])
    raise KeyboardInterrupt


def stops_early():
    yield FileHead("x")
    yield chunk("invoice_lines", [line("z")])


def forgets_a_date():
    yield Chunk("invoice_lines", pa.Table.from_pylist([line("z") | {"date": None}], INVOICE_LINES.read_schema))


def invents_a_source():
    yield chunk("invoice_lines", [line("z", source="guess")])


def uses_floats():
    rows = chunk("invoice_lines", [line("z")]).rows
    yield Chunk("invoice_lines", rows.set_column(3, "revenue", pa.array([1.5])))


def leaves_out_a_column():
    yield Chunk("invoice_lines", chunk("invoice_lines", [line("z")]).rows.drop_columns(["cost"]))


def fills_an_unknown_table():
    yield Chunk("orders", chunk("invoice_lines", [line("z")]).rows)


@pytest.mark.parametrize(
    ("events", "error", "says"),
    [
        (refused, FileRefused, r"f\.pdf: It is a PDF\."),
        (breaks_off, KeyboardInterrupt, None),
        (stops_early, ValueError, "FileEnd last"),
        (forgets_a_date, ValueError, r"invoice_lines\.date is required"),
        (invents_a_source, ValueError, "guess"),
        (uses_floats, ValueError, "revenue"),
        (leaves_out_a_column, ValueError, "cost"),
        (fills_an_unknown_table, ValueError, "orders"),
    ],
)
def test_an_import_that_fails_leaves_the_store_as_it_was(store, events, error, says):
    add(store, line("a"), customers=[customer("1")])
    before, files = everything(store), files_in(store)
    with pytest.raises(error, match=says):
        store.add(events(), files=[mark("g")], mapping="", at=AT)
    assert (everything(store), files_in(store)) == (before, files)
    assert add(store, line("b"), name="g").id == "000002"


def test_a_refused_file_says_what_to_do(store):
    with pytest.raises(FileRefused) as error:
        store.add(refused(), files=[mark("g")], mapping="", at=AT)
    assert str(error.value.remedy) == "Export it."


def test_undo_gives_back_what_was_there(store):
    add(store, line("a"), line("b", JANUARY))
    before = everything(store)
    add(store, line("b", MARCH, revenue="1"), line("c"), customers=[customer("1")], name="g.csv")
    undone = store.undo("000002")
    assert everything(store) == before
    assert (undone.batch.id, undone.removed, undone.restored) == ("000002", 2, 1)
    assert undone.months == (date(2024, 1, 1), date(2024, 3, 1))
    assert store.find([mark("g.csv")], "") is None
    assert add(store, line("c"), name="g.csv").id == "000003"


def test_undo_gives_back_the_latest_of_those_before(store):
    for number in range(4):
        add(store, line("a", revenue=str(number)), line(str(number)), name=str(number))
    store.undo("000004")
    assert keys(store)["a"] == 2
    store.undo("000002")
    assert keys(store) == {"a": 2, "0": 100, "2": 100}
    store.undo("000003")
    assert keys(store) == {"a": 0, "0": 100}


@pytest.mark.parametrize(
    "said",
    [
        *({"date": MARCH}, {"revenue": "1"}, {"estimated": True}, {"customer_id": "1"}, {"customer_id": ""}, {"invoice_id": "1"}),
        *({"product_id": "1"}, {"product_group": "1"}, {"seller_id": "1"}, {"quantity": "0"}, {"cost": "0"}, {"currency": "NOK"}),
        {"original_amount": Decimal(1)},
    ],
    ids=str,
)
def test_a_line_is_replaced_when_it_says_anything_else(store, said):
    add(store, line("a"), line("b"))
    record = add(store, line("a"), line("b", **said), name="g.csv")
    assert (record.added, record.replaced, record.unchanged) == (0, 1, 1)


@pytest.mark.parametrize("batch", ["000001", "000009", ""])
def test_what_is_not_there_cannot_be_undone(store, batch):
    for ask in (store.undo, store.problems, lambda name: store.snapshot().batch(name)):
        with pytest.raises(BatchNotFound, match="There is no import"):
            ask(batch)


small = st.lists(
    st.builds(
        lambda key, month, revenue: line(key, date(2024, month, 1), str(revenue), customer_id=key[:1]),
        st.sampled_from(["a", "b", "c", "d"]),
        st.integers(1, 3),
        st.integers(-2, 5),
    ),
    max_size=5,
    unique_by=lambda row: row["line_key"],
)


@settings(max_examples=6)
@given(small, small, small)
def test_an_import_undone_is_as_if_it_had_never_been(tmp_path_factory, a, b, shared):
    folder = tmp_path_factory.mktemp("undo")
    with FactStore(folder / "both") as both, FactStore(folder / "one") as one:
        add(both, *shared, *[row for row in a if row["line_key"] not in {s["line_key"] for s in shared}], name="a")
        add(both, *b, name="b")
        both.undo("000001")
        add(one, *b, name="b")
        assert everything(both, "batch") == everything(one, "batch")


@settings(max_examples=6)
@given(small, small, small)
def test_the_order_of_overlapping_exports_does_not_matter(tmp_path_factory, a, b, shared):
    folder, common = tmp_path_factory.mktemp("order"), {row["line_key"] for row in shared}
    exports = [
        [*shared, *[row | {"line_key": f"{name}{row['line_key']}"} for row in rows if row["line_key"] not in common]]
        for name, rows in (("a", a), ("b", b))
    ]
    with FactStore(folder / "one") as one, FactStore(folder / "two") as two:
        for name, store in (("one", one), ("two", two)):
            for place, export in enumerate(exports if name == "one" else reversed(exports)):
                add(store, *export, name=str(place))
        assert everything(one, *PROVENANCE) == everything(two, *PROVENANCE)


def test_a_snapshot_does_not_change_whatever_is_imported(store):
    add(store, line("a"), line("b"))
    with store.snapshot() as old:
        before = rows_of(old, old.table("invoice_lines"))
        for number in range(6):
            add(store, line("a", revenue=str(number)), line(f"n{number}"), name=str(number))
        store.undo("000001")
        store.vacuum()
        assert rows_of(old, old.table("invoice_lines")) == before
        assert len(rows_of(old, old.table("customer_months"))) == 1
        assert [record.id for record in old.batches] == ["000001"]
        assert len(rows_of(old, old.batch("000001"))) == 2


def test_while_somebody_imports_nobody_else_can(store):
    def in_the_middle():
        yield FileHead("x")
        with FactStore(store.folder) as other:
            for change in (lambda: add(other, line("b"), name="g"), lambda: other.undo("000001"), other.vacuum):
                with pytest.raises(StoreBusy, match="Another import is running"):
                    change()
            assert keys(other) == {"a": 100}
        yield chunk("invoice_lines", [line("c")])
        yield FileEnd(1)

    add(store, line("a"))
    store.add(in_the_middle(), files=[mark("h")], mapping="", at=AT)
    assert keys(store) == {"a": 100, "c": 100}


def test_parquet_files_are_adopted_as_they_are(store, tmp_path):
    files = []
    for number in range(2):
        files.append(tmp_path / f"{number}.parquet")
        rows = [line(f"{number}-{n}", date(2024, 1 + n % 3, 1), file=f"{number}") for n in range(9)]
        pq.write_table(chunk("invoice_lines", [*rows, line("both", file=f"{number}", revenue=str(number))]).rows, files[-1])
    record = store.adopt(files, files=[mark("x")], mapping="", at=AT)
    assert (record.added, record.overlapped_rows, record.rows_read) == (19, 1, 20)
    for file in files:
        file.write_bytes(b"changed")
    assert len(keys(store)) == 19
    assert keys(store)["both"] == 1


@pytest.mark.parametrize("change", [{"source": "guess"}, {"date": None}, {"line_key": None}])
def test_parquet_files_that_break_the_rules_are_not_adopted(store, tmp_path, change):
    rows = [line("a"), line("b") | change]
    nullable = pa.schema([field.with_nullable(True) for field in INVOICE_LINES.read_schema])
    pq.write_table(pa.Table.from_pylist(rows, nullable), tmp_path / "x.parquet")
    with pytest.raises(ValueError, match="files=1 hold rows"):
        store.adopt([tmp_path / "x.parquet"], files=[], mapping="", at=AT)
    pq.write_table(pa.table({"a": [1]}), tmp_path / "y.parquet")
    with pytest.raises(ValueError, match="must have the schema"):
        store.adopt([tmp_path / "y.parquet"], files=[], mapping="", at=AT)
    assert store.batches() == ()


def test_more_years_than_are_written_at_a_time(store):
    lines = [line(f"{year}-{month}", date(year, month, 28)) for year in range(1999, 2006) for month in range(1, 13)]
    record = add(store, *lines)
    assert len(record.parts) == len(keys(store)) == 84


def test_a_folder_may_have_any_name(tmp_path):
    for name in ("it's", "[a]*?", "a=b", "æøå rom"):
        with FactStore(tmp_path / name / "store") as store:
            add(store, line("a"), line("a"), customers=[customer("1")])
            add(store, line("a", revenue="3"), name="g")
            assert len(keys(store)) == 2


def test_a_store_of_a_newer_version_is_left_alone(store):
    add(store, line("a"))
    manifest = store.folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    for ask in (store.snapshot, store.batches, lambda: add(store, line("b"), name="g")):
        with pytest.raises(StoreTooNew):
            ask()


def test_a_damaged_manifest_is_named(store):
    add(store, line("a"))
    (store.folder / "manifest.json").write_text('{"format": 1, "version"')
    with pytest.raises(StoreDamaged, match=str(store.folder)):
        store.snapshot()


def test_settings_that_make_no_sense_are_a_mistake():
    with pytest.raises(ValueError, match="keep_manifests=0"):
        EngineSettings(keep_manifests=0)
    with pytest.raises(ValueError, match="threads=-1"):
        EngineSettings(threads=-1)
    assert EngineSettings().thread_count >= 1
