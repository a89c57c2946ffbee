"""Whose name stands in the text of a sales voucher? A suggestion that the user confirms, never a fact by itself.

Most Swedish programs keep customers out of SIE, but many write the customer's name into the text, each in its own way. Texts about a
whole batch of invoices ("Fakturajournal nr 68") name nobody, and give nothing.
"""

import re
from functools import lru_cache

from rung.importers.numbers import masked_in

_LONGEST = 100
_KIND = (
    r"(?:kund|kredit|debet|debit|utg(?:ående)?\.?)?[- ]?"
    r"(?:fakturanummer|fakturanr|faktura|faktnr|fakt|fktnr|fkt|invoice|inv|nota)"
)
_NUMBER = r"\d[\w/]*"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        # "Faktnr: 891, Namn: Karl Svensson"; tried only where there is such a sign
        r".*?\b(?:kundnamn|namn|kund|customer|name)\s*[:=]\s*(?P<name>[^,;]+(?:,(?![^,;]*[:=])[^,;]+)*)(?:[,;].*)?",
        # "Kundfakt. 0333, ICA Supermarket Solna", "Faktura Grossisten HB", "Faktura nr 12 - Grossisten HB"
        rf"{_KIND}\b\.?(?:\s*(?:nr|nummer|no)\b\.?)?\s*[:#]?\s*(?:{_NUMBER}\b)?(?:\s*-\s*{_NUMBER}\b)?\s*[,;:/–-]*\s*(?P<name>.*)",
        # A number in brackets, then the name.
        rf"\[{_NUMBER}\]\s*(?P<name>.+)",
        # Like "30083 Svenska Mässan, 12".
        rf"{_NUMBER}\s+(?P<name>[^\d\s].*?),\s*{_NUMBER}",
        # Like "237    Storkunden".
        rf"{_NUMBER}(?: {{2,}}|\t\s*|\s*,\s*)(?P<name>[^\d\s].*)",
        # "Petterssons HB": nothing but a name with a legal form
        r"(?P<name>[^\d:]{2,60}\b(?:AB|HB|KB|AS|A/S|ApS|Oy|GmbH|Ltd|BRF))\.?",
    )
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ABOUT_MANY = re.compile(
    r"journal|rapport|dagskass|kassa\b|avstämn|periodiser|bokslut|rättelse|omför|inbetal|utbetal|återbetal|upplup|förutbetal|ränta|\bmoms|"
    r"\b(?:enl(?:igt)?|nr|nummer|diverse|div|samling|fakturering|försäljning|kundförlust|makuler\w*|kontant\w*|period|vecka|v|"
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|"
    r"okt|nov|dec)(?=\W*\d*\W*$))\b",
    re.IGNORECASE,
)


def name_in(written: str) -> str | None:
    """The customer's name in the text of a voucher or of one of its rows; None when it names nobody.

    Blanks in a row are one; a personal number in it is masked.
    """
    trimmed = written.strip()
    if not 2 < len(trimmed) <= _LONGEST:
        return None
    for shape in _SHAPES if ":" in trimmed or "=" in trimmed else _SHAPES[1:]:
        found = shape.fullmatch(trimmed)
        if found is not None:
            return _name(found["name"])
    return None


@lru_cache(maxsize=10_000)  # the same customers come again and again
def _name(found: str) -> str | None:
    name = " ".join(found.split()).strip(" ,;:-–")
    if not _LETTERS.search(name) or _ABOUT_MANY.search(name):
        return None
    return masked_in(name)
