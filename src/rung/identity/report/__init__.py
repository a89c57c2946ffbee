"""How is it told which customers may be one? What to look at first, then what is merged, then the groups."""

from collections.abc import Sequence

from rung.base import Money, Text, text, texts
from rung.identity.compute.proposing import Proposal
from rung.identity.report import words
from rung.identity.report.groups import groups
from rung.identity.report.one import customer
from rung.identity.report.words import command
from rung.identity.service import IdentityResult
from rung.kit.report import Cell, Column, Note, Part, Section, Table

__all__ = ["command", "customer", "sections"]


def sections(result: IdentityResult, currency: str) -> list[Section]:
    """Customers that may be the same, with those that are merged; and the groups, when there are any or may be."""
    if not result.counted:
        return []
    parts: list[Part] = [part for part in (_same(result), _merged(result)) if part]
    if result.same:
        parts.append(
            Note(
                sentence=text(
                    "Merging changes no invoice: the lines keep the number they came with, and the analyses add them up as one customer. "
                    "Taking it back restores everything exactly."
                )
            )
        )
    found = Section(
        key="identity",
        title=text("Are some of your customers the same?"),
        sentence=_sentence(result, currency),
        how=text(
            "All customers are held against each other by organisation number, name, e-mail, phone and address, however they are written. "
            "Two different organisation numbers are never taken for one customer. Rung proposes; only you merge."
        ),
        parts=parts,
    )
    return [found, *groups(result)]


def _sentence(result: IdentityResult, currency: str) -> Text:
    gone = sum(map(len, result.merged.values()))
    kept = texts("{count} number is merged into another customer.", "{count} numbers are merged into other customers.", count=gone)
    if not result.same:
        said = text("No two of your {all} customers look like the same one.", all=result.counted)
        return text("{this} {next}", this=said, next=kept) if gone else said
    sure = [one for one in result.same if one.strength != "possible"]
    if not sure:
        said = texts(
            "{count} pair of customers may be the same one: have a look when you have time.",
            "{count} pairs of customers may be the same one: have a look when you have time.",
            count=len(result.same),
        )
    else:
        said = texts(
            "{count} of your customers is probably there under more than one number, with {revenue} between them: merge them first.",
            "{count} of your customers are probably there under more than one number, with {revenue} between them: merge them first.",
            count=len(sure),
            revenue=Money(sum(one.revenue_minor for one in sure), currency),
        )
    return text("{this} {next}", this=said, next=kept) if gone else said


def _same(result: IdentityResult) -> Table | None:
    """One row for each number that would go, with the one to keep beside it."""
    pairs = [(one, other) for one in result.same for other in one.others]
    if not pairs:
        return None
    title = text("Customers that may be the same")
    if len(pairs) > words.MOST_ROWS:
        title = text("{title}: the first {shown} of {all}", title=title, shown=words.MOST_ROWS, all=len(pairs))
    shown = pairs[: words.MOST_ROWS]
    return Table(
        key="identity_same",
        title=title,
        columns=[
            Column(key="strength", label=text("How sure"), leading=True),
            Column(key="keep", label=text("Keep"), how=text("The number to go on with."), leading=True),
            Column(key="keep_revenue", label=text("Revenue of it"), kind="money"),
            Column(key="other", label=text("Merge into it"), leading=True),
            Column(key="other_revenue", label=text("Revenue of that"), kind="money"),
            Column(key="why", label=text("Why")),
            Column(
                key="step",
                label=text("When you agree"),
                how=text("The first number stays. If they are two: rung identity apart."),
                leading=True,
            ),
            Column(key="why_keep", label=text("Why keep that one")),
        ],
        rows=[_row(result, one, other) for one, other in shown],
        opens=[f"customer_id={other}" for _, other in shown],
        first_rows=10,
    )


def _row(result: IdentityResult, proposal: Proposal, other_id: str) -> list[Cell]:
    keep, other = result.who(proposal.keep), result.who(other_id)
    return [
        words.STRENGTH[proposal.strength],
        words.placed(keep),
        keep.revenue_minor,
        words.placed(other),
        other.revenue_minor,
        words.sentences([*proposal.reasons, *proposal.against]),
        words.command("merge", keep.customer_id, other.customer_id),
        proposal.why_keep,
    ]


def _merged(result: IdentityResult) -> Table | None:
    rows = [_merged_row(result, keep, members) for keep, members in sorted(result.merged.items())]
    return (
        Table(
            key="identity_merged",
            title=text("Customers you have merged"),
            columns=[
                Column(key="keep", label=text("Customer no."), kind="id"),
                Column(key="name", label=text("Name"), leading=True),
                Column(key="numbers", label=text("Numbers"), kind="count"),
                Column(key="members", label=text("Merged into it"), leading=True),
                Column(key="revenue", label=text("Revenue"), kind="money"),
                Column(key="step", label=text("To take back")),
            ],
            rows=rows,
            opens=[f"customer_id={row[0]}" for row in rows],
            first_rows=10,
        )
        if rows
        else None
    )


def _merged_row(result: IdentityResult, keep_id: str, members: Sequence[str]) -> list[Cell]:
    keep, ones = result.who(keep_id), [result.who(one) for one in members]
    return [keep_id, keep.name, len(ones) + 1, words.listed(ones), keep.revenue_minor, words.command("separate", members[0])]
