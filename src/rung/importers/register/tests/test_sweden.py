"""The Swedish bulk files. Sole traders are there under their own personal numbers, which must not be kept."""

from datetime import date

BOLAGSVERKET = (
    "organisationsidentitet;namnskyddslopnummer;registreringsland;organisationsnamn;organisationsform;avregistreringsdatum;"
    "avregistreringsorsak;pagandeAvvecklingsEllerOmstruktureringsforfarande;registreringsdatum;verksamhetsbeskrivning;postadress\n"
)


def organisation(identity="5560360793$ORGNR-IDORG", name="Exempel AB$FORETAGSNAMN-ORGNAM$2020-01-02", form="AB-ORGFO", **more):
    cells = {"ended": "", "proceedings": "", "address": "Box 1$c/o Bo$STOCKHOLM$11122$SE-LAND", **more}
    row = [
        identity,
        "1",
        "SE-LAND",
        name,
        form,
        cells["ended"],
        "",
        cells["proceedings"],
        "2020-01-02",
        "Konsult\ni allt",
        cells["address"],
    ]
    return ";".join(f'"{cell}"' for cell in row) + "\n"


def test_a_firm_of_bolagsverket(read):
    said = read(BOLAGSVERKET + organisation(name="Exempel AB$FORETAGSNAMN-ORGNAM$2020-01-02|Bi AB$SARS_FORNAMN-ORGNAM$2021-01-01"))
    (row,) = said.rows()
    assert {name: value for name, value in row.items() if value is not None} == {
        "party_id": "5560360793",
        "name": "Exempel AB",
        "kind": "company",
        "org_number": "5560360793",
        "country": "SE",
        "city": "STOCKHOLM",
        "postal_code": "11122",
        "address": "Box 1",
        "legal_form": "AB",
        "founded": date(2020, 1, 2),
        "file": "register.csv",
        "row": 2,
    }
    assert said.heads[0].kind == "Bolagsverket"
    assert said.counted == (1, 1)


def test_an_address_with_the_postal_code_first(read):
    said = read(BOLAGSVERKET + organisation(address="$c/o Bo$111 22$STOCKHOLM$NO-LAND"))
    (row,) = said.rows()
    assert (row["address"], row["city"], row["postal_code"], row["country"]) == ("c/o Bo", "STOCKHOLM", "111 22", "NO")


def test_sole_traders_go_by_name_and_place(read):
    owner = organisation("8803200016$PERSON-IDORG", "Bo Ek$NAMN-ORGNAM$2020-01-02", "E-ORGFO")
    ended = organisation("198803200016$PERSON-IDORG", "Bo Ek$NAMN-ORGNAM$2020-01-02", "E-ORGFO", ended="2021-01-01")
    unluhned = organisation("8803200018$PERSON-IDORG", "Bo As$NAMN-ORGNAM$2020-01-02", "E-ORGFO")
    said = read(BOLAGSVERKET + owner + ended + owner + unluhned + organisation("8803200016$PERSON-IDORG", "", "E-ORGFO"))
    first, second = said.rows()
    assert (first["party_id"], first["org_number"], first["legal_form"], first["kind"]) == ("Bo Ek|11122", None, "E", "company")
    assert second["party_id"] == "Bo As|11122"
    assert said.codes == {"register-firm-closed": 1, "register-firm-twice": 1, "register-no-number": 1}
    assert said.found("register-firm-twice") == ["A firm of that name and postal code is listed above already."]
    whole = str(said.rows()) + str(said.rows("rejected")) + str([str(one.found) for one in said.problems])
    assert "0016" not in whole
    assert "0018" not in whole
    assert "880320••••$PERSON-IDORG" in whole


def test_proceedings(read):
    numbers = iter(("5560360793", "2021005489", "5567037485", "2120000142", "5566778899"))
    rows = [
        organisation(f"{next(numbers)}$ORGNR-IDORG", proceedings=one)
        for one in ("|LI-AVOMFO$2024-05-21", "KK-AVOMFO$2024-06-01", "|LI-AVOMFO$2020|LIUHOR-AVSLAVOMFO$2021", "|FR-AVOMFO$2024-01-01")
    ]
    said = read(BOLAGSVERKET + "".join(rows))
    assert said.codes == {"register-firm-closed": 2}
    assert said.column("party_id") == ["5567037485", "2120000142"]


SCB = (
    "ForAndrTyp\tCOAdress\tForetagsnamn\tFtgStat\tGatuadress\tJEStat\tJurForm\tNamn\tNg1\tNg2\tPeOrgNr\tPostNr\tPostOrt\tRegDatKtid\t"
    "Reklamsparrtyp\tmNamn\t\r\n"
)


def unit(number="165560360793", *, form="49", active="1", counted_in="1", ads="1", name='EXEMPEL "SÖDER" AB', firm=""):
    return f"1\t\t{firm}\t{active}\tSTORGATAN 1\t{counted_in}\t{form}\t{name}\t96210\t\t{number}\t11122\tMALMÖ\t20200102\t{ads}\t1\t\r\n"


def test_a_firm_of_scb(read):
    said = read((SCB + unit() + unit("162021005489", ads="2", form="81", active="0")).encode("latin-1"), "scb_bulkfil.txt")
    first, second = said.rows()
    assert {name: value for name, value in first.items() if value is not None} == {
        "party_id": "5560360793",
        "name": 'EXEMPEL "SÖDER" AB',
        "kind": "company",
        "org_number": "5560360793",
        "country": "SE",
        "city": "MALMÖ",
        "postal_code": "11122",
        "address": "STORGATAN 1",
        "industry": "96210",
        "legal_form": "AB",
        "founded": date(2020, 1, 2),
        "protected": False,
        "file": "scb_bulkfil.txt",
        "row": 2,
    }
    assert (second["party_id"], second["legal_form"], second["protected"]) == ("2021005489", "81", True)
    assert said.how == {"Industry codes": "2025 (NACE Rev. 2.1)"}
    assert said.counted == (2, 2)


def test_people_and_the_closed_of_scb(read):
    owner = unit("200001010107", form="10", name="EK, BO", firm="BOS BAGERI", ads="")
    said = read((SCB + owner + unit(active="9") + unit(counted_in="9")).encode("latin-1"))
    (row,) = said.rows()
    assert (row["party_id"], row["name"], row["org_number"], row["legal_form"], row["protected"]) == (
        "BOS BAGERI|11122",
        "BOS BAGERI",
        None,
        "E",
        None,
    )
    assert said.codes == {"register-firm-closed": 2}
