"""How files will be read can be seen beforehand, changed, and kept."""

import pytest

from rung.importers.sheet import MappingNotUnderstood, describe_mapping, read_mapping, save_mapping

LINES = "Fakturanr;Fakturadato;Kundenr;Kunde;Antall;Beløp;Notat\n1;01/02/2025;10;Fjord;3;1.234;a\n2;02/02/2025;11;Vik;4;2.345;b\n3;03/02/2025;11;Vik;4;2.345;\n"


@pytest.fixture
def file(tmp_path):
    def making(text, name="fil.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return making


def test_what_each_column_is_taken_for(file):
    found = describe_mapping([file(LINES)])[0]
    assert (found.label, found.table, found.problem) == ("fil.csv", "invoice_lines", None)
    assert found.columns == {
        "invoice_id": "Fakturanr",
        "date": "Fakturadato",
        "customer_id": "Kundenr",
        "customer_name": "Kunde",
        "quantity": "Antall",
        "amount": "Beløp",
    }
    assert found.ignored == ("Notat",)
    assert found.samples["Beløp"] == ("1.234", "2.345")
    assert found.samples["Notat"] == ("a", "b")
    assert found.mapping == {**found.columns, "table": "invoice_lines", "decimal": ",", "date_format": "dd.mm.yyyy", "vat": "0"}


def test_a_kept_mapping_reads_the_same_and_asks_nothing(file, read, tmp_path):
    path = file(LINES)
    first = read(path)
    assert set(first.codes) == {"sheet-decimal-guessed", "sheet-date-guessed", "sheet-vat-not-stated"}
    (tmp_path / "map.toml").write_text(save_mapping(describe_mapping([path])[0].mapping), encoding="utf-8")
    kept = read_mapping(tmp_path / "map.toml")
    again = read(path, mapping=kept)
    assert again.rows() == first.rows()
    assert not again.codes
    assert describe_mapping([path], kept)[0].mapping == kept


@pytest.mark.parametrize(
    "text",
    [
        "Kundenr;2024-01;2024-02;2024-03\n1;10;20;30\n",
        "Kunde;2023;2024\nFjord;10;20\n",
        "År;Måned;Kundenr;Netto\n2024;3;10;5,5\n",
        "Fakturanr;Dato;Netto\nKunde: 10 Fjord;;\n1;01.02.2025;10,5\nKunde: 11 Vik;;\n2;13.02.2025;20\n",
        "Omsetning 2024;;\nKundenr;Kundenavn;Omsetning\n10;Fjord;5,5\n",
        "Kundenr;Navn;Orgnr\n1;Fjord;\n",
        "Dato;Kundenr;Antall;Pris inkl mva;Mva-sats\n13.02.2025;1;2;62,50;25\n",
    ],
)
def test_other_layouts_can_be_kept_too(file, read, text):
    path = file(text)
    found = describe_mapping([path])[0]
    kept = read(path, mapping=found.mapping)
    assert kept.rows() == read(path).rows()
    assert kept.tables.keys() == read(path).tables.keys()


def test_what_cannot_be_read_is_there_with_its_problem(file):
    found = describe_mapping([file("ikke en tabell\n"), file(LINES, "b.csv")])
    assert [one.table for one in found] == ["", "invoice_lines"]
    assert found[0].problem.refused


def test_values_of_any_kind_can_be_kept(tmp_path):
    mapping = {"date": 'En "dato"\\ med\ttegn', "revenue": "Beløp æøå €", "delimiter": ";"}
    (tmp_path / "map.toml").write_text(save_mapping(mapping), encoding="utf-8")
    assert read_mapping(tmp_path / "map.toml") == mapping
    with pytest.raises(MappingNotUnderstood):
        save_mapping({"datum": "Dato"})
