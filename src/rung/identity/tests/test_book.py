"""Does the book keep what people decided, all of it, exactly, and refuse what cannot be?"""

import json
from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import RungError
from rung.engine import lock
from rung.identity import (
    AlreadyAlone,
    AlreadyMerged,
    BookBusy,
    BookDamaged,
    IdentityBook,
    NotACustomer,
    NotMerged,
    RoundAndRound,
    WithItself,
)

NOW = datetime(2026, 1, 31, 12, 30)  # noqa: DTZ001  local time, as the book keeps it


def again(book):
    return IdentityBook(book.path.parent)


class TestMerging:
    def test_it_is_there_the_next_time_with_who_and_when(self, book, decide):
        decide("merge", ["2", "3"], "1", why="Anne asked them")
        assert again(book).mapping() == {"2": "1", "3": "1"}
        [first, second] = again(book).decisions()
        assert (first.kind, first.customer_id, first.into_id, first.by, first.at, first.why) == (
            "same",
            "2",
            "1",
            "Anne",
            NOW,
            "Anne asked them",
        )
        assert second.customer_id == "3"

    def test_taking_it_back_restores_exactly_and_is_remembered(self, book, decide):
        decide("merge", ["2"], "1")
        decide("merge", ["4"], "3")
        decide("merge", ["3"], "1")
        decide("separate", "3")
        assert book.mapping() == {"2": "1", "4": "3"}
        assert [one.kind for one in book.about("3")] == ["same", "same", "apart"]
        assert book.about("3")[-1].into_id == "1"
        assert book.state().said_apart == {frozenset({"1", "3"})}

    def test_nothing_is_there_before_anything_was_decided(self, book):
        assert book.mapping() == {}
        assert book.decisions() == []
        assert not book.path.parent.exists()

    def test_ids_that_are_names(self, book, decide):
        decide("merge", ["Ås & Sønn\n“AS”"], "Ås og Sønn")
        assert again(book).mapping() == {"Ås & Sønn\n“AS”": "Ås og Sønn"}

    def test_nobody_at_all_is_nothing(self, book, decide):
        decide("merge", [], "1")
        assert not book.path.exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("verb", "what", "error", "says"),
        [
            ("merge", (["1"], "1"), WithItself, "1 is one customer already"),
            ("merge", (["b"], "a"), RoundAndRound, "a is already under b"),
            ("merge", (["a"], "c"), AlreadyMerged, "a is merged into b already"),
            ("merge", (["c", "c"], "1"), AlreadyMerged, "c is merged into 1 already"),
            ("merge", (["c", "nobody"], "1"), NotACustomer, "no customer nobody"),
            ("separate", ("b",), NotMerged, "b is not merged"),
            ("keep_apart", ("a", "b"), AlreadyMerged, "a is merged into b"),
            ("keep_apart", ("b", "a"), AlreadyMerged, "a is merged into b"),
            ("keep_apart", ("c", "c"), WithItself, "c is one"),
            ("put_in_group", (["top"], "shop"), RoundAndRound, "shop is already under top"),
            ("put_in_group", (["c"], "c"), WithItself, "c is one"),
            ("take_out_of_group", ("lonely",), AlreadyAlone, "lonely is in no group"),
        ],
    )
    def test_it_says_why_and_what_to_do_and_writes_nothing(self, book, decide, verb, what, error, says):
        decide("merge", ["a"], "b")
        decide("put_in_group", ["shop"], "top")
        decide("take_out_of_group", "lonely")
        written = book.path.read_bytes()
        known = {} if verb == "separate" else {"known": {"1", "a", "b", "c", "top", "shop", "lonely"}}
        with pytest.raises(error, match=says) as refused:
            decide(verb, *what, **known)
        assert isinstance(refused.value, RungError)
        assert str(refused.value.remedy)
        assert book.path.read_bytes() == written

    def test_the_remedy_can_be_typed(self, book, decide):
        decide("merge", ["Ås Rør"], "1")
        with pytest.raises(NotMerged) as refused:
            decide("separate", "1")
        assert str(refused.value.remedy) == 'Ås Rør is merged into it: rung identity separate "Ås Rør"'


