"""What did the sellers do? Two years of visits, calls, meetings and offers that fit with what was bought, and with what was not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from rung.demo_company.customers import BEST_EMPLOYEES, BEST_INDUSTRIES
from rung.demo_company.names import PLACES, SELLERS
from rung.demo_company.trade import HOLIDAYS

YEARS = 2
WORKED = 160  # firms of the market that are no customers, and that somebody talked to

# channel: (typical minutes with travel, typical out-of-pocket cost in kroner, 0 when there is seldom any)
_CHANNELS = {"Besøk": (110, 180), "Telefon": (12, 0), "E-post": (8, 0), "Møte": (60, 90)}


@dataclass(frozen=True, slots=True)
class _Party:
    customer_id: str | None
    org_number: str
    name: str
    seller_id: str


class _Log:
    """The rows as they are drawn. first and last: the days of the log; days off are moved to the next working day."""

    def __init__(self, rng: np.random.Generator, first: date, last: date) -> None:
        self.rng, self.first, self.last = rng, first, last
        self._off = [f"{year}-{day}" for year in range(first.year, last.year + 2) for day in HOLIDAYS]
        self.rows: list[dict[str, Any]] = []

    def add(self, day: date, party: _Party, channel: str, *, incoming: bool = False, result: str | None = None) -> None:
        """One activity, unless it falls outside the log."""
        minutes, cost = _CHANNELS[channel]
        spent, travelled = self.rng.uniform(0.5, 1.6), self.rng.uniform(0.3, 2.0)
        worked: date = np.busday_offset(day, 0, roll="forward", holidays=self._off).astype(object)
        if self.first <= worked <= self.last:
            self.rows.append(
                {
                    "date": worked,
                    "customer_id": party.customer_id,
                    "org_number": party.org_number,
                    "name": party.name,
                    "seller_id": party.seller_id,
                    "channel": channel,
                    "incoming": incoming,
                    "result": result,
                    "minutes": 5 * max(1, round(minutes * spent / 5)),
                    "cost": round(cost * travelled) if self.rng.random() < 0.6 else 0,
                }
            )

    def happens(self, chance: float) -> bool:
        """Whether something of this chance does."""
        return bool(self.rng.random() < chance)

    def days(self, low: int, high: int) -> timedelta:
        """From low up to high days."""
        return timedelta(days=int(self.rng.integers(low, high)))


def activities(rng: np.random.Generator, customers: pa.Table, lines: pa.Table, market: pa.Table, last: date) -> pa.Table:
    """The log of the last YEARS years, by date.

    Columns: date, customer_id (null: no customer yet), org_number, name, seller_id, channel, incoming, result (null: none), minutes,
    cost (whole kroner). A new customer was called, met and offered before the first invoice; a present one gets visits by how often it
    buys, requests and offers before some invoices, and "Tapt" now and then; a lost one said no in the end.
    """
    log = _Log(rng, last.replace(year=last.year - YEARS) + timedelta(days=1), last)
    bought: dict[str, list[date]] = {}
    for line in lines.select(["customer_id", "date", "credits", "line"]).to_pylist():
        if line["line"] == 1 and line["customer_id"] and not line["credits"]:
            bought.setdefault(line["customer_id"], []).append(line["date"])
    for row in customers.to_pylist():
        party = _Party(row["customer_id"], row["org_number"], row["name"], row["seller_id"])
        _of_customer(log, party, bought.get(row["customer_id"], []), lines["date"][0].as_py())
    for party, alike in _worked(rng, market):
        _of_prospect(log, party, alike=alike)
    return pa.Table.from_pylist(sorted(log.rows, key=lambda one: (one["date"], one["org_number"], one["channel"])))


def _of_customer(log: _Log, party: _Party, days: list[date], opened: date) -> None:
    for day in days:
        if log.happens(0.10):
            log.add(day - log.days(2, 12), party, "E-post" if log.happens(0.4) else "Telefon", incoming=True, result="Forespørsel")
        if log.happens(0.06):
            log.add(day - log.days(3, 15), party, "E-post", result="Tilbud")
            log.add(day, party, "Telefon", result="Vunnet")
    if days and days[0] - opened > timedelta(days=90):  # not there from the start: somebody won it
        log.add(days[0] - log.days(50, 80), party, "Telefon", result="Møte avtalt")
        log.add(days[0] - log.days(30, 45), party, "Besøk")
        log.add(days[0] - log.days(10, 25), party, "E-post", result="Tilbud")
        log.add(days[0] - log.days(0, 3), party, "Telefon", result="Vunnet")
    if days and log.last - days[-1] > timedelta(days=200):
        log.add(days[-1] + log.days(60, 120), party, "Telefon")
        log.add(days[-1] + log.days(125, 190), party, "Telefon", result="Nei takk" if log.happens(0.5) else "Tapt")
    else:
        _visits(log, party, days)


def _visits(log: _Log, party: _Party, days: list[date]) -> None:
    """Rounds of visits and calls once it buys: from every third month for those who buy often to once a year."""
    between = 90 if len(days) > 60 else 150 if len(days) > 20 else 300
    day = max([log.first, *days[:1]]) + log.days(0, between)
    while day <= log.last:
        channel = ("Besøk", "Telefon", "Møte")[int(log.rng.choice(3, p=(0.6, 0.3, 0.1)))]
        result = "Tapt" if log.happens(0.03) else "Tilbud" if log.happens(0.08) else None
        log.add(day, party, channel, result=result)
        day += log.days(between // 2, between * 3 // 2)


def _worked(rng: np.random.Generator, market: pa.Table) -> list[tuple[_Party, bool]]:
    """Firms that are no customers but were talked to, and whether each is like the best customers."""
    others = [row for row in market.to_pylist() if not row["customer"]]
    team = {place.postal_code: place.team for place in PLACES}
    found = []
    for index in rng.choice(len(others), WORKED, replace=False):
        row = others[index]
        sellers = [code for code, _, of in SELLERS if of == team[row["postal_code"]]]
        alike = row["industry"] in BEST_INDUSTRIES and BEST_EMPLOYEES[0] <= (row["employees"] or 0) <= BEST_EMPLOYEES[1]
        found.append((_Party(None, row["org_number"], row["name"], sellers[rng.integers(len(sellers))]), alike))
    return found


def _of_prospect(log: _Log, party: _Party, *, alike: bool) -> None:
    """A first call; those who say no are left alone, the others are met and offered."""
    day = log.first + log.days(0, (log.last - log.first).days - 120)
    if not log.happens(0.75 if alike else 0.45):
        log.add(day, party, "Telefon", result="Nei takk" if log.happens(0.7) else None)
        return
    log.add(day, party, "Telefon", result="Møte avtalt")
    log.add(day + log.days(10, 30), party, "Besøk")
    if log.happens(0.6):
        log.add(day + log.days(35, 60), party, "E-post", result="Tilbud")
        log.add(day + log.days(70, 120), party, "Telefon", result="Tapt" if log.happens(0.6) else None)
