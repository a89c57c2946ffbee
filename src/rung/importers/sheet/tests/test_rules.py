from datetime import date
from decimal import Decimal

import pytest


def exact(*numbers):
    return [None if number is None else Decimal(str(number)) for number in numbers]


def test_net_is_taken_before_everything_else(read_text):
    said = read_text("Dato;Kundenr;Antall;Pris;Beløp inkl mva;Beløp eks mva;Mva\n01.02.2025;1;2;50;125;99,50;25\n")
    assert said.column("revenue") == exact("99.5")
    assert said.how["Revenue is"] == "Beløp eks mva"


def test_quantity_times_price(read_text):
    said = read_text("Dato;Kundenr;Antall;Pris\n01.02.2025;1;3;0,33335\n01.02.2025;1;-2;10,5\n")
    assert said.column("revenue") == exact("1.0001", -21)
    assert said.column("quantity") == exact(3, -2)
    assert said.how["Revenue is"] == "Antall x Pris"


@pytest.mark.parametrize(
    ("header", "values", "revenue", "words"),
    [
        ("Rabatt %", ["10", "0,5", ""], exact(90, "99.5", 100), "per cent"),
        ("Rabatt", ["0,1", "0,25", "0"], exact(90, 75, 100), "share"),
        ("Discount", ["10 %", "50%", ""], exact(90, 50, 100), "per cent"),
        ("Rabattbeløp", ["10", "0,5", ""], exact(90, "99.5", 100), "amount"),
        ("Rabatt", ["150", "20", ""], exact(-50, 80, 100), "amount"),
    ],
)
def test_discounts(read_text, header, values, revenue, words):
    rows = "".join(f"01.02.2025;1;10;10;{value}\n" for value in values)
    said = read_text(f"Dato;Kundenr;Antall;Enhetspris;{header}\n{rows}")
    assert said.column("revenue") == revenue
    assert words in said.how["Discount is"]


def test_a_net_price_needs_no_discount(read_text):
    said = read_text("Dato;Kundenr;Antall;Pris;Rabatt %;Nettopris\n01.02.2025;1;2;100;10;90\n")
    assert said.column("revenue") == exact(180)


def test_gross_less_its_vat(read_text):
    said = read_text("Dato;Kundenr;Beløp inkl. moms;Moms\n01.02.2025;1;125,00;25,00\n01.02.2025;1;50,00;\n")
    assert said.column("revenue") == exact(100, 50)


@pytest.mark.parametrize("rate", ["25", "25 %", "0,25", "25,00"])
def test_gross_without_vat_by_its_rate(read_text, rate):
    said = read_text(f"Dato;Kundenr;Beløp inkl. mva;Mva-sats\n01.02.2025;1;100,00;{rate}\n01.02.2025;1;100,01;{rate}\n")
    assert said.column("revenue") == exact(80, "80.008")


def test_gross_without_vat_by_what_the_map_says(read_text):
    said = read_text("Dato;Kundenr;Beløp inkl. mva\n01.02.2025;1;125,00\n", mapping={"vat": "25"})
    assert said.column("revenue") == exact(100)


@pytest.mark.parametrize(
    "price", ["Pris inkl. mva", "Enhetspris inkl mva", "Stykpris inkl. moms", "Styckpris inkl. moms", "Unit price incl. VAT"]
)
def test_prices_with_vat_in_them(read_text, price):
    said = read_text(f"Dato;Kundenr;Antall;{price};Mva-sats\n01.02.2025;1;2;62,50;25\n01.02.2025;1;-1;115,00;15\n")
    assert said.column("revenue") == exact(100, -100)
    said = read_text(f"Dato;Kundenr;Antall;{price}\n01.02.2025;1;2;62,50\n", mapping={"vat": "25 %"})
    assert said.column("revenue") == exact(100)
    refused = read_text(f"Dato;Kundenr;Antall;{price}\n01.02.2025;1;2;62,50\n").refused[0]
    assert refused.code == "sheet-vat-unknown"
    assert price in str(refused.found)


