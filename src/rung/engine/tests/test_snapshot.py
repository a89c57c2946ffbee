from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.engine import EngineSettings, FactStore, NoRoomOnDisk, NotEnoughMemory
from rung.engine.tests.building import AT, line, mark, reading


@pytest.fixture
def filled(store):
    lines = [line(f"{n}", date(2024, 1 + n % 3, 1 + n % 28), revenue=f"{n}.25", customer_id=f"C{n % 7}") for n in range(200)]
    store.add(reading(*lines), files=[mark("f")], mapping="", at=AT)
    return store


def test_money_stays_exact_through_sums(filled):
    with filled.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        assert snapshot.run(lines.aggregate(revenue=lines.revenue.sum())).to_pylist() == [{"revenue": Decimal("19950.0000")}]
        assert snapshot.run(lines.revenue.sum().name("revenue")).to_pylist() == [{"revenue": Decimal("19950.0000")}]


def test_analyses_may_bring_small_tables_of_their_own(filled):
    wanted = ibis.memtable(pa.table({"customer_id": ["C1", "C2"]}))
    with filled.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        assert snapshot.run(lines.semi_join(wanted, "customer_id").count().name("n")).to_pylist() == [{"n": 58}]


def test_the_sql_can_be_read(filled):
    with filled.snapshot() as snapshot:
        lines = snapshot.table("invoice_lines")
        said = snapshot.sql(lines.group_by("customer_id").aggregate(revenue=lines.revenue.sum()))
    assert '"invoice_lines"' in said
    assert "SUM" in said


def test_snapshots_of_many_threads_do_not_disturb_each_other(filled):
    def ask(number):
        with filled.snapshot() as snapshot:
            lines = snapshot.table("invoice_lines")
            return snapshot.run(lines.filter(lines.customer_id == f"C{number % 7}").count().name("n")).column("n")[0].as_py()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ask, range(70))) == 2000


def test_a_table_nobody_knows_is_a_mistake(filled):
    with filled.snapshot() as snapshot:
        with pytest.raises(ValueError, match="name='orders'"):
            snapshot.table("orders")
        with pytest.raises(ValueError, match="source='both'"):
            snapshot.source("both")
        with pytest.raises(ValueError, match="table='orders'"):
            snapshot.batch("000001", "orders")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/rung-must-not-exist.parquet'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '90GB'",
        "SET enable_external_access = true",
        "ATTACH '/tmp/rung-must-not-exist.duckdb'",
    ],
)
def test_the_engine_sees_only_the_store(filled, statement):
    with filled.snapshot() as snapshot, pytest.raises(Exception, match=r"disabled|locked|Permission|not allowed|Cannot change"):
        snapshot._backend.con.execute(statement)


def sorted_text(rows):
    many = ibis.range(rows).unnest().name("n").as_table()
    longer = many.mutate(said=(many.n * 7919 % 1_000_003).cast("string") + "x" * 60)
    return longer.order_by("said").limit(rows - 1, offset=1).count().name("n")


@pytest.mark.parametrize(("memory", "temp", "error"), [("2MB", "1KB", NotEnoughMemory), ("60MB", "1MB", NoRoomOnDisk)])
def test_too_little_memory_or_disk_is_said_in_words(tmp_path, memory, temp, error):
    limits = EngineSettings(memory_limit=memory, threads=1, temp_limit=temp)
    with FactStore(tmp_path / "store", limits) as store, store.snapshot() as snapshot, pytest.raises(error):
        snapshot.run(sorted_text(1_000_000))


def test_what_does_not_fit_into_memory_spills(tmp_path):
    with FactStore(tmp_path / "store", EngineSettings(memory_limit="60MB", threads=1)) as store, store.snapshot() as snapshot:
        assert snapshot.run(sorted_text(1_000_000)).to_pylist() == [{"n": 999_999}]


def test_ctrl_c_stays_ctrl_c(store):
    interrupted = RuntimeError("Query interrupted")  # as DuckDB says it
    interrupted.__cause__ = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt), store._connected().refusing():
        raise interrupted
    with pytest.raises(RuntimeError, match="something else"), store._connected().refusing():
        raise RuntimeError("something else")
