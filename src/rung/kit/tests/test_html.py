import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from rung.base import Money, text
from rung.kit.html import render_html, write_html
from rung.kit.language import LANGUAGES, language
from rung.kit.report import Bars, Column, Curve, Figure, Matrix, Section, Series, Table
from rung.kit.tests.sample import EVIL, sample


@pytest.fixture(scope="module")
def report():
    return sample(customers=60)


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, report):
    return lxml.html.document_fromstring(render_html(report, language(request.param)))


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_the_page_says_its_language_and_title(report):
    page = lxml.html.document_fromstring(render_html(report, language("sv")))
    assert page.get("lang") == "sv"
    assert page.findtext(".//title") == "Customer analysis for Nordisk Festeteknikk AS"
    assert [words(h) for h in page.xpath("//h1")] == ["Customer analysis for Nordisk Festeteknikk AS"]


def test_nothing_on_the_page_points_outside_it(page):
    for element in page.iter():
        for name, value in element.attrib.items():
            assert name not in {"srcset", "action", "formaction", "ping", "background", "style"}
            assert not name.startswith("on")
            if name in {"src", "href"} or name.endswith("}href"):
                assert value.startswith(("#", "data:"))
    style = page.findtext(".//style")
    assert "@import" not in style
    assert all(link.startswith("data:") for link in re.findall(r"url\((.*?)\)", style))


def test_the_policy_allows_only_the_pages_own_script_and_style(page):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "*" not in policy
    scripts = [script for script in page.xpath("//script") if script.get("type") is None]
    assert len(scripts) == 1
    for tag, element in (("script", scripts[0]), ("style", page.find(".//style"))):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_names_from_a_file_are_only_names(report):
    html = render_html(report, language("nb"))
    page = lxml.html.document_fromstring(html)
    assert page.xpath("//img") == []
    assert len(page.xpath("//script")) == 3
    shown = {words(one) for one in page.xpath("//*[@id='rung-t-customers']//tbody//th")}
    for name in EVIL:
        assert name.replace("\u202e", "\ufffd") in shown
    assert "\u202e" not in html


def test_the_settings_cannot_end_their_script(report):
    page = lxml.html.document_fromstring(
        render_html(replace(report, names={**report.names, "1001": "</script><script>alert(1)</script>"}), language("nb"))
    )
    settings = json.loads(page.xpath("//*[@id='rung-settings']")[0].text)
    assert settings["names"]["customer_id=1001"] == "</script><script>alert(1)</script>"
    assert settings["names"]["product_id=3000"] == "Vare 1"


def test_every_figure_and_section_says_how_it_was_computed(page, report):
    figures = page.xpath("//*[contains(@class, 'figure')][dt]")
    assert len(figures) == len(report.figures) + sum(len(section.figures) for section in report.sections)
    assert all(words(figure.find(".//details/p")) for figure in figures)
    assert all(words(section.xpath("./details[@class='how']/p")[0]) for section in page.xpath("//section[contains(@class, 'card')]"))


def test_a_figure_without_an_answer_says_why(page):
    figure = next(one for one in page.xpath("//*[@class='figure']") if words(one.find("dt")) == "Customers at a loss")
    assert words(figure.xpath(".//dd[@class='value']")[0]).startswith("–")
    assert "The file has no cost" in words(figure)


def test_charts_have_an_alternative_and_a_table_behind(page):
    charts = page.xpath("//figure[contains(@class, 'chart')][.//*[@class='drawings']]")
    assert len(charts) == 5
    for chart in charts:
        drawings = chart.xpath(".//*[@class='drawings']/svg")
        assert all(len(drawing.get("aria-label")) > 30 and drawing.get("role") in {"img", "group"} for drawing in drawings)
        assert len({drawing.get("class") for drawing in drawings}) == len(drawings) > 1
        assert len(chart.xpath(".//details[@class='behind']//tbody/tr")) >= 5


def test_totals_are_last_and_stay_out_of_the_sorted_rows(page, report):
    table = page.xpath("//*[@id='rung-t-customers']//table")[0]
    assert [part.tag for part in table] == ["caption", "thead", "tbody", "tfoot"]
    assert len(table.xpath("./tbody/tr")) == 60
    assert words(table.find("tfoot")).startswith("Sum")


def test_rows_beyond_the_first_wait_for_the_button(page):
    assert len(page.xpath("//*[@id='rung-t-customers']//tr[@class='later']")) == 60 - 15
    assert len(page.xpath("//*[@id='rung-t-customers']//button[contains(@class, 'all')]")) == 1
    assert page.xpath("//*[@id='rung-t-classes']//button[contains(@class, 'all')]") == []


def test_things_open_what_the_report_says(page):
    opens = set(page.xpath("//@data-opens"))
    assert {"all", "customer_id=1001", "month=2025-03", "product_group=Kjemi"} <= opens
    assert page.xpath("//dd[@class='value']/a/@href") == ["#abc"]


def test_sections_and_ids_are_unique_and_in_the_contents(page, report):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert page.xpath("//nav//a/@href") == [f"#{section.key}" for section in report.sections] + ["#rung-about"]


def test_where_it_comes_from_is_on_the_page(page):
    assert "9f86d081884c7d65" in words(page.xpath("//*[@id='rung-about']")[0])


