"""Do the documents lead where they say?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")] if ".venv" not in path.parts)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_the_project_resolves(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not broken


def test_every_decision_is_in_the_list():
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert not [page.name for page in (ROOT / "docs" / "decisions").glob("0*.md") if page.name not in listed]
