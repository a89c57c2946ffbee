"""How does a report become one page? A single HTML file that needs nothing else: no network, no server, no program but a browser.

Everything a page may load is inside it; a content security policy with the hashes of its own script and style forbids the rest, so
even a customer called "<script>" is only a name. The templates escape every value; nothing here turns text into markup.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rung import __version__
from rung.base import Money
from rung.kit import phrases
from rung.kit.embed import for_script, names_in, packed, words_for_script
from rung.kit.language import Language
from rung.kit.page import FILTER_FROM, Page
from rung.kit.report import Bars, Curve, Matrix, Note, Report, Table

_FONTS = (
    ("inter-latin.woff2", "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212"),
    ("inter-latin-ext.woff2", "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+0218-021B,U+1E9E"),
)


def write_html(report: Report, path: Path, language: Language) -> None:
    """Writes the report as one self-contained page; the file is there whole or not at all.

    Raises ValueError when a thing in the report opens a column that its lines do not have, or a row has too many or too few cells.
    """
    written = render_html(report, language)
    beside = path.with_name(path.name + ".part")
    beside.write_text(written, encoding="utf-8", newline="\n")
    beside.replace(path)


def render_html(report: Report, language: Language) -> str:
    """The page as text; see write_html."""
    style, script = _style(), _asset("report.js")
    page = Page(report, language)
    return (
        _templates()
        .get_template("report.html")
        .render(
            page=page,
            report=report,
            language=language,
            say=language.render,
            words=phrases,
            kinds=_kind,
            filter_from=FILTER_FROM,
            version=__version__,
            style=Markup(style),  # noqa: S704  our own file, from this package
            script=Markup(script),  # noqa: S704  our own file, from this package
            policy=_policy(style, script),
            settings=Markup(for_script(_settings(page))),  # noqa: S704  escaped by for_script
            lines=Markup(packed(report.lines, page.customers)) if report.lines is not None else None,  # noqa: S704  base64
        )
    )


def _settings(page: Page) -> Mapping[str, object]:
    """What the script must know: words, number signs, names, and which lines are not on the page."""
    report, language = page.report, page.language
    symbols = language.symbols
    return {
        "language": language.code,
        "words": words_for_script(phrases.IN_BROWSER, language),
        "group": symbols.group,
        "decimal": symbols.decimal,
        "minus": symbols.minus,
        "day": symbols.day,
        "months": list(symbols.months),
        "money": language.money(Money(0, report.currency), 0).replace("0", "{amount}"),
        "names": names_in(report),
        "customers": {key: language.render(those.title) for key, those in page.customers.items()},
        "total": report.lines.total if report.lines else 0,
        "earlier_total": report.lines.earlier_total if report.lines else 0,
        "elsewhere": language.render(report.lines.where_else) if report.lines else "",
    }


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(written: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(written.encode()).digest()).decode()


def _kind(part: object) -> str:
    match part:
        case Table():
            return "table"
        case Bars():
            return "bars"
        case Curve():
            return "curve"
        case Matrix():
            return "matrix"
        case Note():
            return "note"
        case _:
            raise ValueError(f"part={part!r} must be a Table, Bars, Curve, Matrix or Note of rung.kit.report")


@cache
def _style() -> str:
    faces = "".join(_face(file, letters) for file, letters in _FONTS)
    return faces + _asset("report.css")


def _face(file: str, letters: str) -> str:
    font = base64.b64encode((files("rung.kit") / "vendor" / "inter" / file).read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{font}) format('woff2')"
    return f"@font-face{{font-family:Inter;font-weight:100 900;font-display:block;src:{source};unicode-range:{letters}}}\n"


@cache
def _asset(name: str) -> str:
    return (files("rung.kit") / "assets" / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("rung.kit", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
