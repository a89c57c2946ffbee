"""Is it the number of a person? Norwegian, Danish and Swedish personal numbers, told from phone numbers, amounts and references.

Norway: 11 digits, date and two check digits (fødselsnummer, D-number, the numbers of test persons). Denmark: DDMMYY-SSSS; the check digit
was given up in 2007, so the date is all there is to hold on to. Sweden: YYMMDD-NNNC or YYYYMMDDNNNC, a date and a Luhn digit; 60 is added
to the day of coordination numbers. Ten digits in a row could be much else: they are a person's only where people or firms are numbered.
"""

import re
from datetime import date

from rung.importers.numbers.standards import rules

DOT = "•"
_DASH = "[-\u2010\u2011\u2013]"
_NORWEGIAN = r"\d{6}[- \u00a0]?\d{5}"
_DASHED = rf"(?:18|19|20)?\d{{6}}(?:{_DASH}|\+)\d{{4}}"
_LONG = r"19\d{10}"
_PLAIN = r"(?:18|19|20)?\d{6} ?\d{4}"
_WHOLE = re.compile(rf"{_NORWEGIAN}|{_DASHED}|{_LONG}", re.ASCII)
_WHOLE_OF_PEOPLE = re.compile(rf"{_NORWEGIAN}|{_DASHED}|{_PLAIN}", re.ASCII)


def _inside(shapes: str) -> re.Pattern[str]:
    """Not inside a word, a longer number or an amount with decimals."""
    return re.compile(rf"(?<!\w)(?<!\d[.,])(?:{shapes})(?!\w)(?![.,]\d)", re.ASCII)


_IN_TEXT, _IN_TEXT_OF_PEOPLE = _inside(f"{_NORWEGIAN}|{_DASHED}|{_LONG}"), _inside(f"{_NORWEGIAN}|{_DASHED}|{_PLAIN}")
_DIGITS = frozenset("0123456789")
_NOT_DIGITS = re.compile(r"[^0-9]")


def personal(written: str, *, people: bool = False) -> bool:
    """Whether a cell is a person's number.

    people: the column numbers people or firms, so that ten digits without a hyphen count when they begin with a date.
    """
    shape = _WHOLE_OF_PEOPLE if people else _WHOLE
    found = written.strip()
    return shape.fullmatch(found) is not None and _is_person(found)


def masked(written: str) -> str:
    """A personal number without what makes it one: "010190 •••••". What is shorter than one is dots only."""
    digits = len(_NOT_DIGITS.sub("", written))
    hide = 5 if digits == 11 else 4 if digits in {10, 12} else digits
    keep, found = digits - hide, []
    for sign in written:
        keep -= sign in _DIGITS
        found.append(DOT if sign in _DIGITS and keep < 0 else sign)
    return "".join(found)


def masked_in(text: str, *, people: bool = False) -> str:
    """The text with every personal number in it masked. people: as in `personal`, for a text with numbers of people or firms."""
    shape = _IN_TEXT_OF_PEOPLE if people else _IN_TEXT
    return shape.sub(lambda found: masked(found[0]) if _is_person(found[0]) else found[0], text)


def _is_person(written: str) -> bool:
    digits = _NOT_DIGITS.sub("", written)
    if len(digits) == 11:
        return _norwegian(digits)
    return swedish(digits) or (len(digits) == 10 and "+" not in written and _danish(digits))


def _norwegian(digits: str) -> bool:
    standard = rules("no.fodselsnummer")
    if digits[9] != standard.calc_check_digit1(digits) or digits[10] != standard.calc_check_digit2(digits):
        return False
    # The tax office adds 80 to the month of test persons.
    month = int(digits[2:4])
    born = f"{digits[:2]}{month - 80:02}{digits[4:]}" if month > 80 else digits
    return _has_date(standard, born)


def _danish(digits: str) -> bool:
    return _has_date(rules("dk.cpr"), digits)


def _has_date(standard: object, digits: str) -> bool:
    try:
        standard.get_birth_date(digits)  # type: ignore[attr-defined]  # a module of python-stdnum
    except rules("exceptions").ValidationError:
        return False
    return True


def swedish(digits: str) -> bool:
    """Whether 10 or 12 digits are a Swedish personal or coordination number."""
    return begins_with_date(digits) and bool(rules("luhn").is_valid(digits[-10:]))


def begins_with_date(digits: str) -> bool:
    """Whether 10 or 12 digits begin with a day as Swedish personal numbers do, the year first."""
    year, month, day = int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4])
    try:
        date(year if year > 100 else 2000 + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True
