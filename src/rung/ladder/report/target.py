"""How large are the target groups, and how much of each do we have?"""

from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, Column, Note, Part, Section, Table
from rung.ladder.service import LadderResult


def section(result: LadderResult) -> Section:
    """The target groups; or how to define one."""
    parts: list[Part] = []
    if result.groups:
        rows: list[list[Cell]] = [
            [one.name, one.parties, one.customers, one.buyers, one.warm_leads, one.leads, one.share, one.unknown] for one in result.groups
        ]
        parts.append(
            Table(
                key="target_groups",
                columns=[
                    Column(key="name", label=text("Target group")),
                    Column(key="parties", label=text("In the group"), kind="count"),
                    Column(key="customers", label=text("Customers"), kind="count"),
                    Column(key="buyers", label=text("Buyers"), kind="count"),
                    Column(key="warm_leads", label=text("Warm leads"), kind="count"),
                    Column(key="leads", label=text("Leads"), kind="count"),
                    Column(key="share", label=text("Buy from you"), kind="share", how=text("Buyers and customers, of all in the group.")),
                    Column(key="unknown", label=text("Cannot be told"), kind="count", how=text("A fact the group asks for is not known.")),
                ],
                rows=rows,
            )
        )
        if any(one.unknown for one in result.groups):
            parts.append(Note(sentence=text("Fill in what is missing of those who cannot be told: a company register has much of it.")))
    return Section(
        key="target_groups",
        title=text("How much of your target groups do you have?"),
        sentence=_sentence(result),
        how=text(
            "Everyone on your customer list, on the invoice lines and in the market file, each once (by organisation number), held against "
            "the conditions of each group with what is known today. One may be in several groups."
        ),
        parts=parts,
    )


def _sentence(result: LadderResult) -> Text:
    if not result.groups:
        return text("You have no target groups yet. Write down whom you want to sell to, and see how many there are.")
    free = [one for one in result.groups if one.share is not None]
    if not free:
        return text("Nobody you know of is in your target groups. Check the conditions, or bring in a market file.")
    most = max(free, key=lambda one: one.parties - one.customers - one.buyers)
    return texts(
        "{share} of “{name}” buy from you; {count} is still to be won.",
        "{share} of “{name}” buy from you; {count} are still to be won.",
        share=Share(most.share or 0.0),
        name=most.name,
        count=most.parties - most.customers - most.buyers,
    )
