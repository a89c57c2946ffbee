"""What does a SAF-T file give? Its head, customers, sellers and revenue lines, its problems, and its own totals, as the file is read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from lxml.etree import _Element as Element

from rung.base import text, texts
from rung.facts import Event, FileEnd, FileHead, Progress
from rung.importers.saft import refusal
from rung.importers.saft.accounts import Accounts
from rung.importers.saft.closing import controls, last_remarks
from rung.importers.saft.header import Header, Version, foreign_country, read_header
from rung.importers.saft.ledger import Ledger
from rung.importers.saft.lines import CHUNK, chunk_of
from rung.importers.saft.parties import Customers, Sellers
from rung.importers.saft.places import Places
from rung.importers.saft.remarks import Remarks
from rung.importers.saft.source import name_of, piece_of
from rung.importers.xml import NotUsable, finished_elements, leaves, local, open_source

_ROOT = "AuditFile"
_VOUCHER = "Transaction"
_TOTALS = ("NumberOfEntries", "TotalDebit", "TotalCredit")
# So many vouchers are looked at for what only newer versions have before the head of the file is told.
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class SaftInput:
    """One Norwegian SAF-T Financial file (.xml, .xml.gz, or a .zip with one XML file in it), as an Input.

    member: which file in a zip, when it holds several. Versions 1.20 to 1.40, and the vouchers of 2.0.
    """

    path: Path
    member: str | None = field(default=None, kw_only=True)

    @property
    def files(self) -> Sequence[Path]:
        """The one file."""
        return (self.path,)

    def read(self, progress: Progress) -> Iterator[Event]:
        """The file's events; see rung.facts.reading. Facts are in `invoice_lines` (source "ledger"), `customers` and `sellers`.

        A file that turns out damaged on the way gives its refused Problem when that is found, after earlier events. Memory does not
        grow with the file but for its customers and some 200 bytes for each voucher with revenue.
        """
        name = name_of(self.path, self.member)
        try:
            with open_source(piece_of(self.path, self.member)) as flow:
                pieces = finished_elements(flow, {_ROOT}, _Reading.WANTED, progress, refusal.not_saft)
                yield from _Reading(name).events(pieces)
        except NotUsable as unusable:
            yield unusable.problem(name)


class _Reading:
    """The reading of one file: what each kind of element means, in the order the file gives them."""

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

    def __init__(self, file: str) -> None:
        self._file = file
        self._places = Places()
        self._header = Header()
        self._version = Version()
        self._accounts = Accounts()
        self._customers = Customers()
        self._sellers = Sellers()
        self._remarks = Remarks(file)
        self._ledger: Ledger | None = None
        self._stated: dict[str, str] = {}
        self._told = False
        self._listed = self._unnumbered = self._repeated = self._invoices = 0
        self._meaning: dict[str, Callable[[Element], None]] = {
            "Header": self._read_header,
            "Account": self._read_account,
            "Customer": self._read_customer,
            "AnalysisTypeTableEntry": self._read_analysis_type,
            "JournalID": self._read_journal,
            "Invoice": self._read_invoice,
            **dict.fromkeys(_TOTALS, self._read_total),
        }

    def events(self, pieces: Iterator[list[Element]]) -> Iterator[Event]:
        """The events of the file from its elements. Raises NotUsable."""
        for piece in pieces:
            for is_voucher, run in groupby(piece, key=_is_voucher):
                if is_voucher:
                    self._read_vouchers(list(run))
                else:
                    for element in run:
                        self._meaning.get(local(element), self._version.element)(element)
            ledger = self._ledger
            if ledger is not None and (ledger.vouchers >= _LOOKED_AT if not self._told else len(ledger.lines) >= CHUNK):
                yield from self._waiting(ledger)
        yield from self._end()

    def _read_header(self, element: Element) -> None:
        self._places.look(element)
        self._header = read_header(element)
        self._remarks.currency = self._header.currency
        country = foreign_country(element, self._header)
        if country is not None:
            raise refusal.wrong_country(country)

    def _read_account(self, element: Element) -> None:
        said = leaves(element)
        self._version.account(said)
        self._accounts.add(said)

    def _read_customer(self, element: Element) -> None:
        self._version.customer(element)
        fault = self._customers.add(element, self._places.of(element))
        self._places.pass_over()
        self._unnumbered += fault == "unnumbered"
        self._repeated += fault == "repeated"
        self._listed += 1

    def _read_analysis_type(self, element: Element) -> None:
        if self._sellers.add(leaves(element), self._places.of(element)):
            self._places.pass_over()

    def _read_total(self, element: Element) -> None:
        parent = element.getparent()
        if parent is not None and local(parent) == "GeneralLedgerEntries":
            self._stated[local(element)] = (element.text or "").strip()

    def _read_journal(self, element: Element) -> None:
        self._begin().journal = (element.text or "").strip()

    def _read_vouchers(self, vouchers: list[Element]) -> None:
        """Vouchers that ended one after the other, mostly in one journal."""
        ledger = self._begin()
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
        self._invoices += parent is not None and local(parent) == "SalesInvoices"
        self._version.element(element)

    def _begin(self) -> Ledger:
        """The ledger, from the first journal or voucher on; accounts and analysis types come before it in every version."""
        if self._ledger is None:
            self._ledger = Ledger(
                org_number=self._header.org_number,
                accounts=self._accounts,
                sellers=self._sellers,
                remarks=self._remarks,
                places=self._places,
            )
        return self._ledger

    def _waiting(self, ledger: Ledger) -> Iterator[Event]:
        """What has been read and not told: once the head, with customers and sellers, then facts and problems."""
        if not self._told:
            self._told = True
            yield self._head(ledger)
            tables = (self._customers.chunk(self._file, self._sellers), self._sellers.chunk(self._file))
            yield from (chunk for chunk in tables if chunk is not None)
        yield from self._remarks.take()
        if ledger.lines:
            yield chunk_of(ledger.lines, self._file)
            ledger.lines = []

    def _head(self, ledger: Ledger) -> FileHead:
        header = self._header
        version = self._version.name(header.version)
        how = [
            (text("Format"), text("SAF-T Financial {version}, recognised by its content", version=version)),
            (text("Revenue accounts"), self._accounts.described()),
            (text("Customer list"), texts("{count} customer", "{count} customers", count=len(self._customers.ids))),
            (text("Customer of a sale"), text("Taken from the receivable in the same voucher")),
        ]
        if header.software:
            how.append((text("Accounting system"), text("{software}", software=header.software)))
        if self._sellers.types:
            how.append((text("Sellers"), texts("{count} seller", "{count} sellers", count=self._sellers.count)))
        if not self._places.by_line:
            how.append((text("Row numbers"), text("Customers and lines counted from 1, for the file has no line breaks")))
        return FileHead(
            kind=f"saft-no {version}",
            company=header.company,
            org_number=header.org_number,
            currency=header.currency,
            first=header.first,
            last=header.last,
            how=tuple(how),
        )

    def _end(self) -> Iterator[Event]:
        """The last facts, what only shows at the end, and the file's own totals. Raises NotUsable when there were no vouchers."""
        ledger = self._ledger
        if ledger is None or not ledger.vouchers:
            raise refusal.without_vouchers(invoices=self._invoices > 0)
        last_remarks(ledger, self._accounts, self._customers, self._remarks)
        self._remark_on_lists()
        yield from self._waiting(ledger)
        yield from self._remarks.rest()
        yield from controls(ledger, self._accounts, self._stated)
        yield FileEnd(rows=ledger.revenue_rows + ledger.lost_rows + self._listed + self._sellers.count)

    def _remark_on_lists(self) -> None:
        if self._unnumbered:
            found = texts(
                "{count} customer in the customer list has no customer number.",
                "{count} customers in the customer list have no customer number.",
                count=self._unnumbered,
            )
            remedy = text("They are left out, for no voucher can name them.")
            self._remarks.note("saft-customer-without-number", found, remedy, rows=self._unnumbered)
        if self._repeated:
            found = texts(
                "{count} entry in the customer list repeats a customer number.",
                "{count} entries in the customer list repeat a customer number.",
                count=self._repeated,
            )
            self._remarks.note("saft-customer-listed-twice", found, text("The first entry of each customer is used."), rows=self._repeated)
        if self._invoices:
            found = texts(
                "The file also has {count} sales invoice with product lines.",
                "The file also has {count} sales invoices with product lines.",
                count=self._invoices,
            )
            remedy = text("Revenue is taken from the vouchers. To see products, give the invoice lines as Excel or CSV as well.")
            self._remarks.note("saft-invoices-not-read", found, remedy)


def _is_voucher(element: Element) -> bool:
    return str(element.tag).endswith(_VOUCHER)  # no other element that is asked for does
