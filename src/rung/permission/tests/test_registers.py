"""Are people in a reservation register left alone, whatever their file looks like, and the others found to be free?"""

from datetime import date

import pytest

from rung.permission import ListDamaged, NewerCheck, NobodyInFile, NoSuchRegister, checks, may_contact, wash

TODAY = date(2026, 11, 21)
KARI = {"kind": "person", "country": "NO", "relation": "none", "name": "Kari Nordmann", "postal_code": "0150", "phone": "22334455"}
OLA = {**KARI, "name": "Ola Berg", "phone": "90 01 12 22"}


def answers(book, channel="phone", country="NO", today=TODAY):
    state = book.state(checks(book))
    return [may_contact({**one, "country": country}, channel, state=state, today=today).answer for one in (KARI, OLA)]


def put(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


class TestWash:
    @pytest.mark.parametrize(
        "file",
        [
            "Telefon\n22 33 44 55\n",
            "22334455\n33333333\n",
            "Navn;Postnr;Tlf\nX Y;0001;+47 22334455\n",
            'Navn,Postnr\n"NORDMANN, KARI",0150\n',
        ],
    )
    def test_the_whole_register_frees_everybody_else(self, book, tmp_path, file):
        assert answers(book) == ["ask", "ask"]
        found = wash(book, put(tmp_path, file), country="NO", channel="phone", day=date(2026, 11, 2))
        assert (found.register, found.whole, found.reserved) == ("Reservasjonsregisteret", True, found.rows)
        assert answers(book) == ["forbidden", "allowed"]

    def test_an_answer_about_some_says_nothing_of_the_others(self, book, tmp_path):
        file = "Fornavn;Etternavn;Postnr;Telefon;Reservert\nKari;Nordmann;0150;22334455;Ja\nX;Å;0001;90011222;nei\n"
        found = wash(book, put(tmp_path, file, "cp1252"), country="NO", channel="phone", day=date(2026, 11, 2))
        assert (found.rows, found.reserved, found.whole) == (2, 1, False)
        assert answers(book) == ["forbidden", "allowed"]
        stranger = {**KARI, "name": "Siri", "phone": "44444444"}
        assert may_contact(stranger, "phone", state=book.state(checks(book)), today=TODAY).missing == "check"

    def test_a_check_grows_old_but_nobody_becomes_free_by_that(self, book, tmp_path):
        wash(book, put(tmp_path, "Telefon\n22334455\n"), country="NO", channel="phone", day=date(2026, 11, 2))
        assert answers(book, today=date(2026, 12, 1)) == ["forbidden", "ask"]

    def test_a_danish_check_holds_for_the_quarter(self, book, tmp_path):
        wash(book, put(tmp_path, "Navn;Postnr\nKari Nordmann;0150\n"), country="DK", channel="post", day=date(2026, 10, 1))
        assert answers(book, "post", "DK") == ["forbidden", "allowed"]
        assert answers(book, "post", "DK", date(2027, 1, 1)) == ["forbidden", "ask"]

    def test_the_newest_file_replaces_the_one_before(self, book, tmp_path):
        wash(book, put(tmp_path, "Telefon\n22334455\n"), country="SE", channel="phone", day=date(2026, 10, 2))
        with pytest.raises(NewerCheck, match="2026-10-02"):
            wash(book, put(tmp_path, "Telefon\n1234567\n"), country="SE", channel="phone", day=date(2026, 9, 2))
        wash(book, put(tmp_path, "Telefon\n90011222\n"), country="SE", channel="phone", day=date(2026, 11, 2))
        assert answers(book, country="SE") == ["allowed", "forbidden"]

    def test_a_register_that_does_not_exist(self, book, tmp_path):
        with pytest.raises(NoSuchRegister):
            wash(book, put(tmp_path, "Telefon\n1\n"), country="DK", channel="phone", day=TODAY)

    @pytest.mark.parametrize("file", ["Kunde;Beløp\nA;1\n", "Navn\nKari\n", ""])
    def test_a_file_in_which_nobody_can_be_found(self, book, tmp_path, file):
        with pytest.raises(NobodyInFile):
            wash(book, put(tmp_path, file), country="NO", channel="phone", day=TODAY)

    def test_a_damaged_check_is_not_taken_for_nobody(self, book, tmp_path):
        wash(book, put(tmp_path, "Telefon\n22334455\n"), country="NO", channel="phone", day=TODAY)
        [path] = book.path.parent.glob("register-*")
        path.write_text(path.read_text(encoding="utf-8").replace("phone", "place"), encoding="utf-8")
        with pytest.raises(ListDamaged):
            checks(book)

    def test_no_phone_number_is_kept(self, book, tmp_path):
        wash(book, put(tmp_path, "Telefon\n22334455\n"), country="NO", channel="phone", day=TODAY)
        assert not any("22334455" in path.read_text(encoding="utf-8") for path in book.path.parent.iterdir())
