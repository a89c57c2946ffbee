import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.fixture
def book(tmp_path):
    def making(sheets, name="bok.xlsx"):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return making


LINES = [
    ["Fakturajournal 2025"],
    [],
    ["Fakturadato", "Fakturanr", "Kundenr", "Varenr", "Antall", "Beløp eks. mva"],
    [datetime(2025, 1, 31), 1001, 10001.0, "0012", 2, 1234.5],  # noqa: DTZ001  Excel knows no time zones
    [date(2025, 2, 1), 1002, "00720", "0013", 1.5, 0.1 + 0.2],
    ["03.02.2025", 1003, None, 14, "1", "1 234,50"],
    [],
    ["Sum", None, None, None, None, 2469.3],
]


def test_a_workbook(read, book):
    said = read(book({"Linjer": LINES}))
    assert said.heads[0].kind == "Excel"
    assert said.column("date") == [date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 3)]
    assert said.column("customer_id") == ["10001", "00720", None]
    assert said.column("product_id") == ["0012", "0013", "14"]
    assert said.column("revenue") == [Decimal("1234.5"), Decimal("0.3"), Decimal("1234.5")]
    assert said.column("quantity") == [Decimal(2), Decimal("1.5"), Decimal(1)]
    assert said.column("row") == [4, 5, 6]
    assert {row["file"] for row in said.rows()} == {"bok.xlsx#Linjer"}
    assert [control.stated for control in said.controls if "own" in str(control.name)] == [Decimal("2469.3")]


def test_every_sheet_with_data_is_one_import(read, book):
    customers = [["Kundenr", "Navn", "Ansatte"], [10001, "Fjord AS", 12], ["00720", "Vik AS", None]]
    path = book({"Forside": [["Rapport laget av Kari"]], "Linjer": LINES, "Kunder": customers, "Tom": []})
    said = read(path, check=False)
    assert said.files == [["bok.xlsx"]]
    assert len(said.rows()) == 3
    assert said.column("employees", "customers") == [12, None]
    assert len(said.ends) == 1
    assert said.ends[0].rows == 5
    assert not said.refused
    assert str(said.problem("sheet-no-header").where) == "bok.xlsx#Forside"


def test_two_sheets_of_lines_share_their_controls(read, book):
    said = read(book({"Jan": LINES[2:6], "Feb": LINES[2:6]}))
    assert len(said.rows()) == 6
    assert len([control for control in said.controls if control.month]) == 2


def test_hidden_sheets_are_passed_over_and_named(read, book):
    path = book({"Linjer": LINES, "Arkiv": LINES})
    workbook = openpyxl.load_workbook(path)
    workbook["Arkiv"].sheet_state = "hidden"
    workbook.save(path)
    said = read(path)
    assert len(said.rows()) == 3
    assert said.how["Hidden sheets, passed over"] == "Arkiv"


def test_excel_serials_in_text(read_text):
    said = read_text("Dato;Kundenr;Netto\n45688;1;10,50\n45689;1;11\n")
    assert said.column("date") == [date(2025, 1, 31), date(2025, 2, 1)]


def test_a_number_that_excel_knows_is_never_read_as_thousands(read, book):
    rows = [["Dato", "Kundenr", "Netto"], [date(2025, 1, 1), 1, 1.234], [date(2025, 1, 2), 1, "1.234,50"], [date(2025, 1, 3), 1, 1e-7]]
    assert read(book({"A": rows})).column("revenue") == [Decimal("1.234"), Decimal("1234.5"), Decimal(0)]


def test_sixty_thousand_empty_rows_of_a_workbook(read, tmp_path):
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("A")
    for row in [["Dato", "Kundenr", "Netto"], [date(2025, 1, 1), 1, 1.5]]:
        sheet.append(row)
    for _ in range(30_000):
        sheet.append([])
    sheet.append([date(2025, 1, 2), 2, 2.5])
    workbook.save(tmp_path / "bok.xlsx")
    said = read(tmp_path / "bok.xlsx")
    assert said.column("row") == [2, 30_003]
    assert said.codes == {"sheet-empty-rows": 1}


