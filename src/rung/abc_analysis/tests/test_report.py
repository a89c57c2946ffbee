"""What a sales leader is told: every sentence in its case, tables that add up, and every figure with its how and what it opens to."""

from datetime import date
from decimal import Decimal

import ibis
import pytest

from rung.abc_analysis import analyse
from rung.abc_analysis.report import figures, lead, sections
from rung.base import Money, Number, Period, Share, text
from rung.kit.report import Bars, Curve, Matrix, Note, Table

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def line(customer, revenue, day=date(2025, 6, 15), **more):
    return {"customer_id": customer, "revenue": Decimal(revenue), "date": day, **more}


# Before: a and b are A, c is B, d is C. Now: a is gone, b slipped to C, c rose to A, d stays, e is new with a credit note.
LINES = [
    *(line(customer, amount, date(2024, 1, 5)) for customer, amount in (("a", 500), ("b", 400), ("c", 60), ("d", 40))),
    *(line(customer, amount) for customer, amount in (("b", 30), ("c", 900), ("d", 20), ("e", -25))),
    line(None, 400),
]


@pytest.fixture
def told(run, arrow_lines):
    def tell(rows, **how):
        lines = ibis.memtable(arrow_lines(rows))
        if how.get("measure") == "margin":
            lines = lines.mutate(margin=lines.revenue)
        return analyse(lines=lines, customers=None, run=run, period=YEAR, **how)

    return tell


def by_key(result, currency="NOK"):
    return {section.key: section for section in sections(result, currency)}


def parts(section, kind):
    return [part for part in section.parts if isinstance(part, kind)]


def table(section, key):
    return next(part for part in parts(section, Table) if part.key == key)


class TestFigures:
    def test_what_they_say_and_open(self, told):
        found = figures(told(LINES), "NOK")
        assert [(str(one.label), one.value, one.opens) for one in found] == [
            ("Revenue", Money(132500, "NOK"), "all"),
            ("Customers", 4, "#customers"),
            ("A customers", 1, "#abc"),
            ("Your largest customer", Share(900 / 950), "#customers"),
            ("Tied to a customer", Share(92500 / 132500), "#nameless"),
        ]
        assert found[-1].tone == "warn"

    @pytest.mark.parametrize(("customers", "label"), [(10, "Your largest customer"), (21, "Your 10 largest customers")])
    def test_ten_are_only_told_of_where_they_are_few(self, told, customers, label):
        result = told([line(f"{n:02}", 10) for n in range(customers)])
        figure = figures(result, "")[3]
        assert (str(figure.label), figure.value) == (label, Share((10 if customers > 10 else 1) / customers))
        assert str(by_key(result)["customers"].sentence).startswith(label)

    def test_a_small_share_of_many_is_not_nothing(self, told):
        assert figures(told([line(f"{n:04}", 10) for n in range(2000)]), "")[3].value == Share(0.005, 1)

    def test_no_figure_without_its_how_and_no_gap_without_its_reason(self, told):
        for result in (told(LINES), told([line("1", -5)]), told([line(None, 5)])):
            for one in [*figures(result, ""), *(one for section in sections(result, "") for one in section.figures)]:
                assert str(one.how)
                assert one.value is not None or one.note

    def test_opens_only_what_is_there(self, told):
        for result in (told(LINES), told([line("1", -5)]), told([line(None, 5)]), told([line("1", 5)])):
            keys = {f"#{section.key}" for section in sections(result, "")}
            assert {one.opens for one in figures(result, "") if one.opens.startswith("#")} <= keys

    def test_units_are_no_money(self, told):
        found = figures(told([line("1", 5, quantity=Decimal("2.5"))], measure="units"), "NOK")
        assert found[0].value == Number(2.5, 0)


