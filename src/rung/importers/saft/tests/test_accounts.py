import pytest

from rung.importers.saft.accounts import Accounts
from rung.importers.saft.rules import Rule


def accounts(*said):
    found = Accounts()
    for one in said:
        found.add(one)
    return found


def listed(number, **more):
    return {"AccountID": number, "AccountDescription": "x", **more}


def test_the_grouping_category_decides_whatever_the_number():
    found = accounts(
        listed("3000", GroupingCategory="SALGSINNTEKT", GroupingCode="3000"),
        listed("8100", GroupingCategory="salgsinntekt", GroupingCode="3100"),
        listed("3900", GroupingCategory="annenDriftsinntekt", GroupingCode="3900"),
        listed("3999"),
        listed("4000", GroupingCategory="varekostnad", GroupingCode="4000"),
    )
    assert found.rule is Rule.CATEGORY
    assert [number for number in ("3000", "8100", "3900", "3999", "4000", "3777", "1500") if found.is_revenue(number)] == [
        "3000",
        "8100",
        "3999",
        "3777",
    ]
    assert str(found.described()).startswith("3 of 5 accounts")


def test_the_name_of_the_code_list_where_the_category_should_be_leaves_it_to_the_code():
    found = accounts(
        listed("3000", GroupingCategory="Næringsspesifikasjon", GroupingCode="3000"),
        listed("3900", GroupingCategory="Næringsspesifikasjon", GroupingCode="3900"),
    )
    assert [found.is_revenue("3000"), found.is_revenue("3900")] == [True, False]


def test_standard_accounts_of_two_or_four_digits_decide_before_130():
    found = accounts(
        listed("3000", StandardAccountID="30"),
        listed("700", StandardAccountID="3900"),
        listed("3050", StandardAccountID="20"),
        listed("3060"),
    )
    assert found.rule is Rule.STANDARD
    assert [number for number in ("3000", "700", "3050", "3060") if found.is_revenue(number)] == ["3000", "700", "3060"]


def test_codes_of_the_old_tax_form_decide():
    found = accounts(
        listed("900", GroupingCategory="RF-1167", GroupingCode="3000"), listed("3001", GroupingCategory="RF-1167", GroupingCode="4005")
    )
    assert found.rule is Rule.CODE
    assert [found.is_revenue("900"), found.is_revenue("3001")] == [True, False]


@pytest.mark.parametrize("said", [[], [listed("3000")], [listed("3700", GroupingCategory="annenDriftsinntekt", GroupingCode="3700")]])
def test_the_number_decides_when_the_file_names_no_sales(said):
    found = accounts(*said)
    assert found.rule is Rule.NUMBER
    assert [found.is_revenue(number) for number in ("3000", "3700", "4300", "", "1300")] == [True, True, False, False, False]
    assert "starts with 3" in str(found.described())


def test_an_account_adds_up_when_opening_and_movement_make_closing():
    found = accounts(
        listed("1500", OpeningDebitBalance="100", ClosingDebitBalance="350.00"),
        listed("1920", OpeningDebitBalance="100", ClosingCreditBalance="0.01"),
        listed("3000", OpeningCreditBalance="0", ClosingCreditBalance="250"),
        listed("9999"),
    )
    found.movement.update({"1500": 2_500_000, "1920": -1_000_000, "3000": -2_500_000, "9999": 7})
    (wrong,) = found.unsettled()
    assert (wrong.account, wrong.opening, wrong.movement, wrong.closing) == ("1920", 1_000_000, -1_000_000, -100)
    assert list(found.stated_revenue()) == [("3000", 2_500_000, 2_500_000)]


def test_an_account_may_carry_less_than_half_a_minor_unit():
    found = accounts(listed("1500", OpeningDebitBalance="0", ClosingDebitBalance="10"))
    found.movement["1500"] = 100_049
    assert not list(found.unsettled())
    found.movement["1500"] = 100_050
    assert list(found.unsettled())


def test_income_that_is_not_sales_is_named_with_its_amount():
    found = accounts(
        listed("3000", GroupingCategory="salgsinntekt"),
        listed("3900", GroupingCategory="annenDriftsinntekt"),
        listed("8800", GroupingCategory="annenDriftsinntekt"),
        listed("3600", GroupingCategory="annenDriftsinntekt"),
        listed("4000", GroupingCategory="varekostnad"),
    )
    found.movement.update({"3000": -5, "3900": -10_000, "8800": -20_000, "4000": 3})
    assert found.other_income() == [("3900 x", 10_000), ("8800 x", 20_000)]


def test_a_product_group_is_the_number_and_the_name():
    found = accounts({"AccountID": "3000", "AccountDescription": "Varesalg"}, {"AccountID": "3100"})
    assert [found.label(number) for number in ("3000", "3100", "3200")] == ["3000 Varesalg", "3100", "3200"]
