"""What a sales leader is told: with a pattern, without one, with too little; and whom to contact."""

import json
from datetime import date
from decimal import Decimal

import ibis
import numpy as np
import pyarrow as pa
import pytest

from rung.base import Period
from rung.kit.report import Note, Table
from rung.template import BestNotUsable, analyse, read_answers, score, to_json
from rung.template.compute import known
from rung.template.report import figures, lead, sections
from rung.template.service.sheet import QUESTIONS, AnswerNotUnderstood

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 1, 15)


def told(run, company, **more):
    lines, customers = company
    return analyse(lines=ibis.memtable(lines), customers=ibis.memtable(customers), run=run, period=YEAR, today=TODAY, **more)


@pytest.fixture(scope="module")
def pattern(company):
    return company(signal=True)


@pytest.fixture(scope="module")
def noise(company):
    return company(signal=False, seed=5)


@pytest.fixture(scope="module")
def found(run, pattern):
    return told(run, pattern, market=ibis.memtable(MARKET))


MARKET = pa.table(
    {
        "party_id": ["m1", "m2", "m3", "1000", "m4"],
        "name": ["Ny Laks AS", "Ny Bygg AS", "Ukjent AS", "Kunde 0 AS", "Nye Laks AS"],
        "industry": ["03.211", "41.200", None, "03.211", "03.211"],
        "employees": [5, 300, None, 5, 8],
        "region": ["Oslo", "Agder", None, "Oslo", "Vestland"],
        "postal_code": pa.nulls(5, pa.string()),
    }
)


def by_key(result):
    return {section.key: section for section in sections(result, "NOK")}


def tables(section):
    return {part.key: part for part in section.parts if isinstance(part, Table)}


class TestTheBest:
    def test_proposed_by_what_is_left_over_five_years(self, found, pattern):
        lines = pattern[0].to_pylist()
        margins = {}
        for row in lines:
            margins[row["customer_id"]] = margins.get(row["customer_id"], 0) + row["revenue"] - row["cost"]
        slow = sorted(margins, key=lambda one: (-margins[one], one))[:15]
        assert [one.customer_id for one in found.choice.best] == slow
        assert found.choice.best[0].value_minor == round(margins[slow[0]] * 100)
        assert found.choice.measure == "margin"

    def test_by_revenue_when_the_cost_is_unknown_and_it_says_so(self, run, pattern):
        lines = pattern[0].set_column(pattern[0].schema.get_field_index("cost"), "cost", pa.nulls(len(pattern[0]), pa.decimal128(18, 4)))
        result = told(run, (lines, pattern[1]))
        assert result.choice.measure == "revenue"
        assert any("cost" in str(said) for said in result.choice.remarks)

    def test_the_user_has_the_last_word(self, run, pattern, found):
        first, second = (one.customer_id for one in found.choice.best[:2])
        without = told(run, pattern, excluded=[first])
        assert without.choice.best[0].customer_id == second
        assert len(without.choice.best) == 15
        own = [one.customer_id for one in found.choice.best[3:9]]
        chosen = told(run, pattern, chosen=own)
        assert [one.customer_id for one in chosen.choice.best] == own

    @pytest.mark.parametrize("chosen", [["1000", "1001"], ["nobody", "1000", "1001", "1002", "1003"], [str(n) for n in range(1000, 1016)]])
    def test_a_list_that_cannot_be_used(self, run, pattern, chosen):
        with pytest.raises(BestNotUsable) as refused:
            told(run, pattern, chosen=chosen)
        assert str(refused.value.remedy)

    def test_odd_ones_are_pointed_out(self, run, arrow_lines):
        rows = [
            {"customer_id": str(n), "date": date(2025, month, 1), "revenue": Decimal(100 + n), "cost": Decimal(10)}
            for n in range(40)
            for month in (1, 3, 5)
        ]
        rows.append({"customer_id": "0", "date": date(2025, 7, 1), "revenue": Decimal(9000), "cost": Decimal(10)})
        rows.append({"customer_id": "gone", "date": date(2023, 7, 1), "revenue": Decimal(8000), "cost": Decimal(10)})
        result = analyse(lines=ibis.memtable(arrow_lines(rows)), customers=None, run=run, period=YEAR, today=TODAY)
        odd = {one.customer_id: str(one.odd) for one in result.choice.best if one.odd}
        assert odd == {"0": "One day gave more than half of all it bought.", "gone": "It has not bought for a year or more."}


