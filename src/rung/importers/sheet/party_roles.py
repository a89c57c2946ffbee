"""What is a column about people and firms called: customers, prospects, contact persons, sellers, and what was done with them?"""

from rung.base import text
from rung.importers.sheet.role import role

CUSTOMER = (
    role(
        "customer_id",
        "id",
        text("Customer number"),
        "Kundenr|Kundenummer|Kunde nr|Kunde-ID|Kundekode|Kundekonto|Debitornr|Debitornummer|Debitorkonto|Kundnr|Kundnummer|Kund nr"
        "|Kund-ID|Kundkod|Customer no|Customer number|Customer unique id|Customer id|Customer code|Customer key|Customer #"
        "|Customer account|Cust no|Cust num|Cust id|Cust number|Sell-to customer no|Bill-to customer no|Reseller key|Reseller id"
        "|Client id|Client no|Client number|Client code|Account id|Account key|Buyer id|Household key|Member id|Membership no|User id"
        "|Kunde|Kund|Debitor|Customer|Client|Account|Reseller|Buyer|Kjøper",
    ),
    role(
        "customer_name",
        "text",
        text("Customer name"),
        "Kundenavn|Kunde navn|Navn på kunde|Firmanavn|Debitornavn|Kundnamn|Kundens namn|Företagsnamn|Customer name|Company name"
        "|Reseller name|Client name|Account name|Sell-to customer name|Bill-to name|Buyer name|Firma|Företag|Virksomhet|Virksomhed"
        "|Company|Kunde|Kund|Debitor|Customer|Client|Account|Reseller|Buyer",
    ),
    role(
        "org_number",
        "id",
        text("Organisation number"),
        "Orgnr|Org nr|Organisasjonsnr|Organisasjonsnummer|Org.nummer|Foretaksnr|Organisationsnr|Organisationsnummer|Person-/orgnr"
        "|Personnr/orgnr|Person-/organisationsnr|CVR|CVR-nr|CVR-nummer|SE-nr|Customer org no|Org no|Organization no|Organization number"
        "|Organisation no|Organisation number|PeOrgNr|Company registration number|Registration number|VAT no|VAT number"
        "|VAT registration no|Momsnr|Momsregistreringsnr|MVA-nr|MVA-nummer|VAT",
    ),
    role(
        "country",
        "text",
        text("Country"),
        "Land|Landkode|Landskod|Forretningsadresse.landkode|Country|Country code|Customer country|Kundens land|Country region code"
        "|Billing country|Office location|Postadresse - land|Postadresse.landkode|Forretningsadresse.land|Country region name"
        "|English country region name",
    ),
    role(
        "city",
        "text",
        text("Place"),
        "Poststed|Sted|By|Bynavn|Ort|Postort|Stad|City|Town|Customer city|Billing city|Forretningsadresse.poststed"
        "|Beliggenhetsadresse.poststed|Postadresse - poststed|Postadresse - sted|Postadresse.poststed|Postdistrikt",
    ),
    role(
        "postal_code",
        "id",
        text("Postal code"),
        "Postnr|Postnummer|Post nr|Postkode|Postal code|Post code|Zip|Zip code|Zipcode|Customer postal code|Billing postal code"
        "|Forretningsadresse.postnummer|Beliggenhetsadresse.postnummer|Postadresse - postnummer|Postadresse.postnummer"
        "|Customer zip code prefix",
    ),
    role(
        "customer_group",
        "text",
        text("Customer group"),
        "Kundegruppe|Kundegruppenavn|Debitorgruppe|Kundgrupp|Customer group|Customer segment|Kundesegment|Kundsegment|Segment|Kundetype"
        "|Kundtyp|Customer type|Customer category|Kundekategori|Kundkategori|Business type",
    ),
    role(
        "parent_id",
        "id",
        text("Group or parent company"),
        "Parent id|Parent no|Parent customer|Parent customer no|Parent account|Parent account id|Parent company|Parent|Subsidiary of"
        "|Ultimate parent|Group company|Konsern|Konsernnr|Konsern-ID|Morselskap|Morselskapets orgnr|Overordnet|Overordnet enhet"
        "|Overordnet kunde|Hovedkunde|Hovedkundenr|Koncern|Koncernnr|Koncern-ID|Moderselskab|Moderselskabets CVR|Overordnet debitor"
        "|Moderbolag|Moderbolagets orgnr|Koncernmoder|Huvudkund|Huvudkundnr|Överordnad kund",
    ),
    role(
        "industry",
        "text",
        text("Industry"),
        "Næringskode|Næringskode 1|Naeringskode1.kode|Bransjekode|Branchekode|Hovedbranche|Hovedbranchekode|SNI|SNI-kod|SNI1|NACE"
        "|NACE-kode|NACE code|Bransje|Næring|Branche|Bransch|Bransch_1|Branchetekst|Industry code|Industry|Sector",
    ),
    role(
        "employees",
        "count",
        text("Number of employees"),
        "Ansatte|Antall ansatte|Antal ansatte|Anställda|Antal anställda|Employees|Number of employees|Number employees|No of employees"
        "|Employee count|Headcount|Årsverk|Årsværk|Storleksklass|Størrelsesklasse",
    ),
)

