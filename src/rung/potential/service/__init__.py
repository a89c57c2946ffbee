"""What more could the customers buy? One answer, ready for every face, with the same as of a year ago beside it; or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Period, Text, text
from rung.potential.compute.backtest import Backtest
from rung.potential.compute.grouping import Grouping
from rung.potential.compute.peers import FEWEST_PEERS, REACHES
from rung.potential.service import tables
from rung.potential.service.finding import Asked, Found, Run, find
from rung.potential.service.looking_back import look_back

__all__ = ["PotentialResult", "analyse", "to_json"]

Row = Mapping[str, Any]

_PAIRS_IN_JSON = 1000


@dataclass(frozen=True, kw_only=True)
class PotentialResult:
    """Untapped potential: what more a year the customers could buy. Amounts are int minor units; estimates, but for bought_minor.

    period: the twelve months it is learned from. grouping: what stands for product groups. quantiles: of the levels conservative,
    expected and high. Arrow tables, largest expected first, ties by id or name, each with conservative_minor, expected_minor and
    high_minor: pairs (customer_id, name, seller_id, product_group, bought_minor, typical_minor: what a good one among the peers would buy
    were it as large, peers, buyers: those of them that buy the group; only where high_minor is above zero), customers (customer_id, name,
    seller_id, bought_minor, peers, reach: where they were found, widened: too few nearer by, per_employee; null amounts where too few
    peers buy any group), groups (product_group, bought_minor, customers that buy it) and sellers (seller_id, null for nobody's;
    customers, bought_minor). backtest: the expected level made as of tested.start, held against `tested`; None, and no_backtest says why.
    """

    period: Period
    today: date
    grouping: Grouping
    quantiles: Sequence[float]
    pairs: pa.Table
    customers: pa.Table
    groups: pa.Table
    sellers: pa.Table
    backtest: Backtest | None
    tested: Period | None
    no_backtest: Text | None
    found: Found

    @property
    def levels(self) -> tuple[int, int, int]:
        """All of the potential: conservative, expected and high."""
        conservative, expected, high = (sum(self.groups[f"{level}_minor"].to_pylist()) for level in tables.LEVEL_NAMES)
        return conservative, expected, high

    def peers_of(self, customer_id: str) -> list[Row]:
        """The customers that one was compared with, nearest first: customer_id, name, bought_minor. KeyError for an unknown customer."""
        return tables.peers_of(self.found, customer_id)


def analyse(  # noqa: PLR0913  what every capability is asked with, and its two settings
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    run: Run,
    period: Period,
    today: date,
    products: ir.Table | None = None,
    quantile: float = 0.75,
    fewest: int = FEWEST_PEERS,
) -> PotentialResult | Text:
    """The untapped potential of the customers of the twelve months that end with the period; or the reason why nobody can say.

    lines: invoice_lines, of before the period too, for the back-test. customers: industry, customer_group and employees make better peers;
    or None. products: the groups of products where lines have none, or None. quantile: which of the peers that buy a group is the one to
    reach (expected level; ValueError unless 0-1); fewest: so many peers at least. run: asks the engine, expression in, Arrow table out.
    """
    first, last = run(lines.aggregate(first=lines.date.min(), last=lines.date.max())).to_pylist()[0].values()
    year = _year(first, last, period)
    if isinstance(year, Text):
        return year
    asked = Asked(lines=lines, products=products, customers=customers, run=run)
    found = find(asked, year, fewest=fewest, quantiles=(min(0.5, quantile), quantile, max(0.9, quantile)))
    if isinstance(found, Text):
        return found
    tested, backtest = _tested(asked, first, year.end, fewest=fewest, quantile=quantile)
    return PotentialResult(
        period=year,
        today=today,
        grouping=found.grouping,
        quantiles=found.quantiles,
        pairs=tables.pairs(found),
        customers=tables.customers(found),
        groups=tables.groups(found),
        sellers=tables.sellers(found),
        backtest=backtest if isinstance(backtest, Backtest) else None,
        tested=tested,
        no_backtest=backtest if isinstance(backtest, Text) else None,
        found=found,
    )


def _tested(asked: Asked, first: date, end: date, *, fewest: int, quantile: float) -> tuple[Period | None, Backtest | Text]:
    """The same a year before, held against the year since; half a year when the lines are short of two years; or why not."""
    for months in (12, 6):
        after = Period.ending(end, months)
        base = Period.ending(after.start, months)
        if base.told_from(first):
            return after, look_back(asked, base, after, fewest=fewest, quantile=quantile)
    return None, text("The lines cover too short a time to try the same on an earlier year.")


def _year(first: date | None, last: date | None, period: Period) -> Period | Text:
    """The twelve months that end with the period, or with the data when those end before; or why there are none."""
    if first is None or last is None:
        return text("There are no invoice lines to learn from.")
    year = Period.ending(period.known_until(last), 12)
    if not year.told_from(first):
        return text("The lines cover less than a year; bring in twelve months or more, so that one season does not stand for all.")
    return year


def to_json(result: PotentialResult | Text) -> dict[str, Any]:
    """The result as plain JSON values; every customer, group and seller, and the first pairs with the peers behind them."""
    if isinstance(result, Text):
        return {"no_answer": str(result)}
    pairs = result.pairs.slice(0, _PAIRS_IN_JSON).drop_columns("name").to_pylist()
    asked = dict.fromkeys(row["customer_id"] for row in pairs)
    customers = result.customers.drop_columns("name").to_pylist()
    return {
        "from": result.period.start.isoformat(),
        "to": result.period.last.isoformat(),
        "groups_are": asdict(result.grouping),
        "quantiles": list(result.quantiles),
        "levels_minor": list(result.levels),
        "pairs": pairs,
        "pairs_in_all": result.pairs.num_rows,
        "peers": {who: [peer["customer_id"] for peer in result.peers_of(who)] for who in asked},
        "customers": [{**row, "reach": REACHES[row["reach"]]} for row in customers],
        "groups": result.groups.to_pylist(),
        "sellers": result.sellers.to_pylist(),
        "backtest": asdict(result.backtest) if result.backtest else None,
        "tested_from": result.tested.start.isoformat() if result.backtest and result.tested else None,
        "no_backtest": str(result.no_backtest) if result.no_backtest else None,
    }