class TestSections:
    def test_which_there_are(self, told):
        assert list(by_key(told(LINES))) == ["abc", "customers", "movement", "months", "apart", "nameless"]
        assert list(by_key(told([line("1", 5)]))) == ["abc", "customers", "movement", "months"]

    def test_the_classes_add_up_and_shares_are_of_the_positive(self, told):
        section = by_key(told(LINES))["abc"]
        assert section.sentence == lead(told(LINES))
        assert table(section, "classes").rows == [
            ["A", 1, 0.25, 90000, 900 / 950],
            ["B", 1, 0.25, 3000, 30 / 950],
            ["C", 1, 0.25, 2000, 20 / 950],
            [text("C, zero or below"), 1, 0.25, -2500, None],
            [text("Without a customer"), None, None, 40000, None],
        ]
        total = table(section, "classes").total
        assert [str(cell) for cell in total] == ["In all", "4", "1.0", "132500", "None"]
        assert total[3] == sum(row[3] for row in table(section, "classes").rows) == told(LINES).total_minor
        assert table(by_key(told([line("1", 5)]))["abc"], "classes").total[4] == 1
        assert "not tell who needs what" in str(parts(section, Note)[-1].sentence)

    def test_the_curve_ends_flat_where_customers_have_nothing(self, told):
        [curve] = parts(by_key(told(LINES))["abc"], Curve)
        assert curve.points == [(0, 0), (0.25, 900 / 950), (0.5, 930 / 950), (0.75, 1), (1, 1)]
        assert [(mark.x, str(mark.label)) for mark in curve.marks] == [
            (0.25, "A: 95% of the revenue"),
            (0.5, "A and B: 98% of the revenue"),
        ]

    def test_a_long_curve_is_thinned_but_keeps_its_marks(self, told):
        [curve] = parts(by_key(told([line(f"{n:04}", 2000 - n) for n in range(1999)]))["abc"], Curve)
        assert len(curve.points) <= 203
        assert {(mark.x, mark.y) for mark in curve.marks} <= set(curve.points)

    def test_every_customer_opens_to_its_lines(self, told):
        customers = table(by_key(told(LINES))["customers"], "customers")
        assert [row[:4] for row in customers.rows] == [["c", None, "A", 90000], ["b", None, "B", 3000], ["d", None, "C", 2000]]
        assert [row[-2:] for row in customers.rows] == [["B", 84000], ["A", -37000], ["C", -2000]]
        assert customers.opens == ["customer_id=c", "customer_id=b", "customer_id=d"]
        assert len(customers.columns) == len(customers.total) == 8

    def test_who_moved_and_what_to_do(self, told):
        section = by_key(told(LINES))["movement"]
        assert (
            str(section.sentence)
            == "2 of 2 A customers from the period before have gone or fallen. Call those who are gone first, then the others."
        )
        [matrix] = parts(section, Matrix)
        assert matrix.cells == [[0, 1, 0, 1], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]
        steps = table(section, "steps")
        assert [(str(row[0]), *row[2:], str(row[1])) for row in steps.rows] == [
            ("Were A, and are gone", 1, -50000, "Call them first, and hear why."),
            ("Slipped from A to B or C", 1, -37000, "Find out what they buy elsewhere now."),
            ("Risen to A", 1, 84000, "Thank them, and agree on the year ahead."),
            ("New in B or C", 1, -2500, "Welcome them, and ask what else they need."),
        ]
        assert table(section, "call_first").rows == [["a", None, None, 50000, 0, -50000], ["b", None, "B", 40000, 3000, -37000]]
        assert table(section, "call_first").opens == ["customer_id=a", "customer_id=b"]

    def test_every_move_but_staying_small_has_a_next_step(self, told):
        from rung.abc_analysis.report.movement import _STEPS  # noqa: PLC0415  the one place that looks inside

        pairs = [pair for group, _, _ in _STEPS for pair in group]
        assert len(pairs) == len(set(pairs))
        assert set(told(LINES).moved) - set(pairs) == {("B", "B"), ("C", "C")}

    def test_nothing_to_compare_with_says_why(self, told):
        section = by_key(told([line("1", 5)]))["movement"]
        assert str(section.sentence).startswith("The data do not go back over a whole period before this one")
        assert section.parts == ()

    def test_who_grew_but_was_overtaken_is_not_to_be_called(self, told):
        # "grew" was A, and is B behind "new" with 60 of 1 060; "fell" is C; "gone" lost less than "fell" but comes first.
        before = [line("grew", 50, date(2024, 1, 5)), line("fell", 45, date(2024, 1, 5)), line("gone", 40, date(2024, 1, 5))]
        result = told([*before, line("new", 1000), line("grew", 60), line("fell", 1)])
        section = by_key(result)["movement"]
        assert [row[0] for row in table(section, "call_first").rows] == ["gone", "fell"]
        assert ("A lower class, though worth no less", 1, 1000) in [(str(row[0]), *row[2:]) for row in table(section, "steps").rows]
        assert len(result.lost) == 2

    def test_the_column_before_is_explained_by_its_own_period(self, told):
        columns = {column.key: str(column.how) for column in table(by_key(told(LINES))["movement"], "call_first").columns}
        assert ("2024" in columns["before"], "2025" in columns["before"]) == (True, False)
        assert "2025" in columns["now"]

    def test_without_customers_there_is_nothing_to_class(self, told):
        assert list(by_key(told([line(None, 5), line(None, 5, date(2024, 1, 1))]))) == ["months", "nameless"]

    def test_all_still_there(self, told):
        section = by_key(told([line("1", 5), line("1", 5, date(2024, 1, 1))]))["movement"]
        assert str(section.sentence) == "All A customers from the period before are still A."

    @pytest.mark.parametrize(
        ("now", "before", "sentence"),
        [
            (110, 100, "Revenue was 110.00 NOK, 10.0% more than in the period before."),
            (75, 100, "Revenue was 75.00 NOK, 25.0% less than in the period before."),
            (75, -5, "Revenue was 75.00 NOK."),
        ],
    )
    def test_how_the_period_went(self, told, now, before, sentence):
        section = by_key(told([line("1", now), line("1", before, date(2024, 1, 1))]))["months"]
        assert str(section.sentence) == sentence
        [bars] = parts(section, Bars)
        assert len(bars.labels) == len(bars.opens) == 12
        assert bars.opens[5] == "month=2025-06"
        assert [series.values[5] for series in bars.series] == [now * 100, 0]

    @pytest.mark.parametrize(
        ("measure", "sentence"),
        [
            ("revenue", "1 customer was credited more than it bought: 7.00 NOK."),
            ("margin", "1 customer has a negative contribution margin: 7.00 NOK below zero."),
            ("units", "1 customer returned more units than it bought: 3."),
            ("growth", "1 customer bought less than in the period before: 7.00 NOK less."),
        ],
    )
    def test_those_at_zero_or_below_are_listed_apart(self, told, measure, sentence):
        rows = [line(c, n, quantity=Decimal(q)) for c, n, q in (("up", 50, 1), ("zero", 0, 0), ("down", -7, -3))]
        rows.append(line(None, 1, date(2024, 1, 1)))
        found = by_key(told(rows, measure=measure))
        assert str(found["apart"].sentence) == sentence
        assert [row[0] for row in table(found["apart"], "apart").rows] == ["down", "zero"]
        assert str(parts(found["apart"], Note)[0].sentence) == "1 customer comes to exactly zero."
        assert [row[0] for row in table(found["customers"], "customers").rows] == ["up"]

    def test_zero_is_not_called_a_credit(self, told):
        section = by_key(told([line("1", 5), line("2", 0), line("3", 0)]))["apart"]
        assert (str(section.title), str(section.sentence)) == ("Customers at zero", "2 customers come to exactly zero.")
        assert parts(section, Note) == []

    def test_what_names_no_customer_can_be_opened(self, told):
        section = by_key(told(LINES))["nameless"]
        assert str(section.sentence) == "1 line names no customer: 30.2% of the revenue."
        assert [part.tone for part in parts(section, Note)] == ["warn"]
        assert section.figures[0].opens == "customer_id="
        little = by_key(told([line("1", 95), line(None, 5)]))["nameless"]
        assert little.parts == []
        without_parts = by_key(told([line("1", -95), line(None, 5)]))["nameless"]
        assert str(without_parts.sentence) == "1 line names no customer."

    def test_rows_are_as_wide_as_their_columns(self, told):
        for rows in (LINES, [line("1", 5)], [line("1", -5)]):
            for section in sections(told(rows), ""):
                for one in parts(section, Table):
                    assert {len(row) for row in one.rows} <= {len(one.columns)}
                    assert one.total is None or len(one.total) == len(one.columns)
                    assert not one.opens or len(one.opens) == len(one.rows)
