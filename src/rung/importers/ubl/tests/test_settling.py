"""Whose invoices are they, which of them count, and in which currency?"""

from datetime import date
from decimal import Decimal

import pytest


def numbered(ubl, numbers, **changes):
    return [ubl.Invoice(number=str(number), **changes) for number in numbers]


def rejected(found):
    return [(row["code"], row["rows"], row["file"], row["amount"]) for row in found.rows["rejected"]]


def test_purchases_among_the_sales_are_told_and_left_out(read, ubl):
    """Our company sold twice and bought three times, from one and the same supplier."""
    us, them = ubl.seller, ubl.Party("Grossist AS", "971277882")
    purchases = numbered(ubl, range(3), seller=them, buyer=us, lines=(ubl.Line("10"), ubl.Line("20")))
    found = read(*purchases, *numbered(ubl, (1, 2), buyer=ubl.buyer))
    assert found.head.company == "Selger AS"
    assert found.revenue == 200
    assert found.codes == ["ubl-purchase"] * 3
    first = found.problems[0]
    assert (str(first.where), first.rows, first.amount) == ("1.xml", 2, None)
    assert str(first.found) == "It is an invoice from Grossist AS to Selger AS."
    assert rejected(found)[0] == ("ubl-purchase", 2, "1.xml", Decimal(30))
    content = found.rows["rejected"][0]["content"]
    assert content == "0\t2025-03-14\tGrossist AS\tSelger AS\t30\tNOK"
    assert {customer["customer_id"] for customer in found.rows["customers"]} == {ubl.buyer_org}
    assert all(control.stated == 200 for control in found.controls)


def test_invoices_of_another_seller_are_told_and_left_out(read, ubl):
    other = ubl.Invoice(seller=ubl.Party("En annen AS", "971277882"), buyer=ubl.Party("Tredje AS", "889640782"))
    found = read(other, *numbered(ubl, (1, 2)))
    assert found.codes == ["ubl-other-seller"]
    assert "En annen AS" in str(found.problems[0].found)
    assert found.revenue == 200


def test_a_folder_of_purchases_is_refused(refused, ubl):
    sellers = [ubl.Party(f"Leverandør {n} AS", org) for n, org in enumerate(("971277882", "889640782", ubl.seller_org))]
    code, found = refused(*(ubl.Invoice(seller=seller) for seller in sellers))
    assert code == "ubl-only-purchases"
    assert found.startswith("All 3 invoices are made out to Kjøper AS, by 3 suppliers.")


def test_one_seller_with_one_customer_is_a_seller(read, ubl):
    assert read(ubl.Invoice(), ubl.Invoice(number="2")).head.company == "Selger AS"


def test_the_seller_with_and_without_its_number_is_one(read, ubl):
    found = read(*numbered(ubl, (1, 2)), ubl.Invoice(number="3", seller=ubl.Party("Selger AS", org=None)))
    assert found.revenue == 300
    assert not found.problems


def test_a_seller_without_any_number_goes_by_its_name(read, ubl):
    found = read(ubl.Invoice(seller=ubl.Party("Selger AS", org=None)))
    assert found.lines[0]["line_key"] == "selger as, 0155|1001|2025|1"


def test_copies_count_once(read, ubl):
    found = read(ubl.Invoice(), ubl.Invoice(), b"\n" + ubl.Invoice().element.encode(), ubl.Invoice(number="2"))
    assert found.revenue == 200
    assert found.codes == ["ubl-copies"]
    assert (found.problems[0].rows, str(found.problems[0].found)) == (0, "2 invoices are copies of others, with the same content.")
    assert found.end.rows == 2


def test_of_two_with_one_number_the_one_issued_last_counts(read, ubl):
    late = ubl.Invoice(issued="2025-03-20", lines=(ubl.Line("50"),))
    found = read(late, ubl.Invoice(lines=(ubl.Line("70"), ubl.Line("30"))))
    assert [(line["revenue"], line["file"]) for line in found.lines] == [(Decimal(50), "1.xml")]
    problem = found.problem("ubl-replaced")
    assert (problem.rows, str(problem.where)) == (2, "2.xml")
    for said in ("1001", "2025-03-14", "100.00 NOK", "1.xml", "2025-03-20", "50.00 NOK"):
        assert said in str(problem.found)
    assert rejected(found) == [("ubl-replaced", 2, "2.xml", Decimal(100))]
    assert all(control.stated == 50 for control in found.controls)


