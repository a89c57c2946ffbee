"""Whole small files with known answers."""

from datetime import date
from decimal import Decimal

import pytest


def owners(read):
    return [(line["customer_id"], line["revenue"], line["estimated"]) for line in read.lines]


def test_an_invoice_with_its_customer_on_the_receivable(read, sie):
    found = read(
        sie.file(
            [sie.ver("A", 1, "20250114", *sie.sale(1000, objects='8 "30083" 10 "12"', income='1 "2" 10 "12"'))],
            more='#DIM 8 Kund\n#OBJEKT 8 30083 "Svenska Mässan i Göteborg"\n',
        )
    )
    (line,) = found.lines
    assert line == {
        **dict.fromkeys(line),
        "line_key": "5560125790|2025|A|1|3",
        "source": "ledger",
        "date": date(2025, 1, 14),
        "revenue": Decimal("1000.0000"),
        "estimated": False,
        "customer_id": "30083",
        "invoice_id": "12",
        "product_group": "3041 Försäljning tjänster",
        "file": "bok.se",
        "row": 21,
    }
    assert [(one["customer_id"], one["name"], one["row"]) for one in found.customers] == [("30083", "Svenska Mässan i Göteborg", 16)]
    assert found.problems == []


def test_the_head_of_a_file(read, sie):
    head = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(1000, objects="8 7"))])).head
    assert (head.kind, head.company, head.org_number, head.currency) == ("sie 4", "Prövbolaget i Åmål AB", "5560125790", "SEK")
    assert (head.first, head.last) == (date(2025, 1, 1), date(2025, 12, 31))
    how = {str(label): str(value) for label, value in head.how}
    assert how["Encoding"] == "CP437"
    assert how["Revenue accounts"] == "2 of 5 accounts, those from 3000 to 3799 but for rounding (374)"
    assert how["Accounting system"] == "Prövprogrammet 1.0"


@pytest.mark.parametrize(("more", "last"), [("", date(2025, 5, 31)), ("#OMFATTN 20250430\n", date(2025, 4, 30))])
def test_a_file_made_within_the_year_knows_no_more_than_that(read, sie, more, last):
    head = sie.head.replace("#GEN 20260115", "#GEN 20250531")
    assert read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(1000))], head=head, more=more)).head.last == last


def test_a_credit_note_is_negative(read, sie):
    assert owners(read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(-400, objects="8 7"))]))) == [("7", Decimal(-400), False)]


def test_the_customer_on_the_income_row_itself(read, sie):
    rows = (
        sie.trans(1510, 1500),
        sie.trans(3041, -1000, objects="8 a"),
        sie.trans(3051, -500, objects="8 b"),
    )
    assert owners(read(sie.file([sie.ver("A", 1, "20250114", *rows)]))) == [("a", Decimal(1000), False), ("b", Decimal(500), False)]


def test_several_customers_by_the_invoice_that_rows_share(read, sie):
    rows = (
        sie.trans(1510, 1000, objects="8 a 10 1"),
        sie.trans(1510, 500, objects="8 b 10 2"),
        sie.trans(3041, -500, objects="10 2"),
        sie.trans(3041, -1000, objects="10 1"),
    )
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert owners(found) == [("b", Decimal(500), False), ("a", Decimal(1000), False)]
    assert [line["invoice_id"] for line in found.lines] == ["2", "1"]


def test_several_customers_and_nothing_else_is_shared_by_what_they_owe(read, sie):
    rows = (sie.trans(1510, 750, objects="8 a"), sie.trans(1510, 250, objects="8 b"), sie.trans(3041, -1000, quantity=4))
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert owners(found) == [("a", Decimal(750), True), ("b", Decimal(250), True)]
    assert [line["line_key"] for line in found.lines] == ["5560125790|2025|A|1|3|a", "5560125790|2025|A|1|3|b"]
    assert [line["quantity"] for line in found.lines] == [None, None]
    assert found.ends[0].rows == 1  # one row of the file, two facts


def test_no_customer_is_not_attributable(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(1000))]))
    assert owners(found) == [(None, Decimal(1000), False)]
    assert "100.0%" in str(found.problem("sie-revenue-without-customer").found)


