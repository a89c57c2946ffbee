"""What a reader meets: the page in a real browser, at a desk and on a phone, in four languages."""

import importlib
import os
import re
from pathlib import Path

import pytest

from rung.base import Money, text
from rung.kit.html import write_html
from rung.kit.language import LANGUAGES, language
from rung.kit.tests.sample import sample, sums

CHROMIUM = "/usr/bin/chromium"
MUST = os.environ.get("CI") == "true"  # there nothing may be skipped
if not MUST and not Path(CHROMIUM).exists():
    pytest.skip("needs a browser: apt-get install chromium", allow_module_level=True)
try:
    playwright = importlib.import_module("playwright.sync_api")
    axe = importlib.import_module("axe_playwright_python.sync_playwright")
except ImportError:
    if MUST:
        raise
    pytest.skip("needs: pip install playwright axe-playwright-python", allow_module_level=True)
pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def report():
    return sample(customers=60)


@pytest.fixture(scope="module")
def pages(tmp_path_factory, report) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    for code in LANGUAGES:
        write_html(report, folder / f"{code}.html", language(code))
    write_html(sample(customers=60, left_out=20), folder / "short.html", language("en"))
    return {file.stem: file for file in folder.iterdir()}


@pytest.fixture
def visit(browser, pages):
    """Opens a page and, at the end, demands that nothing was complained of and nothing was fetched."""
    heard, asked, contexts = [], [], []

    def go(name: str, size=None, **wishes):
        context = browser.new_context(viewport=size or DESK, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[name].as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert heard == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)


def shown(code: str, minor: int) -> str:
    return language(code).money(Money(minor, "NOK"), 2)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_panel_adds_up_to_the_figure(visit, report, code, size):
    page = visit(code, size)
    by_customer, by_month = sums(report.lines.rows, "customer_id"), sums(report.lines.rows, "month")
    panel = page.locator("#rung-panel")
    row = page.locator("#rung-t-customers button[data-opens='customer_id=1001']")
    for thing, minor in (
        (page.locator("button[data-opens='all']"), sum(by_customer.values())),
        (row, by_customer["1001"]),
        (page.locator("g[data-opens='month=2025-03']:visible"), by_month["2025-03"]),
    ):
        thing.click()
        assert page.locator("#rung-panel-sum").inner_text().endswith(shown(code, minor))
        page.keyboard.press("Escape")
        assert not panel.is_visible()
        assert thing.evaluate("thing => document.activeElement === thing")
    whole = language(code).cell(by_customer["1001"], "money")
    assert whole in row.locator("xpath=ancestor::tr").inner_text()


OPEN_ALL = "document.querySelectorAll('details:not(.why details)').forEach(one => { one.open = true; })"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 700, 1280, 1920])
def test_no_page_scrolls_sideways(visit, code, width):
    page = visit(code, {"width": width, "height": 800})
    overflow = "document.documentElement.scrollWidth"
    assert page.evaluate(overflow) == width
    page.evaluate(OPEN_ALL)
    page.evaluate("document.querySelectorAll('.why details').forEach(one => { one.open = true; })")
    assert page.evaluate(overflow) == width
    page.keyboard.press("Escape")
    page.locator("button[data-opens='all']").click()
    page.locator("#rung-panel-sum").wait_for()
    assert page.evaluate(overflow) == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, scheme, size):
    page = visit("nb", size, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(OPEN_ALL)
    findings(page)
    page.locator("button[data-opens='all']").click()
    page.locator("#rung-panel-sum").wait_for()
    findings(page)


def findings(page):
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert len(found.response["passes"]) > 20
    said = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found.response["violations"]]
    assert said == []