@pytest.mark.parametrize(("amounts", "revenue"), [(("125,00;25,00", "57,50;7,50"), (100, 50)), (("100,00;25,00", "50,00;7,50"), (100, 50))])
@pytest.mark.parametrize("headers", ["Beløp;Mva", "Total;Moms", "Totalbelopp;Varav moms", "Amount;VAT amount"])
def test_an_amount_that_does_not_say_is_told_by_the_vat_beside_it(read_text, headers, amounts, revenue):
    rows = "".join(f"01.02.2025;1;{cells}\n" for cells in amounts)
    said = read_text(f"Dato;Kundenr;{headers}\n{rows}")
    assert said.column("revenue") == exact(*revenue)
    assert not said.codes


def test_vat_of_no_known_rate_tells_nothing(read_text):
    said = read_text("Dato;Kundenr;Beløp;Mva\n01.02.2025;1;100;3\n")
    assert said.column("revenue") == exact(100)
    assert said.codes == {"sheet-vat-not-stated": 1}


def test_net_is_taken_where_both_are_there(read_text):
    said = read_text("Dato;Kundenr;Total inkl. moms;Moms;Total ekskl. moms\n01.02.2025;1;125;25;100\n")
    assert said.column("revenue") == exact(100)


@pytest.mark.parametrize(
    ("header", "share"),
    [("DB %", "40"), ("DG", "40 %"), ("Dækningsgrad", "0,4"), ("TB %", "40,0"), ("Täckningsgrad", "40"), ("Margin %", "0,40")],
)
def test_a_margin_in_per_cent(read_text, header, share):
    said = read_text(f"Dato;Kundenr;Netto;{header}\n01.02.2025;1;100;{share}\n01.02.2025;1;-50;{share}\n01.02.2025;1;10;\n")
    assert said.column("cost") == exact(60, -30, None)
    assert said.how["Cost is"] == f"revenue less {header} of it"


def test_prices_that_include_vat_are_not_taken_for_net(read_text):
    said = read_text("Dato;Kundenr;Antall;Pris;Total inkl mva\n01.02.2025;1;2;62,50;125,00\n01.02.2025;1;4;62,50;250,00\n")
    assert said.refused[0].code == "sheet-vat-unknown"


def test_an_amount_that_does_not_say_is_taken_as_net_and_told(read_text):
    said = read_text("Dato;Kundenr;Beløp\n01.02.2025;1;125,00\n")
    assert said.column("revenue") == exact(125)
    assert said.codes == {"sheet-vat-not-stated": 1}
    assert not read_text("Dato;Kundenr;Beløp\n01.02.2025;1;125,00\n", mapping={"vat": "25"}).codes


@pytest.mark.parametrize(
    ("headers", "cells", "cost"),
    [
        ("Antall;Varekost", "2;60", 60),
        ("Antall;Enhetskost", "2;30", 60),
        ("Antall;Dekningsbidrag", "2;40", 60),
        ("Antall;DB", "2;40", 60),
        ("Antal;TB", "2;40", 60),
        ("Antall;Type vare", "2;40", None),
        ("Antall;Varekost;DB", "2;60;99", 60),
    ],
)
def test_cost(read_text, headers, cells, cost):
    said = read_text(f"Dato;Kundenr;Netto;{headers}\n01.02.2025;1;100;{cells}\n")
    assert said.column("cost") == exact(cost)


def test_a_cost_price_is_of_the_line_or_of_each_as_it_follows_revenue(read_text):
    each = "".join(f"01.02.2025;1;{n};{n * 100};60\n" for n in range(1, 30))
    line = "".join(f"01.02.2025;1;{n};{n * 100};{n * 60}\n" for n in range(1, 30))
    header = "Dato;Kundenr;Antall;Netto;Kostpris\n"
    assert read_text(header + each).column("cost") == [Decimal(n * 60) for n in range(1, 30)]
    assert read_text(header + line).column("cost") == [Decimal(n * 60) for n in range(1, 30)]


@pytest.mark.parametrize("word", ["Kreditnota", "Kreditnote", "Kreditfaktura", "Credit note", "Credit memo", "kreditnota"])
def test_credit_documents_written_with_a_plus_are_turned(read_text, word):
    text = f"Dato;Kundenr;Bilagstype;Antall;Netto;Varekost\n01.02.2025;1;Faktura;2;100;60\n02.02.2025;1;{word};1;50;30\n"
    said = read_text(text)
    assert said.column("revenue") == exact(100, -50)
    assert said.column("quantity") == exact(2, -1)
    assert said.column("cost") == exact(60, -30)
    assert "document type" in said.how["Credit notes"]


