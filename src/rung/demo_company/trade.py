"""What did they buy? Invoices, credit notes and cash sales of the demo company, line by line, drawn from the customers' habits."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt

from rung.demo_company.customers import Floats, Habits, Ints
from rung.demo_company.names import GOODS

# January to December: the common holiday in July, the build-up to Christmas, the short December.
SEASON = np.array([0.90, 0.95, 1.08, 0.96, 1.00, 1.14, 0.46, 0.98, 1.12, 1.15, 1.30, 0.84])
PRICE_GROWTH = 0.035
COST_GROWTH = 0.040
CREDITED = 0.03
CASH_SALES_A_MONTH = 9
CASH = -1
HOLIDAYS = ("01-01", "05-01", "05-17", "12-24", "12-25", "12-26", "12-31")

_GOODS = [good for _, goods in GOODS.values() for good in goods]
_PRICE = np.array([good.price for good in _GOODS], dtype=np.float64)
_COST = _PRICE * np.array([good.cost_share for good in _GOODS])
_GROUP = np.repeat(np.arange(len(GOODS)), [len(goods) for _, goods in GOODS.values()])
# Within each group the cumulative share of its products, plus the number of the group: one search finds group and product.
_CHOICE = np.concatenate([g + np.cumsum(w := [p.weight for p in goods]) / sum(w) for g, (_, goods) in enumerate(GOODS.values())])
# Two products come in the second year (in per cent of the months), two go before the last.
_FROM = {14: 0.40, 42: 0.50}
_UNTIL = {5: 0.60, 33: 0.70}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Documents (one entry each) and their lines (one entry each), by date; a document's number is its place.

    date: days as datetime64[D]. customer: index, CASH for a sale over the counter. credits: the document a credit note takes back, else -1.
    document: the line's document. product: index among all products. net, cost: øre; negative, with quantity, on credit notes.
    """

    date: npt.NDArray[np.datetime64]
    customer: Ints
    credits: Ints
    document: Ints
    product: Ints
    quantity: Ints
    net: Ints
    cost: Ints

    @property
    def group(self) -> Ints:
        """The product group of each line, as an index."""
        return _GROUP[self.product]

    def lines(self, chosen: npt.NDArray[np.bool_] | Ints) -> Self:
        """The same documents with only the chosen lines."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _LINE})


_LINE = tuple(f.name for f in fields(Trade))[3:]


def trade(rng: np.random.Generator, habits: Habits, first_month: date) -> Trade:
    """Everything sold from first_month on, for as many months as the habits have."""
    workdays = _workdays(first_month, habits.activity.shape[1])
    sold = _invoices(rng, habits, workdays)
    credited = _credit_notes(rng, habits, sold, last=workdays[-1][-1])
    return _by_date([sold, credited, _cash_sales(rng, workdays, offset=len(sold.date) + len(credited.date))])


def _workdays(first_month: date, months: int) -> list[npt.NDArray[np.datetime64]]:
    """The working days of each month: Monday to Friday without the fixed holidays."""
    start = np.datetime64(first_month, "M")
    years = range(first_month.year, first_month.year + months // 12 + 2)
    holidays = [np.datetime64(f"{year}-{day}") for year in years for day in HOLIDAYS]
    days = np.arange(start.astype("M8[D]"), (start + months).astype("M8[D]"))
    days = days[np.is_busday(days, holidays=holidays)]
    month = (days.astype("M8[M]") - start).astype(np.int64)
    return np.split(days, np.searchsorted(month, np.arange(1, months)))


def _days(rng: np.random.Generator, workdays: list[npt.NDArray[np.datetime64]], month: Ints) -> npt.NDArray[np.datetime64]:
    """A working day in each of the months."""
    first = np.cumsum([0, *(len(days) for days in workdays)])
    length = np.diff(first)
    place = first[month] + (rng.random(len(month)) * length[month]).astype(np.int64)
    days: npt.NDArray[np.datetime64] = np.concatenate(workdays)[place]
    return days


def _invoices(rng: np.random.Generator, habits: Habits, workdays: list[npt.NDArray[np.datetime64]]) -> Trade:
    start = int(workdays[0][0].astype("M8[M]").astype(np.int64))
    months = np.arange(habits.activity.shape[1])
    orders = rng.poisson(habits.activity * SEASON[(start + months) % 12])
    customer, month = np.nonzero(orders)
    repeats = orders[customer, month]
    customer, month = np.repeat(customer, repeats), np.repeat(month, repeats)
    document = np.repeat(np.arange(len(customer)), 1 + rng.poisson(2.4, len(customer)))
    buyer, when = customer[document], month[document]
    product = _products(rng, habits.taste[buyer], when / len(months))
    wanted = habits.line_size[buyer] * np.exp(rng.normal(0.0, 0.7, len(buyer)))
    discount = np.clip(habits.discount[buyer] + rng.normal(0.0, 0.02, len(buyer)), 0.0, 0.6)
    quantity, net, cost = _amounts(product, wanted, discount, when)
    none = np.full(len(customer), -1)
    return Trade(
        date=_days(rng, workdays, month),
        customer=customer,
        credits=none,
        document=document,
        product=product,
        quantity=quantity,
        net=net,
        cost=cost,
    )


def _products(rng: np.random.Generator, taste: Floats, course: Floats) -> Ints:
    """A product for each line, by the taste of its customer; what is not sold (yet, any more) gives way to the group's first."""
    group = (rng.random((len(taste), 1)) > np.cumsum(taste, axis=1)[:, :-1]).sum(axis=1)
    product = np.searchsorted(_CHOICE, group + rng.random(len(taste)), side="right")
    product = np.minimum(product, len(_PRICE) - 1)
    gone = np.zeros(len(product), dtype=np.bool_)
    for index, share in _FROM.items():
        gone |= (product == index) & (course < share)
    for index, share in _UNTIL.items():
        gone |= (product == index) & (course > share)
    chosen: Ints = np.where(gone, np.searchsorted(_GROUP, group), product)
    return chosen


