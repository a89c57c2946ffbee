"""What do the Swedish bulk files say of a firm? Bolagsverket: name, form, address. SCB: industry, activity, and who wants no advertising.

In Bolagsverket's file a cell holds several values with $ between them, and | between several names or proceedings. The number of a sole
trader is the owner's personal number. Legal form E is a sole trader.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.register.party import Parties, days, one_line
from rung.importers.register.raw import Raw, true_in

BOLAGSVERKET = frozenset({"organisationsidentitet", "organisationsnamn", "organisationsform", "avregistreringsdatum", "postadress"})
SCB = frozenset({"PeOrgNr", "Namn", "FtgStat", "JurForm", "Ng1", "Reklamsparrtyp"})

_OWNER = r"\$(?:PERSON|SAMORD|PERS)"
_WOUND_UP = r"(?:^|\|)(?:KK|LI)-AVOMFO"  # bankruptcy and liquidation
_CALLED_OFF = "-AVSLAVOMFO"
_ADDRESS = r"^(?P<street>[^$]*)\$(?P<care>[^$]*)\$(?P<city>[^$]*)\$(?P<code>[^$]*)(?:\$(?P<country>[A-Z]{2})-LAND)?"
# The legal forms of SCB that there is a common abbreviation for; the others stay numbers.
_FORMS = {"10": "E", "31": "HB", "41": "AB", "42": "AB", "43": "SE", "49": "AB", "51": "EK", "53": "BRF", "61": "I"}
_ACTIVE_NO_MORE, _OUT_OF_THE_REGISTER = "9", "9"


def of_bolagsverket(raw: Raw) -> Parties:
    """The firms of Bolagsverket's file."""
    identity, proceedings = raw.said("organisationsidentitet"), raw.said("pagandeAvvecklingsEllerOmstruktureringsforfarande")
    winding_up = true_in(pc.match_substring_regex(proceedings, _WOUND_UP)) & ~true_in(pc.match_substring(proceedings, _CALLED_OFF))
    about = {
        "name": one_line(_before(raw.said("organisationsnamn"), r"[$|]")),
        "legal_form": _before(raw.said("organisationsform"), "-ORGFO"),
        "founded": days(raw.said("registreringsdatum")),
        **_place(raw.said("postadress")),
    }
    gone = true_in(pc.is_valid(raw.said("avregistreringsdatum"))) | winding_up
    return Parties(_before(identity, r"\$"), about, gone, true_in(pc.match_substring_regex(identity, _OWNER)))


def _before(texts: Any, mark: str) -> Any:
    """What stands before the first mark."""
    found = pc.replace_substring_regex(texts, rf"(?s){mark}.*$", "")
    return pc.if_else(pc.equal(found, ""), None, found)


def _place(written: Any) -> dict[str, Any]:
    found = pc.extract_regex(one_line(written), _ADDRESS)
    street, care, city, code, country = (_filled(pc.struct_field(found, name)) for name in ("street", "care", "city", "code", "country"))
    swapped = pc.fill_null(pc.match_substring_regex(city, r"^\d{3} ?\d{2}$"), fill_value=False)
    return {
        "address": pc.coalesce(street, care),
        "city": pc.if_else(swapped, code, city),
        "postal_code": pc.if_else(swapped, city, code),
        "country": pc.coalesce(country, "SE"),
    }


def _filled(texts: Any) -> Any:
    return pc.if_else(pc.equal(texts, ""), None, texts)


def of_scb(raw: Raw) -> Parties:
    """The firms of SCB's file. Those that never were active are firms all the same: most hold property or shares."""
    number, form, ads = raw.said("PeOrgNr"), raw.said("JurForm"), raw.said("Reklamsparrtyp")
    known = pa.array(_FORMS.values()).take(pc.index_in(form, pa.array(_FORMS)))
    refuses, accepts = (pc.starts_with(ads, sign) for sign in ("2", "1"))
    day = pc.replace_substring_regex(raw.said("RegDatKtid"), r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3")
    about = {
        "name": one_line(raw.first("Foretagsnamn", "Namn")),
        "country": pa.repeat("SE", len(raw)),
        "city": raw.said("PostOrt"),
        "postal_code": raw.said("PostNr"),
        "address": raw.first("Gatuadress", "COAdress"),
        "industry": raw.said("Ng1"),
        "legal_form": pc.coalesce(known, form),
        "founded": days(day),
        "protected": pc.if_else(pc.or_(refuses, accepts), refuses, None),
    }
    gone = raw.says("FtgStat", [_ACTIVE_NO_MORE]) | raw.says("JEStat", [_OUT_OF_THE_REGISTER])
    return Parties(number, about, gone, true_in(pc.equal(form, "10")))
