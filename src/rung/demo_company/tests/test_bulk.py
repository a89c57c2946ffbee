"""Are the lines made for measuring canonical, skewed, unique, and as many as asked for?"""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.demo_company import bulk, write_lines
from rung.facts import INVOICE_LINES


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    return write_lines(tmp_path_factory.mktemp("bulk"), 200_000, seed=3)


@pytest.fixture(scope="module")
def table(parts):
    return pa.concat_tables([pq.read_table(part) for part in parts])


def test_a_part_for_each_month_in_the_canonical_schema(parts):
    assert [part.stem for part in parts] == [f"invoice_lines-{y}-{m:02}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    for part in parts:
        rows = pq.read_table(part)
        assert rows.schema.equals(INVOICE_LINES.schema)
        assert {day.strftime("%Y-%m") for day in pc.unique(rows["date"]).to_pylist()} == {part.stem[-7:]}


def test_as_many_lines_as_asked_each_with_its_own_key_and_no_required_value_missing(table):
    assert table.num_rows == 200_000
    assert len(pc.unique(table["line_key"])) == 200_000
    for field in INVOICE_LINES.schema:
        assert field.nullable or table[field.name].null_count == 0
    assert table["row"].to_pylist() == list(range(2, 200_002))


def test_keys_are_invoice_and_line_in_the_order_of_the_series(table):
    keys = [key.split("-") for key in table["line_key"].to_pylist()]
    assert [invoice for invoice, _ in keys] == table["invoice_id"].to_pylist()
    assert keys == sorted(keys, key=lambda k: (k[0], int(k[1])))
    heads = table.select(["invoice_id", "date", "customer_id", "seller_id"]).group_by(["invoice_id", "date", "customer_id", "seller_id"])
    assert heads.aggregate([]).num_rows == len(pc.unique(table["invoice_id"]))
    assert pc.min(table["date"]).as_py() == date(2023, 1, 1)


def test_revenue_is_skewed_with_credit_notes_losses_and_unknown_customers(table):
    sums = table.group_by("customer_id").aggregate([("revenue", "sum"), ("cost", "sum")]).to_pandas()
    known = sums[sums["customer_id"].notna()]
    revenue = np.sort(known["revenue_sum"].astype(float))[::-1]
    assert 0.6 < revenue[: len(revenue) // 5].sum() / revenue.sum() < 0.78
    assert 0 < (known["revenue_sum"] < known["cost_sum"]).mean() < 0.1
    assert 0.01 < np.mean(pc.less(table["revenue"], Decimal(0))) < 0.04
    assert 0.001 < table["customer_id"].null_count / 200_000 < 0.01
    assert 1_800 < len(known) <= 2_000  # customers: lines / 100


def test_the_same_arguments_give_the_same_rows_and_another_seed_does_not(table, tmp_path):
    again = pa.concat_tables([pq.read_table(part) for part in write_lines(tmp_path / "a", 200_000, seed=3)])
    assert again.equals(table)
    other = pa.concat_tables([pq.read_table(part) for part in write_lines(tmp_path / "b", 5_000, customers=40, seed=4, months=12)])
    assert other.num_rows == 5_000
    assert len(pc.unique(other["customer_id"].drop_null())) <= 40


def test_blocks_of_a_month_join_without_a_seam(tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "LINES_AT_ONCE", 997)
    rows = pa.concat_tables([pq.read_table(part) for part in write_lines(tmp_path, 20_000, months=3)])
    assert rows.num_rows == len(pc.unique(rows["line_key"])) == 20_000
    days = rows["date"].to_pylist()
    assert days == sorted(days)


@given(st.lists(st.integers(-(2**46), 2**46), min_size=1), st.sampled_from([100, 10_000]))
def test_decimals_are_what_python_decimals_are(amounts, factor):
    made = bulk._decimals(np.array(amounts, dtype=np.int64), factor)
    assert made.to_pylist() == [Decimal(a * factor) / 10_000 for a in amounts]


@settings(max_examples=50)
@given(st.integers(1, 3_000), st.integers(0, 5))
def test_invoices_of_a_block_are_one_to_seven_lines_each(count, seed):
    invoice, line = bulk._invoices(np.random.default_rng(seed), count)
    slow, number, before = [], 0, None
    for entry in invoice:
        number = number + 1 if entry == before else 1
        before = entry
        slow.append(number)
    assert line.tolist() == slow
    assert max(slow) <= 7
    assert invoice.tolist() == sorted(invoice.tolist())


def test_fewer_lines_than_months_is_a_mistake(tmp_path):
    with pytest.raises(ValueError, match="lines=10"):
        write_lines(tmp_path, 10)
