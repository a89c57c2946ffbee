"""What kind of file is it? The content decides, not the name."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rung.facts import Input
from rung.importers.saft import SaftInput, holds_xml
from rung.importers.sheet import read_mapping, sheet_inputs

__all__ = ["read_mapping", "recognise"]


def recognise(paths: Sequence[Path], *, mapping: Mapping[str, str] | None = None) -> list[Input]:
    """What there is to import in the files, accounts first. Sheets that belong together become one input.

    mapping: from `read_mapping`, for the sheets. A file that nothing can read gives an input that yields one refused Problem.
    """
    accounts = [path for path in paths if holds_xml(path)]
    sheets = [path for path in paths if path not in accounts]
    return [*(SaftInput(path) for path in accounts), *sheet_inputs(sheets, mapping)]
