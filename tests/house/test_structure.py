"""Where is a capability computed, shown, tested and documented? In its own folder, under the same names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rung"
CAPABILITIES = [
    *("abc_analysis", "clusters", "identity", "intake", "ladder", "loyalty", "market", "permission", "potential", "profitability"),
    "template",
]
LANGUAGES = ["da", "en", "nb", "sv"]

# Each with its reason; the list only shrinks.
LONGER_FILES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}


def product_files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "tests" not in path.parts)


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_is_computed_shown_tested_and_documented_in_one_folder(name):
    folder = SOURCE / name
    there = {path.stem for path in folder.iterdir()}
    assert there >= {"__init__", "compute", "service", "report", "guide", "locale", "tests"}
    assert sorted(page.stem for page in (folder / "guide").iterdir()) == LANGUAGES
    assert list((folder / "tests").glob("test_*.py"))


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_guide_says_as_much_in_every_language(name):
    headings = {}
    for language in LANGUAGES:
        page = (SOURCE / name / "guide" / f"{language}.md").read_text(encoding="utf-8")
        headings[language] = sum(line.startswith("#") for line in page.splitlines())
        assert len(page.split()) > 80, f"{name}/guide/{language}.md is too short to help anyone"
    assert len(set(headings.values())) == 1, f"{name}: the guides have different numbers of headings: {headings}"


def test_no_file_is_named_after_nothing():
    nameless = {"utils", "helpers", "helper", "util", "common", "misc", "manager"}
    assert not [str(path.relative_to(ROOT)) for path in product_files() if path.stem in nameless]


def test_files_are_small():
    long = {str(path.relative_to(SOURCE)): n for path in product_files() if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert set(long) == set(LONGER_FILES), f"over 400 lines (or no longer over): {long}"


def test_functions_are_small():
    long = {}
    for path in product_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (lines := node.end_lineno - node.lineno + 1) > 40:
                long[f"{path.relative_to(SOURCE)}:{node.name}"] = lines
    assert set(long) == set(LONGER_FUNCTIONS), f"over 40 lines (or no longer over): {long}"


def test_every_module_says_which_question_it_answers():
    silent = [str(path.relative_to(ROOT)) for path in product_files() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent
