"""Danish SAF-T as different systems write it: 1.0 to 2.1, amounts nested or flat, lines in a wrapper or not, accounts told by type or chart."""

from datetime import date
from decimal import Decimal

import pytest

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:DK"
CHART = {  # number: (name, type, standard account)
    "1010": ("Salg af varer", "Sale", "1010"),
    "1020": ("Salg EU", "Sale", "1050"),
    "1500": ("Gevinst ved salg af inventar", "Sale", "1530"),
    "2000": ("Varekøb", "Expense", "1610"),
    "5600": ("Debitorer", "Asset", "6183"),
    "6900": ("Salgsmoms", "Liability", "7680"),
}


class Danish:
    """A small Danish file. vouchers: (number, date, [(account, amount, customer)]), positive amounts debit."""

    def __init__(self, parts, vouchers=(), *, version="2.1", flat=False, wrapped=False, both=False, chart=None, typed=True, mapped=True):
        self.parts, self.version = parts, version
        self.flat, self.wrapped, self.both = flat, wrapped, both
        self.vouchers = list(vouchers)
        self.chart = CHART if chart is None else chart
        self.typed, self.mapped = typed, mapped
        self.company = parts.tags(RegistrationNumber="29 14 36 25", Name="Prøve ApS")
        self.selection = parts.tags(SelectionStartDate="2025-01-01", SelectionEndDate="2025-12-31")
        self.currency = ""
        self.customers = parts.tag("Customer", parts.tags(CustomerID="C1", Name="Alfa A/S"))
        self.totals = self.after = self.before = ""

    def amount(self, side, written):
        if self.flat:
            return self.parts.tag(side, written)
        said = self.parts.tags(Amount=written, CurrencyCode="DKK", CurrencyAmount=written, ExchangeRate="1.0000")
        return self.parts.tag(side, said)

    def line(self, record, account, amount, customer):
        said = self.parts.tags(RecordID=record, AccountID=account, CustomerID=customer, Description="x")
        debit = self.amount("DebitAmount", max(amount, 0)) if amount > 0 or self.both else ""
        credit = self.amount("CreditAmount", max(-amount, 0)) if amount <= 0 or self.both else ""
        return self.parts.tag("Line", said, debit, credit)

    def voucher(self, number, day, lines):
        said = self.parts.tags(TransactionID=number, Period=int(day[5:7]), PeriodYear=day[:4], TransactionDate=day)
        inner = "".join(self.line(f"{number}-{n}", *one) for n, one in enumerate(lines, 1))
        return self.parts.tag("Transaction", said, self.parts.tag("Lines", inner) if self.wrapped else inner)

    def account(self, number):
        name, kind, standard = self.chart[number]
        said = {"AccountID": number, "AccountDescription": name, "StandardAccountID": standard if self.mapped else None}
        return self.parts.tag("Account", self.parts.tags(**said, AccountType=kind if self.typed else "Other"))

    def text(self):
        tag, tags = self.parts.tag, self.parts.tags
        header = tags(AuditFileVersion=self.version, AuditFileCountry="DK") + tag("Company", self.company) + self.currency
        header += tag("SelectionCriteria", self.selection)
        accounts = tag("GeneralLedgerAccounts", tags(NameOfStandardAccount="Standardkontoplanen"), *map(self.account, self.chart))
        journal = tag("Journal", tags(JournalID="GL"), *(self.voucher(*one) for one in self.vouchers))
        entries = tag("GeneralLedgerEntries", self.totals, journal) if self.vouchers else ""
        masters = tag("MasterFiles", accounts, tag("Customers", self.customers))
        inner = tag("Header", header) + masters + entries + self.after
        return f'<?xml version="1.0"?>\n<AuditFile xmlns="{NAMESPACE}">{inner}</AuditFile>'.replace("><", ">\n<")


SOLD = ("7", "2025-03-05", [("5600", 1250, "C1"), ("1010", -1000, None), ("6900", -250, None)])
RETURNED = ("8", "2025-04-05", [("5600", -125, "C1"), ("1020", 100, None), ("6900", 25, None)])


