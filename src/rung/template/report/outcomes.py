"""What do the leads you won and lost teach?"""

from rung.base import Text, text
from rung.kit.report import Cell, Column, Note, Part, Section, Table
from rung.template.service.outcomes import Outcomes, counts_sentence, verdict_sentence, warnings

_MODEL: dict[str, Text] = {"logistic": text("Logistic regression"), "boosting": text("Gradient boosting")}


def section(found: Outcomes) -> Section:
    """Whether leads can be ranked, what was left out, and how each method did."""
    parts: list[Part] = [Note(sentence=said, tone="warn") for said in warnings(found)]
    parts.append(Note(sentence=counts_sentence(found)))
    if found.learned:
        parts.append(_methods(found))
    return Section(
        key="outcomes",
        title=text("What do won and lost leads teach?"),
        sentence=verdict_sentence(found),
        how=text(
            "Two methods learn from leads that were won or lost, and are tried on leads of other customers than those they learned from. "
            "Columns that were filled in after the outcome are left out. The chances are put right so that of those with 30 per cent, "
            "30 of 100 are won."
        ),
        parts=parts,
    )


def _methods(found: Outcomes) -> Table:
    rows: list[list[Cell]] = [
        [
            _MODEL[one.model],
            text("used") if one is found.best and found.can_rank else None,
            one.auc,
            one.low,
            one.high,
            one.lift,
            one.brier,
            one.plain_brier,
        ]
        for one in found.learned
    ]
    return Table(
        key="outcomes",
        columns=[
            Column(key="method", label=text("Method"), leading=True),
            Column(key="used", label=text("Used")),
            Column(
                key="auc",
                label=text("AUC"),
                kind="number",
                leading=True,
                how=text("The chance that a lead that was won stands before one that was lost; 0.5 is drawing lots."),
            ),
            Column(key="low", label=text("at least"), kind="number", how=text("95 per cent sure.")),
            Column(key="high", label=text("at most"), kind="number", how=text("95 per cent sure.")),
            Column(key="lift", label=text("Won in the first tenth, times the mean"), kind="number"),
            Column(key="brier", label=text("Error of the chance"), kind="number", how=text("Mean squared error (Brier); lower is better.")),
            Column(key="plain", label=text("Error of the mean"), kind="number", how=text("The same when everybody is given the mean.")),
        ],
        rows=rows,
    )