def test_the_lines_travel_whole(report):
    page = lxml.html.document_fromstring(render_html(report, language("da")))
    packed = json.loads(gzip.decompress(base64.b64decode(page.xpath("//*[@id='rung-lines']")[0].text)))
    assert packed["count"] == report.lines.rows.num_rows
    for name in report.lines.rows.column_names:
        column = packed["columns"][name]
        read = [None if at is None else column["words"][at] for at in column["at"]] if "words" in column else column["values"]
        expected = [value.isoformat() if isinstance(value, date) else value for value in report.lines.rows.column(name).to_pylist()]
        assert read == expected


def test_numbers_are_in_the_language(report):
    shown = {
        code: words(lxml.html.document_fromstring(render_html(report, language(code))).xpath("//*[@id='rung-t-classes']//tfoot")[0])
        for code in LANGUAGES
    }
    total = sum(report.lines.rows.column("revenue_minor").to_pylist())
    for code in LANGUAGES:
        assert language(code).decimal(Money(total).major) in shown[code].replace(" ", "\u00a0")


def test_the_same_report_gives_the_same_page(report):
    assert render_html(report, language("nb")) == render_html(sample(customers=60), language("nb"))


def test_the_file_is_written_whole(tmp_path: Path, report):
    write_html(report, tmp_path / "rapport.html", language("nb"))
    assert [file.name for file in tmp_path.iterdir()] == ["rapport.html"]
    assert (tmp_path / "rapport.html").read_text(encoding="utf-8") == render_html(report, language("nb"))


def test_a_report_without_lines_has_nothing_to_open(report):
    page = lxml.html.document_fromstring(render_html(replace(report, lines=None), language("nb")))
    assert page.xpath("//@data-opens") == []
    assert page.xpath("//*[@id='rung-lines']") == []


def test_an_empty_report_is_a_page():
    empty = replace(sample(customers=3), figures=[], sections=[], lines=None, about=[], names={})
    assert "<h1>" in render_html(empty, language("nb"))


def section(*parts, figures=()):
    return Section(key="one", title=text("One"), sentence=text("One."), how=text("So."), parts=parts, figures=figures)


@pytest.mark.parametrize(
    "part",
    [
        Bars(key="b", title=text("B"), labels=[], series=[]),
        Bars(key="b", title=text("B"), labels=["x"], series=[Series(name=text("S"), values=[None])]),
        Bars(key="b", title=text("B"), labels=["x"], series=[Series(name=text("S"), values=[0])]),
        Bars(key="b", title=text("B"), labels=[date(2025, 1, 1)], series=[Series(name=text("S"), values=[0])], kind="count"),
        Bars(key="b", title=text("B"), labels=["x", "y"], series=[Series(name=text("S"), values=[-1, -5])], kind="quantity"),
        Bars(key="b", title=text("B"), labels=[date(2020 + n // 12, n % 12 + 1, 1) for n in range(61)], series=[Series(name=text("S"), values=[0.1] * 61)], kind="share"),
        Curve(key="c", title=text("C"), x_label=text("x"), y_label=text("y"), points=[]),
        Curve(key="c", title=text("C"), x_label=text("x"), y_label=text("y"), points=[(0.0, 0.0), (0.5, 1.2), (1.0, 1.0)]),
        Matrix(key="m", title=text("M"), row_title=text("R"), column_title=text("C"), row_labels=[], column_labels=[], cells=[]),
        Matrix(key="m", title=text("M"), row_title=text("R"), column_title=text("C"), row_labels=["a"], column_labels=["a"], cells=[[0]]),
        Table(key="t", columns=[Column(key="a", label=text("A"), kind="money")], rows=[[None]], total=[None]),
    ],
)  # fmt: skip
def test_odd_parts_are_drawn_too(report, part):
    html = render_html(replace(report, sections=[section(part)]), language("nb"))
    assert "nan" not in re.sub(r"<(style|script)[^>]*>.*?</\1>", "", html, flags=re.DOTALL).lower().replace("finans", "")


def test_opening_a_column_that_is_not_there_is_a_programmers_mistake(report):
    figure = Figure(label=text("F"), value=1, how=text("So."), opens="colour=red")
    with pytest.raises(ValueError, match="opens='colour=red' must be"):
        render_html(replace(report, figures=[figure]), language("nb"))


def test_a_row_with_too_few_cells_is_a_programmers_mistake(report):
    table = Table(key="t", columns=[Column(key="a", label=text("A")), Column(key="b", label=text("B"))], rows=[["x"]])
    with pytest.raises(ValueError, match="table 't' has 2 columns, but row 1 has 1 cells"):
        render_html(replace(report, sections=[section(table)]), language("nb"))


@pytest.mark.parametrize(
    ("value", "shown", "exactly"),
    [
        (Money(3_171_234_567, "NOK"), "31,7 mill. kr", "Nøyaktig 31 712 345,67 kr."),
        (Money(173_920_000, "NOK"), "1 739 200 kr", None),
        (Money(-5, "NOK"), "0 kr", "Nøyaktig −0,05 kr."),
    ],
)
def test_a_shortened_figure_opens_to_its_exact_amount(report, value, shown, exactly):
    figure = Figure(label=text("F"), value=value, how=text("So."))
    page = lxml.html.document_fromstring(render_html(replace(report, figures=[figure]), language("nb")))
    found = page.xpath("(//*[@class='figure'])[1]")[0]
    assert found.xpath(".//dd[@class='value']")[0].text_content().replace("\u00a0", " ") == shown
    assert [one.text.replace("\u00a0", " ") for one in found.xpath(".//strong")] == ([exactly] if exactly else [])
