"""Does the template find what is there, and say so where there is nothing? Real resellers, real phone calls, a list without signal."""

import gzip
import io
from datetime import date

import ibis
import numpy as np
import pyarrow.csv
import pytest

from rung import template
from rung.base import Period
from rung.template.compute import leaks
from rung.template.report import outcome_sections, sections
from rung.template.service import outcomes, words

MONEY = "decimal(18, 4)"
# What the file says of a reseller; which of it may be looked at is for the template to decide.
SAID = ("BusinessType", "ProductLine", "OrderFrequency", "AnnualSales", "AnnualRevenue", "BankName", "MinPaymentType", "YearOpened")
BOUGHT = ("FirstOrderYear", "LastOrderYear")


def read(path):
    written = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return pyarrow.csv.read_csv(io.BytesIO(written))


@pytest.fixture(scope="module")
def resellers(data):
    folder = data / "adventureworks"
    sold, firms = ibis.memtable(read(folder / "FactResellerSales.csv.gz")), read(folder / "DimReseller.csv.gz")
    places = read(folder / "DimGeography.csv.gz").select(["GeographyKey", "StateProvinceName", "CountryRegionCode"])
    known = ibis.memtable(firms.join(places, "GeographyKey"))
    lines = sold.select(
        customer_id=sold.ResellerKey.cast("string"),
        date=sold.OrderDate.cast("date"),
        revenue=sold.SalesAmount.cast(MONEY),
        cost=sold.TotalProductCost.cast(MONEY),
        product_group=sold.ProductKey.cast("string"),
    )
    customers = known.select(
        customer_id=known.ResellerKey.cast("string"),
        name=known.ResellerName,
        employees=known.NumberEmployees.cast("int64"),
        region=known.StateProvinceName,
        country=known.CountryRegionCode,
    )
    extra = known.select(customer_id=known.ResellerKey.cast("string"), **{name: known[name] for name in (*SAID, *BOUGHT)})
    return {"lines": lines, "customers": customers, "characteristics": extra}


def made(resellers, **more):
    run = ibis.duckdb.connect(threads=2).to_pyarrow
    period = Period(date(2012, 12, 1), date(2013, 12, 1))
    return template.analyse(**{**resellers, **more}, run=run, period=period, today=date(2013, 12, 1))


@pytest.mark.parametrize("cost_known", [True, False], ids=["by margin", "by revenue"])
def test_adventureworks_is_value_added_resellers_and_warehouses_not_bike_shops_and_not_size(resellers, cost_known):
    lines = resellers["lines"]
    found = made(resellers, lines=lines if cost_known else lines.mutate(cost=ibis.null(MONEY)))
    assert found.choice.measure == ("margin" if cost_known else "revenue")
    assert len(found.choice.best) == 15
    assert found.template.separates
    assert found.template.check.auc > 0.65
    traits = {str(trait.label): trait for trait in words.common(found.template)}
    kinds = traits["BusinessType"]
    assert {str(one).split(" (")[0] for one in kinds.has} == {"Value Added Reseller", "Warehouse"}
    assert [str(one) for one in kinds.lacks] == ["Specialty Bike Shop (none of your 15 best, 33% of all)"]
    assert not {"Number of employees", "AnnualSales", "AnnualRevenue"} & set(traits)
    once = [str(said) for said in words.same_fact(found.template)]
    assert any("Number of employees" in said and "BusinessType" in said for said in once)
    assert {(str(one.name), one.why) for one in found.refused} >= {(name, "bought") for name in BOUGHT}
    assert [section.key for section in sections(found, "USD")] == ["best_customers", "template", "lookalikes"]


def test_random_customers_are_said_to_be_nothing_special(resellers):
    ids = np.array([str(n) for n in range(1, 702)])
    draws = [np.random.default_rng(seed).choice(ids, 12, replace=False).tolist() for seed in range(3)]
    told = [made(resellers, chosen=chosen) for chosen in draws]
    assert sum(one.template.separates for one in told) <= 1
    assert all(not one.customers.first for one in told if not one.template.separates)


def test_a_list_without_signal_cannot_be_ranked(data):
    folder = data / "crm_maven"
    cases = (
        read(folder / "sales_pipeline.csv")
        .join(read(folder / "accounts.csv"), "account")
        .join(read(folder / "sales_teams.csv"), "sales_agent")
    )
    found = outcomes.learn(cases=cases, outcome="deal_stage", group="account")
    assert found.decided == 6711
    assert {one.name for one in found.leaks} == {"close_date", "close_value"}
    assert all(0.47 <= one.auc <= 0.53 for one in found.learned)
    assert not found.can_rank
    assert found.chances is None
    [section] = outcome_sections(found)
    assert "cannot rank them" in str(section.sentence)


@pytest.fixture(scope="module")
def calls(data):
    return read(data / "bank" / "bank_market.csv.gz")


def test_the_length_of_the_call_is_warned_of_and_left_out(calls):
    found = outcomes.learn(cases=calls, outcome="y")
    assert [(one.name, one.leak) for one in found.leaks] == [("duration", "name")]
    assert not {"duration", "Cust_num"} & set(found.used)
    assert found.best.auc >= 0.78
    assert found.best.lift >= 3.5
    assert found.best.brier < 0.09
    assert found.can_rank
    assert any("“duration” is left out" in str(said) for said in outcomes.warnings(found))


def test_the_length_of_the_call_is_found_whatever_it_is_called(calls):
    won = np.array([one == "yes" for one in calls["y"].to_pylist()])
    features = calls.drop_columns(["y", "Cust_num"])
    features = features.rename_columns(["x17" if name == "duration" else name for name in features.column_names])
    found = {one.name: one.leak for one in leaks.inspect(features, won, np.ones(len(won), dtype=bool))}
    assert {name: leak for name, leak in found.items() if leak} == {"x17": "grows"}
