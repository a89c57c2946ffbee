"""Do the three files tell the same story, read by nothing of ours but the standard library, and does SAF-T keep its own rules?"""

import csv
import hashlib
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from rung.demo_company import make, write_files

NS = "{urn:StandardAuditFile-Taxation-Financial:NO}"


def read(element, path):
    return element.findtext("/".join(NS + name for name in path.split("/")))


def every(element, path):
    return element.findall("/".join(NS + name for name in path.split("/")))


@pytest.fixture(scope="module")
def saft(files):
    return ET.parse(files.saft).getroot()  # noqa: S314  our own file, just written


@pytest.fixture(scope="module")
def rows(files):
    with files.lines.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def signed(line):
    """Debit positive."""
    debit = read(line, "DebitAmount/Amount")
    return Decimal(debit) if debit is not None else -Decimal(read(line, "CreditAmount/Amount"))


def opening_and_closing(element):
    found = [
        (Decimal(read(element, f"{when}DebitBalance") or 0) - Decimal(read(element, f"{when}CreditBalance") or 0))
        for when in ("Opening", "Closing")
    ]
    return tuple(found)


def transactions(saft):
    return every(saft, "GeneralLedgerEntries/Journal/Transaction")


def test_the_same_company_gives_the_same_bytes(files, company, tmp_path):
    again = write_files(make(1), tmp_path)
    assert len(files.all) == 5
    for one, two in zip(files.all, again.all, strict=True):
        assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest(), one.name
    assert files.saft.stat().st_size < 60_000_000


def test_books_and_invoice_lines_agree_to_the_oere_by_customer_and_month(saft, rows):
    from_lines = defaultdict(Decimal)
    for row in rows:
        _, month, year = row["Fakturadato"].split(".")
        from_lines[row["Kundenr"] or None, f"{year}-{month}"] += Decimal(row["Netto"].replace(",", "."))
    from_books = defaultdict(Decimal)
    for transaction in transactions(saft):
        customers = {read(line, "CustomerID") for line in every(transaction, "Line")} - {None}
        revenue = [-signed(line) for line in every(transaction, "Line") if read(line, "AccountID").startswith("3")]
        if revenue:
            assert len(customers) <= 1
            from_books[next(iter(customers), None), read(transaction, "TransactionDate")[:7]] += sum(revenue)
    assert from_lines == from_books
    assert None in {customer for customer, _ in from_books}


def test_every_voucher_balances_and_the_totals_are_right(saft):
    debit = credit = Decimal(0)
    for transaction in transactions(saft):
        amounts = [signed(line) for line in every(transaction, "Line")]
        assert sum(amounts) == 0
        debit += sum(a for a in amounts if a > 0)
        credit -= sum(a for a in amounts if a < 0)
    entries = saft.find(f"{NS}GeneralLedgerEntries")
    assert int(read(entries, "NumberOfEntries")) == len(transactions(saft))
    assert Decimal(read(entries, "TotalDebit")) == debit
    assert Decimal(read(entries, "TotalCredit")) == credit


def test_opening_plus_movement_is_closing_for_accounts_and_customers(saft):
    accounts, customers = defaultdict(Decimal), defaultdict(Decimal)
    for line in saft.iter(f"{NS}Line"):
        accounts[read(line, "AccountID")] += signed(line)
        if read(line, "CustomerID"):
            assert read(line, "AccountID") == "1500"
            customers[read(line, "CustomerID")] += signed(line)
    for account in every(saft, "MasterFiles/GeneralLedgerAccounts/Account"):
        opening, closing = opening_and_closing(account)
        assert opening + accounts.pop(read(account, "AccountID"), Decimal(0)) == closing
    assert not accounts
    owed = Decimal(0)
    for customer in every(saft, "MasterFiles/Customers/Customer"):
        opening, closing = opening_and_closing(customer.find(f"{NS}BalanceAccount"))
        assert opening + customers.pop(read(customer, "CustomerID"), Decimal(0)) == closing
        owed += closing
    assert not customers
    assert owed > 0


def test_vat_is_a_quarter_at_home_and_nothing_abroad(saft):
    country = {read(c, "CustomerID"): read(c, "Address/Country") for c in every(saft, "MasterFiles/Customers/Customer")}
    abroad = 0
    for transaction in transactions(saft):
        lines = every(transaction, "Line")
        revenue = [line for line in lines if read(line, "AccountID").startswith("3")]
        if not revenue:
            continue
        vat = sum(-signed(line) for line in lines if read(line, "AccountID") == "2700")
        stated = sum(Decimal(t) for t in (read(line, "TaxInformation/CreditTaxAmount/Amount") for line in revenue) if t)
        stated -= sum(Decimal(t) for t in (read(line, "TaxInformation/DebitTaxAmount/Amount") for line in revenue) if t)
        assert stated == vat
        buyer = next((read(line, "CustomerID") for line in lines if read(line, "CustomerID")), None)
        if country.get(buyer, "NO") == "NO":
            assert abs(vat - sum(-signed(line) for line in revenue) / 4) <= Decimal("0.01") * len(revenue)
        else:
            abroad += 1
            assert vat == 0
    assert abroad > 10


