"""What is a company told that has three kinds of customers, one that has none, and one without the package?"""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import ibis
import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import adjusted_rand_score

from rung.base import Period, Text
from rung.clusters import Comparison, Plain, Wishes, analyse, firms, habits, to_json
from rung.clusters.report import figures, sections
from rung.kit.report import Note, Table

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def ask(run, lines, customers, **more):
    with_margin = ibis.memtable(lines).mutate(margin=ibis.literal(0).cast("decimal(18, 4)"))
    with_margin = with_margin.mutate(margin=(with_margin.revenue - with_margin.cost).cast("decimal(18, 4)"))
    return analyse(lines=with_margin, customers=ibis.memtable(customers), run=run, period=YEAR, **more)


@pytest.fixture(scope="module")
def plain(planted):
    ids = sorted(set(planted[0]["customer_id"].to_pylist()))
    return Plain(
        abc=pa.table({"customer_id": ids, "abc": ["C"] * len(ids)}), ladder=pa.table({"customer_id": ids, "step": ["customer"] * len(ids)})
    )


@pytest.fixture(scope="module")
def found(run, planted, plain):
    return ask(run, planted[0], planted[1], plain=plain)


@pytest.fixture(scope="module")
def nothing(run, alike):
    return ask(run, alike[0], alike[1])


def test_the_three_kinds_are_found(found, planted):
    assert len(found.segments) == 3
    given = dict(zip(found.customers["customer_id"].to_pylist(), found.customers["segment"].to_pylist(), strict=True))
    kinds = {customer: planted[2][int(customer)] for customer in given}
    assert adjusted_rand_score([kinds[one] for one in given], [given[one] for one in given]) > 0.9
    assert [one.key for one in found.segments] == ["1", "2", "3"]
    assert sum(one.customers for one in found.segments) == found.customers.num_rows
    assert sum(one.revenue_minor for one in found.segments) == sum(found.customers["revenue_minor"].to_pylist())
    assert sum(one.margin_share for one in found.segments) == pytest.approx(1)
    assert all(len(one.differences) == 3 and one.rules for one in found.segments)
    assert found.rules.accuracy > 0.95


def test_held_against_classes_that_say_nothing_they_tell_more(found):
    assert isinstance(found.comparison, Comparison)
    assert found.comparison.low > 0


def test_the_order_of_rows_and_the_day_do_not_matter(run, planted, found):
    lines, customers, _ = planted
    mixed = lines.take(np.random.default_rng(1).permutation(lines.num_rows))
    again = ask(run, mixed, customers.take(list(reversed(range(customers.num_rows)))))
    assert again.trials == found.trials
    assert again.customers == found.customers
    assert again.segments == found.segments


@pytest.fixture(scope="module")
def renamed(run, planted, found):
    last = dict(zip(found.customers["customer_id"].to_pylist(), found.customers["segment"].to_pylist(), strict=True))
    turned = {customer: {"1": "3", "2": "1", "3": "9"}[key] for customer, key in last.items()}
    return ask(run, planted[0], planted[1], wishes=Wishes(last=turned, names={"9": "Sleeping beauties"}))


def test_keys_and_names_stay_with_their_customers(renamed, found):
    assert [one.key for one in renamed.segments] == [{"1": "3", "2": "1", "3": "9"}[one.key] for one in found.segments]
    assert next(one.name for one in renamed.segments if one.key == "9") == "Sleeping beauties"


def test_extra_features_are_used(run, planted):
    ids = sorted(set(planted[0]["customer_id"].to_pylist()))
    extra = pa.table({"customer_id": ids, "visits": [float(n % 7) for n in range(len(ids))], "mostly": [None] * len(ids)})
    assert "visits" in ask(run, *planted[:2], extra=extra).used
    with pytest.raises(ValueError, match="once"):
        ask(run, *planted[:2], extra=pa.concat_tables([extra, extra]))
    with pytest.raises(ValueError, match="customer_id"):
        ask(run, *planted[:2], extra=extra.drop_columns("customer_id"))


