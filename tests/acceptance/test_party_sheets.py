"""Do pipelines, quotas, lists of customers, sellers and products of real systems give the figures that were worked out apart from Rung?"""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from rung.facts import TABLES, Chunk, FileEnd, Problem
from rung.importers.sheet import sheet_inputs


def read(*paths):
    """Table -> rows as dicts, and the rows of all files; no row may be left out."""
    tables, rows = {}, 0
    for entry in sheet_inputs(list(paths)):
        for event in entry.read(lambda _done, _total: None):
            if isinstance(event, Chunk):
                tables.setdefault(event.table, []).append(event.rows)
            elif isinstance(event, FileEnd):
                rows += event.rows
            assert not isinstance(event, Problem) or not event.rows, event
    assert all(TABLES[name].read_schema == one.schema for name, found in tables.items() for one in found)
    return {name: pa.concat_tables(found).to_pylist() for name, found in tables.items()}, rows


@pytest.fixture(scope="module")
def funnel(data):
    return json.loads((data / "answers" / "crm_maven_funnel.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pipeline(data):
    tables, rows = read(data / "crm_maven" / "sales_pipeline.csv")
    assert set(tables) == {"opportunities"}
    assert rows == 8_800
    return tables["opportunities"]


def test_every_opportunity_has_its_outcome(pipeline, funnel):
    assert len({row["opportunity_id"] for row in pipeline}) == funnel["rows"] == len(pipeline)
    assert Counter(row["stage"] for row in pipeline) == funnel["stages"]
    outcomes = Counter(row["outcome"] for row in pipeline)
    assert (outcomes["won"], outcomes["lost"]) == (funnel["won"], funnel["lost"])
    assert outcomes[None] == funnel["open_engaging"] + funnel["open_prospecting"]
    assert sum(row["amount"] for row in pipeline if row["outcome"] == "won") == Decimal(str(funnel["won_value"]))


def test_dates_are_days_first_and_only_what_is_decided_is_closed(pipeline, funnel):
    assert min(row["opened"] for row in pipeline if row["opened"]) == date.fromisoformat(funnel["first_engage"])
    assert max(row["closed"] for row in pipeline if row["closed"]) == date.fromisoformat(funnel["last_close"])
    assert all((row["closed"] is not None) == (row["outcome"] is not None) for row in pipeline)
    won = [row for row in pipeline if row["outcome"] == "won"]
    for quarter, stated in funnel["won_by_close_quarter"].items():
        of_it = [row for row in won if f"{row['closed'].year}Q{(row['closed'].month + 2) // 3}" == quarter]
        assert (len(of_it), sum(row["amount"] for row in of_it)) == (stated["won"], Decimal(str(stated["value"])))


def test_sellers_of_the_pipeline_have_what_they_won(pipeline, funnel):
    closed, value = Counter(), Counter()
    for row in pipeline:
        closed[row["seller_id"]] += row["outcome"] is not None
        value[row["seller_id"]] += row["amount"] if row["outcome"] == "won" else 0
    for stated in funnel["by_sales_agent"]:
        assert (closed[stated["sales_agent"]], value[stated["sales_agent"]]) == (stated["closed"], Decimal(str(stated["value"])))


def test_open_opportunities_may_lack_a_customer(pipeline, funnel):
    assert Counter(row["stage"] for row in pipeline if row["party_id"] is None) == funnel["missing_account_by_stage"]


def test_quarterly_quotas_begin_when_they_say_and_last_until_the_next(data):
    tables, rows = read(data / "adventureworks" / "FactSalesQuota.csv.gz")
    quotas = tables["quotas"]
    stated = json.loads((data / "answers" / "adventureworks_reseller.json").read_text(encoding="utf-8"))
    assert rows == len(quotas) == stated["quota_rows"]
    assert sum(row["amount"] for row in quotas) == Decimal(str(stated["quota_total"]))
    assert sorted({str(row["first"]) for row in quotas}) == stated["quota_period_dates"]
    assert {row["until"] for row in quotas} == {None}
    with (data / "answers" / "aw_seller_quota_by_period.csv").open(encoding="utf-8") as file:
        told = {(row["EmployeeKey"], row["period_start"]): Decimal(row["quota"]) for row in csv.DictReader(file)}
    found = {(row["seller_id"], str(row["first"])): row["amount"] for row in quotas}
    assert {key: found[key] for key in told} == told


def written(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_northwind_customers_name_who_works_there(data):
    tables, rows = read(data / "northwind" / "Customers.csv")
    stated = written(data / "northwind" / "Customers.csv")
    assert rows == len(stated) == len(tables["customers"])
    told = {(row["CustomerID"].strip(), row["ContactName"], row["ContactTitle"]) for row in stated if row["ContactName"]}
    assert {(row["party_id"], row["name"], row["title"]) for row in tables["contacts"]} == told


def test_northwind_sellers_are_in_the_team_of_whom_they_report_to(data):
    tables, _ = read(data / "northwind" / "Employees.csv")
    stated = {row["EmployeeID"]: row for row in written(data / "northwind" / "Employees.csv")}
    names = {number: f"{row['FirstName']} {row['LastName']}" for number, row in stated.items()}
    told = {number: names.get(row["ReportsTo"].removesuffix(".0")) for number, row in stated.items()}
    assert {row["seller_id"]: row["team"] for row in tables["sellers"]} == told
    assert {row["seller_id"]: row["name"] for row in tables["sellers"]} == names


def test_accounts_say_what_they_belong_to_and_sellers_their_office(data):
    folder = data / "crm_maven"
    accounts, _ = read(folder / "accounts.csv")
    told = {row["account"]: row["subsidiary_of"] or None for row in written(folder / "accounts.csv")}
    assert {row["customer_id"]: row["parent_id"] for row in accounts["customers"]} == told
    assert sum(parent is not None for parent in told.values()) == 15
    teams, _ = read(folder / "sales_teams.csv")
    assert {row["seller_id"]: row["team"] for row in teams["sellers"]} == {
        row["sales_agent"]: row["regional_office"] for row in written(folder / "sales_teams.csv")
    }
    products, _ = read(folder / "products.csv")
    assert {row["product_id"]: row["product_group"] for row in products["products"]} == {
        row["product"]: row["series"] for row in written(folder / "products.csv")
    }
