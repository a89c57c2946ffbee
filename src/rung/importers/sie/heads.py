"""What is the file, as the user is told first?"""

from rung.base import Text, text, texts
from rung.facts import FileHead
from rung.importers.sie.book import Book


def head_of(book: Book, kind: str, format_: Text, *more: tuple[Text, Text]) -> FileHead:
    """The head of a file. kind: "sie 4" or "sie 5"; format_: the same for the user; more: what only one of the two has to tell."""
    how = [
        (text("Format"), format_),
        *more,
        (text("Revenue accounts"), book.accounts.described()),
        (text("Customer list"), texts("{count} customer", "{count} customers", count=book.customers.listed)),
        (text("Customer of a sale"), text("Taken from the customer or the invoice on the rows of the same voucher")),
    ]
    if book.program:
        how.append((text("Accounting system"), text("{software}", software=book.program)))
    return FileHead(
        kind=kind,
        company=book.company,
        org_number=book.org_number,
        currency=book.currency,
        first=book.first,
        last=book.last,
        how=tuple(how),
    )
