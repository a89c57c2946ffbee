"""What is proposed, how sure, and why?"""

from datetime import date
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.identity import Decided, proposals
from rung.identity.compute.judging import evidence, strength
from rung.identity.compute.pairs import candidates
from rung.identity.compute.profile import profiles

ORG, OTHER, THIRD = "974760673", "923609016", "914778271"
OSLO, BERGEN = {"postal_code": "0150", "city": "Oslo"}, {"postal_code": "5003", "city": "Bergen"}


@pytest.fixture
def look(customers):
    def made(*rows, revenue=None, **more):
        return proposals(customers(*rows), revenue or {}, **more)

    return made


@pytest.fixture
def how_sure(look):
    """The strength of the only proposal that the two are one; None when there is none."""

    def made(one, other):
        found = [proposal for proposal in look(one, other) if proposal.kind == "same"]
        return found[0].strength if found else None

    return made


class TestHowSure:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"name": "Kystverk Bygg AS", "org_number": ORG}, {"name": "KYSTVERK BYGG", "org_number": f"NO {ORG} MVA"}),
            ({"name": "Kystverk Bygg AS", "org_number": ORG}, {"org_number": ORG}),
            ({"name": "Kystverk Bygg", **OSLO, "phone": "22334455"}, {"name": "Kystverk Bygg AS", **OSLO, "phone": "+47 22 33 44 55"}),
            ({"name": "Kystverk Bygg", **OSLO, "email": "a@kyst.no"}, {"name": "Bygg, Kystverk", **OSLO, "email": "b@kyst.no"}),
            ({"name": "Ås Rør", **OSLO, "address": "Storgata 1"}, {"name": "AAS ROER AS", **OSLO, "address": "Storgt 1"}),
            (
                {"name": "Kystverk Bygg", **OSLO, "address": "Storgata 1", "phone": "22334455"},
                {"name": "Kystverk Byg", **OSLO, "address": "Storgata 1", "phone": "22334455"},
            ),
        ],
    )
    def test_certain(self, how_sure, one, other):
        assert how_sure(one, other) == how_sure(other, one) == "certain"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"name": "Kystverk Bygg AS", **OSLO}, {"name": "Kystverk Bygg", **OSLO}),
            ({"name": "Kystverk Bygg AS"}, {"name": "KYSTVERK BYGG"}),
            ({"name": "Kystverk Bygg", **OSLO}, {"name": "Kystverk Bygg Oslo", **OSLO}),
            ({"name": "Kystverk Byggservice", **OSLO}, {"name": "Kystverkk Byggservice", **OSLO}),
            ({"name": "Kystverk", "org_number": ORG, **OSLO}, {"name": "Nordlys Rør", "org_number": ORG, **BERGEN}),
            ({"name": "Kari Nordmann", "kind": "person", **OSLO}, {"name": "Nordmann, Kari", "kind": "person", **OSLO}),
            ({"name": "Kystverk Bygg", "phone": "22334455", **OSLO}, {"name": "Kystverk Bygg", "phone": "22334455", **BERGEN}),
            (  # father and son
                {"name": "Ola Nordmann", "kind": "person", "address": "Storgata 1", **OSLO},
                {"name": "Ola Nordmann", "kind": "person", "address": "Storgata 1", **OSLO},
            ),
        ],
    )
    def test_likely(self, how_sure, one, other):
        assert how_sure(one, other) == how_sure(other, one) == "likely"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"name": "Kystverk Bygg", **OSLO}, {"name": "Kystverk Bygg", **BERGEN}),
            ({"name": "Kystverk Bygg"}, {"name": "Kystverkk Bygg"}),
            ({"name": "Kystverk", **OSLO}, {"name": "Kystverk Bygg", **OSLO}),
            ({"name": "Gamle Rør", "phone": "22334455", "email": "a@r.no"}, {"name": "Nye Navn", "phone": "22334455", "email": "a@r.no"}),
            ({"name": "Nordmann", "kind": "person", **OSLO}, {"name": "Nordmann AS", "kind": "company", **OSLO}),
        ],
    )
    def test_possible(self, how_sure, one, other):
        assert how_sure(one, other) == how_sure(other, one) == "possible"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"name": "Kystverk Bygg", "org_number": ORG, **OSLO}, {"name": "Kystverk Bygg", "org_number": OTHER, **OSLO}),
            ({"name": "Kiwi Grünerløkka"}, {"name": "Kiwi Majorstuen"}),
            ({"name": "Kiwi 123", **OSLO}, {"name": "Kiwi 124", **OSLO}),
            ({"name": "Hansen Bygg", **OSLO}, {"name": "Hansen Rør", **OSLO}),
            ({"name": "Olsen Bygg", **OSLO}, {"name": "Hansen Bygg", **OSLO}),
            ({"name": "Kystverk Bygg", "phone": "22334455"}, {"name": "Nordlys Rør", "phone": "22334455"}),
            ({"name": "A", "org_number": "0101901****"}, {"name": "B", "org_number": "0101901****"}),
            ({"name": "A", "org_number": "999999999"}, {"name": "B", "org_number": "999999999"}),
            ({}, {}),
        ],
    )
    def test_not_at_all(self, how_sure, one, other):
        assert how_sure(one, other) is how_sure(other, one) is None

    def test_a_number_that_is_the_name_is_one(self, look):
        [found] = look({"customer_id": "Kystverk Bygg AS"}, {"customer_id": "KYSTVERK BYGG"})
        assert (found.strength, found.customer_ids) == ("likely", ("KYSTVERK BYGG", "Kystverk Bygg AS"))

    def test_a_name_that_many_have_says_little(self, look):
        everyday = [{"name": f"{first} Hansen", **OSLO} for first in ("Per", "Ola", "Kari", "Anne") for _ in range(4)]
        different = [{**row, "phone": f"2233{n:04}", "email": f"a{n}@x{n}.no"} for n, row in enumerate(everyday, start=1000)]
        assert all(found.strength == "possible" for found in look(*different))

    def test_a_phone_that_many_share_ties_nobody(self, look):
        shared = [
            {"name": f"{name} Regnskap", "phone": "22334455"}
            for name in ["Alfa", "Beta", "Gamma", "Delta", "Eta", "Teta", "Jota", "Kappa", "My", "Ny", "Ksi"]
        ]
        assert look(*shared, {"name": "Alfan Regnskap", "phone": "22334455", **OSLO})[0].strength == "possible"


