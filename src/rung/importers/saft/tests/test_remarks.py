"""What the user must see, and the file's own totals. Remarks never change a fact."""

from datetime import date
from decimal import Decimal

import pytest


@pytest.fixture
def sold(saft, parts):
    """A file with the vouchers given as (number, date, net, customer)."""

    def build(*sales, **more):
        return saft([(number, day, parts.sale(net, customer)) for number, day, net, customer in sales], **more)

    return build


def controls_of(found):
    return {(str(control.name), control.month): (control.stated, control.measured) for control in found.controls}


def test_the_totals_of_the_file_stand_beside_ours(read, sold, parts):
    totals = parts.tags(NumberOfEntries=4, TotalDebit="1250.00", TotalCredit="1250.01")
    found = read(sold(("1", "2025-01-05", 1000, "1001"), totals=totals))
    told = controls_of(found)
    assert told["Vouchers", None] == (4, 1)
    assert told["Total debit", None] == (Decimal("1250.00"), Decimal(1250))
    assert told["Total credit", None] == (Decimal("1250.01"), Decimal(1250))
    assert [control.money for control in found.controls] == [False, True, True, True]


def test_totals_of_other_parts_of_the_file_are_not_taken(read, sold, parts):
    other = parts.tag("SourceDocuments", parts.tag("SalesInvoices", parts.tags(NumberOfEntries=9)))
    assert ("Vouchers", None) not in controls_of(read(sold(("1", "2025-01-05", 1000, "1001"), after=other)))


def test_revenue_per_month_is_told(read, sold):
    found = read(sold(("1", "2025-01-05", 1000, "1001"), ("2", "2025-03-31", 300, "1002"), ("3", "2025-01-31", -50, "1001")))
    told = {month: stated for (name, month), (stated, _) in controls_of(found).items() if name == "Revenue"}
    assert told == {date(2025, 1, 1): 950, date(2025, 3, 1): 300}


def test_a_revenue_account_is_held_against_its_balances(read, sold, parts):
    accounts = [
        parts.account(3000, "Salg", category="salgsinntekt", opening=-500, closing=-1600),
        parts.account(3100, category="salgsinntekt", opening=0, closing=0),
    ]
    found = read(sold(("1", "2025-01-05", 1000, "1001"), accounts=accounts))
    told = controls_of(found)
    assert told["Revenue account 3000", None] == (Decimal(1100), Decimal(1000))
    assert ("Revenue account 3100", None) not in told
    assert "Account 3000 does not add up: -500.00 NOK at the start and -1,000.00 NOK in vouchers, but -1,600.00 NOK" in str(
        found.problem("saft-account-does-not-reconcile").found
    )


def test_the_same_receivable_in_two_vouchers_may_be_a_duplicate(read, saft, parts):
    again = parts.sale(1000, "1001", document="14")
    found = read(saft([("1013", "2025-01-27", again), ("1020", "2025-01-28", again), ("1041", "2025-01-27", again)]))
    problem = found.problem("saft-possible-duplicate")
    assert str(problem.found) == "Document 14, 1,250.00 NOK to customer 1001 on 2025-01-27, is also in voucher 1013."
    assert "1041" in str(problem.where)
    assert problem.rows == 0
    assert found.revenue() == {"1001": 3000}


@pytest.mark.parametrize("change", [{"customer": "1002"}, {"document": "15"}, {"net": 1001}, {"document": None}])
def test_what_differs_in_one_thing_is_no_duplicate(read, saft, parts, change):
    other = {"net": 1000, "customer": "1001", "document": "14"} | change
    found = read(
        saft([("1", "2025-01-27", parts.sale(1000, "1001", document=other["document"] and "14")), ("2", "2025-01-27", parts.sale(**other))])
    )
    assert not found.problems


def test_two_equal_lines_in_one_voucher_are_no_duplicate(read, saft, parts):
    lines = [
        parts.line(1500, 10, customer="1001", document="1"),
        parts.line(1500, 10, customer="1001", document="1"),
        parts.line(3000, -20),
    ]
    assert not read(saft([("1", "2025-01-27", lines)])).problems


def test_customers_who_are_not_listed_are_named(read, sold):
    found = read(sold(*((str(n), "2025-01-05", 100, f"90{n}") for n in range(7)), ("8", "2025-01-05", 100, "1001")))
    assert "7 customers" in str(found.problem("saft-unknown-customer").found)
    assert "900, 901, 902, 903, 904 …" in str(found.problem("saft-unknown-customer").found)
    assert len(found.revenue()) == 8


