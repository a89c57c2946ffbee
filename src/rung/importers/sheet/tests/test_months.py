from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from rung.importers.sheet.headers import month_of

TABLE = "Kundenr;Kundenavn;{};Sum\n1;Fjord;100,50;;-20,00;80,50\n2;Vik;0,00;7,00;8,25;15,25\n3;Nes;;;;\n4;Li;;mye;1,00;1,00\nSum;;100,50;7,00;-10,75;96,75\n"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Jan", "2024-01"),
        ("januar", "2024-01"),
        ("Mai", "2024-05"),
        ("maj 2023", "2023-05"),
        ("Okt.", "2024-10"),
        ("Des 25", "2025-12"),
        ("dec-25", "2025-12"),
        ("Mars 2023", "2023-03"),
        ("2023-07", "2023-07"),
        ("2023-07-01", "2023-07"),
        ("202307", "2023-07"),
        ("07.2023", "2023-07"),
        ("7/2023", "2023-07"),
        ("Marked", ""),
        ("Maling", ""),
        ("2023", ""),
        ("Sum", ""),
        ("", ""),
        ("2023-13", ""),
    ],
)
def test_headers_that_are_months(name, month):
    assert month_of(name, 2024) == month


def check_table(said, year=2024):
    assert said.column("customer_id") == ["1", "1", "2", "2", "4"]
    assert sorted(said.column("revenue")) == [Decimal(-20), Decimal(1), Decimal(7), Decimal("8.25"), Decimal("100.5")]
    assert set(said.column("date")) == {date(year, 1, 1), date(year, 2, 1), date(year, 3, 1)}
    assert said.ends[0].rows == 4  # 1, 2 and 4 are facts; 3 has no amount


def test_each_cell_is_a_line(read_text):
    said = read_text(TABLE.format("2024-01;2024-02;2024-03"), check=False)
    check_table(said)
    assert said.codes == {"sheet-vat-not-stated": 1, "sheet-no-amount": 1, "sheet-amount-not-read": 1, "sheet-credit-notes": 1}
    assert (said.problem("sheet-no-amount").rows, said.problem("sheet-amount-not-read").rows) == (1, 0)
    assert said.how["Months as columns"] == "2024-01 to 2024-03"
    assert said.column("name", "customers") == ["Fjord", "Vik", "Li"]


@pytest.mark.parametrize("name", ["salg 2024.csv", "x.csv"])
def test_the_year_may_stand_above_or_in_the_name(read_text, name):
    above = "" if "2024" in name else "Salg per kunde 2024;;;;;\n"
    said = read_text(above + TABLE.format("Jan;Feb;Mar"), name=name, check=False)
    check_table(said)


def test_months_of_no_year_are_refused(read_text):
    problem = read_text(TABLE.format("Jan;Feb;Mar")).refused[0]
    assert problem.code == "sheet-no-year"
    assert "Jan, Feb, Mar" in str(problem.found)


def test_a_cell_has_the_same_key_when_its_amount_has_changed(read_text):
    before = read_text(TABLE.format("2024-01;2024-02;2024-03"), check=False).column("line_key")
    after = read_text(TABLE.format("2024-01;2024-02;2024-03").replace("100,50", "101,50"), check=False).column("line_key")
    assert before == after
    assert before[0] == "2024-01-01||1|||"


def test_months_that_excel_knows_as_dates(read, tmp_path):
    book = openpyxl.Workbook()
    for row in [["Kundenr", *(datetime(2024, month, 1) for month in (1, 2, 3))], [7, 1.5, None, 2.25]]:  # noqa: DTZ001  Excel knows no time zones
        book.active.append(row)
    book.save(tmp_path / "bok.xlsx")
    said = read(tmp_path / "bok.xlsx", check=False)
    assert said.column("revenue") == [Decimal("1.5"), Decimal("2.25")]
    assert said.column("customer_id") == ["7", "7"]
    assert said.ends[0].rows == 1
