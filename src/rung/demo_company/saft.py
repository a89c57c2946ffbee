"""What would this company's accounting system hand over? A SAF-T Financial 1.30 file that follows the official schema."""

from collections.abc import Iterator
from itertools import count, groupby
from pathlib import Path
from xml.sax.saxutils import escape

from rung.demo_company.company import DemoCompany
from rung.demo_company.ledger import RECEIVABLES, Ledger, Posting, Voucher, ledger
from rung.demo_company.names import SELLERS, TEAMS

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
JOURNALS = {"S": "Salg", "K": "Kasse", "B": "Bank", "H": "Hovedbok"}
TAX_CODES = {("1", 25): "Fradragsberettiget inngående avgift", ("3", 25): "Utgående avgift", ("52", 0): "Utførsel av varer"}


def write_saft(company: DemoCompany, path: Path) -> None:
    """The company's books as one SAF-T file: customers, accounts, tax codes, sellers as a dimension, and every voucher."""
    books = ledger(company)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f'<AuditFile xmlns="{NAMESPACE}">\n')
        file.write(_header(company))
        file.write("<MasterFiles>\n")
        file.write(_accounts(books))
        file.writelines(_customers(company, books))
        file.write(_tax_table())
        file.write(_sellers())
        file.write("</MasterFiles>\n")
        file.writelines(_entries(books))
        file.write("</AuditFile>\n")


def _element(name: str, value: object) -> str:
    """<name>value</name>, or nothing when there is no value."""
    return "" if value is None or value == "" else f"<{name}>{escape(str(value))}</{name}>\n"


def _within(name: str, *parts: str) -> str:
    return f"<{name}>\n{''.join(parts)}</{name}>\n"


