"""Which numbers does one customer have, which others may be it, and to which group does it belong?"""

from rung.base import Money, Text, text, texts
from rung.identity.compute.proposing import Proposal
from rung.identity.report import words
from rung.identity.service import IdentityResult
from rung.kit.report import Cell, Column, Section, Table


def customer(result: IdentityResult, customer_id: str, currency: str) -> Section | None:
    """What was merged into it, what may be the same, and its group; None when there is nothing to say."""
    here = result.decided.final(customer_id)
    said = [sentence for sentence in (_merged(result, customer_id, here), _group(result, here, currency)) if sentence]
    rows = [
        _row(result, one, other, here) for one in result.same if here in one.customer_ids for other in one.customer_ids if other != here
    ]
    if rows:
        said.append(texts("{count} other customer may be the same one.", "{count} other customers may be the same one.", count=len(rows)))
    sentence = words.sentences(said)
    if sentence is None:
        return None
    table = Table(
        key="namesakes",
        title=text("Customers that may be the same"),
        columns=[
            Column(key="strength", label=text("How sure"), leading=True),
            Column(key="customer_id", label=text("Customer no."), kind="id"),
            Column(key="name", label=text("Name"), leading=True),
            Column(key="place", label=text("Place")),
            Column(key="why", label=text("Why"), leading=True),
            Column(
                key="step",
                label=text("When you agree"),
                how=text("The first number stays. If they are two: rung identity apart."),
                leading=True,
            ),
        ],
        rows=rows,
    )
    return Section(
        key="who",
        title=text("Is it here under other numbers?"),
        sentence=sentence,
        how=text("By what you have merged, the parent companies in your customer list, and names, numbers and addresses that are alike."),
        parts=[table] if rows else [],
    )


def _row(result: IdentityResult, proposal: Proposal, other_id: str, here: str) -> list[Cell]:
    other = result.who(other_id)
    going = here if other_id == proposal.keep else other_id
    return [
        words.STRENGTH[proposal.strength],
        other_id,
        other.name,
        other.place,
        words.sentences([*proposal.reasons, *proposal.against]),
        words.command("merge", proposal.keep, going),
    ]


def _merged(result: IdentityResult, asked: str, here: str) -> Text | None:
    if asked != here:
        return text("{customer} is merged into {into}.", customer=asked, into=words.called(result.who(here)))
    members = result.merged.get(here, ())
    if not members:
        return None
    return text("Merged into it: {customers}.", customers=words.listed([result.who(one) for one in members]))


def _group(result: IdentityResult, here: str, currency: str) -> Text | None:
    members = result.groups.members
    top = result.groups.top.get(here, here)
    if top not in members:
        return None
    ones = [result.who(one) for one in ([] if top in result.groups.outside else [top]) + members[top]]
    return texts(
        "It is in the group of {top}, with {count} customer and {revenue} in all.",
        "It is in the group of {top}, with {count} customers and {revenue} in all.",
        top=words.called(result.who(top)),
        count=len(ones),
        revenue=Money(sum(one.revenue_minor for one in ones), currency),
    )
