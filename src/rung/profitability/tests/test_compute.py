"""The worked examples of docs/methods.md#contribution-margin, and agreement with the rule as done on paper."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.base import Period
from rung.profitability import margin_by, overview, with_margin

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
EXAMPLE = [
    {"customer_id": "1", "product_group": "tools", "revenue": Decimal(100), "cost": Decimal(60)},
    {"customer_id": "1", "product_group": "bolts", "revenue": Decimal(50)},
    {"customer_id": "2", "product_group": "tools", "revenue": Decimal(80), "cost": Decimal(100)},
    {"customer_id": "2", "product_group": "tools", "revenue": Decimal(-20), "cost": Decimal(-25)},
    {"customer_id": "3", "product_group": None, "revenue": Decimal(10)},
    {"customer_id": None, "product_group": "bolts", "revenue": Decimal(40), "cost": Decimal(0)},
    {"customer_id": "1", "product_group": "tools", "revenue": Decimal(999), "cost": Decimal(1), "date": date(2026, 1, 1)},
]


def half_up(amount):
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


class TestWithMargin:
    def test_known_estimated_and_no_answer(self, run, arrow_lines):
        lines = with_margin(ibis.memtable(arrow_lines(EXAMPLE)), {"bolts": Decimal("0.35")})
        rows = run(lines.order_by("row")).to_pylist()
        assert [row["margin"] for row in rows] == [Decimal(n) for n in (40, "17.5", -20, 5)] + [None, Decimal(40), Decimal(998)]
        assert [row["margin_estimated"] for row in rows] == [False, True, False, False, False, False, False]

    def test_without_group_margins_an_unknown_cost_stays_unknown(self, run, arrow_lines):
        rows = run(with_margin(ibis.memtable(arrow_lines(EXAMPLE)), {}).order_by("row")).to_pylist()
        assert [row["margin"] is None for row in rows] == [False, True, False, False, True, False, False]
        assert not any(row["margin_estimated"] for row in rows)

    def test_an_estimate_is_rounded_to_what_facts_can_hold(self, run, arrow_lines):
        lines = ibis.memtable(
            arrow_lines([{"product_group": "g", "revenue": Decimal("0.0333")}, {"product_group": "g", "revenue": Decimal("-0.0333")}])
        )
        rows = run(with_margin(lines, {"g": Decimal("0.5")}).order_by("row")).to_pylist()
        assert [row["margin"] for row in rows] == [Decimal("0.0167"), Decimal("-0.0167")]

    def test_a_margin_that_is_no_share(self, arrow_lines):
        with pytest.raises(ValueError, match=r"group_margins\['bolts'\]=35 must be a share between 0 and 1; write 35 % as 0.35"):
            with_margin(ibis.memtable(arrow_lines([])), {"bolts": Decimal(35)})


class TestMarginBy:
    def test_per_customer(self, run, arrow_lines):
        lines = with_margin(ibis.memtable(arrow_lines(EXAMPLE)), {"bolts": Decimal("0.35")})
        rows = run(margin_by(lines, YEAR, "customer_id").order_by("rank")).to_pylist()
        assert rows == [
            {"customer_id": "1", "rank": 1, "revenue_minor": 15000, "known_minor": 10000, "margin_minor": 5750, "estimated_minor": 5000},
            {"customer_id": None, "rank": 2, "revenue_minor": 4000, "known_minor": 4000, "margin_minor": 4000, "estimated_minor": 0},
            {"customer_id": "2", "rank": 3, "revenue_minor": 6000, "known_minor": 6000, "margin_minor": -1500, "estimated_minor": 0},
            {"customer_id": "3", "rank": 4, "revenue_minor": 1000, "known_minor": 0, "margin_minor": None, "estimated_minor": 0},
        ]

    def test_per_product_group(self, run, arrow_lines):
        lines = with_margin(ibis.memtable(arrow_lines(EXAMPLE)), {})
        rows = run(margin_by(lines, YEAR, "product_group").order_by("rank")).to_pylist()
        assert [(row["product_group"], row["margin_minor"], row["known_minor"], row["revenue_minor"]) for row in rows] == [
            ("bolts", 4000, 4000, 9000),
            ("tools", 2500, 16000, 16000),
            (None, None, 0, 1000),
        ]

    def test_lines_without_margin_are_a_mistake(self, arrow_lines):
        with pytest.raises(ValueError, match="lines must have a column margin"):
            margin_by(ibis.memtable(arrow_lines([])), YEAR, "customer_id")


class TestOverview:
    def test_how_much_is_known(self, run, arrow_lines):
        lines = with_margin(ibis.memtable(arrow_lines(EXAMPLE)), {"bolts": Decimal("0.35")})
        assert run(overview(lines, YEAR)).to_pylist() == [
            {"revenue_minor": 26000, "known_minor": 20000, "estimated_minor": 5000, "margin_minor": 8250, "free_minor": 4000}
        ]

    def test_nothing_known_is_no_answer_and_not_zero(self, run, arrow_lines):
        lines = with_margin(ibis.memtable(arrow_lines([{"revenue": Decimal(10)}])), {})
        assert run(overview(lines, YEAR)).to_pylist()[0]["margin_minor"] is None
        assert run(overview(with_margin(ibis.memtable(arrow_lines([])), {}), YEAR)).to_pylist()[0]["revenue_minor"] == 0


MONEY = st.decimals(-100, 1000, places=4) | st.sampled_from([Decimal(v) for v in ("0", "10", "0.005", "-0.005")])
LINE = st.fixed_dictionaries(
    {
        "customer_id": st.none() | st.sampled_from(["1", "2", "3"]),
        "product_group": st.none() | st.sampled_from(["a", "b"]),
        "date": st.dates(date(2024, 12, 30), date(2026, 1, 2)),
        "revenue": MONEY,
        "cost": st.none() | MONEY,
    }
)
ASKS_THE_ENGINE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ASKS_THE_ENGINE
@given(rows=st.lists(LINE, max_size=15), margins=st.dictionaries(st.sampled_from(["a", "b"]), st.decimals(0, 1, places=5)))
@pytest.mark.parametrize("key", ["customer_id", "product_group"])
def test_agrees_with_paper(run, arrow_lines, rows, margins, key):
    sums = defaultdict(lambda: {"revenue": Decimal(0), "known": Decimal(0), "answered": Decimal(0), "margin": None})
    for row in rows:
        if row["date"].year != 2025:
            continue
        share = margins.get(row["product_group"])
        margin = row["revenue"] - row["cost"] if row["cost"] is not None else None
        if margin is None and share is not None:
            margin = (row["revenue"] * share).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        mine = sums[row[key]]
        mine["revenue"] += row["revenue"]
        mine["known"] += row["revenue"] if row["cost"] is not None else 0
        if margin is not None:
            mine["answered"] += row["revenue"]
            mine["margin"] = (mine["margin"] or Decimal(0)) + margin
    lines = with_margin(ibis.memtable(arrow_lines(rows)), margins)
    found = run(margin_by(lines, YEAR, key).order_by("rank")).to_pylist()

    def place(name):
        margin = sums[name]["margin"]
        return (margin is None, -(margin or 0), name is None, name or "")

    assert [row[key] for row in found] == sorted(sums, key=place)
    for column in ("revenue", "known", "margin"):
        running, cents = Decimal(0), 0
        for row in found:
            exact = sums[row[key]][column]
            assert (row[f"{column}_minor"] is None) == (exact is None)
            running, cents = running + (exact or 0), cents + (row[f"{column}_minor"] or 0)
            assert cents == half_up(running)
    answered = sum(row["known_minor"] + row["estimated_minor"] for row in found)
    assert answered == half_up(sum((one["answered"] for one in sums.values()), Decimal(0)))
    whole = run(overview(lines, YEAR)).to_pylist()[0]
    assert whole["revenue_minor"] == sum(row["revenue_minor"] for row in found)
    assert whole["known_minor"] + whole["estimated_minor"] == answered
    assert (whole["margin_minor"] or 0) == sum(row["margin_minor"] or 0 for row in found)
