"""Do the official Peppol examples give the totals they state themselves?"""

import re
from decimal import Decimal

import pytest

from rung.facts import Chunk, Control, FileEnd, FileHead, Problem
from rung.importers.archive import Piece
from rung.importers.ubl import UblInput

# The official examples: lines, and the total without VAT as the file states it.
EXAMPLES = {
    "Allowance-example.xml": (3, "5900"),
    "Norwegian-example-1.xml": (5, "1436.5"),
    "Vat-category-S.xml": (3, "7000"),
    "base-creditnote-correction.xml": (2, "-1325"),
    "base-example.xml": (2, "1325"),
    "base-negative-inv-correction.xml": (2, "-1325"),
    "sales-order-example.xml": (2, "1325"),
    "vat-category-E.xml": (1, "1200.00"),
    "vat-category-O.xml": (1, "3200.00"),
    "vat-category-Z.xml": (1, "1200.00"),
}


def events(paths):
    return list(UblInput([Piece(path) for path in paths]).read(lambda _done, _total: None))


def rows(found, table):
    return [row for event in found if isinstance(event, Chunk) and event.table == table for row in event.rows.to_pylist()]


def test_all_examples_are_known(data):
    assert {path.name for path in (data / "nordic" / "ubl-peppol").glob("*.xml")} == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_its_own_total(data, name):
    path = data / "nordic" / "ubl-peppol" / name
    written = re.search(r"<cbc:TaxExclusiveAmount[^>]*>([^<]+)<", path.read_text(encoding="utf-8"))[1]
    found = events([path])
    count, total = EXAMPLES[name]
    assert abs(Decimal(written)) == abs(Decimal(total))
    lines = rows(found, "invoice_lines")
    assert len(lines) == count
    assert sum(line["revenue"] for line in lines) == Decimal(total)
    assert [control.stated for control in found if isinstance(control, Control)] == [Decimal(total)] * 2
    assert not [event for event in found if isinstance(event, Problem)]
    assert found[-1] == FileEnd(rows=count)


def test_the_norwegian_example(data):
    found = events([data / "nordic" / "ubl-peppol" / "Norwegian-example-1.xml"])
    head = found[0]
    assert isinstance(head, FileHead)
    assert (head.company, head.org_number, head.currency) == ("The Sellercompany ASA", "123456785", "NOK")
    (customer,) = rows(found, "customers")
    assert (customer["customer_id"], customer["org_number"], customer["name"]) == ("987654325", "987654325", "Buyercompany ASA")
    (contact,) = rows(found, "contacts")
    assert (contact["name"], contact["email"]) == ("John Doe", "john@buyercompany.no")
    assert {line["seller_id"] for line in rows(found, "invoice_lines")} == {"Antonio Salesmacher"}
    assert [line["product_id"] for line in rows(found, "invoice_lines")] == ["JB007", "JB008", "JB009", "JB010", "JB011"]


def test_the_folder_as_one_import(data):
    """Three sellers, and one invoice number that four of the examples share with different content."""
    paths = sorted((data / "nordic" / "ubl-peppol").glob("*.xml"))
    found = events(paths)
    lines = rows(found, "invoice_lines")
    rejected = rows(found, "rejected")
    assert found[0].company == "SupplierOfficialName Ltd"
    assert found[-1].rows == len(lines) + sum(row["rows"] for row in rejected)
    assert sum(row["rows"] for row in rejected if row["code"] == "ubl-other-seller") == 8
    assert sum(row["rows"] for row in rejected if row["code"] == "ubl-replaced") == 6
    assert [event.rows for event in found if isinstance(event, Problem) and event.code == "ubl-copies"] == [0]
    assert sum(line["revenue"] for line in lines) == Decimal(-1325)
