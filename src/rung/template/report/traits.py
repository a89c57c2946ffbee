"""What do the best have in common, and how well does that do on best customers it has not seen?"""

from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.template.compute.template import Template
from rung.template.report.words import SCORER, method
from rung.template.service import TemplateResult
from rung.template.service.help import what_would_help
from rung.template.service.words import common, listed, same_fact

_MOST_ROWS = 40


def section(result: TemplateResult, template: Template) -> Section:
    """The template in words, with counts, its figures and what was not looked at."""
    traits = common(template)
    rows: list[list[Cell]] = [
        [trait.label, listed(trait.has) if trait.has else None, listed(trait.lacks) if trait.lacks else None] for trait in traits
    ]
    parts: list[Part] = []
    if not template.separates:
        parts += [Note(sentence=said) for said in what_would_help(result)]
    if rows:
        parts.append(
            Table(
                key="template",
                title=text("What your best have in common"),
                columns=[
                    Column(key="characteristic", label=text("Characteristic")),
                    Column(key="has", label=text("Your best are"), leading=True, how=_stands_out()),
                    Column(key="lacks", label=text("Your best are seldom"), leading=True, how=_stands_out()),
                ],
                rows=rows,
            )
        )
    parts += [Note(sentence=said) for said in same_fact(template)]
    parts += [_weights(template), _tried(template)]
    if result.refused:
        parts.append(_refused(result))
    return Section(
        key="template",
        title=text("What do your best customers have in common?"),
        sentence=sentence(template),
        how=method(),
        parts=parts,
        figures=figures(template),
    )


def _stands_out() -> Text:
    return text("Told when chance alone would give as many, or as few, at most once in twenty times.")


def sentence(template: Template) -> Text:
    """The strongest thing the best have in common; or that the template does not separate yet."""
    if not template.separates:
        return text(
            "This template does not separate yet: random customers are found again as well as your best. "
            "Do not choose whom to contact by it."
        )
    traits = [trait for trait in common(template) if trait.has]
    if not traits:
        return text("No single characteristic stands out in your best customers, but together they tell them from the others.")
    first = traits[0]
    return text("Your best customers stand out in this: “{label}” is {has}.", label=first.label, has=listed(first.has))


def figures(template: Template) -> list[Figure]:
    """How well the template finds best customers it has not seen."""
    check = template.check
    how = text(
        "Each best customer is left out in turn, the template is made of the others, and the one left out is ranked among all customers "
        "that are not best. Of {best} best, so take it as a direction.",
        best=len(check.ranks),
    )
    return [
        Figure(
            label=text("Best customers found in the first tenth"),
            value=Share(check.within(0.1)),
            how=how,
            note=texts("{count} time as many as by chance", "{count} times as many as by chance", count=round(check.lift))
            if check.lift >= 1
            else text("fewer than by chance"),
            opens="#template",
        ),
        Figure(
            label=text("Rank of the one in the middle"),
            value=Share(check.median),
            how=how,
            note=text("of customers are less like the others of the best"),
            opens="#template",
        ),
    ]


def _weights(template: Template) -> Table:
    """Every level with its counts and weights, the largest first."""
    found = []
    for one, start in zip(template.characteristics, template.layout.starts, strict=True):
        for place, level in enumerate(one.levels, start):
            if template.shares[place] > 0:
                found.append((float(template.weights[template.scorer][place]), place, one.label, level))
    found.sort(key=lambda one: (-abs(one[0]), one[1]))
    rows: list[list[Cell]] = [
        [label, level, int(template.counted[place]), int(template.known[place]), float(template.shares[place]), weight]
        for weight, place, label, level in found[:_MOST_ROWS]
    ]
    return Table(
        key="weights",
        title=text("The largest weights"),
        columns=[
            Column(key="characteristic", label=text("Characteristic")),
            Column(key="level", label=text("Is"), leading=True),
            Column(key="best", label=text("Of your best"), kind="count", leading=True),
            Column(key="known", label=text("Known of"), kind="count", how=text("Of how many of your best it is known.")),
            Column(key="share", label=text("Of all"), kind="share", leading=True, how=text("Of all customers of whom it is known.")),
            Column(
                key="weight",
                label=text("Weight"),
                kind="number",
                how=text("Above zero speaks for, below zero against. Few customers give small weights. Nothing known weighs nothing."),
            ),
        ],
        rows=rows,
        first_rows=10,
    )


def _tried(template: Template) -> Table:
    rows: list[list[Cell]] = []
    for name, check in template.checks.items():
        chosen = text("used") if name == template.scorer else None
        rows.append([SCORER[name], chosen, check.median, check.within(0.1), check.within(0.2), check.auc, check.p_value])
    return Table(
        key="template_tried",
        title=text("Tried on best customers it had not seen"),
        columns=[
            Column(key="method", label=text("Method"), leading=True),
            Column(key="used", label=text("Used"), how=text("The one that found them best; at a tie the weighted counts.")),
            Column(key="median", label=text("Rank of the one in the middle"), kind="share", leading=True),
            Column(key="top_10", label=text("In the first tenth"), kind="share", leading=True),
            Column(key="top_20", label=text("In the first fifth"), kind="share"),
            Column(
                key="auc",
                label=text("AUC"),
                kind="number",
                how=text(
                    "The chance that a best customer stands before another customer; 0.5 is drawing lots. "
                    "At least so much: some others are good too."
                ),
            ),
            Column(
                key="chance",
                label=text("By chance"),
                kind="share",
                how=text(
                    "How often as many random customers, 200 draws, were found again as well. Above 10 per cent the template is not used."
                ),
            ),
        ],
        rows=rows,
    )


def _refused(result: TemplateResult) -> Table:
    return Table(
        key="template_refused",
        title=text("Not looked at"),
        columns=[
            Column(key="characteristic", label=text("Characteristic"), leading=True),
            Column(key="why", label=text("Why"), leading=True),
        ],
        rows=[[one.name, one.reason] for one in result.refused],
        first_rows=5,
    )