def test_a_workbook_without_data_is_empty(read, book):
    assert read(book({"A": []})).refused[0].code == "sheet-empty"


ODS_ROW = "<table:table-row>{}</table:table-row>"
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
ODS_NUMBER = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
ODS_DATE = '<table:table-cell office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>'


def write_ods(path, rows):
    namespaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        pack.writestr("META-INF/manifest.xml", "<manifest/>")
        table = f'<table:table table:name="Linjer">{rows}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        pack.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {namespaces}>{body}</office:document-content>')


def test_an_open_document(read, tmp_path):
    header = ODS_ROW.format("".join(ODS_TEXT.format(name) for name in ("Dato", "Kundenr", "Netto")))
    line = ODS_ROW.format(ODS_DATE.format("2025-01-31") + ODS_TEXT.format("007") + ODS_NUMBER.format("1234.5"))
    write_ods(tmp_path / "bok.ods", header + line)
    said = read(tmp_path / "bok.ods")
    assert (said.column("date"), said.column("customer_id"), said.column("revenue")) == ([date(2025, 1, 31)], ["007"], [Decimal("1234.5")])


def test_an_open_document_that_repeats_a_filled_cell_without_end_is_refused(read, tmp_path):
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    write_ods(tmp_path / "bok.ods", f'<table:table-row table:number-rows-repeated="900000">{cell}</table:table-row>')
    assert read(tmp_path / "bok.ods").refused[0].code == "sheet-too-wide"


def test_of_several_reasons_the_one_that_says_most_is_given(read, book):
    path = book({"Forside": [["Rapport"]], "Farger": [["farge", "form"], ["blue", "round"]]})
    assert read(path).refused[0].code == "sheet-not-understood"


def test_parquet_of_any_types(read, tmp_path):
    table = pa.table(
        {
            "InvoiceDate": pa.array([datetime(2009, 12, 1, 7, 45), datetime(2009, 12, 2), None], pa.timestamp("ns")),  # noqa: DTZ001  nor does this file
            "Customer ID": pa.array([13085.0, None, 1.0]),
            "Invoice": pa.array(["489434", "C489435", "1"]).dictionary_encode(),
            "Quantity": pa.array([12, -1, 1], pa.int8()),
            "Price": pa.array([6.95, 2.1, 3.0], pa.float32()),
            "Tags": pa.array([["a"], [], None]),
        }
    )
    pq.write_table(table, tmp_path / "linjer.parquet")
    said = read(tmp_path / "linjer.parquet")
    assert said.column("customer_id") == ["13085", None]
    assert said.column("revenue") == [Decimal("83.4"), Decimal("-2.1")]
    assert said.column("line_key")[0] == "2009-12-01|07:45:00|489434||13085|12|6.95"
    assert said.column("row") == [1, 2]
    assert said.problem("sheet-no-date").amount == Decimal(3)


def test_parquet_decimals_and_dates(read, tmp_path):
    table = pa.table(
        {
            "date": pa.array([date(2025, 1, 31)]),
            "customer_id": ["007"],
            "revenue": pa.array([Decimal("1.23456")], pa.decimal128(12, 5)),
            "cost": pa.array([Decimal("0.5")], pa.decimal128(12, 1)),
        }
    )
    pq.write_table(table, tmp_path / "x")
    said = read(tmp_path / "x")
    assert said.column("revenue") == [Decimal("1.2346")]
    assert said.column("cost") == [Decimal("0.5")]


def test_parquet_without_rows(read, tmp_path):
    pq.write_table(
        pa.table({"date": pa.array([], pa.date32()), "customer_id": pa.array([], pa.string()), "revenue": pa.array([], pa.float64())}),
        tmp_path / "x.parquet",
    )
    assert read(tmp_path / "x.parquet").refused[0].code == "sheet-no-rows"
