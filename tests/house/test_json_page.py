"""Does docs/json.md name every key of `rung analyse --json`, and no other?"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rung.app.analysis import analyse
from rung.app.output import as_json
from rung.app.settings import Request
from rung.demo_company import make, write_files
from rung.engine import FactStore
from rung.kit.language import language
from rung.ladder import read_groups
from rung.market import read_assumptions
from rung.profitability import read_rates

PAGE = Path(__file__).parents[2] / "docs" / "json.md"

# Keys that depend on the data, by where they stand.
NAMED = {
    "clusters.left_out": "<feature>",
    "ladder.steps": "<step>",
    "loyalty.stay.steps": "<step>",
    "permission.counts": "<channel>",
    "permission.counts.<channel>": "<answer>",
    "potential.peers": "<customer_id>",
    **{f"template.{made}.checks": "<scorer>" for made in ("template", "market_template")},
    **{f"template.{made}.levels[].weights": "<scorer>" for made in ("template", "market_template")},
}
CLASSES = dict.fromkeys("ABC", "<class>")


def keys_of(found: Any, at: str = "") -> Iterator[str]:
    """Every place of a value: "abc.<class>.customers", "customers[].name". A list of values is a value."""
    if isinstance(found, dict) and found:
        for key, inside in found.items():
            name = NAMED.get(at) or CLASSES.get(key) or key
            yield from keys_of(inside, f"{at}.{name}" if at else name)
    elif isinstance(found, list) and any(isinstance(one, dict) for one in found):
        for one in found:
            yield from keys_of(one, f"{at}[]")
    else:
        yield at


def on_the_page() -> Iterator[str]:
    """The keys in the first cells: "| `a`, `b` | ..." under a heading `x` are x.a and x.b, "| `a[]`: `b` | ..." is x.a[].b."""
    for part in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading = re.match(r"`(\w+)`", part)
        for cell in re.findall(r"^\| (`[^|]*`) \|", part, flags=re.MULTILINE):
            start, colon, _ = cell.partition("`: `")
            named = re.findall(r"`([^`]+)`", cell)
            above = [heading[1]] if heading else []
            within = [start.strip("`")] if colon else []
            yield from (".".join([*above, *within, key]) for key in named[len(within) :])


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> list[dict[str, Any]]:
    """Of a company of which everything is known, and of one of which hardly anything is."""
    folder = tmp_path_factory.mktemp("json")
    files = write_files(make(), folder)
    (folder / "groups.toml").write_text('[[group]]\nname = "Builders"\nindustry = "41"\n')
    (folder / "rates.toml").write_text('[rates]\nseller_minute = 12\norder = 85\nsource = "Accounts"\ndate = 2026-01-01\n')
    (folder / "market.toml").write_text('[[segment]]\nindustry = "41"\ntotal = 90000000\nsource = "Survey"\nyear = 2025\n')
    (folder / "few.csv").write_text("Fakturanr;Fakturadato;Kundenr;Netto\n1;15.01.2025;10;80 000,00\n")
    everything = Request(
        files=(files.lines, files.customers, files.market, files.activities),
        groups=read_groups(folder / "groups.toml"),
        rates=read_rates(folder / "rates.toml"),
        assumptions=read_assumptions(folder / "market.toml"),
    )
    return [_output(folder / "all", everything), _output(folder / "few", Request(files=(folder / "few.csv",)))]


def _output(store: Path, request: Request) -> dict[str, Any]:
    with FactStore(store) as facts:
        found = analyse(facts, request, at=datetime(2026, 1, 5, tzinfo=UTC), progress=lambda _: lambda _done, _total: None)
        written: dict[str, Any] = json.loads(json.dumps(as_json(found, language("en"))))
        return written


def test_the_page_names_every_key_and_no_other(outputs):
    made = {key for output in outputs for key in keys_of(output)}
    # where there is nothing to say in one output, the other one says what there may be
    held = {key for key in made if any(other.startswith((f"{key}.", f"{key}[]")) for other in made)}
    told = set(on_the_page())
    assert sorted(made - held - told) == []
    assert sorted(told - made) == []


def test_the_page_names_every_key_once():
    told = list(on_the_page())
    assert sorted(key for key in set(told) if told.count(key) > 1) == []
