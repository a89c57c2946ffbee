"""Who moved between the classes since the period before, and what do we do about it?"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from rung.abc_analysis.compute import CLASSES, NO_CLASS
from rung.abc_analysis.report import words
from rung.abc_analysis.service import AbcResult, changed
from rung.base import Text, text, texts
from rung.kit.report import Column, Customers, Matrix, Part, Section, Table

# Who moved from where to where, and what to do about it; what costs most to miss comes first.
# Who is worth no less than before has not slipped, the limit moved: `_OVERTAKEN`.
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
# Who they are, what to do, and their rows.
_Group = tuple[Text, Text, Sequence[Mapping[str, Any]]]
_DOWN = {("A", "B"), ("A", "C"), ("B", "C")}
_OVERTAKEN = (text("A lower class, though worth no less"), text("Thank them, and ask what more they need."))


def movement(result: AbcResult) -> Section | None:
    """The movement matrix, a next step for each kind of move, and the A customers to call first; None when there are no customers."""
    if result.customers.num_rows + result.gone.num_rows == 0:
        return None
    title = text("Who moved since the period before?")
    how = text("Each customer's class in this period against its class in the period of equal length just before, by the same rule.")
    if result.moved is None or result.before is None:
        reason = text("The data do not go back over a whole period before this one, so there is nothing to compare with.")
        return Section(key="movement", title=title, sentence=reason, how=how)
    rows = [row for row in [*result.customers.to_pylist(), *result.gone.to_pylist()] if row["before_abc"] is not None]
    places = (*CLASSES, NO_CLASS)
    moved = {pair: [row for row in rows if (row["before_abc"], row["abc"]) == pair] for pair in product(places, places)}
    matrix = Matrix(
        key="moved",
        title=text("Customers by class, before and now"),
        row_title=text("Before"),
        column_title=text("Now"),
        row_labels=[*CLASSES, text("Not there")],
        column_labels=[*CLASSES, text("Gone")],
        cells=[[len(moved[old, new]) for new in places] for old in places],
        opens=[[f"customers={_key(old, new)}" for new in places] for old in places],
        note=text("Before is {start} to {end}.", start=result.before.start, end=result.before.last),
    )
    groups = _groups(rows)
    parts: list[Part] = [matrix, _next_steps(result, groups)]
    if result.lost:
        parts.append(_call_first(result))
    behind = {_key(*pair): Customers(title=_from_to(*pair), ids=_ids(those)) for pair, those in moved.items()}
    behind |= {key: Customers(title=who, ids=_ids(those)) for key, (who, _, those) in groups.items()}
    return Section(key="movement", title=title, sentence=_sentence(result, rows), how=how, parts=parts, customers=behind)


def _key(old: str, new: str) -> str:
    return f"from-{old}-to-{new}"


def _ids(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["customer_id"] for row in rows]


def _from_to(old: str, new: str) -> Text:
    if old == NO_CLASS:
        return text("New, and {abc} now", abc=new)
    if new == NO_CLASS:
        return text("Were {abc}, and are gone", abc=old)
    return text("From {old} to {new}", old=old, new=new)


def _sentence(result: AbcResult, rows: Sequence[Mapping[str, Any]]) -> Text:
    before = [row for row in rows if row["before_abc"] == "A"]
    if not before:
        return text("No customer was A in the period before.")
    if not result.lost and all(row["abc"] == "A" for row in before):
        return text("All A customers from the period before are still A.")
    if not result.lost:
        return text("No A customer from the period before has gone or fallen in value.")
    return texts(
        "{count} of {before} A customers from the period before has gone or fallen. Call that one.",
        "{count} of {before} A customers from the period before have gone or fallen. Call those who are gone first, then the others.",
        count=len(result.lost),
        before=len(before),
    )


def _groups(rows: Sequence[Mapping[str, Any]]) -> dict[str, _Group]:
    """Who to follow up in the same way, in the order of what costs most to miss; no group is empty."""
    overtaken = [row for row in rows if (row["before_abc"], row["abc"]) in _DOWN and changed(row) >= 0]
    passed = {row["customer_id"] for row in overtaken}
    found = [
        (who, step, [row for row in rows if (row["before_abc"], row["abc"]) in pairs and row["customer_id"] not in passed])
        for pairs, who, step in _STEPS
    ]
    return {f"step-{place}": group for place, group in enumerate([*found, (*_OVERTAKEN, overtaken)]) if group[2]}


def _next_steps(result: AbcResult, groups: Mapping[str, _Group]) -> Table:
    return Table(
        key="steps",
        title=text("How to follow up"),
        columns=[
            Column(key="who", label=text("Who")),
            Column(key="step", label=text("Next step")),
            Column(key="customers", label=text("Customers"), kind="count", leading=True),
            words.change_column(result),
        ],
        rows=[[who, step, len(those), words.cell(result, sum(map(changed, those)))] for who, step, those in groups.values()],
        opens=[f"customers={key}" for key in groups],
    )


def _call_first(result: AbcResult) -> Table:
    return Table(
        key="call_first",
        title=text("Call them in this order"),
        columns=[
            *words.who(),
            Column(key="class", label=text("Class now"), kind="class"),
            words.value_column(result, "before", text("Before"), result.before),
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
            for row in result.lost
        ],
        opens=words.opens(result.lost),
        first_rows=10,
    )
