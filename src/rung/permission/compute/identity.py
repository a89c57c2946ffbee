"""Who is it, however the file writes it? A party's organisation number, e-mail addresses, phones and name with postal code, made alike.

Two spellings of one person must meet, in every import: what is made here is what the list of those who said no is keyed by. When in
doubt it is better that two people meet than that one who said no is missed.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

from rung.permission.compute.rules.rule import Kind

Sort = Literal["org", "email", "phone", "place"]
SORTS: tuple[Sort, ...] = ("org", "email", "phone", "place")

_CALLING_CODES = {"NO": "47", "DK": "45", "SE": "46"}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SOLE_FORMS = (
    "enk enkeltpersonforetak enkeltmannsforetak enkeltmandsvirksomhed enkeltmandsfirma personligtejetmindrevirksomhed pmv enskildfirma "
    "enskildnaringsidkare enskildnaringsverksamhet ef e soletrader soleproprietor"
)
_SOLE = frozenset(_SOLE_FORMS.split())
_COMPANY_NAME = re.compile(
    r"(?:^|\s)(a/?s|asa|ans|da|sa|nuf|ks|iks|sf|kf|aps|i/s|k/s|p/s|ivs|ab|hb|kb|ltd|limited|gmbh|oy|inc|llc|kommune|kommun)\.?$",
    re.IGNORECASE,
)
_GENERAL_ADDRESSES = (
    "post info information kontakt contact firmapost mail epost email office kontor ordre order orders ordrer bestilling beställning "
    "salg sales forsaljning försäljning faktura invoice invoices regnskap bogholderi ekonomi okonomi økonomi regning support service "
    "kundeservice kundservice kundtjanst kundtjänst admin administrasjon administration hello hei hej butikk butik resepsjon reception "
    "innkjop innkjøp indkob indkøb inkop inköp purchase purchasing postmottak registrator hovedpost firma company web"
)
_GENERAL = frozenset(_GENERAL_ADDRESSES.split())


def org_numbers(written: str | None, _country: str = "") -> list[str]:
    """Digits only: "NO 987 654 321 MVA" is 987654321; Swedish numbers as ten digits, without century, prefix or the 01 of VAT."""
    digits = re.sub(r"\D", "", written or "")
    if len(digits) == 12:
        digits = digits[2:] if digits[:2] in {"16", "19", "20"} else digits[:10]
    return [digits] if len(digits) >= 6 else []


def emails(written: str | None, _country: str = "") -> list[str]:
    """Every address in the cell, in small letters."""
    return [address.strip(".") for address in re.findall(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+", (written or "").casefold())]


def phones(written: str | None, country: str = "") -> list[str]:
    """Every number in the cell, with its calling code and digits only: "22 33 44 55" in Norway is 4722334455.

    A number without a calling code is taken for one of the party's country; without a country it keeps its own digits.
    """
    found = []
    for one in re.split(r"[,;/]|\s{3,}|eller|or", written or ""):
        bare = one.replace("(0)", "")
        digits = re.sub(r"\D", "", bare)
        if bare.strip().startswith("+"):
            number = digits
        elif digits.startswith("00"):
            number = digits[2:]
        elif country in _CALLING_CODES:
            number = _CALLING_CODES[country] + digits.removeprefix("0")
        else:
            number = digits
        if len(digits) >= 5:
            found.append(number)
    return found


def places(name: str | None, postal_code: str | None) -> list[str]:
    """Name and postal code as one: the words of the name without accents in order of the alphabet, so "Hansen, Kåre" is "Kåre Hansen"."""
    bare = unicodedata.normalize("NFKD", (name or "").casefold().translate(_LETTERS))
    words = sorted(re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c))))
    code = re.sub(r"\D", "", postal_code or "")
    return [f"{' '.join(words)} {code}"] if words and code else []


def spellings(party: dict[str, Any], sort: Sort) -> list[str]:
    """What a party is known by, of one sort; empty when it has none. party: columns of the customers table."""
    country = party.get("country") or ""
    if sort == "org":
        return org_numbers(party.get("org_number"), country)
    if sort == "email":
        return emails(party.get("email"), country)
    if sort == "phone":
        return phones(party.get("phone"), country)
    return places(party.get("name"), party.get("postal_code"))


def all_spellings(party: dict[str, Any]) -> Iterator[tuple[Sort, str]]:
    """Everything a party is known by."""
    for sort in SORTS:
        for one in spellings(party, sort):
            yield sort, one


def kind_of(*, kind: str | None, legal_form: str | None, org_number: str | None, name: str | None, country: str) -> Kind | None:
    """Consumer, sole trader or company; None when the file does not let anybody know.

    A Swedish organisation number whose third digit is 0 or 1 is a person's number, and so a sole trader's.
    """
    if kind in {"consumer", "sole_trader", "employee"}:
        return kind  # type: ignore[return-value]  # the set is the literal
    if kind == "person":
        return "consumer"
    if legal_form:
        return "sole_trader" if re.sub(r"[^a-z]", "", legal_form.casefold().translate(_LETTERS)) in _SOLE else "company"
    numbers = org_numbers(org_number)
    if country == "SE" and numbers and len(numbers[0]) == 10 and numbers[0][2] in "01":
        return "sole_trader"
    return "company" if kind == "company" or numbers or _COMPANY_NAME.search((name or "").strip()) else None


def is_general(address: str | None) -> bool:
    """Whether an e-mail address is the company's (post@, info@) and not a person's; what is not known to be general is a person's."""
    found = emails(address)
    return bool(found) and all(re.sub(r"[\d.\-_]", "", one.split("@")[0]) in _GENERAL for one in found)