class TestWhy:
    def test_reasons_and_doubts_are_said(self, look):
        [found] = look(
            {"name": "Kystverk Bygg AS", "phone": "22334455", "postal_code": "0150", "org_number": ORG},
            {"name": "Kystverk Byg ANS", "phone": "22334455", "postal_code": "0150", "address": "Storgata 1"},
        )
        assert [str(one) for one in found.reasons] == [
            "Almost the same name (96% of the letters).",
            "Same phone number.",
            "Same postal code, 0150.",
        ]
        assert [str(one) for one in found.against] == ["But the company forms differ."]

    def test_one_number_and_two_names_are_said_to_be_branches_perhaps(self, look):
        [found] = look({"name": "Kystverk", "org_number": ORG, **OSLO}, {"name": "Nordlys", "org_number": ORG, **BERGEN})
        assert "But the names differ: perhaps two branches of one firm." in map(str, found.against)

    @pytest.mark.parametrize(
        ("one", "other", "revenue", "last", "why"),
        [
            ({}, {"org_number": ORG}, {"1": 900}, {}, "It has an organisation number."),
            ({}, {}, {"1": 5, "2": 6}, {}, "It has bought the most."),
            ({}, {}, {"1": 5, "2": 5}, {"1": date(2024, 1, 1), "2": date(2025, 1, 1)}, "It has bought last."),
        ],
    )
    def test_which_number_to_keep(self, look, one, other, revenue, last, why):
        [found] = look({"name": "Kystverk", **one}, {"name": "Kystverk", **other}, revenue=revenue, last_bought=last)
        assert (found.keep, found.others, str(found.why_keep)) == ("2", ("1",), why)
        assert found.revenue_minor == sum(revenue.values())

    def test_else_the_first(self, look):
        [found] = look({"name": "Kystverk"}, {"name": "Kystverk"})
        assert (found.keep, str(found.why_keep)) == ("1", "It comes first in the list.")


class TestSeveral:
    def test_what_is_certain_is_one_proposal_and_what_is_likely_is_said_of_its_number(self, look):
        found = look(
            {"name": "Kystverk Bygg", "org_number": ORG, **OSLO},
            {"name": "Kystverk Bygg", "org_number": ORG},
            {"name": "KYSTVERK BYGG AS", "org_number": ORG},
            {"name": "Kystverk Byggh", **OSLO},
            revenue={"2": 100},
        )
        assert [(one.strength, one.customer_ids) for one in found] == [("certain", ("2", "1", "3")), ("likely", ("2", "4"))]

    def test_who_is_as_much_like_two_firms_is_merged_into_neither(self, look):
        found = look(
            {"name": "Kystverk Bygg", "org_number": ORG, **OSLO},
            {"name": "Kystverk Bygg", "org_number": OTHER, **OSLO},
            {"name": "Kystverk Bygg", **OSLO},
        )
        same = [one for one in found if one.kind == "same"]
        assert [(one.strength, one.customer_ids) for one in same] == [("possible", ("1", "3")), ("possible", ("2", "3"))]
        assert all("as much like another firm" in str(one.against) for one in same)

    def test_the_surest_first_then_the_most_revenue(self, look):
        rows = [{"name": name, **OSLO} for name in ("Kystverk", "Kystverk AS", "Nordlys", "Nordlys AS")]
        sure = [{"name": "Solvik", "org_number": ORG}, {"name": "Solvik", "org_number": ORG}]
        found = look(*rows, *sure, revenue={"1": 1, "3": 5})
        assert [one.keep for one in found] == ["5", "3", "1"]


