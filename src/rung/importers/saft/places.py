"""Where in the file does a fact stand? On its line or, in a file without line breaks, at its place among the entries of the file."""

from lxml.etree import _Element as Element

from rung.importers.xml import LineNumbers


class Places:
    """The rows of one file. An entry is a customer, a seller, a product, a line of a voucher or of an invoice.

    Which of the two kinds of numbers it is, is settled by the first element looked at, so that no two entries ever share a row.
    """

    def __init__(self) -> None:
        self._numbers = LineNumbers()
        self._passed = self._last = 0
        self._by_line: bool | None = None

    @property
    def by_line(self) -> bool:
        """Whether rows are lines of the file; else they count its entries, from 1."""
        return self._by_line is not False

    def look(self, element: Element) -> None:
        """See how the file is laid out, in an element that has others in it; the first one decides."""
        start = self._numbers.of(element)
        if self._by_line is None:
            self._by_line = any(self._numbers.of(inner) != start for inner in element)

    def near(self, element: Element, turn: int = 1) -> int:
        """Where an entry stands, to be named in a problem. turn: which it is of those since the last `pass_over`, from 1."""
        return self._numbers.of(element) if self._by_line is not False else self._passed + turn

    def of(self, element: Element, turn: int = 1) -> int:
        """The row of an entry that becomes a fact. Rows only rise, so two entries on one line do not share one."""
        found = self.near(element, turn)
        if self._by_line is not False:
            found = self._last = max(found, self._last + 1)
        return found

    def pass_over(self, entries: int = 1) -> None:
        """These entries have been read."""
        self._passed += entries
