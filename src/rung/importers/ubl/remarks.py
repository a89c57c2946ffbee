"""What should the user know of the invoices that are facts?"""

from collections.abc import Iterator

from rung.base import Text, text, texts
from rung.facts import Event, Problem
from rung.importers.saft.amounts import money
from rung.importers.ubl.collecting import Collected, Entry
from rung.importers.ubl.problems import Problems
from rung.importers.ubl.settling import Settled


def remarks(found: Collected, settled: Settled, problems: Problems) -> Iterator[Event]:
    """What is true of single invoices, then of all together."""
    counted = [found.entries[place] for place in settled.counted]
    for entry in counted:
        if entry.unread_parts:
            yield from problems.add(_parts(entry))
        elif entry.stated not in {None, entry.total} and not entry.unread:
            yield from problems.add(_differs(entry))
    where = text("E-invoices of {company}", company=settled.company.name)
    if settled.copies:
        yield from problems.add(_said("ubl-copies", where, _copies(len(settled.copies))))
    if count := sum(entry.prepayment for entry in counted):
        yield from problems.add(_said("ubl-prepayment", where, _prepayments(count)))
    if count := sum(rate is None for rate in settled.foreign.values()):
        yield from problems.add(_said("ubl-no-rate", where, _without_rate(count, settled.currency)))
    if found.inexact:
        yield from problems.add(_said("ubl-amount-rounded", where, _rounded(found.inexact)))


def _said(code: str, where: Text, said: tuple[Text, Text]) -> Problem:
    return Problem(code=code, where=where, found=said[0], remedy=said[1])


def _parts(entry: Entry) -> Problem:
    return Problem(
        code="ubl-allowance-not-read",
        where=text("{file}", file=entry.file),
        found=texts(
            "{count} discount or charge on invoice {number} as a whole cannot be read.",
            "{count} discounts or charges on invoice {number} as a whole cannot be read.",
            count=entry.unread_parts,
            number=entry.number,
        ),
        remedy=text("The lines are counted without it. Correct it in the system that made it and export it again."),
    )


def _differs(entry: Entry) -> Problem:
    return Problem(
        code="ubl-total-differs",
        where=text("{file}", file=entry.file),
        found=text(
            "The lines of invoice {number} add up to {lines}, but its total without VAT is {total}.",
            number=entry.number,
            lines=money(entry.total, entry.currency),
            total=money(entry.stated or 0, entry.currency),
        ),
        remedy=text("The lines are counted as they stand. Ask whoever made the invoice."),
    )


def _copies(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} invoice is a copy of another one, with the same content.",
        "{count} invoices are copies of others, with the same content.",
        count=count,
    )
    return found, text("Each invoice is counted once. Nothing needs to be done.")


def _prepayments(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} invoice asks for payment in advance of the sale.",
        "{count} invoices ask for payment in advance of the sale.",
        count=count,
    )
    return found, text("They count on their own date. If the final invoices have the whole sale once more, import again without these.")


def _without_rate(count: int, currency: str) -> tuple[Text, Text]:
    found = texts(
        "{count} invoice is in another currency than {currency} and does not say the exchange rate.",
        "{count} invoices are in other currencies than {currency} and do not say the exchange rate.",
        count=count,
        currency=currency,
    )
    return found, text("Give a list of exchange rates. Invoices without a rate are not in the totals in {currency}.", currency=currency)


def _rounded(count: int) -> tuple[Text, Text]:
    found = texts(
        "{count} amount has more than four decimals and was rounded to four.",
        "{count} amounts have more than four decimals and were rounded to four.",
        count=count,
    )
    return found, text("Nothing needs to be done: the difference is far less than one øre.")