class TestDecided:
    ROWS = ({"name": "Kystverk", **OSLO}, {"name": "Kystverk AS", **OSLO}, {"name": "KYSTVERK", **OSLO})

    def test_merged_do_not_come_back(self, look):
        assert look(*self.ROWS, decided=Decided(merged={"2": "1", "3": "1"})) == []
        [found] = look(*self.ROWS, decided=Decided(merged={"2": "1"}))
        assert found.customer_ids == ("1", "3")

    def test_two_that_a_person_said_are_two_do_not_come_back_under_any_number(self, look):
        apart = frozenset({frozenset({"2", "3"})})
        together = [set(one.customer_ids) for one in look(*self.ROWS, decided=Decided(apart=apart))]
        assert together
        assert not any({"2", "3"} <= one for one in together)
        assert look(*self.ROWS, decided=Decided(merged={"2": "1"}, apart=apart)) == []


class TestGroups:
    KIWI = (
        {"name": "Kiwi Grünerløkka AS", "org_number": ORG},
        {"name": "Kiwi Majorstuen AS", "org_number": OTHER},
        {"name": "Kiwi", "org_number": THIRD},
    )

    def test_shops_of_a_chain_are_a_group_and_no_duplicates(self, look):
        [found] = look(*self.KIWI[:2], revenue={"2": 10})
        assert (found.kind, found.strength, found.name, found.customer_ids) == ("group", "possible", "Kiwi", ("2", "1"))
        assert "begin with Kiwi" in str(found.reasons[0])

    def test_a_domain_of_its_own_makes_it_likely_and_brings_the_parent(self, look):
        rows = [{**row, "email": f"post{n}@kiwi.no"} for n, row in enumerate(self.KIWI)]
        found = look(*rows)
        assert [one.strength for one in found] == ["likely", "likely"]
        assert set(found[1].customer_ids) == {"1", "2", "3"}

    def test_families_trades_and_places_are_no_chains(self, look):
        names = ["Hansen Bygg", "Hansen Rør", "Norsk Kyst", "Norsk Fjell", "Ole Lund", "Ole Dahl", "Bergen Sentrum", "Bergen Nord"]
        rows = [{"name": name, "city": "Bergen"} for name in names]
        assert [one for one in look(*rows) if one.kind == "group"] == []

    def test_customers_without_names_are_nothing_to_each_other(self, look):
        assert look(*({"name": f"Kunde {number}", **OSLO} for number in range(1, 90))) == []

    def test_one_name_under_two_numbers(self, look):
        [found] = look({"name": "Kystverk AS", "org_number": ORG}, {"name": "Kystverk AS", "org_number": OTHER})
        assert (found.kind, str(found.reasons[0])) == ("group", "The same name under different organisation numbers.")

    def test_those_in_one_group_are_not_asked_again(self, look):
        listed = [{**row, "parent_id": "Norgesgruppen"} for row in self.KIWI]
        assert look(*listed) == []
        assert look(*self.KIWI[:2], decided=Decided(grouped={"2": "1"})) == []
        assert look(*self.KIWI[:2], decided=Decided(alone=frozenset({"1"}))) == []


POOLS = {
    "name": ["Kystverk Bygg AS", "KYSTVERK BYGG", "Bygg Kystverk", "Nordlys Rør", "Nordlys Ror", None],
    "org_number": [ORG, f"NO {ORG} MVA", OTHER, None, None],
    "phone": ["22334455", "+4722334455", "99887766", None],
    "email": ["post@kyst.no", "kari@kyst.no", None],
    "address": ["Storgata 1", "Storgt. 1", "Havnegata 2", None],
    "postal_code": ["0150", "5003", None],
    "kind": ["company", "person", None],
}


@given(st.lists(st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}), max_size=15))
def test_no_certain_pair_is_overlooked_and_no_two_organisation_numbers_are_one(rows):
    numbered = [{"customer_id": f"{n:02}", **row} for n, row in enumerate(rows)]
    table = pa.Table.from_pylist(numbered, schema=pa.schema([(name, pa.string()) for name in ("customer_id", *POOLS)]))
    known = profiles(table)
    looked = set(map(tuple, candidates(known).tolist()))
    for one, other in combinations(range(len(known)), 2):
        if strength(evidence(known[one], known[other], known.seen, known.few)) == "certain":
            assert (one, other) in looked
    org = {one.customer_id: one.org for one in known}
    for found in proposals(table, {}):
        if found.kind == "same":
            assert len({org[one] for one in found.customer_ids} - {""}) <= 1
        assert len(set(found.customer_ids)) == len(found.customer_ids) > 1
        assert found.reasons


@given(st.lists(st.dictionaries(st.sampled_from(sorted(POOLS)), st.text(max_size=12)), max_size=8))
def test_any_text_anywhere_is_taken(rows):
    numbered = [{"customer_id": f"{n}", **row} for n, row in enumerate(rows)]
    table = pa.Table.from_pylist(numbered, schema=pa.schema([(name, pa.string()) for name in ("customer_id", *POOLS)]))
    ids = set(table["customer_id"].to_pylist())
    assert all(ids.issuperset(found.customer_ids) for found in proposals(table, {}))
