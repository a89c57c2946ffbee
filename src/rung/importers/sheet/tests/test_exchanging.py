"""Lines in other currencies: never added up one to one."""

from decimal import Decimal

import pytest


def exact(*numbers):
    return [None if number is None else Decimal(str(number)) for number in numbers]


def money(said):
    return [
        tuple(None if row[name] is None else str(row[name].normalize()) if name != "currency" else row[name] for name in NAMES)
        for row in said.rows()
    ]


NAMES = ("revenue", "cost", "original_amount", "currency")
TEXT = "Dato;Kundenr;Valuta;Netto;Varekost\n01.02.2025;1;NOK;10,00;5\n02.02.2025;2;nok;20;8\n03.02.2025;3;EUR;30;15\n04.02.2025;4;;40;20\n"


def test_a_line_in_another_currency_has_no_revenue_until_it_is_converted(read_text):
    said = read_text(TEXT)
    assert said.heads[0].currency == "NOK"
    assert money(said) == [("1E+1", "5", None, None), ("2E+1", "8", None, None), (None, "15", "3E+1", "EUR"), ("4E+1", "2E+1", None, None)]
    assert said.how["Other currencies"] == "EUR, without a rate in the file"
    assert not said.codes
    assert [(control.stated, control.measured) for control in said.controls] == [(70, 70), (70, 70)]


def test_all_lines_in_one_currency_are_the_file_s_own(read_text):
    said = read_text("Dato;Kundenr;Valuta;Netto\n01.02.2025;1;eur;10\n02.02.2025;1;EUR;20\n")
    assert said.heads[0].currency == "EUR"
    assert money(said) == [("1E+1", None, None, None), ("2E+1", None, None, None)]
    assert all(control.measured is None for control in said.controls)


def test_the_map_may_say_the_currency(read_text):
    said = read_text("Dato;Kundenr;Valuta;Netto\n01.02.2025;1;EUR;10\n02.02.2025;1;EUR;20\n", mapping={"currency": "NOK"})
    assert said.heads[0].currency == "NOK"
    assert said.column("revenue") == [None, None]
    assert read_text("Dato;Kundenr;Netto\n01.02.2025;1;10\n", mapping={"currency": "sek"}).heads[0].currency == "SEK"


@pytest.mark.parametrize("header", ["Beløp eks mva (EUR)", "Netto EUR", "Net amount in EUR"])
def test_a_header_may_say_the_currency(read_text, header):
    said = read_text(f"Dato;Kundenr;{header}\n01.02.2025;1;10\n")
    assert said.heads[0].currency == "EUR"
    assert said.column("revenue") == [Decimal(10)]
    said = read_text(f"Dato;Kundenr;Valuta;{header}\n01.02.2025;1;NOK;10\n01.02.2025;1;NOK;10\n")
    assert said.heads[0].currency == "EUR"
    assert said.column("revenue") == exact(10, 10)


@pytest.mark.parametrize("header", ["Kurs", "Valutakurs", "CurrencyRate", "Växelkurs", "Vekselkurs", "Exchange rate"])
@pytest.mark.parametrize(
    ("base", "other", "rates", "worth"),
    [
        ("NOK", "EUR", ("1", "11,2345"), "337.035"),
        ("NOK", "EUR", ("100", "1123,45"), "337.035"),
        ("DKK", "EUR", ("100", "746,12"), "223.836"),
        ("DKK", "SEK", ("100", "65,50"), "19.65"),
        ("NOK", "SEK", ("1", "98,25"), "29.475"),
        ("NOK", "SEK", ("1", "0,9825"), "29.475"),
        ("SEK", "USD", ("", "0,0952"), "315.126"),
        ("NOK", "XAF", ("100", "1,85"), "0.555"),
    ],
)
def test_the_rate_of_the_file_is_used(read_text, header, base, other, rates, worth):
    said = read_text(
        f"Dato;Kundenr;Valuta;{header};Netto;Varekost\n01.02.2025;1;{base};{rates[0]};10;5\n02.02.2025;2;{base};{rates[0]};20;8\n03.02.2025;3;{other};{rates[1]};30;15\n"
    )
    assert said.heads[0].currency == base
    assert abs(said.column("revenue")[2] - Decimal(worth)) <= Decimal("0.001")
    assert abs(said.column("cost")[2] - Decimal(worth) / 2) <= Decimal("0.001")
    assert (said.column("original_amount"), said.column("currency")) == (exact(None, None, 30), [None, None, other])
    assert other in said.how["Exchange rate"]
    assert header in said.how["Exchange rate"]


@pytest.mark.parametrize("rate", ["", "0", "-11,2", "1", "tull", "500"])
def test_a_rate_that_cannot_be_is_not_used(read_text, rate):
    said = read_text(f"Dato;Kundenr;Valuta;Kurs;Netto\n01.02.2025;1;NOK;1;10\n02.02.2025;2;NOK;1;20\n03.02.2025;3;EUR;{rate};30\n")
    assert said.column("revenue") == exact(10, 20, None)
    assert said.column("original_amount") == exact(None, None, 30)


@pytest.mark.parametrize("headers", ["Beløp i valuta;Netto", "Valutabeløp;Beløp eks mva", "Netto;Netto NOK", "Beløp;Beløp (hjemmevaluta)"])
def test_the_amount_may_stand_in_both_currencies(read_text, headers):
    said = read_text(f"Dato;Kundenr;Valuta;{headers}\n01.02.2025;1;NOK;10;10\n02.02.2025;2;NOK;20;20\n03.02.2025;3;EUR;30;337,5\n")
    assert said.column("revenue") == exact(10, 20, "337.5")
    assert said.column("original_amount") == exact(None, None, 30)
    assert said.column("currency") == [None, None, "EUR"]
    assert said.heads[0].currency == "NOK"
    assert said.revenue == Decimal("367.5")


def test_signs_and_words_for_currencies(read_text):
    said = read_text(
        "Dato;Kundenr;Valuta;Netto\n01.02.2025;1;NOK;10\n01.02.2025;1;NOK;10\n02.02.2025;2;€;20\n03.02.2025;3;kr;30\n04.02.2025;3;Euro;30\n"
    )
    assert said.column("currency") == [None, None, "EUR", None, "EUR"]


def test_a_currency_that_is_none_is_a_problem(read_text):
    said = read_text("Dato;Kundenr;Valuta;Netto\n01.02.2025;1;NOK;10\n02.02.2025;2;utenlandsk;20\n")
    assert said.revenue == 10
    assert "utenlandsk" in str(said.problem("sheet-currency-not-read").found)
    assert said.column("content", "rejected") == ["02.02.2025\t2\tutenlandsk\t20"]


def test_the_total_of_a_file_in_two_currencies(read_text):
    said = read_text(TEXT + "Sum;;;100,00;48\n")
    own = [control for control in said.controls if control.own]
    assert [(control.stated, control.measured) for control in own] == [(100, 100)]
