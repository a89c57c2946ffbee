"""Which customers belong to one group, and which may?"""

from rung.base import Text, text, texts
from rung.identity.report import words
from rung.identity.service import IdentityResult
from rung.kit.report import Cell, Column, Note, Part, Section, Table


def groups(result: IdentityResult) -> list[Section]:
    """One section, or none when there are no groups and none are likely."""
    parts: list[Part] = [part for part in (_groups(result), _proposed(result), *_circles(result)) if part]
    if not parts:
        return []
    return [
        Section(
            key="groups",
            title=text("Which customers belong together?"),
            sentence=_sentence(result),
            how=text(
                "Groups come from the parent company in your customer list, followed to the top, and from what you decide. They are "
                "proposed from names that begin alike, e-mail addresses at one firm, and one name under several organisation numbers. "
                "Each customer is still analysed by itself; groups are added up when you ask for it."
            ),
            parts=parts,
        )
    ]


def _sentence(result: IdentityResult) -> Text:
    there, proposed = len(result.groups.members), len(result.together)
    said = texts("You have {count} group of customers.", "You have {count} groups of customers.", count=there)
    may = texts(
        "{count} more may belong together: agree with the whole group, and you sell to all of it.",
        "{count} more may belong together: agree with the whole group, and you sell to all of it.",
        count=proposed,
    )
    if not proposed:
        return said
    if there:
        return text("{this} {next}", this=said, next=may)
    return texts(
        "{count} set of customers may belong to one group: look at who decides for all of them.",
        "{count} sets of customers may belong to one group each: look at who decides for all of them.",
        count=proposed,
    )


def _groups(result: IdentityResult) -> Table | None:
    found = []
    for top, members in result.groups.members.items():
        ones = [result.who(one) for one in members]
        inside = [] if top in result.groups.outside else [result.who(top)]
        found.append((top, result.who(top).name, ones, sum(one.revenue_minor for one in (*inside, *ones))))
    found.sort(key=lambda one: (-one[3], one[0]))
    rows: list[list[Cell]] = [[top, name, len(ones), words.listed(ones), revenue] for top, name, ones, revenue in found]
    return (
        Table(
            key="groups",
            title=text("Your groups"),
            columns=[
                Column(key="top", label=text("Parent"), kind="id", leading=True),
                Column(key="name", label=text("Name")),
                Column(key="count", label=text("Customers under it"), kind="count"),
                Column(key="members", label=text("Which"), leading=True),
                Column(
                    key="revenue", label=text("Revenue of the group"), kind="money", how=text("The parent, when it buys, and all under it.")
                ),
            ],
            rows=rows[: words.MOST_ROWS],
            first_rows=10,
        )
        if rows
        else None
    )


def _proposed(result: IdentityResult) -> Table | None:
    shown = result.together[: words.MOST_ROWS]
    rows: list[list[Cell]] = [
        [
            words.STRENGTH[one.strength],
            one.name,
            len(one.customer_ids),
            words.listed([result.who(customer_id) for customer_id in one.customer_ids]),
            one.revenue_minor,
            words.sentences(one.reasons),
            words.command("group", *one.customer_ids),
        ]
        for one in shown
    ]
    title = text("Customers that may belong to one group")
    if len(result.together) > len(shown):
        title = text("{title}: the first {shown} of {all}", title=title, shown=len(shown), all=len(result.together))
    return (
        Table(
            key="groups_proposed",
            title=title,
            columns=[
                Column(key="strength", label=text("How sure"), leading=True),
                Column(key="name", label=text("In common")),
                Column(key="count", label=text("Customers"), kind="count"),
                Column(key="members", label=text("Which"), leading=True),
                Column(key="revenue", label=text("Revenue"), kind="money"),
                Column(key="why", label=text("Why")),
                Column(key="step", label=text("When you agree"), how=text("The first number stands at the top."), leading=True),
            ],
            rows=rows,
            first_rows=10,
        )
        if rows
        else None
    )


def _circles(result: IdentityResult) -> list[Note]:
    return [
        Note(
            sentence=text(
                "{customers} are each other's parents, round and round; {first} was taken for the top. Mend it in your customer list.",
                customers=words.listed([result.who(one) for one in cycle]),
                first=cycle[0],
            ),
            tone="warn",
        )
        for cycle in result.groups.cycles
    ]
