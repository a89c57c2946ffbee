import re
from datetime import date
from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from rung.base import text
from rung.kit.charts import draw_bars, draw_curve
from rung.kit.charts.bars import Chart
from rung.kit.charts.curve import height_at
from rung.kit.charts.drawing import axis
from rung.kit.language import LANGUAGES, language
from rung.kit.report import Bars, Curve, Mark, Series


def drawn(labels, *values, kind="money", code="nb"):
    bars = Bars(key="b", title=text("B"), labels=labels, series=[Series(name=text("S"), values=one) for one in values], kind=kind)
    return draw_bars(Chart(bars=bars, language=language(code), currency="NOK", opener=lambda _: Markup(), alternative="so"))


def parsed(drawing):
    return lxml.html.fragment_fromstring(str(drawing.svg))


def columns(drawing):
    return [
        {name: float(rect.get(name)) for name in ("x", "y", "width", "height")}
        for rect in parsed(drawing).xpath("//rect[starts-with(@class, 's')]")
    ]


@given(
    st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=20),
    st.sampled_from(["money", "count", "quantity", "share"]),
    st.sampled_from(LANGUAGES),
)
def test_an_axis_holds_zero_and_every_value_with_few_different_ticks(values, kind, code):
    scale = axis(values, kind, "NOK", language(code))
    less_than_seen = 1e-6 * (scale.high - scale.low)
    assert scale.low <= min(0, *values) + less_than_seen
    assert scale.high >= max(0, *values) - less_than_seen
    assert scale.low < scale.high
    assert 2 <= len(scale.ticks) <= 9
    assert 0 in [value for value, _ in scale.ticks]
    assert len({words for _, words in scale.ticks}) == len(scale.ticks)


@pytest.mark.parametrize(
    ("values", "code", "unit", "ticks"),
    [
        ([400_000_00], "nb", "kr", ["0", "100 000", "200 000", "300 000", "400 000"]),
        ([3_900_000_00], "nb", "mill. kr", ["0", "1", "2", "3", "4"]),
        ([3_900_000_00], "en", "NOK m", ["0", "1", "2", "3", "4"]),
        ([12_000_000_00, -3_000_000_00], "da", "mio. NOK", ["−5", "0", "5", "10", "15"]),
    ],
)
def test_axes_read_as_people_write(values, code, unit, ticks):
    scale = axis(values, "money", "NOK", language(code))
    assert scale.unit.replace("\u00a0", " ") == unit
    assert [words.replace("\u00a0", " ") for _, words in scale.ticks] == ticks


def test_columns_stand_on_zero_with_heights_in_proportion():
    months = [date(2025, month, 1) for month in (1, 2, 3)]
    for drawing in drawn(months, [1_000_00, 2_000_00, -500_00]):
        one, two, below = columns(drawing)
        assert two["height"] == pytest.approx(2 * one["height"], abs=0.2)
        assert below["height"] == pytest.approx(one["height"] / 2, abs=0.2)
        assert one["y"] + one["height"] == pytest.approx(two["y"] + two["height"], abs=0.2)
        assert below["y"] == pytest.approx(one["y"] + one["height"], abs=0.2)


def test_lying_bars_start_at_zero_and_say_their_value():
    for drawing in drawn(["Bolt", "Nut"], [30_000_000_00, -15_000_000_00]):
        bolt, nut = columns(drawing)
        assert bolt["width"] == pytest.approx(2 * nut["width"], abs=0.2)
        assert nut["x"] + nut["width"] == pytest.approx(bolt["x"], abs=0.2)
        said = parsed(drawing).text_content().replace("\u00a0", " ")
        assert "30,0 mill. kr" in said
        assert "−15,0 mill. kr" in said


@pytest.mark.parametrize("count", [1, 12, 24, 36, 60])
def test_month_names_never_touch(count):
    months = [date(2021 + n // 12, n % 12 + 1, 1) for n in range(count)]
    for drawing in drawn(months, [1] * count, kind="count"):
        at = [float(label.get("x")) for label in parsed(drawing).xpath("//text[@class='tick x']")]
        assert at
        assert all(after - before >= 30 for before, after in pairwise(at))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40), st.booleans())
def test_everything_is_inside_the_drawing(values, months):
    labels = (
        [date(2020 + n // 12, n % 12 + 1, 1) for n in range(len(values))]
        if months
        else [f"Varegruppe nummer {n}" for n in range(len(values))]
    )
    for drawing in drawn(labels, values):
        svg = parsed(drawing)
        width, height = (float(size) for size in svg.get("viewbox", svg.get("viewBox")).split()[2:])
        for rect in columns(drawing):
            assert rect["x"] >= -0.1
            assert rect["x"] + rect["width"] <= width + 0.1
            assert rect["y"] >= -0.1
            assert rect["y"] + rect["height"] <= height + 0.1


def test_what_a_label_says_is_only_text():
    (drawing, *_) = drawn(['"><script>x</script>'], [1])
    assert parsed(drawing).xpath("//script") == []
    assert "<script" not in str(drawing.svg)


def test_height_on_a_curve_is_straight_between_its_points():
    points = [(0.0, 0.0), (0.5, 0.8), (1.0, 1.0)]
    assert [height_at(points, x) for x in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx([0, 0.4, 0.8, 0.9, 1])


@pytest.mark.parametrize("power", [0.3, 3])
def test_the_words_of_marks_keep_apart_and_on_the_page(power):
    points = [(n / 5000, (n / 5000) ** power) for n in range(5001)]
    marks = [
        Mark(x=x, y=x**power, label=text("{n} customers are in a class with a long name", n=n))
        for n, x in enumerate((0.02, 0.5, 0.52, 0.9))
    ]
    curve = Curve(key="c", title=text("C"), x_label=text("x"), y_label=text("y"), points=points, marks=marks)
    for drawing in draw_curve(curve, language("nb"), "like", "so"):
        words = parsed(drawing).xpath("//text[starts-with(@class, 'value')]")
        assert len(words) == 4
        heights = sorted([float(line.get("y")) for line in one.xpath("./tspan")] for one in words)
        assert all(before[-1] + 11 <= after[0] for before, after in pairwise(heights))
        assert len(re.findall(r"\d,\d", str(drawing.svg).split("polyline")[1])) < 800