SELLER = (
    role(
        "seller_id",
        "id",
        text("Seller"),
        "Selgernr|Selger nr|Selger-ID|Selgerkode|Sælgernr|Sælgerkode|Säljarnr|Säljarkod|Säljar-ID|Salesperson code|Salesperson id"
        "|Salesperson key|Salesperson no|Sales rep id|Sales rep code|Sales rep employee number|Support rep id|Seller id|Seller no"
        "|Seller code|Employee key|Employee id|Employee number|Employee no|Selger|Sælger|Säljare|Salesperson|Sales person|Sales rep"
        "|Sales agent|Sales representative|Seller|Account manager|Account owner|Deal owner|Opportunity owner"
        "|Ansvarlig selger|Kundeansvarlig|Kundeansvarlig selger|Kundansvarig"
        "|Vår referens|Vår referanse|Vår ref|Vores reference|Our reference",
    ),
    role(
        "seller_name",
        "text",
        text("Seller name"),
        "Selgernavn|Selgers navn|Sælgernavn|Sælgers navn|Säljarnamn|Säljarens namn|Salesperson name|Sales person name|Seller name"
        "|Sales rep name|Employee name|Selger|Sælger|Säljare|Salesperson|Sales agent|Seller",
    ),
    role(
        "team", "text", text("Team"), "Team|Salgsteam|Salgslag|Säljteam|Sales team|Avdeling|Afdeling|Avdelning|Department|Regional office"
    ),
    role(
        "boss",
        "id",
        text("Team, by its leader"),
        "Reports to|Manager id|Manager|Sales manager|Boss|Supervisor|Nærmeste leder|Leder|Salgsleder|Salgssjef|Nærmeste chef|Salgschef"
        "|Närmaste chef|Säljchef|Försäljningschef",
    ),
    role("first_name", "text", text("First name"), "Fornavn|Förnamn|First name|Given name"),
    role("last_name", "text", text("Last name"), "Etternavn|Efternavn|Efternamn|Last name|Surname|Family name"),
)

