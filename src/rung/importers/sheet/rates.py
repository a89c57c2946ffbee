"""What is a currency worth? Rows of exchange rates, from a bank's export or a table of one's own, for one unit of the currency."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa

from rung.base import text
from rung.facts import EXCHANGE_RATES, Problem
from rung.importers.sheet.block import Block, at
from rung.importers.sheet.cells import Cells, ids
from rung.importers.sheet.currencies import Pair, currency_in, likely
from rung.importers.sheet.dates import days
from rung.importers.sheet.headers import normal
from rung.importers.sheet.keys import joined
from rung.importers.sheet.numbers import FACTOR, parse
from rung.importers.sheet.periods import span_of
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.recipe import About, Listed, Recipe, Wrong, every, in_words, no_date, quoted
from rung.importers.sheet.tidying import coded, tidied

_KIND = pa.decimal128(18, 8)
_SMALLEST = Decimal("0.00000001")
_HOME = ("NOK", "SEK", "DKK", "EUR")
# The statistics of Denmark's central bank are always for 100 units, which only their description says.
_FOR_A_HUNDRED = {"kurtyp", "indhold"}
# Whose rates these are, when only the names of the columns say it: Denmark's statistics, and Sweden's central bank.
_HOMES = ((_FOR_A_HUNDRED, "DKK"), ({"period", "grupp", "serie", "varde"}, "SEK"))
_NEAR, _FAR = 2, 4
_STATISTICS = re.compile(r"(\d{4})M(\d\d)D(\d\d)")


class Rates(Recipe):
    """Rates, each by its currency, what it is counted in, and its day."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        names = {normal(name) for name in plan.header.names if name}
        self.hundred = names >= _FOR_A_HUNDRED
        self.home = next((home for told, home in _HOMES if names >= told), None)
        # (home currency, how a rate looks against it) -> how many; and an example of each.
        self.looks: Counter[tuple[str, str]] = Counter()
        self.examples: dict[tuple[str, str], str] = {}

    def read(self, block: Block) -> Listed:
        """What the list says of each rate; the same currency and day twice is the same rate."""
        about = self._about(block)
        keys = joined([about["currency"], about["against"], in_words(about["date"])])
        return Listed(about, keys, every(block), self._wrong(block, about))

    def _about(self, block: Block) -> About:
        foreign = block.cells(self.plan.taken.get("foreign"))
        pairs = [currency_in(value) for value in foreign.values.to_pylist()]
        against = ids(block.cells(self.plan.taken.get("against"))).texts.to_pylist()
        rows = [None if code is None else pairs[code] for code in foreign.codes.to_pylist()]
        counted = [_against(pair, said or self.home) for pair, said in zip(rows, against, strict=True)]
        rates = [_rate(rate, pair, units) for rate, pair, units in zip(self._numbers(block, "rate"), rows, self._units(block), strict=True)]
        found = zip(rows, counted, rates, strict=True)
        for pair, home, rate in found:
            if pair and rate:
                self._look(pair.currency, home, rate)
        return {
            "currency": coded(pa.array([pair.currency if pair else None for pair in rows], pa.string())),
            "against": coded(pa.array(counted, pa.string())),
            "date": self._days(block),
            "rate": coded(pa.array(rates, _KIND)),
        }

    def _numbers(self, block: Block, role: str) -> list[Decimal | None]:
        cells = block.cells(self.plan.taken.get(role))
        return list(cells.spread(parse(cells.values, self.plan.signs.get(role, "."), FACTOR)).to_pylist())

    def _units(self, block: Block) -> list[Decimal | None]:
        """How many units each rate is for: None when the row does not say it in a way that can be read."""
        if self.hundred:
            return [Decimal(100)] * len(block)
        if "rate_power" in self.plan.taken:
            powers = self._numbers(block, "rate_power")
            return [None if n is None or not 0 <= n <= 6 or n != int(n) else Decimal(10) ** int(n) for n in powers]
        if "rate_units" in self.plan.taken:
            return [n if n and n > 0 else None for n in self._numbers(block, "rate_units")]
        return [Decimal(1)] * len(block)

    def _days(self, block: Block) -> Cells:
        if "date" in self.plan.taken:
            return tidied(next(c for c in EXCHANGE_RATES.columns if c.name == "date"), "date", block, self.plan)
        cells = block.cells(self.plan.taken.get("rate_date", self.plan.taken.get("period")))
        number, valid, _ = days(cells.values, "ymd")
        found = [_day(value) for value in cells.values.to_pylist()]
        read = [
            date.fromordinal(date(1970, 1, 1).toordinal() + int(n)) if good else other
            for n, good, other in zip(number, valid, found, strict=True)
        ]
        return coded(cells.spread(pa.array(read, pa.date32())))

    def _look(self, currency: str, against: str | None, rate: Decimal) -> None:
        """Count how a rate looks, against its company currency or against any that it could be."""
        for home in [against] if against else _HOME:
            expected = likely(currency, home)
            if expected is None or currency == home:
                continue
            ways = (("right", float(rate)), ("hundredfold", float(rate) / 100), ("inverted", 1 / float(rate)))
            look = next((way for way, value in ways if 1 / _NEAR <= value / expected <= _NEAR), "strange")
            # Two currencies of about the same worth look right both ways.
            look = "either" if look == "right" and 1 / _FAR < expected < _FAR else look
            self.looks[home, look] += 1
            self.examples.setdefault((home, look), f"{currency} = {rate.normalize():f}")

    def _wrong(self, block: Block, about: About) -> list[Wrong]:
        """Rows without a currency, a day or a rate that can be used."""
        foreign, rates = (block.cells(self.plan.taken.get(role)) for role in ("foreign", "rate"))
        nameless, worthless = about["currency"].missing, about["rate"].missing
        return [
            Wrong(nameless & foreign.missing, "sheet-no-currency", lambda _row: text("The currency is missing.")),
            Wrong(nameless, "sheet-no-currency", lambda row: text("The currency {value} is not known.", value=quoted(foreign, row))),
            *no_date(block, self.plan, ("date", "rate_date", "period"), about["date"].missing),
            Wrong(worthless & rates.missing, "sheet-rate-not-read", lambda _row: text("The rate is missing.")),
            Wrong(worthless, "sheet-rate-not-read", lambda row: text("The rate {value} cannot be used.", value=quoted(rates, row))),
        ]

    def remarks(self) -> Iterator[Problem]:
        """What the rates are for, when only we know; and rates that look turned around or are for a hundred units."""
        where = at(self.plan.sheet.label)
        if self.hundred:
            found = text("The rates are for 100 units, as Denmark’s central bank gives them; they were divided by 100.")
            yield Problem(code="sheet-rates-divided", where=where, found=found, remedy=text("Nothing to do; nothing is missing."))
        look, example = self._doubt()
        if look == "inverted":
            found = text("The rates look turned around, such as {example}: Rung reads what 1 unit of the currency costs.", example=example)
            remedy = text(
                "If they say what 1 of your own currency buys, write 1 divided by the rate instead, undo this import and try again."
            )
            yield Problem(code="sheet-rates-inverted", where=where, found=found, remedy=remedy)
        if look == "hundredfold":
            found = text("The rates look as if they were for 100 units, such as {example}: Rung took them for 1 unit.", example=example)
            remedy = text("If so, add a column “Enhet” with 100 in those rows, undo this import and try again.")
            yield Problem(code="sheet-rates-hundredfold", where=where, found=found, remedy=remedy)

    def _doubt(self) -> tuple[str, str]:
        """How rates look against the home currency that they fit best, with an example; ("", "") when there is no doubt."""
        if not self.looks:
            return "", ""
        seen = self.looks
        home = max(
            {home for home, _ in seen},
            key=lambda one: (seen[one, "right"] + seen[one, "either"], seen[one, "inverted"] + seen[one, "hundredfold"], one),
        )
        look = "inverted" if seen[home, "inverted"] > seen[home, "right"] else "hundredfold" if seen[home, "hundredfold"] else ""
        return look, self.examples.get((home, look), "")


def _against(pair: Pair | None, said: str | None) -> str | None:
    """What a rate is counted in: by the cell that names the currency, else by its own column."""
    own = pair.against if pair else ""
    other = currency_in(said) if said else None
    return own or (other.currency if other else None)


def _rate(rate: Decimal | None, pair: Pair | None, units: Decimal | None) -> Decimal | None:
    """For one unit, with eight decimals; None when it cannot be one."""
    if rate is None or pair is None or units is None:
        return None
    found = (rate / (units * pair.units)).quantize(_SMALLEST, ROUND_HALF_UP)
    return found if 0 < found < 10**9 else None


def _day(written: str) -> date | None:
    """The first day of a month or a year, and a day as statistics write it: 2025M03D31."""
    if found := _STATISTICS.fullmatch(written):
        year, month, day = map(int, found.groups())
        return date(year, month, day) if 1900 <= year < 2200 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None
    span = span_of(written)
    return span.first if span else None
