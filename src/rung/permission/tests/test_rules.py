"""Does every sentence of the law, as docs/methods.md has it, give the answer it should?"""

# ruff: noqa: DTZ001  people are called and written to in local time

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.permission import CHANNELS, COUNTRIES, KINDS, RELATIONS, RULES, Case, decide, find, is_open, next_open
from rung.permission.compute.rules.rule import Hours

FREE, RESERVED, UNKNOWN = "free", "reserved", "unknown"


def case(country, channel, kind, relation="none", **more):
    return Case(country=country, channel=channel, kind=kind, relation=relation, **more)


ORIGIN, AGREED = {"origin": True}, {"consent": "recent"}
TABLE = [
    # Norway: e-mail and SMS to natural persons need consent, a personal work address too; a general company address does not.
    ("NO", "email", "consumer", "none", {}, "needs_consent", "§ 15"),
    ("NO", "sms", "consumer", "none", {}, "needs_consent", "§ 15"),
    ("NO", "email", "employee", "none", {}, "needs_consent", "§ 15"),
    ("NO", "sms", "employee", "former", {}, "needs_consent", "§ 15"),
    ("NO", "email", "company", "none", {}, "allowed", "§ 15"),
    ("NO", "email", "consumer", "none", AGREED, "allowed", "§ 15"),
    # Existing customers: own similar goods, the address got at the sale, a free way out each time.
    ("NO", "email", "consumer", "existing", ORIGIN, "allowed", "§ 15 (3)"),
    ("NO", "email", "consumer", "existing", {}, "ask", "§ 15 (3)"),
    ("NO", "email", "consumer", "former", ORIGIN, "needs_consent", "§ 15"),
    # Phone and post to consumers: unless reserved; a check must be fresh.
    ("NO", "phone", "consumer", "none", {"register": FREE}, "allowed", "§§ 12–14"),
    ("NO", "phone", "consumer", "none", {"register": RESERVED}, "forbidden", "§§ 12–14"),
    ("NO", "phone", "consumer", "none", {}, "ask", "§§ 12–14"),
    ("NO", "phone", "consumer", "existing", {"register": RESERVED}, "forbidden", "§§ 12–14"),
    ("NO", "post", "consumer", "none", {"register": FREE}, "allowed", "§§ 12–13"),
    ("NO", "post", "consumer", "none", {"register": RESERVED}, "forbidden", "§§ 12–13"),
    ("NO", "post", "consumer", "existing", {"register": RESERVED}, "allowed", "§ 13"),
    ("NO", "phone", "company", "none", {}, "allowed", "§§ 12–13"),
    ("NO", "visit", "company", "none", {}, "allowed", "markedsføringsloven"),
    ("NO", "visit", "consumer", "none", {}, "ask", "angrerettloven"),
    # Denmark: e-mail needs consent from consumers and businesses; the same exception for customers.
    ("DK", "email", "consumer", "none", {}, "needs_consent", "§ 10, stk. 1"),
    ("DK", "email", "company", "none", {}, "needs_consent", "§ 10, stk. 1"),
    ("DK", "email", "employee", "none", {}, "needs_consent", "§ 10, stk. 1"),
    ("DK", "email", "company", "existing", ORIGIN, "allowed", "§ 10, stk. 2"),
    ("DK", "email", "company", "existing", {}, "ask", "§ 10, stk. 2"),
    # Phone and visits to consumers: forbidden without request; businesses until they decline.
    ("DK", "phone", "consumer", "none", {}, "forbidden", "§ 4"),
    ("DK", "phone", "consumer", "existing", {}, "forbidden", "§ 4"),
    ("DK", "phone", "consumer", "none", AGREED, "allowed", "§ 4"),
    ("DK", "visit", "consumer", "none", {}, "forbidden", "§ 4"),
    ("DK", "phone", "company", "none", {}, "allowed", "§ 10, stk. 4"),
    # Post: the Robinson list. Companies protected from advertising must not be approached.
    ("DK", "post", "consumer", "none", {"register": FREE}, "allowed", "§ 10, stk. 4"),
    ("DK", "post", "consumer", "none", {"register": RESERVED}, "forbidden", "§ 10, stk. 4"),
    ("DK", "phone", "company", "none", {"protected": True}, "forbidden", "CVR-loven § 19"),
    ("DK", "visit", "company", "none", {"protected": True}, "forbidden", "CVR-loven § 19"),
    ("DK", "email", "company", "none", {"protected": True}, "forbidden", "CVR-loven § 19"),
    ("DK", "phone", "company", "existing", {"protected": True}, "ask", "CVR-loven § 19"),
    # Sweden: e-mail to natural persons, sole traders too, needs consent; companies until they say no.
    ("SE", "email", "consumer", "none", {}, "needs_consent", "19 §"),
    ("SE", "email", "sole_trader", "none", {}, "needs_consent", "19 §"),
    ("SE", "email", "consumer", "existing", ORIGIN, "allowed", "19 § 2 st."),
    ("SE", "email", "company", "none", {}, "allowed", "19–20 §§"),
    ("SE", "email", "employee", "none", {}, "ask", "19 §"),
    # Phone: NIX for consumers; businesses in office hours.
    ("SE", "phone", "consumer", "none", {"register": FREE}, "allowed", "21 §"),
    ("SE", "phone", "consumer", "none", {"register": RESERVED}, "forbidden", "21 §"),
    ("SE", "phone", "consumer", "none", {}, "ask", "21 §"),
    ("SE", "phone", "consumer", "existing", {"register": RESERVED}, "allowed", "21 §"),
    ("SE", "phone", "consumer", "none", {"register": RESERVED, "consent": "recent"}, "allowed", "21 §"),
    ("SE", "phone", "consumer", "none", {"register": RESERVED, "consent": "older"}, "forbidden", "21 §"),
    ("SE", "phone", "company", "none", {}, "allowed", "21 §"),
    ("SE", "phone", "sole_trader", "none", {}, "allowed", "21 §"),
]


