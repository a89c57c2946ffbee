"""Does a no outlive everything: the next import, another writer, a crash at any moment, and being forgotten?"""

# ruff: noqa: DTZ001  people are called and written to in local time

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime

import pytest

from rung.engine import lock
from rung.permission import CHANNELS, ListBusy, ListDamaged, NothingToKnowBy, PermissionBook, WordsMissing, may_contact

TODAY, NOW = date(2026, 11, 21), datetime(2026, 11, 21, 10, 0)
KARI = {
    "kind": "person",
    "country": "NO",
    "relation": "none",
    "name": "Kari Nordmann",
    "postal_code": "0150",
    "email": "kari@a.no",
    "phone": "22334455",
}
FIRM = {
    "kind": "company",
    "country": "NO",
    "relation": "none",
    "name": "Ås Rør AS",
    "org_number": "987 654 321",
    "phone": "+47 55 55 55 55",
}
COLLEAGUE = {**FIRM, "kind": "employee", "name": "Ola", "email": "ola@aas.no"}


def answer(book, party, channel="email", **more):
    return may_contact(party, channel, state=book.state(), today=TODAY, **more).answer


def no(book, *parties, **more):
    book.suppress(parties, by="Anne", at=NOW, **more)


def yes(book, party, channels=("email",), at=NOW):
    book.consent([party], channels=channels, by="Anne", at=at, words="May we send you offers by e-mail?")


class TestNo:
    @pytest.mark.parametrize(
        "later",
        [
            {"name": "NORDMANN, Kari", "postal_code": "0150"},
            {"email": "KARI@A.NO", "name": "K. N."},
            {"phone": "0047 22 33 44 55", "country": "SE"},
        ],
    )
    def test_it_survives_the_next_import_however_the_file_writes_it(self, book, later):
        no(book, KARI)
        again = PermissionBook(book.path.parent)
        for channel in CHANNELS:
            assert answer(again, {"kind": "person", "relation": "none", "country": "NO", **later}, channel) == "forbidden"

    def test_a_company_takes_its_people_with_it_but_not_the_other_way(self, book):
        no(book, FIRM)
        assert answer(book, COLLEAGUE, "phone") == "forbidden"
        other = PermissionBook(book.path.parent / "other")
        no(other, {**COLLEAGUE, "phone": None})
        assert answer(other, FIRM, "phone") == "allowed"
        assert answer(other, {**COLLEAGUE, "phone": "12345678"}, "visit") == "forbidden"

    def test_it_beats_every_yes(self, book):
        no(book, KARI)
        yes(book, KARI)
        assert answer(book, {**KARI, "relation": "existing", "origin": True}) == "forbidden"

    def test_to_one_channel_only(self, book):
        no(book, FIRM, channels=["email"])
        assert (answer(book, FIRM, "email"), answer(book, FIRM, "phone")) == ("forbidden", "allowed")
        assert answer(book, FIRM, "fax") == "forbidden"

    def test_only_taking_it_back_opens_again(self, book):
        no(book, FIRM)
        book.lift(FIRM, by="Anne", at=NOW, words="Called us on the 21st")
        assert answer(book, FIRM, "phone") == "allowed"

    def test_a_shared_phone_takes_back_nobody_elses_no(self, book):
        no(book, COLLEAGUE)
        book.lift({**COLLEAGUE, "name": "Siri", "email": "siri@aas.no"}, by="Anne", at=NOW, words="It is Siri who wants to hear from us")
        assert answer(book, COLLEAGUE, "phone") == "forbidden"

    def test_nobody_can_be_found_again_by_nothing(self, book):
        with pytest.raises(NothingToKnowBy):
            no(book, {"name": "Kari"})
        assert book.about(KARI) == []

    def test_a_channel_nobody_knows_is_a_mistake(self, book):
        with pytest.raises(ValueError, match="fax"):
            no(book, KARI, channels=["fax"])


class TestYes:
    def test_it_opens_the_channel_for_that_address_only(self, book):
        yes(book, KARI)
        assert answer(book, KARI) == "allowed"
        assert answer(book, KARI, "sms") == "needs_consent"
        assert answer(book, {**KARI, "email": "kari@new.no"}) == "needs_consent"

    def test_taken_back(self, book):
        yes(book, KARI, ["email", "sms"])
        book.withdraw(KARI, channels=["email"], by="Anne", at=NOW)
        assert (answer(book, KARI), answer(book, KARI, "sms")) == ("needs_consent", "allowed")
        book.withdraw(KARI, by="Anne", at=NOW)
        assert answer(book, KARI, "sms") == "needs_consent"

    def test_not_before_it_was_given_and_in_sweden_for_three_months_by_phone(self, book):
        swede = {**KARI, "country": "SE", "phone": "+46701234567"}
        yes(book, swede, ["phone", "email"], datetime(2026, 8, 25, 9))
        assert answer(book, swede, "phone") == "allowed"
        december = {"at": datetime(2026, 12, 1, 10)}
        assert (answer(book, swede, "phone", **december), answer(book, swede, **december)) == ("ask", "allowed")
        assert answer(book, swede, at=datetime(2026, 8, 24, 10)) == "needs_consent"

    def test_it_can_be_shown(self, book):
        yes(book, KARI)
        [said] = book.about({"email": "kari@a.no"})
        assert (said.what, said.by, said.at, said.channels) == ("consent", "Anne", NOW, ("email",))
        assert said.words == "May we send you offers by e-mail?"
        assert said.who["name"] == "Kari Nordmann"

    @pytest.mark.parametrize(("by", "words", "channels"), [("Anne", " ", ["email"]), ("", "Yes?", ["email"]), ("Anne", "Yes?", [])])
    def test_a_yes_nobody_could_show_is_refused(self, book, by, words, channels):
        with pytest.raises(WordsMissing):
            book.consent([KARI], channels=channels, by=by, at=NOW, words=words)
        assert not book.path.exists()


