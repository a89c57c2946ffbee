"""Bytes to facts and problems. Each room reads one kind of file, and none of them writes anything."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rung.facts import Input
from rung.importers.recognising import sorted_out
from rung.importers.saft import SaftInput
from rung.importers.sheet import read_mapping, sheet_inputs

__all__ = ["read_mapping", "recognise"]


def recognise(paths: Sequence[Path], *, mapping: Mapping[str, str] | None = None) -> list[Input]:
    """What there is to import in the files, accounts first. Sheets that belong together become one input.

    mapping: from `read_mapping`, for the sheets. A file that nothing can read gives an input that yields one refused Problem.
    """
    found = list(sorted_out(paths))
    accounts = [SaftInput(piece.path, member=piece.member.name if piece.member else None) for kind, piece in found if kind == "saft"]
    return [*accounts, *sheet_inputs([piece.path for kind, piece in found if kind == "sheet"], mapping)]
