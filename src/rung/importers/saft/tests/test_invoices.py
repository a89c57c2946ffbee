"""Sales invoices with product lines, as in the draft of version 2.0 and in Danish 2.x."""

from datetime import date
from decimal import Decimal

import pytest

from rung.facts import FileHead
from rung.importers.archive import Piece
from rung.importers.saft import SaftInput


@pytest.fixture
def billed(saft, parts):
    """A file with invoices: (number, date, lines, more tags); beside it vouchers, if any."""

    def build(*invoices, totals="", products="", vouchers=(), **more):
        sales = parts.tag(
            "SalesInvoices", totals, *(invoice if isinstance(invoice, str) else bill(parts, *invoice) for invoice in invoices)
        )
        made = saft(list(vouchers), after=parts.tag("SourceDocuments", sales), **more)
        made.analysis = products
        return made

    return build


def bill(parts, number, day, lines, *, customer="1001", kind="Invoice", inner="", net=None, wrapped=False, after=""):
    who = parts.tag("CustomerInfo", parts.tags(CustomerID=customer)) if customer else ""
    said = parts.tags(InvoiceNo=number) + who + parts.tags(InvoiceDate=day, InvoiceType=kind) + inner
    totals = "" if net is None else parts.tag("DocumentTotals", parts.tags(NetTotal=net))
    inside = parts.tag("Lines", *lines) if wrapped else "".join(lines)
    return parts.tag("Invoice", said, inside, after, totals)


def item(parts, number, amount, *, side="C", product="P1", name="Skrue", quantity=1, extra="", money=""):
    said = parts.tags(LineNumber=number, ProductCode=product, ProductDescription=name, Quantity=quantity, UnitPrice="1.00", Description="x")
    worth = "" if amount is None else parts.tag("InvoiceLineAmount", parts.tags(Amount=amount), money)
    return parts.tag("Line", said, worth, parts.tags(DebitCreditIndicator=side), extra)


@pytest.fixture
def invoice(parts):
    return lambda *said, **more: bill(parts, *said, **more)


@pytest.fixture
def line(parts):
    return lambda *said, **more: item(parts, *said, **more)


def test_a_line_becomes_a_fact_with_its_product(read, billed, parts, line):
    product = parts.tags(ProductCode="P1", ProductGroup="Festemidler", Description="Skrue 4x40")
    made = billed(("F1", "2025-03-05", [line(1, "100.50", quantity="12.5")]), products=parts.tag("Products", parts.tag("Product", product)))
    found = read(made)
    (fact,) = found.lines
    row = fact.pop("row")
    assert made.text().splitlines()[row - 1] == "<Line>"
    assert fact == {
        "line_key": "999888777|invoice|F1|1",
        "source": "lines",
        "date": date(2025, 3, 5),
        "revenue": Decimal("100.5"),
        "estimated": False,
        "customer_id": "1001",
        "invoice_id": "F1",
        "product_id": "P1",
        "product_group": "Festemidler",
        "seller_id": None,
        "quantity": Decimal("12.5"),
        "cost": None,
        "original_amount": None,
        "currency": None,
        "file": "regnskap.xml",
    }
    assert [(one["product_id"], one["name"], one["product_group"]) for one in found.products] == [("P1", "Skrue 4x40", "Festemidler")]
    assert found.head.kind == "saft-no 2.0"
    assert found.how["Customer of a sale"] == "Named on the invoice"
    assert not found.problems


def test_vouchers_beside_the_invoices_stay_the_ledger(read, billed, parts, line):
    vouchers = [("1", "2025-03-05", parts.sale(1000, "1001", document="F1"))]
    found = read(billed(("F1", "2025-03-05", [line(1, 600), line(2, 400)]), vouchers=vouchers))
    assert sorted((row["source"], row["revenue"]) for row in found.lines) == [("ledger", 1000), ("lines", 400), ("lines", 600)]
    (month,) = [control for control in found.controls if control.month]
    assert (str(month.name), month.stated, month.measured) == ("Revenue of vouchers and invoices added together", 2000, None)


