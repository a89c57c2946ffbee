"""Exchange rates: tables of one's own, exports of the central banks, currencies as columns."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.sheet.currencies import Pair, currency_in

NORGES_BANK = (
    "FREQ;Frequency;BASE_CUR;Base Currency;QUOTE_CUR;Quote Currency;TENOR;Tenor;DECIMALS;CALCULATED;UNIT_MULT;Unit Multiplier;"
    "COLLECTION;Collection Indicator;TIME_PERIOD;OBS_VALUE\n"
    "B;Business;SEK;Swedish krona;NOK;Norwegian krone;SP;Spot;2;false;2;Hundreds;C;x;2025-03-07;95.95\n"
    "B;Business;EUR;Euro;NOK;Norwegian krone;SP;Spot;4;false;0;Units;C;x;2025-03-07;10.7155\n"
    "M;Monthly;EUR;Euro;NOK;Norwegian krone;SP;Spot;4;false;0;Units;A;x;2025-02;10.7\n"
)


def rates(said):
    return [(row["currency"], row["against"], row["date"], row["rate"]) for row in said.rows("exchange_rates")]


def test_norges_bank_says_the_power_of_ten(read_text):
    said = read_text(NORGES_BANK)
    assert rates(said) == [
        ("SEK", "NOK", date(2025, 3, 7), Decimal("0.9595")),
        ("EUR", "NOK", date(2025, 3, 7), Decimal("10.7155")),
        ("EUR", "NOK", date(2025, 2, 1), Decimal("10.7")),
    ]
    assert said.column("rate_id", "exchange_rates")[0] == "SEK|NOK|2025-03-07"
    assert not said.problems


def test_danish_statistics_are_for_a_hundred_and_it_is_said(read_text):
    said = read_text("VALUTA;KURTYP;TID;INDHOLD\nUSD;KBH;2025M03D03;712,6900\nEUR;KBH;2025M03D04;746,01\nSEK;KBH;2025M02D30;64,1\n")
    assert rates(said) == [
        ("USD", "DKK", date(2025, 3, 3), Decimal("7.1269")),
        ("EUR", "DKK", date(2025, 3, 4), Decimal("7.4601")),
    ]
    assert said.codes == {"sheet-date-not-read": 1, "sheet-rates-divided": 1}


def test_riksbanken_says_the_units_in_the_name_of_the_series(read_text):
    text = "Period;Grupp;Serie;Värde\n2025-01-02;Valutor;1 EUR;11,4322\n2025-01-02;Valutor;100 JPY;7,0322\n"
    assert rates(read_text(text)) == [
        ("EUR", "SEK", date(2025, 1, 2), Decimal("11.4322")),
        ("JPY", "SEK", date(2025, 1, 2), Decimal("0.070322")),
    ]


@pytest.mark.parametrize(
    "header", ["Dato;Valuta;Kurs;Enhet", "Dato;Valuta;Valutakurs;Enhed", "Datum;Valuta;Växelkurs;Enhet", "Date;Currency;Rate;Units"]
)
def test_a_table_of_ones_own(read_text, header):
    said = read_text(f"{header}\n13.02.2025;EUR;11,65;1\n13.02.2025;sek;98,2;100\n", mapping={"decimal": ","})
    assert rates(said) == [
        ("EUR", None, date(2025, 2, 13), Decimal("11.65")),
        ("SEK", None, date(2025, 2, 13), Decimal("0.982")),
    ]


def test_currencies_as_columns(read_text):
    said = read_text("Dato;EUR/NOK;100 SEK;USD\n13.02.2025;11,65;98,2;10,5\n14.02.2025;11,66;;\n15.02.2025;;;\n")
    assert sorted(rates(said), key=str) == [
        ("EUR", "NOK", date(2025, 2, 13), Decimal("11.65")),
        ("EUR", "NOK", date(2025, 2, 14), Decimal("11.66")),
        ("SEK", None, date(2025, 2, 13), Decimal("0.982")),
        ("USD", None, date(2025, 2, 13), Decimal("10.5")),
    ]
    assert said.codes == {"sheet-rate-not-read": 1}
    assert said.ends[0].rows == 3


def test_what_is_wrong_with_a_row(read_text):
    rows = "13.02.2025;EUR;11,65\n13.02.2025;EUR;11,66\n32.02.2025;EUR;1\n;EUR;1\n14.02.2025;;1\n14.02.2025;XQX;1\n14.02.2025;EUR;\n14.02.2025;EUR;0\n"
    said = read_text("Dato;Valuta;Kurs\n" + rows + "15.02.2025;EUR;-1\n16.02.2025;EUR;x\n17.02.2025;EUR;11,7\n18.02.2025;EUR;11,7\n")
    assert len(rates(said)) == 3
    assert said.codes == {
        "sheet-row-twice": 1,
        "sheet-date-not-read": 1,
        "sheet-no-date": 1,
        "sheet-no-currency": 2,
        "sheet-rate-not-read": 4,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dato;Valuta;Kurs\n13.02.2025;EUR;0,085\n13.02.2025;USD;0,095\n", "sheet-rates-inverted"),
        ("Dato;Valuta;Kurs\n13.02.2025;EUR;11,65\n13.02.2025;SEK;98,2\n", "sheet-rates-hundredfold"),
        ("Dato;Fra valuta;Til valuta;Kurs\n13.02.2025;EUR;DKK;746\n", "sheet-rates-hundredfold"),
        ("Date;USD;JPY;SEK;DKK\n2025-02-13;1.05;160;11.2;7.46\n", "sheet-rates-inverted"),
    ],
)
def test_rates_that_look_wrong_are_kept_and_doubted(read_text, text, code):
    said = read_text(text)
    assert rates(said)
    assert said.codes == {code: 1}


@pytest.mark.parametrize(
    "home",
    ["EUR;11,65\n13.02.2025;USD;10,9", "EUR;7,46\n13.02.2025;SEK;0,65", "USD;0,95\n13.02.2025;SEK;0,088", "EUR;11,2\n13.02.2025;DKK;1,5"],
)
def test_rates_that_look_right_are_not_doubted(read_text, home):
    assert not read_text(f"Dato;Valuta;Kurs\n13.02.2025;{home}\n").problems


@pytest.mark.parametrize(
    ("written", "pair"),
    [
        ("EUR", Pair("EUR")),
        ("eur", Pair("EUR")),
        ("100 SEK", Pair("SEK", 100)),
        ("SEK (100)", Pair("SEK", 100)),
        ("EUR/NOK", Pair("EUR", 1, "NOK")),
        ("EURNOK", Pair("EUR", 1, "NOK")),
        ("100 JPY/NOK", Pair("JPY", 100, "NOK")),
        ("SEKEURPMI", Pair("EUR", 1, "SEK")),
        ("EUR - Euro", Pair("EUR")),
        ("NOK/NOK", None),
        ("XQX", None),
        ("Dato", None),
        ("", None),
    ],
)
def test_how_a_currency_is_named(written, pair):
    assert currency_in(written) == pair


@given(st.text(max_size=15))
def test_any_text_names_a_currency_or_none(written):
    pair = currency_in(written)
    assert pair is None or (len(pair.currency) == 3 and pair.units in (1, 10, 100, 1000))


@pytest.mark.parametrize(
    "text",
    [
        "Dato;Kundenr;Fakturanr;Beløp;Valuta;Kurs\n13.02.2025;1;7;100;EUR;11,65\n",
        "Dato;Kundenr;Beløp;Valuta;Kurs;Antall\n13.02.2025;1;100;EUR;11,65;2\n",
    ],
)
def test_sales_in_foreign_money_are_not_taken_for_rates(read_text, text):
    assert set(read_text(text).tables) == {"invoice_lines"}
