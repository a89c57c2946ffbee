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
        ("EmployeeID,LastName,FirstName,Title,City\n1,Davolio,Nancy,Sales Representative,Seattle\n", "sellers"),
        ("Kundenr;Tittel;Fornavn;Etternavn;Kjønn\n1;Fru;Kari;Ås;K\n2;Hr.;Ola;Vik;M\n", "customers"),
    ],
)
def test_lists_that_name_people_but_are_something_else(read_text, text, table):
    assert set(read_text(text).tables) == {table}


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Beslutter", "decides"),
        ("Beslutningstager", "decides"),
        ("Beslutsfattare", "decides"),
        ("Decision maker", "decides"),
        ("Påvirker", "influences"),
        ("Sluttbruker", "uses"),
        ("Användare", "uses"),
        ("Innkjøper", "pays"),
        ("Indkøber", "pays"),
        ("Portvakt", "opens doors"),
        ("Gatekeeper", "opens doors"),
        ("Initiativtaker", "Initiativtaker"),
    ],
)
def test_the_part_in_the_purchase(read_text, said, role):
    row = read_text(f"Kundenr;Kontaktperson;Stilling;Rolle\n10;Kari;Sjef;{said}\n10;Ola;Sjef;\n").rows("contacts")[0]
    assert (row["title"], row["role"]) == ("Sjef", role)


def test_customers_may_name_who_works_there(read_text):
    text = (
        "CustomerID,CompanyName,ContactName,ContactTitle,City\nALF,Alfreds,Maria Anders,Owner,Berlin\nANA,Ana,Ana T,Agent,México\n"
        "BER,Berg,,,Luleå\n"
    )
    said = read_text(text)
    assert set(said.tables) == {"customers", "contacts"}
    assert said.column("customer_id", "customers") == ["ALF", "ANA", "BER"]
    assert [(row["contact_id"], row["party_id"], row["name"], row["title"], row["row"]) for row in said.rows("contacts")] == [
        ("ALF|Maria Anders", "ALF", "Maria Anders", "Owner", 2),
        ("ANA|Ana T", "ANA", "Ana T", "Agent", 3),
    ]
    assert said.ends[0].rows == 3
    assert not said.problems


def test_a_second_person_at_a_customer_is_no_second_customer(read_text):
    rows = "".join(f"{n};Firma {n};Person {n};0010\n" for n in range(1, 301))
    said = read_text(
        "Kundenr;Kundenavn;Kontaktperson;Postnr\n" + rows + "7;Firma 7;Kari;0010\n7;Firma 7;Person 7;0010\n8;Firma 8;post@x.example;\n"
    )
    assert len(said.rows("customers")) == 300
    assert len(said.rows("contacts")) == 301
    assert said.codes == {"sheet-listed-twice": 2}
    assert said.ends[0].rows == 303


def test_the_map_file_says_what_it_is(read_text):
    said = read_text(
        "Hvem;Hos;Gjør\nKari;10;Kjøper inn\n", mapping={"table": "contacts", "contact_name": "Hvem", "customer_id": "Hos", "title": "Gjør"}
    )
    assert said.column("contact_id", "contacts") == ["10|Kari"]
