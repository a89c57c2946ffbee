"""What does a SIE 4 file give? Its head, customers, sellers and revenue lines, its problems and its own sums, block by block."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.base import Text, text
from rung.facts import Chunk, Event, Progress
from rung.importers.sie import refusal
from rung.importers.sie.blocks import CLOSE, OTHER, VOUCHER, Block, blocks
from rung.importers.sie.book import Book
from rung.importers.sie.characters import ASCII, encoding_of, shown
from rung.importers.sie.closing import Counts, controls, end, last_remarks, parties
from rung.importers.sie.head import Head
from rung.importers.sie.heads import head_of
from rung.importers.sie.ledger import Ledger
from rung.importers.sie.postings import Postings, postings_of
from rung.importers.sie.rows import fields
from rung.importers.sie.sales import heads_of, sales_of
from rung.importers.sie.trouble import Lost, Trouble
from rung.importers.sie.whose import Names
from rung.importers.xml import Flow

_HALF_MINOR = 50  # units


class SieFour:
    """The reading of one SIE 4 file. ledger: what its vouchers said so far."""

    def __init__(self, file: str, names: Mapping[str, str]) -> None:
        self._file = file
        self._book = Book()
        self._trouble = Trouble(file)
        self._trouble.currency = self._book.currency
        self._head = Head(self._book, self._trouble)
        self._counts = Counts()
        self._encoding = ASCII
        self._told = False
        self._open = ""  # the last voucher, while its closing brace has not been seen
        self._open_adds_up = False
        self.ledger = Ledger(file, self._book, Names(names, self._trouble), self._trouble)

    def events(self, flow: Flow, head: bytes, progress: Progress) -> Iterator[Event]:
        """The events of the file. head: its first bytes, which were read before. Raises NotUsable."""
        for block in blocks(flow, head, self._decide):
            facts = self._read(block)
            progress(flow.done, flow.total)
            if self._counts.vouchers:
                yield from self._waiting()
                yield from facts
        if not self._counts.vouchers:
            raise refusal.without_vouchers(self._book.kind)
        self._check_end()
        last_remarks(self._book, self.ledger, self._counts, self._trouble)
        yield from self._waiting()
        yield from parties(self._book, self.ledger, self._file)
        yield from self._trouble.rest()
        yield from controls(self._book, self.ledger, self._counts)
        yield end(self._book, self.ledger, self._trouble)
        progress(flow.total, flow.total)

    def _decide(self, written: bytes) -> str:
        """The encoding, decided by the first piece that has letters beyond ASCII."""
        if self._encoding == ASCII:
            self._encoding = encoding_of(written)
        return self._encoding

    def _waiting(self) -> Iterator[Event]:
        """What has been read and not told: once the head, then problems."""
        if not self._told:
            self._told = True
            kind = self._book.kind or "4"
            more = ((text("Encoding"), self._characters()),)
            yield head_of(self._book, "sie 4", text("SIE 4, type {kind}", kind=kind), *more)
        yield from self._trouble.take()

    def _characters(self) -> Text:
        if self._encoding in {ASCII, "cp437"}:
            return text("{name}", name=shown(self._encoding))
        return text("{name}, by the letters in it, whatever the file declares", name=shown(self._encoding))

    def _read(self, block: Block) -> list[Chunk]:
        """Read a block; its facts."""
        others = np.flatnonzero(block.kinds == OTHER)
        for row, written in zip(others.tolist(), block.rows.take(pa.array(others)).to_pylist(), strict=True):
            self._head.read(written, block.before + row + 1)
        postings = postings_of(block)
        heads = np.flatnonzero(block.kinds == VOUCHER)
        counts, accounts = self._counts, self._book.accounts
        counts.vouchers += len(heads)
        counts.rows += len(postings.units)
        counts.rows_read += int(postings.read.sum())
        counts.repeated += postings.repeated
        counts.removed += postings.removed
        inside = postings.voucher >= 0
        moved = np.zeros(len(postings.accounts), dtype=postings.units.dtype)
        np.add.at(moved, postings.account[inside], postings.units[inside])
        for account, units in zip(postings.accounts, moved.tolist(), strict=True):
            accounts.movement[account] += units
        revenue = np.array([accounts.is_revenue(account) for account in postings.accounts], dtype=bool)
        self._unread(block, postings, heads, revenue)
        self._balance(block, postings, heads)
        return list(self.ledger.add(sales_of(block, postings, revenue, self._book.dimensions, self.ledger.days)))

    def _unread(self, block: Block, postings: Postings, heads: npt.NDArray[np.int64], revenue: npt.NDArray[np.bool_]) -> None:
        """Rows whose amount cannot be read, and income rows before the first voucher."""
        income = revenue[postings.account] if len(postings.account) else np.zeros(0, dtype=bool)
        for n in np.flatnonzero(~postings.read | (income & (postings.voucher < 0))).tolist():
            row = int(postings.row[n])
            content = block.rows[row].as_py()
            place, counts = block.before + row + 1, bool(income[n]) or not postings.accounts[postings.account[n]]
            if postings.voucher[n] < 0:
                self._trouble.outside_vouchers(place, content, -int(postings.units[n]) if postings.read[n] else None)
                continue
            voucher = heads_of(block, heads[[postings.voucher[n]]]).name(0)
            written = fields(content)
            amount = written[3] if len(written) > 3 else ""
            self._trouble.unreadable_amount(voucher, amount, Lost(place, content), revenue=counts)

    def _balance(self, block: Block, postings: Postings, heads: npt.NDArray[np.int64]) -> None:
        """Every voucher is added up; one with a row that cannot be read has been told about already."""
        numbers = np.arange(len(heads))
        starts, ends = (np.searchsorted(postings.voucher, numbers, side) for side in ("left", "right"))
        sums, unread = (
            np.concatenate((np.zeros(1, of.dtype), np.cumsum(of))) for of in (postings.units, (~postings.read).astype(np.int64))
        )
        differ = sums[ends] - sums[starts]
        whole = unread[ends] == unread[starts]
        self._counts.vouchers_read += int(whole.sum())
        at = np.flatnonzero((np.abs(differ) >= _HALF_MINOR) & whole)
        unsettled = heads_of(block, heads[at])
        for n, units in enumerate(differ[at].tolist()):
            self._trouble.out_of_balance(unsettled.name(n), unsettled.row[n], units)
        self._open = ""
        if len(heads) and not (block.kinds[heads[-1] :] == CLOSE).any():
            self._open = heads_of(block, heads[-1:]).name(0)
            self._open_adds_up = bool(whole[-1] and not differ[-1] and ends[-1] > starts[-1])

    def _check_end(self) -> None:
        """Raise NotUsable for a file that was cut off; what stops between two vouchers shows in the sums of the year only."""
        if self._head.checksums == 1:
            raise refusal.without_control_sum()
        if self._open and not self._open_adds_up:
            raise refusal.cut_short(self._open)
        if self._open:
            found = text("The last voucher, {voucher}, has no closing brace. The file may have been cut off there.", voucher=self._open)
            self._trouble.note(
                "sie-no-closing-brace", found, text("It adds up and is counted. Compare the last voucher with the accounts.")
            )
