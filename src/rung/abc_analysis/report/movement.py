"""Who moved between the classes since the period before, and what do we do about it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rung.abc_analysis.compute import CLASSES, NO_CLASS
from rung.abc_analysis.report import words
from rung.abc_analysis.service import AbcResult
from rung.base import Text, text, texts
from rung.kit.report import Cell, Column, Matrix, Part, Section, Table

# Who moved from where to where, and what to do about it; what costs most to miss comes first.
_STEPS: Sequence[tuple[Sequence[tuple[str, str]], Text, Text]] = (
    ((("A", NO_CLASS),), text("Were A, and are gone"), text("Call them first, and hear why.")),
    ((("A", "B"), ("A", "C")), text("Slipped from A to B or C"), text("Find out what they buy elsewhere now.")),
    ((("B", "C"),), text("Slipped from B to C"), text("Ask what they miss.")),
    ((("B", NO_CLASS), ("C", NO_CLASS)), text("Were B or C, and are gone"), text("Call those who were B, write to the others.")),
    (((NO_CLASS, "A"),), text("New, and A already"), text("Visit them, and learn why they chose you.")),
    ((("B", "A"), ("C", "A")), text("Risen to A"), text("Thank them, and agree on the year ahead.")),
    ((("C", "B"),), text("Risen from C to B"), text("Ask what more they need.")),
    (((NO_CLASS, "B"), (NO_CLASS, "C")), text("New in B or C"), text("Welcome them, and ask what else they need.")),
    ((("A", "A"),), text("Still A"), text("Make a plan for each of them.")),
)


def movement(result: AbcResult) -> Section:
    """The movement matrix, a next step for each kind of move, and the A customers to call first."""
    title = text("Who moved since the period before?")
    how = text("Each customer's class in this period against its class in the period of equal length just before, by the same rule.")
    if result.moved is None or result.before is None:
        reason = text("The data do not go back over a whole period before this one, so there is nothing to compare with.")
        return Section(key="movement", title=title, sentence=reason, how=how)
    places = (*CLASSES, NO_CLASS)
    matrix = Matrix(
        key="moved",
        title=text("Customers by class, before and now"),
        row_title=text("Before"),
        column_title=text("Now"),
        row_labels=[*CLASSES, text("Not there")],
        column_labels=[*CLASSES, text("Gone")],
        cells=[[result.moved.get((old, new), 0) for new in places] for old in places],
        note=text("Before is {start} to {end}.", start=result.before.start, end=result.before.last),
    )
    rows = [row for row in [*result.customers.to_pylist(), *result.gone.to_pylist()] if row["before_abc"] is not None]
    lost = [row for row in rows if row["before_abc"] == "A" and row["abc"] != "A"]
    parts: list[Part] = [matrix, _next_steps(result, rows)]
    if lost:
        parts.append(_call_first(result, lost))
    sentence = texts(
        "{count} of {before} A customers from the period before is no longer A. Call that one first.",
        "{count} of {before} A customers from the period before are no longer A. Call them first.",
        count=len(lost),
        before=sum(row["before_abc"] == "A" for row in rows),
    )
    if not lost:
        sentence = text("All A customers from the period before are still A.")
    return Section(key="movement", title=title, sentence=sentence, how=how, parts=parts)


def _next_steps(result: AbcResult, rows: Sequence[Mapping[str, Any]]) -> Table:
    cells: list[list[Cell]] = []
    for pairs, who, step in _STEPS:
        group = [row for row in rows if (row["before_abc"], row["abc"]) in pairs]
        if group:
            change = sum((row["value_minor"] or 0) - row["before_minor"] for row in group)
            cells.append([who, step, len(group), words.cell(result, change)])
    return Table(
        key="steps",
        title=text("What to do"),
        columns=[
            Column(key="who", label=text("Who")),
            Column(key="step", label=text("Next step")),
            Column(key="customers", label=text("Customers"), kind="count"),
            words.change_column(result),
        ],
        rows=cells,
    )


def _call_first(result: AbcResult, lost: Sequence[Mapping[str, Any]]) -> Table:
    worst_first = sorted(lost, key=lambda row: ((row["value_minor"] or 0) - row["before_minor"], row["customer_id"]))
    return Table(
        key="call_first",
        title=text("Call these first"),
        columns=[
            *words.who(),
            Column(key="class", label=text("Class now"), kind="class"),
            words.value_column(result, "before", text("Before")),
            words.value_column(result, "now", text("Now")),
            words.change_column(result),
        ],
        rows=[
            [
                *words.named(row),
                words.class_cell(row["abc"]),
                words.cell(result, row["before_minor"]),
                words.cell(result, row["value_minor"] or 0),
                words.change(result, row),
            ]
            for row in worst_first
        ],
        opens=words.opens(worst_first),
        first_rows=10,
    )
