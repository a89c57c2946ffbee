"""Is every customer in the group of whoever is at the top?"""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rung.identity import Decided, group_of, rolled


def table(parents, numbers=None):
    rows = [{"customer_id": one, "parent_id": parent, "org_number": (numbers or {}).get(one)} for one, parent in parents.items()]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in ("customer_id", "parent_id", "org_number")]))


def test_chains_go_to_the_top():
    found = group_of(table({"shop": "chain", "chain": "holding", "holding": None, "alone": None, "empty": " "}))
    assert found.top == {"shop": "holding", "chain": "holding"}
    assert found.members == {"holding": ["chain", "shop"]}
    assert found.outside == frozenset()


def test_a_parent_by_number_then_by_organisation_number_then_as_it_stands():
    numbers = {"1": "974760673", "2": "974760673", "974760673": None}
    assert group_of(table({"1": None, "2": None, "3": "NO 974 760 673 MVA"}, numbers)).top == {"3": "1"}
    assert group_of(table({"1": None, "974760673": None, "3": "974760673"}, numbers)).top == {"3": "974760673"}
    found = group_of(table({"1": "Konsernet AS", "2": "923 609 016", "3": "923609016"}))
    assert found.top == {"1": "Konsernet AS", "2": "923609016", "3": "923609016"}
    assert found.outside == {"Konsernet AS", "923609016"}


def test_its_own_parent_is_nobodys_child():
    assert group_of(table({"1": "1", "2": "974760673"}, {"2": "974760673"})).top == {}


def test_a_circle_is_broken_at_its_first_and_told():
    found = group_of(table({"c": "a", "a": "b", "b": "c", "x": "c", "y": "y2", "y2": "y"}))
    assert found.top == {"b": "a", "c": "a", "x": "a", "y2": "y"}
    assert found.cycles == (("a", "b", "c"), ("y", "y2"))


def test_what_a_person_decided_outranks_the_list():
    said = table({"1": "9", "2": "9", "3": None, "9": None})
    assert group_of(said, Decided(grouped={"3": "1"}, alone=frozenset({"2"}))).top == {"1": "9", "3": "9"}
    assert group_of(said, Decided(grouped={"1": "3"})).top == {"1": "3", "2": "9"}


def test_merged_customers_bring_their_group_and_lose_to_the_one_they_are():
    said = table({"1": None, "2": "9", "3": "8", "8": None, "9": None})
    assert group_of(said, Decided(merged={"2": "1"})).top == {"1": "9", "3": "8"}
    assert group_of(said, Decided(merged={"2": "3"})).top == {"3": "8"}
    assert group_of(said, Decided(merged={"9": "1"})).top == {"2": "1", "3": "8"}


def test_rolled_up_everybody_counts_as_the_top_but_nobody_alone_as_a_stranger():
    said = table({"1": "9", "2": "1", "3": "stranger", "4": "both", "5": "both", "9": None})
    decided = Decided(merged={"7": "2", "6": "3"})
    assert rolled(decided, group_of(said, decided)) == {"1": "9", "2": "9", "7": "9", "6": "3", "4": "both", "5": "both"}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefgz"), max_size=7))
def test_any_parents_end_somewhere_and_the_same_place_in_any_order(parents):
    found = group_of(table(parents))
    assert found == group_of(table(dict(reversed(parents.items()))))
    for one, top in found.top.items():
        assert one != top
        assert top not in found.top
        seen = [one]
        while parents.get(seen[-1]) and parents[seen[-1]] not in seen:
            seen.append(parents[seen[-1]])
        assert top in seen
    assert {one for one in parents if parents[one] != one} <= found.top.keys() | {cycle[0] for cycle in found.cycles}
