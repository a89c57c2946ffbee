from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.base import to_minor
from rung.facts import INVOICE_LINES, TABLES
from rung.facts.columns import minor, minor_step

amounts = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_table_knows_its_key_and_where_each_row_came_from(table):
    names = table.schema.names
    assert table.key in names
    assert {"batch", "file", "row"} <= set(names)
    assert not table.schema.field(table.key).nullable
    assert table.read_schema.names == [name for name in names if name != "batch"]
    assert all(column.meaning for column in table.columns)


def test_money_and_quantities_say_their_unit():
    assert all(column.unit for column in INVOICE_LINES.columns if column.kind in ("money", "quantity"))


@given(st.lists(amounts, min_size=1, max_size=30))
def test_minor_units_add_up_at_every_row(values):
    rows = ibis.memtable(pa.table({"n": pa.array(range(len(values)), pa.int64()), "amount": pa.array(values, pa.decimal128(18, 4))}))
    running = rows.amount.sum().over(ibis.window(order_by=rows.n, rows=(None, 0)))
    taken = rows.mutate(running=running).mutate(alone=minor(rows.amount))
    got = taken.mutate(step=minor_step(taken.running, taken.amount)).order_by("n").to_pyarrow().to_pydict()
    assert got["alone"] == [to_minor(value) for value in values]
    assert all(isinstance(step, int) for step in got["step"])
    for upto in range(1, len(values) + 1):
        assert sum(got["step"][:upto]) == to_minor(sum(values[:upto], Decimal(0)))
    assert all(abs(step - alone) <= 1 for step, alone in zip(got["step"], got["alone"], strict=True))
