"""Are the lists of real systems recognised, and what is no list Rung reads refused with a sentence?"""

from collections import Counter

import pytest

from rung.facts import Chunk, FileEnd, Problem
from rung.importers.sheet import sheet_inputs


def read(path):
    """Rows per table, rows left out, rows in the file, the refusal."""
    tables, left, rows, refused = Counter(), 0, 0, None
    for entry in sheet_inputs([path]):
        for event in entry.read(lambda _done, _total: None):
            if isinstance(event, Chunk) and event.table != "rejected":
                tables[event.table] += event.rows.num_rows
            elif isinstance(event, Problem):
                left, refused = left + event.rows, event if event.refused else refused
            elif isinstance(event, FileEnd):
                rows += event.rows
    return dict(tables), left, rows, refused


@pytest.mark.parametrize(
    ("name", "table", "facts", "left"),
    [
        ("adventureworks/DimReseller.csv.gz", "customers", 701, 0),
        ("adventureworks/ProspectiveBuyer.csv.gz", "market", 2_059, 0),
        ("crm_maven/accounts.csv", "customers", 85, 0),
        ("crm_maven/sales_pipeline.csv", "opportunities", 8_800, 0),
        ("adventureworks/FactSalesQuota.csv.gz", "quotas", 163, 0),
        ("crm_maven/products.csv", "products", 7, 0),
        ("crm_maven/sales_teams.csv", "sellers", 35, 0),
        ("northwind/Customers.csv", "customers", 93, 0),
        ("northwind/Employees.csv", "sellers", 9, 0),
    ],
)
def test_lists_are_recognised_and_each_row_comes_back_once(data, name, table, facts, left):
    tables, *rest = read(data / name)
    tables.pop("contacts" if table == "customers" else "", None)  # the persons that customers name come along
    assert (tables, *rest) == ({table: facts}, left, facts + left, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("adventureworks/oltp_BusinessEntityContact.csv", "sheet-no-header"),
        ("adventureworks/oltp_ContactType.csv", "sheet-no-header"),
        ("adventureworks/DimGeography.csv.gz", "sheet-not-understood"),
        ("bank/bank_market.csv.gz", "sheet-not-understood"),
        ("wholesale/wholesale.csv", "sheet-not-understood"),
    ],
)
def test_other_files_say_why_they_cannot_be_used(data, name, code):
    tables, _, _, refused = read(data / name)
    assert not tables
    assert refused.code == code
    assert str(refused.found)
    assert str(refused.remedy)
