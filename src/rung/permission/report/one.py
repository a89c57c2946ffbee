"""How may one customer, and the people there, be contacted?"""

from rung.base import Text, text
from rung.kit.report import Cell, Column, Section, Table
from rung.permission.compute.rules.rule import CHANNELS
from rung.permission.report.words import ANSWER, CHANNEL
from rung.permission.service import PermissionResult


def customer(result: PermissionResult, customer_id: str) -> Section | None:
    """Each channel they can be reached by, with the answer and its paragraph; None for who is not known."""
    rows: list[list[Cell]] = []
    known = False
    for place, party in enumerate(result.parties.select(["customer_id", "name"]).to_pylist()):
        if party["customer_id"] != customer_id:
            continue
        known = True
        for channel in CHANNELS:
            found = result.permission(place, channel)
            if found is not None:
                rows.append([party["name"], CHANNEL[channel], ANSWER[found.answer], found.reason])
    if not known:
        return None
    table = Table(
        key="contact",
        columns=[
            Column(key="name", label=text("Name")),
            Column(key="channel", label=text("Channel")),
            Column(key="answer", label=text("Answer"), leading=True),
            Column(key="why", label=text("Why"), leading=True),
        ],
        rows=rows,
    )
    return Section(
        key="contact",
        title=text("May you contact it, and how?"),
        sentence=_sentence(rows),
        how=text("By the rules of its country on {day}, and by what they told you.", day=result.today),
        parts=[table] if rows else [],
    )


def _sentence(rows: list[list[Cell]]) -> Text:
    if not rows:
        return text("You have no phone number, e-mail or address for it: find one first.")
    return text("Here is every way you can reach it, and what the law says of it.")