def _amounts(product: Ints, wanted: Floats, discount: Floats, month: Ints) -> tuple[Ints, Ints, Ints]:
    """Whole pieces for about the wanted list value; net and cost of each line in øre. Prices change on 1 January."""
    pieces = np.maximum(1.0, np.rint(wanted / _PRICE[product]))
    price = np.rint(_PRICE[product] * (1.0 + PRICE_GROWTH) ** (month // 12))
    cost = np.rint(_COST[product] * (1.0 + COST_GROWTH) ** (month // 12))
    net = np.rint(pieces * price * (1.0 - np.round(discount, 2)))
    return pieces.astype(np.int64), net.astype(np.int64), (pieces * cost).astype(np.int64)


def _credit_notes(rng: np.random.Generator, habits: Habits, sold: Trade, *, last: np.datetime64) -> Trade:
    """Some invoices taken back, whole or the first line only, within a month; and the net_credit customer's last ones."""
    count = len(sold.date)
    back = rng.random(count) < CREDITED
    whole = rng.random(count) < 0.4
    dated = np.busday_offset(sold.date + rng.integers(5, 30, count), 0, roll="forward")
    # The net_credit customer sends its last purchase back after the turn of the year.
    (returning,) = np.nonzero(np.isin(sold.customer, habits.cases["net_credit"]))
    final = returning[np.argmax(sold.date[returning])] if len(returning) else 0
    if len(returning):
        back[final] = whole[final] = True
        dated[final] = np.busday_offset(sold.date[final].astype("M8[Y]") + 1, 9, roll="forward")
    originals = np.flatnonzero(back & (dated <= last))
    line = np.flatnonzero(np.isin(sold.document, originals))
    first = np.diff(sold.document[line], prepend=-1) != 0
    line = line[whole[sold.document[line]] | first]
    return Trade(
        date=dated[originals],
        customer=sold.customer[originals],
        credits=originals,
        document=count + np.searchsorted(originals, sold.document[line]),
        product=sold.product[line],
        quantity=-sold.quantity[line],
        net=-sold.net[line],
        cost=-sold.cost[line],
    )


def _cash_sales(rng: np.random.Generator, workdays: list[npt.NDArray[np.datetime64]], *, offset: int) -> Trade:
    """Sales over the counter at list price: small, and nobody knows to whom."""
    month = np.repeat(np.arange(len(workdays)), rng.poisson(CASH_SALES_A_MONTH, len(workdays)))
    document = np.repeat(np.arange(len(month)), rng.integers(1, 4, len(month)))
    everything = np.full((len(document), len(GOODS)), 1.0 / len(GOODS))
    product = _products(rng, everything, month[document] / len(workdays))
    wanted = rng.uniform(20_000.0, 250_000.0, len(document))
    quantity, net, cost = _amounts(product, wanted, np.zeros(len(document)), month[document])
    return Trade(
        date=_days(rng, workdays, month),
        customer=np.full(len(month), CASH),
        credits=np.full(len(month), -1),
        document=offset + document,
        product=product,
        quantity=quantity,
        net=net,
        cost=cost,
    )


def _by_date(parts: list[Trade]) -> Trade:
    """All parts as one, documents numbered in the order of their dates as an invoice series is."""
    whole = Trade(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Trade)})
    order = np.argsort(whole.date, kind="stable")
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    credited = whole.credits[order]
    whole = replace(
        whole,
        date=whole.date[order],
        customer=whole.customer[order],
        credits=np.where(credited >= 0, number[credited], -1),
        document=number[whole.document],
    )
    return whole.lines(np.argsort(whole.document, kind="stable"))
