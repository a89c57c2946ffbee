"""What does it cost to serve a customer? The company's own rates, with where they come from and since when, in a small TOML file.

    [rates]
    seller_minute = 12.50
    order = 85
    line = 6
    interest = "7%"
    credit_days = 30
    source = "Accounts 2025, salaries and travel by hours worked"
    date = 2026-01-01

Text in, rates out: the service opens files. Source: docs/methods.md#cost-to-serve.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from rung.base import RungError, Text, text

MONEY = ("seller_minute", "order", "line")
MINUTES = ("order_minutes", "visit_minutes")
RATES = (*MONEY, "interest", "credit_days", *MINUTES)
_KEYS = (*RATES, "source", "date")
# Rates are multiplied with exact numbers of the engine: decimals that it holds, and no amount that cannot be meant.
_MOST, _MOST_DAYS = Decimal(1_000_000), 3650
_NUMBER = re.compile(r"\d+([.,]\d+)?")


class RatesNotUnderstood(RungError):
    """A file of cost rates that says what cannot be counted with."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRates:
    """What serving costs. Every rate may be None: nobody said, and then that part of the cost is not known.

    seller_minute, order, line: major units of the company currency, for a minute of a seller's time, an order and an order line, at most
    four decimals. interest: a year's, as a share 0-1 with at most four decimals (7 % is 0.07). credit_days: days from the invoice until it
    is paid, 0-3650. order_minutes: a seller's time for an order, where no activity says how long it took. visit_minutes: of a visit or
    meeting that does not say. source: where the rates come from; date: the day they were set. ValueError for what is outside this.
    """

    source: str
    date: date
    seller_minute: Decimal | None = None
    order: Decimal | None = None
    line: Decimal | None = None
    interest: Decimal | None = None
    credit_days: int | None = None
    order_minutes: Decimal | None = None
    visit_minutes: Decimal | None = None

    def __post_init__(self) -> None:
        for name in RATES:
            rate = getattr(self, name)
            if rate is not None and _refused(name, Decimal(rate)):
                raise ValueError(f"{name}={rate} must be {_refused(name, Decimal(rate))}")


def parse(written: str) -> CostRates:
    """The rates of a file's text. Raises RatesNotUnderstood, with the first thing that is wrong and what to write instead."""
    try:
        said = tomllib.loads(written, parse_float=Decimal)
    except tomllib.TOMLDecodeError as bad:
        raise RatesNotUnderstood(
            text("The file of cost rates cannot be read: {why}", why=str(bad)),
            remedy=text("Begin with a line that says [rates], then one line for each, such as order = 85."),
        ) from bad
    found = said.get("rates")
    if set(said) != {"rates"} or not isinstance(found, dict):
        raise RatesNotUnderstood(
            text("The file of cost rates must hold rates and nothing else."), remedy=text("Begin the file with a line that says [rates].")
        )
    for key in found:
        if key not in _KEYS:
            raise RatesNotUnderstood(
                text("“{key}” is not a cost rate.", key=key), remedy=text("Use any of {known}.", known=", ".join(_KEYS))
            )
    rates = {name: _rate(name, found[name]) for name in RATES if name in found}
    if not rates:
        raise RatesNotUnderstood(
            text("The file of cost rates holds no rate."), remedy=text("Write at least one of {known}.", known=", ".join(RATES))
        )
    days = rates.pop("credit_days", None)
    return CostRates(source=_source(found), date=_date(found), credit_days=None if days is None else int(days), **rates)


def _source(found: Mapping[str, Any]) -> str:
    said = found.get("source")
    if not isinstance(said, str) or not said.strip():
        raise RatesNotUnderstood(
            text("The file of cost rates does not say where they come from."),
            remedy=text('Write it down, such as source = "Accounts 2025".'),
        )
    return said.strip()


def _date(found: Mapping[str, Any]) -> date:
    said = found.get("date")
    if isinstance(said, str):
        try:
            said = date.fromisoformat(said)
        except ValueError:
            said = None
    if not isinstance(said, date) or isinstance(said, datetime):
        raise RatesNotUnderstood(
            text("The file of cost rates does not say from which day they are."), remedy=text("Write it as date = 2026-01-01.")
        )
    return said


def _rate(name: str, said: object) -> Decimal:
    """The rate as an exact number, in text with a decimal comma or a per cent sign if need be."""
    number = _number(said)
    if number is None or _refused(name, number):
        raise RatesNotUnderstood(text("{name} = {value} is not a cost rate.", name=name, value=str(said)), remedy=_remedy(name))
    return number


def _number(said: object) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, (int, Decimal, str)):
        return None
    if not isinstance(said, str):
        return Decimal(said)
    digits = said.replace(" ", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(digits.removesuffix("%")):
        return None
    number = Decimal(digits.removesuffix("%").replace(",", "."))
    return number / 100 if digits.endswith("%") else number


def _refused(name: str, rate: Decimal) -> str:
    """What a rate must be when it is not; "" when it can be counted with."""
    most = {"interest": Decimal(1), "credit_days": Decimal(_MOST_DAYS)}.get(name, _MOST)
    decimals = 0 if name == "credit_days" else 4
    try:
        right = 0 <= rate <= most and rate == round(rate, decimals)
    except InvalidOperation:  # NaN has no order, and infinity no decimals
        right = False
    return "" if right else f"from 0 to {most} with at most {decimals} decimals"


def _remedy(name: str) -> Text:
    if name == "interest":
        return text('Write the interest of a year as "7%" or 0.07.')
    if name == "credit_days":
        return text("Write whole days from the invoice until it is paid, such as 30.")
    if name in MINUTES:
        return text("Write it in minutes, such as 15.")
    return text("Write an amount from 0 up, such as 85 or 12.50, with at most four decimals.")
