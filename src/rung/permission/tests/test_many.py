"""Is the answer for a hundred thousand parties the answer for each of them?"""

# ruff: noqa: DTZ001  people are called and written to in local time

import time
from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.permission import CHANNELS, Case, Check, Known, answer_all, decide, may_contact
from rung.permission.compute import identity
from rung.permission.compute.known import CHECK_SORTS, CONSENT_SORTS, hash_of, hashes_of, sorted_hashes

KEY, TODAY = b"key", date(2026, 11, 21)
parties = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["person", "company", "employee", "sole_trader", None]),
        "country": st.sampled_from(["NO", "DK", "SE", "DE", None]),
        "relation": st.sampled_from(["none", "existing", "former", None, "strange"]),
        "email": st.sampled_from(["post@a.no", "kari@a.no", None]),
        "phone": st.sampled_from(["22334455", "+46701234567", None]),
        "name": st.sampled_from(["Kari Nordmann", "A AS", None]),
        "postal_code": st.sampled_from(["0150", None]),
        "org_number": st.sampled_from(["987654321", "800101-1234", None]),
        "protected": st.sampled_from([True, False, None]),
        "origin": st.sampled_from([True, False, None]),
    }
)
who = parties.filter(lambda party: hashes_of(party, KEY))


@st.composite
def states(draw):
    """Somebody said no, somebody agreed long ago or lately, and a register was checked, freshly or not."""
    refused, agreed, reserved = draw(st.lists(who, max_size=1)), draw(st.lists(who, max_size=2)), draw(st.lists(who, max_size=1))
    channel = draw(st.sampled_from(["phone", "post"]))
    consents = {
        one: {value: draw(st.sampled_from([date(2026, 1, 1), date(2026, 8, 21), date(2026, 8, 22), date(2027, 1, 1)])) for party in agreed
              for sort, value in hashes_of(party, KEY) if sort in CONSENT_SORTS[one]}
        for one in CHANNELS
    }  # fmt: skip
    hashes = sorted_hashes(value for party in reserved for _, value in hashes_of(party, KEY))
    day = draw(st.sampled_from([date(2026, 11, 1), date(2026, 10, 31), date(2026, 9, 30), date(2026, 11, 22)]))
    checked = draw(st.sampled_from([None, hashes]))
    check = Check(
        country=draw(st.sampled_from(["NO", "DK", "SE"])),
        channel=channel,
        day=day,
        reserved=hashes,
        checked=checked,
        sorts=frozenset({"phone", "place"}),
    )
    no = {draw(st.sampled_from(["", "email"])): sorted_hashes(value for party in refused for _, value in hashes_of(party, KEY))}
    return Known(
        key=KEY, suppressed=no, consents=consents, checks=(check,), home=draw(st.sampled_from(["", "NO"])), origin=draw(st.booleans())
    )


def by_hand(party, channel, state):
    """The case of one party, said slowly."""
    row = {**party, "country": party["country"] or state.home}
    kind = identity.kind_of(**{name: row.get(name) for name in ("kind", "legal_form", "org_number", "name", "country")})
    if channel == "email" and kind == "company" and row["email"] and not identity.is_general(row["email"]):
        kind = "employee"
    mine = {(sort, hash_of(sort, one, KEY)) for sort in identity.SORTS for one in identity.spellings(row, sort)}
    values = {value for _, value in mine}
    days = [when for sort, value in mine if sort in CONSENT_SORTS[channel] for one, when in state.consents[channel].items()
            if one == value and when <= TODAY]  # fmt: skip
    return Case(
        channel=channel,
        country=row["country"] if row["country"] in {"NO", "DK", "SE"} else None,
        kind=kind,
        relation=row["relation"] if row["relation"] in {"none", "existing", "former"} else None,
        consent="recent" if days and max(days) > date(2026, 8, 21) else "older" if days else "none",
        suppressed=any(int(one) in values for no in ("", channel) for one in state.suppressed.get(no, [])),
        register=register(row, channel, state, mine),
        protected=row["protected"] is True,
        origin=state.origin if row["origin"] is None else row["origin"],
    )


