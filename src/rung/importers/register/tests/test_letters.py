"""Every file becomes UTF-8, wherever its pieces end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.register.letters import Letters, decoded


@given(st.text(), st.integers(1, 5))
def test_utf_8_stays_as_it_is(text, size):
    data, letters = text.encode(), Letters("utf-8")
    pieces = [letters.utf8(data[start : start + size]) for start in range(0, len(data), size)]
    assert b"".join(pieces) + letters.utf8(b"") == data
    for piece in pieces:
        piece.decode()


@given(st.binary(), st.integers(1, 5), st.sampled_from(["utf-8", "latin-1"]))
def test_anything_becomes_utf_8(data, size, encoding):
    letters = Letters(encoding)
    pieces = [letters.utf8(data[start : start + size]) for start in range(0, len(data), size)]
    assert len((b"".join(pieces) + letters.utf8(b"")).decode()) <= len(data)


@pytest.mark.parametrize(
    ("data", "encoding"), [("Bø Ås".encode(), "utf-8"), ("Bø Ås".encode("cp1252"), "utf-8"), ("Bø Ås".encode("latin-1"), "latin-1")]
)
def test_the_letters_people_use(data, encoding):
    assert Letters(encoding).utf8(data).decode() == decoded(data, encoding) == "Bø Ås"
