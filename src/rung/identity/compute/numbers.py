"""Which number, address or place is it, however it is written? Made alike, so that two spellings meet; "" for what tells nothing.

Personal numbers tell nothing here: they are never compared, kept or shown, masked or not.
"""

import re
from functools import lru_cache

from rung.identity.compute.names import folded

_EVERYBODYS = (
    "gmail.com googlemail.com hotmail.com hotmail.no hotmail.dk hotmail.se outlook.com outlook.dk outlook.no live.com live.no live.dk "
    "live.se msn.com yahoo.com yahoo.no yahoo.dk yahoo.se icloud.com me.com mac.com aol.com protonmail.com proton.me gmx.com online.no "
    "broadpark.no getmail.no frisurf.no start.no c2i.net lyse.net altibox.no telia.com telia.se bredband.net comhem.se spray.se "
    "swipnet.se tele2.se passagen.se mail.dk mail.tele.dk tdcadsl.dk stofanet.dk jubii.dk ofir.dk youmail.dk webspeed.dk"
)
_FREE_MAIL = frozenset(_EVERYBODYS.split())
_CALLING_CODE = re.compile(r"^(?:47|45|46|358|354|298)(?=\d{6,})")
_STREET = ((re.compile(r"(?:gaten|gata|gate|gatan|gade|gt)\b"), "g"), (re.compile(r"(?:veien|vegen|vei|veg|vagen|vag|vej|vn|v)\b"), "v"))
_COUNTED = "12345678"


def org_number(written: str | None) -> str:
    """The digits of an organisation number of Norway, Denmark or Sweden whose check digit is right; "" for all else, and for people.

    "NO 987 654 321 MVA" is 987654321; a Swedish one is ten digits, without century, prefix or the 01 of VAT.
    """
    digits = loose_number(written)
    return digits if digits and _is_valid(digits) else ""


def loose_number(written: str | None) -> str:
    """The digits of any number that may be an organisation's, its check digit right or not; "" for masks, fillers and people."""
    if not written or re.search(r"[*•xX#]", written):
        return ""
    digits = re.sub(r"\D", "", written)
    if len(digits) == 12:
        digits = digits[2:] if digits[:2] in {"16", "19", "20"} else digits[:10]
    filler = len(set(digits)) <= 1 or _COUNTED.startswith(digits[:8])
    return "" if len(digits) < 6 or filler or _is_personal(digits) else digits


@lru_cache(maxsize=1 << 17)
def _is_valid(digits: str) -> bool:
    from stdnum.dk import cvr  # noqa: PLC0415  only who compares waits for it
    from stdnum.no import orgnr  # noqa: PLC0415
    from stdnum.se import orgnr as se_orgnr  # noqa: PLC0415

    check = {8: cvr, 9: orgnr, 10: se_orgnr}.get(len(digits))
    return check is not None and bool(check.is_valid(digits))


def _is_personal(digits: str) -> bool:
    """A birthday with more digits behind it: Norwegian (11), Danish or Swedish (10). A Swedish firm has at least 20 where the month is."""
    if len(digits) == 11:  # D-numbers have 40 more in the day, H-numbers and made-up ones 40 or 80 in the month
        return _is_day(int(digits[:2]) % 40, int(digits[2:4]) % 40)
    if len(digits) == 10:  # coordination numbers and Danish ones that stand in have 60 more in the day
        month = int(digits[2:4])
        return _is_day(int(digits[:2]) % 60, month) or _is_day(int(digits[4:6]) % 60, month)
    return False


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def phones(written: str | None) -> tuple[str, ...]:
    """Every number in the cell, without calling code and leading zero: "+47 22 33 44 55" and "22334455" meet."""
    found = []
    for one in re.split(r"[,;/]|\s{3,}", written or ""):
        digits = re.sub(r"\D", "", one.replace("(0)", ""))
        if one.strip().startswith("+") or digits.startswith("00"):
            digits = _CALLING_CODE.sub("", digits.removeprefix("00"))
        digits = digits.lstrip("0")
        if len(digits) >= 6 and len(set(digits)) > 1 and not _COUNTED.startswith(digits):
            found.append(digits)
    return tuple(found)


def email(written: str | None) -> str:
    """The first address in the cell, in small letters."""
    found = re.search(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+\.\w+", (written or "").casefold())
    return found.group() if found else ""


def domain(address: str) -> str:
    """The firm's own domain of an e-mail address; "" for those that everybody uses."""
    own = address.rpartition("@")[2].removeprefix("mail.").removeprefix("www.")
    return "" if own in _FREE_MAIL else own


def postcode(written: str | None) -> str:
    """A postal code without spaces and without the letters of its country: "SE-123 45" is 12345."""
    return re.sub(r"[^0-9a-z]", "", re.sub(r"^\s*[a-z]{1,2}\s*-\s*", "", (written or "").casefold()))


@lru_cache(maxsize=4096)
def city(written: str) -> str:
    """A place without the letter or number of its district: "København K" and "KØBENHAVN" meet."""
    return re.sub(r"(?:\s+(?:\d+|[a-z]{1,2}))+$", "", folded(written).strip())


def street(written: str | None) -> str:
    """A street with its number; "" without a number, for a street alone is no address."""
    plain = folded(written or "")
    if not re.search(r"\d", plain):
        return ""
    for ending, short in _STREET:
        plain = ending.sub(short, plain)
    return re.sub(r"[^0-9a-z]", "", plain)
