"""How many stand on each step, what did they bring, and whom to follow up now?"""

from rung.base import Share, Text, text, texts
from rung.kit.report import Bars, Cell, Column, Figure, Note, Part, Section, Series, Table
from rung.ladder.compute.standing import STEPS
from rung.ladder.report import words
from rung.ladder.service import LadderResult


def sentence(result: LadderResult) -> Text:
    """How many have bought twice or more, and how many once."""
    top, once = result.top.customers, result.steps["buyer"].parties or 0
    if not top and not once:
        return text("Nobody has bought from you yet, so all stand below buyer on the ladder.")
    often = texts("{count} customer has bought twice or more.", "{count} customers have bought twice or more.", count=top)
    few = texts("{count} buyer has bought once: win the second purchase.", "{count} buyers have bought once: win the second.", count=once)
    return text("{often} {few}", often=often, few=few) if once else often


def section(result: LadderResult) -> Section:
    """The ladder, with what is missing to tell more, and the warm leads."""
    warm = _warm_leads(result)
    parts: list[Part] = [_bars(result), _table(result), *(Note(sentence=one) for one in result.lacks), *([warm] if warm else [])]
    return Section(
        key="ladder",
        title=text("Where does everyone stand on the customer ladder?"),
        sentence=sentence(result),
        how=text(
            "As known at the end of {end}. A purchase is a day with more bought than credited; credit notes that come later are taken from "
            "the invoice they name, else from the latest purchases. Who has answered you within {days} days is warm. What is known of "
            "someone's industry, size and place is as of today.",
            days=result.warm_days,
            end=result.period.last,
        ),
        parts=parts,
        figures=_complete(result),
        customers={f"ladder-{step}": words.those(words.STEP[step], words.chosen(result.parties, step=step)) for step in STEPS[4:]},
    )


def _complete(result: LadderResult) -> list[Figure]:
    if result.complete is None:
        return []
    return [
        Figure(
            label=text("How well you know your leads"),
            value=Share(result.complete),
            how=text("The part of name, address, phone and e-mail that is known, on average."),
        )
    ]


def _bars(result: LadderResult) -> Bars:
    shown = [step for step in STEPS if result.steps[step].parties is not None]
    return Bars(
        key="ladder_steps",
        title=text("How many stand on each step"),
        labels=[words.STEP[step] for step in shown],
        series=[Series(name=text("How many"), values=[result.steps[step].parties for step in shown])],
        kind="count",
        opens=[f"customers=ladder-{step}" if step in STEPS[4:] else "" for step in shown],
    )


def _table(result: LadderResult) -> Table:
    everyone = result.parties.num_rows
    rows: list[list[Cell]] = []
    for step in reversed(STEPS):
        one = result.steps[step]
        share = one.parties / everyone if one.parties is not None and everyone else None
        money: list[Cell] = [one.revenue_minor, one.margin_minor]
        rows.append([words.STEP[step], one.parties, share, *money, words.MEANING[step], words.NEXT[step]])
    margins = [one.margin_minor for one in result.steps.values() if one.margin_minor is not None]
    revenue = sum(one.revenue_minor for one in result.steps.values())
    return Table(
        key="ladder_table",
        columns=[
            Column(key="step", label=text("Step")),
            Column(key="parties", label=text("How many"), kind="count"),
            Column(key="share", label=text("Share of all"), kind="share"),
            Column(key="revenue", label=text("Revenue"), kind="money", how=text("What those who stand there now bought in the period.")),
            Column(key="margin", label=text("Contribution margin"), kind="money", how=text("Of lines whose cost is known.")),
            Column(key="meaning", label=text("What it is")),
            Column(key="next", label=text("Next step")),
        ],
        rows=rows,
        total=[text("In all"), everyone, None, revenue, sum(margins) if margins else None, None, None],
        opens=[f"customers=ladder-{step}" if step in STEPS[4:] else "" for step in reversed(STEPS)],
    )


def _warm_leads(result: LadderResult) -> Table | None:
    latest_first = [("answered", "descending"), ("source", "ascending"), ("party_id", "ascending")]
    mine = words.chosen(result.parties, step="warm_lead").sort_by(latest_first).to_pylist()
    rows, title = words.first_of(mine, text("Warm leads: follow up, the latest answer first"))
    return (
        Table(
            key="warm_leads",
            title=title,
            columns=[
                *words.who(),
                Column(key="answered", label=text("Last answer"), kind="date"),
                Column(key="known", label=text("Of 4 facts known"), kind="count", how=text("Name, address, phone and e-mail.")),
            ],
            rows=[[*words.named(row), row["answered"], row["filled"]] for row in rows],
            opens=words.opens(rows),
            first_rows=10,
        )
        if rows
        else None
    )
