"""What does one SAF-T file give? Its head, customers, products, sellers and revenue lines, and its problems, as it is read."""

from collections.abc import Callable, Iterator
from itertools import groupby

from lxml.etree import _Element as Element

from rung.base import Text, text, texts
from rung.facts import Chunk, Event, FileHead
from rung.importers.saft import refusal
from rung.importers.saft.accounts import Accounts
from rung.importers.saft.header import CURRENCIES, Header, Version, read_header
from rung.importers.saft.invoices import Invoices
from rung.importers.saft.ledger import Ledger
from rung.importers.saft.lines import CHUNK, chunk_of
from rung.importers.saft.listed import Listed, Shared
from rung.importers.saft.places import Places
from rung.importers.saft.remarks import Remarks
from rung.importers.xml import leaves, local

ROOT = "AuditFile"
_VOUCHER = "Transaction"
_TOTALS = ("NumberOfEntries", "TotalDebit", "TotalCredit")
# So many vouchers are looked at for what only newer versions have before the head of the file is told.
_LOOKED_AT = 100
_NO_HEADER = Header()


class Reading:
    """The reading of one file: what each kind of element means, in the order the file gives them.

    accounts: its own, or those of the files it belongs to. shared: what all files of the import know together.
    """

    WANTED = (
        "Header",
        "Account",
        "Customer",
        "AnalysisTypeTableEntry",
        *_TOTALS,
        "JournalID",
        _VOUCHER,
        "Product",
        "UOMTableEntry",
        "Invoice",
    )

    def __init__(self, file: str, accounts: Accounts, shared: Shared) -> None:
        self.file = file
        self.header = _NO_HEADER
        self.remarks = Remarks(file)
        self.stated: dict[str, dict[str, str]] = {}
        self._accounts = accounts
        self._shared = shared
        self._places = Places()
        self._version = Version()
        self._told = False
        self._begin()
        self._meaning: dict[str, Callable[[Element], None]] = {
            "Header": self._read_header,
            "Account": self._read_account,
            "Customer": self._read_customer,
            "AnalysisTypeTableEntry": self._read_analysis_type,
            "JournalID": self._read_journal,
            "Product": self._read_product,
            "Invoice": self._read_invoice,
            **dict.fromkeys(_TOTALS, self._read_total),
        }

    def _begin(self) -> None:
        """What depends on the header, which comes first."""
        self._listed = Listed(self.header.country, self._shared, self.remarks, self._places)
        self.customers, sellers = self._listed.customers, self._listed.sellers
        self.ledger = Ledger(header=self.header, accounts=self._accounts, sellers=sellers, remarks=self.remarks, places=self._places)
        self.invoices = Invoices(header=self.header, sellers=sellers, groups=self._shared.groups, remarks=self.remarks, places=self._places)

    @property
    def rows(self) -> int:
        """Rows that became facts, and those of problems."""
        return self.ledger.revenue_rows + self.ledger.lost_rows + self.invoices.rows + self.invoices.lost_rows + self._listed.rows

    @property
    def has_sales(self) -> bool:
        """Whether the file has what revenue could be read from."""
        return bool(self.ledger.vouchers or self.invoices.count)

    def events(self, pieces: Iterator[list[Element]]) -> Iterator[Event]:
        """The events of the file from its elements, but for what only shows at the end. Raises NotUsable."""
        for piece in pieces:
            for is_voucher, run in groupby(piece, key=_is_voucher):
                if is_voucher:
                    self._read_vouchers(list(run))
                else:
                    for element in run:
                        self._meaning.get(local(element), self._version.element)(element)
            if self._told:
                yield from self._ready()
            elif self.ledger.vouchers + self.invoices.count >= _LOOKED_AT:
                yield from self.waiting()
        self._listed.remark()
        if self.has_sales:  # else it is told at the end, if other files have something to it
            yield from self.waiting()

    def waiting(self) -> Iterator[Event]:
        """What has been read and not told: once the head with customers, products and sellers, then facts and problems."""
        if not self._told:
            self._told = True
            yield self._head()
            yield from self._listed.chunks(self.file)
        yield from self._ready(most=0)

    def _ready(self, most: int = CHUNK) -> Iterator[Event]:
        """Problems, and facts when there are more than so many."""
        yield from self.remarks.take()
        chunks: list[Chunk | None] = []
        if len(self.ledger.lines) > most:
            chunks.append(chunk_of(self.ledger.lines, self.file))
            self.ledger.lines = []
        if len(self.invoices.lines) > most:
            chunks.append(chunk_of(self.invoices.lines, self.file, self.invoices.products))
            self.invoices.lines, self.invoices.products = [], []
        chunks.append(self.remarks.rejected.take(most))
        yield from (chunk for chunk in chunks if chunk is not None)

    def _read_header(self, element: Element) -> None:
        self._places.look(element)
        if self.header is not _NO_HEADER or self.rows or self.has_sales:
            return  # a second header, or one in the wrong place, changes nothing
        self.header = header = read_header(element)
        self.remarks.currency = header.currency
        if header.country and header.country not in CURRENCIES:
            raise refusal.wrong_country(header.country)
        self._accounts.country = header.country
        self._begin()

    def _read_account(self, element: Element) -> None:
        said = leaves(element)
        self._version.account(said)
        self._accounts.add(said)

    def _read_customer(self, element: Element) -> None:
        self._version.customer(element)
        self._listed.customer(element)

    def _read_product(self, element: Element) -> None:
        self._version.element(element)
        self._listed.product(element)

    def _read_analysis_type(self, element: Element) -> None:
        self._listed.seller(element)

    def _read_total(self, element: Element) -> None:
        parent = element.getparent()
        if parent is not None:
            self.stated.setdefault(local(parent), {})[local(element)] = (element.text or "").strip()

    def _read_journal(self, element: Element) -> None:
        self.ledger.journal = (element.text or "").strip()

    def _read_vouchers(self, vouchers: list[Element]) -> None:
        """Vouchers that ended one after the other, mostly in one journal."""
        ledger = self.ledger
        if ledger.vouchers < _LOOKED_AT:
            for voucher in vouchers:
                self._version.element(voucher)
        if vouchers[0].getparent() is vouchers[-1].getparent():
            ledger.add(vouchers)
        else:
            for _, of_journal in groupby(vouchers, key=lambda voucher: voucher.getparent()):
                ledger.add(list(of_journal))

    def _read_invoice(self, element: Element) -> None:
        parent = element.getparent()
        self._version.element(element)
        if parent is not None and local(parent) == "SalesInvoices":
            self.invoices.add(element)

    def _head(self) -> FileHead:
        header = self.header
        country = header.country or "NO"
        version = self._version.name(header.version, country)
        danish = text("Danish SAF-T Financial {version}", version=version)
        how = [
            (text("Format"), danish if country == "DK" else text("SAF-T Financial {version}, recognised by its content", version=version)),
            *self._how_revenue(),
            (text("Customer list"), texts("{count} customer", "{count} customers", count=len(self.customers.ids))),
        ]
        if header.software:
            how.append((text("Accounting system"), text("{software}", software=header.software)))
        if count := self._listed.sellers.count:
            how.append((text("Sellers"), texts("{count} seller", "{count} sellers", count=count)))
        if not self._places.by_line:
            how.append((text("Row numbers"), text("Customers and lines counted from 1, for the file has no line breaks")))
        return FileHead(
            kind=f"saft-{country.lower()} {version}".strip(),
            company=header.company,
            org_number=header.org_number,
            currency=header.currency,
            first=header.first,
            last=header.last,
            how=tuple(how),
        )

    def _how_revenue(self) -> list[tuple[Text, Text]]:
        """Where revenue and its customer come from. The invoices, if any, come after the vouchers, so both may be said later only."""
        if not self.ledger.vouchers:
            return [(text("Customer of a sale"), text("Named on the invoice"))] if self.invoices.count else []
        return [
            (text("Revenue accounts"), self._accounts.described()),
            (text("Customer of a sale"), text("Taken from the receivable in the same voucher")),
        ]


def _is_voucher(element: Element) -> bool:
    return str(element.tag).endswith(_VOUCHER)  # no other element that is asked for does
