"""Who is likely gone, and what may be expected of the others? With what the same method would have said a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Money, Period, Share, Text, text, texts
from rung.loyalty.compute import outlook, purchases
from rung.loyalty.compute.lifetime import Name
from rung.loyalty.compute.outlook import Backtest, Refusal
from rung.loyalty.service.asking import Row, Run, with_names

HORIZON_DAYS = 365
_SILENT_TIMES = 3  # the simple rule: silent for more than so many of its own median gaps is slipping
_CLOSE = 0.25
_FEW = 10  # a share of fewer customers than this says nothing

_WHY_NOT: Mapping[Refusal, Text] = {
    "few_customers": text("Fewer than 300 customers is too few to learn from."),
    "short_history": text("The data go back less than twelve months, which is too little to learn from."),
    "contractual": text("Most of your regular customers buy by the calendar, as with a subscription; then nobody leaves silently."),
    "no_repeats": text("No customer has bought more than once, so there is no habit to learn from."),
    "no_fit": text("No model fitted what your customers did."),
}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What to expect of each customer in the twelve months from as_of. Amounts are int minor units, estimates all of them.

    as_of: the first day that is not known. refused: why there is no estimate (customers then holds what is known, and slipping goes by the
    simple rule). customers: an Arrow table, the customer expected to give most first: customer_id, name, last (date), silent_days,
    occasions, usual_gap_days (median; null below three occasions), net_minor (all it ever bought), slipping, and, null when refused: alive
    (0-1), purchases, revenue_minor, contribution_minor. no_revenue and no_contribution: why those are missing, None when they are not.
    """

    as_of: date
    refused: Text | None
    model: Name | None
    customers: pa.Table
    no_revenue: Text | None
    no_contribution: Text | None
    backtest: Backtest | None
    tested_from: date | None

    @property
    def slipping(self) -> list[Row]:
        """Customers that are likely gone, the one who bought most first, ties by customer number."""
        rows: list[Row] = [row for row in self.customers.to_pylist() if row["slipping"]]
        return sorted(rows, key=lambda row: (-row["net_minor"], row["customer_id"]))

    @property
    def reliable(self) -> bool | None:
        """Whether the purchases expected at the earlier date were within a quarter of those that came; None when it was not tried."""
        if self.backtest is None or not self.backtest.purchases:
            return None
        return abs(self.backtest.purchases_predicted / self.backtest.purchases - 1) <= _CLOSE

    @property
    def revenue_minor(self) -> int | None:
        """What all customers are expected to buy for; None when there is no estimate."""
        return _sum(self.customers, "revenue_minor")

    @property
    def contribution_minor(self) -> int | None:
        """What is expected to be left of it when the goods are paid; None when there is no estimate."""
        return _sum(self.customers, "contribution_minor")


def _sum(table: pa.Table, column: str) -> int | None:
    values = table[column].to_pylist()
    return None if not values or values[0] is None else sum(values)


def look_ahead(*, lines: ir.Table, customers: ir.Table | None, run: Run, period: Period, last: date) -> Outlook | None:
    """Estimate the twelve months after the period, or after the data when they end before; None when nobody bought. last: of a line."""
    as_of = period.known_until(last)
    known = _known(lines, run, as_of, customers)
    if known.num_rows == 0:
        return None
    refused = outlook.refuse(known, as_of)
    found = None if refused else outlook.predict(known, as_of, HORIZON_DAYS)
    if found is None:
        why = _WHY_NOT[refused or "no_fit"]
        table = _table(known, as_of, None)
        return Outlook(
            as_of=as_of,
            refused=why,
            model=None,
            customers=table,
            no_revenue=why,
            no_contribution=why,
            backtest=None,
            tested_from=None,
        )
    tested_from, backtest = _test(lines, run, known, as_of)
    shares = outlook.margin_shares(known)
    worthless = None if found.revenue is not None else text("The values of purchases are too uneven to expect anything of.")
    costless = text("No line has a cost, so nobody can say what will be left of it.") if shares is None else None
    return Outlook(
        as_of=as_of,
        refused=None,
        model=found.model,
        customers=_table(known, as_of, found),
        no_revenue=worthless,
        no_contribution=worthless or costless,
        backtest=backtest,
        tested_from=tested_from,
    )


def _known(lines: ir.Table, run: Run, as_of: date, customers: ir.Table | None) -> pa.Table:
    bought, gaps = purchases.purchases(lines, as_of), purchases.rhythm(lines, as_of).rename(_gap_id="customer_id")
    both = bought.left_join(gaps, bought.customer_id == gaps["_gap_id"]).drop("_gap_id")
    return run(with_names(both, customers)).sort_by("customer_id")


def _test(lines: ir.Table, run: Run, known: pa.Table, as_of: date) -> tuple[date | None, Backtest | None]:
    """The same method a year before (half a year when the data are short of two), held against what came; None when they are shorter."""
    first = pc.min(known["first"]).as_py()
    for months in (12, 6):
        then = Period.ending(as_of, months).start
        if then - first < timedelta(days=outlook.SHORTEST_DAYS):
            continue
        early = _known(lines, run, then, None)
        found = None if outlook.refuse(early, then) else outlook.predict(early, then, (as_of - then).days)
        if found is None:
            continue
        came, before = Period(then, as_of), Period(then, as_of).before()
        return then, outlook.look_back(early, found, run(purchases.bought_in(lines, came)), run(purchases.bought_in(lines, before)))
    return None, None


