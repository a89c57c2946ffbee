"""Whose revenue is it? In a ledger the income line names an account; the receivable line of the same voucher names the customer.

Source: docs/methods.md, revenue per customer from accounting files. Amounts are whole units (ten-thousandths), income positive.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Posting(NamedTuple):
    """One line of a voucher as pairing sees it. units: income lines revenue positive, receivable lines debit positive."""

    units: int
    customer: str | None
    document: str | None


# Income lines times receivable lines of one voucher that are looked at; no real voucher comes near.
MOST_PAIRS = 2_000_000

# What one customer gets of one income line: the customer (None: nobody can say), units, and whether the split is estimated.
Share = tuple[str | None, int, bool]


def pair(income: Sequence[Posting], receivable: Sequence[Posting]) -> list[list[Share]]:
    """Give each income line of one voucher with several customers its customer, or its parts.

    income: lines on revenue accounts. receivable: the other lines that name a customer. One list of parts per income line, in order;
    its parts add up to the line exactly. In turn:

    1. the line itself names a customer;
    2. one customer's receivable lines carry the line's document number;
    3. in proportion to the receivable amounts of the customers that share the document number, or of all of them when none do;
       estimated. A sale weighs the amounts customers were charged, a credit note those they were credited, so a payment in the same
       voucher does not pull revenue to the payer; where there are none of the right sign, the others weigh;
    4. no receivable amounts at all: customer None. Nor is anything shared in a voucher so enormous that it would take MOST_PAIRS steps.
    """
    by_document: dict[str, list[Posting]] = defaultdict(list)
    for line in receivable:
        if line.document:
            by_document[line.document].append(line)
    most = MOST_PAIRS // max(len(income), 1)
    among = (by_document.get(line.document or "") or receivable for line in income)
    return [_parts(line, these if len(these) <= most else ()) for line, these in zip(income, among, strict=True)]


def _parts(line: Posting, among: Sequence[Posting]) -> list[Share]:
    if line.customer:
        return [(line.customer, line.units, False)]
    named = {other.customer for other in among if other.customer}
    if len(named) == 1:
        return [(named.pop(), line.units, False)]
    weights = _weights(among, charged=line.units > 0) or _weights(among, charged=line.units <= 0)
    if not weights:
        return [(None, line.units, False)]
    return [(customer, share, True) for customer, share in split(line.units, weights).items()]


def _weights(lines: Sequence[Posting], *, charged: bool) -> dict[str, int]:
    """What each customer was charged (debit), or credited, in these lines."""
    weights: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.customer and line.units and (line.units > 0) == charged:
            weights[line.customer] += abs(line.units)
    return weights


def split(units: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Units shared in proportion to positive weights, exactly: each gets the whole units, the largest remainders get one more.

    Equal remainders: the lower customer id first. Customers come in order of id; one who gets nothing is left out, unless all get nothing.
    """
    total, size, sign = sum(weights.values()), abs(units), -1 if units < 0 else 1
    customers = sorted(weights)
    shares = {customer: size * weights[customer] // total for customer in customers}
    left = size - sum(shares.values())
    for customer in sorted(customers, key=lambda customer: (-(size * weights[customer] % total), customer))[:left]:
        shares[customer] += 1
    given = {customer: sign * share for customer, share in shares.items() if share}
    return given or {customers[0]: 0}
