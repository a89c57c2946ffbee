"""What Spark is told and what the user is told, without Spark. What it answers: tests/engines."""

import sys

import pytest

from rung.engine.spark import SparkMissing, SparkSnapshot, start
from rung.engine.tests.building import AT, chunk, customer, line, mark, reading
from rung.facts import FileEnd


def test_a_machine_without_pyspark_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)  # as Python itself marks what cannot be imported
    for use in (start, lambda: SparkSnapshot(None, {})):
        with pytest.raises(SparkMissing) as refused:
            use()
        assert str(refused.value) == "Spark needs PySpark, which is not on this machine."
        assert str(refused.value.remedy) == 'Install it: pip install "rung[spark]"'


def test_a_machine_without_java_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", sys)  # any module: PySpark itself is not asked before Java is there
    with pytest.raises(SparkMissing) as refused:
        start()
    assert "Java 17" in str(refused.value)
    assert "openjdk-17-jre-headless" in str(refused.value.remedy)


def test_another_engine_reads_the_files_that_this_one_reads(store):
    lines = [line("a", "2024-01-15"), line("b", "2024-02-15"), line("c", "2024-01-20", source="ledger")]
    store.add(reading(*lines, customers=[customer("1")]), files=[mark("f")], mapping="", at=AT)
    with store.snapshot() as snapshot:
        before = snapshot.files()
        assert set(before) == {"invoice_lines", "customer_months", "customers"}
        assert len(before["invoice_lines"]) == 2, "January is told by its invoice lines, so its ledger is not counted"
        store.add(iter([chunk("customers", [customer("2")]), FileEnd(1)]), files=[mark("g")], mapping="", at=AT)
        assert snapshot.files() == before
        assert all(path.exists() for paths in before.values() for path in paths)
