"""How will these files be read? For each sheet what each column is taken for, to be shown, changed, and kept for the next time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rung.base import Text
from rung.facts import Problem
from rung.importers.archive import Piece
from rung.importers.sheet.inputs import sheet_inputs
from rung.importers.sheet.mapping import DATE_FORMATS, check_keys
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.wrapped import Wrapped

_SAMPLES = 3
_WRITTEN = {form: written for written, form in DATE_FORMATS.items()}


@dataclass(frozen=True)
class Described:
    """How one sheet is read.

    table: what it is; columns: role -> header; ignored: headers that mean nothing here; samples: header -> a few of its values; how: the
    rest, in words; mapping: all of it as `read_mapping` gives it, to change and to keep. A sheet that cannot be read has only a problem.
    """

    label: str
    table: str
    columns: Mapping[str, str]
    ignored: Sequence[str]
    samples: Mapping[str, Sequence[str]]
    how: Sequence[tuple[Text, Text]] = ()
    mapping: Mapping[str, str] | None = None
    problem: Problem | None = None


def describe_mapping(pieces: Sequence[Path | Piece], mapping: Mapping[str, str] | None = None) -> list[Described]:
    """How the sheets of some files will be read; no row becomes a fact. Raises MappingNotUnderstood as `sheet_inputs` does."""
    stated = mapping or {}
    found: list[Described] = []
    for entry in sheet_inputs(pieces, stated):
        for plan, other in entry.parts:
            found += [_described(one, stated) for one in (plan, other) if one is not None]
        found += [Described(str(one.where), "", {}, (), {}, problem=one) for one in entry.left_out]
    return list({one.label: one for one in found}.values())


def _described(plan: Plan, stated: Mapping[str, str]) -> Described:
    base = plan.sheet
    while isinstance(base, Wrapped):
        base = base.base
    names = next((list(cells) for place, cells in base.head if place == plan.header.place), list(plan.header.names))
    below = [cells for place, cells in base.head if place > plan.header.place]
    samples = {name: _first([cells[n] for cells in below if n < len(cells)]) for n, name in enumerate(names) if name}
    ignored = tuple(name for name in samples if name not in plan.headers.values())
    return Described(plan.sheet.label, plan.table, plan.headers, ignored, samples, plan.how, _as_mapping(plan, samples, stated))


def _first(cells: Sequence[str | None]) -> Sequence[str]:
    return tuple(dict.fromkeys(cell.strip() for cell in cells if cell and cell.strip()))[:_SAMPLES]


def _as_mapping(plan: Plan, there: Mapping[str, Sequence[str]], stated: Mapping[str, str]) -> dict[str, str]:
    """All that was decided. Columns that the file does not have as such (a month that was a column of its own) are left to be found."""
    tables = {"heads": "", "bare_lines": "", "groups": ""}
    found = {"table": tables.get(plan.table, plan.table), **{role: name for role, name in plan.headers.items() if name in there}}
    signs = set(plan.signs.values())
    if len(signs) == 1:
        found["decimal"] = signs.pop()
    if plan.dates and plan.dates.format in _WRITTEN and "date" in found:
        found["date_format"] = _WRITTEN[plan.dates.format]
    if plan.rules and plan.rules.revenue in ("net", "price"):
        found["vat"] = "0" if plan.rules.vat is None else f"{plan.rules.vat:f}"
    return {key: value for key, value in {**found, **stated}.items() if value or key in stated}


def save_mapping(mapping: Mapping[str, str]) -> str:
    """A mapping as the text of a map file, which `read_mapping` reads. Raises MappingNotUnderstood for a key that does not exist."""
    check_keys(mapping, "--map")
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in mapping.items())
