"""Enhetsregisteret as it is handed out: CSV of units and subunits, JSON in bulk and in pages."""

import gzip
import json
import zipfile
from datetime import date

import pytest

from rung.importers.archive import Piece, open_archive
from rung.importers.register import claims

UNITS = (
    '"organisasjonsnummer","navn","organisasjonsform.kode","organisasjonsform.beskrivelse","naeringskode1.kode","naeringskode1.beskrivelse",'
    '"harRegistrertAntallAnsatte","antallAnsatte","epostadresse","telefon","mobil","postadresse.adresse","postadresse.poststed",'
    '"postadresse.postnummer","postadresse.kommune","postadresse.landkode","forretningsadresse.adresse","forretningsadresse.poststed",'
    '"forretningsadresse.postnummer","forretningsadresse.kommune","forretningsadresse.landkode","stiftelsesdato","konkurs","underAvvikling",'
    '"underTvangsavviklingEllerTvangsopplosning","aktivitet"\n'
)
BYGG = (
    '"900000006","TOTAL BYGG AS","AS","Aksjeselskap","96.020","Frisering","true","12","post@bygg.example","","40000000","Postboks 1","BERGEN",'
    '"5001","BERGEN","NO","c/o Bø/nHavnegata 1","BERGEN","5011","BERGEN","NO","2001-01-15","false","false","false","Bygger, ""maler""\nog river"\n'
)
ELEKTRO = (
    '"900000014","SUM ELEKTRO","ENK","Enkeltpersonforetak","43.210","Elektrisk","false","","","","","Storgata 2","OSLO","0191","OSLO","NO",'
    '"","","","","","1873-05-01","false","false","false",""\n'
)
GONE = (
    '"900000022","BORTE AS","AS","Aksjeselskap","41.200","Bygg","true","5","","","","","","","","","Gata 3","OSLO","0191","OSLO","NO","",'
    '"true","false","false",""\n'
)


def test_a_unit(read):
    said = read(UNITS + BYGG + ELEKTRO, "enheter.csv")
    first, second = said.rows()
    assert {name: value for name, value in first.items() if value is not None} == {
        "party_id": "900000006",
        "name": "TOTAL BYGG AS",
        "kind": "company",
        "org_number": "900000006",
        "country": "NO",
        "region": "BERGEN",
        "city": "BERGEN",
        "postal_code": "5011",
        "address": "c/o Bø, Havnegata 1",
        "phone": "40000000",
        "email": "post@bygg.example",
        "industry": "96.020",
        "employees": 12,
        "legal_form": "AS",
        "founded": date(2001, 1, 15),
        "file": "enheter.csv",
        "row": 2,
    }
    assert (second["legal_form"], second["employees"], second["founded"]) == ("ENK", None, None)
    assert (second["address"], second["city"], second["postal_code"], second["country"]) == ("Storgata 2", "OSLO", "0191", "NO")
    assert said.heads[0].kind == "Enhetsregisteret"
    assert said.how == {"Industry codes": "2007 (NACE Rev. 2)"}
    assert said.counted == (2, 2)
    assert said.progress[-1][0] == said.progress[-1][1]


def test_what_is_left_out(read):
    wrong = BYGG.replace("900000006", "900000007")
    said = read(UNITS + BYGG + GONE + BYGG + wrong + BYGG.replace("900000006", "") + '"900000030","KORT AS"\n\n' + ELEKTRO)
    assert said.column("party_id") == ["900000006", "900000014"]
    assert said.column("row") == [2, 9]
    assert said.codes == {
        "register-firm-closed": 1,
        "register-firm-twice": 1,
        "register-wrong-number": 1,
        "register-no-number": 1,
        "register-torn-row": 1,
    }
    assert said.found("register-firm-closed") == ["1 firm is bankrupt, closed down or being wound up (row 3), and is left out."]
    assert said.found("register-wrong-number") == ["The check digit of 900000007 is wrong."]
    rejected = {row["code"]: (row["row"], row["content"]) for row in said.rows("rejected")}
    assert rejected["register-firm-closed"] == (3, GONE.strip().replace('","', "\t").strip('"'))
    assert rejected["register-torn-row"] == (7, '"900000030"\t"KORT AS"')
    assert said.counted == (7, 7)


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("konkurs", "true"),
        ("underAvvikling", "true"),
        ("underTvangsavviklingEllerTvangsopplosning", "true"),
        ("organisasjonsform.kode", "KBO"),
    ],
)
def test_firms_that_are_no_more(read, column, word):
    header = (
        "organisasjonsnummer,navn,organisasjonsform.beskrivelse,harRegistrertAntallAnsatte,organisasjonsform.kode,konkurs,underAvvikling,"
    )
    header += "underTvangsavviklingEllerTvangsopplosning"
    names = header.split(",")
    cells = {"organisasjonsnummer": "900000006", "navn": "X", "organisasjonsform.kode": "AS", column: word}
    said = read(f"{header}\n{','.join(cells.get(name, 'false') for name in names)}\n")
    assert said.codes == {"register-firm-closed": 1}


