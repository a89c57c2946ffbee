"""What do the rows outside vouchers say? Each label fills in its part of the book."""

from typing import TYPE_CHECKING

from rung.importers.numbers import masked_in
from rung.importers.sie.book import Book, day_of
from rung.importers.sie.objects import CUSTOMER, SELLER, identifier
from rung.importers.sie.postings import amount_of
from rung.importers.sie.rows import LABELS, label_of, without_label
from rung.importers.sie.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

_DOS_END = "\x1a"


class Head:
    """Reads rows outside vouchers into a book. checksums: how many #KSUMMA rows there were; a file with a checksum has two."""

    def __init__(self, book: Book, trouble: Trouble) -> None:
        self._book = book
        self._trouble = trouble
        self.checksums = 0
        self._meaning: dict[str, Callable[[list[str]], None]] = {
            "FNAMN": self._company,
            "ORGNR": self._organisation,
            "PROGRAM": self._program,
            "SIETYP": self._type,
            "VALUTA": self._currency,
            "GEN": self._made,
            "OMFATTN": self._covers,
            "RAR": self._year,
            "KONTO": self._account,
            "DIM": self._dimension,
            "UNDERDIM": self._dimension,
            "RES": self._year_sum,
            "PSALDO": self._month_sum,
        }

    def read(self, written: str, row: int) -> None:
        """Take in one row that is neither of a voucher nor empty."""
        label = label_of(written)
        if label is None:
            if written.strip().strip(_DOS_END):
                self._trouble.strange_row(row, written)
        elif label not in LABELS:
            self._trouble.unknown_row(row, written)
        elif label == "KSUMMA":
            self.checksums += 1
        elif label == "OBJEKT":
            self._object(written, row)
        elif label in self._meaning and (said := without_label(written)):
            self._meaning[label](said)

    def _company(self, said: list[str]) -> None:
        self._book.company = masked_in(" ".join(said[0].split()))

    def _organisation(self, said: list[str]) -> None:
        self._book.organisation(said[0])

    def _program(self, said: list[str]) -> None:
        self._book.program = " ".join(" ".join(said[:2]).split())

    def _type(self, said: list[str]) -> None:
        self._book.kind = said[0].strip()[:2]

    def _currency(self, said: list[str]) -> None:
        code = said[0].strip().upper()
        if len(code) == 3 and code.isascii() and code.isalpha():
            self._book.currency = self._trouble.currency = code

    def _made(self, said: list[str]) -> None:
        self._book.until = self._book.until or day_of(said[0])

    def _covers(self, said: list[str]) -> None:
        """The day of the balances weighs more than the day the file was made."""
        self._book.until = day_of(said[0]) or self._book.until

    def _year(self, said: list[str]) -> None:
        number = _whole(said[0])
        first, last = (day_of(said[1]), day_of(said[2])) if len(said) > 2 else (None, None)
        if number is not None and first is not None and last is not None and first <= last:
            self._book.years[number] = (first, last)

    def _account(self, said: list[str]) -> None:
        self._book.accounts.add(said[0], said[1] if len(said) > 1 else "")

    def _dimension(self, said: list[str]) -> None:
        if len(said) > 1:
            self._book.dimensions.name(said[0], said[1])

    def _object(self, written: str, row: int) -> None:
        said = without_label(written)
        number = identifier(said[1]) if len(said) > 1 else None
        if number is None:
            return
        meaning = self._book.dimensions.meaning(said[0])
        name = masked_in(" ".join(said[2].split())) if len(said) > 2 else ""
        if meaning == SELLER:
            self._book.sellers.add(number, row, name=name or None)
        elif meaning == CUSTOMER and number in self._book.customers:
            self._trouble.listed_twice(row, written)
        elif meaning == CUSTOMER:
            self._book.customers.add(number, row, name=name or None)

    def _year_sum(self, said: list[str]) -> None:
        units = amount_of(said[2]) if len(said) > 2 and said[0] == "0" else None
        if units is not None:
            self._book.year_sums[said[1]] = self._book.year_sums.get(said[1], 0) + units

    def _month_sum(self, said: list[str]) -> None:
        """A sum of the account as a whole; those of single objects are parts of it."""
        if len(said) < 5 or said[0] != "0" or said[3].strip():
            return
        first, units = day_of(f"{said[1]}01"), amount_of(said[4])
        if first is not None and units is not None:
            sums = self._book.month_sums[first.year * 12 + first.month - 1]
            sums[said[2]] = sums.get(said[2], 0) + units


def _whole(written: str) -> int | None:
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None
