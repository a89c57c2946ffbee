"""Does the demo company hold what an analysis should find, and is it the same every time?"""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from rung.demo_company import make

YEAR = date(2025, 1, 1)


@pytest.fixture(scope="module")
def years(company):
    """(customer, year) -> [net, cost] in øre."""
    sums = defaultdict(lambda: [0, 0])
    for line in company.lines.to_pylist():
        sums[line["customer_id"], line["date"].year][0] += line["net_minor"]
        sums[line["customer_id"], line["date"].year][1] += line["cost_minor"]
    return sums


def test_the_same_seed_is_the_same_company_and_another_is_not(company):
    again, other = make(1), make(2)
    assert again.lines.equals(company.lines)
    assert again.customers.equals(company.customers)
    assert again.cases == company.cases
    assert not other.lines.equals(company.lines)


def test_size_and_time(company):
    assert company.customers.num_rows == 400
    assert 50 <= company.products.num_rows <= 70
    assert len(set(company.products["product_group"].to_pylist())) == 8
    assert company.sellers.num_rows == 6
    assert len(set(company.sellers["team"].to_pylist())) == 2
    assert 25_000 <= company.lines.num_rows <= 40_000
    assert (company.first, company.last) == (date(2023, 1, 1), date(2025, 12, 31))
    days = company.lines["date"].to_pylist()
    assert company.first <= min(days) < date(2023, 1, 10)
    assert date(2025, 12, 20) < max(days) <= company.last
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("seed", [1, 2, 3, 11])
def test_every_seed_makes_a_company_to_look_at(seed):
    company = make(seed, last_month=date(2024, 6, 15), months=24, customers=300)
    assert (company.first, company.last) == (date(2022, 7, 1), date(2024, 6, 30))
    assert company.customers.num_rows == 300
    assert len(set(company.customers["name"].to_pylist())) == 300
    assert min(company.lines["date"].to_pylist()) >= company.first
    assert max(company.lines["date"].to_pylist()) <= company.last
    returned = [
        line
        for line in company.lines.to_pylist()
        if line["customer_id"] in company.cases["net_credit"] and line["date"] >= date(2024, 1, 1)
    ]
    assert sum(line["net_minor"] for line in returned) < 0


def test_invoice_lines_are_numbered_by_document_in_the_order_of_time(company):
    rows = company.lines.select(["invoice_id", "line", "date", "customer_id"]).to_pylist()
    assert len({(r["invoice_id"], r["line"]) for r in rows}) == len(rows)
    for before, after in pairwise(rows):
        if before["invoice_id"] == after["invoice_id"]:
            assert after["line"] == before["line"] + 1
            assert (after["date"], after["customer_id"]) == (before["date"], before["customer_id"])
        else:
            assert int(after["invoice_id"]) == int(before["invoice_id"]) + 1
            assert after["line"] == 1
            assert after["date"] >= before["date"]


def test_summer_is_quiet_and_november_is_busy(company):
    month = defaultdict(int)
    for line in company.lines.to_pylist():
        month[line["date"].month] += line["net_minor"]
    assert min(month, key=month.get) == 7
    assert month[7] < 0.65 * np.mean(list(month.values()))
    assert month[11] > 1.1 * np.mean(list(month.values()))
    assert month[12] < month[11]


def test_customers_come_go_grow_and_shrink(company, years):
    def net(customer, year):
        return years.get((customer, year), [0, 0])[0]

    lost = [c for c in company.cases["lost"] if net(c, 2023) > 0 and net(c, 2025) <= 0]
    won = [c for c in company.cases["won"] if net(c, 2023) <= 0 < net(c, 2025)]
    grown = [c for c in company.cases["growing"] if net(c, 2025) > 1.3 * net(c, 2023) > 0]
    shrunk = [c for c in company.cases["shrinking"] if 0 < net(c, 2025) < 0.7 * net(c, 2023)]
    assert len(lost) >= 10
    assert len(won) >= 10
    assert len(grown) >= 15
    assert len(shrunk) >= 15


