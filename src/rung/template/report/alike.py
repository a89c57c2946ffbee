"""Who looks like the best: which small customers could become like them, and whom in the market to contact first?"""

from collections.abc import Sequence

from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, Column, Note, Part, Section, Table
from rung.template.compute.template import VERDICTS, Template
from rung.template.report.words import NEXT, VERDICT, method
from rung.template.service import Party, Placed
from rung.template.service.words import listed


def customers(template: Template, placed: Placed) -> Section:
    """Small customers who look like the best."""
    count = placed.verdicts["prioritise"]
    said = texts(
        "{count} of your small customers looks like your best: ask what else it needs.",
        "{count} of your small customers look like your best: ask what else they need.",
        count=count,
    )
    return Section(
        key="lookalikes",
        title=text("Which small customers look like your best?"),
        sentence=said if template.separates else _not_yet(),
        how=text("Customers in class C, or without purchases in the period, placed by the template. {method}", method=method()),
        parts=_parts("lookalikes", template, placed, opens=True) if template.separates else [],
    )


def market(template: Template | None, placed: Placed | None, reason: Text | None) -> Section:
    """Prospects who look like the best."""
    sentence = reason or _not_yet()
    parts: list[Part] = []
    if template is not None and placed is not None and template.separates:
        sentence = texts(
            "{count} prospect in the market looks like your best: contact it first.",
            "{count} prospects in the market look like your best: contact them first.",
            count=placed.verdicts["prioritise"],
        )
        parts = _parts("prospects", template, placed, opens=False)
        found = Note(
            sentence=text(
                "By what is known of prospects too, {share} of your best were found again in the first tenth.",
                share=Share(template.check.within(0.1)),
            )
        )
        parts = [found, *parts]
    return Section(
        key="prospects", title=text("Which prospects look like your best customers?"), sentence=sentence, how=method(), parts=parts
    )


def _not_yet() -> Text:
    return text("The template does not separate yet, so nobody is put first by it.")


def _parts(key: str, template: Template, placed: Placed, *, opens: bool) -> list[Part]:
    parts: list[Part] = [_verdicts(key, template, placed)]
    if placed.first:
        parts.append(_first(key, placed.first, opens=opens))
    return parts


def _verdicts(key: str, template: Template, placed: Placed) -> Table:
    high, low = template.cut_offs
    limits = {
        "prioritise": text("more like your best than {share} of all customers or more", share=Share(high)),
        "look_closer": text("more like your best than {low} to {high}", low=Share(low), high=Share(high)),
        "deprioritise": text("less like your best than half of all customers") if low == 0.5 else text("below {share}", share=Share(low)),
    }
    rows: list[list[Cell]] = [[VERDICT[one], limits[one], placed.verdicts[one], NEXT[one]] for one in VERDICTS]
    if placed.unplaced:
        rows.append(
            [
                text("Too little known"),
                text("less than a third of what the template looks at"),
                placed.unplaced,
                text("Find out more first."),
            ]
        )
    return Table(
        key=f"{key}_verdicts",
        columns=[
            Column(key="verdict", label=text("Verdict"), leading=True),
            Column(key="limit", label=text("When")),
            Column(key="count", label=text("How many"), kind="count", leading=True),
            Column(key="next", label=text("Next step")),
        ],
        rows=rows,
    )


def _first(key: str, first: Sequence[Party], *, opens: bool) -> Table:
    rows: list[list[Cell]] = [
        [
            one.party_id,
            one.name,
            one.rank,
            _why(one, speaks=True),
            _why(one, speaks=False),
            one.like,
            text("The two methods disagree") if one.disagree else None,
        ]
        for one in first
    ]
    return Table(
        key=key,
        title=text("The most like your best"),
        columns=[
            Column(key="party_id", label=text("Number"), kind="id"),
            Column(key="name", label=text("Name"), leading=True),
            Column(
                key="rank",
                label=text("Ahead of"),
                kind="share",
                leading=True,
                how=text("How many of all customers are less like your best."),
            ),
            Column(key="why", label=text("Why"), leading=True),
            Column(key="against", label=text("Against")),
            Column(
                key="like",
                label=text("Like whom"),
                how=text("The best customer it has most in common with: a story to tell, not the rank."),
            ),
            Column(key="look", label=text("Look yourself"), how=text("The two methods place it a quarter of all customers apart.")),
        ],
        rows=rows,
        opens=[f"customer_id={one.party_id}" for one in first] if opens else (),
        first_rows=15,
    )


def _why(one: Party, *, speaks: bool) -> Text | None:
    said = [reason for reason, good in one.reasons if good is speaks]
    return listed(said) if said else None
