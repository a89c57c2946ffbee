from datetime import date
from decimal import Decimal

import pytest


def test_customers_come_along_with_their_lines(read_text):
    text = (
        "Dato;Kundenr;Kundenavn;Orgnr;Land;Postnr;Poststed;Kundegruppe;Netto;Selger\n"
        "01.02.2025;1;;;;;;;10;Kari\n02.02.2025;1;Fjord AS;NO 987 654 321 MVA;no;0150;Oslo;Bygg;20;Ola\n"
        "03.02.2025;1;Fjord Gruppen AS;999;SE;0151;Bergen;;20;Ola\n04.02.2025;2;Vik;;Norge;5003;Bergen;Anlegg;5;\n05.02.2025;;Kontant;;;;;;5;\n"
    )
    said = read_text(text)
    first, second = said.rows("customers")
    assert (first["customer_id"], first["name"], first["org_number"], first["country"]) == ("1", "Fjord AS", "987654321", "NO")
    assert (first["postal_code"], first["city"], first["customer_group"], first["row"]) == ("0150", "Oslo", "Bygg", 2)
    assert first["seller_id"] is None
    assert (second["customer_id"], second["name"], second["country"]) == ("2", "Vik", "Norge")
    assert len(said.rows()) == 5


def test_products_and_sellers_come_along(read_text):
    text = "Dato;Kundenr;Varenr;Varenavn;Varegruppe;Selgernr;Selgernavn;Netto\n01.02.2025;1;0012;Skrue;Festemidler;7;Kari;10\n02.02.2025;1;0013;Mutter;;7;;20\n"
    said = read_text(text)
    assert said.column("name", "products") == ["Skrue", "Mutter"]
    assert said.column("product_group", "products") == ["Festemidler", None]
    assert said.column("name", "sellers") == ["Kari"]


def test_no_list_is_made_of_numbers_alone(read_text):
    assert set(read_text("Dato;Kundenr;Varenr;Selger;Netto\n01.02.2025;1;2;3;10\n").tables) == {"invoice_lines"}


def test_a_customer_list(read_text):
    text = (
        "Kundenr;Kundenavn;Orgnr;Postnr;Poststed;Land;Bransje;Ansatte;Selger\n007;Fjord;987654321;0150;Oslo;no;46.690;1 200;Kari\n"
        "008;Vik;;;;;;mange;\n007;Fjord igjen;;;;;;;Ola\n;Uten nummer;;;;;;;\n009;;;;;;;;\n"
    )
    said = read_text(text)
    rows = said.rows("customers")
    assert [row["customer_id"] for row in rows] == ["007", "008", "009"]
    assert (rows[0]["employees"], rows[0]["industry"], rows[0]["seller_id"], rows[0]["postal_code"]) == (1200, "46.690", "Kari", "0150")
    assert rows[1]["employees"] is None
    assert said.codes == {"sheet-listed-twice": 1, "sheet-no-number": 1}
    assert said.ends[0].rows == 5


def test_what_is_known_of_a_firm(read_text):
    text = (
        "Kundenr;Navn;Orgnr;Gateadresse;Telefon;E-post;Fylke;Organisasjonsform;Stiftelsesdato;Næringskode 1;Antall ansatte;Årsomsetning;"
        "Reklamebeskyttelse\n"
        "1;Fjord AS;900000006;Havnegata 1;+47 22 00 00 00;post@fjord.example;Vestland;AS;13.02.2001;43.210;12;1 234 567,50;nei\n"
        "2;Vik;;;;;;;mange år siden;;10-19;;J\n"
    )
    first, second = read_text(text).rows("customers")
    assert (first["address"], first["phone"], first["email"]) == ("Havnegata 1", "+47 22 00 00 00", "post@fjord.example")
    assert (first["region"], first["legal_form"], first["founded"]) == ("Vestland", "AS", date(2001, 2, 13))
    assert (first["industry"], first["employees"], first["turnover"]) == ("43.210", 12, Decimal("1234567.5"))
    assert (first["protected"], first["kind"]) == (False, "company")
    assert (second["founded"], second["employees"], second["protected"], second["kind"]) == (None, 10, True, None)


def test_what_is_known_of_a_person(read_text):
    text = "Kundnr;Förnamn;Efternamn;Kön;Födelsedatum;Inkomst\n1;Åsa;Ek;K;1980-05-17;350 000,50\n2;Bo;Ek;man;1975-01-31;\n3;C;Ek;okänt;;\n"
    rows = read_text(text).rows("customers")
    assert [(row["name"], row["sex"], row["birth_year"], row["kind"]) for row in rows] == [
        ("Åsa Ek", "woman", 1980, "person"),
        ("Bo Ek", "man", 1975, "person"),
        ("C Ek", None, None, None),
    ]
    assert rows[0]["income"] == Decimal("350000.5")


@pytest.mark.parametrize(
    ("header", "said", "kind"),
    [
        ("Kundetype", "Privat", "person"),
        ("Kundetype", "Bedrift", "company"),
        ("Kundtyp", "Företag", "company"),
        ("Customer type", "Reseller", None),
        ("B2B/B2C", "b2c", "person"),
        ("Orgnr", "900 000 006", "company"),
        ("Person-/orgnr", "800101-1234", None),
        ("Person-/orgnr", "599901-0009", "company"),
    ],
)
def test_company_or_person(read_text, header, said, kind):
    assert read_text(f"Kundenr;Navn;{header}\n1;Fjord;{said}\n").column("kind", "customers") == [kind]


def test_what_a_customer_bought_is_not_the_turnover_of_the_firm(read_text):
    said = read_text("Kundenr;Navn;Poststed;Omsetning\n1;Fjord;Oslo;100\n")
    assert said.column("turnover", "customers") == [None]


@pytest.mark.parametrize(
    ("header", "written", "turnover"),
    [
        ("Omsetning (tusen kr)", "1 234", 1_234_000),
        ("Omsætning (t.kr.)", "1,5", 1_500),
        ("Omsättning MSEK", "2,25", 2_250_000),
        ("Driftsinntekter (1000 NOK)", "7", 7_000),
    ],
)
def test_a_turnover_in_thousands_or_millions(read_text, header, written, turnover):
    text = f"Kundenr;Navn;{header}\n1;Fjord;{written}\n2;Vik;1,25\n"
    assert read_text(text).column("turnover", "customers")[0] == turnover


def test_the_address_comes_along_with_the_lines(read_text):
    text = "Dato;Kundenr;Kundenavn;Adresse;Telefon;E-post;Netto\n01.02.2025;1;Fjord;Havnegata 1;22000000;a@b.example;10\n"
    row = read_text(text).rows("customers")[0]
    assert (row["address"], row["phone"], row["email"]) == ("Havnegata 1", "22000000", "a@b.example")


def test_a_seller_list_with_two_names(read_text):
    said = read_text("EmployeeID,LastName,FirstName,City\n1,Davolio,Nancy,Seattle\n2,Fuller,,Tacoma\n")
    assert said.column("name", "sellers") == ["Nancy Davolio", "Fuller"]
