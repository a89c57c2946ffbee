"""How are customers told that are ranked by several criteria at once?"""

from decimal import Decimal

from rung.abc_analysis.compute import CUTS, Measure
from rung.abc_analysis.report import words
from rung.abc_analysis.service import THE_MEASURE
from rung.abc_analysis.service.weighing import Weighing
from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, CellKind, Column, Section, Table


def weighing(found: Weighing) -> Section:
    """The customers by the weighted mean of their places, with what each criterion says of them."""
    rows = found.customers.to_pylist()
    best = sum(row["abc"] == "A" for row in rows)
    return Section(
        key="weighing",
        title=text("Who is worth most when several things count?"),
        sentence=texts(
            "{count} customer is A when {criteria} count together.",
            "{count} customers are A when {criteria} count together.",
            count=best,
            criteria=_listed(found),
        ),
        how=_how(found),
        parts=[
            Table(
                key="weighing",
                columns=[
                    *words.who(),
                    Column(key="class", label=text("Class"), kind="class"),
                    Column(key="score", label=text("Score"), kind="number", how=text("The weighted mean of the places, 1 is the best.")),
                    *(Column(key=measure, label=words.MEASURE_NAMES[measure], kind=_kind(measure)) for measure in found.weights),
                ],
                rows=[
                    [*words.named(row), row["abc"], row["score"], *(_cell(measure, row[f"{measure}_minor"]) for measure in found.weights)]
                    for row in rows
                ],
                opens=words.opens(rows),
            )
        ],
    )


def _kind(measure: Measure) -> CellKind:
    return "quantity" if measure == "units" else "money"


def _cell(measure: Measure, minor: int | None) -> Cell:
    return Decimal(minor) / 100 if measure == "units" and minor is not None else minor


def _listed(found: Weighing) -> Text:
    """The criteria with their weights as parts of the whole: "the revenue (67 %) and the contribution margin (33 %)"."""
    whole = sum(found.weights.values())
    named = [text("{what} ({share})", what=THE_MEASURE[m], share=Share(float(weight / whole))) for m, weight in found.weights.items()]
    said = named[0]
    for one in named[1:]:
        said = text("{this} and {next}", this=said, next=one)
    return said


def _how(found: Weighing) -> Text:
    a, b = (Share(float(cut)) for cut in CUTS[found.rule])
    places = text(
        "By each criterion every customer has a place, from 0 for the last to 1 for the first; equal values share a place. The score is "
        "the mean of the places, weighted."
    )
    if found.rule == "count":
        return text("{places} The first {a} of the customers are A, on to {b} they are B, the rest are C.", places=places, a=a, b=b)
    return text(
        "{places} The A customers are the best that together have {a} of all the scores, the B customers the next, up to {b}; the rest are "
        "C. Scores lie closer than sums of money, so more customers are A; with the rule count you choose how many.",
        places=places,
        a=a,
        b=b,
    )
