"""What comes out of whole files."""

from datetime import date
from decimal import Decimal

import pytest

from rung.facts import FileHead
from rung.importers.archive import Piece
from rung.importers.saft import SaftInput


@pytest.fixture
def plain(saft, parts):
    return saft(
        [("7", "2025-03-05", parts.sale(1000, "1001", document="F1")), ("8", "2025-04-06", parts.sale(-200, "1002", document="K1"))]
    )


def test_a_sale_becomes_a_fact_with_everything_the_ledger_knows(read, plain):
    found = read(plain)
    first, second = found.lines
    row = first.pop("row")
    assert plain.text().splitlines()[row - 1] == "<Line>"
    assert first == {
        "line_key": "999888777|2025|S|7|2",
        "source": "ledger",
        "date": date(2025, 3, 5),
        "revenue": Decimal(1000),
        "estimated": False,
        "customer_id": "1001",
        "invoice_id": "F1",
        "product_id": None,
        "product_group": "3000 Salgsinntekt, avgiftspliktig",
        "seller_id": None,
        "quantity": None,
        "cost": None,
        "original_amount": None,
        "currency": None,
        "file": "regnskap.xml",
    }
    assert (second["customer_id"], second["revenue"]) == ("1002", Decimal(-200))
    assert found.ends[0].rows == 4
    assert not found.problems