def test_credit_notes_take_back_lines_of_their_invoice(company):
    lines = company.lines.to_pylist()
    sold = defaultdict(list)
    for line in lines:
        sold[line["invoice_id"]].append(line)
    credit = [line for line in lines if line["credits"]]
    assert 200 <= len(credit) <= 2_000
    assert all((line["quantity"] < 0) == bool(line["credits"]) == (line["net_minor"] < 0) for line in lines)
    for line in credit:
        match = [
            s
            for s in sold[line["credits"]]
            if s["product_id"] == line["product_id"] and s["net_minor"] == -line["net_minor"] and s["cost_minor"] == -line["cost_minor"]
        ]
        assert match
        assert match[0]["customer_id"] == line["customer_id"]
        assert match[0]["date"] < line["date"]


def test_cash_sales_have_no_customer_and_are_few(company):
    lines = company.lines.to_pylist()
    cash = [line for line in lines if line["customer_id"] is None]
    assert 300 <= len(cash) <= 1_500
    assert all(line["seller_id"] is None for line in cash)
    assert 0.001 < sum(line["net_minor"] for line in cash) / sum(line["net_minor"] for line in lines) < 0.02


def test_some_customers_cost_money_and_one_of_them_is_large(company, years):
    last = {c: v for (c, year), v in years.items() if year == 2025 and c}
    losing = {c for c, (net, cost) in last.items() if net > 0 and net < cost}
    assert 5 <= len(losing) <= 20
    assert losing <= set(company.cases["loss_making"])
    largest = sorted(last, key=lambda c: -last[c][0])[:20]
    assert losing & set(largest)


def test_one_customer_of_the_last_year_only_sent_goods_back(company, years):
    (customer,) = company.cases["net_credit"]
    assert years[customer, 2024][0] > 0
    assert years[customer, 2025][0] < 0


def test_duplicates_are_one_firm_under_two_numbers(company):
    rows = {c["customer_id"]: c for c in company.customers.to_pylist()}
    pairs = list(zip(company.cases["duplicates"][::2], company.cases["duplicates"][1::2], strict=True))
    assert len(pairs) == 4
    for first, second in pairs:
        one, two = rows[first], rows[second]
        assert one["org_number"] == two["org_number"]
        assert one["name"].casefold() == two["name"].casefold()
    numbers = [c["org_number"] for c in rows.values()]
    assert len(numbers) - len(set(numbers)) == len(pairs)
    buyers = set(company.lines["customer_id"].to_pylist())
    assert set(company.cases["duplicates"]) <= buyers


def test_revenue_is_spread_unevenly_but_not_eighty_to_twenty(years):
    net = np.sort([v[0] for (c, year), v in years.items() if year == 2025 and c and v[0] > 0])[::-1]
    share = np.cumsum(net) / net.sum()
    assert 0.55 < share[round(len(net) * 0.2) - 1] < 0.76
    assert net[0] / net.sum() < 0.12


def test_contribution_margin_is_that_of_a_wholesaler(company, years):
    net = sum(v[0] for v in years.values())
    cost = sum(v[1] for v in years.values())
    assert 0.25 < 1 - cost / net < 0.35


def test_norwegian_numbers_have_their_check_digit_and_come_from_unused_series(company):
    for customer in company.customers.to_pylist():
        number = customer["org_number"]
        if customer["country"] == "NO":
            assert len(number) == 9
            assert number.startswith(("9000", "8000"))
            assert sum(int(d) * w for d, w in zip(number, (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0
    assert company.org_number.startswith("9000")


def test_sellers_work_in_the_part_of_the_country_of_their_team(company):
    team = {s["seller_id"]: s["team"] for s in company.sellers.to_pylist()}
    for customer in company.customers.to_pylist():
        if customer["city"] in {"OSLO", "HAMAR", "SKIEN"}:
            assert team[customer["seller_id"]] == "Team Øst"
        if customer["city"] in {"BERGEN", "STAVANGER", "VOSS"}:
            assert team[customer["seller_id"]] == "Team Vest"


@pytest.mark.parametrize(("name", "arguments"), [("months=12", {"months": 12}), ("customers=5000", {"customers": 5000})])
def test_what_it_cannot_make_it_says(name, arguments):
    with pytest.raises(ValueError, match=name):
        make(1, **arguments)
