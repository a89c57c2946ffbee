"""Steps, moves, conversion and time: the rules of docs/methods.md#customer-ladder by hand, and as done on paper."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.ladder.compute import standing
from rung.ladder.compute.standing import NEVER, STEPS, UNKNOWN, Paths, Spells, interval, median_days, steps_at


def paths(*parties, warm_days=365):
    """Each party: (base, first, second, in_market, [days it answered])."""
    answers = sorted((n, day) for n, party in enumerate(parties) for day in party[4])
    numbers = [np.array([party[k] for party in parties], dtype=np.int64) for k in range(3)]
    market = np.array([party[3] for party in parties], dtype=bool)
    by, on = (np.array([answer[k] for answer in answers], dtype=np.int64) for k in (0, 1))
    return Paths(*numbers, market, by, on, warm_days)


def step(party, day, **more):
    found = int(steps_at(paths(party, **more), day)[0])
    return None if found == UNKNOWN else STEPS[found]


class TestSteps:
    @pytest.mark.parametrize(
        ("party", "day", "found"),
        [
            ((0, NEVER, NEVER, True, []), 1000, "total_market"),
            ((1, NEVER, NEVER, True, []), 1000, "target_group"),
            ((2, NEVER, NEVER, True, []), 1000, "lead"),
            ((0, NEVER, NEVER, True, [900]), 1000, "warm_lead"),  # who answers is warm, in the target group or not
            ((2, NEVER, NEVER, True, [1000]), 1000, "lead"),  # the day itself is not known yet
            ((2, NEVER, NEVER, True, [635]), 1000, "warm_lead"),  # 365 days ago
            ((2, NEVER, NEVER, True, [634]), 1000, "lead"),
            ((0, 999, NEVER, True, [998]), 1000, "buyer"),
            ((0, 1000, NEVER, True, []), 1000, "total_market"),
            ((2, 10, 20, False, []), 1000, "customer"),
            ((2, 10, 1000, False, []), 1000, "buyer"),
            ((2, 10, 1000, False, []), 10, None),  # not of the market, and not known before it bought
            ((2, 10, 1000, False, [5]), 8, "warm_lead"),
            ((2, NEVER, NEVER, False, []), 8, "lead"),  # on the list since nobody knows when
        ],
    )
    def test_by_hand(self, party, day, found):
        assert step(party, day) == found

    def test_n_days_is_an_argument(self):
        assert step((2, NEVER, NEVER, True, [900]), 1000, warm_days=99) == "lead"

    def test_moves(self):
        before, after = np.array([0, 0, 2, 4, -1]), np.array([0, 4, 3, 5, 4])
        assert standing.moves(before, after) == {(0, 0): 1, (0, 4): 1, (2, 3): 1, (4, 5): 1, (-1, 4): 1}


PARTY = st.tuples(
    st.integers(0, 2), st.integers(0, 40), st.integers(1, 30), st.integers(0, 2), st.booleans(), st.lists(st.integers(0, 40), max_size=4)
).map(
    lambda drawn: (
        drawn[0],
        drawn[1] if drawn[3] else NEVER,
        drawn[1] + drawn[2] if drawn[3] == 2 else NEVER,
        drawn[4],
        sorted(set(drawn[5])),
    )
)


@given(parties=st.lists(PARTY, min_size=1, max_size=5), day=st.integers(0, 80), warm_days=st.integers(1, 15))
def test_steps_as_on_paper(parties, day, warm_days):
    def on_paper(base, first, second, in_market, answers):
        known = in_market or (first == NEVER and not answers) or any(one < day for one in [first, *answers])
        warm = any(day - warm_days <= one < day for one in answers)
        return 5 if second < day else 4 if first < day else -1 if not known else 3 if warm else base

    found = steps_at(paths(*parties, warm_days=warm_days), day)
    assert found.tolist() == [on_paper(*party) for party in parties]


@given(parties=st.lists(PARTY, max_size=5), as_of=st.integers(0, 80), warm_days=st.integers(1, 15))
def test_times_day_by_day(parties, as_of, warm_days):
    """Walk every party through every day: a spell begins when it comes onto the step and ends when it leaves."""
    walked = {standing.WARM: [], standing.BUYER: []}
    for party in parties:
        one = paths((0, *party[1:3], True, party[4]), warm_days=warm_days)
        steps = [int(steps_at(one, day)[0]) for day in range(as_of + 1)]
        for which, spells in walked.items():
            came = None
            for day in range(as_of + 1):
                if came is None and steps[day] == which:
                    came = day
                elif came is not None and steps[day] != which:
                    spells.append((day - came, steps[day] > which))
                    came = None
            if came is not None:
                spells.append((as_of - came + 1, False))
    chosen = paths(*parties, warm_days=warm_days)
    for which, found in ((standing.WARM, standing.warm_spells), (standing.BUYER, standing.buyer_spells)):
        spells = found(chosen, as_of)
        assert Counter(zip(spells.days.tolist(), spells.climbed.tolist(), strict=True)) == Counter(walked[which])


class TestMedian:
    def test_the_textbook(self):
        """Leukaemia patients (Freireich 1963, as in Kaplan and Meier's successors): median 23 weeks with treatment, 8 without."""
        weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
        ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
        assert median_days(Spells(np.array(weeks), np.array(ended, dtype=bool))) == 23
        placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
        assert median_days(Spells(np.array(placebo), np.ones(21, dtype=bool))) == 8

    def test_more_than_half_are_still_there(self):
        assert median_days(Spells(np.array([1, 5, 5, 5]), np.array([True, False, False, False]))) is None

    def test_nobody(self):
        assert median_days(Spells(np.array([], dtype=np.int64), np.array([], dtype=bool))) is None

    @given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=12))
    def test_as_on_paper(self, drawn):
        still, found = Fraction(1), None
        for day in range(13):
            there = sum(days >= day for days, _ in drawn)
            if there:
                still *= 1 - Fraction(sum(days == day and climbed for days, climbed in drawn), there)
            if found is None and still <= Fraction(1, 2):
                found = day
        days, climbed = (np.array([one[k] for one in drawn], dtype=kind) for k, kind in ((0, np.int64), (1, bool)))
        assert median_days(Spells(days, climbed)) == found


