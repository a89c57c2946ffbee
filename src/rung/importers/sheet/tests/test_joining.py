from datetime import date
from decimal import Decimal

import openpyxl
import pytest

HEADS = "OrderID,CustomerID,EmployeeID,OrderDate,ShipCountry\n10248,VINET,5,1996-07-04,France\n10249,TOMSP,6,1996-07-05,Germany\n10250,HANAR,4,1996-08-08,Brazil\n"
LINES = "OrderID,ProductID,UnitPrice,Quantity,Discount\n10248,11,14.0,12,0.0\n10248,42,9.8,10,0.0\n10249,14,18.6,9,0.05\n"


@pytest.fixture
def put(tmp_path):
    def putting(**texts):
        paths = []
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            paths.append(tmp_path / f"{name}.csv")
        return paths

    return putting


def test_lines_get_date_customer_and_seller_from_their_orders(read, put):
    said = read(*put(Orders=HEADS, OrderDetails=LINES))
    assert [sorted(files) for files in said.files] == [["OrderDetails.csv", "Orders.csv"]]
    assert said.column("revenue") == [Decimal(168), Decimal(98), Decimal("159.03")]
    assert said.column("date") == [date(1996, 7, 4), date(1996, 7, 4), date(1996, 7, 5)]
    assert said.column("customer_id") == ["VINET", "VINET", "TOMSP"]
    assert said.column("seller_id") == ["5", "5", "6"]
    assert said.column("line_key")[0] == "1996-07-04||10248|11|VINET|12|14"
    assert "1 order has no lines." in str(said.problem("sheet-order-without-lines").found)
    assert said.ends[0].rows == 3


def test_the_order_of_the_files_does_not_matter(read, put):
    heads, lines = put(Orders=HEADS, OrderDetails=LINES)
    assert read(lines, heads).rows() == read(heads, lines).rows()


def test_a_line_without_its_order_is_a_problem_with_its_money(read, put):
    said = read(*put(Orders=HEADS, OrderDetails=LINES + "99999,1,10.0,3,0.1\n"))
    assert len(said.rows()) == 3
    problem = said.problem("sheet-order-missing")
    assert (problem.rows, problem.amount) == (1, Decimal(27))


def test_an_order_twice_is_told_and_the_first_counts(read, put):
    said = read(*put(Orders=HEADS + "10248,OTHER,1,1999-01-01,Spain\n", OrderDetails=LINES))
    assert said.column("customer_id")[0] == "VINET"
    assert said.codes["sheet-order-twice"] == 1


def test_heads_with_totals_of_their_own_are_not_counted_beside_their_lines(read, put):
    invoices = "InvoiceId,CustomerId,InvoiceDate,Total\n1,2,2009-01-01,3.96\n2,4,2009-01-02,5.94\n"
    lines = "InvoiceLineId,InvoiceId,TrackId,UnitPrice,Quantity\n1,1,2,0.99,2\n2,1,4,0.99,2\n3,2,6,0.99,6\n"
    said = read(*put(Invoice=invoices, InvoiceLine=lines))
    assert said.revenue == Decimal("9.9")
    assert said.column("line_key") == ["1|1", "1|2", "2|3"]
    assert len(said.files) == 1
    alone = read(*put(Invoice=invoices))
    assert alone.revenue == Decimal("9.9")


def test_other_files_stay_inputs_of_their_own(read, put):
    customers = "CustomerID,CompanyName,Country\nVINET,Vins et alcools,fr\n"
    said = read(*put(Customers=customers, Orders=HEADS, OrderDetails=LINES), check=False)
    assert [sorted(files) for files in said.files] == [["Customers.csv"], ["OrderDetails.csv", "Orders.csv"]]
    assert said.column("country", "customers") == ["FR"]


def test_orders_and_lines_as_sheets_of_one_workbook(read, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, text in (("Orders", HEADS), ("Details", LINES)):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "bok.xlsx")
    said = read(tmp_path / "bok.xlsx")
    assert said.files == [["bok.xlsx"]]
    assert said.revenue == Decimal("425.03")


def test_orders_that_do_not_belong_are_left_apart(read, put):
    said = read(*put(Orders=HEADS.replace("102", "999"), OrderDetails=LINES), check=False)
    assert {problem.code for problem in said.refused} == {"sheet-heads-alone", "sheet-lines-alone"}


def test_a_product_list_gets_the_names_of_its_groups(read, put):
    products = "ProductID,ProductName,CategoryID\n1,Chai,1\n2,Chang,2\n3,Syrup,9\n"
    said = read(*put(Products=products, Categories="CategoryID,CategoryName\n1,Beverages\n2,Condiments\n"))
    assert said.column("product_group", "products") == ["Beverages", "Condiments", "9"]
    assert len(said.files) == 1
