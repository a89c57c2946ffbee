from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.sheet.cells import NATIVE_POINT
from rung.importers.sheet.numbers import FACTOR, Evidence, evidence, parse, short
from rung.importers.sheet.units import as_units


def one(text, sign, kind=None):
    return parse(pa.array([text]), sign, *([kind] if kind else []))[0].as_py()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,5", "1234567.5"),
        ("1'234,56", "1234.56"),
        ("1’234,56", "1234.56"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("-12,50", "-12.5"),
        ("- 12,50", "-12.5"),
        ("+12,50", "12.5"),
        ("99,00-", "-99"),
        ("99,00 -", "-99"),
        ("(45,00)", "-45"),
        ("( 1 245,00 )", "-1245"),
        ("−12,5", "-12.5"),
        ("\u201312,5", "-12.5"),
        ("kr 10,-", "10"),
        ("10,-", "10"),
        ("10:-", "10"),
        ("10.-", "10"),
        ("Kr. 1 000,00", "1000"),
        ("1 000,00 kr", "1000"),
        ("-kr 5,00", "-5"),
        ("kr -5,00", "-5"),
        ("(kr 5,00)", "-5"),
        ("NOK 5,00", "5"),
        ("5,00 SEK", "5"),
        ("€ 5,00", "5"),
        ("25 %", "25"),
        ("2,5%", "2.5"),
        ("1,5E+03", "1500"),
        ("1,5e-3", "0.0015"),
        ("2E2", "200"),
        (",5", "0.5"),
        ("5,", "5"),
        ("007,50", "7.5"),
        ("0000000000000000000,5", "0.5"),
        ("0,00005", "0.0001"),
        ("-0,00005", "-0.0001"),
        ("0,00004999999999999999999999999999", "0"),
        ("99999999999999,9999", "99999999999999.9999"),
        (f"1{NATIVE_POINT}234", "1.234"),
        ("1e-300", "0"),
    ],
)
def test_numbers_with_a_decimal_comma_are_read_exactly(written, number):
    assert one(written, ",") == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1,2,3",
        "12.50",
        "1.23",
        "1,234,567",
        "12 34",
        "1 2345,0",
        "--5",
        "5-5",
        "(5",
        "1e400",
        "999999999999999",
        "0x10",
        "١٢",
        "kr",
        "-",
        ",",
    ],
)
def test_what_is_no_number_in_this_format_is_none(written):
    assert one(written, ",") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [("1,234.56", "1234.56"), ("1,234", "1234"), ("12.5", "12.5"), ("$1,000.00", "1000"), (".5", "0.5"), ("1 234.5", "1234.5")],
)
def test_numbers_with_a_decimal_point_are_read_exactly(written, number):
    assert one(written, ".") == Decimal(number)


def test_a_price_keeps_ten_decimals():
    assert one("0,1234567891", ",", FACTOR) == Decimal("0.1234567891")


def say(*values):
    return evidence(pa.array(list(values)))


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["12,5", "1234"], ","),
        (["1.234,50"], ","),
        (["1 234,567"], ","),
        (["1.234.567"], ","),
        (["0,123"], ","),
        (["1234,567"], ","),
        (["12.5"], "."),
        (["1,234.5"], "."),
        (["1,234,567"], "."),
        (["1.234", "5.678"], None),
        (["1,234"], None),
        (["12", "13"], None),
        ([f"1{NATIVE_POINT}5"], None),
        (["12,5"] * 1 + [f"{n},25" for n in range(200)] + ["7.5"], ","),
    ],
)
def test_the_decimal_sign_is_decided_by_what_values_prove(values, sign):
    assert say(*values).sign == sign


def test_one_sign_with_two_meanings_is_a_mangled_column():
    seen = say("2,024,994", "6,074,982", "5,70", "34,20")
    assert seen.contradicts
    assert seen.mangled
    assert seen.sign is None


def test_two_signs_are_a_contradiction_but_nothing_is_lost():
    seen = say("12,5", "1,1", "2.2", "3.5")
    assert seen.contradicts
    assert not seen.mangled


def test_evidence_adds_up():
    assert say("1,5") + say("2,5", "x") == Evidence(comma=2, numbers=2, values=3)


amounts = st.decimals(-(10**9), 10**9, places=6, allow_nan=False)


@given(
    st.lists(amounts, min_size=1, max_size=30),
    st.sampled_from([",", "."]),
    st.sampled_from(["", " ", "'", "\u00a0", "other"]),
    st.integers(0, 6),
)
def test_every_amount_comes_back_as_it_was_written(values, sign, mark, places):
    mark = {"other": "." if sign == "," else ","}.get(mark, mark)
    rounded = [value.quantize(Decimal(1).scaleb(-places)) for value in values]
    written = [f"{value:,.{places}f}".replace(",", "G").replace(".", sign).replace("G", mark) for value in rounded]
    expected = [value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP) for value in rounded]
    assert parse(pa.array(written), sign).to_pylist() == expected


@given(st.lists(st.text(alphabet="0123456789,.-+()% krE\u00a0−'", max_size=12), max_size=20))
def test_no_text_is_too_odd_to_be_looked_at(values):
    texts = pa.array(values, pa.string())
    evidence(texts)
    for sign in (",", "."):
        assert len(parse(texts, sign)) == len(values)


@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=20))
def test_the_other_road_to_units_agrees(values):
    written = pa.array([f"{value:f}".replace(".", ",") for value in values])
    units, readable, decimals = as_units(written, ",")
    assert readable.all()
    assert [Decimal(int(unit)).scaleb(-decimals) for unit in units] == values


def test_keys_write_numbers_as_short_as_they_go():
    assert short(pa.array([Decimal("12.5000"), Decimal("12.0000"), Decimal("-0.1000"), Decimal("100.0000")])).to_pylist() == [
        "12.5",
        "12",
        "-0.1",
        "100",
    ]