FIRM = (
    role(
        "kind",
        "text",
        text("Company or person"),
        "Bedrift/privat|Privat/bedrift|Firma/person|Person/firma|Virksomhed/privat|Privat/erhverv|Företag/privat|Privat/företag|B2B/B2C"
        "|Kind|Party type|Is company|Is person",
    ),
    role(
        "region",
        "text",
        text("County or region"),
        "Fylke|Fylkesnavn|Län|Region|Regionsnavn|Landsdel|State province name|State province|State|Province|County|State province code"
        "|Kommune|Kommunenavn|Kommun|Kommunnamn|Municipality|Forretningsadresse.kommune|Beliggenhetsadresse.kommune|Postadresse.kommune",
    ),
    role(
        "address",
        "text",
        text("Address"),
        "Gateadresse|Besøksadresse|Besøgsadresse|Besöksadress|Adresse|Adresse 1|Adresselinje 1|Forretningsadresse"
        "|Forretningsadresse.adresse|Beliggenhetsadresse.adresse|Vejnavn|Gade|Gate|Gatuadress|Adress|Adressrad 1|Street address|Street"
        "|Address|Address line 1|Address 1|Billing address|Customer address|Postadresse|Postadress|Postadresse.adresse"
        "|Postadresse - adresse|Postadresse - adresselinje 1",
    ),
    role(
        "phone",
        "id",
        text("Phone"),
        "Telefon|Telefonnr|Telefonnummer|Tlf|Tlf.nr|Tlfnr|Phone|Phone number|Phone no|Telephone|Telephone no|Tel|Sentralbord"
        "|Firmatelefon|Business phone|Work phone|Direkte telefon|Direktenummer|Mobil|Mobiltelefon|Mobilnr|Mobilnummer|Mobile"
        "|Mobile phone|Mobile number|Cell phone",
    ),
    role(
        "email",
        "text",
        text("E-mail"),
        "E-post|E-postadresse|Epost|E-mail|Email|Mail|E-mail-adresse|Mailadresse|E-postadress|E-mail address|Email address|Faktura e-post",
    ),
    role(
        "turnover",
        "number",
        text("The firm’s own turnover"),
        "Årsomsetning|Firmaets omsetning|Bedriftens omsetning|Sum driftsinntekter|Driftsinntekter|Årsomsætning|Virksomhedens omsætning"
        "|Årsomsättning|Företagets omsättning|Annual turnover|Annual sales|Annual revenue|Company turnover|Company revenue"
        "|Omsetning tkr|Omsetning tusen|Omsetning (tusen kr)|Omsetning 1000|Omsetning TNOK|Omsetning MNOK|Omsetning mill"
        "|Omsetning (mill. kr)|Driftsinntekter tkr|Driftsinntekter 1000|Driftsinntekter MNOK|Omsætning tkr|Omsætning t.kr"
        "|Omsætning 1000|Omsætning (mio. kr)|Omsættning TDKK|Omsætning MDKK|Omsättning tkr|Omsättning KSEK|Omsättning MSEK"
        "|Omsättning mkr|Nettoomsättning tkr|Nettoomsättning KSEK|Nettoomsättning mkr|Turnover 1000|Annual revenue (millions)"
        "|Turnover (millions)",
    ),
    role(
        "legal_form",
        "text",
        text("Legal form"),
        "Organisasjonsform|Organisasjonsform.kode|Orgform|Org.form|Selskapsform|Virksomhedsform|Virksomhedstype|Selskabsform|Bolagsform"
        "|Organisationsform|Juridisk form|Företagsform|Legal form|Company type|Entity type|Companydesc",
    ),
    role(
        "founded",
        "day",
        text("Founded"),
        "Stiftelsesdato|Stiftet|Stiftelsesår|Etablert|Etableringsår|Etableringsdato|Stiftelsesdag|Startdato|Opstartsdato|Opstarts dato"
        "|Etableret|Stiftelsesdatum|Grundat|Grundår|Etableringsdatum|Bildad|Founded|Founded on|Year founded|Year established"
        "|Year opened|Established|Founding date|Foundation date|Startdate|Registreringsdatum|Registreringsdato"
        "|Registreringsdatoenhetsregisteret|Registreringsdato Enhetsregisteret",
    ),
    role(
        "protected",
        "flag",
        text("Reserved against advertising"),
        "Reklamebeskyttelse|Reklamebeskyttet|Reservert mot reklame|Reklamereservasjon|Reservert|Reklamespærret|Robinson|Reklamspärr"
        "|Reklamspärrad|NIX|Spärrad för reklam|Advertising protection|Advertising protected|No advertising|Protected|Do not contact",
    ),
)

