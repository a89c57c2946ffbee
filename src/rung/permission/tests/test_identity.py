"""Is the same person the same, however the next file writes it?"""

import pytest

from rung.permission.compute import identity


@pytest.mark.parametrize(
    ("written", "same"),
    [("NO 987 654 321 MVA", "987654321"), ("987654321", "987654321"), ("DK-12345678", "12345678"), ("SE556000123401", "5560001234"),
     ("556000-1234", "5560001234"), ("16556000-1234", "5560001234"), ("19800101-1234", "8001011234"), ("800101-1234", "8001011234")],
)  # fmt: skip
def test_organisation_numbers(written, same):
    assert identity.org_numbers(written) == [same]


@pytest.mark.parametrize("written", [None, "", "-", "12"])
def test_no_organisation_number(written):
    assert identity.org_numbers(written) == []


@pytest.mark.parametrize(
    ("written", "country", "same"),
    [("22 33 44 55", "NO", ["4722334455"]), ("+47 22334455", "DK", ["4722334455"]), ("0047 22 33 44 55", "", ["4722334455"]),
     ("070-123 45 67", "SE", ["46701234567"]), ("+46 (0)70 123 45 67", "", ["46701234567"]), ("22334455 / 90 01 12 22", "NO", ["4722334455", "4790011222"]),
     ("22334455", "DK", ["4522334455"]), ("22334455", "", ["22334455"]), ("ring meg", "NO", []), (None, "NO", [])],
)  # fmt: skip
def test_phones(written, country, same):
    assert identity.phones(written, country) == same


def test_emails():
    assert identity.emails("Kari Nordmann <Kari@Firma.NO>; post@firma.no") == ["kari@firma.no", "post@firma.no"]
    assert identity.emails("ingen") == []


def test_names_with_their_postal_code():
    assert identity.places("Hansen, Kåre", "0150") == identity.places("KÅRE  HANSEN", "0150 ") == ["hansen kare 0150"]
    assert identity.places("Søren Ærø", "DK-8000") == ["aero soren 8000"]
    assert identity.places("Kåre Hansen", None) == identity.places(None, "0150") == []


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"kind": "person"}, "consumer"),
        ({"kind": "company"}, "company"),
        ({"kind": "employee"}, "employee"),
        ({"kind": "company", "legal_form": "ENK"}, "sole_trader"),
        ({"legal_form": "Enskild firma"}, "sole_trader"),
        ({"legal_form": "ApS"}, "company"),
        ({"org_number": "987654321"}, "company"),
        ({"org_number": "556000-1234", "country": "SE"}, "company"),
        ({"org_number": "800101-1234", "country": "SE"}, "sole_trader"),
        ({"name": "Ås Rør AS"}, "company"),
        ({"name": "Kari Nordmann"}, None),
        ({}, None),
    ],
)
def test_kinds(known, kind):
    assert identity.kind_of(**{"kind": None, "legal_form": None, "org_number": None, "name": None, "country": "", **known}) == kind


def test_a_general_address_is_told_from_a_persons():
    for general in ("post@firma.no", "INFO@firma.dk", "order2@firma.se", "kundtjänst@firma.se"):
        assert identity.is_general(general)
    for personal in ("kari@firma.no", "kari.nordmann@firma.no", "post@firma.no, kari@firma.no", "post.nordmann@firma.no", None, ""):
        assert not identity.is_general(personal)
