"""CVR as the distribution gives it: histories, of which what has no end holds."""

import json
from datetime import date

import pytest


def period(since=None, until=None):
    return {"gyldigFra": since, "gyldigTil": until}


def firm(number=13585628, **more):
    return {
        "cvrNummer": number,
        "reklamebeskyttet": True,
        "navne": [{"navn": "Gammel ApS", "periode": period("1998-08-04", "2011-06-15")}, {"navn": "Ny A/S", "periode": period("2011-06-16")}],
        "beliggenhedsadresse": [
            {"vejnavn": "Gammelvej", "husnummerFra": 1, "postnummer": 1358, "postdistrikt": "København K", "periode": period("1998-08-04", "2014-06-10")},
            {
                "landekode": "DK", "vejnavn": "Bremerholm", "husnummerFra": 29, "bogstavFra": "A", "husnummerTil": 31, "etage": "3", "sidedoer": "tv",
                "postnummer": 800, "postdistrikt": "Høje Taastrup", "kommune": {"kommuneKode": 101, "kommuneNavn": "KØBENHAVN"},
                "periode": period("2014-06-11"),
            },
        ],
        "telefonNummer": [
            {"kontaktoplysning": "33301000", "hemmelig": False, "periode": period("2000-01-23", "2003-05-07")},
            {"kontaktoplysning": "33301001", "hemmelig": False, "periode": period("2003-05-08")},
        ],
        "elektroniskPost": [{"kontaktoplysning": "hidden@x.example", "hemmelig": True, "periode": period("2003-05-08")}],
        "livsforloeb": [{"periode": period("1998-08-04")}],
        "hovedbranche": [
            {"branchekode": "452010", "periode": period("1998-08-04", "2008-12-31")},
            {"branchekode": "642020", "periode": period("2009-01-01")},
        ],
        "virksomhedsstatus": [{"status": "NORMAL", "periode": period("1998-08-04")}],
        "virksomhedsform": [{"kortBeskrivelse": "APS", "periode": period("1998-08-04", "2011-06-15")}, {"kortBeskrivelse": "A/S", "periode": period("2011-06-16")}],
        "aarsbeskaeftigelse": [{"aar": 2020, "antalAnsatte": 5, "intervalKodeAntalAnsatte": "ANTAL_5_9"}],
        "kvartalsbeskaeftigelse": [],
        "maanedsbeskaeftigelse": None,
        "erstMaanedsbeskaeftigelse": [
            {"aar": 2025, "maaned": 6, "antalAnsatte": 23},
            {"aar": 2025, "maaned": 7, "antalAnsatte": None, "intervalKodeAntalAnsatte": "ANTAL_20_49"},
            {"aar": 2024, "maaned": 12, "antalAnsatte": 17},
        ],
        "virksomhedMetadata": {"stiftelsesDato": "1998-08-04", "sammensatStatus": "NORMAL", "nyesteNavn": {"navn": "Ny A/S"}},
        "deltagerRelation": [{"deltager": {"navne": [{"navn": "Bo"}]}}],
        **more,
    }  # fmt: skip


def hits(*firms):
    found = [{"_index": "cvr-v-2025", "_source": {"Vrvirksomhed": one}, "sort": [1]} for one in firms]
    return json.dumps({"took": 2, "_shards": {"total": 6}, "hits": {"total": len(firms), "hits": found}}, ensure_ascii=False)


def test_what_holds_now(read):
    said = read(hits(firm()), "cvr.json")
    (row,) = said.rows()
    assert {name: value for name, value in row.items() if value is not None} == {
        "party_id": "13585628",
        "name": "Ny A/S",
        "kind": "company",
        "org_number": "13585628",
        "country": "DK",
        "region": "KØBENHAVN",
        "city": "Høje Taastrup",
        "postal_code": "0800",
        "address": "Bremerholm 29A-31, 3. tv",
        "phone": "33301001",
        "industry": "642020",
        "employees": 20,
        "legal_form": "A/S",
        "founded": date(1998, 8, 4),
        "protected": True,
        "file": "cvr.json",
        "row": 1,
    }
    assert said.heads[0].kind == "CVR"
    assert said.counted == (1, 1)


@pytest.mark.parametrize(
    "arrange",
    [
        lambda firms: "\n".join(json.dumps({"_source": {"Vrvirksomhed": one}}) for one in firms),
        lambda firms: "\n".join(json.dumps({"Vrvirksomhed": one}) for one in firms),
        lambda firms: json.dumps([{"Vrvirksomhed": one} for one in firms], indent=1),
        lambda firms: "\n".join(hits(one) for one in firms),
    ],
)
def test_every_way_it_is_handed_out(read, arrange):
    said = read(arrange([firm(), firm(24256790, reklamebeskyttet=False)]), "cvr.json")
    assert said.column("party_id") == ["13585628", "24256790"]
    assert said.column("protected") == [True, False]
    assert said.counted == (2, 2)


@pytest.mark.parametrize(
    "more",
    [
        {"virksomhedsstatus": [{"status": "UNDERKONKURS", "periode": period("2020-01-01")}]},
        {"virksomhedsstatus": [{"status": "UNDER FRIVILLIG LIKVIDATION", "periode": period("2020-01-01")}]},
        {"virksomhedMetadata": {"sammensatStatus": "Ophørt"}},
        {"virksomhedMetadata": {"sammensatStatus": "UNDERTVANGSOPLØSNING"}},
        {"virksomhedMetadata": {"sammensatStatus": "OPLØSTEFTERFUSION"}},
        {"livsforloeb": [{"periode": period("1998-08-04", "2020-01-01")}]},
    ],
)
def test_firms_that_are_no_more(read, more):
    assert read(hits(firm(**more)), "cvr.json").codes == {"register-firm-closed": 1}


def test_a_firm_that_is_being_reconstructed_still_trades(read):
    more = {"virksomhedMetadata": {"sammensatStatus": "UNDERREKONSTRUKTION"}}
    assert read(hits(firm(**more)), "cvr.json").column("party_id") == ["13585628"]


def test_little_is_known(read):
    bare = {
        "cvrNummer": "24256790",
        "virksomhedMetadata": {"nyesteNavn": {"navn": "Kun Navn"}, "nyesteHovedbranche": {"branchekode": 461500}},
    }
    (row,) = read(hits(bare), "cvr.json").rows()
    assert (row["name"], row["industry"], row["employees"], row["protected"], row["country"]) == ("Kun Navn", "461500", None, None, "DK")


def test_numbers_that_cannot_be(read):
    said = read(hits(firm(13585627), firm(None), {"navne": []}), "cvr.json")
    assert said.codes == {"register-wrong-number": 1, "register-no-number": 2}
