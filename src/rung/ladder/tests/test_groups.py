"""Target groups: what each condition means, what the file may say, and what is told when it may not."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.base import RungError
from rung.facts import CONTACTS, CUSTOMERS, MARKET
from rung.ladder.compute import parties as known
from rung.ladder.compute.groups import FIELDS, Condition, TargetGroup
from rung.ladder.compute.rulebook import parse, write

TODAY = date(2026, 1, 15)


def group(**conditions):
    return TargetGroup("g", tuple(Condition(field, tuple(values)) for field, values in conditions.items()))


@pytest.fixture(scope="module")
def membership(run, facts):
    def find(rule, *people, contacts=()):
        market = facts("market", [{"party_id": str(n), **one} for n, one in enumerate(people)])
        nobody = known.nobody(CUSTOMERS)
        everyone = known.parties(nobody, nobody, market)
        titles = facts("contacts", contacts) if contacts else known.nobody(CONTACTS)
        placed = known.placed(everyone, [rule], titles, known.aliases(everyone, market), TODAY)
        return [row["group_0"] for row in run(placed.order_by("party_id")).to_pylist()]

    return find


@pytest.mark.parametrize(
    ("rule", "fact", "found"),
    [
        ({"industry": ["43"]}, {"industry": "43.210"}, True),
        ({"industry": ["43.2"]}, {"industry": "43210"}, True),
        ({"industry": ["43", "41"]}, {"industry": "41.2"}, True),
        ({"industry": ["43"]}, {"industry": "14.3"}, False),
        ({"industry": ["construction"]}, {"industry": "Specialised Construction activities"}, True),
        ({"industry": ["construction"]}, {"industry": "Retail"}, False),
        ({"industry": ["construction"]}, {"industry": "43.210"}, None),  # a code does not say its name
        ({"industry": ["43"]}, {"industry": "Construction"}, None),
        ({"industry": ["43"]}, {"industry": None}, None),
        ({"industry": ["43"]}, {"industry": " "}, None),
        ({"employees": ["10-49"]}, {"employees": 10}, True),
        ({"employees": ["10-49"]}, {"employees": 49}, True),
        ({"employees": ["10-49"]}, {"employees": 50}, False),
        ({"employees": ["50-"]}, {"employees": 50}, True),
        ({"employees": ["-9"]}, {"employees": 0}, True),
        ({"employees": ["1", "5-6"]}, {"employees": 5}, True),
        ({"employees": ["1", "5-6"]}, {"employees": None}, None),
        ({"turnover": ["5000000-"]}, {"turnover": 5_000_000}, True),
        ({"city": ["Bergen"]}, {"city": " BERGEN "}, True),
        ({"region": ["Åland"]}, {"region": "åland"}, True),
        ({"country": ["NO", "DK"]}, {"country": "SE"}, False),
        ({"postal_code": ["50"]}, {"postal_code": "5003"}, True),
        ({"postal_code": ["5100-5399"]}, {"postal_code": "5399"}, True),
        ({"postal_code": ["5100-5399"]}, {"postal_code": "5400"}, False),
        ({"postal_code": ["0001-0999"]}, {"postal_code": "0150"}, True),
        ({"postal_code": ["111"]}, {"postal_code": "111 22"}, True),
        ({"legal_form": ["AS", "ASA"]}, {"legal_form": "as"}, True),
        ({"employees": ["1-"]}, {"employees": 5, "kind": "person"}, False),  # a group of firms holds no people
        ({"employees": ["1-"]}, {"employees": 5, "kind": "company"}, True),
        ({"age": ["26-35"]}, {"birth_year": 2000}, True),  # 26 this year
        ({"age": ["18-25"]}, {"birth_year": 2000}, False),
        ({"age": ["18-25"]}, {"birth_year": None, "kind": "company"}, False),
        ({"sex": ["woman"]}, {"sex": "woman"}, True),
        ({"income": ["400000-600000"]}, {"income": 600_000}, True),
        ({"income": ["400000-600000"], "city": ["Bergen"]}, {"income": None, "city": "Bergen"}, None),
        ({"income": ["400000-600000"], "city": ["Bergen"]}, {"income": None, "city": "Oslo"}, False),  # already told by the place
        ({"kind": ["person"]}, {"kind": "person"}, True),
    ],
)  # fmt: skip
def test_conditions(membership, rule, fact, found):
    assert membership(group(**rule), fact) == [found]


def test_function_of_a_contact_person(membership):
    contacts = [
        {"party_id": "0", "title": "Innkjøpssjef"},
        {"party_id": "0", "title": "Montør"},
        {"party_id": "1", "title": "Montør"},
        {"party_id": "2", "title": None},
        {"party_id": "3", "title": "Innkjøpssjef", "left": date(2025, 1, 1)},
        {"party_id": "4", "title": "innkjøp", "left": date(2027, 1, 1)},
    ]
    assert membership(group(function=["INNKJØP", "daglig leder"]), {}, {}, {}, {}, {}, contacts=contacts) == [True, False, None, None, True]
    assert membership(group(function=["leder"]), {}) == [None]


def test_customers_and_market_are_joined_by_their_organisation_number(run, facts):
    customers = facts("customers", [{"customer_id": "1", "org_number": "99", "city": "Bergen"}, {"customer_id": "2"}])
    market = facts(
        "market",
        [
            {"party_id": "m1", "org_number": "99", "city": "Oslo", "industry": "43", "name": "Nord", "address": "Gata 1"},
            {"party_id": "m2", "org_number": "98", "city": "Bergen", "industry": "43", "name": "Sør", "address": "Gata 2"},
            {"party_id": "m3", "city": "Bergen", "industry": "43"},
            {"party_id": "2", "industry": "14"},
        ],
    )
    bought = facts("invoice_lines", [{"customer_id": "2"}, {"customer_id": "7"}])
    everyone = known.parties(bought, customers, market)
    known_as = known.aliases(everyone, market)
    placed = known.placed(everyone, [group(industry=["43"], city=["Bergen"])], known.nobody(CONTACTS), known_as, TODAY)
    found = {(row["source"], row["party_id"]): row for row in run(placed).to_pylist()}
    assert {key: (row["group_0"], row["base"], row["filled"], row["in_market"]) for key, row in found.items()} == {
        ("customer", "1"): (True, 2, 2, True),  # its own place, the register's industry, name and address
        ("customer", "2"): (None, 0, 0, False),
        ("customer", "7"): (None, 0, 0, False),
        ("market", "m2"): (True, 2, 2, True),
        ("market", "m3"): (True, 1, 0, True),  # no name, no address: no lead
        ("market", "2"): (False, 0, 0, True),
    }
    activities = [
        {"party_id": "m1", "incoming": True},
        {"party_id": "2", "result": "Offer"},  # the customer, not the market party of that number
        {"party_id": "m2", "channel": "visit"},
        {"party_id": "m3", "channel": "visit", "result": "declined"},
        {"party_id": "m3", "channel": "phone", "result": "lost"},
        {"party_id": "m2", "channel": "meeting", "date": date(2026, 3, 1)},  # to come
        {"party_id": "?", "incoming": True},
    ]
    answered = run(known.responses(facts("activities", activities), known_as, TODAY)).to_pylist()
    assert sorted((row["source"], row["party_id"]) for row in answered) == [("customer", "1"), ("customer", "2"), ("market", "m2")]


class TestFile:
    def test_read(self):
        [firms, people] = parse(
            """
            [[group]]
            name = "Building firms near Bergen"
            industry = ["41", "43"]
            employees = "10-49"
            postal_code = ["50", "5100-5399"]
            turnover = 5000000

            [[group]]
            name = "Young parents"
            age = "25-44"
            """
        )
        assert firms.name == "Building firms near Bergen"
        assert [(c.field, c.operator, c.values) for c in firms.conditions] == [
            ("postal_code", "starts", ("50", "5100-5399")),
            ("industry", "starts", ("41", "43")),
            ("employees", "between", ("10-49",)),
            ("turnover", "between", ("5000000",)),
        ]
        assert (firms.kind, people.kind) == ("company", "person")

    @given(
        st.lists(
            st.builds(
                lambda name, city, region: TargetGroup(name, (Condition("region", region), Condition("city", city))),
                st.text(min_size=1).map(str.strip).filter(bool),
                *[st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, max_size=3).map(tuple)] * 2,
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one.name,
        )
    )
    def test_what_is_written_is_read(self, groups):
        assert parse(write(groups)) == tuple(groups)

    @pytest.mark.parametrize("language", ["en", "nb", "da", "sv"])
    def test_the_examples_of_the_guides_are_understood(self, language):
        guide = (Path(__file__).parents[1] / "guide" / f"{language}.md").read_text(encoding="utf-8")
        groups = parse("\n".join(line for line in guide.splitlines() if line.startswith("    ")))
        assert [group.kind for group in groups] == ["company", "person"]

    @pytest.mark.parametrize(
        ("written", "sentence", "remedy"),
        [
            ("[[group]\n", "The target-group file cannot be read", "Write each group as [[group]]"),
            ("", "must hold groups and nothing else", "[[group]]"),
            ("[[groups]]\nname = 'a'", "must hold groups and nothing else", "[[group]]"),
            ("group = 3", "must hold groups and nothing else", "[[group]]"),
            ("[[group]]\ncity = 'Bergen'", "Target group number 1 has no name.", "Write name ="),
            ("[[group]]\nname = 'a'", "has no conditions", "Add at least one of kind, country"),
            ("[[group]]\nname = 'a'\nbransje = '43'", "“bransje” in the target group “a” is not known.", "Use any of kind"),
            ("[[group]]\nname = 'a'\ncity = []", "“” is not a value of city", "at least one value"),
            ("[[group]]\nname = 'a'\ncity = 2025-01-01", "“” is not a value of city", "at least one value"),
            (
                "[[group]]\nname = 'a'\nemployees = 'many'",
                "“many” is not a value of employees in the target group “a”.",
                "10-49, 10- or -49",
            ),
            ("[[group]]\nname = 'a'\nemployees = '49-10'", "“49-10” is not a value", "10-49"),
            ("[[group]]\nname = 'a'\nemployees = '-'", "“-” is not a value", "10-49"),
            ("[[group]]\nname = 'a'\nindustry = 'F'", "“F” is not a value of industry", "first digits"),
            ("[[group]]\nname = 'a'\npostal_code = '50-5399'", "“50-5399” is not a value", "as many digits in both"),
            ("[[group]]\nname = 'a'\nsex = 'female'", "“female” is not a value of sex", "Write one of man, woman."),
            ("[[group]]\nname = 'a'\nage = '20-'\nemployees = '1-'", "asks for firms and people at once", "Make two groups"),
            ("[[group]]\nname = 'a'\nage = '20-'\nkind = 'company'", "asks for firms and people at once", "Make two groups"),
            ("[[group]]\nname = 'a'\ncity = 'x'\n[[group]]\nname = 'a'\ncity = 'y'", "Two target groups are called “a”.", "its own name"),
        ],
    )
    def test_what_is_wrong_is_told(self, written, sentence, remedy):
        with pytest.raises(RungError) as told:
            parse(written)
        assert sentence in str(told.value.sentence)
        assert remedy in str(told.value.remedy)


def test_every_field_is_a_fact_or_made_of_one():
    made = {"age": "birth_year", "function": "title"}
    columns = {*MARKET.schema.names, *CONTACTS.schema.names}
    assert {made.get(field, field) for field in FIELDS} <= columns