def _table(known: pa.Table, as_of: date, found: outlook.Prediction | None) -> pa.Table:
    """The columns of Outlook.customers; computed by column, for there may be very many customers."""
    silent = pc.days_between(known["last"], pa.scalar(as_of))
    nothing = pa.nulls(known.num_rows, pa.int64())
    slipping = pc.fill_null(pc.greater(silent, pc.multiply(known["median_gap_days"], float(_SILENT_TIMES))), fill_value=False)
    revenue = contribution = nothing
    if found:
        slipping = pa.array(found.alive < 0.5)
    if found and found.revenue is not None:
        minor, shares = np.rint(found.revenue * 100), outlook.margin_shares(known)
        revenue = pa.array(minor.astype(np.int64))
        contribution = nothing if shares is None else pa.array(np.rint(minor * shares).astype(np.int64))
    unknown = pa.nulls(known.num_rows, pa.float64())
    columns = {
        "customer_id": known["customer_id"],
        "name": known["name"],
        "last": known["last"],
        "silent_days": silent,
        "occasions": known["occasions"],
        "usual_gap_days": known["median_gap_days"],
        "net_minor": pc.cast(pc.multiply(pc.round(known["net"], 2, "half_towards_infinity"), pa.scalar(100)), pa.int64()),
        "slipping": slipping,
        "alive": pa.array(found.alive) if found else unknown,
        "purchases": pa.array(found.purchases) if found else unknown,
        "revenue_minor": revenue,
        "contribution_minor": contribution,
    }
    best_first = [(name, "descending") for name in ("contribution_minor", "revenue_minor", "net_minor")]
    return pa.table(columns).sort_by([*best_first, ("customer_id", "ascending")])


def slipping_sentence(seen: Outlook, currency: str) -> Text:
    """How many customers are likely gone, and what they bought."""
    gone = seen.slipping
    if not gone:
        return text("No customer has been silent for so long that it seems gone.")
    return texts(
        "{count} customer is likely gone; it has bought for {amount}. Call to hear why.",
        "{count} customers are likely gone; they have bought for {amount}. Call the first on the list.",
        count=len(gone),
        amount=Money(sum(row["net_minor"] for row in gone), currency),
    )


def silence(row: Row) -> Text:
    """Why a customer is on the list: how long it has been silent, and how often it usually buys."""
    silent, usual = row["silent_days"], row["usual_gap_days"]
    if row["occasions"] == 1:
        return text("Bought once, {silent} days ago.", silent=silent)
    if usual is None:
        return text("Bought twice; silent for {silent} days.", silent=silent)
    return texts(
        "Silent for {silent} days, usually buys every day.",
        "Silent for {silent} days, usually buys every {count} days.",
        silent=silent,
        count=max(round(usual), 1),
    )


def expected_sentence(seen: Outlook, currency: str) -> Text:
    """What today's customers are expected to give in the next twelve months; or why nobody can say."""
    if seen.refused:
        return text("There is no estimate of what your customers will buy. {reason}", reason=seen.refused)
    if seen.reliable is False:
        return text("Nobody can say well how much your customers will buy: tried on the past, the method was far off. Their order helps.")
    if seen.contribution_minor is not None:
        return text(
            "In the next twelve months, today's customers are expected to give a contribution margin of about {amount}.",
            amount=Money(seen.contribution_minor, currency),
        )
    if seen.revenue_minor is not None:
        return text(
            "In the next twelve months, today's customers are expected to buy for about {amount}.",
            amount=Money(seen.revenue_minor, currency),
        )
    total = sum(seen.customers["purchases"].to_pylist())
    return text("In the next twelve months, today's customers are expected to buy about {purchases} times.", purchases=round(total))


def backtest_sentences(seen: Outlook, currency: str) -> list[Text]:
    """What the same method said at an earlier date and what came, and whether something simpler was closer."""
    test = seen.backtest
    if seen.refused:
        return []
    if test is None or seen.tested_from is None:
        return [text("The data are too short to try the method on the past: take the amounts with care.")]
    said = [_said_and_came(test, seen.tested_from, currency)]
    if test.error is not None and test.error > test.same_again_error:
        said.append(text("“The same as the period before” was closer for each customer then: plan the amounts by that."))
    if test.held_for_gone >= _FEW:
        said.append(
            text(
                "Of {held} customers it then held for gone, {share} bought nothing.",
                held=test.held_for_gone,
                share=Share(test.gone / test.held_for_gone),
            )
        )
    return said


def _said_and_came(test: Backtest, then: date, currency: str) -> Text:
    if test.revenue_predicted is None:
        return text(
            "Tried on the past: on {then} it would have expected {expected} purchases; there were {came}.",
            then=then,
            expected=round(test.purchases_predicted),
            came=test.purchases,
        )
    return text(
        "Tried on the past: on {then} it would have expected {expected} purchases for {money}; there were {came}, for {actual}.",
        then=then,
        expected=round(test.purchases_predicted),
        money=Money(round(test.revenue_predicted * 100), currency),
        came=test.purchases,
        actual=Money(round(test.revenue * 100), currency),
    )
