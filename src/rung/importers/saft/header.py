"""Whose accounts are these, of which country, currency and period, and which version of SAF-T are they written in?"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml.etree import _Element as Element

from rung.importers.numbers import org_number
from rung.importers.saft.amounts import as_date, day, whole
from rung.importers.xml import children, leaves, local, namespace

# The namespace ends in ":NO", in Portugal in ":PT_1.04_01".
_COUNTRY_IN_NAMESPACE = re.compile(r":([A-Z]{2})(?:_[\d._]+)?$")
_YEARS = range(1900, 2200)
# The countries read here, with the currency of a file that does not say its own.
CURRENCIES = {"NO": "NOK", "DK": "DKK"}
# Countries that have a SAF-T of their own. Other codes in a file without a namespace say nothing: one official example has "aa".
_COUNTRIES = {"AO", "AT", "BG", "CV", "DK", "FI", "FR", "GR", "HU", "LT", "LU", "LV", "MZ", "NO", "PL", "PT", "RO", "SE", "SK", "UA"}
# Where the number of the company is: Danish systems write the first three.
_NUMBERS = ("CVR", "RegistrationNumber", "CompanyID", "SE-nr", "TaxRegistrationNumber")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of the file. first and last are the days of the selection, None where it does not say. version: as the file claims.

    country: two letters, "" when nothing in the file tells.
    """

    company: str = ""
    org_number: str = ""
    currency: str = ""
    country: str = ""
    first: date | None = None
    last: date | None = None
    version: str = ""
    software: str = ""


def read_header(header: Element) -> Header:
    """The header; the company is Header/Company, never the accountant who sends the file (AuditFileSender)."""
    said = leaves(header)
    company = next(iter(children(header, "Company")), None)
    selection = next(iter(children(header, "SelectionCriteria")), None)
    country = _country(header, said.get("AuditFileCountry", "").upper())
    first, last = _selection(said if selection is None else leaves(selection))
    currency = said.get("DefaultCurrencyCode", "").upper()
    return Header(
        company=said.get("CompanyName", "") if company is None else leaves(company).get("Name", ""),
        org_number=_number(said, company, country),
        currency=currency if re.fullmatch(r"[A-Z]{3}", currency) else CURRENCIES.get(country, ""),
        country=country,
        first=first,
        last=last,
        version=said.get("AuditFileVersion", ""),
        software=" ".join(said[name] for name in ("SoftwareCompanyName", "SoftwareID", "SoftwareVersion") if name in said),
    )


def _country(element: Element, written: str) -> str:
    """The country whose SAF-T it is. The namespaces weigh more than what the header says."""
    for uri in (namespace(element), *element.nsmap.values()):
        found = _COUNTRY_IN_NAMESPACE.search(uri or "")
        if found is not None:
            return found.group(1)
    return written if written in _COUNTRIES else ""


def _number(said: Mapping[str, str], company: Element | None, country: str) -> str:
    """The digits of the company's number: "NO 888 888 888 MVA" is 888888888."""
    inside = [] if company is None else [company, *children(company, "TaxRegistration")]
    found = {**said, **{name: value for element in reversed(inside) for name, value in leaves(element).items()}}
    return next((number for name in _NUMBERS if (number := org_number(found.get(name, ""), country or None).digits)), "")


def _selection(said: Mapping[str, str]) -> tuple[date | None, date | None]:
    """The first and last day of the selection: dates, or periods of a year that starts in January."""
    first, last = day(said.get("SelectionStartDate")), day(said.get("SelectionEndDate"))
    if first is not None and last is not None:
        return as_date(first), as_date(last)
    first, last = day(said.get("PeriodStart")), day(said.get("PeriodEnd"))
    if first is not None and last is not None:  # dates, in some Danish files
        return as_date(first), as_date(last)
    start = _month(said.get("PeriodStart"), said.get("PeriodStartYear"))
    end = _month(said.get("PeriodEnd"), said.get("PeriodEndYear"))
    return start, None if end is None else end.replace(day=monthrange(end.year, end.month)[1])


def _month(period: str | None, year: str | None) -> date | None:
    """The first day of a period; periods after the twelfth are the closing entries of the year."""
    of_year, number = whole(year), whole(period)
    if of_year is None or number is None or of_year not in _YEARS:
        return None
    return date(of_year, min(max(number, 1), 12), 1)


class Version:
    """Which version of the format it is, by what is used in it; AuditFileVersion is wrong in the official Norwegian examples.

    1.20 has standard accounts, and balances on the customer itself; 1.30 has grouping categories on every account, and balance accounts
    on the customer; 2.0 has products and invoices. 1.40 only adds to 1.30, so when nothing new is used the claim decides between the
    two. Danish versions differ in little that matters here, so there the claim is told.
    """

    _NEW_IN_140 = ("{*}VirtualCurrencyType", "{*}DebitNOKTaxAmount", "{*}CreditNOKTaxAmount")
    _NEW_IN_20 = ("Product", "UOMTableEntry", "Invoice")
    _BALANCES = ("OpeningDebitBalance", "OpeningCreditBalance", "ClosingDebitBalance", "ClosingCreditBalance")

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def account(self, said: Mapping[str, str]) -> None:
        """Look at what an account says."""
        if "StandardAccountID" in said or said.get("GroupingCategory", "").upper().startswith("RF-"):
            self._seen.add("1.20")
        elif "GroupingCategory" in said:
            self._seen.add("1.30")

    def customer(self, element: Element) -> None:
        """Look at a customer."""
        names = {local(child) for child in element}
        if "BalanceAccount" in names:
            self._seen.add("1.30")
        elif names.intersection(self._BALANCES):
            self._seen.add("1.20")

    def element(self, element: Element) -> None:
        """Look at an element that only one version has, or at a whole voucher."""
        if local(element) in self._NEW_IN_20:
            self._seen.add("2.0")
        elif next(element.iter(*self._NEW_IN_140), None) is not None or _has_long_amount(element):
            self._seen.add("1.40")

    def name(self, claimed: str, country: str) -> str:
        """The version, from what was seen so far and what the file claims; the highest when it mixes them. "" when nothing tells."""
        if country == "DK":
            return claimed if re.fullmatch(r"\d{1,2}\.\d{1,2}", claimed) else ""
        found = max(self._seen, key=float, default="1.30" if claimed.startswith(("1.3", "1.4")) else "1.20")
        return "1.40" if found == "1.30" and claimed.startswith("1.4") else found


def _has_long_amount(voucher: Element) -> bool:
    """Whether an amount in another currency has more decimals than the two that versions before 1.40 allow."""
    return any(len((found.text or "").strip().partition(".")[2]) > 2 for found in voucher.iter("{*}CurrencyAmount"))