def test_credit_documents_written_with_a_minus_are_left_alone(read_text):
    rows = "".join(f"0{n}.02.2025;1;Kreditnota;-{n}0\n" for n in range(1, 6))
    said = read_text(f"Dato;Kundenr;Type;Netto\n01.02.2025;1;Faktura;100\n{rows}06.02.2025;1;Kreditnota;5\n")
    assert said.column("revenue") == exact(100, -10, -20, -30, -40, -50, 5)
    assert "Credit notes" not in said.how


def test_a_credit_card_is_no_credit_note(read_text):
    said = read_text("Dato;Kundenr;Type;Netto\n01.02.2025;1;Credit card;100\n01.02.2025;1;Kredittkort;100\n")
    assert said.column("revenue") == exact(100, 100)


def test_keys_are_the_same_from_two_exports_with_other_names(read_text):
    one = read_text("InvoiceDate,Invoice,StockCode,Customer ID,Quantity,Price\n2010-12-01 08:26:00,536365,85123A,17850.0,6,2.55\n")
    other = read_text("Pris;Fakturanr;Varenr;Antall;Kundenr;Fakturadato\n2,550;536365;85123A;6,0;17850;01.12.2010 08:26\n")
    assert one.column("line_key") == other.column("line_key") == ["2010-12-01|08:26:00|536365|85123A|17850|6|2.55"]


def test_a_line_number_makes_the_key(read_text):
    said = read_text("Fakturanr;Linjenr;Dato;Kundenr;Netto\n10;1;01.02.2025;1;5\n10;2;01.02.2025;1;5\n11;1;01.02.2025;1;5\n")
    assert said.column("line_key") == ["10|1", "10|2", "11|1"]


def test_a_line_number_that_repeats_does_not(read_text):
    said = read_text("Fakturanr;Linjenr;Dato;Kundenr;Netto\n10;1;01.02.2025;1;5\n10;1;01.02.2025;1;6\n10;1;01.02.2025;1;7\n")
    assert len(set(said.column("line_key"))) == 3


def test_the_same_line_twice_is_kept_and_told(read_text):
    said = read_text("Dato;Fakturanr;Kundenr;Netto\n01.02.2025;7;1;10,50\n01.02.2025;7;1;10,50\n01.02.2025;7;1;10,50\n")
    assert len(set(said.column("line_key"))) == 1
    assert said.revenue == Decimal("31.5")
    assert "2 lines are exactly like one before them (21.00)" in str(said.problem("sheet-same-line-again").found)


def test_what_is_unusual_is_counted(read_text):
    text = (
        "InvoiceNo,InvoiceDate,StockCode,Quantity,UnitPrice,CustomerID\n536365,2010-12-01,85123A,6,2.55,17850\n536366,2010-12-01,POST,1,18.00,17850\n"
        "C536367,2010-12-02,85123A,-6,2.55,17850\n536368,2010-12-02,22752,-3,0.00,\n536369,2010-12-02,22752,5,0.00,17850\n"
    )
    said = read_text(text)
    assert said.codes == {
        "sheet-no-customer": 1,
        "sheet-non-product": 1,
        "sheet-no-price": 1,
        "sheet-uncredited": 1,
        "sheet-credit-notes": 1,
    }
    assert all(problem.rows == 0 for problem in said.problems)
    assert "1 line is no product, but postage, a fee, rounding or the like (18.00)" in str(said.problem("sheet-non-product").found)


def test_a_giant_line_that_was_cancelled_is_one_remark(read_text):
    small = "".join(f"{n},2010-12-{n % 28 + 1:02},A{n},1,{n}.00,{n}\n" for n in range(1, 200))
    giant = "581483,2011-12-09,23843,80995,2.08,16446\nC581484,2011-12-10,23843,-80995,2.08,16446\n"
    said = read_text("InvoiceNo,InvoiceDate,StockCode,Quantity,UnitPrice,CustomerID\n" + small + giant)
    assert "168,469.60, by row 202" in str(said.problem("sheet-large-line-cancelled").found)


