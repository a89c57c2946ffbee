"""Who are your best customers, why, and what do we want to know of them?"""

from collections.abc import Sequence

from rung.base import Money, Text, text, texts
from rung.kit.report import Cell, Column, Note, Part, Section, Table
from rung.template.service.best import YEARS, Choice
from rung.template.service.sheet import QUESTIONS


def section(choice: Choice, currency: str) -> Section:
    """The best customers proposed (or chosen), with what is odd about them, and the question sheet."""
    parts: list[Part] = [Note(sentence=remark, tone="warn") for remark in choice.remarks]
    parts += [_table(choice), _questions()]
    return Section(
        key="best_customers",
        title=text("Who are your best customers?"),
        sentence=sentence(choice, currency),
        how=_how(choice),
        parts=parts,
    )


def sentence(choice: Choice, currency: str) -> Text:
    """How many, and what they have given together."""
    together = Money(sum(one.value_minor for one in choice.best), currency)
    if choice.measure == "revenue":
        return texts(
            "Your {count} best customer bought for {amount} from {start} to {end}.",
            "Your {count} best customers bought for {amount} from {start} to {end}.",
            count=len(choice.best),
            amount=together,
            start=choice.window.start,
            end=choice.window.last,
        )
    return texts(
        "Your {count} best customer gave a contribution margin of {amount} from {start} to {end}.",
        "Your {count} best customers gave a contribution margin of {amount} from {start} to {end}.",
        count=len(choice.best),
        amount=together,
        start=choice.window.start,
        end=choice.window.last,
    )


def _how(choice: Choice) -> Text:
    if choice.chosen:
        return text("You chose these customers yourself.")
    return text(
        "Proposed: those who have left most over up to {years} years, a tenth of your customers, at least 5 and at most 15. You know them: "
        "take out those that are odd, and put in those you want more of.",
        years=YEARS,
    )


def _table(choice: Choice) -> Table:
    by_margin = choice.measure == "margin"
    rows: list[list[Cell]] = [
        [one.customer_id, one.name, one.value_minor, one.occasions, one.first, one.last, one.odd] for one in choice.best
    ]
    return Table(
        key="best_customers",
        columns=[
            Column(key="customer_id", label=text("Customer no."), kind="id"),
            Column(key="name", label=text("Name"), leading=True),
            Column(key="value", label=text("Contribution margin") if by_margin else text("Revenue"), kind="money", leading=True),
            Column(key="purchases", label=text("Purchases"), kind="count"),
            Column(key="first", label=text("First bought"), kind="date"),
            Column(key="last", label=text("Last purchase"), kind="date"),
            Column(key="odd", label=text("Look twice"), how=text("Why it may not be one you want more of.")),
        ],
        rows=rows,
        opens=[f"customer_id={one.customer_id}" for one in choice.best],
        first_rows=15,
    )


def _questions() -> Table:
    rows: Sequence[Sequence[Cell]] = [[one.ask, _choices(one.choices)] for one in QUESTIONS]
    return Table(
        key="question_sheet",
        title=text("Ask this of each of them, and of twenty ordinary customers"),
        columns=[
            Column(key="question", label=text("Question"), leading=True),
            Column(key="choices", label=text("Choose among"), how=text("Nothing here: answer in your own words.")),
        ],
        rows=rows,
    )


def _choices(choices: Sequence[tuple[str, Text]]) -> Text | None:
    said: Text | None = None
    for _, one in choices:
        said = one if said is None else text("{first}, {rest}", first=said, rest=one)
    return said
