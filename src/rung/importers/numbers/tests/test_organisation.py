"""Organisation numbers as people write them. The numbers are the examples of the standards and of python-stdnum."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.numbers import OrgNumber, org_number, org_numbers


@pytest.mark.parametrize(
    "written",
    ["988077917", "988 077 917", "988.077.917", "NO 988 077 917 MVA", "NO988077917MVA", "Org.nr. 988 077 917", "Orgnr: 988077917",
     "Foretaksregisteret 988 077 917 MVA", "988077917MVA", "988077917.0", " 988\u00a0077\u00a0917 ", "Organisasjonsnummer 988077917"],
)  # fmt: skip
def test_a_norwegian_number(written):
    assert org_number(written) == org_number(written, "NO") == OrgNumber("988077917", "NO", valid=True, personal=False)


@pytest.mark.parametrize(
    "written", ["13585628", "13 58 56 28", "DK 13585628", "DK13585628", "CVR 13585628", "CVR-nr. 13 58 56 28", "SE-nr 13585628"]
)
def test_a_danish_number(written):
    assert org_number(written) == org_number(written, "DK") == OrgNumber("13585628", "DK", valid=True, personal=False)


@pytest.mark.parametrize(
    "written", ["556036-0793", "5560360793", "SE556036079301", "SE 556036-0793", "16556036-0793", "165560360793", "Org.nr 556036-0793"]
)
def test_a_swedish_number(written):
    assert org_number(written) == org_number(written, "SE") == OrgNumber("5560360793", "SE", valid=True, personal=False)


@pytest.mark.parametrize(
    ("written", "country"),
    [("988077918", "NO"), ("98807791", "NO"), ("13585627", "DK"), ("5560360794", "SE"), ("", "NO"), ("ukjent", "DK"), ("99", "SE")],
)
def test_a_check_digit_that_does_not_fit(written, country):
    found = org_number(written, country)
    assert (found.country, found.valid, found.personal) == (country, False, False)


def test_other_countries_are_taken_as_they_are():
    assert org_number("FI 2077474-0") == OrgNumber("20774740", "FI", valid=None, personal=False)
    assert org_number("DE136695976") == OrgNumber("136695976", "DE", valid=None, personal=False)
    assert org_number("136 695 976", "de") == OrgNumber("136695976", "DE", valid=None, personal=False)


def test_the_number_says_its_country_itself():
    assert org_number("DK 13585628", "NO") == OrgNumber("13585628", "DK", valid=True, personal=False)


@pytest.mark.parametrize("written", ["988077918", "12345678", "1", "", "288077916"])
def test_a_shape_that_says_nothing(written):
    assert org_number(written) == OrgNumber(written, "", valid=None, personal=False)


@pytest.mark.parametrize(
    ("written", "country"),
    [("880320-0016", "SE"), ("8803200016", "SE"), ("198803200016", "SE"), ("SE880320001601", None), ("880320-0018", "SE"), ("15108695088", "NO"),
     ("151086 95088", None), ("211062-5629", "DK"), ("2110625629", "DK"), ("2110625629", None)],
)  # fmt: skip
def test_the_owner_of_a_firm_is_not_kept(written, country):
    found = org_number(written, country)
    assert found.personal
    assert found.digits == ""
    assert "0016" not in repr(found)


NUMBERS = st.one_of(
    st.text(max_size=15),
    st.from_regex(r"\A(NO |DK|SE|CVR-nr\. )?[0-9]{7,12}( ?MVA|01)?\Z"),
    st.from_regex(r"\A[89][0-9]{8}\Z"),
    st.sampled_from(
        [
            "988077917",
            "556036-0793",
            "988 077 917",
            "98807791.0",
            "5560360794",
            "16556036-0793",
            "13585628",
            "5560360793",
            "880320-0016",
            "15108695088",
            "",
            "NO 988 077 917 MVA",
        ]
    ),
)


@given(st.lists(st.none() | NUMBERS, max_size=30), st.sampled_from(["NO", "DK", "SE", "FI", None]), st.integers(0, 3))
def test_a_column_says_what_each_number_says(written, country, skipped):
    column = pa.array(written, pa.string()).slice(skipped)
    found = org_numbers(column, country)
    for row, value in enumerate(column.to_pylist()):
        one = None if value is None else org_number(value, country)
        expected = (None,) * 4 if one is None else (one.digits or None, one.country or None, one.valid, one.personal)
        assert tuple(part[row].as_py() for part in found) == expected


@given(st.text())
def test_anything_can_be_asked(written):
    found = org_number(written)
    assert found.digits == "" or found.digits.isdecimal()


def test_a_column_in_chunks_and_an_empty_one():
    assert org_numbers(pa.chunked_array([["988077917"], ["988077917", None]]), "NO").digits.to_pylist() == ["988077917"] * 2 + [None]
    assert [len(part) for part in org_numbers(pa.array([], pa.string()), "NO")] == [0] * 4
