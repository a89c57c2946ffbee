"""How are sentences, problems and records kept, so that they come back as they were and can still be translated?

As JSON: an object with "@" is one of KINDS, by name, with the fields that are not at their default; everything else is itself.
A field that is added later needs nothing here. The names are part of what is on disk: a kind that is renamed keeps its old name there.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rung.base import Money, Number, Share, Text
from rung.engine.manifest import Part
from rung.facts import Control, FileHead, Problem

KINDS: dict[str, Any] = {kind.__name__: kind for kind in (Text, Money, Share, Number, Problem, FileHead, Control, Part)}


def register(kind: Any) -> Any:
    """Let records of this dataclass be kept too."""
    KINDS[kind.__name__] = kind
    return kind


def dumps(value: Any) -> str:
    """A value on one line of JSON. Raises ValueError for what is not among the kinds."""
    return json.dumps(_plain(value), ensure_ascii=False)


def loads(said: str) -> Any:
    """The value that was written; lists come back as tuples."""
    return _frozen(json.loads(said, object_hook=_restored))


def _plain(value: Any) -> Any:
    match value:
        case None | str() | int() | float():
            return value
        case date():
            return {"@": "datetime" if isinstance(value, datetime) else "date", "is": value.isoformat()}
        case Decimal():
            return {"@": "Decimal", "is": str(value)}
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
    if type(value).__name__ not in KINDS:
        raise ValueError(f"value={value!r} must be one of {', '.join(KINDS)}, or made of them and of plain values")
    said = {field.name: getattr(value, field.name) for field in fields(value)}
    changed = {field.name: _plain(said[field.name]) for field in fields(value) if said[field.name] != _default(field)}
    return {"@": type(value).__name__, **changed}


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _restored(said: dict[str, Any]) -> Any:
    match said:
        case {"@": "datetime", "is": moment}:
            return datetime.fromisoformat(moment)
        case {"@": "date", "is": day}:
            return date.fromisoformat(day)
        case {"@": "Decimal", "is": digits}:
            return Decimal(digits)
        case {"@": kind, **given}:
            return KINDS[kind](**{name: _frozen(value) for name, value in given.items()})
    return said


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
