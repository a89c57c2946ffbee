"""What is a Nordic wholesaler like, in figures small enough to look through and rich enough to find things in?"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from rung.base.period import add_months
from rung.demo_company.activities import activities
from rung.demo_company.customers import FIRST_CUSTOMER_ID, customers_and_habits
from rung.demo_company.market import market
from rung.demo_company.names import COMPANY, COMPANY_ORG_NUMBER, GOODS, SELLERS, TEAMS
from rung.demo_company.trade import CASH, Trade, trade

FIRST_DOCUMENT = 200001


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCompany:
    """A company that does not exist, and all it sold from first to last (both included). Money is int64 øre, NOK.

    customers: customer_id, name, org_number, legal_form, founded, street, street_number, postal_code, city, country, phone, email,
    industry (NACE), employees (null when not known), customer_group, seller_id, payment_days.
    products: product_id, name, product_group, account (revenue account). sellers: seller_id, name, team.
    lines: invoice_id, line (1 ...), date, customer_id (null: cash sale), product_id, product_group, seller_id (null: cash sale),
    quantity, net_minor, cost_minor, credits (the invoice that a credit note takes back, else null); by invoice_id and line.
    market: firms that could buy, the Norwegian customers among them, as of `market`. activities: what the sellers did, as of `activities`.
    cases: what was planted -> customer ids ("duplicates": first and second number of a firm in turn; "best_fit": of the industries and
    sizes that buy most).
    """

    seed: int
    name: str
    org_number: str
    first: date
    last: date
    customers: pa.Table
    products: pa.Table
    sellers: pa.Table
    lines: pa.Table
    market: pa.Table
    activities: pa.Table
    cases: dict[str, tuple[str, ...]]


def make(seed: int = 1, *, last_month: date = date(2025, 12, 1), months: int = 36, customers: int = 400) -> DemoCompany:
    """The company of a seed: the same arguments give the same company, whatever the day is.

    last_month: any day of the last month. months: at least 18, so that customers can come, go and be missed. customers: 200-600.
    """
    if months < 18:
        raise ValueError(f"months={months} is too short for customers to come and go; take 18 or more")
    if not 200 <= customers <= 600:
        raise ValueError(f"customers={customers} must be 200-600; write_lines makes larger companies")
    rng = np.random.Generator(np.random.PCG64(seed))
    first = add_months(last_month, 1 - months)
    table, habits = customers_and_habits(rng, customers, months)
    products = _products()
    lines = _lines(trade(rng, habits, first), table, products)
    last = add_months(last_month, 1) - timedelta(days=1)
    firms = market(rng, table)
    return DemoCompany(
        seed=seed,
        name=COMPANY,
        org_number=COMPANY_ORG_NUMBER,
        first=first,
        last=last,
        customers=table,
        products=products,
        sellers=_sellers(),
        lines=lines,
        market=firms,
        activities=activities(rng, table, lines, firms, last),
        cases={case: tuple(str(FIRST_CUSTOMER_ID + i) for i in which.ravel()) for case, which in habits.cases.items()},
    )


def _products() -> pa.Table:
    rows = [
        {"product_id": f"{g + 1:02}{p + 1:02}0", "name": good.name, "product_group": group, "account": account}
        for g, (group, (account, goods)) in enumerate(GOODS.items())
        for p, good in enumerate(goods)
    ]
    return pa.Table.from_pylist(rows)


def _sellers() -> pa.Table:
    return pa.Table.from_pylist([{"seller_id": code, "name": name, "team": TEAMS[team]} for code, name, team in SELLERS])


def _lines(sold: Trade, customers: pa.Table, products: pa.Table) -> pa.Table:
    customer = sold.customer[sold.document]
    known = pa.array(customer, mask=customer == CASH)
    credits_ = sold.credits[sold.document]
    start = np.searchsorted(sold.document, sold.document)
    return pa.table(
        {
            "invoice_id": pa.array(sold.document + FIRST_DOCUMENT).cast(pa.string()),
            "line": np.arange(len(start)) - start + 1,
            "date": pa.array(sold.date[sold.document]),
            "customer_id": customers["customer_id"].combine_chunks().take(known),
            "product_id": products["product_id"].combine_chunks().take(pa.array(sold.product)),
            "product_group": products["product_group"].combine_chunks().take(pa.array(sold.product)),
            "seller_id": customers["seller_id"].combine_chunks().take(known),
            "quantity": sold.quantity,
            "net_minor": sold.net,
            "cost_minor": sold.cost,
            "credits": pa.array(credits_ + FIRST_DOCUMENT, mask=credits_ < 0).cast(pa.string()),
        }
    )
