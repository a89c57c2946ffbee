"""Logs of visits, calls, meetings and offers."""

from datetime import date
from decimal import Decimal

import pytest

LOG = (
    "Dato;Kundenr;Kontaktperson;Selger;Type;Retning;Resultat;Tid (min);Kostnad\n"
    "01.02.2025;10;Kari;S1;Besøk;Ut;Tilbud;90;125,50\n02.02.2025;10;Kari;S1;Telefon;Inn;;15;\n02.02.2025;10;Kari;S1;Telefon;Inn;;15;\n"
    "03.02.2025;11;;S2;Kundelunsj;;Nei takk;;\n;11;;S2;Besøk;;;;\n34.02.2025;11;;S2;Besøk;;;;\n"
)


def test_a_log_of_activities(read_text):
    said = read_text(LOG)
    rows = said.rows("activities")
    assert {name: value for name, value in rows[0].items() if value is not None} == {
        "activity_id": "2025-02-01|10|10|Kari|S1|visit|offer",
        "date": date(2025, 2, 1),
        "party_id": "10",
        "contact_id": "10|Kari",
        "seller_id": "S1",
        "channel": "visit",
        "incoming": False,
        "result": "offer",
        "minutes": Decimal(90),
        "cost": Decimal("125.5"),
        "file": "fil.csv",
        "row": 2,
    }
    assert [(row["channel"], row["incoming"], row["result"]) for row in rows[1:]] == [
        ("phone", True, None),
        ("phone", True, None),
        ("Kundelunsj", None, "declined"),
    ]
    assert rows[2]["activity_id"] == rows[1]["activity_id"] + "#2"
    assert said.codes == {"sheet-no-date": 1, "sheet-date-not-read": 1}
    assert said.ends[0].rows == 6


def test_the_same_log_again_has_the_same_numbers(read_text):
    before = read_text(LOG).column("activity_id", "activities")
    after = read_text(LOG + "04.02.2025;11;;S2;Besøk;;;;\n").column("activity_id", "activities")
    assert after[:-1] == before


@pytest.mark.parametrize(
    "text",
    [
        (
            "Dato;Debitornr;Kontaktperson;Sælger;Kontaktform;Ind/ud;Udfald;Tidsforbrug (min);Udlæg\n"
            "13.02.2025;10;Mette Holm;S1;Kundebesøg;Udgående;Tilbud afgivet;90;125,50\n"
        ),
        (
            "Datum;Kundnr;Kontaktperson;Säljare;Kontaktsätt;In/ut;Utfall;Varaktighet (min);Utlägg\n"
            "13.02.2025;10;Mette Holm;S1;Kundbesök;Utgående;Offert lämnad;90;125,50\n"
        ),
        (
            "Date;Customer no;Contact person;Salesperson;Channel;Direction;Outcome;Duration (min);Expenses\n"
            "13.02.2025;10;Mette Holm;S1;Site visit;Outbound;Quote sent;90;125,50\n"
        ),
    ],
    ids=["da", "sv", "en"],
)
def test_a_log_in_other_languages(read_text, text):
    row = read_text(text, mapping={"decimal": ","}).rows("activities")[0]
    assert (row["date"], row["party_id"], row["contact_id"], row["seller_id"]) == (date(2025, 2, 13), "10", "10|Mette Holm", "S1")
    assert (row["channel"], row["incoming"], row["result"]) == ("visit", False, "offer")
    assert (row["minutes"], row["cost"]) == (Decimal(90), Decimal("125.5"))


@pytest.mark.parametrize(
    ("words", "channel", "incoming", "result"),
    [
        ("Kundebesøk;Utgående;Vunnet", "visit", False, "won"),
        ("Besøg;Udgående;Tabt", "visit", False, "lost"),
        ("Kundbesök;Utgående;Förlorad", "visit", False, "lost"),
        ("Visit;Outbound;Closed Won", "visit", False, "won"),
        ("Teams-møte;Inn;Møte avtalt", "meeting", True, "meeting"),
        ("Opkald;Indgående;Forespørgsel", "phone", True, "request"),
        ("Telefonsamtal;Inkommande;Förfrågan", "phone", True, "request"),
        ("E-mail;In;Not interested", "email", True, "declined"),
        ("Brev;ut;Avslag", "letter", False, "declined"),
        ("Nettskjema;ja;Tilbud sendt", "web", True, "offer"),
        ("Røyksignal;opp;Venter på svar", "Røyksignal", None, "Venter på svar"),
    ],
)
def test_words_of_four_languages(read_text, words, channel, incoming, result):
    text = f"Dato;Kundenr;Kanal;Inn/ut;Resultat\n01.02.2025;1;Besøk;ut;Tilbud\n02.02.2025;1;{words}\n"
    row = read_text(text).rows("activities")[1]
    assert (row["channel"], row["incoming"], row["result"]) == (channel, incoming, result)


def test_a_channel_may_say_which_way_it_went(read_text):
    text = "Dato;Kundenr;Type\n01.02.2025;1;Inngående samtale\n01.02.2025;1;Utgående samtale\n01.02.2025;1;Møte\n"
    said = read_text(text)
    assert said.column("channel", "activities") == ["phone", "phone", "meeting"]
    assert said.column("incoming", "activities") == [True, False, None]


def test_hours_become_minutes(read_text):
    said = read_text("Dato;Kundenr;Type;Timer\n01.02.2025;1;Møte;1,25\n02.02.2025;1;Møte;\n")
    assert said.column("minutes", "activities") == [Decimal(75), None]


@pytest.mark.parametrize(
    "text",
    [
        "Dato;Kundenr;Fakturanr;Type;Beløp eks. mva\n01.02.2025;1;5;Salg;10\n",
        "Dato;Kundenr;Kanal;Netto\n01.02.2025;1;Telefon;10\n02.02.2025;2;Nettbutikk;20\n",
        "Dato;Kundenr;Vare;Antall;Pris;Status\n01.02.2025;1;A;2;10;Order\n",
    ],
)
def test_sales_are_not_taken_for_activities(read_text, text):
    said = read_text(text)
    assert "activities" not in said.tables
    assert said.rows()


def test_offers_with_a_value_are_not_taken_for_sales(read_text):
    said = read_text("Dato;Kundenr;Selger;Resultat;Verdi\n01.02.2025;1;S1;Tilbud;1000\n02.02.2025;1;S1;Tapt;1000\n")
    assert set(said.tables) == {"activities"}


def test_the_name_of_the_file_and_the_map_say_what_it_is(read_text):
    text = "Dato;Kundenr;Selger\n01.02.2025;1;S1\n"
    assert len(read_text(text, name="Kundebesøk.csv").rows("activities")) == 1
    assert len(read_text(text, mapping={"table": "activities"}).rows("activities")) == 1


def test_the_columns_of_a_log_can_be_mapped(read_text):
    mapping = {"table": "activities", "date": "Når", "customer_name": "Hvem", "channel": "Hvordan", "expense": "Ut av kassa"}
    row = read_text("Når;Hvem;Hvordan;Ut av kassa\n01.02.2025;Fjord;besøk;12,5\n", mapping=mapping).rows("activities")[0]
    assert (row["party_id"], row["channel"], row["cost"]) == ("Fjord", "visit", Decimal("12.5"))
