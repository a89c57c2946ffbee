from decimal import Decimal
from pathlib import Path

import pytest

from rung.importers.sheet import MappingNotUnderstood, mapping, read_mapping
from rung.importers.sheet.roles import ROLES

PIPELINE = "opportunity_id,sales_agent,product,account,close_date,close_value\nA1,Moses,GTX,Cancity,01-03-2017,1054\nA2,Darcel,GTX,Isdom,11-03-2017,4514\n"
MAP = {"date": "close_date", "revenue": "close_value", "customer_id": "account"}


def test_a_mapping_makes_lines_of_a_table_rung_does_not_know(read_text):
    said = read_text(PIPELINE, mapping=MAP)
    assert said.column("revenue") == [Decimal(1054), Decimal(4514)]
    assert said.column("customer_id") == ["Cancity", "Isdom"]
    assert said.column("seller_id") == ["Moses", "Darcel"]


def test_a_mapping_wins_over_a_better_known_header(read_text):
    text = "Dato;Kundenr;Netto;Salg\n01.02.2025;1;10;99\n"
    assert read_text(text, mapping={"revenue": "Salg"}).column("revenue") == [Decimal(99)]


def test_headers_may_be_spelled_alike(read_text):
    assert read_text("Dato;Kundenr;Mitt Beløp (NOK)\n01.02.2025;1;10\n", mapping={"revenue": "mitt beløp"}).column("revenue") == [
        Decimal(10)
    ]


def test_an_empty_name_turns_a_role_off(read_text):
    said = read_text("Dato;Kundenr;Netto;Varekost\n01.02.2025;1;10;5\n", mapping={"cost": ""})
    assert said.column("cost") == [None]


def test_the_mapping_finds_the_header_row(read_text):
    text = "Rapport;;\nLaget av;Kari;\nNår;Hvem;Hva\n01.02.2025;1;10\n02.02.2025;2;20\n"
    said = read_text(text, mapping={"date": "Når", "customer_id": "Hvem", "revenue": "Hva"})
    assert said.column("row") == [4, 5]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"datum": "Dato"}, "datum"),
        ({"decimal": ";"}, "decimal"),
        ({"vat": "much"}, "vat"),
        ({"date_format": "yyyy"}, "date_format"),
        ({"table": "orders"}, "table"),
        ({"date": "Fakturadato"}, "Fakturadato"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_what_can(read_text, said, word):
    with pytest.raises(MappingNotUnderstood) as refused:
        read_text("Dato;Kundenr;Netto\n01.02.2025;1;10\n", mapping=said)
    assert word in str(refused.value)
    assert str(refused.value.remedy)
    assert refused.value.exit_code == 2


def test_a_header_that_another_file_has_is_no_mistake(read, tmp_path):
    (tmp_path / "a.csv").write_text(PIPELINE, encoding="utf-8")
    (tmp_path / "b.csv").write_text("Kundenr;Navn;Poststed\n1;Fjord;Oslo\n", encoding="utf-8")
    said = read(tmp_path / "a.csv", tmp_path / "b.csv", mapping=MAP, check=False)
    assert set(said.tables) == {"invoice_lines", "customers"}


@pytest.mark.parametrize(
    ("said", "word"),
    [({"date": "Kundenr"}, "date"), ({"revenue": "Navn"}, "number"), ({"table": "invoice_lines", "revenue": ""}, "needs an amount")],
)
def test_a_column_of_another_kind_is_refused(read_text, said, word):
    problem = read_text("Dato;Kundenr;Navn;Fakturanr;Netto\n01.02.2025;A;Fjord;7;10\n", mapping=said).refused[0]
    assert word in str(problem.found)


@pytest.mark.parametrize("delimiter", ["a", "", ";;", '"', "\n", "§"])
def test_a_delimiter_is_one_mark(read_text, delimiter):
    with pytest.raises(MappingNotUnderstood):
        read_text("Dato;Kundenr;Netto\n01.02.2025;1;10\n", mapping={"delimiter": delimiter})


def test_the_options(read_text):
    text = "Når|Kundenr|Netto|Rabatt|Antall|Pris\n020125|1|||10|1.234\n"
    options = {"date": "Når", "date_format": "yymmdd", "decimal": ".", "discount_as": "percent", "delimiter": "|", "encoding": "cp1252"}
    said = read_text(text, mapping=options, encoding="cp1252")
    assert str(said.column("date")[0]) == "2002-01-25"
    assert said.column("revenue") == [Decimal("12.34")]


def test_a_map_file_in_toml_or_json(tmp_path):
    (tmp_path / "map.toml").write_text('date = "OrderDate"\nrevenue = "SalesAmount"\nvat = 25\n', encoding="utf-8")
    assert read_mapping(tmp_path / "map.toml") == {"date": "OrderDate", "revenue": "SalesAmount", "vat": "25"}
    (tmp_path / "map.toml").write_text('[columns]\ndate = "OrderDate"\n[options]\nvat = 25\n', encoding="utf-8")
    assert read_mapping(tmp_path / "map.toml") == {"date": "OrderDate", "vat": "25"}
    (tmp_path / "map.json").write_text('{"date": "OrderDate", "decimal": ","}', encoding="utf-8")
    assert read_mapping(tmp_path / "map.json") == {"date": "OrderDate", "decimal": ","}


@pytest.mark.parametrize("written", ["date = OrderDate", "[date]\nheader = 'x'", '{"date": ["x"]}', "nonsense = 'x'", "\x00", "{"])
def test_a_map_file_that_cannot_be_read_is_refused_with_a_remedy(tmp_path, written):
    (tmp_path / "map.toml").write_text(written, encoding="utf-8")
    with pytest.raises(MappingNotUnderstood) as refused:
        read_mapping(tmp_path / "map.toml")
    assert str(refused.value.remedy)
    with pytest.raises(MappingNotUnderstood):
        read_mapping(tmp_path / "not there.toml")


@pytest.mark.parametrize("language", ["en", "nb", "da", "sv"])
def test_the_guide_names_every_key_and_its_example_can_be_read(tmp_path, language):
    page = (Path(mapping.__file__).parent / "guide" / f"{language}.md").read_text(encoding="utf-8")
    assert not [key for key in (*mapping.OPTIONS, *ROLES) if f"`{key}`" not in page]
    assert not [
        value for key in ("table", "date_format", "discount_as", "encoding") for value in mapping.OPTIONS[key] if f"`{value}`" not in page
    ]
    (tmp_path / "map.toml").write_text(page.split("```toml")[1].split("```")[0], encoding="utf-8")
    assert read_mapping(tmp_path / "map.toml")["product_group"] == ""


def test_a_map_that_takes_revenue_from_the_quantity_column_is_doubted(read_text):
    lines = "Fakturanr;Fakturadato;Kundenr;Antall;Beløp\n1;01.02.2025;10;3;300,00\n2;02.02.2025;11;4;450,00\n"
    doubted = [one for one in read_text(lines, mapping={"revenue": "Antall"}).problems if one.code == "sheet-map-unlikely"]
    assert len(doubted) == 1
    assert doubted[0].rows == 0
    for good in ({}, {"revenue": "Beløp"}, {"date": "Fakturadato", "customer_id": "Kundenr"}):
        assert "sheet-map-unlikely" not in [one.code for one in read_text(lines, mapping=good).problems]
