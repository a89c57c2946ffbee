"""Any file against the same sums done on paper: nothing lost, nothing twice."""

from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rung.base import to_minor

amounts = st.decimals(-10_000, 10_000, places=2) | st.decimals(-10, 10, places=4) | st.sampled_from(["x", "1,5", ""])
lines = st.tuples(
    st.sampled_from([1500, 1500, 1920, 2700, 3000, 3000, 3100, 3900]),
    amounts,
    st.sampled_from([None, None, "1001", "1002", "1003"]),
    st.sampled_from([None, "a", "b"]),
)
days = st.sampled_from(["2025-01-05", "2025-01-31", "2025-02-01", "2024-12-31", "2025-13-01", ""])
vouchers = st.lists(st.tuples(days, st.lists(lines, min_size=1, max_size=7)), min_size=1, max_size=12)


def on_paper(written):
    """Month -> revenue, revenue of each voucher that a single customer has, and how many income lines there are, by the plain rules."""
    months, of_one, income_lines = defaultdict(Decimal), defaultdict(Decimal), 0
    for day, of_voucher in written:
        customers = {customer for _, _, customer, _ in of_voucher if customer}
        for account, amount, _, _ in of_voucher:
            if account in (3000, 3100):
                income_lines += 1
                if isinstance(amount, Decimal) and day in {"2025-01-05", "2025-01-31", "2025-02-01", "2024-12-31"}:
                    months[day[:7]] -= amount
                    if len(customers) == 1:
                        of_one[next(iter(customers))] -= amount
    return months, of_one, income_lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(written=vouchers)
@example(
    written=[
        ("2025-01-05", [(3000, Decimal(0), None, None)]),
        ("2025-01-05", [(3000, Decimal(0), None, None), (1500, Decimal(0), None, None)]),
    ]
)
@pytest.mark.parametrize("newline", ["\n", ""])
def test_facts_and_problems_add_up_to_the_file(read, saft, parts, newline, written):
    made = [
        (str(n), day, [parts.line(account, amount, customer=who, document=document) for account, amount, who, document in of_voucher])
        for n, (day, of_voucher) in enumerate(written)
    ]
    found = read(saft(made, newline=newline))
    months, of_one, income_lines = on_paper(written)

    of_facts = defaultdict(Decimal)
    for row in found.lines:
        of_facts[row["date"].isoformat()[:7]] += row["revenue"]
    assert {month: total for month, total in of_facts.items() if total} == {month: total for month, total in months.items() if total}
    told = {control.month.isoformat()[:7]: control.stated for control in found.controls if control.month}
    assert {month: total for month, total in told.items() if total} == {month: total for month, total in months.items() if total}

    lost = sum(problem.rows for problem in found.problems)
    assert len({row["row"] for row in found.lines}) + lost == income_lines
    assert found.ends[0].rows == income_lines + len(found.customers)
    assert len({row["row"] for row in found.lines + found.customers}) == len({row["row"] for row in found.lines}) + len(found.customers)
    assert not [key for key, count in Counter(row["line_key"] for row in found.lines).items() if count > 1]

    # A customer has at least what the vouchers with no other customer give.
    alone = defaultdict(Decimal)
    by_voucher = {str(n): {who for _, _, who, _ in of_voucher if who} for n, (_, of_voucher) in enumerate(written)}
    for row in found.lines:
        voucher = row["line_key"].split("|")[3]
        if len(by_voucher[voucher]) == 1:
            alone[row["customer_id"]] += row["revenue"]
            assert not row["estimated"]
        elif not by_voucher[voucher]:
            assert row["customer_id"] is None
        else:
            assert row["customer_id"] in by_voucher[voucher] | {None}
    assert {who: total for who, total in alone.items() if total} == {who: total for who, total in of_one.items() if total}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(amount=st.decimals(-10_000, 10_000, places=4), charged=st.lists(st.decimals("0.01", 1_000, places=2), min_size=2, max_size=5))
def test_the_parts_of_a_line_add_up_to_it_exactly(read, saft, parts, amount, charged):
    receivable = [parts.line(1500, units, customer=f"10{n}") for n, units in enumerate(charged)]
    found = read(saft([("1", "2025-01-05", [*receivable, parts.line(3000, -amount)])]))
    assert sum(row["revenue"] for row in found.lines) == amount
    assert len({row["row"] for row in found.lines}) == 1
    for row in found.lines:
        exact = amount * charged[int(row["customer_id"][2:])] / sum(charged)
        assert abs(row["revenue"] - exact) < Decimal("0.0001")
        assert to_minor(row["revenue"]) is not None
