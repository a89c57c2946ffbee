"""Is the truth that was planted there to be found, and do register and log fit with the customers and their invoices?"""

import csv
from collections import Counter, defaultdict
from datetime import date

import pytest

from rung.demo_company import make


def margins(company, year):
    sums = defaultdict(int)
    for line in company.lines.to_pylist():
        if line["customer_id"] and line["date"].year == year:
            sums[line["customer_id"]] += line["net_minor"] - line["cost_minor"]
    return sums


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_firms_of_two_industries_and_one_size_are_more_often_the_best(seed):
    company = make(seed)
    margin = margins(company, 2025)
    best = set(sorted(margin, key=lambda customer: -margin[customer])[:25])
    planted = set(company.cases["best_fit"])
    rows = {row["customer_id"]: row for row in company.customers.to_pylist()}
    assert {rows[customer]["industry"] for customer in planted} == {"25.620", "47.523"}
    assert all(20 <= rows[customer]["employees"] <= 99 for customer in planted)
    assert len(planted) < 0.12 * len(rows)
    assert len(best & planted) / len(planted) > 5 * len(best - planted) / (len(rows) - len(planted))


def test_the_market_holds_the_customers_and_firms_like_the_best(company):
    firms = {firm["org_number"]: firm for firm in company.market.to_pylist()}
    assert len(firms) == company.market.num_rows == 1_500
    ours = {row["org_number"]: row for row in company.customers.to_pylist() if row["country"] == "NO"}
    assert {number for number, firm in firms.items() if firm["customer"]} == set(ours)
    assert all(firms[number]["postal_code"] == row["postal_code"] for number, row in ours.items())
    alike = [f for f in firms.values() if not f["customer"] and f["industry"] in {"25.620", "47.523"} and 20 <= (f["employees"] or 0) <= 99]
    assert len(alike) >= 25
    assert len({firm["name"].casefold() for firm in firms.values()}) == 1_500


def test_nobody_can_be_reached(company):
    for firm in [*company.market.to_pylist(), *company.customers.to_pylist()]:
        assert firm["email"].endswith(".example")
        assert firm["phone"].startswith(("+47 10", "+45 10", "+46 00"))
        if firm["country"] == "NO":
            weighted = zip(firm["org_number"], (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)
            assert sum(int(digit) * weight for digit, weight in weighted) % 11 == 0
            assert firm["org_number"].startswith(("9000", "8000"))


def test_two_years_of_activities_on_working_days(company):
    rows = company.activities.to_pylist()
    assert 2_000 <= len(rows) <= 8_000
    days = [row["date"] for row in rows]
    assert days == sorted(days)
    assert (days[0].year, days[-1] <= company.last) == (2024, True)
    assert days[0] < date(2024, 1, 10)
    assert all(day.weekday() < 5 for day in days)
    assert {row["channel"] for row in rows} == {"Besøk", "Telefon", "E-post", "Møte"}
    assert {row["result"] for row in rows} == {None, "Forespørsel", "Tilbud", "Møte avtalt", "Vunnet", "Tapt", "Nei takk"}
    assert all(row["minutes"] > 0 and row["cost"] >= 0 for row in rows)
    assert 100 <= len({row["org_number"] for row in rows if row["customer_id"] is None}) <= 160


def test_what_was_won_was_bought_and_who_said_no_did_not_buy_after(company):
    bought = defaultdict(list)
    for line in company.lines.to_pylist():
        if not line["credits"]:
            bought[line["customer_id"]].append(line["date"])
    results = Counter()
    for row in company.activities.to_pylist():
        days = bought[row["customer_id"]] if row["customer_id"] else []
        if row["result"] == "Vunnet":
            assert any(abs((day - row["date"]).days) <= 10 for day in days)
        if row["result"] == "Nei takk":
            assert not any(day > row["date"] for day in days)
        results[row["result"]] += 1
    assert results["Vunnet"] > 100
    assert results["Nei takk"] > 30


def test_register_and_log_as_files(files, company):
    with files.market.open(encoding="utf-8", newline="") as file:
        firms = list(csv.DictReader(file))
    assert len(firms) == 1_500
    assert {"organisasjonsnummer", "forretningsadresse.postnummer", "naeringskode1.kode"} <= set(firms[0])
    with files.activities.open(encoding="cp1252", newline="") as file:
        log = list(csv.DictReader(file, delimiter=";"))
    assert len(log) == company.activities.num_rows
    assert any(not row["Kundenr"] and row["Org.nr"] for row in log)
