"""Does the demo's page hold in a real browser, in every language: nothing wider than the screen, no fault axe finds, every count opens?"""

import re
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from rung.kit.language import LANGUAGES

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reports(rung_in, tmp_path_factory):
    """The demo's page in each language, from the same files."""
    made = tmp_path_factory.mktemp("demo")
    rung = rung_in(made)
    assert rung("demo", "--out", made, "--language", "nb").returncode == 0
    files = [next(made.glob(pattern)) for pattern in ("saf-t*.xml", "fakturalinjer*.csv", "kunder.xlsx")]
    pages = {"nb": made / "report.html"}
    for code in LANGUAGES:
        if code != "nb":
            out = made / code
            assert rung("analyse", *files, "--out", out, "--language", code).returncode == 0
            pages[code] = out / "report.html"
    return pages


@pytest.fixture
def visit(browser, reports):
    opened = []

    def to(code, width=1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        opened.append(page)
        page.goto(reports[code].as_uri())
        return page

    yield to
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("code", LANGUAGES)
def test_axe_and_the_screen_are_satisfied(visit, code, width):
    page = visit(code, width)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], node["target"], node["html"]) for one in found for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def minor(words: str) -> int:
    """The amount in a Norwegian sentence, in oere."""
    digits = re.sub(r"[^0-9,−-]", "", words).replace("−", "-")
    whole, _, part = digits.partition(",")
    return int(whole + part)


def opened(page, what):
    """Open a thing; the two sums of the panel, and how many lines it says."""
    page.locator(f"[data-opens='{what}']:visible").first.click()
    page.locator("#rung-panel-sum").wait_for()
    sums = [minor(page.locator(place).inner_text()) for place in ("#rung-panel-sum", "#rung-panel-before")]
    lines = minor(page.locator("#rung-panel-count").inner_text())
    page.keyboard.press("Escape")
    return sums, lines


def test_a_move_opens_to_the_lines_of_both_periods(visit):
    page = visit("nb")
    rows = page.locator("#rung-t-steps tbody tr")
    assert rows.count() > 5
    for row in rows.all():
        what = row.locator("[data-opens]").get_attribute("data-opens")
        (now, before), lines = opened(page, what)
        change = row.locator("td").last
        assert now - before == round(Decimal(change.get_attribute("data-v")) * 100)
        assert lines > 0


def test_every_cell_of_the_movement_matrix_opens_to_its_customers(visit):
    page = visit("nb")
    cells = page.locator("[data-opens^='customers=from-']")
    counted = 0
    for cell in cells.all():
        count, what = int(cell.inner_text()), cell.get_attribute("data-opens")
        cell.click()
        page.locator("#rung-panel-sum").wait_for()
        while page.locator("#rung-panel .more button:visible").count():
            page.locator("#rung-panel .more button").click()
        names = page.locator("#rung-panel tbody td:nth-child(3)").all_inner_texts()
        assert len(set(names)) == count, what
        page.keyboard.press("Escape")
        counted += count
    assert counted > 300


@pytest.mark.parametrize("table", ["bridge_steps", "rfm_kinds", "classes"])
def test_every_row_of_customers_opens(visit, table):
    page = visit("nb")
    rows = page.locator(f"#rung-t-{table} tbody tr")
    assert rows.count() == page.locator(f"#rung-t-{table} tbody tr [data-opens]").count() > 0
