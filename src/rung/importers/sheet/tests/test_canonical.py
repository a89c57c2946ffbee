"""Facts that Rung wrote as a sheet are the same facts when they are read again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.facts import REJECTED, TABLES
from rung.importers.sheet.cells import NATIVE_POINT, NO_VALUE
from rung.kit.sheetfile import write_rows

NAMES = [name for name in TABLES if name != REJECTED.name]
# What no sheet can say of a text: spaces around it, and words for nothing.
texts = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"], exclude_characters=NATIVE_POINT + "\ufeff"),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(lambda text: text and text.lower() not in NO_VALUE)
)
money = st.decimals(-(10**13), 10**13, places=4)
KINDS = {
    "id": st.one_of(texts, st.sampled_from(["007", "13085.0", "1e5", "=1+1", "-5", "'=x", "''-", "true", "2025-01-31", "1.234,50"])),
    "text": texts,
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    "money": money,
    "quantity": money,
    "rate": st.decimals(0, 10**9, places=8),
    "count": st.integers(-(10**13), 10**13),
    "flag": st.booleans(),
}


def columns(table):
    return [column for column in TABLES[table].columns if column.name not in ("batch", "file", "row")]


def rows_of(table):
    row = st.tuples(*(KINDS[c.kind] if c.required else st.one_of(st.none(), KINDS[c.kind]) for c in columns(table)))
    names = [column.name for column in columns(table)]
    key = names.index(TABLES[table].key)
    return st.lists(row, min_size=1, max_size=8, unique_by=lambda values: values[key]).map(
        lambda rows: [dict(zip(names, r, strict=True)) for r in rows]
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("table", NAMES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_written_is_what_is_read(read, tmp_path, table, suffix, data):
    rows = data.draw(rows_of(table))
    path = tmp_path / f"{table}{suffix}"
    write_rows(path, list(rows[0]), (row.values() for row in rows))
    said = read(path, check=False)
    assert not said.problems
    assert set(said.tables) == {table}
    found = [{name: row[name] for name in rows[0]} for row in said.rows(table)]
    assert found == rows
    assert [end.rows for end in said.ends] == [len(rows)]


def test_the_place_of_a_row_is_where_it_stands_now(read_text):
    said = read_text("product_id,name,product_group,batch,file,row\nA,Dør,Dører,b1,gammel.csv,77\n")
    assert said.rows("products") == [{"product_id": "A", "name": "Dør", "product_group": "Dører", "file": "fil.csv", "row": 2}]


def test_what_cannot_be_read_is_told_of(read_text):
    header = ",".join(column.name for column in columns("quotas"))
    row = "{},2025-01-01,,100,S1,,,\n"
    said = read_text(
        header + "\n" + row.format("A") + row.format("A") + "B,i fjor,,100,S1,,,\nC,2025-01-01,,,S1,,,\n,2025-01-01,,1,S1,,,\n"
    )
    assert said.column("quota_id", "quotas") == ["A"]
    assert said.codes == {"sheet-row-twice": 1, "sheet-fact-not-read": 3}
    assert sorted(str(one.found) for one in said.problems) == [
        "A is listed above already.",
        "amount is missing.",
        "quota_id is missing.",
        "“i fjor” cannot be read as first.",
    ]


def test_the_sum_of_lines_is_held_against_what_the_sheet_says(read_text):
    names = [column.name for column in columns("invoice_lines")]
    values = {"line_key": "1", "source": "lines", "date": "2025-01-01", "revenue": "100.5", "estimated": "false"}
    lines = [values, {**values, "line_key": "2"}, {**values, "line_key": "2"}, {**values, "line_key": "3", "estimated": "kanskje"}]
    said = read_text(",".join(names) + "\n" + "\n".join(",".join(line.get(name, "") for name in names) for line in lines) + "\n")
    assert said.revenue == Decimal(201)
    assert [(control.stated, control.own) for control in said.controls] == [(Decimal(402), False)]
    assert said.codes == {"sheet-row-twice": 1, "sheet-fact-not-read": 1}


def test_a_line_in_foreign_money_may_wait_for_its_rate(read_text):
    names = [column.name for column in columns("invoice_lines")]
    values = {"line_key": "1", "source": "lines", "date": "2025-01-01", "estimated": "false", "original_amount": "10", "currency": "EUR"}
    said = read_text(",".join(names) + "\n" + ",".join(values.get(name, "") for name in names) + "\n", check=False)
    assert said.column("revenue") == [None]
    assert not said.problems


@pytest.mark.parametrize("header", ["product_id,name", "product_id,name,product_group,price", "Product_id,name,product_group"])
def test_other_headers_are_read_as_any_sheet(read_text, header):
    said = read_text(header + "\nA,Dør,Dører,1\n"[: -2 if "price" not in header else None] + "\n")
    assert not any("Rung" in value for value in said.how.values())
