"""Two numbers, one customer: proposed, decided by a person, followed by every analysis at once, and taken back exactly."""

import json

import pytest

LINES = """Fakturanr;Linjenr;Fakturadato;Kundenr;Netto
1;1;15.01.2025;10;8000,00
2;1;16.01.2025;11;7000,00
3;1;03.02.2025;20;9000,00
4;1;04.02.2025;30;100,00
"""
CUSTOMERS = """Kundenr;Navn;Organisasjonsnr;Postnr;Sted;Konsern
10;Bjørk Bygg AS;974760673;0150;Oslo;
11;BJØRK BYGG A/S;974 760 673;0150;Oslo;
20;Ås Rør AS;923609016;1430;Ås;
30;Ås Rør Ski AS;;1400;Ski;20
"""


@pytest.fixture
def data(rung, tmp_path):
    for name, content in (("linjer.csv", LINES), ("kunder.csv", CUSTOMERS)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    folder = tmp_path / "store"
    done = rung("import", tmp_path / "linjer.csv", tmp_path / "kunder.csv", "--data", folder)
    assert done.returncode == 0, done.stderr
    return folder


def worth(rung, data, tmp_path, *more):
    done = rung("analyse", "--data", data, "--period", "all", "--out", tmp_path / "out", "--json", tmp_path / "r.json", *more)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    return {one["customer_id"]: one["value_minor"] for one in found["customers"]}, found["identity"]


def test_a_merge_is_followed_at_once_and_taken_back_exactly(rung, data, tmp_path):
    before, identity = worth(rung, data, tmp_path)
    (proposal,) = [one for one in identity["proposals"] if one["keep"] == "10"]
    assert (proposal["strength"], proposal["keep"], proposal["others"]) == ("certain", "10", ["11"])
    assert "rung identity merge 10 11" in " ".join(rung("identity", "show", "--data", data).stdout.split())
    assert rung("identity", "merge", "10", "11", "--data", data, "--why", "samme firma").returncode == 0
    merged, identity = worth(rung, data, tmp_path)
    assert merged == {"10": 1_500_000, "20": 900_000, "30": 10_000}
    assert identity["merged"] == {"10": ["11"]}
    whole = rung("customer", "11", "--data", data, "--period", "all")
    assert "Bjørk Bygg AS" in whole.stdout
    assert rung("identity", "separate", "11", "--data", data).returncode == 0
    after, identity = worth(rung, data, tmp_path)
    assert after == before
    assert not [one for one in identity["proposals"] if one["keep"] == "10"]


def test_groups_are_one_customer_when_asked_for(rung, data, tmp_path):
    assert worth(rung, data, tmp_path, "--roll-up")[0] == {"20": 910_000, "10": 800_000, "11": 700_000}
    assert rung("identity", "ungroup", "30", "--data", data).returncode == 0
    assert "30" in worth(rung, data, tmp_path, "--roll-up")[0]
    assert rung("identity", "group", "10", "20", "--data", data).returncode == 0
    assert worth(rung, data, tmp_path, "--roll-up")[0]["10"] == 1_700_000


def test_what_cannot_be_is_said_and_nothing_is_written(rung, data):
    for words in (["merge", "10", "99"], ["merge", "10", "10"], ["separate", "10"]):
        done = rung("identity", *words, "--data", data)
        assert done.returncode != 0
        assert len(done.stderr.strip().splitlines()) == 1
    assert not (data / "identity.jsonl").exists()


def test_decisions_outlive_the_import_they_are_about(rung, data, tmp_path):
    assert rung("identity", "merge", "10", "11", "--data", data).returncode == 0
    assert rung("undo", "1", "--data", data).returncode == 0
    done = rung("undo", "2", "--data", data, locale="en_GB.UTF-8")
    assert "11: counts as 10" in done.stdout
    assert rung("import", tmp_path / "linjer.csv", "--data", data).returncode == 0
    assert worth(rung, data, tmp_path)[0]["10"] == 1_500_000
