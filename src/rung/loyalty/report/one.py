"""Does one customer stay, what is its revenue made of, and what may be expected of it?"""

from rung.base import Money, Number, Share, Text, Value, text, texts
from rung.kit.report import Figure, Note, Part, Section
from rung.loyalty.report import stay, words
from rung.loyalty.service import LoyaltyResult
from rung.loyalty.service.outlook import Outlook

_NEARLY = 0.99


def customer(result: LoyaltyResult, customer_id: str, currency: str) -> Section | None:
    """Its step of the bridge, its revenue by kind, and its outlook; None for who never bought."""
    seen = result.outlook
    row = _find(seen.customers.to_pylist(), customer_id) if seen else None
    if seen is None or row is None:
        return None
    took = _find(result.stay.customers.to_pylist(), customer_id) if result.stay else None
    parts: list[Part] = [stay.kinds_of(took)] if took and took["revenue_minor"] else []
    if seen.refused:
        parts.append(Note(sentence=seen.refused))
    return Section(
        key="stays",
        title=text("Does it stay?"),
        sentence=_sentence(row, took),
        how=text("Its own habit: the days between its purchases, and how long it has been silent, as of {day}.", day=seen.as_of),
        parts=parts,
        figures=_figures(seen, row, currency),
    )


def _find(rows: list[words.Row], customer_id: str) -> words.Row | None:
    return next((row for row in rows if row["customer_id"] == customer_id), None)


def _sentence(row: words.Row, took: words.Row | None) -> Text:
    silent, usual = row["silent_days"], row["usual_gap_days"]
    if usual is None:
        said = texts(
            "It bought last {count} day ago; it has bought too seldom to know its habit.",
            "It bought last {count} days ago; it has bought too seldom to know its habit.",
            count=silent,
        )
    else:
        said = text("It bought last {silent} days ago, and usually buys every {usual} days.", silent=silent, usual=Number(float(usual), 0))
    if row["slipping"]:
        said = text("{said} It is likely gone: call today.", said=said)
    return text("{said} Against the period before: {step}.", said=said, step=stay.step_name(took)) if took else said


def _chance(alive: float) -> Value:
    """Nobody is surely there."""
    return Share(alive) if alive <= _NEARLY else text("over {share}", share=Share(_NEARLY))


def _figures(seen: Outlook, row: words.Row, currency: str) -> list[Figure]:
    if seen.refused:
        return []
    how = text("Estimated from how often and how lately it bought, for the twelve months from {day}.", day=seen.as_of)
    found = [Figure(label=text("Chance it is still there"), value=_chance(row["alive"]), how=how)]
    for key, label in (("revenue_minor", text("Expected revenue")), ("contribution_minor", text("Expected contribution"))):
        if row[key] is not None:
            found.append(Figure(label=label, value=Money(row[key], currency), how=how))
    return found
