"""The voucher that closes the year takes all revenue to the result. It must not turn the year's revenue into nothing; a correction must."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rung.importers.saft.amounts import days_of
from rung.importers.saft.yearend import Held, closings


@pytest.fixture
def year(saft, parts):
    """A year with sales on two accounts, and then these vouchers."""

    def build(*last, accounts=None, sales=None, **more):
        listed = [
            parts.account(1500, category="balanseverdiForOmloepsmiddel"),
            parts.account(1920, category="balanseverdiForOmloepsmiddel"),
            parts.account(2050, "Annen egenkapital", category="egenkapital"),
            parts.account(2700, category="kortsiktigGjeld"),
            parts.account(3000, category="salgsinntekt"),
            parts.account(3100, category="salgsinntekt"),
            parts.account(4000, category="varekostnad"),
            parts.account(6300, category="annenDriftskostnad"),
            parts.account(8800, "Årsresultat", category="disponering"),
        ]
        sold = [("1", "2025-03-05", parts.sale(1000, "1001")), ("2", "2025-06-05", parts.sale(500, "1002", account=3100))]
        return saft([*(sold if sales is None else sales), *last], accounts=accounts or listed, **more)

    return build


def closing(parts, number="99", day="2025-12-31", amounts=((3000, 1000), (3100, 500), (4000, -300), (8800, -1200)), text=""):
    """A voucher without any customer; positive amounts debit."""
    lines = [parts.line(account, amount, record=n) for n, (account, amount) in enumerate(amounts, 1)]
    said = parts.tags(TransactionID=number, Period=12, PeriodYear=day[:4], TransactionDate=day, Description=text)
    return parts.tag("Transaction", said, *lines)


def test_the_closing_of_the_year_is_kept_out_of_revenue_and_told_with_its_sum(read, year, parts):
    found = read(year(closing(parts)))
    assert found.revenue() == {"1001": 1000, "1002": 500}
    problem = found.problem("saft-year-end-closing")
    assert str(problem.found) == "The voucher of 2025-12-31 closes the year: it takes 1,500.00 NOK of revenue to the result."
    assert (problem.rows, problem.amount) == (0, -1500)
    assert "voucher 99" in str(problem.where)
    assert found.codes == ["saft-year-end-closing"]
    assert not [control for control in found.controls if control.month == date(2025, 12, 1)]


def test_the_accounts_still_agree_when_the_year_is_closed(read, year, parts):
    accounts = [
        parts.account(3000, category="salgsinntekt", opening=0, closing=0),
        parts.account(3100, category="salgsinntekt", opening=0, closing=0),
        parts.account(8800, "Årsresultat", category="disponering", opening=0, closing=-1200),
    ]
    found = read(year(closing(parts), accounts=accounts))
    assert found.revenue() == {"1001": 1000, "1002": 500}
    assert "saft-account-does-not-reconcile" not in found.codes
    told = {str(control.name): (control.stated, control.measured) for control in found.controls if control.measured is not None}
    assert not {name: sums for name, sums in told.items() if sums[0] != sums[1]}


@pytest.mark.parametrize(
    "amounts",
    [
        ((3000, 1000), (3100, 500), (2050, -1500)),  # revenue alone, straight to equity
        ((3000, 1000), (3100, 500), (8960, -1500)),
        ((3000, 1000), (3100, 480), (4000, -300), (6300, -80), (8800, -1100)),  # 20 of 1,500 is left behind
    ],
)
def test_other_ways_to_close_a_year(read, year, parts, amounts):
    found = read(year(closing(parts, amounts=amounts)))
    assert found.revenue() == {"1001": 1000, "1002": 500}


def test_one_voucher_for_each_account_closes_the_year_together(read, year, parts):
    one = closing(parts, "98", amounts=((3000, 1000), (8800, -1000)))
    other = closing(parts, "99", amounts=((3100, 500), (8800, -500)))
    found = read(year(one, other))
    assert found.revenue() == {"1001": 1000, "1002": 500}
    assert found.codes == ["saft-year-end-closing"] * 2


def test_one_account_is_closed_when_it_goes_to_zero_exactly_or_the_text_says_so(read, year, parts):
    sales = [("1", "2025-03-05", parts.sale(1000, "1001"))]
    exact = closing(parts, amounts=((3000, 1000), (8800, -1000)))
    assert read(year(exact, sales=sales)).revenue() == {"1001": 1000}
    said = closing(parts, amounts=((3000, 980), (8800, -980)), text="Årsavslutning 2025")
    assert read(year(said, sales=sales)).revenue() == {"1001": 1000}
    unsaid = closing(parts, amounts=((3000, 980), (8800, -980)), text="Korreksjon")
    assert read(year(unsaid, sales=sales)).revenue() == {"1001": 1000, None: -980}


def test_a_closing_period_and_the_end_of_the_selection_end_a_year_too(read, year, parts):
    sales = [("1", "2025-03-05", parts.sale(1000, "1001")), ("2", "2025-05-05", parts.sale(500, "1002", account=3100))]
    period = closing(parts, day="2025-06-15").replace("<Period>12", "<Period>13")
    assert read(year(period, sales=sales)).revenue() == {"1001": 1000, "1002": 500}
    header = parts.tag("SelectionCriteria", parts.tags(SelectionStartDate="2024-07-01", SelectionEndDate="2025-06-30"))
    ended = closing(parts, day="2025-06-30")
    assert read(year(ended, sales=sales, header=header)).revenue() == {"1001": 1000, "1002": 500}


def test_two_years_in_one_file_are_closed_one_by_one(read, year, parts):
    first = closing(parts, "98", day="2024-12-31", amounts=((3000, 700), (8800, -700)))
    sales = [("0", "2024-02-05", parts.sale(700, "1001")), first, ("1", "2025-03-05", parts.sale(1000, "1001"))]
    found = read(year(closing(parts, "99", amounts=((3000, 1000), (8800, -1000))), sales=sales))
    assert found.revenue() == {"1001": 1700}
    assert found.codes == ["saft-year-end-closing"] * 2


def test_a_year_whose_first_part_is_in_the_opening_balance(read, year, parts):
    accounts = [
        parts.account(3000, category="salgsinntekt", opening=-9000, closing=0),
        parts.account(3100, category="salgsinntekt", opening=0, closing=0),
        parts.account(8800, "Årsresultat", category="disponering"),
    ]
    last = closing(parts, amounts=((3000, 10_000), (3100, 500), (8800, -10_500)))
    assert read(year(last, accounts=accounts)).revenue() == {"1001": 1000, "1002": 500}


def test_vouchers_after_the_closing_in_the_file_are_seen_as_well(read, year, parts):
    late = ("3", "2025-11-05", parts.sale(200, "1002"))
    found = read(year(closing(parts, amounts=((3000, 1200), (3100, 500), (8800, -1700))), late))
    assert found.revenue() == {"1001": 1000, "1002": 700}


@pytest.mark.parametrize(
    "last",
    [
        {"day": "2025-11-30"},  # not the end of the year
        {"amounts": ((3000, 400), (3100, 200), (8800, -600))},  # a part of it: an accrual
        {"amounts": ((3000, 1000), (8800, -1000))},  # one of two accounts
        {"amounts": ((3000, 1000), (3100, 500), (1920, -1500))},  # paid back, not to the result
    ],
)
def test_what_does_not_close_the_year_is_counted(read, year, parts, last):
    found = read(year(closing(parts, **last)))
    assert "saft-year-end-closing" not in found.codes
    assert sum(row["revenue"] for row in found.lines) == 1500 - sum(
        units for account, units in last.get("amounts", ((3000, 1500),)) if account < 4000 and account > 2999
    )


def test_a_great_return_of_a_customer_on_the_last_day_is_no_closing(read, year, parts):
    back = [parts.line(3000, 1000), parts.line(3100, 500), parts.line(8800, -300), parts.line(1500, -1200, customer="1001")]
    found = read(year(("99", "2025-12-31", back)))
    assert sum(row["revenue"] for row in found.lines) == 0
    assert "saft-year-end-closing" not in found.codes


def test_danish_equity_is_known_by_its_name_or_by_the_chart(parts, read, tmp_path):
    for number, name, standard in (("3333", "Overført resultat", None), ("3333", "Konto", "6931")):
        chart = parts.tag("Account", parts.tags(AccountID="1010", AccountDescription="Salg", StandardAccountID="1010", AccountType="Sale"))
        chart += parts.tag(
            "Account", parts.tags(AccountID=number, AccountDescription=name, StandardAccountID=standard, AccountType="Other")
        )
        sold = "".join(parts.line(*one) for one in ((5600, 100), (1010, -100)))
        shut = "".join(parts.line(*one) for one in ((1010, 100), (3333, -100)))
        vouchers = [
            parts.tag("Transaction", parts.tags(TransactionID=n, TransactionDate=day), lines)
            for n, day, lines in ((1, "2025-03-05", sold), (2, "2025-12-31", shut))
        ]
        ledger = parts.tag("GeneralLedgerEntries", parts.tag("Journal", *vouchers))
        header = parts.tag("Header", parts.tags(AuditFileCountry="DK"))
        masters = parts.tag("MasterFiles", parts.tag("GeneralLedgerAccounts", chart))
        found = read(parts.tag("AuditFile", header, masters, ledger))
        assert sum(row["revenue"] for row in found.lines) == 100, name
        assert "saft-year-end-closing" in found.codes


def held(account, amount, *, day=date(2025, 12, 31), others=0, named=False):
    month = day.year * 12 + day.month - 1
    return Held(days=days_of(day), month=month, voucher="", amounts={account: amount}, others=others, named=named, facts=[], rows=1)


DECEMBER = 2025 * 12 + 11
amounts = st.dictionaries(st.sampled_from(["3000", "3010", "3100"]), st.integers(-10_000, 10_000), max_size=3)


@given(balance=amounts, taken=amounts, others=st.integers(0, 4), named=st.booleans())
@example(balance={"3000": 100}, taken={"3000": -95}, others=0, named=True)
@example(balance={"3000": 100}, taken={"3000": -94}, others=4, named=True)
def test_one_voucher_against_the_rule_as_done_on_paper(balance, taken, others, named):
    one = held("x", 0, others=others, named=named)
    one = Held(**{**{name: getattr(one, name) for name in one.__slots__}, "amounts": taken})
    posted = {(account, DECEMBER): amount for account, amount in balance.items()}
    whole = sum(abs(amount) for amount in balance.values())
    left = sum(abs(balance.get(account, 0) + taken.get(account, 0)) for account in {*balance, *taken})
    accounts = sum(amount != 0 for amount in balance.values())
    expected = whole > 0 and Decimal(left) / whole <= Decimal("0.05") and (left == 0 or accounts > 1 or others > 2 or named)
    assert (closings([one], posted, {}) == [one]) is expected
