"""Whom do we want to sell to? A target group is a saved rule over what is known of a party, customer or not.

A party is in the group when it meets every condition. A condition on a fact nobody knows is not met, and is told apart as unknown.
Ibis expressions over the columns that `rung.facts.CUSTOMERS` and `MARKET` share. Source: docs/methods.md#customer-ladder.
"""

import functools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import ibis
import ibis.expr.types as ir

from rung.facts.columns import tidy

Field = Literal[
    "kind", "country", "region", "city", "postal_code",
    "industry", "employees", "legal_form", "turnover", "function",
    "age", "sex", "income",
]  # fmt: skip
Operator = Literal["is", "between", "starts", "contains"]

FIELDS: tuple[Field, ...] = get_args(Field)
# industry is a code that starts so, or words that the name of the industry contains; a postal code starts so or is between two.
OPERATORS: Mapping[Field, Operator] = {
    "kind": "is", "country": "is", "region": "is", "city": "is", "postal_code": "starts",
    "industry": "starts", "employees": "between", "legal_form": "is", "turnover": "between", "function": "contains",
    "age": "between", "sex": "is", "income": "between",
}  # fmt: skip
OF_FIRMS: frozenset[Field] = frozenset({"industry", "employees", "legal_form", "turnover", "function"})
OF_PEOPLE: frozenset[Field] = frozenset({"age", "sex", "income"})
RANGE = re.compile(r"(\d{0,15})-(\d{0,15})")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so: the field has any of the values, as the user wrote them ("43", "10-49", "Bergen")."""

    field: Field
    values: tuple[str, ...]

    @property
    def operator(self) -> Operator:
        """How the values are held against the fact."""
        return OPERATORS[self.field]


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A saved rule: everyone who meets all the conditions. Made of a file by `rulebook.parse`, which checks what the user wrote."""

    name: str
    conditions: tuple[Condition, ...]

    @property
    def kind(self) -> str | None:
        """Whether the group is of firms ("company") or of people ("person"), by its fields; None when it may be both."""
        fields = {condition.field for condition in self.conditions}
        return "company" if fields & OF_FIRMS else "person" if fields & OF_PEOPLE else None


def matches(group: TargetGroup, parties: ir.Table, today: date, function: ir.BooleanColumn | None = None) -> ir.BooleanColumn:
    """Whether each party is in the group: true, false, or null when what is known does not tell.

    parties: with the columns that customers and market share. function: whether a contact person has a title the group asks for, null when
    no title is known (`title_matches`). False when any condition is known not to be met, however little is known of the others.
    """
    met = [_met(condition, parties, today, function) for condition in group.conditions]
    if group.kind:
        met.append(parties.kind.lower().fill_null(group.kind) == group.kind)
    return functools.reduce(operator.and_, met)


def title_matches(group: TargetGroup, title: ir.StringColumn) -> ir.BooleanColumn | None:
    """Whether a title contains any of the functions the group asks for, in capitals or not; None when it asks for none."""
    for condition in group.conditions:
        if condition.field == "function":
            return _any(title.lower().contains(value.lower()) for value in condition.values)
    return None


def _met(condition: Condition, parties: ir.Table, today: date, function: ir.BooleanColumn | None) -> ir.BooleanColumn:
    field, values = condition.field, condition.values
    if field == "function":
        return ibis.null("boolean") if function is None else function
    if field == "industry":
        return _any(_industry(_plain(parties.industry), value) for value in values)
    if field == "postal_code":
        return _any(_postal_code(_plain(parties.postal_code).replace(" ", ""), value.replace(" ", "")) for value in values)
    if condition.operator == "between":
        amount = today.year - parties.birth_year if field == "age" else parties[field]
        return _any(_between(amount, value) for value in values)
    return _plain(parties[field]).isin([value.strip().lower() for value in values])


def _plain(words: ir.StringColumn) -> ir.StringColumn:
    return tidy(words).lower()


def _industry(known: ir.StringColumn, value: str) -> ir.BooleanColumn:
    """A code against a code and words against words; between the two nobody can say."""
    is_code = known[:1].between("0", "9")
    if value[0].isdigit():
        return ibis.ifelse(is_code, known.replace(".", "").startswith(value.replace(".", "")), ibis.null("boolean"))
    return ibis.ifelse(is_code, ibis.null("boolean"), known.contains(value.lower()))


def _postal_code(known: ir.StringColumn, value: str) -> ir.BooleanColumn:
    ends = RANGE.fullmatch(value)
    if ends is None:
        return known.startswith(value.lower())
    first, last = ends.groups()
    return known[: len(first)].between(first, last)


def _between(amount: ir.NumericColumn, value: str) -> ir.BooleanColumn:
    """Both ends are in: "10-49", "10-", "-49"; a number alone is that number."""
    ends = RANGE.fullmatch(value)
    if ends is None:
        return amount == int(value)
    first, last = ends.groups()
    limits = [amount >= int(first)] if first else []
    return functools.reduce(operator.and_, [*limits, *([amount <= int(last)] if last else [])])


def _any(found: Iterable[ir.BooleanColumn]) -> ir.BooleanColumn:
    return functools.reduce(operator.or_, found)


def in_any(found: Sequence[ir.BooleanColumn]) -> ir.BooleanColumn:
    """Whether a party is in the target group at large: in any of the groups for all that is known (false where nothing tells)."""
    return _any(one.fill_null(False) for one in found)
