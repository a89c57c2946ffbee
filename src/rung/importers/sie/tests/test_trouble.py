"""What is wrong in a file: said, with the rows that it costs, or the file refused."""

from decimal import Decimal

import pytest

from rung.importers.archive import Piece


@pytest.mark.parametrize(("kind", "said"), [("1", "type 1"), ("2", "type 2"), ("3", "type 3"), ("4", "no vouchers")])
def test_balances_only(read, sie, kind, said):
    text = sie.head.replace("#SIETYP 4", f"#SIETYP {kind}") + "#RES 0 3041 -1000\n#PSALDO 0 202501 3041 {} -1000\n"
    (problem,) = read(text).problems
    assert problem.refused
    assert said in str(problem.found)
    assert "SIE type 4" in str(problem.remedy)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "sie-empty"),
        (" \r\n", "sie-empty"),
        ("Kund;Belopp\nA;1\n", "sie-not-sie"),
        ("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>", "xml-web-page"),
        ("<html><body>404 Not Found</body></html>", "xml-web-page"),
        ("<Invoice/>", "sie-not-sie"),
        ("<Sie", "xml-truncated"),
        ("#FLAGGA 0", "sie-no-vouchers"),
    ],
)
def test_what_is_not_sie(read, content, code):
    (problem,) = read(content).problems
    assert (problem.code, problem.refused) == (code, True)


def test_a_broken_gzip(read, tmp_path, checked):
    path = tmp_path / "bok.se.gz"
    path.write_bytes(b"\x1f\x8b" + bytes(20))
    (problem,) = checked[0](Piece(path)).problems
    assert problem.refused


@pytest.fixture
def good(sie):
    vouchers = [sie.ver("A", n, "20250114", *sie.sale(100, objects="8 k")) for n in range(1, 30)]
    return sie.file(vouchers).text()


def test_a_file_that_ends_in_a_voucher_is_refused(read, good):
    found = read(good[:-60])
    assert found.problems[-1].code == "sie-truncated"
    assert "voucher A 29" in str(found.problems[-1].found)


def test_a_file_that_ends_in_the_head_of_a_voucher_is_refused(read, good):
    assert read(good + "#VER A 30 20250115 Fak").problems[-1].code == "sie-truncated"


def test_only_the_last_brace_missing_is_told(read, good):
    found = read(good.removesuffix("}\n"))
    assert found.codes == ["sie-no-closing-brace"]
    assert len(found.lines) == 29


def test_a_checksum_that_never_comes(read, good):
    assert read(good.replace("#FLAGGA 0\n", "#FLAGGA 0\n#KSUMMA\n")).problems[-1].code == "sie-truncated"
    assert read(good.replace("#FLAGGA 0\n", "#FLAGGA 0\n#KSUMMA\n") + "#KSUMMA 4711\n").ends


def test_an_unbalanced_voucher_is_told_and_counted(read, sie):
    rows = (sie.trans(1510, 1000, objects="8 7"), sie.trans(3041, -900))
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7")), sie.ver("B", 7, "20250114", *rows)]))
    problem = found.problem("sie-voucher-out-of-balance")
    assert str(problem.where) == "bok.se, line 21 (voucher B 7)"
    assert str(problem.found) == "Debit and credit differ by 100.00 SEK."
    assert found.revenue == 1000


