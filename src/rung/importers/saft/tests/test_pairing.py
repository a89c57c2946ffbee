"""Each pairing rule with worked numbers, in kroner; and the split against the rule as done on paper."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.saft.pairing import Posting, pair, split


def one(income, receivable):
    (shares,) = pair([income], receivable)
    return shares


A_750_B_500 = [Posting(750, "A", None), Posting(500, "B", None)]


def test_a_line_that_names_its_customer_is_the_customers():
    assert one(Posting(1000, "C", "7"), A_750_B_500) == [("C", 1000, False)]


def test_a_shared_document_number_decides():
    receivable = [Posting(750, "A", "1"), Posting(500, "B", "2")]
    found = pair([Posting(600, None, "1"), Posting(400, None, "2")], receivable)
    assert found == [[("A", 600, False)], [("B", 400, False)]]


def test_without_a_shared_document_the_receivables_weigh():
    # 750 and 500 of 1,250: six and four tenths of 1,000.
    assert one(Posting(1000, None, None), A_750_B_500) == [("A", 600, True), ("B", 400, True)]
    assert one(Posting(1000, None, "unknown"), A_750_B_500) == [("A", 600, True), ("B", 400, True)]


def test_several_customers_on_one_document_share_it_among_themselves():
    receivable = [Posting(750, "A", "1"), Posting(500, "B", "1"), Posting(9000, "C", "2")]
    assert one(Posting(1000, None, "1"), receivable) == [("A", 600, True), ("B", 400, True)]


def test_a_payment_in_the_same_voucher_pulls_no_revenue():
    assert one(Posting(1000, None, None), [Posting(1250, "A", None), Posting(-900, "B", None)]) == [("A", 1000, True)]


def test_a_credit_note_goes_to_those_who_were_credited():
    receivable = [Posting(1250, "A", None), Posting(-250, "B", None)]
    assert pair([Posting(1000, None, None), Posting(-200, None, None)], receivable) == [[("A", 1000, True)], [("B", -200, True)]]


def test_where_no_receivable_has_the_right_sign_the_others_weigh():
    assert one(Posting(-100, None, None), A_750_B_500) == [("A", -60, True), ("B", -40, True)]


def test_the_only_customer_with_a_receivable_has_what_is_not_named():
    found = pair([Posting(100, "B", None), Posting(300, None, None)], [Posting(500, "A", None)])
    assert found == [[("B", 100, False)], [("A", 300, False)]]


def test_nothing_to_weigh_by_is_nobodys():
    assert pair([Posting(100, "A", None), Posting(50, "B", None), Posting(70, None, None)], [])[2] == [(None, 70, False)]
    assert one(Posting(100, None, None), [Posting(0, "A", None), Posting(0, "B", None)]) == [(None, 100, False)]


@pytest.mark.parametrize(
    ("units", "weights", "expected"),
    [
        (100, {"A": 1, "B": 1, "C": 1}, {"A": 34, "B": 33, "C": 33}),  # equal remainders: the lower id
        (100, {"C": 1, "B": 1, "A": 1}, {"A": 34, "B": 33, "C": 33}),
        (-100, {"A": 1, "B": 1, "C": 1}, {"A": -34, "B": -33, "C": -33}),
        (10, {"A": 2, "B": 1}, {"A": 7, "B": 3}),
        (1, {"A": 1, "B": 3}, {"B": 1}),
        (0, {"A": 1, "B": 3}, {"A": 0}),
    ],
)
def test_the_largest_remainders_get_the_last_units(units, weights, expected):
    assert split(units, weights) == expected


@given(st.integers(-(10**12), 10**12), st.dictionaries(st.text("ABCDEF", min_size=1, max_size=2), st.integers(1, 10**9), min_size=1))
def test_a_split_is_exact_and_as_fair_as_whole_units_allow(units, weights):
    shares = split(units, weights)
    assert sum(shares.values()) == units
    total = sum(weights.values())
    on_paper = {customer: Fraction(abs(units) * weight, total) for customer, weight in weights.items()}
    left = abs(units) - sum(int(share) for share in on_paper.values())
    lucky = sorted(on_paper, key=lambda customer: (int(on_paper[customer]) - on_paper[customer], customer))[:left]
    expected = {customer: int(share) + (customer in lucky) for customer, share in on_paper.items()}
    assert {customer: abs(share) for customer, share in shares.items() if share} == {c: share for c, share in expected.items() if share}


@st.composite
def vouchers(draw):
    names = st.sampled_from([None, "A", "B", "C"])
    documents = st.sampled_from([None, "1", "2"])
    posting = st.builds(Posting, st.integers(-1000, 1000), names, documents)
    named = st.builds(Posting, st.integers(-1000, 1000), st.sampled_from("ABC"), documents)
    return draw(st.lists(posting, min_size=1, max_size=5)), draw(st.lists(named, max_size=6))


@given(vouchers())
def test_no_unit_is_lost_and_no_customer_invented(voucher):
    income, receivable = voucher
    known = {line.customer for line in [*income, *receivable]} | {None}
    for line, shares in zip(income, pair(income, receivable), strict=True):
        assert sum(units for _, units, _ in shares) == line.units
        customers = [customer for customer, _, _ in shares]
        assert len(customers) == len(set(customers)) >= 1
        assert set(customers) <= known
        if line.customer:
            assert shares == [(line.customer, line.units, False)]


def test_an_enormous_voucher_does_not_take_for_ever_and_loses_nothing():
    income = [Posting(100, None, None)] * 20_000
    receivable = [Posting(100, str(n), None) for n in range(20_000)]
    parts = pair(income, receivable)
    assert parts == [[(None, 100, False)]] * 20_000
