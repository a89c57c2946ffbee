"""Company registers and lists of prospects, as they are handed out and as people keep them."""

from datetime import date
from decimal import Decimal

import pytest

ENHETER = (
    '"organisasjonsnummer","navn","organisasjonsform.kode","organisasjonsform.beskrivelse","naeringskode1.kode","naeringskode1.beskrivelse",'
    '"hjelpeenhetskode.kode","harRegistrertAntallAnsatte","antallAnsatte","hjemmeside","epostadresse","telefon","mobil",'
    '"postadresse.adresse","postadresse.poststed","postadresse.postnummer","postadresse.kommune","postadresse.landkode",'
    '"forretningsadresse.adresse","forretningsadresse.poststed","forretningsadresse.postnummer","forretningsadresse.kommune",'
    '"forretningsadresse.kommunenummer","forretningsadresse.land","forretningsadresse.landkode","registreringsdatoenhetsregisteret",'
    '"stiftelsesdato","registrertIMvaRegisteret","konkurs","konkursdato","underAvvikling","underTvangsavviklingEllerTvangsopplosning"\n'
    '"900000006","TOTAL BYGG AS","AS","Aksjeselskap","43.210","Elektrisk installasjonsarbeid","","true","12","","post@bygg.example","",'
    '"40000000","Postboks 1","BERGEN","5001","BERGEN","NO","Havnegata 1","BERGEN","5011","BERGEN","4601","Norge","NO","2001-02-03",'
    '"2001-01-15","true","false","","false","false"\n'
    '"900000014","SUM ELEKTRO ENK","ENK","Enkeltpersonforetak","43.210","Elektrisk","","false","","","","","","","","","","",'
    '"Storgata 2","OSLO","0191","OSLO","0301","Norge","NO","2010-02-03","","false","false","","false","false"\n'
    '"900000022","BORTE AS","AS","Aksjeselskap","41.200","Bygg","","true","5","","","","","","","","","",'
    '"Storgata 3","OSLO","0191","OSLO","0301","Norge","NO","2010-02-03","","true","true","2025-01-01","false","false"\n'
    '"900000006","TOTAL BYGG AS","AS","Aksjeselskap","43.210","Elektrisk","","true","12","","","","","","","","","",'
    '"Havnegata 1","BERGEN","5011","BERGEN","4601","Norge","NO","2001-02-03","2001-01-15","true","false","","false","false"\n'
    '"","","AS","Aksjeselskap","43.210","Elektrisk","","true","12","","","","","","","","","",'
    '"Havnegata 1","BERGEN","5011","BERGEN","4601","Norge","NO","2001-02-03","2001-01-15","true","false","","false","false"\n'
)


def test_the_norwegian_register(read_text):
    said = read_text(ENHETER, name="nedlastet.csv")
    first, second = said.rows("market")
    assert {name: value for name, value in first.items() if value is not None} == {
        "party_id": "900000006",
        "name": "TOTAL BYGG AS",
        "kind": "company",
        "org_number": "900000006",
        "country": "NO",
        "region": "BERGEN",
        "city": "BERGEN",
        "postal_code": "5011",
        "address": "Havnegata 1",
        "phone": "40000000",
        "email": "post@bygg.example",
        "industry": "43.210",
        "employees": 12,
        "legal_form": "AS",
        "founded": date(2001, 1, 15),
        "file": "nedlastet.csv",
        "row": 2,
    }
    assert (second["party_id"], second["name"], second["employees"], second["founded"]) == ("900000014", "SUM ELEKTRO ENK", None, None)
    assert said.codes == {"sheet-firm-closed": 1, "sheet-row-twice": 1, "sheet-no-number": 1}
    assert said.problem("sheet-firm-closed").rows == 1
    assert "row 4" in str(said.problem("sheet-firm-closed").found)
    assert said.ends[0].rows == 5


def test_the_danish_register(read_text):
    text = (
        "CVR-nr.;P-nr.;Navn;Adresse;Postnr.;By;Opstarts dato;Virksomhedsform;Hovedbranche;Antal ansatte;Reklamebeskyttelse;Status\n"
        "99910005;1000000001;Havn Maskinfabrik ApS;Kajen 1;9900;Frederikshavn;01-02-1999;Anpartsselskab;256200;20-49;Ja;Normal\n"
        "99910013;1000000002;Lukket A/S;Kajen 2;9900;Frederikshavn;01-02-1999;Aktieselskab;256200;;Nej;Ophørt\n"
        "99910021;1000000003;Syd Byg A/S;Kajen 3;9900;Frederikshavn;13-02-2005;Aktieselskab;412000;ANTAL_1_1;Nej;Under frivillig likvidation\n"
        "99910048;1000000004;Vest Byg A/S;Kajen 4;7700;Thisted;13-02-2005;Aktieselskab;412000;1000+;Nej;Normal\n"
    )
    said = read_text(text, name="udtræk.csv")
    first, second = said.rows("market")
    assert (first["party_id"], first["founded"], first["employees"], first["protected"]) == ("99910005", date(1999, 2, 1), 20, True)
    assert (first["legal_form"], first["industry"], first["kind"]) == ("Anpartsselskab", "256200", "company")
    assert (second["party_id"], second["employees"], second["protected"]) == ("99910048", 1000, False)
    assert said.problem("sheet-firm-closed").rows == 2