def test_rows_that_sie_does_not_have(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7"))], more="#MOMSKOD 2610 10\nKarlsson 811218-9876\n"))
    assert "“#MOMSKOD 2610 10”" in str(found.problem("sie-row-unknown").found)
    assert found.problem("sie-row-unknown").rows == 0
    problem = found.problem("sie-row-not-understood")
    assert (problem.rows, str(problem.where)) == (1, "bok.se, line 16")
    assert [(one["content"], one["row"]) for one in found.rejected] == [("Karlsson\t811218-••••", 16)]
    assert "9876" not in str(problem.found)


@pytest.mark.parametrize("amount", ["x", "1e9", "1.234,50", "12345678901234567", "1.23456", '"1 000"', "NaN"])
def test_an_amount_that_cannot_be_read_costs_its_row(read, sie, amount):
    rows = (sie.trans(1510, 1000, objects="8 7"), sie.trans(3041, amount), sie.trans(3051, -1))
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    problem = found.problem("sie-amount-not-understood")
    assert (problem.rows, problem.amount) == (1, None)
    assert str(problem.where) == "bok.se, line 18 (voucher A 1)"
    assert found.rejected[0]["row"] == 18
    assert found.revenue == 1
    assert "sie-voucher-out-of-balance" not in found.codes
    (vouchers,) = [control for control in found.controls if str(control.name) == "Vouchers"]
    assert (vouchers.stated, vouchers.measured) == (1, 0)


def test_an_unreadable_amount_on_another_account_costs_nothing(read, sie):
    rows = (sie.trans(1510, "x", objects="8 7"), sie.trans(3041, -1))
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    assert found.problem("sie-amount-not-understood").rows == 0
    assert found.revenue == 1


@pytest.mark.parametrize("day", ["20251301", "", "18991231", "2025", "22000101"])
def test_without_a_date_the_income_is_left_out(read, sie, day):
    rows = (sie.trans(1510, 300, objects="8 7"), sie.trans(3041, -100), sie.trans(3041, -200, day="20250115"))
    found = read(sie.file([sie.ver("A", 1, f'"{day}"', *rows)]))
    problem = found.problem("sie-date-not-understood")
    assert (problem.rows, problem.amount) == (1, Decimal(100))
    assert [(one["row"], one["amount"]) for one in found.rejected] == [(18, Decimal(100))]
    assert found.revenue == 200


def test_rows_before_the_first_voucher(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7"))], more=sie.trans(3041, -5) + "\n"))
    assert [(one["code"], one["amount"]) for one in found.rejected] == [("sie-row-outside-voucher", Decimal(5))]
    assert found.revenue == 100


def test_many_of_a_kind_are_told_together_and_none_is_lost(read, sie):
    rows = [sie.trans(3041, "x") for _ in range(70)]
    found = read(sie.file([sie.ver("A", 1, "20250114", *rows)]))
    told = [problem for problem in found.problems if problem.code == "sie-amount-not-understood"]
    assert len(told) == 21
    assert str(told[-1].found) == "There are 50 more like this."
    assert len(found.rejected) == 70


def test_a_file_without_revenue(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", sie.trans(1930, 5), sie.trans(2440, -5))]))
    assert found.codes == ["sie-no-revenue"]


def controls(read):
    return [
        (control.month and control.month.month, control.stated, control.own) for control in read.controls if str(control.name) == "Revenue"
    ]


def test_the_years_sum_is_held_against_the_vouchers(read, sie):
    vouchers = [sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7")), sie.ver("A", 2, "20250214", *sie.sale(50, objects="8 7"))]
    sums = "#RES 0 3041 -150.00\n#RES 0 3740 -1\n#RES -1 3041 -77\n#RES 0 4010 9\n"
    found = read(sie.file(vouchers, more=sums))
    assert controls(found) == [(None, Decimal(150), True), (1, Decimal(100), False), (2, Decimal(50), False)]
    assert str(found.problem("sie-account-does-not-reconcile").found).startswith("Account 3740 does not add up: the file says 1.00 SEK")


def test_an_account_that_the_vouchers_do_not_give(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7"))], more="#RES 0 3041 -150.00\n"))
    assert "says 150.00 SEK for the year, and its vouchers give 100.00 SEK" in str(found.problem("sie-account-does-not-reconcile").found)


def test_period_sums_are_held_against_the_vouchers(read, sie):
    vouchers = [sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7")), sie.ver("A", 2, "20250214", *sie.sale(50, objects="8 7"))]
    sums = [
        "#PSALDO 0 202501 3041 {} -100",
        '#PSALDO 0 202501 3041 {1 "2"} -40',
        "#PSALDO 0 202503 3051 {} -8",
        "#PSALDO 0 202501 3740 {} -8",
        "#PSALDO -1 202501 3041 {} -8",
        "#PSALDO 0 202513 3041 {} -8",
        "#PSALDO 0 202501 1510 {} 125",
    ]
    found = read(sie.file(vouchers, more="\n".join(sums) + "\n"))
    assert controls(found) == [(1, Decimal(100), True), (2, Decimal(0), True), (3, Decimal(8), True)]


def test_months_after_the_day_that_the_file_knows_of_are_not_held_against_its_sums(read, sie):
    vouchers = [sie.ver("A", n, f"2025{n:02}14", *sie.sale(100, objects="8 7")) for n in (1, 2)]
    found = read(sie.file(vouchers, more="#OMFATTN 20250131\n#PSALDO 0 202501 3041 {} -100\n"))
    assert controls(found) == [(1, Decimal(100), True), (2, Decimal(100), False)]