@pytest.mark.parametrize(("country", "channel", "kind", "relation", "more", "answer", "paragraph"), TABLE)
def test_the_law_as_a_table(country, channel, kind, relation, more, answer, paragraph):
    found = decide(case(country, channel, kind, relation, **more))
    assert found.answer == answer
    assert paragraph in str(found.reason)
    assert found.paragraph in str(found.reason)


def test_customers_may_be_written_to_about_what_they_bought_and_must_be_able_to_say_no():
    found = decide(case("NO", "email", "consumer", "existing", origin=True))
    assert [str(one) for one in found.conditions] == [
        "Only your own goods, of the kind they bought.",
        "Let them say no in every message, simply and free of charge.",
    ]


def test_every_rule_has_its_source_and_its_day_and_is_the_only_one_for_its_cases():
    assert len({rule.key for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.source.startswith("http")
        assert rule.paragraph
        assert rule.checked >= date(2026, 11, 1)
    for one in product(COUNTRIES, CHANNELS, KINDS, RELATIONS):
        assert sum(rule.covers(*one) for rule in RULES) <= 1, one


def test_what_no_rule_is_about_is_asked():
    without = [one for one in product(COUNTRIES, CHANNELS, KINDS, RELATIONS) if find(*one) is None]
    assert {one[:3] for one in without} == {
        ("NO", "sms", "company"),
        ("NO", "social", "company"),
        ("SE", "sms", "company"),
        ("SE", "social", "company"),
    }
    for country, channel, kind, relation in without:
        assert decide(case(country, channel, kind, relation, consent="recent")).answer == "ask"


cases = st.builds(
    Case,
    channel=st.sampled_from(CHANNELS),
    country=st.sampled_from([*COUNTRIES, None]),
    kind=st.sampled_from([*KINDS, None]),
    relation=st.sampled_from([*RELATIONS, None]),
    consent=st.sampled_from(["none", "older", "recent"]),
    suppressed=st.booleans(),
    register=st.sampled_from([FREE, RESERVED, UNKNOWN]),
    protected=st.booleans(),
    origin=st.booleans(),
)
times = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


class TestWhateverTheCase:
    @given(cases, times)
    def test_who_said_no_is_never_contacted(self, one, at):
        assert decide(replace(one, suppressed=True), at).answer == "forbidden"

    @given(cases, times, st.sampled_from(["country", "kind", "relation"]))
    def test_what_nobody_knows_is_never_allowed(self, one, at, unknown):
        assert decide(replace(one, **{unknown: None}), at).answer in {"ask", "forbidden"}

    @given(cases, times)
    def test_an_answer_that_is_not_allowed_says_what_is_missing_or_is_final(self, one, at):
        found = decide(one, at)
        assert str(found.reason)
        if found.answer != "allowed":
            assert found.missing or found.again or one.suppressed
            assert found.again or not found.conditions

    @given(cases, times)
    def test_learning_that_somebody_is_reserved_or_protected_never_opens_a_door(self, one, at):
        doors = {"forbidden": 0, "needs_consent": 1, "ask": 1, "allowed": 2}
        before = doors[decide(one, at).answer]
        assert doors[decide(replace(one, protected=True), at).answer] <= before
        assert doors[decide(replace(one, register=RESERVED), at).answer] <= max(before, 0 if one.register != FREE else 2)


class TestHours:
    @pytest.mark.parametrize(
        ("at", "opens"),
        [
            (datetime(2026, 11, 23, 9, 0), None),  # a Monday
            (datetime(2026, 11, 23, 20, 59), None),
            (datetime(2026, 11, 23, 8, 59), datetime(2026, 11, 23, 9)),
            (datetime(2026, 11, 23, 21, 0), datetime(2026, 11, 24, 9)),
            (datetime(2026, 11, 20, 21, 0), datetime(2026, 11, 23, 9)),  # Friday night: Monday
            (datetime(2026, 11, 21, 12, 0), datetime(2026, 11, 23, 9)),  # Saturday
            (datetime(2026, 4, 2, 12, 0), datetime(2026, 4, 7, 9)),  # Maundy Thursday until after Easter Monday
            (datetime(2027, 5, 17, 12, 0), datetime(2027, 5, 18, 9)),  # 17 May
            (datetime(2026, 12, 25, 10, 0), datetime(2026, 12, 28, 9)),
        ],
    )
    def test_norwegian_consumers_are_called_on_weekdays_from_nine_to_nine(self, at, opens):
        found = decide(case("NO", "phone", "consumer", register=FREE), at)
        assert (found.answer, found.again) == (("forbidden", opens) if opens else ("allowed", None))

    def test_the_hour_is_a_condition_when_nobody_says_when(self):
        found = decide(case("NO", "phone", "consumer", register=FREE))
        assert "Weekdays from 09:00 to 21:00, not on public holidays." in [str(one) for one in found.conditions]
        late = decide(case("NO", "phone", "consumer", register=FREE), datetime(2026, 11, 21, 12))
        assert str(late.reason) == "Not at this time: from 2026-11-23 09:00 on. (markedsføringsloven §§ 12–14)"

    def test_consent_does_not_open_the_night(self):
        assert decide(case("NO", "phone", "consumer", consent="recent"), datetime(2026, 11, 23, 22)).answer == "forbidden"

    @given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)), st.sampled_from(COUNTRIES))
    def test_the_next_open_time_is_the_first(self, at, country):
        hours = Hours(9, 21)
        found = next_open(hours, country, at)
        assert found >= at
        assert is_open(hours, country, found)
        assert found == at or (found.hour, found.minute) == (9, 0)
