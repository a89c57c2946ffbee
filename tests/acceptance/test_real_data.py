"""Does the main job give the reference answers on data nobody here made?"""

import json
from collections import Counter

import pytest


def counts(result):
    return tuple(result["abc"][letter]["customers"] for letter in "ABC")


def codes(result):
    return Counter(problem["code"] for problem in result["problems"])


def test_the_official_saft_example(data, analyse):
    result = analyse(data / "nordic" / "saft-no" / "ExampleFile SAF-T Financial_888888888_20180228235959.xml")
    answers = json.loads((data / "answers" / "nordic_accounting.json").read_text())["saft_no_888888888.xml"]
    assert result["total_minor"] == 231_633_800
    assert result["attributed_share"] == 1
    found = {customer["customer_id"]: customer["value_minor"] / 100 for customer in result["customers"]}
    assert found == answers["class3_by_customer"]
    told = " ".join(problem["found"] + str(problem["where"]) for problem in result["problems"])
    assert "203,648.75" in told  # document 14, posted twice
    assert "1920" in told  # the account that does not reconcile
    assert result["reconciliation"]["rows_read"] == result["reconciliation"]["rows_facts"] + result["reconciliation"]["rows_problems"]


def test_the_example_without_a_sale_says_so(data, rung, tmp_path):
    done = rung("analyse", data / "nordic" / "saft-no" / "ExampleFile SAF-T Financial_999999999_20161125213512.xml", "--language", "en")
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


ADVENTURE_MAP = """
[columns]
customer_id = "ResellerKey"
revenue = "SalesAmount"
cost = "TotalProductCost"
date = "OrderDate"
invoice_id = "SalesOrderNumber"
line_number = "SalesOrderLineNumber"
product_id = "ProductKey"
quantity = "OrderQuantity"
seller_id = "EmployeeKey"
"""


@pytest.mark.parametrize("mapped", [False, True], ids=["detected", "mapped"])
def test_adventureworks_by_revenue_and_by_margin(data, analyse, tmp_path, mapped):
    words = [data / "adventureworks" / "FactResellerSales.csv.gz", "--period", "all"]
    if mapped:
        (tmp_path / "map.toml").write_text(ADVENTURE_MAP)
        words += ["--map", tmp_path / "map.toml"]
    answers = json.loads((data / "answers" / "adventureworks_reseller.json").read_text())
    by_revenue = analyse(*words)
    assert by_revenue["total_minor"] == 8_045_059_698
    assert counts(by_revenue) == (186, 125, 324)
    assert by_revenue["gini"] == pytest.approx(answers["abc_all_time"]["gini"], abs=1e-6)
    for letter in "ABC":
        assert abs(by_revenue["abc"][letter]["value_minor"] - round(answers["abc_all_time"]["abc"][letter]["revenue"] * 100)) <= 1
    by_margin = analyse(*words, "--measure", "margin")
    assert by_margin["total_minor"] == 47_048_260
    assert sum(customer["value_minor"] > 0 for customer in by_margin["customers"]) == 300
    assert counts(by_margin) == (68, 43, 524)


def test_online_retail_two_years_with_the_overlap_counted_once(data, analyse):
    files = [data / "online_retail" / f"export_{years}.parquet" for years in ("2009_2010", "2010_2011")]
    answers = json.loads((data / "answers" / "online_retail.json").read_text())
    first = analyse(*files, "--period", "2009-12-01..2010-11-30")
    assert counts(first) == (1183, 1401, 1752)
    assert first["gini"] == pytest.approx(answers["abc_y1_2009-12..2010-11"]["gini"], abs=1e-5)
    second = analyse(*reversed(files), "--period", "2010-12-01..2011-11-30")
    assert counts(second) == (1177, 1448, 1706)
    assert second["gini"] == pytest.approx(answers["abc_y2_2010-12..2011-11"]["gini"], abs=1e-5)
    whole = analyse(*files, "--period", "all")
    assert whole["total_minor"] == 1_890_974_412
    assert sum(customer["value_minor"] for customer in whole["customers"]) == pytest.approx(
        round(sum(answers["monthly_net_with_customer"].values()) * 100), abs=1
    )
    assert whole["reconciliation"]["rows_read"] == 525_461 + 541_909


def test_northwind_from_order_heads_and_order_lines(data, analyse):
    folder = data / "northwind"
    result = analyse(folder / "Orders.csv", folder / "OrderDetails.csv", folder / "Customers.csv", "--period", "all")
    assert counts(result) == (34, 27, 28)
    assert result["total_minor"] == 126_579_304
    assert (result["customers"][0]["customer_id"], result["customers"][0]["name"]) == ("QUICK", "QUICK-Stop")


def test_no_page_says_80_20_where_it_is_not_so(data, analyse, tmp_path):
    analyse(data / "adventureworks" / "FactResellerSales.csv.gz", "--period", "all")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "80/20" not in page
    assert "29%" in page  # 186 of 635 customers give 80 % of the revenue


@pytest.mark.parametrize(
    "path",
    [
        "adventureworks/trap_locale_mangled_FactResellerSales.csv.gz",
        "nordic/sie4/BL0001_typ1.SE",
        "nordic/sie5/SampleEntry.sie",
        "nordic/saft-no-schema/Norwegian_SAF-T_Financial_Schema_v_1.30.xsd",
        "nordic/SOURCES.txt",
        "answers/northwind.json",
        "wholesale/wholesale.csv",
    ],
)
def test_what_is_not_for_this_is_refused_in_one_sentence(data, rung, tmp_path, path):
    done = rung("analyse", data / path, "--language", "nb")
    assert done.returncode == 3, done.stdout[-500:] + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())
