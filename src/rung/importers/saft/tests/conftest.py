import gzip
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from rung.facts import TABLES, Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece, open_archive
from rung.importers.saft import SaftInput

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"


def tag(name, *inner):
    return f"<{name}>" + "".join(str(part) for part in inner) + f"</{name}>"


def tags(**said):
    return "".join(tag(name, value) for name, value in said.items() if value is not None)


def line(account, amount, *, customer=None, document=None, record=None, extra="", before=""):
    """A voucher line: a positive amount is debit, a negative one credit; text is written as it is, on the debit side."""
    side = "CreditAmount" if isinstance(amount, Decimal | int | float) and amount < 0 else "DebitAmount"
    written = abs(amount) if isinstance(amount, Decimal | int | float) else amount
    said = tags(RecordID=record, AccountID=account) + before + tags(SourceDocumentID=document, CustomerID=customer, Description="x")
    return tag("Line", said, tag(side, tag("Amount", written)), extra)


def sale(net, customer, *, document=None, account=3000, vat=None):
    """The lines of an ordinary invoice of `net` kroner."""
    tax = net * 25 // 100 if vat is None else vat
    return [
        line(1500, net + tax, customer=customer, document=document, record=1),
        line(account, -net, document=document, record=2),
        line(2700, -tax, document=document, record=3),
    ]


def account(number, name="", *, category=None, code=None, standard=None, opening=None, closing=None):
    """An account; balances debit positive."""
    said = tags(AccountID=number, AccountDescription=name or f"Konto {number}", StandardAccountID=standard)
    said += tags(GroupingCategory=category, GroupingCode=code, AccountType="GL")
    for when, balance in (("Opening", opening), ("Closing", closing)):
        if balance is not None:
            said += tag(f"{when}{'Debit' if balance >= 0 else 'Credit'}Balance", abs(balance))
    return tag("Account", said)


def customer(number, name="Kunde", *, registration="912345678", inner="", nace=None):
    party = tag("PartyInfo", tags(NaceCode=nace)) if nace else ""
    return tag("Customer", tags(RegistrationNumber=registration, Name=name), inner, tags(CustomerID=number), party)


ACCOUNTS_130 = [
    account(1500, category="balanseverdiForOmloepsmiddel", code=1500),
    account(2700, category="kortsiktigGjeld", code=2740),
    account(3000, "Salgsinntekt, avgiftspliktig", category="salgsinntekt", code=3000),
    account(3100, "Salgsinntekt, avgiftsfri", category="SalgsInntekt", code=3100),
    account(3900, "Annen driftsinntekt", category="annenDriftsinntekt", code=3900),
]
COMPANY = tag("Company", tags(RegistrationNumber="NO 999 888 777 MVA", Name="Prøve & Sønn AS".replace("&", "&amp;")))
SENDER = tag("AuditFileSender", tags(RegistrationNumber="111222333", Name="Regnskapsføreren AS"))
PERIODS = tag("SelectionCriteria", tags(PeriodStart="01", PeriodStartYear=2025, PeriodEnd=12, PeriodEndYear=2025))


@dataclass
class Saft:
    """A small SAF-T file. vouchers: (number, date, lines) or ready text."""

    vouchers: list = field(default_factory=list)
    accounts: list = field(default_factory=lambda: list(ACCOUNTS_130))
    customers: list = field(default_factory=lambda: [customer("1001", "Alfa AS"), customer("1002", "Beta AS")])
    analysis: str = ""
    header: str = tags(AuditFileVersion="1.0", AuditFileCountry="NO") + COMPANY + tags(DefaultCurrencyCode="NOK") + PERIODS + SENDER
    totals: str = ""
    after: str = ""
    namespace: str = f' xmlns="{NAMESPACE}"'
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
    newline: str = "\n"

    def voucher(self, number, day, lines, *, inner=""):
        said = tags(TransactionID=number, Period=int(day[5:7]) if day[5:7].isdigit() else 1, PeriodYear=day[:4], TransactionDate=day)
        return tag("Transaction", said, inner, *lines)

    def journal(self):
        vouchers = [one if isinstance(one, str) else self.voucher(*one) for one in self.vouchers]
        return tag("Journal", tags(JournalID="S", Description="Salg", Type="SI"), *vouchers)

    def text(self):
        masters = tag("GeneralLedgerAccounts", *self.accounts) + tag("Customers", *self.customers) + self.analysis
        entries = tag("GeneralLedgerEntries", self.totals, self.journal()) if self.vouchers or self.totals else ""
        inner = tag("Header", self.header) + tag("MasterFiles", masters) + entries + self.after
        return self.prolog + f"<AuditFile{self.namespace}>{inner}</AuditFile>".replace("><", f">{self.newline}<") + "\n"