def test_everything_referred_to_is_there_once(saft):
    accounts = [read(a, "AccountID") for a in every(saft, "MasterFiles/GeneralLedgerAccounts/Account")]
    customers = [read(c, "CustomerID") for c in every(saft, "MasterFiles/Customers/Customer")]
    codes = [read(c, "TaxCode") for c in every(saft, "MasterFiles/TaxTable/TaxTableEntry/TaxCodeDetails")]
    entries = every(saft, "MasterFiles/AnalysisTypeTable/AnalysisTypeTableEntry")
    dimensions = [(read(e, "AnalysisType"), read(e, "AnalysisID")) for e in entries]
    vouchers = [read(t, "TransactionID") for t in transactions(saft)]
    for keys in (accounts, customers, codes, dimensions, vouchers):
        assert len(keys) == len(set(keys)) > 0
    lines = list(saft.iter(f"{NS}Line"))
    assert {read(line, "AccountID") for line in lines} <= set(accounts)
    assert {read(line, "CustomerID") for line in lines} - {None} <= set(customers)
    assert {read(t, "TaxCode") for t in saft.iter(f"{NS}TaxInformation")} <= set(codes)
    assert {(read(a, "AnalysisType"), read(a, "AnalysisID")) for a in saft.iter(f"{NS}Analysis")} <= set(dimensions)


def test_sales_credit_notes_cash_sales_and_payments_are_there(saft):
    kinds = defaultdict(int)
    for transaction in transactions(saft):
        kinds[read(transaction, "VoucherType")] += 1
        if read(transaction, "VoucherType") == "Kreditnota":
            assert all(read(line, "ReferenceNumber") for line in every(transaction, "Line"))
    assert kinds["Faktura"] > 5_000
    assert kinds["Kreditnota"] > 100
    assert kinds["Kontantsalg"] > 100
    assert kinds["Bank"] > 500


def test_revenue_is_by_product_group_with_its_seller(saft, rows):
    names = {read(a, "AccountID"): read(a, "AccountDescription") for a in every(saft, "MasterFiles/GeneralLedgerAccounts/Account")}
    by_group, by_seller = defaultdict(Decimal), defaultdict(Decimal)
    for line in saft.iter(f"{NS}Line"):
        if read(line, "AccountID").startswith("3"):
            group = re.fullmatch(r"Salgsinntekt (.+), avgift.+", names[read(line, "AccountID")]).group(1)
            by_group[group] -= signed(line)
            by_seller[read(line, "Analysis/AnalysisID") or ""] -= signed(line)
    groups, sellers = defaultdict(Decimal), defaultdict(Decimal)
    for row in rows:
        groups[row["Varegruppe"]] += Decimal(row["Netto"].replace(",", "."))
        sellers[row["Selger"]] += Decimal(row["Netto"].replace(",", "."))
    assert by_group == groups
    assert by_seller == sellers


def test_invoice_lines_look_like_a_norwegian_export(files, rows):
    raw = files.lines.read_bytes()
    head = raw.split(b"\r\n", 1)[0].decode("cp1252")
    assert head == "Fakturanr;Linjenr;Fakturadato;Kundenr;Kundenavn;Varenr;Varenavn;Varegruppe;Antall;Netto;Kostpris;Selger"
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert all(re.fullmatch(r"-?\d+,\d\d", row["Netto"]) and re.fullmatch(r"-?\d+,\d\d", row["Kostpris"]) for row in rows)
    assert any(row["Varenr"].startswith("0") for row in rows)
    assert any('"' in row["Varenavn"] for row in rows)


def test_the_customer_list_keeps_numbers_as_text(files, company):
    sheet = openpyxl.load_workbook(files.customers).active
    header, *customers = sheet.iter_rows(values_only=True)
    assert header[:3] == ("Kundenr", "Navn", "Org.nr")
    assert sheet.freeze_panes == "A2"
    assert len(customers) == company.customers.num_rows
    by_header = [dict(zip(header, row, strict=True)) for row in customers]
    assert all(isinstance(row[name], str) for row in by_header for name in ("Kundenr", "Navn", "Org.nr", "Postnr", "Bransje"))
    assert any(row["Postnr"].startswith("0") for row in by_header)
    assert any(row["Ansatte"] is None for row in by_header)
    assert any(isinstance(row["Ansatte"], int) for row in by_header)
    assert all(isinstance(row["Stiftelsesdato"], datetime) and row["Organisasjonsform"] for row in by_header)


def test_strange_names_stay_inside_their_element(company, saft):
    assert "&" in company.name
    assert read(saft, "Header/Company/Name") == company.name


@pytest.mark.acceptance
def test_the_books_follow_the_official_schema(files, schema_folder):
    schema = etree.XMLSchema(etree.parse(schema_folder / "Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"))
    schema.assertValid(etree.parse(files.saft))