def test_subunits(read):
    said = read(
        "organisasjonsnummer,navn,overordnetEnhet,organisasjonsform.kode,organisasjonsform.beskrivelse,naeringskode1.kode,"
        "harRegistrertAntallAnsatte,antallAnsatte,beliggenhetsadresse.adresse,beliggenhetsadresse.poststed,beliggenhetsadresse.postnummer,"
        "beliggenhetsadresse.kommune,beliggenhetsadresse.landkode,oppstartsdato,nedleggelsesdato\n"
        "900000006,AVD VEST,900000014,BEDR,Underenhet,96.210,true,18,Vestre vei 1,FØRDE,6800,SUNNFJORD,NO,2013-05-01,\n"
        "900000022,AVD ØST,900000014,BEDR,Underenhet,96.210,true,18,Østre vei 1,FØRDE,6800,SUNNFJORD,NO,2013-05-01,2020-01-01\n",
        "underenheter.csv",
    )
    (row,) = said.rows()
    assert (row["address"], row["region"], row["founded"], row["employees"]) == ("Vestre vei 1", "SUNNFJORD", date(2013, 5, 1), 18)
    assert said.codes == {"register-firm-closed": 1}
    assert said.how == {"Industry codes": "2025 (NACE Rev. 2.1)"}


def unit(number="900000006", **more):
    return {
        "organisasjonsnummer": number,
        "navn": 'TOTAL "BYGG" {AS]',
        "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap", "_links": {"self": {"href": "x"}}},
        "naeringskode1": {"kode": "43.210", "beskrivelse": "Elektrisk \\"},
        "antallAnsatte": 12,
        "harRegistrertAntallAnsatte": True,
        "epostadresse": "post@bygg.example",
        "mobil": "40000000",
        "forretningsadresse": {
            "landkode": "NO", "postnummer": "5011", "poststed": "BERGEN", "adresse": ["c/o Bø", "Havnegata 1"], "kommune": "BERGEN",
        },
        "stiftelsesdato": "2001-01-15",
        "konkurs": False,
        "underAvvikling": False,
        "aktivitet": ["Bygger }", "river ]"],
        **more,
    }  # fmt: skip


ARRANGED = {
    "bulk": json.dumps,
    "bulk, pretty": lambda units: json.dumps(units, indent=2, ensure_ascii=False),
    "lines": lambda units: "\n".join(map(json.dumps, units)),
    "a page": lambda units: json.dumps({"_embedded": {"enheter": units}, "_links": {"first": {"href": "y"}}, "page": {"size": 20}}),
    "subunits": lambda units: json.dumps({"_embedded": {"underenheter": units}}, indent=4),
    "pages": lambda units: "\r\n".join(json.dumps({"_embedded": {"enheter": [one]}}) for one in units),
    "with a mark": lambda units: "\ufeff" + json.dumps(units),
}


@pytest.mark.parametrize("arrange", ARRANGED.values(), ids=ARRANGED)
def test_json_says_the_same_as_csv(read, arrange):
    said = read(arrange([unit(), unit("900000014", konkurs=True), unit("900000022", antallAnsatte=None)]), "enheter.json")
    first, second = said.rows()
    csv = read(UNITS + BYGG).rows()[0]
    assert {**csv, "name": first["name"], "industry": "43.210", "file": "enheter.json", "row": 1} == first
    assert first["name"] == 'TOTAL "BYGG" {AS]'
    assert (second["party_id"], second["employees"], second["row"]) == ("900000022", None, 3)
    assert said.codes == {"register-firm-closed": 1}
    assert said.counted == (3, 3)


def test_json_that_says_it_in_another_way(read):
    odd = unit(900000022, antallAnsatte="7", konkurs="false", forretningsadresse={"adresse": "Gata 1", "postnummer": 191})
    said = read(json.dumps([unit(), odd, unit("900000014", naeringskode1=None, forretningsadresse=[], navn={"a": 1})]), "enheter.json")
    first, second, third = said.rows()
    assert (first["employees"], first["address"]) == (12, "c/o Bø, Havnegata 1")
    assert (second["party_id"], second["employees"], second["address"], second["postal_code"]) == ("900000022", 7, "Gata 1", "191")
    assert (third["name"], third["industry"], third["address"]) == (None, None, None)