@dataclass
class Read:
    """What came out of a file, sorted into kinds."""

    heads: list
    lines: list
    customers: list
    sellers: list
    products: list
    rejected: list
    problems: list
    controls: list
    ends: list

    @property
    def head(self):
        (head,) = self.heads
        return head

    @property
    def codes(self):
        return [problem.code for problem in self.problems]

    @property
    def how(self):
        return {str(label): str(value) for label, value in self.head.how}

    def revenue(self):
        """Customer -> revenue."""
        found = {}
        for row in self.lines:
            found[row["customer_id"]] = found.get(row["customer_id"], 0) + row["revenue"]
        return found

    def problem(self, code):
        (found,) = [problem for problem in self.problems if problem.code == code]
        return found


def read_path(path, member=None, progress=None):
    found = next(one for one in open_archive(path) if one.name == member) if member else None
    return read_input(SaftInput([Piece(path, found)]), progress)


def read_input(given, progress=None):
    events = list(given.read(progress or (lambda _done, _total: None)))
    of = {kind: [event for event in events if isinstance(event, kind)] for kind in (FileHead, Problem, Control, FileEnd)}
    tables = {name: [] for name in TABLES}
    for event in events:
        if isinstance(event, Chunk):
            assert event.rows.schema == TABLES[event.table].read_schema
            event.rows.validate(full=True)
            for column in event.rows.schema:
                assert column.nullable or not event.rows[column.name].null_count
            tables[event.table] += event.rows.to_pylist()
    if of[FileEnd]:
        assert isinstance(events[0], FileHead)
        assert isinstance(events[-1], FileEnd)
        every_row_came_back_once(of[Problem], tables, of[FileEnd])
    names = ("invoice_lines", "customers", "sellers", "products", "rejected")
    return Read(of[FileHead], *(tables[name] for name in names), of[Problem], of[Control], of[FileEnd])


def every_row_came_back_once(problems, tables, ends):
    """Rows read are facts and problems; and every row of a problem can be downloaded."""
    (end,) = ends
    facts = {(row["file"], row["row"]) for name, rows in tables.items() if name != "rejected" for row in rows}
    assert end.rows == len(facts) + sum(problem.rows for problem in problems)
    of_problems, of_rejected = Counter(), Counter()
    for problem in problems:
        of_problems[problem.code] += problem.rows
    for row in tables["rejected"]:
        of_rejected[row["code"]] += row["rows"]
    assert +of_problems == of_rejected


@pytest.fixture
def saft():
    """The builder of small files."""
    return Saft


@pytest.fixture
def read(tmp_path):
    """Write a file (builder, text or bytes) and read it."""

    def write_and_read(content, name="regnskap.xml", progress=None):
        path = tmp_path / name
        text = content.text() if isinstance(content, Saft) else content
        raw = text.encode() if isinstance(text, str) else text
        if name.endswith(".gz"):
            raw = gzip.compress(raw)
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
                pack.writestr("inni/regnskap.xml", raw)
        else:
            path.write_bytes(raw)
        return read_path(path, progress=progress)

    return write_and_read


@pytest.fixture
def parts():
    """The pieces that files are built from."""
    return PARTS


class PARTS:
    line = staticmethod(line)
    sale = staticmethod(sale)
    account = staticmethod(account)
    customer = staticmethod(customer)
    tag = staticmethod(tag)
    tags = staticmethod(tags)
    read_path = staticmethod(read_path)
    read_input = staticmethod(read_input)
    namespace = NAMESPACE


@pytest.fixture
def refused(read):
    """Read a file that must give its one refused problem and nothing else; its code, sentence and remedy."""

    def read_refused(content, name="regnskap.xml"):
        found = read(content, name)
        assert len(found.problems) == 1
        assert not [*found.heads, *found.lines, *found.customers, *found.controls, *found.ends]
        (problem,) = found.problems
        assert problem.refused
        assert problem.rows == 0
        assert name in str(problem.where)
        return problem.code, str(problem.found), str(problem.remedy)

    return read_refused
