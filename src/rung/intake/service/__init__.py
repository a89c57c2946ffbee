"""Bring a user's files into the store, try it first, look at what came, take it out again, and hand it all back."""

from rung.intake.service.bringing import (
    Imported,
    OtherCurrency,
    SourceMonth,
    bring_in,
    company_currency,
    compare_sources,
    describe,
    describe_import,
    missing_files,
    named,
)
from rung.intake.service.handing_back import export, write_corrections, write_rejected
from rung.intake.service.naming import read_names, write_names
from rung.intake.service.trying import Trial, try_out
from rung.intake.service.undoing import Party, TakenOut, WrittenAbout, take_out

__all__ = [
    "Imported",
    "OtherCurrency",
    "Party",
    "SourceMonth",
    "TakenOut",
    "Trial",
    "WrittenAbout",
    "bring_in",
    "company_currency",
    "compare_sources",
    "describe",
    "describe_import",
    "export",
    "missing_files",
    "named",
    "read_names",
    "take_out",
    "try_out",
    "write_corrections",
    "write_names",
    "write_rejected",
]
