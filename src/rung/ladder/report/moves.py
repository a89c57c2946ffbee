"""Who climbed and who fell back, how surely do parties climb, and how long does it take?"""

from collections.abc import Sequence

from rung.base import Number, Share, Text, text
from rung.kit.report import Cell, Column, Matrix, Note, Part, Section, Table
from rung.ladder.compute.standing import STEPS, Step
from rung.ladder.report import words
from rung.ladder.service import Conversion, LadderResult, StepTime

_NOT_KNOWN = text("Not known before")
_HALF_YEAR = 183


def likely(one: Conversion) -> Text:
    """How sure a rate is, as a range."""
    return text("likely between {low} and {high}", low=Share(one.low or 0.0), high=Share(one.high or 0.0))


def section(result: LadderResult) -> Section | None:
    """The moves of the period; None when nobody is known at all."""
    if not result.parties.num_rows:
        return None
    parts: list[Part] = [_matrix(result), _conversions(result), _times(result.times), _months(result)]
    if not result.times:
        parts[2] = Note(sentence=text("Nobody has been a warm lead or a buyer yet, so nothing is known of how long it takes to climb."))
    return Section(
        key="ladder_moves",
        title=text("Who climbs the ladder?"),
        sentence=_sentence(result),
        how=text(
            "From {start} to {end}. The range holds the true rate 19 times out of 20, if each climbs independently of the others "
            "(Jeffreys). The days are counted so that those who have not climbed yet count too (Kaplan-Meier).",
            start=result.period.start,
            end=result.period.last,
        ),
        parts=parts,
        customers={
            f"ladder-{before}-{after}": words.those(
                text("{before}, then {after}", before=_label(before), after=words.STEP[after]),
                words.chosen(result.parties, step=after, before=before),
            )
            for before in ("", *STEPS)
            for after in STEPS[4:]
        },
    )


def _sentence(result: LadderResult) -> Text:
    again = next(one for one in result.conversions if one.step == "buyer")
    if again.rate is None:
        return text("Nobody had bought exactly once when the period began, so nobody can say how many come back.")
    return text(
        "Of {parties} who had bought once when the period began, {share} have bought again ({likely}).",
        parties=again.parties,
        share=Share(again.rate),
        likely=likely(again),
    )


def _label(step: str) -> Text:
    return next((words.STEP[one] for one in STEPS if one == step), _NOT_KNOWN)


def _shown(result: LadderResult) -> list[Step]:
    return [step for step in STEPS if result.steps[step].parties is not None]


def _matrix(result: LadderResult) -> Matrix:
    shown = _shown(result)
    starts: Sequence[Step | None] = [*shown, None]
    return Matrix(
        key="ladder_matrix",
        title=text("From step to step"),
        row_title=text("When the period began"),
        column_title=text("When it ended"),
        row_labels=[words.STEP[step] if step else _NOT_KNOWN for step in starts],
        column_labels=[words.STEP[step] for step in shown],
        cells=[[result.matrix.get((start, end), 0) for end in shown] for start in starts],
        opens=[[f"customers=ladder-{start or ''}-{end}" if end in STEPS[4:] else "" for end in shown] for start in starts],
        note=text("Who is not in your market file is known from the first answer or purchase."),
    )


def _conversions(result: LadderResult) -> Table:
    rows: list[list[Cell]] = [[words.STEP[one.step], one.parties, one.climbed, one.rate, one.low, one.high] for one in result.conversions]
    return Table(
        key="ladder_conversions",
        title=text("How many climbed"),
        columns=[
            Column(key="step", label=text("Step when the period began")),
            Column(key="parties", label=text("How many"), kind="count"),
            Column(key="climbed", label=text("Stand higher now"), kind="count"),
            Column(key="rate", label=text("Share that climbed"), kind="share"),
            Column(key="low", label=text("Likely at least"), kind="share"),
            Column(key="high", label=text("Likely at most"), kind="share"),
        ],
        rows=rows,
    )


def _times(times: Sequence[StepTime]) -> Table:
    rows: list[list[Cell]] = [[words.STEP[one.step], one.came, one.climbed, one.median_days, _told(one)] for one in times]
    return Table(
        key="ladder_times",
        title=text("How long it takes to climb"),
        columns=[
            Column(key="step", label=text("From step")),
            Column(
                key="came", label=text("Came onto it"), kind="count", how=text("In all of the data; a lead that warms again counts again.")
            ),
            Column(key="climbed", label=text("Climbed"), kind="count"),
            Column(key="days", label=text("Days until half have climbed"), kind="count"),
            Column(key="told", label=text("In words")),
        ],
        rows=rows,
    )


def _told(one: StepTime) -> Text:
    if one.median_days is None:
        return text("More than half have not climbed.")
    if one.median_days < _HALF_YEAR:
        return text("Half climb within {days} days.", days=one.median_days)
    return text("Half climb within about {months} months.", months=Number(one.median_days / 30.44, 0))


def _months(result: LadderResult) -> Table:
    shown, costed = _shown(result), result.months["margin_minor"].null_count < result.months.num_rows
    rows: list[list[Cell]] = []
    for n in range(0, result.months.num_rows, len(STEPS)):
        month = {row["step"]: row for row in result.months.slice(n, len(STEPS)).to_pylist()}
        money: list[Cell] = [month[step]["margin_minor" if costed else "revenue_minor"] for step in STEPS[4:]]
        rows.append([month["buyer"]["month"], *(month[step]["parties"] for step in shown), *money])
    labels = (text("Revenue from buyers"), text("Revenue from customers"))
    if costed:
        labels = (text("Margin from buyers"), text("Margin from customers"))
    return Table(
        key="ladder_months",
        title=text("Month by month"),
        columns=[
            Column(key="month", label=text("Month"), kind="month"),
            *(Column(key=step, label=words.STEP[step], kind="count", how=text("At the end of the month.")) for step in shown),
            Column(key="from_buyers", label=labels[0], kind="money"),
            Column(key="from_customers", label=labels[1], kind="money"),
        ],
        rows=rows,
        opens=[f"month={row[0]:%Y-%m}" for row in rows],
        first_rows=12,
    )