def test_quantity_has_the_sign_of_the_revenue(read, sie):
    rows = [sie.trans(1510, 100, objects="8 7"), sie.trans(3041, -300, quantity=-3), sie.trans(3041, 200, quantity=2)]
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert [line["quantity"] for line in found.lines] == [Decimal(3), Decimal(-2)]


def test_a_row_with_its_own_date(read, sie):
    rows = (sie.trans(1510, 1000), sie.trans(3041, -1000, day="20250228"))
    assert [line["date"] for line in read(sie.file([sie.ver("A", 1, "20250301", *rows)])).lines] == [date(2025, 2, 28)]


def test_rounding_and_other_income_are_no_sales_and_are_told(read, sie):
    rows = (sie.trans(1510, "1000.50", objects="8 7"), sie.trans(3041, -1000), sie.trans(3740, "-0.50"))
    other = (sie.trans(1930, 80), sie.trans(3960, -80))
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows), sie.ver("A", 2, "20250114", *other)]))
    assert found.revenue == 1000
    assert "0.50 SEK" in str(found.problem("sie-rounding").found)
    assert "80.00 SEK on account “3960 Kursvinster”" in str(found.problem("sie-other-income").found)


def test_added_rows_count_once_and_removed_ones_not_at_all(read, sie):
    """As in the standard, and with the date that programs write: #RTRANS has the day of the correction."""
    rows = (
        sie.trans(1510, 1000, objects="8 7"),
        sie.trans(3041, -900, label="BTRANS"),
        sie.trans(3041, -1000, label="RTRANS", day="20260105", text="rättat"),
        sie.trans(3041, -1000, day="20250114"),
        sie.trans(3051, 0, label="RTRANS"),
    )
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert [(line["revenue"], line["date"]) for line in found.lines] == [
        (Decimal(1000), date(2025, 1, 14)),
        (Decimal(0), date(2025, 1, 14)),
    ]
    assert "sie-voucher-out-of-balance" not in found.codes
    assert str(found.problem("sie-rows-corrected").found).startswith("2 rows")


def test_an_added_row_without_its_repetition_counts(read, sie):
    rows = (sie.trans(1510, 1000, objects="8 7"), sie.trans(3041, -600), sie.trans(3041, -400, label="RTRANS"))
    assert read(sie.file([sie.ver("A", 1, "20250114", *rows)])).revenue == 1000


def test_a_row_repeated_twice_after_an_added_one_counts_twice(read, sie):
    rows = (sie.trans(1510, 800, objects="8 7"), sie.trans(3041, -400, label="RTRANS"), sie.trans(3041, -400), sie.trans(3041, -400))
    assert read(sie.file([sie.ver("A", 1, "20250114", *rows)])).revenue == 800


def test_other_rows_keep_their_keys_when_one_is_removed(read, sie):
    before = (sie.trans(1510, 900), sie.trans(3041, -300), sie.trans(3041, -600))
    after = (sie.trans(1510, 900), sie.trans(3041, -300, label="BTRANS"), sie.trans(3041, -600), sie.trans(3051, -300))
    keys = [
        {line["revenue"]: line["line_key"] for line in read(sie.file([sie.ver("A", 1, "20250114", *rows)])).lines}
        for rows in (before, after)
    ]
    assert keys[0][Decimal(600)] == keys[1][Decimal(600)]


def test_a_longer_export_has_the_same_keys(read, sie):
    vouchers = [sie.ver("A", n, f"2025{n:02}14", *sie.sale(100 * n)) for n in range(1, 7)]
    short, long = (read(sie.file(some, more=more)).lines for some, more in ((vouchers[:3], ""), (vouchers, "#KONTO 3052 Nytt\n")))
    assert [line["line_key"] for line in short] == [line["line_key"] for line in long][:3]


