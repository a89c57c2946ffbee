"""What does CVR say of a firm? Each thing has a history in the distribution's JSON; what holds now is the period without an end.

The number of employees is the newest count there is: by month, quarter or year, else the lower end of the class it lies in.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.register.party import Parties, counts, days, one_line
from rung.importers.register.raw import Mask, Raw, true_in

KEY = "Vrvirksomhed"

_PERIOD = ("periode", pa.struct([("gyldigFra", pa.string()), ("gyldigTil", pa.string())]))
_NAME = pa.struct([("navn", pa.string()), _PERIOD])
_ADDRESS = pa.struct(
    [
        *(
            (name, pa.string())
            for name in ("landekode", "fritekst", "vejnavn", "bogstavFra", "bogstavTil", "etage", "sidedoer", "postboks")
        ),
        *((name, pa.int64()) for name in ("husnummerFra", "husnummerTil", "postnummer")),
        ("postdistrikt", pa.string()),
        ("kommune", pa.struct([("kommuneNavn", pa.string())])),
        _PERIOD,
    ]
)
_INDUSTRY = pa.struct([("branchekode", pa.string()), _PERIOD])
_FORM = pa.struct([("kortBeskrivelse", pa.string()), _PERIOD])
_STATUS = pa.struct([("status", pa.string()), _PERIOD])
_CONTACT = pa.struct([("kontaktoplysning", pa.string()), ("hemmelig", pa.bool_()), _PERIOD])
_EMPLOYED = pa.struct(
    [*((name, pa.int64()) for name in ("aar", "kvartal", "maaned", "antalAnsatte")), ("intervalKodeAntalAnsatte", pa.string())]
)
_COUNTED = ("erstMaanedsbeskaeftigelse", "maanedsbeskaeftigelse", "kvartalsbeskaeftigelse", "aarsbeskaeftigelse")
_NEWEST = pa.struct(
    [
        ("nyesteNavn", _NAME),
        ("nyesteBeliggenhedsadresse", _ADDRESS),
        ("nyesteHovedbranche", _INDUSTRY),
        ("nyesteVirksomhedsform", _FORM),
        ("sammensatStatus", pa.string()),
        ("stiftelsesDato", pa.string()),
    ]
)
_FIRM = pa.struct(
    [
        ("cvrNummer", pa.int64()),
        ("reklamebeskyttet", pa.bool_()),
        ("navne", pa.list_(_NAME)),
        ("beliggenhedsadresse", pa.list_(_ADDRESS)),
        ("hovedbranche", pa.list_(_INDUSTRY)),
        ("virksomhedsform", pa.list_(_FORM)),
        ("virksomhedsstatus", pa.list_(_STATUS)),
        ("telefonNummer", pa.list_(_CONTACT)),
        ("elektroniskPost", pa.list_(_CONTACT)),
        ("livsforloeb", pa.list_(pa.struct([_PERIOD]))),
        *((name, pa.list_(_EMPLOYED)) for name in _COUNTED),
        ("virksomhedMetadata", _NEWEST),
    ]
)
SCHEMA = pa.schema([(KEY, _FIRM)])
_GONE = r"(?i)konkurs|oph(?:ø|oe)rt|opl(?:ø|oe)s|slettet|likvid"


def parties(raw: Raw) -> Parties:
    """The firms of the register; with advertising protection as they have chosen it."""
    firm = raw.value(KEY)
    newest = _field(firm, "virksomhedMetadata")
    place = _coalesce(_current(_field(firm, "beliggenhedsadresse")), _field(newest, "nyesteBeliggenhedsadresse"))
    about = {
        "name": one_line(_text(_current(_field(firm, "navne")), _field(newest, "nyesteNavn"), "navn")),
        "phone": _contact(_field(firm, "telefonNummer")),
        "email": _contact(_field(firm, "elektroniskPost")),
        "industry": _text(_current(_field(firm, "hovedbranche")), _field(newest, "nyesteHovedbranche"), "branchekode"),
        "employees": _employees(firm),
        "legal_form": _text(_current(_field(firm, "virksomhedsform")), _field(newest, "nyesteVirksomhedsform"), "kortBeskrivelse"),
        "founded": days(pc.coalesce(_field(newest, "stiftelsesDato"), _began(_field(firm, "livsforloeb")))),
        "protected": _field(firm, "reklamebeskyttet"),
        **_place(place),
    }
    return Parties(_field(firm, "cvrNummer").cast(pa.string()), about, _gone(firm), np.zeros(len(firm), dtype=bool))


def _field(values: Any, name: str) -> Any:
    """A field of each object, null where the object is."""
    return pc.struct_field(values, name)


def _coalesce(first: Any, second: Any) -> Any:
    return pc.if_else(pc.is_valid(first), first, second)


def _text(first: Any, second: Any, name: str) -> Any:
    """A text of the one, else of the other; null for nothing but space."""
    found = pc.utf8_trim_whitespace(pc.coalesce(_field(first, name), _field(second, name)))
    return pc.if_else(pc.equal(found, ""), None, found)


def _current(history: Any) -> Any:
    """Of each history the last period that has no end; null where there is none."""
    every = history.flatten()
    return _last(history, np.flatnonzero(pc.is_null(_field(_field(every, "periode"), "gyldigTil"))))


def _last(history: Any, kept: Any) -> Any:
    """The last kept entry of each history. kept: places among all entries, later ones before earlier."""
    owner = np.asarray(pc.list_parent_indices(history))
    chosen = np.full(len(history), -1, dtype=np.int64)
    chosen[owner[kept]] = kept
    return history.flatten().take(pa.array(chosen, mask=chosen < 0))


def _began(history: Any) -> Any:
    return _field(_field(_current(history), "periode"), "gyldigFra")


def _contact(history: Any) -> Any:
    """A number or address that is no secret."""
    found = _current(history)
    open_to_all = pc.invert(pc.fill_null(_field(found, "hemmelig"), fill_value=False))
    return pc.if_else(open_to_all, _field(found, "kontaktoplysning"), None)


def _employees(firm: Any) -> Any:
    found = [_counted(_field(firm, name)) for name in _COUNTED]
    return pc.coalesce(*found)


def _counted(history: Any) -> Any:
    """The newest count of each firm."""
    every = history.flatten()
    year, quarter, month = (np.asarray(pc.fill_null(_field(every, name), 0)) for name in ("aar", "kvartal", "maaned"))
    newest = _last(history, np.lexsort((month, quarter, year)))
    least = pc.struct_field(pc.extract_regex(_field(newest, "intervalKodeAntalAnsatte"), r"^ANTAL_(?P<least>\d+)_"), "least")
    return pc.coalesce(_field(newest, "antalAnsatte"), counts(least))


def _place(place: Any) -> dict[str, Any]:
    number, upper = (_field(place, name).cast(pa.string()) for name in ("husnummerFra", "husnummerTil"))
    first, last = (_joined("", n, _field(place, name)) for n, name in ((number, "bogstavFra"), (upper, "bogstavTil")))
    street = _joined(" ", _field(place, "vejnavn"), _joined("-", first, last))
    floor = pc.binary_join_element_wise(_field(place, "etage"), ".", "")
    box = pc.binary_join_element_wise("Postboks", _field(place, "postboks"), " ")
    return {
        "address": one_line(
            pc.coalesce(_joined(", ", street, _joined(" ", floor, _field(place, "sidedoer"))), box, _field(place, "fritekst"))
        ),
        "city": _field(place, "postdistrikt"),
        "postal_code": pc.utf8_lpad(_field(place, "postnummer").cast(pa.string()), 4, "0"),
        "region": _field(_field(place, "kommune"), "kommuneNavn"),
        "country": pc.coalesce(_field(place, "landekode"), "DK"),
    }


def _joined(between: str, first: Any, second: Any) -> Any:
    """Both, or the one that is there; null where none is."""
    return pc.coalesce(pc.binary_join_element_wise(first, second, between), first, second)


def _gone(firm: Any) -> Mask:
    """Ceased, bankrupt or being wound up; a firm that is being reconstructed still trades."""
    lives, status = _field(firm, "livsforloeb"), _field(_current(_field(firm, "virksomhedsstatus")), "status")
    known = true_in(pc.greater(pc.list_value_length(lives), 0))
    ended = known & true_in(pc.is_null(_began(lives))) & true_in(pc.is_null(_field(_current(lives), "periode")))
    told = (status, _field(_field(firm, "virksomhedMetadata"), "sammensatStatus"))
    for one in told:
        ended |= true_in(pc.match_substring_regex(one, _GONE))
    return ended