def test_of_two_of_the_same_day_the_one_read_last_counts(read, ubl):
    found = read(ubl.Invoice(), ubl.Invoice(lines=(ubl.Line("90"),)))
    assert [line["file"] for line in found.lines] == ["2.xml"]


def test_numbers_may_start_again_with_the_year(read, ubl):
    found = read(ubl.Invoice(), ubl.Invoice(issued="2026-03-14"))
    assert [line["line_key"].split("|")[2] for line in found.lines] == ["2025", "2026"]
    assert not found.problems


def rate(ubl, source, target, value, kind="Pricing", **more):
    said = {"SourceCurrencyCode": source, "TargetCurrencyCode": target, "CalculationRate": value} | more
    return ubl.tag(f"cac:{kind}ExchangeRate", *(ubl.leaf(name, text) for name, text in said.items()))


@pytest.mark.parametrize(
    ("kind", "source", "target", "value", "more"),
    [
        ("Pricing", "EUR", "NOK", "11.4325", {}),
        ("Tax", "EUR", "NOK", "11.4325", {"MathematicOperatorCode": "Multiply"}),
        ("Payment", "NOK", "EUR", "11.4325", {"MathematicOperatorCode": "Divide"}),
        ("Pricing", "EUR", "NOK", "11.4325", {"SourceCurrencyBaseRate": "1.00", "TargetCurrencyBaseRate": "11.4325"}),
    ],
)
def test_an_invoice_that_says_the_rate_is_converted(read, ubl, kind, source, target, value, more):
    foreign = ubl.Invoice(number="9", currency="EUR", lines=(ubl.Line("10.01"), ubl.Line("0.01")), parts=("20",))
    foreign = foreign.but(extra=rate(ubl, source, target, value, kind, **more))
    found = read(*numbered(ubl, (1, 2)), foreign)
    assert found.head.currency == "NOK"
    turned = [line for line in found.lines if line["invoice_id"] == "9"]
    assert [(line["original_amount"], line["currency"]) for line in turned] == [(Decimal("29.99"), "EUR"), (Decimal("0.03"), "EUR")]
    assert sum(line["revenue"] for line in turned) == Decimal("343.20")
    assert not found.problems
    assert {(control.stated, control.measured) for control in found.controls} == {(Decimal("543.20"), None)}
    assert {line["currency"] for line in found.lines if line["invoice_id"] != "9"} == {None}


@pytest.mark.parametrize(
    "said",
    [
        None,
        ("EUR", "NOK", "1", {}),
        ("EUR", "NOK", "0", {}),
        ("EUR", "NOK", "-3", {}),
        ("EUR", "NOK", "1e400", {}),
        ("EUR", "NOK", "11,4", {}),
        ("EUR", "SEK", "11.4", {}),
        ("EUR", "NOK", "1143.25", {"SourceCurrencyBaseRate": "100"}),
        ("EUR", "NOK", "11.4", {"MathematicOperatorCode": "add"}),
    ],
)
def test_without_a_plain_rate_the_revenue_is_left_to_those_who_have_one(read, ubl, said):
    extra = "" if said is None else rate(ubl, *said[:3], **said[3])
    foreign = ubl.Invoice(number="9", currency="EUR", extra=extra)
    found = read(foreign, *numbered(ubl, (1, 2)), ubl.Invoice(number="3", issued="2025-04-01"))
    line = found.lines[0]
    assert (line["revenue"], line["original_amount"], line["currency"]) == (None, Decimal(100), "EUR")
    assert found.codes == ["ubl-no-rate"]
    assert {(str(control.name), control.month): (control.stated, control.measured) for control in found.controls} == {
        ("Revenue in NOK", date(2025, 3, 1)): (Decimal(200), Decimal(200)),
        ("Revenue", date(2025, 4, 1)): (Decimal(100), None),
        ("Revenue in NOK", None): (Decimal(300), Decimal(300)),
        ("Revenue in EUR", None): (Decimal(100), Decimal(100)),
    }


def test_the_currency_is_that_of_most_invoices(read, ubl):
    assert read(ubl.Invoice(), *numbered(ubl, (2, 3), currency="EUR")).head.currency == "EUR"


def test_the_currency_of_the_total_stands_in_for_one_that_is_not_said(read, ubl):
    assert read(ubl.Invoice(currency=None)).head.currency == "NOK"
