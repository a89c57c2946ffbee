"""How does a user write target groups down? In a small TOML file, read into rules and written back the same.

    [[group]]
    name = "Building firms near Bergen"
    industry = ["41", "43"]
    employees = "10-49"
    postal_code = ["50", "5100-5399"]

Text in and text out: the service opens files. Source: docs/methods.md#customer-ladder.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from rung.base import RungError, Text, text
from rung.ladder.compute.groups import FIELDS, OF_FIRMS, OF_PEOPLE, OPERATORS, RANGE, Condition, Field, TargetGroup

_WORDS: Mapping[str, frozenset[str]] = {"kind": frozenset({"company", "person"}), "sex": frozenset({"woman", "man"})}
_CODE = re.compile(r"\d[\d.]*")


class GroupNotUnderstood(RungError):
    """A target-group file that says what cannot be held against the facts."""

    exit_code = 2


def parse(written: str) -> tuple[TargetGroup, ...]:
    """The target groups of a file's text, in its order. Raises GroupNotUnderstood, with the first thing that is wrong."""
    try:
        said = tomllib.loads(written)
    except tomllib.TOMLDecodeError as bad:
        raise GroupNotUnderstood(
            text("The target-group file cannot be read: {why}", why=str(bad)),
            remedy=text("Write each group as [[group]], with a line for its name and one for each condition, values in quotation marks."),
        ) from bad
    rows = said.get("group")
    if set(said) != {"group"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise GroupNotUnderstood(
            text("The target-group file must hold groups and nothing else."),
            remedy=text("Begin each group with a line that says [[group]]."),
        )
    groups = tuple(_group(row, number) for number, row in enumerate(rows, start=1))
    names = [group.name for group in groups]
    for name in names:
        if names.count(name) > 1:
            raise GroupNotUnderstood(text("Two target groups are called “{name}”.", name=name), remedy=text("Give each its own name."))
    return groups


def write(groups: Iterable[TargetGroup]) -> str:
    """The groups as the text of a file; `parse` gives the same groups back."""
    return "\n".join(_block(group) for group in groups)


def _block(group: TargetGroup) -> str:
    lines = [f"{condition.field} = [{', '.join(map(_quoted, condition.values))}]" for condition in group.conditions]
    return "\n".join(["[[group]]", f"name = {_quoted(group.name)}", *lines, ""])


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _group(row: Mapping[str, Any], number: int) -> TargetGroup:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise GroupNotUnderstood(
            text("Target group number {number} has no name.", number=number), remedy=text('Write name = "..." below [[group]].')
        )
    known = {field: row[field] for field in FIELDS if field in row}
    for field in row:
        if field != "name" and field not in known:
            raise GroupNotUnderstood(
                text("“{field}” in the target group “{name}” is not known.", field=field, name=name),
                remedy=text("Use any of {fields}.", fields=", ".join(FIELDS)),
            )
    if not known:
        raise GroupNotUnderstood(
            text("The target group “{name}” has no conditions, so everybody would be in it.", name=name),
            remedy=text("Add at least one of {fields}.", fields=", ".join(FIELDS)),
        )
    group = TargetGroup(name, tuple(Condition(field, _values(name, field, said)) for field, said in known.items()))
    _check_kind(group)
    return group


def _check_kind(group: TargetGroup) -> None:
    """Nobody is a firm and a person at once, so such a group would be empty and not say why."""
    fields = {condition.field for condition in group.conditions}
    stated = {value for condition in group.conditions if condition.field == "kind" for value in condition.values}
    if (fields & OF_FIRMS and fields & OF_PEOPLE) or (group.kind and stated and group.kind not in stated):
        raise GroupNotUnderstood(
            text("The target group “{name}” asks for firms and people at once.", name=group.name),
            remedy=text(
                "Make two groups: one of firms ({firms}), one of people ({people}).", firms=_list(OF_FIRMS), people=_list(OF_PEOPLE)
            ),
        )


def _list(fields: frozenset[Field]) -> str:
    return ", ".join(field for field in FIELDS if field in fields)


def _values(name: str, field: Field, said: object) -> tuple[str, ...]:
    values = tuple(str(value).strip() if isinstance(value, str | int) else "" for value in (said if isinstance(said, list) else [said]))
    for value in values or ("",):
        remedy = _wrong(field, value)
        if remedy:
            raise GroupNotUnderstood(
                text("“{value}” is not a value of {field} in the target group “{name}”.", value=value, field=field, name=name),
                remedy=remedy,
            )
    return values


def _wrong(field: Field, value: str) -> Text | None:
    """What to write instead of a value; None when it can be held against the facts."""
    if field in _WORDS:
        return None if value in _WORDS[field] else text("Write one of {values}.", values=", ".join(sorted(_WORDS[field])))
    if OPERATORS[field] == "between":
        return None if _is_range(f"{value}-{value}") or _is_range(value) else text("Write a number, or from-to: 10-49, 10- or -49.")
    if field == "postal_code" and "-" in value:
        ends = value.replace(" ", "").split("-")
        right = len(ends) == 2 and ends[0].isdecimal() and len(ends[0]) == len(ends[1]) and _is_range("-".join(ends))
        return None if right else text("Write the codes it starts with, or from-to with as many digits in both: 5100-5399.")
    if field == "industry" and not (_CODE.fullmatch(value) or (len(value) > 2 and not value[0].isdigit())):
        return text("Write the first digits of the industry code, such as 43, or words of its name.")
    return None if value else text("Write at least one value, in quotation marks.")


def _is_range(value: str) -> bool:
    ends = RANGE.fullmatch(value)
    if ends is None or not any(ends.groups()):
        return False
    first, last = ends.groups()
    return not (first and last) or int(first) <= int(last)