def test_a_file_without_any_customer_list_is_not_told_so_for_each(read, sold):
    assert not read(sold(("1", "2025-01-05", 100, "900"), customers=[])).problems


def test_a_voucher_out_of_balance_is_named(read, saft, parts):
    lines = [parts.line(1500, 1250, customer="1001"), parts.line(3000, Decimal("-1249.99"))]
    found = read(saft([("1", "2025-01-05", lines), ("2", "2025-01-05", parts.sale(100, "1001"))]))
    assert str(found.problem("saft-voucher-out-of-balance").found) == "Debit and credit differ by 0.01 NOK."
    assert "voucher 1" in str(found.problem("saft-voucher-out-of-balance").where)
    assert len(found.lines) == 2


def period(number, day, month, lines, parts):
    return parts.tag("Transaction", parts.tags(TransactionID=number, Period=month, PeriodYear=2025, TransactionDate=day), *lines)


@pytest.mark.parametrize(
    ("month", "day", "far"),
    [
        (1, "2025-01-31", False),
        (1, "2025-03-01", False),  # 29 days after the end of January
        (1, "2025-03-03", False),  # 31 days
        (1, "2025-03-04", True),
        (3, "2025-01-29", False),  # 31 days before March
        (3, "2025-01-28", True),
        (12, "2024-12-31", True),
        (13, "2025-01-01", False),  # a closing period is no month
        ("x", "2025-01-01", False),
    ],
)
def test_a_sale_dated_more_than_31_days_outside_its_period_is_counted(read, saft, parts, month, day, far):
    others = [("1", "2025-01-05", parts.sale(100, "1001")), ("2", "2025-01-06", parts.sale(100, "1001"))]
    found = read(saft([*others, period("3", day, month, parts.sale(100, "1001"), parts)]))
    assert ("saft-date-far-from-period" in found.codes) is far


def test_periods_that_are_not_calendar_months_are_left_alone(read, saft, parts):
    found = read(saft([period(str(n), "2025-07-05", 1, parts.sale(100 + n, "1001"), parts) for n in range(5)]))
    assert not found.problems


@pytest.mark.parametrize(("cash", "warned"), [(100, False), (101, True)])
def test_less_than_nine_tenths_with_a_customer_is_not_enough(read, saft, parts, cash, warned):
    vouchers = [("1", "2025-01-05", parts.sale(900, "1001")), ("2", "2025-01-05", [parts.line(1900, cash), parts.line(3000, -cash)])]
    found = read(saft(vouchers))
    assert ("saft-revenue-without-customer" in found.codes) is warned
    if warned:
        assert "10.1%" in str(found.problem("saft-revenue-without-customer").found)


def test_income_that_is_not_sales_is_named_not_dropped_in_silence(read, saft, parts):
    rent = [parts.line(1500, 500, customer="1001"), parts.line(3900, -500)]
    found = read(saft([("1", "2025-01-05", parts.sale(900, "1001")), ("2", "2025-01-05", rent)]))
    assert found.revenue() == {"1001": 900}
    assert str(found.problem("saft-other-income").found) == "500.00 NOK on account “3900 Annen driftsinntekt” is not counted as sales."


def test_a_file_without_sales_says_so(read, saft, parts):
    found = read(saft([("1", "2025-01-05", [parts.line(1920, 5), parts.line(1500, -5, customer="1001")])]))
    assert found.codes == ["saft-no-revenue"]
    assert found.customers
    assert not found.lines


@pytest.mark.parametrize("written", ["", "1,50", "x", "1e5", "999999999999999999"])
def test_a_revenue_line_without_a_readable_amount_is_a_problem_with_its_row(read, saft, parts, written):
    lines = [parts.line(1500, 100, customer="1001"), parts.line(3000, written), parts.line(3000, -60)]
    found = read(saft([("1", "2025-01-05", lines)]))
    problem = found.problem("saft-amount-not-understood")
    assert (problem.rows, problem.amount, problem.refused) == (1, None, False)
    assert (written or "no amount") in str(problem.found)
    assert found.revenue() == {"1001": 60}
    assert found.ends[0].rows == 1 + 1 + 2
    assert found.codes == ["saft-amount-not-understood"]  # nothing is said of a balance that cannot be known


def test_a_line_without_any_amount_is_a_problem(read, saft, parts):
    bare = parts.tag("Line", parts.tags(RecordID=1, AccountID=3000))
    found = read(saft([("1", "2025-01-05", [bare, *parts.sale(100, "1001")])]))
    assert found.problem("saft-amount-not-understood").rows == 1


