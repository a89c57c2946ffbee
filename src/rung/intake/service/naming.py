"""Which names in the texts of vouchers are customers? A sheet of suggestions, which the user goes through, and what the user said."""

import csv
from collections.abc import Sequence
from pathlib import Path

from rung.base import FileRefused, text
from rung.importers import Suggestion
from rung.kit.sheetfile import write_rows

_HEADER = ["name", "customer_id", "use", "revenue", "vouchers", "example", "where"]
_YES = {"yes", "y", "ja", "j", "x", "1", "true"}


def write_names(path: Path, suggestions: Sequence[Suggestion]) -> int:
    """Write the names that were found, most revenue first, for the user to go through: a CSV file, or Excel by its name. How many.

    The user puts yes under `use` where a name is a customer, and the customer's number under `customer_id` where it has one.
    """
    rows = ([one.name, "", "", one.revenue, one.vouchers, one.example, str(one.place)] for one in suggestions)
    return write_rows(path, _HEADER, rows)


def read_names(path: Path) -> dict[str, str]:
    """Name -> customer number, or the name itself, of those the user said yes to. Raises FileRefused for another kind of sheet."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        sample = stream.read(4096)
        stream.seek(0)
        rows = list(csv.DictReader(stream, delimiter=";" if sample.partition("\n")[0].count(";") else ","))
    if not rows or not {"name", "customer_id", "use"} <= set(rows[0]):
        raise FileRefused(
            text("{path} is not a list of names.", path=path.name),
            remedy=text("Make one with rung names FILE, put yes under use, and save it as CSV."),
        )
    said = {_plain(row["name"]): _plain(row["customer_id"]) for row in rows if (row["use"] or "").strip().lower() in _YES}
    return {name: customer_id or name for name, customer_id in said.items() if name}


def _plain(written: str | None) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    cell = (written or "").strip()
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in ("=", "+", "-", "@") else cell
