"""On which step does one party stand, and why?"""

from rung.base import Text, text, texts
from rung.kit.report import Cell, Column, Section, Table
from rung.ladder.compute.parties import WANTED
from rung.ladder.report import words
from rung.ladder.service import LadderResult


def customer(result: LadderResult, party_id: str) -> Section | None:
    """The step, what put it there, what is missing, and the next step; None for who is not known."""
    row = next(iter(words.chosen(result.parties, party_id=party_id).to_pylist()), None)
    if row is None:
        return None
    facts: list[list[Cell]] = [
        [text("Purchases"), _said(row["occasions"])],
        [text("First purchase"), _day(row["first"])],
        [text("Last purchase"), _day(row["last"])],
        [text("Last answer to you"), _day(row["answered"])],
        [text("Known of name, address, phone and e-mail"), text("{known} of {all}", known=row["filled"], all=len(WANTED))],
    ]
    return Section(
        key="step",
        title=text("Where does it stand?"),
        sentence=_sentence(row),
        how=words.MEANING[row["step"]],
        parts=[
            Table(
                key="step_facts",
                columns=[Column(key="fact", label=text("What is known")), Column(key="value", label=text("Value"))],
                rows=facts,
            )
        ],
    )


def _sentence(row: words.Row) -> Text:
    step = words.STEP[row["step"]]
    if row["lapsed"]:
        return text("{step}, but it has lapsed: ask why it went.", step=step)
    if row["slipping"]:
        return texts(
            "{step}, but it is slipping: silent for {count} day. Call it.",
            "{step}, but it is slipping: silent for {count} days. Call it.",
            step=step,
            count=row["silent_days"],
        )
    return text("{step}: {next}", step=step, next=words.NEXT[row["step"]])


def _said(number: int | None) -> Text | None:
    return None if number is None else text("{number}", number=number)


def _day(day: object) -> Text | None:
    return None if day is None else text("{day}", day=day)  # type: ignore[arg-type]  # a date, as the column is
