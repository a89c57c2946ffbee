"""Several criteria at once: places by hand, the command's words, and what the data know nothing of."""

from decimal import Decimal

import ibis
import pytest

from rung.abc_analysis import MeasureNotKnown, weigh
from rung.abc_analysis.report import weighing
from rung.base import Period

YEAR = Period.parse("2025", first=None, last=None)


def rows(*three):
    return [{"customer_id": c, "revenue": Decimal(r), "quantity": Decimal(q), "date": YEAR.start} for c, r, q in three]


@pytest.fixture
def weighed(run, arrow_lines):
    def of(lines, weights, **how):
        return weigh(lines=ibis.memtable(arrow_lines(lines)), customers=None, run=run, period=YEAR, weights=weights, **how)

    return of


def test_places_are_averaged_with_the_weights(weighed):
    # Places from the bottom of 4: revenue a 1, b .75, c .5, d .25; units d 1, then b and c share .625, a .25.
    lines = rows(("a", 100, 1), ("b", 50, 5), ("c", 20, 5), ("d", 10, 9))
    found = weighed(lines, {"revenue": Decimal(3), "units": Decimal(1)}, rule="count").customers.to_pylist()
    assert [(row["customer_id"], row["score"]) for row in found] == [("a", 0.8125), ("b", 0.71875), ("c", 0.53125), ("d", 0.4375)]
    assert [row["abc"] for row in found] == ["A", "B", "B", "B"]
    assert (found[0]["revenue_minor"], found[0]["units_minor"]) == (10000, 100)


def test_the_weights_decide_who_is_first(weighed):
    lines = rows(("a", 100, 1), ("b", 50, 5), ("d", 10, 9))
    for heavy, first in (("revenue", "a"), ("units", "d")):
        weights = {"revenue": Decimal(1), "units": Decimal(1)} | {heavy: Decimal(9)}
        assert weighed(lines, weights).customers["customer_id"][0].as_py() == first


def test_a_criterion_without_data_is_refused(weighed):
    with pytest.raises(MeasureNotKnown):
        weighed(rows(("a", 100, 1)), {"revenue": Decimal(1), "growth": Decimal(1)})


def test_the_section_says_what_counts_and_opens_each_customer(weighed):
    section = weighing(weighed(rows(("a", 100, 1), ("b", 50, 5)), {"revenue": Decimal(2), "units": Decimal("0.5")}))
    assert "the revenue (80" in str(section.sentence)
    (table,) = section.parts
    assert table.opens == ["customer_id=a", "customer_id=b"]
