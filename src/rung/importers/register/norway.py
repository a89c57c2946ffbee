"""What does Enhetsregisteret say of a firm? Main units and subunits, CSV and JSON, which name things alike.

The number of employees is only given from five on: nothing is not zero. In the CSV, "/n" stands between the lines of an address.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.register.party import Parties, counts, days, one_line
from rung.importers.register.raw import Raw, true_in

NAMES = frozenset({"organisasjonsnummer", "navn", "organisasjonsform.kode", "organisasjonsform.beskrivelse", "harRegistrertAntallAnsatte"})
KEY = "organisasjonsnummer"

_ADDRESSES = ("forretningsadresse", "beliggenhetsadresse", "postadresse")
_FORMS = ("konkurs", "underAvvikling", "underTvangsavviklingEllerTvangsopplosning")
_ENDS = ("slettedato", "nedleggelsesdato")
_YES = ("true", "j", "ja", "1", "sann")
_ESTATE = "KBO"  # what is left of a bankrupt firm
_TEXTS = ("organisasjonsnummer", "navn", "epostadresse", "telefon", "mobil", "stiftelsesdato", "oppstartsdato", *_ENDS)
_CODE = pa.struct([("kode", pa.string())])
_ADDRESS = pa.struct(
    [*((name, pa.string()) for name in ("postnummer", "poststed", "kommune", "landkode")), ("adresse", pa.list_(pa.string()))]
)
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        *((name, pa.bool_()) for name in _FORMS),
        *((name, _CODE) for name in ("organisasjonsform", "naeringskode1")),
        *((name, _ADDRESS) for name in _ADDRESSES),
        ("antallAnsatte", pa.int64()),
    ]
)


def parties(raw: Raw) -> Parties:
    """The firms of the register."""
    form = raw.said("organisasjonsform.kode")
    gone = true_in(pc.equal(form, _ESTATE))
    for name in _FORMS:
        gone |= raw.says(name, _YES)
    for name in _ENDS:
        gone |= true_in(pc.is_valid(raw.said(name)))
    about = {
        "name": one_line(raw.said("navn")),
        "phone": raw.first("telefon", "mobil"),
        "email": raw.said("epostadresse"),
        "industry": raw.said("naeringskode1.kode"),
        "employees": counts(raw.said("antallAnsatte")),
        "legal_form": form,
        "founded": days(raw.first("stiftelsesdato", "oppstartsdato")),
        **_place(raw),
    }
    return Parties(raw.said(KEY), about, gone, gone & False)


def _place(raw: Raw) -> dict[str, Any]:
    """The first address that says where; never the street of one with the town of another."""
    parts = {"address": "adresse", "city": "poststed", "postal_code": "postnummer", "region": "kommune", "country": "landkode"}
    found: dict[str, Any] = dict.fromkeys(parts)
    for where in reversed(_ADDRESSES):
        here = {part: raw.said(f"{where}.{name}") for part, name in parts.items()}
        there = pc.or_(pc.is_valid(here["postal_code"]), pc.is_valid(here["address"]))
        found = {part: here[part] if found[part] is None else pc.if_else(there, here[part], found[part]) for part in parts}
    street = pc.replace_substring_regex(found["address"], r"/n(\p{Lu}|\d)", r", \1")
    return found | {"address": one_line(street), "country": pc.coalesce(found["country"], "NO")}
