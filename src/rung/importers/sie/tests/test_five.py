"""SIE 5: the same facts from XML, with customers and invoices."""

from datetime import date
from decimal import Decimal

import pytest

FILE_INFO = """
<FileInfo><SoftwareProduct name="Prövprogrammet" version="1"/><FileCreation time="2025-06-30T12:00:00Z" by="AB"/>
<Company organizationId="556012-5790" name="Prövbolaget AB"/>
<FiscalYears><FiscalYear start="2024-01" end="2024-12"/><FiscalYear start="2025-01" end="2025-12" primary="true"/></FiscalYears>
<AccountingCurrency currency="SEK"/></FileInfo>"""
ACCOUNTS = """
<Accounts><Account id="1510" name="Kundfordringar" type="asset"/>
<Account id="3041" name="Försäljning tjänster" type="income">
<ClosingBalance month="2024-12" amount="-7"/><ClosingBalance month="2025-12" amount="-1500"/>
<ClosingBalance month="2025-12" amount="-9"><ObjectReference dimId="1" objectId="2"/></ClosingBalance></Account>
<Account id="3740" name="Öresavrundning" type="income"/></Accounts>"""
MASTERS = """
<Dimensions><Dimension id="7" name="Anställd"><Object id="1" name="Anna"/><Object id="2" name="Bo"/></Dimension></Dimensions>
<CustomerInvoices primaryAccountId="1510" name="Kundfordringar"><SecondaryAccountRef accountId="1513"/>
<CustomerInvoice id="1" customerId="k1" invoiceNumber="1001"><OriginalAmount date="2025-01-14" amount="1250"/></CustomerInvoice>
<CustomerInvoice id="2" customerId="k2" invoiceNumber="1002"><OriginalAmount date="2025-01-15" amount="625"/></CustomerInvoice>
</CustomerInvoices>
<SupplierInvoices primaryAccountId="2440"><SupplierInvoice id="1" supplierId="s1" invoiceNumber="9"/></SupplierInvoices>
<Customers><Customer id="k1" name="Alfa AB" organizationId="556334-3689" address1="Gatan 1" zipcode="702 20" city="Örebro" country="SE"/>
</Customers>
<Suppliers><Supplier id="k2" name="Säljbolaget"/></Suppliers>"""


def entry(account, amount, *, invoice=None, inner="", **more):
    said = "".join(f' {name}="{value}"' for name, value in more.items())
    reference = f'<SubdividedAccountObjectReference objectId="{invoice}"/>' if invoice else ""
    return f'<LedgerEntry accountId="{account}" amount="{amount}"{said}>{inner}{reference}</LedgerEntry>\n'


def voucher(number, day, *entries, text="", journal="A"):
    return f'<JournalEntry id="{number}" journalDate="{day}" text="{text}"><EntryInfo date="{day}" by="x"/>\n{"".join(entries)}</JournalEntry>\n'


def sie_5(*vouchers, root="Sie", masters=MASTERS, info=FILE_INFO, accounts=ACCOUNTS):
    journal = f'<Journal id="A" name="Fakturor">\n{"".join(vouchers)}</Journal>' if vouchers else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="http://www.sie.se/sie5">{info}{accounts}{masters}{journal}</{root}>\n'


FIRST = voucher("7", "2025-01-14", entry(1510, 1250, invoice=1), entry(2611, -250), entry(3041, "-1000.00"))
SECOND = voucher("8", "2025-02-15", entry(1513, 625, invoice=2), entry(2611, -125), entry(3041, -500))


@pytest.fixture
def read_xml(read):
    return lambda content, **more: read(content, encoding="utf-8", name="bok.sie", **more)


def test_the_customer_of_the_invoice_that_the_receivable_names(read_xml):
    content = sie_5(FIRST, SECOND)
    found = read_xml(content)
    line, other = found.lines
    assert 'accountId="3041"' in content.splitlines()[line["row"] - 1]
    assert line == {
        **dict.fromkeys(line),
        "line_key": "5560125790|2025|A|7|3",
        "source": "ledger",
        "date": date(2025, 1, 14),
        "revenue": Decimal("1000.0000"),
        "estimated": False,
        "customer_id": "k1",
        "invoice_id": "1001",
        "product_group": "3041 Försäljning tjänster",
        "file": "bok.sie",
        "row": 24,
    }
    assert (other["customer_id"], other["invoice_id"]) == ("k2", "1002")
    assert found.problems == []
    alfa, beta = found.customers
    assert (alfa["name"], alfa["org_number"], alfa["kind"], alfa["city"], alfa["postal_code"]) == (
        "Alfa AB",
        "5563343689",
        "company",
        "Örebro",
        "702 20",
    )
    assert (beta["customer_id"], beta["name"]) == ("k2", None)
    head = found.head
    assert (head.kind, head.company, head.org_number, head.currency) == ("sie 5", "Prövbolaget AB", "5560125790", "SEK")
    assert (head.first, head.last) == (date(2025, 1, 1), date(2025, 6, 30))
    (year,) = [control for control in found.controls if str(control.name) == "Revenue" and control.month is None]
    assert (year.stated, year.own) == (Decimal(1500), True)