class TestGroups:
    CUSTOMERS = pa.table({"customer_id": ["1", "2", "3", "4"], "parent_id": ["9", "9", None, None]})

    def test_rolled_up_on_demand(self, book, decide):
        decide("merge", ["5"], "1")
        decide("put_in_group", ["3"], "4")
        assert book.mapping() == {"5": "1"}
        assert book.mapping(rolled_up=True, customers=self.CUSTOMERS) == {"1": "9", "2": "9", "5": "9", "3": "4"}
        decide("take_out_of_group", "3")
        decide("take_out_of_group", "2")
        assert book.mapping(rolled_up=True, customers=self.CUSTOMERS) == {"5": "1"}

    def test_it_needs_the_customers(self, book):
        with pytest.raises(ValueError, match="customers=None"):
            book.mapping(rolled_up=True)


class TestKept:
    def test_what_a_crash_left_unfinished_was_never_promised(self, book, decide):
        decide("merge", ["2"], "1")
        with book.path.open("ab") as stream:
            stream.write(b'{"kind":"same","customers":["7"]')
        assert again(book).mapping() == {"2": "1"}
        again(book).merge(["3"], "1", by="Anne", at=NOW)
        assert again(book).mapping() == {"2": "1", "3": "1"}

    def test_a_changed_line_is_found(self, book, decide):
        decide("merge", ["2"], "1")
        decide("merge", ["3"], "1")
        book.path.write_bytes(book.path.read_bytes().replace(b'"customers":["3"]', b'"customers":["4"]'))
        with pytest.raises(BookDamaged, match="line 2"):
            again(book).mapping()
        with pytest.raises(BookDamaged):
            again(book).merge(["5"], "1", by="Anne", at=NOW)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
    def test_any_byte_changed_is_found_or_changes_nothing(self, tmp_path, place, byte):
        book = IdentityBook(tmp_path / f"{place}-{byte}")
        book.merge(["2", "3"], "1", by="Anne", at=NOW, why="så")
        book.keep_apart("4", "5", by="Anne", at=NOW)
        whole = bytearray(book.path.read_bytes())
        before = again(book).decisions()
        whole[place % len(whole)] = byte
        book.path.write_bytes(whole)
        try:
            found = again(book).decisions()
        except BookDamaged:
            return
        assert found in (before, before[:2])  # a last line without its end was never finished

    def test_every_line_is_json(self, book, decide):
        decide("merge", ["2"], "1")
        [line] = book.path.read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["customers"] == ["2"]

    def test_one_writer_at_a_time(self, book, decide):
        decide("merge", ["2"], "1")
        held = lock.take(book.path.with_suffix(".lock"))
        try:
            with pytest.raises(BookBusy):
                IdentityBook(book.path.parent, patience_seconds=0.05).merge(["3"], "1", by="Anne", at=NOW)
        finally:
            lock.free(held)
        assert book.mapping() == {"2": "1"}

    def test_two_books_see_each_other(self, book, decide):
        other = again(book)
        decide("merge", ["2"], "1")
        assert other.mapping() == {"2": "1"}
        with pytest.raises(AlreadyMerged):
            other.merge(["2"], "3", by="Per", at=NOW)

    def test_words_can_be_forgotten_and_decisions_stay(self, book, decide):
        decide("merge", ["2"], "1", why="Kari Nordmann called")
        decide("merge", ["3"], "4", why="checked")
        assert book.forget_words("2") == 1
        assert "Kari" not in book.path.read_text(encoding="utf-8")
        assert again(book).mapping() == {"2": "1", "3": "4"}
        assert [one.why for one in again(book).decisions()] == ["", "checked"]
        assert book.forget_words("2") == 0