def test_a_number_that_comes_again_is_another_voucher(read, sie):
    vouchers = [sie.ver("#", 1, day, *sie.sale(100)) for day in ("20250131", "20250228", "20250228")]
    assert [line["line_key"] for line in read(sie.file(vouchers)).lines] == [
        "5560125790|2025|#|1|3",
        "5560125790|2025|#|1#20250228|3",
        "5560125790|2025|#|1#20250228#2|3",
    ]


def test_vouchers_to_import_have_no_numbers(read, sie):
    """Type 4I: no accounting year, no numbers."""
    head = "\n".join(row for row in sie.head.splitlines() if not row.startswith(("#RAR", "#GEN"))) + "\n"
    found = read(sie.file([sie.ver("B", '""', "20250114", *sie.sale(100), text="Fakturajournal nr 109")], head=head), name="FAKT.SI")
    assert [line["line_key"] for line in found.lines] == ["5560125790|2025|B|20250114:Fakturajournal nr 109|3"]
    assert found.head.first is None


def test_without_an_organisation_number_the_name_says_whose_it_is(read, sie):
    head = sie.head.replace("#ORGNR 556012-5790", "#ORGNR")
    assert (
        read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100))], head=head)).lines[0]["line_key"].startswith("Prövbolaget i Åmål AB|")
    )


def test_the_number_of_a_sole_trader_is_not_kept(read, sie):
    head = sie.head.replace("556012-5790", "811218-9876")
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100), text="811218-9876")], head=head))
    assert found.head.org_number == ""
    assert "8112" not in found.lines[0]["line_key"]


def test_a_broken_year_is_the_year_it_began(read, sie):
    head = sie.head.replace("#RAR 0 20250101 20251231", "#RAR 0 20250701 20260630").replace("#GEN 20260115", "#GEN 20260801")
    found = read(sie.file([sie.ver("A", 1, "20260114", *sie.sale(100))], head=head))
    assert found.lines[0]["line_key"].startswith("5560125790|2025|")


def test_the_currency_of_the_accounts(read, sie):
    assert read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100))], more="#VALUTA EUR\n")).head.currency == "EUR"


def test_sellers_are_the_employees_on_income_rows(read, sie):
    more = '#DIM 7 Anställd\n#OBJEKT 7 1 "Anna"\n#OBJEKT 7 2 "Bo"\n'
    vouchers = [sie.ver("A", n, "20250114", *sie.sale(100, income=f"7 {seller}")) for n, seller in enumerate((1, 3), 1)]
    vouchers.append(sie.ver("L", 1, "20250125", sie.trans(7010, 100, objects="7 2"), sie.trans(1930, -100)))
    found = read(sie.file(vouchers, more=more))
    assert [line["seller_id"] for line in found.lines] == ["1", "3"]
    assert [(one["seller_id"], one["name"]) for one in found.sellers] == [("1", "Anna"), ("3", None)]


def test_dimensions_of_the_programs_own_that_mean_customer_and_seller(read, sie):
    more = '#DIM 20 "Kundnummer"\n#UNDERDIM 21 "Säljare" 1\n#OBJEKT 20 "a b" "Alfa AB"\n#OBJEKT 21 "X" "Xerxes"\n'
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects='20 "a b"', income='1 "2" 21 "X"'))], more=more))
    assert (found.lines[0]["customer_id"], found.lines[0]["seller_id"]) == ("a b", "X")
    assert [one["name"] for one in found.customers] == ["Alfa AB"]


def test_a_customer_listed_twice(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100))], more='#OBJEKT 8 a "Alfa"\n#OBJEKT 8 a "Beta"\n'))
    assert [one["name"] for one in found.customers] == ["Alfa"]
    assert [(one["code"], one["content"], one["row"]) for one in found.rejected] == [
        ("sie-customer-listed-twice", "#OBJEKT\t8\ta\tBeta", 16)
    ]


def test_a_voucher_with_thousands_of_customers_is_not_shared_out(read, sie):
    rows = [
        row
        for n in range(1500)
        for row in (sie.trans(1510, 10, objects=f"8 k{n}"), sie.trans(3041, -10, objects="8 own" if n == 7 else ""))
    ]
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert [line["customer_id"] for line in found.lines if line["customer_id"]] == ["own"]
    assert found.revenue == 15_000
