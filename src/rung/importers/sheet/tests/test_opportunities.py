"""Pipelines: what may be sold, how far it has come, and what became of it."""

from datetime import date
from decimal import Decimal

import pytest

PIPELINE = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,Moses,GTX,Cancity,Won,2016-10-20,2017-03-01,1054.5\nA2,Moses,GTX,Isdom,Lost,2016-11-20,2017-03-02,0\n"
    "A3,Moses,GTX,Isdom,Engaging,2016-11-20,,\nA4,Moses,GTX,,Prospecting,,,\nA1,Moses,GTX,Cancity,Won,2016-10-20,2017-03-01,1054.5\n"
)


def test_a_pipeline_has_one_opportunity_for_each_number(read_text):
    said = read_text(PIPELINE)
    assert set(said.tables) == {"opportunities", "rejected"}
    rows = said.rows("opportunities")
    assert {name: value for name, value in rows[0].items() if value is not None} == {
        "opportunity_id": "A1",
        "party_id": "Cancity",
        "seller_id": "Moses",
        "product_id": "GTX",
        "stage": "Won",
        "outcome": "won",
        "opened": date(2016, 10, 20),
        "closed": date(2017, 3, 1),
        "amount": Decimal("1054.5"),
        "file": "fil.csv",
        "row": 2,
    }
    assert [(row["opportunity_id"], row["outcome"], row["closed"]) for row in rows[1:]] == [
        ("A2", "lost", date(2017, 3, 2)),
        ("A3", None, None),
        ("A4", None, None),
    ]
    assert said.codes == {"sheet-row-twice": 1}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Salgsmulighet-ID;Kundenr;Navn;Selger;Salgsfase;Opprettet;Forventet lukkedato;Verdi;Sannsynlighet", "Tilbud"),
        ("Salgsmulighed-ID;Debitornr;Navn;Sælger;Fase;Oprettet;Forventet afslutning;Værdi;Sandsynlighed", "Tilbud"),
        ("Affärs-ID;Kundnr;Namn;Säljare;Säljfas;Skapad;Förväntat avslut;Värde;Sannolikhet", "Offert"),
        ("Opportunity ID;Account ID;Name;Owner;Stage;Created;Expected close;Amount;Probability", "Proposal"),
    ],
    ids=["nb", "da", "sv", "en"],
)
def test_four_languages(read_text, header, cells):
    said = read_text(f"{header}\nM1;10;Ny hall;Eva;{cells};13.01.2025;30.06.2025;120 000,50;60\nM2;10;Tak;Eva;{cells};14.01.2025;;;1\n")
    first, second = said.rows("opportunities")
    assert (first["opportunity_id"], first["party_id"], first["name"], first["stage"]) == ("M1", "10", "Ny hall", cells)
    assert (first["opened"], first["expected"], first["closed"]) == (date(2025, 1, 13), date(2025, 6, 30), None)
    assert (first["amount"], first["probability"], second["probability"]) == (Decimal("120000.5"), Decimal("0.6"), Decimal("0.01"))


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("Vunnet", "won"),
        ("6. Vunnet", "won"),
        ("Closed Won", "won"),
        ("Vundet", "won"),
        ("Vunnen", "won"),
        ("Solgt", "won"),
        ("Såld", "won"),
        ("Ordre mottatt (100%)", None),
        ("100 % - Ordre", "won"),
        ("Tapt", "lost"),
        ("Tapt: pris", "lost"),
        ("Tabt", "lost"),
        ("Förlorad", "lost"),
        ("Closed Lost", "lost"),
        ("7 - Lost", "lost"),
        ("Avslått", "lost"),
        ("Forhandling", None),
        ("1", "won"),
        ("Kvalifisert 1", None),
    ],
)
def test_the_stage_implies_the_outcome(read_text, stage, outcome):
    said = read_text(f"Deal ID;Kunde;Fase;Verdi\n1;A;Tilbud;1\n2;B;{stage};2\n")
    assert said.column("outcome", "opportunities") == [None, outcome]


def test_a_column_for_the_outcome_has_the_say(read_text):
    said = read_text("Deal ID;Kunde;Fase;Vunnet/tapt;Verdi\n1;A;Vunnet;Tapt;1\n2;B;Tilbud;Vunnet;2\n3;C;Tilbud;;2\n")
    assert said.column("outcome", "opportunities") == ["lost", "won", None]


def test_the_closing_date_of_an_open_one_is_when_it_is_expected_to_close(read_text):
    said = read_text("Deal ID;Kunde;Stage;Close date;Amount\n1;A;Won;2025-01-31;1\n2;B;Proposal;2025-06-30;2\n")
    assert said.column("closed", "opportunities") == [date(2025, 1, 31), None]
    assert said.column("expected", "opportunities") == [None, date(2025, 6, 30)]


@pytest.mark.parametrize(
    ("header", "cells", "shares"),
    [
        ("Probability", ("0.6", "1", "0.25"), ("0.6", "1", "0.25")),
        ("Probability", ("60", "1", "25"), ("0.6", "0.01", "0.25")),
        ("Probability", ("60 %", "100%", "5 %"), ("0.6", "1", "0.05")),
        ("Probability %", ("1", "0.5", "0"), ("0.01", "0.005", "0")),
        ("Probability", ("60", "250", "-1"), ("0.6", None, None)),
    ],
)
def test_chances_are_shares(read_text, header, cells, shares):
    rows = "".join(f"{n};K{n};Tilbud;{cell}\n" for n, cell in enumerate(cells))
    said = read_text(f"Deal ID;Kunde;Fase;{header}\n{rows}", mapping={"decimal": "."})
    assert said.column("probability", "opportunities") == [None if share is None else Decimal(share) for share in shares]
    assert said.codes == ({"sheet-value-not-read": 1} if None in shares else {})


def test_without_a_number_it_is_known_by_what_is_said_of_it(read_text):
    text = "Kunde;Salgsmulighet;Fase;Forventet lukkedato;Verdi\nA;Hall;Tilbud;01.02.2025;1\nA;Hall;Tilbud;01.03.2025;2\n;;Tilbud;;3\n"
    said = read_text(text)
    assert said.column("opportunity_id", "opportunities") == ["A|Hall||", "A|Hall||#2"]
    assert said.codes == {"sheet-no-number": 1}


def test_values_that_cannot_be_read_are_told_of(read_text):
    said = read_text("Deal ID;Kunde;Fase;Verdi;Opprettet\n1;A;Tilbud;10;13.01.2025\n2;B;Tilbud;ti;14.01.2025\n3;B;Tilbud;12;31.02.2025\n")
    assert said.column("amount", "opportunities") == [Decimal(10), None, Decimal(12)]
    assert [str(one.found) for one in said.problems] == [
        "1 value in Opprettet cannot be read and was left out: “31.02.2025” in row 4.",
        "1 value in Verdi cannot be read and was left out: “ti” in row 3.",
    ]


def test_the_total_row_is_no_opportunity(read_text):
    said = read_text("Deal ID;Kunde;Fase;Verdi\n1;A;Tilbud;10\n2;B;Tilbud;20\nSum;;;30\n")
    assert said.column("opportunity_id", "opportunities") == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("Dato;Kundenr;Salgsmulighet-ID;Kanal;Resultat\n01.02.2025;1;M1;Besøk;Vunnet\n", "activities"),
        ("Dato;Kundenr;Fakturanr;Status;Beløp\n13.02.2025;1;F1;Vunnet;10\n", "invoice_lines"),
        ("Dato;Kundenr;Produkt;Beløp\n13.02.2025;1;P;10\n", "invoice_lines"),
    ],
)
def test_what_is_no_pipeline(read_text, text, table):
    assert table in read_text(text).tables


def test_the_map_file_says_what_it_is(read_text):
    mapping = {"table": "opportunities", "opportunity_name": "Hva", "stage": "Hvor langt", "value": "Penger"}
    row = read_text("Hva;Hvor langt;Penger\nHall;Vunnet;12,5\n", mapping=mapping).rows("opportunities")[0]
    assert (row["name"], row["outcome"], row["amount"]) == ("Hall", "won", Decimal("12.5"))
