"""Customers that are one are read as one everywhere, exactly as if the files had said so; and as two again when they are not."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.engine import FactStore
from rung.engine.tests.building import AT, chunk, customer, everything, line, mark, reading, rows_of
from rung.facts import CONTACTS, CUSTOMERS, TABLES, FileEnd, FileHead

WHO = ["a", "b", "c", "d", None]
lines = st.lists(st.tuples(st.sampled_from(WHO), st.integers(1, 3), st.integers(-3, 9)), min_size=1, max_size=12)


def made(bought):
    return [
        line(
            str(place), date(2024, 1, 1 + 20 * day % 60 % 28 + 1 if day < 3 else 28), str(revenue), customer_id=who, cost="1", quantity="2"
        )
        for place, (who, day, revenue) in enumerate(bought)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(bought=lines, same=st.dictionaries(st.sampled_from("abc"), st.just("d")))
def test_read_as_one_is_as_if_the_files_had_said_so(tmp_path_factory, bought, same):
    folder = tmp_path_factory.mktemp("one")
    rows = made(bought)
    with FactStore(folder / "read") as store, FactStore(folder / "said") as said:
        store.add(reading(*rows), files=[mark("x")], mapping="", at=AT)
        said.add(
            reading(*({**row, "customer_id": same.get(row["customer_id"], row["customer_id"])} for row in rows)),
            files=[mark("x")],
            mapping="",
            at=AT,
        )
        with store.snapshot(same) as one, said.snapshot() as other:
            for name in ("invoice_lines", "customer_months"):
                assert rows_of(one, one.table(name)) == rows_of(other, other.table(name))


def test_what_is_known_of_them_is_gathered_and_the_name_is_the_ones_own(store):
    listed = [
        customer("1", name="Nord", city="Oslo"),
        customer("2", name="Nord A/S", phone="22", city="Bergen"),
        customer("3", name="Syd"),
        customer("4", name="Vest"),
    ]
    store.add(reading(customers=listed), files=[mark("x")], mapping="", at=AT)
    with store.snapshot({"2": "1", "4": "holding"}) as snapshot:
        found = {row["customer_id"]: row for row in snapshot.run(snapshot.table("customers")).to_pylist()}
    assert {one: (row["name"], row["city"], row["phone"]) for one, row in found.items()} == {
        "1": ("Nord", "Oslo", "22"),
        "3": ("Syd", None, None),
        "holding": (None, None, None),
    }


def test_contacts_follow_the_customer(store):
    person = dict.fromkeys(CONTACTS.read_schema.names) | {"contact_id": "p", "party_id": "2", "file": "f", "row": 1}
    store.add([FileHead("test"), chunk("contacts", [person]), FileEnd(1)], files=[mark("x")], mapping="", at=AT)
    with store.snapshot({"2": "1"}) as snapshot:
        assert snapshot.run(snapshot.table("contacts")).to_pylist()[0]["party_id"] == "1"
    with store.snapshot() as snapshot:
        assert snapshot.run(snapshot.table("contacts")).to_pylist()[0]["party_id"] == "2"


def test_a_customer_that_is_itself_changes_nothing(store):
    store.add(reading(line("1", customer_id="a")), files=[mark("x")], mapping="", at=AT)
    with store.snapshot({"a": "a"}) as one, store.snapshot() as plain:
        assert rows_of(one, one.table("invoice_lines")) == rows_of(plain, plain.table("invoice_lines"))


def test_a_trial_shows_what_would_happen_and_leaves_nothing(store):
    store.add(reading(line("1"), line("2")), files=[mark("a")], mapping="", at=AT)
    before = everything(store)
    with store.trial() as trial:
        record = trial.add(reading(line("2", revenue="7"), line("3")), files=[mark("b")], mapping="", at=AT)
        assert (record.added, record.replaced) == (1, 1)
        assert everything(trial) != before
        trial.undo("000001")
    assert everything(store) == before
    assert not list((store.folder / "staging").iterdir())
    again = store.add(reading(line("3")), files=[mark("c")], mapping="", at=AT)
    assert again.id == "000002"


def test_corrected_lines_are_kept_as_they_were(store):
    store.add(reading(line("1", revenue="5"), line("2", revenue="6")), files=[mark("a")], mapping="", at=AT)
    second = store.add(reading(line("1", revenue="5"), line("2", revenue="60"), line("3")), files=[mark("b")], mapping="", at=AT)
    with store.snapshot() as snapshot:
        assert [(row["line_key"], row["revenue"]) for row in snapshot.run(snapshot.corrected(second.id)).to_pylist()] == [("2", 6)]
        assert snapshot.run(snapshot.corrected("000001")).num_rows == 0


def test_a_store_written_when_tables_had_fewer_columns_is_read(store):
    store.add(reading(customers=[customer("1", name="Nord")]), files=[mark("a")], mapping="", at=AT)
    for path in store.folder.rglob("customers.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["parent_id"]), path)
    with FactStore(store.folder) as later:
        later.add(reading(customers=[customer("2", parent_id="1")]), files=[mark("b")], mapping="", at=AT)
        with later.snapshot() as snapshot:
            table = snapshot.run(snapshot.table("customers"))
            assert table.schema.names == CUSTOMERS.schema.names
            assert table.select(["customer_id", "name", "parent_id"]).to_pylist() == [
                {"customer_id": "1", "name": "Nord", "parent_id": None},
                {"customer_id": "2", "name": None, "parent_id": "1"},
            ]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_read_as_one(store, name):
    with store.snapshot({"a": "b"}) as snapshot:
        found = snapshot.run(snapshot.table(name))
    assert isinstance(found, pa.Table)
    assert found.schema.names == TABLES[name].schema.names