def test_an_account_that_does_not_add_up(read_xml):
    assert read_xml(sie_5(FIRST)).codes == ["sie-account-does-not-reconcile"]


def test_rows_struck_over_are_out(read_xml):
    struck = entry(3041, -77, inner='<Overstrike date="2025-02-01" by="x"/>')
    found = read_xml(sie_5(voucher("7", "2025-01-14", struck, entry(1510, 1000, invoice=1), entry(3041, -1000)), accounts=""))
    assert [(line["revenue"], line["line_key"]) for line in found.lines] == [(Decimal(1000), "5560125790|2025|A|7|3")]
    assert found.codes == ["sie-rows-corrected"]


def test_a_foreign_amount_is_kept(read_xml):
    euros = entry(3041, -1000, inner='<ForeignCurrencyAmount amount="-90.50" currency="EUR"/>')
    (line,) = read_xml(sie_5(voucher("7", "2025-01-14", entry(1510, 1000, invoice=1), euros))).lines
    assert (line["revenue"], line["original_amount"], line["currency"]) == (Decimal(1000), Decimal("90.50"), "EUR")


def test_seller_quantity_and_a_date_of_its_own(read_xml):
    anna = entry(3041, -1000, quantity="-3.5", ledgerDate="2025-03-01", inner='<ObjectReference dimId="7" objectId="1"/>')
    found = read_xml(sie_5(voucher("7", "2025-01-14", entry(1510, 1000, invoice=1), anna)))
    (line,) = found.lines
    assert (line["seller_id"], line["quantity"], line["date"]) == ("1", Decimal("3.5"), date(2025, 3, 1))
    assert [(one["seller_id"], one["name"]) for one in found.sellers] == [("1", "Anna")]


def test_entries_to_import(read_xml):
    """A SieEntry has neither years nor, often, a company with a number to show; names in its texts are suggestions."""
    info = '<FileInfo><Company organizationId="631108-4013"/></FileInfo>'
    found = read_xml(
        sie_5(voucher("", "2025-01-14", entry(1510, 50), entry(3041, -50), text="Petterssons HB"), root="SieEntry", masters="", info=info)
    )
    assert found.head.org_number == ""
    assert [line["line_key"] for line in found.lines] == ["|2025|A|2025-01-14:Petterssons HB|2"]
    assert "sie-names-found" in found.codes


def test_lost_rows(read_xml):
    rows = (entry(1510, 1000, invoice=1), entry(3041, "x"), entry(3041, "-1e9"), entry(1930, "x"), entry(3041, -5))
    found = read_xml(sie_5(voucher("7", "2025-01-14", *rows), voucher("8", "2025-13-14", entry(1510, 3), entry(3041, -3))))
    assert [(one["code"], one["content"], one["row"]) for one in found.rejected] == [
        ("sie-amount-not-understood", "accountId=3041\tamount=x", 23),
        ("sie-amount-not-understood", "accountId=3041\tamount=-1e9", 24),
        ("sie-date-not-understood", "accountId=3041\tamount=-3", 30),
    ]
    assert found.revenue == 5


def test_customers_without_a_number_or_twice(read_xml):
    masters = '<Customers>\n<Customer id="k1" name="A"/>\n<Customer id="k1" name="B"/>\n<Customer name="C"/></Customers>'
    found = read_xml(sie_5(FIRST, masters=masters))
    assert [one["code"] for one in found.rejected] == ["sie-customer-listed-twice", "sie-customer-without-number"]


def test_an_unbalanced_voucher(read_xml):
    found = read_xml(sie_5(voucher("7", "2025-01-14", entry(1510, 1000, invoice=1), entry(3041, -999)), accounts=""))
    assert "differ by 1.00 SEK" in str(found.problem("sie-voucher-out-of-balance").found)


def test_without_line_breaks_rows_are_counted(read_xml):
    found = read_xml(sie_5(FIRST, SECOND).replace("\n", ""))
    rows = [line["row"] for line in found.lines]
    assert rows == sorted(set(rows))


@pytest.mark.parametrize("root", ["Sie", "SieEntry"])
def test_no_vouchers(read_xml, root):
    (problem,) = read_xml(sie_5(root=root)).problems
    assert (problem.code, problem.refused) == ("sie-no-vouchers", True)


def test_cut_short(read_xml):
    assert read_xml(sie_5(FIRST, SECOND)[:-40]).problems[-1].refused