def test_the_head_says_whose_accounts_they_are(read, plain):
    found = read(plain)
    head = found.head
    assert (head.company, head.org_number, head.currency) == ("Prøve & Sønn AS", "999888777", "NOK")  # not the accountant
    assert (head.first, head.last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert found.how["Revenue accounts"] == "2 of 5 accounts, those grouped as “salgsinntekt” in the file"
    assert found.how["Customer list"] == "2 customers"


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("<SelectionStartDate>2025-02-01</SelectionStartDate><SelectionEndDate>2025-02-28</SelectionEndDate>", date(2025, 2, 1), date(2025, 2, 28)),
        ("<PeriodStart>2</PeriodStart><PeriodStartYear>2024</PeriodStartYear><PeriodEnd>13</PeriodEnd><PeriodEndYear>2024</PeriodEndYear>", date(2024, 2, 1), date(2024, 12, 31)),
        ("<PeriodStart>x</PeriodStart>", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_the_selection_is_dates_or_periods(read, plain, said, first, last):
    plain.header = f"<SelectionCriteria>{said}</SelectionCriteria>"
    head = read(plain).head
    assert (head.first, head.last) == (first, last)


@pytest.mark.parametrize("name", ["regnskap.xml", "regnskap.xml.gz", "regnskap.zip", "regnskap.csv"])
@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text,
        lambda text: "\ufeff" + text,
        lambda text: text.replace(' encoding="UTF-8"', ""),
        lambda text: text.replace("UTF-8", "utf-16"),
        lambda text: text.replace(' xmlns="urn:StandardAuditFile-Taxation-Financial:NO"', ""),
        lambda text: text.replace("<Line>", "<!-- linje --><?p x?>\n<Line>"),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_packing_marks_comments_and_namespaces_change_nothing(read, plain, dress, name):
    assert read(dress(plain.text()), name).revenue() == {"1001": 1000, "1002": -200}


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_other_encodings_are_read_as_they_say(read, plain, encoding):
    text = plain.text().replace("UTF-8", encoding).replace("Alfa AS", "Ærlig Ål AS")
    found = read(text.encode(encoding))
    assert found.customers[0]["name"] == "Ærlig Ål AS"


def test_a_prefix_instead_of_a_default_namespace(read, plain, parts):
    plain.namespace = ""
    text = plain.text().replace("</", "\0").replace("<", "<n1:").replace("\0", "</n1:").replace("<n1:?xml", "<?xml")
    text = text.replace("<n1:AuditFile", f'<n1:AuditFile xmlns:n1="{parts.namespace}"', 1)
    assert read(text).revenue() == {"1001": 1000, "1002": -200}


def test_the_root_alone_in_the_namespace(read, plain, parts):
    plain.namespace = ""
    text = plain.text().replace("</AuditFile>", "</n1:AuditFile>").replace("<AuditFile>", f'<n1:AuditFile xmlns:n1="{parts.namespace}">')
    assert read(text).revenue() == {"1001": 1000, "1002": -200}


def test_version_120_with_standard_accounts(read, saft, parts):
    accounts = [parts.account(1500, standard=15), parts.account(3000, "Salg", standard=30), parts.account(2700, standard=27)]
    customers = [parts.customer("1001", inner=parts.tags(AccountID=1500, OpeningDebitBalance=0, ClosingDebitBalance=0))]
    found = read(saft([("1", "2025-01-05", parts.sale(1000, "1001"))], accounts=accounts, customers=customers))
    assert found.head.kind == "saft-no 1.20"
    assert found.how["Revenue accounts"] == "1 of 3 accounts, those mapped to standard accounts 30 to 39"
    assert found.revenue() == {"1001": 1000}


def test_version_130_by_its_accounts(read, plain):
    assert read(plain).head.kind == "saft-no 1.30"


@pytest.mark.parametrize(
    "new", ["<CurrencyCode>USD</CurrencyCode><CurrencyAmount>12.123456</CurrencyAmount>", "<VirtualCurrencyType>BTC</VirtualCurrencyType>"]
)
def test_version_140_by_what_is_new_in_it(read, plain, new):
    assert read(plain.text().replace("</Amount>", "</Amount>" + new, 1)).head.kind == "saft-no 1.40"


def test_version_140_by_its_claim_when_nothing_new_is_used(read, plain):
    assert read(plain.text().replace("<AuditFileVersion>1.0", "<AuditFileVersion>1.40")).head.kind == "saft-no 1.40"


def test_customers_come_with_what_analyses_can_use(read, plain, parts):
    post = parts.tag("Address", parts.tags(City="Oslo", PostalCode="0123", Country="NO", AddressType="PostalAddress"))
    where = parts.tags(StreetName="Storgata", Number="7B", City="Drammen", PostalCode="3004", Region="Buskerud", Country="no")
    street = parts.tag("Address", where, parts.tags(AddressType="StreetAddress"))
    reached = parts.tag("Contact", parts.tags(Telephone="32000000", Email="post@mat.example", MobilePhone="90000000"))
    inner = post + street + reached
    plain.customers = [parts.customer("0042", "Øl &amp; Mat", registration="NO 911 222 333 MVA", inner=inner, nace="47.110")]
    (row,) = read(plain).customers
    assert row.pop("row") > 1
    assert {name: value for name, value in row.items() if value is not None} == {
        "customer_id": "0042",
        "name": "Øl & Mat",
        "kind": "company",
        "org_number": "911222333",
        "country": "NO",
        "region": "Buskerud",
        "address": "Storgata 7B",
        "phone": "32000000",
        "email": "post@mat.example",
        "city": "Drammen",
        "postal_code": "3004",
        "industry": "47.110",
        "file": "regnskap.xml",
    }


def test_a_customer_without_number_or_listed_twice_is_a_problem(read, plain, parts):
    plain.customers = [parts.customer("1001", "Alfa"), parts.customer(None), parts.customer("1001", "Alfa igjen"), parts.customer("1002")]
    found = read(plain)
    assert [row["name"] for row in found.customers] == ["Alfa", "Kunde"]
    assert found.problem("saft-customer-without-number").rows == 1
    assert found.problem("saft-customer-listed-twice").rows == 1
    assert found.ends[0].rows == len(found.lines) + len(found.customers) + 2


ANALYSIS = """<AnalysisTypeTable>
<AnalysisTypeTableEntry><AnalysisType>S</AnalysisType><AnalysisTypeDescription>{name}</AnalysisTypeDescription>
<AnalysisID>KARI</AnalysisID><AnalysisIDDescription>Kari Nordmann</AnalysisIDDescription></AnalysisTypeTableEntry>
<AnalysisTypeTableEntry><AnalysisType>A</AnalysisType><AnalysisTypeDescription>Avdeling</AnalysisTypeDescription>
<AnalysisID>10</AnalysisID></AnalysisTypeTableEntry></AnalysisTypeTable>"""
KARI = "<Analysis><AnalysisType>A</AnalysisType><AnalysisID>10</AnalysisID></Analysis><Analysis><AnalysisType>S</AnalysisType><AnalysisID>KARI</AnalysisID></Analysis>"


@pytest.mark.parametrize("name", ["Selger", "Säljare", "sælger", "Salesperson", "Ansvarlig selger"])
def test_a_dimension_named_seller_gives_sellers(read, plain, parts, name):
    plain.analysis = ANALYSIS.format(name=name)
    plain.customers = [parts.customer("1001").replace("</Customer>", f"<PartyInfo>{KARI}</PartyInfo></Customer>"), parts.customer("1002")]
    plain.vouchers = [
        ("1", "2025-01-05", [parts.line(1500, 1000, customer="1001"), parts.line(3000, -1000, before=KARI)]),
        ("2", "2025-01-05", [parts.line(1500, 1000, customer="1001", before=KARI), parts.line(3000, -1000)]),
        ("3", "2025-01-05", [parts.line(1500, 1000, customer="1001"), parts.line(3000, -1000)]),
    ]
    found = read(plain)
    assert [row["seller_id"] for row in found.lines] == ["KARI", "KARI", None]
    assert [(row["seller_id"], row["name"]) for row in found.sellers] == [("KARI", "Kari Nordmann")]
    assert [row["seller_id"] for row in found.customers] == ["KARI", None]
    assert found.ends[0].rows == 3 + 2 + 1


def test_other_dimensions_are_not_sellers(read, plain):
    plain.analysis = ANALYSIS.format(name="Bestseller-prosjekt")
    found = read(plain)
    assert not found.sellers


def test_quantity_and_the_invoices_own_currency(read, saft, parts):
    money = "<CurrencyCode>eur</CurrencyCode><CurrencyAmount>90.50</CurrencyAmount>"
    lines = [
        parts.line(1500, 1000, customer="1001"),
        parts.line(3000, -1000, extra=parts.tags(Quantity="12.123456")).replace("</Amount>", "</Amount>" + money),
    ]
    back = [
        parts.line(1500, -1000, customer="1001"),
        parts.line(3000, 1000, extra=parts.tags(Quantity="3")).replace("</Amount>", "</Amount>" + money),
    ]
    sale, refund = read(saft([("1", "2025-01-05", lines), ("2", "2025-01-06", back)])).lines
    assert (sale["quantity"], sale["original_amount"], sale["currency"]) == (Decimal("12.1235"), Decimal("90.5"), "EUR")
    assert (refund["quantity"], refund["original_amount"], refund["currency"]) == (Decimal(-3), Decimal("-90.5"), "EUR")


def test_a_foreign_amount_that_does_not_fit_is_left_out_and_said(read, saft, parts):
    money = "<CurrencyCode>BTC</CurrencyCode><CurrencyAmount>0.123456789</CurrencyAmount>"
    lines = [parts.line(1500, 1000, customer="1001"), parts.line(3000, -1000).replace("</Amount>", "</Amount>" + money)]
    found = read(saft([("1", "2025-01-05", lines)]))
    assert (found.lines[0]["original_amount"], found.lines[0]["currency"]) == (None, None)
    assert found.problem("saft-foreign-amount").rows == 0


def test_the_invoice_is_the_document_the_reference_or_the_voucher(read, saft, parts):
    reference = parts.tags(ReferenceNumber="R1")
    vouchers = [
        ("1", "2025-01-05", [parts.line(1500, 10, customer="1001"), parts.line(3000, -10, document="D1", extra=reference)]),
        ("2", "2025-01-05", [parts.line(1500, 10, customer="1001"), parts.line(3000, -10, extra=reference)]),
        ("3", "2025-01-05", [parts.line(1500, 10, customer="1001"), parts.line(3000, -10)]),
    ]
    assert [row["invoice_id"] for row in read(saft(vouchers)).lines] == ["D1", "R1", "3"]


def test_whose_revenue_in_whole_vouchers(read, saft, parts):
    line = parts.line
    vouchers = [
        # one customer: all of it, two income lines
        ("1", "2025-01-05", [line(1500, 1500, customer="1001"), line(3000, -1000), line(3100, -200), line(2700, -300)]),
        # the voucher itself names the customer
        parts.tag("Transaction", "<TransactionID>2</TransactionID><TransactionDate>2025-01-05</TransactionDate><CustomerID>1002</CustomerID>", line(1900, 50), line(3000, -50)),
        # nobody: a cash sale
        ("3", "2025-01-05", [line(1900, 70), line(3000, -70)]),
        # two customers by document number
        ("4", "2025-01-05", [line(1500, 600, customer="1001", document="a"), line(1500, 400, customer="1002", document="b"), line(3000, -600, document="a"), line(3000, -400, document="b")]),
        # two customers and one income line: 750 and 500 of 1,250
        ("5", "2025-01-05", [line(1500, 750, customer="1001"), line(1500, 500, customer="1002"), line(3000, -1000), line(2700, -250)]),
        # a payment of two customers has no revenue
        ("6", "2025-01-05", [line(1920, 900), line(1500, -500, customer="1001"), line(1500, -400, customer="1002")]),
    ]  # fmt: skip
    found = read(saft(vouchers))
    told = [(row["line_key"].split("|", 3)[3], row["customer_id"], row["revenue"], row["estimated"]) for row in found.lines]
    assert told == [
        ("1|#1", "1001", 1000, False),
        ("1|#2", "1001", 200, False),
        ("2|#1", "1002", 50, False),
        ("3|#1", None, 70, False),
        ("4|#1", "1001", 600, False),
        ("4|#2", "1002", 400, False),
        ("5|#1|1001", "1001", 600, True),
        ("5|#1|1002", "1002", 400, True),
    ]
    assert found.lines[6]["row"] == found.lines[7]["row"]
    assert found.ends[0].rows == 7 + 2


def test_the_key_of_a_line_is_the_same_in_an_overlapping_export(read, saft, parts):
    march = ("7", "2025-03-05", parts.sale(1000, "1001"))
    short, long = saft([march]), saft([("1", "2025-01-05", parts.sale(50, "1002")), march, ("9", "2025-04-05", parts.sale(70, "1002"))])
    assert {row["line_key"] for row in read(short).lines} < {row["line_key"] for row in read(long).lines}


def test_numbers_that_start_again_still_make_different_keys(read, saft, parts):
    again = [parts.line(1500, 30, customer="1001"), parts.line(3000, -10, record="1"), parts.line(3000, -20, record="1")]
    found = read(saft([("1", "2025-01-05", again), ("1", "2025-02-05", again)]))
    keys = [row["line_key"] for row in found.lines]
    assert keys == ["999888777|2025|S|1|1", "999888777|2025|S|1|1#2", "999888777|2025|S|1#2|1", "999888777|2025|S|1#2|1#2"]


def test_journals_are_kept_apart(read, plain):
    journal = plain.journal().replace("<JournalID>S", "<JournalID>T")
    keys = [row["line_key"] for row in read(plain.text().replace("</GeneralLedgerEntries>", journal + "</GeneralLedgerEntries>")).lines]
    assert keys == ["999888777|2025|S|7|2", "999888777|2025|S|8|2", "999888777|2025|T|7|2", "999888777|2025|T|8|2"]


def test_rows_are_right_beyond_65535_lines(read, saft, parts):
    many = saft([(str(n), "2025-01-05", parts.sale(n + 1, "1001")) for n in range(3_000)])
    text = many.text()
    lines = text.splitlines()
    assert len(lines) > 90_000
    rows = [row["row"] for row in read(text).lines]
    assert max(rows) > 65_535
    assert {lines[row - 1] for row in rows} == {"<Line>"}
    assert {lines[row + 1] for row in rows} == {"<AccountID>3000</AccountID>"}
    assert len(set(rows)) == 3_000


@pytest.mark.parametrize(
    "layout", [lambda text: text.replace("<Line>\n<RecordID>", "<Line><RecordID>"), lambda text: text.replace("<Line>\n", "<Line>\n\n\n")]
)
def test_rows_follow_the_layout_of_the_file(read, saft, parts, layout):
    text = layout(saft([(str(n), "2025-01-05", parts.sale(n + 1, "1001")) for n in range(3_000)]).text())
    lines = text.splitlines()
    assert all(lines[row["row"] - 1].startswith("<Line>") for row in read(text).lines)


def test_rows_are_right_when_customers_alone_fill_65535_lines(read, plain, parts):
    plain.customers = [parts.customer(str(number), inner=parts.tags(SelfBillingIndicator="N") * 5) for number in range(8_000)]
    text = plain.text()
    found = read(text)
    lines = text.splitlines()
    assert {lines[row["row"] - 1] for row in found.customers} == {"<Customer>"}
    assert {lines[row["row"] - 1] for row in found.lines} == {"<Line>"}
    assert min(row["row"] for row in found.lines) > 65_535


def test_a_file_without_line_breaks_counts_its_customers_and_voucher_lines(read, plain):
    plain.newline = ""
    found = read(plain)
    assert [row["row"] for row in found.customers] == [1, 2]
    assert [row["row"] for row in found.lines] == [2 + 2, 2 + 5]
    assert "no line breaks" in found.how["Row numbers"]


def test_progress_is_told_on_the_way(read, saft, parts):
    vouchers = [(str(n), "2025-01-05", parts.sale(n + 1, "1001")) for n in range(6_000)]
    for name in ("a.xml", "a.xml.gz", "a.zip"):
        told = []
        read(saft(vouchers), name, progress=lambda done, total, told=told: told.append((done, total)))
        assert len(told) >= 3
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1] > 0


def test_many_facts_come_in_chunks(read, saft, parts, monkeypatch):
    monkeypatch.setattr("rung.importers.saft.reading.CHUNK", 100)
    vouchers = [(str(n), "2025-01-05", parts.sale(n + 1, "1001")) for n in range(1_000)]
    found = read(saft(vouchers))
    assert sum(row["revenue"] for row in found.lines) == 500_500
    assert len({row["line_key"] for row in found.lines}) == 1_000


def test_the_head_is_told_before_a_long_file_is_read_to_its_end(saft, parts, tmp_path):
    path = tmp_path / "lang.xml"
    path.write_text(saft([(str(n), "2025-01-05", parts.sale(n + 1, "1001")) for n in range(2_000)]).text())
    told = []
    first = next(iter(SaftInput([Piece(path)]).read(lambda done, _total: told.append(done))))
    assert isinstance(first, FileHead)
    assert sum(told) < path.stat().st_size


def test_a_member_of_a_zip_is_named_behind_the_zip(tmp_path, plain, parts):
    import zipfile  # noqa: PLC0415  only here

    path = tmp_path / "to.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("a.xml", plain.text())
        pack.writestr("b.xml", "<x/>")
    assert parts.read_path(path, "a.xml").lines[0]["file"] == "to.zip#a.xml"
    assert str(parts.read_path(path, "b.xml").problems[0].where) == "to.zip#b.xml"
