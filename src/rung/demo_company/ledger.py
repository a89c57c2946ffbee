"""How does the company's bookkeeping look? Vouchers that balance, and accounts where opening plus movement is closing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base.period import Period, add_months
from rung.demo_company.company import DemoCompany

RECEIVABLES, CASH_BOX, BANK, STOCK, EQUITY = "1500", "1900", "1920", "1460", "2050"
VAT_OUT, VAT_IN, VAT_DUE, PURCHASES = "2700", "2710", "2740", "4300"
ABROAD_STEP = 100  # the account of a product group's sales abroad lies so much higher
VAT_PERCENT = 25
UNPAID = 0.012

# account: (name, grouping category, grouping code) of the income statement specification; the revenue accounts come from the products.
ACCOUNTS = {
    STOCK: ("Innkjøpte varer for videresalg", "balanseverdiForOmloepsmiddel", "1400"),
    RECEIVABLES: ("Kundefordringer", "balanseverdiForOmloepsmiddel", "1500"),
    CASH_BOX: ("Kasse", "balanseverdiForOmloepsmiddel", "1900"),
    BANK: ("Bankinnskudd", "balanseverdiForOmloepsmiddel", "1920"),
    EQUITY: ("Annen egenkapital", "egenkapital", "2050"),
    VAT_OUT: ("Utgående merverdiavgift, høy sats", "kortsiktigGjeld", "2740"),
    VAT_IN: ("Inngående merverdiavgift, høy sats", "kortsiktigGjeld", "2740"),
    VAT_DUE: ("Oppgjørskonto merverdiavgift", "kortsiktigGjeld", "2740"),
    PURCHASES: ("Forbruk av innkjøpte varer for videresalg", "varekostnad", "4005"),
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a voucher. minor: øre, debit positive. vat: (percent, VAT in øre, debit positive) on lines that VAT is due of."""

    account: str
    minor: int
    customer_id: str = ""
    document: str = ""
    seller_id: str = ""
    due: date | None = None
    vat: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher: its postings sum to zero. journal: S sales, B bank, K cash, H general. reverses: the invoice a credit note takes back."""

    journal: str
    date: date
    text: str
    postings: tuple[Posting, ...]
    kind: str
    reverses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Vouchers by journal and date, and what stood on each account and on each customer before the first (øre, debit positive)."""

    accounts: dict[str, tuple[str, str, str]]
    opening: dict[str, int]
    customers_opening: dict[str, int]
    vouchers: tuple[Voucher, ...]
    closing: dict[str, int] = field(init=False)
    customers_closing: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        closing, customers = defaultdict(int, self.opening), defaultdict(int, self.customers_opening)
        for voucher in self.vouchers:
            for posting in voucher.postings:
                closing[posting.account] += posting.minor
                if posting.customer_id:
                    customers[posting.customer_id] += posting.minor
        object.__setattr__(self, "closing", dict(closing))
        object.__setattr__(self, "customers_closing", dict(customers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice, credit note or cash sale as it is posted. sums: revenue account -> net in øre."""

    number: str
    date: date
    customer_id: str
    seller_id: str
    reverses: str
    sums: dict[str, int]
    taxed: bool

    @property
    def taxes(self) -> dict[str, int]:
        """VAT of each revenue account in øre, each rounded by itself, half an øre away from zero."""
        return {account: _vat(net) if self.taxed else 0 for account, net in self.sums.items()}

    @property
    def gross(self) -> int:
        """Net and VAT in øre."""
        return sum(self.sums.values()) + sum(self.taxes.values())


def ledger(company: DemoCompany) -> Ledger:
    """The books of the company: every sale, the payments, the goods bought and the VAT settled, for its whole time."""
    rng = np.random.Generator(np.random.PCG64([company.seed, 1]))
    documents = list(_documents(company))
    terms = dict(zip(company.customers["customer_id"].to_pylist(), company.customers["payment_days"].to_pylist(), strict=True))
    owed = _opening_receivables(rng, company, documents)
    paid = _settlements(rng, company, documents, owed, terms)
    goods = _goods(company)
    vouchers = [*(_sale(document, terms) for document in documents), *paid, *goods]
    vouchers += _vat_settlements(company, vouchers)
    opening = {RECEIVABLES: sum(owed.values()), BANK: 4_200_000_00, CASH_BOX: 12_000_00, STOCK: 9_500_000_00}
    opening[EQUITY] = -sum(opening.values())
    return Ledger(
        accounts=dict(sorted({**ACCOUNTS, **_revenue_accounts(company)}.items())),
        opening=opening,
        customers_opening=owed,
        vouchers=tuple(sorted(vouchers, key=lambda v: ("SKBH".index(v.journal), v.date))),
    )


def _vat(net: int) -> int:
    rounded = (abs(net) * VAT_PERCENT + 50) // 100
    return rounded if net >= 0 else -rounded


def _revenue_accounts(company: DemoCompany) -> dict[str, tuple[str, str, str]]:
    groups = dict(zip(company.products["account"].to_pylist(), company.products["product_group"].to_pylist(), strict=True))
    home = {account: (f"Salgsinntekt {group}, avgiftspliktig", "salgsinntekt", "3000") for account, group in groups.items()}
    abroad = {_abroad(a): (f"Salgsinntekt {group}, avgiftsfri utførsel", "salgsinntekt", "3100") for a, group in groups.items()}
    return home | abroad


def _abroad(account: str) -> str:
    return str(int(account) + ABROAD_STEP)


def _documents(company: DemoCompany) -> Iterator[Document]:
    """The lines added up per document and revenue account."""
    accounts = dict(zip(company.products["product_group"].to_pylist(), company.products["account"].to_pylist(), strict=True))
    country = dict(zip(company.customers["customer_id"].to_pylist(), company.customers["country"].to_pylist(), strict=True))
    keys = ["invoice_id", "date", "customer_id", "seller_id", "credits"]
    sums = company.lines.group_by([*keys, "product_group"], use_threads=False).aggregate([("net_minor", "sum")])
    rows = sums.sort_by([("invoice_id", "ascending"), ("product_group", "ascending")]).to_pylist()
    for number, group in groupby(rows, key=lambda row: row["invoice_id"]):
        lines = list(group)
        head = lines[0]
        taxed = country.get(head["customer_id"], "NO") == "NO"
        account = (lambda name: accounts[name]) if taxed else (lambda name: _abroad(accounts[name]))
        yield Document(
            number=number,
            date=head["date"],
            customer_id=head["customer_id"] or "",
            seller_id=head["seller_id"] or "",
            reverses=head["credits"] or "",
            sums={account(line["product_group"]): line["net_minor_sum"] for line in lines},
            taxed=taxed,
        )


def _sale(document: Document, terms: dict[str, int]) -> Voucher:
    cash = not document.customer_id
    taxes = document.taxes
    due = None if cash else document.date + timedelta(days=terms[document.customer_id])
    receivable = Posting(CASH_BOX if cash else RECEIVABLES, document.gross, document.customer_id, document.number, due=due)
    revenue = [
        Posting(account, -net, "", document.number, document.seller_id, vat=(VAT_PERCENT if document.taxed else 0, -taxes[account]))
        for account, net in document.sums.items()
    ]
    vat = [Posting(VAT_OUT, -sum(taxes.values()), "", document.number)] if document.taxed else []
    kind = "Kreditnota" if document.reverses else "Kontantsalg" if cash else "Faktura"
    postings = (receivable, *revenue, *vat)
    return Voucher("K" if cash else "S", document.date, f"{kind} {document.number}", postings, kind, document.reverses)


def _opening_receivables(rng: np.random.Generator, company: DemoCompany, documents: list[Document]) -> dict[str, int]:
    """What customers of the first quarter already owed when it began (øre): about one of their invoices."""
    owed = {}
    until = add_months(company.first, 3)
    for document in documents:
        if document.customer_id and document.date < until and document.gross > 0 and document.customer_id not in owed:
            owed[document.customer_id] = int(document.gross * rng.uniform(0.4, 1.3))
    return owed


def _settlements(
    rng: np.random.Generator, company: DemoCompany, documents: list[Document], owed: dict[str, int], terms: dict[str, int]
) -> list[Voucher]:
    """Bank vouchers, one a day, that pay what customers owed and bought; credit notes are drawn from the payment of their invoice."""
    late = {customer: int(rng.gamma(1.2, 6.0)) for customer in terms}
    on: dict[date, dict[tuple[str, str], int]] = defaultdict(dict)
    for customer, amount in owed.items():
        on[_banking_day(company.first + timedelta(days=int(rng.integers(4, 28))))][customer, "IB"] = amount
    paid: dict[str, date] = {}
    for document in documents:
        if not document.customer_id or rng.random() < UNPAID:
            continue
        wait = terms[document.customer_id] + late[document.customer_id] + int(rng.integers(-3, 4))
        day = max(paid.get(document.reverses, document.date + timedelta(days=max(wait, 1))), document.date)
        paid[document.number] = _banking_day(day)
        on[paid[document.number]][document.customer_id, document.number] = document.gross
    for deposit in _deposits(company, documents):
        on[deposit[0]]["", f"Kasse {deposit[0]:%m.%Y}"] = deposit[1]
    return [_bank(day, payments) for day, payments in sorted(on.items()) if day <= company.last]


def _banking_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)


def _deposits(company: DemoCompany, documents: list[Document]) -> Iterator[tuple[date, int]]:
    """The till is emptied to the bank on the last day of each month."""
    taken: dict[date, int] = defaultdict(int)
    for document in documents:
        if not document.customer_id:
            taken[add_months(document.date, 1) - timedelta(days=1)] += document.gross
    yield from sorted((day, amount) for day, amount in taken.items() if amount and day <= company.last)


def _bank(day: date, payments: dict[tuple[str, str], int]) -> Voucher:
    """One voucher for the day: each customer's documents, and the sum on the bank account."""
    postings = [
        Posting(RECEIVABLES if customer else CASH_BOX, -amount, customer, document)
        for (customer, document), amount in sorted(payments.items())
    ]
    total = sum(payments.values())
    return Voucher("B", day, f"Innbetalinger {day:%d.%m.%Y}", (Posting(BANK, total), *postings), "Bank")


def _goods(company: DemoCompany) -> list[Voucher]:
    """Each month the cost of the goods sold, and goods bought for as much again."""
    month = pc.floor_temporal(company.lines["date"], unit="month")
    costs = (
        pa.table({"month": month, "cost": company.lines["cost_minor"]}).group_by("month", use_threads=False).aggregate([("cost", "sum")])
    )
    vouchers = []
    for start, cost in sorted(zip(costs["month"].to_pylist(), costs["cost_sum"].to_pylist(), strict=True)):
        day = add_months(start, 1) - timedelta(days=1)
        vat = _vat(cost)
        used = (Posting(PURCHASES, cost), Posting(STOCK, -cost))
        bought = (Posting(STOCK, cost, vat=(VAT_PERCENT, vat)), Posting(VAT_IN, vat), Posting(BANK, -cost - vat))
        vouchers.append(Voucher("H", day, f"Varekostnad {start:%m.%Y}", used, "Varekostnad"))
        vouchers.append(Voucher("H", day, f"Varekjøp {start:%m.%Y}", bought, "Varekjøp"))
    return vouchers


def _vat_settlements(company: DemoCompany, vouchers: list[Voucher]) -> list[Voucher]:
    """VAT of every two months is settled on their last day and paid 40 days later."""
    terms = [start for start in Period(company.first, company.last + timedelta(days=1)).months if start.month % 2 == 0]
    found = []
    after = company.first
    for start in terms:
        before = add_months(start, 1)
        within = [p for v in vouchers if after <= v.date < before for p in v.postings]
        out = -sum(p.minor for p in within if p.account == VAT_OUT)
        back = sum(p.minor for p in within if p.account == VAT_IN)
        text = f"Mva-oppgjør {start.month // 2}. termin {start.year}"
        settled = (Posting(VAT_OUT, out), Posting(VAT_IN, -back), Posting(VAT_DUE, back - out))
        found.append(Voucher("H", before - timedelta(days=1), text, settled, "Mva-oppgjør"))
        pay_day = _banking_day(before + timedelta(days=39))
        if pay_day <= company.last:
            found.append(Voucher("B", pay_day, f"Betalt: {text}", (Posting(VAT_DUE, out - back), Posting(BANK, back - out)), "Bank"))
        after = before
    return found
