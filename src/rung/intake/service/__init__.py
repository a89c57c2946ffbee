"""Bring a user's files into the store, try it first, look at what came, take it out again, and hand it all back."""

from rung.intake.service.bringing import (
    Imported,
    OtherCurrency,
    SourceMonth,
    bring_in,
    company_currency,
    compare_sources,
    describe,
    missing_files,
)
from rung.intake.service.handing_back import export, write_corrections, write_rejected
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
    "export",
    "missing_files",
    "take_out",
    "try_out",
    "write_corrections",
    "write_rejected",
]
