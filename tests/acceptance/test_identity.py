"""Is nobody in real lists without duplicates taken for somebody else, and is who is planted in them found?"""

import csv
import gzip
import io

import pyarrow as pa
import pytest

from rung.identity import group_of, proposals

COLUMNS = ("customer_id", "name", "phone", "address", "postal_code", "city", "country", "parent_id")


def table(rows):
    said = [{name: value or None for name, value in row.items()} for row in rows]
    return pa.Table.from_pylist(said, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))


def read(path):
    written = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def northwind(data):
    return table(
        {
            "customer_id": row["CustomerID"],
            "name": row["CompanyName"],
            "phone": row["Phone"],
            "address": row["Address"],
            "postal_code": row["PostalCode"],
            "city": row["City"],
            "country": row["Country"],
        }
        for row in read(data / "northwind" / "Customers.csv")
    )


@pytest.fixture(scope="module")
def resellers(data):
    folder = data / "adventureworks"
    places = {row["GeographyKey"]: row for row in read(folder / "DimGeography.csv.gz")}
    return table(
        {
            "customer_id": row["ResellerKey"],
            "name": row["ResellerName"],
            "phone": row["Phone"],
            "address": row["AddressLine1"],
            "postal_code": places[row["GeographyKey"]]["PostalCode"],
            "city": places[row["GeographyKey"]]["City"],
            "country": places[row["GeographyKey"]]["CountryRegionCode"],
        }
        for row in read(folder / "DimReseller.csv.gz")
    )


@pytest.fixture(scope="module")
def accounts(data):
    return table(
        {"customer_id": row["account"], "name": row["account"], "country": row["office_location"], "parent_id": row["subsidiary_of"]}
        for row in read(data / "crm_maven" / "accounts.csv")
    )


def test_northwind_has_one_customer_twice_and_nobody_else(northwind):
    """Two rows of the file are called IT, and nothing else is known of either."""
    [found] = proposals(northwind, {})
    assert (found.kind, found.strength, set(found.customer_ids)) == ("same", "likely", {"VALON", "Val2 "})


def test_701_resellers_are_701(resellers):
    """48 phone numbers are shared, two addresses, and two names are there twice in different places; no reseller is there twice."""
    assert resellers.num_rows == 701
    assert proposals(resellers, {}) == []


def test_with_the_names_alone_only_equal_names_are_proposed_and_none_is_certain(resellers):
    found = proposals(resellers.select(["customer_id", "name"]), {})
    names = dict(zip(*resellers.select(["customer_id", "name"]).to_pydict().values(), strict=True))
    assert {frozenset(names[one] for one in pair.customer_ids) for pair in found} == {
        frozenset({"Friendly Bike Shop"}),
        frozenset({"Sports Products Store"}),
    }
    assert all(one.strength != "certain" for one in found)


def test_85_accounts_are_85_and_seven_parents_have_their_own(accounts):
    assert proposals(accounts, {}) == []
    found = group_of(accounts)
    assert found.cycles == ()
    assert found.outside == frozenset()
    parents = accounts["parent_id"].drop_null().to_pylist()
    assert set(found.members) == set(parents)
    assert sum(map(len, found.members.values())) == len(parents) == 15


def test_resellers_written_anew_by_somebody_in_a_hurry_are_all_found(resellers):
    """Every tenth again: in capitals with another company form, the phone otherwise, no address and another number."""
    again = [
        {
            **row,
            "customer_id": f"x{row['customer_id']}",
            "name": row["name"].upper() + " LTD.",
            "phone": row["phone"].replace("-", " "),
            "address": None,
        }
        for row in resellers.to_pylist()[::10]
    ]
    found = proposals(pa.concat_tables([resellers, table(again)]), {})
    pairs = {frozenset(one.customer_ids) for one in found}
    assert pairs == {frozenset({row["customer_id"], row["customer_id"].removeprefix("x")}) for row in again}
    assert all(one.strength == "certain" for one in found)
