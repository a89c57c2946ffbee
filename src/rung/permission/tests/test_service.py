"""Whom may a company with customers in three countries contact, and what is it told?"""

import json
from datetime import date, datetime
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from rung.facts import CONTACTS, CUSTOMERS, INVOICE_LINES
from rung.kit.report import Note, Table
from rung.permission import Known, analyse, relations, to_json
from rung.permission.report import figures, sections

# ruff: noqa: DTZ001  people are called and written to in local time
TODAY = date(2026, 11, 21)
PLACE = {"batch": "b", "file": "f.csv", "row": 2}


def table(of, rows):
    return ibis.memtable(pa.Table.from_pylist([{**PLACE, **row} for row in rows], schema=of.schema))


def line(number, customer, day, revenue=100):
    return {
        "line_key": str(number),
        "source": "lines",
        "estimated": False,
        "date": day,
        "revenue": Decimal(revenue),
        "customer_id": customer,
    }


CUSTOMERS_ROWS = [
    {"customer_id": "1", "name": "Ås Rør AS", "country": "NO", "org_number": "987654321", "email": "post@aas.no", "phone": "55555555"},
    {"customer_id": "2", "name": "Kari Nordmann", "kind": "person", "email": "kari@a.no", "phone": "22334455", "postal_code": "0150"},
    {"customer_id": "3", "name": "Bo ApS", "country": "DK", "email": "info@bo.dk", "phone": "12345678", "protected": True},
    {"customer_id": "4", "name": "Who", "country": "DE"},
]
CONTACT_ROWS = [
    {"contact_id": "a", "party_id": "1", "name": "Ola", "email": "ola@aas.no"},
    {"contact_id": "b", "party_id": "1", "name": "Siri", "email": "siri@aas.no", "left": date(2026, 11, 1)},
    {"contact_id": "c", "party_id": "nobody", "name": "Lost"},
]
LINE_ROWS = [line(1, "1", date(2026, 10, 1)), line(2, "2", date(2024, 1, 1)), line(3, "3", date(2026, 1, 1), -5), line(4, None, TODAY)]


@pytest.fixture
def result(run, book):
    book.suppress([{"phone": "22 33 44 55", "country": "NO"}], by="Anne", at=datetime(2026, 11, 1))
    return analyse(
        customers=table(CUSTOMERS, CUSTOMERS_ROWS),
        contacts=table(CONTACTS, CONTACT_ROWS),
        lines=table(INVOICE_LINES, LINE_ROWS),
        run=run,
        state=book.state(home="NO"),
        today=TODAY,
    )


def test_who_is_a_customer_now(run):
    lines = table(
        INVOICE_LINES, [line(1, "a", date(2025, 11, 1)), line(2, "b", date(2025, 10, 31)), line(3, "c", date(2026, 11, 22)), *LINE_ROWS]
    )
    found = run(relations(lines, TODAY)).sort_by("customer_id").to_pylist()
    assert [tuple(row.values()) for row in found] == [("1", "existing"), ("2", "former"), ("a", "existing"), ("b", "former")]
    with pytest.raises(ValueError, match="months"):
        relations(lines, TODAY, months=0)


def test_each_party_has_its_answers(result):
    said = [[result.permission(row, channel) for channel in ("email", "phone", "visit")] for row in range(result.parties.num_rows)]
    assert result.parties["name"].to_pylist() == ["Ås Rør AS", "Kari Nordmann", "Bo ApS", "Who", "Ola"]
    assert [[one and one.answer for one in row] for row in said] == [
        ["allowed", "allowed", None],
        ["forbidden", "forbidden", "forbidden"],
        ["forbidden", "forbidden", None],
        [None, None, None],
        ["ask", None, None],  # a customer's man at work: did he give the address when they bought?
    ]
    assert result.suppressed == 1
    assert result.counts("email") == {"allowed": 1, "forbidden": 2, "ask": 1}
    assert result.reached("phone") == 3


def test_without_lines_nobody_knows_who_is_a_customer(run):
    found = analyse(customers=table(CUSTOMERS, CUSTOMERS_ROWS), contacts=None, lines=None, run=run, state=Known(home="NO"), today=TODAY)
    assert found.permission(0, "phone").missing == "relation"


def test_everything_is_plain_json(result):
    plain = json.loads(json.dumps(to_json(result)))
    assert plain["counts"]["phone"] == {"allowed": 1, "forbidden": 2}
    [post] = [row for row in plain["answers"] if row["party_id"] == "customer 1" and row["channel"] == "email"]
    assert plain["cases"][post["case"]]["answer"] == "allowed"
    assert "22334455" not in json.dumps(plain)


def test_what_the_sales_leader_reads(result):
    [section] = sections(result)
    assert str(section.sentence) == "As things stand you may call 1 of 3 and e-mail 1 of 4. 1 has said no: leave them in peace."
    tables = {part.key: part for part in section.parts if isinstance(part, Table)}
    assert [str(cell) for cell in tables["permission_channels"].rows[0]] == ["E-mail", "4", "1", "0", "1", "2"]
    missing = tables["permission_missing"].rows
    assert [[str(cell) for cell in row[:3]] for row in missing] == [
        ["Their consent", "E-mail", "1"],
        ["That they gave the address when they bought", "E-mail", "1"],
        ["Their consent", "Text message", "1"],
        ["A clear answer in law", "Text message", "1"],
        ["Their consent", "Phone", "1"],
    ]
    people = tables["permission_customers"]
    assert [str(cell) for cell in people.rows[0][2:5]] == ["Allowed", "Find out first", "Allowed"]
    assert people.opens[4] == "customer_id=1"
    assert {row[4] for row in tables["permission_rules"].rows} >= {"markedsføringsloven § 15", "markedsføringsloven § 15 (3)"}
    assert isinstance(section.parts[-1], Note)
    [figure] = figures(result)
    assert (figure.value, str(figure.note)) == (1, "of 3 with a phone number")


def test_nobody_at_all_is_no_section(run):
    found = analyse(customers=table(CUSTOMERS, []), contacts=None, lines=None, run=run, state=Known(), today=TODAY)
    assert sections(found) == []
    assert figures(found)[0].value is None


def test_what_is_missing_is_said_once_for_all_it_concerns(run, book):
    """A sole trader and a company lack the same answer in law for text messages; the reader has one row of both."""
    rows = [
        {
            "customer_id": str(n),
            "name": f"Firma {n}",
            "country": "NO",
            "org_number": f"98765432{n}",
            "phone": f"5555555{n}",
            "legal_form": form,
        }
        for n, form in enumerate(("AS", "AS", "ASA"))
    ]
    bought = [line(1, "0", date(2026, 10, 1)), line(2, "1", date(2020, 1, 1))]
    found = analyse(
        customers=table(CUSTOMERS, rows),
        contacts=None,
        lines=table(INVOICE_LINES, bought),
        run=run,
        state=book.state(home="NO"),
        today=TODAY,
    ).missing()
    told = [(missing, channel, str(one.reason)) for missing, channel, one, _ in found]
    assert len(told) == len(set(told))
    assert [count for missing, channel, _, count in found if (missing, channel) == ("rule", "sms")] == [3]
