"""Exports of known systems: a made-up file with the columns of each profile is read as the profile says."""

from decimal import Decimal

import pytest

from rung.importers.sheet import describe_mapping
from rung.importers.sheet.mapping import OPTIONS
from rung.importers.sheet.profiles import PROFILES, profile_of
from rung.importers.sheet.roles import ROLES

VALUES = {
    "date": ("2025-12-30", "2025-12-31"),
    "invoice_id": ("1001", "1002"),
    "customer_id": ("10", "11"),
    "customer_name": ("Fjord AS", "Vik AS"),
    "org_number": ("923609016", "974760673"),
    "unit_price": ("50.5", "20"),
    "quantity": ("2", "1"),
    "discount": ("10", ""),
    "revenue": ("100.5", "200"),
    "gross": ("125.625", "250"),
    "vat_amount": ("25.125", "50"),
    "amount": ("125.625", "250"),
    "original_amount": ("100.5", "200"),
    "cost": ("60", "120"),
    "currency": ("NOK", "NOK"),
    "rate": ("1", "1"),
    "postal_code": ("0150", "5003"),
    "email": ("a@b.example", ""),
    "phone": ("22334455", ""),
}


@pytest.mark.parametrize("known", PROFILES, ids=lambda one: f"{one.system}-{min(one.requires)}")
def test_a_known_export_is_read_as_its_profile_says(tmp_path, known):
    columns = {name: role for role, name in known.columns.items()}
    headers = [*columns, *sorted(known.requires - columns.keys()), "Annet"]
    rows = [";".join(VALUES.get(columns.get(name, ""), ("a", "b"))[n] for name in headers) for n in range(2)]
    (tmp_path / "fil.csv").write_text("\n".join([";".join(headers), *rows, ""]), encoding="utf-8")
    found = describe_mapping([tmp_path / "fil.csv"])[0]
    assert found.problem is None
    assert found.columns == known.columns
    assert known.system in str({str(label): value for label, value in found.how}["Recognised as"])
    assert ("not checked" in str(found.how)) == (not known.verified)


def test_profiles_name_roles_that_there_are_and_where_they_are_from():
    for known in PROFILES:
        assert set(known.columns) <= set(ROLES)
        assert not set(known.columns) & (set(OPTIONS) - set(ROLES))
        assert known.source


def test_an_unknown_export_has_no_profile():
    assert profile_of(["Fakturadato", "Kundenr", "Beløp", ""]) is None
    assert profile_of([]) is None


def test_what_the_user_says_wins_over_a_profile(read_text):
    text = "invoiceNo;entryDate;contactId;taxMode;amount;tax;currencyId;exchangeRate;grossAmount\n1;2025-12-31;10;excl;100;25;DKK;1;125\n"
    assert read_text(text).revenue == 100
    assert read_text(text, mapping={"revenue": "grossAmount"}).revenue == 125
    assert read_text(text, mapping={"customer_id": "amount", "revenue": "tax"}).revenue == 25


OFFICE = "OrderId;InvoiceId;CustomerId;TotalWithTax;TotalWithoutTax;TotalTax;TotalCost;CurrencyId;CurrencyRate;InvoiceDate;ProductNo;Quantity;Price\n"


def test_the_sum_of_the_invoice_on_each_of_its_lines_is_not_added_up(read_text):
    """24SevenOffice: the totals stand on all lines of an invoice."""
    rows = "".join(
        f"{n};{n};10;{125 * n},00;{100 * n},00;{25 * n},00;{60 * n},00;NOK;100;2025-01-{n:02};{product};{quantity};{price}\n"
        for n in range(1, 9)
        for product, quantity, price in (("A", 1, 40 * n), ("B", 2, 30 * n))
    )
    said = read_text(OFFICE + rows)
    assert said.revenue == sum(100 * n for n in range(1, 9))
    assert said.how["Recognised as"] == "an export from 24SevenOffice"
    assert "TotalWithoutTax" in said.how["Not used"]
    assert set(said.column("cost")) == {None}


def test_an_amount_that_is_the_same_on_all_lines_of_an_invoice_is_doubted(read_text):
    text = "Fakturanr;Dato;Kundenr;Varenr;Netto\n" + "".join(f"{n};01.02.2025;1;{v};{n}00\n" for n in range(1, 9) for v in ("X1", "X2"))
    said = read_text(text)
    assert said.revenue == 2 * sum(100 * n for n in range(1, 9))
    assert said.codes == {"sheet-amount-repeated": 1}
    assert said.problem("sheet-amount-repeated").rows == 0


def test_a_subscription_of_one_price_is_not_doubted(read_text):
    text = "Fakturanr;Dato;Kundenr;Varenr;Netto\n" + "".join(f"{n};01.02.2025;1;{v};99\n" for n in range(1, 9) for v in ("X1", "X2"))
    assert not read_text(text).codes
    lines = "Fakturanr;Dato;Kundenr;Antall;Pris;Netto\n" + "".join(f"{n};01.02.2025;1;2;{n};{2 * n}\n" for n in range(1, 9) for _ in "AB")
    said = read_text(lines, check=False)
    assert said.revenue == Decimal(sum(4 * n for n in range(1, 9)))