def test_product_text_stands_in_for_a_number(read_text):
    said = read_text("Dato;Kundenr;Beskrivelse;Varegruppe;Selger;Netto\n01.02.2025;1;Skrue M8;Festemidler;Kari;10\n")
    row = said.rows()[0]
    assert (row["product_id"], row["product_group"], row["seller_id"]) == ("Skrue M8", "Festemidler", "Kari")


def test_a_name_is_the_customer_where_there_is_no_number(read_text):
    said = read_text("Dato;Kunde;Netto\n01.02.2025;Fjord AS;10\n")
    assert said.column("customer_id") == ["Fjord AS"]
    said = read_text("Dato;Kundenavn;Netto\n01.02.2025;Fjord AS;10\n")
    assert said.column("customer_id") == ["Fjord AS"]
    assert said.column("name", "customers") == ["Fjord AS"]


def test_a_guess_about_numbers_or_dates_is_never_silent(read_text):
    said = read_text("Dato;Kundenr;Netto\n01/02/2025;1;1.234\n03/02/2025;1;2.500\n")
    assert said.column("revenue") == exact(1234, 2500)
    assert said.column("date") == [date(2025, 2, 1), date(2025, 2, 3)]
    assert said.codes == {"sheet-decimal-guessed": 1, "sheet-date-guessed": 1}
    sure = read_text("Dato;Kundenr;Netto\n01/02/2025;1;1.234\n03/02/2025;1;2.500\n", mapping={"decimal": ".", "date_format": "mm/dd/yyyy"})
    assert sure.column("revenue") == exact("1.234", "2.5")
    assert sure.column("date") == [date(2025, 1, 2), date(2025, 3, 2)]
    assert not sure.codes


def test_one_value_far_down_decides_for_the_column(read_text):
    rows = "".join(f"01/02/2025;{n};1.{n % 900 + 100}\n" for n in range(90_000))
    said = read_text("Dato;Kundenr;Netto\n" + rows + "31/12/2025;1;10,5\n")
    assert said.column("revenue")[0] == 1100
    assert not said.codes


def test_neighbours_decide_for_a_column_that_is_unclear_alone(read_text):
    said = read_text("Dato;Kundenr;Netto;Varekost\n01.02.2025;1;1.234;10,50\n")
    assert said.column("revenue") == exact(1234)
    assert not said.codes


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kundenr;Navn;Orgnr\n1;Fjord;987 654 321\n", "customers"),
        ("Nr;Navn;Orgnr\n1;Fjord;987654321\n", "customers"),
        ("Navn,Orgnr,Adresse,Postnr,Poststed\nFjord,,Gata 1,0150,Oslo\n", "customers"),
        ("Varenr;Varenavn;Varegruppe\n1;Skrue;Festemidler\n", "products"),
        ("Nr;Navn;Varegruppe\n1;Skrue;Festemidler\n", "products"),
        ("Selgernr;Selger;Team\n1;Kari;Øst\n", "sellers"),
    ],
)
def test_lists_are_recognised(read_text, text, key):
    said = read_text(text)
    assert list(said.tables) == [key]
    assert said.column("name", key) in (["Fjord"], ["Skrue"], ["Kari"])


def test_nr_and_name_alone_go_by_the_name_of_the_file(read_text):
    for name, table in (("kunder.csv", "customers"), ("varer.csv", "products"), ("selgere.csv", "sellers")):
        assert list(read_text("Nr;Navn\n1;Kari\n", name=name).tables) == [table]
    assert read_text("Nr;Navn\n1;Kari\n", name="x.csv").refused


def test_suppliers_are_no_customers(read_text):
    assert read_text("SupplierID,CompanyName,City,Country\n1,Exotic Liquids,London,UK\n").refused


def test_lines_that_share_letters_but_not_in_the_same_columns_are_no_duplicates(read_text):
    said = read_text("Fakturanr;Dato;Kundenr;Varenr;Netto\n" + "".join(f"{n};01.02.2025;1;X{m};9\n" for n in range(9) for m in range(9)))
    assert not said.codes
