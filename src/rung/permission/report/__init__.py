"""How is it told whom we may contact how? By channel first, then what stands in the way, customer by customer, and the rules behind."""

from collections.abc import Mapping

from rung.base import Text, text, texts
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.permission.compute.deciding import Missing, Permission
from rung.permission.compute.rules import RULES
from rung.permission.compute.rules.rule import CHANNELS, Channel
from rung.permission.report.one import customer
from rung.permission.report.words import ANSWER, CHANNEL
from rung.permission.service import PermissionResult

__all__ = ["customer", "figures", "sections"]

_MOST_ROWS = 500
_MISSING: Mapping[Missing, Text] = {
    "consent": text("Their consent"),
    "check": text("A fresh check of the reservation register"),
    "origin": text("That they gave the address when they bought"),
    "country": text("Their country"),
    "kind": text("Whether it is a company or a person"),
    "relation": text("Whether they are your customer"),
    "rule": text("A clear answer in law"),
}


def figures(result: PermissionResult) -> list[Figure]:
    """How many may be called as things stand."""
    reached = result.reached("phone")
    return [
        Figure(
            label=text("May be called"),
            value=_allowed(result, "phone") if reached else None,
            how=text("Customers and people with a phone number who may be called without asking anybody anything first."),
            note=text("of {all} with a phone number", all=reached) if reached else text("Nobody has a phone number."),
            opens="#permission",
        )
    ]


def sections(result: PermissionResult) -> list[Section]:
    """One section, or none when there is nobody to contact."""
    if not result.parties.num_rows:
        return []
    parts: list[Part] = [_channels(result)]
    missing = _missing(result)
    parts += [missing] if missing else []
    parts += [_customers(result), _rules(result), _caution()]
    return [
        Section(
            key="permission",
            title=text("Whom may you contact, and how?"),
            sentence=_sentence(result),
            how=text(
                "Each customer, and each person there, is held against the rules of its country on {day}: what kind of party it is, "
                "whether it bought from you in the last twelve months, what it agreed to, and the checks of the reservation registers. "
                "Whoever said no is always left in peace. What nobody knows is never taken for a yes.",
                day=result.today,
            ),
            parts=parts,
        )
    ]


def _sentence(result: PermissionResult) -> Text:
    if not result.reached("phone") and not result.reached("email"):
        return text("You have no phone numbers or e-mail addresses yet: bring in a customer list that has them.")
    said = text(
        "As things stand you may call {phone} of {phones} and e-mail {email} of {emails}.",
        phone=_allowed(result, "phone"),
        phones=result.reached("phone"),
        email=_allowed(result, "email"),
        emails=result.reached("email"),
    )
    if not result.suppressed:
        return said
    refused = texts("{count} has said no: leave them in peace.", "{count} have said no: leave them in peace.", count=result.suppressed)
    return text("{this} {next}", this=said, next=refused)


def _allowed(result: PermissionResult, channel: Channel) -> int:
    return result.counts(channel).get("allowed", 0)


def _channels(result: PermissionResult) -> Table:
    rows: list[list[Cell]] = []
    for channel in (one for one in CHANNELS if result.reached(one)):
        counts = result.counts(channel)
        rows.append([CHANNEL[channel], result.reached(channel), *(counts.get(answer, 0) for answer in ANSWER)])
    return Table(
        key="permission_channels",
        title=text("Customers and people, by channel"),
        columns=[
            Column(key="channel", label=text("Channel")),
            Column(key="reached", label=text("Can be reached"), kind="count", how=text("Those whose address or number you have.")),
            *(Column(key=answer, label=label, kind="count") for answer, label in ANSWER.items()),
        ],
        rows=rows,
    )


def _missing(result: PermissionResult) -> Table | None:
    rows: list[list[Cell]] = [
        [_MISSING[missing], CHANNEL[channel], count, example.reason] for missing, channel, example, count in result.missing()
    ]
    return (
        Table(
            key="permission_missing",
            title=text("What would open more doors"),
            columns=[
                Column(key="missing", label=text("What is missing")),
                Column(key="channel", label=text("Channel")),
                Column(key="count", label=text("For how many"), kind="count"),
                Column(key="reason", label=text("Why")),
            ],
            rows=rows,
            first_rows=12,
        )
        if rows
        else None
    )


def _customers(result: PermissionResult) -> Table:
    parties = result.parties.slice(0, _MOST_ROWS).to_pylist()
    shown = [channel for channel in CHANNELS if result.reached(channel)]
    rows: list[list[Cell]] = [
        [party["customer_id"], party["name"], *(_word(result.permission(row, channel)) for channel in shown)]
        for row, party in enumerate(parties)
    ]
    title = text("Customer by customer")
    if result.parties.num_rows > _MOST_ROWS:
        title = text("{title}: the first {shown} of {all}", title=title, shown=_MOST_ROWS, all=result.parties.num_rows)
    return Table(
        key="permission_customers",
        title=title,
        columns=[
            Column(key="customer_id", label=text("Customer no."), kind="id"),
            Column(key="name", label=text("Name")),
            *(Column(key=channel, label=CHANNEL[channel]) for channel in shown),
        ],
        rows=rows,
        opens=[f"customer_id={party['customer_id']}" for party in parties],
        first_rows=10,
    )


def _word(permission: Permission | None) -> Text | None:
    return ANSWER[permission.answer] if permission else None


def _rules(result: PermissionResult) -> Table:
    """The rules that were used, so that a lawyer can follow them."""
    used = {one.rule for one in result.answers.cases}
    rows: list[list[Cell]] = [
        [rule.country, _listed(rule.channels), ANSWER[rule.answer], rule.why, rule.paragraph, rule.source, rule.checked]
        for rule in RULES
        if rule.key in used
    ]
    return Table(
        key="permission_rules",
        title=text("The rules behind the answers"),
        columns=[
            Column(key="country", label=text("Country")),
            Column(key="channels", label=text("Channel")),
            Column(key="answer", label=text("Answer")),
            Column(key="why", label=text("Why")),
            Column(key="paragraph", label=text("Paragraph")),
            Column(key="source", label=text("Source")),
            Column(key="checked", label=text("Checked"), kind="date"),
        ],
        rows=rows,
        first_rows=6,
    )


def _listed(channels: tuple[Channel, ...]) -> Text:
    listed = CHANNEL[channels[0]]
    for channel in channels[1:]:
        listed = text("{these}, {next}", these=listed, next=CHANNEL[channel])
    return listed


def _caution() -> Note:
    return Note(
        sentence=text(
            "This is help to do right, not legal advice. Laws change: look at the day each rule was checked, and ask when you doubt."
        ),
        tone="warn",
    )