class TestThePattern:
    def test_it_is_found_and_told_with_counts(self, found):
        assert found.template.separates
        assert str(
            lead(
                found,
            )
        ).startswith("Your best customers stand out in this: “Industry” is 03 (")
        assert "of your 15 best" in str(lead(found))
        industry = tables(by_key(found)["template"])["template"].rows[0]
        assert str(industry[0]) == "Industry"

    def test_how_well_it_does_on_what_it_has_not_seen(self, found):
        assert found.template.check.auc > 0.6
        assert [figure.label.template for figure in figures(found)] == [
            "Best customers found in the first tenth",
            "Rank of the one in the middle",
        ]

    def test_prospects_like_the_best_come_first_and_customers_are_left_out(self, found):
        assert {one.party_id for one in found.market.first[:2]} == {"m1", "m4"}
        assert "1000" not in found.market.scores["party_id"].to_pylist()
        rows = {row["party_id"]: row for row in found.market.scores.to_pylist()}
        assert rows["m2"]["verdict"] != "prioritise"
        assert rows["m3"]["verdict"] is None
        assert rows["m3"]["rank"] is None
        first = found.market.first[0]
        assert any("Industry: 03" in str(reason) for reason, speaks in first.reasons if speaks)
        assert "Like Kunde" in str(first.like)

    def test_prospects_are_ranked_by_what_is_known_of_prospects(self, found):
        assert {one.key for one in found.market_template.characteristics} == {"industry", "employees", "region"}
        assert {one.key for one in found.template.characteristics} >= {"rhythm_days"}

    def test_small_customers_like_the_best(self, found):
        best = {one.customer_id for one in found.choice.best}
        assert found.customers.first
        assert not best & {one.party_id for one in found.customers.first}
        assert all(one.verdict == "prioritise" and one.rank >= 0.8 for one in found.customers.first)

    def test_equal_parties_have_equal_ranks_and_the_order_of_rows_is_nothing(self, found, pattern):
        twice = pa.concat_tables([pattern[1], pattern[1].take(pa.array(range(len(pattern[1]) - 1, -1, -1)))])
        ranks = score(twice, found.template).rank
        assert ranks[: len(ranks) // 2].tolist() == ranks[len(ranks) // 2 :][::-1].tolist()

    def test_the_same_question_gives_the_same_answer(self, run, pattern, found):
        again = told(run, pattern, market=ibis.memtable(MARKET))
        assert to_json(again) == to_json(found)

    def test_json_is_plain(self, found):
        written = json.loads(json.dumps(to_json(found)))
        assert written["template"]["separates"] is True
        assert written["template"]["checks"]["evidence"]["p"] <= 0.1
        assert written["market"][0]["reasons"]


class TestNoPattern:
    def test_it_does_not_separate_and_nobody_is_prioritised(self, run, noise):
        result = told(run, noise, market=ibis.memtable(MARKET))
        assert not result.template.separates
        assert result.customers.first == ()
        assert set(result.customers.scores["verdict"].to_pylist()) == {None}
        told_sections = by_key(result)
        assert "does not separate yet" in str(told_sections["template"].sentence)
        notes = [str(part.sentence) for part in told_sections["template"].parts if isinstance(part, Note)]
        assert any("question sheet" in note for note in notes)
        assert any("when the firm was founded" in note for note in notes)
        assert "nobody is put first" in str(told_sections["lookalikes"].sentence)

    def test_nothing_known_of_the_customers(self, run, arrow_lines):
        rows = [{"customer_id": str(n), "revenue": Decimal(n + 1), "cost": Decimal(0)} for n in range(30)]
        result = analyse(lines=ibis.memtable(arrow_lines(rows)), customers=None, run=run, period=YEAR, today=TODAY)
        assert "Nothing is known" in str(result.no_template)
        assert [section.key for section in sections(result, "NOK")] == ["best_customers", "template"]

    def test_too_few_customers(self, run, arrow_lines):
        rows = [{"customer_id": str(n), "revenue": Decimal(n + 1)} for n in range(4)]
        result = analyse(lines=ibis.memtable(arrow_lines(rows)), customers=None, run=run, period=YEAR, today=TODAY)
        assert "there are 4" in str(result.no_template)
        assert [section.key for section in sections(result, "NOK")] == ["template"]
        none = analyse(lines=ibis.memtable(arrow_lines([])), customers=None, run=run, period=YEAR, today=TODAY)
        assert str(none.no_template) == "Nobody has bought anything yet."


class TestMoreIsKnown:
    def test_extra_columns_count_and_consequences_are_refused(self, run, pattern):
        ids = pattern[1]["customer_id"].to_pylist()
        extra = pa.table(
            {"customer_id": ids, "Certified": [n % 3 == 0 for n in range(len(ids))], "Revenue": list(range(len(ids))), "region": ids}
        )
        result = told(run, pattern, characteristics=ibis.memtable(extra))
        assert "Certified" in {one.key for one in result.template.characteristics}
        assert {(str(one.name), one.why) for one in result.refused} >= {("Revenue", "bought"), ("region", "twice")}
        assert "Not looked at" in str(tables(by_key(result)["template"])["template_refused"].title)

    def test_a_table_without_a_key_is_a_mistake(self, run, pattern):
        with pytest.raises(ValueError, match="customer_id"):
            told(run, pattern, characteristics=ibis.memtable(pa.table({"x": [1]})))

    def test_answers_become_a_characteristic_when_ordinary_customers_were_asked(self, run, pattern, found):
        best = [one.customer_id for one in found.choice.best]
        only_best = {one: {"found_us": "recommended"} for one in best}
        result = told(run, pattern, answers=only_best)
        assert ("How they found you", "asked") in {(str(one.name), one.why) for one in result.refused}
        others = [one for one in pattern[1]["customer_id"].to_pylist() if one not in best][:40]
        random = np.random.default_rng(1)
        asked = {**only_best, **{one: {"found_us": str(random.choice(["web", "fair", "recommended"]))} for one in others}}
        result = told(run, pattern, answers=read_answers(asked))
        [mine] = [one for one in result.template.characteristics if one.key == "found_us"]
        assert str(mine.label) == "How they found you"
        assert "were recommended" in str(mine.levels[0])

    def test_the_sheet_is_checked(self):
        assert read_answers({"1": {"growth": "growing", "what_we_did": "Trained them.", "why_us": None}}) == {
            "1": {"growth": "growing", "what_we_did": "Trained them."}
        }
        for wrong in ({"1": {"growth": "up"}}, {"1": {"colour": "red"}}, {"1": "good"}, ["1"]):
            with pytest.raises(AnswerNotUnderstood):
                read_answers(wrong)
        assert len({one.key for one in QUESTIONS}) == len(QUESTIONS)


class TestHowACustomerBegan:
    def test_by_hand(self, run, arrow_lines):
        def line(day, revenue, group):
            return {"customer_id": "1", "date": date(2025, 1, day), "revenue": Decimal(revenue), "product_group": group}

        rows = [line(1, 10, "x"), line(1, -10, "x"), line(2, 5, "b"), line(2, 5, "a"), line(4, 90, "c"), line(8, 1, "c"), line(11, 1, "c")]
        rows += [line(30, 1, "c"), {"customer_id": "2", "date": date(2025, 1, 1), "revenue": Decimal(-1)}]
        rows += [{"customer_id": "3", "date": date(2025, 1, 1), "revenue": Decimal(1)}]
        began = run(known.entry(ibis.memtable(arrow_lines(rows)), date(2026, 1, 1)).order_by("customer_id")).to_pylist()
        assert began == [
            {"customer_id": "1", "entry_group": "a", "rhythm_days": 3.0},  # 2, 4, 8 and 11 January; the first was credited away
            {"customer_id": "3", "entry_group": None, "rhythm_days": None},
        ]