@pytest.mark.parametrize(
    ("kind", "lines", "revenue"),
    [
        ("Invoice", [("100", "C")], 100),
        ("Invoice", [("100", "C"), ("30", "D")], 70),  # a discount on a line of its own
        ("Invoice", [("100", "C"), ("-30", "C")], 70),
        ("Invoice", [("-30", "D")], -30),  # said twice
        ("CreditNote", [("100", "D"), ("20", "D")], -120),
        ("CreditNote", [("100", "D"), ("20", "C")], -80),
        ("CreditNote", [("100", "C")], -100),  # written as if it were a sale
        ("Kreditnota", [("100", "")], -100),
        ("381", [("100", "C")], -100),
        ("Kreditfaktura", [("-100", "C")], -100),
        ("380", [("100", "")], 100),
    ],
)
def test_credit_notes_are_negative_however_they_are_written(read, billed, invoice, line, kind, lines, revenue):
    given = [line(n, amount, side=side or None, quantity=2) for n, (amount, side) in enumerate(lines, 1)]
    found = read(billed(invoice("F1", "2025-03-05", given, kind=kind)))
    assert found.revenue() == {"1001": revenue}
    for row in found.lines:
        assert (row["quantity"] < 0) is (row["revenue"] < 0)


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize("name", ["InvoiceLineAmount", "TaxBaseAmount", "CreditAmount"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_amounts_nested_or_flat_and_lines_wrapped_or_not(read, billed, invoice, parts, name, nested, wrapped):
    worth = parts.tag(name, parts.tags(Amount="75.00") if nested else "75.00")
    given = parts.tag("Line", parts.tags(LineNumber=1, Description="Arbejde"), worth)
    (fact,) = read(billed(invoice("F1", "2025-03-05", [given], wrapped=wrapped))).lines
    assert (fact["revenue"], fact["product_id"]) == (75, "Arbejde")


def test_a_debit_amount_is_a_return(read, billed, invoice, parts):
    given = parts.tag("Line", parts.tags(LineNumber=1, ProductCode="P1", DebitAmount="75.00"))
    assert read(billed(invoice("F1", "2025-03-05", [given]))).revenue() == {"1001": -75}


@pytest.mark.parametrize(("where", "customer"), [("CustomerID", "1001"), ("CustomerInfo", "1001"), ("Name", None), ("Supplier", None)])
def test_whose_invoice_it_is(read, billed, invoice, line, parts, where, customer):
    said = {
        "CustomerID": parts.tags(CustomerID="1001"),
        "CustomerInfo": parts.tag("CustomerInfo", parts.tags(CustomerID="1001", Name="Alfa")),
        "Name": parts.tag("CustomerInfo", parts.tags(Name="Kontantkunde")),
        "Supplier": parts.tag("SupplierInfo", parts.tags(Name="Omvendt fakturering")),
    }[where]
    (fact,) = read(billed(invoice("F1", "2025-03-05", [line(1, 10)], customer=None, inner=said))).lines
    assert fact["customer_id"] == customer


def test_the_invoices_own_currency(read, billed, line, parts):
    euro = parts.tags(CurrencyCode="eur", CurrencyAmount="9.05", ExchangeRate="11.05")
    own = parts.tags(CurrencyCode="NOK", CurrencyAmount="100.00", ExchangeRate="1.0")
    long = parts.tags(CurrencyCode="BTC", CurrencyAmount="0.000000001")
    given = [line(1, 100, money=euro), line(2, 100, money=euro, side="D"), line(3, 100, money=own), line(4, 100, money=long)]
    found = read(billed(("F1", "2025-03-05", given)))
    told = [(row["revenue"], row["original_amount"], row["currency"]) for row in found.lines]
    assert told == [(100, Decimal("9.05"), "EUR"), (-100, Decimal("-9.05"), "EUR"), (100, None, None), (100, None, None)]
    assert "1 amount" in str(found.problem("saft-foreign-amount").found)


KARI = "<Analysis><AnalysisType>S</AnalysisType><AnalysisID>KARI</AnalysisID></Analysis>"
TABLE = """<AnalysisTypeTable><AnalysisTypeTableEntry><AnalysisType>S</AnalysisType><AnalysisTypeDescription>Selger</AnalysisTypeDescription>
<AnalysisID>KARI</AnalysisID><AnalysisIDDescription>Kari Nordmann</AnalysisIDDescription></AnalysisTypeTableEntry></AnalysisTypeTable>"""


def test_who_sold_it(read, billed, invoice, line):
    found = read(
        billed(
            invoice("F1", "2025-03-05", [line(1, 10, extra=KARI), line(2, 10)]),
            invoice("F2", "2025-03-05", [line(1, 10)], inner=KARI),
            invoice("F3", "2025-03-05", [line(1, 10, extra="<SalesPersonID>OLA</SalesPersonID>"), line(2, 10)], inner="<SalesPerson>EVA</SalesPerson>"),
            products=TABLE,
        )
    )  # fmt: skip
    assert [row["seller_id"] for row in found.lines] == ["KARI", None, "KARI", "OLA", "EVA"]


def test_numbers_that_come_twice_still_make_different_keys(read, billed, line, parts):
    bare = parts.tag("Line", parts.tags(ProductCode="P1", InvoiceLineAmount="5"))
    found = read(billed(("F1", "2025-03-05", [line(1, 10), line(1, 20), bare]), ("F1", "2025-04-05", [line(1, 30)])))
    assert [row["line_key"] for row in found.lines] == [
        "999888777|invoice|F1|1",
        "999888777|invoice|F1|1#2",
        "999888777|invoice|F1|#3",
        "999888777|invoice|F1#2|1",
    ]


def controls_of(found):
    return {str(control.name): (control.stated, control.measured) for control in found.controls if control.month is None}


def test_the_totals_of_the_invoices_stand_beside_ours(read, billed, invoice, line, parts):
    totals = parts.tags(NumberOfEntries=3, TotalDebit="50.00", TotalCredit="300.00")
    made = billed(
        invoice("F1", "2025-03-05", [line(1, 100), line(2, 200)], net="300.00"),
        invoice("F2", "2025-03-06", [line(1, 50)], kind="CreditNote", net="50.00"),
        totals=totals,
    )
    found = read(made)
    told = controls_of(found)
    assert told["Sales invoices"] == (3, 2)
    assert told["Sales invoices, debit"] == (50, 50)
    assert told["Sales invoices, credit"] == (300, 300)
    assert told["Net total of the invoices"] == (250, 250)
    assert not found.problems


def test_totals_with_vat_are_known_for_what_they_are(read, billed, invoice, line, parts):
    total = parts.tag("DocumentTotals", parts.tags(NetTotal="100.00", GrossTotal="125.00"))
    made = billed(invoice("F1", "2025-03-05", [line(1, 100)], after=total), totals=parts.tags(TotalDebit="0.00", TotalCredit="125.00"))
    assert controls_of(read(made))["Sales invoices, credit"] == (125, 125)


def test_an_invoice_that_does_not_add_up_is_named(read, billed, invoice, line):
    found = read(billed(invoice("F1", "2025-03-05", [line(1, 100)], net="110.00"), invoice("F2", "2025-03-05", [line(1, 5)], net="5.00")))
    problem = found.problem("saft-invoice-does-not-add-up")
    assert str(problem.found) == "The lines add up to 100.00 NOK, but the invoice says 110.00 NOK without VAT."
    assert "invoice F1" in str(problem.where)
    assert controls_of(found)["Net total of the invoices"] == (115, 105)


@pytest.mark.parametrize("net", ["100.00", "120.00"])
def test_freight_is_told_and_not_counted(read, billed, invoice, line, parts, net):
    freight = parts.tag("ShippingCostsAmount", parts.tags(Amount="20.00"))
    found = read(billed(invoice("F1", "2025-03-05", [line(1, 100, extra=freight)], net=net)))
    assert found.codes == ["saft-freight"]
    assert "20.00 NOK" in str(found.problem("saft-freight").found)
    assert found.revenue() == {"1001": 100}


def test_a_file_where_debit_and_credit_are_swapped_is_noticed(read, billed, line):
    found = read(billed(("F1", "2025-03-05", [line(1, 100, side="D")])))
    assert "-100.00 NOK" in str(found.problem("saft-invoices-negative").found)


@pytest.mark.parametrize("written", [None, "x", "1,50", "123456789012345.00"])
def test_a_line_without_a_readable_amount_is_a_problem_that_can_be_downloaded(read, billed, line, written):
    found = read(billed(("F1", "2025-03-05", [line(1, written), line(2, 60)])))
    problem = found.problem("saft-amount-not-understood")
    assert (problem.rows, problem.amount) == (1, None)
    assert "invoice F1" in str(problem.where)
    assert ("too large" in str(problem.found)) is (written == "123456789012345.00")
    (row,) = found.rejected
    assert row["content"].startswith("F1\t2025-03-05\t1\tP1\tSkrue\t")
    assert found.revenue() == {"1001": 60}


@pytest.mark.parametrize("written", ["", "2025-02-30", "05.03.2025", "1899-12-31", "2200-01-01"])
def test_an_invoice_without_a_readable_date_is_a_problem_with_its_lines_and_money(read, billed, line, written):
    found = read(billed(("F1", written, [line(1, 60), line(2, "x")]), ("F2", "2025-03-05", [line(1, 10)])))
    problem = found.problem("saft-date-not-understood")
    assert (problem.rows, problem.amount) == (2, 60)
    assert [row["amount"] for row in found.rejected] == [60, None]
    assert found.revenue() == {"1001": 10}


def test_decimals_beyond_the_fourth_are_rounded_and_said(read, billed, line):
    found = read(billed(("F1", "2025-03-05", [line(1, "10.00005")])))
    assert found.lines[0]["revenue"] == 10
    assert "1 amount" in str(found.problem("saft-amount-rounded").found)


def test_purchase_invoices_are_not_sales(read, billed, invoice, line, parts):
    bought = parts.tag("PurchaseInvoices", parts.tags(NumberOfEntries=9), invoice("K1", "2025-03-05", [line(1, 999)]))
    text = billed(("F1", "2025-03-05", [line(1, 10)])).text().replace("</SourceDocuments>", bought + "</SourceDocuments>")
    found = read(text)
    assert found.revenue() == {"1001": 10}
    assert "Sales invoices" not in controls_of(found)


def test_products_without_number_or_listed_twice(read, billed, line, parts):
    table = [{"ProductCode": "P1", "Description": "a"}, {"ProductCode": "P1"}, {"Description": "Uten nummer"}, {"UOMBase": "stk"}]
    products = parts.tag("Products", *(parts.tag("Product", parts.tags(**said)) for said in table))
    found = read(billed(("F1", "2025-03-05", [line(1, 10)]), products=products))
    assert [row["product_id"] for row in found.products] == ["P1", "Uten nummer"]
    assert found.problem("saft-product-listed-twice").rows == 1
    assert found.problem("saft-product-without-number").rows == 1
    assert [row["content"] for row in found.rejected] == ["P1", "stk"]


def test_customers_of_invoices_who_are_not_listed_are_named(read, billed, invoice, line):
    assert "777" in str(read(billed(invoice("F1", "2025-03-05", [line(1, 10)], customer="777"))).problem("saft-unknown-customer").found)


def test_many_invoices_come_in_chunks_and_rows_stay_apart_without_line_breaks(read, billed, line, monkeypatch):
    monkeypatch.setattr("rung.importers.saft.reading.CHUNK", 100)
    made = billed(*((f"F{n}", "2025-03-05", [line(1, n), line(2, 1)]) for n in range(400)), vouchers=[("1", "2025-03-05", [])])
    made.newline = ""
    found = read(made)
    assert sum(row["revenue"] for row in found.lines) == 400 * 399 // 2 + 400
    assert len({row["row"] for row in found.lines}) == 800


def test_the_head_is_told_before_many_invoices_are_read_to_the_end(billed, line, parts, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(billed(*((f"F{n}", "2025-03-05", [line(1, n)]) for n in range(3_000))).text())
    told = []
    first = next(iter(SaftInput([Piece(path)]).read(lambda done, _total: told.append(done))))
    assert isinstance(first, FileHead)
    assert sum(told) < path.stat().st_size
