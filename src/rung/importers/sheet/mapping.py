"""What if Rung cannot tell which column is which? The --map file, in which the user says it."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rung.base import RungError, Text, text
from rung.importers.sheet.currencies import CODES
from rung.importers.sheet.headers import locate
from rung.importers.sheet.roles import ROLES

# Keys that are not columns. The guide says what each does.
OPTIONS: dict[str, tuple[str, ...]] = {
    "table": (
        "invoice_lines",
        "customers",
        "products",
        "sellers",
        "market",
        "contacts",
        "activities",
        "opportunities",
        "quotas",
        "exchange_rates",
    ),
    "decimal": (",", "."),
    "date_format": ("dd.mm.yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "yy-mm-dd", "yyyymmdd", "ddmmyyyy", "yymmdd", "ddmmyy"),
    "discount_as": ("share", "percent", "amount"),
    "vat": (),
    "year_end": (),
    "delimiter": (),
    "encoding": ("utf-8", "cp1252", "cp850", "utf-16-le", "utf-16-be"),
}

DATE_FORMATS = {
    "dd.mm.yyyy": "dmy",
    "mm/dd/yyyy": "mdy",
    "yyyy-mm-dd": "ymd",
    "yy-mm-dd": "yy-md",
    "yyyymmdd": "yyyymmdd",
    "ddmmyyyy": "ddmmyyyy",
    "yymmdd": "yymmdd",
    "ddmmyy": "ddmmyy",
}


class MappingNotUnderstood(RungError):
    """The --map file says something that cannot be done."""

    exit_code = 2


def read_mapping(path: Path) -> dict[str, str]:
    """The --map file as role -> header (or option -> value). TOML, or JSON when it begins with a brace.

    Raises MappingNotUnderstood, with what to write instead, when it cannot be read or has a key or an option that does not exist.
    """
    try:
        written = path.read_text(encoding="utf-8-sig")
        found = json.loads(written) if written.lstrip().startswith("{") else tomllib.loads(written)
    except (OSError, ValueError) as broken:
        sentence = text("{file} cannot be read: {reason}", file=path.name, reason=str(broken).splitlines()[0][:200])
        raise MappingNotUnderstood(sentence, remedy=text('Write one line for each column, such as date = "Fakturadato".')) from broken
    return _checked(found, path.name)


def _checked(found: Any, name: str) -> dict[str, str]:
    mapping = {}
    for key, value in _flat(found):
        if isinstance(value, (dict, list)) or value is None:
            remedy = text('Write it as text: {key} = "…".', key=str(key))
            raise MappingNotUnderstood(text("“{key}” in {file} is not one value.", key=str(key), file=name), remedy=remedy)
        mapping[str(key)] = str(value)
    check_keys(mapping, name)
    return mapping


def _flat(found: Any) -> Iterator[tuple[Any, Any]]:
    """The keys and values, also those under a heading such as [columns]: people like to group them."""
    for key, value in found.items() if isinstance(found, dict) else ():
        if isinstance(value, dict) and key not in ROLES and key not in OPTIONS:
            yield from value.items()
        else:
            yield key, value


def check_keys(mapping: Mapping[str, str], name: str) -> None:
    """Raise MappingNotUnderstood for a role that does not exist or an option with a value it does not know. name: of the file."""
    for key, value in mapping.items():
        if key in OPTIONS:
            _check_option(key, value, name)
        elif key not in ROLES:
            known = ", ".join([*ROLES, *OPTIONS])
            sentence = text("“{key}” in {file} is not something a column can be.", key=key, file=name)
            raise MappingNotUnderstood(sentence, remedy=text("Use one of: {known}.", known=known))


def _check_option(key: str, value: str, name: str) -> None:
    known = OPTIONS[key]
    if not (value in known if known else _FREE[key](value)):
        remedy = text("Use one of: {known}.", known=", ".join(known) if known else '25, 12,5 (vat); ";", "|" (delimiter); 30.06 (year_end)')
        raise MappingNotUnderstood(text("“{value}” in {file} is not a value for {key}.", value=value, file=name, key=key), remedy=remedy)


def _is_rate(value: str) -> bool:
    digits = value.replace(",", ".").removesuffix("%").strip()
    return digits.replace(".", "", 1).isdecimal() and 0 <= float(digits) < 100


def _is_delimiter(value: str) -> bool:
    return len(value) == 1 and value.isascii() and not value.isalnum() and value not in '"\r\n '


def _is_day(value: str) -> bool:
    found = _DAY_OF_YEAR.fullmatch(value.strip())
    return found is not None and 1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31


_DAY_OF_YEAR = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})\.?")
_FREE: dict[str, Callable[[str], bool]] = {"vat": _is_rate, "delimiter": _is_delimiter, "year_end": _is_day}


def year_end_of(mapping: Mapping[str, str]) -> tuple[int, int]:
    """Month and day on which a year ends; 31 December when the mapping does not say."""
    found = _DAY_OF_YEAR.fullmatch(mapping.get("year_end", "31.12").strip())
    return (int(found["month"]), int(found["day"])) if found else (12, 31)


def rate_of(mapping: Mapping[str, str]) -> str:
    """The VAT rate in per cent as plain text ("25", "12.5"); "" when the mapping says none."""
    return mapping.get("vat", "").replace(",", ".").removesuffix("%").strip()


def currency_of(mapping: Mapping[str, str]) -> str:
    """The currency of the file, when the mapping names one (currency = "NOK") and not a column; else ""."""
    said = mapping.get("currency", "").strip().upper()
    return said if said in CODES else ""


def columns_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """Only the part that names columns."""
    return {role: header for role, header in mapping.items() if role in ROLES and not (role == "currency" and currency_of(mapping))}


def check_headers(mapping: Mapping[str, str], sheets: Sequence[Sequence[str]]) -> None:
    """Raise MappingNotUnderstood for a header that no sheet has. sheets: the headers of each sheet that has some."""
    for role, header in columns_of(mapping).items():
        if header.strip() and not any(locate(headers, {role: header}) for headers in sheets):
            listed: Text = text(
                "The columns are: {headers}.", headers=", ".join(name for headers in sheets for name in headers if name)[:600]
            )
            sentence = text("There is no column “{header}”, which the map file names for {role}.", header=header, role=role)
            raise MappingNotUnderstood(sentence, remedy=listed)
