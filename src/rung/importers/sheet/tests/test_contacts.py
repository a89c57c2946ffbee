"""Lists of the people at the customers."""

from datetime import date

import pytest


def test_a_list_of_contact_persons(read_text):
    text = (
        "Kontaktnr;Kundenr;Navn;Stilling;Mobil;E-post;Sluttet\n"
        "K1;10;Kari Nordmann;Innkjøpssjef;40000001;kari@x.example;\nK2;10;Ola Hansen;Daglig leder;;;31.12.2024\n"
        "K2;11;Ola Hansen;Daglig leder;;;\nK3;;Per Ås;;;;nei\nK4;12;Eva Vik;;;;ja\n;12;;;;;\n"
    )
    said = read_text(text)
    rows = said.rows("contacts")
    assert [(row["contact_id"], row["party_id"], row["name"]) for row in rows] == [
        ("K1", "10", "Kari Nordmann"),
        ("K2", "10", "Ola Hansen"),
        ("K3", None, "Per Ås"),
    ]
    assert (rows[0]["title"], rows[0]["phone"], rows[0]["email"]) == ("Innkjøpssjef", "40000001", "kari@x.example")
    assert [row["left"] for row in rows] == [None, date(2024, 12, 31), None]
    # Someone who left on a day nobody knows must not pass for someone who is there.
    assert said.codes == {"sheet-row-twice": 1, "sheet-date-not-read": 1, "sheet-no-person": 1}
    assert said.ends[0].rows == 6


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Debitornr;Fornavn;Efternavn;Titel;Telefon\n10;Mette;Holm;Indkøbschef;1\n", "Indkøbschef"),
        ("Kundnr;Förnamn;Efternamn;Befattning;Mobil\n10;Mette;Holm;Inköpschef;1\n", "Inköpschef"),
        ("Customer no;First name;Last name;Job title;Phone\n10;Mette;Holm;Buyer;1\n", "Buyer"),
        ("Kundenr;Kundenavn;Kontaktperson;Rolle\n10;Fjord AS;Mette Holm;Innkjøper\n10;Fjord AS;Ola Ås;\n", "Innkjøper"),
    ],
    ids=["da", "sv", "en", "nb"],
)
def test_four_languages(read_text, text, title):
    row = read_text(text).rows("contacts")[0]
    assert (row["contact_id"], row["party_id"], row["name"], row["title"]) == ("10|Mette Holm", "10", "Mette Holm", title)


def test_the_organisation_number_or_the_name_says_where_they_work(read_text):
    text = "Orgnr;Firma;Navn;E-post\n900 000 006;Fjord AS;Kari;\n;Vik;Ola;\n;;;a@b.example\n"
    said = read_text(text, name="kontakter.csv")
    assert said.column("party_id", "contacts") == ["900000006", "Vik", None]
    assert said.column("contact_id", "contacts") == ["900000006|Kari", "Vik|Ola", "|a@b.example"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            "CustomerID,CompanyName,ContactName,ContactTitle,City\n1,Alfreds,Maria Anders,Owner,Berlin\n2,Ana,Ana T,Owner,México\n",
            "customers",
        ),
        ("EmployeeID,LastName,FirstName,Title,City\n1,Davolio,Nancy,Sales Representative,Seattle\n", "sellers"),
        ("Kundenr;Tittel;Fornavn;Etternavn;Kjønn\n1;Fru;Kari;Ås;K\n2;Hr.;Ola;Vik;M\n", "customers"),
    ],
)
def test_lists_that_name_people_but_are_something_else(read_text, text, table):
    assert set(read_text(text).tables) == {table}


def test_the_map_file_says_what_it_is(read_text):
    said = read_text(
        "Hvem;Hos;Gjør\nKari;10;Kjøper inn\n", mapping={"table": "contacts", "contact_name": "Hvem", "customer_id": "Hos", "title": "Gjør"}
    )
    assert said.column("contact_id", "contacts") == ["10|Kari"]
