"""Whom may we contact how? Customers and their people, held against the rules, the list of those who said yes and no, and the registers."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung.permission.compute.deciding import Missing, Permission
from rung.permission.compute.known import Known
from rung.permission.compute.many import Answers, answer_all
from rung.permission.compute.relation import relations
from rung.permission.compute.rules.rule import CHANNELS, Answer, Channel

Run = Callable[[ir.Table], pa.Table]
_OF_CUSTOMER = ("kind", "legal_form", "org_number", "name", "country", "email", "phone", "postal_code", "protected")


@dataclass(frozen=True, kw_only=True)
class PermissionResult:
    """Whom we may contact how, as things stand today.

    parties: an Arrow table with party_id, customer_id, contact_id (null for the customer itself) and name, customers first, in the order
    of their numbers. answers: of `answer_all`, for these parties in this order. suppressed: how many of the parties said no to something.
    """

    today: date
    home: str
    parties: pa.Table
    answers: Answers
    suppressed: int

    def counts(self, channel: Channel) -> Mapping[Answer, int]:
        """How many parties that can be reached by a channel have each answer."""
        found: Counter[Answer] = Counter()
        for permission, count in self._reached(channel):
            found[permission.answer] += count
        return found

    def missing(self) -> list[tuple[Missing, Channel, Permission, int]]:
        """What stands between us and a contact: what is missing, where, an example of the answer, and for how many; most first."""
        # Cases that differ in kind or relation alone have the same answer to give: a reader sees them as one.
        found: dict[tuple[Missing, Channel, str], tuple[Permission, int]] = {}
        for channel in CHANNELS:
            for one, count in self._reached(channel):
                if one.missing:
                    key = (one.missing, channel, str(one.reason))
                    first, so_far = found.get(key, (one, 0))
                    found[key] = (first, so_far + count)
        rows = [(missing, channel, one, count) for (missing, channel, _), (one, count) in found.items()]
        return sorted(rows, key=lambda row: (-row[3], CHANNELS.index(row[1]), row[0], row[2].rule))

    def reached(self, channel: Channel) -> int:
        """How many parties can be reached by a channel at all: they have the address it takes."""
        return sum(count for _, count in self._reached(channel))

    def permission(self, row: int, channel: Channel) -> Permission | None:
        """The answer for the party in a row of parties; None when it has no such address."""
        place = row * len(CHANNELS) + CHANNELS.index(channel)
        if not self.answers.rows["reachable"][place].as_py():
            return None
        case: int = self.answers.rows["case"][place].as_py()
        return self.answers.cases[case]

    def _reached(self, channel: Channel) -> list[tuple[Permission, int]]:
        rows = self.answers.rows
        there = rows.filter(pc.and_(pc.equal(rows["channel"], channel), rows["reachable"]))
        counted = pc.value_counts(there["case"].combine_chunks()).to_pylist()
        return [(self.answers.cases[one["values"]], one["counts"]) for one in sorted(counted, key=lambda one: one["values"])]


def analyse(
    *,
    customers: ir.Table,
    contacts: ir.Table | None,
    lines: ir.Table | None,
    run: Run,
    state: Known,
    today: date,
) -> PermissionResult:
    """The permission for every customer and every person there, in every channel.

    customers, contacts: the tables of facts; people who left are left out. lines: invoice_lines, for who is a customer now; None when
    nobody knows. state: of `PermissionBook.state`.
    """
    who = _customers(customers, lines, today)
    found = run(who).sort_by("customer_id")
    tables = [found]
    if contacts is not None:
        tables.append(run(_people(contacts, who, today)).sort_by("contact_id"))
    parties = pa.concat_tables([_as_parties(table) for table in tables])
    answers = answer_all(parties, state=state, today=today)
    finals = [number for number, one in enumerate(answers.cases) if one.answer == "forbidden" and not one.rule]
    refused = answers.rows.filter(pc.is_in(answers.rows["case"], pa.array(finals, pa.int64())))
    return PermissionResult(
        today=today,
        home=state.home,
        parties=parties.select(["party_id", "customer_id", "contact_id", "name"]),
        answers=answers,
        suppressed=pc.count_distinct(refused["party_id"]).as_py(),
    )


def _customers(customers: ir.Table, lines: ir.Table | None, today: date) -> ir.Table:
    """customer_id, what is known of it, and its relation to us."""
    known = customers.select("customer_id", *_OF_CUSTOMER)
    if lines is None:
        return known.mutate(relation=ibis.null("string"))
    bought = relations(lines, today).rename(_id="customer_id")
    joined = known.left_join(bought, known.customer_id == bought["_id"]).drop("_id")
    return joined.mutate(relation=joined.relation.fill_null("none"))


def _people(contacts: ir.Table, who: ir.Table, today: date) -> ir.Table:
    """The people at our customers, with what they have from the firm: its country, number, place, protection and relation to us."""
    there = contacts.filter(contacts.left.isnull() | (contacts.left > today))
    people = there.select("contact_id", _at="party_id", name="name", email="email", phone="phone")
    firm = who.select("customer_id", "country", "org_number", "postal_code", "protected", "relation")
    return people.join(firm, people["_at"] == firm.customer_id).drop("_at").mutate(kind=ibis.literal("employee"))


def _as_parties(table: pa.Table) -> pa.Table:
    people = "contact_id" in table.column_names
    ids = pc.binary_join_element_wise("contact" if people else "customer", table["contact_id" if people else "customer_id"], " ")
    nothing = pa.nulls(table.num_rows, pa.string())
    columns = {
        "party_id": ids,
        "customer_id": table["customer_id"],
        "contact_id": table["contact_id"] if people else nothing,
        **{name: table[name] if name in table.column_names else nothing for name in (*_OF_CUSTOMER, "relation")},
    }
    return pa.table(columns)


def to_json(result: PermissionResult) -> dict[str, Any]:
    """The result as plain JSON values: the answer of every party in every channel it can be reached by, with its reason."""
    rows = result.answers.rows
    said = [{"party_id": row["party_id"], "channel": row["channel"], "case": row["case"]} for row in rows.to_pylist() if row["reachable"]]
    cases = [
        {
            "answer": one.answer,
            "reason": str(one.reason),
            "paragraph": one.paragraph,
            "conditions": [str(condition) for condition in one.conditions],
            "missing": one.missing or None,
        }
        for one in result.answers.cases
    ]
    return {
        "today": result.today.isoformat(),
        "home": result.home or None,
        "suppressed": result.suppressed,
        "counts": {channel: dict(result.counts(channel)) for channel in CHANNELS},
        "cases": cases,
        "parties": result.parties.to_pylist(),
        "answers": said,
    }
