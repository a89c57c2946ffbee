"""Sheets that are not written line by line: years and quarters as columns, a year beside a month, sums per customer, customers as headings."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.importers.sheet.months import period_of


def exact(*numbers):
    return [None if number is None else Decimal(str(number)) for number in numbers]


def days(said):
    return [str(day) for day in said.column("date")]


@pytest.mark.parametrize(
    ("name", "when"),
    [
        *[
            (name, "2025-01")
            for name in ("januar 2025", "2025-01", "01/2025", "jan. 2025", "Jan-25", "M1", "2025M01", "2025 jan", "Periode 1")
        ],
        *[(name, "2025-03-31") for name in ("Q1 2025", "1. kvartal 2025", "2025Q1", "Kvartal 1", "K1 2025")],
        *[(name, "2025-06-30") for name in ("H1 2025", "1. halvår 2025")],
        *[(name, "2025-12-31") for name in ("2025", "År 2025", "FY2025")],
        *[(name, "2024-06-30") for name in ("2023/24", "2023/2024", "2023-2024")],
        ("Navn", None),
        ("12", None),
        ("2023/25", None),
    ],
)
def test_headers_that_are_periods(name, when):
    found = period_of(name, 2025)
    assert (found.when if found else None) == when


def test_years_as_columns(read_text):
    said = read_text("Kunde;2023;2024;2025\nFjord;100;200;\nVik;0;50;75,50\nNes;;;\nSum;100;250;75,50\n", check=False)
    assert days(said) == ["2023-12-31", "2024-12-31", "2024-12-31", "2025-12-31"]
    assert sorted(said.column("revenue")) == exact(50, "75.5", 100, 200)
    assert said.ends[0].rows == 3
    assert said.column("estimated") == [False] * 4
    assert said.how["Periods as columns"] == "2023-12-31 to 2025-12-31"
    assert "how often" in str(said.problem("sheet-sums-of-periods").remedy)


@pytest.mark.parametrize(
    "header", ["Omsetning 2024", "2024 omsetning", "Omsetning (2024)", "Omsætning 2024", "Omsättning 2024", "Salg 2024", "Net sales 2024"]
)
def test_one_year_with_a_word_for_sales(read_text, header):
    said = read_text(f"Kundenr;Kundenavn;{header}\n10;Fjord AS;100,50\n11;Vik AS;20\n")
    assert days(said) == ["2024-12-31", "2024-12-31"]
    assert said.column("customer_id") == ["10", "11"]
    assert said.column("name", "customers") == ["Fjord AS", "Vik AS"]
    assert said.revenue == Decimal("120.5")


@pytest.mark.parametrize(
    ("header", "days_"), [("2024", ["2024-12-31"]), ("Jan 2025;Feb 2025", ["2025-01-01", "2025-02-01"]), ("Q1 2025", ["2025-03-31"])]
)
def test_one_or_two_periods_are_enough_beside_customers(read_text, header, days_):
    said = read_text(f"Kundenr;Kundenavn;{header}\n10;Fjord AS;100,50;20\n")
    assert sorted(days(said)) == days_


def test_several_measures_per_period(read_text):
    text = "Kundenr;Omsetning 2024;DB 2024;Omsetning 2025;DB 2025;Endring 2025;Budsjett 2025\n10;100;40;200;90;100;150\n11;50;;0;0;-50;60\n"
    said = read_text(text)
    rows = [(str(row["date"]), row["customer_id"], row["revenue"], row["cost"]) for row in said.rows()]
    assert sorted(rows) == [
        ("2024-12-31", "10", Decimal(100), Decimal(60)),
        ("2024-12-31", "11", Decimal(50), None),
        ("2025-12-31", "10", Decimal(200), Decimal(110)),
    ]


def test_months_per_product_and_customer(read_text):
    said = read_text("Kundenr;Varenr;Omsetning jan 2025;Omsetning feb 2025;Omsetning mar 2025;Sum 2025\n10;A;1;2;3;6\n10;B;;5;;5\n")
    assert [(row["product_id"], str(row["date"]), row["revenue"]) for row in said.rows()] == [
        ("A", "2025-01-01", Decimal(1)),
        ("A", "2025-02-01", Decimal(2)),
        ("A", "2025-03-01", Decimal(3)),
        ("B", "2025-02-01", Decimal(5)),
    ]


def test_quarters_as_columns_with_the_year_above(read_text):
    said = read_text("Salg 2025;;\nKundenr;Q1;Q2\n10;1;2\n")
    assert days(said) == ["2025-03-31", "2025-06-30"]
    assert read_text("Salg;;\nKundenr;Q1;Q2;Q3\n10;1;2;3\n").refused[0].code == "sheet-no-year"


def test_a_year_may_end_in_summer(read_text):
    said = read_text("Kundenr;2023/24;2024/25\n10;1;2\n")
    assert days(said) == ["2024-06-30", "2025-06-30"]
    said = read_text("Kundenr;2023;2024\n10;1;2\n", mapping={"year_end": "30.09"})
    assert days(said) == ["2023-09-30", "2024-09-30"]
    said = read_text("Kundenr;2023;2024\n10;1;2\n", mapping={"year_end": "29.02"})
    assert days(said) == ["2023-02-28", "2024-02-29"]


def test_the_turnover_of_firms_in_a_register_is_not_what_they_bought(read_text):
    text = "organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;Omsetning 2023;Omsetning 2024\n987654321;Fjord;AS;5;100;200\n"
    assert set(read_text(text).tables) == {"market"}


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        ("År;Kundenr;Beløp", ["2023;10;100", "2024;10;50"], ["2023-12-31", "2024-12-31"]),
        ("Year;Month;Customer no;Net amount", ["2023;3;10;100", "2024;12;10;50"], ["2023-03-01", "2024-12-01"]),
        ("År;Måned;Kundenr;Netto", ["2023;mars;10;100", "2024;Desember;10;50"], ["2023-03-01", "2024-12-01"]),
        ("Regnskabsår;Kvartal;Kundenr;Nettoomsætning", ["2023;1;10;100", "2024;4;10;50"], ["2023-03-31", "2024-12-31"]),
        ("Räkenskapsår;Kvartal;Kundnr;Omsättning", ["2023;Q1;10;100", "2024;Q4;10;50"], ["2023-03-31", "2024-12-31"]),
        ("År;Periode;Kundenr;Netto", ["2023;202303;10;100", "2024;202412;10;50"], ["2023-03-01", "2024-12-01"]),
        ("År;Periode;Kundenr;Varenr;Netto", ["2023;1;10;A;100", "2024;12;10;B;50"], ["2023-01-01", "2024-12-01"]),
    ],
)
def test_a_year_in_a_column_of_its_own(read_text, headers, cells, expected):
    said = read_text("\n".join([headers, *cells, ""]))
    assert days(said) == expected
    assert said.column("revenue") == exact(100, 50)
    assert said.codes["sheet-sums-of-periods"] == (";10;100" in cells[0] and cells[0].count(";") == 2)


def test_a_real_date_is_better_than_a_year(read_text):
    said = read_text("År;Fakturadato;Kundenr;Netto\n2024;05.03.2024;10;100\n")
    assert days(said) == ["2024-03-05"]
    assert not said.problems


def test_a_corrected_sum_is_the_same_line(read_text):
    text = "År;Kundenr;Netto\n2023;10;100\n2023;11;{}\n2024;10;70\n"
    assert read_text(text.format(50)).column("line_key") == read_text(text.format(55)).column("line_key")
    # Where the same customer has several rows of a year, the amount tells them apart.
    several = "År;Kundenr;Netto\n2023;10;100\n2023;10;200\n2023;10;300\n"
    assert len(set(read_text(several).column("line_key"))) == 3


def test_a_year_that_cannot_be_read_is_a_problem(read_text):
    said = read_text("År;Kundenr;Netto\n" + "".join(f"2023;{n};1\n" for n in range(10)) + "i fjor;10;2\n;11;3\n")
    assert said.codes["sheet-date-not-read"] == said.codes["sheet-no-date"] == 1
    assert said.column("content", "rejected") == ["i fjor\t10\t2", "\t11\t3"]


@pytest.mark.parametrize(
    ("title", "name", "when"),
    [
        ("Kundeomsetning 01.01.2024 - 31.12.2024;;\n", "x.csv", "2024-12-31"),
        ("Periode: 01.07.2023–30.06.2024;;\n", "x.csv", "2024-06-30"),
        ("Period 2024-01-01 till 2024-03-31;;\n", "x.csv", "2024-03-31"),
        ("", "omsetning 2024.csv", "2024-12-31"),
    ],
)
def test_one_sum_per_customer_with_the_period_in_the_title(read_text, title, name, when):
    said = read_text(title + "Kundenr;Kundenavn;Omsetning\n10;Fjord;100\n11;Vik;50\nSum;;150\n", name=name)
    assert days(said) == [when, when]
    assert said.revenue == 150
    assert said.codes["sheet-sums-of-periods"] == 1
    assert said.column("name", "customers") == ["Fjord", "Vik"]


def test_a_customer_list_without_a_period_stays_a_customer_list(read_text):
    assert set(read_text("Kundenr;Kundenavn;Omsetning\n10;Fjord;100\n", name="kunder.csv").tables) == {"customers"}


GROUPED = (
    "Kundeomsetning;;;\nFakturanr;Dato;Tekst;Beløp eks mva\nKunde: 10001 Fjord AS;;;\n1;01.02.2025;Skrue;100,00\n2;02.02.2025;Mutter;50,00\n"
    "Sum kunde 10001;;;150,00\n;;;\nKunde: 10002 Vik, Nes & Co;;;\n3;03.02.2025;Skrue;25,50\nSum kunde 10002;;;25,50\n"
)


def test_customers_as_headings(read_text):
    said = read_text(GROUPED)
    assert [(row["customer_id"], row["invoice_id"], row["revenue"], row["row"]) for row in said.rows()] == [
        ("10001", "1", Decimal(100), 4),
        ("10001", "2", Decimal(50), 5),
        ("10002", "3", Decimal("25.5"), 9),
    ]
    assert said.column("name", "customers") == ["Fjord AS", "Vik, Nes & Co"]
    assert said.how["Customers from"] == "headings above the lines, such as 10001 Fjord AS"
    own = [control for control in said.controls if control.own]
    assert [control.stated for control in own] == exact("175.5")
    assert "sheet-no-date" not in said.codes


def test_sums_of_customers_that_do_not_fit_are_told(read_text):
    said = read_text(GROUPED.replace("2;02.02.2025;Mutter;50,00\n", ""), check=False)
    assert [control.stated for control in said.controls if control.own] == exact("175.5")
    assert said.revenue == Decimal("125.5")


@pytest.mark.parametrize("total", ["175,50", "170,00"])
def test_the_grand_total_of_customers_as_headings(read_text, total):
    said = read_text(GROUPED + f"Totalt;;;{total}\n", check=False)
    assert [control.stated for control in said.controls if control.own] == exact(total.replace(",", "."))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10001;Fjord AS;;", "10002;Vik AS;;"),
        ("10001 Fjord AS;;;", "10002 Vik AS;;;"),
        ("Kundenr: 10001;Fjord AS;;", "Kundenr: 10002;Vik AS;;"),
        ("Kund;10001;Fjord AS;", "Kund;10002;Vik AS;"),
        ("Debitor 10001 - Fjord AS", "Debitor 10002 - Vik AS"),
        ("Customer no. 10001 Fjord AS;;;", "Customer no. 10002 Vik AS;;;"),
    ],
)
def test_headings_as_systems_write_them(read_text, one, other):
    said = read_text(f"Bilag;Dato;Tekst;Netto\n{one}\n1;01.02.2025;x;10\n2;01.02.2025;y;20\n{other}\n3;01.03.2025;z;30\n")
    assert said.column("customer_id") == ["10001", "10001", "10002"]
    assert said.column("name", "customers") == ["Fjord AS", "Vik AS"]


def test_headings_without_a_number_and_a_header_on_each(read_text):
    part = "Kunde: {};;\nDato;Fakturanr;Netto\n01.02.2025;{};10\n"
    said = read_text(part.format("Fjord AS", 1) + part.format("Vik AS", 2))
    assert said.column("customer_id") == ["Fjord AS", "Vik AS"]


def test_text_rows_in_a_list_with_customers_are_no_headings(read_text):
    said = read_text("Dato;Kundenr;Tekst;Netto\n;;10001 merknad;\n01.02.2025;7;x;10\n;;10002 merknad;\n", check=True)
    assert said.column("customer_id") == ["7"]
    assert said.codes["sheet-no-date"] == 2


def test_a_grouped_file_of_many_blocks(read, tmp_path):
    """Headings carry over from one block of the file to the next."""
    path = tmp_path / "stor.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("Fakturanr;Dato;Tekst;Netto\n")
        for customer in range(4):
            out.write(f"Kunde: {customer} Firma {customer};;;\n")
            out.writelines(f"{customer}{n};01.02.2025;{'x' * 900};1,00\n" for n in range(6_000))
            out.write(f"Sum kunde {customer};;;6000,00\n")
    said = read(path)
    table = said.table("invoice_lines")
    assert table["customer_id"].value_counts().to_pylist() == [{"values": str(n), "counts": 6_000} for n in range(4)]
    assert said.revenue == 24_000
    assert date(2025, 2, 1) in said.column("date")


ODD = ["", "01.02.2025", "Kunde: 7 Li", "10003 Nes", "Sum kunde 7", "Totalt", "x", "12,50", "0", "2024", "Fakturanr", "-", "3", "Q1 2025"]
SHAPES = [
    "Fakturanr;Dato;Netto\nKunde: 1 Fjord;;\n1;01.02.2025;10\n",
    "Kundenr;2024;2025\n1;10;20\n",
    "Kundenr;2024-01;2024-02;2024-03\n1;10;20;30\n",
    "År;Måned;Kundenr;Netto\n2024;3;1;10\n",
    "Omsetning 2024;;\nKundenr;Kundenavn;Omsetning\n1;Fjord;10\n",
    "Dato;Kundenr;Valuta;Kurs;Netto\n01.02.2025;1;NOK;1;10\n01.02.2025;1;EUR;11;10\n",
]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SHAPES), st.lists(st.lists(st.sampled_from(ODD), max_size=6), max_size=30))
def test_every_row_comes_back_once_in_any_layout(read_text, shape, rows):
    said = read_text(shape + "".join(";".join(row) + "\n" for row in rows), check=False)
    if said.refused:
        return
    told, rejected = Counter(), Counter()
    for problem in said.problems:
        told[problem.code] += problem.rows
    for row in said.rows("rejected"):
        rejected[row["code"]] += row["rows"]
    assert rejected == +told
    if "invoice_lines" in said.tables:
        assert said.ends[0].rows == len({row["row"] for row in said.rows()}) + told.total()
    for control in said.controls:
        assert control.own or control.measured is None or control.stated == control.measured
