"""Organisation numbers, parent companies, and who leads whom."""

import pytest


def parents(said):
    return dict(zip(said.column("customer_id", "customers"), said.column("parent_id", "customers"), strict=True))


@pytest.mark.parametrize("header", ["Morselskap", "Moderselskab", "Moderbolag", "Parent company", "Konsern"])
def test_the_parent_is_a_number_an_organisation_number_or_a_name(read_text, header):
    text = (
        f"Kundenr;Kundenavn;Orgnr;{header}\n1;Fjord Gruppen;923 609 016;\n2;Fjord Bygg;;1\n3;Fjord Tak;;923609016\n4;Fjord Dør;;FJORD GRUPPEN\n"
        "5;Vik;;974 760 673\n6;Ås;;Ås Holding\n7;Nes;;7\n"
    )
    said = read_text(text)
    assert parents(said) == {"1": None, "2": "1", "3": "1", "4": "1", "5": "974760673", "6": "Ås Holding", "7": None}


def test_organisation_numbers_are_checked(read_text):
    said = read_text("Kundenr;Kundenavn;Orgnr\n1;A;NO 923 609 016 MVA\n2;B;974760673\n3;C;974760674\n4;D;923609016\n5;E;12345\n6;F;\n")
    assert said.column("org_number", "customers") == ["923609016", "974760673", "974760674", "923609016", "12345", None]
    assert said.codes == {"sheet-org-number-wrong": 1, "sheet-org-number-twice": 1}
    assert "row 4" in str(said.problem("sheet-org-number-wrong").found)
    assert "row 5" in str(said.problem("sheet-org-number-twice").found)


def test_a_number_of_another_country_is_not_wrong(read_text):
    said = read_text("Kundenr;Kundenavn;Orgnr\n1;A;923609016\n2;B;974760673\n3;C;556016-0680\n4;D;DK 13585628\n5;E;GB 123456789\n")
    assert said.column("org_number", "customers") == ["923609016", "974760673", "5560160680", "13585628", "123456789"]
    assert not said.problems


@pytest.mark.parametrize(
    ("header", "number", "digits"),
    [
        ("Orgnr", "01010110013", None),
        ("Person-/orgnr", "800101-1231", None),
        ("CVR-nr", "010180-1234", None),
        ("Orgnr", "923609016", "923609016"),
    ],
)
def test_the_number_of_a_person_is_never_stored(read_text, header, number, digits):
    said = read_text(f"Kundenr;Kundenavn;{header}\n1;Kari;{number}\n2;Fjord;974760673\n")
    row = said.rows("customers")[0]
    assert (row["org_number"], row["kind"]) == (digits, "company" if digits else "person")
    assert said.codes == ({} if digits else {"sheet-number-of-person": 1})
    assert digits or number not in str(said.tables)


def test_the_number_of_a_person_in_a_text_is_masked(read_text):
    said = read_text("Kundenr;Kundenavn;Gateadresse\n1;Kari 010101 10013;Gata 1 (01010110013)\n")
    assert "10013" not in str(said.rows("customers"))


def test_prospects_have_their_numbers_checked_too(read_text):
    said = read_text(
        "organisasjonsnummer;navn;organisasjonsform.kode\n923609016;A;AS\n974760674;B;AS\n974760673;C;AS\n", name="prospekter.csv"
    )
    assert said.codes == {"sheet-org-number-wrong": 1}


@pytest.mark.parametrize("header", ["ReportsTo", "Leder", "Säljchef", "Salgschef"])
def test_those_with_the_same_boss_are_a_team(read_text, header):
    said = read_text(f"EmployeeID,LastName,FirstName,{header}\n1,Davolio,Nancy,2.0\n2,Fuller,Andrew,\n3,Leverling,Janet,2.0\n4,Nes,Per,9\n")
    assert said.column("name", "sellers")[0] == "Nancy Davolio"
    assert said.column("team", "sellers") == ["Andrew Fuller", None, "Andrew Fuller", "9"]


def test_a_team_is_a_team_even_where_it_looks_like_a_number(read_text):
    said = read_text("Selgernr;Navn;Team;Leder\n1;Kari;2;2\n2;Ola;1;\n")
    assert said.column("team", "sellers") == ["2", "1"]