def test_a_swedish_extract_with_turnover_in_thousands(read_text):
    text = (
        "Orgnr;Företagsnamn;Besöksadress;Postnr;Postort;Län;SNI;Storleksklass;Juridisk form;Omsättning (tkr);Reklamspärr\n"
        "599901-0009;Göta Industri AB;Kajen 1;411 04;GÖTEBORG;Västra Götalands län;25620;10-19 anställda;Aktiebolag;12 345,5;nej\n"
    )
    row = read_text(text, name="foretag.csv").rows("market")[0]
    assert (row["party_id"], row["region"], row["employees"]) == ("5999010009", "Västra Götalands län", 10)
    assert (row["turnover"], row["legal_form"], row["protected"]) == (Decimal(12_345_500), "Aktiebolag", False)


@pytest.mark.parametrize("name", ["Prospekter 2025.csv", "kundeemner.csv", "Leads.csv", "marked_vest.csv", "firmaregister.csv"])
def test_a_plain_list_whose_name_says_what_it_is(read_text, name):
    said = read_text("Firma;Postnr;Sted;Omsetning;Selger\nFjord AS;0150;Oslo;1 200 000;S1\nVik;5003;Bergen;;\n;5003;Bergen;;\n", name=name)
    rows = said.rows("market")
    assert [row["party_id"] for row in rows] == ["Fjord AS|0150", "Vik|5003"]
    assert (rows[0]["turnover"], rows[0]["seller_id"], rows[0]["postal_code"]) == (Decimal(1_200_000), "S1", "0150")
    assert said.codes == {"sheet-no-number": 1}


def test_a_list_of_prospects_with_numbers_of_its_own(read_text):
    text = "Prospektnr;Navn;Orgnr;Poststed\n7;Fjord AS;900 000 006;Oslo\n8;Vik;;Bergen\n;Ås;;Moss\n"
    said = read_text(text, name="prospekter.csv")
    assert said.column("party_id", "market") == ["900000006", "8", "Ås"]


def test_people_who_could_buy(read_text):
    text = (
        "ProspectiveBuyerKey,FirstName,LastName,BirthDate,Gender,EmailAddress,YearlyIncome,City\n"
        "1,Adam,Alexander,1945-12-30,M,a@x.example,40000.0000,Moss\n2,Adrienne,Alonso,1950-03-06,F,,80000.5000,Moss\n"
    )
    first, second = read_text(text).rows("market")
    assert (first["party_id"], first["name"], first["kind"], first["sex"], first["birth_year"]) == (
        "1",
        "Adam Alexander",
        "person",
        "man",
        1945,
    )
    assert (second["sex"], second["income"]) == ("woman", Decimal("80000.5"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kundenr;Navn;Orgnr;Organisasjonsform;Ansatte;Næringskode\n1;Fjord;900000006;AS;5;43.210\n", "enhetsliste.csv"),
        ("Kundenavn;Orgnr;Organisasjonsform;Ansatte\nFjord;900000006;AS;5\n", "liste.csv"),
        ("Navn;Orgnr;Organisasjonsform;Ansatte\nFjord;900000006;AS;5\n", "kunderegister.csv"),
    ],
)
def test_customers_are_not_taken_for_the_market(read_text, text, name):
    said = read_text(text, name=name)
    assert set(said.tables) == {"customers"}
    assert said.rows("customers")[0]["legal_form"] == "AS"


def test_the_map_file_says_what_it_is(read_text):
    said = read_text("Kundenr;Navn;Omsetning\n1;Fjord;12,50\n", mapping={"table": "market", "turnover": "Omsetning"})
    assert [(row["party_id"], row["turnover"]) for row in said.rows("market")] == [("1", Decimal("12.5"))]


def test_suppliers_are_not_the_market(read_text):
    text = "Leverandørnr;Leverandør;Orgnr;Organisasjonsform;Ansatte\n1;Fjord;900000006;AS;5\n"
    assert read_text(text, name="register.csv").refused


def test_a_register_of_many_blocks_has_each_firm_once(read_text):
    rows = "".join(f"{n:09};Firma {n};AS;43.210;Gata {'x' * 400};{n % 90}\n" for n in range(900_000_000, 900_025_000))
    said = read_text("organisasjonsnummer;navn;organisasjonsform.kode;naeringskode1.kode;adresse;antallAnsatte\n" + rows + rows[:50_000])
    assert len(set(said.column("party_id", "market"))) == len(said.rows("market")) == 25_000
    assert said.ends[0].rows == 25_000 + sum(problem.rows for problem in said.problems)