def test_habits_and_firms_by_hand(run, planted):
    lines = planted[0]
    rows = [row for row in lines.to_pylist() if row["customer_id"] == "0004"]
    now = [row for row in rows if row["date"].year == 2025]
    [seen] = [row for row in run(habits(ibis.memtable(lines), YEAR)).to_pylist() if row["customer_id"] == "0004"]
    assert seen["revenue_minor"] == int(sum(row["revenue"] for row in now) * 100)
    assert seen["before_minor"] == int(sum(row["revenue"] for row in rows) * 100) - seen["revenue_minor"]
    assert seen["orders"] == len({row["date"] for row in now})
    assert seen["spread"] == len({row["product_group"] for row in now})
    assert seen["last"] == max(row["date"] for row in now)
    assert seen["margin_minor"] is None
    sizes = pa.table(
        {
            "customer_id": ["a", "b", "c", "d"], "name": ["A"] * 4, "industry": ["47.110", "Retail", " ", None],
            "employees": pa.array([0, 4, 250, None], pa.int64()), "region": ["Viken", None, "", None], "postal_code": ["0150", "5003", None, None],
        }
    )  # fmt: skip
    got = run(firms(ibis.memtable(sizes))).sort_by("customer_id").to_pylist()
    assert [(row["industry"], row["size"], row["place"]) for row in got] == [
        ("47", "0", "Viken"), ("Retail", "1–4", "5"), (None, "250+", None), (None, None, None),
    ]  # fmt: skip


class TestNoSegments:
    def test_one_kind_of_customers_is_no_segments(self, nothing):
        assert nothing.segments == ()
        assert nothing.chosen is None
        assert nothing.customers["segment"].null_count == nothing.customers.num_rows
        [section] = sections(nothing, "NOK")
        assert str(section.sentence).startswith("There are no clear segments")
        tables = {part.key: part for part in section.parts if isinstance(part, Table)}
        assert set(tables) == {"segment_trials"}
        assert len(tables["segment_trials"].rows) == 6
        assert figures(nothing)[0].value is None

    def test_too_few_customers_is_a_reason(self, run, planted):
        few = planted[0].filter(pa.compute.less(planted[0]["customer_id"], "0030"))
        reason = ask(run, few, planted[1])
        assert str(reason) == "Fewer than 50 customers bought in the period, which is too few to find segments among."
        assert to_json(reason) == {"no_segments": str(reason)}
        assert sections(reason, "NOK")[0].sentence == reason
        assert figures(reason) == []

    def test_without_the_package_there_is_one_clear_sentence(self, run, planted, monkeypatch):
        blocked = {name: None for name in list(sys.modules) if name.split(".")[0] in {"sklearn", "threadpoolctl"}}
        blocked |= dict.fromkeys(("sklearn", "sklearn.cluster", "threadpoolctl"))
        for name in blocked:
            monkeypatch.setitem(sys.modules, name, None)  # as Python has it when a package is not there
        reason = ask(run, *planted[:2])
        assert isinstance(reason, Text)
        assert str(reason) == 'Segments take a package that is not installed. Install it with: pip install "rung[scoring]"'

    def test_importing_the_room_does_not_load_it(self):
        program = "import rung.clusters, sys; print(*[m for m in ('sklearn', 'scipy', 'pandas', 'duckdb') if m in sys.modules])"
        assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split() == []


class TestReport:
    def test_what_the_sales_leader_reads(self, found):
        [section] = sections(found, "NOK")
        assert str(section.sentence).startswith("Your customers fall into 3 segments. “")
        assert str(section.sentence).endswith("is 60 customers with 96% of the revenue.")
        tables = {part.key: part for part in section.parts if isinstance(part, Table)}
        assert list(tables) == ["segments", "segment_differences", "segment_rules", "segment_trials", "segment_customers"]
        assert len(tables["segment_differences"].rows) == 9
        assert tables["segment_customers"].opens[0].startswith("customer_id=")
        told = [str(part.sentence) for part in section.parts if isinstance(part, Note)]
        assert told[0].startswith("The segments tell more than ABC classes and the customer ladder")
        assert str(tables["segment_rules"].title).startswith("Where a new customer belongs: right for ")
        assert figures(found)[0].value == 3

    @pytest.mark.parametrize(
        ("low", "high", "begins"),
        [(-0.3, -0.1, "ABC classes and the customer ladder tell more"), (-0.1, 0.1, "The segments tell about as much as ABC")],
    )
    def test_when_classes_are_as_good_it_says_so(self, found, low, high, begins):
        other = replace(found, comparison=Comparison(groups=0.2, plain=0.3, low=low, high=high))
        [section] = sections(other, "NOK")
        assert any(str(part.sentence).startswith(begins) for part in section.parts if isinstance(part, Note))

    def test_without_classes_nobody_can_say(self, renamed):
        assert str(renamed.comparison).startswith("The classes of the period before were not at hand")

    def test_everything_is_plain_json(self, found, nothing):
        plain = json.loads(json.dumps(to_json(found)))
        assert plain["chosen"] == 3
        assert len(plain["customers"]) == found.customers.num_rows
        assert {rule["group"] for one in plain["segments"] for rule in one["rules"]} == {"1", "2", "3"}
        assert json.loads(json.dumps(to_json(nothing)))["segments"] == []