PERSON = (
    role("sex", "text", text("Sex"), "Kjønn|Køn|Kön|Sex|Gender"),
    role(
        "birth_year",
        "day",
        text("Year of birth"),
        "Fødselsår|Fødeår|Födelseår|Birth year|Year of birth|Fødselsdato|Født|Fødselsdag|Födelsedatum|Född|Birth date|Date of birth"
        "|Birthday|DOB",
    ),
    role(
        "income",
        "number",
        text("Income"),
        "Årsinntekt|Inntekt|Bruttoinntekt|Årsindkomst|Indkomst|Årsinkomst|Inkomst|Yearly income|Annual income|Income|Household income",
    ),
)

# What only registers and lists of prospects have.
REGISTER = (
    role(
        "party_id",
        "id",
        text("Number in the list"),
        "Prospective buyer key|Prospektnr|Prospekt-ID|Prospektnummer|Kundeemnenr|Kundeemne-ID|Emnenr|Emne-ID|Lead id|Lead no"
        "|Lead number|Prospect id|Prospect no|Prospect number|Prospect key|Potentiell kund-ID|P-nummer|P-nr|Party id|Party no",
    ),
    role("bankrupt", "flag", text("Bankrupt"), "Konkurs|Konkursramt|Konkursdato|Konkurs inledd|Bankrupt|Bankruptcy|Creditbankrupt"),
    role(
        "winding_up",
        "flag",
        text("Being wound up"),
        "Under avvikling|Underavviklingdato|Under tvangsavvikling|Under tvangsavvikling eller tvangsoppløsning|Tvangsoppløsning"
        "|Under konkurs|Under afvikling|Under tvangsopløsning|Likvidation|Under likvidation|In liquidation|Winding up",
    ),
    role(
        "ended",
        "flag",
        text("Closed down"),
        "Slettedato|Slettet|Slettet dato|Opphørsdato|Opphørt|Nedleggelsesdato|Ophørsdato|Ophørt|Ophørsdag|Avregistreringsdatum"
        "|Avregistrerad|Upphört|Enddate|Dissolved|Dissolution date|Deregistered|Closed down",
    ),
    role(
        "status",
        "text",
        text("Status"),
        "Status|Virksomhedsstatus|Foretaksstatus|Selskapsstatus|Selskabsstatus|Företagsstatus|Bolagsstatus|Company status",
    ),
)

CONTACT = (
    role(
        "contact_id",
        "id",
        text("Number of the contact person"),
        "Kontaktnr|Kontaktnummer|Kontakt-ID|Kontaktperson-ID|Kontaktpersonnr|Person-ID|Contact id|Contact no|Contact number|Contact key"
        "|Person id",
    ),
    role(
        "contact_name",
        "text",
        text("Contact person"),
        "Kontaktperson|Kontaktpersonnavn|Kontaktnavn|Kontakt|Kontaktpersoner|Kontaktnamn|Contact name|Contact person|Contact|Fullt navn"
        "|Fulde navn|Fullständigt namn|Full name|Personnavn|Personnamn|Deltager|Deltagere|Deltagare|Attendee|Person",
    ),
    role(
        "title",
        "text",
        text("Job title"),
        "Stilling|Stillingstittel|Stillingsbetegnelse|Tittel|Jobtitel|Titel|Befattning|Yrkestitel|Job title|Contact title|Title"
        "|Position|Rolle|Roll|Role|Funksjon|Funktion|Function|Contact type",
    ),
    role(
        "role",
        "text",
        text("Part in the purchase"),
        "Rolle i kjøpet|Kjøperolle|Rolle i købet|Købsrolle|Roll i köpet|Köproll|Buying role|Buying centre role|Role in purchase"
        "|Decision role|Beslutningsrolle|Beslutsroll|Rolle|Roll|Role|Contact role",
    ),
    role(
        "left",
        "day",
        text("Left on"),
        "Sluttet|Sluttdato|Sluttet dato|Fratrådt|Fratrådte|Fratrædelsesdato|Stoppet|Slutdato|Slutade|Slutat|Slutdatum|Left|Left on"
        "|Left date|End date|Date left",
    ),
)

