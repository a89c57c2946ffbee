"""Does what people decided, in any order, mean what they would say it means?"""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from rung.identity import NOTHING, Decision, resolve
from rung.identity.compute.decisions import KINDS, refusal

AT = datetime(2026, 1, 31, 12, 30)  # noqa: DTZ001  local time, as the book keeps it
IDS = st.sampled_from("abcdef")
DECISIONS = st.lists(
    st.builds(Decision, at=st.just(AT), by=st.just("Anne"), kind=st.sampled_from(KINDS), customer_id=IDS, into_id=IDS), max_size=25
)


def said(kind, one, other=""):
    return Decision(at=AT, by="Anne", kind=kind, customer_id=one, into_id=other)


def slowly(decisions):
    """The mapping by sets: customers in one set are one; the set is called after the one in it that was merged into nothing."""
    merges = []
    for one in decisions:
        if one.kind == "same":
            taken = any(merge.customer_id == one.customer_id for merge in merges)
            if not taken and one.into_id not in sets_of(merges, one.customer_id):
                merges.append(one)
        elif one.kind == "apart":
            merges = [merge for merge in merges if merge.customer_id != one.customer_id]
    going = {merge.customer_id for merge in merges}
    return {one: next(iter(sets_of(merges, one) - going)) for one in going}


def sets_of(merges, one):
    found = {one}
    while (
        more := {end for merge in merges for end in (merge.customer_id, merge.into_id) if {merge.customer_id, merge.into_id} & found}
        - found
    ):
        found |= more
    return found


@given(DECISIONS)
def test_any_history_is_what_the_slow_way_says(decisions):
    assert resolve(decisions).mapping == slowly(decisions)


@given(DECISIONS)
def test_taking_everything_back_leaves_nothing(decisions):
    state = resolve(decisions)
    back = [said("apart", one) for one in state.merged]
    assert resolve([*decisions, *back]).mapping == {}
    assert NOTHING.mapping == {}


@given(DECISIONS, IDS, IDS)
def test_a_merge_taken_back_restores_exactly(decisions, one, other):
    before = resolve(decisions)
    merge = said("same", one, other)
    if refusal(before, merge) is None:
        after = resolve([*decisions, merge, said("apart", one)])
        assert after.mapping == before.mapping
        assert after.grouped == before.grouped
    else:
        assert resolve([*decisions, merge]) == before


@given(DECISIONS)
def test_nobody_is_under_itself(decisions):
    state = resolve(decisions)
    assert all(one != final and final not in state.merged for one, final in state.mapping.items())
    for one in state.grouped:
        seen = [one]
        while seen[-1] in state.grouped:
            assert state.grouped[seen[-1]] not in seen
            seen.append(state.grouped[seen[-1]])


def test_a_chain_follows_to_the_end_and_comes_apart_where_it_is_cut():
    chain = [said("same", "a", "b"), said("same", "b", "c")]
    assert resolve(chain).mapping == {"a": "c", "b": "c"}
    assert resolve([*chain, said("apart", "b")]).mapping == {"a": "b"}
    assert resolve(chain).members("c") == ["a", "b"]


def test_who_is_taken_apart_is_two_until_merged_again():
    state = resolve([said("same", "a", "b"), said("apart", "a")])
    assert state.said_apart == {frozenset("ab")}
    assert resolve([said("same", "a", "b"), said("apart", "a"), said("same", "a", "b")]).said_apart == frozenset()


def test_two_that_are_two_stay_two_for_whoever_they_become():
    state = resolve([said("not_same", "a", "b"), said("same", "b", "c")])
    assert state.said_apart == {frozenset("ac")}


def test_groups_by_hand():
    state = resolve([said("group", "a", "b"), said("group", "c", "a"), said("ungroup", "d"), said("ungroup", "c")])
    assert state.grouped == {"a": "b"}
    assert state.alone == {"c", "d"}
    assert resolve([said("ungroup", "a"), said("group", "a", "b")]).alone == frozenset()