def test_an_unreadable_amount_elsewhere_costs_no_row(read, saft, parts):
    found = read(saft([("1", "2025-01-05", [parts.line(1900, "x"), parts.line(3000, -60), parts.line(1500, 60, customer="1001")])]))
    assert found.problem("saft-amount-not-understood").rows == 0
    assert found.revenue() == {"1001": 60}


@pytest.mark.parametrize("written", ["", "2025-02-30", "05.01.2025"])
def test_a_sale_without_a_readable_date_is_a_problem_with_its_rows_and_money(read, saft, parts, written):
    lines = [parts.line(1500, 100, customer="1001"), parts.line(3000, -60), parts.line(3100, -40)]
    found = read(saft([("1", written, lines), ("2", "2025-01-05", parts.sale(100, "1001"))]))
    problem = found.problem("saft-date-not-understood")
    assert (problem.rows, problem.amount) == (2, 100)
    assert found.revenue() == {"1001": 100}
    assert found.ends[0].rows == 1 + 2 + 2


def test_a_date_is_only_needed_for_sales(read, saft, parts):
    assert not read(saft([("1", "", [parts.line(1920, 5), parts.line(2400, -5)]), ("2", "2025-01-05", parts.sale(100, "1001"))])).problems


def test_decimals_beyond_the_fourth_are_rounded_and_said(read, saft, parts):
    lines = [parts.line(1500, "100.00000000001", customer="1001"), parts.line(3000, Decimal("-100.00005"))]
    found = read(saft([("1", "2025-01-05", lines)]))
    assert found.lines[0]["revenue"] == Decimal(100)
    assert "2 amounts" in str(found.problem("saft-amount-rounded").found)


def test_both_sides_on_one_line_and_flat_amounts_are_read(read, saft, parts):
    both = parts.line(3000, -100).replace("<CreditAmount>", "<DebitAmount><Amount>0.00</Amount></DebitAmount><CreditAmount>")
    flat = parts.line(1500, 100, customer="1001").replace("<Amount>", "").replace("</Amount>", "")
    late = parts.line(3000, -7).replace("<Amount>", "<CurrencyAmount>9</CurrencyAmount><Amount>")
    found = read(saft([("1", "2025-01-05", [flat, both]), ("2", "2025-01-05", [parts.line(1500, 7, customer="1001"), late])]))
    assert found.revenue() == {"1001": 107}
    assert not found.problems


def test_of_many_problems_of_a_kind_the_rest_are_counted(read, saft, parts):
    bad = [("1", "2025-01-05", [parts.line(3000, "x") for _ in range(50)] + parts.sale(100, "1001"))]
    bad += [(str(n), "x", parts.sale(10, "1001")) for n in range(30)]
    found = read(saft(bad))
    of_kind = {code: [problem for problem in found.problems if problem.code == code] for code in set(found.codes)}
    amounts, dates = of_kind["saft-amount-not-understood"], of_kind["saft-date-not-understood"]
    assert [len(amounts), len(dates)] == [21, 21]
    assert (amounts[-1].rows, str(amounts[-1].found)) == (30, "There are 30 more like this.")
    assert (dates[-1].rows, dates[-1].amount) == (10, 100)
    assert found.ends[0].rows == sum(problem.rows for problem in found.problems) + len(found.lines) + len(found.customers)


@pytest.mark.parametrize("year", ["99999999999999999999", "0", "9999", "9" * 5_000])
def test_a_period_of_an_impossible_year_is_no_period(read, saft, parts, year):
    said = parts.tags(TransactionID=1, Period=3, PeriodYear=year, TransactionDate="2025-01-05")
    header = parts.tag("SelectionCriteria", parts.tags(PeriodStart=1, PeriodStartYear=year, PeriodEnd=12, PeriodEndYear=year))
    found = read(saft([parts.tag("Transaction", said, *parts.sale(100, "1001"))], header=header, totals=parts.tags(NumberOfEntries=year)))
    assert found.revenue() == {"1001": 100}
    assert not found.problems
    assert (found.head.first, found.head.last) == (None, None)


def test_two_sides_that_are_more_than_an_amount_can_be_are_a_problem(read, saft, parts):
    most = "99999999999999.9999"
    both = parts.line(3000, most).replace("</Line>", f"<CreditAmount><Amount>-{most}</Amount></CreditAmount></Line>")
    found = read(saft([("1", "2025-01-05", [both]), ("2", "2025-01-05", parts.sale(100, "1001"))]))
    assert found.problem("saft-amount-not-understood").rows == 1
