"""Who is likely gone, and what may be expected of the others?"""

from datetime import date, timedelta
from decimal import Decimal

from rung.base import Money, Text, text
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.loyalty.report import words
from rung.loyalty.service.outlook import Outlook, backtest_sentences, expected_sentence, silence, slipping_sentence

_STALE = timedelta(days=62)


def figures(seen: Outlook, currency: str) -> list[Figure]:
    """What today's customers are expected to give in the next twelve months."""
    contribution = seen.contribution_minor
    unreliable = text("Tried on the past, the method was far off.") if seen.reliable is False else None
    amount = seen.revenue_minor if contribution is None else contribution
    label = text("Expected revenue, 12 months") if contribution is None else text("Expected contribution, 12 months")
    return [
        Figure(
            label=label,
            value=None if amount is None or unreliable else Money(amount, currency),
            how=_how(seen),
            note=seen.no_revenue or unreliable or text("of today's customers, an estimate"),
            opens="#expected",
        )
    ]


def _how(seen: Outlook) -> Text:
    if seen.refused:
        return text(
            "Estimates need at least 300 customers, twelve months of data, and customers who decide anew each time whether to buy. "
            "Until then Rung goes by a simple rule: silent for more than three times as long as usual."
        )
    return text(
        "From how often, how lately and for how long each customer has bought until {end}: a model of customers who leave without saying "
        "so (MBG/NBD), and of what they spend each time (Gamma-Gamma). A purchase is a day with more bought than credited. Seasons, prices "
        "and new customers are not in it.",
        end=seen.as_of - timedelta(days=1),
    )


def slipping(seen: Outlook, currency: str, today: date) -> Section:
    """The most valuable customers that are likely gone, with why."""
    rows, title = words.first_of(seen.slipping, text("Call these, from the top"))
    parts: list[Part] = []
    if today - seen.as_of > _STALE:
        stale = text(
            "The data end on {end}. Bring in newer figures before you call: some may have bought since.", end=seen.as_of - timedelta(days=1)
        )
        parts.append(Note(sentence=stale, tone="warn"))
    if rows:
        cells: list[list[Cell]] = [
            [*words.named(row), row["net_minor"], row["last"], silence(row), *([] if seen.refused else [row["alive"]])] for row in rows
        ]
        chance = Column(key="alive", label=text("Chance it is still there"), kind="share", how=_how(seen))
        columns = [
            *words.who(),
            Column(
                key="bought", label=text("Bought so far"), kind="money", how=text("All its revenue in the data, credit notes deducted.")
            ),
            Column(key="last", label=text("Last purchase"), kind="date"),
            Column(key="why", label=text("Why it is here")),
            *([] if seen.refused else [chance]),
        ]
        parts.append(Table(key="slipping", title=title, columns=columns, rows=cells, opens=words.opens(rows), first_rows=15))
    return Section(
        key="slipping",
        title=text("Who is likely gone?"),
        sentence=slipping_sentence(seen, currency),
        how=text(
            "Silent for more than three times its usual time between purchases (the median), for customers with three purchases or more."
        )
        if seen.refused
        else text("Customers who are more likely gone than not, judged by their own habit. Those who bought most stand first."),
        parts=parts,
    )


def expected(seen: Outlook, currency: str) -> Section:
    """What each customer is expected to buy, with what the method would have said before."""
    parts: list[Part] = [Note(sentence=said) for said in backtest_sentences(seen, currency)]
    if seen.refused:
        parts.append(Note(sentence=text("Rung goes by a simple rule instead: see who is likely gone.")))
    else:
        if seen.no_contribution:
            parts.append(Note(sentence=seen.no_contribution))
        parts.append(_table(seen))
    return Section(
        key="expected",
        title=text("What will your customers buy in the next twelve months?"),
        sentence=expected_sentence(seen, currency),
        how=_how(seen),
        parts=parts,
    )


def _table(seen: Outlook) -> Table:
    everyone = seen.customers.to_pylist()
    rows, title = words.first_of(everyone, text("Per customer"))
    cells: list[list[Cell]] = [
        [*words.named(row), row["alive"], _tenth(row["purchases"]), row["revenue_minor"], row["contribution_minor"]] for row in rows
    ]
    times = sum(row["purchases"] for row in everyone)
    keep = [True, True, True, True, seen.revenue_minor is not None, seen.contribution_minor is not None]
    columns = [
        *words.who(),
        Column(key="alive", label=text("Chance it is still there"), kind="share"),
        Column(key="purchases", label=text("Expected purchases"), kind="quantity"),
        Column(key="revenue", label=text("Expected revenue"), kind="money", how=_how(seen)),
        Column(
            key="contribution",
            label=text("Expected contribution"),
            kind="money",
            how=text("Expected revenue times what is left of each krone of the customer; of all customers, below three purchases."),
        ),
    ]
    total: list[Cell] = [text("In all"), None, None, _tenth(times), seen.revenue_minor, seen.contribution_minor]
    return Table(
        key="expected",
        title=title,
        columns=[column for column, there in zip(columns, keep, strict=True) if there],
        rows=[[cell for cell, there in zip(row, keep, strict=True) if there] for row in cells],
        total=None if seen.reliable is False else [cell for cell, there in zip(total, keep, strict=True) if there],
        opens=words.opens(rows),
        first_rows=15,
    )


def _tenth(purchases: float) -> Decimal:
    return Decimal(str(round(purchases, 1)))
