"""Is every krone on the right customer and product group, and is a group what the file says it is?"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.potential.compute.grouping import FEW_PRODUCTS, MOST_GROUPS, Grouping, choose, largest, products_sold, regroup, with_groups
from rung.potential.compute.spend import purchases, sold_by, spend

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def line(customer, group, revenue, **more):
    return {"customer_id": customer, "product_group": group, "revenue": Decimal(str(revenue)), **more}


def test_purchases_of_the_period_only_and_nothing_below_zero(arrow_lines, run):
    rows = [
        line("1", "A", 100),
        line("1", "A", -30),
        line("1", "B", -5),
        line("1", None, 7),
        line("2", "B", 50),
        line("3", "A", -1),
        line(None, "A", 999),
        line("2", "A", 40, date=date(2024, 12, 31)),
        line("2", "A", 41, date=date(2026, 1, 1)),
    ]
    found = purchases(run(spend(ibis.memtable(arrow_lines(rows)), YEAR)), None)
    assert found.ids.to_pylist() == ["1", "2"]
    assert found.groups == ["A", "B"]
    assert found.bought.tolist() == [[7000, 0], [0, 5000]]
    assert found.rest.tolist() == [700, 0]
    assert found.total.tolist() == [7700, 5000]


rows = st.lists(
    st.tuples(st.sampled_from("123"), st.sampled_from(["A", "B", None]), st.decimals(-500, 500, places=4)), min_size=1, max_size=30
)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_the_amounts_add_up_to_the_revenue(arrow_lines, run, rows):
    found = run(spend(ibis.memtable(arrow_lines([line(*row) for row in rows])), YEAR))
    by_hand = defaultdict(Decimal)
    for customer, group, amount in rows:
        by_hand[customer, group] += amount
    assert {(row["customer_id"], row["product_group"]) for row in found.to_pylist()} == set(by_hand)
    for row in found.to_pylist():
        assert abs(row["amount_minor"] - 100 * by_hand[row["customer_id"], row["product_group"]]) <= 1
    total = 100 * sum(by_hand.values())
    assert abs(sum(found["amount_minor"].to_pylist()) - total) <= Decimal("0.5")


def test_what_is_known_of_customers_stands_in_their_order():
    spent = pa.table({"customer_id": ["b", "a", "c"], "product_group": ["A"] * 3, "amount_minor": [1, 2, 3]})
    known = pa.table(
        {
            "customer_id": ["c", "b", "x"],
            "industry": ["46.731", "46.9", "10"],
            "customer_group": ["Shop", None, "Shop"],
            "employees": pa.array([0, 12, 5], pa.int64()),
        }
    )
    found = purchases(spent, known)
    assert found.ids.to_pylist() == ["a", "b", "c"]
    assert found.industry[0] == -1
    assert found.industry[1] == found.industry[2] != -1  # 46 both
    assert (found.customer_group < 0).tolist() == [True, True, False]
    np.testing.assert_array_equal(found.employees, [np.nan, 12, np.nan])  # nobody employed says nothing of size


def test_the_seller_is_who_sold_most(arrow_lines, run):
    rows = [
        line("1", "A", 10, seller_id="x"),
        line("1", "A", 20, seller_id="y"),
        line("1", "B", 11, seller_id="x"),
        line("2", "A", 5, seller_id="y"),
        line("2", "A", 5, seller_id="x"),
        line("3", "A", 5),
    ]
    found = run(sold_by(ibis.memtable(arrow_lines(rows)), YEAR)).to_pylist()
    assert sorted((row["customer_id"], row["seller_id"]) for row in found) == [("1", "x"), ("2", "x")]


def sold(*rows):
    return pa.Table.from_pylist([dict(zip(("product_group", "product_id", "revenue_minor"), row, strict=True)) for row in rows])


def test_groups_are_the_files_own_when_half_of_the_revenue_names_them():
    assert choose(sold(("A", "1", 30), ("B", "2", 20), (None, "3", 50))) == Grouping("groups")
    assert choose(sold(("A", "1", 30), ("B", "2", 19), (None, "3", 50))) == Grouping("products")
    assert choose(sold(("A", "1", 30), ("A", "2", 70))) == Grouping("products")  # one group is no choice


def test_few_products_are_groups_and_many_are_told_by_how_they_begin():
    few = [(None, f"{n:05}", 1) for n in range(FEW_PRODUCTS)]
    assert choose(sold(*few)) == Grouping("products")
    # 010 ... 016: seven beginnings of three characters, 70 of four
    many = [(None, f"{n:05}", 1) for n in range(1000, 1700)]
    assert choose(sold(*many, (None, "POSTAGE", 1))) == Grouping("prefix", 3)


@pytest.mark.parametrize("rows", [[(None, None, 5)], [("A", None, 5)], [("A", "1", 5)], [("A", "1", -5), ("B", "2", -5)]])
def test_without_groups_or_products_there_is_no_answer(rows):
    assert choose(sold(*rows)) is None


def test_numbers_that_all_begin_differently_make_no_groups():
    assert choose(sold(*[(None, f"{chr(1000 + n)}1", 1) for n in range(MOST_GROUPS + 1)])) is None


def test_names_without_a_digit_are_no_numbers():
    assert choose(sold(*[(None, f"{chr(1000 + n)}x", 1) for n in range(MOST_GROUPS)])) is None


def test_lines_take_the_groups_of_the_product_list_and_then_what_was_chosen(arrow_lines, run):
    rows = [line("1", None, 1, product_id="84A"), line("1", "Own", 1, product_id="84A"), line("1", None, 1, product_id="85")]
    rows.append(line("1", None, 1, product_id="POST"))
    products = pa.table({"product_id": ["84A"], "product_group": ["Lights"]})
    lines = ibis.memtable(arrow_lines(rows))
    known = with_groups(lines, ibis.memtable(products))
    assert sorted(run(known)["product_group"].to_pylist(), key=str) == ["Lights", None, None, "Own"]
    assert set(known.columns) == set(lines.columns)
    assert set(run(regroup(known, Grouping("prefix", 1)))["product_group"].to_pylist()) == {"8", None}
    assert set(run(regroup(known, Grouping("products")))["product_group"].to_pylist()) == {"84A", "85", "POST"}
    assert run(products_sold(known, YEAR)).num_rows == 4


def test_only_the_largest_groups_are_offered():
    sums = [(f"{n:03}", 100 - n) for n in range(MOST_GROUPS + 5)] + [(None, 10**6), ("nothing", 0), ("000", 1)]
    assert largest(sums) == [f"{n:03}" for n in range(MOST_GROUPS)]
