"""Does Spark take the tables it is given, and refuse those that are not what they should be?"""

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rung.engine.spark import SparkSnapshot, TableNotUsable
from rung.facts import INVOICE_LINES

pytestmark = pytest.mark.spark

LARGE = 2**60 + 1  # more than a float can tell from its neighbours


@pytest.fixture
def lines():
    empty = dict.fromkeys(INVOICE_LINES.schema.names)
    place = {"batch": "1", "file": "f", "row": 1, "source": "lines", "estimated": False}
    said = {"line_key": "a", "date": date(2025, 1, 31), "revenue": Decimal("0.0001"), "customer_id": "0010"}
    return pa.Table.from_pylist([empty | place | said], INVOICE_LINES.schema)


def test_a_folder_of_parquet_a_list_of_files_and_a_view_are_the_same_table(session, lines, tmp_path):
    pq.write_table(lines.append_column("more", pa.array([1])), tmp_path / "one.parquet")
    session.read.parquet(str(tmp_path)).createOrReplaceTempView("our_lines")
    for source in (tmp_path, str(tmp_path), [tmp_path / "one.parquet"], "our_lines"):
        with SparkSnapshot(session, {"invoice_lines": source}) as snapshot:
            found = snapshot.run(snapshot.table("invoice_lines"))
            assert found.column_names == INVOICE_LINES.schema.names, "columns that Rung does not know are left out"
            assert found.schema.types == INVOICE_LINES.schema.types
            assert found.to_pylist() == lines.to_pylist()
            assert "SELECT" in snapshot.sql(snapshot.table("invoice_lines").count())


def test_what_is_not_given_is_empty_and_what_nobody_knows_is_a_mistake(session):
    with SparkSnapshot(session, {}) as snapshot:
        assert snapshot.run(snapshot.table("customers")).num_rows == 0
        with pytest.raises(ValueError, match="name='orders'"):
            snapshot.table("orders")
    with pytest.raises(ValueError, match=r"tables=\['orders'\]"):
        SparkSnapshot(session, {"orders": "orders"})


def test_a_table_with_other_columns_is_refused_with_the_view_to_make(session, lines, tmp_path):
    floats = lines.set_column(lines.column_names.index("revenue"), "revenue", pa.array([1.0])).drop_columns("seller_id")
    pq.write_table(floats, tmp_path / "one.parquet")
    with pytest.raises(TableNotUsable) as refused:
        SparkSnapshot(session, {"invoice_lines": tmp_path})
    assert "invoice_lines are missing or have another type: revenue decimal(18,4), seller_id string." in str(refused.value)
    casts = "SELECT CAST(revenue AS decimal(18,4)) AS revenue, CAST(NULL AS string) AS seller_id, ..."
    assert str(refused.value.remedy).endswith(casts)


@pytest.mark.parametrize("source", ["no_such_table", "no/such/folder"])
def test_a_table_that_is_not_there_is_refused(session, source):
    with pytest.raises(TableNotUsable, match=f"Spark cannot read invoice_lines from {source}"):
        SparkSnapshot(session, {"invoice_lines": source})


def test_large_whole_numbers_beside_a_null_stay_what_they_are(session):
    small = pa.table({"n": [LARGE, None, -LARGE], "amount": pa.array([Decimal("0.0001"), None, Decimal(1)], pa.decimal128(18, 4))})
    with SparkSnapshot(session, {}) as snapshot:
        assert snapshot.run(ibis.memtable(small)).equals(small)


def test_blanks_are_stripped_and_letters_are_not(session):
    words = ["vestland", " favør f", "\t\n\r\v\f x \f\v", "", None]
    with SparkSnapshot(session, {}) as snapshot:
        table = ibis.memtable(pa.table({"word": words}))
        assert snapshot.run(table.select(word=table.word.strip()))["word"].to_pylist() == ["vestland", "favør f", "x", "", None]


def test_a_condition_that_nobody_knows_counts_nothing(session):
    with SparkSnapshot(session, {}) as snapshot:
        table = ibis.memtable(pa.table({"key": ["a", "a", "b"], "known": [None, None, True]}))
        found = snapshot.run(table.group_by("key").aggregate(n=table.count(where=table.known)).order_by("key"))
        assert found["n"].to_pylist() == [0, 1]


def test_a_sort_does_not_change_what_is_distinct(session):
    with SparkSnapshot(session, {}) as snapshot:
        table = ibis.memtable(pa.table({"who": ["b", "a", "b"], "day": [1, 2, 3]}))
        expression = table.filter(table.day > 0).select("who").distinct().order_by(ibis.desc("who"))
        assert snapshot.run(expression)["who"].to_pylist() == ["b", "a"]


def test_a_closed_snapshot_leaves_nothing_in_the_session(session, lines, tmp_path):
    pq.write_table(lines, tmp_path / "one.parquet")
    before = {table.name for table in session.catalog.listTables()}
    with SparkSnapshot(session, {"invoice_lines": tmp_path}) as snapshot:
        snapshot.table("customers")
        assert len(session.catalog.listTables()) == len(before) + 2
    assert {table.name for table in session.catalog.listTables()} == before
