"""Does the terminal say what matters, in 80 columns, without colour, in the reader's language?"""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from rung.base import text
from rung.kit.console import _Paper, print_lines, print_report, progress
from rung.kit.language import LANGUAGES, language
from rung.kit.report import Bars, Column, Lines, Note, Section, Series, Table
from rung.kit.tests.sample import EVIL, sample


def printed(report, code="nb", width=80):
    file = io.StringIO()
    print_report(report, language(code), Console(file=file, width=width))
    return file.getvalue()


def squeezed(words):
    return " ".join(words.replace("\xa0", " ").split())


@pytest.fixture(scope="module")
def report():
    return sample()


def section_of(*parts, **more):
    return Section(key="s", title=text("S"), sentence=text("S."), how=text("H."), parts=parts, **more)


def test_the_sentence_comes_first_then_the_figures_then_the_customers(report):
    said = squeezed(printed(report))
    places = [
        said.index(words)
        for words in (
            "Customer analysis for Nordisk Festeteknikk AS",
            "28 of 140 customers give 80 % of the revenue.",
            "4 832 607 kr",
            "Start with the 28 customers in class A",
            "Kystverk Bygg AS 1001 A 915 617 18,9 %",
            "130 rader til i rapporten.",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_the_width_and_needs_no_colour(report, code, width):
    said = printed(report, code, width)
    assert max(map(cell_len, said.splitlines())) <= width
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("code", "total", "more"),
    [
        ("nb", "4 832 607 kr", "130 rader til i rapporten."),
        ("da", "NOK", "130 rækker mere i rapporten."),
        ("sv", "NOK", "130 rader till i rapporten."),
        ("en", "NOK 4,832,607", "130 more rows in the report."),
    ],
)
def test_every_language_has_its_own_words_and_numbers(report, code, total, more):
    said = squeezed(printed(report, code, 100))
    assert total in said
    assert more in said


def test_the_classes_and_their_total_are_there(report):
    lines = [squeezed(line) for line in printed(report).splitlines()]
    assert "A 28 20,0 % 3 894 698 80,6 %" in lines
    assert any(line.endswith("140 100,0 % 4 832 607 100,0 %") for line in lines)


def test_notes_have_a_sign_of_their_own_beside_the_colour(report):
    lines = [line.rstrip() for line in printed(report, "en").splitlines()]
    assert "! Invoice 50123 is in the file twice; it is counted once." in lines
    assert "+ All other accounts agree to the oere." in lines
    asked = replace(report, sections=[section_of(Note(sentence=text("Ask for the cost per line to see which customers pay.")))])
    assert "> Ask for the cost per line to see which customers pay." in [line.rstrip() for line in printed(asked, "en").splitlines()]


def test_a_figure_that_cannot_be_computed_says_why(report):
    assert "Customers at a loss – ! The file has no cost for 12 % of the lines" in squeezed(printed(report))


def test_colour_is_for_terminals_that_want_it(report, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = io.StringIO()
    print_report(report, language("nb"), Console(file=file, width=80, force_terminal=True))
    assert "\x1b[33m" in file.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    file = io.StringIO()
    print_report(report, language("nb"), Console(file=file, width=80, force_terminal=True))
    assert "\x1b[3" not in file.getvalue().replace("\x1b[3m", "")


def test_names_are_never_markup(report):
    names = ["[bold red]Loud[/] AS", ":smile: AS", "[link=http://x]y[/link]", "Line\nbreak", "\x1b[31mred", *EVIL]
    table = Table(
        key="t",
        columns=[Column(key="n", label=text("Name")), Column(key="i", label=text("No."), kind="id")],
        rows=[[n, "1"] for n in names[:9]],
    )
    said = printed(replace(report, sections=[section_of(table)]))
    for name in ("[bold red]Loud[/] AS", ":smile: AS", "[link=http://x]y[/link]", "Line break", EVIL[0]):
        assert name in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_wide_table_keeps_the_columns_that_say_most(report):
    columns = [
        Column(key="name", label=text("Customer")),
        Column(key="id", label=text("No."), kind="id"),
        Column(key="abc", label=text("Class"), kind="class"),
        *(Column(key=f"n{n}", label=text("Score"), kind="number") for n in range(6)),
        Column(key="value", label=text("Revenue"), kind="money"),
        Column(key="share", label=text("Share"), kind="share"),
    ]
    rows = [["A very long name of a customer that does not end AS", "10001", "A", *range(6), 123_456_700, 0.25]]
    said = squeezed(printed(replace(report, sections=[section_of(Table(key="t", columns=columns, rows=rows))]), "en", 80))
    assert "A very long name of a customer th… 10001 A 0.00" in said
    assert "1,234,567 25.0%" in said
    assert 0 < said.count("Score") < 6


def test_what_needs_a_human_eye_is_never_left_out(report):
    columns = [Column(key="found", label=text("What was found"))]
    tables = [Table(key=key, columns=columns, rows=[[key.upper()]]) for key in ("files", "checks", "problems")]
    said = printed(replace(report, sections=[section_of(), section_of(), section_of(*tables)]))
    assert "FILES" not in said
    assert "CHECKS" not in said
    assert "PROBLEMS" in said


def test_long_sentences_in_a_table_are_broken_not_cut(report):
    sentence = "The file does not agree with itself, so ask whoever made it to export the whole year once more."
    columns = [Column(key="where", label=text("Where")), Column(key="what", label=text("What you can do"))]
    table = Table(key="t", columns=columns, rows=[["books.xml, line 412", text("{words}", words=sentence)]])
    said = printed(replace(report, sections=[section_of(table)]), "en")
    assert "…" not in said
    assert squeezed(sentence[-20:]) in squeezed(said)


def test_bars_are_as_long_as_their_values_and_minus_is_told(report):
    bars = Bars(
        key="b",
        title=text("Why"),
        labels=["Won", "Lost", "Half", "None", "Not known"],
        series=[Series(name=text("X"), values=[1_000_00, -1_000_00, 500_00, 0, None])],
    )
    lines = printed(replace(report, sections=[section_of(bars)]), "en").splitlines()
    found = {line.split("  ")[0].strip(): line for line in lines if "  " in line}
    assert found["Won"].count("█") == found["Lost"].count("░") == 24
    assert found["Half"].count("█") == 12
    assert "−" in found["Lost"]
    assert "█" not in found["None"]
    assert "–" in found["Not known"]


def test_later_sections_are_shorter(report):
    columns = [Column(key="n", label=text("N"), kind="count")]
    tables = [Table(key=f"t{n}", columns=columns, rows=[[100 * n + row] for row in range(20)], title=text("T{n}", n=n)) for n in (1, 2)]
    first = replace(report, sections=[section_of(*tables)])
    later = replace(report, sections=[section_of(), section_of(), section_of(*tables)])
    assert "209" in printed(first)
    assert "210" not in printed(first)
    assert "T1" not in printed(later)
    assert "S." in printed(later)


def test_a_chapter_is_named_once(report):
    sections = [replace(section_of(), chapter=text("Worth")), replace(section_of(), chapter=text("Worth")), section_of()]
    assert printed(replace(report, sections=sections)).count("Worth") == 1


def test_an_empty_report_prints(report):
    bare = replace(report, figures=[], sections=[section_of(Note(sentence=text("Nothing.")))], lines=None)
    assert "> Nothing." in printed(bare)


def test_lines_are_printed_exactly_with_their_sum(report):
    file = io.StringIO()
    lines = replace(report.lines, rows=report.lines.rows.slice(0, 3))
    print_lines(lines, "NOK", language("nb"), Console(file=file, width=120))
    said = squeezed(file.getvalue())
    assert "27.11.2024 50000 3008 Kjemi 3,5 14 484,40 9 555,45 ordrelinjer.csv 2" in said
    assert "Sum 42 884,83" in said
    assert "See them with" in said


def test_no_lines_is_said(report):
    file = io.StringIO()
    empty = Lines(rows=report.lines.rows.slice(0, 0), total=0, where_else=text("All of them are here."))
    print_lines(empty, "", language("en"), Console(file=file, width=80))
    assert file.getvalue() == "No invoice lines are behind this.\n"


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def screen(**more):
    return Console(file=io.StringIO(), width=80, **more)


def test_progress_is_silent_when_nobody_watches():
    clock, console = Clock(), screen()
    bar = progress(language("nb"), console, clock=clock)("books.xml")
    clock.now = 5.0
    bar(50, 100)
    assert console.file.getvalue() == ""


@pytest.mark.parametrize("steps", [[(0.5, 50, 100), (0.9, 100, 100)], [(5.0, 1000, 0), (9.0, 2000, 0)]])
def test_progress_is_silent_when_short_or_unknown(steps):
    clock, console = Clock(), screen(force_terminal=True)
    bar = progress(language("nb"), console, clock=clock)("books.xml")
    for clock.now, done, total in steps:
        bar(done, total)
    assert console.file.getvalue() == ""


def test_progress_draws_now_and_then_and_leaves_nothing_behind():
    clock, console = Clock(), screen(force_terminal=True)
    bar = progress(language("nb"), console, clock=clock)("books.xml")
    for clock.now, done in ((2.0, 20), (2.05, 21), (4.0, 40)):
        bar(done, 100)
    drawn = console.file.getvalue()
    assert drawn.count("Leser books.xml") == 2
    assert "40\xa0%" in drawn
    assert "0:06" in drawn
    assert drawn.endswith("\n")  # whatever is printed next has a line of its own
    assert "\x1b[?25l" not in drawn  # the cursor is never hidden, so nothing need bring it back
    clock.now = 5.0
    bar(100, 100)
    assert console.file.getvalue()[len(drawn) :] == "\x1b[1A\r\x1b[2K"
    bar(100, 100)
    assert console.file.getvalue()[len(drawn) :] == "\x1b[1A\r\x1b[2K"


@pytest.mark.parametrize("width", [20, 22, 23, 31, 44, 80])
def test_an_amount_is_never_broken_over_lines(width):
    amount = "12\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}kr"
    said = text(f"En veldig stor linje ble kansellert senere; den største er {amount}, og en til er {amount}.")
    console = Console(width=width, file=io.StringIO(), color_system=None)
    print_report(replace(sample(), lead=said, figures=(), sections=()), language("nb"), console)
    assert console.file.getvalue().count(amount) == 2


def test_the_leading_column_stays_when_there_is_no_room():
    label = [text("Customer no."), text("Name"), text("Revenue"), text("Contribution margin"), text("Margin ratio")]
    kinds = ["id", "text", "money", "money", "share"]
    columns = [Column(key=str(n), label=label[n], kind=kinds[n], leading=n == 3) for n in range(5)]
    table = Table(key="margins", columns=columns, rows=[["10001", "A name as long as names are in the north", 123456700, 7654300, 0.1]])
    console = Console(width=60, file=io.StringIO(), color_system=None)
    console.print(_Paper(language("en"), "NOK", 60).table(table, most=5))
    assert "76,543" in console.file.getvalue()
    assert "10.0%" not in console.file.getvalue()
