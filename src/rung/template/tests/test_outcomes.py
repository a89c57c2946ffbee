"""Columns that were filled in afterwards are found, honest ones are not, and a list without signal is said to have none."""

import numpy as np
import pyarrow as pa
import pytest

from rung.template.compute import leaks
from rung.template.report import outcome_sections
from rung.template.service import outcomes

pytest.importorskip("sklearn")


def leads(count=600, *, signal=1.5, seed=2, open_leads=60):
    """Leads with two honest columns, one that says nothing, and outcomes; the last ones are open."""
    random = np.random.default_rng(seed)
    trade, size, colour = random.integers(0, 4, count), random.normal(0, 1, count), random.integers(0, 5, count)
    chance = 1 / (1 + np.exp(-(signal * ((trade == 1) + 0.8 * size) - 1)))
    won = random.random(count) < chance
    said = np.where(won, "Won", "Lost").astype(object)
    said[count - open_leads :] = None
    minutes = np.where(won, random.gamma(6, 60, count), random.gamma(2, 60, count) * (random.random(count) > 0.1))
    return pa.table(
        {
            "trade": np.array(["shop", "farm", "yard", "mill"])[trade],
            "size": size,
            "colour": np.array(list("abcde"))[colour],
            "lead_number": np.arange(count),
            "status": said.tolist(),
            "account": np.array([f"k{n % 150}" for n in range(count)]),
            "minutes": minutes,
        }
    )


def plain(table):
    return table.drop_columns("minutes")


class TestArea:
    def test_by_hand(self):
        assert leaks.area(np.array([1.0, 2, 2, 3]), np.array([False, False, True, True])) == pytest.approx(3.5 / 4)

    def test_as_done_slowly(self):
        random = np.random.default_rng(1)
        score, won = random.integers(0, 5, 60).astype(float), random.random(60) < 0.4
        pairs = [(a > b) + 0.5 * (a == b) for a in score[won] for b in score[~won]]
        assert leaks.area(score, won) == pytest.approx(np.mean(pairs))

    def test_one_kind_only(self):
        assert leaks.area(np.array([1.0, 2.0]), np.array([True, True])) == 0.5


class TestLeaks:
    @pytest.fixture(autouse=True)
    def no_models(self, monkeypatch):
        """As where scikit-learn is not installed: columns are looked at all the same."""
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    def found(self, table, **more):
        return {one.name: one.leak for one in outcomes.learn(cases=table, outcome="status", **more).columns}

    def test_honest_columns_are_not_flagged(self):
        assert self.found(plain(leads())) == dict.fromkeys(["trade", "size", "colour", "account"])

    @pytest.mark.parametrize("count", [300, 3000])
    @pytest.mark.parametrize("slope", [0.8, 1.5, 2.5, 4])
    def test_one_strong_honest_column_is_not_flagged(self, count, slope):
        random = np.random.default_rng(4)
        need = random.normal(size=count)
        won = random.random(count) < 1 / (1 + np.exp(1.5 - slope * need))
        table = pa.table({"need": need, "noise": random.normal(size=count), "status": np.where(won, "won", "lost").tolist()})
        assert set(self.found(table).values()) == {None}

    def test_what_grows_with_the_case_whatever_it_is_called(self):
        assert self.found(leads(2000, signal=0.3))["minutes"] == "grows"

    def test_by_its_name_in_four_languages(self):
        for name in ("call duration", "Varighet", "slutdato", "avslutsdatum"):
            table = plain(leads()).append_column(name, pa.array(np.random.default_rng(3).normal(size=600)))
            assert self.found(table)[name] == "name"

    def test_filled_only_where_the_outcome_is_known(self):
        table = plain(leads())
        table = table.append_column("final_note", pa.array(["x" if said else None for said in table["status"].to_pylist()]))
        assert self.found(table)["final_note"] == "filled"

    def test_alone_nearly_the_outcome(self):
        table = plain(leads())
        value = [7.5 if said == "Won" else 0.0 for said in table["status"].to_pylist()]
        assert self.found(table.append_column("worth", pa.array(value)))["worth"] == "alone"


class TestLearning:
    def test_the_user_may_keep_a_leak_and_is_told(self):
        found = outcomes.learn(cases=leads(2000, signal=0.3), outcome="status", keep=["minutes"])
        assert "minutes" in found.used
        assert any("promise too much" in str(said) for said in outcomes.warnings(found))

    def test_a_signal_is_learned_and_open_leads_are_ranked(self):
        found = outcomes.learn(cases=plain(leads()), outcome="status", group="account")
        assert found.can_rank
        assert found.best.auc > 0.65
        assert found.best.low <= found.best.auc <= found.best.high
        assert found.best.brier < found.best.plain_brier
        assert found.chances.num_rows == 60
        chances = found.chances["chance"].to_pylist()
        assert chances == sorted(chances, reverse=True)
        assert abs(found.best.chance.mean() - found.won / found.decided) < 0.03
        assert "can rank your leads" in str(outcomes.verdict_sentence(found))

    def test_no_signal_is_said_to_be_none(self):
        found = outcomes.learn(cases=plain(leads(signal=0)), outcome="status", group="account")
        assert not found.can_rank
        assert found.chances is None
        assert "cannot rank" in str(outcome_sections(found)[0].sentence)

    def test_too_few_outcomes(self):
        few = outcomes.learn(cases=plain(leads(100, open_leads=60)), outcome="status")
        assert str(few.no_answer) == "It takes 50 leads that were won or lost to learn from; there are 40."
        assert outcome_sections(few)[0].sentence == few.no_answer
        lost = plain(leads(100, open_leads=0)).set_column(4, "status", pa.array(["lost"] * 95 + ["won"] * 5))
        assert "of one there are 5" in str(outcomes.learn(cases=lost, outcome="status").no_answer)

    def test_yes_and_no_in_other_languages(self):
        table = plain(leads(200, open_leads=0))
        said = ["Vunnet" if one == "Won" else "Tapt" for one in table["status"].to_pylist()]
        found = outcomes.learn(cases=table.set_column(4, "status", pa.array(said)), outcome="status")
        assert found.decided == 200

    def test_a_column_that_is_not_there_is_a_mistake(self):
        with pytest.raises(ValueError, match="status"):
            outcomes.learn(cases=leads(), outcome="result")

    def test_without_the_extra(self, monkeypatch):
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        found = outcomes.learn(cases=leads(2000, signal=0.3), outcome="status")
        assert "rung[scoring]" in str(found.no_answer)
        assert [one.name for one in found.leaks] == ["minutes"]


def test_a_column_known_of_one_customer_only_stops_nothing():
    """Its value is in one fold alone, so that another fold has nothing to learn of it from."""
    table = leads(signal=2.5).drop_columns("minutes")
    account = table["account"].to_pylist()
    staff = pa.array([12.0 + n % 3 if one == "k7" else None for n, one in enumerate(account)], pa.float64())
    found = outcomes.learn(cases=table.append_column("staff", staff), outcome="status", group="account")
    assert found.no_answer is None
    assert found.best.auc > 0.6
