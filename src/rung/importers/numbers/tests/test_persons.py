"""Personal numbers are found, other numbers are left alone, and what is shown never has the last digits."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.no import fodselsnummer
from stdnum.se import personnummer

from rung.importers.numbers import mask_column, masked, masked_in, personal


def norwegian(first_nine):
    ten = first_nine + fodselsnummer.calc_check_digit1(first_nine)
    return ten + fodselsnummer.calc_check_digit2(ten)


NORWEGIAN = ["15108695088", "151086 95088", "151086-95088"]
OTHER_NORWEGIAN = [norwegian(nine) for nine in ("410190123", "015190123", "019190123")]  # D-number, two sorts of test persons
DANISH = ["211062-5629", "211062-0629"]
SWEDISH = ["880320-0016", "890102-3286", "811228-9841", "880320+0016", "19880320-0016", "198803200016"]
PLAIN = ["2110625629", "211062 5629", "8803200016", "200001010107"]


@pytest.mark.parametrize("written", [*NORWEGIAN, *OTHER_NORWEGIAN, *DANISH, *SWEDISH])
def test_a_person(written):
    assert personal(written)
    assert personal(f" {written} ", people=True)


@pytest.mark.parametrize("written", PLAIN)
def test_ten_digits_are_a_person_only_where_people_are_numbered(written):
    assert personal(written, people=True)
    assert not personal(written)


@pytest.mark.parametrize(
    "written",
    ["15108695077", "32108695088", "511062-5629", "880320-0018", "988077917", "988 077 917", "13585628", "22 33 44 55", "+47 22334455",
     "4722334455", "0701234567", "070-123 45 67", "0123456789012345", "1234.56.78903", "151086950.88", "15108695088.00", "2025-01-15",
     "202501151200", "556036-0793", "202100-5489", "", "abc", "fnr. 15108695088", "1510869508٨"],
)  # fmt: skip
def test_not_a_person(written):
    assert not personal(written)


@given(st.dates(date(1940, 1, 1), date(1999, 12, 31)), st.integers(0, 499))
def test_each_norwegian_number_that_can_be_given(born, serial):
    number = norwegian(f"{born:%d%m%y}{serial:03}")
    assert personal(number) == fodselsnummer.is_valid(number) == (len(number) == 11)


@given(st.dates(date(1930, 1, 1), date(2024, 12, 31)), st.integers(0, 999))
def test_each_swedish_number(born, serial):
    nine = f"{born:%y%m%d}{serial:03}"
    number = f"{nine[:6]}-{nine[6:]}{luhn.calc_check_digit(nine)}"
    assert personal(number)
    assert personnummer.is_valid(number)
    assert personal(f"{born:%Y}{number[2:]}")
    coordination = f"{born:%y%m}{born.day + 60}{serial:03}"
    assert personal(f"{coordination[:6]}-{coordination[6:]}{luhn.calc_check_digit(coordination)}")


@given(st.integers(0, 36524), st.integers(0, 9999))
def test_each_danish_number(days, serial):
    assert personal(f"{date(1937, 1, 1) + timedelta(days % 7000):%d%m%y}-{serial % 4000:04}")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("15108695088", "151086•••••"), ("151086 95088", "151086 •••••"), ("211062-5629", "211062-••••"), ("880320+0016", "880320+••••"),
     ("198803200016", "19880320••••"), ("12345", "•••••"), ("", "")],
)  # fmt: skip
def test_what_is_shown(written, shown):
    assert masked(written) == shown
    assert masked(shown).count("•") >= shown.count("•")


@given(st.sampled_from([*NORWEGIAN, *DANISH, *SWEDISH]), st.sampled_from(["", " ", "\t", ";", "fnr. ", "(", "kr 100,50 ", "1 ", "É "]))
def test_a_person_in_a_text(number, before):
    hidden = masked_in(f"{before}{number}. Faktura 10023, 988 077 917")
    assert number[-4:] not in hidden
    assert hidden == f"{before}{masked(number)}. Faktura 10023, 988 077 917"
    assert masked_in(hidden) == hidden


@pytest.mark.parametrize("text", ["151086\t95088", "915108695088", "15108695088,50", "x15108695088", "1.15108695088", "2024-01-15 12:00"])
def test_a_text_without_people_stays(text):
    assert masked_in(text) == text


@pytest.mark.parametrize("number", PLAIN)
def test_ten_digits_in_a_text_that_numbers_people(number):
    assert masked_in(f"{number}$PERSON-IDORG, 5560360793, 22334455", people=True) == f"{masked(number)}$PERSON-IDORG, 5560360793, 22334455"
    assert masked_in(number) == number


@given(st.lists(st.none() | st.text(max_size=8) | st.sampled_from([*NORWEGIAN, "a 211062-5629 b", *PLAIN]), max_size=20), st.booleans())
def test_a_column_is_masked_value_by_value(values, people):
    found = mask_column(pa.chunked_array([pa.array(values, pa.string())]), people=people).to_pylist()
    assert found == [None if value is None else masked_in(value, people=people) for value in values]
