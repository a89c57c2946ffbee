"""Customer lists, market lists, contacts and logs of any content, in any dialect and language, come back as the same facts."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# Fact column -> its header in nb, da, sv, en.
HEADERS = {
    "customers": {
        "customer_id": ("Kundenr", "Debitornr.", "Kundnr", "Customer ID"),
        "name": ("Kundenavn", "Debitornavn", "Kundnamn", "Customer name"),
        "org_number": ("Org.nr", "CVR-nr.", "Organisationsnr", "Organisation no"),
        "address": ("Gateadresse", "Adresse", "Adress", "Street address"),
        "phone": ("Mobil", "Telefonnummer", "Telefon", "Phone"),
        "email": ("E-post", "E-mail", "E-postadress", "Email address"),
        "legal_form": ("Organisasjonsform", "Virksomhedsform", "Bolagsform", "Legal form"),
        "region": ("Fylke", "Region", "Län", "County"),
        "employees": ("Antall ansatte", "Antal ansatte", "Anställda", "Employees"),
        "founded": ("Stiftelsesdato", "Startdato", "Stiftelsesdatum", "Founded"),
        "turnover": ("Årsomsetning", "Årsomsætning", "Årsomsättning", "Annual turnover"),
        "protected": ("Reklamereservasjon", "Reklamebeskyttelse", "Reklamspärr", "No advertising"),
        "parent_id": ("Morselskap", "Moderselskab", "Moderbolag", "Parent company"),
    },
    "market": {
        "org_number": ("organisasjonsnummer", "CVR-nummer", "Orgnr", "Registration number"),
        "name": ("navn", "Navn", "Företagsnamn", "Company name"),
        "city": ("forretningsadresse.poststed", "By", "Postort", "City"),
        "industry": ("naeringskode1.kode", "Branchekode", "SNI-kod", "NACE"),
        "legal_form": ("organisasjonsform.kode", "Virksomhedsform", "Juridisk form", "Legal form"),
        "employees": ("antallAnsatte", "Antal ansatte", "Antal anställda", "Number of employees"),
        "founded": ("stiftelsesdato", "Startdato", "Grundat", "Founded"),
        "protected": ("Reservert", "Reklamebeskyttet", "Reklamspärr", "Protected"),
    },
    "contacts": {
        "contact_id": ("Kontaktnr", "Kontakt-ID", "Kontaktnummer", "Contact ID"),
        "party_id": ("Kundenr", "Debitornr", "Kundnummer", "Customer no"),
        "name": ("Kontaktperson", "Kontaktnavn", "Kontaktnamn", "Contact name"),
        "title": ("Stilling", "Titel", "Befattning", "Job title"),
        "role": ("Rolle i kjøpet", "Købsrolle", "Köproll", "Buying role"),
        "phone": ("Mobil", "Mobilnummer", "Mobiltelefon", "Mobile"),
        "email": ("E-post", "Mail", "E-post", "E-mail"),
        "left": ("Sluttet", "Slutdato", "Slutdatum", "Left on"),
    },
    "activities": {
        "activity_id": ("Aktivitetsnr", "Aktivitets-ID", "Aktivitetsnummer", "Activity ID"),
        "date": ("Dato", "Dato", "Datum", "Date"),
        "party_id": ("Kundenr", "Debitornr", "Kundnummer", "Customer no"),
        "seller_id": ("Selger", "Sælger", "Säljare", "Salesperson"),
        "channel": ("Type", "Kontaktform", "Kontaktsätt", "Channel"),
        "incoming": ("Inn/ut", "Ind/ud", "In/ut", "Direction"),
        "result": ("Resultat", "Udfald", "Utfall", "Outcome"),
        "minutes": ("Minutter", "Tidsforbrug (min)", "Minuter", "Minutes"),
        "cost": ("Utlegg", "Udlæg", "Utlägg", "Expenses"),
    },
    "opportunities": {
        "opportunity_id": ("Salgsmulighet-ID", "Salgsmulighed-ID", "Affärs-ID", "Opportunity ID"),
        "party_id": ("Kundenr", "Debitornr", "Kundnummer", "Customer no"),
        "name": ("Salgsmulighet", "Salgsmulighed", "Affärsnamn", "Opportunity name"),
        "seller_id": ("Selger", "Sælger", "Säljare", "Salesperson"),
        "product_id": ("Varenr", "Produktnr", "Artikelnr", "Product no"),
        "stage": ("Salgsfase", "Salgstrin", "Säljfas", "Sales stage"),
        "outcome": ("Vunnet/tapt", "Vundet/tabt", "Vunnen/förlorad", "Won/lost"),
        "opened": ("Opprettet", "Oprettet", "Skapad", "Created"),
        "expected": ("Forventet lukkedato", "Forventet afslutning", "Förväntat avslut", "Expected close"),
        "amount": ("Forventet verdi", "Forventet værdi", "Affärsvärde", "Deal value"),
        "probability": ("Sannsynlighet %", "Sandsynlighed %", "Sannolikhet %", "Probability %"),
    },
    "quotas": {
        "seller_id": ("Selger", "Sælger", "Säljare", "Salesperson"),
        "team": ("Salgsteam", "Team", "Säljteam", "Sales team"),
        "customer_id": ("Kundenr", "Debitornr", "Kundnummer", "Customer no"),
        "product_group": ("Varegruppe", "Produktgruppe", "Varugrupp", "Product group"),
        "first": ("Fra dato", "Gælder fra", "Från datum", "From date"),
        "amount": ("Salgsbudsjett", "Salgsbudget", "Säljbudget", "Sales quota"),
    },
    "exchange_rates": {
        "currency": ("Valuta", "Valutakode", "Valutakod", "Currency"),
        "against": ("Til valuta", "Mod valuta", "Till valuta", "To currency"),
        "date": ("Dato", "Dato", "Datum", "Date"),
        "rate": ("Valutakurs", "Kurs", "Växelkurs", "Exchange rate"),
    },
}
CHANNELS = {
    "visit": ("Besøk", "Besøg", "Besök", "Visit"),
    "phone": ("Telefon", "Opkald", "Samtal", "Call"),
    "email": ("E-post", "Mail", "Mejl", "Email"),
}
RESULTS = {
    "offer": ("Tilbud", "Tilbud", "Offert", "Quote"),
    "won": ("Vunnet", "Vundet", "Vunnen", "Won"),
    "declined": ("Nei takk", "Nej tak", "Nej tack", "Not interested"),
}
ROLES = {
    "decides": ("Beslutter", "Beslutningstager", "Beslutsfattare", "Decision maker"),
    "uses": ("Bruker", "Bruger", "Användare", "User"),
    "pays": ("Innkjøper", "Indkøber", "Inköpare", "Buyer"),
}
OUTCOMES = {"won": ("Vunnet", "Vundet", "Vunnen", "Won"), "lost": ("Tapt", "Tabt", "Förlorad", "Lost")}
SPOKEN = {"channel": CHANNELS, "result": RESULTS, "role": ROLES, "outcome": OUTCOMES}
YES, NO = ("ja", "Ja", "J", "yes"), ("nei", "Nej", "N", "no")

words = st.text(alphabet="abcdefgæøåäö ABC&-.", min_size=1, max_size=12).map(lambda s: f"K{s.strip()}x")
numbers = st.text(alphabet="0123456789", min_size=1, max_size=8).map(lambda s: f"A{s}")
dates = st.dates(date(1990, 1, 13), date(2025, 12, 31)).filter(lambda day: day.day > 12)  # a day that no month can be
money = st.decimals(0, 10_000_000, places=2)
KINDS = {
    **dict.fromkeys(("name", "address", "region", "city", "title", "legal_form", "team", "stage", "product_group"), words),
    **dict.fromkeys(("customer_id", "contact_id", "activity_id", "party_id", "seller_id", "opportunity_id", "product_id"), numbers),
    **dict.fromkeys(("date", "founded", "left", "opened", "expected", "first"), dates),
    **dict.fromkeys(("turnover", "cost", "amount"), money),
    "parent_id": numbers.map(lambda s: f"P{s}"),
    "role": st.sampled_from(sorted(ROLES)),
    "outcome": st.sampled_from(sorted(OUTCOMES)),
    "probability": st.integers(0, 100).map(lambda n: Decimal(n) / 100),
    "currency": st.sampled_from(["EUR", "USD", "SEK"]),
    "against": st.sampled_from(["NOK", "DKK"]),
    "rate": st.decimals("0.0001", 1000, places=6),
    **dict.fromkeys(("protected", "incoming"), st.booleans()),
    "org_number": st.integers(200_000_000, 299_999_999).map(str),
    "phone": st.integers(10_000_000, 99_999_999).map(str),
    "email": st.just("post@firma.example"),
    "industry": st.sampled_from(["43.210", "01.110", "47.523"]),
    "employees": st.integers(0, 900),
    "minutes": st.integers(0, 600),
    "channel": st.sampled_from(sorted(CHANNELS)),
    "result": st.sampled_from(sorted(RESULTS)),
}
REQUIRED = {
    "customers": ["customer_id"],
    "market": ["org_number"],
    "contacts": ["contact_id", "name"],
    "activities": ["activity_id", "date"],
    "opportunities": ["opportunity_id"],
    "quotas": ["seller_id", "first", "amount"],
    "exchange_rates": ["date", "currency", "rate"],
}


def tables(table):
    """Rows of a table, each with a number of its own, and the first with everything."""

    def row(every):
        return st.fixed_dictionaries(
            {c: KINDS[c] if every or c in REQUIRED[table] else st.one_of(st.none(), KINDS[c]) for c in HEADERS[table]}
        )

    key = REQUIRED[table][0]
    whole = st.tuples(row(every=True), st.lists(row(every=False), max_size=12)).map(lambda rows: [rows[0], *rows[1]])
    return whole.map(lambda rows: list({one[key]: one for one in [*rows, rows[0]]}.values()))


def cell(column, value, language, sign):
    if value is None:
        return ""
    if isinstance(value, bool):
        return (YES if value else NO)[language]
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if column in SPOKEN:
        return SPOKEN[column][value][language]
    if column == "probability":
        return str(round(value * 100))
    return str(value).replace(".", sign) if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("table", HEADERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_written_is_what_is_read(read_text, table, data):
    rows = data.draw(tables(table))
    language, order = data.draw(st.integers(0, 3)), data.draw(st.permutations(list(HEADERS[table])))
    delimiter, sign = data.draw(st.sampled_from([";", "\t", "|"])), data.draw(st.sampled_from(",."))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([HEADERS[table][column][language] for column in order])
    writer.writerows([cell(column, row[column], language, sign) for column in order] for row in rows)
    said = read_text(out.getvalue(), mapping={"decimal": sign})
    assert not said.refused, said.refused
    assert set(said.tables) == {table}
    assert not [problem for problem in said.problems if problem.rows or problem.code == "sheet-value-not-read"]
    found = [{column: row[column] for column in order} for row in said.rows(table)]
    assert found == rows


JUNK = [
    "",
    "1",
    "12,50",
    "01.02.2025",
    "x",
    '"',
    '"a;b"',
    "Sum",
    "Dato",
    "-",
    " ",
    "\t",
    "9" * 30,
    "a\nb",
    "ja",
    "besøk",
    "Vunnet",
    "EUR",
    "Q1 2025",
    "60 %",
    "konkurs",
    "10-19",
]
GOOD = {
    "market": ("organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;konkurs", "{n};Firma {n};AS;{n};nei"),
    "contacts": ("Kontaktnr;Kundenr;Kontaktperson;Stilling;Sluttet", "C{n};1;Kari {n};Sjef;"),
    "activities": ("Dato;Kundenr;Selger;Type;Minutter", "13.02.2025;1;S1;Besøk;{n}"),
    "customers": ("Kundenr;Navn;Orgnr;Stiftelsesdato;Ansatte;Kontaktperson", "{n};Fjord {n};;13.02.2001;{n};Kari {n}"),
    "sellers": ("Selgernr;Navn;Leder", "{n};Kari {n};101"),
    "opportunities": ("Salgsmulighet-ID;Kundenr;Fase;Forventet lukkedato;Verdi;Sannsynlighet", "{n};1;Tilbud;13.02.2025;{n};60"),
    "quotas": ("Selger;Periode;Kvote", "S{n};Q1 2025;{n}"),
    "exchange_rates": ("Dato;Valuta;Kurs;Enhet", "13.02.2025;{c};{n};100"),
}
# Lists whose rows also tell of others.
BESIDE = {"customers": {"contacts"}}


@pytest.mark.parametrize("table", GOOD)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.lists(st.sampled_from(JUNK), max_size=6), max_size=20))
def test_every_row_comes_back_once_whatever_it_holds(read_text, table, junk):
    header, row = GOOD[table]
    good = [row.format(n=n, c=currency) for n, currency in zip(range(101, 105), ("EUR", "USD", "SEK", "DKK"), strict=True)]
    said = read_text("\n".join([header, *good, *(";".join(cells) for cells in junk)]), mapping={"table": table}, check=False)
    if not said.refused:
        assert set(said.tables) <= {table, "rejected", *BESIDE.get(table, ())}
        facts = {place for name in said.tables if name != "rejected" for place in said.column("row", name)}
        assert said.ends[0].rows == len(facts) + sum(problem.rows for problem in said.problems)
        assert len(facts) >= 4 or sum(problem.rows for problem in said.problems)
        assert sum(said.column("rows", "rejected")) == sum(problem.rows for problem in said.problems)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["Budsjett 2025.csv", "kvoter.csv", "valutakurser.csv", "fil.csv"]),
    header=st.lists(
        st.sampled_from(["Selger", "Dato", "Q1", "Q2 2025", "jan", "2025", "EUR", "100 SEK", "USD/NOK", "Team", "Sum", ""]), max_size=6
    ),
    junk=st.lists(st.lists(st.sampled_from(JUNK), max_size=6), max_size=12),
)
def test_columns_that_are_periods_or_currencies_lose_no_row(read_text, name, header, junk):
    said = read_text("\n".join(";".join(cells) for cells in [header, *junk]), name=name, check=False)
    if not said.refused:
        facts = {place for table in said.tables if table != "rejected" for place in said.column("row", table)}
        assert sum(end.rows for end in said.ends) == len(facts) + sum(problem.rows for problem in said.problems)