def register(row, channel, state, mine):
    [check] = state.checks
    has_register = (row["country"], channel) in {("NO", "phone"), ("NO", "post"), ("DK", "post"), ("SE", "phone"), ("SE", "post")}
    if not has_register or (check.country, check.channel) != (row["country"], channel) or check.day > TODAY:
        return "unknown"
    known = {value for sort, value in mine if sort in CHECK_SORTS[channel]}
    if known & {int(one) for one in check.reserved}:
        return "reserved"
    fresh = check.day >= (date(2026, 10, 1) if row["country"] == "DK" else date(2026, 11, 1))
    looked = known if check.checked is None else known & {int(one) for one in check.checked}
    return "free" if fresh and looked else "unknown"


@settings(deadline=None, max_examples=150)
@given(st.lists(parties, min_size=1, max_size=6), states())
def test_all_at_once_and_one_by_one_agree(rows, state):
    table = pa.Table.from_pylist([{**row, "party_id": str(number)} for number, row in enumerate(rows)])
    found = answer_all(table, state=state, today=TODAY)
    expected = [(str(number), channel, decide(by_hand(row, channel, state))) for number, row in enumerate(rows) for channel in CHANNELS]
    assert [(row["party_id"], row["channel"], found.cases[row["case"]]) for row in found.rows.to_pylist()] == expected
    assert found.rows["answer"].to_pylist() == [one.answer for _, _, one in expected]


@settings(deadline=None, max_examples=60)
@given(parties, states(), st.sampled_from([*CHANNELS, "letter", "meeting", "fax"]))
def test_one_question_gives_the_same_answer(party, state, channel):
    found = may_contact(party, channel, state=state, today=TODAY)
    if channel == "fax":
        assert found.answer in {"ask", "forbidden"}
    else:
        name = {"letter": "post", "meeting": "visit"}.get(channel, channel)
        assert found == decide(by_hand(party, name, state))


def test_the_day_of_the_contact_decides_whether_a_check_is_fresh():
    check = Check(
        country="NO", channel="phone", day=date(2026, 11, 5), reserved=sorted_hashes([]), checked=None, sorts=frozenset({"phone"})
    )
    state = Known(key=KEY, checks=(check,))
    party = {"kind": "person", "country": "NO", "relation": "none", "phone": "22334455"}
    assert may_contact(party, "phone", state=state, today=TODAY).answer == "allowed"
    assert may_contact(party, "phone", state=state, today=TODAY, at=datetime(2026, 11, 30, 12)).answer == "allowed"
    later = may_contact(party, "phone", state=state, today=TODAY, at=datetime(2026, 12, 1, 12))
    assert (later.answer, later.missing) == ("ask", "check")
    assert str(later.reason) == (
        "Check them against Reservasjonsregisteret first; a check holds for the month it is made in. (markedsføringsloven §§ 12–14)"
    )


def test_a_table_without_party_id_is_a_mistake():
    with pytest.raises(ValueError, match="party_id"):
        answer_all(pa.table({"name": ["A"]}), state=Known(), today=TODAY)


def test_nobody_at_all():
    assert answer_all(pa.table({"party_id": pa.array([], pa.string())}), state=Known(), today=TODAY).rows.num_rows == 0


def test_a_hundred_thousand_parties_in_every_channel():
    count = 100_000
    table = pa.table(
        {
            "party_id": [str(n) for n in range(count)],
            "kind": ["person" if n % 3 else "company" for n in range(count)],
            "country": [("NO", "DK", "SE")[n % 3] for n in range(count)],
            "relation": ["existing"] * count,
            "name": [f"Kunde nummer {n}" for n in range(count)],
            "postal_code": [f"{n % 9999:04}" for n in range(count)],
            "email": [f"kunde{n}@firma.no" for n in range(count)],
            "phone": [f"+47 {20_000_000 + n}" for n in range(count)],
        }
    )
    state = Known(key=KEY, suppressed={"": sorted_hashes(hash_of("phone", f"47{20_000_000 + n}", KEY) for n in range(1000))})
    start = time.process_time()
    found = answer_all(table, state=state, today=TODAY)
    took = time.process_time() - start
    assert found.rows.num_rows == 600_000
    assert found.rows["answer"].to_pylist()[:6000] == ["forbidden"] * 6000
    assert took < 12, took
