"""Any file against the same sums done on paper; and damage of any kind, after which no row is lost and nothing fails."""

import random
from collections import defaultdict
from decimal import Decimal, InvalidOperation

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rung.importers.archive import Piece
from rung.importers.sie import postings, suggestions
from rung.importers.sie.blocks import block_of
from rung.importers.sie.objects import Dimensions

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
amounts = st.decimals(-10_000, 10_000, places=2).map(str) | st.sampled_from(["x", "1,5", "", "-0", "99999999999.9999", '"7"'])
objects = st.lists(st.sampled_from(["8 a", '8 "b c"', '10 "1"', "10 2", '1 "2"', '7 "x"']), max_size=3).map(" ".join)
rows = st.tuples(
    st.sampled_from(["1510", "1930", "2611", "3041", '"3051"', "3740", "3960", "FEL"]), objects, amounts, st.sampled_from(["", "20250301"])
)
days = st.sampled_from(["20250105", "20250131", "20250201", "20251301", '""'])
vouchers = st.lists(st.tuples(days, st.lists(rows, min_size=1, max_size=6)), min_size=1, max_size=8)


def number(written):
    try:
        return Decimal(written.strip('"').replace(",", "."))
    except InvalidOperation:
        return None


def on_paper(written):
    """Month -> revenue, and how many income rows are lost, by the plain rules."""
    months, lost = defaultdict(Decimal), 0
    for day, of_voucher in written:
        for account, _, amount, own in of_voucher:
            if account.strip('"') in {"3041", "3051"}:
                when = own or day
                if number(amount) is None or not when.startswith("20250"):
                    lost += 1
                else:
                    months[int(when[4:6])] -= number(amount)
    return months, lost


@quick
@given(vouchers)
@example([("20250105", [("3041", "8 a", "x", "")])])
def test_nothing_is_lost_and_nothing_counts_twice(read, sie, written):
    text = [
        sie.ver("A", n, day, *(f"#TRANS {account} {{{listed}}} {amount} {own}" for account, listed, amount, own in of_voucher))
        for n, (day, of_voucher) in enumerate(written, 1)
    ]
    # A row without an amount would take its date for one.
    written = [
        (day, [(account, listed, amount or own, own if amount else "") for account, listed, amount, own in of]) for day, of in written
    ]
    found = read(sie.file(text))
    months, lost = on_paper(written)
    measured = defaultdict(Decimal)
    for line in found.lines:
        measured[line["date"].month] += line["revenue"]
    assert {month: sum_ for month, sum_ in measured.items() if sum_} == {month: sum_ for month, sum_ in months.items() if sum_}
    assert len(found.rejected) == lost


@quick
@given(st.lists(st.tuples(st.sampled_from(["TRANS", "RTRANS"]), rows), max_size=12))
def test_reading_at_once_is_reading_one_by_one(written):
    """A brace in quotation marks among the objects makes a row one that is read by hand; the columns are the same."""
    plain = "".join(f"#{label} {account} {{{listed}}} {amount} {own}\n" for label, (account, listed, amount, own) in written)
    odd = block_of(("#VER A 1 20250101\n" + plain.replace("} ", ' 1 "}"} ')).encode())
    assert pc.extract_regex(odd.rows, postings._PLAIN).null_count == len(written) + 1
    one, other = postings.postings_of(block_of(f"#VER A 1 20250101\n{plain}".encode())), postings.postings_of(odd)
    tags = [list(map(Dimensions().of, each.objects.to_pylist())) for each in (one, other)]
    assert tags[0] == tags[1]
    assert one.units.tolist() == other.units.tolist()
    assert one.read.tolist() == other.read.tolist()
    assert one.place.tolist() == other.place.tolist()
    assert [one.accounts[n] for n in one.account] == [other.accounts[n] for n in other.account]


labels = [
    "#VER",
    "#TRANS",
    "#RTRANS",
    "#BTRANS",
    "#OBJEKT",
    "#DIM",
    "#RES",
    "#PSALDO",
    "#KONTO",
    "#RAR",
    "#KSUMMA",
    "#ORGNR",
    "#UNDERDIM",
    "#X",
]
signs = ["{", "}", "{}", '"', "\\", "\n", "\r\n", "\t", "\x00", "\x1a", "å", "\u00a0", "÷"]
numbers = ["8", "10", "7", "0", "-1", "1510", "3041", "3740", "3999", "-100.00", "1e5", "20250114", "202501", "99999999"]
tokens = st.sampled_from([*labels, *signs, *numbers, "A", '"Faktura Alfa AB"', '"Namn: Beta"', "{8 a 10 1}"])


@settings(quick, max_examples=250)
@given(st.lists(tokens | st.text(max_size=5), max_size=60), st.sampled_from([" ", "\n", ""]))
@example(["#VER", "A", "1", "20250114", "\n", "{", "\n", "#RTRANS", "3041", "{}", "-100.00"], " ")
@example(["#TRANS", "#TRANS"], "\n")
def test_any_words(read, tmp_path, words, between):
    content = ("#FLAGGA 0\n" + between.join(words)).encode("utf-8", "replace")
    read(content)
    suggestions([Piece(tmp_path / "bok.se")])


@settings(quick, max_examples=80)
@given(st.binary(max_size=300))
def test_any_bytes(read, written):
    read(written)
    read(b"#FLAGGA 0\n" + written)
    read(b"<Sie xmlns='http://www.sie.se/sie5'>" + written)


def _good(sie):
    more = (
        '#DIM 8 Kund\n#OBJEKT 8 a "Alfa \\"1\\" AB"\n#OBJEKT 7 x "Xerxes"\n#RES 0 3041 -1800\n#PSALDO 0 202501 3041 {} -900\n#MOMSKOD 1 2\n'
    )
    of_one = [
        sie.ver("A", n, f"2025{n:02}14", *sie.sale(100 * n, objects='8 a 10 "1"', income="7 x", text="Kundfakt. 1, Alfa"))
        for n in range(1, 9)
    ]
    corrected = sie.ver(
        "B", 1, "20250114", sie.trans(1510, 9, label="BTRANS"), *(sie.trans(3041, -9, label=label) for label in ("RTRANS", "TRANS"))
    )
    return sie.file([*of_one, corrected], more=more).text().encode("cp437")


@pytest.mark.parametrize("seed", range(6))
def test_damage_anywhere(read, sie, seed):
    """A walk: one bit, byte or stretch after the other goes wrong, and stays so."""
    chance = random.Random(seed)  # noqa: S311  the same walk each time
    content = bytearray(_good(sie))
    for _ in range(40):
        place = chance.randrange(len(content))
        match chance.randrange(5):
            case 0:
                content[place] ^= 1 << chance.randrange(8)
            case 1:
                del content[place : place + chance.randrange(1, 40)]
            case 2:
                content[place:place] = content[chance.randrange(len(content)) :][: chance.randrange(1, 80)]
            case 3:
                content[place : place + 1] = chance.choice([b"{", b"}", b'"', b"\\", b"\n", b"#", b"\r", b"\0", b"-", b"9" * 20])
            case _:
                content[place] = chance.randrange(256)
        read(bytes(content))


def test_cut_off_anywhere(read, sie):
    whole = _good(sie)
    for end in range(0, len(whole), 19):
        read(whole[:end])
