from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.saft.amounts import amount, as_date, day, days_of, decimals, money, rounded, units

in_facts = st.integers(-(10**18) + 1, 10**18 - 1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", 0),
        ("1000", 10_000_000),
        ("203648.75", 2_036_487_500),
        ("0.0001", 1),
        ("-12.50", -125_000),
        ("+3", 30_000),
        (" 7.00\n", 70_000),
        (".5", 5_000),
        ("5.", 50_000),
        ("1.23450000", 12_345),
        ("99999999999999.9999", 10**18 - 1),
        ("000000000000000000001", 10_000),
        ("-0.00", 0),
    ],
)
def test_an_amount_is_exactly_what_is_written(written, expected):
    assert units(written) == expected
    assert rounded(written) == expected


@pytest.mark.parametrize(
    "written",
    [None, "", " ", "-", ".", "1,50", "1 000", "1_000", "1.000.000", "1e3", "NaN", "inf", "12kr", "١٢", "100000000000000", "9" * 80],
)
def test_what_is_not_an_amount(written):
    assert units(written) is None
    assert rounded(written) is None


def test_decimals_beyond_the_fourth_are_not_an_exact_amount_but_can_be_rounded():
    assert units("0.00005") is None
    assert [rounded(written) for written in ("0.00005", "0.00015", "-0.00015", "1234.560000000001")] == [0, 2, -2, 12_345_600]


@given(in_facts)
def test_units_come_back_from_text_and_from_arrow(found):
    assert units(str(amount(found))) == found
    assert decimals([found]).to_pylist() == [Decimal(found).scaleb(-4)]


@given(st.lists(st.none() | in_facts))
def test_arrow_columns_keep_every_amount_and_every_gap(found):
    column = decimals(found)
    column.validate(full=True)
    assert column.type == pa.decimal128(18, 4)
    assert column.to_pylist() == [None if value is None else Decimal(value).scaleb(-4) for value in found]
    assert column.null_count == found.count(None)


def test_money_in_a_sentence_is_in_minor_units():
    assert money(2_036_487_500, "NOK").minor == 20_364_875


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_days_are_counted_as_arrow_counts_them(found):
    assert as_date(days_of(found)) == found
    assert day(found.isoformat()) == days_of(found) == (found - date(1970, 1, 1)) // timedelta(days=1)


@pytest.mark.parametrize("written", ["2025-01-31Z", "2025-01-31+01:00", "2025-01-31T12:30:00", " 2025-01-31 ", "2025-01-31 00:00:00"])
def test_a_date_may_carry_a_zone_or_a_time(written):
    assert as_date(day(written)) == date(2025, 1, 31)


@pytest.mark.parametrize("written", [None, "", "2025-02-30", "31.01.2025", "20250131", "2025-W05-5", "2025-1-31", "0000-01-01"])
def test_what_is_not_a_date(written):
    assert day(written) is None
