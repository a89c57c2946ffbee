"""Do two spellings of a number meet, and is a person's number left alone?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.identity.compute import numbers


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("NO 974 760 673 MVA", "974760673"),
        ("974760673", "974760673"),
        ("974760674", ""),  # check digit
        ("556036-0793", "5560360793"),
        ("16556036-0793", "5560360793"),
        ("SE556036079301", "5560360793"),
        ("542006-4829", ""),  # 42 where the month is: a firm's, but the check digit is wrong
        ("DK 24 25 67 90", "24256790"),
        ("24256791", ""),
        ("000000000", ""),
        ("123456789", ""),
        ("", ""),
        (None, ""),
        ("ukjent", ""),
    ],
)
def test_organisation_numbers(written, made):
    assert numbers.org_number(written) == made


@pytest.mark.parametrize(
    "written", ["010190-1234", "01019012345", "410190 12345", "014190 12345", "810123-1234", "19810123-1234", "9001611234"]
)
def test_a_persons_number_tells_nothing(written):
    assert numbers.loose_number(written) == numbers.org_number(written) == ""


@pytest.mark.parametrize("written", ["0101901****", "810123-XXXX", "•••••• 1234"])
def test_a_mask_tells_nothing(written):
    assert numbers.loose_number(written) == ""


def test_a_number_with_a_wrong_check_digit_is_still_a_number():
    assert numbers.loose_number("974 760 674") == "974760674"


@pytest.mark.parametrize("written", ["22 33 44 55", "+47 22 33 44 55", "0047 22334455", "(22) 33 44 55", "+47 (0)22334455"])
def test_phones(written):
    assert numbers.phones(written) == ("22334455",)


def test_phones_that_are_none_and_several():
    assert numbers.phones("00000000") == numbers.phones("12345678") == numbers.phones("112") == numbers.phones(None) == ()
    assert numbers.phones("22334455 / 99887766") == ("22334455", "99887766")
    assert numbers.phones("+46 (0)8-123 45 67") == numbers.phones("08-123 45 67")


def test_mail():
    assert numbers.email("Kari <KARI@Aas.NO>; post@aas.no") == "kari@aas.no"
    assert numbers.domain("kari@aas.no") == "aas.no"
    assert numbers.domain("kari@gmail.com") == numbers.domain("") == ""


@pytest.mark.parametrize(
    ("one", "other"), [("Storgata 1 B", "Storgt. 1b"), ("Kirkeveien 3", "Kirkevn. 3"), ("Åsvej 4", "Aasvej 4"), ("Kirkev. 3", "KIRKEVEI 3")]
)
def test_streets_meet(one, other):
    assert numbers.street(one) == numbers.street(other) != ""


def test_a_street_needs_a_number():
    assert numbers.street("Storgata") == numbers.street(None) == ""
    assert numbers.street("Storgata 1") != numbers.street("Storgata 11")


def test_places():
    assert numbers.postcode("SE-123 45") == numbers.postcode("12345") == "12345"
    assert numbers.postcode("NO-0150") == "0150"
    assert numbers.city("København K") == numbers.city("KØBENHAVN") == "kobenhavn"


@given(st.text())
def test_any_text_is_taken(written):
    for made in (numbers.org_number, numbers.loose_number, numbers.phones, numbers.email, numbers.postcode, numbers.city, numbers.street):
        made(written)