class TestInterval:
    def test_half_of_ten(self):
        """Beta(5.5, 5.5): Brown, Cai and DasGupta 2001 print .224 and .776."""
        assert interval(5, 10) == pytest.approx((0.224, 0.776), abs=5e-4)

    @pytest.mark.parametrize(("climbed", "of"), [(1, 10), (3, 10), (20, 30), (58, 200)])
    def test_each_tail_holds_a_fortieth(self, climbed, of):
        """The area under the density, added up slice by slice."""
        at = (np.arange(200_000) + 0.5) / 200_000
        density = np.exp((climbed - 0.5) * np.log(at) + (of - climbed - 0.5) * np.log1p(-at))
        low, high = interval(climbed, of)
        assert density[at < low].sum() / density.sum() == pytest.approx(0.025, abs=1e-4)
        assert density[at > high].sum() / density.sum() == pytest.approx(0.025, abs=1e-4)

    def test_the_ends(self):
        assert interval(0, 10) == pytest.approx((0, 0.217), abs=6e-4)
        assert interval(10, 10)[1] == 1.0

    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_holds_the_rate_and_mirrors(self, drawn):
        climbed, of = drawn
        low, high = interval(climbed, of)
        assert 0 <= low <= climbed / of <= high <= 1
        assert interval(of - climbed, of) == pytest.approx((1 - high, 1 - low), abs=1e-9)

    def test_not_a_part(self):
        with pytest.raises(ValueError, match="climbed=3 must be between 0 and of=2"):
            interval(3, 2)


def test_slipping():
    nan = float("nan")
    alive = np.array([0.4, 0.6, nan, nan, nan, nan, 0.1])
    occasions = np.array([1, 9, 3, 3, 2, 0, 0])
    silent = np.array([1, 900, 31, 30, 900, nan, nan])
    gaps = np.array([nan, 1, 10, 10, nan, nan, nan])
    assert standing.slipping(alive, occasions, silent, gaps).tolist() == [True, False, True, False, False, False, False]
    assert standing.slipping(alive, occasions, silent, gaps, times=2)[3]
