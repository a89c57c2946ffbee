"""Do two spellings of a name meet, and do two names stay two?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.identity.compute.names import folded, parsed, place_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ås & Sønn A/S", "AAS OG SOENN"),
        ("Kystverk Bygg AS", "kystverk bygg"),
        ("Kystverk Bygg A.S.", "Kystverk  Bygg, AS"),
        ("Kystverk Bygg AS, avd. Bergen", "Kystverk Bygg"),
        ("Møller & Co ApS", "Moeller og Co"),
        ("AB Björk Entreprenad", "Björk Entreprenad AB (publ)"),
        ("A/S Norske Skjell", "Norske Skjell AS"),
        ("Hansens Bygg v/ Kari Hansen", "Hansens Bygg"),
        ("Kari's Blomster", "Karis Blomster"),
        ("H & M Hennes", "HM Hennes"),
        ("Nordlys Handelsbolag", "Nordlys HB"),
        ("Ærø Færge I/S", "AEROE FAERGE"),
        ("Café Öst", "Cafe Ost"),
    ],
)
def test_two_ways_to_write_a_name_meet(one, other):
    assert parsed(one).words == parsed(other).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ås Rør AS", "Rør AS"),
        ("Kiwi 123", "Kiwi 124"),
        ("Diplom Is AS", "Diplom AS"),
        ("Hansen Bygg AS", "Hansen Rør AS"),
        ("Elvebakken", "Elvebakken Skole"),
    ],
)
def test_two_names_stay_two(one, other):
    assert parsed(one).words != parsed(other).words


def test_what_is_left_out_is_still_known():
    assert parsed("Kystverk Bygg A/S, avd. Bergen 2").form == "as"
    assert parsed("Kystverk Bygg A/S, avd. Bergen 2").branch == "bergen2"
    assert parsed("Ærø Færge I/S").form == "is"
    assert parsed("Björk Aktiebolag").form == parsed("Björk AB").form == "ab"
    assert parsed("Diplom Is").form == ""


@pytest.mark.parametrize("name", ["AS", "Co", "& Co AS", "avd. Bergen", "v/ Kari", "A/S Ås"])
def test_a_name_of_little_else_still_has_words(name):
    assert parsed(name).words


@given(st.text())
def test_any_text_is_taken_and_words_are_never_empty(name):
    assert all(parsed(name).words)
    assert folded(name) == folded(name.casefold())


def test_a_place_is_its_words():
    assert place_words("København K") == place_words("KØBENHAVN 2") == {"kobenhavn"}