@pytest.fixture
def danish(parts):
    return lambda *vouchers, **more: Danish(parts, vouchers, **more)


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("both", [False, True])
def test_every_way_to_write_amounts_and_lines_gives_the_same(read, danish, flat, wrapped, both):
    found = read(danish(SOLD, RETURNED, flat=flat, wrapped=wrapped, both=both).text())
    assert found.revenue() == {"C1": 900}
    assert [row["line_key"] for row in found.lines] == ["29143625|2025|GL|7|7-2", "29143625|2025|GL|8|8-2"]
    assert not found.problems


def test_the_head_is_danish(read, danish):
    head = read(danish(SOLD, version="2.0").text()).head
    assert (head.kind, head.company, head.org_number, head.currency) == ("saft-dk 2.0", "Prøve ApS", "29143625", "DKK")
    assert (head.first, head.last) == (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("version", ["1.0", "2.0", "2.1", "", "x"])
def test_any_version_is_read(read, danish, version):
    found = read(danish(SOLD, version=version).text())
    assert found.head.kind == f"saft-dk {version.replace('x', '')}".strip()
    assert found.revenue() == {"C1": 1000}


@pytest.mark.parametrize(
    "company",
    [
        {"CVR": "29143625"},
        {"RegistrationNumber": "DK29143625"},
        {"RegistrationNumber": "CVR-nr. 29 14 36 25"},
        {"SE-nr": "29143625"},
    ],
)
def test_the_number_of_the_company_is_found_wherever_it_is(read, danish, parts, company):
    made = danish(SOLD)
    made.company = parts.tags(**company, Name="Prøve ApS")
    assert read(made.text()).head.org_number == "29143625"


def test_the_number_may_be_in_the_tax_registration(read, danish, parts):
    made = danish(SOLD)
    made.company = parts.tags(Name="Prøve ApS") + parts.tag("TaxRegistration", parts.tags(TaxRegistrationNumber="DK29143625"))
    assert read(made.text()).head.org_number == "29143625"


def test_periods_may_be_dates(read, danish, parts):
    made = danish(SOLD)
    made.selection = parts.tags(PeriodStart="2025-02-01", PeriodEnd="2025-03-31")
    head = read(made.text()).head
    assert (head.first, head.last) == (date(2025, 2, 1), date(2025, 3, 31))


def test_a_currency_that_is_said_is_kept(read, danish, parts):
    made = danish(SOLD)
    made.currency = parts.tags(DefaultCurrencyCode="EUR")
    found = read(made.text())
    assert found.head.currency == "EUR"
    assert (found.lines[0]["original_amount"], found.lines[0]["currency"]) == (1000, "DKK")


def test_the_companys_own_currency_is_no_foreign_one(read, danish):
    (line,) = read(danish(SOLD).text()).lines
    assert (line["original_amount"], line["currency"]) == (None, None)


GAIN = ("9", "2025-05-05", [("5600", 500, "C1"), ("1500", -500, None)])


def test_the_public_chart_decides_where_accounts_are_mapped_to_it(read, danish):
    found = read(danish(SOLD, GAIN).text())
    assert found.revenue() == {"C1": 1000}
    assert "2 of 6 accounts, those mapped to net turnover" in found.how["Revenue accounts"]
    other = found.problem("saft-other-income")
    assert str(other.found) == "500.00 DKK on account “1500 Gevinst ved salg af inventar” is not counted as sales."
    assert "net turnover" in str(other.remedy)


def test_the_chart_decides_though_every_account_is_of_the_type_other(read, danish):
    assert read(danish(SOLD, GAIN, typed=False).text()).revenue() == {"C1": 1000}


@pytest.mark.parametrize(
    "word", ["Sale", "sale", "Sales", "Salg", "SALG", "Omsætning", "Nettoomsætning", "Indtægt", "Indtægter", "Revenue"]
)
def test_the_type_decides_where_nothing_is_mapped_in_danish_and_english(read, danish, word):
    chart = {"71": ("Konsulenthonorar", word, ""), "1010": ("Kasse", "Asset", ""), "5600": ("Debitorer", "Asset", "")}
    sold = ("7", "2025-03-05", [("5600", 800, "C1"), ("71", -800, None)])
    paid = ("8", "2025-03-06", [("1010", 800, None), ("5600", -800, "C1")])
    found = read(danish(sold, paid, chart=chart, mapped=False).text())
    assert found.revenue() == {"C1": 800}
    assert "the file itself says" in found.how["Revenue accounts"]


def test_the_number_decides_when_nothing_else_is_said(read, danish):
    sold = ("7", "2025-03-05", [("5600", 800, "C1"), ("1010", -500, None), ("1500", -200, None), ("3000", -100, None)])
    found = read(danish(sold, mapped=False, typed=False).text())
    assert found.revenue() == {"C1": 500}
    assert "from 1000 to 1299" in found.how["Revenue accounts"]
    assert read(danish(sold, chart={}).text()).revenue() == {"C1": 500}


def test_digits_behind_the_four_of_the_chart_change_nothing(read, danish):
    chart = {number: (name, kind, standard + "00") for number, (name, kind, standard) in CHART.items()}
    assert read(danish(SOLD, GAIN, chart=chart).text()).revenue() == {"C1": 1000}


def test_customers_as_danish_systems_write_them(read, danish, parts):
    made = danish(SOLD)
    billing = parts.tag("BillingAddress", parts.tags(StreetName="Havnegade 3", City="Odense", PostalCode="5000", Country="DK"))
    firm = parts.tags(CustomerID="C1", CompanyName="Alfa A/S", CustomerTaxID="DK87654321", Email="post@alfa.example", Telephone="66000000")
    spaced = parts.tags(CustomerID="C2", Name="Beta ApS", CVR="29 14 36 25")
    made.customers = parts.tag("Customer", firm, billing) + parts.tag("Customer", spaced)
    alfa, beta = read(made.text()).customers
    told = {name: alfa[name] for name in ("name", "kind", "org_number", "email", "phone", "city", "address", "country")}
    assert told == {
        "name": "Alfa A/S",
        "kind": "company",
        "org_number": "87654321",
        "email": "post@alfa.example",
        "phone": "66000000",
        "city": "Odense",
        "address": "Havnegade 3",
        "country": "DK",
    }
    assert (beta["name"], beta["org_number"]) == ("Beta ApS", "29143625")


def test_the_document_of_a_voucher_is_the_invoice(read, danish):
    text = danish(SOLD).text().replace("<TransactionDate>", "<SourceDocumentID>F-1</SourceDocumentID>\n<TransactionDate>")
    assert read(text).lines[0]["invoice_id"] == "F-1"


def test_balances_alone_are_refused_with_what_to_export_instead(refused, danish):
    code, found, remedy = refused(danish().text())
    assert code == "saft-no-vouchers"
    assert "balances" in found
    assert "invoice lines" in remedy
    assert "sales per customer" in remedy


def test_vouchers_without_customers_are_read_and_the_lack_is_said(read, danish):
    alone = ("7", "2025-03-05", [("5600", 1250, None), ("1010", -1000, None), ("6900", -250, None)])
    found = read(danish(alone).text())
    assert found.revenue() == {None: 1000}
    assert "100.0%" in str(found.problem("saft-revenue-without-customer").found)


@pytest.mark.parametrize(("stated", "name", "ours"), [(6, "Voucher lines", 6), (2, "Vouchers", 2), (5, "Vouchers", 2)])
def test_entries_may_be_vouchers_or_their_lines(read, danish, parts, stated, name, ours):
    made = danish(SOLD, RETURNED)
    made.totals = parts.tags(NumberOfEntries=stated, TotalDebit="1375.00")
    told = {str(control.name): (control.stated, control.measured) for control in read(made.text()).controls}
    assert told[name] == (stated, ours)
    assert told["Total debit"] == (Decimal(1375), Decimal(1375))


@pytest.mark.parametrize("old", ["urn:Oasis/Tax/Accounting/SAF-T/Financial/DK", "urn:OECD:StandardAuditFile-Taxation/2.00"])
def test_the_header_says_danish_where_the_namespace_does_not(read, danish, old):
    found = read(danish(SOLD).text().replace(NAMESPACE, old))
    assert found.head.kind == "saft-dk 2.1"
    assert found.revenue() == {"C1": 1000}