ACTIVITY = (
    role(
        "activity_id",
        "id",
        text("Number of the activity"),
        "Aktivitetsnr|Aktivitetsnummer|Aktivitets-ID|Aktivitet-ID|Loggnr|Logg-ID|Besøksnr|Besøgsnr|Besöksnr|Activity id|Activity no"
        "|Activity number|Activity key|Call id|Visit id|Event id",
    ),
    role(
        "channel",
        "text",
        text("Channel"),
        "Kanal|Kontaktform|Kontaktmåte|Kontakttype|Aktivitetstype|Aktivitetstyp|Aktivitet|Kontaktmåde|Kontaktsätt|Kontakttyp|Channel"
        "|Activity type|Activity|Contact method|Medium|Type|Typ",
    ),
    role(
        "incoming",
        "text",
        text("Who came to whom"),
        "Retning|Inn/ut|Inngående/utgående|Inngående|Innkommende|Ind/ud|Indgående/udgående|Indgående|Riktning|In/ut|Ingående|Inkommande"
        "|Direction|Incoming|Inbound|In/out|Inbound/outbound|Initiativ|Initiative",
    ),
    role(
        "result",
        "text",
        text("Result"),
        "Resultat|Utfall|Udfald|Result|Outcome|Deal stage|Stage|Opportunity stage|Fase|Fas|Salgsfase|Säljfas|Status|Oppfølging|Response",
    ),
    role(
        "closed",
        "day",
        text("Closing date"),
        "Close date|Closed date|Closed on|Closing date|Lukkedato|Lukket dato|Avsluttet dato|Avsluttet|Afsluttet dato|Afsluttet|Avslutad"
        "|Avslutsdatum|Stängd|Actual close date|Deal closed on|Won time|Won date|Lost time|Lost date|Vunnet dato|Tapt dato|Lukket",
    ),
    role(
        "opened",
        "day",
        text("Opening date"),
        "Engage date|Open date|Create date|Date created|Add time"
        "|Opened on|Åpnet|Åpningsdato|Opprettet|Opprettet dato|Oprettet|Oprettelsesdato|Skapad|Skapad datum"
        "|Created|Created on|Created date",
    ),
    role(
        "minutes",
        "number",
        text("Minutes"),
        "Minutter|Antall minutter|Antal minutter|Tid (min)|Tid i minutter|Tidsbruk (min)|Tidsbruk i minutter|Varighet (min)"
        "|Varighet minutter|Varighed (min)|Varighed minutter|Tidsforbrug (min)|Minuter|Antal minuter|Varaktighet (min)|Tidsåtgång (min)"
        "|Minutes|Duration (min)|Duration minutes|Time spent (min)|Min",
    ),
    role(
        "hours",
        "number",
        text("Hours"),
        "Timer|Antall timer|Antal timer|Tid (timer)|Tidsbruk (timer)|Tidsforbrug (timer)|Timar|Antal timmar|Timmar|Tid (tim)|Hours"
        "|Duration (hours)|Time spent (hours)",
    ),
    role(
        "expense",
        "number",
        text("Out-of-pocket cost"),
        "Utlegg|Utgift|Utgifter|Reiseutgifter|Udlæg|Udgift|Utlägg|Utgift|Resekostnad|Expense|Expenses|Travel cost|Kostnad|Kostnader"
        "|Kost|Omkostning|Omkostninger|Cost",
    ),
)
