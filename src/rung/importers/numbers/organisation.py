"""Which firm is it? An organisation number as people write it, down to its digits, the country and whether the check digit fits."""

import re
from dataclasses import dataclass

from rung.importers.numbers.persons import begins_with_date, personal
from rung.importers.numbers.standards import rules

CHECKED = {"NO": (9, "no.orgnr"), "DK": (8, "dk.cvr"), "SE": (10, "se.orgnr")}
_LABEL = re.compile(
    r"(?:foretaks?registeret|org(?:anisasjons|anisations|anization|\.)?[- ]?(?:nr|nummer|no|number)|cvr|se-?nr|vat|mva|moms)"
    r"[-. ]*(?:nr|no|nummer)?[.:# ]*",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"([A-Z]{2})(?=[-. :]*[A-Z]?\d)")
_FLOAT = re.compile(r"(?<=\d)\.0+$")
_NOT_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class OrgNumber:
    """An organisation number.

    digits: "" when there are none, and when it is a person's number, which must not be kept. country: ISO 3166 two letters, "" when nothing
    tells. valid: whether the check digit fits; None where there is no rule to hold it against. personal: it is the number of a person.
    """

    digits: str
    country: str
    valid: bool | None
    personal: bool


def org_number(written: str, country: str | None = None) -> OrgNumber:
    """Read an organisation number with or without spaces, dots, hyphens, "NO … MVA", "SE … 01", "CVR-nr." or "Org.nr.".

    country: where the firm is, when known; a prefix of the number itself has the say. Without either the shape and the check digit decide.
    Norway 9 digits and Denmark 8 (modulus 11), Sweden 10 (Luhn); of other countries the digits are taken as they are.
    """
    bare = _FLOAT.sub("", _LABEL.sub("", written).strip())
    prefix = _COUNTRY.match(bare.upper())
    said = prefix[1] if prefix else (country or "").upper()
    digits = _NOT_DIGITS.sub("", bare)
    if len(digits) == 12 and (digits.startswith("16") or (said == "SE" and digits.endswith("01") and not _dated(digits))):
        digits = digits[2:] if digits.startswith("16") else digits[:-2]
    if _is_person(bare, digits, said):
        return OrgNumber("", said, valid=False, personal=True)
    if said not in CHECKED:
        return _by_shape(digits) if not said else OrgNumber(digits, said, valid=None, personal=False)
    return OrgNumber(digits, said, valid=bool(digits) and _fits(digits, said), personal=False)


def _is_person(bare: str, digits: str, country: str) -> bool:
    """In Sweden a sole trader's number is the owner's: the third digit of a firm's is at least 2."""
    if country == "SE":
        return _dated(digits)
    people = country in {"", "NO", "DK"}
    return personal(bare, people=people) or personal(digits, people=people)


def _dated(digits: str) -> bool:
    return len(digits) in {10, 12} and digits[-8] in "01" and begins_with_date(digits)


def _fits(digits: str, country: str) -> bool:
    length, standard = CHECKED[country]
    return len(digits) == length and bool(rules(standard).is_valid(digits)) and (country != "SE" or digits[2] >= "2")


def _by_shape(digits: str) -> OrgNumber:
    country = next((one for one in CHECKED if _fits(digits, one) and (one != "NO" or digits[0] in "89")), "")
    return OrgNumber(digits, country, valid=True if country else None, personal=False)
