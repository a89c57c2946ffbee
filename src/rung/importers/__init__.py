"""Bytes to facts and problems. Each room reads one kind of file, and none of them writes anything."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rung.facts import Input
from rung.importers.recognising import sorted_out
from rung.importers.register import RegisterInput
from rung.importers.saft import saft_inputs
from rung.importers.sheet import Described, describe_mapping, read_mapping, save_mapping, sheet_inputs
from rung.importers.sie import SieInput, Suggestion, suggestions
from rung.importers.ubl import UblInput

__all__ = ["Described", "Suggestion", "describe_mapping", "read_mapping", "recognise", "save_mapping", "suggested_names"]


def recognise(paths: Sequence[Path], *, mapping: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None) -> list[Input]:
    """What there is to import in files and folders. Files that belong together become one input.

    mapping: from `read_mapping`, for the sheets. names: names in the texts of SIE vouchers -> customer number, which the user confirmed.
    Exchange rates come first, for the others may need them; then accounts, invoices, registers and sheets. A file that nothing can read
    gives an input that yields one refused Problem.
    """
    found = list(sorted_out(paths))
    of_kind = {kind: [piece for one, piece in found if one == kind] for kind, _ in found}
    sheets = sheet_inputs(of_kind.get("sheet", []), mapping)
    invoices = of_kind.get("ubl", [])
    return [
        *(one for one in sheets if one.gives_rates),
        *saft_inputs(of_kind.get("saft", [])),
        *(SieInput(piece, names=names or {}) for piece in of_kind.get("sie", [])),
        *([UblInput(invoices)] if invoices else []),
        *(RegisterInput(piece) for piece in of_kind.get("register", [])),
        *(one for one in sheets if not one.gives_rates),
    ]


def suggested_names(paths: Sequence[Path]) -> list[Suggestion]:
    """The customers' names that stand in the texts of SIE vouchers, most revenue first, for the user to confirm."""
    return suggestions([piece for kind, piece in sorted_out(paths) if kind == "sie"])