class TestForgotten:
    def test_who_is_forgotten_is_still_left_in_peace(self, book):
        no(book, KARI, FIRM, words="Kari called and was angry")
        yes(book, KARI)
        assert book.erase(KARI, by="Anne", at=NOW) == 2
        written = book.path.read_text(encoding="utf-8")
        assert "Kari Nordmann" not in written
        assert "kari@a.no" not in written
        assert answer(book, {**KARI, "name": "K", "email": None}, "phone") == "forbidden"
        assert answer(book, FIRM, "phone") == "forbidden"
        assert [said.what for said in book.about(KARI)] == ["suppression"]
        assert book.about(KARI)[0].who is None
        assert book.about(FIRM)[0].who["name"] == "Ås Rør AS"
        assert book.erase({"email": "nobody@b.no"}, by="Anne", at=NOW) == 0

    def test_words_about_one_alone_go_too(self, book):
        no(book, KARI, words="Kari called and was angry")
        book.erase(KARI, by="Anne", at=NOW)
        assert "angry" not in book.path.read_text(encoding="utf-8")

    def test_the_lines_keep_no_address_outside_the_readable_part(self, book):
        no(book, KARI)
        [_, line] = book.path.read_text(encoding="utf-8").splitlines()
        record = json.loads(line[9:])
        record["parties"][0]["who"] = None
        assert not any(one in json.dumps(record) for one in ("kari", "22334455", "0150"))


class TestCrash:
    def test_wherever_a_write_breaks_off_what_was_promised_is_there_and_the_next_write_works(self, book):
        no(book, KARI)
        before = book.path.stat().st_size
        no(book, FIRM)
        whole = book.path.read_bytes()
        for length in range(before, len(whole)):
            book.path.write_bytes(whole[:length])
            torn = PermissionBook(book.path.parent)
            assert answer(torn, KARI, "phone") == "forbidden"
            assert answer(torn, FIRM, "phone") == "allowed"
            if length % 40 == 0:
                no(torn, {"email": "x@y.no"})
                assert [answer(torn, one) for one in (KARI, {**KARI, "email": "x@y.no"})] == ["forbidden", "forbidden"]

    @pytest.mark.parametrize("place", [0, 5, 40, -60, -3])
    def test_a_list_that_is_damaged_lets_nobody_be_contacted(self, book, place):
        no(book, KARI)
        no(book, FIRM)
        whole = bytearray(book.path.read_bytes())
        whole[place] ^= 1
        book.path.write_bytes(whole)
        with pytest.raises(ListDamaged) as caught:
            PermissionBook(book.path.parent).state()
        assert "nobody may be contacted" in str(caught.value.remedy)

    def test_an_empty_file_is_damaged_too(self, book):
        no(book, KARI)
        book.path.write_bytes(b"")
        with pytest.raises(ListDamaged):
            PermissionBook(book.path.parent).state()

    def test_killed_while_it_writes_it_has_lost_nothing_it_promised(self, book):
        program = (
            "import sys; from datetime import datetime; from pathlib import Path; from rung.permission import PermissionBook\n"
            "book = PermissionBook(Path(sys.argv[1]))\n"
            "for n in range(100000):\n"
            "    book.suppress([{'email': f'a{n}@b.no'}], by='x', at=datetime(2026, 1, 1))\n"
            "    print(n, flush=True)"
        )
        for _ in range(3):
            writer = subprocess.Popen([sys.executable, "-c", program, str(book.path.parent)], stdout=subprocess.PIPE, text=True)
            promised = [int(writer.stdout.readline()) for _ in range(25)]
            os.kill(writer.pid, signal.SIGKILL)
            promised += [int(line) for line in writer.stdout.read().split()]
            writer.wait()
            writer.stdout.close()
            reread = PermissionBook(book.path.parent)
            assert all(answer(reread, {**KARI, "email": f"a{n}@b.no"}) == "forbidden" for n in promised)

    def test_two_writers_lose_nothing(self, book):
        book.key()
        context = multiprocessing.get_context("spawn")
        writers = [context.Process(target=write_some, args=(book.path.parent, name)) for name in "ab"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert all(answer(book, {**KARI, "email": f"{name}{n}@b.no"}) == "forbidden" for name in "ab" for n in range(20))

    def test_who_waits_too_long_is_told(self, tmp_path):
        book = PermissionBook(tmp_path / "data", patience_seconds=0.05)
        book.path.parent.mkdir()
        handle = lock.take(book.path.with_suffix(".lock"))
        try:
            with pytest.raises(ListBusy):
                no(book, KARI)
        finally:
            lock.free(handle)
        no(book, KARI)
        assert answer(book, KARI) == "forbidden"


def write_some(folder, name):
    mine = PermissionBook(folder)
    for n in range(20):
        no(mine, {"email": f"{name}{n}@b.no"})


def test_ten_thousand_at_once_are_one_write(book):
    start = time.process_time()
    no(book, *({"email": f"a{n}@b.no"} for n in range(10_000)))
    assert answer(book, {**KARI, "email": "a9999@b.no"}) == "forbidden"
    assert time.process_time() - start < 5
