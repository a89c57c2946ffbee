"""Rows that are no facts can be downloaded, all of them, as the file has them; and no number of a person is kept anywhere.

That the rows add up to those of the problems is held in every test of the room (conftest).
"""

import pytest

PERSON_NO, PERSON_DK = "15076500050", "010190-1234"  # made up: a date with the right check digits, and a date


def test_a_voucher_line_is_kept_with_its_voucher(read, saft, parts):
    lines = [parts.line(1500, 100, customer="1001"), parts.line(3000, "1,50", record=2, document="F1")]
    found = read(saft([("7", "2025-01-05", lines)]))
    (row,) = found.rejected
    assert row["content"] == "7\t2025-01-05\t2\t3000\tF1\tx\t1,50"
    assert (row["code"], row["rows"], row["amount"], row["file"]) == ("saft-amount-not-understood", 1, None, "regnskap.xml")
    assert row["row"] > 10


def test_the_lines_of_a_voucher_without_date_are_kept_with_their_money(read, saft, parts):
    found = read(saft([("7", "x", [parts.line(1500, 100, customer="1001"), parts.line(3000, -60), parts.line(3100, -40)])]))
    assert [(row["amount"], row["content"].split("\t")[:2]) for row in found.rejected] == [(60, ["7", "x"]), (40, ["7", "x"])]


def test_none_is_left_out_however_many(read, saft, parts, monkeypatch):
    monkeypatch.setattr("rung.importers.saft.reading.CHUNK", 10)
    found = read(saft([(str(n), "2025-01-05", [parts.line(3000, "x"), *parts.sale(1, "1001")]) for n in range(300)]))
    assert len(found.rejected) == 300
    assert len({row["row"] for row in found.rejected}) == 300


def test_entries_of_the_customer_list_are_kept(read, saft, parts):
    found = read(
        saft(
            [("1", "2025-01-05", parts.sale(1, "1001"))],
            customers=[parts.customer("1001"), parts.customer(None, "Uten nummer"), parts.customer("1001", "Igjen")],
        )
    )
    assert [(row["code"], row["content"]) for row in found.rejected] == [
        ("saft-customer-without-number", "912345678\tUten nummer"),
        ("saft-customer-listed-twice", "912345678\tIgjen\t1001"),
    ]


@pytest.mark.parametrize(("number", "country"), [(PERSON_NO, "NO"), (PERSON_NO, ""), (PERSON_DK, "DK"), ("0101901234", "DK")])
def test_the_number_of_a_person_is_not_kept(read, saft, parts, number, country):
    where = parts.tag("Address", parts.tags(City="x", Country=country or None))
    people = [parts.customer("1001", "Kari", registration=number, inner=where), parts.customer("1001", "Kari", registration=number)]
    found = read(saft([("1", "2025-01-05", parts.sale(1, "1001"))], customers=people))
    (kari,) = found.customers
    assert (kari["org_number"], kari["kind"]) == (None, "person")
    (twice,) = found.rejected
    assert number not in twice["content"]


def test_a_personal_number_in_a_name_is_masked(read, saft, parts):
    people = [parts.customer("1001", f"Kari {PERSON_NO}")]
    (kari,) = read(saft([("1", "2025-01-05", parts.sale(1, "1001"))], customers=people)).customers
    assert kari["name"] == "Kari 150765•••••"
