"""Is it told in words that a person can act on?"""

from dataclasses import replace

import ibis
import pytest

from rung.facts import INVOICE_LINES
from rung.identity import Decided, find
from rung.identity.report import customer, sections
from rung.identity.service.refusals import quoted

ORG, OTHER = "974760673", "923609016"
NO_LINES = ibis.memtable(INVOICE_LINES.schema.empty_table())


@pytest.fixture
def found(customers, run):
    def made(*rows, decided=None, lines=NO_LINES):
        return find(customers=ibis.memtable(customers(*rows)), lines=lines, run=run, decided=decided or Decided())

    return made


def rows_of(section, key):
    [table] = [part for part in section.parts if getattr(part, "key", "") == key]
    assert all(len(row) == len(table.columns) for row in table.rows)
    return [[str(cell) for cell in row] for row in table.rows]


SAME = ({"name": "Kystverk AS", "org_number": ORG}, {"name": "KYSTVERK", "org_number": ORG}, {"name": "Nordlys"})


def test_what_to_merge_comes_with_the_command(found):
    [section] = sections(found(*SAME), "NOK")
    assert str(section.sentence) == (
        "1 of your customers is probably there under more than one number, with 0.00 NOK between them: merge them first."
    )
    [row] = rows_of(section, "identity_same")
    assert row[0] == "Certain"
    assert row[1:5] == ["1 Kystverk AS", "0", "2 KYSTVERK", "0"]
    assert row[-2:] == ["rung identity merge 1 2", "It comes first in the list."]
    assert f"Same organisation number, {ORG}." in row[-3]


def test_names_with_spaces_can_be_typed(found):
    [section] = sections(found({"customer_id": "Ås Rør"}, {"customer_id": "Ås Rør AS"}), "NOK")
    [row] = rows_of(section, "identity_same")
    assert row[-2] == 'rung identity merge "Ås Rør" "Ås Rør AS"'
    assert (quoted("1001"), quoted('a"b'), quoted("-1"), quoted("A-1.b_c")) == ("1001", '"a\\"b"', '"-1"', "A-1.b_c")


def test_nothing_alike_is_said_in_one_sentence(found):
    [section] = sections(found({"name": "Kystverk"}, {"name": "Nordlys"}), "NOK")
    assert str(section.sentence) == "No two of your 2 customers look like the same one."
    assert not section.parts
    assert sections(found(), "NOK") == []


def test_only_possible_is_for_when_there_is_time(found):
    [section] = sections(found({"name": "Kystverk Bygg"}, {"name": "Kystverkk Bygg"}), "NOK")
    assert str(section.sentence) == "1 pair of customers may be the same one: have a look when you have time."


def test_what_is_merged_is_told_with_the_way_back(found):
    result = found(*SAME, decided=Decided(merged={"2": "1", "9": "1"}))
    [section] = sections(result, "NOK")
    assert str(section.sentence) == "No two of your 2 customers look like the same one. 2 numbers are merged into other customers."
    assert rows_of(section, "identity_merged") == [["1", "Kystverk AS", "3", "2 KYSTVERK, 9", "0", "rung identity separate 2"]]


def test_groups_and_circles(found):
    shops = [{"name": f"Kiwi {place}", "org_number": number} for place, number in (("Majorstuen", ORG), ("Grünerløkka", OTHER))]
    listed = [{"name": "Alfa", "parent_id": "4"}, {"name": "Beta", "parent_id": "3"}, {"name": "Gamma", "parent_id": "3"}]
    _, section = sections(found(*shops, *listed), "NOK")
    assert str(section.sentence) == (
        "You have 1 group of customers. 1 more may belong together: agree with the whole group, and you sell to all of it."
    )
    assert rows_of(section, "groups") == [["3", "Alfa", "2", "4 Beta, 5 Gamma", "0"]]
    assert rows_of(section, "groups_proposed")[0][-1] == "rung identity group 1 2"
    assert "3 Alfa, 4 Beta are each other's parents" in str(section.parts[-1].sentence)


def test_only_proposed_groups(found):
    shops = [{"name": f"Kiwi {place}", "org_number": number} for place, number in (("Majorstuen", ORG), ("Grünerløkka", OTHER))]
    _, section = sections(found(*shops), "NOK")
    assert str(section.sentence).startswith("1 set of customers may belong to one group")


class TestOneCustomer:
    def test_its_other_numbers_and_its_group(self, found):
        rows = [{**SAME[0], "parent_id": "3"}, *SAME[1:], {"name": "Kystverk", "org_number": ORG}]
        result = found(*rows, decided=Decided(merged={"2": "1"}))
        section = customer(result, "1", "NOK")
        assert str(section.sentence) == (
            "Merged into it: 2 KYSTVERK. It is in the group of 3 Nordlys, with 2 customers and 0.00 NOK in all. "
            "1 other customer may be the same one."
        )
        [row] = rows_of(section, "namesakes")
        assert (row[1], row[-1]) == ("4", "rung identity merge 1 4")
        assert rows_of(customer(result, "4", "NOK"), "namesakes")[0][-1] == "rung identity merge 1 4"

    def test_a_merged_number_says_where_it_went(self, found):
        section = customer(found(*SAME, decided=Decided(merged={"2": "1"})), "2", "NOK")
        assert str(section.sentence) == "2 is merged into 1 Kystverk AS."

    def test_a_group_whose_parent_is_no_customer(self, found):
        rows = [{"name": "Alfa", "parent_id": "Konsern"}, {"name": "Beta", "parent_id": "Konsern"}]
        assert str(customer(found(*rows), "1", "NOK").sentence) == "It is in the group of Konsern, with 2 customers and 0.00 NOK in all."

    def test_nothing_to_say(self, found):
        assert customer(found({"name": "Kystverk"}), "1", "NOK") is None
        assert customer(found(), "nobody", "NOK") is None


def test_long_lists_are_cut_and_say_so(found, customers):
    result = found(*SAME)
    many = replace(result, proposals=[*result.proposals] * 600)
    [section] = sections(many, "NOK")
    [table] = [part for part in section.parts if getattr(part, "key", "") == "identity_same"]
    assert len(table.rows) == 500
    assert str(table.title) == "Customers that may be the same: the first 500 of 600"