def rows(page, table="customers"):
    cells = page.locator(f"#rung-t-{table} tbody tr:visible")
    return [re.split(r"\t|\n", words) for words in cells.all_inner_texts()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_sorting_by_click_and_by_keyboard(visit, report, code):
    page = visit(code)
    by_customer = sums(report.lines.rows, "customer_id")
    table = page.locator("#rung-t-customers")
    said = language(code).render  # the sample's words may be in some room's catalogue
    table.locator("th", has_text=said(text("Revenue"))).get_by_role("button").click()
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    smallest = sorted(by_customer, key=by_customer.__getitem__)[:15]
    assert [row[1] for row in rows(page)] == smallest
    assert table.locator("tfoot").inner_text().startswith(said(text("Sum")))
    table.locator("th", has_text=said(text("No."))).get_by_role("button").focus()
    page.keyboard.press("Space")
    assert [row[1] for row in rows(page)] == [str(1001 + n) for n in range(15)]
    assert table.locator("th[aria-sort]").count() == 1


def test_rows_without_an_answer_stay_last(visit):
    page = visit("nb")
    button = page.locator("#rung-t-small th").nth(1).get_by_role("button")
    for _ in range(2):
        button.click()
        assert rows(page, "small")[-1][0] == "Not known"


def test_finding_and_showing_all(visit):
    page = visit("en")
    assert len(rows(page)) == 15
    page.locator("#rung-t-customers .find input").fill("fjord")
    found = rows(page)
    assert found
    assert all("Fjord" in row[0] for row in found)
    assert not page.locator("#rung-t-customers tfoot").is_visible()
    assert page.locator("#rung-t-customers .matches").inner_text() == f"{len(found)} of 60 rows"
    page.locator("#rung-t-customers .find input").fill("")
    page.get_by_role("button", name="Show all 60 rows").click()
    assert len(rows(page)) == 60
    page.get_by_role("button", name="Show fewer").click()
    assert len(rows(page)) == 15


def test_the_keyboard_reaches_bars_and_opens_them(visit, report):
    page = visit("en")
    page.locator("#months svg:visible g.opens[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#rung-tip").inner_text().startswith("Mar\u00a02025\n2025: NOK\u00a0")
    page.keyboard.press("Enter")
    assert page.locator("#rung-panel-sum").inner_text().endswith(shown("en", sums(report.lines.rows, "month")["2025-03"]))
    assert page.locator("#rung-panel h2").inner_text() == "Mar\u00a02025"
    page.get_by_role("button", name="Close").click()
    assert page.locator("#months svg:visible g.opens[tabindex='0']").evaluate("bar => document.activeElement === bar")


def test_the_panel_sorts_and_shows_more(visit, report):
    page = visit("en")
    page.locator("button[data-opens='all']").click()
    lines = page.locator("#rung-panel tbody tr")
    assert lines.count() == 200
    page.get_by_role("button", name="Show 200 more").click()
    assert lines.count() == 400
    page.locator("#rung-panel").get_by_role("button", name="Amount").click()
    assert page.locator("#rung-panel th[aria-sort='descending']").inner_text() == "Amount"
    largest = max(report.lines.rows.column("revenue_minor").to_pylist())
    assert language("en").cell(largest, "money", decimals=2) in lines.first.inner_text()


def test_lines_that_are_left_out_are_said(visit):
    page = visit("short")
    gone = page.locator("#rung-t-customers tbody tr").last.locator("[data-opens]").get_attribute("data-opens")
    page.get_by_role("button", name="Show all 60 rows").click()
    note = page.locator("#rung-panel .aside")
    page.locator(f"[data-opens='{gone}']").click()
    assert "left out" in note.inner_text()
    assert "rung lines --customer ID FILE" in note.inner_text()
    page.keyboard.press("Escape")
    page.locator("#rung-t-customers [data-opens='customer_id=1001']").click()
    page.locator("#rung-panel-sum").wait_for()
    assert note.count() == 0
    page.keyboard.press("Escape")
    page.locator("button[data-opens='all']").click()
    assert "this list may be short" in note.inner_text()


def test_copied_lines_are_safe_in_a_spreadsheet(visit, report):
    page = visit("nb", permissions=["clipboard-read", "clipboard-write"])
    page.locator("button[data-opens='all']").click()
    page.get_by_role("button", name="Kopier til Excel").click()
    page.get_by_role("button", name="linjer kopiert").wait_for()
    copied = [row.split("\t") for row in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert len(copied) == 1 + report.lines.rows.num_rows
    assert copied[0][:3] == ["Dato", "Faktura", "Kunde"]
    assert not [cell for row in copied for cell in row if re.match(r"[=+@]|-\D", cell)]
    assert any(cell.startswith("'=HYPERLINK") for row in copied for cell in row)
    total = sum(int(row[copied[0].index("Beløp")].replace(",", "")) for row in copied[1:])
    assert total == sum(report.lines.rows.column("revenue_minor").to_pylist())


def test_light_and_dark_are_chosen_and_remembered(visit):
    page = visit("nb", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Lyst eller mørkt").click()
    assert page.evaluate(paper) != light
    assert page.evaluate("localStorage.getItem('rung-theme')") == "dark"


def test_how_a_figure_is_computed_opens_and_closes(visit):
    page = visit("en")
    how = page.locator(".figure details").first
    how.locator("summary").click()
    assert how.locator("p").is_visible()
    assert "Exactly" in how.inner_text()
    page.keyboard.press("Escape")
    assert not how.locator("p").is_visible()


def test_the_printed_page_has_no_controls(visit):
    page = visit("nb")
    page.emulate_media(media="print")
    assert page.locator(".quiet:visible, input:visible, nav:visible, .behind summary:visible, .why:visible").count() == 0
    assert page.locator("svg.w700:visible, svg.w980:visible").count() >= 2


def test_without_script_everything_can_be_read(visit, browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["nb"].as_uri())
    assert page.locator("#rung-t-customers tbody tr:visible").count() == 60
    context.close()