def test_one_broken_object_costs_no_other(read):
    text = json.dumps([unit(), unit("900000014"), unit("900000022")]).replace('"900000014"', "nope")
    said = read(text, "enheter.json")
    assert said.column("party_id") == ["900000006", "900000022"]
    assert said.codes == {"register-torn-row": 1}
    assert '"organisasjonsnummer": nope' in said.rows("rejected")[0]["content"]


def test_letters_that_are_not_utf_8(read):
    said = read((UNITS + BYGG).encode("cp1252"))
    assert said.column("address") == ["c/o Bø, Havnegata 1"]
    text = json.dumps([unit()], ensure_ascii=False)
    assert read(text.encode("cp1252"), "enheter.json").column("address") == ["c/o Bø, Havnegata 1"]


def test_packed(read, read_piece, tmp_path):
    packed = read(gzip.compress((UNITS + BYGG).encode()), "enheter.csv.gz")
    assert packed.column("party_id") == ["900000006"]
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("enheter.json", json.dumps([unit()]))
    (member,) = open_archive(path)
    assert read_piece(Piece(path, member)).column("file") == ["all.zip#enheter.json"]


def test_broken_packing(read):
    data = gzip.compress((UNITS + "".join(BYGG.replace("900000006", str(900000006 + n)) for n in range(5_000))).encode())
    assert read(data[:-2_000], "enheter.csv.gz").refused == ["xml-packed-damaged"]


@pytest.mark.parametrize("cut", [10, 200, 300, -2])
def test_json_that_is_broken_off(read, cut):
    said = read(json.dumps([unit(), unit("900000014")])[:-1][:cut] + " ", "enheter.json", claimed=False)
    assert said.refused == ["register-broken" if cut != 10 else "register-not-known"]


def test_more_than_fifty_of_a_kind(read):
    said = read(UNITS + BYGG + BYGG * 60 + GONE * 60)
    assert len(said.found("register-firm-twice")) == 51
    assert "10 more rows of the same kind" in said.found("register-firm-twice")[-1]
    assert said.found("register-firm-closed") == [
        "60 firms are bankrupt, closed down or being wound up (the first is row 63), and are left out."
    ]
    assert len(said.rows("rejected")) == 120


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[",
        b'{"organisasjonsnummer": "900000006"}',
        b'[{"orgnr": 1}]',
        b"organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte\n900000006;X;AS;5\n",
        b"Kundenr;Navn;Orgnr\n1;X;900000006\n",
        b'<?xml version="1.0"?><AuditFile/>',
        b"PK\x03\x04",
    ],
)
def test_other_files_are_left_to_others(read, head):
    assert not claims(head)
    assert read(head, claimed=False).refused == ["register-not-known"]


def test_a_register_without_firms(read):
    assert read(UNITS).ends[0].rows == 0
    assert read(UNITS.strip()).counted == (0, 0)


def test_personal_numbers_are_not_kept(read):
    said = read(
        UNITS
        + BYGG.replace("TOTAL BYGG AS", "BO 151086 95088").replace("Havnegata 1", "Fnr 15108695088")
        + GONE.replace("BORTE", "15108695088")
    )
    (row,) = said.rows()
    assert (row["name"], row["address"]) == ("BO 151086 •••••", "c/o Bø, Fnr 151086•••••")
    assert "95088" not in str(said.rows("rejected"))


def test_a_firm_that_never_ends_is_refused_early(read):
    said = read(json.dumps([unit()])[:-2] + ', "x": "' + "x" * (24 << 20), "enheter.json")
    assert said.refused == ["register-broken"]
    assert said.rows() == []


def test_a_quotation_mark_that_is_never_closed(read):
    said = read(UNITS + BYGG + '"900000014","' + "ELEKTRO\n" * (1 << 20))
    assert said.refused == ["register-broken"]


def test_a_pack_that_grows_out_of_proportion(read):
    packed = gzip.compress((json.dumps([unit()])[:-1] + " " * (80 << 20)).encode())
    assert read(packed, "enheter.json.gz").refused == ["xml-too-big"]


def test_a_register_of_many_blocks_has_each_firm_once(read):
    valid = [
        n
        for n in range(900_000_000, 900_120_000)
        if not sum(int(d) * w for d, w in zip(str(n), (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11
    ]
    rows = "".join(BYGG.replace("900000006", str(n)).replace("Bygger", "B" * 800) for n in valid)
    said = read(UNITS + rows + rows[:50_000].rsplit('"\n', 1)[0] + '"\n')
    assert said.column("org_number") == [str(n) for n in valid]
    assert said.column("row") == list(range(2, len(valid) + 2))
    assert set(said.codes) == {"register-firm-twice"}
    assert said.counted[0] == said.counted[1] == said.ends[0].rows