def _amount(minor: int) -> str:
    """Øre as kroner with two decimals."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


def _balance(when: str, minor: int) -> str:
    side = "Credit" if minor < 0 else "Debit"
    return _element(f"{when}{side}Balance", _amount(abs(minor)))


def _header(company: DemoCompany) -> str:
    address = _within("Address", _element("StreetName", "Brygga"), _element("Number", "1"), _element("City", "BERGEN"),
                      _element("PostalCode", "5011"), _element("Country", "NO"), _element("AddressType", "StreetAddress"))  # fmt: skip
    person = _within("ContactPerson", _element("FirstName", "Demo"), _element("LastName", "Sønn"))
    chosen = _element("SelectionStartDate", company.first) + _element("SelectionEndDate", company.last)
    return _within(
        "Header",
        _element("AuditFileVersion", "1.30"),
        _element("AuditFileCountry", "NO"),
        _element("AuditFileDateCreated", company.last),
        _element("SoftwareCompanyName", "Rung"),
        _element("SoftwareID", "rung.demo_company"),
        _element("SoftwareVersion", "1"),
        _within(
            "Company",
            _element("RegistrationNumber", company.org_number),
            _element("Name", company.name),
            address,
            _within("Contact", person, _element("Email", "post@bryggen-sonn.example")),
            _within("TaxRegistration", _element("TaxRegistrationNumber", f"{company.org_number}MVA")),
        ),
        _element("DefaultCurrencyCode", "NOK"),
        _within("SelectionCriteria", chosen),
        _element("HeaderComment", "Made by Rung for demonstration: no such company exists."),
        _element("TaxAccountingBasis", "A"),
    )


def _accounts(books: Ledger) -> str:
    return _within(
        "GeneralLedgerAccounts",
        *(
            _within(
                "Account",
                _element("AccountID", account),
                _element("AccountDescription", name),
                _element("GroupingCategory", category),
                _element("GroupingCode", code),
                _element("AccountType", "GL"),
                _balance("Opening", books.opening.get(account, 0)),
                _balance("Closing", books.closing.get(account, 0)),
            )
            for account, (name, category, code) in books.accounts.items()
        ),
    )


def _customers(company: DemoCompany, books: Ledger) -> Iterator[str]:
    yield "<Customers>\n"
    for customer in company.customers.to_pylist():
        number = customer["customer_id"]
        home = customer["country"] == "NO"
        yield _within(
            "Customer",
            _element("RegistrationNumber", customer["org_number"]),
            _element("Name", customer["name"]),
            _within(
                "Address",
                _element("StreetName", customer["street"]),
                _element("Number", customer["street_number"]),
                _element("City", customer["city"]),
                _element("PostalCode", customer["postal_code"]),
                _element("Country", customer["country"]),
                _element("AddressType", "StreetAddress"),
            ),
            _within("TaxRegistration", _element("TaxRegistrationNumber", f"{customer['org_number']}MVA")) if home else "",
            _element("CustomerID", number),
            _within(
                "BalanceAccount",
                _element("AccountID", RECEIVABLES),
                _balance("Opening", books.customers_opening.get(number, 0)),
                _balance("Closing", books.customers_closing.get(number, 0)),
            ),
            _within(
                "PartyInfo",
                _within("PaymentTerms", _element("Days", customer["payment_days"])),
                _element("NaceCode", customer["industry"]),
                _element("CurrencyCode", "NOK"),
                _element("Type", "Government" if customer["customer_group"] == "Offentlig" else "Company"),
                _element("Status", "Active"),
                _within("Analysis", _element("AnalysisType", "S"), _element("AnalysisID", customer["seller_id"])),
            ),
        )
    yield "</Customers>\n"


def _tax_table() -> str:
    codes = (
        _within(
            "TaxCodeDetails",
            _element("TaxCode", code),
            _element("Description", text),
            _element("TaxPercentage", percent),
            _element("Country", "NO"),
            _element("StandardTaxCode", code),
            _element("BaseRate", 100),
        )
        for (code, percent), text in TAX_CODES.items()
    )
    entry = _within("TaxTableEntry", _element("TaxType", "MVA"), _element("Description", "Merverdiavgift"), *codes)
    return _within("TaxTable", entry)


def _sellers() -> str:
    """The dimensions: A is the department (the team), S the seller, who belongs to a department."""
    team_ids = [f"{10 * (t + 1)}" for t in range(len(TEAMS))]
    teams = (_dimension("A", "Avdeling", code, name) for code, name in zip(team_ids, TEAMS, strict=True))
    sellers = (_dimension("S", "Selger", code, name, team=team_ids[team]) for code, name, team in SELLERS)
    return _within("AnalysisTypeTable", *teams, *sellers)


def _dimension(kind: str, kind_name: str, code: str, name: str, *, team: str = "") -> str:
    return _within(
        "AnalysisTypeTableEntry",
        _element("AnalysisType", kind),
        _element("AnalysisTypeDescription", kind_name),
        _element("AnalysisID", code),
        _element("AnalysisIDDescription", name),
        _element("Status", "Active"),
        _within("Analysis", _element("AnalysisType", "A"), _element("AnalysisID", team)) if team else "",
    )


def _entries(books: Ledger) -> Iterator[str]:
    amounts = [p.minor for v in books.vouchers for p in v.postings]
    yield "<GeneralLedgerEntries>\n"
    yield _element("NumberOfEntries", len(books.vouchers))
    yield _element("TotalDebit", _amount(sum(a for a in amounts if a > 0)))
    yield _element("TotalCredit", _amount(-sum(a for a in amounts if a < 0)))
    number = count(1)
    for journal, vouchers in groupby(books.vouchers, key=lambda v: v.journal):
        yield f"<Journal>\n{_element('JournalID', journal)}{_element('Description', JOURNALS[journal])}{_element('Type', journal)}"
        for voucher in vouchers:
            yield _transaction(voucher, str(next(number)))
        yield "</Journal>\n"
    yield "</GeneralLedgerEntries>\n"


def _transaction(voucher: Voucher, number: str) -> str:
    lines = (_line(posting, voucher, record) for record, posting in enumerate(voucher.postings, 1))
    return _within(
        "Transaction",
        _element("TransactionID", number),
        _element("Period", voucher.date.month),
        _element("PeriodYear", voucher.date.year),
        _element("TransactionDate", voucher.date),
        _element("VoucherType", voucher.kind),
        _element("TransactionType", "Normal"),
        _element("Description", voucher.text),
        _element("SystemEntryDate", voucher.date),
        _element("GLPostingDate", voucher.date),
        *lines,
    )


def _line(posting: Posting, voucher: Voucher, record: int) -> str:
    seller = _within("Analysis", _element("AnalysisType", "S"), _element("AnalysisID", posting.seller_id)) if posting.seller_id else ""
    return _within(
        "Line",
        _element("RecordID", record),
        _element("AccountID", posting.account),
        seller,
        _element("SourceDocumentID", posting.document),
        _element("CustomerID", posting.customer_id),
        _element("Description", voucher.text),
        _within("CreditAmount" if posting.minor < 0 else "DebitAmount", _element("Amount", _amount(abs(posting.minor)))),
        _tax(posting),
        _element("ReferenceNumber", voucher.reverses),
        _element("DueDate", posting.due),
    )


def _tax(posting: Posting) -> str:
    if posting.vat is None:
        return ""
    percent, vat = posting.vat
    code = "52" if not percent else "3" if posting.account.startswith("3") else "1"
    side = "Credit" if posting.minor < 0 else "Debit"
    return _within(
        "TaxInformation",
        _element("TaxType", "MVA"),
        _element("TaxCode", code),
        _element("TaxPercentage", percent),
        _element("Country", "NO"),
        _element("TaxBase", _amount(abs(posting.minor))),
        _within(f"{side}TaxAmount", _element("Amount", _amount(abs(vat)))),
    )
