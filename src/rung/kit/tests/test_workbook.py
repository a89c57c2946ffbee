"""Is the workbook one that a person can go on working with, and one that nothing in a file can turn into a trap?"""

import hashlib
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.base import Money, Share, text
from rung.kit.language import LANGUAGES, language
from rung.kit.report import Bars, Column, Curve, Figure, Mark, Section, Series, Table
from rung.kit.tests.sample import EVIL, sample
from rung.kit.workbook import book, lines, write_workbook

FORMULAS = (
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "=1",
    "http://x.example",
    "\t=1",
    "<script>alert(1)</script>",
    "'=1",
    "Bra!A1 AS",
    "=Sheet!$B$2",
)


@pytest.fixture(scope="module")
def report():
    return sample()


@pytest.fixture(scope="module")
def path(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    write_workbook(report, path, language("en"))
    return path


@pytest.fixture(scope="module")
def workbook(path):
    return openpyxl.load_workbook(path)


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def below_head(sheet):
    """The headings and the rows under them."""
    top = int(sheet.freeze_panes[1:])
    head, *rows = sheet.iter_rows(min_row=top - 1)
    return [cell.value for cell in head], rows


def test_the_first_sheet_says_what_to_remember_and_leads_on(workbook, report):
    sheet = workbook.worksheets[0]
    assert sheet.title == "Summary"
    said = [cell.value for cell in cells(sheet)]
    assert said[0] == "Customer analysis for Nordisk Festeteknikk AS"
    assert any(str(one).startswith("28 of 140 customers give 80% of the revenue.") for one in said)
    assert 4832607.42 in said
    assert "Cannot be computed" in said
    assert any("The sum of all invoice lines in the period" in str(one) for one in said)
    links = {cell.hyperlink.location for cell in cells(sheet) if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in ("Who matters most", "When do they buy", "What do they buy", "Who moved", "Problems")}


def test_every_table_has_a_sheet_with_typed_cells_headings_that_stay_and_a_filter(workbook, report):
    sheet = workbook["Every customer"]
    head, rows = below_head(sheet)
    assert head == ["Customer", "No.", "Class", "Revenue (NOK)", "Share", "Cumulative"]
    assert len(rows) == 140 + 1
    assert sheet.auto_filter.ref == "A4:F144"
    first = rows[0]
    assert [cell.data_type for cell in first] == ["s", "s", "s", "n", "n", "n"]
    assert first[1].value == "1001"
    assert first[3].number_format == "#,##0.00"
    assert first[4].number_format == "0.0%"
    assert rows[-1][0].value == "Sum"
    assert rows[-1][3].value == 4832607.42
    assert rows[-1][3].font.b
    assert all(sheet.column_dimensions[letter].width >= 9 for letter in "ABCDEF")
    comment = sheet["C4"].comment
    assert comment is not None
    assert "A until 80%" in comment.text


def test_money_is_exact_to_the_oere(workbook, report):
    _, rows = below_head(workbook["Every customer"])
    table = report.sections[0].parts[2]
    assert [Decimal(str(row[3].value)) * 100 for row in rows[:-1]] == [cells_[3] for cells_ in table.rows]


def test_the_invoice_lines_are_typed_and_say_where_they_come_from(workbook, report):
    sheet = workbook["Invoice lines"]
    head, rows = below_head(sheet)
    assert head[:4] == ["Customer", "Name", "Date", "Invoice"]
    assert head[-2:] == ["File", "Row in the file"]
    assert len(rows) == report.lines.rows.num_rows
    assert sheet.auto_filter.ref == f"A2:L{len(rows) + 2}"
    first = report.lines.rows.slice(0, 1).to_pylist()[0]
    values = [cell.value for cell in rows[0]]
    assert values[0] == first["customer_id"]
    assert values[2] == datetime.combine(first["date"], datetime.min.time())
    assert rows[0][2].is_date
    assert values[7] == first["revenue_minor"] / 100
    assert values[-2:] == [first["file"], first["row"]]
    assert rows[0][0].data_type == rows[0][3].data_type == "s"
    assert sum(round(row[7].value * 100) for row in rows) == sum(report.lines.rows["revenue_minor"].to_pylist())


def test_charts_are_native_and_drawn_from_the_cells(workbook, path):
    months = workbook["When do they buy"]
    assert len(months._charts) == 2
    assert len(workbook["Who matters most"]._charts) == 1
    with zipfile.ZipFile(path) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert any("<c:scatterChart>" in chart for chart in drawn)
    assert any("<c:barChart>" in chart and "'When do they buy'!$B$" in chart for chart in drawn)
    # viewers that do not reckon read the values beside the reference
    assert all("<c:numCache>" in chart for chart in drawn)


def test_the_grid_has_its_counts(workbook):
    rows = [[cell.value for cell in row] for row in workbook["Who moved"].iter_rows(min_row=6, max_row=10)]
    assert rows[0] == ["Last year \\ This year", "A", "B", "C", "Did not buy"]
    assert rows[1] == ["A", 22, 4, 0, 1]


def test_notes_stand_above_the_first_table(workbook):
    said = [cell.value for cell in cells(workbook["Problems"])]
    assert "Invoice 50123 is in the file twice; it is counted once." in said
    assert said[-1] == "Problem"


def test_charts_beside_a_table_of_the_sections_name_are_called_after_the_first(report, tmp_path):
    bars = Bars(key="b", title=text("Month by month"), labels=["x"], series=[Series(name=text("X"), values=[1])])
    table = Table(key="t", columns=[Column(key="x", label=text("X"))], rows=[["x"]])
    section = Section(key="s", title=text("How did it go?"), sentence=text("S."), how=text("H."), parts=[table, bars])
    write_workbook(replace(report, sections=[section], lines=None), tmp_path / "r.xlsx", language("en"))
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["Summary", "How did it go", "Month by month", "About this report"]


def test_the_last_sheet_says_where_it_all_comes_from(workbook):
    said = [cell.value for cell in cells(workbook.worksheets[-1])]
    assert workbook.worksheets[-1].title == "About this report"
    assert "ordrelinjer.csv, 3,927 rows" in said
    assert "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" in said


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_its_own_words_and_dates(report, tmp_path, code):
    write_workbook(report, tmp_path / "r.xlsx", language(code))
    found = openpyxl.load_workbook(tmp_path / "r.xlsx")
    names = {
        "nb": ("Oppsummering", "Fakturalinjer"),
        "da": ("Overblik", "Fakturalinjer"),
        "sv": ("Sammanfattning", "Fakturarader"),
        "en": ("Summary", "Invoice lines"),
    }
    assert (found.sheetnames[0], found.sheetnames[-2]) == names[code]
    shown = found[names[code][1]]["C3"].number_format
    assert shown == {"nb": "dd.mm.yyyy", "da": "dd.mm.yyyy", "sv": "yyyy-mm-dd", "en": "d mmm yyyy"}[code]


def test_the_same_report_gives_the_same_bytes_and_no_clock(report, path, tmp_path):
    again = tmp_path / "again.xlsx"
    write_workbook(report, again, language("en"))
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()
    with zipfile.ZipFile(path) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        newest = max(report.lines.rows["date"].to_pylist())
        assert f">{newest}T00:00:00Z<" in parts.read("docProps/core.xml").decode()


def with_names(report, names):
    """The sample with these words wherever a file's words can stand."""
    table = Table(
        key="t",
        title=text("{name}", name=names[0]),
        columns=[Column(key="a", label=text("{name}", name=names[0])), Column(key="b", label=text("B"), kind="id")],
        rows=[[name, name] for name in names],
        total=[names[0], None],
    )
    bars = Bars(
        key="b",
        title=text("{name}", name=names[0]),
        labels=list(names),
        series=[Series(name=text("{name}", name=names[0]), values=[1] * len(names))],
    )
    mark = Mark(x=0.5, y=0.5, label=text("{name}", name=names[0]))
    axis = text("{name}", name=names[0])
    curve = Curve(key="c", title=axis, x_label=axis, y_label=axis, points=[(0, 0), (1, 1)], marks=[mark])
    figure = Figure(label=text("{name}", name=names[0]), value=names[0], how=text("{name}", name=names[0]))
    section = Section(
        key="s",
        title=text("{name}", name=names[0]),
        sentence=text("{name}", name=names[0]),
        how=text("How"),
        parts=[table, bars, curve],
        figures=[figure],
    )
    few = replace(report.lines, rows=report.lines.rows.slice(0, 20))
    return replace(report, title=text("{name}", name=names[0]), sections=[section], figures=[figure], lines=few)


@pytest.mark.parametrize("evil", FORMULAS)
def test_nothing_in_a_name_becomes_a_formula_or_a_link(report, tmp_path, evil):
    path = tmp_path / "evil.xlsx"
    write_workbook(with_names(report, [evil, *EVIL]), path, language("en"))
    found = openpyxl.load_workbook(path)
    assert not [cell for sheet in found for cell in cells(sheet) if cell.data_type == "f"]
    assert all(cell.hyperlink is None or cell.hyperlink.target is None for sheet in found for cell in cells(sheet))
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            written = parts.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                assert "<f>" not in written
            if name.startswith("xl/charts/chart"):  # names in a chart are words, only ranges are references
                assert "<c:tx><c:strRef>" not in written
    _, rows = below_head(next(sheet for sheet in found if sheet.freeze_panes and sheet.title != "Invoice lines"))
    assert [row[1].value for row in rows[:2]] == [evil, EVIL[0]]


def test_no_answer_is_an_empty_cell_and_odd_values_do_no_harm(report, tmp_path):
    columns = [
        Column(key=kind, label=text("X"), kind=kind) for kind in ("money", "share", "date", "month", "quantity", "number", "count", "text")
    ]
    rows = [
        [None] * 8,
        [-5, 0.5, date(1815, 6, 18), "2025-03", Decimal("1.5"), 2.25, 7, text("Said")],
        [2**53, 1, date(2025, 1, 2), date(2025, 4, 1), Decimal(3), -0.004, -1, 12],
    ]
    section = Section(key="s", title=text("S"), sentence=text("S."), how=text("H."), parts=[Table(key="t", columns=columns, rows=rows)])
    write_workbook(replace(report, sections=[section], lines=None), tmp_path / "r.xlsx", language("sv"))
    _, found = below_head(openpyxl.load_workbook(tmp_path / "r.xlsx")["S"])
    values = [[cell.value for cell in row] for row in found]
    assert values[0] == [None] * 8
    assert values[1] == [-0.05, 0.5, "1815-06-18", datetime(2025, 3, 1), 1.5, 2.25, 7, "Said"]  # noqa: DTZ001
    assert values[2] == [2**53 / 100, 1, datetime(2025, 1, 2), datetime(2025, 4, 1), 3, -0.004, -1, 12]  # noqa: DTZ001
    assert found[1][3].number_format == "[$-41D]mmm yyyy"


def test_more_lines_than_a_sheet_holds_says_so(report, tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "EXCEL_ROWS", 50)
    write_workbook(report, tmp_path / "r.xlsx", language("en"))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Invoice lines"]
    said = [sheet["A2"].value, sheet["A3"].value]
    assert said == ["46 of 3,927 lines are here, the largest customers' first.", "See them with: rung lines --customer ID FILE"]
    assert sheet.max_row == 50
    assert sheet.auto_filter.ref == "A4:L50"


def test_lines_left_out_of_the_report_are_told(tmp_path):
    write_workbook(sample(left_out=100), tmp_path / "r.xlsx", language("nb"))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Fakturalinjer"]
    assert "linjer står her" in sheet["A2"].value


def test_a_report_with_nothing_in_it_is_still_a_workbook(report, tmp_path):
    write_workbook(replace(report, sections=[], figures=[], lines=None, about=[]), tmp_path / "r.xlsx", language("da"))
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["Overblik", "Om denne rapport"]


def test_figures_keep_their_kind(report, tmp_path):
    figures = [
        Figure(label=text("M"), value=Money(-123_456, "SEK"), how=text("H")),
        Figure(label=text("S"), value=Share(0.1234, 1), how=text("H")),
        Figure(label=text("D"), value=date(2025, 1, 2), how=text("H")),
        Figure(label=text("N"), value=17, how=text("H")),
    ]
    write_workbook(replace(report, figures=figures, sections=[], lines=None), tmp_path / "r.xlsx", language("nb"))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    found = {sheet.cell(row, 1).value: sheet.cell(row, 2) for row in range(1, 15)}
    assert (found["M"].value, found["M"].number_format) == (-1234.56, '#,##0.00 "SEK"')
    assert (found["S"].value, found["S"].number_format) == (0.1234, "0.0%")
    assert (found["D"].value, found["N"].value) == (datetime(2025, 1, 2), 17)  # noqa: DTZ001


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_sheet_names_are_such_as_excel_takes(wanted):
    names = book.sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted) == len(names)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() != "history"
        assert name == name.strip("'")


def test_names_that_are_cut_alike_are_told_apart():
    long = "Customers who bought more than last year, and why"
    assert book.sheet_names([long, long, long.upper(), "History"]) == [
        "Customers who bought more than…",
        "Customers who bought more… 2",
        "CUSTOMERS WHO BOUGHT MORE… 3",
        "History 2",
    ]
