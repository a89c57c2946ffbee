"""Which currency is meant by "100 SEK", "EUR/NOK" or "SEKEURPMI"? Its code, how many units, and what it is counted in when that is said."""

import re
from functools import lru_cache
from typing import NamedTuple

# ISO 4217, with those that the euro and others have replaced since 1990.
CODES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        """
    AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZN BAM BBD BDT BEF BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CYP CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF GBP GEL GHS GIP GMD GNF GRD GTQ GYD HKD
    HNL HRK HTG HUF IDR IEP ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LUF LVL
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PTE PYG
    QAR ROL RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRL TRY
    TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XDR XEU XOF XPF YER ZAR ZMW ZWL
    """,
    )
)
# What one unit is worth in Norwegian kroner, so roughly that only turned or hundredfold rates stand out.
_WORTH = {
    "NOK": 1.0,
    "SEK": 1.0,
    "DKK": 1.5,
    "EUR": 11.2,
    "USD": 10.0,
    "GBP": 13.0,
    "CHF": 11.5,
    "JPY": 0.075,
    "ISK": 0.077,
    "PLN": 2.6,
    "CZK": 0.45,
    "HUF": 0.029,
    "CAD": 7.4,
    "AUD": 6.8,
    "NZD": 6.2,
    "CNY": 1.45,
    "HKD": 1.3,
    "SGD": 7.6,
    "INR": 0.122,
    "THB": 0.29,
    "RON": 2.3,
    "BGN": 5.7,
    "KRW": 0.0075,
    "ZAR": 0.57,
    "MXN": 0.55,
    "BRL": 1.8,
    "ILS": 2.8,
    "PHP": 0.18,
    "MYR": 2.3,
    "IDR": 0.00065,
}
_FORMS = (
    re.compile(r"(?P<u>1|10|100|1000)? ?(?P<c>[A-Z]{3})"),
    re.compile(r"(?P<c>[A-Z]{3}) ?\(?(?P<u>1|10|100|1000)\)?"),
    re.compile(r"(?P<u>1|10|100|1000)? ?(?P<c>[A-Z]{3}) ?[/=-]? ?(?P<a>[A-Z]{3})"),
    re.compile(r"(?P<a>SEK)(?P<c>[A-Z]{3})PMI"),
    re.compile(r"(?P<c>[A-Z]{3}) ?[-:(] ?[^\W\d].*"),
)


class Pair(NamedTuple):
    """A currency; the units that a rate is for; the currency it is counted in, "" when nothing says."""

    currency: str
    units: int = 1
    against: str = ""


@lru_cache(maxsize=10_000)
def currency_in(written: str) -> Pair | None:
    """The currency that a header or a cell names; None when it names none."""
    plain = " ".join(written.replace("\u00a0", " ").split())
    shouted = plain.upper() if len(plain) in (3, 6, 7) else plain
    for form in _FORMS:
        if (found := form.fullmatch(shouted)) and found["c"] in CODES:
            parts = found.groupdict()
            against = parts.get("a") or ""
            if not against or (against in CODES and against != found["c"]):
                return Pair(found["c"], int(parts.get("u") or 1), against)
    return None


def likely(currency: str, against: str) -> float | None:
    """Roughly what one unit is worth in another currency; None when we have no idea."""
    return _WORTH[currency] / _WORTH[against] if currency in _WORTH and against in _WORTH else None
