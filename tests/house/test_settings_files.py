"""Can the settings files that the documents show be used as they stand?"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rung import ladder, market
from rung.importers import read_mapping
from rung.profitability import read_rates

ROOT = Path(__file__).parents[2]
READERS: dict[str, Callable[[Path], object]] = {
    "[[group]]": ladder.read_groups,
    "[rates]": read_rates,
    "[[segment]]": market.read_assumptions,
    "[columns]": read_mapping,
}
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("src/**/*.md"))]
SHOWN = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
]


@pytest.mark.parametrize("block", SHOWN)
def test_a_settings_file_that_is_shown_can_be_used(block, tmp_path):
    path = tmp_path / "shown.toml"
    path.write_text(block, encoding="utf-8")
    read = next(reader for heading, reader in READERS.items() if heading in block)
    assert read(path)


def test_the_readme_shows_each_settings_file():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [heading for heading in ("[[group]]", "[rates]", "[[segment]]") if heading not in readme]
