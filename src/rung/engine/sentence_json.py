"""How is a sentence kept so that it can still be translated later? Its template and its typed values, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rung.base import Money, Number, Share, Text, Value


def to_json(sentence: Text) -> dict[str, Any]:
    """A sentence as JSON values."""
    said: dict[str, Any] = {"template": sentence.template}
    if sentence.plural is not None:
        said["plural"] = sentence.plural
    if sentence.values:
        said["values"] = {name: _value(value) for name, value in sentence.values.items()}
    return said


def from_json(said: Mapping[str, Any]) -> Text:
    """The sentence that was written."""
    values = {name: _read(value) for name, value in said.get("values", {}).items()}
    return Text(said["template"], values, said.get("plural"))


def _value(value: Value) -> Any:
    match value:
        case Text():
            return {"text": to_json(value)}
        case Money():
            return {"money": [value.minor, value.currency, value.exact]}
        case Share():
            return {"share": [value.value, value.decimals]}
        case Number():
            return {"number": [value.value, value.decimals]}
        case date():
            return {"date": value.isoformat()}
        case str() | int():
            return value
    raise ValueError(f"value={value!r} in a sentence must be a str, int, Money, Share, Number, date or Text")


def _read(said: Any) -> Value:
    match said:
        case {"text": inner}:
            return from_json(inner)
        case {"money": [minor, currency, exact]}:
            return Money(minor, currency, exact)
        case {"share": [value, decimals]}:
            return Share(value, decimals)
        case {"number": [value, decimals]}:
            return Number(value, decimals)
        case {"date": day}:
            return date.fromisoformat(day)
        case str() | int():
            return said
    raise ValueError(f"said={said!r} is not a value of a sentence")
