"""The lists that the guide gives as examples are read as what it says they are."""

import re
from pathlib import Path

import pytest

from rung.importers.sheet import mapping
from rung.importers.sheet.headers import roles_of

TABLES = ["customers", "contacts", "sellers", "opportunities", "quotas", "exchange_rates", "activities"]
# What stands under a header that can be of several kinds, by the role that it has first.
CELLS = {
    "date": "13.01.2025",
    "expected": "30.06.2025",
    "closed": "31.03.2025",
    "opened": "13.01.2025",
    "period": "Q1 2025",
    "foreign": "EUR",
    "currency": "EUR",
    "rate": "11,65",
    "rate_units": "1",
    "quantity": "1",
    "quota": "1000",
    "value": "1000",
    "probability": "60",
    "minutes": "30",
    "channel": "telefon",
    "result": "tilbud",
    "stage": "Tilbud",
    "left": "",
    "org_number": "923609016",
}


def examples(language):
    page = (Path(mapping.__file__).parent / "guide" / f"{language}.md").read_text(encoding="utf-8")
    rows = [re.findall(r"`([^`]+)`", line.split("|")[2]) for line in page.splitlines() if line.startswith("| ")]
    return [found for found in rows if found and all(";" in example for example in found)]


@pytest.mark.parametrize("language", ["en", "nb", "da", "sv"])
def test_the_examples_of_the_guide_are_read_as_what_they_are(read_text, language):
    found = examples(language)
    assert len(found) == len(TABLES)
    for table, headers in zip(TABLES, found, strict=True):
        for header in headers:
            names = header.split(";")
            turned = any(re.search(r"2025|EUR", name) for name in names)
            cells = [CELLS.get(roles[0][0], "A") if (roles := roles_of(name)) else "11,65" if turned else "" for name in names]
            name = "budsjett.csv" if table == "quotas" else "fil.csv"
            said = read_text(f"{header}\n{';'.join(cells)}\n", name=name)
            assert table in said.tables, (header, cells, said.problems)
